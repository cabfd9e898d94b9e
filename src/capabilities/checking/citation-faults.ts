import type { Citation } from './citation.ts';
import { blanksOf, TYPE_CODES, TYPES } from './citation.ts';
import type { Observation, Read, Reading } from './claim.ts';
import { nothing } from './claim.ts';
import { type PrintedDate, showDate } from './date.ts';
import type { Passage } from './passage.ts';

/** Who may sign with which letters. Only bodies whose letters are fixed by law or by long custom. */
const SIGNS: { code: RegExp; name: string; says: RegExp }[] = [
  { code: /^QH\d*$/u, name: 'Quốc hội', says: /^quốc hội/iu },
  {
    code: /^UBTVQH\d*$/u,
    name: 'Ủy ban Thường vụ Quốc hội',
    says: /^(ủy ban|uỷ ban) thường vụ quốc hội|^ubtvqh|^thường vụ quốc hội/iu,
  },
  { code: /^CP$/u, name: 'Chính phủ', says: /^chính phủ/iu },
  { code: /^TTg$/u, name: 'Thủ tướng Chính phủ', says: /^thủ tướng|^ttg/iu },
  {
    code: /^(CT)?UBND(?:-.*)?$/u,
    name: 'Ủy ban nhân dân',
    says: /^(chủ tịch )?(ủy ban nhân dân|uỷ ban nhân dân|ubnd|ủy ban|uỷ ban)|^chủ tịch|^văn phòng|^tỉnh|^thành phố|^xã|^phường|^liên/iu,
  },
  {
    code: /^HĐND$/u,
    name: 'Hội đồng nhân dân',
    says: /^(thường trực )?(hội đồng nhân dân|hđnd)|^hội đồng/iu,
  },
  {
    code: /^TU$/u,
    name: 'Tỉnh ủy, Thành ủy',
    says: /^(ban thường vụ |thường trực |ban chấp hành |văn phòng )?(tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ|đảng bộ|tỉnh|thành phố)|^ban (thường vụ|chấp hành)|^thường trực|^đảng/iu,
  },
  {
    code: /^TW$/u,
    name: 'Trung ương Đảng',
    says: /^(bộ chính trị|ban bí thư|ban chấp hành|trung ương|ban tổ chức|ban tuyên giáo|ban dân vận|ủy ban kiểm tra|văn phòng|đảng|hội nghị|ban chỉ đạo|ban)/iu,
  },
  { code: /^BNV$/u, name: 'Bộ Nội vụ', says: /^bộ (trưởng bộ )?nội vụ|^liên/iu },
  { code: /^BTC$/u, name: 'Bộ Tài chính', says: /^bộ (trưởng bộ )?tài chính|^liên|^ban tổ chức/iu },
  { code: /^BTP$/u, name: 'Bộ Tư pháp', says: /^bộ (trưởng bộ )?tư pháp|^liên/iu },
  { code: /^BYT$/u, name: 'Bộ Y tế', says: /^bộ (trưởng bộ )?y tế|^liên/iu },
  { code: /^BGDĐT$/u, name: 'Bộ Giáo dục và Đào tạo', says: /^bộ (trưởng bộ )?(giáo dục|gd)|^liên/iu },
  { code: /^BTNMT$/u, name: 'Bộ Tài nguyên và Môi trường', says: /^bộ (trưởng bộ )?(tài nguyên|tn)|^liên/iu },
  {
    code: /^BNNMT$/u,
    name: 'Bộ Nông nghiệp và Môi trường',
    says: /^bộ (trưởng bộ )?(nông nghiệp|nn)|^liên/iu,
  },
  { code: /^BXD$/u, name: 'Bộ Xây dựng', says: /^bộ (trưởng bộ )?xây dựng|^liên/iu },
  { code: /^BKHCN$/u, name: 'Bộ Khoa học và Công nghệ', says: /^bộ (trưởng bộ )?(khoa học|kh)|^liên/iu },
  { code: /^SNV$/u, name: 'Sở Nội vụ', says: /^(giám đốc )?sở nội vụ|^liên/iu },
  { code: /^STC$/u, name: 'Sở Tài chính', says: /^(giám đốc )?sở tài chính|^liên/iu },
  { code: /^STP$/u, name: 'Sở Tư pháp', says: /^(giám đốc )?sở tư pháp|^liên/iu },
  { code: /^SYT$/u, name: 'Sở Y tế', says: /^(giám đốc )?sở y tế|^liên/iu },
];
/** Readings that are common and accepted: a Prime Minister's decision called the Government's. */
const LENIENT: [RegExp, RegExp][] = [[/^TTg$/u, /^chính phủ/iu]];

