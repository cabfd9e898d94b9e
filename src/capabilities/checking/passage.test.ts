import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { citationsOf } from './citation.ts';
import { datesOf } from './date.ts';
import { type Passage, passagesOf, placeIn } from './passage.ts';
import type { CheckedText } from './text.ts';

const textOf = (...blocks: string[]): CheckedText => ({
  name: 'x',
  format: 'txt',
  blocks: blocks.map((text) => ({ kind: 'paragraph', text })),
});

describe('passages', () => {
  test('a paragraph broken by a page goes on', () => {
    const [passage] = passagesOf(textOf('UBND xã đã đề ra 07', 'nhóm nhiệm vụ với 41 nhiệm vụ cụ thể.'));
    assert.equal(passage?.text, 'UBND xã đã đề ra 07 nhóm nhiệm vụ với 41 nhiệm vụ cụ thể.');
  });
  test('a paragraph that ends, and a new item, are not joined', () => {
    assert.equal(passagesOf(textOf('Đã hoàn thành.', 'các nội dung khác')).length, 2);
    assert.equal(passagesOf(textOf('Kết quả gồm:', '- Thu nội địa', '+ Thu khác')).length, 3);
  });
  test('a footnote between two halves of a sentence is set aside', () => {
    const passages = passagesOf({
      name: 'x',
      format: 'txt',
      blocks: [
        { kind: 'paragraph', text: 'Ban hành 20 Quyết' },
        { kind: 'footnote', footnote: '1', text: 'Kế hoạch số 5/KH-UBND.' },
        { kind: 'paragraph', text: 'định về đơn giản hóa.' },
      ],
    });
    assert.deepEqual(
      passages.map((p) => p.text),
      ['Ban hành 20 Quyết định về đơn giản hóa.', 'Kế hoạch số 5/KH-UBND.'],
    );
  });
  test('emphasis, raised marks and formulas are read as a person reads them', () => {
    const [passage] = passagesOf(textOf('Tổng **36** người<sup>2</sup>, đạt $4.853/5.064 = 95,83\\%$.'));
    assert.equal(passage?.text, 'Tổng 36 người, đạt 4.853/5.064 = 95,83%.');
    assert.deepEqual(passage?.marks, [{ at: 13, mark: '2' }]);
  });
  test('letters in pieces are composed, and places still point at the source', () => {
    const source = 'Xã **Hòa Bình** có 12 hộ'.normalize('NFD');
    const text = textOf(source);
    const passage = passagesOf(text)[0] as Passage;
    assert.equal(passage.text, 'Xã Hòa Bình có 12 hộ');
    const at = passage.text.indexOf('12');
    const place = placeIn(text, passage, at, at + 2);
    assert.equal(source.slice(place.start, place.end), '12');
  });
});

describe('citations', () => {
  const cited = (text: string): ReturnType<typeof citationsOf> => {
    const [passage] = passagesOf(textOf(text));
    return passage ? citationsOf(passage, datesOf(passage)) : [];
  };
  test('type, symbol, date and issuer are told apart', () => {
    const [c] = cited('Thực hiện Kế hoạch số 148/KH-UBND ngày 03/12/2025 của UBND tỉnh Đông Hà về cải cách.');
    assert.deepEqual(
      [c?.typeWord, c?.symbol, c?.number, c?.typeCode, c?.issuerCode, c?.date?.raw, c?.issuer],
      ['kế hoạch', '148/KH-UBND', 148, 'KH', 'UBND', '03/12/2025', 'UBND tỉnh Đông Hà'],
    );
  });
  test('the Party, the National Assembly and letters without a type have their own forms', () => {
    assert.deepEqual(
      cited(
        'Nghị quyết số 57-NQ/TW, Nghị quyết số 206/2025/QH15, Công văn số 1108/UBND-NV, Nghị định số 150/2025/NĐ-CP',
      ).map((c) => [c.number, c.symbolYear, c.typeCode, c.issuerCode]),
      [
        [57, null, 'NQ', 'TW'],
        [206, 2025, '', 'QH15'],
        [1108, null, '', 'UBND-NV'],
        [150, 2025, 'NĐ', 'CP'],
      ],
    );
  });
  test('a date before "ban hành" belongs to what is issued', () => {
    const [c] = cited('Ngày 30/10/2025 UBND xã ban hành Quyết định số 839/QĐ-UBND về việc tổ chức lại.');
    assert.equal(c?.date?.raw, '30/10/2025');
  });
  test('a ratio and a date are no symbols', () => {
    assert.deepEqual(cited('Đạt 12/15 chỉ tiêu, ngày 12/5/2025, 01 chuyên mục/tuần.'), []);
  });
});
