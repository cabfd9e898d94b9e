import type { Tx } from '../../kernel/tx.ts';

/** One place where the record is not what was written. */
export interface RecordFault {
  id: number | null;
  subjectKind: string;
  subjectId: string;
  seq: number;
  /** `changed`: the row's bytes differ from its hash; `unchained`: it does not follow its predecessor; `cut`: rows are gone. */
  fault: 'changed' | 'unchained' | 'cut';
}

/**
 * Recomputes every hash of the whole record and walks every chain. The database does the work, row by row in the
 * order of the chains, so that memory does not grow with the record.
 */
export async function verifyRecord(tx: Tx): Promise<{ rows: number; chains: number; faults: RecordFault[] }> {
  const broken = await tx.query<{
    id: number;
    subject_kind: string;
    subject_id: string;
    seq: number;
    fault: 'changed' | 'unchained';
  }>(
    `select id, subject_kind, subject_id, seq, case when changed then 'changed' else 'unchained' end as fault
     from (
       select r.id, r.subject_kind, r.subject_id, r.seq,
         r.hash is distinct from record_hash(r.previous_hash, r.at, r.act, r.actor_kind, r.actor_id, r.actor_name,
           r.on_behalf_of, r.came_from, r.subject_kind, r.subject_id, r.seq, r.body_ids, r.change) as changed,
         r.previous_hash is distinct from coalesce(lag(r.hash) over chain, ''::bytea)
           or r.seq <> coalesce(lag(r.seq) over chain, 0) + 1 as unchained
       from record r window chain as (partition by r.subject_kind, r.subject_id order by r.seq)
     ) checked
     where changed or unchained order by id limit 1000`,
  );
  const cut = await tx.query<{ subject_kind: string; subject_id: string; seq: number }>(
    `select coalesce(h.subject_kind, l.subject_kind) as subject_kind, coalesce(h.subject_id, l.subject_id) as subject_id,
       coalesce(h.seq, l.seq) as seq
     from record_heads h full join (
       select distinct on (r.subject_kind, r.subject_id) r.subject_kind, r.subject_id, r.seq, r.hash
       from record r order by r.subject_kind, r.subject_id, r.seq desc
     ) l on l.subject_kind = h.subject_kind and l.subject_id = h.subject_id
     where h.seq is distinct from l.seq or h.hash is distinct from l.hash limit 1000`,
  );
  const counts = await tx.query<{ rows: number; chains: number }>(
    'select (select count(*) from record) as rows, (select count(*) from record_heads) as chains',
  );
  return {
    rows: counts.rows[0]?.rows ?? 0,
    chains: counts.rows[0]?.chains ?? 0,
    faults: [
      ...broken.rows.map((row) => ({
        id: row.id,
        subjectKind: row.subject_kind,
        subjectId: row.subject_id,
        seq: row.seq,
        fault: row.fault,
      })),
      ...cut.rows.map((row) => ({
        id: null,
        subjectKind: row.subject_kind,
        subjectId: row.subject_id,
        seq: row.seq,
        fault: 'cut' as const,
      })),
    ],
  };
}
