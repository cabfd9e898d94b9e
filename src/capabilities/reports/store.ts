import type { Tx } from '../../kernel/tx.ts';
import type { Outline } from './outline.ts';
import type { FrozenFigures, Report } from './report.ts';
import type { Block } from './text.ts';

interface ReportRow {
  id: string;
  body_id: string;
  body_ids: string[];
  period_kind: Report['periodKind'];
  period_year: number;
  period_number: number;
  cut_off: Report['cutOff'];
  period_from: string;
  period_to: string;
  cut_off_at: Date;
  outline: Report['outline'];
  details: Report['details'];
  version: number;
  writable: boolean;
  figures: FrozenFigures | null;
  frozen_at: Date | null;
  made_at: Date;
  made_by_name: string;
  updated_at: Date;
}

const COLUMNS = `id, body_id, body_ids, period_kind, period_year, period_number, cut_off, period_from, period_to,
  cut_off_at, outline, details, version, writable, figures, frozen_at, made_at, made_by_name, updated_at`;

const reportFrom = (row: ReportRow): Report => ({
  id: row.id,
  bodyId: row.body_id,
  bodyIds: row.body_ids,
  periodKind: row.period_kind,
  periodYear: row.period_year,
  periodNumber: row.period_number,
  cutOff: row.cut_off,
  from: row.period_from,
  to: row.period_to,
  cutOffAt: row.cut_off_at,
  outline: row.outline,
  details: row.details,
  version: row.version,
  writable: row.writable,
  figures: row.figures,
  frozenAt: row.frozen_at,
  madeAt: row.made_at,
  madeByName: row.made_by_name,
  updatedAt: row.updated_at,
});

/** Null when there is none. `lock` for whoever is about to change it: writers of one report wait for each other. */
export async function findReport(tx: Tx, id: string, lock = false): Promise<Report | null> {
  const { rows } = await tx.query<ReportRow>(
    `select ${COLUMNS} from reports where id = $1${lock ? ' for update' : ''}`,
    [id],
  );
  return rows[0] === undefined ? null : reportFrom(rows[0]);
}

/** The report of this agency, outline and period, made now if there was none: making it twice has one effect. */
export async function insertReport(
  tx: Tx,
  report: Omit<Report, 'updatedAt' | 'version' | 'writable' | 'figures' | 'frozenAt'> & { madeBy: string },
): Promise<{ id: string; made: boolean }> {
  const { rows } = await tx.query<{ id: string; made: boolean }>(
    `insert into reports (id, outline_code, body_id, body_ids, period_kind, period_year, period_number, cut_off,
       period_from, period_to, cut_off_at, outline, details, version, made_at, made_by, made_by_name, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $15, $16, $14)
     on conflict on constraint reports_once do update set updated_at = reports.updated_at
     returning id, id = $1 as made`,
    [
      report.id,
      report.outline.code,
      report.bodyId,
      report.bodyIds,
      report.periodKind,
      report.periodYear,
      report.periodNumber,
      report.cutOff,
      report.from,
      report.to,
      report.cutOffAt,
      JSON.stringify(report.outline),
      JSON.stringify(report.details),
      report.madeAt,
      report.madeBy,
      report.madeByName,
    ],
  );
  const row = rows[0];
  if (row === undefined) throw new Error('insert returned nothing');
  return row;
}

export interface Section {
  key: string;
  version: number;
  blocks: Block[];
  at: Date;
  byName: string;
}

/** The sections as they stand, of the whole report. */
export async function currentSections(tx: Tx, reportId: string): Promise<Section[]> {
  const { rows } = await tx.query<Omit<Section, 'byName'> & { by_name: string }>(
    `select distinct on (key) key, version, blocks, at, by_name from report_sections
     where report_id = $1 order by key, version desc`,
    [reportId],
  );
  return rows.map(({ by_name, ...row }) => ({ ...row, byName: by_name }));
}

