import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { faultsOfProcedure, type ProcedureVersion, type Sector } from './procedure.ts';
import type { FormSchema, Process } from './shape.ts';
import { COMPETENT_BODIES, FormShape, ProcedureShape, ProcessShape, SectorShape } from './shape.ts';

/** What the rows of a catalogue may name instead of writing it out. */
export interface CatalogueGround {
  sectors: Map<string, Sector>;
  forms: Map<string, FormSchema>;
  processes: Map<string, Process>;
}

/** Where something stands in what was given: a file, and for a workbook the sheet, row and column as people see them. */
export interface Where {
  file: string;
  sheet: string | null;
  /** From 1, the heading counted; for JSON the order of the procedure in the file. */
  row: number | null;
  column: string | null;
}

export interface CatalogueFault extends Where {
  /** What stands there, shortened. */
  found: string | null;
  /** In Vietnamese: what is wrong and what would be right. */
  text: string;
}

/** A procedure as given, not believed yet. `whereIs` says where a part of it stands, by its JSON pointer. */
export interface CatalogueRow {
  value: unknown;
  /** True: the parts given replace those of the version in force, the rest stays. */
  amends: boolean;
  whereIs(pointer: string): Where;
}

export interface CatalogueInput {
  /** A name for the origin of the versions: the file's. */
  origin: string;
  sectors: Sector[];
  forms: Map<string, unknown>;
  processes: Map<string, unknown>;
  rows: CatalogueRow[];
  /** Found while reading the file. */
  faults: CatalogueFault[];
}

const PARTS: Record<string, string> = {
  code: 'Mã thủ tục',
  name: 'Tên thủ tục',
  sector: 'Lĩnh vực',
  level: 'Cấp',
  competent: 'Cơ quan giải quyết',
  applicants: 'Đối tượng',
  terms: 'Thời hạn',
  fees: 'Phí, lệ phí',
  exemptions: 'Miễn, giảm',
  components: 'Thành phần hồ sơ',
  cases: 'Trường hợp',
  results: 'Kết quả',
  channels: 'Kênh nộp',
  serviceLevel: 'Mức độ trực tuyến',
  partialReason: 'Lý do một phần',
  legalBasis: 'Căn cứ pháp lý',
  decision: 'Quyết định công bố',
  effectiveFrom: 'Có hiệu lực từ',
  effectiveTo: 'Hết hiệu lực từ',
  guidance: 'Câu hỏi hướng dẫn',
  keywords: 'Từ khóa',
  form: 'Tờ khai',
  process: 'Quy trình',
  unit: 'đơn vị',
  value: 'giá trị',
  amount: 'mức thu',
};

/** "Thành phần hồ sơ 3, name": the place of a part, for people. */
export function partInWords(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : (PARTS[part] ?? part)))
    .join(' ')
    .trim();
}

/** One line for a person who mends the file. */
export function sayCatalogueFault(fault: CatalogueFault): string {
  const where = [
    fault.file,
    fault.sheet === null ? null : `trang "${fault.sheet}"`,
    fault.row === null ? null : `dòng ${fault.row}`,
    fault.column === null || fault.column === '' ? null : `cột "${fault.column}"`,
  ].filter((part) => part !== null);
  return `${where.join(', ')}: ${fault.text}${fault.found === null ? '' : ` (đang ghi: ${fault.found})`}`;
}

const validators = new Map<TSchema, Validator>();
function validatorOf(schema: TSchema): Validator {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const made = Compile(schema);
  validators.set(schema, made);
  return made;
}

/** What is wrong with a value against a shape, each place once, in words. */
export function faultsOfShape(schema: TSchema, value: unknown): { pointer: string; text: string }[] {
  const validator = validatorOf(schema);
  if (validator.Check(value)) return [];
  const faults = new Map<string, string>();
  for (const error of validator.Errors(value)) {
    const params = error.params as Record<string, unknown>;
    if (error.keyword === 'required') {
      for (const name of params.requiredProperties as string[])
        faults.set(`${error.instancePath}/${name}`, 'còn thiếu');
    } else if (error.keyword === 'additionalProperties') {
      for (const name of params.additionalProperties as string[])
        faults.set(`${error.instancePath}/${name}`, 'không có mục này trong danh mục');
    } else if (error.keyword !== 'boolean' && !faults.has(error.instancePath)) {
      faults.set(error.instancePath, shapeInWords(error.keyword, params));
    }
  }
  // A fault inside makes the whole a fault too; the inside says more.
  return [...faults]
    .filter(([pointer]) => ![...faults.keys()].some((other) => other.startsWith(`${pointer}/`)))
    .map(([pointer, text]) => ({ pointer, text }));
}

