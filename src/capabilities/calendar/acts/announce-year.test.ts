import assert from 'node:assert/strict';
import test, { after, describe } from 'node:test';
import { testDatabase } from '../../../../test/support/database.ts';
import { connect, inTransaction } from '../../../db/connect.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { perform } from '../../../perform.ts';
import { isWorkingDay, loadCalendar, loadCalendarCatalogue } from '../index.ts';
import { announceYear } from './announce-year.ts';

const { appUrl, schema } = await testDatabase();
const pool = connect(appUrl, schema, 4);
after(() => pool.end());
await inTransaction(pool, loadCalendarCatalogue);

const official = (role: string): Actor => ({
  kind: 'official',
  id: role,
  name: 'Đỗ Thị Lịch',
  duties: [{ role, agencyId: 'H42.01.01', bodyId: 'H42.01' }],
});
const calendar = () => inTransaction(pool, (tx) => loadCalendar(tx, 'H42.13504', '2027-01-04'));
const notice = (day: string) => ({
  year: 2027,
  state: 'partly-decided' as const,
  sources: { notice: 'Thông báo thử' },
  days: [{ day, kind: 'swapped-off' as const, reason: 'Nghỉ hoán đổi', source: 'notice', decided: true }],
});

describe('a notice of days off', () => {
  test('holds at once for whoever counts a term, and stands in the record', async () => {
    assert.equal(isWorkingDay(await calendar(), '2027-03-03'), true);
    await perform(pool, announceYear, official('control-officer'), notice('2027-03-03'));
    assert.equal(isWorkingDay(await calendar(), '2027-03-03'), false);
    const { rows } = await pool.query(
      `select act, actor_id from record where subject_kind = 'calendar' and subject_id = '2027'`,
    );
    assert.deepEqual(rows, [{ act: 'calendar.announce-year', actor_id: 'control-officer' }]);
  });

  test('with an impossible day is refused, the day named, and the year stays as it was', async () => {
    await assert.rejects(
      perform(pool, announceYear, official('control-officer'), notice('2027-02-30')),
      (error: unknown) => error instanceof Refusal && error.details.fields?.[0]?.path === '/days/2027-02-30',
    );
    assert.equal(isWorkingDay(await calendar(), '2027-03-03'), false);
  });

  test('is given by the control officer only', async () => {
    await assert.rejects(
      perform(pool, announceYear, official('leader'), notice('2027-03-04')),
      (error: unknown) => error instanceof Refusal && error.kind === 'forbidden',
    );
  });
});
