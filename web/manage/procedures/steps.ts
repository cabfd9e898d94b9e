import type { Process, Step, StepAct, StepTest } from '../../../src/capabilities/procedures/process.ts';
import { HANDS } from '../../../src/capabilities/procedures/process.ts';

/** What the editor does to a process. Every one gives a new process; ways are mended so that none leads to nowhere. */

/** A key that no step has yet. */
export function freshKey(taken: readonly string[], stem: string): string {
  for (let number = 1; ; number++) {
    const key = `${stem}-${number}`;
    if (!taken.includes(key)) return key;
  }
}

/** A new step right behind another one: it goes on to where that one went. */
export function addStep(process: Process, after: string): { process: Process; key: string } {
  const key = freshKey(
    process.steps.map((step) => step.key),
    'buoc',
  );
  const before = process.steps.find((step) => step.key === after);
  const added: Step = {
    key,
    name: 'Bước mới',
    role: 'specialist',
    place: 'division',
    act: 'appraise',
    share: 0,
    next: before?.next ?? [],
  };
  const steps = process.steps.flatMap((step) =>
    step.key === after ? [{ ...step, next: [{ to: key }] }, added] : [step],
  );
  return { process: { ...process, steps }, key };
}

/** Without a step: whatever led to it leads to where it went. */
export function removeStep(process: Process, key: string): Process {
  const removed = process.steps.find((step) => step.key === key);
  if (removed === undefined) return process;
  const onward = removed.next.filter((way) => way.to !== key);
  const steps = process.steps
    .filter((step) => step.key !== key)
    .map((step) => ({
      ...step,
      next: step.next
        .flatMap((way) =>
          way.to !== key
            ? [way]
            : way.if === undefined
              ? onward
              : onward.slice(0, 1).map((one) => ({ ...way, to: one.to })),
        )
        .filter(
          (way, place, all) => place === all.findIndex((one) => one.to === way.to && same(one.if, way.if)),
        ),
    }));
  return { ...process, steps };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The step one place up or down in the list and in the way; the first and the last step stay where they are. */
export function moveStep(process: Process, key: string, by: -1 | 1): Process {
  const place = process.steps.findIndex((step) => step.key === key);
  const step = process.steps[place];
  if (step === undefined || !mayMove(process, key, by)) return process;
  const without = removeStep(process, key);
  // Behind the step two above, or behind the one below.
  const anchor = by === -1 ? process.steps[place - 2] : process.steps[place + 1];
  const found = without.steps.find((one) => one.key === anchor?.key);
  if (found === undefined) return process;
  const moved = { ...step, next: found.next };
  const steps = without.steps.flatMap((one) =>
    one.key === found.key ? [{ ...one, next: [{ to: key }] }, moved] : [one],
  );
  return { ...process, steps };
}

export function mayMove(process: Process, key: string, by: -1 | 1): boolean {
  const place = process.steps.findIndex((step) => step.key === key);
  const last = process.steps.length - 1;
  const to = place + by;
  return place > 0 && place < last && to > 0 && to < last;
}

export function changeStep(process: Process, key: string, change: (step: Step) => Step): Process {
  return { ...process, steps: process.steps.map((step) => (step.key === key ? change(step) : step)) };
}

/** Another kind of work lies in other hands, at its own place, and what only the old kind has is gone. */
export function withAct(step: Step, act: StepAct): Step {
  const { parts, message, ...rest } = step;
  const automatic = act === 'notify' || act === 'wait';
  const atCentre = act === 'receive' || act === 'return';
  const hands = HANDS[act];
  return {
    ...rest,
    act,
    role: (hands as readonly string[]).includes(step.role) ? step.role : (hands[0] ?? step.role),
    place: atCentre
      ? 'centre'
      : act === 'approve'
        ? 'leadership'
        : act === 'issue'
          ? 'office'
          : step.place === 'centre'
            ? 'division'
            : step.place,
    ...(act === 'notify' ? { message: message ?? '', share: 0 } : {}),
    ...(automatic || parts === undefined || !(act === 'appraise' || act === 'submit') ? {} : { parts }),
  };
}

/** A step without a part that is empty, as the shape wants it. */
export function withoutEmpty(step: Step): Step {
  const { parts, division, ...rest } = step;
  return {
    ...rest,
    ...(division === undefined || step.place !== 'division' ? {} : { division }),
    ...(parts === undefined || parts.length === 0 ? {} : { parts }),
  };
}

/** The first thing to ask when a condition is added: what every dossier has. */
export const FIRST_TEST: StepTest = { of: 'channel', is: ['online'] };
