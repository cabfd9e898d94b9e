import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { readPhone, tidyName } from './person.ts';
import { personalIdFault, readPersonalId } from './personal-id.ts';
import { isTaxCode } from './tax-code.ts';

const today = '2026-11-21';

describe('a personal id', () => {
  test('tells the place, sex and year of birth', () => {
    assert.deepEqual(readPersonalId('037 190 001 234'), { place: '037', sex: 'female', birthYear: 1990 });
    assert.deepEqual(readPersonalId('036205004321'), { place: '036', sex: 'male', birthYear: 2005 });
  });
  test('of a place that never gave numbers is none', () => {
    assert.equal(readPersonalId('003090001234'), null);
    assert.equal(personalIdFault('003090001234', { today }), 'structure');
  });
  test('of eleven or thirteen digits, or with letters, is none', () => {
    for (const wrong of ['03719000123', '0371900012345', '03719000I234', ''])
      assert.equal(personalIdFault(wrong, { today }), 'length');
  });
  test('that disagrees with the stated birth date or sex is refused by name', () => {
    assert.equal(personalIdFault('037190001234', { birthDate: '1991-05-02', today }), 'birth-year');
    assert.equal(personalIdFault('037190001234', { sex: 'male', today }), 'sex');
    assert.equal(personalIdFault('037190001234', { birthDate: '1990-05-02', sex: 'female', today }), null);
  });
  test('of somebody not yet born is refused', () => {
    assert.equal(personalIdFault('037250001234', { today }), 'unborn');
    assert.equal(personalIdFault('037226001234', { today }), null);
  });
});

describe('a tax code', () => {
  test('has a tenth digit that follows from the nine before', () => {
    assert.equal(isTaxCode('0100109106'), true);
    assert.equal(isTaxCode('0100109105'), false);
  });
  test('of a dependent unit has three digits more', () => {
    assert.equal(isTaxCode('0100109106-001'), true);
    assert.equal(isTaxCode('0100109106-01'), false);
  });
  test('of a household business may be its owner’s personal id', () => {
    assert.equal(isTaxCode('037190001234'), true);
    assert.equal(isTaxCode('003190001234'), false);
  });
});

test('a phone number is read with spaces, dots and the country code', () => {
  assert.equal(readPhone('+84 912 345 678'), '0912345678');
  assert.equal(readPhone('0912.345.678'), '0912345678');
  assert.equal(readPhone('912345678'), null);
  assert.equal(readPhone('09123456789012'), null);
});

test('a name is kept in composed letters with single spaces, an apostrophe too', () => {
  assert.equal(tidyName('  Nguyễn   Thị Hòa '.normalize('NFD')), 'Nguyễn Thị Hòa'.normalize('NFC'));
  assert.equal(tidyName("H'Hen  Niê"), "H'Hen Niê");
});
