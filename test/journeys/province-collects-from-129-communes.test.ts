import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import {
  lastDayOf,
  nameOfPeriod,
  periodAt,
  periodBefore,
  periodOf,
} from '../../src/capabilities/figures/index.ts';
import {
  acceptSheets,
  approveSheet,
  fillCells,
  openRound,
  plainAnswers,
  submitSheet,
} from '../../src/capabilities/rounds/index.ts';
import { connect, inTransaction } from '../../src/db/connect.ts';
import type { AnyAct } from '../../src/kernel/act.ts';
import type { Actor } from '../../src/kernel/actor.ts';
import { perform } from '../../src/perform.ts';
import { openOffice, signInAs, sitDown } from '../support/desk.ts';
import { layLedger } from '../support/ledger.ts';
import { BINH_LUC, OTHER_COMMUNE, official } from '../support/province.ts';

const office = await openOffice();
const { pool, database } = office.province;

// The half-year that ended last: its cut-off is past.
const today = new Date().toISOString().slice(0, 10);
const last = periodBefore('half-year', periodAt('half-year', today, 'reporting'));
const period = periodOf('half-year', last.year, last.number, 'reporting');
const NAME = nameOfPeriod('half-year', last.year, last.number);
const due = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);

const control: Actor = {
  kind: 'official',
  id: 'control',
  name: 'Đinh Thị Kiểm',
  duties: [{ role: 'control-officer', agencyId: 'H42.01', bodyId: 'H42.01' }],
};
const doAct = (act: AnyAct, actor: Actor, input: object) => perform(pool, act, actor, input);

