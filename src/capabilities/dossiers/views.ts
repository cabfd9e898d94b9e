import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import { invalid, Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import {
  addDays,
  elapsedMinutes,
  instantOf,
  isLate,
  legalDay,
  loadCalendar,
  timeliness,
  type WorkingCalendar,
} from '../calendar/index.ts';
import { papersById, papersOf } from '../papers/index.ts';
import {
  dutiesAt,
  getPerson,
  mayDo,
  officialsAt,
  ROLE_NAMES,
  type Role,
  reachesOf,
  withinReach,
} from '../people/index.ts';
import {
  getVersion,
  isDay,
  LEVEL_NAMES,
  mainWay,
  stepsAfter,
  waysOpen,
  wayThrough,
} from '../procedures/index.ts';
import { changesOf } from '../record/index.ts';
import { findAgenciesById } from '../units/index.ts';
import { openActs, openPartActs } from './acts-open.ts';
import { readCode } from './code.ts';
import { countConsultations } from './consultations.ts';
import { answerableUntil, circumstanceOf } from './course.ts';
import {
  type Dossier,
  type DossierChange,
  dossierFrom,
  isOpen,
  lastChangeOf,
  NATIONAL_STATE_NAMES,
  nameOfOther,
  nationalState,
  STATE_NAMES,
  STATES,
} from './dossier.ts';
import { LatenessShape, latenessShown, Maybe } from './lateness-shown.ts';
import { scopeOf, scopeValues, withinScope } from './scope.ts';
import { openByOfficial } from './store.ts';
import { degreeOf, storyOf } from './story.ts';
import { lastActOf } from './undo.ts';

/** How an open dossier stands; null when it is not counted, stands still or has ended. */
function latenessOf(dossier: Dossier, calendar: WorkingCalendar, at: Date) {
  return isOpen(dossier) ? latenessShown(dossier.dueAt, calendar, at) : null;
}

export const DossierRow = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  code: Maybe,
  trackingCode: Type.String(),
  procedureCode: Type.String(),
  procedureName: Type.String(),
  applicantName: Type.String(),
  state: Type.Enum(STATES),
  stateName: Type.String(),
  channel: Type.String(),
  submittedAt: Type.String(),
  receivedAt: Maybe,
  dueAt: Maybe,
  lateness: LatenessShape,
  stepName: Maybe,
  holder: Type.Object({ agencyName: Maybe, officialName: Maybe }),
  competentBodyName: Type.String(),
  receivingBodyName: Type.String(),
  placeIndependent: Type.Boolean(),
  /** The ministry's system that decides it; null for our own. */
  mirroredIn: Maybe,
});

/** The rows of these dossiers as lists show them, in this order. Whoever asks has decided that they may be seen. */
export async function rowsOfIds(tx: Tx, ids: string[], at: Date) {
  const { rows } = await tx.query<{ body: Dossier }>('select body from dossiers where id = any($1)', [ids]);
  const found = new Map(rows.map(({ body }) => [body.id, body]));
  return rowsOf(
    tx,
    ids.flatMap((id) => found.get(id) ?? []),
    at,
  );
}

async function rowsOf(tx: Tx, dossiers: Dossier[], at: Date) {
  const calendar = await loadCalendar(tx, null, legalDay(at));
  const names = await agencyNames(tx, dossiers);
  return dossiers.map((dossier) => ({
    id: dossier.id,
    version: dossier.version,
    code: dossier.code,
    trackingCode: dossier.trackingCode,
    procedureCode: dossier.procedureCode,
    procedureName: dossier.procedureName,
    applicantName: dossier.applicantName,
    state: dossier.state,
    stateName: STATE_NAMES[dossier.state],
    channel: dossier.channel,
    submittedAt: dossier.submittedAt,
    receivedAt: dossier.receivedAt,
    dueAt: dossier.dueAt,
    lateness: latenessOf(dossier, calendar, at),
    stepName: dossier.step?.name ?? null,
    holder: {
      agencyName: dossier.step === null ? null : names(dossier.step.agencyId),
      officialName: dossier.step?.officialName ?? null,
    },
    competentBodyName: names(dossier.competentBodyId),
    receivingBodyName: names(dossier.receivingBodyId),
    placeIndependent: dossier.competentBodyId !== dossier.receivingBodyId,
    mirroredIn: dossier.mirror?.system ?? null,
  }));
}

async function agencyNames(tx: Tx, dossiers: Dossier[]): Promise<(id: string) => string> {
  const ids = dossiers.flatMap((dossier) => [
    dossier.competentBodyId,
    dossier.receivingBodyId,
    dossier.centreId,
    ...(dossier.step === null ? [] : [dossier.step.agencyId]),
    ...dossier.steps.map((step) => step.agencyId),
    ...dossier.parts.map((part) => part.agencyId),
  ]);
  const found = await findAgenciesById(tx, [...new Set(ids)]);
  return (id) => found.get(id)?.name ?? id;
}

/** The work lists of the desk. Each is one condition; its count and its rows come from the same. */
const LISTS = {
  'to-receive': 'Chờ tiếp nhận',
  'sent-back': 'Phòng chuyển lại',
  'with-me': 'Việc của tôi',
  'with-division': 'Của phòng',
  'to-return': 'Chờ trả kết quả',
  'coming-today': 'Hẹn hôm nay',
  'awaiting-supplement': 'Chờ bổ sung',
  'awaiting-payment': 'Chờ nộp phí',
  'due-today': 'Đến hạn hôm nay',
  overdue: 'Quá hạn',
  'received-for-others': 'Tiếp nhận thay',
  'in-progress': 'Đang giải quyết',
  all: 'Tất cả',
  mirrored: 'Hệ thống bộ, ngành',
} as const;
type ListKey = keyof typeof LISTS;
const LIST_KEYS = Object.keys(LISTS) as ListKey[];

/** Values of the conditions: $1–$4 scope, $5 now, $6 start of tomorrow, $7 my agencies, $8 their roles, $9 my bodies. */
const OPEN = 'd.received_at is not null and d.ended_at is null';
/** When a result was promised for, whether it is ready by now or not. */
const PROMISED = 'coalesce(d.due_at, d.due_at_end)';
const MINE = `(d.holder_official_id = any($4::text[]) or (d.holder_official_id is null and exists (
  select from unnest($7::text[], $8::text[]) as duty (agency_id, role)
  where duty.agency_id = d.holder_agency_id and duty.role = d.holder_role)))`;
