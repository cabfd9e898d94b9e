import { randomUUID } from 'node:crypto';
import type { Tx } from '../../kernel/tx.ts';
import type { LaidDown, VaultPaper, WithdrawnWhy } from './vault-paper.ts';

interface VaultRow {
  id: string;
  person_id: string;
  paper_id: string;
  source: VaultPaper['source'];
  kind: string | null;
  name: string;
  form: VaultPaper['form'];
  dossier_id: string | null;
  dossier_code: string | null;
  number: string | null;
  agency_id: string | null;
  checked_by_name: string | null;
  laid_at: Date;
  valid_from: string | null;
  valid_to: string | null;
  withdrawn_at: Date | null;
  withdrawn_why: WithdrawnWhy | null;
  file_name: string;
  type: string;
  size: number;
  sha256: string;
}

/** A paper of a vault with its file. */
export interface HeldPaper extends VaultPaper {
  file: { name: string; type: string; size: number; sha256: string };
}

const COLUMNS = `v.id, v.person_id, v.paper_id, v.source, v.kind, v.name, v.form, v.dossier_id, v.dossier_code, v.number,
  v.agency_id, v.checked_by_name, v.laid_at, v.valid_from, v.valid_to, v.withdrawn_at, v.withdrawn_why,
  p.name as file_name, p.type, p.size, p.sha256`;

const fromRow = (row: VaultRow): HeldPaper => ({
  id: row.id,
  personId: row.person_id,
  paperId: row.paper_id,
  source: row.source,
  kind: row.kind,
  name: row.name,
  form: row.form,
  dossierId: row.dossier_id,
  dossierCode: row.dossier_code,
  number: row.number,
  agencyId: row.agency_id,
  checkedByName: row.checked_by_name,
  laidAt: row.laid_at.toISOString(),
  validFrom: row.valid_from,
  validTo: row.valid_to,
  withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  withdrawnWhy: row.withdrawn_why,
  file: { name: row.file_name, type: row.type, size: row.size, sha256: row.sha256 },
});

/** All of a person's papers, newest first. */
export async function papersOfVault(tx: Tx, personId: string): Promise<HeldPaper[]> {
  const { rows } = await tx.query<VaultRow>(
    `select ${COLUMNS} from vault_papers v join papers p on p.id = v.paper_id
     where v.person_id = $1 order by v.laid_at desc, v.id limit 1000`,
    [personId],
  );
  return rows.map(fromRow);
}

export async function getVaultPaper(tx: Tx, id: string): Promise<HeldPaper | null> {
  const { rows } = await tx.query<VaultRow>(
    `select ${COLUMNS} from vault_papers v join papers p on p.id = v.paper_id where v.id = $1`,
    [id],
  );
  return rows[0] === undefined ? null : fromRow(rows[0]);
}

/** These papers, locked in the order of their ids: none of them is withdrawn while it is being used. */
export async function lockVaultPapers(tx: Tx, ids: string[]): Promise<Map<string, HeldPaper>> {
  const { rows } = await tx.query<VaultRow>(
    `select ${COLUMNS} from vault_papers v join papers p on p.id = v.paper_id
     where v.id = any($1) order by v.id for update of v`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, fromRow(row)]));
}

/** Lays papers in vaults, or brings what lies there up to what their dossiers now say. */
export async function layDown(tx: Tx, papers: readonly LaidDown[], at: string): Promise<void> {
  if (papers.length === 0) return;
  const column = <K extends keyof LaidDown>(key: K) => papers.map((paper) => paper[key]);
  await tx.query(
    `insert into vault_papers (id, person_id, paper_id, source, kind, name, form, dossier_id, dossier_code, number,
       agency_id, checked_by_name, valid_from, valid_to, laid_at)
     select n.*, $15::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
       $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::date[], $14::date[])
       as n (id, person_id, paper_id, source, kind, name, form, dossier_id, dossier_code, number, agency_id,
         checked_by_name, valid_from, valid_to)
     on conflict (id) do update set person_id = excluded.person_id, kind = excluded.kind, name = excluded.name,
       form = excluded.form, dossier_code = excluded.dossier_code, number = excluded.number,
       agency_id = excluded.agency_id, checked_by_name = excluded.checked_by_name, valid_from = excluded.valid_from,
       valid_to = excluded.valid_to, withdrawn_at = null, withdrawn_why = null`,
    [
      column('id'),
      column('personId'),
      column('paperId'),
      column('source'),
      column('kind'),
      column('name'),
      column('form'),
      column('dossierId'),
      column('dossierCode'),
      column('number'),
      column('agencyId'),
      column('checkedByName'),
      column('validFrom'),
      column('validTo'),
      at,
    ],
  );
}

