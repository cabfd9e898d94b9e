import type { FieldFault } from '../../kernel/refusal.ts';
import { type Agency, communeAgencies } from './agency.ts';
import type { Unit, UnitKind } from './unit.ts';

/** What comes into being, or goes on, under this name. */
export interface Into {
  /** A commune's statistical code, an agency's identification code. */
  id: string;
  /** Of a commune. */
  kind: Exclude<UnitKind, 'province'> | null;
  /** A commune's without its kind ("Bình Lục"); an agency's whole. */
  name: string;
  /** Of an agency, as in lists. */
  shortName: string | null;
  /** Of a split commune: the hamlets by which an applicant's address is known to lie here. */
  hamlets: string[];
  /** Of a split agency: the sectors whose dossiers go here. */
  sectors: string[];
  /** Codes of dossiers picked by hand to go here, whatever the rule says. */
  dossiers?: string[];
}

/**
 * A reorganisation. Several into one is a merge, one into several a split, one into itself a renaming. Whoever stands
 * on both sides goes on as it is, with its numbers.
 */
export interface Plan {
  of: 'commune' | 'agency';
  from: string[];
  into: Into[];
  /** Of `into`: whoever takes what no rule names, and keeps the finished dossiers. */
  rest: string;
}

export type PlanKind = 'merge' | 'split' | 'rename';

export function kindOfPlan(plan: Pick<Plan, 'from' | 'into'>): PlanKind {
  if (plan.into.length > 1) return 'split';
  return plan.from.length === 1 && plan.from[0] === plan.into[0]?.id ? 'rename' : 'merge';
}

/** The units and agencies as they are while the plan is looked at. */
export interface ProvinceMap {
  /** Every unit of the province that exists, and the province. */
  units: readonly Unit[];
  /** Every agency of the province that exists. */
  agencies: readonly Agency[];
  /** Codes that were ever used, also by what has ended: a code never comes back for something else. */
  used: ReadonlySet<string>;
  /** First group of the province's agency codes. */
  levelOne: string;
}

const KIND_WORDS = { commune: 'xã', ward: 'phường', 'special-zone': 'đặc khu' } as const;

/** What keeps a plan from being carried out. */
export function faultsOfPlan(plan: Plan, map: ProvinceMap): FieldFault[] {
  const faults: FieldFault[] = [];
  const say = (path: string, code: string) => faults.push({ path, code });
  const communes = new Map(
    map.units.filter((unit) => unit.kind !== 'province').map((unit) => [unit.code, unit]),
  );
  const agencies = new Map(map.agencies.map((agency) => [agency.id, agency]));
  if (plan.from.length === 0 || new Set(plan.from).size !== plan.from.length)
    say('/from', 'reorganisation.from');
  if (plan.into.length === 0 || new Set(plan.into.map((one) => one.id)).size !== plan.into.length)
    say('/into', 'reorganisation.into');
  if (plan.from.length > 1 && plan.into.length > 1) say('/into', 'reorganisation.many-to-many');
  if (!plan.into.some((one) => one.id === plan.rest)) say('/rest', 'reorganisation.rest');
  const picked = new Set<string>();
  for (const [place, one] of plan.into.entries())
    for (const code of one.dossiers ?? []) {
      if (picked.has(code)) say(`/into/${place}/dossiers`, 'reorganisation.picked-twice');
      picked.add(code);
    }
  for (const [place, id] of plan.from.entries()) {
    const agency = agencies.get(id);
    if (plan.of === 'commune' ? !communes.has(id) : agency === undefined)
      say(`/from/${place}`, plan.of === 'commune' ? 'unit.unknown' : 'agency.unknown');
    // A commune's committee, centre and divisions go with the commune.
    else if (agency !== undefined && agency.unitCode.length === 5)
      say(`/from/${place}`, 'reorganisation.of-commune');
    else if (agency?.kind === 'province-committee') say(`/from/${place}`, 'reorganisation.province');
  }
  const kinds = new Set(plan.from.map((id) => agencies.get(id)?.kind));
  if (plan.of === 'agency' && kinds.size > 1) say('/from', 'reorganisation.kinds');
  for (const [place, one] of plan.into.entries()) {
    const goesOn = plan.from.includes(one.id);
    if (one.name.trim() === '') say(`/into/${place}/name`, 'required');
    if (!(plan.of === 'commune' ? /^\d{5}$/ : /^[0-9A-Z]+(\.[0-9A-Z]+)+$/).test(one.id) || one.id.length > 35)
      say(`/into/${place}/id`, 'reorganisation.code');
    else if (!goesOn && map.used.has(one.id)) say(`/into/${place}/id`, 'reorganisation.code-used');
    if (plan.of === 'commune' && one.kind === null) say(`/into/${place}/kind`, 'required');
    const twin = [...communes.values()].some(
      (unit) =>
        plan.of === 'commune' &&
        unit.name === one.name &&
        unit.kind === one.kind &&
        !plan.from.includes(unit.code),
    );
    if (twin) say(`/into/${place}/name`, 'reorganisation.name-taken');
  }
  if (kindOfPlan(plan) === 'rename') {
    const [id] = plan.from;
    const [one] = plan.into;
    const unit = communes.get(id ?? '');
    const agency = agencies.get(id ?? '');
    if (
      plan.of === 'commune'
        ? unit?.name === one?.name && unit?.kind === one?.kind
        : agency?.name === one?.name
    )
      say('/into/0/name', 'reorganisation.nothing-changes');
  }
  return faults;
}

