import { after } from 'node:test';
import { FACT_COLUMNS } from '../../src/capabilities/dossiers/index.ts';
import { foldCells, indicatorsOn, shippedDefinitions } from '../../src/capabilities/figures/index.ts';
import { reckoned } from '../../src/capabilities/figures/recount.ts';
import {
  countFigures,
  countOneByOne,
  dossiersBehind,
  EVERYTHING,
} from '../../src/capabilities/figures/store.ts';
import { connect, inSnapshot, inTransaction } from '../../src/db/connect.ts';
import { testProvince } from '../../test/support/province.ts';

/**
 * How long figures take at a million dossiers of 135 bodies in two years: the facts only, made by the database. Run:
 * bin/haicap run bench/figures/run.ts [dossiers]
 */
const COUNT = Number(process.argv[2] ?? 1_000_000);
const { pool, database } = await testProvince(4);
const owner = connect(database.ownerUrl, database.schema, 1);
after(async () => {
  await owner.end();
  await pool.end();
});

await owner.query('set statement_timeout = 0');
await owner.query('alter table dossier_facts drop constraint dossier_facts_dossier');
await owner.query('alter table dossier_standings drop constraint dossier_standings_dossier');
await owner.query(
  `insert into dossier_facts (dossier_id, version, channel, procedure_code, sector, competent_body_id, receiving_body_id,
     passed_agency_ids, filed_day, received_day, ended_day, last_day, outcome, ending, supplements, extended, fee,
     digitised_in, digitised_out, full_process, elapsed_minutes, paid_online, reused, specialist_minutes, leader_minutes)
   select 'd' || n, 5, case when n % 10 < 7 then 'online' when n % 10 < 9 then 'counter' else 'post' end,
     '1.' || lpad((n % 320)::text, 6, '0'), 's' || n % 40, 'B' || n % 135, 'B' || case when n % 50 = 0 then (n + 1) % 135 else n % 135 end,
     array['B' || n % 135 || '.01', 'B' || n % 135 || '.04'], day, day, ended,
     case when ended is null then 'infinity'::date else ended end, case when ended is not null then 'approved' end,
     case when ended is null then null when n % 97 = 0 then 'late' when n % 3 = 0 then 'on-time' else 'early' end,
     (n % 20 = 0)::int, n % 200 = 0, n % 3 = 0, n % 10 < 9, n % 10 < 8, n % 3 < 2, case when ended is not null then n % 9000 end,
     n % 6 = 0, n % 7 = 0, case when ended is not null then n % 3000 end, case when ended is not null then n % 500 end
   from (select n, date '2025-01-01' + (n * 700 / $1)::int as day,
           case when n < $1 * 0.96 or n % 3 > 0 then date '2025-01-01' + (n * 700 / $1)::int + (n % 6)::int end as ended
         from generate_series(1, $1::bigint) n) made`,
  [COUNT],
);
await owner.query(
  `insert into dossier_standings (dossier_id, version, since, until, due_at, waiting, channel, sector, procedure_code, competent_body_id, receiving_body_id)
   select dossier_id, 2, received_day + time '09:00', coalesce(ended_day + time '15:00', 'infinity'), received_day + 3 + time '17:00', false,
     channel, sector, procedure_code, competent_body_id, receiving_body_id
   from dossier_facts`,
);
const began = performance.now();
await owner.query('vacuum analyze dossier_facts');
await owner.query('vacuum analyze dossier_standings');
console.log(`${COUNT} dossiers; vacuum analyze ${Math.round(performance.now() - began)} ms`);
const { rows } = await owner.query(
  `select pg_size_pretty(pg_total_relation_size('dossier_facts')) as facts, pg_size_pretty(pg_total_relation_size('dossier_standings')) as standings`,
);
console.log(rows[0]);

const { indicators: definitions } = await shippedDefinitions();
const indicators = indicatorsOn(definitions, '2025-12-15');
const codes = [...indicators.keys()];
const form = [
  'received-online',
  'received-direct',
  'carried-over',
  'ended-early',
  'ended-on-time',
  'ended-late',
  'open-within',
  'open-overdue',
];
const at = new Date('2026-11-21T03:00:00Z');
const year = reckoned({ from: '2025-12-15', to: '2026-12-15' }, at);
const past = reckoned({ from: '2025-01-15', to: '2025-06-15' }, at);
const month = reckoned({ from: '2026-10-15', to: '2026-11-15' }, at);
const odd = reckoned({ from: '2026-01-03', to: '2026-10-27' }, at);
const all = { bodies: null, reach: EVERYTHING };
const one = { bodies: ['B7'], reach: { province: false, bodyIds: ['B7'], divisionIds: [] } };

