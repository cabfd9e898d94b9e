import type {
  Channel,
  FormSchema,
  ProcedureCase,
  Process,
  Step,
  StepAct,
  StepRole,
  StepTest,
} from './shape.ts';

export type { Process, Step, StepAct, StepPart, StepPlace, StepRole, StepTest } from './shape.ts';

/** What a process may ask of a dossier when it parts ways. */
export interface ProcessCircumstance {
  case: string | null;
  channel: Channel;
  answers: Record<string, unknown>;
  /** The whole fee in dong. */
  fee: number;
  /** Null until somebody has decided. */
  outcome: 'approved' | 'refused' | null;
}

export interface ProcessFault {
  /** Key of the step that is wrong; null when the process as a whole is. */
  step: string | null;
  code:
    | 'no-step'
    | 'twice'
    | 'unknown-step'
    | 'unknown-role'
    | 'wrong-hand'
    | 'wrong-place'
    | 'share'
    | 'part'
    | 'message'
    | 'condition'
    | 'dead-end'
    | 'unreached'
    | 'loop'
    | 'order'
    | 'too-many-ways'
    | 'whole';
  /** JSON pointer into the process: what to mend. */
  pointer: string;
  /** In Vietnamese, naming the step: for whoever wrote the process. */
  text: string;
  /** A dossier that would run into it, and the steps it would take until then. */
  witness?: { circumstance: ProcessCircumstance; way: string[] };
}

/** What the conditions of a process may speak of. */
export interface ProcessGround {
  cases: ProcedureCase[];
  form: FormSchema;
}

export const STEP_ACT_NAMES: Record<StepAct, string> = {
  receive: 'Tiếp nhận',
  assign: 'Phân công',
  appraise: 'Thẩm định, xử lý',
  submit: 'Soát xét, trình',
  approve: 'Phê duyệt',
  issue: 'Cấp số, phát hành',
  return: 'Trả kết quả',
  notify: 'Hệ thống báo người nộp',
  wait: 'Hệ thống chờ hết thời gian',
};

/** Done by the system: nobody has it on a list. */
export function isAutomatic(step: Pick<Step, 'act'>): boolean {
  return step.act === 'notify' || step.act === 'wait';
}

/** Who can do what, as the acts themselves demand it; a step in other hands would stand for ever. */
export const HANDS: Record<StepAct, readonly (StepRole | 'system')[]> = {
  receive: ['receptionist'],
  assign: ['division-head', 'leader'],
  appraise: ['specialist', 'division-head', 'leader', 'clerk'],
  submit: ['specialist', 'division-head', 'leader', 'clerk'],
  approve: ['leader'],
  issue: ['clerk'],
  return: ['receptionist'],
  notify: ['system'],
  wait: ['system'],
};

const ROLE_WORDS: Record<StepRole | 'system', string> = {
  receptionist: 'cán bộ tiếp nhận',
  'division-head': 'lãnh đạo phòng',
  specialist: 'chuyên viên',
  leader: 'lãnh đạo cơ quan',
  clerk: 'văn thư',
  system: 'hệ thống',
};

/** Whether a test holds of a dossier. What was not answered holds nothing. */
export function holds(test: StepTest, of: ProcessCircumstance): boolean {
  const within = (value: unknown, { atLeast, below }: { atLeast?: number; below?: number }) =>
    typeof value === 'number' &&
    (atLeast === undefined || value >= atLeast) &&
    (below === undefined || value < below);
  switch (test.of) {
    case 'case':
      return of.case !== null && test.is.includes(of.case);
    case 'channel':
      return test.is.includes(of.channel);
    case 'answer': {
      const answer = of.answers[test.question];
      return (typeof answer === 'string' || typeof answer === 'boolean') && test.is.includes(answer);
    }
    case 'number':
      return within(of.answers[test.question], test);
    case 'fee':
      return within(of.fee, test);
    case 'outcome':
      return of.outcome !== null && test.is.includes(of.outcome);
  }
}

/** The ways open to a dossier from a step: the first whose tests hold, else all that ask nothing. */
export function waysOpen(step: Step, of: ProcessCircumstance): Step['next'] {
  const held = step.next.find((way) => way.if?.every((test) => holds(test, of)));
  return held === undefined ? step.next.filter((way) => way.if === undefined) : [held];
}

export function stepOf(process: Process, key: string): Step | null {
  return process.steps.find((step) => step.key === key) ?? null;
}

