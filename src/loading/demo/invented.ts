import { type Person, readPersonalId } from '../../capabilities/people/index.ts';
import type { Unit } from '../../capabilities/units/index.ts';
import type { Dice } from './dice.ts';

/** Everybody here is made up. Names are put together by chance; numbers are such as nobody has been given. */
export type Invented = Omit<Person, 'id'>;

const SURNAMES: [string, number][] = [
  ['Nguyễn', 30],
  ['Trần', 16],
  ['Phạm', 11],
  ['Lê', 9],
  ['Vũ', 7],
  ['Đinh', 6],
  ['Hoàng', 5],
  ['Đỗ', 4],
  ['Bùi', 4],
  ['Đặng', 3],
  ['Lại', 3],
  ['Dương', 2],
  ['Trịnh', 2],
  ['Tạ', 2],
  ['Mai', 2],
  ['Phan', 2],
  ['Lương', 2],
  ['Ngô', 2],
  ['Quách', 1],
  ['Tống', 1],
  ['Ninh', 1],
  ['Đoàn', 1],
];
const MALE_MIDDLE = [
  'Văn',
  'Văn',
  'Đức',
  'Hữu',
  'Quang',
  'Minh',
  'Công',
  'Đình',
  'Xuân',
  'Ngọc',
  'Trọng',
  'Mạnh',
];
const MALE_GIVEN =
  'An Bảo Bình Chiến Chung Cường Dũng Duy Dương Đạt Điệp Đông Giang Hải Hiếu Hoàn Hùng Huy Hưng Khánh Khoa Kiên Lâm Linh Long Lực Nam Nghĩa Nguyên Nhật Phong Phúc Quân Quyết Sơn Tài Tâm Thành Thắng Thịnh Tiến Toàn Trung Trường Tuấn Tùng Vinh Vượng'.split(
    ' ',
  );
const FEMALE_MIDDLE = [
  'Thị',
  'Thị',
  'Thị',
  'Thị Thu',
  'Thị Thanh',
  'Ngọc',
  'Thị Minh',
  'Thị Hồng',
  'Phương',
  'Thị Kim',
  'Khánh',
];
const FEMALE_GIVEN =
  'An Anh Ánh Bích Chi Dung Duyên Hà Hải Hạnh Hằng Hiền Hoa Hoài Hồng Huế Huệ Huyền Hương Lan Liên Linh Loan Mai Minh My Nga Ngân Nhàn Nhung Oanh Phương Quyên Quỳnh Tâm Thảo Thoa Thơm Thúy Thư Trang Trinh Tuyết Uyên Vân Xuân Yến'.split(
    ' ',
  );

/** Names as long as people bear them: a screen that breaks on one is found in the demonstration. */
export const LONG_NAMES = {
  official: 'Nguyễn Hoàng Thị Phương Thảo Nguyên',
  citizen: 'Trần Nguyễn Hoàng Thị Diễm Quỳnh Châu',
  household:
    'Cơ sở chế biến, kinh doanh nông sản và thực phẩm truyền thống Nguyễn Hoàng Thị Phương Thảo Nguyên',
} as const;

const HAMLETS = [
  'Thôn Đông',
  'Thôn Đoài',
  'Thôn Thượng',
  'Thôn Trung',
  'Thôn Hạ',
  'Thôn Bến',
  'Thôn Cầu Gạo',
  'Thôn Đồng Xuân',
  'Thôn Mỹ Lộc',
  'Thôn Phú Vinh',
  'Thôn An Thái',
  'Xóm Chùa',
  'Xóm Đình',
];
const STREETS = [
  'đường Hoa Sen',
  'đường Hoa Mai',
  'đường Lúa Vàng',
  'ngõ Giếng Đình',
  'đường Bờ Sông',
  'phố Chợ Mới',
];

const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3];

export function inventedName(dice: Dice, sex: 'male' | 'female', surname?: string): string {
  const family = surname ?? dice.weighed(SURNAMES);
  return sex === 'male'
    ? `${family} ${dice.pick(MALE_MIDDLE)} ${dice.pick(MALE_GIVEN)}`
    : `${family} ${dice.pick(FEMALE_MIDDLE)} ${dice.pick(FEMALE_GIVEN)}`;
}

