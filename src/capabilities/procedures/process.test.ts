import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import fc from 'fast-check';
import type { FormSchema } from './form.ts';
import {
  circumstanceInWords,
  faultsOfProcess,
  mainWay,
  PLAIN_CIRCUMSTANCE,
  type Process,
  type ProcessCircumstance,
  type ProcessFault,
  type Step,
  type StepTest,
  stepOf,
  testInWords,
  waysOpen,
  wayThrough,
} from './process.ts';

type Ways = (string | { to: string; if: StepTest[] })[];

const HAND: Record<Step['act'], Pick<Step, 'role' | 'place'>> = {
  receive: { role: 'receptionist', place: 'centre' },
  assign: { role: 'division-head', place: 'division' },
  appraise: { role: 'specialist', place: 'division' },
  submit: { role: 'division-head', place: 'division' },
  approve: { role: 'leader', place: 'leadership' },
  issue: { role: 'clerk', place: 'office' },
  return: { role: 'receptionist', place: 'centre' },
  notify: { role: 'system', place: 'division' },
  wait: { role: 'system', place: 'division' },
};

function step(key: string, act: Step['act'], share: number, next: Ways, more: Partial<Step> = {}): Step {
  return {
    key,
    name: `Tên ${key}`,
    ...HAND[act],
    act,
    share,
    next: next.map((way) => (typeof way === 'string' ? { to: way } : way)),
    ...(act === 'notify' ? { message: 'Xin ông/bà theo dõi' } : {}),
    ...more,
  };
}

const process = (...steps: Step[]): Process => ({ name: 'Thử', decision: null, steps });
const said = (faults: ProcessFault[]) => faults.map((fault) => `${fault.step} ${fault.code}`);
const faults = (...steps: Step[]) => said(faultsOfProcess(process(...steps)));

/** The end that every process needs. */
const END = [step('k', 'approve', 0.1, ['p']), step('p', 'issue', 0.1, ['t']), step('t', 'return', 0, [])];
const begin = (...next: Ways) => step('n', 'receive', 0.1, next);
const online: StepTest = { of: 'channel', is: ['online'] };

