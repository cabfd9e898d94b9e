import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import {
  componentsFor,
  faultsOfProcedure,
  feeFrom,
  isImmediate,
  type ProcedureVersion,
  termFor,
  versionOn,
} from './procedure.ts';

const procedure: ProcedureVersion = {
  code: '1.000001',
  name: 'Thủ tục thử',
  sector: 'thu',
  level: 'commune',
  competent: 'commune-committee',
  applicants: ['citizen'],
  terms: [{ unit: 'working-day', value: 3 }],
  fees: [],
  exemptions: [],
  components: [],
  cases: [],
  results: [],
  channels: ['counter'],
  serviceLevel: 'full-process',
  partialReason: null,
  legalBasis: [],
  decision: null,
  effectiveFrom: '2025-07-01',
  effectiveTo: null,
  provenance: 'verified',
  doubts: [],
  keywords: [],
  form: {
    type: 'object',
    additionalProperties: false,
    required: [],
    properties: {},
    'x-groups': [{ key: 'chung', title: 'Chung' }],
  },
  process: {
    name: 'Thử',
    decision: null,
    steps: [
      {
        key: 'nhan',
        name: 'Nhận',
        role: 'receptionist',
        place: 'centre',
        act: 'receive',
        share: 0.1,
        next: [{ to: 'duyet' }],
      },
      {
        key: 'duyet',
        name: 'Duyệt',
        role: 'leader',
        place: 'leadership',
        act: 'approve',
        share: 0.8,
        next: [{ to: 'cap' }],
      },
      {
        key: 'cap',
        name: 'Cấp',
        role: 'clerk',
        place: 'office',
        act: 'issue',
        share: 0.1,
        next: [{ to: 'tra' }],
      },
      { key: 'tra', name: 'Trả', role: 'receptionist', place: 'centre', act: 'return', share: 0, next: [] },
    ],
  },
};
const faults = (more: Partial<ProcedureVersion>) =>
  faultsOfProcedure({ ...procedure, ...more }).map((f) => f.part);

describe('the version in force', () => {
  const versions = [
    { effectiveFrom: '2025-07-01', effectiveTo: '2026-11-21', name: 'cũ' },
    { effectiveFrom: '2026-11-21', effectiveTo: '2026-12-01', name: 'mới' },
  ];
  test('is the older one on the last day before the change and the newer one from the day itself', () => {
    assert.equal(versionOn(versions, '2026-11-20')?.name, 'cũ');
    assert.equal(versionOn(versions, '2026-11-21')?.name, 'mới');
  });
  test('is none before the first day nor after the last: what ended yesterday is not found today', () => {
    assert.equal(versionOn(versions, '2025-06-30'), null);
    assert.equal(versionOn(versions, '2026-11-30')?.name, 'mới');
    assert.equal(versionOn(versions, '2026-12-01'), null);
  });
});

describe('the term of a dossier', () => {
  const terms: ProcedureVersion['terms'] = [
    { unit: 'working-day', value: 10 },
    { unit: 'working-day', value: 7, channels: ['online'] },
    { unit: 'working-day', value: 20, case: 'vung-kho-khan' },
  ];
  test('is the one for its case before the one for its channel before the general one', () => {
    assert.equal(termFor({ terms }, { channel: 'counter' })?.value, 10);
    assert.equal(termFor({ terms }, { channel: 'online' })?.value, 7);
    assert.equal(termFor({ terms }, { channel: 'online', case: 'vung-kho-khan' })?.value, 20);
  });
  test('is null when the catalogue knows none', () => {
    assert.equal(termFor({ terms: [] }, { channel: 'online' }), null);
    assert.equal(isImmediate({ terms: [] }), false);
  });
});

test('the components asked for are those of the case and channel', () => {
  const component = (key: string, more: object) => ({
    key,
    name: key,
    original: 1,
    copy: 0,
    mode: 'submit' as const,
    conditional: false,
    ...more,
  });
  const components = [
    component('a', {}),
    component('b', { case: 'x' }),
    component('c', { channels: ['online'] }),
  ];
  assert.deepEqual(
    componentsFor({ components }, { channel: 'counter' }).map((c) => c.key),
    ['a'],
  );
  assert.deepEqual(
    componentsFor({ components }, { channel: 'online', case: 'x' }).map((c) => c.key),
    ['a', 'b', 'c'],
  );
});

test('an unknown fee is not shown as free of charge', () => {
  assert.equal(feeFrom({ fees: [], doubts: [] }), 0);
  assert.equal(feeFrom({ fees: [], doubts: ['fees-unknown'] }), null);
});

describe('a procedure', () => {
  test('that is sound has no fault', () => {
    assert.deepEqual(faults({}), []);
  });
  test('that ends before it begins, or on a day that does not exist, is refused', () => {
    assert.deepEqual(faults({ effectiveTo: '2025-07-01' }), ['effectiveTo']);
    assert.deepEqual(faults({ effectiveFrom: '2026-02-30' }), ['effectiveFrom']);
  });
  test('that is only partly online must tell the public why', () => {
    assert.deepEqual(faults({ serviceLevel: 'partial' }), ['partialReason']);
  });
  test('whose fee or component belongs to a case it does not have is refused', () => {
    assert.deepEqual(
      faults({
        fees: [{ key: 'p', name: 'Phí', amount: 1, per: 'dossier', setBy: 'state', case: 'x' }],
        components: [{ key: 'c', name: 'Đơn', original: 0, copy: 0, mode: 'submit', conditional: false }],
        exemptions: [{ group: 'poor', kind: 'percent', value: 120, legalBasis: 'x', fees: ['q'] }],
      }),
      ['fees', 'exemptions', 'exemptions', 'components'],
    );
  });
  test('with a term of nought days or of half a calendar day is refused', () => {
    assert.deepEqual(faults({ terms: [{ unit: 'working-day', value: 0 }] }), ['terms']);
    assert.deepEqual(faults({ terms: [{ unit: 'calendar-day', value: 0.5 }] }), ['terms']);
    assert.deepEqual(faults({ terms: [{ unit: 'same-day', value: 0 }] }), []);
  });
  test('whose process leads nowhere is refused', () => {
    assert.deepEqual(faults({ process: { name: 'x', decision: null, steps: [] } }), ['process']);
  });
});
