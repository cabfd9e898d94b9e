import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import { invalid, Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import { instantOf, legalDay } from '../calendar/index.ts';
import { DossierRow, rowsOfIds, type Scope, scopeOf } from '../dossiers/index.ts';
import { reachesOf } from '../people/index.ts';
import { isDay, loadSectors, versionsOf } from '../procedures/index.ts';
import { agencyIdsBelow, findAgenciesById } from '../units/index.ts';
import { indicatorsOn } from './definitions.ts';
import { definitionsOf } from './definitions-store.ts';
import {
  brokenEquations,
  type FormRow,
  formFor,
  type IndexForm,
  indicatorsOf,
  type ListForm,
  type ListItem,
  rowOf,
  type Standing,
  type StatisticsForm,
  standingBy,
} from './form.ts';
import { countedBy, type Indicator } from './indicator.ts';
import { MAPS, onMap, type WhichMap } from './on-map.ts';
import { dayAfter, lastDayOf } from './period.ts';
import { reckoned } from './recount.ts';
import {
  type Counting,
  countFigures,
  dossiersBehind,
  type Figures,
  GROUPINGS,
  type Grouping,
  thingsBehind,
} from './store.ts';

const Maybe = Type.Union([Type.String(), Type.Null()]);
const LegalDay = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

/** Whose figures and when; the same for figures, for the lists behind them and for the forms. */
const ASKED = {
  from: LegalDay,
  /** The first day that no longer belongs to it. */
  to: LegalDay,
  /** One body or several, with commas between them; none: everything within reach. */
  body: Type.Optional(Type.String({ maxLength: 8000, pattern: '^[0-9A-Z.,]*$' })),
  /** With the bodies under them. */
  below: Type.Optional(Type.Enum(['yes'] as const)),
  sector: Type.Optional(Type.String({ maxLength: 60 })),
  procedure: Type.Optional(Type.String({ maxLength: 20 })),
  channel: Type.Optional(Type.Enum(['online', 'counter', 'post'] as const)),
  /** Bodies as they are today, with what they took over; or each as it was on that day. */
  map: Type.Optional(Type.Enum(MAPS)),
  /** As it was known at the end of this day, or at this moment; without it, as it is known now. */
  asOf: Type.Optional(
    Type.String({
      pattern: '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2}))?$',
    }),
  ),
};

interface Asked {
  from: string;
  to: string;
  body?: string | undefined;
  below?: 'yes' | undefined;
  sector?: string | undefined;
  procedure?: string | undefined;
  channel?: string | undefined;
  map?: WhichMap | undefined;
  asOf?: string | undefined;
}

/** The moment whose knowledge is asked for: the end of a legal day, or the instant itself. */
function momentOf(asOf: string | undefined, at: Date): Date | undefined {
  if (asOf === undefined) return undefined;
  const day = asOf.length === 10;
  const moment = day ? instantOf(dayAfter(isDay(asOf) ? asOf : '1970-01-01'), 0) : new Date(asOf);
  if ((day && !isDay(asOf)) || Number.isNaN(moment.getTime()))
    throw invalid('input.invalid', { path: '/asOf', code: 'date.impossible' });
  if (day ? asOf > legalDay(at) : moment > at)
    throw invalid('input.invalid', { path: '/asOf', code: 'date.future' });
  return moment > at ? undefined : moment;
}

/**
 * What an official asked for, cut to what they may see. Other bodies than their own are refused rather than counted in
 * part: a figure that is silently smaller would be wrong.
 */
async function countingOf(tx: Tx, actor: Actor, asked: Asked, view: string, at: Date): Promise<Counting> {
  for (const [path, day] of [
    ['/from', asked.from],
    ['/to', asked.to],
  ] as const)
    if (!isDay(day)) throw invalid('input.invalid', { path, code: 'date.impossible' });
  if (asked.to <= asked.from) throw invalid('input.invalid', { path: '/to', code: 'date.order' });
  const reach: Scope = scopeOf(actor, view);
  const own = [
    ...new Set(reachesOf(actor, view).flatMap(({ duty }) => (duty === null ? [] : [duty.bodyId]))),
  ];
  const named = (asked.body ?? '').split(',').filter((id) => id !== '');
  const wanted = asked.below === 'yes' && named.length > 0 ? await agencyIdsBelow(tx, named) : named;
  const { counting, standing, reached } = await onMap(tx, asked.map, at);
  const reachable = reached(own);
  if (!reach.province && wanted.some((id) => !reachable.includes(id)))
    throw new Refusal('forbidden', 'figures.out-of-reach');
  const ours = counting.thatDay ? reachable : own;
  return {
    bodies: wanted.length > 0 ? standing(wanted) : reach.province ? null : ours,
    reach: { ...reach, bodyIds: reached(reach.bodyIds), divisionIds: reached(reach.divisionIds) },
    ...counting,
    sector: asked.sector || undefined,
    procedure: asked.procedure || undefined,
    channel: asked.channel || undefined,
    asOf: momentOf(asked.asOf, at),
  };
}

async function namesOf(tx: Tx, by: Grouping, keys: string[]): Promise<Map<string, string>> {
  switch (by) {
    case 'body':
      return new Map([...(await findAgenciesById(tx, keys))].map(([id, agency]) => [id, agency.name]));
    case 'sector':
      return new Map((await loadSectors(tx)).map((sector) => [sector.code, sector.name]));
    case 'procedure':
      return new Map((await versionsOf(tx, keys)).map(({ procedure }) => [procedure.code, procedure.name]));
    default:
      return new Map([
        ['online', 'Trực tuyến'],
        ['counter', 'Trực tiếp'],
        ['post', 'Bưu chính công ích'],
      ]);
  }
}

/** Whose figures they are, as it is said on screens and papers. */
async function whose(tx: Tx, counting: Counting): Promise<{ name: string; division: string | null }> {
  const found = await findAgenciesById(tx, [...(counting.bodies ?? []), ...counting.reach.divisionIds]);
  const named = (ids: string[]) => ids.map((id) => found.get(id)?.name ?? id).join(', ');
  const bodies = counting.bodies;
  const inPart = !counting.reach.province && counting.reach.bodyIds.length === 0;
  return {
    name: bodies === null ? 'Toàn tỉnh' : bodies.length > 3 ? `${bodies.length} cơ quan` : named(bodies),
    division: inPart ? named(counting.reach.divisionIds) : null,
  };
}

const Period = Type.Object({
  from: Type.String(),
  to: Type.String(),
  /** The last day that belongs to it. */
  until: Type.String(),
  /** Counted at. */
  at: Type.String(),
  /** False while it still runs: what is open and late is then as of now. */
  finished: Type.Boolean(),
});
const periodShown = (asked: Asked, at: Date, end: Date) => ({
  from: asked.from,
  to: asked.to,
  until: lastDayOf(asked),
  at: at.toISOString(),
  finished: at >= end,
});

const FiguresShape = Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()]));
const RowShape = Type.Object({ key: Type.String(), name: Type.String(), figures: FiguresShape });

