import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { faultsOfProcess, type Process, type Step } from '../../../src/capabilities/procedures/process.ts';
import { addStep, moveStep, removeStep, withAct } from './steps.ts';

const step = (
  key: string,
  act: Step['act'],
  role: string,
  place: Step['place'],
  share: number,
  to?: string,
): Step => ({ key, name: key, act, role, place, share, next: to === undefined ? [] : [{ to }] });
const process: Process = {
  name: 'Thử',
  decision: null,
  steps: [
    step('n', 'receive', 'receptionist', 'centre', 0.1, 'a'),
    step('a', 'appraise', 'specialist', 'division', 0.5, 'b'),
    step('b', 'submit', 'division-head', 'division', 0.1, 'k'),
    step('k', 'approve', 'leader', 'leadership', 0.2, 'p'),
    step('p', 'issue', 'clerk', 'office', 0.1, 't'),
    step('t', 'return', 'receptionist', 'centre', 0),
  ],
};
const way = (of: Process) => of.steps.map((one) => `${one.key}>${one.next.map((w) => w.to)}`).join(' ');

describe('editing the steps of a process', () => {
  test('a new step goes where the one before it went, and taking it away is as if it had not been', () => {
    const { process: longer, key } = addStep(process, 'a');
    assert.equal(way(longer), `n>a a>${key} ${key}>b b>k k>p p>t t>`);
    assert.deepEqual(faultsOfProcess(longer), []);
    assert.deepEqual(removeStep(longer, key), process);
  });

  test('moving a step takes its ways along, and back again', () => {
    const moved = moveStep(process, 'b', -1);
    assert.equal(way(moved), 'n>b b>a a>k k>p p>t t>');
    assert.equal(way(moveStep(moved, 'b', 1)), way(process));
    assert.equal(moveStep(process, 'n', 1), process);
    assert.equal(moveStep(process, 'a', -1), process);
  });

  test('a step that several lead to is taken out of each of them', () => {
    const forked: Process = {
      ...process,
      steps: process.steps.map((one) =>
        one.key === 'n'
          ? { ...one, next: [{ to: 'b', if: [{ of: 'channel', is: ['online'] }] }, { to: 'a' }] }
          : one,
      ),
    };
    assert.equal(way(removeStep(forked, 'b')), 'n>k,a a>k k>p p>t t>');
    assert.equal(removeStep(forked, 'b').steps[0]?.next[0]?.if?.length, 1);
  });

  test('another kind of work lies in hands that can do it', () => {
    const [, appraise] = process.steps;
    assert.ok(appraise !== undefined);
    assert.deepEqual(
      [withAct(appraise, 'approve').role, withAct(appraise, 'approve').place],
      ['leader', 'leadership'],
    );
    assert.deepEqual([withAct(appraise, 'notify').role, withAct(appraise, 'notify').share], ['system', 0]);
  });
});
