import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import pg from 'pg';
import { atCounter, official, testProvince } from '../../../test/support/province.ts';
import { inSnapshot } from '../../db/connect.ts';
import type { Actor } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { receiveDossier, withdrawDossier } from './index.ts';
import { seeFlow } from './views.ts';

const AGENCIES = 200;
const RECEIPTS = 10_000;
const AT_ONCE = 64;

const { pool, database } = await testProvince(16);
after(() => pool.end());

/** Two hundred communes, each with a committee and a centre: more than the province has. */
async function manyCommunes(): Promise<string[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  const { rows } = await client.query(
    `with made as (
       insert into ${database.schema}.agencies (id, kind, name, short_name, unit_code, parent_id, body_id, valid_from)
       select 'T99.' || n, 'commune-committee', 'UBND xã Thử ' || n, 'Thử ' || n, lpad(n::text, 5, '0'), null, 'T99.' || n, '2025-07-01'
       from generate_series(1, ${AGENCIES}) n returning id, unit_code)
     insert into ${database.schema}.agencies (id, kind, name, short_name, unit_code, parent_id, body_id, valid_from)
     select id || '.04', 'centre', 'Trung tâm ' || id, id, unit_code, null, id, '2025-07-01' from made returning body_id`,
  );
  await client.end();
  return rows.map((row) => row.body_id);
}

test('10,000 receipts at once over 200 agencies: no number twice, none missing, and the books balance all the while', async () => {
  const bodies = await manyCommunes();
  const receptionists = bodies.map((body): Actor => official(body, 'receptionist'));
  const control: Actor = {
    kind: 'official',
    id: 'control',
    name: 'Đinh Thị Kiểm',
    duties: [{ role: 'control-officer', agencyId: 'H42.01', bodyId: 'H42.01' }],
  };
  const at = new Date('2026-11-20T02:00:00Z');
  let next = 0;
  let balanced = 0;
  const worker = async () => {
    for (let n = next++; n < RECEIPTS; n = next++) {
      const actor = receptionists[n % AGENCIES] as Actor;
      const serial = String(n % 1000).padStart(6, '0');
      const dossier = await perform(
        pool,
        receiveDossier,
        actor,
        atCounter({
          applicant: { kind: 'citizen', fullName: `Người thứ ${n % 1000}`, personalId: `037190${serial}` },
        }),
        { at, key: `receipt-${n}` },
      );
      if (n % 7 === 0)
        await perform(
          pool,
          withdrawDossier,
          actor,
          { id: dossier.id, version: dossier.version, reason: 'Đổi ý' },
          { at },
        );
      if (n % 250 === 0) {
        const answer: Awaited<ReturnType<typeof seeFlow.run>> = await inSnapshot(pool, (tx) =>
          seeFlow.run(tx, control, { from: '2026-11-20', to: '2026-11-21' }, at),
        );
        for (const one of answer.bodies)
          assert.equal(
            one.carriedOver + one.received,
            one.resolved + one.withdrawn + one.inProgress,
            one.bodyId,
          );
        balanced++;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const { rows } = await pool.query<{ body: string; n: number; distinct: number; last: number }>(
    `select receiving_body_id as body, count(*) as n, count(distinct code) as distinct,
       max(substring(code from '\\d+$')::int) as last from dossiers group by 1`,
  );
  assert.equal(rows.length, AGENCIES);
  for (const row of rows) assert.deepEqual(row, { body: row.body, n: 50, distinct: 50, last: 50 });
  assert.equal(balanced, RECEIPTS / 250);
});