const IndicatorShape = Type.Object({
  code: Type.String(),
  name: Type.String(),
  group: Type.String(),
  unit: Type.String(),
  note: Maybe,
  source: Type.String(),
  /** The indicators whose dossiers it opens: itself, the parts of a ratio, or what a percentile is of. */
  opens: Type.Array(Type.String()),
});

const opensOf = ({ code, counts }: Indicator): string[] =>
  'part' in counts ? [counts.part, counts.whole] : 'percentile' in counts ? [counts.over] : [code];

const shownOf = (one: Indicator) => ({
  code: one.code,
  name: one.name,
  group: one.group,
  unit: one.unit,
  note: one.note ?? null,
  source: one.source,
  opens: opensOf(one),
});

export const seeFigures = view({
  name: 'figures.see-figures',
  summary:
    'Every indicator over the dossiers of a half-open period, for a set of bodies, and by a part of them',
  input: Type.Object(
    {
      ...ASKED,
      by: Type.Optional(Type.Enum(GROUPINGS)),
      /** Codes with commas between them; none: all. */
      indicators: Type.Optional(Type.String({ maxLength: 2000 })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    period: Period,
    whose: Type.Object({ name: Type.String(), division: Maybe }),
    indicators: Type.Array(IndicatorShape),
    total: FiguresShape,
    rows: Type.Array(RowShape),
  }),
  async run(tx, actor, input, at) {
    const counting = await countingOf(tx, actor, input, 'figures.see-figures', at);
    const all = indicatorsOn((await definitionsOf(tx)).indicators, input.from);
    const named = (input.indicators ?? '').split(',').filter((code) => code !== '');
    for (const code of named) if (!all.has(code)) throw new Refusal('missing', 'indicator.unknown', { code });
    const shown = [...all.values()].filter(({ code }) => named.length === 0 || named.includes(code));
    const period = reckoned(input, counting.asOf ?? at);
    const { total, rows } = await countFigures(
      tx,
      all,
      shown.map((one) => one.code),
      period,
      counting,
      input.by ?? null,
    );
    const names = input.by === undefined ? new Map() : await namesOf(tx, input.by, [...rows.keys()]);
    return {
      period: periodShown(input, counting.asOf ?? at, period.end),
      whose: await whose(tx, counting),
      indicators: shown.map(shownOf),
      total,
      rows: [...rows]
        .map(([key, figures]) => ({ key, name: names.get(key) ?? key, figures }))
        .sort((a, b) => a.name.localeCompare(b.name, 'vi')),
    };
  },
});

export const openFigure = view({
  name: 'figures.open-figure',
  summary: 'The dossiers behind a figure: as many as the figure says',
  input: Type.Object(
    {
      ...ASKED,
      indicator: Type.String({ maxLength: 60 }),
      offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    period: Period,
    whose: Type.Object({ name: Type.String(), division: Maybe }),
    indicator: IndicatorShape,
    items: Type.Array(DossierRow),
    /** What is counted is no dossier: the things themselves, a page of them; empty for dossiers. */
    things: Type.Array(Type.Object({ key: Type.String(), name: Type.String(), href: Maybe })),
    total: Type.Integer(),
  }),
  async run(tx, actor, input, at) {
    const counting = await countingOf(tx, actor, input, 'figures.open-figure', at);
    const all = indicatorsOn((await definitionsOf(tx)).indicators, input.from);
    const indicator = all.get(input.indicator);
    if (indicator === undefined) throw new Refusal('missing', 'indicator.unknown', { code: input.indicator });
    // A ratio is not a set of dossiers; its two parts are, and each has its own list.
    if (!('source' in indicator.counts) && countedBy(all, indicator.code).length === 0)
      throw new Refusal('invalid', 'indicator.not-dossiers', { opens: opensOf(indicator) });
    const period = reckoned(input, counting.asOf ?? at);
    const page = { offset: input.offset ?? 0, limit: input.limit ?? 50 };
    const things = 'source' in indicator.counts ? await thingsBehind(tx, indicator, period, counting) : null;
    const { ids, total } =
      things === null
        ? await dossiersBehind(tx, all, indicator, period, counting, page)
        : { ids: [], total: things.length };
    return {
      period: periodShown(input, counting.asOf ?? at, period.end),
      whose: await whose(tx, counting),
      indicator: shownOf(indicator),
      items: await rowsOfIds(tx, ids, at),
      things: things?.slice(page.offset, page.offset + page.limit) ?? [],
      total,
    };
  },
});

interface Filled {
  period: { from: string; to: string; until: string; at: string; finished: boolean };
  whose: { name: string; division: string | null };
}

/** A grid filled in: a row for each sector or body, and the total. */
export interface FilledGrid extends Filled {
  kind: 'grid';
  form: StatisticsForm;
  by: 'sector' | 'body';
  rows: FormRow[];
  total: FormRow;
  /** Equations of the form that do not hold, with the row; none unless something is wrong with the data. */
  broken: string[];
}

export interface FilledItem {
  number: string;
  name: string;
  heading: boolean;
  unit: string | null;
  /** Null where it is entered by hand, or where there is nothing to divide by. */
  value: number | null;
  indicator: string | null;
  /** The counted parts of a percentage, and the indicators that open them; what it opens itself otherwise. */
  parts: { indicator: string; value: number }[];
  entered: boolean;
}

/** An annex filled in as far as it can be counted. */
export interface FilledList extends Filled {
  kind: 'list';
  form: ListForm;
  items: FilledItem[];
}

export interface IndexRow extends Standing {
  key: string;
  name: string;
  /** 1 is the best; equal percents share a rank. Null when nothing of it could be counted. */
  rank: number | null;
}

/** An index worked out for each body, the best first, and for all of them together. */
export interface FilledIndex extends Filled {
  kind: 'index';
  form: IndexForm;
  rows: IndexRow[];
  total: IndexRow;
}

export type FilledForm = FilledGrid | FilledList | FilledIndex;

/** What a form is asked for. */
export interface FormAsked extends Asked {
  code: string;
  by?: 'sector' | 'body' | undefined;
}

/** A form filled in for what an official may see. */
export async function fillForm(tx: Tx, actor: Actor, input: FormAsked, at: Date): Promise<FilledForm> {
  const counting = await countingOf(tx, actor, input, 'figures.see-figures', at);
  return filledForm(tx, counting, input, at);
}

/** The same for whoever has judged already what may be seen: a report that is being made. */
export async function filledForm(
  tx: Tx,
  counting: Counting,
  input: Pick<FormAsked, 'code' | 'from' | 'to' | 'by'>,
  at: Date,
): Promise<FilledForm> {
  const all = await definitionsOf(tx);
  const form = formFor(all.forms, input.code, input.from);
  if (form === null) throw new Refusal('missing', 'form.unknown', { code: input.code });
  const indicators = indicatorsOn(all.indicators, input.from);
  const period = reckoned(input, counting.asOf ?? at);
  const by =
    form.kind === 'list'
      ? null
      : form.kind === 'index'
        ? 'body'
        : (form.rows.find((one) => one === input.by) ?? form.rows[0] ?? 'sector');
  const codes = indicatorsOf(form);
  const { total, rows } = await countFigures(tx, indicators, codes, period, counting, by);
  const filled: Filled = {
    period: periodShown(input, counting.asOf ?? at, period.end),
    whose: await whose(tx, counting),
  };
  if (form.kind === 'list')
    return {
      kind: 'list',
      form,
      items: form.items.map((item) => filledItem(item, indicators, total)),
      ...filled,
    };
  const names = by === null ? new Map<string, string>() : await namesOf(tx, by, [...rows.keys()]);
  if (form.kind === 'index') return { ...filledIndex(form, rows, total, names), ...filled };
  const lines = [...rows]
    .map(([key, figures]) => rowOf(form, key, names.get(key) ?? key, figures))
    .filter((row) => Object.values(row.values).some((value) => value !== 0))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'));
  const whole = rowOf(form, '', 'Tổng số', total);
  return {
    kind: 'grid',
    form,
    by: by ?? 'sector',
    rows: lines,
    total: whole,
    broken: [...lines, whole].flatMap((row) =>
      brokenEquations(form, row).map((fault) => `${row.name}: ${fault}`),
    ),
    ...filled,
  };
}

function filledItem(item: ListItem, indicators: ReadonlyMap<string, Indicator>, total: Figures): FilledItem {
  const empty = { unit: null, value: null, indicator: null, parts: [], entered: false, heading: false };
  const head = { number: item.number, name: item.name };
  if ('heading' in item) return { ...empty, ...head, heading: true };
  if ('entered' in item) return { ...empty, ...head, unit: item.unit, entered: true };
  const one = indicators.get(item.indicator);
  const opened = one !== undefined && 'part' in one.counts ? [one.counts.part, one.counts.whole] : [];
  return {
    ...empty,
    ...head,
    unit: item.unit,
    indicator: item.indicator,
    value: total[item.indicator] ?? null,
    // Of a share that nobody knows there is nothing to open.
    parts: opened
      .flatMap((indicator) => (total[indicator] == null ? [] : [{ indicator, value: total[indicator] }]))
      .filter((_, __, known) => known.length === opened.length),
  };
}

function filledIndex(
  form: IndexForm,
  rows: ReadonlyMap<string, Figures>,
  total: Figures,
  names: ReadonlyMap<string, string>,
): Pick<FilledIndex, 'kind' | 'form' | 'rows' | 'total'> {
  const standings = [...rows]
    .map(([key, figures]) => ({ key, name: names.get(key) ?? key, ...standingBy(form, figures) }))
    .filter((row) => row.percent !== null)
    .sort((a, b) => (b.percent ?? 0) - (a.percent ?? 0) || a.name.localeCompare(b.name, 'vi'));
  return {
    kind: 'index',
    form,
    rows: standings.map((row) => ({
      ...row,
      rank: 1 + standings.filter((other) => (other.percent ?? 0) > (row.percent ?? 0)).length,
    })),
    total: { key: '', name: 'Tất cả', rank: null, ...standingBy(form, total) },
  };
}

export const FORM_INPUT = Type.Object(
  {
    ...ASKED,
    code: Type.String({ maxLength: 60 }),
    by: Type.Optional(Type.Enum(['sector', 'body'] as const)),
  },
  { additionalProperties: false },
);

export const seeForm = view({
  name: 'figures.see-figures',
  summary: 'A form filled in for a period: form II.06a, II.07b, an annex, the index of Decision 766',
  input: FORM_INPUT,
  output: Type.Unsafe<FilledForm>(
    Type.Object(
      {
        kind: Type.Enum(['grid', 'list', 'index'] as const),
        form: Type.Object({}, { additionalProperties: true }),
        period: Period,
        whose: Type.Object({ name: Type.String(), division: Maybe }),
      },
      { additionalProperties: true },
    ),
  ),
  run: (tx, actor, input, at) => fillForm(tx, actor, input, at),
});

/** The forms that hold for a period that begins on a day. */
export const listForms = view({
  name: 'figures.see-figures',
  summary: 'The forms that hold for a period that begins on a day',
  input: Type.Object({ from: LegalDay }, { additionalProperties: false }),
  output: Type.Object({
    forms: Type.Array(
      Type.Object({
        code: Type.String(),
        kind: Type.String(),
        title: Type.String(),
        symbol: Type.String(),
        source: Type.String(),
        rows: Type.Array(Type.String()),
      }),
    ),
  }),
  async run(tx, _actor, { from }) {
    const { forms } = await definitionsOf(tx);
    const codes = [...new Set(forms.map(({ code }) => code))];
    return {
      forms: codes.flatMap((code) => {
        const form = formFor(forms, code, from);
        if (form === null) return [];
        const { kind, title, symbol, source } = form;
        return [{ code, kind, title, symbol, source, rows: form.kind === 'grid' ? form.rows : [] }];
      }),
    };
  },
});
