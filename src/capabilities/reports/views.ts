import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import { legalDay } from '../calendar/index.ts';
import { check, type Finding, KINDS, officialNames } from '../checking/index.ts';
import {
  type Indicator,
  lastDayOf,
  nameOfPeriod,
  PERIODS_A_YEAR,
  type PeriodKind,
  periodAt,
  periodBefore,
  periodOf,
} from '../figures/index.ts';
import { reachesOf, withinReach } from '../people/index.ts';
import { type Agency, findAgencies, findAgenciesById } from '../units/index.ts';
import { countReport, knownFigures } from './count.ts';
import { checkedText, typedAgainstFigures } from './examine.ts';
import { annexOf, fillReport, fullName, type Piece } from './filled.ts';
import { outlinesOn } from './outlines.ts';
import { issuerLines, type ReportPaper } from './paper.ts';
import { beHere } from './presence.ts';
import { correctedSince, type Report, type ReportFigures } from './report.ts';
import { sayFigure, showFigure } from './say.ts';
import {
  currentSections,
  findReport,
  listReports,
  type Section,
  versionsNow,
  versionsOfSection,
} from './store.ts';
import { figuresIn, SAYINGS } from './text.ts';
import { BlocksShape } from './text-shape.ts';

const Maybe = Type.Union([Type.String(), Type.Null()]);
const ById = Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false });

/** A report that the actor may see under this name, or a refusal. */
async function seen(tx: Tx, actor: Actor, id: string, name: string): Promise<Report> {
  const report = await findReport(tx, id);
  if (report === null) throw new Refusal('missing', 'report.unknown');
  if (!withinReach(actor, reachesOf(actor, name), { bodyIds: report.bodyIds }))
    throw new Refusal('forbidden', 'report.out-of-reach');
  return report;
}

/** The figures that a report shows: those frozen with it, else as they are counted now. */
async function figuresOf(
  tx: Tx,
  report: Report,
  sections: readonly Section[],
  at: Date,
): Promise<{ figures: ReportFigures; now: ReportFigures }> {
  const extra = sections.flatMap(({ blocks }) => [...figuresIn(blocks)]);
  const now = await countReport(tx, report, extra, at);
  return { figures: report.figures ?? now, now };
}

const periodName = (report: Pick<Report, 'periodKind' | 'periodYear' | 'periodNumber'>) =>
  nameOfPeriod(report.periodKind, report.periodYear, report.periodNumber);

export const listAllReports = view({
  name: 'reports.list-reports',
  summary: 'Reports of the agencies in reach, the latest period first, and what may be begun now',
  input: Type.Object(
    {
      /** Only the actor's own body. */
      mine: Type.Optional(Type.Enum(['yes'] as const)),
      outline: Type.Optional(Type.String({ maxLength: 80 })),
      year: Type.Optional(Type.Integer({ minimum: 2025, maximum: 2100 })),
      offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        bodyName: Type.String(),
        period: Type.String(),
        from: Type.String(),
        until: Type.String(),
        frozen: Type.Boolean(),
        finished: Type.Boolean(),
        writable: Type.Boolean(),
        updatedAt: Type.String(),
      }),
    ),
    total: Type.Integer(),
    outlines: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
    /** What the actor may begin: an outline for a body, with the periods to choose from, the usual one first. */
    begin: Type.Array(
      Type.Object({
        outline: Type.String(),
        name: Type.String(),
        bodyId: Type.String(),
        bodyName: Type.String(),
        periods: Type.Array(
          Type.Object({
            kind: Type.String(),
            year: Type.Integer(),
            number: Type.Integer(),
            name: Type.String(),
            from: Type.String(),
            until: Type.String(),
            finished: Type.Boolean(),
          }),
        ),
      }),
    ),
  }),
  async run(tx, actor, input, at) {
    const today = legalDay(at);
    const reaches = reachesOf(actor, 'reports.list-reports');
    const own = [...new Set(reaches.flatMap(({ duty }) => (duty === null ? [] : [duty.bodyId])))];
    const all = input.mine !== 'yes' && reaches.some(({ reach }) => reach === 'province');
    const [committee] = await findAgencies(tx, { kind: 'province-committee', limit: 1 }, today);
    // Whoever sees the province sees its committee's as their own.
    const mine =
      committee !== undefined && reaches.some(({ reach }) => reach === 'province')
        ? [...own, committee.id]
        : own;
    const { items, total } = await listReports(tx, {
      bodyIds: all ? null : mine,
      outline: input.outline ?? null,
      year: input.year ?? null,
      offset: input.offset ?? 0,
      limit: 50,
    });
    const agencies = await findAgenciesById(tx, [...new Set([...items.map((one) => one.bodyId), ...mine])]);
    const outlines = await outlinesOn(tx, today);
    const mayBegin = (body: Agency) =>
      withinReach(actor, reachesOf(actor, 'reports.make-report'), { bodyIds: [body.id] });
    return {
      items: items.map((one) => ({
        id: one.id,
        name: one.name,
        bodyName: agencies.get(one.bodyId)?.name ?? one.bodyId,
        period: periodName(one),
        from: one.from,
        until: lastDayOf(one),
        frozen: one.frozenAt !== null,
        finished: at >= one.cutOffAt,
        writable: one.writable,
        updatedAt: one.updatedAt.toISOString(),
      })),
      total,
      outlines: outlines.map(({ code, name }) => ({ code, name })),
      begin: mine.flatMap((id) => {
        const body = agencies.get(id);
        if (body === undefined || !mayBegin(body)) return [];
        return outlines
          .filter((outline) => outline.for === body.kind)
          .map((outline) => ({
            outline: outline.code,
            name: outline.name,
            bodyId: body.id,
            bodyName: body.name,
            periods: outline.periods.flatMap((kind) => periodsToChoose(kind, outline.cutOff, today)),
          }));
      }),
    };
  },
});

