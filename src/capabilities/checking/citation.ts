import type { PrintedDate } from './date.ts';
import type { Passage } from './passage.ts';

/** A document cited by its symbol: "Kế hoạch số 148/KH-UBND ngày 03/12/2025 của UBND tỉnh …". */
export interface Citation {
  passage: Passage;
  start: number;
  end: number;
  /** The symbol alone: 148/KH-UBND. */
  symbolStart: number;
  symbolEnd: number;
  symbol: string;
  number: number;
  /** Year inside the symbol: 150/2025/NĐ-CP. */
  symbolYear: number | null;
  /** KH, QĐ, NQ…; '' for letters without a type code (1108/UBND-NV). */
  typeCode: string;
  /** UBND, HĐND, CP, TTg, BNV…, in capitals as printed. */
  issuerCode: string;
  /** True for the Party's way of writing: 57-NQ/TW. */
  party: boolean;
  /** The word before the symbol, in lower case: "kế hoạch"; '' if none. */
  typeWord: string;
  typeStart: number;
  date: PrintedDate | null;
  /** The words after "của", up to a boundary; '' if none. */
  issuer: string;
  issuerStart: number;
}

const L = '[\\p{Lu}\\p{Ll}&]';
/** 148/KH-UBND · 150/2025/NĐ-CP · 57-NQ/TW · 1108/UBND-NVKTGS · 206/2025/QH15 · 02-KH/BCĐTW · 01/KH-HĐPH */
const SYMBOL = new RegExp(
  `(?<![\\d/.,-])(\\d{1,6})\\s?(?:/\\s?(\\d{4}))?(?:\\s?/\\s?(${L}{1,12}\\d{0,2})(?:\\s?[-–]\\s?(${L}{1,12}\\d{0,3}(?:[-&.]${L}{1,14}\\d{0,2}){0,2}))?|\\s?-\\s?(${L}{1,6})\\s?/\\s?(${L}{1,10}\\d{0,2}))(?![\\p{L}\\d])`,
  'gu',
);

export const TYPES: { word: string; codes: string[] }[] = [
  { word: 'nghị quyết liên tịch', codes: ['NQLT', 'NQ'] },
  { word: 'thông tư liên tịch', codes: ['TTLT'] },
  { word: 'thông báo kết luận', codes: ['TB', 'KL', 'TBKL'] },
  { word: 'kết luận thanh tra', codes: ['KL', 'KLTT'] },
  { word: 'kết luận kiến nghị', codes: ['KL'] },
  { word: 'chương trình hành động', codes: ['CTR', 'CTHĐ', 'CT', 'KH'] },
  { word: 'chương trình phối hợp', codes: ['CTR', 'CTPH', 'CT'] },
  { word: 'quy chế phối hợp', codes: ['QC', 'QCPH'] },
  { word: 'kế hoạch liên tịch', codes: ['KHLT', 'KH'] },
  { word: 'nghị quyết', codes: ['NQ', 'NQLT'] },
  { word: 'nghị định', codes: ['NĐ'] },
  { word: 'quyết định', codes: ['QĐ'] },
  { word: 'kế hoạch', codes: ['KH', 'KHLN', 'KHPH', 'KHLT'] },
  { word: 'thông tư', codes: ['TT'] },
  { word: 'chỉ thị', codes: ['CT'] },
  { word: 'thông báo', codes: ['TB', 'TBKL', 'KL'] },
  { word: 'báo cáo', codes: ['BC'] },
  { word: 'tờ trình', codes: ['TTR'] },
  { word: 'hướng dẫn', codes: ['HD', 'HDLN', 'HDLT'] },
  { word: 'công điện', codes: ['CĐ'] },
  { word: 'chương trình', codes: ['CTR', 'CTHĐ', 'CT'] },
  { word: 'kết luận', codes: ['KL', 'TB', 'KLTT'] },
  { word: 'đề án', codes: ['ĐA'] },
  { word: 'dự án', codes: ['DA'] },
  { word: 'phương án', codes: ['PA'] },
  { word: 'quy định', codes: ['QĐ', 'QYĐ', 'QĐI'] },
  { word: 'quy chế', codes: ['QC'] },
  { word: 'pháp lệnh', codes: ['PL'] },
  { word: 'công văn', codes: [] },
  { word: 'văn bản', codes: [] },
  { word: 'luật', codes: [] },
  { word: 'hiến pháp', codes: [] },
];

