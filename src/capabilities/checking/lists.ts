import type { Read, Reading } from './claim.ts';
import { nothing } from './claim.ts';
import { slips } from './mend.ts';
import type { Passage } from './passage.ts';
import { bracketsOf, type Quantity, within } from './quantity.ts';
import { sentenceAt, sentenceEnds } from './sentence.ts';
import { bulletClass } from './sums.ts';

/** What is counted in lists of names rather than in figures. */
const COUNTED =
  /^(cơ quan|cơ sở|đơn vị|phòng|trường|xã|phường|thôn|xóm|tổ|khu|ấp|lĩnh vực|nhóm|nội dung|nhiệm vụ|giải pháp|trụ cột|văn phòng|tỉnh|huyện|thành phố|đồng chí|nghị quyết|quyết định|kế hoạch|văn bản|mô hình|công trình|dự án|chỉ tiêu|tiêu chí|trung tâm|ban|hội|điểm|bước|mục tiêu|sở|bộ|chương trình|đề án|tuyến|công ty|doanh nghiệp|hợp tác xã|di tích|lễ hội|chức danh|sản phẩm|địa phương|khâu|yếu tố|thành viên|cụm|đoàn|chi bộ|phần mềm|hệ thống|nguyên tắc|phương thức|hình thức|kênh|phong trào|thủ tục|môn|loại|tổ công tác|tổ chức|trạm)/iu;
const OPEN =
  /^[^,;:.()\d]{0,80}?(?:,?\s(?:bao gồm|gồm có|gồm|cụ thể là|cụ thể|đó là|như sau|là)(?![\p{L}])\s*:?|:)\s*/u;
const UNFINISHED = /(…|\.\.\.|v\.v|vân vân|,\s*\.\.|như:?\s*$|và các |một số)/u;
const ENUMERATOR = /\((\d{1,2}|[a-zđivx]{1,4})\)\s/gu;

interface Counted {
  count: number;
  how: string;
}

/** Counts against the list that follows: "07 cơ sở gồm …". */
export function readLists(reading: Reading): Read {
  const read = nothing();
  reading.passages.forEach((passage, p) => {
    if (passage.kind === 'cell') return;
    const quantities = reading.quantities[p] ?? [];
    if (quantities.length === 0) return;
    const ends = sentenceEnds(passage.text);
    const brackets = bracketsOf(passage.text);
    for (const q of quantities) {
      if (
        q.unit === '%' ||
        q.value > 99 ||
        q.step !== 1 ||
        q.approx !== 'exact' ||
        q.ratio ||
        q.style !== 'small'
      )
        continue;
      if (!COUNTED.test(q.noun)) continue;
      read1(reading, p, passage, quantities, q, ends, brackets, read);
    }
  });
  footnoteLists(reading, read);
  return read;
}

function read1(
  reading: Reading,
  p: number,
  passage: Passage,
  quantities: Quantity[],
  q: Quantity,
  ends: number[],
  brackets: ReturnType<typeof bracketsOf>,
  read: Read,
): void {
  const text = passage.text;
  const [, to] = sentenceAt(ends, q.start);
  const end = q.end;
  // A bracket right behind the counted noun.
  const bracket = bracketAfter(brackets, end);
  const nounText = text.slice(end, Math.min(to, end + 90));
  let list: { from: number; to: number; closed: boolean } | null = null;
  if (bracket && !/[,;:.]/.test(text.slice(end, bracket.open)) && bracket.depth === q.depth + 1) {
    const inside = text.slice(bracket.open + 1, bracket.close);
    const lead = /^\s*(gồm|bao gồm|cụ thể|là|gồm có)?\s*:?\s*/iu.exec(inside)?.[0].length ?? 0;
    list = { from: bracket.open + 1 + lead, to: bracket.close, closed: bracket.close < text.length };
  } else {
    const open = OPEN.exec(nounText);
    if (!open) return;
    const opener =
      /(bao gồm|gồm có|gồm|cụ thể là|cụ thể|đó là|như sau|là|:)\s*:?\s*$/u.exec(open[0])?.[1] ?? '';
    const from = end + open[0].length;
    if (opener === 'là' || opener === '') return;
    if (from >= text.length - 1) {
      childList(reading, p, passage, q, read);
      return;
    }
    const limit = q.bracket >= 0 ? (brackets.find((b) => b.open === q.bracket)?.close ?? to) : to;
    list = { from, to: limit, closed: true };
  }
  if (!list || list.to - list.from < 8 || list.to - list.from > 2500) return;
  const inside = within(quantities, list.from, list.to, 30).filter(
    (o) => o !== q && o.start >= list.from && o.end <= list.to && o.unit !== '%',
  );
  const body = text.slice(list.from, list.to).replace(/[.;,\s]+$/u, '');
  const counts = waysToCount(body, q.noun);
  if (counts.length === 0) return;
  const hit = counts.find((c) => c.count === q.value);
  const at = { passage, start: q.start, end: Math.max(end, list.to) };
  if (hit) {
    // Lists whose items carry numbers are sums; those are read elsewhere.
    if (inside.length < 2)
      read.kept.push({ kind: 'list-count', ...at, statement: `${q.raw} ${q.noun}: liệt kê đủ ${hit.count}` });
    return;
  }
  if (inside.length >= 2 || UNFINISHED.test(body)) return;
  const agreed = new Set(counts.map((c) => c.count));
  const sure = agreed.size === 1 && counts.some((c) => c.how !== 'comma' && c.how !== 'first');
  const count = [...agreed][0] ?? 0;
  const slip = slips(q).some((s) => s.value === count);
  if (
    !sure ||
    count < 2 ||
    (Math.abs(count - q.value) > Math.max(3, q.value * 0.5) && !slip) ||
    (q.value < 2 && !/^00$/.test(q.raw))
  ) {
    read.skipped.push({ ...at, why: 'danh sách có nhiều cách đếm' });
    return;
  }
  read.observations.push({
    kind: 'list-count',
    passage,
    start: q.start,
    end: q.end,
    relation: `${q.raw} ${q.noun} phải liệt kê đủ ${q.value} mục`,
    computed: `liệt kê ${count} mục`,
    expected: `${q.value} mục`,
    suggestion: /^0\d$/.test(q.raw) && count < 10 ? `0${count}` : String(count),
    severity: 'error',
    confidence: 0.8,
    related: [{ passage, start: list.from, end: list.to }],
  });
}