/** The steps this dossier may go to from here; empty after the return. */
export function stepsAfter(process: Process, key: string, of: ProcessCircumstance): Step[] {
  const step = stepOf(process, key);
  return step === null ? [] : waysOpen(step, of).flatMap((way) => stepOf(process, way.to) ?? []);
}

/**
 * The way of a dossier through the process, from its first step or from where it is; where an official may choose, the
 * first. What lies behind a decision that is not made yet is foreseen as if it were approved.
 */
export function wayThrough(process: Process, of: ProcessCircumstance, from?: string): Step[] {
  const way: Step[] = [];
  const begin = from === undefined ? process.steps[0] : process.steps.find((step) => step.key === from);
  let decided = from !== undefined && of.outcome !== null;
  for (let step = begin; step !== undefined && !way.includes(step); ) {
    way.push(step);
    decided ||= decides(step);
    const outcome = decided ? (of.outcome ?? 'approved') : null;
    step = stepsAfter(process, step.key, { ...of, outcome })[0];
  }
  return way;
}

const decides = (step: Step) => step.act === 'approve';

/** A dossier of which nothing is known: no case, no answers, handed in at the counter. */
export const PLAIN_CIRCUMSTANCE: ProcessCircumstance = {
  case: null,
  channel: 'counter',
  answers: {},
  fee: 0,
  outcome: null,
};

/** The plain way through, for a dossier of which nothing is known. For showing what lies ahead. */
export function mainWay(process: Process): Step[] {
  return wayThrough(process, PLAIN_CIRCUMSTANCE);
}

/** More kinds of dossiers than this are not told apart one by one: such a process nobody could check either. */
const MOST_KINDS = 20_000;

/**
 * What keeps a process from carrying every dossier from receipt to return within its term: dead ends, loops, steps
 * nobody reaches or in hands that cannot do them, shares that do not make up the whole term on every way through.
 * Every kind of dossier that the conditions tell apart is walked, whatever officials choose; what is found on a walk
 * says of which dossier. Sending back is an act and not a way of the process, so a way that returns to an earlier step
 * is always a fault. Of parallel parts the step's own share counts, which none of them may exceed.
 */
