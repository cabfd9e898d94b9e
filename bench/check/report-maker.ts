import type { TextBlock } from '../../src/capabilities/checking/text.ts';

/** The same numbers for the same seed, on every machine. */
export class Dice {
  private state: number;
  constructor(seed: number) {
    this.state = seed >>> 0 || 1;
  }
  next(): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    // The low bits of a linear generator repeat soon; the high ones are mixed in.
    const mixed = Math.imul(this.state ^ (this.state >>> 15), 0x2c1b3c6d);
    return ((mixed ^ (mixed >>> 12)) >>> 0) / 4294967296;
  }
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }
  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)] as T;
  }
  chance(p: number): boolean {
    return this.next() < p;
  }
  shuffle<T>(list: readonly T[]): T[] {
    const out = [...list];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      [out[i], out[j]] = [out[j] as T, out[i] as T];
    }
    return out;
  }
}

/** A piece of text that takes part in a relation. */
export interface Token {
  block: number;
  start: number;
  end: number;
  text: string;
}

export interface Truth {
  kind:
    | 'sum'
    | 'percentage'
    | 'difference'
    | 'list-count'
    | 'complement'
    | 'citation'
    | 'number-order'
    | 'period'
    | 'date';
  tokens: Token[];
  /** Items that may be dropped whole (with what separates them), which breaks the relation. */
  items: Token[];
}

export interface MadeReport {
  name: string;
  blocks: TextBlock[];
  truths: Truth[];
}

/** A slot for a token in a sentence: its words and the names of the relations that it belongs to. */
interface Slot {
  text: string;
  of: string[];
  item?: boolean;
}

class Maker {
  readonly blocks: TextBlock[] = [];
  private readonly relations = new Map<string, Truth>();
  private serial = 0;
  readonly dice: Dice;
  constructor(dice: Dice) {
    this.dice = dice;
  }
  relation(kind: Truth['kind']): string {
    const name = `${kind}#${this.serial++}`;
    this.relations.set(name, { kind, tokens: [], items: [] });
    return name;
  }
  put(kind: TextBlock['kind'], parts: (string | Slot)[], extra: Partial<TextBlock> = {}): void {
    let text = '';
    const block = this.blocks.length;
    for (const part of parts) {
      if (typeof part === 'string') {
        text += part;
        continue;
      }
      const token = { block, start: text.length, end: text.length + part.text.length, text: part.text };
      text += part.text;
      for (const name of part.of) {
        const relation = this.relations.get(name);
        if (relation) (part.item ? relation.items : relation.tokens).push(token);
      }
    }
    this.blocks.push({ kind, text, ...extra });
  }
  truths(): Truth[] {
    return [...this.relations.values()].filter((t) => t.tokens.length > 0);
  }
}

const dotted = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, '.');
const padded = (n: number): string => (n < 10 ? `0${n}` : dotted(n));
const comma = (n: number, d: number): string =>
  n
    .toFixed(d)
    .replace('.', ',')
    .replace(/\B(?=(\d{3})+(?!\d))/g, '.');
const slot = (text: string, ...of: string[]): Slot => ({ text, of });

const SUBJECTS: { noun: string; parts: string[][] }[] = [
  {
    noun: 'hồ sơ',
    parts: [
      ['trực tuyến', 'trực tiếp'],
      ['đúng hạn', 'quá hạn'],
      ['đất đai', 'hộ tịch', 'chứng thực', 'lao động - xã hội'],
      ['trước hạn', 'đúng hạn', 'trễ hạn'],
    ],
  },
  {
    noun: 'thủ tục',
    parts: [
      ['toàn trình', 'một phần'],
      ['cấp tỉnh', 'cấp xã'],
      ['tư pháp', 'nội vụ', 'xây dựng', 'giáo dục', 'y tế'],
    ],
  },
  {
    noun: 'văn bản',
    parts: [
      ['Quyết định', 'Kế hoạch', 'Báo cáo', 'Công văn'],
      ['Nghị quyết', 'Quyết định'],
      ['Tờ trình', 'Thông báo', 'Giấy mời', 'Báo cáo', 'Quyết định'],
    ],
  },
  {
    noun: 'người',
    parts: [
      ['nam', 'nữ'],
      ['công chức', 'viên chức', 'người lao động'],
      ['cán bộ', 'công chức', 'hợp đồng'],
    ],
  },
  {
    noun: 'hộ',
    parts: [
      ['hộ nghèo', 'hộ cận nghèo', 'hộ khác'],
      ['thôn Đông', 'thôn Đoài', 'thôn Thượng', 'thôn Hạ'],
    ],
  },
  {
    noun: 'học sinh',
    parts: [
      ['mầm non', 'tiểu học', 'trung học cơ sở'],
      ['khối sáng', 'khối chiều'],
    ],
  },
  {
    noun: 'cơ sở',
    parts: [
      ['đã cấp phép', 'chưa cấp phép'],
      ['dịch vụ ăn uống', 'sản xuất', 'kinh doanh'],
    ],
  },
];