const CONDITIONS: Record<ListKey, string> = {
  'to-receive': `d.state = 'submitted' and d.receiving_body_id = any($9::text[])`,
  'sent-back': `d.state = 'in-progress' and d.holder_role = 'receptionist' and d.receiving_body_id = any($9::text[])`,
  'with-me': `d.state in ('received', 'in-progress') and ${MINE}`,
  'with-division': `${OPEN} and d.holder_agency_id = any($7::text[])`,
  'to-return': `d.state = 'resolved' and d.linked_parent_id is null and d.returned_here
    and d.receiving_body_id = any($9::text[])`,
  // Who was told to fetch it here today: what an apology promised anew counts, what goes by post or online does not.
  'coming-today': `d.receiving_body_id = any($9::text[]) and d.linked_parent_id is null and d.returned_here
    and d.body ->> 'returnBy' = 'counter' and (d.state = 'resolved' or (${OPEN}))
    and ${PROMISED} >= $6::timestamptz - interval '24 hours' and ${PROMISED} < $6::timestamptz`,
  'awaiting-supplement': `d.state = 'awaiting-supplement'`,
  // The clock stands for some of them; for what was due at filing it runs.
  'awaiting-payment': `(d.state = 'awaiting-payment' or (${OPEN} and d.owed > 0))`,
  'due-today': `${OPEN} and d.due_at >= date_trunc('minute', $5::timestamptz) and d.due_at < $6::timestamptz`,
  overdue: `${OPEN} and d.due_at < date_trunc('minute', $5::timestamptz)`,
  'received-for-others': `${OPEN} and d.competent_body_id <> d.receiving_body_id and d.receiving_body_id = any($9::text[])`,
  'in-progress': OPEN,
  all: 'true',
  mirrored: `d.mirrored_in is not null and d.ended_at is null and d.state <> 'refused-receipt'`,
};
/** Names the parameters that a condition may leave unused, so that their types are known. */
const TYPED = `($5::timestamptz is not null and $6::timestamptz is not null and $7::text[] is not null
  and $8::text[] is not null and $9::text[] is not null)`;

function listValues(actor: Actor, at: Date): unknown[] {
  const duties = actor.kind === 'official' ? actor.duties : [];
  const tomorrow = instantOf(addDays(legalDay(at), 1), 0);
  // A leader's step lies with the body itself; the others' with the division, office or centre they sit in.
  const places = duties.flatMap((duty) => [
    { agencyId: duty.agencyId, role: duty.role },
    ...(duty.role === 'leader' || duty.role === 'clerk' ? [{ agencyId: duty.bodyId, role: duty.role }] : []),
  ]);
  return [
    ...scopeValues(scopeOf(actor, 'dossiers.list-dossiers')),
    at,
    tomorrow,
    places.map((place) => place.agencyId),
    places.map((place) => place.role),
    duties.filter((duty) => duty.role === 'receptionist').map((duty) => duty.bodyId),
  ];
}

/** Which lists an official has: a receptionist's and a leader's desk are not the same. */
function listsOf(actor: Actor): ListKey[] {
  const roles = new Set(actor.kind === 'official' ? actor.duties.map((duty) => duty.role) : []);
  const atCentre = roles.has('receptionist');
  return LIST_KEYS.filter((key) => {
    if (['to-receive', 'sent-back', 'to-return', 'coming-today', 'received-for-others'].includes(key))
      return atCentre;
    if (key === 'mirrored') return atCentre || roles.has('leader') || roles.has('control-officer');
    if (key === 'with-me') return !atCentre || roles.size > 1;
    if (key === 'with-division') return roles.has('specialist') || roles.has('division-head');
    return true;
  });
}

export const listLists = view({
  name: 'dossiers.list-dossiers',
  summary: 'The work lists of the desk with their counts.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    lists: Type.Array(
      Type.Object({ key: Type.String(), name: Type.String(), count: Type.Integer(), late: Type.Integer() }),
    ),
  }),
  async run(tx, actor, _input, at) {
    const keys = listsOf(actor);
    const columns = keys.map(
      (key, place) =>
        `count(*) filter (where ${CONDITIONS[key]}) as n${place}, count(*) filter (where ${CONDITIONS[key]} and ${CONDITIONS.overdue}) as l${place}`,
    );
    const { rows } = await tx.query<Record<string, number>>(
      `select ${columns.join(', ')} from dossiers d where ${withinScope(1)} and ${TYPED}`,
      listValues(actor, at),
    );
    const row = rows[0] ?? {};
    const lists = keys.map((key, place) => ({
      key: key as string,
      name: LISTS[key] as string,
      count: row[`n${place}`] ?? 0,
      late: row[`l${place}`] ?? 0,
    }));
    // Dossiers of others lie in no list of one's own: what one is asked about them is a list beside these.
    if (mayDo(actor, 'dossiers.list-consultations'))
      lists.push({ key: 'consultations', name: 'Lấy ý kiến', ...(await countConsultations(tx, actor, at)) });
    return { lists };
  },
});

const SORTS = {
  // What has no due time yet comes after what has, the longest waiting first.
  due: {
    expression: `coalesce(d.due_at, d.submitted_at + interval '1000 years')`,
    direction: '>',
  },
  // What can be handed over comes before what is still being worked on.
  ready: {
    expression: `case when d.state = 'resolved' then d.due_at_end - interval '100 years' else d.due_at end`,
    direction: '>',
  },
  received: { expression: `coalesce(d.received_at, d.submitted_at)`, direction: '<' },
} as const;

/** A cursor is the sort value and id of the last row shown, so that pages neither repeat nor lose rows. */
function readCursor(cursor: string | undefined): [string, string] | null {
  if (cursor === undefined) return null;
  try {
    const [value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown];
    if (typeof value === 'string' && typeof id === 'string') return [value, id];
  } catch {
    // Falls through: whatever it was, it is no cursor of ours.
  }
  throw new Refusal('invalid', 'list.cursor');
}

const foundBy = (words: string, items: { id: string }[]) => ({
  words,
  dossierIds: items.map((item) => item.id),
});

