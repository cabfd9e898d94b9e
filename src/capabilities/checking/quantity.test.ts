import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import fc from 'fast-check';
import { readText } from './check.ts';
import { slips } from './mend.ts';
import { type Quantity, readNumeral, show } from './quantity.ts';

function numbers(text: string): Quantity[] {
  return readText({ name: 'x', format: 'txt', blocks: [{ kind: 'paragraph', text }] }).quantities.flat();
}
const values = (text: string): number[] => numbers(text).map((q) => q.value);

describe('numbers as Vietnamese writes them', () => {
  test('dots part thousands and commas part decimals', () => {
    assert.deepEqual(values('Có 1.234 hồ sơ, 1234 hộ, 95,83% và 12.345,6 ha.'), [1234, 1234, 95.83, 12345.6]);
  });
  test('nghìn, triệu, tỷ are multiplied in', () => {
    assert.deepEqual(values('Chi 129,6 triệu đồng và 342,8 nghìn tỷ đồng.'), [129.6e6, 342.8e12]);
    assert.deepEqual(values('Huy động 16 tỷ 434 triệu đồng.'), [16_434_000_000]);
    assert.deepEqual(values('Giải ngân 8.450/16.900 triệu đồng.'), [8450e6, 16_900e6]);
  });
  test('any whole number printed with dots is read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (n) => {
        assert.equal(readNumeral(show(n), false)?.value, n);
      }),
      { seed: 5 },
    );
  });
  test('dates, years, symbols, ranges, hours, ages and ordinals are no quantities', () => {
    assert.deepEqual(
      values(
        'Ngày 30/5/2026, năm 2025, Kế hoạch số 12/KH-UBND, từ 3-5 năm, 16 giờ, dưới 5 tuổi, Điều 12, quốc lộ 38, lần thứ 9, Đề án 06, giai đoạn 2021-2025, VP7, QH15.',
      ),
      [],
    );
  });
  test('a word that often numbers does not hide a count', () => {
    assert.deepEqual(values('trực tuyến 19 hồ sơ, một phần 135 thủ tục, Kế hoạch 21 văn bản'), [19, 135, 21]);
  });
  test('words before a number open it', () => {
    const of = (text: string): string | undefined => numbers(text)[0]?.approx;
    assert.equal(of('khoảng 120 hồ sơ'), 'about');
    assert.equal(of('trên 120 hồ sơ'), 'above');
    assert.equal(of('gần 120 hồ sơ'), 'below');
    assert.equal(of('cấp trên 120 triệu đồng'), 'exact');
    assert.equal(of('trên 03 trụ cột'), 'exact');
    assert.equal(of('ước thực hiện là 75.851 tỷ đồng'), 'exact');
  });
  test('a footnote number stuck to a word is no part of the text', () => {
    const reading = readText({
      name: 'x',
      format: 'txt',
      blocks: [
        { kind: 'paragraph', text: 'Ban hành 04 Kế hoạch1 về tuyên truyền.' },
        { kind: 'paragraph', text: '1 Kế hoạch số 07/KH-UBND ngày 10/01/2025 của UBND xã.' },
      ],
    });
    assert.deepEqual(
      reading.quantities[0]?.map((q) => q.value),
      [4],
    );
    assert.deepEqual(
      reading.passages[0]?.marks.map((m) => m.mark),
      ['1'],
    );
    assert.equal(reading.passages[1]?.kind, 'footnote');
  });
});

describe('slips of the pen', () => {
  test('a digit too many, lost, changed, and two swapped are among them', () => {
    const [q] = numbers('Có 1.325 hồ sơ');
    const found = new Set(slips(q as Quantity).map((s) => s.value));
    for (const value of [132, 325, 13_250, 1335, 3125, 1352]) assert.ok(found.has(value), String(value));
    assert.ok(!found.has(1325));
  });
});