const PLACES = ['Hải Thịnh', 'An Khê', 'Vân Sơn', 'Tân Hưng', 'Đông Phú', 'Minh Lập'];
const NAMES = [
  'An Bình',
  'Phú Mỹ',
  'Tân Tiến',
  'Đông Hải',
  'Thanh Lâm',
  'Vĩnh Khê',
  'Hòa Sơn',
  'Long Giang',
  'Nam Cường',
  'Quang Trung',
];
const FILL = [
  'Công tác tuyên truyền được quan tâm, hình thức phong phú, từng bước nâng cao nhận thức của người dân.',
  'Các phòng chuyên môn phối hợp chặt chẽ, kịp thời tháo gỡ vướng mắc phát sinh tại cơ sở.',
  'Trong kỳ, địa phương tiếp tục duy trì nền nếp làm việc, chấp hành nghiêm kỷ luật, kỷ cương hành chính.',
  'Tiếp nhận khoảng 1.200 lượt ý kiến qua đường dây nóng; gần 95% ý kiến được phản hồi trong ngày.',
  'Từ năm 2021 đến năm 2025, hạ tầng số được đầu tư theo lộ trình, ưu tiên vùng còn khó khăn.',
  'Địa bàn có quốc lộ 5 và tỉnh lộ 391 chạy qua, thuận lợi cho giao thương.',
  'Tổ chức trực 24/7, bố trí 02 ca mỗi ngày, mỗi ca từ 3-5 người.',
  'Trên 98% người dân được hỏi hài lòng với thái độ phục vụ.',
  'Đề án 06 được triển khai đồng bộ; mức độ 4 được duy trì tại tất cả các điểm giao dịch.',
  'Có 12 ý kiến tham gia, trong đó có 3 ý kiến của Mặt trận, tập trung vào điều kiện làm việc.',
  'Một số đồng chí được khen thưởng, tiêu biểu có 5 nữ, 7 đảng viên.',
];

/** Divides a whole into parts, each at least one. */
function divide(dice: Dice, whole: number, count: number): number[] {
  const cuts = new Set<number>();
  while (cuts.size < count - 1) cuts.add(dice.int(1, whole - 1));
  const sorted = [0, ...[...cuts].sort((a, b) => a - b), whole];
  return sorted.slice(1).map((c, i) => c - (sorted[i] as number));
}

function wholeFor(dice: Dice): number {
  const size = dice.int(0, 3);
  return size === 0
    ? dice.int(24, 99)
    : size === 1
      ? dice.int(120, 999)
      : size === 2
        ? dice.int(1050, 9900)
        : dice.int(12_000, 480_000);
}

type Scene = (m: Maker) => void;

