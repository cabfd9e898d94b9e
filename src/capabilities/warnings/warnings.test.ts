import assert from 'node:assert/strict';
import test, { after, beforeEach, describe } from 'node:test';
import { openPostBox, readLetter } from '../../../test/support/gateways.ts';
import {
  accountName,
  atCounter,
  BINH_LUC,
  official,
  PLAIN,
  type Seat,
  signedIn,
  testApp,
  testProvince,
} from '../../../test/support/province.ts';
import { connect } from '../../db/connect.ts';
import { jobRunner } from '../../jobs/runner.ts';
import { mailGateway } from '../../outside/messages/mail.ts';
import { perform } from '../../perform.ts';
import {
  answerConsultation,
  askAgencies,
  assignDossier,
  completeStep,
  receiveDossier,
  remindConsultation,
  requestSupplement,
  takeSupplement,
} from '../dossiers/index.ts';
import { deliverMessages } from '../messages/index.ts';
import { digestJob, watchJob } from './index.ts';

const { pool, database } = await testProvince();
const owner = connect(database.ownerUrl, database.schema, 2);
const post = await openPostBox();
const mail = mailGateway({ url: post.url, from: 'motcua@example.vn' });
after(async () => {
  mail.close?.();
  await Promise.all([post.close(), pool.end(), owner.end()]);
});

const publicUrl = 'https://motcua.example.vn';
const { tick } = jobRunner({
  pool,
  jobs: [watchJob, digestJob({ publicUrl }), deliverMessages({ gateways: [mail], publicUrl })],
});
/** Wednesday 25 November 2026, 8:00 in Vietnam; the plain procedure takes three working days. */
const at = (day: number, clock: string) =>
  new Date(`2026-11-${String(day).padStart(2, '0')}T${clock}:00+07:00`);
const who = (seat: Seat) => official(BINH_LUC, seat);

beforeEach(async () => {
  await owner.query('delete from dossiers');
  await owner.query('delete from messages');
  await owner.query('delete from jobs');
  await owner.query('delete from requests');
  post.letters.length = 0;
});

async function assigned(): Promise<{ id: string; version: number }> {
  const { id, version } = await perform(pool, receiveDossier, who('receptionist'), atCounter(), {
    at: at(25, '08:00'),
  });
  return perform(
    pool,
    assignDossier,
    who('officeHead'),
    { id, version, officialId: `${BINH_LUC}:officeSpecialist` },
    { at: at(25, '08:30') },
  ) as Promise<{ id: string; version: number }>;
}

/** Who was warned of what, what was dealt with left out. */
async function open(only = ''): Promise<string[]> {
  const { rows } = await owner.query<{ rule: string; official_id: string }>(
    'select rule, official_id from warnings where cleared_at is null order by rule, official_id',
  );
  return rows
    .map((row) => `${row.rule} ${row.official_id.replace(`${BINH_LUC}:`, '')}`)
    .filter((one) => one.startsWith(only));
}

/** The first minute after which the holder is warned that a share of the step is used. */
async function stepPoint(rule: string): Promise<Date> {
  const { rows } = await owner.query<{ at: Date }>(
    'select at from warning_points where rule = $1 order by at desc',
    [rule],
  );
  assert.ok(rows[0], 'no point was reckoned');
  return rows[0].at;
}

