import readWorkbook, { type CellValue } from 'read-excel-file/node';
import writeWorkbook, { type SheetData } from 'write-excel-file/node';
import { invalid, Refusal } from '../../kernel/refusal.ts';
import {
  type CatalogueFault,
  type CatalogueInput,
  partInWords,
  rowsOfJson,
  type Where,
} from './catalogue.ts';
import { GROUP_NAMES } from './fee.ts';
import { APPLICANT_NAMES, COMPETENT_NAMES } from './procedure.ts';
import { shippedGround } from './shipped.ts';

/** Reads a catalogue file by what it is, whatever it is called: an Excel workbook or JSON. */
export async function readCatalogueFile(name: string, bytes: Uint8Array): Promise<CatalogueInput> {
  // Both the old binary format and encrypted workbooks begin so; only the zip of today is read.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    throw invalid('catalogue.not-readable', { path: '/content', code: 'catalogue.old-excel' });
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return rowsOfWorkbook(name, bytes);
  const text = new TextDecoder('utf-8', { fatal: false }).decode(bytes).replace(/^\uFEFF/, '');
  try {
    return rowsOfJson(name, JSON.parse(text));
  } catch (error) {
    throw new Refusal('invalid', 'catalogue.not-readable', {
      fields: [{ path: '/content', code: 'catalogue.neither-excel-nor-json' }],
      reason: error instanceof Error ? error.message.slice(0, 200) : '',
    });
  }
}

interface Column {
  head: string;
  /** Must be filled in every row. */
  must?: boolean;
  width?: number;
  hint?: string;
}

const SHEETS = {
  procedures: 'Thủ tục',
  components: 'Thành phần hồ sơ',
  fees: 'Phí, lệ phí',
  results: 'Kết quả',
} as const;
type SheetKey = keyof typeof SHEETS;

const COLUMNS: Record<SheetKey, Column[]> = {
  procedures: [
    { head: 'Mã thủ tục', must: true, width: 12, hint: 'dạng 1.001193' },
    { head: 'Tên thủ tục', must: true, width: 50 },
    { head: 'Lĩnh vực', must: true, width: 20, hint: 'tên hoặc mã lĩnh vực' },
    { head: 'Cấp', must: true, width: 8, hint: 'xã hoặc tỉnh' },
    { head: 'Cơ quan giải quyết', must: true, width: 26, hint: 'ví dụ: Ủy ban nhân dân cấp xã' },
    { head: 'Đối tượng', width: 26, hint: 'cách nhau bằng dấu chấm phẩy' },
    { head: 'Thời hạn', width: 10, hint: 'số; để trống nếu giải quyết trong ngày' },
    { head: 'Đơn vị thời hạn', must: true, width: 16, hint: 'ngày làm việc, ngày, giờ làm việc, trong ngày' },
    { head: 'Kênh nộp', must: true, width: 26, hint: 'trực tuyến; trực tiếp; bưu chính' },
    { head: 'Mức độ trực tuyến', width: 18, hint: 'toàn trình hoặc một phần' },
    { head: 'Lý do một phần', width: 26 },
    { head: 'Căn cứ pháp lý', width: 30, hint: 'cách nhau bằng dấu chấm phẩy' },
    { head: 'Quyết định công bố', width: 20 },
    { head: 'Có hiệu lực từ', must: true, width: 14, hint: 'ngày/tháng/năm' },
    { head: 'Hiệu lực đến hết ngày', width: 14, hint: 'để trống nếu chưa có' },
    { head: 'Từ khóa', width: 30, hint: 'cách người dân gọi, cách nhau bằng dấu chấm phẩy' },
    { head: 'Tờ khai', width: 16, hint: 'mã tờ khai điện tử; để trống là tờ khai chung' },
    { head: 'Quy trình', width: 16, hint: 'mã quy trình; để trống là quy trình chung' },
  ],
  components: [
    { head: 'Mã thủ tục', must: true, width: 12 },
    { head: 'Tên giấy tờ', must: true, width: 60 },
    { head: 'Bản chính', width: 10, hint: 'số bản' },
    { head: 'Bản sao', width: 10, hint: 'số bản' },
    { head: 'Hình thức', width: 12, hint: 'nộp hoặc xuất trình' },
    { head: 'Bắt buộc', width: 10, hint: 'có hoặc không' },
    { head: 'Trường hợp', width: 30 },
    { head: 'Kênh nộp', width: 20 },
  ],
  fees: [
    { head: 'Mã thủ tục', must: true, width: 12 },
    { head: 'Tên khoản thu', must: true, width: 40 },
    { head: 'Mức thu', width: 12, hint: 'đồng; để trống nếu chưa có mức' },
    { head: 'Tính theo', width: 12, hint: 'hồ sơ, trang, bản, trường hợp' },
    { head: 'Trường hợp', width: 30 },
    { head: 'Kênh nộp', width: 20 },
    { head: 'Đối tượng miễn', width: 40, hint: 'cách nhau bằng dấu chấm phẩy' },
    { head: 'Căn cứ miễn', width: 30 },
    { head: 'Ghi chú', width: 30 },
  ],
  results: [
    { head: 'Mã thủ tục', must: true, width: 12 },
    { head: 'Tên kết quả', must: true, width: 50 },
    { head: 'Mã kết quả', width: 20 },
  ],
};

