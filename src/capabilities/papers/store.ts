import type { Tx } from '../../kernel/tx.ts';
import type { Paper } from './paper.ts';

interface PaperRow {
  id: string;
  name: string;
  type: string;
  size: number;
  sha256: string;
  uploaded_by: string;
  uploaded_at: Date;
  origin: Paper['origin'];
  dossier_id: string | null;
}

const COLUMNS = 'id, name, type, size, sha256, uploaded_by, uploaded_at, origin, dossier_id';

function fromRow(row: PaperRow): Paper {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    size: row.size,
    sha256: row.sha256,
    uploadedBy: row.uploaded_by,
    uploadedAt: row.uploaded_at.toISOString(),
    origin: row.origin,
    dossierId: row.dossier_id,
  };
}

export async function insertPaper(tx: Tx, paper: Paper, demo = false): Promise<void> {
  await tx.query(`insert into papers (${COLUMNS}, demo) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, [
    paper.id,
    paper.name,
    paper.type,
    paper.size,
    paper.sha256,
    paper.uploadedBy,
    paper.uploadedAt,
    paper.origin,
    paper.dossierId,
    demo,
  ]);
}

export async function getPaper(tx: Tx, id: string): Promise<Paper | null> {
  const { rows } = await tx.query<PaperRow>(`select ${COLUMNS} from papers where id = $1`, [id]);
  return rows[0] === undefined ? null : fromRow(rows[0]);
}

export async function papersOf(tx: Tx, dossierId: string): Promise<Paper[]> {
  const { rows } = await tx.query<PaperRow>(
    `select ${COLUMNS} from papers where dossier_id = $1 order by uploaded_at, id`,
    [dossierId],
  );
  return rows.map(fromRow);
}

export async function papersById(tx: Tx, ids: string[]): Promise<Paper[]> {
  const { rows } = await tx.query<PaperRow>(`select ${COLUMNS} from papers where id = any($1)`, [ids]);
  return rows.map(fromRow);
}

/**
 * Attaches papers to a dossier. Only free papers of this uploader, or papers already on the dossier: returns the ids
 * that are neither, and attaches nothing of them.
 */
export async function attachPapers(
  tx: Tx,
  paperIds: string[],
  to: { dossierId: string; uploadedBy: string },
): Promise<string[]> {
  if (paperIds.length === 0) return [];
  const { rows } = await tx.query<{ id: string }>(
    `update papers set dossier_id = $2 where id = any($1) and (dossier_id = $2 or (dossier_id is null and uploaded_by = $3))
     returning id`,
    [paperIds, to.dossierId, to.uploadedBy],
  );
  const attached = new Set(rows.map((row) => row.id));
  return paperIds.filter((id) => !attached.has(id));
}