function shapeInWords(keyword: string, params: Record<string, unknown>): string {
  switch (keyword) {
    case 'enum':
      return `không nhận giá trị này; dùng một trong: ${(params.allowedValues as unknown[]).join(', ')}`;
    case 'pattern':
      return 'không đúng dạng';
    case 'maxLength':
      return `dài quá ${params.limit} ký tự`;
    case 'minLength':
      return 'không được để trống';
    case 'minimum':
    case 'maximum':
      return `phải ${params.comparison} ${params.limit}`;
    case 'minItems':
      return 'cần ít nhất một mục';
    case 'uniqueItems':
      return 'có mục ghi hai lần';
    default:
      return 'không đúng kiểu';
  }
}

/** What stands at a pointer, shortened for a message; null when nothing does. */
function foundAt(value: unknown, pointer: string): string | null {
  let here = value;
  for (const part of pointer.split('/').slice(1)) {
    if (here === null || typeof here !== 'object') return null;
    here = (here as Record<string, unknown>)[part];
  }
  if (here === undefined || here === null) return null;
  const text = typeof here === 'string' ? here : JSON.stringify(here);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

export interface ReadCatalogue {
  versions: { version: ProcedureVersion; whereIs(pointer: string): Where }[];
  faults: CatalogueFault[];
}

/**
 * Believes a catalogue or says, place by place, why not. `current` gives the version that a row amends. Every row is
 * looked at, whatever is wrong with those before it; a caller loads all of it or nothing.
 */
export function readCatalogue(
  input: CatalogueInput,
  shipped: CatalogueGround,
  current: (code: string, day: string) => ProcedureVersion | null = () => null,
): ReadCatalogue {
  const faults = [...input.faults];
  const nowhere: Where = { file: input.origin, sheet: null, row: null, column: null };
  const ground: CatalogueGround = {
    sectors: new Map(shipped.sectors),
    forms: new Map(shipped.forms),
    processes: new Map(shipped.processes),
  };
  for (const sector of input.sectors) {
    const wrong = faultsOfShape(SectorShape, sector);
    for (const { pointer, text } of wrong)
      faults.push({
        ...nowhere,
        column: `lĩnh vực ${sector.code} ${pointer}`,
        found: foundAt(sector, pointer),
        text,
      });
    if (wrong.length === 0) ground.sectors.set(sector.code, sector);
  }
  const broken = new Set<unknown>();
  for (const [given, schema, kept, word] of [
    [input.forms, FormShape, ground.forms, 'tờ khai'],
    [input.processes, ProcessShape, ground.processes, 'quy trình'],
  ] as const)
    for (const [key, value] of given) {
      const wrong = faultsOfShape(schema, value);
      for (const { pointer, text } of wrong)
        faults.push({
          ...nowhere,
          column: `${word} ${key} ${pointer}`,
          found: foundAt(value, pointer),
          text,
        });
      // Its own faults are told once here, and not again at each procedure that names it.
      if (wrong.length > 0) broken.add(value);
      kept.set(key, value as FormSchema & Process);
    }
  const versions: ReadCatalogue['versions'] = [];
  const seen = new Map<string, Where>();
  for (const row of input.rows) {
    const say = (pointer: string, text: string, found: string | null = null) =>
      faults.push({ ...row.whereIs(pointer), found, text });
    if (row.value === null || typeof row.value !== 'object' || Array.isArray(row.value)) {
      say('', 'không phải một thủ tục');
      continue;
    }
    let given = row.value as Record<string, unknown>;
    if (row.amends) {
      const { code, effectiveFrom } = given;
      const base =
        typeof code === 'string' && typeof effectiveFrom === 'string' ? current(code, effectiveFrom) : null;
      if (base === null) {
        say('/code', 'không có thủ tục này đang có hiệu lực để sửa đổi', foundAt(given, '/code'));
        continue;
      }
      given = { ...base, effectiveTo: null, provenance: 'province', ...given };
    }
    const { form, process } = given;
    const whole: Record<string, unknown> = {
      ...given,
      form: typeof form === 'string' ? ground.forms.get(form) : form,
      process: typeof process === 'string' ? ground.processes.get(process) : process,
    };
    if (typeof form === 'string' && whole.form === undefined) say('/form', 'không có tờ khai này', form);
    if (typeof process === 'string' && whole.process === undefined)
      say('/process', 'không có quy trình này', process);
    const told = (part: unknown, name: unknown) =>
      typeof name === 'string' && (part === undefined || broken.has(part));
    const toldForm = told(whole.form, form);
    const toldProcess = told(whole.process, process);
    const wrong = faultsOfShape(ProcedureShape, whole).filter(
      ({ pointer }) =>
        !(toldForm && pointer.startsWith('/form')) && !(toldProcess && pointer.startsWith('/process')),
    );
    for (const { pointer, text } of wrong) say(pointer, text, foundAt(given, pointer));
    const { code, sector } = given;
    if (typeof sector === 'string' && !ground.sectors.has(sector))
      say('/sector', 'không có lĩnh vực này', sector);
    if (typeof code === 'string') {
      const key = `${code}@${given.effectiveFrom}`;
      const before = seen.get(key);
      if (before === undefined) seen.set(key, row.whereIs('/code'));
      else say('/code', `trùng với thủ tục đã ghi ở dòng ${before.row ?? '?'}`, code);
    }
    if (wrong.length > 0 || toldForm || toldProcess) continue;
    const version = whole as unknown as ProcedureVersion;
    for (const fault of faultsOfProcedure(version)) say(`/${fault.part}`, fault.text);
    versions.push({ version, whereIs: row.whereIs });
  }
  for (const { version, whereIs } of overlapping(versions))
    faults.push({
      ...whereIs('/effectiveFrom'),
      found: version.effectiveFrom,
      text: `thủ tục ${version.code} có hai phiên bản cùng có hiệu lực ngày ${version.effectiveFrom}`,
    });
  return { versions, faults };
}

/** Versions that begin while an earlier one of the same code, with a stated end, still holds. */
function overlapping(versions: ReadCatalogue['versions']): ReadCatalogue['versions'] {
  const sorted = [...versions].sort((a, b) =>
    a.version.code === b.version.code
      ? a.version.effectiveFrom < b.version.effectiveFrom
        ? -1
        : 1
      : a.version.code < b.version.code
        ? -1
        : 1,
  );
  return sorted.filter(({ version }, place) => {
    const before = sorted[place - 1]?.version;
    return (
      before !== undefined &&
      before.code === version.code &&
      before.effectiveFrom !== version.effectiveFrom &&
      before.effectiveTo !== null &&
      before.effectiveTo > version.effectiveFrom
    );
  });
}

export interface CatalogueFile {
  sectors?: Sector[];
  forms?: Record<string, unknown>;
  processes?: Record<string, unknown>;
  sector?: string;
  procedures?: unknown[];
  /** Rows that change parts of what is in force: a province's fees, shortened terms. */
  amend?: unknown[];
}

/** The rows of a catalogue in JSON. `value` is what was parsed; anything else than an object is a fault. */
export function rowsOfJson(origin: string, value: unknown): CatalogueInput {
  const input: CatalogueInput = {
    origin,
    sectors: [],
    forms: new Map(),
    processes: new Map(),
    rows: [],
    faults: [],
  };
  const fault = (column: string | null, text: string) =>
    input.faults.push({ file: origin, sheet: null, row: null, column, found: null, text });
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    fault(null, 'tệp không phải một danh mục thủ tục');
    return input;
  }
  const file = value as CatalogueFile;
  const list = (name: 'sectors' | 'procedures' | 'amend'): unknown[] => {
    const given = file[name];
    if (given === undefined) return [];
    if (Array.isArray(given)) return given;
    fault(name, 'phải là một danh sách');
    return [];
  };
  if (file.procedures === undefined && file.amend === undefined)
    fault(null, 'tệp không có danh sách "procedures" hoặc "amend"');
  input.sectors = list('sectors') as Sector[];
  for (const [key, form] of Object.entries(file.forms ?? {})) input.forms.set(key, form);
  for (const [key, process] of Object.entries(file.processes ?? {})) input.processes.set(key, process);
  for (const [amends, rows] of [
    [false, list('procedures')],
    [true, list('amend')],
  ] as const)
    for (const [place, row] of rows.entries())
      input.rows.push({
        amends,
        value: !amends && isObject(row) && file.sector !== undefined ? { sector: file.sector, ...row } : row,
        whereIs: (pointer) => ({
          file: origin,
          sheet: null,
          row: place + 1,
          column: partInWords(pointer) || null,
        }),
      });
  return input;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function isCompetentBody(text: string): boolean {
  return (COMPETENT_BODIES as readonly string[]).includes(text);
}