/** One agency's work going to another. */
export interface Move {
  from: string;
  to: string;
  /** The body that the new one acts for. */
  toBody: string;
}

/** Where things go that are in one of the parts of a split; a merge has one way, for everything. */
export interface Way {
  into: Into;
  unitCode: string | null;
  moves: Move[];
}

export interface Consequences {
  unitsEnding: string[];
  unitsBegun: Unit[];
  /** Go on under their code with another name or kind. */
  unitsRenamed: Unit[];
  agenciesEnding: string[];
  agenciesBegun: Agency[];
  agenciesRenamed: Agency[];
  /** Of those that end: who keeps their finished dossiers. */
  successors: Map<string, string>;
  ways: Way[];
  /** The way of what no rule names. */
  rest: Way;
}

/** What a plan without faults makes of the map. Pure: the same for the preview and for the day itself. */
export function consequencesOf(plan: Plan, map: ProvinceMap): Consequences {
  return plan.of === 'commune' ? ofCommunes(plan, map) : ofAgencies(plan, map);
}

function ofCommunes(plan: Plan, map: ProvinceMap): Consequences {
  const from = map.units.filter((unit) => plan.from.includes(unit.code));
  const goesOn = (code: string) => plan.into.some((one) => one.id === code);
  const agenciesOf = (code: string) => map.agencies.filter((agency) => agency.unitCode === code);
  // Contacts come along from the one that is named first.
  const contacts = agenciesOf(plan.from[0] ?? '');
  const parts = plan.into.map((into) => {
    const kind = into.kind ?? 'commune';
    const unit: Unit = {
      code: into.id,
      kind,
      name: into.name,
      fullName: `${KIND_WORDS[kind]} ${into.name}`,
      parentCode: from[0]?.parentCode ?? null,
    };
    const before = from.find((one) => one.code === into.id);
    const made = communeAgencies(map.levelOne, unit);
    const agencies =
      before === undefined ? made.map((agency) => withContact(agency, contacts)) : agenciesOf(into.id);
    const renamed =
      before === undefined || before.fullName === unit.fullName
        ? []
        : agencies.map((agency) => namedAfter(agency, before, unit));
    return { into, unit, before, agencies, renamed };
  });
  const ending = from.filter((unit) => !goesOn(unit.code));
  const endingAgencies = ending.flatMap((unit) => agenciesOf(unit.code));
  const ways: Way[] = parts.map((part) => ({
    into: part.into,
    unitCode: part.unit.code,
    moves: from
      .flatMap((unit) => agenciesOf(unit.code))
      .map((agency) => moveTo(agency, counterpart(agency, part.agencies)))
      .filter((move) => move.from !== move.to),
  }));
  const rest = ways.find((way) => way.into.id === plan.rest) as Way;
  return {
    unitsEnding: ending.map((unit) => unit.code),
    unitsBegun: parts.filter((part) => part.before === undefined).map((part) => part.unit),
    unitsRenamed: parts
      .filter((part) => part.before !== undefined && part.before.fullName !== part.unit.fullName)
      .map((part) => part.unit),
    agenciesEnding: endingAgencies.map((agency) => agency.id),
    agenciesBegun: parts.filter((part) => part.before === undefined).flatMap((part) => part.agencies),
    agenciesRenamed: parts.flatMap((part) => part.renamed),
    successors: successorsBy(endingAgencies, rest),
    ways,
    rest,
  };
}

