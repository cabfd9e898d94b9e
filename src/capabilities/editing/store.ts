import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { findAgencies } from '../units/index.ts';
import type { HandlingBody } from './staffing.ts';

export interface StoredDraft {
  code: string;
  baseVersionId: string;
  version: number;
  body: Record<string, unknown>;
  begunByName: string;
  begunAt: Date;
  savedBy: string;
  savedByName: string;
  savedAt: Date;
}

interface DraftRow {
  code: string;
  base_version_id: string;
  version: number;
  body: Record<string, unknown>;
  begun_by_name: string;
  begun_at: Date;
  saved_by: string;
  saved_by_name: string;
  saved_at: Date;
}

const stored = (row: DraftRow): StoredDraft => ({
  code: row.code,
  baseVersionId: row.base_version_id,
  version: row.version,
  body: row.body,
  begunByName: row.begun_by_name,
  begunAt: row.begun_at,
  savedBy: row.saved_by,
  savedByName: row.saved_by_name,
  savedAt: row.saved_at,
});

const DRAFT = `select code, base_version_id, version, body, begun_by_name, begun_at, saved_by, saved_by_name, saved_at
  from procedure_drafts where code = $1`;

export async function findDraft(tx: Tx, code: string): Promise<StoredDraft | null> {
  const { rows } = await tx.query<DraftRow>(DRAFT, [code]);
  return rows[0] === undefined ? null : stored(rows[0]);
}

export async function lockDraft(tx: Tx, code: string): Promise<StoredDraft | null> {
  const { rows } = await tx.query<DraftRow>(`${DRAFT} for update`, [code]);
  return rows[0] === undefined ? null : stored(rows[0]);
}

/** The draft, locked; refused when it is not the one that was seen, with who saved it last. `seen` 0: there was none. */
export async function lockSeenDraft(tx: Tx, code: string, seen: number): Promise<StoredDraft | null> {
  const draft = await lockDraft(tx, code);
  if ((draft?.version ?? 0) !== seen)
    throw new Refusal('conflict', draft === null ? 'procedure-draft.gone' : 'procedure-draft.stale', {
      by: draft?.savedByName,
      at: draft?.savedAt.toISOString(),
      version: draft?.version ?? 0,
    });
  return draft;
}

/** Writes the draft. A draft begun by two at once is written by the first; false for the other. */
export async function saveDraft(
  tx: Tx,
  draft: Pick<StoredDraft, 'code' | 'baseVersionId' | 'version' | 'body'>,
  by: { id: string; name: string },
  at: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    draft.version === 1
      ? `insert into procedure_drafts (code, base_version_id, version, body, begun_by, begun_by_name, begun_at,
           saved_by, saved_by_name, saved_at)
         values ($1, $2, $3, $4, $5, $6, $7, $5, $6, $7) on conflict (code) do nothing`
      : `update procedure_drafts set base_version_id = $2, version = $3, body = $4, saved_by = $5, saved_by_name = $6,
           saved_at = $7 where code = $1`,
    [draft.code, draft.baseVersionId, draft.version, JSON.stringify(draft.body), by.id, by.name, at],
  );
  return rowCount === 1;
}

export async function dropDraft(tx: Tx, code: string): Promise<void> {
  await tx.query('delete from procedure_drafts where code = $1', [code]);
}

export interface Approval {
  versionId: string;
  baseVersionId: string;
  decisionNumber: string;
  decisionDate: string;
  approvedByName: string;
  approvedAt: Date;
}

export async function saveApproval(tx: Tx, approval: Approval & { approvedBy: string }): Promise<void> {
  await tx.query(
    `insert into procedure_approvals (version_id, base_version_id, decision_number, decision_date, approved_by,
       approved_by_name, approved_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      approval.versionId,
      approval.baseVersionId,
      approval.decisionNumber,
      approval.decisionDate,
      approval.approvedBy,
      approval.approvedByName,
      approval.approvedAt,
    ],
  );
}

export async function approvalsOf(tx: Tx, versionIds: string[]): Promise<Approval[]> {
  const { rows } = await tx.query<{
    version_id: string;
    base_version_id: string;
    decision_number: string;
    decision_date: string;
    approved_by_name: string;
    approved_at: Date;
  }>(
    `select version_id, base_version_id, decision_number, decision_date, approved_by_name, approved_at
     from procedure_approvals where version_id = any($1)`,
    [versionIds],
  );
  return rows.map((row) => ({
    versionId: row.version_id,
    baseVersionId: row.base_version_id,
    decisionNumber: row.decision_number,
    decisionDate: row.decision_date,
    approvedByName: row.approved_by_name,
    approvedAt: row.approved_at,
  }));
}

/** The bodies of this kind with their parts: every commune's committee, or every commune's police. */
export async function bodiesOfCommunes(
  tx: Tx,
  kind: 'commune-committee' | 'commune-police',
  today: string,
): Promise<HandlingBody[]> {
  const bodies = await findAgencies(tx, { kind, limit: 10_000 }, today);
  const centres = await findAgencies(tx, { kind: 'centre', limit: 10_000 }, today);
  const offices = await findAgencies(tx, { kind: 'office', limit: 10_000 }, today);
  const divisions = await findAgencies(tx, { kind: 'division', limit: 10_000 }, today);
  const parts = Map.groupBy([...offices, ...divisions, ...bodies], (agency) => agency.bodyId);
  // A commune's police is a body of its own; what it receives comes in at the commune's centre.
  const centreOf = new Map(centres.map((centre) => [centre.unitCode, centre.id]));
  return bodies.map((body) => ({
    id: body.id,
    name: body.name,
    centreId: centreOf.get(body.unitCode) ?? body.id,
    parts: parts.get(body.id) ?? [],
  }));
}