/** The versions of one section, newest first. */
export async function versionsOfSection(tx: Tx, reportId: string, key: string): Promise<Section[]> {
  const { rows } = await tx.query<Omit<Section, 'byName'> & { by_name: string }>(
    `select key, version, blocks, at, by_name from report_sections
     where report_id = $1 and key = $2 order by version desc`,
    [reportId, key],
  );
  return rows.map(({ by_name, ...row }) => ({ ...row, byName: by_name }));
}

/** Which version of each section stands: what a browser asks every few seconds. */
export async function versionsNow(tx: Tx, reportId: string): Promise<Record<string, number>> {
  const { rows } = await tx.query<{ key: string; version: number }>(
    'select key, max(version) as version from report_sections where report_id = $1 group by key',
    [reportId],
  );
  return Object.fromEntries(rows.map((row) => [row.key, row.version]));
}

export async function addSectionVersions(
  tx: Tx,
  reportId: string,
  versions: readonly { key: string; version: number; blocks: readonly Block[] }[],
  by: { id: string; name: string },
  at: Date,
): Promise<void> {
  await tx.query(
    `insert into report_sections (report_id, key, version, blocks, at, by_id, by_name)
     select $1, s.key, s.version, s.blocks, $3, $4, $5
     from jsonb_to_recordset($2::jsonb) as s (key text, version integer, blocks jsonb)`,
    [reportId, JSON.stringify(versions), at, by.id, by.name],
  );
  await tx.query('update reports set updated_at = $2 where id = $1', [reportId, at]);
}

export async function saveDetails(
  tx: Tx,
  id: string,
  details: Report['details'],
  version: number,
  at: Date,
): Promise<void> {
  await tx.query('update reports set details = $2, version = $3, updated_at = $4 where id = $1', [
    id,
    JSON.stringify(details),
    version,
    at,
  ]);
}

export async function saveFigures(tx: Tx, id: string, figures: FrozenFigures, at: Date): Promise<void> {
  await tx.query('update reports set figures = $2, frozen_at = $3 where id = $1', [
    id,
    JSON.stringify(figures),
    at,
  ]);
}

/** A collection round takes the report out of its writers' hands, or gives it back. */
export async function setWritable(tx: Tx, id: string, writable: boolean): Promise<void> {
  await tx.query('update reports set writable = $2 where id = $1', [id, writable]);
}

/** Reports whose cut-off is past and whose figures still move: what the clock has to freeze. */
export async function reportsToFreeze(tx: Tx, at: Date): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'select id from reports where figures is null and cut_off_at <= $1 order by id limit 500',
    [at],
  );
  return rows.map((row) => row.id);
}

export interface ReportListed {
  id: string;
  name: string;
  outlineCode: string;
  bodyId: string;
  periodKind: Report['periodKind'];
  periodYear: number;
  periodNumber: number;
  from: string;
  to: string;
  cutOffAt: Date;
  frozenAt: Date | null;
  writable: boolean;
  updatedAt: Date;
}

/** Reports of some bodies (null: all), the latest period first. */
export async function listReports(
  tx: Tx,
  asked: {
    bodyIds: string[] | null;
    outline: string | null;
    year: number | null;
    offset: number;
    limit: number;
  },
): Promise<{ items: ReportListed[]; total: number }> {
  const where = `($1::text[] is null or body_ids && $1::text[]) and ($2::text is null or outline_code = $2)
    and ($3::integer is null or period_year = $3)`;
  const values = [asked.bodyIds, asked.outline, asked.year];
  const counted = await tx.query<{ total: number }>(
    `select count(*)::integer as total from reports where ${where}`,
    values,
  );
  const { rows } = await tx.query<ReportRow & { outline_code: string; name: string }>(
    `select id, outline_code, outline ->> 'name' as name, body_id, period_kind, period_year, period_number,
       period_from, period_to, cut_off_at, frozen_at, writable, updated_at
     from reports where ${where} order by period_to desc, updated_at desc, id offset $4 limit $5`,
    [...values, asked.offset, asked.limit],
  );
  return {
    total: counted.rows[0]?.total ?? 0,
    items: rows.map((row) => ({
      id: row.id,
      name: row.name,
      outlineCode: row.outline_code,
      bodyId: row.body_id,
      periodKind: row.period_kind,
      periodYear: row.period_year,
      periodNumber: row.period_number,
      from: row.period_from,
      to: row.period_to,
      cutOffAt: row.cut_off_at,
      frozenAt: row.frozen_at,
      writable: row.writable,
      updatedAt: row.updated_at,
    })),
  };
}

