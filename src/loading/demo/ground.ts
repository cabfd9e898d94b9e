import { legalDay, loadCalendar } from '../../capabilities/calendar/index.ts';
import { COMPETENT_NAMES, type StoredVersion, versionsInForce } from '../../capabilities/procedures/index.ts';
import { type Agency, findAgencies, findUnit, findUnits, type Unit } from '../../capabilities/units/index.ts';
import type { Actor, Duty } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Cast, seatOf } from './act-out.ts';
import { mainCommune } from './officials.ts';
import { type Counter, type DemoGround, someCommunes } from './plan.ts';

const DEPARTMENTS = 6;

export interface ReadGround extends Omit<DemoGround, 'accountHolders'> {
  units: Unit[];
  agencies: Agency[];
}

/** The loaded province as the demonstration needs it. */
export async function readGround(tx: Tx, provinceCode: string, now: Date): Promise<ReadGround> {
  const day = legalDay(now);
  const province = await findUnit(tx, provinceCode, day);
  if (province === null) throw new RangeError(`province ${provinceCode} is not loaded`);
  const communes = await findUnits(tx, { parentCode: provinceCode, limit: 1000 }, day);
  const units = [province, ...communes];
  const agencies = await findAgencies(tx, { limit: 10_000 }, day);
  const byUnit = Map.groupBy(agencies, (agency) => agency.unitCode);
  const counterOf = async (unit: Unit): Promise<Counter | null> => {
    const there = byUnit.get(unit.code) ?? [];
    const centre = there.find((agency) => agency.kind === 'centre');
    if (centre === undefined) return null;
    const committee = there.find((agency) => agency.kind === 'commune-committee') ?? null;
    return { centre, committee, unit, calendar: await loadCalendar(tx, centre.id, day) };
  };
  const mainUnit = mainCommune(provinceCode, units);
  const main = await counterOf(mainUnit);
  if (main === null) throw new RangeError(`${mainUnit.fullName} has no centre`);
  const others: Counter[] = [];
  for (const unit of someCommunes(communes, mainUnit)) {
    const counter = await counterOf(unit);
    if (counter !== null) others.push(counter);
  }
  const versions = await versionsInForce(tx, day);
  return {
    province,
    units,
    agencies,
    main,
    communes: others,
    provinceCentre: await counterOf(province),
    communeVersions: versions.filter(({ procedure }) => procedure.level === 'commune' && isPlain(procedure)),
    departments: departmentsOf(
      (byUnit.get(provinceCode) ?? []).filter((agency) => agency.id === agency.bodyId),
      versions.filter(({ procedure }) => procedure.level === 'province' && procedure.terms.length > 0),
    ),
  };
}

const isPlain = (procedure: StoredVersion['procedure']) =>
  procedure.terms.length > 0 && !procedure.doubts.includes('border-only');

/** The bodies of the province that decide most procedures, each with its own. */
function departmentsOf(bodies: readonly Agency[], versions: readonly StoredVersion[]) {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const byBody = new Map<Agency, StoredVersion[]>();
  for (const version of versions) {
    const name = plain(COMPETENT_NAMES[version.procedure.competent]);
    const body = bodies.find((one) => plain(one.name).includes(name));
    if (body !== undefined) byBody.set(body, [...(byBody.get(body) ?? []), version]);
  }
  return [...byBody]
    .sort((a, b) => b[1].length - a[1].length)
    .slice(0, DEPARTMENTS)
    .map(([body, own]) => ({ body, versions: own }));
}

/** The demonstration's officials and citizens, as actors. */
export async function readCast(tx: Tx): Promise<Cast> {
  const officials = await tx.query<{ id: string; full_name: string; duties: Duty[] }>(
    `select o.id, o.full_name,
       jsonb_agg(jsonb_build_object('role', d.role, 'agencyId', d.agency_id, 'bodyId', d.body_id) order by d.id) as duties
     from officials o join duties d on d.official_id = o.id where o.demo and d.valid_to is null
     group by o.id order by o.id`,
  );
  const cast: Cast = { officials: new Map(), citizens: new Map() };
  for (const { id, full_name: name, duties } of officials.rows) {
    const actor: Actor & { kind: 'official' } = { kind: 'official', id, name, duties };
    for (const { agencyId, role } of duties) {
      const seat = seatOf(agencyId, role);
      cast.officials.set(seat, [...(cast.officials.get(seat) ?? []), actor]);
    }
  }
  const citizens = await tx.query<{ id: string; full_name: string; personal_id: string }>(
    `select p.id, p.full_name, p.personal_id from persons p join accounts a on a.person_id = p.id where p.demo`,
  );
  for (const { id, full_name: name, personal_id } of citizens.rows)
    cast.citizens.set(personal_id, { kind: 'citizen', id: `person:${id}`, name, personId: id });
  return cast;
}
