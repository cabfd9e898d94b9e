import { copyRows } from '../../db/copy.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { Chained } from './chain.ts';

/** Lays whole chains of subjects that have none yet, as `append_record()` would have laid them row by row. */
export async function copyChains(tx: Tx, chains: readonly (readonly Chained[])[]): Promise<void> {
  await copyRows(
    tx,
    'record',
    [
      'at',
      'act',
      'actor_kind',
      'actor_id',
      'actor_name',
      'on_behalf_of',
      'came_from',
      'subject_kind',
      'subject_id',
      'seq',
      'body_ids',
      'change',
      'previous_hash',
      'hash',
    ],
    chains.flatMap((rows) =>
      rows.map((row) => [
        row.at,
        row.act,
        row.actorKind,
        row.actorId,
        row.actorName,
        row.onBehalfOf,
        row.cameFrom,
        row.subjectKind,
        row.subjectId,
        row.seq,
        row.bodyIds,
        row.text,
        row.previous,
        row.hash,
      ]),
    ),
  );
  await copyRows(
    tx,
    'record_heads',
    ['subject_kind', 'subject_id', 'seq', 'hash'],
    chains.flatMap((rows) => {
      const last = rows.at(-1);
      return last === undefined ? [] : [[last.subjectKind, last.subjectId, last.seq, last.hash]];
    }),
  );
}