/**
 * A personal id of the right structure that nobody has: its running number begins with 9, beyond the births of any
 * one place and year.
 */
export function inventedPersonalId(dice: Dice, sex: 'male' | 'female', birthDate: string): string {
  const year = Number(birthDate.slice(0, 4));
  const century = 2 * Math.floor((year - 1900) / 100) + (sex === 'female' ? 1 : 0);
  const id = `${dice.pick(['035', '036', '037'])}${century}${birthDate.slice(2, 4)}9${String(dice.int(0, 99_999)).padStart(5, '0')}`;
  if (readPersonalId(id)?.birthYear !== year) throw new RangeError(`no personal id for ${birthDate}`);
  return id;
}

/** A tax code whose tenth digit is right; no province's codes begin with 99. */
export function inventedTaxCode(dice: Dice): string {
  for (;;) {
    const nine = `99${String(dice.int(0, 9_999_999)).padStart(7, '0')}`;
    const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(nine[place]), 0);
    if (sum % 11 !== 0) return `${nine}${10 - (sum % 11)}`;
  }
}

/** Ten digits with a zero, as phones have; no subscriber's number begins with 010. */
export function inventedPhone(dice: Dice): string {
  return `010${String(dice.int(0, 9_999_999)).padStart(7, '0')}`;
}

/** A day in the year that makes somebody this old on the day `on`. */
export function birthDateFor(dice: Dice, age: number, on: string): string {
  const year = Number(on.slice(0, 4)) - age - 1;
  return `${year}-${String(dice.int(1, 12)).padStart(2, '0')}-${String(dice.int(1, 28)).padStart(2, '0')}`;
}

/** House and hamlet: what stands before the commune's name in an address. */
export function inventedPlace(dice: Dice, unit: Pick<Unit, 'kind'>): string {
  return unit.kind === 'commune' ? dice.pick(HAMLETS) : `Số ${dice.int(1, 240)}, ${dice.pick(STREETS)}`;
}

export function inventedAddress(dice: Dice, unit: Unit, province: Pick<Unit, 'fullName'>): string {
  return `${inventedPlace(dice, unit)}, ${unit.fullName}, ${province.fullName}`;
}

export function inventedCitizen(
  dice: Dice,
  where: { unit: Unit; province: Unit; on: string },
  given: { fullName?: string; sex?: 'male' | 'female'; age?: number } = {},
): Invented {
  const sex = given.sex ?? (dice.chance(0.5) ? 'male' : 'female');
  const birthDate = birthDateFor(dice, given.age ?? dice.int(20, 78), where.on);
  const fullName = given.fullName ?? inventedName(dice, sex);
  return {
    kind: 'citizen',
    fullName,
    personalId: inventedPersonalId(dice, sex, birthDate),
    taxCode: null,
    birthDate,
    sex,
    phone: dice.chance(0.92) ? inventedPhone(dice) : null,
    email: dice.chance(0.3) ? `${mailName(fullName)}${birthDate.slice(2, 4)}@thu.example` : null,
    address: inventedAddress(dice, where.unit, where.province),
    unitCode: where.unit.code,
  };
}

const TRADES = [
  'Tạp hoá',
  'Cơ khí',
  'May mặc',
  'Vật liệu xây dựng',
  'Quán ăn',
  'Điện nước',
  'Nội thất',
  'Nông sản',
  'Nhà thuốc',
];

/** A household business or a company, under a tax code. */
export function inventedOrganisation(
  dice: Dice,
  where: { unit: Unit; province: Unit },
  kind: 'household' | 'company',
): Invented {
  const name = `${dice.pick(TRADES)} ${dice.pick(MALE_GIVEN)} ${dice.pick(FEMALE_GIVEN)}`;
  return {
    kind: 'organisation',
    fullName: kind === 'household' ? `Hộ kinh doanh ${name}` : `Công ty TNHH ${name}`,
    personalId: null,
    taxCode: inventedTaxCode(dice),
    birthDate: null,
    sex: null,
    phone: inventedPhone(dice),
    email: null,
    address: inventedAddress(dice, where.unit, where.province),
    unitCode: where.unit.code,
  };
}

function mailName(fullName: string): string {
  return fullName
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .toLowerCase()
    .split(' ')
    .slice(-2)
    .join('.');
}
