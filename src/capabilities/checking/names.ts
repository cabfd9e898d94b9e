import type { OfficialNames } from './check.ts';
import type { Observation, Read, Reading } from './claim.ts';
import { nothing } from './claim.ts';
import type { Passage } from './passage.ts';
import { sameTone, skeleton } from './spelling.ts';

/** Official names whose letters are fixed; a text that has the same letters with other marks misspells them. */
const PHRASES = [
  'Ủy ban nhân dân',
  'Hội đồng nhân dân',
  'Ủy ban Thường vụ Quốc hội',
  'Thủ tướng Chính phủ',
  'Mặt trận Tổ quốc Việt Nam',
  'Trung tâm Phục vụ hành chính công',
  'Cổng Dịch vụ công quốc gia',
  'Hệ thống thông tin giải quyết thủ tục hành chính',
  'Cơ sở dữ liệu quốc gia về dân cư',
  'Bộ Nội vụ',
  'Bộ Tài chính',
  'Bộ Tư pháp',
  'Bộ Xây dựng',
  'Bộ Công an',
  'Bộ Quốc phòng',
  'Bộ Công Thương',
  'Bộ Giáo dục và Đào tạo',
  'Bộ Khoa học và Công nghệ',
  'Bộ Nông nghiệp và Môi trường',
  'Bộ Văn hóa, Thể thao và Du lịch',
  'Sở Nội vụ',
  'Sở Tài chính',
  'Sở Tư pháp',
  'Sở Xây dựng',
  'Sở Giáo dục và Đào tạo',
  'Sở Khoa học và Công nghệ',
  'Sở Nông nghiệp và Môi trường',
  'Luật Tổ chức chính quyền địa phương',
  'Luật Ban hành văn bản quy phạm pháp luật',
  'Luật Cán bộ, công chức',
  'Luật Viên chức',
  'Luật Đất đai',
  'Luật Khiếu nại',
  'Luật Tố cáo',
  'Luật Tiếp công dân',
  'Luật Ngân sách nhà nước',
  'Luật Đầu tư công',
  'Luật Bảo vệ môi trường',
  'Luật Phòng, chống tham nhũng',
  'Luật Căn cước',
  'Luật Cư trú',
  'Luật Hộ tịch',
  'Luật Lưu trữ',
  'Luật Giao dịch điện tử',
];

const UNIT =
  /(?<![\p{L}])([Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu|[Tt]ỉnh|[Tt]hành phố|[Hh]uyện|[Qq]uận|[Tt]hị xã)\s+(\p{Lu}\p{Ll}[\p{L}’']*(?:[ -]\p{Lu}[\p{L}’']*){0,4})/gu;

interface Mention {
  passage: Passage;
  start: number;
  end: number;
  kind: string;
  name: string;
}

function kindOf(word: string): string {
  const w = word.toLowerCase();
  return w === 'tỉnh' || w === 'thành phố'
    ? 'province'
    : w === 'huyện' || w === 'quận' || w === 'thị xã'
      ? 'district'
      : 'commune';
}

interface Index {
  /** skeleton → spellings (lower case, one place for tone marks) → official form */
  bySkeleton: Map<string, Map<string, string>>;
}
const indices = new WeakMap<readonly string[], Index>();

function indexOf(names: OfficialNames): Index {
  const known = indices.get(names.units);
  if (known) return known;
  const bySkeleton: Index['bySkeleton'] = new Map();
  for (const unit of names.units) {
    const name = unit.replace(/^(xã|phường|thị trấn|đặc khu|tỉnh|thành phố|huyện|quận|thị xã)\s+/iu, '');
    const key = skeleton(name);
    const spelling = sameTone(name);
    const list = bySkeleton.get(key) ?? new Map<string, string>();
    if (!list.has(spelling)) list.set(spelling, name);
    bySkeleton.set(key, list);
  }
  const index = { bySkeleton };
  indices.set(names.units, index);
  return index;
}

/** Names of units, agencies and laws that are spelt in more than one way or not as in the official list. */
export function readNames(reading: Reading, names: OfficialNames | undefined): Read {
  const read = nothing();
  readUnits(reading, names, read);
  readPhrases(reading, read);
  readAbbreviations(reading, read);
  return read;
}