export function faultsOfProcess(process: Process, ground: ProcessGround | null = null): ProcessFault[] {
  const faults: ProcessFault[] = [];
  const say = (
    step: Step | null,
    code: ProcessFault['code'],
    pointer: string,
    text: string,
    witness?: ProcessFault['witness'],
  ) =>
    faults.push({
      step: step?.key ?? null,
      code,
      pointer,
      text: step === null ? text : `Bước "${step.name}": ${text}`,
      ...(witness === undefined ? {} : { witness }),
    });

  const [first] = process.steps;
  if (first === undefined) {
    say(null, 'no-step', '/steps', 'Quy trình không có bước nào');
    return faults;
  }
  const keys = new Set<string>();
  for (const [place, step] of process.steps.entries()) {
    const at = (part: string) => `/steps/${place}/${part}`;
    const fault = (code: ProcessFault['code'], part: string, text: string) => say(step, code, at(part), text);
    if (keys.has(step.key)) fault('twice', 'key', `mã bước "${step.key}" đã dùng cho bước khác`);
    keys.add(step.key);
    if (!Object.hasOwn(ROLE_WORDS, step.role))
      fault('unknown-role', 'role', `không có vai trò "${step.role}"`);
    else if (!(HANDS[step.act] as readonly string[]).includes(step.role))
      fault(
        'wrong-hand',
        'role',
        `việc "${STEP_ACT_NAMES[step.act]}" phải do ${HANDS[step.act].map((role) => ROLE_WORDS[role]).join(' hoặc ')} làm`,
      );
    if ((step.act === 'receive' || step.act === 'return') !== (step.place === 'centre') && !isAutomatic(step))
      fault(
        'wrong-place',
        'place',
        step.place === 'centre'
          ? 'chỉ việc tiếp nhận và trả kết quả nằm ở Trung tâm Phục vụ hành chính công'
          : 'việc này phải nằm ở Trung tâm Phục vụ hành chính công',
      );
    if (!(step.share >= 0 && step.share <= 1))
      fault('share', 'share', `tỷ lệ thời gian ${step.share} không nằm trong khoảng từ 0 đến 1`);
    else if ((step.act === 'return' || step.act === 'notify') && step.share > 0)
      fault('share', 'share', 'không dùng thời gian giải quyết, tỷ lệ phải là 0%');
    else if (step.act === 'wait' && step.share === 0)
      fault('share', 'share', 'chờ bao lâu thì phải ghi tỷ lệ thời gian lớn hơn 0%');
    if (step.act === 'notify' && step.message === undefined)
      fault('message', 'message', 'chưa ghi nội dung báo cho người nộp');
    partFaults(step, (part, text) => fault('part', part, text));
    for (const [order, way] of step.next.entries()) {
      if (!process.steps.some((other) => other.key === way.to))
        fault('unknown-step', `next/${order}/to`, `chuyển đến bước "${way.to}" không có trong quy trình`);
      for (const [number, test] of (way.if ?? []).entries()) {
        const wrong = testFault(test, ground);
        if (wrong !== null) fault('condition', `next/${order}/if/${number}`, wrong);
      }
    }
    if (step.next.length === 0 && step.act !== 'return')
      fault('dead-end', 'next', 'không chuyển tiếp đi đâu mà chưa trả kết quả');
    if (step.act === 'return' && step.next.length > 0)
      fault('dead-end', 'next', 'đã trả kết quả thì không chuyển tiếp nữa');
    if ((step === first) !== (step.act === 'receive'))
      fault(
        'order',
        'act',
        step === first ? 'bước đầu tiên phải là tiếp nhận' : 'chỉ bước đầu tiên là tiếp nhận',
      );
  }
  if (faults.length > 0) return faults;

  const kinds = kindsOfDossiers(process, ground);
  if (kinds === null) {
    say(
      null,
      'too-many-ways',
      '/steps',
      'Quy trình rẽ nhánh theo quá nhiều điều kiện nên không soát hết được',
    );
    return faults;
  }
  const reached = new Set<string>();
  const walked = new Set<string>();
  const told = new Set<string>();
  for (const circumstance of kinds) {
    const walk = walkOf(process, first, circumstance);
    for (const { step } of walk.visits) reached.add(step.key);
    // Most kinds go the same ways as another one; those are walked once.
    if (walked.has(walk.signature)) continue;
    walked.add(walk.signature);
    for (const { step, code, pointer, text, way } of walk.faults) {
      const once = `${step.key} ${code} ${pointer}`;
      if (told.has(once)) continue;
      told.add(once);
      say(step, code, `/steps/${process.steps.indexOf(step)}/${pointer}`, text, { circumstance, way });
    }
  }
  for (const [place, step] of process.steps.entries())
    if (!reached.has(step.key)) say(step, 'unreached', `/steps/${place}`, 'không có bước nào dẫn đến');
  return faults;
}

function partFaults(step: Step, say: (part: string, text: string) => void): void {
  const parts = step.parts ?? [];
  if (parts.length > 0 && step.act !== 'appraise' && step.act !== 'submit')
    say('parts', 'chỉ bước thẩm định, xử lý hoặc soát xét, trình mới có phần việc song song');
  for (const [number, part] of parts.entries()) {
    if (parts.findIndex((other) => other.key === part.key) !== number)
      say(`parts/${number}/key`, `mã phần việc "${part.key}" đã dùng cho phần khác`);
    if (!(part.share > 0 && part.share <= step.share + 0.000001))
      say(
        `parts/${number}/share`,
        `phần "${part.name}" cần ${percent(part.share)} thời hạn, phải lớn hơn 0% và không quá ${percent(step.share)} của cả bước`,
      );
  }
}

function testFault(test: StepTest, ground: ProcessGround | null): string | null {
  if (test.of === 'number' || test.of === 'fee') {
    if (test.atLeast === undefined && test.below === undefined) return 'điều kiện chưa ghi số nào';
    if (test.atLeast !== undefined && test.below !== undefined && test.atLeast >= test.below)
      return 'không có số nào vừa từ mức dưới trở lên vừa dưới mức trên';
  }
  if (ground === null) return null;
  if (test.of === 'case') {
    const unknown = test.is.find((key) => !ground.cases.some((one) => one.key === key));
    return unknown === undefined ? null : `thủ tục không có trường hợp "${unknown}"`;
  }
  if (test.of !== 'answer' && test.of !== 'number') return null;
  const question = ground.form.properties[test.question];
  if (question === undefined) return `tờ khai không có câu hỏi "${test.question}"`;
  if (test.of === 'number')
    return question.type === 'number' || question.type === 'integer'
      ? null
      : `câu hỏi "${question.title}" không hỏi một số`;
  const answers: readonly unknown[] | undefined =
    question.type === 'boolean' ? [true, false] : (question.enum ?? undefined);
  if (answers === undefined) return `câu hỏi "${question.title}" không có sẵn các câu trả lời để chọn`;
  const unknown = test.is.find((answer) => !answers.includes(answer));
  return unknown === undefined ? null : `câu hỏi "${question.title}" không có câu trả lời "${unknown}"`;
}