function listSum(m: Maker): void {
  const d = m.dice;
  const subject = d.pick(SUBJECTS);
  const names = d.pick(subject.parts);
  const whole = wholeFor(d);
  const parts = divide(d, whole, names.length);
  const r = m.relation('sum');
  const w = slot(dotted(whole), r);
  const noun = subject.noun;
  const items = names.map((name, i) => ({ name, n: slot(dotted(parts[i] as number), r) }));
  const joined = (
    make: (x: { name: string; n: Slot }) => (string | Slot)[],
    sep: string,
    last = sep,
  ): (string | Slot)[] =>
    items.flatMap((x, i) => [...(i === 0 ? [] : [i === items.length - 1 ? last : sep]), ...make(x)]);
  switch (d.int(0, 8)) {
    case 0:
      m.put('paragraph', [
        `Trong kỳ có `,
        w,
        ` ${noun}, trong đó: `,
        ...joined((x) => [`${x.name} `, x.n, ` ${noun}`], ', ', ' và '),
        '.',
      ]);
      break;
    case 1:
      m.put('paragraph', [`Tổng số `, w, ` ${noun} (`, ...joined((x) => [`${x.name}: `, x.n], '; '), ').']);
      break;
    case 2:
      m.put('paragraph', [
        `- Tổng số ${noun}: `,
        w,
        ` ${noun}, gồm: `,
        ...joined((x) => [x.n, ` ${noun} ${x.name}`], '; '),
        '.',
      ]);
      break;
    case 3:
      m.put('paragraph', [
        `Đến nay toàn xã ghi nhận `,
        w,
        ` ${noun}. Trong đó, số ${noun} ${items[0]?.name} là `,
        items[0]?.n ?? '',
        ` ${noun}`,
        ...items.slice(1).flatMap((x) => [`, số ${noun} ${x.name} là `, x.n, ` ${noun}`]),
        '.',
      ]);
      break;
    case 4:
      m.put('paragraph', [`Tổng số ${noun} của đơn vị là `, w, ` ${noun}, bao gồm:`]);
      for (const x of items)
        m.put('list-item', [`- ${x.name.charAt(0).toUpperCase()}${x.name.slice(1)}: `, x.n, ` ${noun};`]);
      break;
    case 5:
      m.put('paragraph', [
        `Kết quả có `,
        w,
        ` ${noun} được rà soát (trong đó `,
        ...joined((x) => [x.n, ` ${noun} ${x.name}`], ', '),
        ').',
      ]);
      break;
    case 6:
      m.put('paragraph', [`Số liệu tổng hợp: `, w, ` ${noun} = `, ...joined((x) => [x.n], ' + '), '.']);
      break;
    case 7: {
      const mark = String(m.blocks.length);
      m.put('paragraph', [`Địa phương hiện quản lý `, w, ` ${noun}.`], { marks: [] });
      const last = m.blocks[m.blocks.length - 1] as TextBlock;
      last.marks = [{ at: last.text.length - 1, mark }];
      m.put('footnote', [...joined((x) => [x.n, ` ${noun} ${x.name}`], ', '), '.'], { footnote: mark });
      break;
    }
    default:
      m.put('paragraph', [
        `Tổng cộng `,
        w,
        ` ${noun}, cụ thể: `,
        ...joined((x) => [`${x.name} có `, x.n, ` ${noun}`], '; '),
        '.',
      ]);
  }
}

function nestedSum(m: Maker): void {
  const d = m.dice;
  const whole = d.int(800, 9000);
  const [a = 1, b = 1] = divide(d, whole, 2);
  if (a < 4) return;
  const [a1 = 1, a2 = 1] = divide(d, a, 2);
  const outer = m.relation('sum');
  const inner = m.relation('sum');
  if (d.chance(0.5)) {
    m.put('paragraph', [
      'Tổng số thủ tục đang thực hiện là ',
      slot(dotted(whole), outer),
      ' thủ tục, trong đó: ',
      slot(dotted(a), outer, inner),
      ' thủ tục thuộc tỉnh (toàn trình ',
      slot(dotted(a1), inner),
      ' thủ tục; một phần ',
      slot(dotted(a2), inner),
      ' thủ tục); ',
      slot(dotted(b), outer),
      ' thủ tục thuộc xã.',
    ]);
  } else {
    m.put('paragraph', ['Tổng thu ngân sách đạt ', slot(dotted(whole), outer), ' triệu đồng, gồm:']);
    m.put('list-item', [
      '+ Thu nội địa ',
      slot(dotted(a), outer, inner),
      ' triệu đồng, bao gồm: tiền sử dụng đất ',
      slot(dotted(a1), inner),
      ' triệu đồng; các khoản khác ',
      slot(dotted(a2), inner),
      ' triệu đồng.',
    ]);
    m.put('list-item', ['+ Thu bổ sung từ cấp trên ', slot(dotted(b), outer), ' triệu đồng.']);
  }
}

