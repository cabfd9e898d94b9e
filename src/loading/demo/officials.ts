import type { Appointment, Role } from '../../capabilities/people/index.ts';
import { type Agency, plainLetters, type Unit } from '../../capabilities/units/index.ts';
import { type Dice, dice } from './dice.ts';
import { inventedName, LONG_NAMES } from './invented.ts';

/** All demonstration accounts have this one password; it stands on the start screen. */
export const DEMO_PASSWORD = 'haicap-demo-2026';
export const DEMO_OFFICIAL_PREFIX = 'demo:';

interface Seat {
  /** Before the place's name in the account: "truongphong.kinhte". */
  account: string;
  role: Role;
  title: string;
  agency: Agency;
}

/** Account names by their places: "binhluc"; where two places share a name, the unit's code is added. */
export function slugsOf(units: readonly Unit[], provinceCode: string): Map<string, string> {
  const province = units.find((unit) => unit.code === provinceCode);
  const counts = new Map<string, number>();
  const count = (slug: string) => counts.set(slug, (counts.get(slug) ?? 0) + 1);
  if (province) count(plainLetters(province.name));
  const communes = units.filter((unit) => unit.parentCode === provinceCode);
  for (const unit of communes) count(plainLetters(unit.name));
  const slugs = new Map<string, string>(province ? [[province.code, plainLetters(province.name)]] : []);
  for (const unit of communes) {
    const slug = plainLetters(unit.name);
    slugs.set(unit.code, (counts.get(slug) ?? 0) > 1 ? `${slug}${unit.code}` : slug);
  }
  return slugs;
}

/** Who sits where in a commune: everybody whom a process of a commune or of its police may name. */
function communeSeats(committee: Agency, parts: readonly Agency[], police: Agency | undefined): Seat[] {
  const kind = (wanted: Agency['kind'], name?: RegExp) =>
    parts.find((part) => part.kind === wanted && (name === undefined || name.test(part.name)));
  const word = committee.name.includes(' phường ')
    ? 'phường'
    : committee.name.includes(' đặc khu ')
      ? 'đặc khu'
      : 'xã';
  const seats: Seat[] = [
    { account: 'lanhdao', role: 'leader', title: `Phó Chủ tịch UBND ${word}`, agency: committee },
  ];
  const centre = kind('centre');
  if (centre)
    for (const account of ['tiepnhan', 'tiepnhan2'])
      seats.push({ account, role: 'receptionist', title: 'Công chức tiếp nhận', agency: centre });
  const office = kind('office');
  if (office)
    seats.push(
      { account: 'truongphong', role: 'division-head', title: 'Chánh Văn phòng', agency: office },
      { account: 'chuyenvien', role: 'specialist', title: 'Công chức tư pháp - hộ tịch', agency: office },
      { account: 'chuyenvien2', role: 'specialist', title: 'Công chức tư pháp - hộ tịch', agency: office },
      { account: 'vanthu', role: 'clerk', title: 'Văn thư', agency: office },
    );
  for (const [short, division] of [
    ['kinhte', kind('division', /kinh tế/iu)],
    ['vanhoa', kind('division', /văn h(ó|o)a|văn hoá/iu)],
  ] as const)
    if (division)
      seats.push(
        {
          account: `truongphong.${short}`,
          role: 'division-head',
          title: `Trưởng ${division.shortName}`,
          agency: division,
        },
        { account: `chuyenvien.${short}`, role: 'specialist', title: 'Chuyên viên', agency: division },
        { account: `chuyenvien2.${short}`, role: 'specialist', title: 'Chuyên viên', agency: division },
      );
  if (police)
    seats.push(
      { account: 'lanhdao.congan', role: 'leader', title: `Trưởng Công an ${word}`, agency: police },
      {
        account: 'truongphong.congan',
        role: 'division-head',
        title: `Phó Trưởng Công an ${word}`,
        agency: police,
      },
      { account: 'chuyenvien.congan', role: 'specialist', title: 'Cán bộ cư trú', agency: police },
      { account: 'chuyenvien2.congan', role: 'specialist', title: 'Cán bộ cư trú', agency: police },
      { account: 'vanthu.congan', role: 'clerk', title: 'Cán bộ văn thư', agency: police },
    );
  return seats;
}

