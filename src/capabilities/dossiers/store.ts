import type { CopiedTable } from '../../db/copy.ts';
import type { Circumstances } from '../../kernel/act.ts';
import type { Actor, OnBehalf } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type CommuneDivision, findSector } from '../procedures/index.ts';
import { changesOf } from '../record/index.ts';
import {
  applyChange,
  type Dossier,
  type DossierChange,
  isOpen,
  owedAmount,
  type PartVisit,
} from './dossier.ts';
import { passedAgencies, standsOtherwise } from './facts.ts';
import { restoreFacts, saveFacts } from './facts-store.ts';
import { standsForOthers } from './linked.ts';
import { saveVault } from './vaulting.ts';

/** The typed columns beside `body`: drawn from it here and nowhere else. */
function columnsOf(dossier: Dossier): Record<string, unknown> {
  const holder = dossier.step;
  return {
    version: dossier.version,
    code: dossier.code,
    tracking_code: dossier.trackingCode,
    state: dossier.state,
    channel: dossier.channel,
    procedure_code: dossier.procedureCode,
    sector: dossier.sector,
    receiving_body_id: dossier.receivingBodyId,
    centre_id: dossier.centreId,
    competent_body_id: dossier.competentBodyId,
    applicant_id: dossier.applicantId,
    submitted_at: dossier.submittedAt,
    received_at: dossier.receivedAt,
    due_at: isOpen(dossier) ? dossier.dueAt : null,
    ended_at: dossier.endedAt,
    due_at_end: dossier.dueAtEnd,
    outcome: dossier.outcome,
    returned_at: dossier.returnedAt,
    holder_agency_id: holder?.agencyId ?? null,
    holder_official_id: holder?.officialId ?? null,
    holder_role: holder?.role ?? null,
    passed_agency_ids: passedAgencies(dossier),
    linked_parent_id: dossier.linkedTo?.dossierId ?? null,
    stands_for_others: standsForOthers(dossier),
    mirrored_in: dossier.mirror?.system ?? null,
    returned_here: dossier.mirror?.returnedHere ?? true,
    owed: owedAmount(dossier),
    body: JSON.stringify(dossier),
  };
}

const INSERT_COLUMNS = [
  'version',
  'code',
  'tracking_code',
  'state',
  'channel',
  'procedure_code',
  'sector',
  'receiving_body_id',
  'centre_id',
  'competent_body_id',
  'applicant_id',
  'submitted_at',
  'received_at',
  'due_at',
  'ended_at',
  'due_at_end',
  'outcome',
  'returned_at',
  'holder_agency_id',
  'holder_official_id',
  'holder_role',
  'passed_agency_ids',
  'linked_parent_id',
  'stands_for_others',
  'mirrored_in',
  'returned_here',
  'owed',
  'body',
];

// $1 is the id, $2 the applicant and procedure to search by, the columns follow from $3: code $4, tracking code $5, applicant $13.
const SEARCH = "fold(concat_ws(' ', $4::text, $5::text, $2::text, p.personal_id, p.tax_code, p.phone))";

const INSERT = `insert into dossiers (id, search, ${INSERT_COLUMNS.join(', ')})
  select $1, ${SEARCH}, ${INSERT_COLUMNS.map((_, place) => `$${place + 3}`).join(', ')} from persons p where p.id = $13`;

const UPDATE = `update dossiers d set search = ${SEARCH},
  ${INSERT_COLUMNS.map((name, place) => `${name} = $${place + 3}`).join(', ')} from persons p where d.id = $1 and p.id = $13`;

const searchText = (dossier: Dossier) => `${dossier.applicantName} ${dossier.procedureName}`;

/** Dossiers that are not there yet, as rows to be copied; `search` is the folded text by which each is found. */
export function dossierTable(made: readonly { dossier: Dossier; search: string }[]): CopiedTable {
  return {
    table: 'dossiers',
    columns: ['id', 'search', ...INSERT_COLUMNS],
    rows: made.map(({ dossier, search }) => {
      const columns = columnsOf(dossier);
      return [dossier.id, search, ...INSERT_COLUMNS.map((name) => columns[name])];
    }),
  };
}

/** What may be done here to a dossier that a ministry's system decides: nothing else, whichever act tries it. */
const OF_A_MIRROR: ReadonlySet<DossierChange['type']> = new Set(['mirrored', 'noted', 'returned']);

