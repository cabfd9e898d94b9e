import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import {
  accountName,
  atCounter,
  BINH_LUC,
  CITIZENS,
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

interface Looks {
  items: { act: string; byName: string; agencyName: string | null; code: string | null; seq: number }[];
  next: number | null;
}

test('a citizen sees which official opened what, newest first and page by page; nobody else sees it', async () => {
  const desk = await signedIn(app, accountName(BINH_LUC, 'receptionist'));
  const [an, binh] = await Promise.all(CITIZENS.map((one) => signedIn(app, one.personalId)));
  const looks = async (before?: number) =>
    (await an?.call('GET', `/api/my/looks${before === undefined ? '' : `?before=${before}`}`))?.body as Looks;
  assert.deepEqual(await looks(), { items: [], next: null });

  const { fullName, personalId, birthDate, sex } = CITIZENS[0];
  const received = await desk.call(
    'POST',
    '/api/dossiers/receive',
    atCounter({ applicant: { kind: 'citizen', fullName, personalId, birthDate, sex } }),
  );
  const { id, code } = received.body as { id: string; code: string };
  await desk.call('GET', `/api/people?personalId=${personalId}`);
  for (let time = 0; time < 31; time++) await desk.call('GET', `/api/dossiers/${id}`);

  const newest = await looks();
  assert.equal(newest.items.length, 30);
  assert.equal(newest.items[0]?.act, 'dossiers.see-dossier');
  assert.equal(newest.items[0]?.code, code);
  assert.match(newest.items[0]?.agencyName ?? '', /^Trung tâm Phục vụ hành chính công/);
  const older = await looks(newest.next ?? 0);
  assert.deepEqual(
    older.items.map(({ act }) => act),
    ['dossiers.see-dossier', 'people.find-applicant'],
  );
  assert.equal(older.items[1]?.code, null);
  assert.equal(older.next, null);

  assert.deepEqual((await binh?.call('GET', '/api/my/looks'))?.body, { items: [], next: null });
  assert.equal((await desk.call('GET', '/api/my/looks')).status, 403);
});