/** Codes that name a type of document; anything else in that place belongs to the issuer. */
export const TYPE_CODES: Record<string, string> = {
  NQ: 'Nghị quyết',
  NĐ: 'Nghị định',
  QĐ: 'Quyết định',
  KH: 'Kế hoạch',
  TT: 'Thông tư',
  TTLT: 'Thông tư liên tịch',
  CT: 'Chỉ thị',
  TB: 'Thông báo',
  BC: 'Báo cáo',
  TTR: 'Tờ trình',
  HD: 'Hướng dẫn',
  CĐ: 'Công điện',
  CTR: 'Chương trình',
  CTHĐ: 'Chương trình hành động',
  KL: 'Kết luận',
  ĐA: 'Đề án',
  PA: 'Phương án',
  QC: 'Quy chế',
  PL: 'Pháp lệnh',
  GM: 'Giấy mời',
  CV: 'Công văn',
  BB: 'Biên bản',
  NQLT: 'Nghị quyết liên tịch',
  QYĐ: 'Quy định',
  KHPH: 'Kế hoạch phối hợp',
  DA: 'Dự án',
};

const WORDS_BEFORE = new RegExp(
  `(${TYPES.map((t) => t.word).join('|')})(\\s+(?:liên ngành|số hiệu|phối hợp|liên tịch|chung))?\\s*(?:\\(?số\\)?\\s*:?)?\\s*$`,
  'iu',
);