/** The running period of a kind, and those before it of the last year. */
function periodsToChoose(kind: PeriodKind, cutOff: 'reporting' | 'calendar', today: string) {
  const list = [];
  let one = periodAt(kind, today, cutOff);
  for (let count = 0; count <= PERIODS_A_YEAR[kind]; count++) {
    const period = periodOf(kind, one.year, one.number, cutOff);
    if (one.year >= 2025)
      list.push({
        kind,
        ...one,
        name: nameOfPeriod(kind, one.year, one.number),
        from: period.from,
        until: lastDayOf(period),
        finished: today >= period.to,
      });
    one = periodBefore(kind, one);
  }
  return list;
}

const FiguresShape = Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()]));
const CellShape = Type.Object({
  text: Type.String(),
  /** The list behind it, for whoever may open it. */
  door: Maybe,
});

export const seeReport = view({
  name: 'reports.see-report',
  summary:
    'A report: its sections as they stand, its figures in words, what was corrected since they were frozen',
  input: ById,
  output: Type.Object({
    id: Type.String(),
    name: Type.String(),
    body: Type.Object({ id: Type.String(), name: Type.String() }),
    period: Type.Object({
      name: Type.String(),
      from: Type.String(),
      to: Type.String(),
      until: Type.String(),
    }),
    cutOffAt: Type.String(),
    frozenAt: Maybe,
    countedAt: Type.String(),
    finished: Type.Boolean(),
    writable: Type.Boolean(),
    source: Type.String(),
    madeBy: Type.String(),
    details: Type.Unsafe<Report['details']>(Type.Object({}, { additionalProperties: true })),
    symbol: Type.String(),
    version: Type.Integer(),
    sections: Type.Array(
      Type.Object({
        key: Type.String(),
        heading: Type.String(),
        level: Type.Integer(),
        writer: Maybe,
        hint: Maybe,
        mayWrite: Type.Boolean(),
        version: Type.Integer(),
        at: Type.String(),
        byName: Type.String(),
        blocks: BlocksShape,
      }),
    ),
    figures: Type.Array(
      Type.Object({
        code: Type.String(),
        name: Type.String(),
        group: Type.String(),
        unit: Type.String(),
        source: Type.String(),
        /** By saying: how it stands in the text. */
        said: Type.Record(Type.String(), Type.String()),
        shown: Type.String(),
        /** Counted now, where that is another number than the frozen one. */
        nowShown: Maybe,
        /** Indicators whose dossiers stand behind it; empty where the actor may not open them. */
        opens: Type.Array(Type.String()),
      }),
    ),
    values: FiguresShape,
    tables: Type.Array(
      Type.Object({
        name: Type.String(),
        title: Type.String(),
        rows: Type.Array(Type.Array(CellShape)),
        note: Maybe,
      }),
    ),
    bodiesAsked: Type.String(),
    mayChange: Type.Boolean(),
    mayFreeze: Type.Boolean(),
  }),
  async run(tx, actor, input, at) {
    const report = await seen(tx, actor, input.id, 'reports.see-report');
    const sections = await currentSections(tx, report.id);
    const { figures, now } = await figuresOf(tx, report, sections, at);
    const known = await knownFigures();
    const shown = new Map([...known].filter(([code]) => Object.hasOwn(figures.current, code)));
    const bodies = await findAgenciesById(tx, [report.bodyId]);
    const place = { bodyIds: [report.bodyId] };
    const mayOpen = withinReach(actor, reachesOf(actor, 'figures.open-figure'), place);
    const corrected = new Map(
      report.figures === null
        ? []
        : correctedSince(report.figures.current, now.current).map((one) => [one.figure, one.now]),
    );
    const byKey = new Map(sections.map((section) => [section.key, section]));
    const may = (act: string, bodyIds: string[]) => withinReach(actor, reachesOf(actor, act), { bodyIds });
    const headings = [
      { key: 'opening', heading: 'Mở đầu', level: 0 },
      ...report.outline.sections,
      { key: 'closing', heading: 'Kết thúc', level: 0 },
    ];
    const ofProvince = report.outline.for === 'province-committee';
    const query = { from: report.from, to: report.to, ...(ofProvince ? {} : { body: report.bodyId }) };
    const { periodKind: kind, periodYear: year, periodNumber: number, cutOff } = report;
    const before = periodBefore(kind, { year, number });
    const besides = [
      { from: report.from, to: report.to },
      periodOf(kind, before.year, before.number, cutOff),
      periodOf(kind, year - 1, number, cutOff),
    ];
    const door = (code: string, more: Record<string, string> = {}) =>
      mayOpen ? `/so-lieu/ho-so?${new URLSearchParams({ ...query, ...more, indicator: code })}` : null;
    return {
      id: report.id,
      name: report.outline.name,
      body: { id: report.bodyId, name: bodies.get(report.bodyId)?.name ?? report.bodyId },
      period: {
        name: periodName(report),
        from: report.from,
        to: report.to,
        until: lastDayOf(report),
      },
      cutOffAt: report.cutOffAt.toISOString(),
      frozenAt: report.frozenAt?.toISOString() ?? null,
      countedAt: figures.at,
      finished: figures.finished,
      writable: report.writable,
      source: report.outline.source,
      madeBy: report.madeByName,
      details: report.details,
      symbol: report.outline.symbol,
      version: report.version,
      sections: headings.flatMap((heading) => {
        const section = byKey.get(heading.key);
        if (section === undefined) return [];
        const bodyId = 'bodyId' in heading ? heading.bodyId : undefined;
        return [
          {
            key: heading.key,
            heading: heading.heading,
            level: heading.level,
            writer: 'writer' in heading ? (heading.writer ?? null) : null,
            hint: 'hint' in heading ? (heading.hint ?? null) : null,
            mayWrite:
              report.writable &&
              may('reports.write-section', [report.bodyId, ...(bodyId === undefined ? [] : [bodyId])]),
            version: section.version,
            at: section.at.toISOString(),
            byName: section.byName,
            blocks: section.blocks,
          },
        ];
      }),
      figures: [...shown.values()].map((one) => ({
        code: one.code,
        name: fullName(one),
        group: one.group,
        unit: one.unit,
        source: one.source,
        said: Object.fromEntries(SAYINGS.map((say) => [say, sayFigure(one, say, figures)])),
        shown: showFigure(one.unit, figures.current[one.code]),
        nowShown: corrected.has(one.code) ? showFigure(one.unit, corrected.get(one.code)) : null,
        opens: mayOpen ? opensOf(one) : [],
      })),
      values: figures.current,
      tables: Object.entries(report.outline.tables).map(([name, table]) => {
        const [piece] = fillReport(
          { outline: { ...report.outline, sections: [] } },
          [{ key: 'opening', blocks: [{ kind: 'table', name }] }],
          figures,
          known,
        );
        const keys = figures.tables[name] ?? [];
        const rows =
          piece?.kind === 'grid'
            ? piece.rows.map((cells, row) =>
                cells.map((cell, column) => ({
                  text: cell.map((run) => run.text).join(''),
                  door: doorOfCell(table, known, keys, row, column, besides, door),
                })),
              )
            : [];
        return { name, title: table.title, rows, note: piece?.kind === 'grid' ? piece.note : null };
      }),
      bodiesAsked: ofProvince ? '' : report.bodyId,
      mayChange: report.writable && may('reports.set-details', place.bodyIds),
      mayFreeze: may('reports.freeze-figures', place.bodyIds),
    };
  },
});

