import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import { invalid, Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import { DossierRow, rowsOfIds, type Scope, scopeOf } from '../dossiers/index.ts';
import { reachesOf } from '../people/index.ts';
import { isDay, loadSectors, versionsOf } from '../procedures/index.ts';
import { agencyIdsBelow, findAgenciesById } from '../units/index.ts';
import { countedBy, type Indicator } from './indicator.ts';
import { lastDayOf } from './period.ts';
import { reckoned } from './recount.ts';
import { formOn, shippedIndicators } from './shipped.ts';
import { brokenEquations, type FormRow, rowOf, type StatisticsForm } from './statistics-form.ts';
import {
  type Counting,
  countFigures,
  dossiersBehind,
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
};

interface Asked {
  from: string;
  to: string;
  body?: string | undefined;
  below?: 'yes' | undefined;
  sector?: string | undefined;
  procedure?: string | undefined;
  channel?: string | undefined;
}

/**
 * What an official asked for, cut to what they may see. Other bodies than their own are refused rather than counted in
 * part: a figure that is silently smaller would be wrong.
 */
async function countingOf(tx: Tx, actor: Actor, asked: Asked, view: string): Promise<Counting> {
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
  if (!reach.province && wanted.some((id) => !own.includes(id)))
    throw new Refusal('forbidden', 'figures.out-of-reach');
  return {
    bodies: wanted.length > 0 ? wanted : reach.province ? null : own,
    reach,
    sector: asked.sector || undefined,
    procedure: asked.procedure || undefined,
    channel: asked.channel || undefined,
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
    const counting = await countingOf(tx, actor, input, 'figures.see-figures');
    const all = await shippedIndicators();
    const named = (input.indicators ?? '').split(',').filter((code) => code !== '');
    for (const code of named) if (!all.has(code)) throw new Refusal('missing', 'indicator.unknown', { code });
    const shown = [...all.values()].filter(({ code }) => named.length === 0 || named.includes(code));
    const period = reckoned(input, at);
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
      period: periodShown(input, at, period.end),
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
    const counting = await countingOf(tx, actor, input, 'figures.open-figure');
    const all = await shippedIndicators();
    const indicator = all.get(input.indicator);
    if (indicator === undefined) throw new Refusal('missing', 'indicator.unknown', { code: input.indicator });
    // A ratio is not a set of dossiers; its two parts are, and each has its own list.
    if (!('source' in indicator.counts) && countedBy(all, indicator.code).length === 0)
      throw new Refusal('invalid', 'indicator.not-dossiers', { opens: opensOf(indicator) });
    const period = reckoned(input, at);
    const page = { offset: input.offset ?? 0, limit: input.limit ?? 50 };
    const things = 'source' in indicator.counts ? await thingsBehind(tx, indicator, period, counting) : null;
    const { ids, total } =
      things === null
        ? await dossiersBehind(tx, all, indicator, period, counting, page)
        : { ids: [], total: things.length };
    return {
      period: periodShown(input, at, period.end),
      whose: await whose(tx, counting),
      indicator: shownOf(indicator),
      items: await rowsOfIds(tx, ids, at),
      things: things?.slice(page.offset, page.offset + page.limit) ?? [],
      total,
    };
  },
});

export interface FilledForm {
  form: StatisticsForm;
  by: 'sector' | 'body';
  period: { from: string; to: string; until: string; at: string; finished: boolean };
  whose: { name: string; division: string | null };
  rows: FormRow[];
  total: FormRow;
  /** Equations of the form that do not hold, with the row; none unless something is wrong with the data. */
  broken: string[];
}

/** Biểu II.06a filled in: by sector for one office, by unit for several. */
export async function fillForm(
  tx: Tx,
  actor: Actor,
  input: Asked & { by?: 'sector' | 'body' | undefined },
  at: Date,
): Promise<FilledForm> {
  const counting = await countingOf(tx, actor, input, 'figures.see-figures');
  const form = await formOn('II.06a', input.from);
  if (form === null) throw new Refusal('missing', 'form.unknown');
  const by = input.by ?? 'sector';
  const indicators = await shippedIndicators();
  const codes = form.columns.flatMap((column) => ('indicator' in column ? [column.indicator] : []));
  const period = reckoned(input, at);
  const { total, rows } = await countFigures(tx, indicators, codes, period, counting, by);
  const names = await namesOf(tx, by, [...rows.keys()]);
  const filled = [...rows]
    .map(([key, figures]) => rowOf(form, key, names.get(key) ?? key, figures))
    .filter((row) => Object.values(row.values).some((value) => value !== 0))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'));
  const whole = rowOf(form, '', 'Tổng số', total);
  return {
    form,
    by,
    period: periodShown(input, at, period.end),
    whose: await whose(tx, counting),
    rows: filled,
    total: whole,
    broken: [...filled, whole].flatMap((row) =>
      brokenEquations(form, row).map((fault) => `${row.name}: ${fault}`),
    ),
  };
}

export const FORM_INPUT = Type.Object(
  { ...ASKED, by: Type.Optional(Type.Enum(['sector', 'body'] as const)) },
  { additionalProperties: false },
);

const FormRowShape = Type.Object({
  key: Type.String(),
  name: Type.String(),
  values: Type.Record(Type.String(), Type.Number()),
});

export const seeForm = view({
  name: 'figures.see-figures',
  summary: 'Form II.06a of Circular 01/2020/TT-VPCP, filled in, by sector or by unit',
  input: FORM_INPUT,
  output: Type.Object({
    form: Type.Unsafe<StatisticsForm>(Type.Object({}, { additionalProperties: true })),
    by: Type.String(),
    period: Period,
    whose: Type.Object({ name: Type.String(), division: Maybe }),
    rows: Type.Array(FormRowShape),
    total: FormRowShape,
    broken: Type.Array(Type.String()),
  }),
  run: (tx, actor, input, at) => fillForm(tx, actor, input, at),
});
