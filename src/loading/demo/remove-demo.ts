import { takeFactsAway } from '../../capabilities/dossiers/index.ts';
import { appendRecord } from '../../capabilities/record/index.ts';
import { connect, inTransaction } from '../../db/connect.ts';
import type { Tx } from '../../kernel/tx.ts';
import { openFileStore } from '../../outside/files.ts';
import { SYSTEM } from '../load-province.ts';
import { DEMO_ORIGIN } from './act-out.ts';

export interface RemovedDemo {
  dossiers: number;
  persons: number;
  papers: number;
  officials: number;
  /** Invented officials that a real dossier names: they stay in its story, without account and duties. */
  keptOfficials: number;
  /** Invented persons that a real dossier is for. */
  keptPersons: number;
  files: number;
  recordRows: number;
}

/**
 * Removes the demonstration: what was loaded, and what was done with its accounts since. As the owner, since the server
 * may not touch the record. A dossier is of the demonstration when it was loaded with it, or when an invented official
 * or citizen handed it in; others are real, whoever worked on them, and stay whole. The record keeps one row that says
 * what was removed.
 */
export async function removeDemo(options: {
  adminUrl: string;
  schema: string;
  papersFolder: string;
  at?: Date;
  onStep?: (line: string) => void;
}): Promise<RemovedDemo> {
  const { adminUrl, schema, papersFolder, at = new Date(), onStep = () => {} } = options;
  const owner = connect(adminUrl, schema, 2);
  try {
    const { removed, unused } = await inTransaction(owner, async (tx) => {
      await tx.query('set local statement_timeout = 0');
      // Whoever writes now finishes first, and whoever comes next finds everything gone at once.
      await tx.query('lock table record, record_heads, dossiers, persons, papers, reports in exclusive mode');
      return remove(tx, at);
    });
    const files = await openFileStore(papersFolder);
    for (const sha256 of unused) await files.discard(sha256);
    await owner.query('analyze');
    onStep(
      `Đã xoá ${removed.dossiers.toLocaleString('vi-VN')} hồ sơ, ${removed.persons.toLocaleString('vi-VN')} người nộp, ${removed.officials.toLocaleString('vi-VN')} cán bộ minh hoạ.`,
    );
    if (removed.keptOfficials > 0)
      onStep(
        `Giữ lại tên của ${removed.keptOfficials} cán bộ minh hoạ vì có hồ sơ thật nhắc đến; tài khoản và nhiệm vụ của họ đã bị xoá.`,
      );
    if (removed.keptPersons > 0)
      onStep(
        `Giữ lại ${removed.keptPersons} người minh hoạ vì có hồ sơ thật đứng tên; tài khoản của họ đã bị xoá.`,
      );
    return { ...removed, files: unused.length };
  } finally {
    await owner.end();
  }
}