export const listDossiers = view({
  name: 'dossiers.list-dossiers',
  summary: 'Dossiers of a work list, or found by words, that the official may see.',
  input: Type.Object(
    {
      list: Type.Optional(Type.Enum(LIST_KEYS)),
      q: Type.Optional(Type.String({ maxLength: 200 })),
      state: Type.Optional(Type.Enum(STATES)),
      procedure: Type.Optional(Type.String({ maxLength: 20 })),
      body: Type.Optional(Type.String({ maxLength: 35 })),
      receiving: Type.Optional(Type.String({ maxLength: 35 })),
      due: Type.Optional(Type.Enum(['today', 'tomorrow', 'week'] as const)),
      received: Type.Optional(Type.Enum(['today', 'month'] as const)),
      resolved: Type.Optional(Type.Enum(['today', 'month'] as const)),
      agency: Type.Optional(Type.String({ maxLength: 35 })),
      unassigned: Type.Optional(Type.Boolean()),
      step: Type.Optional(Type.String({ maxLength: 200 })),
      official: Type.Optional(Type.String({ maxLength: 60 })),
      sort: Type.Optional(Type.Enum(['due', 'received'] as const)),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      cursor: Type.Optional(Type.String({ maxLength: 300 })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ items: Type.Array(DossierRow), next: Maybe, total: Type.Integer() }),
  async run(tx, actor, input, at) {
    const values = listValues(actor, at);
    const add = (value: unknown) => {
      values.push(value);
      return `$${values.length}`;
    };
    const today = legalDay(at);
    const conditions: string[] = [withinScope(1), TYPED, CONDITIONS[input.list ?? 'all']];
    for (const word of (input.q ?? '')
      .split(/\s+/)
      .filter((part) => part !== '')
      .slice(0, 8))
      conditions.push(`d.search like '%' || fold(${add(word.replace(/[\\%_]/g, '\\$&'))}) || '%'`);
    if (input.state) conditions.push(`d.state = ${add(input.state)}`);
    if (input.procedure) conditions.push(`d.procedure_code = ${add(input.procedure)}`);
    if (input.body) conditions.push(`d.competent_body_id = ${add(input.body)}`);
    if (input.receiving) conditions.push(`d.receiving_body_id = ${add(input.receiving)}`);
    if (input.step) conditions.push(`d.body #>> '{step,name}' = ${add(input.step)}`);
    if (input.official) conditions.push(`d.holder_official_id = ${add(input.official)}`);
    if (input.agency) conditions.push(`d.holder_agency_id = ${add(input.agency)}`);
    if (input.unassigned) conditions.push('d.holder_official_id is null');
    const since = (period: 'today' | 'month') =>
      instantOf(period === 'today' ? today : `${today.slice(0, 8)}01`, 0);
    if (input.received) conditions.push(`d.received_at >= ${add(since(input.received))}`);
    if (input.resolved)
      conditions.push(`d.outcome is not null and d.ended_at >= ${add(since(input.resolved))}`);
    if (input.due) {
      const [from, to] = dueSpan(input.due, today);
      conditions.push(`${OPEN} and d.due_at >= ${add(from)} and d.due_at < ${add(to)}`);
    }
    const by = input.sort ?? 'due';
    const sort = SORTS[by === 'due' && input.list === 'coming-today' ? 'ready' : by];
    const where = conditions.join(' and ');
    const total = await tx.query<{ count: number }>(
      `select count(*) as count from dossiers d where ${where}`,
      values,
    );
    const cursor = readCursor(input.cursor);
    const limit = input.limit ?? 50;
    const after =
      cursor === null
        ? ''
        : `and (${sort.expression}, d.id) ${sort.direction} (${add(cursor[0])}::timestamptz, ${add(cursor[1])})`;
    const order = sort.direction === '>' ? 'asc' : 'desc';
    const { rows } = await tx.query<{ body: Dossier; sort: string }>(
      `select d.body, (${sort.expression})::text as sort from dossiers d where ${where} ${after}
       order by ${sort.expression} ${order}, d.id ${order} limit ${add(limit + 1)}`,
      values,
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: await rowsOf(
        tx,
        shown.map((row) => row.body),
        at,
      ),
      next:
        rows.length > limit && last !== undefined
          ? Buffer.from(JSON.stringify([last.sort, last.body.id])).toString('base64url')
          : null,
      total: total.rows[0]?.count ?? 0,
    };
  },
  // Reading one's own work lists is one's work; looking for somebody is a look at a person's data.
  look: (output, input) => (input.q ? { found: foundBy(input.q, output.items) } : {}),
});

/** The half-open span of instants in which something is due today, tomorrow, or by the end of Sunday. */
function dueSpan(due: 'today' | 'tomorrow' | 'week', today: string): [Date, Date] {
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay() || 7;
  const [from, days] = due === 'today' ? [0, 1] : due === 'tomorrow' ? [1, 1] : [0, 8 - weekday];
  return [instantOf(addDays(today, from), 0), instantOf(addDays(today, from + days), 0)];
}

/** A whole dossier is shown as it is stored, with what must be computed; its shape is the noun's. */
const Loose = Type.Unsafe<Record<string, unknown>>(Type.Object({}, { additionalProperties: true }));

export const listQueue = view({
  name: 'dossiers.list-queue',
  summary: 'What an official holds now, the most urgent first, and who of the division could take it.',
  input: Type.Object({ official: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
  output: Type.Object({
    items: Type.Array(DossierRow),
    takers: Type.Array(Type.Object({ officialId: Type.String(), name: Type.String(), open: Type.Integer() })),
  }),
  async run(tx, actor, input, at) {
    const today = legalDay(at);
    const official = (await officialsAt(tx, [input.official], today)).get(input.official);
    const seat = official?.duties.find((duty) => duty.role === 'specialist');
    const reaches = reachesOf(actor, 'dossiers.list-queue');
    if (
      seat === undefined ||
      !withinReach(actor, reaches, { bodyIds: [seat.bodyId], divisionId: seat.agencyId })
    )
      throw new Refusal('missing', 'official.unknown');
    const { rows } = await tx.query<{ body: Dossier }>(
      `select d.body from dossiers d where d.holder_official_id = $1 and d.holder_agency_id = $2 and ${OPEN}
       order by d.due_at, d.id limit 1000`,
      [input.official, seat.agencyId],
    );
    const colleagues = (await dutiesAt(tx, seat.agencyId, today)).filter(
      (duty) => duty.role === 'specialist' && duty.officialId !== input.official,
    );
    const load = await openByOfficial(
      tx,
      colleagues.map((duty) => duty.officialId),
    );
    return {
      items: await rowsOf(
        tx,
        rows.map((row) => row.body),
        at,
      ),
      takers: colleagues.map((duty) => ({
        officialId: duty.officialId,
        name: duty.name,
        open: load.get(duty.officialId) ?? 0,
      })),
    };
  },
});

export const seeDossier = view({
  name: 'dossiers.see-dossier',
  summary: 'A dossier with its story, clock, papers, and the acts open to the official now.',
  input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
  output: Loose,
  async run(tx, actor, input, at) {
    const dossier = await visibleDossier(tx, actor, input.id);
    const row = (await rowsOf(tx, [dossier], at))[0];
    const version = await getVersion(tx, dossier.procedureVersionId);
    if (version === null || row === undefined) throw new Refusal('missing', 'procedure.unknown');
    const { procedure } = version;
    const names = await agencyNames(tx, [dossier]);
    const calendar = await loadCalendar(tx, dossier.centreId, legalDay(at));
    const papers = await papersShown(tx, dossier);
    const applicant = await getPerson(tx, dossier.applicantId);
    const changes = (await changesOf(tx, 'dossier', dossier.id)) as DossierChange[];
    const here = procedure.process.steps.find((step) => step.key === dossier.step?.key) ?? null;
    const next =
      here === null ? null : (stepsAfter(procedure.process, here.key, circumstanceOf(dossier))[0] ?? null);
    const lastAct = lastActOf(changes);
    const undoable = (last: typeof lastAct) =>
      last && {
        change: lastChangeOf(last.change),
        divisionId: dossierFrom(dossier.id, changes.slice(0, last.version))?.step?.agencyId ?? null,
      };
    const rule = procedure.unanswered;
    const asked = dossier.state === 'awaiting-supplement' ? dossier.supplements.at(-1) : undefined;
    const until =
      rule === undefined || asked === undefined ? null : answerableUntil(calendar, rule, asked.at);
    const acts = openActs(dossier, here, next, actor, at, {
      answerableUntil: until,
      last: undoable(lastAct),
      further: lastAct?.change.type === 'undone' ? undoable(lastActOf(changes, true)) : null,
    });
    const assignable = acts.some((act) => act.name === 'dossiers.assign-dossier')
      ? await dutiesAt(tx, dossier.step?.agencyId ?? '', legalDay(at))
      : [];
    const load = await openByOfficial(
      tx,
      assignable.map((duty) => duty.officialId),
    );
    const paperOf = (id: string) => {
      const paper = papers.find((one) => one.id === id);
      return paper === undefined
        ? []
        : [
            {
              paperId: paper.id,
              name: paper.name,
              type: paper.type,
              size: paper.size,
              sha256: paper.sha256,
              origin: paper.origin,
            },
          ];
    };
    return {
      ...row,
      nationalState: {
        number: nationalState(dossier.state),
        name: NATIONAL_STATE_NAMES[nationalState(dossier.state)],
      },
      centreName: names(dossier.centreId),
      case: procedure.cases.find((one) => one.key === dossier.case)?.name ?? null,
      applicant: { ...applicant, personId: dossier.applicantId },
      representative: dossier.representative,
      contact: dossier.contact,
      returnBy: dossier.returnBy,
      requestText: dossier.requestText,
      groups: dossier.groups,
      fees: dossier.fees,
      form: dossier.form,
      formSchema: procedure.form,
      procedure: {
        code: procedure.code,
        name: procedure.name,
        sector: procedure.sector,
        levelName: LEVEL_NAMES[procedure.level],
        results: procedure.results,
        legalBasis: procedure.legalBasis,
        effectiveFrom: procedure.effectiveFrom,
      },
      components: [
        ...procedure.components
          .filter((component) => component.case === undefined || component.case === dossier.case)
          .map((component) => {
            const handed = dossier.components.find((one) => one.key === component.key);
            return {
              key: component.key,
              name: component.name,
              required: !component.conditional && component.mode === 'submit',
              mode: component.mode,
              originals: handed?.originals ?? 0,
              copies: handed?.copies ?? 0,
              papers: (handed?.paperIds ?? []).flatMap(paperOf),
            };
          }),
        ...dossier.components
          .filter((one) => !procedure.components.some((component) => component.key === one.key))
          .map((one) => ({
            key: one.key,
            name: nameOfOther(one.key),
            required: false,
            mode: 'submit',
            originals: one.originals,
            copies: one.copies,
            papers: one.paperIds.flatMap(paperOf),
          })),
      ],
      clock: {
        term: dossier.term,
        intervals: dossier.clock,
        elapsedMinutes: dossier.clock.length === 0 ? 0 : elapsedMinutes(calendar, dossier.clock, at),
        stoppedSince: dossier.clock.at(-1)?.running === false ? (dossier.clock.at(-1)?.from ?? null) : null,
        endedAt: dossier.endedAt,
        timeliness:
          dossier.endedAt !== null && dossier.dueAtEnd !== null
            ? timeliness(new Date(dossier.dueAtEnd), new Date(dossier.endedAt))
            : null,
      },
      links: await linksShown(tx, dossier, mayDo(actor, 'dossiers.end-outside-link')),
      linkedTo: dossier.linkedTo ?? null,
      procedureVersionId: dossier.procedureVersionId,
      mirror: dossier.mirror ?? null,
      notes: dossier.notes ?? [],
      parts: partsShown(dossier, names, paperOf, calendar, at),
      partActs: dossier.parts.length === 0 ? [] : openPartActs(dossier, actor, at),
      steps: stepsShown(
        dossier,
        // What stands for others, or is decided elsewhere, goes no way of ours.
        dossier.links !== undefined || dossier.mirror !== undefined
          ? []
          : wayThrough(procedure.process, circumstanceOf(dossier), dossier.step?.key),
        names,
        at,
      ),
      story: storyOf(changes).map(({ official: _, ...line }) => line),
      supplements: dossier.supplements,
      answerableUntil: until?.toISOString() ?? null,
      decision: dossier.decision,
      extension: dossier.extension,
      outcome: dossier.outcome,
      refusalReason: dossier.refusalReason,
      result:
        dossier.result === null
          ? null
          : {
              ...dossier.result,
              outcome: dossier.outcome,
              returnedAt: dossier.returnedAt,
              returned: dossier.returned,
            },
      acts,
      backTo: [...new Map(dossier.steps.map((step) => [step.key, step.name]))]
        .filter(([key]) => key !== here?.key)
        .map(([key, name]) => ({ key, name })),
      goesTo: (here === null ? [] : waysOpen(here, circumstanceOf(dossier))).map((way) => ({
        key: way.to,
        name: procedure.process.steps.find((step) => step.key === way.to)?.name ?? way.to,
        when: way.when ?? '',
      })),
      assignable: assignable
        .filter((duty) => duty.role === 'specialist')
        .map((duty) => ({
          officialId: duty.officialId,
          name: duty.name,
          roleName: ROLE_NAMES[duty.role as Role],
          open: load.get(duty.officialId) ?? 0,
        })),
      lastChange: dossier.lastChange,
      stop: dossier.stop ?? null,
      voided: dossier.voided ?? [],
      corrections: dossier.corrections ?? [],
      replacedResults: dossier.replacedResults ?? [],
      errors: (dossier.errors ?? []).map((error) => ({ ...error, agencyName: names(error.agencyId) })),
    };
  },
  look: (output, input) => ({
    personIds: [String((output.applicant as { personId: string }).personId)],
    dossierId: input.id,
  }),
});

/** The dossier, when this official may see it; to anybody else it does not exist. */
export async function visibleDossier(tx: Tx, actor: Actor, id: string): Promise<Dossier> {
  const scope = scopeOf(actor, 'dossiers.see-dossier');
  const { rows } = await tx.query<{ body: Dossier }>(
    `select d.body from dossiers d where d.id = $5 and ${withinScope(1)}`,
    [...scopeValues(scope), id],
  );
  const dossier = rows[0]?.body;
  if (dossier === undefined) throw new Refusal('missing', 'dossier.unknown');
  return dossier;
}

/** What the system does by itself is nobody's duty. */
const roleName = (role: string) => (role === 'system' ? 'Hệ thống' : (ROLE_NAMES[role as Role] ?? role));

function stepsShown(
  dossier: Dossier,
  way: { key: string; name: string; role: string }[],
  names: (id: string) => string,
  at: Date,
) {
  const visits = [...dossier.steps, ...(dossier.step === null ? [] : [dossier.step])];
  const reached = new Set(visits.map((visit) => visit.key));
  const ended = dossier.endedAt !== null && dossier.step === null;
  return [
    ...visits.map((visit) => ({
      key: visit.key,
      name: visit.name,
      state: visit.endedAt === null ? ('now' as const) : ('done' as const),
      role: visit.role,
      roleName: roleName(visit.role),
      agencyName: names(visit.agencyId),
      officialName:
        visit.deputyName === undefined
          ? visit.officialName
          : `${visit.deputyName} thay ${visit.officialName}`,
      startedAt: visit.startedAt,
      dueAt: visit.dueAt,
      endedAt: visit.endedAt,
      late: visit.dueAt !== null && (visit.endedAt ?? at.toISOString()) > visit.dueAt,
    })),
    ...(ended ? [] : way)
      .filter((step) => !reached.has(step.key))
      .map((step) => ({
        key: step.key,
        name: step.name,
        state: 'ahead' as const,
        role: step.role,
        roleName: roleName(step.role),
        agencyName: null,
        officialName: null,
        startedAt: null,
        dueAt: null,
        endedAt: null,
        late: false,
      })),
  ];
}

/** A dossier's own papers; of one made for a linked filing also those that were handed in with the whole or go on to it. */
async function papersShown(tx: Tx, dossier: Dossier) {
  const own = await papersOf(tx, dossier.id);
  if (dossier.linkedTo === undefined) return own;
  const ids = dossier.components.flatMap((component) => component.paperIds);
  const known = new Set(own.map((paper) => paper.id));
  return [...own, ...(await papersById(tx, ids)).filter((paper) => !known.has(paper.id))];
}

/** Whether a paper was handed in with a linked filing of which this official sees the part that it goes on to. */
export async function mayReadAsPart(
  tx: Tx,
  actor: Actor,
  dossierId: string,
  paperId: string,
): Promise<boolean> {
  if (actor.kind !== 'official') return false;
  const { rowCount } = await tx.query(
    `select from dossiers d where d.linked_parent_id =
       (select coalesce(o.linked_parent_id, o.id) from dossiers o where o.id = $5)
       and d.body -> 'components' @> jsonb_build_array(jsonb_build_object('paperIds', jsonb_build_array($6::text)))
       and ${withinScope(1)} limit 1`,
    [...scopeValues(scopeOf(actor, 'papers.see-paper')), dossierId, paperId],
  );
  return rowCount === 1;
}

async function linksShown(tx: Tx, dossier: Dossier, mayEnd: boolean) {
  const links = dossier.links ?? [];
  const ids = links.flatMap((link) => link.dossierId ?? []);
  const { rows } =
    ids.length === 0
      ? { rows: [] }
      : await tx.query<{ body: Dossier }>('select d.body from dossiers d where d.id = any($1)', [ids]);
  const parts = new Map(rows.map(({ body }) => [body.id, body]));
  const agencies = await findAgenciesById(
    tx,
    links.flatMap((link) => link.bodyId ?? []),
  );
  const nameOf = (key: string) => links.find((link) => link.key === key)?.name ?? key;
  return links.map((link) => {
    const part = link.dossierId === null ? undefined : parts.get(link.dossierId);
    return {
      key: link.key,
      name: link.name,
      bodyName: link.bodyId === null ? link.outside : (agencies.get(link.bodyId)?.name ?? link.bodyId),
      after: link.after.map(nameOf),
      dossierId: link.dossierId,
      code: link.code,
      openedAt: link.openedAt,
      endedAt: link.endedAt,
      outcome: link.outcome,
      result: link.result,
      stateName: part === undefined ? null : STATE_NAMES[part.state],
      stepName: part?.step?.name ?? null,
      dueAt: part === undefined ? null : (part.dueAt ?? part.dueAtEnd),
      awaitsApplicant: part?.state === 'awaiting-supplement',
      mayEnd: mayEnd && link.outside !== null && link.openedAt !== null && link.endedAt === null,
    };
  });
}

function partsShown(
  dossier: Dossier,
  names: (id: string) => string,
  paperOf: (id: string) => unknown[],
  calendar: WorkingCalendar,
  at: Date,
) {
  return dossier.parts.map((part) => ({
    id: part.id,
    kind: part.kind,
    step: part.step,
    agencyName: names(part.agencyId),
    question: part.question,
    askedAt: part.askedAt,
    askedByName: part.askedByName,
    dueAt: part.dueAt,
    lateness: part.endedAt === null ? latenessShown(part.dueAt, calendar, at) : null,
    remindedAt: part.remindedAt,
    endedAt: part.endedAt,
    ending: part.ending,
    late: part.dueAt !== null && isLate(new Date(part.dueAt), new Date(part.endedAt ?? at)),
    answer: part.answer,
    answeredByName: part.answeredByName,
    papers: part.paperIds.flatMap(paperOf),
  }));
}

export const searchDossiers = view({
  name: 'dossiers.list-dossiers',
  summary: 'Find dossiers by code, name, id or phone, with or without marks.',
  input: Type.Object({ q: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
  output: Type.Object({ items: Type.Array(DossierRow), total: Type.Integer() }),
  async run(tx, actor, input, at) {
    const found = await listDossiers.run(tx, actor, { q: input.q, sort: 'received', limit: 20 }, at);
    return { items: found.items, total: found.total };
  },
  look: (output, input) => ({ found: foundBy(input.q, output.items) }),
});

export const followDossier = view({
  name: 'dossiers.follow-dossier',
  summary: 'Follow a dossier by its code without signing in: its degree of completion and nothing else.',
  input: Type.Object({ code: Type.String({ minLength: 4, maxLength: 60 }) }, { additionalProperties: false }),
  output: Type.Object({
    code: Type.String(),
    degree: Type.Object({ done: Type.Integer(), total: Type.Integer(), word: Type.String() }),
  }),
  async run(tx, _actor, input) {
    const code = readCode(input.code);
    const { rows } = await tx.query<{ body: Dossier }>(
      'select d.body from dossiers d where d.code = $1 or d.tracking_code = $1',
      [code],
    );
    const dossier = rows[0]?.body;
    if (dossier === undefined) throw new Refusal('missing', 'dossier.unknown');
    const version = await getVersion(tx, dossier.procedureVersionId);
    return {
      code,
      degree: degreeOf(dossier, version === null ? 1 : mainWay(version.procedure.process).length),
    };
  },
});

export const seeBoard = view({
  name: 'dossiers.see-board',
  summary: 'What a leader must know now: what is due, what is late and where it lies, commune by commune.',
  input: Type.Object(
    { body: Type.Optional(Type.String({ maxLength: 35 })) },
    { additionalProperties: false },
  ),
  output: Loose,
  async run(tx, actor, input, at) {
    const scope = scopeOf(actor, 'dossiers.see-board');
    const today = legalDay(at);
    const [todayFrom, tomorrowFrom] = dueSpan('today', today);
    const [, dayAfter] = dueSpan('tomorrow', today);
    const [, weekEnd] = dueSpan('week', today);
    const month = instantOf(`${today.slice(0, 8)}01`, 0);
    const values = [
      scope.province,
      scope.bodyIds,
      input.body ?? null,
      at,
      todayFrom,
      tomorrowFrom,
      dayAfter,
      weekEnd,
      month,
    ];
    const mine = `not d.stands_for_others and ($1::boolean or d.competent_body_id = any($2::text[])) and ($3::text is null or d.competent_body_id = $3)`;
    const late = `d.due_at < date_trunc('minute', $4::timestamptz)`;
    const counts = await tx.query<Record<string, number>>(
      `select count(*) filter (where ${OPEN}) as "inProgress",
         count(*) filter (where ${OPEN} and d.due_at >= date_trunc('minute', $4::timestamptz) and d.due_at < $6) as "dueToday",
         count(*) filter (where ${OPEN} and d.due_at >= $6 and d.due_at < $7) as "dueTomorrow",
         count(*) filter (where ${OPEN} and d.due_at >= $5 and d.due_at < $8) as "dueThisWeek",
         count(*) filter (where ${OPEN} and ${late}) as overdue,
         count(*) filter (where d.state = 'awaiting-supplement') as "awaitingSupplement",
         count(*) filter (where d.state = 'submitted') as "toReceive",
         count(*) filter (where d.received_at >= $5) as "receivedToday",
         count(*) filter (where d.outcome is not null and d.ended_at >= $5) as "resolvedToday",
         count(*) filter (where d.received_at >= $9) as "receivedThisMonth",
         count(*) filter (where d.outcome is not null and d.ended_at >= $9) as "resolvedThisMonth",
         count(*) filter (where d.outcome is not null and d.ended_at >= $9
           and date_trunc('minute', d.ended_at) <= date_trunc('minute', d.due_at_end)) as "onTimeThisMonth"
       from dossiers d where ${mine}`,
      values,
    );
    const overdueBy = await tx.query<{
      step: string;
      official: string | null;
      official_id: string | null;
      agency_id: string;
      count: number;
    }>(
      `select d.body #>> '{step,name}' as step, d.body #>> '{step,officialName}' as official, d.holder_official_id as official_id,
         d.holder_agency_id as agency_id, count(*) as count
       from dossiers d where ${mine} and ${OPEN} and ${late} and $5::timestamptz is not null and $6::timestamptz is not null
         and $7::timestamptz is not null and $8::timestamptz is not null and $9::timestamptz is not null
       group by 1, 2, 3, 4 order by count desc, 1 limit 30`,
      values,
    );
    const communes = await tx.query<{
      body_id: string;
      in_progress: number;
      due_today: number;
      overdue: number;
      received_today: number;
      resolved_month: number;
    }>(
      `select d.competent_body_id as body_id, count(*) filter (where ${OPEN}) as in_progress,
         count(*) filter (where ${OPEN} and d.due_at >= date_trunc('minute', $4::timestamptz) and d.due_at < $6) as due_today,
         count(*) filter (where ${OPEN} and ${late}) as overdue,
         count(*) filter (where d.received_at >= $5) as received_today,
         count(*) filter (where d.outcome is not null and d.ended_at >= $9) as resolved_month
       from dossiers d where ${mine} and $7::timestamptz is not null and $8::timestamptz is not null
       group by 1 order by overdue desc, due_today desc, in_progress desc, 1`,
      values,
    );
    const names = await findAgenciesById(tx, [
      ...new Set([
        ...scope.bodyIds,
        ...communes.rows.map((row) => row.body_id),
        ...overdueBy.rows.map((row) => row.agency_id),
      ]),
    ]);
    const name = (id: string) => names.get(id)?.name ?? id;
    const { onTimeThisMonth = 0, ...row } = counts.rows[0] ?? {};
    const resolved = row.resolvedThisMonth ?? 0;
    return {
      body: scope.province ? null : { id: scope.bodyIds[0], name: name(scope.bodyIds[0] ?? '') },
      at: at.toISOString(),
      counts: row,
      onTime: { part: onTimeThisMonth, whole: resolved },
      overdueBy: overdueBy.rows.map((one) => ({
        stepName: one.step,
        officialName: one.official,
        officialId: one.official_id,
        agencyId: one.agency_id,
        agencyName: name(one.agency_id),
        count: one.count,
      })),
      communes: communes.rows.map((one) => ({
        bodyId: one.body_id,
        name: name(one.body_id),
        inProgress: one.in_progress,
        dueToday: one.due_today,
        overdue: one.overdue,
        receivedToday: one.received_today,
        resolvedThisMonth: one.resolved_month,
      })),
    };
  },
});

const LegalDay = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

/**
 * What came in, what went out, what is left, of each body in a period from the first day to before the last: carried
 * over + received = resolved + withdrawn + in progress. One statement, one snapshot, so the equation holds while
 * others work. A dossier counts where it is decided.
 */
export const seeFlow = view({
  name: 'dossiers.see-board',
  summary: 'Carried over, received, resolved, withdrawn and in progress of each body in a half-open period.',
  input: Type.Object(
    { from: LegalDay, to: LegalDay, body: Type.Optional(Type.String({ maxLength: 35 })) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    bodies: Type.Array(
      Type.Object({
        bodyId: Type.String(),
        name: Type.String(),
        carriedOver: Type.Integer(),
        received: Type.Integer(),
        resolved: Type.Integer(),
        resolvedLate: Type.Integer(),
        withdrawn: Type.Integer(),
        inProgress: Type.Integer(),
      }),
    ),
  }),
  async run(tx, actor, input) {
    for (const [path, day] of [
      ['/from', input.from],
      ['/to', input.to],
    ] as const)
      if (!isDay(day)) throw invalid('input.invalid', { path, code: 'date.impossible' });
    if (input.to <= input.from) throw invalid('input.invalid', { path: '/to', code: 'date.order' });
    const scope = scopeOf(actor, 'dossiers.see-board');
    const { rows } = await tx.query<Record<string, number> & { body_id: string }>(
      `select d.competent_body_id as body_id,
         count(*) filter (where d.received_at < $4 and (d.ended_at is null or d.ended_at >= $4)) as carried_over,
         count(*) filter (where d.received_at >= $4 and d.received_at < $5) as received,
         count(*) filter (where d.outcome is not null and d.ended_at >= $4 and d.ended_at < $5) as resolved,
         count(*) filter (where d.outcome is not null and d.ended_at >= $4 and d.ended_at < $5
           and date_trunc('minute', d.ended_at) > date_trunc('minute', d.due_at_end)) as resolved_late,
         count(*) filter (where d.outcome is null and d.ended_at >= $4 and d.ended_at < $5) as withdrawn,
         count(*) filter (where d.received_at < $5 and (d.ended_at is null or d.ended_at >= $5)) as in_progress
       from dossiers d where d.received_at is not null and not d.stands_for_others and ($1::boolean or d.competent_body_id = any($2::text[]))
         and ($3::text is null or d.competent_body_id = $3)
       group by 1 order by 1`,
      [scope.province, scope.bodyIds, input.body ?? null, instantOf(input.from, 0), instantOf(input.to, 0)],
    );
    const names = await findAgenciesById(
      tx,
      rows.map((row) => row.body_id),
    );
    return {
      bodies: rows.map((row) => ({
        bodyId: row.body_id,
        name: names.get(row.body_id)?.name ?? row.body_id,
        carriedOver: row.carried_over ?? 0,
        received: row.received ?? 0,
        resolved: row.resolved ?? 0,
        resolvedLate: row.resolved_late ?? 0,
        withdrawn: row.withdrawn ?? 0,
        inProgress: row.in_progress ?? 0,
      })),
    };
  },
});

/* The citizen's own. */

const ownPerson = (actor: Actor): string => {
  if (actor.kind !== 'citizen') throw new Refusal('forbidden', 'act.forbidden', {});
  return actor.personId;
};

export const listOwnDossiers = view({
  name: 'dossiers.list-own-dossiers',
  summary: 'The dossiers of the signed-in citizen.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        code: Maybe,
        trackingCode: Type.String(),
        procedureCode: Type.String(),
        procedureName: Type.String(),
        state: Type.String(),
        stateName: Type.String(),
        submittedAt: Type.String(),
        dueAt: Maybe,
        lateness: LatenessShape,
        nextForMe: Maybe,
      }),
    ),
  }),
  async run(tx, actor, _input, at) {
    const calendar = await loadCalendar(tx, null, legalDay(at));
    const { rows } = await tx.query<{ body: Dossier }>(
      `select d.body from dossiers d where d.applicant_id = $1 and d.linked_parent_id is null
       order by d.submitted_at desc, d.id limit 500`,
      [ownPerson(actor)],
    );
    return {
      items: rows.map(({ body: dossier }) => ({
        id: dossier.id,
        code: dossier.code,
        trackingCode: dossier.trackingCode,
        procedureCode: dossier.procedureCode,
        procedureName: dossier.procedureName,
        state: dossier.state,
        stateName: STATE_NAMES[dossier.state],
        submittedAt: dossier.submittedAt,
        dueAt: dossier.dueAt,
        lateness: latenessOf(dossier, calendar, at),
        nextForMe: nextForApplicant(dossier),
      })),
    };
  },
});

