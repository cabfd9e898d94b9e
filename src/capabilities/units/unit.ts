export type UnitKind = 'province' | 'commune' | 'ward' | 'special-zone';

/** An administrative unit as it stands during one time of its history. */
export interface Unit {
  /** Statistical code: two digits for a province, five for a commune. */
  code: string;
  kind: UnitKind;
  /** Without its kind: "Bình Lục". */
  name: string;
  /** As it stands within a sentence: "xã Bình Lục", "tỉnh Ninh Bình", "thành phố Huế". */
  fullName: string;
  parentCode: string | null;
}

const communeKinds: readonly [prefix: string, kind: UnitKind][] = [
  ['phường', 'ward'],
  ['xã', 'commune'],
  ['đặc khu', 'special-zone'],
];

/** One way of writing for text from outside: composed letters, single spaces, nothing around it. */
export function cleanName(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** "Phường Phủ Lý" as a ward named "Phủ Lý". Throws RangeError on a name without a kind. */
export function readCommuneName(text: string): Pick<Unit, 'kind' | 'name' | 'fullName'> {
  const clean = cleanName(text);
  for (const [prefix, kind] of communeKinds) {
    if (!clean.toLowerCase().startsWith(`${prefix} `)) continue;
    const name = clean.slice(prefix.length + 1);
    return { kind, name, fullName: `${prefix} ${name}` };
  }
  throw new RangeError(`not the name of a commune: ${text}`);
}

/** "Thành phố Huế" and "Ninh Bình" alike: six provinces are cities under the central government. */
export function readProvinceName(text: string): Pick<Unit, 'kind' | 'name' | 'fullName'> {
  const clean = cleanName(text);
  const city = /^thành phố (.+)$/i.exec(clean)?.[1];
  const name = city ?? clean.replace(/^tỉnh /i, '');
  return { kind: 'province', name, fullName: `${city ? 'thành phố' : 'tỉnh'} ${name}` };
}

/** A full name at the head of a line: "Xã Bình Lục". */
export function titled(fullName: string): string {
  return fullName.charAt(0).toLocaleUpperCase('vi') + fullName.slice(1);
}

/** "tỉnh" or "thành phố": what the province's bodies carry in their names. */
export function provinceWord(province: Pick<Unit, 'fullName'>): 'tỉnh' | 'thành phố' {
  return province.fullName.startsWith('thành phố ') ? 'thành phố' : 'tỉnh';
}

/** For addresses of the web and of mail: "xabinhluc". Letters and digits only. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd');
}
