import { type TSchema, Type } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { type Form, type FormFault, faultsOfForm } from './form.ts';
import { FIELDS, faultsOfIndicators, type Indicator, MOMENTS, WORKINGS } from './indicator.ts';

/** Every version of the indicators and forms that hold somewhen, the shipped ones and the province's own. */
export interface Definitions {
  indicators: readonly Indicator[];
  forms: readonly Form[];
}

const open = { additionalProperties: false };
const Code = Type.String({ pattern: '^[A-Za-z0-9.-]{1,60}$' });
const Text = Type.String({ minLength: 1, maxLength: 600 });
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Place = Type.Integer({ minimum: 1, maximum: 99 });

const RuleShape = Type.Cyclic(
  {
    Rule: Type.Union([
      Type.Object({ field: Code, is: Type.Union([Type.String(), Type.Boolean()]) }, open),
      Type.Object({ field: Code, atLeast: Type.Integer() }, open),
      Type.Object({ known: Code }, open),
      Type.Object({ all: Type.Array(Type.Ref('Rule')) }, open),
      Type.Object({ any: Type.Array(Type.Ref('Rule')) }, open),
      Type.Object({ not: Type.Ref('Rule') }, open),
    ]),
  },
  'Rule',
);

const IndicatorFile = Type.Object(
  {
    code: Code,
    name: Text,
    group: Text,
    unit: Type.Enum(['dossier', 'percent', 'minutes', 'procedure', 'rating', 'feedback'] as const),
    counts: Type.Union([
      Type.Object({ moment: Type.String(), where: Type.Optional(RuleShape) }, open),
      Type.Object({ sum: Type.Array(Code, { minItems: 1 }) }, open),
      Type.Object({ part: Code, whole: Code }, open),
      Type.Object({ percentile: Type.Number(), of: Type.String(), over: Code }, open),
      Type.Object({ source: Code, measure: Code }, open),
    ]),
    of: Type.Optional(Type.Enum(['competent', 'receiving'] as const)),
    note: Type.Optional(Text),
    since: Day,
    until: Type.Optional(Day),
    source: Text,
  },
  open,
);

const HEAD = {
  code: Code,
  title: Text,
  symbol: Text,
  source: Text,
  effectiveFrom: Day,
  effectiveTo: Type.Union([Day, Type.Null()]),
  unit: Text,
  notes: Type.Array(Text),
};
const Column = { number: Place, group: Text, within: Type.Optional(Text), name: Text };
const Item = { number: Text, name: Text };
const Codes = Type.Array(Code);

/** A form is read by what it says it is, so that a fault is found in it and not in what it is not. */
const FORM_FILES: Record<Form['kind'], TSchema> = {
  grid: Type.Object(
    {
      ...HEAD,
      kind: Type.Literal('grid'),
      rows: Type.Array(Type.Enum(['sector', 'body'] as const)),
      columns: Type.Array(
        Type.Union([
          Type.Object({ ...Column, indicator: Code }, open),
          Type.Object({ ...Column, sum: Type.Array(Place, { minItems: 1 }), opens: Code }, open),
        ]),
        { minItems: 1, maxItems: 40 },
      ),
      equations: Type.Array(Type.Object({ total: Place, parts: Type.Array(Place) }, open)),
    },
    open,
  ),
  list: Type.Object(
    {
      ...HEAD,
      kind: Type.Literal('list'),
      items: Type.Array(
        Type.Union([
          Type.Object({ ...Item, heading: Type.Literal(true) }, open),
          Type.Object({ ...Item, unit: Text, indicator: Code }, open),
          Type.Object({ ...Item, unit: Text, entered: Type.Literal(true) }, open),
        ]),
        { minItems: 1, maxItems: 500 },
      ),
      equations: Type.Optional(Type.Array(Type.Object({ total: Text, parts: Type.Array(Text) }, open))),
    },
    open,
  ),
  index: Type.Object(
    {
      ...HEAD,
      kind: Type.Literal('index'),
      groups: Type.Array(
        Type.Object(
          {
            number: Text,
            name: Text,
            points: Type.Number({ minimum: 0, maximum: 1000 }),
            criteria: Type.Array(
              Type.Object(
                {
                  number: Text,
                  name: Text,
                  points: Type.Number({ minimum: 0, maximum: 1000 }),
                  measure: Type.Union([Type.Object({ part: Codes, whole: Codes }, open), Type.Null()]),
                  target: Type.Number(),
                  empty: Type.Enum(['left-out', 'nothing', 'all'] as const),
                  advice: Type.String({ maxLength: 600 }),
                  note: Type.Optional(Text),
                },
                open,
              ),
              { minItems: 1 },
            ),
          },
          open,
        ),
        { minItems: 1 },
      ),
      bands: Type.Array(Type.Object({ name: Text, from: Type.Number() }, open)),
    },
    open,
  ),
};

