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
  /** The form on view, as in an address: "ii-06a". */
  form: string;
  by: '' | 'sector' | 'body' | 'procedure' | 'channel';
  sector: string;
  procedure: string;
  channel: string;
  /** As known at the end of this day; empty: as known now. */
  asOf: string;
  map: '' | 'that-day';
  /** Which group of indicators stands in the columns when there are rows. */
  group: number;
}

/** A form's code as it stands in an address. */
export const slugOf = (code: string) => code.toLowerCase().replaceAll('.', '-');

const ROWS = ['sector', 'body', 'procedure', 'channel'] as const;

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
    view: query.has('xem') ? ('form' as const) : ('indicators' as const),
    form: query.get('xem') ?? 'ii-06a',
    by: ROWS.find((one) => one === query.get('theo')) ?? ('' as const),
    sector: query.get('linh-vuc') ?? '',
    procedure: query.get('thu-tuc') ?? '',
    channel: query.get('kenh') ?? '',
    asOf: isDay(query.get('biet-den')) ? (query.get('biet-den') ?? '') : '',
    map: query.get('ban-do') === 'that-day' ? ('that-day' as const) : ('' as const),
    group: Math.max(0, Math.trunc(Number(query.get('nhom')) || 0)),
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
  if (asked.view === 'form') query.set('xem', asked.form);
  if (asked.by !== '') query.set('theo', asked.by);
  if (asked.sector !== '') query.set('linh-vuc', asked.sector);
  if (asked.procedure !== '') query.set('thu-tuc', asked.procedure);
  if (asked.channel !== '') query.set('kenh', asked.channel);
  if (asked.asOf !== '') query.set('biet-den', asked.asOf);
  if (asked.map !== '') query.set('ban-do', asked.map);
  if (asked.group > 0) query.set('nhom', String(asked.group));
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
export function queryOf(asked: Asked): Record<string, string> {
  const { from, to, body, sector, procedure, channel, asOf, map } = asked;
  const narrow = Object.entries({ body, sector, procedure, channel, asOf, map });
  return { from, to, ...Object.fromEntries(narrow.filter(([, value]) => value !== '')) };
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
