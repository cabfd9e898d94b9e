import type { Unit } from './unit.ts';

export type AgencyKind =
  | 'province-committee'
  | 'department'
  | 'commune-committee'
  | 'division'
  | 'centre'
  | 'office'
  | 'commune-police';

export interface Agency {
  /** Electronic identification code, "H42.13504.04". Ours are provisional until the province imports its own. */
  id: string;
  kind: AgencyKind;
  /** As on papers: "Trung tâm Phục vụ hành chính công xã Bình Lục". */
  name: string;
  /** As in lists: "TTPVHCC xã Bình Lục". */
  shortName: string;
  unitCode: string;
  parentId: string | null;
  /** The agency that acts towards the outside: itself, or the one above. */
  bodyId: string;
  address: string | null;
  phone: string | null;
  email: string | null;
  /** Address, phone and email are made up for the demonstration. */
  contactInvented: boolean;
}

/** The last group of the provisional codes of what every commune has. */
export const communeParts = {
  office: '01',
  economy: '02',
  culture: '03',
  centre: '04',
  police: '05',
} as const;

/** The provisional code of a commune's committee, or of a part of it: from the commune's own code, so it stays. */
export function communeAgencyId(
  levelOne: string,
  unitCode: string,
  part?: keyof typeof communeParts,
): string {
  return part ? `${levelOne}.${unitCode}.${communeParts[part]}` : `${levelOne}.${unitCode}`;
}

/** The committee of a commune, its office, divisions and centre, and the commune's police. */
export function communeAgencies(levelOne: string, unit: Unit): Agency[] {
  const committee = communeAgencyId(levelOne, unit.code);
  const base = { unitCode: unit.code, address: null, phone: null, email: null, contactInvented: false };
  const part = (
    which: keyof typeof communeParts,
    kind: AgencyKind,
    name: string,
    shortName: string = name,
  ): Agency => ({
    ...base,
    id: communeAgencyId(levelOne, unit.code, which),
    kind,
    name: `${name} ${unit.fullName}`,
    shortName: kind === 'centre' || kind === 'commune-police' ? `${shortName} ${unit.fullName}` : shortName,
    parentId: committee,
    bodyId: committee,
  });
  // Wards and special zones have the division of the cities' economy; communes the plain one.
  const economy = unit.kind === 'commune' ? 'Phòng Kinh tế' : 'Phòng Kinh tế, Hạ tầng và Đô thị';
  const police = part('police', 'commune-police', 'Công an');
  return [
    {
      ...base,
      id: committee,
      kind: 'commune-committee',
      name: `Ủy ban nhân dân ${unit.fullName}`,
      shortName: `UBND ${unit.fullName}`,
      parentId: levelOne,
      bodyId: committee,
    },
    part('office', 'office', 'Văn phòng HĐND và UBND'),
    part('economy', 'division', economy),
    part('culture', 'division', 'Phòng Văn hoá - Xã hội'),
    part('centre', 'centre', 'Trung tâm Phục vụ hành chính công', 'TTPVHCC'),
    // The police are a service of their own: no committee stands above them and they sign for themselves.
    { ...police, parentId: null, bodyId: police.id },
  ];
}

/** An agency's own and everything below it, in the order given. */
export function agenciesUnder<A extends Pick<Agency, 'id' | 'parentId'>>(
  agencies: readonly A[],
  id: string,
): A[] {
  const inside = new Set([id]);
  for (let size = 0; size !== inside.size; ) {
    size = inside.size;
    for (const agency of agencies) {
      if (agency.parentId !== null && inside.has(agency.parentId)) inside.add(agency.id);
    }
  }
  return agencies.filter((agency) => inside.has(agency.id));
}
