import type { UnitKind } from './unit.ts';

/** A place as some paper may call it: a commune of before the two tiers, with its district, or one of since then. */
export interface PlaceName {
  /** With its kind, as papers of its time have it: "Thị trấn Bình Mỹ", "Xã Bồ Đề". */
  name: string;
  /** With its kind: "Huyện Bình Lục"; null for a commune of the two tiers. */
  district: string | null;
  /** With its kind or without: "Tỉnh Hà Nam". */
  province: string;
  /** The units that are there today: several when it was split. */
  codes: readonly string[];
}

/** A unit of today, as the answer names it. */
export interface UnitToday {
  code: string;
  kind: UnitKind;
  fullName: string;
  provinceCode: string;
  provinceName: string;
}

export interface AddressCandidate extends UnitToday {
  /** What the paper calls it, when that is not its name of today: "Xã Bồ Đề, Huyện Bình Lục, Tỉnh Hà Nam". */
  formerly: string | null;
}

/**
 * `found`: one unit, and nothing else could be meant. `ask`: these could be meant; the person says which. `none`: no
 * place of the list is named.
 */
export interface AddressReading {
  outcome: 'found' | 'ask' | 'none';
  candidates: AddressCandidate[];
  /** What stands before the place: house number, street, hamlet. */
  detail: string;
}

/** The lists that addresses are read against, made once. */
export interface AddressBook {
  byName: ReadonlyMap<string, readonly Entry[]>;
  byDistrict: ReadonlyMap<string, readonly Entry[]>;
  provinces: ReadonlyMap<string, readonly string[]>;
  units: ReadonlyMap<string, UnitToday>;
  longest: number;
}

interface Name {
  key: string;
  kind: string;
  /** Letters with their marks, one way of writing. */
  marked: string;
}

interface Entry extends PlaceName {
  own: Name;
  above: Name | null;
  /** Keys of the provinces that may stand on the paper: of its time, and today's. */
  provinceKeys: ReadonlySet<string>;
}

type Level = 'commune' | 'district' | 'province';

const KINDS: readonly [words: string, kind: string, levels: readonly Level[]][] = [
  ['thi tran', 'thi tran', ['commune']],
  ['thi xa', 'thi xa', ['district']],
  ['thanh pho', 'thanh pho', ['district', 'province']],
  ['dac khu', 'dac khu', ['commune']],
  ['phuong', 'phuong', ['commune']],
  ['xa', 'xa', ['commune']],
  ['quan', 'quan', ['district']],
  ['huien', 'huien', ['district']],
  ['tinh', 'tinh', ['province']],
  ['tt', 'thi tran', ['commune']],
  ['tx', 'thi xa', ['district']],
  ['tp', 'thanh pho', ['district', 'province']],
  ['dc', 'dac khu', ['commune']],
  ['p', 'phuong', ['commune']],
  ['f', 'phuong', ['commune']],
  ['x', 'xa', ['commune']],
  ['q', 'quan', ['district']],
  ['h', 'huien', ['district']],
  ['t', 'tinh', ['province']],
];

/** What stands before the name of a street or a hamlet, which is often the name of some commune as well. */
const SMALLER = new Set(
  'duong pho thon xom ap to ban buon lang ngo hem ciet ngach so khu cp tdp doi khom soc plei cum lo ong ba'.split(
    ' ',
  ),
);

/** Provinces that were joined and parted before 2025, and short forms that papers have. */
const OTHER_PROVINCES: Record<string, readonly string[]> = {
  'Hà Nam Ninh': ['Hà Nam', 'Nam Định', 'Ninh Bình'],
  'Nam Hà': ['Hà Nam', 'Nam Định'],
  'Hà Tây': ['Hà Nội'],
  'Hà Sơn Bình': ['Hà Nội', 'Hoà Bình'],
  'Hải Hưng': ['Hải Dương', 'Hưng Yên'],
  'Vĩnh Phú': ['Vĩnh Phúc', 'Phú Thọ'],
  'Hà Bắc': ['Bắc Giang', 'Bắc Ninh'],
  'Bắc Thái': ['Bắc Kạn', 'Thái Nguyên'],
  'Nghệ Tĩnh': ['Nghệ An', 'Hà Tĩnh'],
  'Thừa Thiên Huế': ['Huế'],
  'Thừa Thiên - Huế': ['Huế'],
  HCM: ['Hồ Chí Minh'],
  TPHCM: ['Hồ Chí Minh'],
  HN: ['Hà Nội'],
  BRVT: ['Bà Rịa - Vũng Tàu'],
};

