import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { holds, readExpression, readRelation, reckon } from './expression.ts';
import { faultsOfForm, type RoundForm, readyForm } from './form.ts';
import { completed, hinders, judgeSheet, readNumber } from './judge.ts';
import { besideOthers, sumOf } from './roll-up.ts';

const value = (source: string, cells: Record<string, number | null>, before: typeof cells = {}) => {
  const expression = readExpression(source);
  assert.ok(!('fault' in expression), JSON.stringify(expression));
  return reckon(expression, (cell, isBefore) => (isBefore ? before : cells)[cell] ?? null);
};
const fault = (source: string) => {
  const read = readExpression(source);
  return 'fault' in read ? `${read.at}: ${read.fault}` : 'none';
};

describe('a formula', () => {
  test('is reckoned as written at school', () => {
    assert.equal(value('1 + 2 * 3', {}), 7);
    assert.equal(value('(1 + 2) * 3 - -4 / 2', {}), 11);
    assert.equal(value('a / b * 100', { a: 1, b: 4 }), 25);
    assert.equal(value('abs(a - before.a) + max(1, a, 2) - min(3, a)', { a: 5 }, { a: 8 }), 5);
  });

  test('made of a blank, or divided by nothing, is unknown', () => {
    assert.equal(value('a + b', { a: 1, b: null }), null);
    assert.equal(value('a / b', { a: 1, b: 0 }), null);
    assert.equal(value('max(a, b)', { a: 1 }), null);
  });

  test('that cannot be read says where and why', () => {
    assert.equal(fault('a +'), '3: thiếu một số hoặc một ô ở cuối');
    assert.equal(fault('a /'), '2: sau dấu chia chưa có gì để chia');
    assert.equal(fault('(a'), '2: thiếu ngoặc đóng');
    assert.equal(fault('a b'), '2: thừa "b"');
    assert.equal(fault('a; drop'), '1: không dùng được ký tự ";"');
    assert.equal(fault('sum(a)'), '0: không có phép "sum"; có: abs, min, max');
    assert.equal(fault('('.repeat(60)), '41: lồng quá nhiều ngoặc');
    assert.match(fault('1+'.repeat(400)), /dài quá 500 ký tự/);
  });

  test('compares money without the dust of binary fractions', () => {
    const relation = readRelation('a + b = c');
    assert.ok(!('fault' in relation));
    const cells: Record<string, number> = { a: 0.1, b: 0.2, c: 0.3 };
    assert.equal(
      holds(relation, (cell) => cells[cell] ?? null),
      true,
    );
  });
});

describe('a number as it is typed', () => {
  test('is read as this country writes it, and nothing is guessed', () => {
    for (const [typed, read] of [
      ['1.234', 1234],
      ['1 234 567', 1234567],
      ['12,5', 12.5],
      ['-3', -3],
      ['1.5', null],
      ['12a', null],
      ['1,234,567', null],
      ['', null],
      ['99999999999999', null],
    ] as const)
      assert.equal(readNumber(typed), read, typed);
  });
});

const FORM: RoundForm = {
  code: 'thu',
  name: 'Thử',
  source: 'Thử',
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  for: ['commune-committee'],
  periods: ['year'],
  groups: [
    {
      key: 'mot',
      name: 'Một',
      cells: [
        { key: 'half', name: 'Nửa tỷ lệ', unit: '%', formula: 'share / 2' },
        { key: 'share', name: 'Tỷ lệ', unit: '%', formula: 'part / whole * 100' },
        { key: 'part', name: 'Phần', unit: '' },
        { key: 'whole', name: 'Tất cả', unit: '' },
        { key: 'level', name: 'Mức', unit: '', kind: 'decimal', addsUp: false },
      ],
    },
  ],
  rules: [
    { code: 'part', level: 'block', says: 'Phần lớn hơn.', check: 'relation', relation: 'part <= whole' },
    {
      code: 'range',
      level: 'warn',
      says: 'Ngoài khoảng.',
      check: 'range',
      cell: 'whole',
      least: 1,
      most: 50,
    },
    { code: 'jump', level: 'explain', says: 'Nhảy.', check: 'jump', cell: 'whole', percent: 50, atLeast: 10 },
  ],
};
const ready = readyForm(FORM);
const broken = (given: Record<string, number | null>, before: Record<string, number | null> = {}) =>
  judgeSheet(ready, completed(ready, given, before), before).map(({ rule }) => rule);

describe('a sheet is judged', () => {
  test('by all rules, and formulas are reckoned whatever the order in which they stand', () => {
    assert.deepEqual(completed(ready, { part: 1, whole: 3 }, {}), {
      part: 1,
      whole: 3,
      share: 33.33,
      half: 16.67,
    });
    assert.deepEqual(broken({ part: 90, whole: 80, level: 1 }, { whole: 40 }), ['part', 'range', 'jump']);
    assert.deepEqual(broken({ part: 1, whole: 50, level: 1 }, { whole: 41 }), []);
  });

  test('a blank is told as a blank and by no other rule; nothing is told of a whole number with a fraction but that', () => {
    assert.deepEqual(broken({ part: 90, level: 0 }), ['required:whole']);
    assert.deepEqual(broken({ part: 1.5, whole: 3, level: 0.5 }), ['kind:part']);
  });

  test('an explanation holds for what stood there when it was said', () => {
    const judged = (whole: number) =>
      judgeSheet(ready, completed(ready, { part: 1, whole, level: 1 }, { whole: 10 }), { whole: 10 });
    const [violation] = judged(40);
    assert.ok(violation);
    const explained = new Map([[violation.rule, violation.stood]]);
    assert.deepEqual(hinders(judged(40), explained), []);
    assert.deepEqual(
      hinders(judged(41), explained).map(({ rule }) => rule),
      ['jump'],
    );
  });
});

describe('a form', () => {
  test('whose formulas go round in a wide circle is refused with the way; last period is no circle', () => {
    const circular = structuredClone(FORM);
    Object.assign(circular.groups[0]?.cells[1] ?? {}, { formula: 'half * 2' });
    assert.deepEqual(
      faultsOfForm(circular, new Map()).map(({ path, fault: words }) => [path, words]),
      [
        ['/groups/0/cells/0/formula', 'công thức đi vòng: half → share → half'],
        ['/groups/0/cells/1/formula', 'công thức đi vòng: share → half → share'],
      ],
    );
    Object.assign(circular.groups[0]?.cells[1] ?? {}, { formula: 'before.half * 2' });
    assert.deepEqual(faultsOfForm(circular, new Map()), []);
  });
});

describe('what sheets make together', () => {
  const sheets = [
    { part: 1, whole: 1, share: 100, level: 3 },
    { part: 0, whole: 9, share: 0, level: 4 },
    { part: null, whole: 10 },
  ];
  test('sums what adds up and makes ratios of the sums', () => {
    assert.deepEqual(sumOf(ready, sheets, {}), { part: 1, whole: 20, share: 5, half: 2.5 });
    assert.deepEqual(sumOf(ready, [], {}), { part: null, whole: null, share: null, half: null });
  });

  test('medians want five, and those that are equal share a place', () => {
    const others = [{ whole: 1 }, { whole: 5 }, { whole: 9 }];
    assert.deepEqual(besideOthers(ready, { whole: 5 }, others), []);
    assert.deepEqual(besideOthers(ready, { whole: 5 }, [...others, { whole: 7 }]), [
      { cell: 'whole', median: 5, place: 3, of: 5 },
    ]);
  });
});