/**
 * One dossier of each kind that the process tells apart: every combination of what its conditions name and "anything
 * else". Null when there are too many.
 */
function kindsOfDossiers(process: Process, ground: ProcessGround | null): ProcessCircumstance[] | null {
  const tests = process.steps.flatMap((step) => step.next.flatMap((way) => way.if ?? []));
  const named = <T>(values: T[]): T[] => [...new Set(values)];
  // Between two bounds every number is as good as any other: one below the lowest, and each bound itself.
  const numbers = (bounds: (number | undefined)[]) => {
    const known = named(bounds.filter((bound) => bound !== undefined)).sort((a, b) => a - b);
    return known.length === 0 ? [] : [(known[0] ?? 0) - 1, ...known];
  };
  let kinds: ProcessCircumstance[] = [PLAIN_CIRCUMSTANCE];
  const split = <T>(
    values: readonly T[],
    make: (kind: ProcessCircumstance, value: T) => ProcessCircumstance,
  ) => {
    if (kinds.length * values.length > MOST_KINDS) return false;
    if (values.length > 0) kinds = kinds.flatMap((kind) => values.map((value) => make(kind, value)));
    return true;
  };
  const of = <K extends StepTest['of']>(kind: K) =>
    tests.filter((test): test is Extract<StepTest, { of: K }> => test.of === kind);
  const cases = named(of('case').flatMap((test) => test.is));
  const every =
    ground !== null && ground.cases.length > 0 && ground.cases.every((c) => cases.includes(c.key));
  if (
    !split(cases.length === 0 ? [] : every ? cases : [...cases, null], (kind, value) => ({
      ...kind,
      case: value,
    }))
  )
    return null;
  if (of('channel').length > 0)
    split(['online', 'counter', 'post'] as const, (kind, channel) => ({ ...kind, channel }));
  const answer = (question: string) => (kind: ProcessCircumstance, value: unknown) => ({
    ...kind,
    answers: value === undefined ? kind.answers : { ...kind.answers, [question]: value },
  });
  for (const question of named(of('answer').map((test) => test.question))) {
    const values = named(of('answer').flatMap((test) => (test.question === question ? test.is : [])));
    if (!split([...values, undefined], answer(question))) return null;
  }
  for (const question of named(of('number').map((test) => test.question))) {
    const about = of('number').filter((test) => test.question === question);
    const values = numbers(about.flatMap((test) => [test.atLeast, test.below]));
    if (!split([...values, undefined], answer(question))) return null;
  }
  const fees = numbers(of('fee').flatMap((test) => [test.atLeast, test.below])).filter((fee) => fee >= 0);
  if (!split(fees, (kind, fee) => ({ ...kind, fee }))) return null;
  if (of('outcome').length > 0)
    split(['approved', 'refused'] as const, (kind, outcome) => ({ ...kind, outcome }));
  return kinds;
}

/** A step as a dossier comes to it: decided already, or not. */
interface Visit {
  step: Step;
  decided: boolean;
  /** Places in the list of visits. */
  after: number[];
  /** The steps that led here, this one included; one such way. */
  way: string[];
}

interface Walk {
  visits: Visit[];
  /** The same for two kinds of dossiers that go the same ways. */
  signature: string;
  faults: {
    step: Step;
    code: 'dead-end' | 'loop' | 'order' | 'whole';
    pointer: string;
    text: string;
    way: string[];
  }[];
}

