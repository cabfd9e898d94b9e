import {
  addDays,
  addWorkingMinutes,
  apologyInTime,
  closeOn,
  dueTime,
  instantOf,
  isWorkingDay,
  legalDay,
  MINUTES_PER_WORKING_DAY,
  nextWorkingDay,
  type Term,
  type WorkingCalendar,
  workingMinutesBetween,
  workingSpans,
} from '../../capabilities/calendar/index.ts';
import {
  type Channel,
  componentsFor,
  mainWay,
  type ProcedureVersion,
  type Step,
  type StoredVersion,
  termFor,
} from '../../capabilities/procedures/index.ts';
import type { Agency, Unit } from '../../capabilities/units/index.ts';
import { type Dice, dice } from './dice.ts';
import { type Invented, inventedCitizen, inventedOrganisation, LONG_NAMES } from './invented.ts';

/** A counter and whom it serves. */
export interface Counter {
  centre: Agency;
  /** The commune's committee; null at the province's centre. */
  committee: Agency | null;
  unit: Unit;
  calendar: WorkingCalendar;
}

/** What the story is planned upon: read from the loaded province. */
export interface DemoGround {
  province: Unit;
  main: Counter;
  /** Some others of the province, where something happens too. */
  communes: Counter[];
  provinceCentre: Counter | null;
  /** Bodies of the province with the procedures that they decide. */
  departments: { body: Agency; versions: StoredVersion[] }[];
  communeVersions: StoredVersion[];
  /** Who has an account, by commune: they file online. */
  accountHolders: Map<string, Invented[]>;
}

/** Something that happens to a dossier at a moment. `forward` is whatever act the dossier's step asks for. */
export type Beat = { at: Date } & (
  | { do: 'file' | 'receive' | 'accept' | 'supply' | 'forward' | 'return' }
  | { do: 'refuse-at-counter' | 'refuse-receipt' | 'refuse' | 'withdraw'; reason: string }
  | { do: 'ask'; items: { componentKey: string | null; text: string }[]; reason: string }
  | { do: 'send-back'; to: string; reason: string }
  | { do: 'extend'; newDay: string; reason: string }
  | { do: 'consult'; agencyId: string; question: string; hours: number }
);

/** One dossier's life as it is to be acted out. */
export interface Story {
  key: string;
  fate: Fate;
  version: StoredVersion;
  channel: Channel;
  case: string | null;
  counter: Counter;
  /** Whom to name as competent: a committee (also for its police) or a department. */
  competentBodyId: string;
  /** The commune it is about. */
  unit: Unit;
  applicant: Invented;
  returnBy: 'counter' | 'post' | 'online';
  beats: Beat[];
}

export const FATES = [
  'returned',
  'returned-late',
  'result-waiting',
  'refused',
  'to-assign',
  'appraising',
  'to-submit',
  'to-approve',
  'to-issue',
  'due-today',
  'due-tomorrow',
  'overdue',
  'submitted',
  'refused-receipt',
  'refused-at-counter',
  'asked-before-receipt',
  'awaiting',
  'restarted',
  'withdrawn',
  'sent-back',
  'supplemented',
  'extended',
  'consulting',
] as const;
export type Fate = (typeof FATES)[number];

/** How many of each in the commune that the demonstration shows, and in each of the others. */
const MAIN: Record<Fate, number> = {
  returned: 150,
  'returned-late': 8,
  'result-waiting': 16,
  refused: 5,
  'to-assign': 8,
  appraising: 16,
  'to-submit': 6,
  'to-approve': 8,
  'to-issue': 5,
  'due-today': 7,
  'due-tomorrow': 7,
  overdue: 8,
  submitted: 8,
  'refused-receipt': 3,
  'refused-at-counter': 4,
  'asked-before-receipt': 2,
  awaiting: 7,
  restarted: 4,
  withdrawn: 4,
  'sent-back': 2,
  supplemented: 6,
  extended: 5,
  consulting: 1,
};
/** Working hours in which another commune is asked to answer. */
const ANSWER_HOURS = 16;
const ELSEWHERE: [Fate, number][] = [
  ['returned', 10],
  ['result-waiting', 2],
  ['appraising', 3],
  ['to-assign', 1],
  ['to-approve', 1],
  ['to-issue', 1],
  ['due-today', 1],
  ['due-tomorrow', 1],
  ['overdue', 1],
  ['submitted', 1],
  ['awaiting', 1],
  ['returned-late', 1],
  ['withdrawn', 0.3],
];
const DOSSIERS_PER_OTHER_COMMUNE = 11;
const OTHER_COMMUNES = 13;
const DOSSIERS_PER_DEPARTMENT = 7;