function readUnits(reading: Reading, names: OfficialNames | undefined, read: Read): void {
  const index = names ? indexOf(names) : null;
  const groups = new Map<string, Mention[]>();
  for (const passage of reading.passages) {
    if (passage.text.length < 6) continue;
    for (const m of passage.text.matchAll(UNIT)) {
      const name = cutToOfficial((m[2] as string).normalize('NFC'), index);
      if (!name.includes(' ')) continue;
      const start = m.index + m[0].length - (m[2] as string).length;
      const key = skeleton(name);
      const list = groups.get(key) ?? [];
      if (list.length < 400)
        list.push({ passage, start, end: start + name.length, kind: kindOf(m[1] as string), name });
      groups.set(key, list);
    }
  }
  for (const [key, mentions] of groups) {
    const official = index?.bySkeleton.get(key);
    const spellings = new Map<string, Mention[]>();
    for (const m of mentions)
      spellings.set(sameTone(m.name), [...(spellings.get(sameTone(m.name)) ?? []), m]);
    const known = [...spellings.keys()].filter((s) => official?.has(s));
    const first = mentions[0] as Mention;
    if (spellings.size === 1) {
      const [spelling = ''] = spellings.keys();
      if (!official || official.has(spelling)) {
        if (official)
          for (const m of mentions.slice(0, 20))
            read.kept.push({
              kind: 'name',
              passage: m.passage,
              start: m.start,
              end: m.end,
              statement: `${m.name}: đúng danh mục`,
            });
        continue;
      }
      if (official.size !== 1) continue;
      const [right = ''] = official.values();
      read.observations.push(
        misspelt(first, mentions, right, 'tên ghi phải đúng danh mục đơn vị hành chính', 0.75, 'warning'),
      );
      continue;
    }
    if (known.length >= 2 && known.length === spellings.size) continue; // different places with like names
    let right: string | null = null;
    if (official && official.size === 1) right = [...official.values()][0] ?? null;
    else if (known.length === 1) right = official?.get(known[0] ?? '') ?? null;
    else {
      const ranked = [...spellings].sort((a, b) => b[1].length - a[1].length);
      if ((ranked[0]?.[1].length ?? 0) >= 2 * (ranked[1]?.[1].length ?? 0))
        right = ranked[0]?.[1][0]?.name ?? null;
    }
    for (const [spelling, list] of spellings) {
      if (right !== null && sameTone(right) === spelling) {
        for (const m of list.slice(0, 20))
          read.kept.push({
            kind: 'name',
            passage: m.passage,
            start: m.start,
            end: m.end,
            statement: `${m.name}: thống nhất`,
          });
        continue;
      }
      if (official?.has(spelling) && known.length > 1) continue;
      const m = list[0] as Mention;
      read.observations.push(
        misspelt(
          m,
          list,
          right,
          `một tên được ghi ${spellings.size} cách: ${[...spellings.values()].map((l) => l[0]?.name).join(', ')}`,
          right === null ? 0.7 : 0.9,
          'error',
        ),
      );
    }
  }
}

/** "Kẻ Sặt Quyết định": the longest beginning that is a known name, else the capitals themselves, at most two. */
function cutToOfficial(name: string, index: Index | null): string {
  const words = name.split(' ');
  for (let k = Math.min(4, words.length); k >= 2; k--) {
    const part = words.slice(0, k).join(' ');
    if (index?.bySkeleton.has(skeleton(part))) return part;
  }
  return words.slice(0, Math.min(words.length, 2)).join(' ');
}

function misspelt(
  m: Mention,
  list: Mention[],
  right: string | null,
  relation: string,
  confidence: number,
  severity: Observation['severity'],
): Observation {
  return {
    kind: 'name',
    passage: m.passage,
    start: m.start,
    end: m.end,
    relation,
    computed: `${m.name} (${list.length} lần)`,
    expected: right ?? 'một cách ghi thống nhất',
    suggestion: right,
    severity,
    confidence,
    related: list.slice(1, 20).map((o) => ({ passage: o.passage, start: o.start, end: o.end })),
  };
}