/** The issuing body that the letters belong to. */
function signer(code: string): (typeof SIGNS)[number] | undefined {
  const head = code.split('-')[0] ?? code;
  return SIGNS.find((s) => s.code.test(code)) ?? SIGNS.find((s) => s.code.test(head));
}

function label(c: Citation): string {
  const word = c.typeWord === '' ? 'văn bản' : c.typeWord;
  return `${word.charAt(0).toUpperCase()}${word.slice(1)} số ${c.symbol}`;
}

/** Faults that one citation shows by itself, and what is wrong between several. */
export function readCitations(reading: Reading): Read {
  const read = nothing();
  const all = reading.citations.flat();
  const own = ownUnit(reading);
  const ownDate = reportDate(reading);
  const dated = new Map<string, Citation[]>();
  for (const c of all) if (c.date) dated.set(c.symbol, [...(dated.get(c.symbol) ?? []), c]);

  for (const c of all) {
    typeAgainstSymbol(c, read);
    issuerAgainstSymbol(c, read);
    incomplete(c, read, dated);
    // The report cannot rest on what was signed after it.
    if (ownDate !== null && c.date?.order != null && c.date.order > ownDate.latest) {
      read.observations.push(
        fault(c, 'younger-basis', c.date.start, c.date.end, {
          relation: `${label(c)} phải ban hành trước báo cáo (${ownDate.shown})`,
          computed: showDate(c.date),
          expected: `không sau ${ownDate.shown}`,
          severity: 'error',
          confidence: 0.85,
        }),
      );
    }
  }
  for (const [p, passage] of reading.passages.entries()) {
    if (passage.kind === 'cell') continue;
    for (const blank of blanksOf(passage)) {
      // The report's own head ("Số: /BC-UBND") waits for its number; a citation in the text must not.
      if (passage.text.length < 40) continue;
      read.observations.push({
        kind: 'citation-incomplete',
        passage,
        start: blank.start,
        end: blank.end,
        relation: 'viện dẫn phải có số, ký hiệu văn bản',
        computed: 'không có số',
        expected: 'số, ký hiệu và ngày ban hành',
        suggestion: null,
        severity: 'error',
        confidence: 0.9,
        related: [],
      });
    }
    basisAgainstDate(reading, p, read);
  }
  twoDates(dated, read, own);
  orderOfNumbers(all, read, own, reading);
  return read;
}

function fault(
  c: Citation,
  kind: Observation['kind'],
  start: number,
  end: number,
  rest: Pick<Observation, 'relation' | 'computed' | 'expected' | 'severity' | 'confidence'> &
    Partial<Observation>,
): Observation {
  return { kind, passage: c.passage, start, end, suggestion: null, related: [], ...rest };
}

function typeAgainstSymbol(c: Citation, read: Read): void {
  if (c.typeWord === '' || c.typeCode === '') return;
  const type = TYPES.find((t) => t.word === c.typeWord);
  if (!type || type.codes.length === 0) {
    // A decree is never called "Luật"; "Văn bản" and "Công văn" may be anything.
    return;
  }
  const before = c.passage.text.slice(Math.max(0, c.typeStart - 24), c.typeStart).toLowerCase();
  if (/thông báo\s*$/u.test(before) && c.typeCode === 'TB') return;
  if (type.codes.includes(c.typeCode)) {
    read.kept.push({
      kind: 'citation-type',
      passage: c.passage,
      start: c.start,
      end: c.symbolEnd,
      statement: `${label(c)}: tên loại khớp ký hiệu`,
    });
    return;
  }
  read.observations.push(
    fault(c, 'citation-type', c.typeStart, c.symbolEnd, {
      relation: `tên loại "${c.typeWord}" phải có ký hiệu ${type.codes[0]}`,
      computed: `ký hiệu ${c.typeCode} là của ${TYPE_CODES[c.typeCode] ?? c.typeCode}`,
      expected: `${type.codes[0]}`,
      severity: 'error',
      confidence: 0.92,
    }),
  );
}

