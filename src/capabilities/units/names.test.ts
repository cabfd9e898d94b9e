import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { agenciesUnder } from './agency.ts';
import { shippedAgencies } from './load-agencies.ts';
import { shippedUnits } from './load-units.ts';
import { plainLetters, provinceWord, readCommuneName, readProvinceName, titled } from './unit.ts';

describe('names of units', () => {
  test('are read with their kind', () => {
    assert.deepEqual(readCommuneName('Phường  Phủ\u00A0Lý '), {
      kind: 'ward',
      name: 'Phủ Lý',
      fullName: 'phường Phủ Lý',
    });
    assert.equal(readCommuneName('Đặc khu Côn Đảo').kind, 'special-zone');
    assert.equal(readCommuneName('Xa\u0303 Nậm Nèn').fullName, 'xã Nậm Nèn'.normalize('NFC'));
    assert.throws(() => readCommuneName('Thị trấn Bình Mỹ'), RangeError);
  });

  test('of provinces and cities are told apart', () => {
    assert.equal(readProvinceName('Thành phố Huế').fullName, 'thành phố Huế');
    assert.equal(readProvinceName('Ninh Bình').fullName, 'tỉnh Ninh Bình');
    assert.equal(readProvinceName('Tỉnh Hà Nam').name, 'Hà Nam');
    assert.equal(provinceWord(readProvinceName('Thành phố Huế')), 'thành phố');
  });

  test('stand at the head of a line and in an address of the web', () => {
    assert.equal(titled('đặc khu Côn Đảo'), 'Đặc khu Côn Đảo');
    assert.equal(plainLetters('phường Đông Hoa Lư'), 'phuongdonghoalu');
  });
});

describe('the agencies of any province', () => {
  test('have codes of their own, the right form, and a body that exists, in all 34', async () => {
    const provinces = (await shippedUnits()).filter((unit) => unit.kind === 'province');
    const all = new Set<string>();
    for (const province of provinces) {
      const { agencies } = await shippedAgencies(province.code);
      const ids = new Set(agencies.map((agency) => agency.id));
      for (const agency of agencies) {
        assert.match(agency.id, /^H\d\d(\.\d+)*$/);
        assert.ok(!all.has(agency.id), agency.id);
        all.add(agency.id);
        assert.ok(
          ids.has(agency.bodyId) && (agency.parentId === null || ids.has(agency.parentId)),
          agency.id,
        );
        assert.ok(!/[{}]/.test(agency.name + agency.shortName), agency.name);
      }
    }
  });

  test('of a city under the central government are named after the city', async () => {
    const { agencies } = await shippedAgencies('46');
    assert.equal(agencies[0]?.name, 'Ủy ban nhân dân thành phố Huế');
    assert.equal(agencies[1]?.name, 'Văn phòng UBND thành phố');
    assert.ok(agencies.every((agency) => !agency.contactInvented));
  });

  test('below one are all that lead up to it, however they are ordered', () => {
    const list = [
      { id: 'c', parentId: 'b' },
      { id: 'b', parentId: 'a' },
      { id: 'a', parentId: null },
      { id: 'x', parentId: null },
    ];
    assert.deepEqual(
      agenciesUnder(list, 'a').map(({ id }) => id),
      ['c', 'b', 'a'],
    );
  });
});
