import assert from 'node:assert/strict';
import test from 'node:test';
import { messageRules } from './rules.ts';
import { mayLeaveAt, withoutMarks, worded } from './template.ts';

const rules = await messageRules();
const facts = {
  code: 'H42.13504-261125-0012',
  tracking: 'ABCD-EFGH-JKLM',
  procedure: 'Đăng ký khai sinh',
  due: '16:30 ngày 27/11/2026',
  link: 'https://motcua.ninhbinh.example.vn/tra-cuu/H42.13504-261125-0012',
  rating: 'https://motcua.ninhbinh.example.vn/danh-gia/0123456789abcdef0123',
};

test('every template fits one SMS of 160 letters without marks, its address whole', () => {
  for (const event of Object.keys(rules.templates)) {
    const { text } = worded(rules, 'sms', event, facts);
    assert.ok(text.length <= 160, `${event}: ${text.length}`);
    assert.match(text, /^[\x20-\x7e]+$/, event);
    assert.ok(text.includes(facts.link) || text.includes(facts.rating), event);
  }
});

test('an SMS that is too long loses its middle and never a part of its address', () => {
  const long = { ...facts, link: `https://motcua.example.vn/${'a'.repeat(120)}` };
  const { text } = worded(rules, 'sms', 'resolved', long);
  assert.equal(text.length, 160);
  assert.ok(text.endsWith(long.link));
});

test('a fact that is not known leaves its line out', () => {
  const { due: _, ...known } = facts;
  const { text } = worded(rules, 'email', 'received', known);
  assert.doesNotMatch(text, /Hẹn trả|\{/);
  assert.match(text, /Mã hồ sơ: H42/);
});

test('marks are taken from every Vietnamese letter', () => {
  assert.equal(withoutMarks('Đỗ Thị Hường, “Ấp Ờ” – ưỡn'), 'Do Thi Huong, "Ap O" - uon');
});

test('in the quiet hours an SMS waits until seven, an e-mail does not', () => {
  const late = new Date('2026-11-25T14:00:00Z'); // 21:00 in Vietnam
  const early = new Date('2026-11-25T23:59:30Z'); // 6:59 in Vietnam
  const day = new Date('2026-11-25T13:59:59Z'); // 20:59 in Vietnam
  assert.deepEqual(mayLeaveAt(rules, 'sms', 'received', late), new Date('2026-11-26T00:00:00Z'));
  assert.deepEqual(mayLeaveAt(rules, 'sms', 'received', early), new Date('2026-11-26T00:00:00Z'));
  assert.deepEqual(mayLeaveAt(rules, 'sms', 'received', day), day);
  assert.deepEqual(mayLeaveAt(rules, 'email', 'received', late), late);
  const urgent = { ...rules, quiet: { ...rules.quiet, except: ['resolved'] } };
  assert.deepEqual(mayLeaveAt(urgent, 'sms', 'resolved', late), late);
});