const MARKS = /\p{M}/gu;

/** Without marks and case, "y" as "i", "k" as "c" (not "kh"): spellings that went in and out of use meet here. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/[đð]/g, 'd')
    .replaceAll('y', 'i')
    .replace(/k(?!h)/g, 'c');
}

/** With marks, but the tone at the end of the syllable: "hoà" and "hòa" are one. */
function markedForm(text: string): string {
  const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;
  const syllable = text.normalize('NFD').toLowerCase().replace(/ð/g, 'đ').replaceAll('y', 'i');
  return syllable.replace(tones, '') + (syllable.match(tones) ?? []).join('');
}

interface Word {
  plain: string;
  marked: string;
  start: number;
  end: number;
  /** A comma stands before it: no name goes across. */
  cut: boolean;
  /** A comma, or a dash that may as well be within a name ("Bà Rịa - Vũng Tàu"). */
  parted: boolean;
  /** A full stop, or a figure, follows at once: "P." and "P12" are surely a kind. */
  tight: boolean;
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let before = 0;
  // "GòVấp" is two words, "P12" a kind and a number.
  for (const match of text.matchAll(/\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+(?![\p{Ll}\p{M}])|\p{Lu}|\d+/gu)) {
    const [word] = match;
    const start = match.index;
    const end = start + word.length;
    const between = text.slice(before, start);
    words.push({
      plain: /^\d+$/.test(word) ? String(Number(word)) : plain(word),
      marked: /^\d+$/.test(word) ? String(Number(word)) : markedForm(word),
      start,
      end,
      cut: /[,;\n/|()]/.test(between),
      parted: /[,;\n/|()]|\s[-–—]\s/.test(between),
      tight: /^[.\d]/.test(text.slice(end)),
    });
    before = end;
  }
  return words;
}

/** "Huyện Bình Lục" as its kind and its name; a name without a kind has an empty one. */
function readName(text: string): Name {
  const words = wordsOf(text.normalize('NFC'));
  const two = words.length > 2 ? kindAt(words, 0, 2) : null;
  const kind = two ?? (words.length > 1 ? kindAt(words, 0, 1) : null);
  const rest = words.slice(two === null ? (kind === null ? 0 : 1) : 2);
  return {
    key: rest.map((word) => word.plain).join(''),
    kind: kind?.kind ?? '',
    marked: rest.map((word) => word.marked).join(''),
  };
}

function kindAt(words: readonly Word[], from: number, length: number) {
  const text = words
    .slice(from, from + length)
    .map((word) => word.plain)
    .join(' ');
  const found = KINDS.find(([known]) => known === text);
  return found === undefined ? null : { kind: found[1], levels: found[2] };
}

/** Makes the lists. `old` names places of before, with what they are today; `today` every unit that exists. */
export function addressBook(old: readonly PlaceName[], today: readonly UnitToday[]): AddressBook {
  const byName = new Map<string, Entry[]>();
  const byDistrict = new Map<string, Entry[]>();
  const provinces = new Map<string, string[]>();
  const units = new Map(today.map((unit) => [unit.code, unit]));
  let longest = 1;
  const put = <V>(map: Map<string, V[]>, key: string, value: V) => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [value]);
    else known.push(value);
  };
  const countWords = (text: string) => {
    longest = Math.max(longest, wordsOf(text).length);
  };
  const add = (place: PlaceName) => {
    const province = readName(place.province);
    const now = place.codes.flatMap((code) => units.get(code)?.provinceName ?? []);
    const entry: Entry = {
      ...place,
      own: readName(place.name),
      above: place.district === null ? null : readName(place.district),
      provinceKeys: new Set([province.key, ...now.map((name) => readName(name).key)]),
    };
    countWords(place.name);
    if (place.district !== null) countWords(place.district);
    put(byName, entry.own.key, entry);
    if (entry.above !== null) put(byDistrict, entry.above.key, entry);
    if (!provinces.has(province.key)) provinces.set(province.key, [province.key]);
  };
  for (const place of old) add(place);
  for (const unit of today)
    add({ name: unit.fullName, district: null, province: unit.provinceName, codes: [unit.code] });
  for (const [name, of] of Object.entries(OTHER_PROVINCES))
    provinces.set(
      readName(name).key,
      of.map((one) => readName(one).key),
    );
  return { byName, byDistrict, provinces, units, longest };
}