interface Phrase {
  words: string[];
  plain: string;
  official: string;
}
const byFirst = new Map<string, Phrase[]>();
for (const official of PHRASES) {
  const words = skeleton(official).match(/[a-z]+/g) ?? [];
  const first = words.slice(0, 2).join(' ');
  byFirst.set(first, [
    ...(byFirst.get(first) ?? []),
    { words, plain: wordsOf(sameTone(official)).join(' '), official },
  ]);
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}]+/gu) ?? [];
}

function readPhrases(reading: Reading, read: Read): void {
  for (const passage of reading.passages) {
    const tokens = [...passage.text.matchAll(/\p{L}+/gu)];
    if (tokens.length < 3) continue;
    const bones = tokens.map((t) => skeleton(t[0]));
    for (let i = 0; i + 2 < tokens.length; i++) {
      const options = byFirst.get(`${bones[i]} ${bones[i + 1]}`);
      if (!options) continue;
      for (const phrase of options) {
        if (!phrase.words.every((w, k) => bones[i + k] === w)) continue;
        const from = tokens[i] as RegExpMatchArray;
        const to = tokens[i + phrase.words.length - 1] as RegExpMatchArray;
        const start = from.index ?? 0;
        const end = (to.index ?? 0) + to[0].length;
        const quote = passage.text.slice(start, end);
        if (/[.;:()]/.test(quote)) continue;
        const spelling = tokens
          .slice(i, i + phrase.words.length)
          .map((t) => sameTone(t[0]))
          .join(' ');
        if (spelling === phrase.plain) continue;
        // Only a name: it begins with a capital, or it is long enough to be no chance.
        if (!/^\p{Lu}/u.test(quote) && phrase.words.length < 4) continue;
        if (quote === quote.toUpperCase() && quote.normalize('NFD').length < quote.length + 2) continue;
        read.observations.push({
          kind: 'name',
          passage,
          start,
          end,
          relation: 'tên cơ quan, hệ thống, văn bản luật phải ghi đúng',
          computed: quote,
          expected: phrase.official,
          suggestion: phrase.official,
          severity: 'warning',
          confidence: 0.85,
          related: [],
        });
      }
    }
  }
}

/** CHCC in a text that writes CCHC everywhere else: two letters of an abbreviation swapped. */
function readAbbreviations(reading: Reading, read: Read): void {
  const seen = new Map<string, { passage: Passage; start: number }[]>();
  for (const passage of reading.passages) {
    if (passage.kind === 'cell') continue;
    for (const m of passage.text.matchAll(/(?<![\p{L}\d/&-])\p{Lu}{4,8}(?![\p{L}\d/&-])/gu)) {
      const list = seen.get(m[0]) ?? [];
      if (list.length < 50) list.push({ passage, start: m.index });
      seen.set(m[0], list);
    }
  }
  if (seen.size > 4000) return;
  for (const [word, places] of seen) {
    if (places.length > 2) continue;
    for (let i = 0; i + 1 < word.length; i++) {
      if (word[i] === word[i + 1]) continue;
      const right = word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2);
      const often = seen.get(right)?.length ?? 0;
      if (often < Math.max(5, places.length * 4)) continue;
      const first = places[0];
      if (!first) continue;
      // A word in a heading set in capitals is no abbreviation.
      if (
        /\p{Lu}{2,}\s\p{Lu}{2,}\s\p{Lu}{2,}/u.test(
          first.passage.text.slice(Math.max(0, first.start - 12), first.start + word.length + 12),
        )
      )
        continue;
      read.observations.push({
        kind: 'name',
        passage: first.passage,
        start: first.start,
        end: first.start + word.length,
        relation: `chữ viết tắt ghi thống nhất: ${right} (${often} lần)`,
        computed: word,
        expected: right,
        suggestion: right,
        severity: 'note',
        confidence: 0.75,
        related: places
          .slice(1)
          .map((o) => ({ passage: o.passage, start: o.start, end: o.start + word.length })),
      });
      break;
    }
  }
}
