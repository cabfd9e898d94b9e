import assert from 'node:assert/strict';
import test, { after, describe } from 'node:test';
import { BINH_LUC, testProvince } from '../../../test/support/province.ts';
import { type CompetentBody, type ProcedureVersion, versionsInForce } from '../procedures/index.ts';
import { competentBody } from './competent-body.ts';

const { pool } = await testProvince(2);
after(() => pool.end());
const TODAY = '2026-11-20';

describe('Who decides, when nobody is named', () => {
  test('is a body of the province for every procedure of its level', async () => {
    const versions = await versionsInForce(pool, TODAY);
    const found = new Map<CompetentBody, string>();
    for (const { procedure } of versions.filter((one) => one.procedure.level === 'province')) {
      if (found.has(procedure.competent)) continue;
      const body = await competentBody(pool, procedure, undefined, BINH_LUC, TODAY);
      assert.equal(body.unitCode, '37');
      found.set(procedure.competent, body.name);
    }
    assert.ok(found.size > 10);
    assert.equal(found.get('land-registry'), 'Văn phòng Đăng ký đất đai tỉnh');
    assert.equal(found.get('province-committee'), 'Ủy ban nhân dân tỉnh Ninh Bình');
    assert.equal(found.get('province-police'), 'Công an tỉnh');
    assert.equal(found.get('department-justice'), 'Sở Tư pháp');
  });

  test('is the commune where it is handed in, or its police', async () => {
    const of = (competent: CompetentBody) =>
      competentBody(pool, { level: 'commune', competent } as ProcedureVersion, undefined, BINH_LUC, TODAY);
    assert.equal((await of('commune-committee')).id, BINH_LUC);
    assert.equal((await of('commune-police')).id, `${BINH_LUC}.05`);
  });
});