function ratio(m: Maker): void {
  const d = m.dice;
  const b = wholeFor(d);
  const a = d.int(Math.ceil(b * 0.3), b - 1);
  const decimals = d.int(1, 2);
  const shown = comma((100 * a) / b, decimals);
  const r = m.relation('percentage');
  const subject = d.pick(SUBJECTS);
  const noun = subject.noun;
  switch (d.int(0, 6)) {
    case 0:
      m.put('paragraph', [
        `Tỷ lệ ${noun} đã số hóa `,
        slot(dotted(a), r),
        '/',
        slot(dotted(b), r),
        ' = ',
        slot(`${shown}%`, r),
        '.',
      ]);
      break;
    case 1:
      m.put('paragraph', [
        `Đã hoàn thành `,
        slot(dotted(a), r),
        '/',
        slot(dotted(b), r),
        ` ${noun} (đạt `,
        slot(`${shown}%`, r),
        ').',
      ]);
      break;
    case 2:
      m.put('paragraph', [
        `Trong số `,
        slot(dotted(b), r),
        ` ${noun} được kiểm tra có `,
        slot(dotted(a), r),
        ` ${noun} đạt yêu cầu, chiếm `,
        slot(`${shown}%`, r),
        '.',
      ]);
      break;
    case 3:
      m.put('paragraph', [
        `Có `,
        slot(dotted(a), r),
        ` ${noun} được xử lý, đạt tỷ lệ `,
        slot(`${shown}%`, r),
        ` trên tổng số `,
        slot(dotted(b), r),
        ` ${noun}.`,
      ]);
      break;
    case 4:
      m.put('paragraph', [
        `Tổng số ${noun} là `,
        slot(dotted(b), r),
        ` ${noun}. Trong đó số ${noun} đạt chuẩn `,
        slot(dotted(a), r),
        ` ${noun}, chiếm tỷ lệ `,
        slot(`${shown}%`, r),
        '.',
      ]);
      break;
    case 5:
      m.put('paragraph', [
        `Tỷ lệ ${noun} được công khai đạt `,
        slot(`${shown}%`, r),
        ' (',
        slot(dotted(a), r),
        '/',
        slot(dotted(b), r),
        ` ${noun}).`,
      ]);
      break;
    default:
      m.put('paragraph', [
        `Kết quả rà soát: giảm `,
        slot(dotted(a), r),
        '/',
        slot(dotted(b), r),
        ` ${noun} (tương ứng giảm `,
        slot(`${shown}%`, r),
        ').',
      ]);
  }
}

function flow(m: Maker): void {
  const d = m.dice;
  const a = wholeFor(d);
  const b = d.int(Math.ceil(a * 0.6), a - 1);
  const r = m.relation('difference');
  const [x, y, z] = [slot(dotted(a), r), slot(dotted(b), r), slot(dotted(a - b), r)];
  switch (d.int(0, 5)) {
    case 0:
      m.put('paragraph', [
        'Năm qua đã tiếp nhận ',
        x,
        ' hồ sơ; đã giải quyết ',
        y,
        ' hồ sơ; đang giải quyết ',
        z,
        ' hồ sơ.',
      ]);
      break;
    case 1:
      m.put('paragraph', [
        'Tổng số nhiệm vụ được giao: ',
        x,
        ' nhiệm vụ; đã hoàn thành ',
        y,
        ' nhiệm vụ; còn ',
        z,
        ' nhiệm vụ đang thực hiện trong hạn.',
      ]);
      break;
    case 2:
      m.put('list-item', ['- Biên chế được giao: ', x, ' biên chế.']);
      m.put('list-item', ['- Hiện có mặt: ', y, ' người.']);
      m.put('list-item', ['- Còn thiếu ', z, ' biên chế.']);
      break;
    case 3:
      m.put('paragraph', [
        'Số đầu mối giảm từ ',
        x,
        ' đơn vị xuống còn ',
        y,
        ' đơn vị, giảm ',
        z,
        ' đơn vị.',
      ]);
      break;
    case 4:
      m.put('paragraph', ['Tổng số hồ sơ tiếp nhận: ', x, ' hồ sơ;']);
      m.put('paragraph', ['Số hồ sơ đã giải quyết: ', y, ' hồ sơ;']);
      m.put('paragraph', ['Số hồ sơ đang giải quyết: ', z, ' hồ sơ.']);
      break;
    default:
      m.put('paragraph', ['Tiếp nhận ', x, ' đơn, đã xử lý ', y, ' đơn, còn lại ', z, ' đơn đang xác minh.']);
  }
}