/** What communes handle most, with how often; the rest of the catalogue comes now and then. */
const COMMON: Record<string, number> = {
  '2.000815': 14,
  '2.000884': 7,
  '2.000635': 10,
  '1.001193': 9,
  '1.004873': 10,
  '1.000894': 5,
  '1.000656': 4,
  '1.004859': 3,
  '1.004884': 2,
  '1.001022': 1,
  '1.004837': 1,
  '2.001035': 6,
  '1.004194': 5,
  '1.004222': 6,
  '1.001612': 6,
  '2.000720': 4,
  '1.001266': 2,
  '1.001776': 4,
  '1.014027': 4,
  '1.001731': 2,
  '1.001699': 4,
  '1.013978': 4,
};
const DAYS_BACK = 92;

const REASONS = {
  'refuse-at-counter': [
    'Thủ tục không thuộc thẩm quyền giải quyết của cơ quan được đề nghị; đã hướng dẫn ông/bà nơi nộp đúng.',
    'Thiếu giấy tờ bắt buộc trong thành phần hồ sơ, người nộp chưa xuất trình được tại thời điểm nộp.',
    'Giấy tờ tuỳ thân đã hết hạn sử dụng, thông tin không khớp với cơ sở dữ liệu quốc gia về dân cư.',
  ],
  'refuse-receipt': [
    'Tệp đính kèm không đọc được và không đúng loại giấy tờ trong thành phần hồ sơ.',
    'Hồ sơ trùng với hồ sơ ông/bà đã nộp trước đó và đang được giải quyết.',
  ],
  refuse: [
    'Qua xác minh, thông tin kê khai không khớp với sổ gốc lưu tại cơ quan; không đủ điều kiện giải quyết theo quy định.',
    'Thửa đất đang có đơn tranh chấp chưa được giải quyết xong.',
    'Người đề nghị chưa thuộc đối tượng được hưởng theo quy định.',
  ],
  withdraw: [
    'Người nộp đề nghị rút hồ sơ để bổ sung đầy đủ giấy tờ rồi nộp lại.',
    'Người nộp không còn nhu cầu giải quyết thủ tục này.',
    'Kê khai nhầm thông tin, người nộp đề nghị rút để kê khai lại.',
  ],
  ask: [
    'Cần làm rõ thông tin trước khi trình lãnh đạo.',
    'Giấy tờ đã nộp chưa đủ căn cứ để giải quyết.',
    'Bản chụp mờ, không đọc được nội dung.',
  ],
  'send-back': [
    'Đề nghị bổ sung kết quả tra cứu sổ gốc vào tờ trình.',
    'Dự thảo còn sai tên đệm, đề nghị sửa lại.',
  ],
  extend: [
    'Cần xác minh thêm tại nơi cư trú trước đây của người đề nghị, chưa nhận được trả lời.',
    'Số hồ sơ tăng cao trong kỳ, cơ quan chưa kịp giải quyết đúng hẹn.',
  ],
} as const;

