import { mayDo } from '../desk/room.ts';

/** The two halves of the room: reports that one writes, and rounds in which the province asks. */
export function RoomTabs({ at }: { at: 'reports' | 'rounds' }) {
  if (!mayDo('rounds.list-rounds')) return null;
  return (
    <nav class="reports-tabs" aria-label="Báo cáo">
      <a href="/bao-cao" aria-current={at === 'reports' ? 'page' : undefined}>
        Báo cáo bằng lời
      </a>
      <a href="/bao-cao/dot" aria-current={at === 'rounds' ? 'page' : undefined}>
        Đợt báo cáo
      </a>
    </nav>
  );
}