const indicatorFile = Compile(IndicatorFile);
const formFiles = new Map<unknown, Validator>(
  Object.entries(FORM_FILES).map(([kind, shape]) => [kind, Compile(shape) as unknown as Validator]),
);

/** What a file may hold: indicators, forms or both. */
export interface DefinitionsFile {
  indicators: Indicator[];
  forms: Form[];
}

/** Reads a province's file: its content, or every fault of its shape with its place. */
export function readDefinitions(content: unknown): { file: DefinitionsFile; faults: FormFault[] } {
  const faults: FormFault[] = [];
  const file: DefinitionsFile = { indicators: [], forms: [] };
  const given = content as { indicators?: unknown; forms?: unknown } | null;
  const list = (name: 'indicators' | 'forms') => {
    const found = typeof given === 'object' && given !== null ? given[name] : undefined;
    if (found === undefined) return [];
    if (Array.isArray(found)) return found as unknown[];
    faults.push({ at: name, fault: 'phải là một danh sách' });
    return [];
  };
  for (const [place, one] of list('indicators').entries())
    if (indicatorFile.Check(one)) file.indicators.push(one as Indicator);
    else faults.push(...shapeFaults(`indicators[${place}]`, one, [...indicatorFile.Errors(one)]));
  for (const [place, one] of list('forms').entries()) {
    const formFile = formFiles.get((one as { kind?: unknown } | null)?.kind);
    if (formFile === undefined)
      faults.push({ at: `forms[${place}]`, fault: 'kind phải là "grid", "list" hoặc "index"' });
    else if (formFile.Check(one)) file.forms.push(one as Form);
    else faults.push(...shapeFaults(`forms[${place}]`, one, [...formFile.Errors(one)]));
  }
  if (faults.length === 0 && file.indicators.length + file.forms.length === 0)
    faults.push({ at: 'tệp', fault: 'không có chỉ tiêu (indicators) hay biểu (forms) nào' });
  return { file, faults };
}

/** The deepest places that are wrong: of a union, whatever lies deepest was meant. */
function shapeFaults(
  at: string,
  one: unknown,
  errors: { instancePath: string; message: string }[],
): FormFault[] {
  const code = (one as { code?: unknown } | null)?.code;
  const name = typeof code === 'string' ? `${at} (${code})` : at;
  const deepest = Math.max(0, ...errors.map(({ instancePath }) => instancePath.split('/').length));
  const places = new Set(
    errors
      .filter(({ instancePath }) => instancePath.split('/').length === deepest)
      .map((e) => e.instancePath),
  );
  return [...places].map((path) => {
    const value = path
      .split('/')
      .slice(1)
      .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], one);
    return {
      at: `${name} ${path}`.trim(),
      fault:
        value === undefined || typeof value === 'object'
          ? 'thiếu phần bắt buộc hoặc có phần không dùng đến'
          : `"${String(value)}" không dùng được ở đây`,
    };
  });
}

/** The version of each indicator that holds on a day; for days before the first version, the first. */
export function indicatorsOn(all: readonly Indicator[], day: string): ReadonlyMap<string, Indicator> {
  const found = new Map<string, Indicator>();
  for (const one of all) {
    const before = found.get(one.code);
    const newer = before !== undefined && one.since > before.since;
    if (before === undefined || (newer ? one.since <= day : before.since > day)) found.set(one.code, one);
  }
  for (const [code, { until }] of found) if (until !== undefined && until <= day) found.delete(code);
  return found;
}