/** All stories of the demonstration as of `now`. The same ground and moment give the same stories. */
export function planStories(ground: DemoGround, now: Date): Story[] {
  const planner = new Planner(ground, now);
  const stories: Story[] = [];
  const add = (key: string, fate: Fate, where: Where) => {
    const story = planner.story(key, fate, where);
    if (story !== null) stories.push(story);
  };
  const { main, communes, provinceCentre, departments } = ground;
  const chosen = communes.filter((one) => one !== main);
  const chance = dice('where');

  for (const fate of FATES)
    for (let count = 0; count < MAIN[fate]; count++)
      add(`main ${fate} ${count}`, fate, { counter: main, decides: main });
  // Place-independent, both ways: received here for others, and elsewhere for here.
  const roaming: Fate[] = [
    'returned',
    'appraising',
    'to-approve',
    'returned',
    'result-waiting',
    'to-assign',
    'submitted',
  ];
  for (const [count, other] of chosen.entries()) {
    const fate = roaming[count % roaming.length] ?? 'returned';
    add(`for ${other.unit.code}`, fate, { counter: main, decides: other });
    add(`from ${other.unit.code}`, roaming[(count + 2) % roaming.length] ?? 'returned', {
      counter: other,
      decides: main,
    });
  }
  if (provinceCentre)
    for (const [count, fate] of (
      ['returned', 'appraising', 'to-submit', 'result-waiting'] as const
    ).entries())
      add(`from the province ${count}`, fate, { counter: provinceCentre, decides: main });
  for (const other of chosen)
    for (let count = 0; count < DOSSIERS_PER_OTHER_COMMUNE; count++)
      add(`${other.unit.code} ${count}`, chance.weighed(ELSEWHERE), { counter: other, decides: other });
  for (const department of departments)
    for (let count = 0; count < DOSSIERS_PER_DEPARTMENT; count++) {
      const atMain = provinceCentre === null || count % 7 === 6;
      add(`${department.body.id} ${count}`, chance.weighed(ELSEWHERE), {
        counter: atMain ? main : provinceCentre,
        decides: department,
      });
    }
  return stories;
}

/** The communes beside the main one in which something happens: wards and communes. */
export function someCommunes(communes: readonly Unit[], main: Unit): Unit[] {
  const chance = dice('communes');
  const others = communes.filter((unit) => unit.code !== main.code);
  const wards = pickSome(
    chance,
    others.filter((unit) => unit.kind === 'ward'),
    4,
  );
  return [
    ...wards,
    ...pickSome(
      chance,
      others.filter((unit) => !wards.includes(unit)),
      OTHER_COMMUNES - wards.length,
    ),
  ];
}

function pickSome<T>(chance: Dice, list: readonly T[], count: number): T[] {
  const left = [...list];
  const picked: T[] = [];
  while (picked.length < count && left.length > 0)
    picked.push(...left.splice(chance.int(0, left.length - 1), 1));
  return picked;
}

interface Where {
  counter: Counter;
  decides: Counter | { body: Agency; versions: StoredVersion[] };
}

interface Course {
  receivedAt: Date;
  /** From receipt on. */
  beats: Beat[];
}

class Planner {
  readonly #ground: DemoGround;
  readonly #now: Date;
  readonly #today: string;
  readonly #known = new Map<string, Invented[]>();

  constructor(ground: DemoGround, now: Date) {
    this.#ground = ground;
    // Moments are whole minutes with the story's own seconds on top: all of them lie before now.
    this.#now = new Date(Math.floor(now.getTime() / 60_000) * 60_000 - 60_000);
    this.#today = legalDay(now);
  }

