import {
  type CutOff,
  dayAfter,
  nameOfPeriod,
  PERIODS_A_YEAR,
  type Period,
  type PeriodKind,
  periodAt,
  periodOf,
} from '../../src/capabilities/figures/period.ts';

/** What the page shows; the address bar holds it, so that it can be kept and sent. */
export interface Asked {
  kind: PeriodKind | 'own';
  cutOff: CutOff;
  year: number;
  number: number;
  from: string;
  /** The first day after the period. */
  to: string;
  body: string;
  view: 'indicators' | 'form';
  by: 'sector' | 'body';
}

export const KIND_NAMES: Record<Asked['kind'], string> = {
  month: 'Tháng',
  quarter: 'Quý',
  'half-year': '6 tháng',
  year: 'Năm',
  own: 'Tự chọn ngày',
};

const isDay = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

/** Reads the address; what it does not say is this month of the reporting regime. */
export function askedIn(query: URLSearchParams, today: string): Asked {
  const given = query.get('ky');
  const cutOff: CutOff = query.get('cach') === 'calendar' ? 'calendar' : 'reporting';
  const rest = {
    body: query.get('co-quan') ?? '',
    view: query.get('xem') === 'ii-06a' ? ('form' as const) : ('indicators' as const),
    by: query.get('theo') === 'body' ? ('body' as const) : ('sector' as const),
  };
  const [from, to] = [query.get('tu'), query.get('den')];
  if (given === 'own' && isDay(from) && isDay(to)) {
    const now = periodAt('month', today, cutOff);
    return { kind: 'own', cutOff, ...now, from, to: dayAfter(to), ...rest };
  }
  const kind: PeriodKind = given === 'quarter' || given === 'half-year' || given === 'year' ? given : 'month';
  const now = periodAt(kind, today, cutOff);
  const year = Number(query.get('nam')) || now.year;
  const number = Math.min(
    Number(query.get('so')) || (query.has('nam') ? 1 : now.number),
    PERIODS_A_YEAR[kind],
  );
  return { kind, cutOff, year, number, ...periodOf(kind, year, number, cutOff), ...rest };
}

/** The address of a page that shows this. */
export function addressOf(asked: Asked): string {
  const query = new URLSearchParams();
  query.set('ky', asked.kind);
  if (asked.kind === 'own') {
    query.set('tu', asked.from);
    query.set('den', lastDay(asked));
  } else {
    query.set('nam', String(asked.year));
    query.set('so', String(asked.number));
    if (asked.cutOff === 'calendar') query.set('cach', 'calendar');
  }
  if (asked.body !== '') query.set('co-quan', asked.body);
  if (asked.view === 'form') query.set('xem', 'ii-06a');
  if (asked.by === 'body') query.set('theo', 'body');
  return `/so-lieu?${query}`;
}

/** Another kind of period, around the same time where that can be. */
export function withKind(asked: Asked, kind: Asked['kind'], cutOff: CutOff): Asked {
  if (kind === 'own') return { ...asked, kind, cutOff };
  const { year, number } = periodAt(kind, asked.from, cutOff);
  return { ...asked, kind, cutOff, year, number, ...periodOf(kind, year, number, cutOff) };
}

export function withNumber(asked: Asked, year: number, number: number): Asked {
  if (asked.kind === 'own') return asked;
  return { ...asked, year, number, ...periodOf(asked.kind, year, number, asked.cutOff) };
}

export const lastDay = ({ to }: Period): string =>
  new Date(Date.parse(`${to}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** What the server is asked for. */
export function queryOf({ from, to, body }: Asked): Record<string, string> {
  return { from, to, ...(body === '' ? {} : { body }) };
}

export { dayAfter, nameOfPeriod, PERIODS_A_YEAR };

/** 1 ngày 4 giờ 30 phút: elapsed time as people say it. */
export function showMinutes(minutes: number): string {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const parts = [
    days > 0 ? `${days} ngày` : '',
    hours > 0 ? `${hours} giờ` : '',
    days === 0 && (minutes % 60 > 0 || minutes === 0) ? `${minutes % 60} phút` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