/** Everywhere a dossier of this kind can come, and what is wrong there. */
function walkOf(process: Process, first: Step, of: ProcessCircumstance): Walk {
  const visits: Visit[] = [];
  const places = new Map<string, number>();
  const placeOf = (step: Step, decided: boolean, before: string[]): number => {
    const name = `${step.key} ${decided}`;
    const known = places.get(name);
    if (known !== undefined) return known;
    const place = visits.push({ step, decided, after: [], way: [...before, step.key] }) - 1;
    places.set(name, place);
    return place;
  };
  const faults: Walk['faults'] = [];
  placeOf(first, false, []);
  for (let place = 0; place < visits.length; place++) {
    const visit = visits[place] as Visit;
    const { step, decided, way } = visit;
    const say = (code: 'dead-end' | 'order', pointer: string, text: string) =>
      faults.push({ step, code, pointer, text, way });
    if (step.act === 'approve' && decided) say('order', 'act', 'hồ sơ đến đây đã có quyết định rồi');
    if (step.act === 'issue' && !decided) say('order', 'act', 'hồ sơ đến đây khi chưa ai phê duyệt');
    const leaving = decided || decides(step);
    const open = waysOpen(step, { ...of, outcome: leaving ? (of.outcome ?? 'approved') : null });
    if (open.length === 0 && step.act !== 'return')
      say(
        'dead-end',
        'next',
        'có hồ sơ không hợp với điều kiện nào nên không đi tiếp được; hãy thêm một lối cho mọi trường hợp còn lại',
      );
    for (const one of open) {
      const target = stepOf(process, one.to);
      if (target === null) continue;
      const pointer = `next/${step.next.indexOf(one)}/to`;
      if (step.act === 'assign' && !takesOver(step, target))
        say('order', pointer, 'phân công rồi phải đến bước thẩm định của chuyên viên trong chính phòng ấy');
      if ((step.act === 'issue') !== (target.act === 'return'))
        say(
          'order',
          pointer,
          step.act === 'issue'
            ? 'phát hành rồi phải đến trả kết quả'
            : 'trả kết quả phải đến ngay sau phát hành',
        );
      visit.after.push(placeOf(target, leaving, way));
    }
  }
  const signature = visits.map((visit) => `${visit.step.key}>${visit.after.join()}`).join(' ');
  const looping = new Set<Step>();
  for (const [place, visit] of visits.entries()) {
    const back = wayBack(visits, place);
    if (back === null || looping.has(visit.step)) continue;
    looping.add(visit.step);
    faults.push({
      step: visit.step,
      code: 'loop',
      pointer: 'next',
      text: 'đi tiếp sẽ quay lại chính bước này, hồ sơ không bao giờ xong',
      way: [...visit.way, ...back],
    });
  }
  if (looping.size === 0) faults.push(...lostShares(visits));
  return { visits, signature, faults };
}

/** Who is assigned must sit where it was assigned. */
function takesOver(from: Step, to: Step): boolean {
  return (
    to.act === 'appraise' &&
    to.role === 'specialist' &&
    to.place === from.place &&
    (to.division ?? null) === (from.division ?? null)
  );
}

/** The steps from a visit back to its own step; null when there is no way back. */
function wayBack(visits: Visit[], from: number): string[] | null {
  const start = (visits[from] as Visit).step;
  const waiting = (visits[from] as Visit).after.map((place) => ({ place, way: [] as string[] }));
  const seen = new Set<number>();
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (seen.has(next.place)) continue;
    seen.add(next.place);
    const visit = visits[next.place] as Visit;
    const way = [...next.way, visit.step.key];
    if (visit.step === start) return way;
    for (const place of visit.after) waiting.push({ place, way });
  }
  return null;
}

/** Every way through must take the whole term. The least and the most from each step on, so that branches stay cheap. */
function lostShares(visits: Visit[]): Walk['faults'] {
  interface Sum {
    share: number;
    way: string[];
  }
  const sums = new Map<number, { least: Sum; most: Sum } | null>();
  const sumFrom = (place: number): { least: Sum; most: Sum } | null => {
    const known = sums.get(place);
    if (known !== undefined) return known;
    const { step, after } = visits[place] as Visit;
    const own = (rest: Sum): Sum => ({ share: step.share + rest.share, way: [step.key, ...rest.way] });
    let found: { least: Sum; most: Sum } | null = null;
    if (step.act === 'return')
      found = { least: own({ share: 0, way: [] }), most: own({ share: 0, way: [] }) };
    for (const next of after) {
      const rest = sumFrom(next);
      if (rest === null) continue;
      if (found === null || rest.least.share + step.share < found.least.share)
        found = { least: own(rest.least), most: found?.most ?? own(rest.most) };
      if (rest.most.share + step.share > found.most.share) found = { ...found, most: own(rest.most) };
    }
    sums.set(place, found);
    return found;
  };
  const whole = sumFrom(0);
  if (whole === null) return [];
  const { step } = visits[0] as Visit;
  const wrong = [whole.least, whole.most].filter((sum) => Math.abs(sum.share - 1) > 0.0005);
  return wrong.slice(0, 1).map((sum) => ({
    step,
    code: 'whole',
    pointer: 'share',
    text: `tỷ lệ thời gian của các bước từ đây đến khi trả kết quả cộng lại là ${percent(sum.share)}, phải là 100%`,
    way: sum.way,
  }));
}