/** Lays the change in the record and makes the dossier what it now is, in one breath. */
export async function change(
  tx: Tx,
  id: string,
  before: Dossier | null,
  made: DossierChange,
  now: Circumstances,
): Promise<Dossier> {
  if (before?.mirror !== undefined && !OF_A_MIRROR.has(made.type))
    throw new Refusal('conflict', 'dossier.mirrored', { system: before.mirror.system });
  const dossier = applyChange(id, before, made);
  const columns = columnsOf(dossier);
  const values = INSERT_COLUMNS.map((name) => columns[name]);
  const saved =
    before === null
      ? await tx.query({ name: 'dossier-insert', text: INSERT, values: [id, searchText(dossier), ...values] })
      : await tx.query({
          name: 'dossier-update',
          text: UPDATE,
          values: [id, searchText(dossier), ...values],
        });
  if (saved.rowCount !== 1) throw new Error(`dossier ${id} was not saved`);
  if (before !== null && before.parts !== dossier.parts) await saveParts(tx, id, dossier.parts);
  if (made.type === 'undone')
    await restoreFacts(tx, dossier, [...((await changesOf(tx, 'dossier', id)) as DossierChange[]), made]);
  else await saveFacts(tx, before, dossier, made.at);
  await saveVault(tx, before, dossier, made);
  if (dossier.voided !== before?.voided) await saveVoided(tx, dossier);
  if (dossier.errors !== before?.errors) await saveErrors(tx, dossier);
  await now.record({
    subjectKind: 'dossier',
    subjectId: id,
    change: made,
    onBehalfOf: dossier.applicantId,
    bodyIds: [...new Set([dossier.receivingBodyId, dossier.competentBodyId])],
  });
  return dossier;
}

/** Those of these dossiers that an official holds in a division, locked in the order of their ids. */
export async function lockHeldBy(
  tx: Tx,
  ids: string[],
  officialId: string,
  agencyId: string,
): Promise<Dossier[]> {
  const { rows } = await tx.query<{ body: Dossier }>(
    `select body from dossiers where id = any($1) and holder_official_id = $2 and holder_agency_id = $3
       and state in ('received', 'in-progress', 'awaiting-supplement', 'awaiting-payment') order by id for update`,
    [ids, officialId, agencyId],
  );
  return rows.map((row) => row.body);
}

/** How many dossiers lie with each of these officials now. */
export async function openByOfficial(tx: Tx, officialIds: string[]): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ id: string; count: number }>(
    `select d.holder_official_id as id, count(*) as count from dossiers d
     where d.holder_official_id = any($1) and d.received_at is not null and d.ended_at is null group by 1`,
    [officialIds],
  );
  return new Map(rows.map((row) => [row.id, row.count]));
}

/**
 * Many dossiers go from one pair of hands to another at the same step: a change each, and a constant number of questions
 * however many. Nothing else of a dossier may change by it; what figures count (but for the version) does not.
 */
export async function changeHands(
  tx: Tx,
  handed: { before: Dossier; made: DossierChange }[],
  now: Circumstances,
): Promise<void> {
  if (handed.length === 0) return;
  const after = handed.map(({ before, made }) => {
    const dossier = applyChange(before.id, before, made);
    if (
      dossier.step?.key !== before.step?.key ||
      dossier.step?.agencyId !== before.step?.agencyId ||
      standsOtherwise(before, dossier)
    )
      throw new Error(`dossier ${before.id} would change more than its holder`);
    return dossier;
  });
  const ids = after.map((dossier) => dossier.id);
  const saved = await tx.query(
    `update dossiers d set version = n.version, state = n.state, holder_official_id = n.official, body = n.body
     from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::jsonb[]) as n (id, version, state, official, body)
     where d.id = n.id`,
    [
      ids,
      after.map((dossier) => dossier.version),
      after.map((dossier) => dossier.state),
      after.map((dossier) => dossier.step?.officialId ?? null),
      after.map((dossier) => JSON.stringify(dossier)),
    ],
  );
  if (saved.rowCount !== ids.length) throw new Error('not every dossier was saved');
  await tx.query(
    `update dossier_facts f set version = n.version
     from unnest($1::text[], $2::integer[]) as n (id, version) where f.dossier_id = n.id`,
    [ids, after.map((dossier) => dossier.version)],
  );
  await now.recordAll(
    handed.map(({ before, made }) => ({
      subjectKind: 'dossier',
      subjectId: before.id,
      change: made,
      onBehalfOf: before.applicantId,
      bodyIds: [...new Set([before.receivingBodyId, before.competentBodyId])],
    })),
  );
}

