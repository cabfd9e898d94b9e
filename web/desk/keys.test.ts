import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { ACT_KEYS, ACT_NAMES, actKeyName, DESK_KEYS, deskKey, letterOf, type Press } from './keys.ts';

const press = (over: Partial<Press>): Press => ({
  key: 'j',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  target: null,
  dialogOpen: false,
  ...over,
});

describe("the desk's keys", () => {
  test('a letter typed into a field is text and no command', () => {
    assert.equal(deskKey(press({ target: { tagName: 'INPUT', type: 'text' } })), null);
    assert.equal(deskKey(press({ target: { tagName: 'TEXTAREA' } })), null);
    assert.equal(deskKey(press({ target: { tagName: 'SELECT' } })), null);
    assert.equal(deskKey(press({ target: { tagName: 'DIV', isContentEditable: true } })), null);
  });

  test('on a tick box or a button the keys still work', () => {
    assert.equal(deskKey(press({ target: { tagName: 'INPUT', type: 'checkbox' } })), 'j');
    assert.equal(deskKey(press({ target: { tagName: 'BUTTON' } })), 'j');
  });

  test('Ctrl, Alt and Meta leave the key to the browser', () => {
    assert.equal(deskKey(press({ key: 'p', ctrlKey: true })), null);
    assert.equal(deskKey(press({ key: 'r', metaKey: true })), null);
    assert.equal(deskKey(press({ key: 'd', altKey: true })), null);
  });

  test('an open dialog takes the keyboard for itself', () => {
    assert.equal(deskKey(press({ dialogOpen: true })), null);
  });

  test('capital letters and arrows mean the same as the small letters', () => {
    assert.equal(deskKey(press({ key: 'J' })), 'j');
    assert.equal(deskKey(press({ key: 'ArrowDown' })), 'j');
    assert.equal(deskKey(press({ key: 'ArrowUp' })), 'k');
    assert.equal(deskKey(press({ key: 'Escape' })), 'Escape');
  });

  test('every act has a letter of its own, a consonant, taken by no other key of the desk', () => {
    const letters = Object.values(ACT_KEYS);
    assert.equal(new Set(letters).size, letters.length);
    const taken = new Set(DESK_KEYS.flatMap((entry) => (entry.onlyInList ? [] : entry.keys)));
    for (const letter of letters) {
      assert.match(letter, /^[b-df-hj-np-tv-xz]$/);
      assert.ok(!taken.has(letter), `${letter} already does something else`);
    }
  });

  test('no key of the desk does two things, and every act has a name beside its letter', () => {
    const keys = DESK_KEYS.flatMap((entry) => (entry.onlyInList ? [] : entry.keys));
    assert.equal(new Set(keys).size, keys.length);
    assert.deepEqual(Object.keys(ACT_NAMES), Object.keys(ACT_KEYS));
  });

  test("an act is known by the API's long name as by its short one", () => {
    assert.equal(actKeyName('dossiers.assign-dossier'), 'assign');
    assert.equal(letterOf('dossiers.approve-dossier'), 'd');
    assert.equal(letterOf('return-result'), 'r');
    assert.equal(letterOf('dossiers.unknown'), null);
  });
});