function percent(share: number): string {
  return `${(Math.round(share * 1000) / 10).toLocaleString('vi')}%`;
}

/** A test in words: "nộp trực tuyến", "phí từ 100.000 đ trở lên". Names come from the procedure where it is known. */
export function testInWords(test: StepTest, ground: ProcessGround | null): string {
  const between = (what: string, { atLeast, below }: { atLeast?: number; below?: number }, unit: string) => {
    const show = (value: number) => `${value.toLocaleString('vi')}${unit}`;
    const from = atLeast === undefined ? '' : ` từ ${show(atLeast)}${below === undefined ? ' trở lên' : ''}`;
    const to = below === undefined ? '' : `${atLeast === undefined ? ' ' : ' đến '}dưới ${show(below)}`;
    return `${what}${from}${to}`;
  };
  const question = (key: string) => ground?.form.properties[key];
  switch (test.of) {
    case 'case': {
      const names = test.is.map((key) => ground?.cases.find((one) => one.key === key)?.name ?? key);
      return `trường hợp ${names.map((name) => `“${name}”`).join(' hoặc ')}`;
    }
    case 'channel':
      return `nộp ${test.is.map((one) => CHANNEL_WORDS[one]).join(' hoặc ')}`;
    case 'answer': {
      const asked = question(test.question);
      const answers = test.is.map((answer) =>
        typeof answer === 'boolean'
          ? answer
            ? 'có'
            : 'không'
          : (asked?.['x-enum-names']?.[asked.enum?.indexOf(answer) ?? -1] ?? answer),
      );
      return `“${asked?.title ?? test.question}” là ${answers.join(' hoặc ')}`;
    }
    case 'number':
      return between(`“${question(test.question)?.title ?? test.question}”`, test, '');
    case 'fee':
      return between('phí, lệ phí', test, ' đ');
    case 'outcome':
      return test.is.map((one) => (one === 'approved' ? 'được phê duyệt' : 'bị từ chối')).join(' hoặc ');
  }
}

const CHANNEL_WORDS: Record<Channel, string> = {
  online: 'trực tuyến',
  counter: 'trực tiếp',
  post: 'qua bưu chính',
};

/** When a way is taken, in words; empty for the only way. */
export function wayInWords(way: Step['next'][number], ground: ProcessGround | null): string {
  const tests = (way.if ?? []).map((test) => testInWords(test, ground)).join(' và ');
  return way.when !== undefined && tests !== '' ? `${way.when} (${tests})` : (way.when ?? tests);
}

/** A dossier of a kind in words, for the witness of a fault. */
export function circumstanceInWords(of: ProcessCircumstance, ground: ProcessGround | null): string {
  const tests: StepTest[] = [
    ...(of.case === null ? [] : [{ of: 'case' as const, is: [of.case] }]),
    { of: 'channel', is: [of.channel] },
    ...Object.entries(of.answers).flatMap(([question, answer]): StepTest[] =>
      typeof answer === 'string' || typeof answer === 'boolean'
        ? [{ of: 'answer', question, is: [answer] }]
        : [],
    ),
    ...(of.outcome === null ? [] : [{ of: 'outcome' as const, is: [of.outcome] }]),
  ];
  const numbers = Object.entries(of.answers).flatMap(([question, answer]) =>
    typeof answer === 'number'
      ? [`“${ground?.form.properties[question]?.title ?? question}” là ${answer.toLocaleString('vi')}`]
      : [],
  );
  const fee = of.fee > 0 ? [`phí, lệ phí ${of.fee.toLocaleString('vi')} đ`] : [];
  return [...tests.map((test) => testInWords(test, ground)), ...numbers, ...fee].join(', ');
}
