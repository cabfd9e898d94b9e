import { createHash } from 'node:crypto';
import type { Tx } from '../../kernel/tx.ts';
import { feeFrom, type ProcedureVersion, type Sector } from './procedure.ts';

/** A version as it is kept: never changed but for its end. */
export interface StoredVersion {
  /** "1.001193@2025-07-01": what a dossier holds on to. */
  id: string;
  procedure: ProcedureVersion;
  contentHash: string;
}

interface VersionRow {
  id: string;
  body: Omit<ProcedureVersion, 'effectiveTo'>;
  effective_to: string | null;
  content_hash: string;
}

const COLUMNS = 'id, body, effective_to, content_hash';

function stored(row: VersionRow): StoredVersion {
  return {
    id: row.id,
    procedure: { ...row.body, effectiveTo: row.effective_to } as ProcedureVersion,
    contentHash: row.content_hash,
  };
}

export function versionId(code: string, effectiveFrom: string): string {
  return `${code}@${effectiveFrom}`;
}

/** The version of a code in force on a legal day, or null. */
export async function findVersion(tx: Tx, code: string, day: string): Promise<StoredVersion | null> {
  const { rows } = await tx.query<VersionRow>({
    name: 'procedures.find-version',
    text: `select ${COLUMNS} from procedure_versions
      where code = $1 and effective_from <= $2 and (effective_to is null or $2 < effective_to)`,
    values: [code, day],
  });
  return rows[0] === undefined ? null : stored(rows[0]);
}

export async function getVersion(tx: Tx, id: string): Promise<StoredVersion | null> {
  const { rows } = await tx.query<VersionRow>({
    name: 'procedures.get-version',
    text: `select ${COLUMNS} from procedure_versions where id = $1`,
    values: [id],
  });
  return rows[0] === undefined ? null : stored(rows[0]);
}

/** These versions by id. */
export async function getVersions(tx: Tx, ids: string[]): Promise<Map<string, StoredVersion>> {
  const { rows } = await tx.query<VersionRow>(
    `select ${COLUMNS} from procedure_versions where id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, stored(row)]));
}

/** The version of a procedure in force on a legal day. */
export async function versionInForce(tx: Tx, code: string, day: string): Promise<StoredVersion | null> {
  const { rows } = await tx.query<VersionRow>(
    `select ${COLUMNS} from procedure_versions
     where code = $1 and effective_from <= $2 and (effective_to is null or $2 < effective_to)`,
    [code, day],
  );
  return rows[0] === undefined ? null : stored(rows[0]);
}

/** Every version in force on a legal day, by code. */
export async function versionsInForce(tx: Tx, day: string): Promise<StoredVersion[]> {
  const { rows } = await tx.query<VersionRow>(
    `select ${COLUMNS} from procedure_versions
     where effective_from <= $1 and (effective_to is null or $1 < effective_to) order by code`,
    [day],
  );
  return rows.map(stored);
}

/** What statistics tell procedures apart by. */
export interface ProcedureKind {
  code: string;
  name: string;
  sector: string;
  level: 'commune' | 'province';
  competent: string;
  fullProcess: boolean;
  /** Null where the catalogue does not say. */
  placeIndependent: boolean | null;
  /** Its process has an approving decision. */
  processDecided: boolean;
}

/** The procedures in force on a legal day, without the rest of their content. */
export async function kindsInForce(tx: Tx, day: string): Promise<ProcedureKind[]> {
  const { rows } = await tx.query<ProcedureKind>(
    `select code, name, sector, level, competent, full_process as "fullProcess",
       case when place_independence_known then place_independent end as "placeIndependent", process_decided as "processDecided"
     from procedure_versions where effective_from <= $1 and (effective_to is null or $1 < effective_to) order by code`,
    [day],
  );
  return rows;
}

/** All versions of these codes, oldest first. */
export async function versionsOf(tx: Tx, codes: string[]): Promise<StoredVersion[]> {
  const { rows } = await tx.query<VersionRow>(
    `select ${COLUMNS} from procedure_versions where code = any($1) order by code, effective_from`,
    [codes],
  );
  return rows.map(stored);
}

export async function findSector(tx: Tx, code: string): Promise<Sector | null> {
  const { rows } = await tx.query<Sector>(
    'select code, name, division, department from sectors where code = $1',
    [code],
  );
  return rows[0] ?? null;
}

export async function loadSectors(tx: Tx): Promise<Sector[]> {
  const { rows } = await tx.query<Sector>(
    'select code, name, division, department from sectors order by name collate "C"',
  );
  return rows;
}

/** Two loads of a catalogue wait for each other: periods are compared with what the other one leaves. */
export async function lockCatalogue(tx: Tx): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(hashtext('procedures.import-catalogue'), hashtext(current_schema()))`,
  );
}