const opensOf = ({ code, counts }: Indicator): string[] =>
  'part' in counts ? [counts.part, counts.whole] : 'percentile' in counts ? [counts.over] : [code];

/** Which list a cell of a table opens: the row's part of the figure; nothing for heads and for what is no set of dossiers. */
function doorOfCell(
  table: Report['outline']['tables'][string],
  known: ReadonlyMap<string, Indicator>,
  rows: readonly { key: string }[],
  row: number,
  column: number,
  besides: readonly { from: string; to: string }[],
  door: (code: string, more?: Record<string, string>) => string | null,
): string | null {
  if (row === 0 || column === 0) return null;
  if ('compare' in table) {
    const one = known.get(table.compare[row - 1] ?? '');
    const [opens, ...more] = one === undefined ? [] : opensOf(one);
    // This period, the one before, the same one of last year.
    const period = besides[column - 1];
    return opens === undefined || more.length > 0 || period === undefined ? null : door(opens, period);
  }
  const one = known.get(table.columns[column - 1]?.figure ?? '');
  const [opens, ...more] = one === undefined ? [] : opensOf(one);
  if (opens === undefined || more.length > 0) return null;
  const key = rows[row - 1]?.key;
  return key === undefined ? door(opens) : door(opens, { [table.by]: key });
}