describe('a dossier on its way', () => {
  test('warns its holder when four fifths of the step are used, not a moment before, and once', async () => {
    await assigned();
    await tick(at(25, '08:31'));
    const point = await stepPoint('step-80');
    await tick(new Date(point.getTime() - 1000));
    assert.deepEqual(await open('step'), []);
    for (const seconds of [0, 15, 60]) await tick(new Date(point.getTime() + seconds * 1000));
    assert.deepEqual(await open('step'), ['step-80 officeSpecialist']);
  });

  test('that goes on is dealt with, and its warning with it', async () => {
    const { id, version } = await assigned();
    await tick(at(25, '08:31'));
    const point = await stepPoint('step-over');
    await tick(point);
    assert.deepEqual(await open('step'), [
      'step-80 officeSpecialist',
      'step-over officeHead',
      'step-over officeSpecialist',
    ]);
    await perform(pool, completeStep, who('officeSpecialist'), { id, version }, { at: point });
    await tick(new Date(point.getTime() + 15_000));
    assert.deepEqual(
      (await open('step')).filter((one) => one.includes('officeSpecialist')),
      [],
    );
  });

  test('is told to the head on the day and to the leaders when it is late', async () => {
    await assigned();
    await tick(at(25, '08:31'));
    const { rows } = await owner.query<{ due_at: Date }>('select due_at from dossiers');
    const due = rows[0]?.due_at ?? new Date(0);
    await tick(due);
    assert.equal((await open()).includes('overdue leader'), false);
    assert.equal((await open()).includes('due-today officeHead'), true);
    await tick(new Date(due.getTime() + 60_000));
    assert.equal((await open()).includes('overdue leader'), true);
  });

  test('that waits for a supplement is late for nothing; when the clock restarts it warns anew', async () => {
    const { id, version } = await assigned();
    await tick(at(25, '08:31'));
    const point = await stepPoint('step-80');
    await tick(point);
    const asked = await perform(
      pool,
      requestSupplement,
      who('officeSpecialist'),
      { id, version, reason: 'Thiếu giấy tờ', items: [{ componentKey: 'don', text: 'Đơn chưa ký' }] },
      { at: point },
    );
    await tick(new Date(point.getTime() + 15_000));
    assert.deepEqual(await open(), []);
    const answeredAt = new Date(point.getTime() + 60_000);
    await perform(
      pool,
      takeSupplement,
      who('receptionist'),
      { id, version: asked.version, components: [{ key: 'don', originals: 1 }] },
      { at: answeredAt },
    );
    await tick(new Date(answeredAt.getTime() + 15_000));
    assert.deepEqual(await open(), []);
    await tick(await stepPoint('step-80'));
    assert.deepEqual(await open(), ['step-80 officeSpecialist']);
    const { rows } = await owner.query(`select count(*) as n from warnings where rule = 'step-80'`);
    assert.equal(rows[0].n, 2);
  });

  test('nobody answers a supplement for ten days: holder and centre are told', async () => {
    const { id, version } = await assigned();
    await perform(
      pool,
      requestSupplement,
      who('officeSpecialist'),
      { id, version, reason: 'Thiếu giấy tờ', items: [{ componentKey: 'don', text: 'Đơn chưa ký' }] },
      { at: at(25, '09:00') },
    );
    await tick(new Date('2026-12-05T06:59:00+07:00'));
    assert.deepEqual(await open(), []);
    await tick(new Date('2026-12-05T07:00:00+07:00'));
    assert.deepEqual(await open(), [
      'supplement-10 officeSpecialist',
      'supplement-10 receptionist',
      'supplement-10 receptionist2',
    ]);
  });
});

test('what lies in nobody’s hand warns whoever could take it', async () => {
  await perform(pool, receiveDossier, who('receptionist'), atCounter(), { at: at(25, '08:00') });
  await tick(at(25, '08:01'));
  await tick(await stepPoint('step-80'));
  assert.deepEqual(await open(), ['step-80 officeHead']);
});

test('in the morning each official gets one mail, however many warnings, with codes and no names', async () => {
  await owner.query(`update officials set email = 'tuphap@example.vn' where id = $1`, [
    `${BINH_LUC}:officeSpecialist`,
  ]);
  for (let count = 0; count < 3; count++) await assigned();
  await tick(at(25, '08:31'));
  await tick(at(27, '06:00'));
  post.letters.length = 0;
  await tick(at(27, '07:00'));
  await tick(at(27, '07:00'));
  await tick(at(27, '07:01'));
  const toOfficial = post.letters.filter((letter) => letter.to.includes('tuphap@example.vn'));
  assert.equal(toOfficial.length, 1);
  const { subject, text } = readLetter(toOfficial[0]?.raw ?? '');
  assert.equal(subject, '3 hồ sơ cần ông/bà xem sáng nay');
  assert.equal(new Set(text.match(/H42\.13504-261125-\d{4}/g)).size, 3);
  assert.doesNotMatch(text, /Hằng|037192/);
  await owner.query('update officials set email = null');
});

test('an official sees their own warnings and nobody else’s, and what was looked at is no longer new', async () => {
  await assigned();
  await tick(at(25, '08:31'));
  const point = await stepPoint('step-80');
  await tick(point);
  const { app, close } = await testApp(pool, { now: () => point });
  try {
    const specialist = await signedIn(app, accountName(BINH_LUC, 'officeSpecialist'));
    const first = (await specialist.call('GET', '/api/warnings')).body;
    // Two rules have warned of the one dossier: the later one speaks.
    assert.equal(first.unseen, 1);
    assert.equal(first.items[0].title, 'Đã dùng 80 % thời gian của bước');
    await specialist.call('POST', '/api/warnings/seen', { upTo: first.items[0].id });
    const second = (await specialist.call('GET', '/api/warnings')).body;
    assert.deepEqual([second.unseen, second.total], [0, 1]);
    const other = await signedIn(app, accountName(BINH_LUC, 'economySpecialist'));
    assert.equal((await other.call('GET', '/api/warnings')).body.total, 0);
    const citizen = await signedIn(app, '037190001234');
    assert.equal((await citizen.call('GET', '/api/warnings')).status, 403);
  } finally {
    await close();
  }
});

