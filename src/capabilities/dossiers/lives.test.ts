import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import fc from 'fast-check';
import { changesOf } from '../../../test/support/ledger.ts';
import { endClock, restartFromZero, resume, startClock, stopClock } from '../calendar/index.ts';
import {
  applyChange,
  type Dossier,
  type DossierChange,
  dossierFrom,
  isOpen,
  type State,
  type StepVisit,
} from './dossier.ts';
import { countedFrom } from './facts-store.ts';

/**
 * Random lives of dossiers, as far as they need no database: every change that an act could lay, in every order in
 * which acts allow it. HAICAP_LIVES multiplies how many are lived (1 is some two hundred thousand acts).
 */
const TIMES = Math.max(1, Number(process.env.HAICAP_LIVES ?? 1));
const SEED = 20261120;

/** Where the law lets a dossier go from each state; what has ended goes nowhere. */
const LAWFUL: Record<State, readonly State[]> = {
  submitted: ['received', 'refused-receipt', 'awaiting-supplement', 'withdrawn', 'returned'],
  'refused-receipt': [],
  received: ['received', 'in-progress', 'awaiting-supplement', 'awaiting-payment', 'withdrawn', 'stopped'],
  'in-progress': [
    'in-progress',
    'resolved',
    'awaiting-supplement',
    'awaiting-payment',
    'withdrawn',
    'stopped',
  ],
  'awaiting-supplement': ['submitted', 'received', 'in-progress', 'refused-receipt', 'withdrawn', 'stopped'],
  'awaiting-payment': ['received', 'in-progress', 'withdrawn', 'stopped'],
  resolved: ['returned'],
  returned: [],
  withdrawn: [],
  stopped: ['received', 'in-progress', 'stopped'],
};

const [filed] = changesOf({ receivedAt: '2026-11-20T02:00:00Z', dueAt: '2026-11-26T02:00:00Z' }).changes;
const visit = (key: string, at: string): StepVisit => ({
  key,
  name: key,
  role: 'specialist',
  agencyId: 'H42.13504.01',
  officialId: null,
  officialName: null,
  startedAt: at,
  dueAt: null,
  endedAt: null,
});

