import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import { legalDay } from '../calendar/index.ts';
import {
  lastDayOf,
  nameOfPeriod,
  PERIODS_A_YEAR,
  periodAt,
  periodBefore,
  periodOf,
} from '../figures/index.ts';
import { mayDo, reachesOf, withinReach } from '../people/index.ts';
import { findReport, reportsFor } from '../reports/index.ts';
import { countedOf, countNow, valuesBefore } from './counted.ts';
import { addsUp, cellsIn, kindOf, readyForm } from './form.ts';
import { formsOn } from './forms.ts';
import { completed, type Values, type Violation } from './judge.ts';
import { judge, reckonSheet } from './reckoning.ts';
import { besideOthers, FEWEST_TO_COMPARE, sumOf } from './roll-up.ts';
import {
  answered,
  correctedSince,
  isIn,
  isLate,
  mayBeFilled,
  type Round,
  type Sheet,
  STATE_NAMES,
} from './round.ts';
import { SheetKey, ValueShape } from './shapes.ts';
import { findRound, findSheet, listRounds, sheetsOf } from './store.ts';

const Maybe = Type.Union([Type.String(), Type.Null()]);
const ById = Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false });
const BySheet = Type.Object(SheetKey, { additionalProperties: false });
const PAGE = 50;

const RoundShape = Type.Object({
  id: Type.String(),
  name: Type.String(),
  note: Type.String(),
  period: Type.String(),
  from: Type.String(),
  /** The first day that is no longer counted, and the last that is. */
  to: Type.String(),
  until: Type.String(),
  cutOffDay: Type.String(),
  dueDay: Type.String(),
  cutOffPast: Type.Boolean(),
  overdue: Type.Boolean(),
  frozenAt: Maybe,
  lockedAt: Maybe,
  openedByName: Type.String(),
});

const dayBefore = (moment: Date) => legalDay(new Date(moment.getTime() - 1));

const roundShown = (round: Omit<Round, 'form'>, at: Date) => ({
  id: round.id,
  name: round.name,
  note: round.note,
  period: nameOfPeriod(round.periodKind, round.periodYear, round.periodNumber),
  from: round.from,
  to: round.to,
  until: lastDayOf(round),
  cutOffDay: dayBefore(round.cutOffAt),
  dueDay: dayBefore(round.dueAt),
  cutOffPast: at >= round.cutOffAt,
  overdue: at > round.dueAt,
  frozenAt: round.frozenAt?.toISOString() ?? null,
  lockedAt: round.lockedAt?.toISOString() ?? null,
  openedByName: round.openedByName,
});

/** Whether the actor collects for the whole province: then all sheets are open to them. */
const isCollector = (actor: Actor) => mayDo(actor, 'rounds.see-round');

