import type { OfficeSession } from './calendar-day.ts';

const names = ['', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ nhật'] as const;

/** Weekly sessions as lines to read: "Thứ Hai đến Thứ Sáu: 08:00–12:00, 13:00–17:00". */
export function hoursInWords(sessions: readonly OfficeSession[]): string[] {
  const lines: { first: number; last: number; text: string }[] = [];
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const text = sessions
      .filter((session) => session.weekday === weekday)
      .sort((a, b) => a.from - b.from)
      .map((session) => `${clock(session.from)}–${clock(session.to)}`)
      .join(', ');
    if (text === '') continue;
    const before = lines.at(-1);
    if (before && before.last === weekday - 1 && before.text === text) before.last = weekday;
    else lines.push({ first: weekday, last: weekday, text });
  }
  return lines.map(({ first, last, text }) => {
    const days = first === last ? names[first] : `${names[first]} đến ${names[last]}`;
    return `${days}: ${text}`;
  });
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
