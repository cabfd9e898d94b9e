import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import {
  accountName,
  atCounter,
  BINH_LUC,
  OTHER_COMMUNE,
  signedIn,
  testApp,
  testProvince,
} from '../../../test/support/province.ts';

const { pool } = await testProvince();
const { app, close } = await testApp(pool);
after(async () => {
  await close();
  await pool.end();
});

const desk = await signedIn(app, accountName(BINH_LUC, 'receptionist'));

async function received(fullName: string, personalId: string, phone: string): Promise<void> {
  const answer = await desk.call(
    'POST',
    '/api/dossiers/receive',
    atCounter({ applicant: { kind: 'citizen', fullName, personalId, phone } }),
  );
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
}
await received('Vũ Thị Ngân', '037190001234', '0987 111 222');
await received('Đặng Văn Bách', '037088004321', '+84 987.111.222');
await received('Phạm Thị Lan', '037190001235', '0987 111 223');

async function ofPhone(phone: string, caller = desk): Promise<{ status: number; names: string[] }> {
  const { status, body } = await caller.call('GET', `/api/people?phone=${encodeURIComponent(phone)}`);
  const found = (body as { ofPhone?: { fullName: string }[] }).ofPhone ?? [];
  return { status, names: found.map((one) => one.fullName) };
}
const looks = async () => {
  const { rows } = await pool.query<{ name: string }>(
    `select p.full_name as name from record r join persons p on p.id = r.subject_id
     where r.act = 'people.find-applicant' order by r.id, p.full_name`,
  );
  return rows.map((row) => row.name).sort();
};

test('a telephone finds those who gave exactly it, by name, however it is written; everybody shown has a look recorded', async () => {
  assert.deepEqual(await looks(), []);
  assert.deepEqual(await ofPhone('0987.111.222'), { status: 200, names: ['Đặng Văn Bách', 'Vũ Thị Ngân'] });
  assert.deepEqual(await looks(), ['Vũ Thị Ngân', 'Đặng Văn Bách']);
  const elsewhere = await signedIn(app, accountName(OTHER_COMMUNE, 'receptionist'));
  assert.deepEqual((await ofPhone('84987111223', elsewhere)).names, ['Phạm Thị Lan']);
  assert.equal((await looks()).length, 3);
});

test('a telephone that nobody gave finds nobody and leaves no look; a part of one is refused', async () => {
  const before = await looks();
  assert.deepEqual(await ofPhone('0987 111 229'), { status: 200, names: [] });
  for (const part of ['0987 111', '%', '0987 111 22%'])
    assert.deepEqual(await ofPhone(part), { status: 422, names: [] }, part);
  assert.deepEqual(await looks(), before);
});

test('only who receives at a counter looks for people by telephone', async () => {
  for (const seat of ['officeSpecialist', 'leader'] as const)
    assert.equal(
      (await ofPhone('0987 111 222', await signedIn(app, accountName(BINH_LUC, seat)))).status,
      403,
    );
});