export const listAllRounds = view({
  name: 'rounds.list-rounds',
  summary:
    'Rounds that ask something of the actor’s bodies, or all of them for who collects; and what may be asked',
  input: Type.Object(
    { offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        round: RoundShape,
        bodyId: Maybe,
        state: Maybe,
        stateName: Maybe,
        late: Type.Boolean(),
        in: Type.Integer(),
        total: Type.Integer(),
      }),
    ),
    total: Type.Integer(),
    /** For who may open one: forms with their periods, the last ended one first. */
    forms: Type.Array(
      Type.Object({
        code: Type.String(),
        name: Type.String(),
        kinds: Type.Array(Type.String()),
        cells: Type.Integer(),
        rules: Type.Integer(),
        doubts: Type.Array(Type.String()),
        periods: Type.Array(
          Type.Object({
            kind: Type.String(),
            year: Type.Integer(),
            number: Type.Integer(),
            name: Type.String(),
            from: Type.String(),
            until: Type.String(),
          }),
        ),
      }),
    ),
  }),
  async run(tx, actor, { offset = 0 }, at) {
    const reaches = reachesOf(actor, 'rounds.list-rounds');
    const everywhere = reaches.some(({ reach }) => reach === 'province');
    const bodies = [...new Set(reaches.flatMap(({ duty }) => (duty === null ? [] : [duty.bodyId])))];
    const { items, total } = await listRounds(tx, everywhere ? null : bodies, { offset, limit: PAGE });
    const today = legalDay(at);
    return {
      total,
      items: items.map((one) => ({
        round: roundShown(one.round, at),
        bodyId: one.bodyId,
        state: one.state,
        stateName: one.state === null ? null : STATE_NAMES[one.state],
        late: one.state !== null && isLate(one, one.round, at),
        // How far the others are is the collector's to see.
        in: everywhere ? one.in : 0,
        total: everywhere ? one.total : 0,
      })),
      forms: !mayDo(actor, 'rounds.open-round')
        ? []
        : (await formsOn(tx, today)).map((form) => ({
            code: form.code,
            name: form.name,
            kinds: form.for,
            cells: cellsIn(form).length,
            rules: form.rules.length,
            doubts: form.doubts ?? [],
            periods: form.periods.flatMap((kind) => {
              const now = periodAt(kind, today, 'reporting');
              const before = periodBefore(kind, now);
              return [...(PERIODS_A_YEAR[kind] === 1 ? [now, before] : [before, now])].map(
                ({ year, number }) => {
                  const period = periodOf(kind, year, number, 'reporting');
                  return {
                    kind,
                    year,
                    number,
                    name: nameOfPeriod(kind, year, number),
                    from: period.from,
                    until: lastDayOf(period),
                  };
                },
              );
            }),
          })),
    };
  },
});

/** A sheet that the actor may see, or a refusal. */
async function seen(tx: Tx, actor: Actor, id: string, bodyId: string, name: string) {
  const round = await findRound(tx, id);
  if (round === null) throw new Refusal('missing', 'round.unknown');
  const sheet = await findSheet(tx, id, bodyId);
  // Whether a body is asked at all is told to nobody else.
  if (!withinReach(actor, reachesOf(actor, name), { bodyIds: [bodyId] }))
    throw new Refusal('forbidden', 'sheet.out-of-reach');
  if (sheet === null) throw new Refusal('missing', 'sheet.unknown');
  return { round, sheet };
}

const ViolationShape = Type.Object({
  rule: Type.String(),
  level: Type.String(),
  says: Type.String(),
  cells: Type.Array(Type.String()),
  indicators: Type.Array(Type.String()),
  stood: Type.String(),
  /** Words that hold for what stands there now. */
  explained: Maybe,
});

const shown = (violations: readonly Violation[], { explanations }: Pick<Sheet, 'explanations'>) =>
  violations.map((one) => ({
    ...one,
    explained: explanations[one.rule]?.stood === one.stood ? (explanations[one.rule]?.words ?? null) : null,
  }));