  /** Null when the moment does not allow such a story: nothing is due today on a Sunday. */
  story(key: string, fate: Fate, where: Where): Story | null {
    const chance = dice(key);
    if (fate === 'due-today' && !isWorkingDay(where.counter.calendar, this.#today)) return null;
    for (let attempt = 0; attempt < 40; attempt++) {
      const version = this.#version(chance, where, fate);
      const { procedure } = version;
      const chosen = procedure.cases.length > 0 ? chance.pick(procedure.cases).key : null;
      const channel = this.#channel(chance, procedure, fate, where.counter);
      if (channel === null) continue;
      const term = termFor(procedure, { channel, case: chosen });
      const today = this.#today;
      if (term === null || procedure.effectiveFrom > addDays(today, -DAYS_BACK - 5)) continue;
      if (procedure.effectiveTo !== null && procedure.effectiveTo <= today) continue;
      const beats = this.#beats(chance, fate, where.counter.calendar, procedure, {
        channel,
        case: chosen,
        term,
      });
      if (beats === null) continue;
      const committee = 'committee' in where.decides ? where.decides.committee : where.decides.body;
      if (committee === null) return null;
      const unit = 'unit' in where.decides ? where.decides.unit : where.counter.unit;
      const second = chance.int(0, 59) * 1000;
      return {
        key,
        fate,
        version,
        channel,
        case: chosen,
        counter: where.counter,
        competentBodyId: committee.id,
        unit: unit.kind === 'province' ? this.#ground.main.unit : unit,
        applicant: this.#applicant(chance, procedure, channel, where.counter, fate),
        returnBy:
          channel === 'post'
            ? 'post'
            : channel === 'online'
              ? chance.pick(['counter', 'counter', 'online', 'post'])
              : chance.chance(0.9)
                ? 'counter'
                : 'post',
        beats: beats.map((beat) => ({ ...beat, at: new Date(beat.at.getTime() + second) })),
      };
    }
    return null;
  }