async function timed(name: string, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const start = performance.now();
    await work();
    times.push(Math.round(performance.now() - start));
  }
  console.log(`${name.padEnd(74)} ${times.join(', ')} ms`);
  return Math.min(...times);
}
const count =
  (
    list: string[],
    period: typeof year,
    counting: typeof all | typeof one,
    by: 'body' | 'sector' | null = null,
  ) =>
  () =>
    inSnapshot(pool, (tx) => countFigures(tx, indicators, list, period, counting, by));
/** The same, dossier by dossier. */
const scan =
  (period: typeof year, counting: typeof all | typeof one, by: 'body' | null = null) =>
  () =>
    inSnapshot(pool, (tx) =>
      countOneByOne(
        tx,
        indicators,
        [...indicators.values()].filter(({ counts }) => !('part' in counts) && !('source' in counts)),
        period,
        counting,
        by,
      ),
    );
const fold = () =>
  inTransaction(owner, async (tx) => {
    await tx.query('set transaction isolation level repeatable read');
    return foldCells(tx, definitions);
  });

const building = performance.now();
await fold();
console.log(`cells built in ${Math.round(performance.now() - building)} ms`);
await owner.query('vacuum analyze figure_cells, figure_times');
const sizes = await owner.query(
  `select pg_size_pretty(pg_total_relation_size('figure_cells')) as cells, pg_size_pretty(pg_total_relation_size('figure_times')) as times`,
);
console.log(sizes.rows[0]);
// What a minute of a busy province leaves to be added by each reader: 500 acts.
await owner.query(
  `insert into dossier_facts_changed (sign, ${FACT_COLUMNS}) select s, ${FACT_COLUMNS} from dossier_facts, (values (-1), (1)) v (s)
   where dossier_id in (select 'd' || (n * 1999) from generate_series(1, 500) n)`,
);
await owner.query('vacuum analyze dossier_facts_changed');

const slow = await timed('the province, all indicators, its year, dossier by dossier', scan(year, all));
const quick = await timed('the province, all indicators, its year', count(codes, year, all));
console.log(`  ${Math.round(slow / quick)} times as fast`);
const [a, b] = [await count(codes, year, all)(), await scan(year, all)()];
const differing = Object.keys(b.total).filter((code) => a.total[code] !== b.total[code]);
console.log(`  the same figures: ${differing.length === 0 ? 'yes' : `no: ${differing.join(', ')}`}`);
await timed('the province, all indicators, its year by body', count(codes, year, all, 'body'));
await timed('the province, all indicators, a month', count(codes, month, all));
await timed('the province, all indicators, days that are no halves', count(codes, odd, all));
await timed('the province, form II.06a by body, a month', count(form, month, all, 'body'));
await timed('the province, form II.06a by body, a year', count(form, year, all, 'body'));
await timed('the province, form II.06a by sector, a year', count(form, year, all, 'sector'));
await timed('the province, form II.06a by body, five months of the past', count(form, past, all, 'body'));
await timed('one commune, all indicators, its year', count(codes, year, one));
await timed('one commune, all indicators, a month', count(codes, month, one));
await timed('one commune, form II.06a by sector, its year', count(form, year, one, 'sector'));
const behind = (code: string, counting: typeof all | typeof one) => () =>
  inSnapshot(pool, async (tx) => {
    const indicator = indicators.get(code);
    if (indicator !== undefined)
      await dossiersBehind(tx, indicators, indicator, year, counting, { offset: 0, limit: 50 });
  });
await timed('fifty dossiers behind “late”, one commune, a year', behind('ended-late', one));
await timed('fifty dossiers behind “overdue”, the province', behind('open-overdue', all));
await timed('fifty dossiers behind “received”, the province, a year', behind('received', all));
const folding = performance.now();
await fold();
console.log(`500 acts folded in ${Math.round(performance.now() - folding)} ms`);