export const seeSheet = view({
  name: 'rounds.see-sheet',
  summary:
    'A sheet with everything in it: counted, asked and computed cells, last period, what is broken, what may be done',
  input: BySheet,
  output: Type.Object({
    round: RoundShape,
    bodyId: Type.String(),
    bodyName: Type.String(),
    state: Type.String(),
    stateName: Type.String(),
    locked: Type.Boolean(),
    late: Type.Boolean(),
    sentAt: Maybe,
    version: Type.Integer(),
    /** As in the catalogue; the browser reckons with it while somebody types. */
    form: Type.Unknown(),
    answers: Type.Record(
      Type.String(),
      Type.Object({
        value: ValueShape,
        note: Type.String(),
        version: Type.Integer(),
        byName: Type.String(),
        at: Type.String(),
      }),
    ),
    counted: Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()])),
    before: Type.Record(Type.String(), ValueShape),
    corrected: Type.Array(
      Type.Object({
        cell: Type.String(),
        frozen: Type.Union([Type.Number(), Type.Null()]),
        now: Type.Union([Type.Number(), Type.Null()]),
      }),
    ),
    violations: Type.Array(ViolationShape),
    explanations: Type.Record(
      Type.String(),
      Type.Object({ words: Type.String(), stood: Type.String(), at: Type.String(), byName: Type.String() }),
    ),
    steps: Type.Array(
      Type.Object({
        kind: Type.String(),
        at: Type.String(),
        byName: Type.String(),
        reason: Type.Optional(Type.String()),
      }),
    ),
    report: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
    reports: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
    may: Type.Object({
      fill: Type.Boolean(),
      submit: Type.Boolean(),
      approve: Type.Boolean(),
      return: Type.Boolean(),
      accept: Type.Boolean(),
      reopen: Type.Boolean(),
      /** The dossiers behind a counted cell. */
      open: Type.Boolean(),
    }),
  }),
  async run(tx, actor, { id, bodyId }, at) {
    const { round, sheet } = await seen(tx, actor, id, bodyId, 'rounds.see-sheet');
    const reckoned = await reckonSheet(tx, actor, { round, sheet }, at);
    const now =
      at < round.cutOffAt ? reckoned.counted : ((await countNow(tx, round, [bodyId], at)).get(bodyId) ?? {});
    const may = (act: string) => withinReach(actor, reachesOf(actor, act), { bodyIds: [bodyId] });
    const mine = may('rounds.fill-cells');
    const report = sheet.reportId === null ? null : await findReport(tx, sheet.reportId);
    return {
      round: roundShown(round, at),
      bodyId,
      bodyName: sheet.bodyName,
      state: sheet.state,
      stateName: STATE_NAMES[sheet.state],
      locked: sheet.locked,
      late: isLate(sheet, round, at),
      sentAt: sheet.sentAt?.toISOString() ?? null,
      version: sheet.version,
      form: round.form,
      answers: Object.fromEntries(
        Object.entries(sheet.cells).map(([key, { by: _, ...answer }]) => [key, answer]),
      ),
      counted: reckoned.counted,
      before: reckoned.before,
      corrected: correctedSince(reckoned.counted, now),
      violations: shown(reckoned.violations, sheet),
      explanations: sheet.explanations,
      steps: sheet.steps,
      report: report === null ? null : { id: report.id, name: report.outline.name },
      reports: mine ? await reportsFor(tx, bodyId, round) : [],
      may: {
        fill: mine && mayBeFilled(sheet),
        submit: may('rounds.submit-sheet') && mayBeFilled(sheet),
        approve: may('rounds.approve-sheet') && sheet.state === 'submitted' && !sheet.locked,
        return:
          !sheet.locked &&
          (isCollector(actor) ? isIn(sheet) : may('rounds.return-sheet') && sheet.state === 'submitted'),
        accept: mayDo(actor, 'rounds.accept-sheets') && sheet.state === 'approved' && !sheet.locked,
        reopen: mayDo(actor, 'rounds.reopen-sheet') && sheet.locked,
        open: may('figures.open-figure'),
      },
    };
  },
});

/** All sheets of a round with what stands in them, completed; a constant number of questions. */
async function allValues(tx: Tx, round: Round, sheets: readonly Sheet[], at: Date) {
  const ready = readyForm(round.form);
  const counted = await countedOf(tx, round, sheets, at);
  const then = await valuesBefore(
    tx,
    round,
    sheets.map(({ bodyId }) => bodyId),
    at,
  );
  const before = new Map(
    sheets.map(({ bodyId }) => [bodyId, completed(ready, then.get(bodyId) ?? {}, {}) as Values]),
  );
  const values = new Map(
    sheets.map((sheet) => [
      sheet.bodyId,
      completed(
        ready,
        { ...answered(sheet), ...counted.get(sheet.bodyId) },
        before.get(sheet.bodyId) ?? {},
      ) as Values,
    ]),
  );
  return { ready, before, values };
}