function complement(m: Maker): void {
  const d = m.dice;
  const late = d.int(1, 900) / 100;
  const r = m.relation('complement');
  const [a, b] = [slot(`${comma(100 - late, 2)}%`, r), slot(`${comma(late, 2)}%`, r)];
  if (d.chance(0.5))
    m.put('paragraph', ['Tỷ lệ giải quyết đúng và trước hạn đạt ', a, '; hồ sơ quá hạn chiếm ', b, '.']);
  else m.put('paragraph', ['Tỷ lệ hồ sơ nộp trực tuyến ', a, ', tỷ lệ nộp trực tiếp ', b, '.']);
}

function list(m: Maker): void {
  const d = m.dice;
  const n = d.int(3, 8);
  const names = d.shuffle(NAMES).slice(0, n);
  const r = m.relation('list-count');
  const count = slot(padded(n), r);
  const item = (text: string): Slot => ({ text, of: [r], item: true });
  switch (d.int(0, 3)) {
    case 0:
      m.put('paragraph', [
        'Xã được thành lập trên cơ sở ',
        count,
        ' đơn vị hành chính gồm ',
        ...names.flatMap((x, i) => [...(i ? [', '] : []), item(`xã ${x}`)]),
        '.',
      ]);
      break;
    case 1:
      m.put('paragraph', [
        'Duy trì hoạt động của ',
        count,
        ' cơ sở giáo dục công lập trên địa bàn, gồm: ',
        ...names.flatMap((x, i) => [...(i ? [', '] : []), item(`Trường Tiểu học ${x}`)]),
        '.',
      ]);
      break;
    case 2:
      m.put('paragraph', [
        'Tổ chức bộ máy có ',
        count,
        ' đơn vị (',
        ...names.flatMap((x, i) => [...(i ? ['; '] : []), item(`Trạm Y tế ${x}`)]),
        ').',
      ]);
      break;
    default:
      m.put('paragraph', [
        'Trong kỳ có ',
        count,
        ' thôn văn hóa: ',
        ...names.flatMap((x, i) => [...(i ? [', '] : []), item(`thôn ${x}`)]),
        '.',
      ]);
  }
}

const two = (n: number): string => String(n).padStart(2, '0');

function plans(m: Maker): void {
  const d = m.dice;
  const r = m.relation('number-order');
  let number = d.int(2, 9);
  let day = d.int(5, 20);
  const type = d.pick([
    ['Kế hoạch', 'KH'],
    ['Quyết định', 'QĐ'],
    ['Báo cáo', 'BC'],
    ['Thông báo', 'TB'],
  ] as const);
  const year = 2026;
  const topics = d.shuffle([
    'cải cách hành chính',
    'kiểm soát thủ tục hành chính',
    'chuyển đổi số',
    'theo dõi thi hành pháp luật',
    'phòng cháy, chữa cháy',
    'tiếp công dân',
  ]);
  for (let i = 0; i < 4; i++) {
    const month = 1 + Math.floor(day / 28);
    const date = `${two(1 + (day % 28))}/${two(month)}/${year}`;
    const symbol = `${two(number)}/${type[1]}-UBND`;
    const topic = topics[i] ?? 'công tác dân vận';
    m.put('paragraph', [
      d.pick(['Ủy ban nhân dân xã đã ban hành ', 'UBND xã ban hành ']),
      `${type[0]} số ${symbol} ngày `,
      slot(date, r),
      ` về ${topic}.`,
    ]);
    number += d.int(3, 25);
    day += d.int(12, 35);
  }
}

function citations(m: Maker): void {
  const d = m.dice;
  const r = m.relation('citation');
  const options: (string | Slot)[][] = [
    [
      'Thực hiện ',
      slot('Nghị quyết số 214/NQ-CP ngày 23/7/2025 của Chính phủ', r),
      ', địa phương đã xây dựng phương án triển khai.',
    ],
    [
      'Căn cứ ',
      slot('Quyết định số 766/QĐ-TTg ngày 23/6/2022 của Thủ tướng Chính phủ', r),
      ', các bộ phận tổ chức đánh giá định kỳ.',
    ],
    [
      'Triển khai ',
      slot('Nghị định số 118/2025/NĐ-CP ngày 09/6/2025 của Chính phủ', r),
      ' về thực hiện thủ tục hành chính.',
    ],
    [
      'Theo ',
      slot('Kết luận số 183-KL/TW ngày 01/8/2025 của Bộ Chính trị', r),
      ', bộ máy tiếp tục được kiện toàn.',
    ],
    [
      'Thực hiện ',
      slot('Nghị quyết số 76/2025/UBTVQH15 ngày 14/4/2025 của Ủy ban Thường vụ Quốc hội', r),
      ' về sắp xếp đơn vị hành chính.',
    ],
  ];
  m.put('paragraph', d.pick(options));
}

