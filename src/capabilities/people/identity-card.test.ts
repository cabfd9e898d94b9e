import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { readIdentityCard } from './identity-card.ts';

const CARD = {
  personalId: '037192005678',
  formerId: '164512345',
  fullName: 'Nguyễn Thị Thanh Hằng',
  birthDate: '1992-03-08',
  sex: 'female',
  address: 'Thôn 4, Bình Nghĩa, Bình Lục, Hà Nam',
  issuedOn: '2021-08-10',
};
const REST = 'Nguyễn Thị Thanh Hằng|08031992|Nữ|Thôn 4, Bình Nghĩa, Bình Lục, Hà Nam|10082021';

describe('the QR code of an identity card', () => {
  test('with the nine-digit number of before', () => {
    assert.deepEqual(readIdentityCard(`037192005678|164512345|${REST}`), CARD);
  });
  test('of somebody who never had one: the field is empty, or left out', () => {
    assert.deepEqual(readIdentityCard(`037192005678||${REST}`), { ...CARD, formerId: null });
    assert.deepEqual(readIdentityCard(`037192005678|${REST}`), { ...CARD, formerId: null });
  });
  test('of a newer card, with fields after the day of issue, and the line end a scanner adds', () => {
    assert.deepEqual(readIdentityCard(`037192005678||${REST}||||\r\n`), { ...CARD, formerId: null });
  });
  test('with marks set apart, as some scanners type them', () => {
    assert.equal(readIdentityCard(`037192005678||${REST.normalize('NFD')}`)?.fullName, CARD.fullName);
  });
  test('that is another code, is cut short, or contradicts itself is not taken', () => {
    for (const text of [
      '',
      'https://dichvucong.gov.vn/|1|2',
      '037192005678',
      '037192005678||Nguyễn Thị Thanh Hằng|08031992|Nữ',
      `037192005678||${REST.replace('1992', '1993')}`,
      `037192005678||${REST.replace('Nữ', 'Nam')}`,
      `037192005678||${REST.replace('0803', '3002')}`,
      `03719200567||${REST}`,
    ])
      assert.equal(readIdentityCard(text), null, text);
  });
});