export const seeBeside = view({
  name: 'rounds.see-beside',
  summary: 'How a sheet stands among those of its kind that were sent: medians and its place, without names',
  input: BySheet,
  output: Type.Object({
    /** Fewer, and nothing is told. */
    fewest: Type.Integer(),
    sent: Type.Integer(),
    cells: Type.Array(
      Type.Object({
        cell: Type.String(),
        median: Type.Number(),
        place: Type.Union([Type.Integer(), Type.Null()]),
        of: Type.Integer(),
      }),
    ),
  }),
  async run(tx, actor, { id, bodyId }, at) {
    const { round, sheet } = await seen(tx, actor, id, bodyId, 'rounds.see-beside');
    const others = (await sheetsOf(tx, id)).filter(
      (one) => isIn(one) && one.bodyKind === sheet.bodyKind && one.bodyId !== bodyId,
    );
    const { ready, values } = await allValues(tx, round, [sheet, ...others], at);
    return {
      fewest: FEWEST_TO_COMPARE,
      sent: others.length,
      cells: besideOthers(
        ready,
        values.get(bodyId) ?? {},
        others.map((one) => values.get(one.bodyId) ?? {}),
      ),
    };
  },
});

export const seeRound = view({
  name: 'rounds.see-round',
  summary:
    'A round for who collects it: which sheets are in, which late, what is broken, and the sums so far',
  input: ById,
  output: Type.Object({
    round: RoundShape,
    counts: Type.Object({
      total: Type.Integer(),
      in: Type.Integer(),
      accepted: Type.Integer(),
      late: Type.Integer(),
      locked: Type.Integer(),
    }),
    sheets: Type.Array(
      Type.Object({
        bodyId: Type.String(),
        bodyName: Type.String(),
        state: Type.String(),
        stateName: Type.String(),
        locked: Type.Boolean(),
        late: Type.Boolean(),
        firstSentAt: Maybe,
        /** How many of the cells that must be filled are. */
        filled: Type.Integer(),
        asked: Type.Integer(),
        explained: Type.Integer(),
        warned: Type.Integer(),
      }),
    ),
    totals: Type.Array(
      Type.Object({
        group: Type.String(),
        cells: Type.Array(
          Type.Object({
            key: Type.String(),
            name: Type.String(),
            unit: Type.String(),
            kind: Type.String(),
            /** Made of the sums of those that were sent; null where nothing is known. */
            sum: Type.Union([Type.Number(), Type.Null()]),
            before: Type.Union([Type.Number(), Type.Null()]),
            /** How many sheets it is made of. */
            of: Type.Integer(),
          }),
        ),
      }),
    ),
    may: Type.Object({
      accept: Type.Boolean(),
      lock: Type.Boolean(),
      remind: Type.Boolean(),
    }),
  }),
  async run(tx, actor, { id }, at) {
    const round = await collected(tx, actor, id);
    const sheets = await sheetsOf(tx, id);
    const { ready, before, values } = await allValues(tx, round, sheets, at);
    const asked = [...ready.cells.values()].filter(
      (cell) => cell.counted === undefined && cell.formula === undefined && cell.optional !== true,
    );
    const sent = sheets.filter(isIn);
    const of = (bodies: readonly Sheet[], all: ReadonlyMap<string, Values>) =>
      bodies.map(({ bodyId }) => all.get(bodyId) ?? {});
    const sums = sumOf(ready, of(sent, values), {});
    const sumsBefore = sumOf(ready, of(sent, before), {});
    const number = (value: number | string | null | undefined) => (typeof value === 'number' ? value : null);
    return {
      round: roundShown(round, at),
      counts: {
        total: sheets.length,
        in: sent.length,
        accepted: sheets.filter(({ state }) => state === 'accepted').length,
        late: sheets.filter((sheet) => isLate(sheet, round, at)).length,
        locked: sheets.filter(({ locked }) => locked).length,
      },
      sheets: sheets.map((sheet) => {
        const own = values.get(sheet.bodyId) ?? {};
        const broken = isIn(sheet) ? shown(judge(ready, own, before.get(sheet.bodyId) ?? {}), sheet) : [];
        return {
          bodyId: sheet.bodyId,
          bodyName: sheet.bodyName,
          state: sheet.state,
          stateName: STATE_NAMES[sheet.state],
          locked: sheet.locked,
          late: isLate(sheet, round, at),
          firstSentAt: sheet.firstSentAt?.toISOString() ?? null,
          filled: asked.filter(({ key }) => (own[key] ?? null) !== null).length,
          asked: asked.length,
          explained:
            broken.filter(({ explained }) => explained !== null).length +
            // Of texts and of the report, which are read only when the sheet itself is opened.
            Object.keys(sheet.explanations).filter((rule) => /^(checked|report):/.test(rule)).length,
          warned: broken.filter(({ explained }) => explained === null).length,
        };
      }),
      totals: round.form.groups.map((group) => ({
        group: group.name,
        cells: group.cells
          .filter((cell) => addsUp(cell) || cell.formula !== undefined)
          .map((cell) => ({
            key: cell.key,
            name: cell.name,
            unit: cell.unit,
            kind: kindOf(cell),
            sum: number(sums[cell.key]),
            before: number(sumsBefore[cell.key]),
            of: of(sent, values).filter((one) => typeof one[cell.key] === 'number').length,
          })),
      })),
      may: {
        accept: mayDo(actor, 'rounds.accept-sheets'),
        lock: mayDo(actor, 'rounds.lock-round'),
        remind: mayDo(actor, 'rounds.remind-bodies'),
      },
    };
  },
});

