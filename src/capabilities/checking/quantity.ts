import type { Passage } from './passage.ts';

/** How far the printed number may be from the true one. */
export type Approximation = 'exact' | 'about' | 'above' | 'below';

/** A number that counts or measures something, as it stands in a passage. */
export interface Quantity {
  passage: Passage;
  /** Characters of the number itself, without its unit. */
  start: number;
  end: number;
  raw: string;
  /** With "nghìn", "triệu", "tỷ" multiplied in. */
  value: number;
  /** What one unit of the last printed digit is worth: 0.01 for "95,83", 100 for "129,6 nghìn". */
  step: number;
  scale: number;
  /** '%', 'đồng', or the first word of what is counted ('' if nothing follows). */
  unit: string;
  /** Up to six words of what is counted. */
  noun: string;
  /** The words before it in its clause. */
  label: string;
  approx: Approximation;
  style: NumberStyle;
  /** Depth of brackets and the opening bracket it stands in (-1 outside). */
  depth: number;
  bracket: number;
  /** a/b: the other number of the ratio, and which of the two this is. */
  ratio?: { with: Quantity; role: 'part' | 'whole' };
  /** Written in more than digits: "16 tỷ 434 triệu". */
  word: boolean;
}

/** How the number is written: 1.234 · 1234 · 12,5 · 12.5 · 1,234.5 · small numbers tell nothing. */
export type NumberStyle = 'dots' | 'bare' | 'comma-decimal' | 'dot-decimal' | 'english' | 'small';

export interface Span {
  start: number;
  end: number;
}

