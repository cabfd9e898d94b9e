import type { Tx } from '../../kernel/tx.ts';

/**
 * Money that is still under way goes where its dossier went; that of finished dossiers to whoever keeps them. Receipts,
 * what moved and the cash books of days gone by stay with the centre that took the money: they are the record of that
 * day, and its numbers stay its own. Done after the dossiers have moved.
 * @param successors what has ended (bodies and centres) to who takes over.
 */
export async function transferMoney(
  tx: Tx,
  from: readonly string[],
  successors: ReadonlyMap<string, string>,
): Promise<number> {
  let moved = 0;
  for (const { table, open } of [
    { table: 'payment_orders', open: `('pending')` },
    { table: 'refunds', open: `('asked', 'approved', 'sending')` },
  ]) {
    const { rowCount } = await tx.query(
      `update ${table} m set body_id = d.body, centre_id = d.centre
       from (select d.id, coalesce(b.new_id, d.receiving_body_id) as body, coalesce(c.new_id, d.centre_id) as centre
             from dossiers d left join unnest($2::text[], $3::text[]) as b (old_id, new_id) on b.old_id = d.receiving_body_id
               left join unnest($2::text[], $3::text[]) as c (old_id, new_id) on c.old_id = d.centre_id
             where d.id in (select dossier_id from ${table} where state in ${open} and body_id = any($1))) d
       where m.dossier_id = d.id and m.state in ${open} and m.body_id = any($1)
         and (m.body_id <> d.body or m.centre_id <> d.centre)`,
      [from, [...successors.keys()], [...successors.values()]],
    );
    moved += rowCount ?? 0;
  }
  return moved;
}
