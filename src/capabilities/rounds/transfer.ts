import type { Tx } from '../../kernel/tx.ts';

/**
 * Bodies have ended. A sheet that was not sent yet is filled in by whoever took over, with what stands in it, unless they
 * have one in the same round: then it stays, since what the two counted must not be added into one unseen. What was sent
 * stays as sent. Answers how many have moved.
 */
export async function transferSheets(tx: Tx, successors: ReadonlyMap<string, string>): Promise<number> {
  const { rowCount } = await tx.query(
    `update round_sheets s set body_id = n.to_id, body_name = n.name, version = s.version + 1
     from (select distinct on (x.round_id, m.new_id) x.round_id, x.body_id as from_id, m.new_id as to_id, a.name
           from unnest($1::text[], $2::text[]) as m (old_id, new_id) join round_sheets x on x.body_id = m.old_id
             join agencies a on a.id = m.new_id
           where x.state in ('open', 'returned') and not x.locked
             and not exists (select from round_sheets y where y.round_id = x.round_id and y.body_id = m.new_id)
           order by x.round_id, m.new_id, x.body_id) n
     where s.round_id = n.round_id and s.body_id = n.from_id`,
    [[...successors.keys()], [...successors.values()]],
  );
  return rowCount ?? 0;
}
