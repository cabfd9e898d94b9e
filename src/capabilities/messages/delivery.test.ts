import assert from 'node:assert/strict';
import test, { after, beforeEach, describe } from 'node:test';
import { openGateway, openPostBox, readLetter } from '../../../test/support/gateways.ts';
import {
  accountName,
  atCounter,
  BINH_LUC,
  citizen,
  official,
  signedIn,
  testApp,
  testProvince,
} from '../../../test/support/province.ts';
import { connect } from '../../db/connect.ts';
import { jobRunner } from '../../jobs/runner.ts';
import { type Gateway, Undeliverable } from '../../outside/messages/gateway.ts';
import { mailGateway } from '../../outside/messages/mail.ts';
import { smsGateway } from '../../outside/messages/sms.ts';
import { zaloGateway } from '../../outside/messages/zalo.ts';
import { perform } from '../../perform.ts';
import { receiveDossier } from '../dossiers/index.ts';
import { chooseChannels } from './acts/choose-channels.ts';
import { deliverMessages } from './index.ts';

const { pool, database } = await testProvince();
const owner = connect(database.ownerUrl, database.schema, 2);
const post = await openPostBox();
let smsCode = '100';
const sms = await openGateway(() => ({ CodeResult: smsCode, SMSID: 'esms-1', ErrorMessage: 'x' }));
const zalo = await openGateway(() => ({ error: 0, message: 'Success', data: { msg_id: 'zns-1' } }));
const mail = mailGateway({ url: post.url, from: 'Một cửa Bình Lục <motcua@binhluc.example.vn>' });
const gateways: Gateway[] = [
  mail,
  smsGateway({ url: sms.url, key: 'k', secret: 's', brand: 'MOTCUA' }),
  zaloGateway({ url: zalo.url, token: 't', templates: { received: '7788' } }),
];
after(async () => {
  mail.close?.();
  await Promise.all([post.close(), sms.close(), zalo.close(), pool.end(), owner.end()]);
});

const NOON = new Date('2026-11-25T03:00:00Z');
const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const clock = (ways = gateways, on = pool) =>
  jobRunner({
    pool: on,
    jobs: [deliverMessages({ gateways: ways, publicUrl: 'https://motcua.example.vn' })],
  });
const receive = (at = NOON, contact: object = {}) =>
  perform(
    pool,
    receiveDossier,
    official(BINH_LUC, 'receptionist'),
    atCounter({ contact: { email: 'hang@example.vn', ...contact } }),
    { at },
  );
const outbox = async () =>
  (await owner.query(`select channel, state, attempts from messages where channel <> 'portal' order by id`))
    .rows;

beforeEach(async () => {
  await owner.query('delete from messages');
  await owner.query('delete from unreachable_addresses');
  await owner.query('delete from channel_choices');
  await owner.query('delete from jobs');
  post.letters.length = 0;
  post.refuse = null;
  sms.asked.length = 0;
  zalo.asked.length = 0;
  smsCode = '100';
});

describe('a change of state', () => {
  test('is told by e-mail and SMS within the minute, once, with code and address and no personal data', async () => {
    const { code } = await receive();
    await clock().tick(NOON);
    await clock().tick(later(1));
    assert.equal(post.letters.length, 1);
    const letter = readLetter(post.letters[0]?.raw ?? '');
    assert.deepEqual(post.letters[0]?.to, ['hang@example.vn']);
    assert.equal(letter.subject, `Hồ sơ ${code} đã được tiếp nhận`);
    assert.match(letter.text, /Hẹn trả kết quả: \d\d:\d\d ngày \d\d\/\d\d\/2026/);
    assert.match(letter.text, new RegExp(`https://motcua.example.vn/tra-cuu/${code}`));
    assert.equal(sms.asked.length, 1);
    assert.equal(sms.asked[0]?.Phone, '0912345679');
    for (const told of [letter.text, String(sms.asked[0]?.Content)])
      assert.doesNotMatch(told, /Hằng|Hang|037192005678|0912/);
    assert.deepEqual(await outbox(), [
      { channel: 'email', state: 'sent', attempts: 1 },
      { channel: 'sms', state: 'sent', attempts: 1 },
    ]);
  });

  test('in the night goes by e-mail at once and by SMS at seven', async () => {
    const night = new Date('2026-11-25T15:00:00Z');
    await receive(night);
    await clock().tick(night);
    assert.deepEqual([post.letters.length, sms.asked.length], [1, 0]);
    await clock().tick(new Date('2026-11-25T23:59:00Z'));
    assert.equal(sms.asked.length, 0);
    await clock().tick(new Date('2026-11-26T00:00:00Z'));
    assert.equal(sms.asked.length, 1);
  });

  test('goes by the channels that the person chose, and by none when none was', async () => {
    const { rows } = await owner.query(`select id from persons where personal_id = '037192005678'`);
    const who = { ...citizen(0), personId: rows[0].id as string };
    await perform(pool, chooseChannels, who, { channels: ['zalo'] }, { at: NOON });
    await receive();
    await clock().tick(NOON);
    assert.deepEqual([post.letters.length, sms.asked.length, zalo.asked.length], [0, 0, 1]);
    assert.equal(zalo.asked[0]?.phone, '84912345679');
    assert.equal(zalo.asked[0]?.template_id, '7788');
    await perform(pool, chooseChannels, who, { channels: [] }, { at: NOON });
    await receive();
    await clock().tick(later(1));
    assert.deepEqual([post.letters.length, sms.asked.length, zalo.asked.length], [0, 0, 1]);
  });

  test('is queued only for ways that the province has', async () => {
    await receive();
    await clock([mail]).tick(NOON);
    assert.deepEqual(await outbox(), [{ channel: 'email', state: 'sent', attempts: 1 }]);
  });
});