/** Every change that an act could lay on this dossier at this instant, with the acts' own conditions. */
function changesPossible(
  dossier: Dossier,
  life: readonly DossierChange[],
  restores: Dossier | null,
  at: Date,
): DossierChange[] {
  const iso = at.toISOString();
  const head = { at: iso, by: 'official', byName: 'Lê Thị Mai', act: 'dossiers.test' };
  const why = 'Lý do';
  const working = dossier.state === 'received' || dossier.state === 'in-progress';
  const undecided = dossier.outcome === null;
  const asked = dossier.supplements.some(
    (one) => (one.from === 'submitted') === (dossier.receivedAt === null),
  );
  const dueAt = new Date(at.getTime() + 3 * 86_400_000).toISOString();
  const found: DossierChange[] = [];
  const stands = dossier.state === 'stopped' && dossier.endedAt === null;
  if (dossier.state === 'submitted') {
    const counter = { ...visit('tiep-nhan', iso), endedAt: iso };
    const receipt = {
      code: `H42-${life.length}-${iso}`,
      term: { unit: 'working-day', value: 3 } as const,
      dueAt,
    };
    found.push(
      {
        ...head,
        type: 'received',
        ...receipt,
        clock: startClock(at),
        steps: [counter],
        step: visit('phan-cong', iso),
      },
      { ...head, type: 'refused-receipt', reason: why },
      { ...head, type: 'withdrawn', reason: why, clock: [] },
      {
        ...head,
        type: 'given-at-once',
        ...receipt,
        clock: endClock(startClock(at), at),
        steps: [counter],
        decision: { at: iso, by: 'leader', byName: 'Trần Văn An', reason: null },
        result: { number: '1', date: '2026-11-20', name: 'Bản sao', paperId: null },
        returned: { by: 'counter', receivedBy: 'An', tracking: null },
      },
    );
  }
  if ((working || dossier.state === 'submitted') && undecided && !asked)
    found.push({
      ...head,
      type: 'supplement-requested',
      items: [{ componentKey: null, text: 'Bản chính' }],
      reason: why,
      clock: dossier.receivedAt === null ? [] : stopClock(dossier.clock, 'supplement', at),
    });
  if (dossier.state === 'awaiting-supplement') {
    const received = dossier.receivedAt !== null;
    found.push({
      ...head,
      type: 'supplemented',
      components: dossier.components,
      form: null,
      clock: received ? restartFromZero(dossier.clock, at) : [],
      dueAt: received ? dueAt : null,
      step: received ? visit(dossier.step?.key ?? 'phan-cong', iso) : null,
    });
  }
  if (working) {
    const next = visit(`buoc-${life.length}`, iso);
    if (undecided)
      found.push(
        { ...head, type: 'moved', next, note: null, back: false },
        { ...head, type: 'decided', outcome: 'approved', reason: null, next },
        { ...head, type: 'decided', outcome: 'refused', reason: why, next },
        {
          ...head,
          type: 'stopped',
          ground: 'request',
          reason: why,
          legalBasis: null,
          mayResume: false,
          clock: endClock(dossier.clock, at),
        },
        {
          ...head,
          type: 'stopped',
          ground: 'authority',
          reason: why,
          legalBasis: 'Văn bản',
          mayResume: true,
          clock: stopClock(dossier.clock, 'stop', at),
        },
        { ...head, type: 'withdrawn', reason: why, clock: endClock(dossier.clock, at) },
      );
    else if (dossier.state === 'in-progress')
      found.push({
        ...head,
        type: 'issued',
        result: { number: String(life.length), date: iso.slice(0, 10), name: 'Kết quả', paperId: null },
        clock: endClock(dossier.clock, at),
        next,
      });
    if (undecided && dossier.extension === null && dossier.dueAt !== null)
      found.push({
        ...head,
        type: 'extended',
        reason: why,
        to: new Date(Date.parse(dossier.dueAt) + 1e8).toISOString(),
      });
  }
  if (stands)
    found.push(
      { ...head, type: 'resumed', reason: why, clock: resume(dossier.clock, at), dueAt, step: dossier.step },
      {
        ...head,
        type: 'stopped',
        ground: 'request',
        reason: why,
        legalBasis: null,
        mayResume: false,
        clock: endClock(dossier.clock, at),
      },
    );
  if (dossier.state === 'resolved')
    found.push({ ...head, type: 'returned', returned: { by: 'post', receivedBy: null, tracking: 'EB1' } });
  if (dossier.state === 'resolved' || dossier.state === 'returned')
    found.push({
      ...head,
      type: 'result-corrected',
      reason: why,
      result: { number: `sửa ${life.length}`, date: iso.slice(0, 10), name: 'Kết quả', paperId: null },
    });
  if (dossier.receivedAt !== null) {
    if (!['withdrawn', 'stopped'].includes(dossier.state))
      found.push({
        ...head,
        type: 'corrected',
        reason: why,
        facts: { applicantName: `Người ${life.length}` },
        lines: [{ field: 'applicantName', from: dossier.applicantName, to: `Người ${life.length}` }],
        course: null,
      });
    found.push({
      ...head,
      type: 'error-noted',
      kind: 'other',
      text: why,
      agencyId: 'H42.13504',
      officialName: null,
    });
  }
  const last = life.at(-1);
  const irrevocable = [
    'filed',
    'issued',
    'returned',
    'extended',
    'given-at-once',
    'result-corrected',
    'error-noted',
  ];
  if (last !== undefined && restores !== null && !irrevocable.includes(last.type))
    found.push({
      ...head,
      type: 'undone',
      version: life.length - 1,
      restores,
      undoes: last.type === 'undone' ? last.undoes : last.type,
      reason: why,
    });
  return found;
}

/** One act: which of the possible ones, and how many minutes after the last. */
const Acts = fc.array(fc.tuple(fc.nat(1000), fc.nat(3000)), {
  minLength: 1,
  maxLength: 60,
  size: 'max',
});

function live(
  acts: readonly (readonly [number, number])[],
  each: (before: Dossier, after: Dossier, life: DossierChange[]) => void,
) {
  assert.ok(filed !== undefined);
  const life: DossierChange[] = [filed];
  let dossier = applyChange('life', null, filed);
  let earlier: Dossier | null = null;
  let at = new Date(filed.at);
  for (const [choice, minutes] of acts) {
    at = new Date(at.getTime() + minutes * 60_000);
    const possible = changesPossible(dossier, life, earlier, at);
    const change = possible[choice % possible.length];
    if (change === undefined) break;
    const before = dossier;
    earlier = before;
    life.push(change);
    dossier = applyChange('life', before, change);
    each(before, dossier, life);
  }
  return { dossier, life };
}

const holds = (lives: number, property: (acts: readonly (readonly [number, number])[]) => void) =>
  fc.assert(fc.property(Acts, property), { seed: SEED, numRuns: lives * TIMES });