function ofAgencies(plan: Plan, map: ProvinceMap): Consequences {
  const from = map.agencies.filter((agency) => plan.from.includes(agency.id));
  const first = from.find((agency) => agency.id === plan.from[0]) ?? from[0];
  const begun: Agency[] = [];
  const renamed: Agency[] = [];
  const targets = plan.into.map((into) => {
    const before = from.find((agency) => agency.id === into.id);
    const body = first !== undefined && first.bodyId === first.id ? into.id : (first?.bodyId ?? into.id);
    const agency: Agency = {
      ...(before ?? (first as Agency)),
      id: into.id,
      name: into.name,
      shortName: into.shortName ?? into.name,
      bodyId: before?.bodyId ?? body,
    };
    if (before === undefined) begun.push(agency);
    else if (before.name !== agency.name || before.shortName !== agency.shortName) renamed.push(agency);
    return { into, agency };
  });
  const ending = from.filter((agency) => !plan.into.some((one) => one.id === agency.id));
  const ways: Way[] = targets.map(({ into, agency }) => ({
    into,
    unitCode: null,
    moves: from.map((one) => moveTo(one, agency)).filter((move) => move.from !== move.to),
  }));
  const rest = ways.find((way) => way.into.id === plan.rest) as Way;
  return {
    unitsEnding: [],
    unitsBegun: [],
    unitsRenamed: [],
    agenciesEnding: ending.map((agency) => agency.id),
    agenciesBegun: begun,
    agenciesRenamed: renamed,
    successors: successorsBy(ending, rest),
    ways,
    rest,
  };
}

const moveTo = (from: Agency, to: Agency): Move => ({ from: from.id, to: to.id, toBody: to.bodyId });

const successorsBy = (ending: readonly Agency[], rest: Way) =>
  new Map(
    ending.flatMap((agency) => {
      const move = rest.moves.find((one) => one.from === agency.id);
      return move === undefined ? [] : [[agency.id, move.to] as const];
    }),
  );

/** The agency of another commune that does the same work; its committee where there is no such. */
function counterpart(agency: Agency, among: readonly Agency[]): Agency {
  const group = agency.id.split('.').at(-1);
  const sameKind = among.filter((one) => one.kind === agency.kind);
  return (
    sameKind.find((one) => one.id.split('.').at(-1) === group) ??
    sameKind.find((one) => one.shortName === agency.shortName) ??
    sameKind[0] ??
    (among.find((one) => one.kind === 'commune-committee') as Agency)
  );
}

function withContact(agency: Agency, contacts: readonly Agency[]): Agency {
  const like = contacts.length === 0 ? null : counterpart(agency, contacts);
  if (like === null || like.kind !== agency.kind) return agency;
  const { address, phone, email, contactInvented } = like;
  return { ...agency, address, phone, email, contactInvented };
}

function namedAfter(agency: Agency, before: Unit, unit: Unit): Agency {
  const rename = (text: string) => text.replace(before.fullName, unit.fullName);
  return { ...agency, name: rename(agency.name), shortName: rename(agency.shortName) };
}

/** Which of a split commune an address lies in by its hamlets; null when no hamlet of the rule is named. */
export function wayOfAddress(ways: readonly Way[], address: string | null): Way | null {
  if (address === null) return null;
  const words = ` ${plainWords(address)} `;
  const named = ways.filter((way) =>
    way.into.hamlets.some((hamlet) => plainWords(hamlet) !== '' && words.includes(` ${plainWords(hamlet)} `)),
  );
  return named.length === 1 ? (named[0] as Way) : null;
}

const plainWords = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Where a chain of successors ends: who answers today for a body, itself while it exists. */
export function successorOn(successors: ReadonlyMap<string, string>, id: string): string {
  let now = id;
  for (const seen = new Set([id]); ; seen.add(now)) {
    const next = successors.get(now);
    if (next === undefined || seen.has(next)) return now;
    now = next;
  }
}
