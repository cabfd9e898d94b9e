import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import test, { after } from 'node:test';
import {
  accountName,
  atCounter,
  BINH_LUC,
  OTHER_COMMUNE,
  official,
  signedIn,
  testApp,
  testProvince,
} from '../../test/support/province.ts';
import { receiveDossier } from '../capabilities/dossiers/index.ts';
import { connect } from '../db/connect.ts';
import { perform } from '../perform.ts';

const { pool, database } = await testProvince();
/** Two servers on one database: what one does the listeners of the other hear. */
const otherPool = connect(database.appUrl, database.schema, 4);
const servers = [await testApp(pool), await testApp(otherPool)] as const;
for (const { app } of servers) await app.listen({ host: '127.0.0.1', port: 0 });
after(async () => {
  for (const { close } of servers) await close();
  await Promise.all([pool.end(), otherPool.end()]);
});

const addressOf = (place: 0 | 1) =>
  `http://127.0.0.1:${(servers[place].app.server.address() as AddressInfo).port}/api/live`;

/** The line of a signed-in account: `next` resolves with the next event's name. */
async function listen(place: 0 | 1, account: string) {
  const { cookie } = await signedIn(servers[place].app, account);
  const hangUp = new AbortController();
  const response = await fetch(addressOf(place), { headers: { cookie }, signal: hangUp.signal });
  const heard: string[] = [];
  const waiting: ((name: string) => void)[] = [];
  void (async () => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      rest += decoder.decode(chunk as Uint8Array, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const name = /^event: (.+)$/m.exec(block)?.[1];
        if (name === undefined) continue;
        heard.push(name);
        waiting.shift()?.(name);
      }
    }
  })().catch(() => {});
  const next = () => new Promise<string>((done) => waiting.push(done));
  if (!heard.includes('open')) await next();
  return { response, heard, next, hangUp: () => hangUp.abort() };
}

const receive = (body: string) =>
  perform(pool, receiveDossier, official(body, 'receptionist'), atCounter(), { at: new Date() });

test('an official hears that something changed in their own body, and of no other, whichever server did it', async () => {
  const here = await listen(1, accountName(BINH_LUC, 'leader'));
  const there = await listen(1, accountName(OTHER_COMMUNE, 'leader'));
  const province = await listen(0, 'kiemsoat');
  assert.match(here.response.headers.get('content-type') ?? '', /^text\/event-stream/);
  assert.equal(here.response.headers.get('x-accel-buffering'), 'no');

  const told = [here.next(), province.next()];
  await receive(BINH_LUC);
  assert.deepEqual(await Promise.all(told), ['dossiers', 'dossiers']);
  // By the time the other commune hears of its own, it would have heard of the first.
  const own = there.next();
  await receive(OTHER_COMMUNE);
  await own;
  assert.deepEqual(there.heard, ['open', 'dossiers']);
  assert.equal(here.heard.length, 2);
  for (const line of [here, there, province]) line.hangUp();
});

test('many acts at once are one hint or two, not many', async () => {
  const line = await listen(0, accountName(BINH_LUC, 'leader'));
  await Promise.all(Array.from({ length: 20 }, () => receive(BINH_LUC)));
  const first = line.next();
  await first;
  assert.ok(line.heard.filter((name) => name === 'dossiers').length <= 2);
  line.hangUp();
});

test('who is not signed in, or is a citizen, hears nothing', async () => {
  assert.equal((await fetch(addressOf(0))).status, 401);
  const { cookie } = await signedIn(servers[0].app, '037190001234');
  assert.equal((await fetch(addressOf(0), { headers: { cookie } })).status, 403);
});

test('stopping the server ends the lines', async () => {
  const third = await testApp(pool);
  await third.app.listen({ host: '127.0.0.1', port: 0 });
  const { cookie } = await signedIn(third.app, accountName(BINH_LUC, 'leader'));
  const { port } = third.app.server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/api/live`, { headers: { cookie } });
  const all = response.text();
  await third.close();
  assert.match(await all, /^retry: 3000/);
});
