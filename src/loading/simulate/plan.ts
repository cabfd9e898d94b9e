import {
  addDays,
  addWorkingMinutes,
  dueTime,
  instantOf,
  isWorkingDay,
  legalDay,
  type Term,
  workingMinutesBetween,
  workingSpans,
} from '../../capabilities/calendar/index.ts';
import type { HandedIn } from '../../capabilities/dossiers/index.ts';
import {
  type Answers,
  componentsFor,
  isElectronicForm,
  mainWay,
  type StoredVersion,
  termFor,
} from '../../capabilities/procedures/index.ts';
import { answersTo } from '../demo/answers.ts';
import { type Dice, dice } from '../demo/dice.ts';
import { type Invented, inventedCitizen } from '../demo/invented.ts';
import { isMarked, PUBLISHED, sharesOfYear, weightOfDay, weightOfMinute } from './proportions.ts';
import type { SimulatedCounter, World } from './world.ts';

/** A dossier of the year before it is acted out: everything that will happen to it, and when. */
export interface SimulatedLife {
  number: number;
  /** The place of the applicant among the people of the province. */
  person: number;
  counter: SimulatedCounter;
  version: StoredVersion;
  term: Term;
  bodyId: string;
  channel: 'online' | 'counter' | 'post';
  fate: 'approved' | 'refused' | 'withdrawn' | 'open';
  filedAt: Date;
  receivedAt: Date;
  /** When each step after the counter is done; of an open one only those that are. */
  moments: Date[];
  returnedAt: Date | null;
  form: Answers;
  /** Papers handed in, each with a file or without. */
  components: (Omit<HandedIn, 'paperIds'> & { scanned: boolean })[];
  /** The result was digitised. */
  digitised: boolean;
  chance: Dice;
}

export interface Plan {
  count: number;
  people: number;
  personAt(place: number): Invented;
  lifeAt(place: number): SimulatedLife;
}

/** So many dossiers come to the province's own centre. */
const AT_PROVINCE = 0.2;
/** Structure allows for so many invented people without two of one number. */
const MOST_PEOPLE = 600_000;

