import type { Process, Step, StepRole } from './shape.ts';

export type { Process, Step, StepAct, StepPlace, StepRole } from './shape.ts';

const ROLES: readonly string[] = [
  'receptionist',
  'division-head',
  'specialist',
  'leader',
  'clerk',
] satisfies StepRole[];

export interface ProcessFault {
  /** Key of the step that is wrong; null when the process as a whole is. */
  step: string | null;
  code:
    | 'no-step'
    | 'twice'
    | 'unknown-step'
    | 'unknown-role'
    | 'share'
    | 'dead-end'
    | 'unreached'
    | 'loop'
    | 'whole';
  /** In Vietnamese, naming the step: for whoever wrote the process. */
  text: string;
}

/**
 * What keeps a process from carrying a dossier from receipt to return: dead ends, loops, unreachable steps, unknown
 * roles, shares that do not make up the whole term on every way through. Sending back is an act and not a way of the
 * process, so a way that returns to an earlier step is always a fault.
 */
export function faultsOfProcess(process: Process): ProcessFault[] {
  const faults: ProcessFault[] = [];
  const steps = new Map<string, Step>();
  const say = (step: Step | null, code: ProcessFault['code'], text: string) =>
    faults.push({
      step: step?.key ?? null,
      code,
      text: step === null ? text : `Bước "${step.name}": ${text}`,
    });

  for (const step of process.steps) {
    if (steps.has(step.key)) say(step, 'twice', `mã bước "${step.key}" đã dùng cho bước khác`);
    else steps.set(step.key, step);
    if (!ROLES.includes(step.role)) say(step, 'unknown-role', `không có vai trò "${step.role}"`);
    if (!(step.share >= 0 && step.share <= 1))
      say(step, 'share', `tỷ lệ thời gian ${step.share} không nằm trong khoảng từ 0 đến 1`);
    for (const way of step.next)
      if (!process.steps.some((other) => other.key === way.to))
        say(step, 'unknown-step', `chuyển đến bước "${way.to}" không có trong quy trình`);
    if (step.next.length === 0 && step.act !== 'return')
      say(step, 'dead-end', 'không chuyển tiếp đi đâu mà chưa trả kết quả');
    if (step.act === 'return' && step.next.length > 0)
      say(step, 'dead-end', 'đã trả kết quả thì không chuyển tiếp nữa');
  }
  const first = process.steps[0];
  if (first === undefined) {
    say(null, 'no-step', 'Quy trình không có bước nào');
    return faults;
  }
  if (faults.length > 0) return faults;

  const looping = stepsThatLoop(process.steps, steps);
  for (const step of looping)
    say(step, 'loop', 'đi tiếp sẽ quay lại chính bước này, hồ sơ không bao giờ xong');
  const reached = stepsFrom(first, steps);
  for (const step of process.steps)
    if (!reached.has(step.key)) say(step, 'unreached', 'không có bước nào dẫn đến');
  if (looping.length > 0) return faults;

  // Every way through must take the whole term. Sums from the end, so that many branches stay cheap.
  const sums = new Map<string, Set<number>>();
  const sumsFrom = (step: Step): Set<number> => {
    const known = sums.get(step.key);
    if (known !== undefined) return known;
    const own = new Set<number>();
    if (step.next.length === 0) own.add(rounded(step.share));
    for (const way of step.next) {
      const target = steps.get(way.to);
      if (target !== undefined) for (const rest of sumsFrom(target)) own.add(rounded(step.share + rest));
    }
    sums.set(step.key, own);
    return own;
  };
  for (const whole of sumsFrom(first))
    if (Math.abs(whole - 1) > 0.0005)
      say(
        first,
        'whole',
        `tỷ lệ thời gian của các bước từ đây đến khi trả kết quả cộng lại là ${percent(whole)}, phải là 100%`,
      );
  return faults;
}

function rounded(share: number): number {
  return Math.round(share * 1_000_000) / 1_000_000;
}

function percent(share: number): string {
  return `${(Math.round(share * 1000) / 10).toLocaleString('vi')}%`;
}

function stepsFrom(first: Step, steps: Map<string, Step>): Set<string> {
  const reached = new Set<string>();
  const waiting = [first];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    if (reached.has(step.key)) continue;
    reached.add(step.key);
    for (const way of step.next) {
      const target = steps.get(way.to);
      if (target !== undefined) waiting.push(target);
    }
  }
  return reached;
}

function stepsThatLoop(all: Step[], steps: Map<string, Step>): Step[] {
  return all.filter((step) =>
    step.next.some((way) => {
      const target = steps.get(way.to);
      return target !== undefined && stepsFrom(target, steps).has(step.key);
    }),
  );
}

export function stepOf(process: Process, key: string): Step | null {
  return process.steps.find((step) => step.key === key) ?? null;
}

/** The steps a dossier may go to from here; empty after the return. */
export function stepsAfter(process: Process, key: string): Step[] {
  const step = stepOf(process, key);
  if (step === null) return [];
  return step.next.flatMap((way) => stepOf(process, way.to) ?? []);
}

/** The plain way through: at a fork, the first branch. For showing what lies ahead. */
export function mainWay(process: Process): Step[] {
  const way: Step[] = [];
  for (let step = process.steps[0]; step !== undefined && !way.includes(step); ) {
    way.push(step);
    step = stepsAfter(process, step.key)[0];
  }
  return way;
}