function nextForApplicant(dossier: Dossier): string | null {
  if (dossier.state === 'awaiting-supplement') return 'Bổ sung hồ sơ theo yêu cầu';
  if (dossier.state === 'awaiting-payment') return 'Nộp phí, lệ phí để hồ sơ được giải quyết tiếp';
  if (dossier.state === 'resolved' && dossier.returnBy === 'counter')
    return 'Đến nhận kết quả tại nơi nộp hồ sơ';
  return null;
}

export const seeOwnDossier = view({
  name: 'dossiers.see-own-dossier',
  summary: 'One of the citizen’s own dossiers, with what happened and what is asked.',
  input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
  output: Loose,
  async run(tx, actor, input, at) {
    const { rows } = await tx.query<{ body: Dossier }>(
      'select d.body from dossiers d where d.id = $1 and d.applicant_id = $2',
      [input.id, ownPerson(actor)],
    );
    const dossier = rows[0]?.body;
    if (dossier === undefined) throw new Refusal('missing', 'dossier.unknown');
    const version = await getVersion(tx, dossier.procedureVersionId);
    const names = await agencyNames(tx, [dossier]);
    const calendar = await loadCalendar(tx, dossier.centreId, legalDay(at));
    const papers = await papersShown(tx, dossier);
    const changes = (await changesOf(tx, 'dossier', dossier.id)) as DossierChange[];
    const centre = (await findAgenciesById(tx, [dossier.centreId])).get(dossier.centreId);
    const asked = dossier.supplements.at(-1);
    return {
      id: dossier.id,
      version: dossier.version,
      code: dossier.code,
      trackingCode: dossier.trackingCode,
      procedureCode: dossier.procedureCode,
      procedureName: dossier.procedureName,
      state: dossier.state,
      stateName: STATE_NAMES[dossier.state],
      submittedAt: dossier.submittedAt,
      receivedAt: dossier.receivedAt,
      dueAt: dossier.dueAt,
      lateness: latenessOf(dossier, calendar, at),
      nextForMe: nextForApplicant(dossier),
      handledAt: dossier.step === null ? null : names(dossier.step.agencyId),
      competentBodyName: names(dossier.competentBodyId),
      centre:
        centre === undefined ? null : { name: centre.name, address: centre.address, phone: centre.phone },
      degree: degreeOf(dossier, version === null ? 1 : mainWay(version.procedure.process).length),
      story: storyOf(changes)
        .filter((line) => !line.official)
        .map(({ official: _, detail: __, ...line }) => line),
      links: await linksShown(tx, dossier, false),
      supplementRequest:
        dossier.state === 'awaiting-supplement' && asked !== undefined
          ? {
              at: asked.at,
              items: asked.items,
              reason: asked.reason,
              until:
                version?.procedure.unanswered === undefined
                  ? null
                  : answerableUntil(calendar, version.procedure.unanswered, asked.at).toISOString(),
            }
          : null,
      refusalReason:
        dossier.refusalReason ??
        (dossier.outcome === 'refused' && dossier.result !== null ? dossier.decision?.reason : null) ??
        null,
      result:
        dossier.result === null
          ? null
          : {
              ...dossier.result,
              outcome: dossier.outcome,
              returnedAt: dossier.returnedAt,
              returned: dossier.returned,
            },
      stop: dossier.stop ?? null,
      apologies: (dossier.errors ?? []).flatMap(({ apology, mended }) =>
        apology === null ? [] : [{ at: apology.at, text: apology.text, mended: mended?.how ?? null }],
      ),
      returnBy: dossier.returnBy,
      fees: dossier.fees,
      form: dossier.form,
      formSchema: version?.procedure.form ?? null,
      components: dossier.components.map((one) => ({
        key: one.key,
        name:
          version?.procedure.components.find((component) => component.key === one.key)?.name ??
          nameOfOther(one.key),
        papers: one.paperIds.flatMap((id) => {
          const paper = papers.find((candidate) => candidate.id === id);
          return paper === undefined
            ? []
            : [{ paperId: paper.id, name: paper.name, type: paper.type, size: paper.size }];
        }),
      })),
      mayWithdraw:
        dossier.outcome === null &&
        ['submitted', 'received', 'in-progress', 'awaiting-supplement', 'awaiting-payment'].includes(
          dossier.state,
        ),
    };
  },
});