/** What ships and what the province loaded, as one: a newer version ends the one before it. */
export function joined(shipped: Definitions, own: Definitions): Definitions {
  const indicators = new Map<string, Indicator>();
  for (const one of [...shipped.indicators, ...own.indicators])
    indicators.set(`${one.code}@${one.since}`, one);
  const forms = new Map<string, Form>();
  for (const one of [...shipped.forms, ...own.forms]) forms.set(`${one.code}@${one.effectiveFrom}`, one);
  const ended = [...forms.values()].map((form): Form => {
    const next = [...forms.values()]
      .filter((other) => other.code === form.code && other.effectiveFrom > form.effectiveFrom)
      .map((other) => other.effectiveFrom)
      .sort()[0];
    const end =
      next !== undefined && (form.effectiveTo === null || next < form.effectiveTo) ? next : form.effectiveTo;
    return { ...form, effectiveTo: end };
  });
  return { indicators: [...indicators.values()], forms: ended };
}

/**
 * What is wrong with all of it together, in Vietnamese: each form is read with the indicators of its own first day and
 * with those of every later day on which one of them changes.
 */
export function faultsOfDefinitions(all: Definitions, sources: ReadonlySet<string>): FormFault[] {
  const faults = new Map<string, FormFault>();
  const add = (fault: FormFault) => faults.set(`${fault.at}: ${fault.fault}`, fault);
  const days = [...new Set(all.indicators.map(({ since }) => since))].sort();
  for (const day of days)
    for (const { indicator, fault } of faultsOfIndicators(
      [...indicatorsOn(all.indicators, day).values()],
      sources,
    ))
      add({ at: `chỉ tiêu ${indicator}`, fault: inVietnamese(fault) });
  for (const form of all.forms)
    for (const day of [form.effectiveFrom, ...days.filter((day) => day > form.effectiveFrom)])
      if (form.effectiveTo === null || day < form.effectiveTo)
        for (const fault of faultsOfForm(form, indicatorsOn(all.indicators, day))) add(fault);
  return [...faults.values()];
}

/** The faults of indicators in the words of those who keep the forms. */
function inVietnamese(fault: string): string {
  const rules: [RegExp, (words: string[]) => string][] = [
    [/^no field (.*)$/, ([name]) => `không có trường "${name}"; có: ${Object.keys(FIELDS).join(', ')}`],
    [/^no moment (.*)$/, ([name]) => `không có thời điểm "${name}"; có: ${MOMENTS.join(', ')}`],
    [/^no working (.*)$/, ([name]) => `không có khoảng thời gian "${name}"; có: ${WORKINGS.join(', ')}`],
    [/^no indicator (.*)$/, ([name]) => `không có chỉ tiêu nào tên "${name}"`],
    [/^no source (.*) that counts (.*)$/, ([name, measure]) => `không có nguồn "${name}" đếm "${measure}"`],
    [/^(.*) is never (.*)$/, ([name, value]) => `trường "${name}" không bao giờ là "${value}"`],
    [/^(.*) is no number$/, ([name]) => `trường "${name}" không phải số`],
    [/^(.*) is known of open dossiers only$/, ([name]) => `trường "${name}" chỉ có ở hồ sơ đang giải quyết`],
    [/^(.*) is itself no count$/, ([name]) => `"${name}" không phải một số đếm nên không chia được`],
    [/^it is made of itself$/, () => 'được tính từ chính nó'],
    [/^the code is taken$/, () => 'mã đã dùng'],
    [/^a code is .*$/, () => 'mã gồm chữ thường không dấu, chữ số và dấu gạch ngang'],
    [/^a percentile .*$/, () => 'phân vị phải nằm giữa 0 và 1'],
    [/^name and source .*$/, () => 'phải có tên và căn cứ'],
    [/^since (.*) is no day$/, ([day]) => `"${day}" không phải một ngày`],
  ];
  for (const [pattern, say] of rules) {
    const found = pattern.exec(fault);
    if (found !== null) return say(found.slice(1));
  }
  return fault;
}
