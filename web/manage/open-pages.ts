import { mayDo } from '../desk/room.ts';
import { MANAGE_PAGES, type ManagePage } from './pages.ts';

/** The pages that whoever sits here may open; none, and the room is not shown. */
export function openManagePages(): readonly ManagePage[] {
  return MANAGE_PAGES.filter((page) => page.acts.some(mayDo));
}
