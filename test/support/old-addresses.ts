import { shippedChanges, shippedUnits } from '../../src/capabilities/units/load-units.ts';
import {
  addressBook,
  type PlaceName,
  readAddress,
  type UnitToday,
} from '../../src/capabilities/units/old-address.ts';

const units = await shippedUnits();
const changes = await shippedChanges(units);
const nameOf = new Map(units.map((unit) => [unit.code, unit.fullName]));
const today: UnitToday[] = units.flatMap(({ parentCode, ...unit }) =>
  parentCode === null
    ? []
    : [
        {
          code: unit.code,
          kind: unit.kind,
          fullName: unit.fullName,
          provinceCode: parentCode,
          provinceName: nameOf.get(parentCode) ?? '',
        },
      ],
);
/** The old communes of the country, each once. */
export const old: PlaceName[] = [
  ...Map.groupBy(changes, (one) => `${one.oldName}|${one.oldDistrict}|${one.oldProvince}`).values(),
].map((same) => {
  const [first] = same as [(typeof changes)[number]];
  return {
    name: first.oldName,
    district: first.oldDistrict,
    province: first.oldProvince,
    codes: [...new Set(same.map((one) => one.newCode))],
  };
});
const book = addressBook(old, today);
export const read = (text: string) => readAddress(book, text, '37');
const bare = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
const short = (text: string) =>
  text
    .replace(/^Thị trấn /, 'TT. ')
    .replace(/^Thị xã /, 'TX. ')
    .replace(/^Thành phố /, 'TP. ')
    .replace(/^Phường /, 'P. ')
    .replace(/^Quận /, 'Q. ')
    .replace(/^Huyện /, 'H. ')
    .replace(/^Tỉnh /, 'T. ')
    .replace(/^Xã /, 'X. ');
const kindless = (text: string) =>
  /^(Phường|Quận) \d/.test(text)
    ? text
    : text.replace(/^(Thị trấn|Thị xã|Thành phố|Phường|Quận|Huyện|Tỉnh|Xã) /, '');
/** The tone on the other vowel, as was taught at another time; "i" for "y". */
const elder = (text: string) =>
  text
    .normalize('NFC')
    .replace(/oà(?!\p{L})/gu, 'òa')
    .replace(/òa(?!\p{L})/gu, 'oà')
    .replace(/ủy(?!\p{L})/gu, 'uỷ')
    .replace(/úy(?!\p{L})/gu, 'uý')
    .replace(/([mlktsh])ỹ(?!\p{L})/giu, '$1ĩ')
    .replace(/([mlktsh])ý(?!\p{L})/giu, '$1í')
    .replace(/([mlktsh])ỳ(?!\p{L})/giu, '$1ì');

type Form = (name: string, district: string, province: string) => string;
/** How people write an old commune, its district and its province. */
export const FORMS: Record<string, Form> = {
  'as on the paper': (n, d, p) => `${n}, ${d}, ${p}`,
  'after a house and a street': (n, d, p) => `Số 12, đường Trần Phú, ${n}, ${d}, ${p}`,
  abbreviated: (n, d, p) => `${short(n)}, ${short(d)}, ${short(p)}`,
  'abbreviated without blanks': (n, d, p) => [n, d, p].map((one) => short(one).replace('. ', '.')).join(', '),
  'without marks': (n, d, p) => bare(`Thon 3, ${n}, ${d}, ${p}`),
  'in capitals': (n, d, p) => `${n}, ${d}, ${p}`.toUpperCase(),
  'with dashes': (n, d, p) => `Xóm 5 - ${n} - ${d} - ${p}`,
  'in one line without marks and commas': (n, d, p) => bare(`thon dong ${n} ${d} ${p}`).toLowerCase(),
  'from the province down': (n, d, p) => `${p}, ${d}, ${n}`,
  'without kinds': (n, d, p) => [n, d, p].map(kindless).join(', '),
  'without kinds and marks': (n, d, p) => bare([n, d, p].map(kindless).join(', ')),
  'in the other spelling': (n, d, p) => elder(`${n}, ${d}, ${p}`),
  'without the province': (n, d) => `${n}, ${d}`,
};

/** What an address should do and does: `found` its own unit, `asked` among units with its own, or `wrong`. */
export function judge(place: PlaceName, text: string): 'found' | 'asked' | 'wrong' {
  const { outcome, candidates } = read(text);
  const codes = candidates.map((one) => one.code);
  if (outcome === 'none' || !place.codes.every((code) => codes.includes(code))) return 'wrong';
  return outcome === 'found' ? 'found' : 'asked';
}