export async function importedOutlines(tx: Tx): Promise<Outline[]> {
  const { rows } = await tx.query<{ body: Outline }>('select body from report_outlines');
  return rows.map((row) => row.body);
}

export async function saveOutline(tx: Tx, outline: Outline, at: Date): Promise<void> {
  await tx.query(
    `insert into report_outlines (code, effective_from, body, at) values ($1, $2, $3, $4)
     on conflict on constraint report_outlines_pkey do update set body = excluded.body, at = excluded.at`,
    [outline.code, outline.effectiveFrom, JSON.stringify(outline), at],
  );
}

/** Reports of a body whose period touches another: what may be handed in with it. */
export async function reportsFor(
  tx: Tx,
  bodyId: string,
  period: { from: string; to: string },
): Promise<{ id: string; name: string }[]> {
  const { rows } = await tx.query<{ id: string; name: string }>(
    `select id, outline ->> 'name' as name from reports where body_id = $1 and period_from < $3 and period_to > $2
     order by period_to desc, id limit 20`,
    [bodyId, period.from, period.to],
  );
  return rows;
}

/**
 * Bodies have ended. A report that is not issued yet is finished by whoever took over, unless they have one of their own
 * for the same period: then it stays as what had been written. Sections of others' reports that fell to an ended body
 * fall to its successor. Whoever took over sees what it had issued.
 */
export async function transferReports(tx: Tx, successors: ReadonlyMap<string, string>): Promise<number> {
  const { rows } = await tx.query<ReportRow & { outline_code: string }>(
    `select ${COLUMNS}, outline_code from reports where body_ids && $1::text[] order by id for update`,
    [[...successors.keys()]],
  );
  const { rows: taken } = await tx.query<{ key: string }>(
    `select body_id || ' ' || outline_code || ' ' || period_from || ' ' || period_to as key from reports
     where body_id = any($1)`,
    [[...successors.values()]],
  );
  const has = new Set(taken.map((row) => row.key));
  const to = (id: string) => successors.get(id) ?? id;
  const changed = rows.map((row) => {
    const open = row.details.issuedOn === null;
    const key = `${to(row.body_id)} ${row.outline_code} ${row.period_from} ${row.period_to}`;
    const goes = open && successors.has(row.body_id) && !has.has(key);
    if (goes) has.add(key);
    const bodyId = goes ? to(row.body_id) : row.body_id;
    const sections = row.outline.sections.map((section) =>
      open && section.bodyId !== undefined ? { ...section, bodyId: to(section.bodyId) } : section,
    );
    return {
      id: row.id,
      bodyId,
      // What is issued, or written twice, is seen by both: the ended one's name stays on it.
      bodyIds: [...new Set([bodyId, ...row.body_ids.map(to), ...(open ? [] : row.body_ids)])],
      outline: { ...row.outline, sections },
      moved: goes || (open && row.outline.sections.some((one) => successors.has(one.bodyId ?? ''))),
    };
  });
  await tx.query(
    `update reports r set body_id = n.body_id, body_ids = string_to_array(n.body_ids, ' '), outline = n.outline::jsonb
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as n (id, body_id, body_ids, outline) where r.id = n.id`,
    [
      changed.map((one) => one.id),
      changed.map((one) => one.bodyId),
      changed.map((one) => one.bodyIds.join(' ')),
      changed.map((one) => JSON.stringify(one.outline)),
    ],
  );
  return changed.filter((one) => one.moved).length;
}