const RETURN_NOTICES = { counter: 'tại quầy', post: 'qua bưu chính', online: 'trực tuyến' } as const;

/** A notice in plain words, from what the act said when it queued it. */
function noticeText(
  body: Record<string, unknown>,
  dossier: { procedureName: string; code: string | null },
): string {
  const name = `Hồ sơ “${dossier.procedureName}”${dossier.code === null ? '' : ` (${dossier.code})`}`;
  const items = (body.items as { text: string }[] | undefined)?.map((item) => item.text).join('; ') ?? '';
  switch (body.event) {
    case 'received':
      return `${name} đã được tiếp nhận.`;
    case 'refused-receipt':
      return `${name} không được tiếp nhận. Lý do: ${body.reason}`;
    case 'supplement-requested':
      return `${name} cần bổ sung: ${items}.`;
    case 'payment-requested':
      return `${name} cần nộp phí, lệ phí để được giải quyết tiếp. ${body.reason}`;
    case 'paid':
      return `${name} đã nộp phí, lệ phí, biên lai số ${body.number}.`;
    case 'refund-owed':
      return `Khoản tiền nộp cho ${name} sẽ được hoàn lại. ${body.reason}`;
    case 'refunded':
      return `Đã hoàn lại tiền của ${name}.`;
    case 'supplemented':
      return `${name} đã nhận đủ phần bổ sung; thời hạn được tính lại từ đầu.`;
    case 'extended':
      return `${name} được hẹn lại ngày trả kết quả; cơ quan xin lỗi ông/bà. Lý do: ${body.reason}`;
    case 'resolved':
      return `${name} đã có kết quả, số ${body.number}.`;
    case 'told':
      return `${name}: ${body.text}`;
    case 'returned':
      return `${name} đã trả kết quả ${RETURN_NOTICES[body.by as keyof typeof RETURN_NOTICES] ?? ''}.`;
    case 'undone':
      return `${name}: việc báo trước đó được thu lại. Lý do: ${body.reason}`;
    case 'corrected':
      return `${name} được sửa thông tin và cấp lại giấy tiếp nhận. Lý do: ${body.reason}`;
    case 'result-corrected':
      return `${name}: kết quả số ${body.replaces} được đính chính, thay bằng số ${body.number}. Lý do: ${body.reason}`;
    case 'stopped':
      return body.ground === 'unanswered'
        ? `${name} được đóng vì quá thời hạn mà chưa nhận được phần bổ sung (${body.legalBasis}).`
        : `${name} ${body.mayResume === true ? 'tạm dừng' : 'dừng'} giải quyết. Lý do: ${body.reason}`;
    case 'withdrawn':
      return `${name} được rút theo đề nghị của ông/bà. Lý do: ${body.reason}`;
    case 'resumed':
      return `${name} được giải quyết tiếp. Lý do: ${body.reason}`;
    case 'apologised':
      return `${name}: cơ quan xin lỗi ông/bà. ${body.text}`;
    case 'mended':
      return `${name}: sai sót của cơ quan đã được khắc phục. ${body.how}`;
    default:
      return `${name} có thay đổi.`;
  }
}