function issuerAgainstSymbol(c: Citation, read: Read): void {
  if (c.issuer === '') return;
  const sign = signer(c.issuerCode);
  if (!sign) return;
  if (
    sign.says.test(c.issuer) ||
    LENIENT.some(([code, says]) => code.test(c.issuerCode) && says.test(c.issuer))
  ) {
    read.kept.push({
      kind: 'citation-issuer',
      passage: c.passage,
      start: c.start,
      end: c.issuerStart + c.issuer.length,
      statement: `${label(c)}: ${sign.name} khớp ký hiệu`,
    });
    return;
  }
  // Only a body that is certainly another one.
  const other = SIGNS.find(
    (s) => s !== sign && s.says.test(c.issuer) && !/^(liên|ban|văn phòng|đảng)/iu.test(c.issuer),
  );
  const state =
    /^(quốc hội|(ủy|uỷ) ban thường vụ quốc hội|chính phủ|thủ tướng|bộ chính trị|ban bí thư|bộ |sở |tỉnh (ủy|uỷ)|thành (ủy|uỷ)|hội đồng nhân dân|hđnd|ubnd|(ủy|uỷ) ban nhân dân|chủ tịch)/iu.test(
      c.issuer,
    );
  if (!other && !state) return;
  if (/^(CT)?UBND/u.test(c.issuerCode) && /^(sở|văn phòng|liên)/iu.test(c.issuer)) return;
  read.observations.push(
    fault(c, 'citation-issuer', c.start, c.issuerStart + c.issuer.length, {
      relation: `ký hiệu ${c.symbol} là văn bản của ${sign.name}`,
      computed: c.issuer,
      expected: sign.name,
      severity: 'error',
      confidence: 0.9,
    }),
  );
}

/** Decrees, circulars and laws carry their year in the symbol; others need a date, at least once in the report. */
function incomplete(c: Citation, read: Read, dated: Map<string, Citation[]>): void {
  if (c.passage.kind === 'cell') return;
  const needsYear =
    (c.typeCode === 'NĐ' && c.issuerCode === 'CP') ||
    (c.typeCode === 'TT' && /^B[\p{Lu}]{1,6}$|^(NHNN|TTCP|VPCP)$/u.test(c.issuerCode));
  if (needsYear && c.symbolYear === null && c.typeWord !== '') {
    const year = c.date?.year ?? null;
    const full = year === null ? null : c.symbol.replace('/', `/${year}/`);
    read.observations.push(
      fault(c, 'citation-incomplete', c.symbolStart, c.symbolEnd, {
        relation: 'ký hiệu nghị định, thông tư phải có năm ban hành',
        computed: c.symbol,
        expected: full ?? 'số/năm/ký hiệu',
        suggestion: full,
        severity: 'warning',
        confidence: 0.85,
      }),
    );
    return;
  }
  if (c.symbolYear !== null || c.date !== null) return;
  if (c.typeWord === '' || c.typeWord === 'luật') return;
  if ((dated.get(c.symbol) ?? []).length > 0) return;
  // "năm 2025" close behind tells enough to look it up.
  if (/^[^.;]{0,60}(năm \d{4}|ngày \d)/u.test(c.passage.text.slice(c.symbolEnd, c.symbolEnd + 80))) return;
  if (
    c.party &&
    /TW$/u.test(c.issuerCode) &&
    /nghị quyết|chỉ thị|kết luận|quy định|hướng dẫn/u.test(c.typeWord)
  )
    return;
  read.observations.push(
    fault(c, 'citation-incomplete', c.start, c.symbolEnd, {
      relation: 'viện dẫn phải có ngày ban hành ít nhất một lần trong báo cáo',
      computed: 'không có ngày ban hành',
      expected: 'ngày, tháng, năm ban hành',
      severity: 'note',
      confidence: 0.6,
    }),
  );
}

