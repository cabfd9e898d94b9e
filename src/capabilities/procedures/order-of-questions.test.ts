import assert from 'node:assert/strict';
import test, { after, describe } from 'node:test';
import { accountName, BINH_LUC, signedIn, testApp, testProvince } from '../../../test/support/province.ts';
import { readCatalogue } from './catalogue.ts';
import { shippedGround, shippedProcedures } from './shipped.ts';

const { pool } = await testProvince();
const { app, close } = await testApp(pool);
after(async () => {
  await close();
  await pool.end();
});

describe("a form's questions", () => {
  test('are asked in the order in which the catalogue has them, after a stay in the database', async () => {
    const { versions } = readCatalogue(await shippedProcedures('37'), await shippedGround());
    const { call } = await signedIn(app, accountName(BINH_LUC, 'receptionist'));
    for (const code of ['1.004859', '1.001193', '2.001035']) {
      const shipped = versions.find(({ version }) => version.code === code)?.version;
      const { body } = await call('GET', `/api/procedures/${code}`);
      const answered = body as { form: { properties: object } };
      assert.deepEqual(
        Object.keys(answered.form.properties),
        Object.keys(shipped?.form.properties ?? {}),
        code,
      );
    }
  });
});