function period(m: Maker): void {
  const d = m.dice;
  const r = m.relation('period');
  m.put('paragraph', [
    'Từ ngày ',
    slot(`${two(d.int(1, 28))}/7/2025`, r),
    ' đến ngày ',
    slot(`${two(d.int(1, 28))}/4/2026`, r),
    ', bộ phận một cửa hoạt động thông suốt.',
  ]);
}

function table(m: Maker, index: number): void {
  const d = m.dice;
  const rows = d.int(3, 7);
  const columns = d.int(2, 4);
  const names = d.shuffle(NAMES).slice(0, rows);
  const heads = [
    'STT',
    'Đơn vị',
    'Tổng số hồ sơ',
    ...['Đúng hạn', 'Quá hạn', 'Đang giải quyết', 'Bị trả lại'].slice(0, columns),
  ];
  const cell = (row: number, column: number, part: string | Slot): void =>
    m.put('cell', [part], { cell: { table: index, row, column, rowSpan: 1, columnSpan: 1 } });
  heads.forEach((h, c) => {
    cell(0, c, h);
  });
  const down = [...Array(columns + 1)].map(() => m.relation('sum'));
  const sums = new Array<number>(columns + 1).fill(0);
  for (let i = 0; i < rows; i++) {
    const across = m.relation('sum');
    const values = [...Array(columns)].map(() => d.int(11, 980));
    const total = values.reduce((a, b) => a + b, 0);
    cell(i + 1, 0, String(i + 1));
    cell(i + 1, 1, `Thôn ${names[i]}`);
    cell(i + 1, 2, slot(dotted(total), across, down[0] as string));
    values.forEach((v, c) => {
      cell(i + 1, c + 3, slot(dotted(v), across, down[c + 1] as string));
      sums[c + 1] = (sums[c + 1] as number) + v;
    });
    sums[0] = (sums[0] as number) + total;
  }
  cell(rows + 1, 0, '');
  cell(rows + 1, 1, d.pick(['Tổng cộng', 'Cộng', 'Tổng số']));
  sums.forEach((s, c) => {
    cell(rows + 1, c + 2, slot(dotted(s), down[c] as string));
  });
}

/** An invented report of about `pages` pages: every relation in it is true and known. */
export function makeReport(seed: number, pages: number): MadeReport {
  const dice = new Dice(seed);
  const m = new Maker(dice);
  const place = dice.pick(PLACES);
  m.put('paragraph', ['Số: /BC-UBND']);
  m.put('paragraph', [`${place}, ngày tháng 6 năm 2026`]);
  m.put('paragraph', ['BÁO CÁO']);
  m.put('paragraph', [`Kết quả công tác 6 tháng đầu năm 2026 trên địa bàn xã ${place}`]);
  const scenes: Scene[] = [
    listSum,
    listSum,
    listSum,
    nestedSum,
    ratio,
    ratio,
    flow,
    complement,
    list,
    citations,
    period,
  ];
  let section = 0;
  let tables = 0;
  let planned = 0;
  const size = pages * 2400;
  let length = 0;
  while (length < size) {
    section++;
    m.put(
      'heading',
      [
        `${section}. Nội dung thứ ${['nhất', 'hai', 'ba', 'tư', 'năm', 'sáu', 'bảy', 'tám', 'chín', 'mười'][(section - 1) % 10]} của báo cáo`,
      ],
      { level: 2 },
    );
    for (let k = 0; k < 6; k++) {
      if (dice.chance(0.55)) m.put('paragraph', [dice.pick(FILL)]);
      dice.pick(scenes)(m);
      if (dice.chance(0.06)) table(m, tables++);
    }
    if (planned < 1) {
      plans(m);
      planned++;
    }
    length = m.blocks.reduce((s, b) => s + b.text.length + 20, 0);
  }
  return { name: `report-${seed}`, blocks: m.blocks, truths: m.truths() };
}