/** The words after "của" that name who issued it. */
const ISSUER =
  /^\s*,?\s*(?:\(\s*)?của\s+((?:liên\s+)?(?:Ủy ban Thường vụ|Uỷ ban Thường vụ|Thường trực|Thường vụ|Ban Thường vụ|Ban Bí thư|Ban Chấp hành|Bộ Chính trị|Ban Chỉ đạo|Thủ tướng|Chính phủ|Quốc hội|Chủ tịch|Ủy ban|Uỷ ban|UBND|HĐND|Hội đồng|Tỉnh ủy|Tỉnh uỷ|Thành ủy|Thành uỷ|Huyện ủy|Đảng ủy|Đảng uỷ|Bộ|Sở|Văn phòng|Cục|Tổng cục|Vụ|Thanh tra|Trung ương|UBTVQH|TTg)[^,;.:()“"]{0,70})/iu;

/** Every cited symbol of a passage. `dates` are the passage's dates. */
export function citationsOf(passage: Passage, dates: PrintedDate[]): Citation[] {
  const text = passage.text;
  const found: Citation[] = [];
  if (!/\d\s?[/-]\s?[\p{Lu}\d]/u.test(text)) return found;
  SYMBOL.lastIndex = 0;
  for (const m of text.matchAll(SYMBOL)) {
    const [raw, num = '', year, first, second, partyType, partyIssuer] = m;
    const start = m.index;
    const before = text.slice(Math.max(0, start - 60), start);
    const word = WORDS_BEFORE.exec(before);
    const so = /số\s*:?\s*$/iu.test(before);
    const left = first ?? partyType ?? '';
    let right = second ?? partyIssuer ?? '';
    // Without a word or "số" before it, only an unmistakable symbol counts: it has a type code or an issuer of the state.
    const upper = left.toUpperCase();
    // A footnote number stuck to the symbol: 17/NQ-CP1, 137-KL/TW1.
    const stuck = /^(?:CP|TTg|TW|TU|HĐND|UBND|B[\p{Lu}]{2,6})(\d{1,2})$/u.exec(right)?.[1] ?? '';
    const known = TYPE_CODES[upper] !== undefined && right !== '';
    if (!/^[\p{Lu}]/u.test(left)) continue;
    if (!word && !so && !known && !/^(QH\d{1,2}|UBTVQH\d{1,2})$/.test(left)) continue;
    if (
      first !== undefined &&
      second === undefined &&
      !/^(QH\d{1,2}|UBTVQH\d{1,2}|[\p{Lu}]{2,12}\d{0,2})$/u.test(left)
    )
      continue;
    if (/^(km|ha|m|người|tháng|năm|ngày)$/i.test(left)) continue;
    const end = start + raw.length - stuck.length;
    if (stuck !== '') right = right.slice(0, -stuck.length);
    const isType = TYPE_CODES[upper] !== undefined && right !== '';
    const citation: Citation = {
      passage,
      start: word ? start - (before.length - word.index) : start,
      end,
      symbolStart: start,
      symbolEnd: end,
      symbol: raw
        .slice(0, raw.length - stuck.length)
        .replace(/\s/g, '')
        .replace('–', '-'),
      number: Number(num),
      symbolYear: year === undefined ? null : Number(year),
      typeCode: isType ? upper : '',
      issuerCode: isType ? right : left + (right === '' ? '' : `-${right}`),
      party: partyType !== undefined,
      typeWord: word?.[1]?.toLowerCase() ?? '',
      typeStart: word ? start - (before.length - word.index) : start,
      date: null,
      issuer: '',
      issuerStart: -1,
    };
    const tail = text.slice(end, end + 40);
    // A footnote mark may stand between; otherwise only "ngày", a comma or a bracket.
    const lead =
      /^\d{0,2}\s*,?\s*(?:\(\s*)?(?:ban hành\s+)?(?:ký\s+)?(?:ngày\s*)?/iu.exec(tail)?.[0].length ?? 0;
    const date = dates.find((d) => d.start >= end && d.start <= end + lead + 1 && d.end > end);
    if (date) {
      citation.date = date;
      citation.end = date.end;
    }
    if (!date) {
      // "Ngày 30/10/2025, UBND xã ban hành Quyết định số …": the date stands before its subject.
      const earlier = dates.filter((d) => d.end <= citation.start && citation.start - d.end < 110).at(-1);
      if (
        earlier &&
        /^[^.;:⟨]{0,80}(?:đã\s+)?(?:ký\s+)?ban hành\s*$/iu.test(text.slice(earlier.end, citation.start)) &&
        /ngày\s*$/iu.test(text.slice(Math.max(0, earlier.start - 6), earlier.start)) &&
        !found.some((o) => o.date === earlier)
      )
        citation.date = earlier;
    }
    const rest = text.slice(citation.end, citation.end + 120).replace(/^\s?\)/, '');
    const issuer = ISSUER.exec(rest);
    if (issuer?.[1]) {
      citation.issuer =
        issuer[1]
          .split(
            /\s(?:về|ban hành|quy định|phê duyệt|v\/v|triển khai|hướng dẫn|ngày|và|để|là|đã|cho|theo|thực hiện|giao|công bố|thành lập)\s/u,
          )[0]
          ?.trim() ?? '';
      citation.issuerStart = citation.end + rest.indexOf(issuer[1]);
    }
    found.push(citation);
  }
  return found;
}

/** "Nghị quyết số về …", "Kế hoạch số để …": a citation whose number was never filled in. */
export function blanksOf(passage: Passage): { start: number; end: number; quote: string }[] {
  const found: { start: number; end: number; quote: string }[] = [];
  if (!/số/iu.test(passage.text)) return found;
  const re =
    /(?<![\p{L}])(nghị quyết|nghị định|quyết định|kế hoạch|thông tư|chỉ thị|thông báo|công văn|tờ trình|công điện|kết luận|văn bản|hướng dẫn|đề án|chương trình)\s+số\s*:?\s*(?=(?:…+|\.{2,}|\/[\p{Lu}]|(?:về|ngày|của|để|ban hành|phê duyệt|về việc|quy định|triển khai|thực hiện)\s))/giu;
  for (const m of passage.text.matchAll(re)) {
    found.push({ start: m.index, end: m.index + m[0].trimEnd().length, quote: m[0].trimEnd() });
  }
  return found;
}