interface Mention {
  /** The first word, its kind included; the first word of the name; the word after the last. */
  from: number;
  name: number;
  to: number;
  kind: string | null;
  levels: readonly Level[] | null;
  marked: string;
  /** After "thôn", "đường" and the like: probably not a commune. */
  weak: boolean;
}

/** Every name of the lists that the words hold, by its key. */
function mentionsIn(words: readonly Word[], book: AddressBook): Map<string, Mention[]> {
  const found = new Map<string, Mention[]>();
  for (let start = 0; start < words.length; start++) {
    const before = kindBefore(words, start);
    const from = before?.from ?? start;
    const ahead = words[from]?.parted === true ? undefined : words[from - 1]?.plain;
    let key = '';
    let marked = '';
    for (let end = start; end < words.length && end < start + book.longest; end++) {
      const word = words[end] as Word;
      if (end > start && word.cut) break;
      key += word.plain;
      marked += word.marked;
      if (!book.byName.has(key) && !book.byDistrict.has(key) && !book.provinces.has(key)) continue;
      const list = found.get(key) ?? [];
      list.push({
        from,
        name: start,
        to: end + 1,
        kind: before?.kind ?? null,
        levels: before?.sure === true ? before.levels : null,
        marked,
        weak: before === null && ahead !== undefined && (SMALLER.has(ahead) || /^\d+$/.test(ahead)),
      });
      found.set(key, list);
    }
  }
  return found;
}

/** The kind that stands right before a word. A single letter is surely one only with a full stop or a figure after it. */
function kindBefore(words: readonly Word[], start: number) {
  if (start === 0 || words[start]?.parted === true) return null;
  const two = start > 1 && words[start - 1]?.parted !== true ? kindAt(words, start - 2, 2) : null;
  if (two !== null) return { ...two, from: start - 2, sure: true };
  const one = kindAt(words, start - 1, 1);
  if (one === null) return null;
  const word = words[start - 1] as Word;
  return { ...one, from: start - 1, sure: word.plain.length > 1 || word.tight };
}

const apart = (a: Mention | null, b: Mention | null) =>
  a === null || b === null || a.to <= b.from || b.to <= a.from;

/** What a name in the text is worth as a place of this level; null when it cannot be one. */
function worth(
  mention: Mention,
  name: Name,
  level: 'commune' | 'district',
  hasMarks: boolean,
): number | null {
  if (mention.levels !== null && !mention.levels.includes(level)) return null;
  if (/^\d+$/.test(name.key) && mention.kind === null) return null;
  let worth = 10;
  if (mention.kind !== null && name.kind !== '')
    worth += mention.kind === name.kind ? 2 : mention.levels === null ? 0 : -2;
  if (mention.weak) worth -= 6;
  if (hasMarks) worth += mention.marked === name.marked ? 1 : -2;
  return worth + 0.6 * (mention.to - mention.name);
}

const worthOfProvince = (mention: Mention | null) =>
  mention === null ? 0 : (mention.weak ? 1 : 6) + 0.6 * (mention.to - mention.name);

interface Reading {
  entry: Entry;
  score: number;
  used: Mention[];
}

