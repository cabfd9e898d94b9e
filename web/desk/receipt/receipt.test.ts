import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { Procedure } from '../answers.ts';
import {
  allHandedIn,
  askedComponents,
  bodyOfReceipt,
  carriedOver,
  EMPTY_RECEIPT,
  faultsOfReceipt,
  fieldIdOf,
  isBegun,
  lackingComponents,
  quantityOf,
  type Receipt,
  readFromId,
  withPerson,
} from './receipt.ts';

const TODAY = '2026-11-21';
const component = (key: string, over: object = {}) => ({
  key,
  name: `Giấy tờ ${key}`,
  original: 1,
  copy: 0,
  mode: 'submit',
  conditional: false,
  ...over,
});
const procedure = {
  code: '1.001193',
  name: 'Đăng ký khai sinh',
  level: 'commune',
  versionId: 'v1',
  terms: [{ unit: 'same-day', value: 0 }],
  fees: [],
  exemptions: [],
  cases: [],
  results: [{ name: 'Giấy khai sinh', code: null }],
  channels: ['counter', 'online'],
  components: [
    component('birth'),
    component('card', { mode: 'present' }),
    component('abandoned', { conditional: true }),
    component('e-form', { name: 'Mẫu hộ tịch điện tử tương tác đăng ký khai sinh' }),
    component('online-only', { channels: ['online'] }),
  ],
  form: {
    type: 'object',
    additionalProperties: false,
    required: ['childName'],
    'x-groups': [{ key: 'child', title: 'Trẻ' }],
    properties: {
      childName: { type: 'string', title: 'Tên trẻ', 'x-kind': 'text', 'x-group': 'child' },
      requester: {
        type: 'string',
        title: 'Người yêu cầu',
        'x-kind': 'text',
        'x-group': 'child',
        'x-from': 'fullName',
      },
    },
  },
} as unknown as Procedure;

const filled: Receipt = {
  ...EMPTY_RECEIPT,
  procedure,
  personalId: '035 188 000 123',
  fullName: 'Nguyễn Thị Phương Thảo',
  birthDate: '1988-04-12',
  sex: 'female',
  form: { childName: 'Nguyễn Bảo Khuê' },
  handedIn: { birth: { originals: 1, copies: 0, papers: [] } },
};
const paths = (receipt: Receipt, light = false) =>
  faultsOfReceipt(receipt, procedure, TODAY, light).map((fault) => fault.path);