/** A round for who collects, or a refusal. */
async function collected(tx: Tx, actor: Actor, id: string): Promise<Round> {
  const round = await findRound(tx, id);
  if (round === null) throw new Refusal('missing', 'round.unknown');
  if (!withinReach(actor, reachesOf(actor, 'rounds.see-round'), { bodyIds: [round.organiserId] }))
    throw new Refusal('forbidden', 'sheet.out-of-reach');
  return round;
}

export const seeCell = view({
  name: 'rounds.see-round',
  summary: 'One cell of a round, body by body: what a sum is made of',
  input: Type.Object(
    { id: Type.String({ maxLength: 60 }), key: Type.String({ maxLength: 60 }) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    name: Type.String(),
    unit: Type.String(),
    indicator: Maybe,
    rows: Type.Array(
      Type.Object({
        bodyId: Type.String(),
        bodyName: Type.String(),
        value: ValueShape,
        before: ValueShape,
        note: Type.String(),
        in: Type.Boolean(),
      }),
    ),
  }),
  async run(tx, actor, { id, key }, at) {
    const round = await collected(tx, actor, id);
    const sheets = await sheetsOf(tx, id);
    const { ready, before, values } = await allValues(tx, round, sheets, at);
    const cell = ready.cells.get(key);
    if (cell === undefined) throw new Refusal('missing', 'cell.unknown');
    return {
      name: cell.name,
      unit: cell.unit,
      indicator: cell.counted ?? null,
      rows: sheets.map((sheet) => ({
        bodyId: sheet.bodyId,
        bodyName: sheet.bodyName,
        value: values.get(sheet.bodyId)?.[key] ?? null,
        before: before.get(sheet.bodyId)?.[key] ?? null,
        note: sheet.cells[key]?.note ?? '',
        in: isIn(sheet),
      })),
    };
  },
});

/** A sheet with all that its workbook shows. */
export async function sheetToPrint(tx: Tx, actor: Actor, input: { id: string; bodyId: string }, at: Date) {
  const { round, sheet } = await seen(tx, actor, input.id, input.bodyId, 'rounds.see-sheet');
  return { round, sheet, ...(await reckonSheet(tx, actor, { round, sheet }, at)) };
}

/** A round with all its sheets, for the province's workbook. */
export async function roundToPrint(tx: Tx, actor: Actor, id: string, at: Date) {
  const round = await collected(tx, actor, id);
  const sheets = await sheetsOf(tx, id);
  return { round, sheets, ...(await allValues(tx, round, sheets, at)) };
}