describe('a province collects from its 129 communes', () => {
  const owner = connect(database.ownerUrl, database.schema, 1);
  after(() => owner.end());
  let id = '';
  before(async () => {
    // Ten dossiers of Bình Lục, one of them late: 10 % want an explanation.
    await inTransaction(owner, (tx) =>
      layLedger(
        tx,
        Array.from({ length: 10 }, (_, at) => ({
          receivedAt: `${period.from}T08:00:00+07:00`,
          dueAt: `${period.from}T17:00:00+07:00`,
          ended: {
            at: at === 0 ? `${lastDayOf(period)}T09:00:00+07:00` : `${period.from}T10:00:00+07:00`,
            how: 'approved' as const,
          },
        })),
      ),
    );
    id = (
      (await doAct(openRound, control, {
        form: 'administrative-reform-data',
        period: 'half-year',
        ...last,
        cutOffDay: lastDayOf(period),
        dueDay: due,
        kinds: ['commune-committee'],
      })) as { id: string }
    ).id;
    const { rows } = await owner.query<{ body_id: string }>(
      'select body_id from round_sheets where round_id = $1 and body_id <> all($2::text[])',
      [id, [BINH_LUC, OTHER_COMMUNE]],
    );
    assert.equal(rows.length, 127);
    const send = async (bodyId: string) => {
      const writer = official(bodyId, 'officeSpecialist');
      await doAct(fillCells, writer, { id, bodyId, cells: await plainAnswers() });
      await doAct(submitSheet, writer, { id, bodyId });
      await doAct(approveSheet, official(bodyId, 'leader'), { id, bodyId });
    };
    const left = rows.map(({ body_id }) => body_id);
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let next = left.pop(); next !== undefined; next = left.pop()) await send(next);
      }),
    );
    await doAct(acceptSheets, control, { id, bodyIds: rows.map(({ body_id }) => body_id) });
    // The two communes of the journey have filled in all but what they do before our eyes.
    for (const bodyId of [BINH_LUC, OTHER_COMMUNE])
      await doAct(fillCells, official(bodyId, 'officeSpecialist'), {
        id,
        bodyId,
        cells: (await plainAnswers()).filter(({ key }) => key !== 'posts_present'),
      });
  });

  test('one commune explains what is broken, the other gets its sheet back; then 129 of 129 are in, added up and locked', async (context) => {
    // Bình Lục: a cell that cannot be, mended; late dossiers, explained.
    const writer = await sitDown(context, office, { body: BINH_LUC, seat: 'officeSpecialist' });
    const { page } = writer;
    await page.getByRole('link', { name: 'Báo cáo', exact: true }).click();
    await page.getByRole('link', { name: 'Đợt báo cáo' }).click();
    await page.getByRole('link', { name: new RegExp(NAME, 'i') }).click();
    await page.getByRole('heading', { level: 1, name: new RegExp(NAME, 'i') }).waitFor();
    await page.getByText('Hồ sơ quá hạn trên 5 %').first().waitFor();
    const present = page.getByLabel(/^Biên chế có mặt/);
    await present.fill('bốn mươi');
    await page.getByText('Ô này ghi số, ví dụ 1.234 hoặc 12,5.').waitFor();
    await present.fill('45');
    await page.getByText('Biên chế có mặt nhiều hơn biên chế được giao').first().waitFor();
    await present.fill('38');
    await page.getByText(/^Đã ghi lúc/).waitFor();
    await page.getByRole('button', { name: 'Trình lãnh đạo' }).click();
    const late = page.locator('.sheet-row', { hasText: 'Hồ sơ giải quyết quá hạn' });
    await late.getByRole('button', { name: 'Giải trình' }).click();
    await late.getByLabel('Giải trình').fill('Đường truyền hỏng hai ngày do bão.');
    await writer.checkAccessibility('a sheet being explained');
    await writer.picture('huong-dan/dot-bao-cao-bieu', late);
    await late.getByRole('button', { name: 'Ghi giải trình' }).click();
    await late.getByText('Đã giải trình:').waitFor();
    await page.getByRole('button', { name: 'Trình lãnh đạo' }).click();
    await page.getByText('Đã trình lãnh đạo cơ quan.').waitFor();
    await page.context().close();

    const boss = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'leader' },
      { path: `/bao-cao/dot/${id}/${BINH_LUC}` },
    );
    await boss.page.getByRole('button', { name: 'Duyệt và gửi tỉnh' }).click();
    await boss.page.getByText('Đã duyệt và gửi tỉnh.').waitFor();
    await boss.page.context().close();

    // The other commune: handed in, returned by its leader with a reason, put right, sent.
    await doAct(fillCells, official(OTHER_COMMUNE, 'officeSpecialist'), {
      id,
      bodyId: OTHER_COMMUNE,
      cells: [{ key: 'posts_present', base: 0, value: 38 }],
    });
    await doAct(submitSheet, official(OTHER_COMMUNE, 'officeSpecialist'), { id, bodyId: OTHER_COMMUNE });
    const path = `/bao-cao/dot/${id}/${OTHER_COMMUNE}`;
    const other = await sitDown(context, office, { body: OTHER_COMMUNE, seat: 'leader' }, { path });
    await other.page.getByRole('button', { name: 'Trả lại để sửa' }).click();
    await other.page.getByLabel('Lý do').fill('Biên chế có mặt là 39 người.');
    await other.page.keyboard.press('Tab');
    await other.page.keyboard.press('Enter');
    await other.page.getByText('trả lại lúc').waitFor();
    await other.page.getByLabel(/^Biên chế có mặt/).fill('39');
    await other.page.getByText(/^Đã ghi lúc/).waitFor();
    await other.page.getByRole('button', { name: 'Trình lãnh đạo' }).click();
    await other.page.getByRole('button', { name: 'Duyệt và gửi tỉnh' }).click();
    await other.page.getByText('Đã duyệt và gửi tỉnh.').waitFor();
    await other.page.context().close();

    // The province: all are in, the sum is right, the round is locked.
    const province = await signInAs(context, office, 'kiemsoat', { path: `/bao-cao/dot/${id}` });
    await province.page.getByText('129/129').first().waitFor();
    const sum = province.page.getByRole('button', { name: /^Biên chế có mặt: / });
    assert.equal(await sum.textContent(), (128 * 38 + 39).toLocaleString('vi-VN'));
    await province.checkAccessibility('a round with all sheets in');
    await province.picture('huong-dan/dot-bao-cao-tong-hop');
    await province.page.getByRole('button', { name: 'Nhận 2 biểu đã gửi' }).click();
    await province.page.getByText('129 đã nhận').waitFor();
    await province.page.getByRole('button', { name: 'Khoá đợt báo cáo' }).click();
    await province.page.getByText('khoá lúc').waitFor();
    assert.equal(await province.page.getByRole('button', { name: 'Khoá đợt báo cáo' }).count(), 0);
  });
});