const LEADERS: Partial<Record<Agency['kind'], string>> = {
  'province-committee': 'Phó Chủ tịch UBND',
  office: 'Phó Chánh Văn phòng',
};

/** A department, small: one of each, two specialists. The body itself holds every step. */
function departmentSeats(body: Agency): Seat[] {
  const slug = plainLetters(body.shortName);
  const seat = (account: string, role: Role, title: string): Seat => ({
    account: `${account}.${slug}`,
    role,
    title,
    agency: body,
  });
  return [
    seat('lanhdao', 'leader', LEADERS[body.kind] ?? 'Phó Giám đốc'),
    seat('truongphong', 'division-head', 'Trưởng phòng chuyên môn'),
    seat('chuyenvien', 'specialist', 'Chuyên viên'),
    seat('chuyenvien2', 'specialist', 'Chuyên viên'),
    seat('vanthu', 'clerk', 'Văn thư'),
  ];
}

/** The officials of the demonstration: every seat that a process may lead to has somebody in it. */
export function inventedOfficials(
  province: string,
  units: readonly Unit[],
  agencies: readonly Agency[],
  passwordHash: string,
): Appointment[] {
  const slugs = slugsOf(units, province);
  const own = slugs.get(province) ?? 'tinh';
  const byUnit = Map.groupBy(agencies, (agency) => agency.unitCode);
  const taken = new Set<string>();
  const appointments: Appointment[] = [];
  const add = ({ account, role, title, agency }: Seat, place: string | null) => {
    let name = place === null ? account : `${account}.${place}`;
    if (taken.has(name)) name = `${name}${agency.id.split('.').at(-1)}`.toLowerCase();
    taken.add(name);
    const chance: Dice = dice(`official ${name}`);
    const sex = chance.chance(0.5) ? 'male' : 'female';
    appointments.push({
      officialId: `${DEMO_OFFICIAL_PREFIX}${name}`,
      fullName:
        name === `chuyenvien2.${mainSlug(province, slugs)}` ? LONG_NAMES.official : inventedName(chance, sex),
      title,
      accountName: name,
      passwordHash,
      role,
      agencyId: agency.id,
      bodyId: agency.bodyId,
      from: '2025-07-01',
      demo: true,
    });
  };
  for (const [code, there] of byUnit) {
    if (code === province) continue;
    const committee = there.find((agency) => agency.kind === 'commune-committee');
    const slug = slugs.get(code);
    if (!committee || slug === undefined) continue;
    const parts = there.filter((agency) => agency.bodyId === committee.id);
    const police = there.find((agency) => agency.kind === 'commune-police');
    for (const seat of communeSeats(committee, parts, police)) add(seat, slug);
  }
  const ofProvince = byUnit.get(province) ?? [];
  for (const body of ofProvince) {
    if (body.kind === 'centre') {
      for (const account of ['tiepnhan', 'tiepnhan2', 'tiepnhan3'])
        add({ account, role: 'receptionist', title: 'Công chức tiếp nhận', agency: body }, own);
    } else if (body.id === body.bodyId) for (const seat of departmentSeats(body)) add(seat, null);
  }
  const office = ofProvince.find((agency) => agency.kind === 'office');
  const committee = ofProvince.find((agency) => agency.kind === 'province-committee');
  const control = office ?? committee;
  if (control)
    add(
      {
        account: 'kiemsoat',
        role: 'control-officer',
        title: 'Chuyên viên kiểm soát thủ tục hành chính',
        agency: control,
      },
      own,
    );
  if (committee)
    add({ account: 'quantri', role: 'administrator', title: 'Quản trị hệ thống', agency: committee }, own);
  return appointments;
}

/** The commune that the demonstration shows most: Bình Lục in Ninh Bình, elsewhere the first one. */
export function mainCommune(province: string, units: readonly Unit[]): Unit {
  const communes = units.filter((unit) => unit.parentCode === province);
  const main = communes.find((unit) => province === '37' && unit.name === 'Bình Lục') ?? communes[0];
  if (main === undefined) throw new RangeError(`province ${province} has no commune`);
  return main;
}

function mainSlug(province: string, slugs: Map<string, string>): string {
  if (province === '37') return 'binhluc';
  return [...slugs.entries()].find(([code]) => code !== province)?.[1] ?? '';
}