export const listNotices = view({
  name: 'dossiers.list-own-dossiers',
  summary: 'What the citizen was told, newest first.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    items: Type.Array(Type.Object({ at: Type.String(), dossierId: Type.String(), text: Type.String() })),
  }),
  async run(tx, actor) {
    const { rows } = await tx.query<{
      at: Date;
      subject_id: string;
      body: Record<string, unknown>;
      dossier: Dossier;
    }>(
      `select m.at, m.subject_id, m.body, d.body as dossier from messages m join dossiers d on d.id = m.subject_id
       where m.channel = 'portal' and m.recipient = $1 order by m.at desc, m.id desc limit 50`,
      [ownPerson(actor)],
    );
    return {
      items: rows.map((row) => ({
        at: row.at.toISOString(),
        dossierId: row.subject_id,
        text: noticeText(row.body, row.dossier),
      })),
    };
  },
});

export const listDrafts = view({
  name: 'dossiers.list-drafts',
  summary: 'The drafts of the signed-in citizen.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    items: Type.Array(Type.Object({ procedureCode: Type.String(), savedAt: Type.String() })),
  }),
  async run(tx, actor) {
    const { rows } = await tx.query<{ procedure_code: string; saved_at: Date }>(
      'select procedure_code, saved_at from drafts where person_id = $1 order by saved_at desc',
      [ownPerson(actor)],
    );
    return {
      items: rows.map((row) => ({ procedureCode: row.procedure_code, savedAt: row.saved_at.toISOString() })),
    };
  },
});

export const seeDraft = view({
  name: 'dossiers.see-draft',
  summary: 'What the citizen had typed for a procedure.',
  input: Type.Object({ procedureCode: Type.String({ maxLength: 20 }) }, { additionalProperties: false }),
  output: Type.Object({ body: Type.Unknown(), savedAt: Type.String() }),
  async run(tx, actor, input) {
    const { rows } = await tx.query<{ body: unknown; saved_at: Date }>(
      'select body, saved_at from drafts where person_id = $1 and procedure_code = $2',
      [ownPerson(actor), input.procedureCode],
    );
    const row = rows[0];
    if (row === undefined) throw new Refusal('missing', 'draft.unknown');
    return { body: row.body, savedAt: row.saved_at.toISOString() };
  },
});