const state = ({ version: _, lastChange: __, ...rest }: Dossier) => rest;

describe('in any life of a dossier', () => {
  test('no act leads outside the states of the law, and nothing but an undoing leaves an end', () => {
    let acted = 0;
    holds(4000, (acts) => {
      live(acts, (before, after, life) => {
        acted += 1;
        if (before.state === after.state && before.endedAt === after.endedAt) return;
        if (life.at(-1)?.type === 'undone') return;
        const ended = before.state === 'stopped' && before.endedAt !== null;
        assert.ok(
          !ended && LAWFUL[before.state].includes(after.state),
          `${before.state} -> ${after.state} by ${life.at(-1)?.type}`,
        );
      });
    });
    assert.ok(acted > 100_000, `only ${acted} acts`);
  });

  test('the clock’s intervals follow each other without gap, add up, and one is open as long as the dossier is', () => {
    holds(2500, (acts) => {
      live(acts, (_before, after) => {
        const { clock } = after;
        if (after.receivedAt === null) return assert.deepEqual(clock, []);
        assert.equal(clock[0]?.from, after.receivedAt);
        for (const [place, interval] of clock.entries()) {
          const next = clock[place + 1];
          if (next !== undefined) assert.equal(interval.to, next.from);
          else assert.equal(interval.to === null, isOpen(after));
        }
        if (after.endedAt === null) return;
        const sum = clock.reduce((all, { from, to }) => all + Date.parse(to ?? from) - Date.parse(from), 0);
        assert.equal(sum, Date.parse(after.endedAt) - Date.parse(after.receivedAt));
      });
    });
  });

  test('the parts of the control slip make up the whole from receipt to now', () => {
    holds(2500, (acts) => {
      live(acts, (_before, after) => {
        if (after.receivedAt === null) return;
        const visits = [...after.steps, ...(after.step === null ? [] : [after.step])];
        assert.equal(visits[0]?.startedAt, after.receivedAt);
        for (const [place, one] of visits.entries()) {
          const next = visits[place + 1];
          if (next !== undefined) assert.equal(one.endedAt, next.startedAt);
        }
      });
    });
  });

  test('an undoing undone is the first state, and an undoing the one before', () => {
    holds(2000, (acts) => {
      const { dossier, life } = live(acts, () => {});
      const at = new Date(Date.parse(life.at(-1)?.at ?? '') + 60_000);
      const undoing = changesPossible(dossier, life, dossierFrom('life', life.slice(0, -1)), at).find(
        (one) => one.type === 'undone',
      );
      if (undoing === undefined) return;
      const undone = applyChange('life', dossier, undoing);
      const before = dossierFrom('life', life.slice(0, -1));
      assert.ok(before !== null);
      const { voided: _, ...without } = state(undone);
      const { voided: __, ...expected } = state(before);
      assert.deepEqual(without, expected);
      const again = changesPossible(undone, [...life, undoing], dossier, at).find(
        (one) => one.type === 'undone',
      );
      assert.ok(again !== undefined);
      assert.deepEqual(state(applyChange('life', undone, again)), state(dossier));
    });
  });

  test('no code is ever given twice, and none that was taken back is forgotten', () => {
    holds(2000, (acts) => {
      const given = new Set<string>();
      const { dossier } = live(acts, (_before, after, life) => {
        const last = life.at(-1);
        if (last?.type !== 'received' && last?.type !== 'given-at-once') return;
        assert.ok(!given.has(last.code));
        given.add(last.code);
        assert.equal(after.code, last.code);
      });
      const kept = [
        ...(dossier.voided ?? []).map((one) => one.code),
        ...(dossier.code ? [dossier.code] : []),
      ];
      assert.deepEqual(kept.sort(), [...given].sort());
    });
  });

  test('the stretches that figures are counted from cover the time in which it was open, once', () => {
    holds(2000, (acts) => {
      const { dossier, life } = live(acts, () => {});
      const standings = countedFrom('life', life, new Set())?.standings ?? [];
      if (dossier.receivedAt === null) return assert.deepEqual(standings, []);
      for (const [place, one] of standings.entries()) {
        const next = standings[place + 1];
        if (next !== undefined) assert.equal(one.until, next.since);
        else assert.equal(one.until === null, isOpen(dossier));
      }
      if (standings.length > 0) assert.equal(standings[0]?.since, dossier.receivedAt);
      if (dossier.endedAt !== null && standings.length > 0)
        assert.equal(standings.at(-1)?.until, dossier.endedAt);
    });
  });
});