test('nothing to watch is no act: the record does not grow with the clock', async () => {
  await perform(
    pool,
    receiveDossier,
    who('receptionist'),
    { ...atCounter(), ...PLAIN },
    { at: at(25, '08:00') },
  );
  await tick(at(25, '08:01'));
  const count = async () =>
    (await owner.query(`select count(*) as n from requests where act = 'warnings.watch-dossiers'`)).rows[0].n;
  const before = await count();
  for (let minute = 2; minute < 6; minute++) await tick(at(25, `08:0${minute}`));
  assert.equal(await count(), before);
});

describe('an agency that is asked', () => {
  const ECONOMY = `${BINH_LUC}.02`;
  async function asked() {
    const { id, version } = await assigned();
    const { parts } = (await perform(
      pool,
      askAgencies,
      who('officeSpecialist'),
      { id, version, asks: [{ agencyId: ECONOMY, question: 'Thửa đất có quy hoạch không?', hours: 8 }] },
      { at: at(25, '09:00') },
    )) as { parts: { id: string; dueAt: string }[] };
    const [part] = parts;
    assert.ok(part);
    return { id, part: part.id, over: new Date(Date.parse(part.dueAt) + 60_000) };
  }

  test('hears of the question at once, of a reminder, and when it is late, as does who asked', async () => {
    const { id, part, over } = await asked();
    await tick(at(25, '09:01'));
    assert.deepEqual(await open('consultation'), [
      'consultation-asked economyHead',
      'consultation-asked economySpecialist',
    ]);
    await perform(pool, remindConsultation, who('officeSpecialist'), { id, part }, { at: at(25, '10:00') });
    await tick(at(25, '10:01'));
    assert.deepEqual(await open('consultation-reminded'), [
      'consultation-reminded economyHead',
      'consultation-reminded economySpecialist',
    ]);
    await tick(new Date(over.getTime() - 1000));
    assert.deepEqual(await open('consultation-over'), []);
    for (const seconds of [0, 15]) await tick(new Date(over.getTime() + seconds * 1000));
    assert.deepEqual(await open('consultation-over'), [
      'consultation-over economyHead',
      'consultation-over economySpecialist',
      'consultation-over officeSpecialist',
    ]);
    await perform(
      pool,
      answerConsultation,
      who('economySpecialist'),
      { id, part, answer: 'Phù hợp quy hoạch' },
      { at: over },
    );
    await tick(new Date(over.getTime() + 60_000));
    assert.deepEqual(await open('consultation'), ['consultation-ended officeSpecialist']);
  });

  test('opens its own question from the bell and not the dossier; who asked opens the dossier', async () => {
    const { id, part, over } = await asked();
    await tick(over);
    const { app, close } = await testApp(pool, { now: () => over });
    try {
      const economy = await signedIn(app, accountName(BINH_LUC, 'economySpecialist'));
      const { body } = await economy.call('GET', '/api/warnings');
      const [item] = body.items;
      assert.deepEqual(
        [body.total, item.rule, item.part, item.holderName],
        [1, 'consultation-over', part, null],
      );
      assert.equal(Date.parse(item.dueAt), over.getTime() - 60_000);
      const list = await economy.call('GET', '/api/consultations');
      assert.deepEqual(
        list.body.items.map((one: { part: string }) => one.part),
        [part],
      );
      assert.equal((await economy.call('GET', `/api/consultations/${id}/${part}`)).status, 200);
      assert.ok([403, 404].includes((await economy.call('GET', `/api/dossiers/${id}`)).status));

      const asker = await signedIn(app, accountName(BINH_LUC, 'officeSpecialist'));
      const mine = (await asker.call('GET', '/api/warnings')).body.items.find(
        (one: { rule: string }) => one.rule === 'consultation-over',
      );
      assert.deepEqual([mine.dossierId, mine.part], [id, null]);
      assert.equal((await asker.call('GET', `/api/dossiers/${id}`)).status, 200);
      const stranger = await signedIn(app, accountName(BINH_LUC, 'cultureHead'));
      assert.equal((await stranger.call('GET', '/api/warnings')).body.total, 0);
      assert.equal((await stranger.call('GET', `/api/consultations/${id}/${part}`)).status, 404);
    } finally {
      await close();
    }
  });

  test('reads of its question in the morning’s mail, by code, without the question or a name', async () => {
    await owner.query(`update officials set email = 'kinhte@example.vn' where id = $1`, [
      `${BINH_LUC}:economySpecialist`,
    ]);
    await asked();
    await tick(at(25, '09:01'));
    await tick(at(26, '06:00'));
    post.letters.length = 0;
    await tick(at(26, '07:00'));
    await tick(at(26, '07:01'));
    const letters = post.letters.filter((letter) => letter.to.includes('kinhte@example.vn'));
    assert.equal(letters.length, 1);
    const { text } = readLetter(letters[0]?.raw ?? '');
    assert.match(text, /Được hỏi ý kiến, chưa trả lời: 1 hồ sơ/);
    assert.doesNotMatch(text, /quy hoạch|Hằng|037192/);
    await owner.query('update officials set email = null');
  });
});