/** Papers that no longer hold: they stay to be seen, and are offered no more. */
export async function withdrawPapers(
  tx: Tx,
  ids: readonly string[],
  why: WithdrawnWhy,
  at: string,
): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    'update vault_papers set withdrawn_at = $2, withdrawn_why = $3 where id = any($1) and withdrawn_at is null',
    [ids, at, why],
  );
}

export interface VaultUse {
  vaultId: string;
  paperId: string;
  personId: string;
  dossierId: string;
  procedureName: string;
  usedAt: string;
  byId: string;
  byName: string;
  agencyId: string | null;
}

export async function noteUses(tx: Tx, uses: readonly VaultUse[]): Promise<void> {
  const column = <K extends keyof VaultUse>(key: K) => uses.map((use) => use[key]);
  await tx.query(
    `insert into vault_uses (paper_id, vault_id, person_id, dossier_id, procedure_name, used_at, by_id, by_name, agency_id)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[],
       $8::text[], $9::text[])`,
    [
      column('paperId'),
      column('vaultId'),
      column('personId'),
      column('dossierId'),
      column('procedureName'),
      column('usedAt'),
      column('byId'),
      column('byName'),
      column('agencyId'),
    ],
  );
}

/** Each use of a person's papers, newest first. */
export async function usesOfVault(tx: Tx, personId: string): Promise<VaultUse[]> {
  const { rows } = await tx.query<{
    vault_id: string;
    paper_id: string;
    person_id: string;
    dossier_id: string;
    procedure_name: string;
    used_at: Date;
    by_id: string;
    by_name: string;
    agency_id: string | null;
  }>('select * from vault_uses where person_id = $1 order by used_at desc, paper_id limit 1000', [personId]);
  return rows.map((row) => ({
    vaultId: row.vault_id,
    paperId: row.paper_id,
    personId: row.person_id,
    dossierId: row.dossier_id,
    procedureName: row.procedure_name,
    usedAt: row.used_at.toISOString(),
    byId: row.by_id,
    byName: row.by_name,
    agencyId: row.agency_id,
  }));
}

export interface Opening {
  personId: string;
  officialId: string;
  officialName: string;
  agencyId: string;
  procedureName: string;
  openedAt: string;
  /** Until when that official may see and take what lies there. */
  until: string;
}

export async function noteOpening(tx: Tx, opening: Opening): Promise<void> {
  await tx.query(
    `insert into vault_openings (id, person_id, official_id, official_name, agency_id, procedure_name, opened_at, until)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      randomUUID(),
      opening.personId,
      opening.officialId,
      opening.officialName,
      opening.agencyId,
      opening.procedureName,
      opening.openedAt,
      opening.until,
    ],
  );
}

/** Who opened a person's vault at a counter, newest first. */
export async function openingsOf(tx: Tx, personId: string): Promise<Opening[]> {
  const { rows } = await tx.query<{
    official_id: string;
    official_name: string;
    agency_id: string;
    procedure_name: string;
    opened_at: Date;
    until: Date;
  }>('select * from vault_openings where person_id = $1 order by opened_at desc limit 200', [personId]);
  return rows.map((row) => ({
    personId,
    officialId: row.official_id,
    officialName: row.official_name,
    agencyId: row.agency_id,
    procedureName: row.procedure_name,
    openedAt: row.opened_at.toISOString(),
    until: row.until.toISOString(),
  }));
}

/** Whether this official opened the vault with the person there, not long ago. */
export async function isOpenTo(tx: Tx, personId: string, officialId: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from vault_openings where person_id = $1 and official_id = $2 and opened_at <= $3 and $3 < until limit 1`,
    [personId, officialId, at],
  );
  return rowCount === 1;
}
