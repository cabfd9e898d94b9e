import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test, { describe } from 'node:test';
import type { Actor, Place } from '../../kernel/actor.ts';
import { ACT_TITLES, permissionTable } from './permission-table.ts';
import { actsOf, mayDo, PERMISSIONS, reachesOf, withinReach } from './permissions.ts';

const official = (role: string, agencyId = 'H42.1.02', bodyId = 'H42.1', id = 'o1'): Actor => ({
  kind: 'official',
  id,
  name: 'Lê Thị Mai',
  duties: [{ role, agencyId, bodyId }],
});
const may = (actor: Actor, act: string, place: Place) => withinReach(actor, reachesOf(actor, act), place);

describe('reach', () => {
  test('own: only what is assigned to the official', () => {
    const specialist = official('specialist');
    const place = { bodyIds: ['H42.1'], divisionId: 'H42.1.02' };
    assert.equal(may(specialist, 'dossiers.complete-step', { ...place, officialId: 'o1' }), true);
    assert.equal(may(specialist, 'dossiers.complete-step', { ...place, officialId: 'o2' }), false);
    assert.equal(may(specialist, 'dossiers.complete-step', { ...place, officialId: null }), false);
  });
  test('division: what lies with the division, not with the one next door', () => {
    const head = official('division-head');
    assert.equal(may(head, 'dossiers.assign-dossier', { bodyIds: ['H42.1'], divisionId: 'H42.1.02' }), true);
    assert.equal(may(head, 'dossiers.assign-dossier', { bodyIds: ['H42.1'], divisionId: 'H42.1.03' }), false);
  });
  test('agency: what the body received or decides, not another commune’s', () => {
    const leader = official('leader', 'H42.1');
    assert.equal(may(leader, 'dossiers.approve-dossier', { bodyIds: ['H42.1'] }), true);
    assert.equal(may(leader, 'dossiers.approve-dossier', { bodyIds: ['H42.2'] }), false);
  });
  test('province: everything', () => {
    assert.equal(may(official('control-officer'), 'dossiers.see-dossier', { bodyIds: ['H42.2'] }), true);
  });
  test('of a citizen: only what is theirs', () => {
    const citizen: Actor = { kind: 'citizen', id: 'person:p1', name: 'Lê Văn An', personId: 'p1' };
    assert.equal(
      may(citizen, 'dossiers.withdraw-own-dossier', { bodyIds: ['H42.1'], personIds: ['p1'] }),
      true,
    );
    assert.equal(
      may(citizen, 'dossiers.withdraw-own-dossier', { bodyIds: ['H42.1'], personIds: ['p2'] }),
      false,
    );
  });
  test('two half-rights do not make a whole one', () => {
    // Receptionist in commune 1, leader in commune 2: no approving in commune 1.
    const both: Actor = {
      kind: 'official',
      id: 'o1',
      name: 'Lê Thị Mai',
      duties: [
        { role: 'receptionist', agencyId: 'H42.1.04', bodyId: 'H42.1' },
        { role: 'leader', agencyId: 'H42.2', bodyId: 'H42.2' },
      ],
    };
    assert.equal(may(both, 'dossiers.approve-dossier', { bodyIds: ['H42.1'] }), false);
    assert.equal(may(both, 'dossiers.approve-dossier', { bodyIds: ['H42.2'] }), true);
  });
});

test('every row has its Vietnamese title, and the page that officials check is as the table is', async () => {
  for (const act of Object.keys(PERMISSIONS)) assert.ok(ACT_TITLES[act], `${act} has no title`);
  const page = await readFile(new URL('../../../docs/huong-dan/quyen-han.md', import.meta.url), 'utf8');
  assert.equal(page, permissionTable(), 'renew it: bin/haicap permissions > docs/huong-dan/quyen-han.md');
});

test('what is not in the table, nobody may', () => {
  assert.equal(mayDo(official('administrator'), 'dossiers.erase-dossier'), false);
});

test('a visitor may look at what is public, rate by a link or at a tablet, and nothing else', () => {
  const visitor: Actor = { kind: 'visitor', id: 'visitor', name: 'Khách' };
  const open = actsOf(visitor);
  assert.ok(open.includes('procedures.search-procedures') && open.includes('dossiers.follow-dossier'));
  for (const act of open)
    assert.match(act, /^(procedures|units|calendar)\.|dossiers\.follow-dossier|^ratings\..*(link|tablet)$/);
});

test('an official without a duty may do what everybody may, and no more', () => {
  const nobody: Actor = { kind: 'official', id: 'o9', name: 'Trần Văn Bình', duties: [] };
  assert.deepEqual(actsOf(nobody), []);
});

test('no official may act as a citizen, no citizen as an official', () => {
  // Drafts of receipts and of procedures are officials' own.
  for (const [act, row] of Object.entries(PERMISSIONS))
    if (/(file|own)-dossier|^dossiers\.((save|discard|see)-draft|list-drafts)$/.test(act))
      assert.deepEqual(Object.keys(row), ['citizen'], act);
});