/** "Căn cứ A ngày …, ban hành B ngày …": A must not be younger than B. */
function basisAgainstDate(reading: Reading, p: number, read: Read): void {
  const passage = reading.passages[p] as Passage;
  const citations = reading.citations[p] ?? [];
  if (citations.length < 2 || !/căn cứ|thực hiện/iu.test(passage.text)) return;
  for (let i = 0; i + 1 < citations.length; i++) {
    const basis = citations[i] as Citation;
    const founded = citations[i + 1] as Citation;
    if (basis.date?.order == null || founded.date?.order == null) continue;
    if (founded.start - basis.end > 420) continue;
    const before = passage.text.slice(Math.max(0, basis.start - 30), basis.start);
    if (!/(căn cứ|thực hiện|triển khai|theo)(\s+thực hiện)?\s*(theo\s+)?$/iu.test(before)) continue;
    const between = passage.text.slice(basis.end, founded.start);
    if (/[.]\s+\p{Lu}/u.test(between)) continue;
    if (!/(ban hành|xây dựng|đã ban hành|tham mưu ban hành|ký ban hành)\s*$/iu.test(between)) continue;
    if (/(sửa đổi|thay thế|bổ sung|bãi bỏ|đính chính)/iu.test(between)) continue;
    if (basis.date.order > founded.date.order) {
      read.observations.push(
        fault(founded, 'younger-basis', founded.date.start, founded.date.end, {
          relation: `${label(basis)} (${showDate(basis.date)}) là căn cứ nên phải ban hành trước ${label(founded)}`,
          computed: showDate(founded.date),
          expected: `không trước ${showDate(basis.date)}`,
          severity: 'error',
          confidence: 0.85,
          related: [{ passage, start: basis.start, end: basis.end }],
        }),
      );
    } else {
      read.kept.push({
        kind: 'younger-basis',
        passage,
        start: basis.start,
        end: founded.end,
        statement: `${label(basis)} ban hành trước ${label(founded)}`,
      });
    }
  }
}

/** One symbol, one date. Symbols without a year repeat from year to year and from body to body. */
function twoDates(dated: Map<string, Citation[]>, read: Read, own: string): void {
  for (const [, list] of dated) {
    if (list.length < 2) continue;
    const groups = new Map<string, Citation[]>();
    for (const c of list) {
      const who = /^(CT)?UBND|^HĐND|^TU$|^S[\p{Lu}]/u.test(c.issuerCode) ? issuerName(c, own) : c.issuerCode;
      groups.set(who, [...(groups.get(who) ?? []), c]);
    }
    for (const [who, group] of groups) {
      if (group.length < 2 || who === '?' || (who.endsWith('*') && !oneSuperior(who, own))) continue;
      const first = group[0] as Citation;
      // A symbol with many dates stands for many documents.
      if (new Set(group.map((c) => c.date?.order)).size > 3) continue;
      for (const c of group.slice(1)) {
        if (!c.date || !first.date) continue;
        if (c.date.order === null || first.date.order === null) continue;
        if (c.date.order === first.date.order || c.date.day === null || first.date.day === null) {
          read.kept.push({
            kind: 'citation-restated',
            passage: c.passage,
            start: c.start,
            end: c.end,
            statement: `${label(c)}: cùng một ngày ${showDate(c.date)}`,
          });
          continue;
        }
        // Same number in another year is another document; a year off by a slip is not told apart from it, unless the symbol has the year.
        if (c.date.year !== first.date.year && c.symbolYear === null) continue;
        read.observations.push(
          fault(c, 'citation-restated', c.date.start, c.date.end, {
            relation: `${label(c)} chỉ có một ngày ban hành`,
            computed: showDate(c.date),
            expected: showDate(first.date),
            severity: 'error',
            confidence: 0.85,
            related: [{ passage: first.passage, start: first.start, end: first.end }],
          }),
        );
      }
    }
  }
}