/** Finds which dossier mirrors a ministry's, or claims it for `fresh`; later updates of the same wait until commit. */
export async function claimMirror(tx: Tx, system: string, code: string, fresh: string): Promise<string> {
  const { rows } = await tx.query<{ dossier_id: string }>(
    `insert into mirrored_dossiers as m (system, code, dossier_id) values ($1, $2, $3)
     on conflict (system, code) do update set dossier_id = m.dossier_id returning m.dossier_id`,
    [system, code, fresh],
  );
  return rows[0]?.dossier_id ?? fresh;
}

/** The rows beside the dossier by which those who are asked find it. */
async function saveParts(tx: Tx, dossierId: string, parts: PartVisit[]): Promise<void> {
  if (parts.length === 0) return;
  const column = <K extends keyof PartVisit>(key: K) => parts.map((part) => part[key]);
  await tx.query(
    `insert into dossier_parts (dossier_id, id, kind, agency_id, body_id, official_id, asked_at, due_at, ended_at, ending)
     select $1, p.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[],
       $9::timestamptz[], $10::text[]) as p (id, kind, agency_id, body_id, official_id, asked_at, due_at, ended_at, ending)
     on conflict (dossier_id, id) do update set official_id = excluded.official_id, due_at = excluded.due_at,
       ended_at = excluded.ended_at, ending = excluded.ending`,
    [
      dossierId,
      column('id'),
      column('kind'),
      column('agencyId'),
      column('bodyId'),
      column('officialId'),
      column('askedAt'),
      column('dueAt'),
      column('endedAt'),
      column('ending'),
    ],
  );
}

/** What the book of dossiers shows of codes that were taken back. */
async function saveVoided(tx: Tx, dossier: Dossier): Promise<void> {
  const voided = dossier.voided ?? [];
  await tx.query('delete from voided_codes where dossier_id = $1', [dossier.id]);
  await tx.query(
    `insert into voided_codes (code, dossier_id, receiving_body_id, centre_id, sector, received_at, voided_at, by_name, reason)
     select v.code, $1, $2, $3, $4, v.received_at, v.voided_at, v.by_name, v.reason
     from unnest($5::text[], $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[])
       as v (code, received_at, voided_at, by_name, reason)`,
    [
      dossier.id,
      dossier.receivingBodyId,
      dossier.centreId,
      dossier.sector,
      voided.map((one) => one.code),
      voided.map((one) => one.receivedAt),
      voided.map((one) => one.at),
      voided.map((one) => one.byName),
      voided.map((one) => one.reason),
    ],
  );
}

/** The office's errors as they are counted. */
async function saveErrors(tx: Tx, dossier: Dossier): Promise<void> {
  const errors = dossier.errors ?? [];
  await tx.query('delete from office_errors where dossier_id = $1', [dossier.id]);
  await tx.query(
    `insert into office_errors (dossier_id, number, kind, agency_id, receiving_body_id, competent_body_id, noted_at, apologised_at, mended_at)
     select $1, e.number, e.kind, e.agency_id, $2, $3, e.noted_at, e.apologised_at, e.mended_at
     from unnest($4::integer[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[])
       as e (number, kind, agency_id, noted_at, apologised_at, mended_at)`,
    [
      dossier.id,
      dossier.receivingBodyId,
      dossier.competentBodyId,
      errors.map((one) => one.number),
      errors.map((one) => one.kind),
      errors.map((one) => one.agencyId),
      errors.map((one) => one.at),
      errors.map((one) => one.apology?.at ?? null),
      errors.map((one) => one.mended?.at ?? null),
    ],
  );
}

/** The change's first words: when, by whom, by which act. */
export function madeBy(
  actor: Actor,
  act: string,
  now: Circumstances,
): { at: string; by: string; byName: string; act: string; onBehalf?: OnBehalf } {
  return {
    at: now.at.toISOString(),
    by: actor.id,
    byName: actor.name,
    act,
    ...(actor.kind === 'official' && actor.actingFor !== undefined ? { onBehalf: actor.actingFor } : {}),
  };
}

