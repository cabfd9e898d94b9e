import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import {
  type Answers,
  type FormSchema,
  faultsOfAnswers,
  faultsOfForm,
  sayFormFault,
  shownQuestions,
  tidyAnswers,
} from './form.ts';

const form: FormSchema = {
  type: 'object',
  additionalProperties: false,
  'x-groups': [{ key: 'con', title: 'Người con' }],
  required: ['childName', 'birthDate', 'late'],
  properties: {
    childName: {
      type: 'string',
      title: 'Họ, chữ đệm, tên',
      minLength: 2,
      maxLength: 20,
      'x-kind': 'text',
      'x-group': 'con',
    },
    birthDate: {
      type: 'string',
      format: 'date',
      title: 'Ngày sinh',
      'x-kind': 'past-date',
      'x-group': 'con',
    },
    sex: {
      type: 'string',
      title: 'Giới tính',
      enum: ['male', 'female'],
      'x-enum-names': ['Nam', 'Nữ'],
      'x-kind': 'choice',
      'x-group': 'con',
    },
    late: { type: 'boolean', title: 'Quá 60 ngày', 'x-kind': 'yes-no', 'x-group': 'con' },
    lateReason: {
      type: 'string',
      title: 'Lý do',
      maxLength: 200,
      'x-kind': 'long-text',
      'x-group': 'con',
      'x-show-when': { question: 'late', is: [true] },
    },
    motherId: { type: 'string', title: 'Số định danh của mẹ', 'x-kind': 'personal-id', 'x-group': 'con' },
    phone: { type: 'string', title: 'Điện thoại', 'x-kind': 'phone', 'x-group': 'con' },
    copies: {
      type: 'integer',
      title: 'Số bản sao',
      minimum: 0,
      maximum: 20,
      'x-kind': 'number',
      'x-group': 'con',
    },
    birthPlace: { type: 'object', title: 'Nơi sinh', 'x-kind': 'unit-address', 'x-group': 'con' },
    book: { type: 'string', title: 'Số', pattern: '^\\d+/\\d{4}$', 'x-kind': 'text', 'x-group': 'con' },
  },
  allOf: [
    {
      if: { properties: { late: { enum: [true] } }, required: ['late'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['lateReason'] },
    },
  ],
};

const good: Answers = { childName: 'Phạm Gia Hân', birthDate: '2026-11-02', late: false };
const faults = (more: Answers) =>
  faultsOfAnswers(form, { ...good, ...more }, { today: '2026-11-21', at: '/form' }).map(
    (f) => `${f.path} ${f.code}`,
  );

describe('the answers to a form', () => {
  test('that are complete and right have no fault', () => {
    assert.deepEqual(
      faults({
        sex: 'female',
        motherId: '035190001234',
        phone: '0912 345 678',
        copies: 2,
        birthPlace: { unitCode: '13501', unitName: 'Xã Bình Lục', detail: 'Thôn 3' },
        book: '12/2026',
      }),
      [],
    );
  });

  test('are asked for where nothing or only spaces stand', () => {
    assert.deepEqual(faults({ childName: '   ', birthDate: undefined }), [
      '/form/childName form.required',
      '/form/birthDate form.required',
    ]);
  });

  test('are named at each wrong question, one fault for each', () => {
    assert.deepEqual(
      faults({
        childName: 'x',
        birthDate: '2026-02-30',
        sex: 'khác',
        motherId: '12345',
        phone: '123',
        copies: 21,
        birthPlace: { unitName: 'Xã Không Có' },
        book: 'mười hai',
      }),
      [
        '/form/birthDate form.date',
        '/form/motherId form.personal-id',
        '/form/phone form.phone',
        '/form/birthPlace form.unit',
        '/form/childName form.too-short',
        '/form/sex form.choice',
        '/form/copies form.too-big',
        '/form/book form.pattern',
      ],
    );
  });

  test('cannot be a birth tomorrow, nor before there were registers', () => {
    assert.deepEqual(faults({ birthDate: '2026-11-22' }), ['/form/birthDate form.date-future']);
    assert.deepEqual(faults({ birthDate: '2026-11-21' }), []);
    assert.deepEqual(faults({ birthDate: '0026-11-21' }), ['/form/birthDate form.date-too-old']);
  });

  test('are asked for only when the answer before calls for them', () => {
    assert.deepEqual(faults({ late: true }), ['/form/lateReason form.required']);
    assert.deepEqual(faults({ late: true, lateReason: 'Đi làm ăn xa' }), []);
    assert.equal(shownQuestions(form, good).includes('lateReason'), false);
    assert.equal(shownQuestions(form, { ...good, late: true }).includes('lateReason'), true);
  });

  test('to a hidden question are not kept', () => {
    assert.deepEqual(tidyAnswers(form, { ...good, lateReason: 'cũ' }), good);
  });

  test('to a question that the form does not have are refused, not dropped in silence', () => {
    assert.deepEqual(faults({ isAdmin: true }), ['/form/isAdmin form.unknown-field']);
    assert.deepEqual(faults({ toString: 'x' } as unknown as Answers), ['/form/toString form.unknown-field']);
  });

  test('of the wrong kind are refused', () => {
    assert.deepEqual(faults({ copies: 'hai', late: 'có', childName: ['x'] }), [
      '/form/childName form.type',
      '/form/late form.type',
      '/form/copies form.number',
    ]);
    assert.deepEqual(faults({ copies: 1.5 }), ['/form/copies form.number']);
  });

  test('keep apostrophes and markup as they are: text is text', () => {
    assert.deepEqual(faults({ childName: "H'Hen <b>Niê</b>" }), []);
  });

  test('are composed the same way however they were typed, and counted in letters', () => {
    const decomposed = 'Phạm Gia Hân'.normalize('NFD');
    assert.equal(tidyAnswers(form, { childName: ` ${decomposed}  ` }).childName, 'Phạm Gia Hân');
    assert.deepEqual(faults({ childName: 'ễ'.normalize('NFD').repeat(20) }), []);
    assert.deepEqual(faults({ childName: 'ễ'.repeat(21) }), ['/form/childName form.too-long']);
  });

  test('leave the form as it was', () => {
    const before = JSON.stringify(form);
    faults({});
    assert.equal(JSON.stringify(form), before);
  });
});

test('a fault of a form is said in Vietnamese with its limit', () => {
  assert.equal(sayFormFault({ path: '/copies', code: 'form.too-big', limit: 20 }), 'Không lớn hơn 20');
});

describe('a form', () => {
  test('that is sound has no fault', () => {
    assert.deepEqual(faultsOfForm(form), []);
  });

  test('with a question in no group, or shown by a question that is not there, is refused by name', () => {
    const name = form.properties.childName;
    assert.ok(name);
    const broken: FormSchema = {
      ...form,
      required: [...form.required, 'nowhere'],
      properties: {
        ...form.properties,
        childName: { ...name, 'x-group': 'cha', pattern: '([', 'x-show-when': { question: 'x', is: [true] } },
        sex: { type: 'string', title: 'Giới tính', 'x-kind': 'choice', 'x-group': 'con' },
      },
    };
    assert.deepEqual(
      faultsOfForm(broken).map((f) => f.text),
      [
        'Mục "childName": không có nhóm "cha"',
        'Mục "childName": hiện theo mục "x" không có trong tờ khai',
        'Mục "childName": không đọc được mẫu "(["',
        'Mục "sex": không có lựa chọn nào',
        'Mục "nowhere": bắt buộc nhưng không có trong tờ khai',
      ],
    );
  });
});