async function remove(tx: Tx, at: Date): Promise<{ removed: Omit<RemovedDemo, 'files'>; unused: string[] }> {
  const count = async (text: string, values: unknown[] = []) => (await tx.query(text, values)).rowCount ?? 0;
  await tx.query(`create temporary table gone_actors (id text primary key, account text) on commit drop`);
  await tx.query(
    `insert into gone_actors
     select o.id, a.name from officials o left join accounts a on a.official_id = o.id where o.demo
     union all select 'person:' || p.id, a.name from persons p left join accounts a on a.person_id = p.id where p.demo`,
  );
  // Rows of a load that was cut off are not marked yet; the record tells them.
  await tx.query(
    `insert into gone_actors select 'person:' || p.id, a.name from record r join persons p on p.id = r.subject_id
       left join accounts a on a.person_id = p.id
     where r.subject_kind = 'person' and r.seq = 1 and r.came_from = $1 on conflict do nothing`,
    [DEMO_ORIGIN],
  );
  await tx.query(`create temporary table gone_dossiers on commit drop as
    select d.id from dossiers d
    where d.demo or d.body ->> 'filedBy' in (select id from gone_actors)`);
  await tx.query(`create temporary table kept_dossiers on commit drop as
    select d.id, d.applicant_id, d.receiving_body_id, d.competent_body_id, d.code, d.body from dossiers d
    where d.id not in (select id from gone_dossiers)`);
  await tx.query(`create temporary table gone_papers on commit drop as
    select p.id, p.sha256 from papers p
    where p.demo or p.dossier_id in (select id from gone_dossiers)
      or p.dossier_id is null and p.uploaded_by in (select id from gone_actors)`);

  // Invented people, and those whom somebody typed in while trying the demonstration, unless a real dossier is theirs.
  await tx.query(`create temporary table gone_persons on commit drop as
    select p.id from persons p
    where p.id not in (select applicant_id from kept_dossiers)
      and ('person:' || p.id in (select id from gone_actors)
        or p.id in (select d.applicant_id from dossiers d join gone_dossiers using (id))
          and not exists (select from accounts a where a.person_id = p.id))`);
  await tx.query(`create temporary table kept_officials on commit drop as
    select o.id from officials o where o.demo and (
      exists (select from record r join kept_dossiers k on k.id = r.subject_id where r.subject_kind = 'dossier' and r.actor_id = o.id)
      or o.id in (select visit ->> 'officialId' from kept_dossiers k,
        jsonb_array_elements(k.body -> 'steps' || jsonb_build_array(k.body -> 'step')) visit))`);

  await tx.query(`create temporary table gone_money on commit drop as
    select o.id from payment_orders o join gone_dossiers g on g.id = o.dossier_id
    union all select r.id from refunds r join gone_dossiers g on g.id = r.dossier_id
    union all select b.centre_id || ':' || b.cashier_id || ':' || b.day from cash_books b
      where b.cashier_id in (select id from gone_actors)`);
  // A report is of the demonstration when invented officials made it and nobody else has written in it.
  await tx.query(`create temporary table gone_reports on commit drop as
    select r.id from reports r where r.made_by in (select id from gone_actors)
      and not exists (select from report_sections s
        where s.report_id = r.id and s.by_id not in (select id from gone_actors))`);
  // So is a round, when nobody real has had a hand in it.
  await tx.query(`create temporary table gone_rounds on commit drop as
    select r.id from rounds r where r.opened_by in (select id from gone_actors)
      and not exists (select from record h where h.subject_kind = 'round' and split_part(h.subject_id, ':', 1) = r.id
        and h.actor_kind = 'official' and h.actor_id not in (select id from gone_actors))`);
  await tx.query(`create temporary table gone_sheets on commit drop as
    select s.round_id || ':' || s.body_id as id from round_sheets s join gone_rounds g on g.id = s.round_id`);
  await tx.query('delete from rounds where id in (select id from gone_rounds)');
  await tx.query('update round_sheets set report_id = null where report_id in (select id from gone_reports)');
  await tx.query('delete from reports where id in (select id from gone_reports)');
  await tx.query('delete from gateway_notices where order_id in (select id from gone_money)');
  await tx.query(
    `delete from delegations where from_official_id in (select id from gone_actors)
       or to_official_id in (select id from gone_actors)`,
  );
  await tx.query('delete from mirrored_dossiers where dossier_id in (select id from gone_dossiers)');
  const gone = await tx.query<{ id: string }>('select id from gone_dossiers');
  await takeFactsAway(
    tx,
    gone.rows.map(({ id }) => id),
  );
  const dossiers = await count('delete from dossiers where id in (select id from gone_dossiers)');
  await tx.query(
    `delete from messages where subject_kind = 'dossier' and subject_id in (select id from gone_dossiers)`,
  );
  // Their orders, refunds and movements went with the dossiers; receipts that were for nothing else, and books without a line, go too.
  await tx.query(
    'delete from receipts r where not exists (select from receipt_lines l where l.receipt_id = r.id)',
  );
  await tx.query(
    `delete from cash_books b where not exists (select from money_moves m
       where m.centre_id = b.centre_id and m.cashier_id = b.cashier_id and m.day = b.day)
       and b.cashier_id in (select id from gone_actors)`,
  );
  await tx.query(
    `delete from serials s where s.kind = 'receipt' and not exists (select from receipts r
       where r.centre_id = s.body_id and r.series = s.period)`,
  );
  await tx.query('delete from vault_papers where person_id in (select id from gone_persons)');
  await tx.query('delete from vault_openings where person_id in (select id from gone_persons)');
  const papers = await count('delete from papers where id in (select id from gone_papers)');
  await tx.query(`delete from drafts where person_id in (select id from gone_persons)
    or 'person:' || person_id in (select id from gone_actors)`);
  await tx.query('delete from procedure_drafts where begun_by in (select id from gone_actors)');
  await tx.query('delete from requests where actor_id in (select id from gone_actors)');
  await tx.query(
    `delete from sessions s using accounts a, gone_actors g where s.account_id = a.id and a.name = g.account`,
  );
  await tx.query('delete from accounts where name in (select account from gone_actors)');
  await tx.query('delete from sign_in_failures where name in (select account from gone_actors)');
  const persons = await count('delete from persons where id in (select id from gone_persons)');
  const keptPersons = await count('update persons set demo = false where demo');
  await tx.query('delete from duties where official_id in (select id from officials where demo)');
  const officials = await count(
    'delete from officials where demo and id not in (select id from kept_officials)',
  );
  const keptOfficials = await count(
    'update officials set demo = false where id in (select id from kept_officials)',
  );

  // A register begins anew where nothing real was numbered in it; otherwise its numbers stay given.
  await tx.query(
    `delete from serials s where s.kind = 'dossier' and not exists (select from kept_dossiers k
       where k.receiving_body_id = s.body_id and k.code like s.body_id || '-' || to_char(s.period::date, 'YYMMDD') || '-%')`,
  );
  await tx.query(
    `delete from serials s where s.kind = 'result' and not exists (select from kept_dossiers k
       where k.competent_body_id = s.body_id and left(k.body -> 'result' ->> 'date', 4) = s.period)`,
  );

  await tx.query(`create temporary table gone_subjects on commit drop as
    select 'dossier' as kind, id from gone_dossiers
    union all select 'paper', id from gone_papers
    union all select 'money', id from gone_money
    union all select 'report', id from gone_reports
    union all select 'round', id from gone_rounds
    union all select 'round', id from gone_sheets
    union all select 'procedure', 'resolution:' || number from resolutions where demo
    union all select 'person', id from gone_persons
    union all select 'official', id from gone_actors where id not in (select id from kept_officials)`);
  await tx.query('delete from resolutions where demo');
  const recordRows = await count(
    'delete from record r using gone_subjects g where r.subject_kind = g.kind and r.subject_id = g.id',
  );
  await tx.query(
    'delete from record_heads h using gone_subjects g where h.subject_kind = g.kind and h.subject_id = g.id',
  );
  const { rows } = await tx.query<{ sha256: string }>(
    'select distinct g.sha256 from gone_papers g where not exists (select from papers p where p.sha256 = g.sha256)',
  );
  const removed = { dossiers, persons, papers, officials, keptOfficials, keptPersons, recordRows };
  await appendRecord(tx, {
    act: 'system.demo',
    actor: SYSTEM,
    at,
    from: DEMO_ORIGIN,
    subjectKind: 'system',
    subjectId: 'demo',
    change: { type: 'demo-removed', ...removed },
  });
  return { removed, unused: rows.map((row) => row.sha256) };
}
