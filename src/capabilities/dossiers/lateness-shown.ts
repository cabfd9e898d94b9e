import { Type } from 'typebox';
import { lateness, type WorkingCalendar } from '../calendar/index.ts';

export const Maybe = Type.Union([Type.String(), Type.Null()]);
export const LatenessShape = Type.Union([
  Type.Object({
    word: Type.Enum(['within', 'soon', 'today', 'overdue'] as const),
    days: Type.Integer(),
    text: Type.String(),
  }),
  Type.Null(),
]);

const WORDS = {
  'còn hạn': 'within',
  'sắp đến hạn': 'soon',
  'đến hạn hôm nay': 'today',
  'quá hạn': 'overdue',
} as const;
/** How something due stands, in the words of the screens; null when nothing is due. */
export function latenessShown(dueAt: string | null, calendar: WorkingCalendar, at: Date) {
  if (dueAt === null) return null;
  const late = lateness(calendar, new Date(dueAt), at);
  return { word: WORDS[late.word], days: late.days, text: late.text };
}