/**
 * Locks a dossier for an act. When the screen saw another version, the act is refused and told who changed what:
 * nobody overwrites what they have not seen.
 */
export async function lockDossier(tx: Tx, id: string, seenVersion: number | null): Promise<Dossier> {
  const { rows } = await tx.query<{ body: Dossier }>({
    name: 'dossier-lock',
    text: 'select body from dossiers where id = $1 for update',
    values: [id],
  });
  const dossier = rows[0]?.body;
  if (dossier === undefined) throw new Refusal('missing', 'dossier.unknown');
  if (seenVersion !== null && seenVersion !== dossier.version)
    throw new Refusal('conflict', 'dossier.stale', {
      act: dossier.lastChange.act,
      by: dossier.lastChange.by,
      at: dossier.lastChange.at,
      version: dossier.version,
    });
  return dossier;
}

export async function getDossier(tx: Tx, id: string): Promise<Dossier | null> {
  const { rows } = await tx.query<{ body: Dossier }>('select body from dossiers where id = $1', [id]);
  return rows[0]?.body ?? null;
}

/** The next number of a register. The row stays locked until commit, so numbers have no gap. */
export async function nextSerial(
  tx: Tx,
  kind: 'dossier' | 'result' | 'receipt',
  bodyId: string,
  period: string,
): Promise<number> {
  const { rows } = await tx.query<{ last: number }>({
    name: 'next-serial',
    text: `insert into serials as s (kind, body_id, period, last) values ($1, $2, $3, 1)
           on conflict (kind, body_id, period) do update set last = s.last + 1 returning s.last`,
    values: [kind, bodyId, period],
  });
  return rows[0]?.last ?? 0;
}

export interface Draft {
  procedureCode: string;
  body: unknown;
  savedAt: string;
}

export async function saveDraft(
  tx: Tx,
  personId: string,
  procedureCode: string,
  body: unknown,
  at: Date,
): Promise<void> {
  await tx.query(
    `insert into drafts (person_id, procedure_code, body, saved_at) values ($1, $2, $3, $4)
     on conflict (person_id, procedure_code) do update set body = excluded.body, saved_at = excluded.saved_at`,
    [personId, procedureCode, JSON.stringify(body), at],
  );
}

export async function discardDraft(tx: Tx, personId: string, procedureCode: string): Promise<void> {
  await tx.query('delete from drafts where person_id = $1 and procedure_code = $2', [
    personId,
    procedureCode,
  ]);
}

export async function saveDeskDraft(
  tx: Tx,
  officialId: string,
  draft: { id: string; title: string; body: unknown },
  at: Date,
): Promise<void> {
  await tx.query(
    `insert into desk_drafts (official_id, id, title, body, saved_at) values ($1, $2, $3, $4, $5)
     on conflict (official_id, id) do update set title = excluded.title, body = excluded.body, saved_at = excluded.saved_at`,
    [officialId, draft.id, draft.title, JSON.stringify(draft.body), at],
  );
}

/** False when there was none. */
export async function discardDeskDraft(tx: Tx, officialId: string, id: string): Promise<boolean> {
  const { rowCount } = await tx.query('delete from desk_drafts where official_id = $1 and id = $2', [
    officialId,
    id,
  ]);
  return rowCount === 1;
}

/** The dossiers whose supplement is awaited under a law that sets a time, longest waiting first. */
export async function awaitedWithTime(
  tx: Tx,
): Promise<{ id: string; askedAt: string; centreId: string; workingDays: number }[]> {
  const { rows } = await tx.query<{
    id: string;
    asked_at: string;
    centre_id: string;
    working_days: number;
  }>(
    `select d.id, d.body -> 'supplements' -> -1 ->> 'at' as asked_at, d.centre_id,
       (v.body #>> '{unanswered,workingDays}')::integer as working_days
     from dossiers d join procedure_versions v on v.id = d.body ->> 'procedureVersionId'
     where d.state = 'awaiting-supplement' and v.body -> 'unanswered' is not null order by 2, 1`,
  );
  return rows.map((row) => ({
    id: row.id,
    askedAt: row.asked_at,
    centreId: row.centre_id,
    workingDays: row.working_days,
  }));
}

/** Which division of a commune prepares decisions of a sector. */
export async function divisionOfSector(tx: Tx, sector: string): Promise<CommuneDivision> {
  return (await findSector(tx, sector))?.division ?? 'office';
}
