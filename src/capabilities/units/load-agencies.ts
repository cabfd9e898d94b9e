import { readFile } from 'node:fs/promises';
import type { Tx } from '../../kernel/tx.ts';
import { type HoursOfAgency, type OfficeSession, saveOfficeHours } from '../calendar/index.ts';
import { type Agency, type AgencyKind, communeAgencies } from './agency.ts';
import { shippedUnits, TWO_TIERS_FROM } from './load-units.ts';
import { saveAgencies } from './store.ts';
import { plainLetters, provinceWord, type Unit } from './unit.ts';

const FOLDER = new URL('../../../catalogue/agencies/', import.meta.url);

interface ListedAgency {
  /** The group of the code after the one above. */
  group: string;
  kind: AgencyKind;
  /** `{province}` stands for "tỉnh" or "thành phố". */
  name: string;
  shortName: string;
  /** `read` in a public document, or only `recalled`. */
  sure: 'read' | 'recalled';
  below?: ListedAgency[];
}

interface AgencyList {
  agencies: ListedAgency[];
  /** Contacts and sessions made up for the demonstration. */
  invented?: {
    areaCode: string;
    mailDomain: string;
    /** Sessions of the province's centre and of the wards' centres, beyond the office hours. */
    sessions: OfficeSession[];
    source: string;
  };
}

async function readJson<T>(name: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(new URL(name, FOLDER), 'utf8')) as T;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}

/** The first group of a province's codes (Decision 20/2020/QD-TTg): "H42" for Ninh Bình. */
export async function levelOneCode(provinceCode: string): Promise<string> {
  const list = await readJson<{ codes: Record<string, { code: string }> }>('level-one-codes.json');
  const code = list?.codes[provinceCode]?.code;
  if (code === undefined) throw new RangeError(`no province has the code ${provinceCode}`);
  return code;
}

/** All agencies of a province: its own list where we have one, else the general one. */
export async function shippedAgencies(
  provinceCode: string,
): Promise<{ agencies: Agency[]; hours: HoursOfAgency[] }> {
  const units = await shippedUnits();
  const province = units.find((unit) => unit.kind === 'province' && unit.code === provinceCode);
  if (!province) throw new RangeError(`no province has the code ${provinceCode}`);
  const levelOne = await levelOneCode(provinceCode);
  const list =
    (await readJson<AgencyList>(`${provinceCode}.json`)) ?? (await readJson<AgencyList>('general.json'));
  if (!list) throw new Error('catalogue/agencies/general.json is missing');
  const communes = units.filter((unit) => unit.parentCode === provinceCode);
  const agencies = [
    ...provinceAgencies(levelOne, province, list.agencies),
    ...communes.flatMap((commune) => communeAgencies(levelOne, commune)),
  ];
  const { invented } = list;
  if (!invented) return { agencies, hours: [] };
  const wards = new Set(communes.filter((unit) => unit.kind === 'ward').map((unit) => unit.code));
  const unitOf = new Map(units.map((unit) => [unit.code, unit]));
  return {
    agencies: agencies.map((agency) =>
      withInventedContact(agency, unitOf.get(agency.unitCode), province, invented),
    ),
    hours: agencies
      .filter((agency) => agency.kind === 'centre')
      .filter((centre) => centre.unitCode === provinceCode || wards.has(centre.unitCode))
      .map((centre) => ({
        agencyId: centre.id,
        effectiveFrom: TWO_TIERS_FROM,
        source: invented.source,
        sessions: invented.sessions,
      })),
  };
}

/** Loads a province's agencies and its centres' own sessions; a second time changes nothing. */
export async function loadAgencies(tx: Tx, provinceCode: string): Promise<{ agencies: number }> {
  const { agencies, hours } = await shippedAgencies(provinceCode);
  await saveAgencies(tx, agencies, TWO_TIERS_FROM);
  if (hours.length > 0) await saveOfficeHours(tx, hours);
  return { agencies: agencies.length };
}

function provinceAgencies(levelOne: string, province: Unit, list: readonly ListedAgency[]): Agency[] {
  const word = provinceWord(province);
  const base = { unitCode: province.code, address: null, phone: null, email: null, contactInvented: false };
  const walk = (listed: ListedAgency, above: string, body: string | null): Agency[] => {
    const id = `${above}.${listed.group}`;
    const own = body ?? id;
    return [
      {
        ...base,
        id,
        kind: listed.kind,
        name: listed.name.replaceAll('{province}', body === null ? word : province.fullName),
        shortName: listed.shortName.replaceAll('{province}', body === null ? word : province.fullName),
        parentId: above,
        bodyId: own,
      },
      ...(listed.below ?? []).flatMap((below) => walk(below, id, own)),
    ];
  };
  return [
    {
      ...base,
      id: levelOne,
      kind: 'province-committee',
      name: `Ủy ban nhân dân ${province.fullName}`,
      shortName: `UBND ${province.fullName}`,
      parentId: null,
      bodyId: levelOne,
    },
    ...list.flatMap((listed) => walk(listed, levelOne, null)),
  ];
}

function withInventedContact(
  agency: Agency,
  unit: Unit | undefined,
  province: Unit,
  invented: NonNullable<AgencyList['invented']>,
): Agency {
  const reachable = agency.kind === 'centre' || agency.kind === 'commune-committee';
  if (!reachable || !unit) return agency;
  const seat =
    unit.kind === 'province'
      ? `Trung tâm hành chính ${unit.fullName}`
      : `Trụ sở UBND ${unit.fullName}, ${province.fullName}`;
  const box = agency.kind === 'centre' ? 'ttpvhcc' : 'vanphong';
  return {
    ...agency,
    address: seat,
    // No subscriber's number begins with 0: nobody is called by mistake.
    phone: `${invented.areaCode} 0${unit.code.padStart(5, '0')}${agency.kind === 'centre' ? 4 : 0}`,
    email: `${box}.${plainLetters(unit.fullName)}@${invented.mailDomain}`,
    contactInvented: true,
  };
}
