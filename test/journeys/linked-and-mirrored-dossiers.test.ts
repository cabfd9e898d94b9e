import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { describe } from 'node:test';
import {
  endOutsideLink,
  getDossier,
  mirrorDossier,
  withdrawDossier,
} from '../../src/capabilities/dossiers/index.ts';
import { versionInForce } from '../../src/capabilities/procedures/index.ts';
import { perform } from '../../src/perform.ts';
import { openPage } from '../support/browser.ts';
import { doAct, goToList, openDossier, openOffice, rowsOf, sitDown } from '../support/desk.ts';
import { appointPoliceman, carriedToEnd, LINKED } from '../support/linked.ts';
import { signInHere } from '../support/portal.ts';
import { BINH_LUC, CITIZENS, official, PLAIN } from '../support/province.ts';

const office = await openOffice();
const { pool } = office.province;

describe('at the centre', () => {
  test('a linked filing is received once, goes through its parts in their order, and is returned once', async (context) => {
    const today = new Date().toISOString().slice(0, 10);
    const version = await versionInForce(pool, LINKED, today);
    assert.ok(version);
    const citizen = await office.signIn(CITIZENS[0].personalId);
    const form = Object.fromEntries(
      version.procedure.form.required.map((key) => {
        const question = version.procedure.form.properties[key];
        return [key, question?.type === 'boolean' ? true : (question?.enum?.[0] ?? 'Cho con mới sinh')];
      }),
    );
    const components = [];
    for (const { key, mode, conditional } of version.procedure.components) {
      if (mode !== 'submit' || conditional) continue;
      const id = randomUUID();
      await pool.query(
        `insert into papers (id, name, type, size, sha256, uploaded_by, uploaded_at, origin)
         values ($1, 'giay-chung-sinh.pdf', 'application/pdf', 10, $2, $3, now(), 'citizen')`,
        [id, 'a'.repeat(64), `person:${CITIZENS[0].id}`],
      );
      components.push({ key, paperIds: [id] });
    }
    const filed = await citizen.call('POST', '/api/my/dossiers', {
      procedureCode: LINKED,
      procedureVersionId: version.id,
      competentBodyId: BINH_LUC,
      case: 'truong-hop-1',
      form,
      components,
      returnBy: 'online',
    });
    assert.equal(filed.status, 200, JSON.stringify(filed.body));
    const { page, checkAccessibility, picture } = await sitDown(context, office, {
      body: BINH_LUC,
      seat: 'receptionist',
    });
    await goToList(page, 'Chờ tiếp nhận');
    await rowsOf(page).first().click();
    await openDossier(page).waitFor();
    await doAct(page, 't');
    await page.getByRole('link', { name: /^\(mở lại/ }).click();
    const parts = openDossier(page).getByRole('heading', { name: 'Các thủ tục liên thông' });
    await parts.waitFor();
    await openDossier(page).getByText('chờ Đăng ký khai sinh').first().waitFor();
    await checkAccessibility('a linked filing');
    await picture('huong-dan/lien-thong', parts);
    await openDossier(page).getByRole('link', { name: 'Đăng ký khai sinh' }).click();
    await openDossier(page).getByText('Một phần của hồ sơ liên thông.').waitFor();
    await openDossier(page).getByRole('link', { name: 'Mở hồ sơ liên thông' }).click();
    await parts.waitFor();
    const mine = await citizen.call('GET', '/api/my/dossiers');
    assert.equal((mine.body as { items: unknown[] }).items.length, 1);

    // Each part by who holds it: the birth first, residence and insurance after it, the card last.
    const { id } = filed.body as { id: string };
    const policeman = await appointPoliceman(pool);
    const part = async (key: string) => {
      const found = (await getDossier(pool, id))?.links?.find((link) => link.key === key);
      assert.ok(found);
      return found;
    };
    const carried = async (key: string) =>
      carriedToEnd(pool, (await part(key)).dossierId ?? assert.fail(`${key} has not begun`), policeman);
    await carried('khai-sinh');
    assert.equal((await part('can-cuoc')).dossierId, null);
    await carried('thuong-tru');
    await perform(
      pool,
      endOutsideLink,
      official(BINH_LUC, 'receptionist'),
      { id, key: 'bao-hiem-y-te', outcome: 'approved', number: 'GD4 37 123' },
      {},
    );
    await carried('can-cuoc');

    await goToList(page, 'Chờ trả kết quả');
    // The whole alone waits to be handed over, not its parts.
    await page.getByRole('heading', { name: 'Chờ trả kết quả · 1 hồ sơ' }).waitFor();
    await rowsOf(page).click();
    await parts.waitFor();
    await openDossier(page).getByText('số GD4 37 123').waitFor();
    assert.equal(await openDossier(page).getByText('đã có kết quả', { exact: true }).count(), 4);
    await checkAccessibility('a linked filing whose parts have ended');
    await doAct(page, 'r');
    await page.getByRole('link', { name: /^\(mở lại/ }).click();
    await openDossier(page).getByText('Đã trả kết quả', { exact: true }).first().waitFor();
    for (const key of ['khai-sinh', 'thuong-tru', 'can-cuoc'])
      assert.equal((await getDossier(pool, (await part(key)).dossierId ?? ''))?.state, 'returned');

    const portal = await openPage(context);
    await portal.page.goto(`${office.address}/cua-toi/${id}`);
    await signInHere(portal.page);
    const jobs = portal.page.getByRole('region', { name: 'Các việc trong hồ sơ này' });
    await jobs.waitFor();
    assert.equal(await jobs.getByRole('listitem').filter({ hasText: 'Đã có kết quả' }).count(), 4);
    await jobs.getByText('số GD4 37 123').waitFor();
    await portal.page.getByRole('link', { name: 'Xem và tải kết quả' }).waitFor();
    await portal.checkAccessibility('my linked filing');
    await portal.picture('huong-dan/nguoi-dan-lien-thong', jobs);
  });

  test('a dossier of a ministry’s system is marked and watched, and only noted upon', async (context) => {
    const at = new Date(Date.now() - 3_600_000).toISOString();
    const { id } = await perform(
      pool,
      mirrorDossier,
      { kind: 'system', id: 'system', name: 'Hệ thống' },
      {
        system: 'Hệ thống Bộ Công an',
        code: 'G01.899.108.000-1',
        version: 1,
        at,
        nationalState: 4,
        procedureCode: PLAIN.procedureCode,
        receivingBodyId: BINH_LUC,
        applicant: { kind: 'citizen', fullName: 'Trần Văn Khang', personalId: '037092000123' },
        submittedAt: at,
        receivedAt: at,
        dueAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
      },
      {},
    );
    const { page, checkAccessibility, picture } = await sitDown(context, office, {
      body: BINH_LUC,
      seat: 'receptionist',
    });
    await goToList(page, 'Hệ thống bộ, ngành');
    await rowsOf(page)
      .filter({ hasText: 'Trần Văn Khang' })
      .filter({ hasText: 'Hệ thống Bộ Công an' })
      .click();
    await openDossier(page).getByText('Hệ thống Bộ Công an giải quyết hồ sơ này.').waitFor();
    await checkAccessibility('a mirrored dossier');
    await picture('huong-dan/ho-so-bo-nganh');
    const version = (await pool.query('select version from dossiers where id = $1', [id])).rows[0]?.version;
    await assert.rejects(
      perform(pool, withdrawDossier, official(BINH_LUC, 'receptionist'), { id, version, reason: 'Rút' }),
      (error: { code: string }) => error.code === 'dossier.mirrored',
    );
  });
});