/** The best way in which the text can mean this place. */
function readAs(
  entry: Entry,
  mentions: Map<string, Mention[]>,
  book: AddressBook,
  hasMarks: boolean,
): Reading | null {
  let best: Reading | null = null;
  const districts = entry.above === null ? [] : (mentions.get(entry.above.key) ?? []);
  const provinces = [...mentions]
    .filter(([key]) => book.provinces.get(key)?.some((one) => entry.provinceKeys.has(one)))
    .flatMap(([, list]) => list)
    .filter(({ levels }) => levels === null || levels.includes('province'));
  for (const own of mentions.get(entry.own.key) ?? []) {
    const ownWorth = worth(own, entry.own, 'commune', hasMarks);
    if (ownWorth === null) continue;
    for (const above of [null, ...districts]) {
      if (!apart(own, above)) continue;
      const aboveWorth = above === null ? 0 : worth(above, entry.above as Name, 'district', hasMarks);
      if (aboveWorth === null) continue;
      for (const province of [null, ...provinces]) {
        if (!apart(own, province) || !apart(above, province)) continue;
        const score = ownWorth + aboveWorth + worthOfProvince(province);
        if (best === null || score > best.score)
          best = { entry, score, used: [own, above, province].filter((one) => one !== null) };
      }
    }
  }
  return best;
}

/** Scores closer than this are the same: nobody can tell them apart. */
const CLOSE = 0.5;
/** A name after "đường" or of the wrong kind, with nothing else, names no place. */
const LEAST = 8;
const MOST = 20;

/**
 * Reads an address as an old paper or a person has it: typed or pasted in one line, with or without marks, commas and
 * kinds, in any order. It never guesses: what could be two places is asked about.
 */
export function readAddress(book: AddressBook, address: string, home?: string): AddressReading {
  const text = address.normalize('NFC').slice(0, 500);
  const words = wordsOf(text);
  const mentions = mentionsIn(words, book);
  const hasMarks = words.some((word) => /[^a-z0-9]/.test(word.marked));
  const readings = [...mentions.keys()]
    .flatMap((key) => book.byName.get(key) ?? [])
    .flatMap((entry) => readAs(entry, mentions, book, hasMarks) ?? []);
  const top = Math.max(0, ...readings.map((reading) => reading.score));
  const best = readings.filter((reading) => reading.score > top - CLOSE);
  const first = best[0];
  const district = districtNamed(mentions, book, hasMarks);
  const onlyDistrict = district !== null && district.score > top - CLOSE;
  if (first === undefined || top < LEAST || onlyDistrict) {
    if (district === null) return { outcome: 'none', candidates: [], detail: text.trim() };
    return {
      outcome: 'ask',
      candidates: listed(district.entries, book, home),
      detail: without(text, words, district.used),
    };
  }
  const meant = best.map((reading) => reading.entry);
  const candidates = listed(meant, book, home);
  const doubtful = leftUnread(words, mentions, best, book);
  return {
    outcome: candidates.length === 1 && !doubtful ? 'found' : 'ask',
    candidates,
    detail: without(text, words, first.used),
  };
}

/** What makes a single reading doubtful: a word of the text that should say a place and has not been read as one. */
function leftUnread(
  words: readonly Word[],
  mentions: Map<string, Mention[]>,
  readings: readonly Reading[],
  book: AddressBook,
): boolean {
  const covered = new Set<number>();
  for (const { used } of readings)
    for (const { from, to } of used) for (let at = from; at < to; at++) covered.add(at);
  // "huyện …", "tỉnh …" of which nothing was made.
  for (let start = 1; start < words.length; start++) {
    const kind = kindBefore(words, start);
    if (kind?.sure === true && !covered.has(kind.from)) return true;
  }
  for (const { used } of readings) {
    const own = used[0] as Mention;
    // After "phố" it is a street's name as likely.
    if (own.weak) return true;
    // "xã Tân Phú Đông" where only a Tân Phú is known, "Đông Tân Phú" without a kind.
    for (const { to, from, kind } of used) {
      if (words[to]?.parted === false && !covered.has(to) && !startsAKind(words, to)) return true;
      if (kind === null && words[from]?.parted === false && from > 0 && !covered.has(from - 1)) return true;
    }
    // A name alone may be the district as well as its commune.
    const one = words.slice(own.name, own.to).map((word) => word.plain);
    if (own.kind === null && used.every((mention) => mention === own || isProvince(mention, words, book)))
      if (book.byDistrict.has(one.join(''))) return true;
  }
  // Another province than the one that the reading has.
  for (const [key, list] of mentions) {
    if (!book.provinces.has(key)) continue;
    for (const { from, to, weak } of list) {
      const whole = (from === 0 || words[from]?.parted === true) && words[to]?.parted !== false;
      if (whole && !weak && !covered.has(from)) return true;
    }
  }
  return false;
}