  #version(chance: Dice, where: Where, fate: Fate): StoredVersion {
    if ('versions' in where.decides) return chance.pick(where.decides.versions);
    const all = this.#ground.communeVersions;
    if (chance.chance(0.06)) return chance.pick(all);
    const common = all
      .map((version) => [version, COMMON[version.procedure.code] ?? 0] as const)
      .filter(([, weight]) => weight > 0);
    // What is done while one waits is seldom seen unfinished.
    const slow = common.filter(([version]) =>
      version.procedure.terms.every((term) => term.unit !== 'same-day'),
    );
    const list = [
      'returned',
      'result-waiting',
      'submitted',
      'refused-at-counter',
      'refused-receipt',
      'due-today',
    ].includes(fate)
      ? common
      : slow;
    return list.length > 0 ? chance.weighed(list) : chance.pick(all);
  }

  #channel(chance: Dice, procedure: ProcedureVersion, fate: Fate, counter: Counter): Channel | null {
    const { channels } = procedure;
    const online =
      channels.includes('online') && (this.#ground.accountHolders.get(counter.unit.code) ?? []).length > 0;
    if (['submitted', 'refused-receipt', 'asked-before-receipt'].includes(fate))
      return online ? 'online' : null;
    if (fate === 'refused-at-counter') return channels.includes('counter') ? 'counter' : null;
    if (online && chance.chance(0.36)) return 'online';
    if (channels.includes('post') && chance.chance(0.09)) return 'post';
    return channels.includes('counter') ? 'counter' : online ? 'online' : null;
  }

  #applicant(
    chance: Dice,
    procedure: ProcedureVersion,
    channel: Channel,
    counter: Counter,
    fate: Fate,
  ): Invented {
    const { province, main, accountHolders } = this.#ground;
    if (channel === 'online') return chance.pick(accountHolders.get(counter.unit.code) ?? []);
    const unit = counter.unit.kind === 'province' ? main.unit : counter.unit;
    const kinds = procedure.applicants;
    const business =
      /hộ kinh doanh|doanh nghiệp/iu.test(procedure.name) && !/thành lập hộ/iu.test(procedure.name);
    const organised = kinds.some((kind) =>
      ['organisation', 'enterprise', 'household-business', 'cooperative'].includes(kind),
    );
    if (
      !kinds.includes('citizen') ||
      (business && chance.chance(0.6)) ||
      (organised && chance.chance(0.06))
    ) {
      const made = inventedOrganisation(chance, { unit, province }, business ? 'household' : 'company');
      return fate === 'overdue' && business ? { ...made, fullName: LONG_NAMES.household } : made;
    }
    const known = this.#known.get(unit.code) ?? [];
    this.#known.set(unit.code, known);
    if (known.length > 20 && chance.chance(0.2)) return chance.pick(known);
    const age = /hưu trí/iu.test(procedure.name)
      ? chance.int(76, 90)
      : /kết hôn|khai sinh/iu.test(procedure.name)
        ? chance.int(20, 38)
        : chance.int(19, 80);
    const made = inventedCitizen(chance, { unit, province, on: this.#today }, { age });
    known.push(made);
    return made;
  }

  /** The beats of a life of this fate; null when no moment was found at which it would now stand so. */
  #beats(
    chance: Dice,
    fate: Fate,
    calendar: WorkingCalendar,
    procedure: ProcedureVersion,
    filing: { channel: Channel; case: string | null; term: Term },
  ): Beat[] | null {
    const now = this.#now;
    const beforeHours = (at: Date) => new Date(at.getTime() - chance.int(25, 19 * 60) * 60_000);
    if (fate === 'submitted')
      return [{ do: 'file', at: new Date(now.getTime() - chance.int(4, 30 * 60) * 60_000) }];
    if (fate === 'refused-receipt' || fate === 'asked-before-receipt') {
      const at = this.#moment(chance, calendar, fate === 'refused-receipt' ? 40 : 12);
      if (at === null) return null;
      const file: Beat = { do: 'file', at: beforeHours(at) };
      return fate === 'refused-receipt'
        ? [file, { do: 'refuse-receipt', at, reason: chance.pick(REASONS['refuse-receipt']) }]
        : [file, { at, ...this.#question(chance, procedure, filing) }];
    }
    if (fate === 'refused-at-counter') {
      const at = this.#moment(chance, calendar, 60);
      return at === null
        ? null
        : [{ do: 'refuse-at-counter', at, reason: chance.pick(REASONS['refuse-at-counter']) }];
    }
    for (let attempt = 0; attempt < 30; attempt++) {
      const course = this.#course(chance, fate, calendar, procedure, filing);
      if (course === null) continue;
      const { receivedAt, beats } = course;
      return filing.channel === 'online'
        ? [{ do: 'file', at: beforeHours(receivedAt) }, { do: 'accept', at: receivedAt }, ...beats]
        : [{ do: 'receive', at: receivedAt }, ...beats];
    }
    return null;
  }

  #course(
    chance: Dice,
    fate: Fate,
    calendar: WorkingCalendar,
    procedure: ProcedureVersion,
    filing: { channel: Channel; case: string | null; term: Term },
  ): Course | null {
    const now = this.#now;
    const { term } = filing;
    const steps = mainWay(procedure.process);
    const depthOf = (act: Step['act']) => steps.findIndex((step) => step.act === act) - 1;
    const ended = ['returned', 'returned-late', 'refused', 'withdrawn', 'supplemented', 'extended'].includes(
      fate,
    );
    const termDays = term.unit === 'same-day' ? 1 : term.unit === 'working-hour' ? 2 : Math.ceil(term.value);
    const receivedAt = this.#moment(
      chance,
      calendar,
      ended ? DAYS_BACK : Math.min(DAYS_BACK, Math.ceil(termDays * 1.5) + 12),
    );
    if (receivedAt === null) return null;
    const due = dueTime(calendar, term, receivedAt);
    // Asked for only where they matter: counting working time over months is the most of the planning.
    const whole = once(() => workingMinutesBetween(calendar, receivedAt, due));
    const elapsed = once(() => workingMinutesBetween(calendar, receivedAt, now));
    const after = (minutes: number) =>
      addWorkingMinutes(calendar, receivedAt, Math.max(0, Math.floor(minutes)));
    /**
     * Moments in order for the steps from `first` up to `count`, between `from` and `until` working minutes after
     * receipt.
     */
    const moments = (count: number, until: number, { first = 0, from = 0 } = {}): Date[] => {
      const parts = Array.from(
        { length: count - first },
        (_, place) => (steps[first + place + 1]?.share ?? 0.1) * (0.5 + chance.next()) + 0.02,
      );
      const sum = parts.reduce((a, b) => a + b, 0);
      let passed = 0;
      return parts.map((part) => {
        passed += part;
        return after(from + ((until - from) * passed) / sum);
      });
    };
    const forwards = (count: number, until: number, part?: { first: number; from: number }): Beat[] =>
      moments(count, until, part).map((at) => ({ do: 'forward', at }));
    /** Handed over some time after the result was there; null when that lies ahead. */
    const handedOver = (beats: Beat[], end: Date): Course | null => {
      const returnedAt = addWorkingMinutes(
        calendar,
        end,
        chance.weighed([
          [chance.int(5, 60), 5],
          [chance.int(60, 1400), 3],
        ]),
      );
      return returnedAt <= now ? { receivedAt, beats: [...beats, { do: 'return', at: returnedAt }] } : null;
    };
    const allForwards = depthOf('return');
    if (allForwards < 3) return null;

    switch (fate) {
      case 'returned':
      case 'returned-late':
      case 'result-waiting':
      case 'refused': {
        const pace = fate === 'returned-late' ? 1.08 + chance.next() * 0.7 : 0.3 + chance.next() * 0.66;
        const worked = Math.max(8, whole() * pace);
        const end = after(worked);
        const beats = forwards(allForwards, worked);
        if (fate === 'refused') {
          const approve = depthOf('approve');
          const decided = beats[approve];
          if (decided === undefined) return null;
          beats[approve] = { do: 'refuse', at: decided.at, reason: chance.pick(REASONS.refuse) };
        }
        if (fate === 'result-waiting') {
          const waits = workingMinutesBetween(calendar, end, now);
          return end <= now && waits < 5 * MINUTES_PER_WORKING_DAY ? { receivedAt, beats } : null;
        }
        return handedOver(beats, end);
      }
      case 'withdrawn': {
        const at = after(whole() * (0.2 + chance.next() * 0.4));
        if (at > now) return null;
        const beats: Beat[] = chance.chance(0.5) ? [{ do: 'forward', at: after(whole() * 0.05) }] : [];
        return {
          receivedAt,
          beats: [...beats, { do: 'withdraw', at, reason: chance.pick(REASONS.withdraw) }],
        };
      }
      case 'awaiting':
      case 'restarted':
      case 'supplemented': {
        const assigned: Beat = { do: 'forward', at: after(whole() * 0.06) };
        const at = after(whole() * (0.15 + chance.next() * 0.4));
        const beats: Beat[] = [assigned, { at, ...this.#question(chance, procedure, filing) }];
        const waited = workingMinutesBetween(calendar, at, now);
        if (at > now || at > due) return null;
        if (fate === 'awaiting') return waited < 9 * MINUTES_PER_WORKING_DAY ? { receivedAt, beats } : null;
        const suppliedAt = addWorkingMinutes(calendar, at, chance.int(300, 3 * MINUTES_PER_WORKING_DAY));
        const dueAgain = dueTime(calendar, term, suppliedAt);
        if (suppliedAt > now) return null;
        beats.push({ do: 'supply', at: suppliedAt });
        if (fate === 'restarted') return dueAgain > now ? { receivedAt, beats } : null;
        const from = workingMinutesBetween(calendar, receivedAt, suppliedAt);
        const again = workingMinutesBetween(calendar, suppliedAt, dueAgain);
        const until = from + Math.max(8, again * (0.3 + chance.next() * 0.66));
        beats.push(...forwards(allForwards, until, { first: 1, from }));
        return handedOver(beats, after(until));
      }
      case 'extended': {
        const at = after(whole() * (0.5 + chance.next() * 0.3));
        if (at > now || !apologyInTime(due, at)) return null;
        let newDay = legalDay(due);
        for (let days = chance.int(1, 3); days > 0; days--) newDay = nextWorkingDay(calendar, newDay);
        const promised = workingMinutesBetween(calendar, receivedAt, closeOn(calendar, newDay));
        const until = promised * (0.85 + chance.next() * 0.12);
        const beats = forwards(allForwards, until);
        // An apology comes before the decision.
        const decided = beats[depthOf('approve')];
        if (decided === undefined || decided.at <= at) return null;
        beats.splice(
          beats.findIndex((beat) => beat.at > at),
          0,
          { do: 'extend', at, newDay, reason: chance.pick(REASONS.extend) },
        );
        return handedOver(beats, after(until));
      }
      case 'consulting': {
        const other = this.#ground.communes.find((one) => one.unit.code !== this.#ground.main.unit.code);
        const agencyId = other?.committee?.id;
        if (agencyId === undefined || due <= now || elapsed() < 60) return null;
        const at = after(elapsed() * (0.6 + chance.next() * 0.3));
        if (workingMinutesBetween(calendar, at, now) >= ANSWER_HOURS * 60) return null;
        const question =
          'Đề nghị xác minh thời gian người đề nghị cư trú tại xã, phường trước khi chuyển đi.';
        return {
          receivedAt,
          beats: [
            { do: 'forward', at: after(elapsed() * 0.2) },
            { do: 'consult', at, agencyId, question, hours: ANSWER_HOURS },
          ],
        };
      }
      case 'sent-back': {
        const appraise = steps.find((step) => step.act === 'appraise');
        if (due <= now || appraise === undefined || elapsed() < 60) return null;
        const beats = forwards(depthOf('approve'), elapsed() * 0.7);
        return {
          receivedAt,
          beats: [
            ...beats,
            {
              do: 'send-back',
              at: after(elapsed() * 0.85),
              to: appraise.key,
              reason: chance.pick(REASONS['send-back']),
            },
          ],
        };
      }
      default: {
        const tomorrow = nextWorkingDay(calendar, this.#today);
        const dueDay = legalDay(due);
        const stands =
          fate === 'overdue'
            ? due < now && isOverdueBy(workingMinutesBetween(calendar, due, now))
            : due > now &&
              (fate === 'due-today'
                ? dueDay === this.#today
                : fate === 'due-tomorrow'
                  ? dueDay === tomorrow
                  : dueDay > tomorrow || chance.chance(0.1));
        if (!stands) return null;
        const places: Partial<Record<Fate, Step['act']>> = {
          'to-assign': 'assign',
          appraising: 'appraise',
          'to-submit': 'submit',
          'to-approve': 'approve',
          'to-issue': 'issue',
        };
        const act = places[fate];
        const depth =
          act === undefined
            ? chance.weighed([
                [0, 1],
                [1, 4],
                [2, 2],
                [3, 2],
                [4, 1],
              ])
            : depthOf(act);
        if (depth < 0 || depth >= allForwards) return null;
        const until = Math.min(elapsed() * (0.25 + chance.next() * 0.7), whole() * 0.95);
        return until < depth * 3 ? null : { receivedAt, beats: forwards(depth, until) };
      }
    }
  }

  #question(chance: Dice, procedure: ProcedureVersion, filing: { channel: Channel; case: string | null }) {
    const asked = componentsFor(procedure, filing).filter((component) => component.mode === 'submit');
    const component = asked.length > 0 ? chance.pick(asked) : null;
    const items = [
      {
        componentKey: component?.key ?? null,
        text:
          component === null
            ? 'Giấy tờ làm căn cứ giải quyết'
            : `${component.name.slice(0, 180)}: nộp lại bản rõ, đủ các trang`,
      },
      ...(chance.chance(0.4)
        ? [{ componentKey: null, text: 'Số điện thoại liên hệ của người có liên quan' }]
        : []),
    ];
    return { do: 'ask' as const, items, reason: chance.pick(REASONS.ask) };
  }

  /** A moment of work within the last days, before now; null when there was none. */
  #moment(chance: Dice, calendar: WorkingCalendar, daysBack: number): Date | null {
    for (let attempt = 0; attempt < 20; attempt++) {
      const day = addDays(this.#today, -chance.int(0, daysBack));
      if (!isWorkingDay(calendar, day)) continue;
      const span = chance.pick(workingSpans(calendar, day));
      const at = instantOf(day, chance.int(span.from + 3, span.to - 12));
      if (at < this.#now) return at;
    }
    return null;
  }
}

/** Late by something, and not by more than an office would live with. */
const isOverdueBy = (minutes: number) => minutes >= 30 && minutes < 6 * MINUTES_PER_WORKING_DAY;

function once<T>(compute: () => T): () => T {
  let known: { value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