export const seeChanges = view({
  name: 'reports.see-report',
  summary: 'Which version of each section stands, and who else has the report open: asked every few seconds',
  input: Type.Object(
    { id: Type.String({ maxLength: 60 }), section: Type.Optional(Type.String({ maxLength: 60 })) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    versions: Type.Record(Type.String(), Type.Integer()),
    version: Type.Integer(),
    writable: Type.Boolean(),
    frozen: Type.Boolean(),
    present: Type.Array(Type.Object({ name: Type.String(), section: Maybe })),
  }),
  async run(tx, actor, input, at) {
    const report = await seen(tx, actor, input.id, 'reports.see-report');
    return {
      versions: await versionsNow(tx, report.id),
      version: report.version,
      writable: report.writable,
      frozen: report.frozenAt !== null,
      present: beHere(
        report.id,
        { id: actor.id, name: actor.kind === 'official' ? actor.name : '', section: input.section ?? null },
        at,
      ),
    };
  },
});

export const seeHistory = view({
  name: 'reports.see-report',
  summary: 'Every version of a section: who wrote it when',
  input: Type.Object(
    { id: Type.String({ maxLength: 60 }), key: Type.String({ maxLength: 60 }) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    versions: Type.Array(
      Type.Object({
        version: Type.Integer(),
        at: Type.String(),
        byName: Type.String(),
        blocks: BlocksShape,
      }),
    ),
  }),
  async run(tx, actor, input) {
    const report = await seen(tx, actor, input.id, 'reports.see-report');
    const versions = await versionsOfSection(tx, report.id, input.key);
    return {
      versions: versions.map((one) => ({
        version: one.version,
        at: one.at.toISOString(),
        byName: one.byName,
        blocks: one.blocks,
      })),
    };
  },
});

const FindingShape = Type.Object({
  section: Type.String(),
  block: Type.Integer(),
  severity: Type.Enum(['error', 'warning', 'note'] as const),
  title: Type.String(),
  quote: Type.String(),
  words: Type.String(),
  suggestion: Maybe,
});

