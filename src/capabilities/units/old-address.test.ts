import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { FORMS, judge, old, read } from '../../../test/support/old-addresses.ts';

const says = (text: string) => {
  const { outcome, candidates, detail } = read(text);
  return [outcome, candidates.map((one) => one.fullName).join(' / '), detail];
};

describe('an address as on old papers', () => {
  test('leads to today’s unit, or is asked about, for every old commune; never to another', () => {
    // Each commune in a third of the forms; `bin/haicap run bench/old-addresses.ts` measures each in all.
    const wrong: string[] = [];
    let found = 0;
    let tried = 0;
    for (const [turn, write] of Object.values(FORMS).entries())
      for (const [place, { name, district, province, codes }] of old.entries()) {
        if ((place + turn) % 3 !== 0) continue;
        const text = write(name, district ?? '', province);
        const judged = judge({ name, district, province, codes }, text);
        tried++;
        if (judged === 'found') found++;
        if (judged === 'wrong') wrong.push(text);
      }
    assert.deepEqual(wrong, []);
    assert.ok(tried > 45_000 && found / tried > 0.99, `${found} of ${tried}`);
  });

  test('keeps what stands before the commune, wherever the commune stands', () => {
    assert.deepEqual(says('Số 7, xóm 3, xã Bồ Đề, huyện Bình Lục, tỉnh Hà Nam, Việt Nam'), [
      'found',
      'xã Bình Giang',
      'Số 7, xóm 3',
    ]);
    assert.deepEqual(says('Hà Nam, Bình Lục, Bồ Đề, xóm 3'), ['found', 'xã Bình Giang', 'xóm 3']);
    assert.deepEqual(says('TDP Bình Thắng, TT.Bình Mĩ, H.Bình Lục'), [
      'found',
      'xã Bình Mỹ',
      'TDP Bình Thắng',
    ]);
  });

  test('is read with a hamlet or a street named like a commune, a number as a ward, letters without blanks', () => {
    assert.deepEqual(says('Thôn Bình Lục, xã Bồ Đề, huyện Bình Lục, Hà Nam')[1], 'xã Bình Giang');
    assert.deepEqual(says('số 5 Trần Phú, P.Minh Khai, TP Phủ Lý, Hà Nam').slice(0, 2), [
      'found',
      'phường Phủ Lý',
    ]);
    assert.deepEqual(says('P12 Q.GòVấp TPHCM').slice(0, 2), ['found', 'phường An Hội Tây']);
    assert.deepEqual(says('Daklak, Buon Ma Thuot, phuong Tan Lap').slice(0, 2), ['found', 'phường Tân Lập']);
  });

  test('is read with the province of another time, or of today', () => {
    for (const province of ['Hà Nam', 'Hà Nam Ninh', 'Nam Hà', 'Ninh Bình'])
      assert.deepEqual(says(`xã Bồ Đề, huyện Bình Lục, tỉnh ${province}`).slice(0, 2), [
        'found',
        'xã Bình Giang',
      ]);
  });

  test('of today is today’s unit', () => {
    const { outcome, candidates } = read('xã Bình Lục, tỉnh Ninh Bình');
    assert.equal(outcome, 'found');
    assert.deepEqual([candidates[0]?.code, candidates[0]?.formerly], ['13504', null]);
  });

  test('is asked about when the commune was split, when its name is not the only one, when a part fits nothing', () => {
    const split = read('phường Dịch Vọng, quận Cầu Giấy, Hà Nội');
    assert.deepEqual([split.outcome, split.candidates.length], ['ask', 2]);
    assert.ok(read('xã Tân Lập').candidates.length > 10);
    assert.equal(
      read('xã Nghĩa An').candidates[0]?.provinceCode,
      '37',
      'those of the home province stand first',
    );
    for (const text of [
      'xã Bồ Đề, huyện Bình Lụcc, Hà Nam', // a district that is not there
      'xã Bồ Đề Thượng, huyện Bình Lục', // another commune, perhaps
      'xã Bồ Đề, huyện Bình Lục, tỉnh Thái Bình', // a province that it was never in
      'số 10 phố Hai Bà Trưng TP Phủ Lý', // a street, and no commune
      'Hoa Lư, Ninh Bình', // the district of before, or the ward of today
      'huyện Bình Lục, Hà Nam', // no commune at all
    ])
      assert.equal(read(text).outcome, 'ask', text);
    assert.deepEqual(
      read('huyện Bình Lục, tỉnh Hà Nam').candidates.map((one) => one.fullName),
      ['xã Bình An', 'xã Bình Giang', 'xã Bình Lục', 'xã Bình Mỹ', 'xã Bình Sơn'],
    );
  });

  test('is nothing when it names no place, whatever is pasted', () => {
    for (const text of [
      '',
      'Nguyễn Văn A',
      '   ,,, ',
      '0123 456',
      "'; drop table units; --",
      'xã '.repeat(200),
    ])
      assert.equal(read(text).outcome, 'none', text);
  });
});
