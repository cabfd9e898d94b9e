import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { faultsOfProcess, mainWay, type Process, type Step } from './process.ts';

function step(key: string, share: number, next: string[], more: Partial<Step> = {}): Step {
  return {
    key,
    name: `Tên ${key}`,
    role: 'specialist',
    place: 'division',
    act: next.length === 0 ? 'return' : 'appraise',
    share,
    next: next.map((to) => ({ to })),
    ...more,
  };
}

const process = (...steps: Step[]): Process => ({ name: 'Thử', decision: null, steps });
const faults = (...steps: Step[]) =>
  faultsOfProcess(process(...steps)).map((fault) => `${fault.step} ${fault.code}`);

describe('a process', () => {
  test('that leads from receipt to return and shares out the whole term is accepted', () => {
    assert.deepEqual(faults(step('a', 0.3, ['b']), step('b', 0.7, ['c']), step('c', 0, [])), []);
  });

  test('shared out in thirds is accepted although thirds do not add up in binary', () => {
    assert.deepEqual(faults(step('a', 1 / 3, ['b']), step('b', 1 / 3, ['c']), step('c', 1 / 3, [])), []);
  });

  test('without steps is refused', () => {
    assert.deepEqual(faults(), ['null no-step']);
  });

  test('that ends before the return is refused, naming the step', () => {
    const found = faultsOfProcess(process(step('a', 0.5, ['b']), step('b', 0.5, [], { act: 'approve' })));
    assert.deepEqual(
      found.map((f) => [f.step, f.code]),
      [['b', 'dead-end']],
    );
    assert.match(found[0]?.text ?? '', /Tên b/);
  });

  test('that never gets out of a loop is refused, naming each step of it', () => {
    const found = faults(
      step('a', 0.2, ['b']),
      step('b', 0.3, ['c', 'd']),
      step('c', 0.5, ['b']),
      step('d', 0.5, []),
    );
    assert.deepEqual(found, ['b loop', 'c loop']);
  });

  test('whose step leads to itself is refused', () => {
    assert.deepEqual(faults(step('a', 1, ['a', 'b']), step('b', 0, [])), ['a loop']);
  });

  test('whose shares leave a part of the term to nobody is refused', () => {
    assert.deepEqual(faults(step('a', 0.3, ['b']), step('b', 0.6, [])), ['a whole']);
  });

  test('must share out the whole term on each branch of a fork', () => {
    const fork = (long: number) =>
      faults(step('a', 0.2, ['b', 'c']), step('b', 0.8, ['d']), step('c', long, ['d']), step('d', 0, []));
    assert.deepEqual(fork(0.8), []);
    assert.deepEqual(fork(0.5), ['a whole']);
  });

  test('with an unknown role, an unknown step or a step nobody reaches is refused', () => {
    assert.deepEqual(faults(step('a', 1, ['b'], { role: 'king' }), step('b', 0, [])), ['a unknown-role']);
    assert.deepEqual(faults(step('a', 1, ['x', 'b']), step('b', 0, [])), ['a unknown-step']);
    assert.deepEqual(faults(step('a', 1, ['b']), step('b', 0, []), step('c', 1, ['b'])), ['c unreached']);
  });

  test('with two steps of one key or a share below nought is refused', () => {
    assert.deepEqual(faults(step('a', 1, ['b']), step('a', 1, ['b']), step('b', 0, [])), ['a twice']);
    assert.deepEqual(faults(step('a', 1.5, ['b']), step('b', -0.5, [])), ['a share', 'b share']);
  });

  test('has a main way: the first branch of each fork', () => {
    const forked = process(
      step('a', 0.2, ['b', 'c']),
      step('b', 0.8, ['d']),
      step('c', 0.8, ['d']),
      step('d', 0, []),
    );
    assert.deepEqual(
      mainWay(forked).map((s) => s.key),
      ['a', 'b', 'd'],
    );
  });
});