export async function saveSectors(tx: Tx, sectors: Sector[]): Promise<void> {
  await tx.query(
    `insert into sectors (code, name, division, department)
      select code, name, division, department
      from jsonb_to_recordset($1::jsonb) as s(code text, name text, division text, department text)
      on conflict (code) do update
        set name = excluded.name, division = excluded.division, department = excluded.department`,
    [JSON.stringify(sectors)],
  );
}

/** Ends versions: id and the first day on which it no longer holds. */
export async function closeVersions(tx: Tx, ends: { id: string; effectiveTo: string }[]): Promise<void> {
  if (ends.length === 0) return;
  await tx.query(
    `update procedure_versions v set effective_to = e.effective_to
      from jsonb_to_recordset($1::jsonb) as e(id text, effective_to date) where v.id = e.id`,
    [JSON.stringify(ends.map((end) => ({ id: end.id, effective_to: end.effectiveTo })))],
  );
}

export async function insertVersions(
  tx: Tx,
  versions: ProcedureVersion[],
  origin: string,
  at: Date,
): Promise<void> {
  const rows = versions.map((version) => {
    const { effectiveTo, ...body } = version;
    const term = version.terms[0];
    return {
      id: versionId(version.code, version.effectiveFrom),
      code: version.code,
      effective_from: version.effectiveFrom,
      effective_to: effectiveTo,
      name: version.name,
      keywords: version.keywords,
      sector: version.sector,
      level: version.level,
      competent: version.competent,
      channels: version.channels,
      full_process: version.serviceLevel === 'full-process',
      term_unit: term?.unit ?? null,
      term_value: term?.value ?? null,
      fee_from: feeFrom(version),
      provenance: version.provenance,
      content_hash: contentHash(version),
      body,
    };
  });
  // In portions: a whole province's catalogue in one value would be tens of megabytes.
  for (let from = 0; from < rows.length; from += 200)
    await tx.query(
      `insert into procedure_versions (id, code, effective_from, effective_to, name, name_folded, keywords_folded, sector,
          level, competent, channels, full_process, term_unit, term_value, fee_from, provenance, content_hash, body,
          origin, loaded_at)
        select v.id, v.code, v.effective_from, v.effective_to, v.name, fold(v.name),
          array(select fold(k) from jsonb_array_elements_text(v.keywords) k), v.sector, v.level, v.competent,
          array(select c from jsonb_array_elements_text(v.channels) c), v.full_process, v.term_unit, v.term_value,
          v.fee_from, v.provenance, v.content_hash, v.body, $2, $3
        from json_to_recordset($1::json) as v(id text, code text, effective_from date, effective_to date, name text,
          keywords jsonb, sector text, level text, competent text, channels jsonb, full_process boolean, term_unit text,
          term_value numeric, fee_from bigint, provenance text, content_hash text, body json)`,
      [JSON.stringify(rows.slice(from, from + 200)), origin, at],
    );
}

/** Makes a version follow another one, which ends on its first day; its id. The catalogue must be locked. */
export async function publishVersion(
  tx: Tx,
  version: ProcedureVersion,
  before: StoredVersion,
  origin: string,
  at: Date,
): Promise<string> {
  if (before.procedure.effectiveTo === null)
    await closeVersions(tx, [{ id: before.id, effectiveTo: version.effectiveFrom }]);
  await insertVersions(tx, [version], origin, at);
  return versionId(version.code, version.effectiveFrom);
}

/** sha256 over the content in a fixed order of keys. Its end is not content: a newer version may set it. */
export function contentHash(version: ProcedureVersion): string {
  const { effectiveTo: _, ...body } = version;
  return createHash('sha256').update(canonical(body)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}