describe('a process', () => {
  test('that leads from receipt to return and shares out the whole term is accepted', () => {
    assert.deepEqual(faults(begin('a'), step('a', 'appraise', 0.7, ['k']), ...END), []);
  });

  test('shared out in thirds is accepted although thirds do not add up in binary', () => {
    assert.deepEqual(
      faults(
        step('n', 'receive', 1 / 3, ['k']),
        step('k', 'approve', 1 / 3, ['p']),
        step('p', 'issue', 1 / 3, ['t']),
        step('t', 'return', 0, []),
      ),
      [],
    );
  });

  test('without steps is refused', () => {
    assert.deepEqual(faults(), ['null no-step']);
  });

  test('that ends before the return is refused, naming the step and the place', () => {
    const found = faultsOfProcess(process(begin('b'), step('b', 'appraise', 0.9, [])));
    assert.deepEqual(
      found.map((f) => [f.step, f.code, f.pointer]),
      [['b', 'dead-end', '/steps/1/next']],
    );
    assert.match(found[0]?.text ?? '', /Tên b/);
  });

  test('that never gets out of a loop is refused, naming each step of it', () => {
    const found = faults(
      begin('b'),
      step('b', 'appraise', 0.3, ['c', 'k']),
      step('c', 'appraise', 0.5, ['b']),
      ...END,
    );
    assert.deepEqual(found, ['b loop', 'c loop']);
  });

  test('whose step leads to itself is refused', () => {
    assert.deepEqual(faults(begin('a'), step('a', 'appraise', 0.7, ['a', 'k']), ...END), ['a loop']);
  });

  test('whose shares leave a part of the term to nobody is refused, telling the way', () => {
    const found = faultsOfProcess(process(begin('a'), step('a', 'appraise', 0.6, ['k']), ...END));
    assert.deepEqual(said(found), ['n whole']);
    assert.match(found[0]?.text ?? '', /90%, phải là 100%/);
    assert.deepEqual(found[0]?.witness?.way, ['n', 'a', 'k', 'p', 't']);
  });

  test('must share out the whole term on each branch of a fork, and says which dossier loses some', () => {
    const fork = (long: number) =>
      faultsOfProcess(
        process(
          begin({ to: 'b', if: [online] }, 'c'),
          step('b', 'appraise', 0.7, ['k']),
          step('c', 'appraise', long, ['k']),
          ...END,
        ),
      );
    assert.deepEqual(fork(0.7), []);
    const found = fork(0.5);
    assert.deepEqual(said(found), ['n whole']);
    assert.notEqual(found[0]?.witness?.circumstance.channel, 'online');
  });

  test('in which the official chooses is walked along every choice', () => {
    const fork = (long: number) =>
      faults(begin('b', 'c'), step('b', 'appraise', 0.7, ['k']), step('c', 'appraise', long, ['k']), ...END);
    assert.deepEqual(fork(0.7), []);
    assert.deepEqual(fork(0.8), ['n whole']);
  });

  test('with an unknown role, an unknown step or a step nobody reaches is refused', () => {
    const a = (more: Partial<Step>, ...next: string[]) =>
      faults(begin('a'), step('a', 'appraise', 0.7, ['k', ...next], more), ...END);
    assert.deepEqual(a({ role: 'king' }), ['a unknown-role']);
    assert.deepEqual(a({}, 'x'), ['a unknown-step']);
    assert.deepEqual(
      faults(begin('k'), step('k', 'approve', 0.8, ['p']), ...END.slice(1), step('c', 'appraise', 1, ['k'])),
      ['c unreached'],
    );
  });

  test('that lays an act into hands that cannot do it, or at a place where it cannot be done, is refused', () => {
    assert.deepEqual(
      faults(
        begin('a'),
        step('a', 'appraise', 0.7, ['k']),
        { ...(END[0] as Step), role: 'clerk' },
        ...END.slice(1),
      ),
      ['k wrong-hand'],
    );
    assert.deepEqual(faults(begin('a'), step('a', 'appraise', 0.7, ['k'], { place: 'centre' }), ...END), [
      'a wrong-place',
    ]);
  });

  test('with two steps of one key or a share below nought is refused', () => {
    assert.deepEqual(
      faults(begin('a'), step('a', 'appraise', 0.7, ['k']), step('a', 'appraise', 0.7, ['k']), ...END),
      ['a twice'],
    );
    assert.deepEqual(
      faults(begin('a'), step('a', 'appraise', 1.5, ['b']), step('b', 'appraise', -0.8, ['k']), ...END),
      ['a share', 'b share'],
    );
  });

  test('in which some dossier fits no condition is refused, and that dossier is named', () => {
    const found = faultsOfProcess(
      process(begin('a'), step('a', 'appraise', 0.7, [{ to: 'k', if: [online] }]), ...END),
    );
    assert.deepEqual(said(found), ['a dead-end']);
    const { witness } = found[0] ?? {};
    assert.ok(witness !== undefined && witness.circumstance.channel !== 'online');
    assert.equal(circumstanceInWords(witness.circumstance, null), 'nộp trực tiếp');
  });

  test('whose conditions cover every channel needs no way for the rest', () => {
    const next: Ways = [
      { to: 'k', if: [online] },
      { to: 'k', if: [{ of: 'channel', is: ['counter', 'post'] }] },
    ];
    assert.deepEqual(faults(begin('a'), step('a', 'appraise', 0.7, next), ...END), []);
  });

  test('that issues what nobody decided, decides twice or returns what was not issued is refused', () => {
    assert.deepEqual(faults(begin('a'), step('a', 'appraise', 0.8, ['p']), ...END.slice(1)), ['p order']);
    assert.deepEqual(faults(begin('a'), step('a', 'approve', 0.7, ['k']), ...END), ['k order']);
    assert.ok(
      faults(begin('k'), step('k', 'approve', 0.9, ['t']), step('t', 'return', 0, [])).includes('k order'),
    );
  });

  test('that assigns to somebody in another division is refused', () => {
    const assigning = (division: 'economy' | undefined) =>
      faults(
        begin('g'),
        step('g', 'assign', 0.1, ['a']),
        step('a', 'appraise', 0.6, ['k'], division === undefined ? {} : { division }),
        ...END,
      );
    assert.deepEqual(assigning(undefined), []);
    assert.deepEqual(assigning('economy'), ['g order']);
  });

  test('may go another way after a refusal than after an approval', () => {
    const steps = (after: number) => [
      begin('a'),
      step('a', 'appraise', 0.6, ['k']),
      step('k', 'approve', 0.1, [{ to: 'b', if: [{ of: 'outcome', is: ['refused'] }] }, 'c']),
      step('b', 'submit', 0.1, ['p']),
      step('c', 'notify', 0, ['d']),
      step('d', 'wait', after, ['p']),
      ...END.slice(1),
    ];
    assert.deepEqual(faults(...steps(0.1)), []);
    assert.deepEqual(faults(...steps(0.2)), ['n whole']);
    const way = (outcome: 'approved' | 'refused') =>
      wayThrough(process(...steps(0.1)), { ...PLAIN_CIRCUMSTANCE, outcome }).map((one) => one.key);
    assert.deepEqual(way('approved'), ['n', 'a', 'k', 'c', 'd', 'p', 't']);
    assert.deepEqual(way('refused'), ['n', 'a', 'k', 'b', 'p', 't']);
  });

  test('gives no part of a step more time than the step itself', () => {
    const withPart = (share: number) =>
      faultsOfProcess(
        process(
          begin('a'),
          step('a', 'appraise', 0.7, ['k'], {
            parts: [
              { key: 'x', name: 'Phần địa chính', role: 'specialist', division: 'economy', share },
              { key: 'y', name: 'Phần tư pháp', role: 'specialist', division: 'office', share: 0.2 },
            ],
          }),
          ...END,
        ),
      );
    assert.deepEqual(withPart(0.7), []);
    assert.deepEqual(
      withPart(0.8).map((fault) => [fault.code, fault.pointer]),
      [['part', '/steps/1/parts/0/share']],
    );
  });

  test('may only ask what the procedure knows', () => {
    const ground = {
      cases: [{ key: 'thuong', name: 'Thông thường' }],
      form: {
        type: 'object',
        properties: {
          loai: { type: 'string', title: 'Loại đất', enum: ['o', 'nn'], 'x-kind': 'choice', 'x-group': 'g' },
          rong: { type: 'number', title: 'Diện tích', 'x-kind': 'number', 'x-group': 'g' },
        },
        required: [],
        additionalProperties: false,
        'x-groups': [{ key: 'g', title: 'Đất' }],
      } as FormSchema,
    };
    const asking = (test: StepTest) =>
      faultsOfProcess(
        process(begin('a'), step('a', 'appraise', 0.7, [{ to: 'k', if: [test] }, 'k']), ...END),
        ground,
      ).map((fault) => fault.text);
    assert.deepEqual(asking({ of: 'answer', question: 'loai', is: ['o'] }), []);
    assert.deepEqual(asking({ of: 'number', question: 'rong', atLeast: 300 }), []);
    assert.match(asking({ of: 'case', is: ['la'] })[0] ?? '', /không có trường hợp "la"/);
    assert.match(asking({ of: 'answer', question: 'mau', is: ['do'] })[0] ?? '', /không có câu hỏi "mau"/);
    assert.match(asking({ of: 'answer', question: 'loai', is: ['x'] })[0] ?? '', /không có câu trả lời "x"/);
    assert.match(asking({ of: 'number', question: 'loai', below: 3 })[0] ?? '', /không hỏi một số/);
    assert.match(asking({ of: 'fee', atLeast: 5, below: 5 })[0] ?? '', /không có số nào/);
    assert.equal(testInWords({ of: 'answer', question: 'loai', is: ['o'] }, ground), '“Loại đất” là o');
    assert.equal(
      testInWords({ of: 'number', question: 'rong', atLeast: 300 }, ground),
      '“Diện tích” từ 300 trở lên',
    );
  });

  test('has a main way: the first branch of each fork', () => {
    const forked = process(
      begin('b', 'c'),
      step('b', 'appraise', 0.7, ['k']),
      step('c', 'appraise', 0.7, ['k']),
      ...END,
    );
    assert.deepEqual(
      mainWay(forked).map((s) => s.key),
      ['n', 'b', 'k', 'p', 't'],
    );
  });
});

