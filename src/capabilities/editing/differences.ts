import {
  CHANNEL_NAMES,
  type Fee,
  type ProcedureTerm,
  type ProcedureVersion,
  type Process,
  STEP_ACT_NAMES,
  type Step,
  wayInWords,
} from '../procedures/index.ts';

export interface Difference {
  /** The part of the procedure, as in its shape. */
  part: keyof ProcedureVersion;
  /** In Vietnamese. */
  text: string;
}

const PART_WORDS: Partial<Record<keyof ProcedureVersion, string>> = {
  name: 'Tên thủ tục',
  sector: 'Lĩnh vực',
  competent: 'Cơ quan giải quyết',
  applicants: 'Đối tượng thực hiện',
  cases: 'Trường hợp',
  terms: 'Thời hạn',
  components: 'Thành phần hồ sơ',
  fees: 'Phí, lệ phí',
  exemptions: 'Miễn, giảm',
  results: 'Kết quả',
  channels: 'Kênh nộp',
  serviceLevel: 'Mức độ trực tuyến',
  partialReason: 'Lý do một phần',
  legalBasis: 'Căn cứ pháp lý',
  guidance: 'Câu hỏi hướng dẫn',
  keywords: 'Từ khóa',
  form: 'Tờ khai',
  process: 'Quy trình',
};

const TERM_UNITS: Record<ProcedureTerm['unit'], string> = {
  'working-day': 'ngày làm việc',
  'calendar-day': 'ngày',
  'working-hour': 'giờ làm việc',
  'same-day': 'trong ngày',
};

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const percent = (share: number) => `${(Math.round(share * 1000) / 10).toLocaleString('vi')}%`;
const shortened = (text: string) => (text.length > 90 ? `${text.slice(0, 88)}…` : text);
const dong = (amount: number | null) => (amount === null ? 'chưa rõ' : `${amount.toLocaleString('vi')} đ`);
const termWords = (term: ProcedureTerm) =>
  term.unit === 'same-day' ? 'trong ngày' : `${term.value.toLocaleString('vi')} ${TERM_UNITS[term.unit]}`;

/** What a newer version changes, part by part, in words. Days, origin and doubts are not content. */
export function differences(before: ProcedureVersion, after: ProcedureVersion): Difference[] {
  const found: Difference[] = [];
  for (const part of Object.keys(PART_WORDS) as (keyof ProcedureVersion)[]) {
    if (same(before[part], after[part])) continue;
    const say = (text: string) => found.push({ part, text });
    const count = found.length;
    switch (part) {
      case 'process':
        for (const text of processDifferences(before.process, after.process, after)) say(text);
        break;
      case 'fees':
        listed(before.fees, after.fees, (fee) => fee.key, 'khoản thu', feeWords, say);
        break;
      case 'components':
        listed(
          before.components,
          after.components,
          (one) => one.key,
          'giấy tờ',
          (one) => shortened(one.name),
          say,
        );
        break;
      case 'cases':
        listed(
          before.cases,
          after.cases,
          (one) => one.key,
          'trường hợp',
          (one) => shortened(one.name),
          say,
        );
        break;
      case 'results':
        listed(
          before.results,
          after.results,
          (one) => one.name,
          'kết quả',
          (one) => shortened(one.name),
          say,
        );
        break;
      case 'form':
        listed(
          Object.entries(before.form.properties),
          Object.entries(after.form.properties),
          ([key]) => key,
          'câu hỏi',
          ([, question]) => question.title,
          say,
        );
        break;
      case 'terms':
        say(
          `Thời hạn: ${before.terms.map(termWords).join('; ') || 'chưa rõ'} → ${after.terms.map(termWords).join('; ') || 'chưa rõ'}`,
        );
        break;
      case 'channels':
        say(`Kênh nộp: ${after.channels.map((one) => CHANNEL_NAMES[one]).join(', ')}`);
        break;
      case 'name':
      case 'partialReason':
        say(`${PART_WORDS[part]}: “${shortened(after[part] ?? '')}”`);
        break;
      default:
    }
    if (found.length === count) say(`Sửa: ${PART_WORDS[part]}`);
  }
  return found;
}

function feeWords(fee: Fee): string {
  return `${fee.name}: ${dong(fee.amount)}`;
}

/** What was added, removed and changed in a list whose things have keys. */
function listed<T>(
  before: readonly T[],
  after: readonly T[],
  key: (one: T) => string,
  word: string,
  name: (one: T) => string,
  say: (text: string) => void,
): void {
  for (const one of after) {
    const old = before.find((other) => key(other) === key(one));
    if (old === undefined) say(`Thêm ${word} “${name(one)}”`);
    else if (!same(old, one))
      say(
        name(old) === name(one)
          ? `Sửa ${word} “${name(one)}”`
          : `Sửa ${word} “${name(old)}” thành “${name(one)}”`,
      );
  }
  for (const one of before)
    if (!after.some((other) => key(other) === key(one))) say(`Bỏ ${word} “${name(one)}”`);
}

function processDifferences(before: Process, after: Process, ground: ProcedureVersion): string[] {
  const texts: string[] = [];
  const name = (key: string) =>
    (after.steps.find((step) => step.key === key) ?? before.steps.find((step) => step.key === key))?.name ??
    key;
  for (const step of after.steps) {
    const old = before.steps.find((one) => one.key === step.key);
    if (old === undefined)
      texts.push(`Thêm bước “${step.name}” (${STEP_ACT_NAMES[step.act]}, ${percent(step.share)} thời hạn)`);
    else if (!same(old, step)) texts.push(...stepDifferences(old, step, name, ground));
  }
  for (const step of before.steps)
    if (!after.steps.some((one) => one.key === step.key)) texts.push(`Bỏ bước “${step.name}”`);
  return texts;
}

function stepDifferences(
  before: Step,
  after: Step,
  name: (key: string) => string,
  ground: ProcedureVersion,
): string[] {
  const texts: string[] = [];
  const of = `Bước “${before.name}”`;
  if (before.name !== after.name) texts.push(`${of} đổi tên thành “${after.name}”`);
  if (before.share !== after.share)
    texts.push(`${of}: ${percent(before.share)} → ${percent(after.share)} thời hạn`);
  if (before.role !== after.role || before.act !== after.act || before.place !== after.place)
    texts.push(`${of}: đổi việc hoặc người làm`);
  if (before.division !== after.division) texts.push(`${of}: đổi phòng làm`);
  if (before.message !== after.message) texts.push(`${of}: đổi nội dung báo người nộp`);
  if (!same(before.parts, after.parts)) {
    const parts = after.parts?.map((part) => part.name).join('; ');
    texts.push(
      parts === undefined ? `${of}: bỏ các phần song song` : `${of}: các phần song song là ${parts}`,
    );
  }
  if (!same(before.next, after.next)) {
    const ways = after.next.map((way) => {
      const when = wayInWords(way, ground);
      return `“${name(way.to)}”${when === '' ? '' : ` khi ${when}`}`;
    });
    texts.push(`${of}: chuyển đến ${ways.join('; ') || 'không đâu cả'}`);
  }
  return texts;
}