const SCALES: Record<string, number> = { nghìn: 1e3, ngàn: 1e3, triệu: 1e6, tỷ: 1e9, tỉ: 1e9 };
/** Words that make the number after them a name or an order, not a count. */
const ORDINAL =
  /(?:^|[\s(“"])(?:thứ|điều|khoản|điểm|mục|phụ lục|biểu|mẫu|quý|khóa|khoá|lần|mức|mức độ|quốc lộ|tỉnh lộ|đường|tuyến|đề án|chương trình|giai đoạn|vùng|hạng|loại|khối|tháng|ngày|năm|tuần|hình|bảng|trang|nghị định|quyết định|thông tư|chỉ thị|công văn|nghị quyết|kế hoạch|luật|thôn|xóm|tổ dân phố|khu phố|tdp|khu|ấp|tổ|đội|phòng số|số nhà|số|cấp|bậc|công điện|ca|đợt|kỳ|trụ cột|tiêu chí số|tiêu chí|nhóm|dự án|tiểu dự án|nội dung|phiên bản|windows|chương|phần|kết luận|hướng dẫn|thông báo|sđt|điện thoại|hotline|iso|tcvn|version|covid|chính phủ|nhiệm kỳ)\s*$/iu;
/** After these words a number is never a count, whatever follows. */
const NEVER_COUNTS =
  /(?:^|[\s(“"])(?:thứ|điều|khoản|quý|tháng|ngày|năm|quốc lộ|tỉnh lộ|số|iso|tcvn|sđt|điện thoại|hotline|phụ lục|biểu|mẫu|đề án|windows|covid|nhiệm kỳ|lần thứ)\s*$/iu;
const DOCUMENT_WORD =
  /(?:nghị định|thông tư|công văn|quyết định|nghị quyết|kế hoạch|kết luận|chỉ thị|luật|hướng dẫn|thông báo|công điện|chương trình)\s*$/iu;
/** Nouns that are counted: a number before one of them is a count even after a word that often numbers. */
const COUNTS =
  /^\s?(?:%|(?:hồ sơ|văn bản|thủ tục|tthc|người|hộ|lượt|nhiệm vụ|cơ sở|đơn vị|trường|học sinh|dịch vụ|dvc|dvctt|triệu|tỷ|tỉ|nghìn|ngàn|đồng|cán bộ|công chức|viên chức|biên chế|km|ha|m2|mét|vụ|đơn|ý kiến|kiến nghị|cuộc|lớp|buổi|tin|bài|dự án|công trình|giấy|trường hợp|chỉ tiêu|quyết định|kế hoạch|báo cáo|nghị quyết|đảng viên|hội viên|đoàn viên|lao động|khẩu|nhân khẩu|em|cháu|giáo viên|doanh nghiệp|sản phẩm|mô hình|tấn|con|cây|máy|bộ|tài khoản|thuê bao|trạm|phòng|thôn|xã|phường|điểm|câu|nội dung|lĩnh vực|tổ chức|cá nhân|tập thể|đối tượng|cặp|ca|phiên|cuộc họp)(?![\p{L}]))/iu;
const QUANTITY_SO = /(?:tổng|con|các|một|đa|hệ|chỉ|thiểu) số\s*$/iu;
/** Words before a number that leave it open upwards, downwards or both ways. */
const ABOVE =
  /(?:^|\s)(?:(?<!cấp )(?<!như )(?<!nêu )(?<!kể )trên|hơn|tối thiểu|ít nhất|không dưới|tối thiểu là|từ)\s*$/iu;
const BELOW = /(?:^|\s)(?:dưới|gần|tối đa|không quá|chưa đến|chưa tới)\s*$/iu;
const ABOUT = /(?:^|\s)(?:khoảng|chừng|ước khoảng|xấp xỉ|ước chừng|ước tính|ước tính khoảng|tầm|độ)\s*$/iu;
const ROUGHLY = /(?:^|\s)ước(?:\s+(?:đạt|thực hiện|khoảng|đạt khoảng|thực hiện đạt))?(?: là)?\s*$/iu;

/** Where a counted noun ends. */
const STOP = new Set(
  'trong được đã đạt chiếm là có và với cho tại theo của từ đến do để gồm bao so tăng giảm còn hiện thuộc nhằm vào ở trên ra về bị mà khi nên thì tương bằng đang chưa không nằm như cùng hoặc hay nay sau trước qua'.split(
    ' ',
  ),
);

const NUMBER = /\d+(?:[.,]\d+)*/g;

interface Numeral {
  value: number;
  step: number;
  style: NumberStyle;
}

/** Reads digits in the Vietnamese manner; null for what cannot be one number (1.2.3). */
export function readNumeral(raw: string, percent: boolean): Numeral | null {
  if (/^\d+$/.test(raw)) {
    return { value: Number(raw), step: 1, style: raw.replace(/^0+/, '').length >= 4 ? 'bare' : 'small' };
  }
  if (
    /^\d{1,3}(\.\d{3})+(,\d+)?$/.test(raw) &&
    !(percent && /^\d{1,2}\.\d{3}$/.test(raw)) &&
    !/^0\./.test(raw)
  ) {
    const decimals = raw.includes(',') ? raw.length - raw.indexOf(',') - 1 : 0;
    return { value: Number(raw.replaceAll('.', '').replace(',', '.')), step: 10 ** -decimals, style: 'dots' };
  }
  if (/^\d+,\d+$/.test(raw)) {
    const decimals = raw.length - raw.indexOf(',') - 1;
    return { value: Number(raw.replace(',', '.')), step: 10 ** -decimals, style: 'comma-decimal' };
  }
  if (/^\d{1,3}(,\d{3}){2,}(\.\d+)?$/.test(raw) || /^\d{1,3}(,\d{3})+\.\d+$/.test(raw)) {
    const decimals = raw.includes('.') ? raw.length - raw.indexOf('.') - 1 : 0;
    return { value: Number(raw.replaceAll(',', '')), step: 10 ** -decimals, style: 'english' };
  }
  if (/^\d+\.\d+$/.test(raw)) {
    const decimals = raw.length - raw.indexOf('.') - 1;
    return { value: Number(raw), step: 10 ** -decimals, style: 'dot-decimal' };
  }
  return null;
}

/** Writes a number the way `like` is written, so that a suggestion fits the text. */
export function writeLike(value: number, like: Quantity): string {
  const decimals = Math.max(0, Math.round(-Math.log10(like.step / like.scale)));
  const fixed = (value / like.scale).toFixed(decimals);
  const [whole = '0', part] = fixed.split('.');
  const dotted = like.style === 'bare' ? whole : whole.replace(/\B(?=(\d{3})+(?!\d))/g, '.');
  const padded = /^0\d$/.test(like.raw) && whole.length === 1 ? `0${whole}` : dotted;
  return part === undefined ? padded : `${padded},${part}`;
}

/** A number for Vietnamese readers. */
export function show(value: number, decimals = 2): string {
  const fixed =
    Math.abs(value - Math.round(value)) < 1e-9 ? String(Math.round(value)) : value.toFixed(decimals);
  const [whole = '0', digits] = fixed.split('.');
  const part = digits?.replace(/0+$/, '');
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, '.') + (part === undefined || part === '' ? '' : `,${part}`);
}

/** Brackets of a passage: for every character position that opens one, where it closes (or the end of its sentence). */
export function bracketsOf(text: string): { open: number; close: number; depth: number; parent: number }[] {
  const found: { open: number; close: number; depth: number; parent: number }[] = [];
  const stack: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 40 || c === 91) {
      if (stack.length < 6) {
        found.push({
          open: i,
          close: -1,
          depth: stack.length + 1,
          parent: stack.length === 0 ? -1 : (found[stack[stack.length - 1] as number]?.open ?? -1),
        });
        stack.push(found.length - 1);
      }
    } else if (c === 41 || c === 93) {
      // "a)" at the head of an item closes nothing.
      const top = stack.pop();
      if (top !== undefined) (found[top] as { close: number }).close = i;
    } else if (c === 46 && stack.length > 0 && /^\. \p{Lu}/u.test(text.slice(i, i + 3))) {
      // A bracket left open ends with its sentence; one that closes later in the passage does not.
      if (text.indexOf(')', i) < 0) {
        for (const s of stack) (found[s] as { close: number }).close = i;
        stack.length = 0;
      }
    }
  }
  for (const s of stack) (found[s] as { close: number }).close = text.length;
  return found;
}

/**
 * Reads every quantity of a passage. `masked` are spans that hold no quantities: dates, document symbols, links.
 * `marks` of the passage cut footnote numbers off.
 */
export function quantitiesOf(passage: Passage, masked: Span[]): Quantity[] {
  const text = passage.text;
  if (!/\d|\p{Ll}/u.test(text)) return [];
  const found: Quantity[] = [];
  const brackets = bracketsOf(text);
  let mask = 0;
  let nextBracket = 0;
  const openNow: { open: number; close: number; depth: number }[] = [];
  const glued = new Map(passage.marks.map((m) => [m.at, m.mark]));
  NUMBER.lastIndex = passage.bullet === '' || passage.kind === 'footnote' ? passage.body : passage.body;
  for (let m = NUMBER.exec(text); m !== null; m = NUMBER.exec(text)) {
    const start = m.index;
    let raw = m[0];
    let end = start + raw.length;
    while (mask < masked.length && (masked[mask] as Span).end <= start) mask++;
    const over = masked[mask];
    if (over && over.start < end && over.end > start) {
      NUMBER.lastIndex = Math.max(over.end, end);
      continue;
    }
    if (glued.get(start) === raw) continue;
    const before = text.slice(Math.max(0, start - 48), start);
    const after = text.slice(end, end + 90);
    // Letters or symbols stuck to it make it a name: QH15, VP7, 5G, 3-NQ, #3, :8080.
    if (
      /[\p{L}_#@]$/u.test(before) ||
      /^[\p{L}_](?!\p{L}{2,})/u.test(after.replace(/^(km|ha|m2|m|kg|%)(?!\p{L})/u, ' '))
    )
      continue;
    if (
      /^\p{L}/u.test(after) &&
      !/^(hồ|người|km|ha|m2|m3|kg|tấn|triệu|tỷ|tỉ|đồng|trường|cơ|xã|thôn|lượt|văn|thủ)/u.test(after)
    )
      continue;
    const percent = /^\s?(%|phần trăm)/u.test(after);
    let numeral = readNumeral(raw, percent);
    if (numeral === null) {
      // "1.234.50," or a list of section numbers; try without a trailing part.
      continue;
    }
    // A glued footnote after a decimal or a thousands group cannot be told apart safely; leave it.
    const isSo = /(?:^|\s)số\s*$/iu.test(before);
    if (ORDINAL.test(before) && !QUANTITY_SO.test(before) && !percent) {
      if (!(isSo && /(tổng|trong|các|lượng) số\s*$/iu.test(before))) {
        const ratioLike = /^\/\d/.test(after) && !/(ngày|tháng|số)\s*$/iu.test(before);
        const counted =
          !NEVER_COUNTS.test(before) &&
          (COUNTS.test(after) || (raw.length >= 3 && !/^0/.test(raw) && !DOCUMENT_WORD.test(before)));
        const bigYear = /năm\s*$/iu.test(before) && numeral.style === 'dots';
        if (!ratioLike && !counted && !bigYear) continue;
      }
    }
    // Year: four bare digits that count nothing.
    if (/^(19|20)\d\d$/.test(raw) && !percent) {
      const follows = /^\s+(\p{Ll}+)/u.exec(after)?.[1] ?? '';
      const counts =
        /^(hồ|người|văn|lượt|hộ|triệu|tỷ|thủ|quyết|báo|công|cán|nhiệm|dịch|lao|khẩu|học|trường|cơ|đồng|m|km|ha)$/u.test(
          follows,
        );
      const labelled =
        /(:|là|gồm|đạt|có)\s*$/u.test(before) &&
        !/(năm|đến|từ|vào|khóa|kỳ|giai đoạn)\s*\S{0,2}$/iu.test(before) &&
        /^\s*([;,.)]|$|\p{Lu})/u.test(after) &&
        /(số|tổng)/iu.test(before);
      if (!counts && !labelled && !/^\s+\p{Lu}/u.test(after)) continue;
      if (/(năm|nhiệm kỳ|giai đoạn|[-–])\s*$/iu.test(before)) continue;
    }
    if (
      /^[-–]\d/.test(after) &&
      /^\d{1,4}$/.test(raw) &&
      /^\d{1,4}$/.test(/^[-–](\d+)/.exec(after)?.[1] ?? '')
    ) {
      // A range such as 3-5 năm: neither end is a count.
      NUMBER.lastIndex = end + (/^[-–]\d+(?:[.,]\d+)?/.exec(after)?.[0].length ?? 0);
      continue;
    }
    if (/\d\s?[-–]\s?$/.test(before) && !/[;,:.]\s[-–]\s?$/.test(before)) continue;
    if (/^\s?tuổi(?!\p{L})/u.test(after)) continue; // an age describes, it does not count
    if (/^\s?(giờ|phút|h\d|h(?!\p{L})|giây)/u.test(after) || /^:\d\d/.test(after)) continue;
    // "01 chuyên mục/tuần" stays; "24/7" does not.
    const slashAfter = /^\/\s?(\d+(?:[.,]\d+)*)/.exec(after);
    if (slashAfter && /^24$/.test(raw) && slashAfter[1] === '7') {
      NUMBER.lastIndex = end + slashAfter[0].length;
      continue;
    }
    while (nextBracket < brackets.length && (brackets[nextBracket] as { open: number }).open < start) {
      openNow.push(brackets[nextBracket] as { open: number; close: number; depth: number });
      nextBracket++;
    }
    while (openNow.length > 0 && (openNow[openNow.length - 1] as { close: number }).close < start)
      openNow.pop();
    const inside = openNow[openNow.length - 1];
    let scale = 1;
    let tail = after;
    let scaled = false;
    if (!percent) {
      for (let k = 0; k < 2; k++) {
        const word = /^\s?(nghìn|ngàn|triệu|tỷ|tỉ)(?![\p{L}])/u.exec(tail);
        if (!word?.[1]) break;
        scale *= SCALES[word[1]] ?? 1;
        tail = tail.slice(word[0].length);
        scaled = true;
      }
      if (!scaled && /^\s?(trđ|tr\.đ|tr đồng)/u.test(tail)) {
        scale = 1e6;
        tail = ` đồng${tail.replace(/^\s?(trđ|tr\.đ|tr đồng)/u, '')}`;
      }
    }
    if (numeral.style === 'dot-decimal' && scaled && /^\d{1,3}\.\d{3}$/.test(raw)) {
      numeral = { value: Number(raw.replace('.', '')), step: 1, style: 'dots' };
    }
    const noun = percent ? '' : nounAfter(tail);
    const head = noun.split(' ')[0] ?? '';
    const unit = percent ? '%' : head === 'đồng' || (scaled && noun === '') ? 'đồng' : head.toLowerCase();
    const label = labelBefore(text, start, passage.body);
    let approx: Approximation = 'exact';
    const lead = before.replace(/(đạt|có|là|được|bằng|tới|lên)\s*$/u, '');
    if (ABOVE.test(before)) approx = 'above';
    else if (BELOW.test(before)) approx = /gần\s*$/iu.test(before) ? 'below' : 'below';
    else if (ABOUT.test(before)) approx = 'about';
    else if (ROUGHLY.test(before) && significant(raw) <= 3) approx = 'about';
    else if (/(khoảng|trên|hơn|gần|xấp xỉ)\s*$/iu.test(lead) && lead !== before) approx = 'about';
    if (approx === 'above' && /^0\d$/.test(raw) && /trên\s*$/iu.test(before)) approx = 'exact'; // "trên 03 trụ cột": on, not above
    if (approx === 'above' && /từ\s*$/iu.test(before) && !/^\s?(%|\S+)?\s*(\S+\s){0,3}trở lên/u.test(after))
      approx = 'exact';
    if (/^\s?%?\s*(\S+\s){0,3}trở lên/u.test(after)) approx = 'above';
    if (/^\s?%?\s*(\S+\s){0,3}trở xuống/u.test(after)) approx = 'below';
    found.push({
      passage,
      start,
      end,
      raw,
      value: numeral.value * scale,
      step: numeral.step * scale,
      scale,
      unit,
      noun,
      label,
      approx,
      style: numeral.style,
      depth: inside?.depth ?? 0,
      bracket: inside?.open ?? -1,
      word: false,
    });
    const previous = found[found.length - 2];
    const last = found[found.length - 1] as Quantity;
    if (
      previous &&
      previous.scale === 1e9 &&
      last.scale === 1e6 &&
      /^\s?(tỷ|tỉ)\s*(đồng)?\s*$/u.test(text.slice(previous.end, start))
    ) {
      // "16 tỷ 434 triệu đồng" is one sum of money.
      previous.value += last.value;
      previous.step = last.step;
      previous.end = last.end;
      previous.raw = text.slice(previous.start, previous.end);
      previous.unit = 'đồng';
      previous.word = true;
      found.pop();
      continue;
    }
    if (
      previous &&
      /^\s?(?:\p{L}+\s)?\/\s?$/u.test(text.slice(previous.end, start)) &&
      !previous.ratio &&
      previous.unit !== '%' &&
      start - previous.end < 14
    ) {
      const self = found[found.length - 1] as Quantity;
      previous.ratio = { with: self, role: 'part' };
      self.ratio = { with: previous, role: 'whole' };
      if (previous.unit === '') {
        previous.unit = self.unit;
        previous.noun = self.noun;
      }
      if (previous.scale === 1 && self.scale > 1) {
        // 8.450/16.900 triệu đồng: the scale is said once for both.
        previous.scale = self.scale;
        previous.value *= self.scale;
        previous.step *= self.scale;
      }
      if (self.approx === 'exact' && previous.approx !== 'exact') self.approx = previous.approx;
    }
    raw = '';
    end = 0;
  }
  return found;
}

function significant(raw: string): number {
  return raw.replace(/[.,]/g, '').replace(/^0+/, '').replace(/0+$/, '').length;
}

/** The words counted: up to six, ended by punctuation or a word that begins something else. */
function nounAfter(tail: string): string {
  const words: string[] = [];
  const source = tail.slice(0, 70);
  const re = /\s*([\p{L}\d&/-]+)([,.;:()“"])?/uy;
  if (!/^\s?[\p{L}]/u.test(source)) return '';
  for (let m = re.exec(source); m !== null && words.length < 6; m = re.exec(source)) {
    const word = m[1] as string;
    if (STOP.has(word.toLowerCase())) break;
    if (/^\d/.test(word)) break;
    words.push(word);
    if (m[2] !== undefined) break;
  }
  return words.join(' ').normalize('NFC');
}

/** The words of the clause before position `at`. */
function labelBefore(text: string, at: number, body: number): string {
  const from = Math.max(body, at - 140);
  const slice = text.slice(from, at);
  const cut = Math.max(
    slice.lastIndexOf(';'),
    slice.lastIndexOf(', '),
    slice.lastIndexOf('('),
    slice.lastIndexOf('. '),
    slice.lastIndexOf(') '),
  );
  return slice.slice(cut + 1).trim();
}

/** How many numbers a list may have before the search for relations gives up on the rest. */
export const MOST_IN_REACH = 120;

/** The quantities of a passage that begin in [from, to): found by halving, so that a passage of 100,000 numbers stays cheap. At most `most`, the last ones if `fromEnd`. */
export function within(
  list: Quantity[],
  from: number,
  to: number,
  most = MOST_IN_REACH,
  fromEnd = false,
): Quantity[] {
  const low = lowerBound(list, from);
  const high = lowerBound(list, to);
  return fromEnd ? list.slice(Math.max(low, high - most), high) : list.slice(low, Math.min(high, low + most));
}

function lowerBound(list: Quantity[], at: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as Quantity).start < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Things that are counted together: a total of documents is made of decisions and plans, one of people of officials and workers. */
const KIN: [string, RegExp][] = [
  [
    'văn bản',
    /^(văn bản|vbqppl|nghị quyết|quyết định|chỉ thị|kế hoạch|báo cáo|tờ trình|thông báo|công văn|hướng dẫn|chương trình|đề án|giấy mời|công điện|kết luận|nghị định|thông tư|quy chế|luật)/iu,
  ],
  [
    'người',
    /^(người|đồng chí|đ\/c|cán bộ|công chức|viên chức|biên chế|lao động|nhân|khẩu|đảng viên|học sinh|giáo viên|đại biểu|hội viên|đoàn viên|lượt người|lượt cán bộ|chỉ tiêu|cbcc|trường hợp|lượt)/iu,
  ],
  ['hồ sơ', /^(hồ sơ|hs(?![\p{L}])|lượt|đơn(?! vị)|giấy)/iu],
  ['thủ tục', /^(thủ tục|tthc|dịch vụ|dvc|dvctt)/iu],
  [
    'đơn vị',
    /^(đơn vị|cơ quan|cơ sở|trường|trạm|trung tâm|phòng|ban|doanh nghiệp|tổ chức|điểm trường|điểm|xã|phường|thôn|tổ dân phố|hợp tác xã|chi bộ|chi cục|sở|đảng bộ)/iu,
  ],
  ['vụ', /^(vụ|vụ việc|đơn|ý kiến|kiến nghị|phản ánh|cuộc)/iu],
];

/** True if two quantities can belong to one sum: same unit, kin units, or one of them bare. */
export function sameUnit(a: Quantity, b: Quantity): boolean {
  if (a.unit === b.unit) return true;
  if (a.unit === '%' || b.unit === '%') return false;
  const money = (q: Quantity): boolean => q.unit === 'đồng' && /^đồng(?! chí)/u.test(`${q.noun || 'đồng'}`);
  if (money(a) !== money(b)) return a.unit === '' || b.unit === '';
  const measure = /^(km|ha|m|m2|m3|kg|tấn|tạ|mét|triệu)$/;
  if (measure.test(a.unit) || measure.test(b.unit)) return a.unit === '' || b.unit === '';
  return a.unit === '' || b.unit === '' || KIN.some(([, kin]) => kin.test(a.noun) && kin.test(b.noun));
}

/** The interval in which the true value may lie. */
export function interval(q: Quantity): [number, number] {
  const half = q.step < 1 || q.scale > 1 ? q.step : 0; // decimals may be rounded or cut
  switch (q.approx) {
    case 'exact':
      return [q.value - half / 2, q.value + half / 2];
    case 'about':
      return [q.value * 0.9, q.value * 1.1];
    case 'above':
      return [q.value, q.value * 1.15 + half];
    case 'below':
      return [q.value * 0.85, q.value];
  }
}