describe('a receipt at the counter', () => {
  test('a complete one has no faults and is sent with digits only', () => {
    assert.deepEqual(paths(filled), []);
    const body = bodyOfReceipt(filled, procedure) as { applicant: { personalId: string; taxCode: null } };
    assert.equal(body.applicant.personalId, '035188000123');
    assert.equal(body.applicant.taxCode, null);
  });

  test('the number must agree with the sex and the birth year typed beside it', () => {
    const codes = (over: Partial<Receipt>) =>
      faultsOfReceipt({ ...filled, ...over }, procedure, TODAY).map((fault) => fault.code);
    assert.deepEqual(codes({ sex: 'male' }), ['personal-id.sex']);
    assert.deepEqual(codes({ birthDate: '1990-04-12' }), ['personal-id.birth-year']);
    assert.deepEqual(codes({ personalId: '12345' }), ['personal-id.length']);
    assert.deepEqual(codes({ birthDate: '30/2/1988' }).includes('date.unreadable'), true);
  });

  test('an organisation is known by its tax code, whose last digit is checked', () => {
    const firm: Receipt = { ...filled, kind: 'organisation', personalId: '', taxCode: '0100109106' };
    assert.deepEqual(paths(firm), []);
    assert.deepEqual(paths({ ...firm, taxCode: '0100109107' }), ['/applicant/taxCode']);
  });

  test('only papers that everybody must hand in are found lacking', () => {
    assert.deepEqual(
      askedComponents(filled, procedure).map((one) => one.key),
      ['birth', 'card', 'abandoned'],
    );
    assert.deepEqual(
      lackingComponents({ ...filled, handedIn: {} }, procedure).map((one) => one.key),
      ['birth'],
    );
    assert.deepEqual(paths({ ...filled, handedIn: {} }), ['/components/birth']);
    assert.deepEqual(Object.keys(allHandedIn({ ...filled, handedIn: {} }, procedure)), ['birth', 'card']);
  });

  test('a refusal at the counter needs to know who, not the form nor the papers', () => {
    assert.deepEqual(paths({ ...filled, handedIn: {}, form: {} }, true), []);
    assert.deepEqual(paths({ ...filled, fullName: ' ' }, true), ['/applicant/fullName']);
  });

  test('where the catalogue knows no term, the receptionist states it', () => {
    const unknown = { ...procedure, terms: [] };
    assert.deepEqual(
      faultsOfReceipt(filled, unknown, TODAY).map((fault) => fault.path),
      ['/term'],
    );
    assert.deepEqual(bodyOfReceipt({ ...filled, termDays: '5' }, unknown).term, {
      unit: 'working-day',
      value: 5,
    });
    assert.equal(bodyOfReceipt({ ...filled, termDays: '5' }, procedure).term, undefined);
  });

  test('copies are counted from the form where it asks for them, else from beside it', () => {
    const asked = {
      ...procedure,
      form: {
        ...procedure.form,
        properties: {
          ...procedure.form.properties,
          copies: { type: 'integer', title: 'Số bản', 'x-kind': 'number', 'x-group': 'child' },
        },
      },
    } as unknown as Procedure;
    const receipt = { ...filled, copies: 5, pages: 3, form: { ...filled.form, copies: 2 } };
    assert.deepEqual(quantityOf(receipt, asked), { copies: 2, pages: 3 });
    assert.deepEqual(quantityOf(receipt, procedure), { copies: 5, pages: 3 });
    assert.deepEqual(quantityOf({ ...receipt, form: {} }, asked), { copies: 1, pages: 3 });
  });

  test('answers of an older form are left behind, not sent', () => {
    const old = { ...filled, form: { childName: 'A B', wardOfOldForm: 'x' } };
    assert.deepEqual(bodyOfReceipt(old, procedure).form, { childName: 'A B' });
    assert.deepEqual(paths(old), []);
  });

  test("a returning applicant's data fill what is empty and change nothing that was typed", () => {
    const typed = { ...EMPTY_RECEIPT, phone: '0999888777' };
    const known = withPerson(typed, {
      kind: 'citizen',
      fullName: 'Lê Ô',
      phone: '0911222333',
      birthDate: '1990-01-02',
    });
    assert.equal(known.fullName, 'Lê Ô');
    assert.equal(known.phone, '0999888777');
    assert.equal(known.birthDate, '1990-01-02');
  });

  test('the number tells the sex, and hints at the birth year', () => {
    const read = readFromId({ ...EMPTY_RECEIPT, personalId: '035188000123' });
    assert.equal(read.receipt.sex, 'female');
    assert.equal(read.birthYear, 1988);
    assert.equal(readFromId({ ...EMPTY_RECEIPT, personalId: '035' }).birthYear, null);
  });

  test("the form follows the applicant's name until somebody writes another", () => {
    const first = { ...filled, fullName: 'Lê' };
    const then = { ...first, fullName: 'Lê Ô', form: carriedOver(procedure.form, filled, first) };
    assert.equal(then.form.requester, 'Lê');
    assert.equal(carriedOver(procedure.form, first, then).requester, 'Lê Ô');
    const own = { ...then, form: { ...then.form, requester: 'Trần Văn B' } };
    assert.equal(carriedOver(procedure.form, then, { ...own, fullName: 'Lê Ố' }).requester, 'Trần Văn B');
  });

  test('a fault leads to its field', () => {
    assert.equal(fieldIdOf('/applicant/fullName', procedure), 'applicant-fullName');
    assert.equal(fieldIdOf('/form/childName', procedure), 'f-childName');
    assert.equal(fieldIdOf('/components/birth', procedure), 'component-birth');
    assert.equal(fieldIdOf('/components/1', procedure), 'component-card');
    assert.equal(fieldIdOf('/term', procedure), 'receipt-term');
  });

  test('an untouched sheet is nothing to keep', () => {
    assert.equal(isBegun(EMPTY_RECEIPT), false);
    assert.equal(isBegun({ ...EMPTY_RECEIPT, personalId: '0' }), true);
  });
});
