import { addDays, loadCalendar, type WorkingCalendar } from '../../capabilities/calendar/index.ts';
import {
  COMPETENT_NAMES,
  type CommuneDivision,
  groupsByResidence,
  type StoredVersion,
  termFor,
  versionsInForce,
} from '../../capabilities/procedures/index.ts';
import {
  type Agency,
  findAgencies,
  findUnit,
  findUnits,
  TWO_TIERS_FROM,
  type Unit,
} from '../../capabilities/units/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { Cast } from '../demo/act-out.ts';
import { readCast } from '../demo/ground.ts';

/** A counter at which people hand in, and who decides what is handed in there. */
export interface SimulatedCounter {
  unit: Unit;
  centre: Agency;
  calendar: WorkingCalendar;
  /** What may be asked for here, each with the body that decides. */
  offers: readonly { version: StoredVersion; bodyId: string }[];
}

export interface World {
  province: Unit;
  /** Legal days, half-open, on which people come. */
  from: string;
  to: string;
  /** By communes and wards; the province's own centre last. */
  counters: readonly SimulatedCounter[];
  /** The agencies of each body that decides. */
  parts: ReadonlyMap<string, Agency[]>;
  divisions: ReadonlyMap<string, CommuneDivision>;
  /** Groups of reduced fees that follow from where somebody lives. */
  groups: ReadonlyMap<string, string[]>;
  cast: Cast;
  fullProcess: ReadonlySet<string>;
}

/** What takes longer than this does not come to its end within a simulated year. */
const LONGEST_TERM_DAYS = 20;

/** Simple enough to be simulated: one case, a known and short term, every step done by somebody, nothing joined to it. */
function isSimulated({ procedure }: StoredVersion, until: string): boolean {
  const term = termFor(procedure, { channel: 'online', case: null });
  return (
    procedure.cases.length <= 1 &&
    procedure.links === undefined &&
    term !== null &&
    ['working-day', 'same-day'].includes(term.unit) &&
    term.value <= LONGEST_TERM_DAYS &&
    procedure.terms.length === 1 &&
    term.case === undefined &&
    term.channels === undefined &&
    procedure.channels.length === 3 &&
    !procedure.doubts.includes('border-only') &&
    (procedure.effectiveTo === null || procedure.effectiveTo > until) &&
    procedure.process.steps.every(
      (step) => !['notify', 'wait'].includes(step.act) && step.parts === undefined,
    )
  );
}

/** The loaded province as a year of its work needs it. The year begins when its present units do. */
export async function readWorld(tx: Tx, provinceCode: string, year: number): Promise<World> {
  const from = [`${year}-01-01`, TWO_TIERS_FROM].sort().at(-1) ?? TWO_TIERS_FROM;
  const to = `${year + 1}-01-01`;
  const province = await findUnit(tx, provinceCode, from);
  if (province === null || from >= to)
    throw new RangeError(`province ${provinceCode} has no units in ${year}`);
  const communes = await findUnits(tx, { parentCode: provinceCode, limit: 1000 }, from);
  const agencies = await findAgencies(tx, { limit: 10_000 }, from);
  const byUnit = Map.groupBy(agencies, (agency) => agency.unitCode);
  const versions = (await versionsInForce(tx, from)).filter((one) => isSimulated(one, addDays(to, -1)));
  const ofCommunes = versions.filter(
    ({ procedure }) => procedure.level === 'commune' && procedure.competent === 'commune-committee',
  );
  const counters: SimulatedCounter[] = [];
  for (const unit of [...communes].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    const there = byUnit.get(unit.code) ?? [];
    const centre = there.find((agency) => agency.kind === 'centre');
    const committee = there.find((agency) => agency.kind === 'commune-committee');
    if (centre === undefined || committee === undefined) continue;
    counters.push({
      unit,
      centre,
      calendar: await loadCalendar(tx, centre.id, from),
      offers: ofCommunes.map((version) => ({ version, bodyId: committee.id })),
    });
  }
  const ofProvince = byUnit.get(provinceCode) ?? [];
  const centre = ofProvince.find((agency) => agency.kind === 'centre');
  if (centre !== undefined) {
    const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    const bodies = ofProvince.filter((agency) => agency.id === agency.bodyId);
    const offers = versions.flatMap((version) => {
      if (version.procedure.level !== 'province') return [];
      const name = plain(COMPETENT_NAMES[version.procedure.competent]);
      const body = bodies.find((one) => plain(one.name).includes(name));
      return body === undefined ? [] : [{ version, bodyId: body.id }];
    });
    if (offers.length > 0)
      counters.push({ unit: province, centre, calendar: await loadCalendar(tx, centre.id, from), offers });
  }
  const sectors = await tx.query<{ code: string; division: CommuneDivision }>(
    'select code, division from sectors',
  );
  const groups = new Map<string, string[]>();
  for (const { unit } of counters) groups.set(unit.code, await groupsByResidence(tx, unit.code, from));
  return {
    province,
    from,
    to,
    counters,
    parts: Map.groupBy(agencies, (agency) => agency.bodyId),
    divisions: new Map(sectors.rows.map((row) => [row.code, row.division])),
    groups,
    cast: await readCast(tx),
    fullProcess: new Set(
      versions.flatMap(({ id, procedure }) => (procedure.serviceLevel === 'full-process' ? [id] : [])),
    ),
  };
}
