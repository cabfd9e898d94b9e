import type { Tx } from '../../kernel/tx.ts';
import type { RoundForm } from './form.ts';
import type { Round, Sheet, Step } from './round.ts';

interface RoundRow {
  id: string;
  form: RoundForm;
  name: string;
  note: string;
  period_kind: Round['periodKind'];
  period_year: number;
  period_number: number;
  cut_off: Round['cutOff'];
  period_from: string;
  period_to: string;
  cut_off_at: Date;
  due_at: Date;
  organiser_id: string;
  frozen_at: Date | null;
  locked_at: Date | null;
  opened_at: Date;
  opened_by_name: string;
}

const ROUND = `id, form, name, note, period_kind, period_year, period_number, cut_off, period_from, period_to, cut_off_at,
  due_at, organiser_id, frozen_at, locked_at, opened_at, opened_by_name`;

const roundFrom = (row: RoundRow): Round => ({
  id: row.id,
  form: row.form,
  name: row.name,
  note: row.note,
  periodKind: row.period_kind,
  periodYear: row.period_year,
  periodNumber: row.period_number,
  cutOff: row.cut_off,
  from: row.period_from,
  to: row.period_to,
  cutOffAt: row.cut_off_at,
  dueAt: row.due_at,
  organiserId: row.organiser_id,
  frozenAt: row.frozen_at,
  lockedAt: row.locked_at,
  openedAt: row.opened_at,
  openedByName: row.opened_by_name,
});

interface SheetRow {
  round_id: string;
  body_id: string;
  body_name: string;
  body_kind: string;
  state: Sheet['state'];
  locked: boolean;
  version: number;
  cells: Sheet['cells'];
  explanations: Sheet['explanations'];
  counted: Sheet['counted'];
  steps: Step[];
  report_id: string | null;
  sent_at: Date | null;
  first_sent_at: Date | null;
}

const SHEET = `round_id, body_id, body_name, body_kind, state, locked, version, cells, explanations, counted, steps,
  report_id, sent_at, first_sent_at`;

const sheetFrom = (row: SheetRow): Sheet => ({
  roundId: row.round_id,
  bodyId: row.body_id,
  bodyName: row.body_name,
  bodyKind: row.body_kind,
  state: row.state,
  locked: row.locked,
  version: row.version,
  cells: row.cells,
  explanations: row.explanations,
  counted: row.counted,
  steps: row.steps,
  reportId: row.report_id,
  sentAt: row.sent_at,
  firstSentAt: row.first_sent_at,
});

/** Null when there is none. `lock` for whoever freezes or locks it: before its sheets, and these in their order. */
export async function findRound(tx: Tx, id: string, lock = false): Promise<Round | null> {
  const { rows } = await tx.query<RoundRow>(
    `select ${ROUND} from rounds where id = $1${lock ? ' for update' : ''}`,
    [id],
  );
  return rows[0] === undefined ? null : roundFrom(rows[0]);
}

