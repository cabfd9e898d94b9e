import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { asksOf, bodyOf, emptyAnswers, faultsAt, faultsLeft, faultsOf, itemsOf } from './act-questions.ts';
import type { Dossier, OfferedAct } from './answers.ts';
import { ACT_KEYS } from './keys.ts';

const dossier = {
  backTo: [{ key: 'assign', name: 'Phân công' }],
  assignable: [],
  applicant: { kind: 'citizen', fullName: "K'Brệt Y Khuê" },
  returnBy: 'counter',
  procedure: { results: [{ name: 'Giấy khai sinh' }] },
} as unknown as Dossier;

const act = (name: string): OfferedAct => ({ name: `dossiers.${name}`, title: '', primary: true, tells: '' });
const answers = emptyAnswers(dossier);

describe('what the desk asks before an act', () => {
  test('every act with a letter has its questions said, if only that there are none', () => {
    for (const name of Object.keys(ACT_KEYS)) {
      assert.notDeepEqual(asksOf(name), name === 'approve' || name === 'complete-step' ? [] : ['note'], name);
    }
  });

  test('where the process leaves the choice, the way chosen is sent; where it does not, none is', () => {
    const forked = emptyAnswers({
      ...dossier,
      goesTo: [
        { key: 'site', name: 'Kiểm tra thực địa', when: '' },
        { key: 'submit', name: 'Trình', when: '' },
      ],
    });
    const made = (given: typeof answers) => bodyOf(act('complete-step'), given, 3);
    assert.deepEqual(made(forked), { version: 3, to: 'site' });
    assert.deepEqual(made({ ...forked, onTo: 'submit' }), { version: 3, to: 'submit' });
    assert.deepEqual(made(answers), { version: 3 });
  });

  test('a mended place is no longer marked, the others are until they are mended too', () => {
    const supplement = 'request-supplement';
    const both = faultsOf(supplement, answers);
    assert.deepEqual(Object.keys(both).sort(), ['lacking', 'reason']);
    const reasoned = { ...answers, reason: 'Đơn chưa có chữ ký' };
    const left = faultsLeft(supplement, both, reasoned, ['reason']);
    assert.deepEqual(Object.keys(left), ['lacking']);
    assert.deepEqual(faultsLeft(supplement, left, { ...reasoned, further: 'Đơn' }, ['further']), {});
    // What the server found stays until its own place is changed.
    const dayOff = { newDay: 'Ngày này là ngày nghỉ' };
    assert.deepEqual(faultsLeft('extend', dayOff, reasoned, ['reason']), dayOff);
    assert.deepEqual(faultsLeft('extend', dayOff, { ...reasoned, newDay: '2026-12-28' }, ['newDay']), {});
  });

  test('only a reason that the applicant will read is said to be read', () => {
    assert.match(faultsOf('refuse', answers).reason ?? '', /người nộp sẽ đọc được/);
    assert.equal(faultsOf('send-back', answers).reason, 'Xin ghi lý do.');
  });

  test('a refusal without a reason is not sent', () => {
    assert.ok(faultsOf('refuse-dossier', answers).reason);
    assert.ok(faultsOf('refuse-dossier', { ...answers, reason: '  x ' }).reason);
    assert.deepEqual(faultsOf('refuse-dossier', { ...answers, reason: 'Không thuộc thẩm quyền' }), {});
  });

  test('a supplement is asked for completely: ticked components first, then further lines, none of them empty', () => {
    const asked = {
      ...answers,
      lacking: { birth: ' Giấy chứng sinh bản rõ ', stay: ' ' },
      further: 'Ảnh 3x4\n\n  Tờ khai có chữ ký  \n',
      reason: 'Bản đã nộp mờ',
    };
    assert.deepEqual(itemsOf(asked), [
      { componentKey: 'birth', text: 'Giấy chứng sinh bản rõ' },
      { text: 'Ảnh 3x4' },
      { text: 'Tờ khai có chữ ký' },
    ]);
    assert.deepEqual(faultsOf('request-supplement', asked), {});
    assert.ok(faultsOf('request-supplement', { ...asked, lacking: {}, further: ' \n ' }).lacking);
  });

  test('only what the act asks for is sent, with the version that the screen saw', () => {
    const typed = { ...answers, note: ' xem lại nơi cư trú ', officialId: 'o7', reason: 'của việc khác' };
    assert.deepEqual(bodyOf(act('assign-dossier'), typed, 4), {
      version: 4,
      officialId: 'o7',
      note: 'xem lại nơi cư trú',
    });
    assert.deepEqual(bodyOf(act('accept-dossier'), typed, 2), { version: 2 });
  });

  test('a step goes back to the last one passed unless another is chosen', () => {
    assert.equal(bodyOf(act('send-back'), { ...answers, reason: 'Thiếu ý kiến' }, 5).to, 'assign');
  });

  test('a result handed over at the counter names who took it; by post, its tracking number', () => {
    assert.equal(bodyOf(act('return-result'), answers, 9).receivedBy, "K'Brệt Y Khuê");
    assert.ok(faultsOf('return-result', { ...answers, receivedBy: ' ' }).receivedBy);
    assert.ok(faultsOf('return-result', { ...answers, by: 'post' }).tracking);
    assert.deepEqual(bodyOf(act('return-result'), { ...answers, by: 'post', tracking: 'EB1VN' }, 9), {
      version: 9,
      by: 'post',
      tracking: 'EB1VN',
    });
  });

  test('a supplement taken at the counter needs at least one paper', () => {
    const none = { originals: 0, copies: 0, papers: [] };
    assert.ok(faultsOf('take-supplement', { ...answers, handedIn: { a: none } }).handedIn);
    const taken = {
      ...answers,
      handedIn: { a: none, b: { originals: 1, copies: 0, papers: [{ id: 'p', name: 'a.pdf', size: 1 }] } },
    };
    assert.deepEqual(faultsOf('take-supplement', taken), {});
    assert.deepEqual(bodyOf(act('take-supplement'), taken, 3).components, [
      { key: 'b', originals: 1, copies: 0, paperIds: ['p'] },
    ]);
  });

  test('an apology names a new day and its reason', () => {
    const told = { ...answers, reason: 'Phải xác minh thực địa', newDay: '2026-12-04' };
    assert.deepEqual(faultsOf('extend-dossier', told), {});
    assert.deepEqual(bodyOf(act('extend-dossier'), told, 6), {
      version: 6,
      newDay: '2026-12-04',
      reason: 'Phải xác minh thực địa',
    });
    assert.match(faultsOf('extend-dossier', { ...told, newDay: '' }).newDay ?? '', /Xin ghi ngày/);
    assert.match(faultsOf('extend-dossier', { ...told, newDay: 'mai' }).newDay ?? '', /Chưa đọc được/);
  });

  test('what the server finds wrong is said at the field that asked for it, once', () => {
    const fields = [
      { path: '/newDay', code: 'date.day-off' },
      { path: '/newDay', code: 'date.not-later' },
      { path: '/items/0/text', code: 'minLength' },
      { path: '/version', code: 'required' },
    ];
    assert.deepEqual(
      faultsAt(fields, (field) => field.code),
      { newDay: 'date.day-off', lacking: 'minLength' },
    );
  });

  test('with one person to assign to, that person is chosen already', () => {
    const one = emptyAnswers({
      ...dossier,
      assignable: [{ officialId: 'o2', name: '', roleName: '', open: 1 }],
    });
    assert.equal(one.officialId, 'o2');
  });
});
