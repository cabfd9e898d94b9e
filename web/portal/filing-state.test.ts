import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { Procedure } from './answers.ts';
import {
  carriedOver,
  type Filing,
  newFiling,
  papersAsked,
  stepKey,
  stepsOf,
  toSend,
  wrongIn,
} from './filing-state.ts';

const text = (title: string, group: string) =>
  ({ type: 'string', title, maxLength: 100, 'x-kind': 'text', 'x-group': group }) as const;

const procedure = {
  code: '9.000001',
  versionId: '9.000001@2025-07-01',
  level: 'commune',
  competent: 'commune-committee',
  fees: [{ key: 'phi', name: 'Lệ phí', amount: 8000, per: 'copy', setBy: 'state' }],
  exemptions: [],
  cases: [
    { key: 'moi', name: 'Cấp mới' },
    { key: 'lai', name: 'Cấp lại' },
  ],
  components: [
    { key: 'don', name: 'Đơn', original: 1, copy: 0, mode: 'submit', conditional: false },
    { key: 'the', name: 'Căn cước', original: 1, copy: 0, mode: 'present', conditional: false },
    { key: 'cu', name: 'Giấy cũ', original: 1, copy: 0, mode: 'submit', conditional: false, case: 'lai' },
    {
      key: 'dien-tu',
      name: 'Biểu mẫu điện tử tương tác',
      original: 1,
      copy: 0,
      mode: 'submit',
      conditional: false,
    },
    {
      key: 'giay',
      name: 'Tờ khai',
      original: 1,
      copy: 0,
      mode: 'submit',
      conditional: false,
      channels: ['counter'],
    },
  ],
  form: {
    type: 'object',
    properties: {
      married: { type: 'boolean', title: 'Đã kết hôn', 'x-kind': 'yes-no', 'x-group': 'a' },
      spouse: { ...text('Tên vợ, chồng', 'b'), 'x-show-when': { question: 'married', is: [true] } },
    },
    required: ['married'],
    additionalProperties: false,
    'x-groups': [
      { key: 'a', title: 'Hôn nhân' },
      { key: 'b', title: 'Vợ, chồng' },
    ],
  },
} as unknown as Procedure;

const filled = (part: Partial<Filing> = {}): Filing => ({
  ...newFiling(procedure, 'k1'),
  commune: { code: '13504', name: 'Xã Bình Lục' },
  body: { id: 'H42.13504', name: 'UBND xã Bình Lục' },
  case: 'moi',
  form: { married: false },
  papers: { don: [{ id: 'p1', name: 'don.pdf', size: 10 }] },
  returnBy: 'online',
  phone: '0912345678',
  ...part,
});
const keys = (filing: Filing) => stepsOf(procedure, filing).map(stepKey);

describe('a filing', () => {
  test('asks the groups that the answers show, and no others', () => {
    assert.deepEqual(keys(filled()), [
      'noi-giai-quyet',
      'muc-a',
      'giay-to',
      'phi',
      'nhan-ket-qua',
      'xem-lai',
    ]);
    assert.ok(keys(filled({ form: { married: true } })).includes('muc-b'));
  });

  test('asks online only for papers that are handed in as files in this case', () => {
    const asked = (theCase: string) => papersAsked(procedure, theCase).map((one) => one.key);
    assert.deepEqual(asked('moi'), ['don']);
    assert.deepEqual(asked('lai'), ['don', 'cu']);
  });

  test('names what is missing on each page by the id of its input', () => {
    const empty = newFiling(procedure, 'k');
    const wrong = (filing: Filing) => {
      const found: Record<string, string[]> = {};
      for (const step of stepsOf(procedure, filing)) {
        const ids = Object.keys(wrongIn(step, procedure, filing));
        if (ids.length > 0) found[stepKey(step)] = ids;
      }
      return found;
    };
    assert.deepEqual(wrong(empty), {
      'noi-giai-quyet': ['commune', 'case'],
      'muc-a': ['f-married'],
      'giay-to': ['p-don'],
      'nhan-ket-qua': ['returnBy', 'phone'],
    });
    assert.deepEqual(wrong(filled()), {});
    assert.deepEqual(wrong(filled({ returnBy: 'post' })), { 'nhan-ket-qua': ['address'] });
  });

  test('sends only the papers that this case asks for', () => {
    const papers = { don: [{ id: 'p1', name: 'a', size: 1 }], cu: [{ id: 'p2', name: 'b', size: 1 }] };
    const sent = toSend(procedure, filled({ papers }));
    assert.deepEqual(sent.components, [{ key: 'don', paperIds: ['p1'] }]);
    assert.deepEqual(sent.contact, { phone: '0912345678', email: null, address: null });
  });

  test('begun under an older version keeps what still fits, and is sent under a new key', () => {
    const older = filled({ versionId: 'old', form: { married: true, gone: 'x' }, case: 'abolished' });
    const now = carriedOver(older, procedure, 'k2');
    assert.deepEqual(now.form, { married: true });
    assert.deepEqual([now.versionId, now.key, now.case], [procedure.versionId, 'k2', null]);
    assert.equal(now.phone, '0912345678');
    assert.equal(carriedOver(filled(), procedure, 'k2').key, 'k1');
  });
});