/** False when the same is already asked for that period. */
export async function insertRound(tx: Tx, round: Round & { openedBy: string }): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into rounds (id, form_code, form, name, note, period_kind, period_year, period_number, cut_off, period_from,
       period_to, cut_off_at, due_at, organiser_id, opened_at, opened_by, opened_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict on constraint rounds_once do nothing`,
    [
      round.id,
      round.form.code,
      JSON.stringify(round.form),
      round.name,
      round.note,
      round.periodKind,
      round.periodYear,
      round.periodNumber,
      round.cutOff,
      round.from,
      round.to,
      round.cutOffAt,
      round.dueAt,
      round.organiserId,
      round.openedAt,
      round.openedBy,
      round.openedByName,
    ],
  );
  return rowCount === 1;
}

/** A sheet for each body, all of them in one statement. */
export async function insertSheets(
  tx: Tx,
  roundId: string,
  bodies: readonly { id: string; name: string; kind: string }[],
): Promise<void> {
  await tx.query(
    `insert into round_sheets (round_id, body_id, body_name, body_kind, state, version, cells, explanations, steps)
     select $1, b.id, b.name, b.kind, 'open', 1, '{}', '{}', '[]'
     from unnest($2::text[], $3::text[], $4::text[]) as b (id, name, kind)`,
    [roundId, bodies.map(({ id }) => id), bodies.map(({ name }) => name), bodies.map(({ kind }) => kind)],
  );
}

export async function findSheet(
  tx: Tx,
  roundId: string,
  bodyId: string,
  lock = false,
): Promise<Sheet | null> {
  const { rows } = await tx.query<SheetRow>(
    `select ${SHEET} from round_sheets where round_id = $1 and body_id = $2${lock ? ' for update' : ''}`,
    [roundId, bodyId],
  );
  return rows[0] === undefined ? null : sheetFrom(rows[0]);
}

/** All sheets of a round, or those of some bodies; `lock` takes them in one order, so that two never wait in a ring. */
export async function sheetsOf(
  tx: Tx,
  roundId: string,
  how: { bodies?: readonly string[]; lock?: boolean } = {},
): Promise<Sheet[]> {
  const { rows } = await tx.query<SheetRow>(
    `select ${SHEET} from round_sheets where round_id = $1 and ($2::text[] is null or body_id = any($2::text[]))
     order by body_id${how.lock === true ? ' for update' : ''}`,
    [roundId, how.bodies ?? null],
  );
  return rows.map(sheetFrom);
}

/** Writes what may change of sheets, all of them in one statement. */
export async function saveSheets(tx: Tx, sheets: readonly Sheet[]): Promise<void> {
  if (sheets.length === 0) return;
  await tx.query(
    `update round_sheets s set state = n.state, locked = n.locked, version = n.version, cells = n.cells,
       explanations = n.explanations, steps = n.steps, report_id = n.report_id, sent_at = n.sent_at,
       first_sent_at = n.first_sent_at
     from jsonb_to_recordset($1::jsonb) as n (round_id text, body_id text, state text, locked boolean, version integer,
       cells jsonb, explanations jsonb, steps jsonb, report_id text, sent_at timestamptz, first_sent_at timestamptz)
     where s.round_id = n.round_id and s.body_id = n.body_id`,
    [
      JSON.stringify(
        sheets.map((sheet) => ({
          round_id: sheet.roundId,
          body_id: sheet.bodyId,
          state: sheet.state,
          locked: sheet.locked,
          version: sheet.version,
          cells: sheet.cells,
          explanations: sheet.explanations,
          steps: sheet.steps,
          report_id: sheet.reportId,
          sent_at: sheet.sentAt,
          first_sent_at: sheet.firstSentAt,
        })),
      ),
    ],
  );
}

/** Keeps the counted figures of all sheets of a round, by body. */
export async function saveFrozen(
  tx: Tx,
  roundId: string,
  counted: ReadonlyMap<string, Record<string, number | null>>,
  at: Date,
): Promise<void> {
  await tx.query(
    `update round_sheets s set counted = n.counted from jsonb_to_recordset($2::jsonb) as n (body_id text, counted jsonb)
     where s.round_id = $1 and s.body_id = n.body_id`,
    [roundId, JSON.stringify([...counted].map(([body_id, figures]) => ({ body_id, counted: figures })))],
  );
  await tx.query('update rounds set frozen_at = $2 where id = $1', [roundId, at]);
}

export async function saveLocked(tx: Tx, roundId: string, at: Date): Promise<void> {
  await tx.query('update rounds set locked_at = $2 where id = $1', [roundId, at]);
}

/** The id of the round of the same form in another period of its kind; null when there was none. */
export async function roundOfPeriod(
  tx: Tx,
  { form, periodKind, organiserId }: Round,
  { year, number }: { year: number; number: number },
): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from rounds where form_code = $1 and period_kind = $2 and period_year = $3 and period_number = $4
       and organiser_id = $5`,
    [form.code, periodKind, year, number, organiserId],
  );
  return rows[0]?.id ?? null;
}

/** Rounds whose cut-off is past and whose figures still move. */
export async function roundsToFreeze(tx: Tx, at: Date): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'select id from rounds where frozen_at is null and cut_off_at <= $1 order by id limit 50',
    [at],
  );
  return rows.map(({ id }) => id);
}