/** A year of dossiers in the order of their arrival. The same world, count and seed give the same year. */
export function planYear(world: World, count: number, seed: string): Plan {
  const { open, late } = sharesOfYear(count);
  const people = Math.max(1, Math.min(MOST_PEOPLE, Math.ceil(count * 0.6)));
  const homes = world.counters.filter(({ unit }) => unit.code !== world.province.code);
  const arrivals = arrivalsOf(world, count);
  // Those that come last stay open; before them some, so that not all of a day do.
  const surely = Math.floor(open * 0.6);
  const mixed = Math.min(count - surely, (open - surely) * 3);
  const maybeLate = Math.floor(count * 0.65);
  const yearEnd = instantOf(world.to, 0);

  const isOpen = (place: number) =>
    place >= count - surely ||
    (place >= count - surely - mixed && isMarked(place - (count - surely - mixed), mixed, open - surely));
  const isLate = (place: number) => place < maybeLate && isMarked(place, maybeLate, late);

  const homeOf = (person: number) => homes[person % homes.length] as SimulatedCounter;

  return {
    count,
    people,
    personAt(place) {
      const chance = dice(`${seed} person ${place}`);
      const sex = Math.floor(place / homes.length) % 2 === 0 ? 'male' : 'female';
      const made = inventedCitizen(
        chance,
        { unit: homeOf(place).unit, province: world.province, on: world.from },
        { sex, age: chance.int(19, 78) },
      );
      return { ...made, personalId: numbered(made.personalId ?? '', place, homes.length) };
    },
    lifeAt(place) {
      const chance = dice(`${seed} life ${place}`);
      const fate = isOpen(place)
        ? ('open' as const)
        : chance.weighed([['approved', 974] as const, ['withdrawn', 16] as const, ['refused', 10] as const]);
      const counter = chance.chance(AT_PROVINCE)
        ? (world.counters.at(-1) as SimulatedCounter)
        : chance.pick(homes);
      const { version, bodyId } = chance.pick(counter.offers);
      const channel = chance.weighed([
        ['online', PUBLISHED.online] as const,
        ['post', PUBLISHED.post] as const,
        ['counter', 1 - PUBLISHED.online - PUBLISHED.post] as const,
      ]);
      const home = homes.indexOf(counter);
      const neighbours = Math.floor(people / homes.length);
      const person =
        home < 0 || neighbours === 0
          ? chance.int(0, people - 1)
          : home + homes.length * chance.int(0, neighbours - 1);
      const receivedAt = arrivals(place);
      const known = termFor(version.procedure, { channel, case: null });
      const term: Term = { unit: known?.unit ?? 'working-day', value: known?.value ?? 1 };
      const due = dueTime(counter.calendar, term, receivedAt);
      const whole = workingMinutesBetween(counter.calendar, receivedAt, due);
      const left = workingMinutesBetween(counter.calendar, receivedAt, yearEnd) - 5;
      const after = (minutes: number) =>
        addWorkingMinutes(counter.calendar, receivedAt, Math.max(0, Math.floor(minutes)));
      const way = mainWay(version.procedure.process);
      const steps = way.findIndex((step) => step.act === 'return') - 1;
      const worked = isLate(place)
        ? whole * (1.05 + chance.next() * 0.5) + 30
        : Math.min(whole * (0.25 + chance.next() * 0.68), left * 0.95);
      const pace = Array.from({ length: steps }, (_, at) => (way[at + 1]?.share ?? 0.1) + 0.05);
      const sum = pace.reduce((a, b) => a + b, 0);
      let passed = 0;
      const all = pace.map((part) => {
        passed += part;
        return after((worked * passed) / sum);
      });
      const done =
        fate === 'open'
          ? chance.int(0, Math.max(0, steps - 2))
          : fate === 'withdrawn'
            ? chance.int(1, Math.max(1, way.findIndex((step) => step.act === 'approve') - 1))
            : steps;
      const moments = all.slice(0, done);
      const end = moments.at(-1) ?? receivedAt;
      const returned = addWorkingMinutes(counter.calendar, end, chance.int(10, 900));
      return {
        number: place + 1,
        person,
        counter,
        version,
        term,
        bodyId,
        channel,
        fate,
        filedAt:
          channel === 'online' ? new Date(receivedAt.getTime() - chance.int(2, 40) * 60_000) : receivedAt,
        receivedAt,
        moments: fate === 'open' ? moments.filter((at) => at < yearEnd) : moments,
        returnedAt: (fate === 'approved' || fate === 'refused') && returned < yearEnd ? returned : null,
        form: answersTo(
          version.procedure.form,
          {
            applicant: this.personAt(person),
            unit: homeOf(person).unit,
            procedureName: version.procedure.name,
            on: legalDay(receivedAt),
          },
          chance,
        ),
        components: componentsFor(version.procedure, { channel, case: null })
          .filter((one) => one.mode === 'submit' && !one.conditional && !isElectronicForm(one))
          .map((one) => ({
            key: one.key,
            originals: channel === 'online' ? 0 : Math.max(1, one.original),
            copies: channel === 'online' ? 0 : one.copy,
            scanned: channel === 'online' || chance.chance(PUBLISHED.digitised),
          })),
        digitised: chance.chance(PUBLISHED.digitised),
        chance,
      };
    },
  };
}

/** The running number of a personal id by the person's place: no two are the same, and all begin with a 9. */
function numbered(personalId: string, place: number, homes: number): string {
  // Sex alternates by rounds over the communes, so two of one sex and number lie far apart.
  const round = Math.floor(place / homes);
  const own = Math.floor(round / 2) * homes + (place % homes);
  const region = ['035', '036', '037'][Math.floor(own / 100_000) % 3] ?? '037';
  return `${region}${personalId.slice(3, 6)}9${String(own % 100_000).padStart(5, '0')}`;
}

/** When the nth of `count` comes: by season, weekday and hour, never outside of working time. */
function arrivalsOf(world: World, count: number): (place: number) => Date {
  const calendar = (world.counters[0] as SimulatedCounter).calendar;
  const days: { day: string; until: number; minutes: { at: number; until: number }[]; sum: number }[] = [];
  let whole = 0;
  for (let day = world.from; day < world.to; day = addDays(day, 1)) {
    if (!isWorkingDay(calendar, day)) continue;
    let sum = 0;
    const minutes: { at: number; until: number }[] = [];
    for (const span of workingSpans(calendar, day))
      for (let at = span.from; at < span.to; at++) {
        sum += weightOfMinute(at);
        minutes.push({ at, until: sum });
      }
    whole += weightOfDay(day);
    days.push({ day, until: whole, minutes, sum });
  }
  return (place) => {
    const wanted = ((place + 0.5) / count) * whole;
    const day = days[firstBeyond(days, wanted)] ?? (days.at(-1) as (typeof days)[number]);
    const part = 1 - (day.until - wanted) / weightOfDay(day.day);
    const minute = day.minutes[firstBeyond(day.minutes, part * day.sum)] ?? { at: 480 };
    return instantOf(day.day, minute.at);
  };
}

function firstBeyond(list: readonly { until: number }[], wanted: number): number {
  let [low, high] = [0, list.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.until ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
