import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { computeFee, type Fee, type FeeQuestion, type Reduction } from './fee.ts';

const asked: FeeQuestion = { channel: 'counter', groups: [], copies: 1, pages: 1, on: '2026-11-21' };
const fee = (more: Partial<Fee>): Fee => ({
  key: 'le-phi',
  name: 'Lệ phí',
  amount: 8000,
  per: 'dossier',
  setBy: 'state',
  ...more,
});
const pages = fee({
  key: 'chung-thuc',
  amount: 2000,
  per: 'page',
  firstPages: 2,
  furtherAmount: 1000,
  cap: 200_000,
});
const total = (fees: Fee[], exemptions: Reduction[], question: Partial<FeeQuestion>) =>
  computeFee({ fees, exemptions }, { ...asked, ...question }).total;

describe('the fee for certified copies', () => {
  test('is 2,000 a page for two pages and 1,000 for each further one', () => {
    assert.equal(total([pages], [], { pages: 1 }), 2000);
    assert.equal(total([pages], [], { pages: 2 }), 4000);
    assert.equal(total([pages], [], { pages: 3 }), 5000);
    assert.equal(total([pages], [], { pages: 10 }), 12_000);
  });

  test('is never more than 200,000 for one copy, however thick', () => {
    assert.equal(total([pages], [], { pages: 198 }), 200_000);
    assert.equal(total([pages], [], { pages: 199 }), 200_000);
    assert.equal(total([pages], [], { pages: 197 }), 199_000);
    assert.equal(total([pages], [], { pages: 500, copies: 3 }), 600_000);
  });

  test('is explained to the applicant', () => {
    const { lines } = computeFee({ fees: [pages], exemptions: [] }, { ...asked, pages: 5, copies: 2 });
    assert.deepEqual(lines, [
      {
        key: 'chung-thuc',
        name: 'Lệ phí',
        amount: 14_000,
        why: '(2.000 đ × 2 trang + 1.000 đ × 3 trang tiếp theo) × 2 bản',
        full: 14_000,
        due: 'receipt',
        evidence: null,
      },
    ]);
  });
});

describe('a fee', () => {
  const poor: Reduction = { group: 'poor', kind: 'exempt', value: 0, legalBasis: 'Luật Hộ tịch, Điều 11' };

  test('is not taken from an exempt group, and says why', () => {
    const { lines, total } = computeFee(
      { fees: [fee({})], exemptions: [poor] },
      { ...asked, groups: ['poor'] },
    );
    assert.equal(total, 0);
    assert.equal(lines[0]?.why, 'Miễn: Người thuộc hộ nghèo – Luật Hộ tịch, Điều 11');
    assert.equal(lines[0]?.evidence, 'giấy chứng nhận hộ nghèo còn hiệu lực');
  });

  test('is taken in full from whoever does not belong to the exempt group', () => {
    assert.equal(total([fee({})], [poor], { groups: ['elderly'] }), 8000);
  });

  test('that is halved until the end of the year is whole again on the first of January', () => {
    const half: Reduction = {
      group: 'everyone',
      kind: 'percent',
      value: 50,
      legalBasis: 'Thông tư',
      to: '2027-01-01',
    };
    assert.equal(total([fee({ amount: 50_000 })], [half], { on: '2026-12-31' }), 25_000);
    assert.equal(total([fee({ amount: 50_000 })], [half], { on: '2027-01-01' }), 50_000);
  });

  test('is reduced by the larger of two reductions, not by both, and never below nought', () => {
    const by = (kind: 'percent' | 'amount', value: number): Reduction => ({
      group: 'everyone',
      kind,
      value,
      legalBasis: 'Nghị quyết',
    });
    assert.equal(total([fee({ amount: 10_000 })], [by('percent', 30), by('amount', 4000)], {}), 6000);
    assert.equal(total([fee({ amount: 3000 })], [by('amount', 4000)], {}), 0);
  });

  test('differs by channel and by case', () => {
    const fees = [
      fee({ key: 'a', amount: 20_000, channels: ['counter', 'post'] }),
      fee({ key: 'b', amount: 10_000, channels: ['online'] }),
      fee({ key: 'c', amount: 500, case: 'qua-han' }),
    ];
    assert.equal(total(fees, [], { channel: 'online' }), 10_000);
    assert.equal(total(fees, [], { channel: 'post' }), 20_000);
    assert.equal(total(fees, [], { channel: 'online', case: 'qua-han' }), 10_500);
  });

  test('that the provincial council sets and nobody entered yet is named, not counted as nought', () => {
    const computed = computeFee(
      { fees: [fee({ amount: null, setBy: 'province-council' })], exemptions: [poor] },
      asked,
    );
    assert.deepEqual(computed.lines, []);
    assert.equal(computed.undecided[0]?.why, 'Mức thu do Hội đồng nhân dân tỉnh quyết định');
    assert.equal(
      computeFee(
        { fees: [fee({ amount: null, setBy: 'province-council' })], exemptions: [poor] },
        { ...asked, groups: ['poor'] },
      ).undecided.length,
      0,
    );
  });

  test('by the copy counts copies; nobody asks for less than one', () => {
    assert.equal(total([fee({ per: 'copy' })], [], { copies: 3 }), 24_000);
    assert.equal(total([fee({ per: 'copy' })], [], { copies: 0 }), 8000);
  });
});