/** Shares that can add up: twentieths, so that a lucky process is not too rare. */
const tests_ = fc.oneof(
  fc.constant<StepTest>(online),
  fc.constant<StepTest>({ of: 'case', is: ['kho'] }),
  fc.constant<StepTest>({ of: 'fee', atLeast: 100_000 }),
  fc.constant<StepTest>({ of: 'number', question: 'rong', atLeast: 10, below: 20 }),
  fc.constant<StepTest>({ of: 'answer', question: 'loai', is: ['o'] }),
  fc.constant<StepTest>({ of: 'outcome', is: ['refused'] }),
);
const circumstances: fc.Arbitrary<ProcessCircumstance> = fc.record({
  case: fc.constantFrom(null, 'kho', 'thuong'),
  channel: fc.constantFrom('online', 'counter', 'post'),
  answers: fc.record(
    { loai: fc.constantFrom<unknown>('o', 'nn', true), rong: fc.integer({ min: 0, max: 40 }) },
    { requiredKeys: [] },
  ),
  fee: fc.integer({ min: 0, max: 300_000 }),
  outcome: fc.constantFrom('approved', 'refused'),
});

/** Processes of layers, mostly leading onward; now and then a way goes astray or a share is off. */
const processes = fc
  .record({
    layers: fc.array(
      fc.array(
        fc.record({
          act: fc.constantFrom<Step['act']>('appraise', 'submit', 'wait', 'notify'),
          twentieths: fc.integer({ min: 1, max: 3 }),
          tests: fc.option(fc.array(tests_, { minLength: 1, maxLength: 2 }), { nil: undefined }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      { minLength: 1, maxLength: 4 },
    ),
    behind: fc.boolean(),
    even: fc.integer({ min: 0, max: 9 }),
    astray: fc.option(fc.record({ from: fc.nat(12), to: fc.nat(12) }), { nil: null, freq: 4 }),
    noRest: fc.option(fc.nat(12), { nil: null, freq: 4 }),
  })
  .map(({ layers, behind, even, astray, noRest }): Process => {
    // Mostly each layer takes the same share in all its steps, and what is left goes to the receipt.
    const level = (layer: (typeof layers)[number]) => layer[0]?.twentieths ?? 1;
    const steps: Step[] = [];
    const named = layers.map((layer, at) => layer.map((one, place) => ({ ...one, key: `s${at}-${place}` })));
    const approveAfter = behind ? named.length - 1 : named.length;
    const keysOf = (at: number): Ways => {
      const layer = named[at];
      if (layer === undefined) return ['p'];
      return layer.map((one, place) =>
        one.tests === undefined || place === layer.length - 1 ? one.key : { to: one.key, if: one.tests },
      );
    };
    const onward = (at: number) => (at === approveAfter ? ['k'] : keysOf(at));
    let left = 20;
    for (const [at, layer] of named.entries()) {
      // A wait takes time and a notice none: a layer that mixes them is even only when it takes none.
      const kinds = layer.map((one) => (even > 1 && one.act === 'notify' ? 'appraise' : one.act));
      for (const [place, one] of layer.entries()) {
        const act = kinds[place] ?? 'appraise';
        const share = act === 'notify' ? 0 : even > 0 ? level(layer) : one.twentieths;
        steps.push(step(one.key, act, share / 20, onward(at + 1)));
      }
      left -= level(layer);
    }
    steps.unshift(step('n', 'receive', (left - 2) / 20, onward(0)));
    steps.push(
      step('k', 'approve', 0.05, keysOf(approveAfter)),
      ...END.slice(1).map((one) => ({ ...one, share: one.share / 2 })),
    );
    if (noRest !== null) {
      const hit = steps[noRest % steps.length];
      if (hit !== undefined && hit.next.length > 0)
        hit.next = hit.next.map((way) => ({ ...way, if: [online] }));
    }
    if (astray !== null) {
      const from = steps[astray.from % steps.length];
      const to = steps[astray.to % steps.length];
      if (from !== undefined && to !== undefined && from.next.length > 0)
        from.next = [...from.next, { to: to.key }];
    }
    return { name: 'Ngẫu nhiên', decision: null, steps };
  });

/** Carries a dossier by what the acts themselves allow, however long; `choose` is the official's choice. */
function carry(given: Process, of: ProcessCircumstance, choose: (count: number) => number) {
  let here = given.steps[0];
  let outcome: ProcessCircumstance['outcome'] = null;
  let issued = false;
  let share = 0;
  const way: string[] = [];
  for (let steps = 0; here !== undefined && steps < 200; steps++) {
    way.push(here.key);
    share += here.share;
    if (here.act === 'approve') {
      if (outcome !== null) return { end: 'decided-twice', share, way };
      outcome = of.outcome;
    }
    if (here.act === 'issue') {
      if (outcome === null || issued) return { end: 'not-issuable', share, way };
      issued = true;
    }
    if (here.act === 'return') return { end: issued ? 'returned' : 'not-issued', share, way };
    const open = waysOpen(here, { ...of, outcome });
    if (open.length === 0) return { end: 'stuck', share, way };
    const chosen = open[choose(open.length)] ?? open[0];
    if (issued && chosen !== undefined && stepOf(given, chosen.to)?.act !== 'return')
      return { end: 'issued-and-held', share, way };
    here = chosen === undefined ? undefined : (stepOf(given, chosen.to) ?? undefined);
  }
  return { end: 'for-ever', share, way };
}

/** Whether a fault that was found on a walk really happens to the dossier that it names. */
function happens(given: Process, fault: ProcessFault): boolean {
  const { witness } = fault;
  if (witness === undefined) return false;
  let outcome: ProcessCircumstance['outcome'] = null;
  for (const [place, key] of witness.way.entries()) {
    const here = stepOf(given, key);
    if (here === null) return false;
    if (here.act === 'approve') outcome = witness.circumstance.outcome ?? 'approved';
    const next = witness.way[place + 1];
    const open = waysOpen(here, { ...witness.circumstance, outcome });
    if (next !== undefined && !open.some((way) => way.to === next)) return false;
    if (next === undefined && fault.code === 'dead-end') return open.length === 0 && here.act !== 'return';
  }
  const last = witness.way.at(-1);
  if (fault.code === 'loop') return witness.way.indexOf(last ?? '') < witness.way.length - 1;
  if (fault.code === 'whole') {
    const sum = witness.way.reduce((sum, key) => sum + (stepOf(given, key)?.share ?? 0), 0);
    return stepOf(given, last ?? '')?.act === 'return' && Math.abs(sum - 1) > 0.0005;
  }
  return fault.code === 'order' && last === fault.step;
}

describe('of random processes', () => {
  test('those accepted carry every dossier to its return within the whole term, those refused have a dossier that shows why', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        processes,
        fc.array(circumstances, { minLength: 12, maxLength: 12 }),
        fc.infiniteStream(fc.nat(7)),
        (given, dossiers, dice) => {
          const found = faultsOfProcess(given);
          const choose = (count: number) => (dice.next().value ?? 0) % count;
          if (found.length === 0) {
            accepted++;
            for (const dossier of dossiers) {
              const { end, share, way } = carry(given, dossier, choose);
              assert.equal(end, 'returned', way.join(' '));
              assert.ok(Math.abs(share - 1) <= 0.0005, `${share} on ${way.join(' ')}`);
            }
            return;
          }
          refused++;
          for (const fault of found) {
            if (fault.code === 'unreached') {
              for (const dossier of dossiers)
                assert.ok(!carry(given, dossier, choose).way.includes(fault.step ?? ''), fault.text);
            } else if (!['share', 'dead-end', 'order'].includes(fault.code) || fault.witness !== undefined)
              assert.ok(happens(given, fault), `${fault.code} ${fault.text} ${fault.witness?.way.join(' ')}`);
          }
        },
      ),
      { numRuns: 2500, seed: 20261125 },
    );
    assert.ok(accepted > 200 && refused > 200, `${accepted} accepted, ${refused} refused`);
  });
});