const UNITS: Record<string, string> = {
  'ngày làm việc': 'working-day',
  ngày: 'calendar-day',
  'giờ làm việc': 'working-hour',
  'trong ngày': 'same-day',
};
const LEVELS: Record<string, string> = {
  xã: 'commune',
  'cấp xã': 'commune',
  tỉnh: 'province',
  'cấp tỉnh': 'province',
};
const CHANNELS: Record<string, string> = {
  'trực tuyến': 'online',
  'trực tiếp': 'counter',
  'bưu chính': 'post',
  'bưu chính công ích': 'post',
};
const SERVICE: Record<string, string> = { 'toàn trình': 'full-process', 'một phần': 'partial' };
const MODES: Record<string, string> = { nộp: 'submit', 'xuất trình': 'present' };
const PER: Record<string, string> = { 'hồ sơ': 'dossier', trang: 'page', bản: 'copy', 'trường hợp': 'case' };
const YES_NO: Record<string, string> = { có: 'yes', không: 'no' };
const APPLICANTS = byName(APPLICANT_NAMES);
const COMPETENT = byName(COMPETENT_NAMES);
const EXEMPT = byName(GROUP_NAMES);

function byName(names: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [name.toLowerCase(), key]));
}

/** A cell that a spreadsheet program would compute when the text is written out again. */
const FORMULA = /^\s*(=|@|[+-]\s*[A-Za-z_]+\s*\(|[+-][A-Z]{1,3}\d)/;

class SheetReader {
  readonly #file: string;
  readonly #sheet: string;
  readonly #columns: Map<string, number>;
  readonly #faults: CatalogueFault[];

  constructor(file: string, sheet: string, columns: Map<string, number>, faults: CatalogueFault[]) {
    this.#file = file;
    this.#sheet = sheet;
    this.#columns = columns;
    this.#faults = faults;
  }

  where(row: number, column: string | null): Where {
    return { file: this.#file, sheet: this.#sheet, row, column };
  }

  fault(row: number, column: string, text: string, found: unknown = null): void {
    this.#faults.push({ ...this.where(row, column), text, found: found === null ? null : shown(found) });
  }

  raw(cells: readonly (CellValue | null)[], column: string): CellValue | null {
    const at = this.#columns.get(column);
    return at === undefined ? null : (cells[at] ?? null);
  }

  text(cells: readonly (CellValue | null)[], row: number, column: string): string | null {
    const value = this.raw(cells, column);
    if (value === null) return null;
    if (value instanceof Date) return dayOf(value);
    const text = String(value).normalize('NFC').replace(/\s+/g, ' ').trim();
    if (text === '') return null;
    if (typeof value === 'string' && FORMULA.test(value)) {
      this.fault(row, column, 'ô này giống một công thức, không nhận', value);
      return null;
    }
    return text;
  }

  /** A spreadsheet takes 2.000900 for the number 2.0009. */
  code(cells: readonly (CellValue | null)[], row: number): string | null {
    const value = this.raw(cells, 'Mã thủ tục');
    return typeof value === 'number' ? value.toFixed(6) : this.text(cells, row, 'Mã thủ tục');
  }

  /** One of the words allowed, whatever its case. */
  word(cells: readonly (CellValue | null)[], row: number, column: string, words: Record<string, string>) {
    const text = this.text(cells, row, column);
    if (text === null) return null;
    return this.#known(row, column, text, words);
  }

  words(cells: readonly (CellValue | null)[], row: number, column: string, words: Record<string, string>) {
    return this.list(cells, row, column).flatMap((text) => this.#known(row, column, text, words) ?? []);
  }

  #known(row: number, column: string, text: string, words: Record<string, string>): string | null {
    const known = Object.hasOwn(words, text.toLowerCase()) ? words[text.toLowerCase()] : undefined;
    if (known !== undefined) return known;
    const choice = Object.keys(words).slice(0, 12).join(', ');
    this.fault(row, column, `không có "${text}"; dùng một trong: ${choice}`, text);
    return null;
  }

  list(cells: readonly (CellValue | null)[], row: number, column: string): string[] {
    const text = this.text(cells, row, column);
    return text === null
      ? []
      : text
          .split(/[;\n]/)
          .map((part) => part.trim())
          .filter((part) => part !== '');
  }

  number(cells: readonly (CellValue | null)[], row: number, column: string): number | null {
    const value = this.raw(cells, column);
    if (value === null || value === '') return null;
    // "1.500" is one thousand five hundred here, and so is "1 500".
    const number =
      typeof value === 'number'
        ? value
        : /^\d{1,3}([. ]\d{3})+$|^\d+(,\d+)?$/.test(String(value).trim())
          ? Number(String(value).trim().replace(/[. ]/g, '').replace(',', '.'))
          : Number.NaN;
    if (Number.isFinite(number) && number >= 0) return number;
    this.fault(row, column, 'phải là một số', value);
    return null;
  }

  day(cells: readonly (CellValue | null)[], row: number, column: string): string | null {
    const value = this.raw(cells, column);
    if (value === null || value === '') return null;
    if (value instanceof Date) return dayOf(value);
    const text = String(value).trim();
    const [, d, m, y] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
    const day = d && m && y ? `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}` : text;
    const date = new Date(`${day}T00:00:00Z`);
    if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(date.getTime()) && dayOf(date) === day) return day;
    this.fault(row, column, 'không phải một ngày; ghi ngày/tháng/năm, ví dụ 01/07/2025', value);
    return null;
  }
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function shown(value: unknown): string {
  const text = value instanceof Date ? dayOf(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

type Sheet = { reader: SheetReader; rows: SheetRow[] };

interface SheetRow {
  row: number;
  cells: readonly (CellValue | null)[];
  /** Nothing that must be filled in is missing. */
  whole: boolean;
}

async function rowsOfWorkbook(file: string, bytes: Uint8Array): Promise<CatalogueInput> {
  let sheets: { sheet: string; data: (CellValue | null)[][] }[];
  try {
    sheets = (await readWorkbook(Buffer.from(bytes))) as typeof sheets;
  } catch {
    throw invalid('catalogue.not-readable', { path: '/content', code: 'catalogue.not-a-workbook' });
  }
  const input: CatalogueInput = {
    origin: file,
    sectors: [],
    forms: new Map(),
    processes: new Map(),
    rows: [],
    faults: [],
  };
  const opened = {} as Record<SheetKey, Sheet>;
  for (const key of Object.keys(SHEETS) as SheetKey[])
    opened[key] = openSheet(file, key, sheets, input.faults);
  const { sectors } = await shippedGround();
  const sectorNames = Object.fromEntries(
    [...sectors.values()].flatMap((s) => [
      [s.name.toLowerCase(), s.code],
      [s.code, s.code],
    ]),
  );

  const parts = (key: Exclude<SheetKey, 'procedures'>) =>
    Map.groupBy(opened[key].rows, ({ row, cells }) => opened[key].reader.code(cells, row) ?? '');
  const components = parts('components');
  const fees = parts('fees');
  const results = parts('results');
  const codes = new Set<string>();

  const { reader } = opened.procedures;
  for (const { row, cells, whole } of opened.procedures.rows) {
    const before = input.faults.length;
    const code = reader.code(cells, row);
    if (code !== null) codes.add(code);
    if (!whole) continue;
    const cases = new Map<string, string>();
    const caseOf = (name: string | null): { case?: string } => {
      if (name === null) return {};
      if (!cases.has(name)) cases.set(name, `truong-hop-${cases.size + 1}`);
      return { case: cases.get(name) ?? '' };
    };
    const unit = reader.word(cells, row, 'Đơn vị thời hạn', UNITS);
    const value = reader.number(cells, row, 'Thời hạn');
    if (unit !== null && unit !== 'same-day' && value === null) reader.fault(row, 'Thời hạn', 'còn thiếu số');
    const level = reader.word(cells, row, 'Cấp', LEVELS);
    const to = reader.day(cells, row, 'Hiệu lực đến hết ngày');
    const service = reader.word(cells, row, 'Mức độ trực tuyến', SERVICE);
    const reason = reader.text(cells, row, 'Lý do một phần');
    const general = `${level ?? 'commune'}${unit === 'same-day' ? '-same-day' : ''}`;
    // Where each component, fee and result stands, by its pointer: they come from other sheets.
    const places = new Map<string, Where>();
    const cell = (name: string) => reader.text(cells, row, name);
    const channels = (of: Sheet, one: Sheet['rows'][number]) => {
      const found = of.reader.words(one.cells, one.row, 'Kênh nộp', CHANNELS);
      return found.length === 0 ? {} : { channels: found };
    };
    const version = {
      code,
      name: cell('Tên thủ tục'),
      sector: reader.word(cells, row, 'Lĩnh vực', sectorNames),
      level,
      competent: reader.word(cells, row, 'Cơ quan giải quyết', COMPETENT),
      applicants: reader.words(cells, row, 'Đối tượng', APPLICANTS),
      terms: unit === null ? [] : [{ unit, value: unit === 'same-day' ? 0 : (value ?? 0) }],
      channels: reader.words(cells, row, 'Kênh nộp', CHANNELS),
      serviceLevel: service ?? (reason === null ? 'full-process' : 'partial'),
      partialReason: reason,
      legalBasis: reader.list(cells, row, 'Căn cứ pháp lý'),
      decision: cell('Quyết định công bố'),
      effectiveFrom: reader.day(cells, row, 'Có hiệu lực từ'),
      effectiveTo: to === null ? null : dayOf(new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000)),
      provenance: 'province',
      doubts: [],
      keywords: reader.list(cells, row, 'Từ khóa'),
      form: cell('Tờ khai') ?? 'chung',
      process: cell('Quy trình') ?? general,
      components: (components.get(code ?? '') ?? []).map((one, place) => {
        const of = opened.components;
        places.set(`/components/${place}`, of.reader.where(one.row, null));
        const originals = of.reader.number(one.cells, one.row, 'Bản chính');
        const copies = of.reader.number(one.cells, one.row, 'Bản sao');
        return {
          key: `tp${place + 1}`,
          name: of.reader.text(one.cells, one.row, 'Tên giấy tờ'),
          original: originals ?? (copies === null ? 1 : 0),
          copy: copies ?? 0,
          mode: of.reader.word(one.cells, one.row, 'Hình thức', MODES) ?? 'submit',
          conditional: of.reader.word(one.cells, one.row, 'Bắt buộc', YES_NO) === 'no',
          ...caseOf(of.reader.text(one.cells, one.row, 'Trường hợp')),
          ...channels(of, one),
        };
      }),
      ...feesOf(opened.fees, fees.get(code ?? '') ?? [], places, caseOf, channels),
      results: (results.get(code ?? '') ?? []).map((one, place) => {
        const of = opened.results.reader;
        places.set(`/results/${place}`, of.where(one.row, null));
        return {
          name: of.text(one.cells, one.row, 'Tên kết quả'),
          code: of.text(one.cells, one.row, 'Mã kết quả'),
        };
      }),
    };
    // What the cells themselves got wrong is told cell by cell; the shape would only say it again less well.
    if (input.faults.length > before) continue;
    input.rows.push({
      amends: false,
      value: { ...version, cases: [...cases].map(([name, key]) => ({ key, name })) },
      whereIs: (pointer) => {
        const place = places.get(pointer.split('/').slice(0, 3).join('/'));
        const column = partInWords(
          place === undefined ? pointer : `/${pointer.split('/').slice(3).join('/')}`,
        );
        return { ...(place ?? reader.where(row, null)), column: column || null };
      },
    });
  }
  for (const key of ['components', 'fees', 'results'] as const)
    for (const { row, cells, whole } of opened[key].rows) {
      if (!whole) continue;
      const code = opened[key].reader.code(cells, row);
      if (code !== null && !codes.has(code))
        opened[key].reader.fault(
          row,
          'Mã thủ tục',
          `trang "${SHEETS.procedures}" không có thủ tục này`,
          code,
        );
    }
  return input;
}

function feesOf(
  of: Sheet,
  rows: Sheet['rows'],
  places: Map<string, Where>,
  caseOf: (name: string | null) => { case?: string },
  channels: (of: Sheet, one: Sheet['rows'][number]) => object,
) {
  const exemptions: object[] = [];
  const fees = rows.map((one, place) => {
    const { row, cells } = one;
    places.set(`/fees/${place}`, of.reader.where(row, null));
    const amount = of.reader.number(cells, row, 'Mức thu');
    const note = of.reader.text(cells, row, 'Ghi chú');
    const legalBasis = of.reader.text(cells, row, 'Căn cứ miễn');
    const groups = of.reader.words(cells, row, 'Đối tượng miễn', EXEMPT);
    if (groups.length > 0 && legalBasis === null) of.reader.fault(row, 'Căn cứ miễn', 'còn thiếu căn cứ');
    for (const group of groups)
      exemptions.push({ group, kind: 'exempt', value: 0, legalBasis, fees: [`phi${place + 1}`] });
    return {
      key: `phi${place + 1}`,
      name: of.reader.text(cells, row, 'Tên khoản thu'),
      amount,
      per: of.reader.word(cells, row, 'Tính theo', PER) ?? 'dossier',
      setBy: amount === null ? 'unknown' : 'province-council',
      ...caseOf(of.reader.text(cells, row, 'Trường hợp')),
      ...channels(of, one),
      ...(note === null ? {} : { note }),
    };
  });
  return { fees, exemptions };
}

function openSheet(
  file: string,
  key: SheetKey,
  sheets: { sheet: string; data: (CellValue | null)[][] }[],
  faults: CatalogueFault[],
): Sheet {
  const name = SHEETS[key];
  const found = sheets.find((one) => one.sheet.normalize('NFC').trim().toLowerCase() === name.toLowerCase());
  const columns = new Map<string, number>();
  const reader = new SheetReader(file, name, columns, faults);
  if (found === undefined) {
    if (key === 'procedures')
      faults.push({
        file,
        sheet: name,
        row: null,
        column: null,
        found: null,
        text: 'tệp không có trang này',
      });
    return { reader, rows: [] };
  }
  const [heads = [], ...data] = found.data;
  for (const [place, head] of heads.entries()) {
    const text = String(head ?? '')
      .normalize('NFC')
      .replace(/[*]/g, '')
      .replace(/\s+/g, ' ')
      .trim()
      .toLowerCase();
    const column = COLUMNS[key].find((one) => one.head.toLowerCase() === text);
    if (column !== undefined && !columns.has(column.head)) columns.set(column.head, place);
    else if (text !== '')
      faults.push({
        ...reader.where(1, String(head)),
        found: null,
        text: column === undefined ? 'không có cột tên này trong mẫu' : 'cột ghi hai lần',
      });
  }
  const missing = COLUMNS[key].filter((column) => column.must && !columns.has(column.head));
  for (const column of missing)
    faults.push({ ...reader.where(1, column.head), found: null, text: 'thiếu cột này' });
  // Without its columns every row would be wrong in the same way.
  if (missing.length > 0) return { reader, rows: [] };
  const rows = data
    .map((cells, place) => ({ row: place + 2, cells }))
    .filter(({ cells }) => cells.some((cell) => cell !== null && String(cell).trim() !== ''));
  return {
    reader,
    rows: rows.map(({ row, cells }) => {
      const empty = COLUMNS[key].filter((column) => column.must && reader.raw(cells, column.head) === null);
      for (const column of empty) reader.fault(row, column.head, 'không được để trống');
      return { row, cells, whole: empty.length === 0 };
    }),
  };
}

/** The empty workbook that a province fills in: the four sheets with their headings, and one that explains them. */
export async function templateWorkbook(): Promise<Uint8Array> {
  const { sectors, forms, processes } = await shippedGround();
  const bold = { fontWeight: 'bold', wrap: true, backgroundColor: '#E8EEF7', alignVertical: 'top' } as const;
  const head = (columns: Column[]): SheetData => [
    columns.map((column) => ({ value: `${column.head}${column.must ? ' *' : ''}`, type: String, ...bold })),
  ];
  const cell = (value: string) => ({ value, type: String, wrap: true, alignVertical: 'top' }) as const;
  const explain: [string, string, string][] = [
    ...(Object.keys(SHEETS) as SheetKey[]).flatMap((key) =>
      COLUMNS[key].map((column): [string, string, string] => [
        SHEETS[key],
        column.head,
        [column.must ? 'bắt buộc' : '', column.hint ?? ''].filter((part) => part !== '').join('; '),
      ]),
    ),
    ...Object.values(COMPETENT_NAMES).map((name): [string, string, string] => [
      'Cơ quan giải quyết',
      name,
      '',
    ]),
    ...Object.values(APPLICANT_NAMES).map((name): [string, string, string] => ['Đối tượng', name, '']),
    ...Object.values(GROUP_NAMES).map((name): [string, string, string] => ['Đối tượng miễn', name, '']),
    ...[...sectors.values()].map((sector): [string, string, string] => [
      'Lĩnh vực',
      sector.name,
      sector.code,
    ]),
    ...[...forms].map(([key, form]): [string, string, string] => ['Tờ khai', key, form.title ?? '']),
    ...[...processes].map(([key, process]): [string, string, string] => ['Quy trình', key, process.name]),
  ];
  const buffer = await writeWorkbook([
    ...(Object.keys(SHEETS) as SheetKey[]).map((key) => ({
      sheet: SHEETS[key],
      data: head(COLUMNS[key]),
      columns: COLUMNS[key].map(({ width }) => ({ width: width ?? 14 })),
      stickyRowsCount: 1,
    })),
    {
      sheet: 'Hướng dẫn',
      data: [
        ['Trang, mục', 'Cột, giá trị', 'Cách ghi'].map((value) => ({ value, type: String, ...bold })),
        ...explain.map((row) => row.map(cell)),
      ],
      columns: [{ width: 24 }, { width: 44 }, { width: 60 }],
      stickyRowsCount: 1,
    },
  ]).toBuffer();
  return new Uint8Array(buffer);
}
