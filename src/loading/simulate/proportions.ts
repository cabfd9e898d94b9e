/**
 * What the province of Ninh Bình published of its year 2025: 776,417 received, 742,805 ended of which 8,114 late, 33,612
 * in progress, 91.54 % digitised; of the half-year from 1 July, 448,523 of 535,047 online and 80,895 by post.
 */
export const PUBLISHED = {
  received: 776_417,
  late: 8114,
  open: 33_612,
  online: 448_523 / 535_047,
  post: 80_895 / 535_047,
  digitised: 0.9154,
} as const;

/** How many of `count` dossiers are still open at the end, and how many ended late. */
export function sharesOfYear(count: number): { open: number; late: number } {
  const share = (part: number) => Math.round((count * part) / PUBLISHED.received);
  return { open: share(PUBLISHED.open), late: share(PUBLISHED.late) };
}

/** Whether the `place`th of `all` is one of `marked`, spread evenly: exactly so many of them are. */
export function isMarked(place: number, all: number, marked: number): boolean {
  return Math.floor(((place + 1) * marked) / all) > Math.floor((place * marked) / all);
}

/** How busy the days of a week are (Monday first), and the months: after Tết and before the school year. */
const WEEKDAYS = [1.3, 1.1, 1, 0.95, 0.9, 0.6, 0.4];
const MONTHS = [0.9, 0.6, 1.1, 1.05, 1, 1.05, 1.1, 1.2, 1.1, 1, 1, 0.95];
/** And the hours from 7 to 18. */
const HOURS = [0.7, 1.5, 1.6, 1.3, 0.6, 0.4, 0.9, 1.3, 1.1, 0.7, 0.4, 0.2];

export function weightOfDay(day: string): number {
  const date = new Date(`${day}T00:00:00Z`);
  return (WEEKDAYS[(date.getUTCDay() + 6) % 7] ?? 1) * (MONTHS[date.getUTCMonth()] ?? 1);
}

export const weightOfMinute = (minute: number) => HOURS[Math.floor(minute / 60) - 7] ?? 0.2;