describe('a message that does not get through', () => {
  test('is tried again later under the same id', async () => {
    await receive();
    post.refuse = { code: 451, times: 1 };
    await clock([mail]).tick(NOON);
    assert.equal(post.letters.length, 0);
    await clock([mail]).tick(later(0.5));
    assert.equal(post.letters.length, 0);
    await clock([mail]).tick(later(1));
    const { rows } = await owner.query(
      'select m.id, a.attempt, a.outcome from messages m join message_attempts a on a.message_id = m.id order by 2',
    );
    assert.deepEqual(
      rows.map((row) => row.outcome),
      ['delayed', 'sent'],
    );
    assert.equal(
      readLetter(post.letters[0]?.raw ?? '').messageId,
      `<haicap-${rows[0]?.id}@binhluc.example.vn>`,
    );
  });

  test('after a day of tries has failed', async () => {
    await receive();
    smsCode = '-1';
    for (let minute = 0; minute <= 60 * 48; minute += 30) await clock().tick(later(minute));
    assert.deepEqual((await outbox())[1], { channel: 'sms', state: 'failed', attempts: 8 });
  });

  test('to an address that does not exist fails at once, nothing more goes there, and whoever looks after it may try anew', async () => {
    await receive();
    post.refuse = { code: 550, times: 1 };
    await clock([mail]).tick(NOON);
    await receive(later(1));
    await clock([mail]).tick(later(2));
    assert.deepEqual(await outbox(), [{ channel: 'email', state: 'failed', attempts: 1 }]);

    const { app, close } = await testApp(pool, { now: () => later(3) });
    try {
      const control = await signedIn(app, 'kiemsoat');
      const seen = (await control.call('GET', '/api/deliveries')).body;
      assert.equal(seen.unreachable[0].address, 'h…@example.vn');
      assert.match(seen.failed[0].error, /refused here/);
      const retry = () => control.call('POST', '/api/deliveries/retry', { id: seen.failed[0].id });
      assert.equal((await retry()).status, 200);
      assert.equal((await retry()).body.code, 'message.not-failed');
      const leader = await signedIn(app, accountName(BINH_LUC, 'leader'));
      assert.equal((await leader.call('GET', '/api/deliveries')).status, 403);
    } finally {
      await close();
    }
    await clock([mail]).tick(later(4));
    assert.equal(post.letters.length, 1);
  });

  test('because the server died after handing it over is handed over again under the same id', async () => {
    await receive();
    const dying = connect(database.appUrl, database.schema, 6);
    const ids: string[] = [];
    const gateway = (die: boolean): Gateway => ({
      channel: 'email',
      async send(letter) {
        ids.push(letter.id);
        if (die)
          await owner.query(
            `select pg_terminate_backend(pid) from pg_locks where relation = 'messages'::regclass and mode = 'RowShareLock'`,
          );
        return null;
      },
    });
    await clock([gateway(true)], dying).tick(NOON);
    assert.deepEqual(await outbox(), [{ channel: 'email', state: 'waiting', attempts: 0 }]);
    await clock([gateway(false)]).tick(later(2));
    assert.equal(ids.length, 2);
    assert.equal(new Set(ids).size, 1);
    await dying.end();
  });
});

test('of two servers that deliver at one moment each message is handed over once', async () => {
  for (let count = 0; count < 10; count++) await receive();
  const other = connect(database.appUrl, database.schema, 6);
  const ids: string[] = [];
  let first: (() => void) | undefined;
  const bothAtIt = new Promise<void>((done) => {
    first = done;
  });
  let at = 0;
  const gateway: Gateway = {
    channel: 'email',
    async send(letter) {
      ids.push(letter.id);
      at += 1;
      // Each holds its first letter until the other has one too.
      if (at === 2) first?.();
      await bothAtIt;
      return null;
    },
  };
  const deliver = (on: typeof pool, name: `${string}.${string}`) =>
    jobRunner({
      pool: on,
      jobs: [{ ...deliverMessages({ gateways: [gateway], publicUrl: 'https://motcua.example.vn' }), name }],
    }).tick(NOON);
  await Promise.all([deliver(pool, 'messages.deliver'), deliver(other, 'messages.deliver-too')]);
  assert.equal(ids.length, 10);
  assert.equal(new Set(ids).size, 10);
  await other.end();
});

test('a refusal for good is told from one that passes', async () => {
  smsCode = '99';
  const letter = { id: '1', to: '0', subject: '', text: '', template: 'other', facts: {} };
  await assert.rejects(gateways[1]?.send(letter) ?? Promise.resolve(), Undeliverable);
  // 124: it has this request already.
  smsCode = '124';
  assert.equal(await gateways[1]?.send(letter), 'esms-1');
});