/** The first bracket that opens within 70 characters behind `at`; brackets are in order of opening. */
function bracketAfter(
  brackets: ReturnType<typeof bracketsOf>,
  at: number,
): ReturnType<typeof bracketsOf>[number] | undefined {
  let low = 0;
  let high = brackets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((brackets[middle]?.open ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  const found = brackets[low];
  return found && found.open - at < 70 ? found : undefined;
}

/** Several ways to count the items of a list written in one sentence. */
function waysToCount(body: string, noun: string): Counted[] {
  const ways: Counted[] = [];
  const flat = body.replace(/\([^()]*\)/g, '');
  const marks = [...body.matchAll(ENUMERATOR)];
  if (marks.length >= 2 && /^\s*\(/.test(body)) return [{ count: marks.length, how: 'mark' }];
  const semicolons = flat
    .split(/;/u)
    .map((x) => x.trim())
    .filter((x) => x !== '');
  const plain = flat
    .split(/[;,]/u)
    .map((x) => x.trim())
    .filter((x) => x !== '');
  const commas = flat
    .split(/[;,]|\s+và\s+(?=\p{Lu}|\d|(?:xã|phường|thôn|tỉnh|huyện)\s)/u)
    .map((x) => x.trim())
    .filter((x) => x !== '');
  const withAnd = flat
    .split(/[;,]|\s+và\s+/u)
    .map((x) => x.trim())
    .filter((x) => x !== '');
  if (semicolons.length >= 2) ways.push({ count: semicolons.length, how: 'semicolon' });
  for (const way of [plain, commas, withAnd]) {
    if (way.length >= 2 && way.length !== semicolons.length) ways.push({ count: way.length, how: 'comma' });
  }
  // "03 trụ cột: chính quyền số, kinh tế số, xã hội số; duy trì …": the list may end at the first semicolon.
  const firstPart = (semicolons.length >= 2 ? (semicolons[0] ?? '') : '')
    .split(/,|\s+và\s+/u)
    .filter((x) => x.trim() !== '');
  if (firstPart.length >= 2) ways.push({ count: firstPart.length, how: 'first' });
  // Repeated head: Trường …, Trường …, Trường …
  const heads = new Map<string, number>();
  const items = (semicolons.length >= 2 ? semicolons : commas).map((x) => x.replace(/^(và|cùng)\s+/u, ''));
  for (const item of items) {
    const head = item.split(' ')[0]?.toLowerCase() ?? '';
    heads.set(head, (heads.get(head) ?? 0) + 1);
  }
  const [head, times] = [...heads].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  if (head.length >= 2 && times >= 2) {
    const all =
      flat.match(
        new RegExp(`(?:^|[;,]\\s*|\\svà\\s+)${head.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s`, 'giu'),
      )?.length ?? times;
    if (all === items.length) {
      // Every item begins with the same word: no doubt how many there are.
      return [{ count: all, how: 'head' }];
    }
    ways.push({ count: all, how: 'head-part' });
  }
  // "Hà Nam, Nam Định và Ninh Bình" directly behind the noun.
  if (
    ways.length === 1 &&
    ways[0]?.how === 'comma' &&
    items.every((x) => x.length < 60) &&
    new RegExp(`^${noun.split(' ')[0] ?? ' '}`, 'iu').test(body)
  ) {
    ways.push({ count: ways[0].count, how: 'noun' });
  }
  return ways;
}

/** "… 05 nhiệm vụ như sau:" with one item per line. */
function childList(reading: Reading, p: number, passage: Passage, q: Quantity, read: Read): void {
  const first = reading.passages[p + 1];
  if (!first) return;
  const level = bulletClass(first);
  if (level === '' || level === bulletClass(passage) || level.startsWith('#')) return;
  let count = 0;
  let carries = 0;
  let last = p;
  for (let i = p + 1; i < reading.passages.length && i < p + 200; i++) {
    const child = reading.passages[i] as Passage;
    if (child.kind === 'footnote') continue;
    const c = bulletClass(child);
    if (c === level) {
      count++;
      last = i;
      if ((reading.quantities[i] ?? []).some((x) => x.unit !== '%' && x.depth === 0)) carries++;
    } else if (c === '' || c === 'I.' || c === '1.' || c.startsWith('#')) break;
    else if (level === '-' && (c === 'a)' || c === '1.1')) break;
  }
  if (count < 2) return;
  const end = reading.passages[last];
  if (count === q.value) {
    read.kept.push({
      kind: 'list-count',
      passage,
      start: q.start,
      end: q.end,
      statement: `${q.raw} ${q.noun}: liệt kê đủ ${count} mục`,
    });
    return;
  }
  // Items that carry numbers are added up elsewhere, and lists of lists have other counts.
  if (
    carries >= 2 ||
    Math.abs(count - q.value) > 2 ||
    !end ||
    (level !== '-' && level !== '1.' && level !== 'a)' && level !== '+')
  )
    return;
  if (!/(như sau|gồm|bao gồm|cụ thể)\s*:?\s*$/iu.test(passage.text) || passage.text.length - q.end > 120)
    return;
  read.observations.push({
    kind: 'list-count',
    passage,
    start: q.start,
    end: q.end,
    relation: `${q.raw} ${q.noun} phải liệt kê đủ ${q.value} mục`,
    computed: `liệt kê ${count} mục`,
    expected: `${q.value} mục`,
    suggestion: null,
    severity: 'warning',
    confidence: 0.65,
    related: [{ passage: end, start: 0, end: Math.min(end.text.length, 120) }],
  });
}

const DOCUMENTS: Record<string, string> = {
  'kế hoạch': 'KH',
  'quyết định': 'QĐ',
  'nghị quyết': 'NQ',
  'chỉ thị': 'CT',
  'thông báo': 'TB',
  'công điện': 'CĐ',
  'tờ trình': 'TTR',
  'báo cáo': 'BC',
};

/** "04 Kế hoạch⁹" with a footnote that cites four plans. */
function footnoteLists(reading: Reading, read: Read): void {
  reading.passages.forEach((passage, p) => {
    for (const mark of passage.marks) {
      const q = (reading.quantities[p] ?? [])
        .filter((o) => o.end <= mark.at && mark.at - o.end < 45 && o.step === 1 && o.unit !== '%')
        .at(-1);
      if (q?.approx !== 'exact' || q.value > 60) continue;
      const word =
        Object.keys(DOCUMENTS).find((w) => q.noun.toLowerCase().startsWith(w)) ??
        (/^(văn bản|công văn)/iu.test(q.noun) ? 'văn bản' : undefined);
      if (word === undefined || /[,;.]/.test(passage.text.slice(q.end, mark.at))) continue;
      const note = reading.passages.findIndex(
        (o) => o.kind === 'footnote' && o.footnote === mark.mark && Math.abs(o.index - passage.index) < 60,
      );
      if (note < 0) continue;
      const cited = reading.citations[note] ?? [];
      const symbols = new Set(
        cited
          .filter((c) => word === 'văn bản' || c.typeCode === DOCUMENTS[word])
          .map((c) => `${c.symbol}${c.date?.order ?? ''}`),
      );
      if (symbols.size === 0) continue;
      const at = { passage, start: q.start, end: mark.at };
      if (symbols.size === q.value)
        read.kept.push({
          kind: 'list-count',
          ...at,
          statement: `${q.raw} ${q.noun}: chú thích ${mark.mark} nêu đủ ${symbols.size}`,
        });
      else if (
        cited.length === symbols.size &&
        word !== 'văn bản' &&
        symbols.size >= 2 &&
        Math.abs(symbols.size - q.value) <= 3 &&
        !UNFINISHED.test(reading.passages[note]?.text ?? '')
      ) {
        read.observations.push({
          kind: 'list-count',
          ...at,
          end: q.end,
          relation: `${q.raw} ${q.noun} phải được nêu đủ trong chú thích ${mark.mark}`,
          computed: `chú thích nêu ${symbols.size}`,
          expected: `${q.value}`,
          suggestion: null,
          severity: 'warning',
          confidence: 0.65,
          related: [
            {
              passage: reading.passages[note] as Passage,
              start: 0,
              end: Math.min(120, reading.passages[note]?.text.length ?? 0),
            },
          ],
        });
      } else read.skipped.push({ ...at, why: `chú thích ${mark.mark} có thể không nêu hết` });
    }
  });
}