/** Unlocked rounds that are due by a moment and have sheets that were not sent nor reminded of for that day. */
export async function roundsToRemind(tx: Tx, dueBy: Date, day: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select r.id from rounds r where r.locked_at is null and r.due_at <= $1 and exists (select from round_sheets s
       where s.round_id = r.id and s.sent_at is null and (s.reminded_for is null or s.reminded_for < $2))
     order by r.id limit 50`,
    [dueBy, day],
  );
  return rows.map(({ id }) => id);
}

/** The officials who fill in or approve the sheets that were not sent, with an address; marks the sheets as reminded. */
export async function takeReminders(
  tx: Tx,
  roundId: string,
  day: string,
): Promise<{ official_id: string; email: string; body_id: string }[]> {
  const { rows } = await tx.query<{ official_id: string; email: string; body_id: string }>(
    `with reminded as (
       update round_sheets s set reminded_for = $2 where s.round_id = $1 and s.sent_at is null
         and (s.reminded_for is null or s.reminded_for < $2) returning s.body_id)
     select distinct o.id as official_id, o.email, m.body_id from reminded m join duties d on d.body_id = m.body_id
       join officials o on o.id = d.official_id
     where d.role in ('leader', 'clerk', 'specialist', 'division-head') and o.email is not null and d.valid_from <= $2
       and (d.valid_to is null or d.valid_to > $2)
     order by o.id`,
    [roundId, day],
  );
  return rows;
}

export interface RoundListed {
  round: Omit<Round, 'form'> & { formName: string };
  /** One's own sheet, when only one body is asked about. */
  state: Sheet['state'] | null;
  bodyId: string | null;
  firstSentAt: Date | null;
  total: number;
  in: number;
}

/** Rounds with a sheet of these bodies (null: all), the newest first, with how many sheets are in. */
export async function listRounds(
  tx: Tx,
  bodyIds: readonly string[] | null,
  page: { offset: number; limit: number },
): Promise<{ items: RoundListed[]; total: number }> {
  const { rows } = await tx.query<
    Omit<RoundRow, 'form'> & {
      form_name: string;
      state: Sheet['state'] | null;
      body_id: string | null;
      first_sent_at: Date | null;
      sheets: number;
      sheets_in: number;
      of_all: number;
    }
  >(
    `select r.*, r.form ->> 'name' as form_name, c.sheets, c.sheets_in, mine.state, mine.body_id, mine.first_sent_at,
       count(*) over () as of_all
     from (select ${ROUND} from rounds) as r
     join (select round_id, count(*)::integer as sheets,
             count(*) filter (where state in ('approved', 'accepted'))::integer as sheets_in
           from round_sheets group by round_id) as c on c.round_id = r.id
     left join round_sheets mine on mine.round_id = r.id and mine.body_id = any($1::text[])
     where $1::text[] is null or mine.body_id is not null
     order by r.opened_at desc, r.id, mine.body_id offset $2 limit $3`,
    [bodyIds, page.offset, page.limit],
  );
  return {
    total: Number(rows[0]?.of_all ?? 0),
    items: rows.map((row) => {
      const { form: _, ...round } = roundFrom({ ...row, form: {} as RoundForm });
      return {
        round: { ...round, formName: row.form_name },
        state: row.state,
        bodyId: row.body_id,
        firstSentAt: row.first_sent_at,
        total: row.sheets,
        in: row.sheets_in,
      };
    }),
  };
}

export async function importedForms(tx: Tx): Promise<RoundForm[]> {
  const { rows } = await tx.query<{ body: RoundForm }>(
    'select body from round_forms order by code, effective_from',
  );
  return rows.map(({ body }) => body);
}

export async function saveForm(tx: Tx, form: RoundForm, origin: string, at: Date): Promise<void> {
  await tx.query(
    `insert into round_forms (code, effective_from, body, origin, loaded_at) values ($1, $2, $3, $4, $5)
     on conflict on constraint round_forms_pkey do update set body = excluded.body, origin = excluded.origin,
       loaded_at = excluded.loaded_at`,
    [form.code, form.effectiveFrom, JSON.stringify(form), origin, at],
  );
}