/** Provinces and communes were merged on 1 July 2025: registers of documents began anew at number 1. */
const RESTART = 20250701;

/** "tỉnh *" in a commune's report is the one province above it; "xã *" in a province's report may be any commune. */
function oneSuperior(who: string, own: string): boolean {
  return own.startsWith('xã ') && (who.startsWith('tỉnh ') || who.startsWith('huyện '));
}

/** A normal form of who issued it: "ubnd:xã bình lục", or '?' if it cannot be known. */
function issuerName(c: Citation, own: string): string {
  const text = c.issuer.normalize('NFC').replace(/uỷ/gu, 'ủy');
  const [ownLevel] = own.split(' ');
  const unit =
    /(?:^|\s)(tỉnh|thành phố|tp\.?|xã|phường|đặc khu|huyện|thị xã|thị trấn|quận)(?:\s+((?:\p{Lu}[\p{L}'-]*\s?)+))?/iu.exec(
      text,
    );
  const name = unit
    ? /^\s*((?:\p{Lu}[\p{L}'-]*\s?)+)/u.exec(
        text.slice(unit.index + unit[0].indexOf(unit[1] ?? '') + (unit[1] ?? '').length),
      )?.[1]
    : undefined;
  if (unit && name) return `${levelOf((unit[1] ?? '').toLowerCase())} ${name.trim().toLowerCase()}`;
  const level = unit?.[1]?.toLowerCase();
  if (level !== undefined) {
    if (own !== '' && levelOf(level) === ownLevel) return own;
    return `${levelOf(level)} *`;
  }
  // "…, UBND xã ban hành Kế hoạch số …": the subject of the sentence, else the report's own unit.
  const before = c.passage.text
    .slice(Math.max(0, c.start - 260), c.start)
    .toLowerCase()
    .replace(/uỷ/g, 'ủy');
  const local = localHeading(c);
  if (local !== '') return local;
  const subject = [
    ...before.matchAll(
      /(ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân)\s*(tỉnh|thành phố|xã|phường|huyện|thị xã|thị trấn|quận)?/gu,
    ),
  ].at(-1);
  if (subject) {
    if (subject[2] === undefined)
      return subject[1] === 'ubnd' || subject[1] === 'ủy ban nhân dân' ? own || '?' : '?';
    if (own !== '' && levelOf(subject[2]) === ownLevel) return own;
    return `${levelOf(subject[2])} *`;
  }
  return own === '' ? '?' : own;
}

/** "Nam Định: Kế hoạch số …; Kế hoạch số …": a name at the head of a list says whose documents follow. */
function localHeading(c: Citation): string {
  const text = c.passage.text.slice(Math.max(c.passage.body, c.start - 3000), c.start);
  const names = [...text.matchAll(/(?:^|[.;]\s*|\s)((?:\p{Lu}\p{Ll}+\s?){2,3}):\s/gu)].at(-1);
  return names?.[1] ? `nơi ${names[1].trim().toLowerCase()}` : '';
}

function levelOf(word: string): string {
  return word.startsWith('t') && word !== 'thị trấn' && word !== 'thị xã'
    ? 'tỉnh'
    : word === 'phường' || word === 'thị trấn' || word === 'đặc khu'
      ? 'xã'
      : word;
}

/** The unit that writes the report, as "xã bình lục"; '' if the head does not tell. */
export function ownUnit(reading: Reading): string {
  const counts = new Map<string, number>();
  const head = reading.passages
    .slice(0, 40)
    .map((p) => p.text)
    .join('\n')
    .normalize('NFC');
  const re =
    /(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|địa bàn|nhân dân)\s+(tỉnh|thành phố|xã|phường|đặc khu)\s+((?:\p{Lu}\p{Ll}*(?:\s|$|[,.;:])){1,4})/gu;
  let k = 0;
  for (const m of head.matchAll(re)) {
    const name = `${levelOf((m[1] as string).toLowerCase())} ${(m[2] as string).replace(/[\s,.;:]+$/u, '').toLowerCase()}`;
    counts.set(name, (counts.get(name) ?? 0) + 1 + (k++ < 3 ? 1 : 0));
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** The date in the report's head; a blank day counts as the end of its month. */
function reportDate(reading: Reading): { latest: number; shown: string } | null {
  for (const passage of reading.passages.slice(0, 10)) {
    const m = /,\s*ngày\s*(\d{1,2}|[…. ]*)\s*tháng\s*(\d{1,2}|[…. ]*)\s*năm\s*(\d{4})/iu.exec(passage.text);
    if (!m?.[3]) continue;
    const year = Number(m[3]);
    if (year < 1990 || year > 2060) return null;
    const month = /^\d+$/.test(m[2] ?? '') ? Number(m[2]) : 12;
    const day = /^\d+$/.test(m[1] ?? '') ? Number(m[1]) : 31;
    return {
      latest: year * 10000 + month * 100 + day,
      shown: [/^\d+$/.test(m[1] ?? '') ? m[1] : null, /^\d+$/.test(m[2] ?? '') ? m[2] : null, m[3]]
        .filter((x) => x !== null)
        .join('/'),
    };
  }
  return null;
}

/** For one body, type and year, a higher number must not be older than a lower one. */
function orderOfNumbers(all: Citation[], read: Read, own: string, _reading: Reading): void {
  interface Entry {
    c: Citation;
    date: PrintedDate;
    order: number;
  }
  const groups = new Map<string, Entry[]>();
  for (const c of all) {
    if (c.date?.order == null || c.date.day === null || c.date.year === null) continue;
    if (c.typeCode === '' || c.passage.kind === 'cell') continue;
    // Party bodies number by term, not by year.
    if (c.issuerCode === 'TU' || /^(ĐU|HU)$/u.test(c.issuerCode)) continue;
    if (c.symbolYear !== null && c.symbolYear !== c.date.year) continue;
    const local = /^(CT)?UBND$|^HĐND$/u.test(c.issuerCode);
    let who = c.issuerCode;
    let period = String(c.date.year);
    if (local) {
      who = issuerName(c, own);
      if (who === '?' || who.startsWith('nơi')) continue;
      // A superior without its name: a commune has one province, but a province has many communes; not before the merger.
      if (who.endsWith('*') && (!oneSuperior(who, own) || c.date.order < RESTART)) continue;
      // Before the merger a bare name may stand for one of several former units.
      if (c.date.year === 2025) period = c.date.order < RESTART ? '2025a' : '2025b';
      if (c.date.order < RESTART && c.issuer === '') continue;
      who = `${c.issuerCode.replace(/^CT/u, '')} ${who}`;
    } else if (!/^(CP|TTg|TW|B[\p{Lu}]{1,6})$/u.test(c.issuerCode)) continue;
    if (c.issuerCode === 'TW' && c.date.year % 5 === 1) continue;
    const key = `${who}|${c.typeCode}|${c.symbolYear !== null}|${period}`;
    const list = groups.get(key) ?? [];
    if (!list.some((e) => e.c.number === c.number && e.order === c.date?.order))
      list.push({ c, date: c.date, order: c.date.order });
    groups.set(key, list);
  }
  const fitsAmong = (list: Entry[], e: Entry): boolean => {
    const below = list.filter((o) => o.c.number < e.c.number).map((o) => o.order);
    const above = list.filter((o) => o.c.number > e.c.number).map((o) => o.order);
    return (
      below.length > 0 &&
      above.length > 0 &&
      Math.max(...below.slice(-1)) <= e.order &&
      Math.min(...above.slice(0, 1)) >= e.order
    );
  };
  for (const list of groups.values()) list.sort((a, b) => a.c.number - b.c.number || a.order - b.order);
  for (const [key, list] of groups) {
    if (list.length < 2 || list.length > 2000) continue;
    const fine = longestRun(list.map((e) => e.order));
    // Many out of order: these are not one register.
    if (list.length - fine.size > Math.max(list.length >= 4 ? 2 : 1, list.length * 0.25)) {
      const [first] = list;
      if (first)
        read.skipped.push({
          passage: first.c.passage,
          start: first.c.start,
          end: first.c.end,
          why: 'các văn bản cùng ký hiệu có thể thuộc nhiều sổ khác nhau',
        });
      continue;
    }
    list.forEach((e, i) => {
      if (fine.has(i)) {
        if (list.length >= 2)
          read.kept.push({
            kind: 'number-order',
            passage: e.c.passage,
            start: e.c.start,
            end: e.c.end,
            statement: `${label(e.c)} (${showDate(e.date)}) đúng thứ tự`,
          });
        return;
      }
      // The neighbours that the outlier contradicts.
      const below = list
        .slice(0, i)
        .filter((_, k) => fine.has(k))
        .at(-1);
      const above = list.slice(i + 1).filter((_, k) => fine.has(k + i + 1))[0];
      const against =
        below && below.order > e.order ? below : above && above.order < e.order ? above : undefined;
      if (!against) return;
      if (against.c.number === e.c.number) return; // two dates for one number: said elsewhere
      const sure = list.length >= 3;
      const sibling = e.c.symbolYear === null ? groups.get(key.replace('|false|', '|true|')) : undefined;
      const slip =
        (sibling && fitsAmong(sibling, e) ? e.c.symbol.replace('/', `/${e.date.year}/`) : null) ??
        dateSlip(e.date, below?.order ?? 0, above?.order ?? 99999999);
      read.observations.push(
        fault(e.c, 'number-order', e.c.start, e.c.end, {
          relation: `số ${e.c.number} và số ${against.c.number} cùng loại, cùng năm: số lớn hơn phải ban hành sau`,
          computed: `${label(e.c)} ngày ${showDate(e.date)}; ${label(against.c)} ngày ${showDate(against.date)}`,
          expected: `${below ? `không trước ${showDate(below.date)}` : ''}${below && above ? ', ' : ''}${above ? `không sau ${showDate(above.date)}` : ''}`,
          suggestion: slip,
          severity: sure ? 'error' : 'warning',
          confidence: sure ? 0.85 : 0.7,
          related: [{ passage: against.c.passage, start: against.c.start, end: against.c.end }],
        }),
      );
    });
  }
}

/** Indices of a longest non-decreasing run. */
function longestRun(values: number[]): Set<number> {
  const tails: number[] = [];
  const previous: number[] = new Array<number>(values.length).fill(-1);
  values.forEach((v, i) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] as number] as number) <= v) low = middle + 1;
      else high = middle;
    }
    if (low > 0) previous[i] = tails[low - 1] as number;
    tails[low] = i;
  });
  const kept = new Set<number>();
  for (let i = tails[tails.length - 1] ?? -1; i >= 0; i = previous[i] as number) kept.add(i);
  return kept;
}

/** A date one slip away that fits between its neighbours: another month or another day. */
function dateSlip(d: PrintedDate, low: number, high: number): string | null {
  if (d.day === null || d.month === null || d.year === null) return null;
  const { day, month, year } = d;
  const options: string[] = [];
  const tryDate = (dd: number, mm: number): void => {
    const order = year * 10000 + mm * 100 + dd;
    if (mm >= 1 && mm <= 12 && dd >= 1 && dd <= 31 && order >= low && order <= high) {
      const shown = `${String(dd).padStart(2, '0')}/${String(mm).padStart(2, '0')}/${year}`;
      if (!options.includes(shown)) options.push(shown);
    }
  };
  for (let mm = 1; mm <= 12; mm++) if (mm !== month) tryDate(day, mm);
  if (options.length === 1) return options[0] ?? null;
  return null;
}