export const checkReport = view({
  name: 'reports.see-report',
  summary: 'What in a report contradicts itself or its figures, and which sections are still empty',
  input: ById,
  output: Type.Object({
    findings: Type.Array(FindingShape),
    /** Relations between numbers that were read and hold. */
    held: Type.Integer(),
    empty: Type.Array(Type.Object({ section: Type.String(), heading: Type.String() })),
  }),
  async run(tx, actor, input, at) {
    const report = await seen(tx, actor, input.id, 'reports.see-report');
    const sections = await currentSections(tx, report.id);
    const { figures } = await figuresOf(tx, report, sections, at);
    const known = await knownFigures();
    const pieces = fillReport(report, sections, figures, known);
    const { text, origins } = checkedText(pieces);
    const result = check(text, { names: officialNames() });
    const written = new Set(sections.filter(({ blocks }) => blocks.length > 0).map(({ key }) => key));
    return {
      findings: [
        ...typedAgainstFigures(pieces, report, figures).map((one) => {
          const indicator = known.get(one.figure);
          return {
            section: one.section,
            block: one.block,
            severity: 'error' as const,
            title: 'Số gõ tay khác số liệu',
            quote: one.quote,
            words: `${indicator === undefined ? one.figure : fullName(indicator)}: hệ thống đếm được ${showFigure('dossier', one.counted)}, trong bài viết ${showFigure('dossier', one.typed)}.`,
            suggestion: showFigure('dossier', one.counted),
          };
        }),
        ...result.findings.map((finding) => ({ ...originOf(finding, origins), ...wordsOfFinding(finding) })),
      ],
      held: result.held.length,
      empty: report.outline.sections
        .filter((section) => !written.has(section.key) && section.hint !== undefined)
        .map(({ key, heading }) => ({ section: key, heading })),
    };
  },
});

const originOf = (finding: Finding, origins: readonly { section: string; block: number }[]) =>
  origins[finding.place.block] ?? { section: '', block: -1 };

function wordsOfFinding(finding: Finding) {
  return {
    severity: finding.severity,
    title: KINDS[finding.kind].title,
    quote: finding.quote,
    words: `${finding.relation.replace(/\.$/, '')}.${finding.computed === '' ? '' : ` Tính ra: ${finding.computed}.`}`,
    suggestion: finding.suggestion,
  };
}

/** The report as it goes on paper, with what must be said of its figures. */
export async function paperOf(
  tx: Tx,
  actor: Actor,
  id: string,
  demo: boolean,
  at: Date,
): Promise<{ report: Report; paper: ReportPaper; figures: ReportFigures; period: string }> {
  const report = await seen(tx, actor, id, 'reports.print-report');
  const sections = await currentSections(tx, report.id);
  const { figures, now } = await figuresOf(tx, report, sections, at);
  const known = await knownFigures();
  const bodies = await findAgenciesById(tx, [report.bodyId]);
  const shown = (day: string) => day.split('-').reverse().join('/');
  const corrected =
    report.figures === null ? [] : correctedSince(report.figures.current, now.current).slice(0, 20);
  const period = `Từ ngày ${shown(report.from)} đến ngày ${shown(lastDayOf(report))}`;
  return {
    report,
    figures,
    period,
    paper: {
      issuer: issuerLines(bodies.get(report.bodyId)?.name ?? ''),
      symbol: report.outline.symbol,
      details: report.details,
      pieces: fillReport(report, sections, figures, known),
      annex: {
        title: 'Số liệu giải quyết thủ tục hành chính',
        about: `${period} (kèm theo Báo cáo ${report.details.subject.charAt(0).toLowerCase()}${report.details.subject.slice(1)})`,
        grid: { ...annexOf(report, figures, known), section: 'annex', block: 0 } as Extract<
          Piece,
          { kind: 'grid' }
        >,
      },
      remarks: [
        ...(report.figures === null
          ? [`Số liệu chưa chốt, tính đến ${clock(figures.at)}.`]
          : [`Số liệu chốt lúc ${clock(figures.at)}.`]),
        ...corrected.map(({ figure, before, now: later }) => {
          const one = known.get(figure);
          return `${one === undefined ? figure : fullName(one)}: khi chốt ${showFigure(one?.unit ?? 'dossier', before)}, sau khi đính chính ${showFigure(one?.unit ?? 'dossier', later)}.`;
        }),
      ],
      demo,
    },
  };
}

function clock(iso: string): string {
  const local = new Date(Date.parse(iso) + 7 * 3_600_000).toISOString();
  return `${local.slice(11, 16)} ngày ${local.slice(0, 10).split('-').reverse().join('/')}`;
}
