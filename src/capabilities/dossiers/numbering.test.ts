import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { atCounter, PASSWORD, signedIn, testApp, testProvince } from '../../../test/support/province.ts';
import { connect, inSnapshot, inTransaction } from '../../db/connect.ts';
import type { Actor } from '../../kernel/actor.ts';
import { appoint, hashPassword } from '../people/index.ts';
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

/** A receptionist in each, signed in over HTTP. */
async function receptionistsOf(bodies: string[], app: FastifyInstance) {
  const passwordHash = await hashPassword(PASSWORD);
  const owner = connect(database.ownerUrl, database.schema, 1);
  await inTransaction(owner, (tx) =>
    appoint(
      tx,
      bodies.map((body) => ({
        officialId: `${body}:receptionist`,
        fullName: 'Lê Thị Tiếp',
        title: 'Công chức tiếp nhận',
        accountName: `tiepnhan.${body.toLowerCase()}`,
        passwordHash,
        role: 'receptionist',
        agencyId: `${body}.04`,
        bodyId: body,
        from: '2025-07-01',
        demo: false,
      })),
    ),
  );
  await owner.end();
  const callers: Awaited<ReturnType<typeof signedIn>>[] = [];
  for (let n = 0; n < bodies.length; n += 8)
    callers.push(
      ...(await Promise.all(
        bodies.slice(n, n + 8).map((body) => signedIn(app, `tiepnhan.${body.toLowerCase()}`)),
      )),
    );
  return callers;
}

test('10,000 receipts at once over 200 agencies by HTTP: no number twice, none missing, no 5xx, and the books balance all the while', async () => {
  const at = new Date('2026-11-20T02:00:00Z');
  const { app, close } = await testApp(pool, { now: () => at });
  const bodies = await manyCommunes();
  const callers = await receptionistsOf(bodies, app);
  const control: Actor = {
    kind: 'official',
    id: 'control',
    name: 'Đinh Thị Kiểm',
    duties: [{ role: 'control-officer', agencyId: 'H42.01', bodyId: 'H42.01' }],
  };
  let next = 0;
  let balanced = 0;
  const statuses = new Map<number, number>();
  const count = ({ status }: { status: number }) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const worker = async () => {
    for (let n = next++; n < RECEIPTS; n = next++) {
      const caller = callers[n % AGENCIES];
      assert.ok(caller);
      const personalId = `037190${String(n % 1000).padStart(6, '0')}`;
      const answer = await caller.call(
        'POST',
        '/api/dossiers/receive',
        atCounter({ applicant: { kind: 'citizen', fullName: `Người thứ ${n % 1000}`, personalId } }),
        `receipt-${n}`,
      );
      count(answer);
      if (n % 7 === 0) {
        const { id, version } = answer.body;
        count(await caller.call('POST', `/api/dossiers/${id}/withdraw`, { version, reason: 'Đổi ý' }));
      }
      if (n % 250 === 0) {
        const flow: Awaited<ReturnType<typeof seeFlow.run>> = await inSnapshot(pool, (tx) =>
          seeFlow.run(tx, control, { from: '2026-11-20', to: '2026-11-21' }, at),
        );
        for (const one of flow.bodies)
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
  await close();
  assert.deepEqual([...statuses], [[200, RECEIPTS + Math.ceil(RECEIPTS / 7)]]);
  const { rows } = await pool.query<{ body: string; n: number; distinct: number; last: number }>(
    `select receiving_body_id as body, count(*) as n, count(distinct code) as distinct,
       max(substring(code from '\\d+$')::int) as last from dossiers group by 1`,
  );
  assert.equal(rows.length, AGENCIES);
  for (const row of rows) assert.deepEqual(row, { body: row.body, n: 50, distinct: 50, last: 50 });
  assert.equal(balanced, RECEIPTS / 250);
});