const startsAKind = (words: readonly Word[], at: number) =>
  kindAt(words, at, 1) !== null || kindAt(words, at, 2) !== null;

const isProvince = (mention: Mention, words: readonly Word[], book: AddressBook) =>
  book.provinces.has(
    words
      .slice(mention.name, mention.to)
      .map((word) => word.plain)
      .join(''),
  );

/** A district that the text names, with all that was in it. */
function districtNamed(mentions: Map<string, Mention[]>, book: AddressBook, hasMarks: boolean) {
  let best: { score: number; entries: Entry[]; used: Mention[] } | null = null;
  for (const [key, list] of mentions) {
    const entries = book.byDistrict.get(key);
    if (entries === undefined) continue;
    for (const district of list)
      for (const [province, inIt] of [
        [null, entries] as const,
        ...provincesAround(mentions, book, district).map(
          ([mention, keys]) =>
            [
              mention,
              entries.filter(({ provinceKeys }) => keys.some((one) => provinceKeys.has(one))),
            ] as const,
        ),
      ]) {
        const [some] = inIt;
        if (some?.above == null) continue;
        const own = worth(district, some.above, 'district', hasMarks);
        if (own === null) continue;
        const score = own + worthOfProvince(province);
        const used = province === null ? [district] : [district, province];
        if (best === null || score > best.score) best = { score, entries: [...inIt], used };
      }
  }
  return best;
}

function provincesAround(mentions: Map<string, Mention[]>, book: AddressBook, other: Mention) {
  return [...mentions].flatMap(([key, list]) => {
    const keys = book.provinces.get(key);
    if (keys === undefined) return [];
    return list.filter((one) => apart(one, other)).map((one) => [one, keys] as const);
  });
}

/** Today's units of these places, each once, with the names that lead there; those of the home province first. */
function listed(entries: readonly Entry[], book: AddressBook, home: string | undefined): AddressCandidate[] {
  const byCode = new Map<string, AddressCandidate>();
  for (const entry of entries)
    for (const code of entry.codes) {
      const unit = book.units.get(code);
      if (unit === undefined) continue;
      const formerly =
        entry.district === null && entry.name === unit.fullName && entry.province === unit.provinceName
          ? null
          : [entry.name, entry.district, entry.province].filter((part) => part !== null).join(', ');
      const known = byCode.get(code);
      if (known === undefined) byCode.set(code, { ...unit, formerly });
      else if (formerly === null) known.formerly = null;
    }
  return [...byCode.values()]
    .sort(
      (a, b) =>
        Number(b.provinceCode === home) - Number(a.provinceCode === home) ||
        a.provinceName.localeCompare(b.provinceName, 'vi') ||
        a.fullName.localeCompare(b.fullName, 'vi'),
    )
    .slice(0, MOST);
}

/** The text without what was read as a place: house number, street, hamlet. */
function without(text: string, words: readonly Word[], used: readonly Mention[]): string {
  let left = '';
  let at = 0;
  for (const { from, to } of [...used].sort((a, b) => a.from - b.from)) {
    left += `${text.slice(at, words[from]?.start ?? at)},`;
    at = words[to - 1]?.end ?? at;
  }
  return `${left}${text.slice(at)}`
    .split(/[,;\n]|\s[-–—]\s/)
    .map((part) => part.replace(/^[\s.\-–—]+|[\s.\-–—]+$/g, ''))
    .filter((part) => part !== '' && !/^vi[eệ]t nam$/i.test(part))
    .join(', ');
}
