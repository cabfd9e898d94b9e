import {
  cellsOf,
  dividesByNothing,
  type Expression,
  type ExpressionFault,
  type Relation,
  readExpression,
  readRelation,
} from './expression.ts';

/**
 * A data form: what a round asks of each body. It is data with a day from which it holds; what is uncertain about the
 * law stands in its `doubts`, never in code.
 */
export interface RoundForm {
  code: string;
  name: string;
  source: string;
  /** Legal days; `effectiveTo` is the first on which it no longer holds. */
  effectiveFrom: string;
  effectiveTo: string | null;
  doubts?: string[];
  /** Of whom it asks. */
  for: ('commune-committee' | 'department')[];
  periods: ('month' | 'quarter' | 'half-year' | 'year')[];
  groups: { key: string; name: string; cells: FormCell[] }[];
  rules: FormRule[];
}

export interface FormCell {
  key: string;
  name: string;
  /** As it is printed: "người", "văn bản", "%". */
  unit: string;
  /** How it comes to be: counted by an indicator, made of other cells, or asked for (without either). */
  counted?: string;
  formula?: string;
  /** What is asked for; whole numbers when not said. */
  kind?: CellKind;
  hint?: string;
  /** It may stay empty. */
  optional?: boolean;
  /** Whether the bodies' figures add up to the province's; not said: they do. */
  addsUp?: boolean;
}

export type CellKind = 'integer' | 'decimal' | 'yes-no' | 'text';

/** What happens where a rule is broken. An explanation travels with the report. */
export type RuleLevel = 'warn' | 'explain' | 'block';

export type FormRule = {
  code: string;
  /** What is said, in Vietnamese. */
  says: string;
  level: RuleLevel;
} & (
  | { check: 'relation'; relation: string }
  | { check: 'range'; cell: string; least?: number; most?: number }
  /** Away from last period by more than this share, and by at least so much that it matters. */
  | { check: 'jump'; cell: string; percent: number; atLeast: number }
  /** Numbers in a text against what the sheet says; and the text against itself. */
  | { check: 'text'; cell: string; watched: { cell: string; words: string[] }[] }
);

/** What is wrong with a form, and where, in Vietnamese for who keeps it. */
export interface FormFault {
  /** "/rules/3/relation": a place in the form. */
  path: string;
  fault: string;
}

/** A form made ready to reckon with: every cell at hand, formulas read and in an order in which they can be made. */
export interface ReadyForm {
  form: RoundForm;
  cells: ReadonlyMap<string, FormCell>;
  /** Computed cells, each after those it is made of. */
  formulas: readonly { key: string; formula: Expression }[];
  relations: ReadonlyMap<string, Relation>;
  /** By rule: the cells it speaks of, as they stand and not as they stood before. */
  spokenOf: ReadonlyMap<string, readonly string[]>;
}

export const isCounted = (cell: FormCell) => cell.counted !== undefined;
export const isAsked = (cell: FormCell) => cell.counted === undefined && cell.formula === undefined;
export const kindOf = (cell: FormCell): CellKind => cell.kind ?? 'integer';
export const addsUp = (cell: FormCell) =>
  cell.addsUp !== false && cell.formula === undefined && kindOf(cell) !== 'text';
export const cellsIn = (form: RoundForm): FormCell[] => form.groups.flatMap(({ cells }) => cells);

const isFault = (one: object): one is ExpressionFault => 'fault' in one;

/**
 * Everything that is wrong with a form: a formula that divides by nothing or names no cell, rules and formulas that go
 * round in a circle, a figure that cannot be added up. `countable` are the indicators by code and whether they add up.
 */
export function faultsOfForm(form: RoundForm, countable: ReadonlyMap<string, boolean>): FormFault[] {
  const faults: FormFault[] = [];
  const add = (path: string, fault: string) => faults.push({ path, fault });
  const cells = new Map<string, FormCell>();
  const formulas = new Map<string, { path: string; formula: Expression }>();
  const groups = new Set<string>();
  for (const [at, group] of form.groups.entries()) {
    if (groups.has(group.key)) add(`/groups/${at}/key`, `mã nhóm "${group.key}" dùng hai lần`);
    groups.add(group.key);
    for (const [place, cell] of group.cells.entries()) {
      const path = `/groups/${at}/cells/${place}`;
      if (!/^[a-z][a-z0-9_]{0,39}$/.test(cell.key) || cell.key === 'before')
        add(`${path}/key`, 'mã ô gồm chữ thường không dấu, chữ số và gạch dưới');
      if (cells.has(cell.key)) add(`${path}/key`, `mã ô "${cell.key}" dùng hai lần`);
      cells.set(cell.key, cell);
      if (cell.counted !== undefined) {
        const adding = countable.get(cell.counted);
        if (cell.formula !== undefined) add(path, 'một ô không thể vừa được đếm vừa được tính');
        if (adding === undefined) add(`${path}/counted`, `không có chỉ tiêu nào tên "${cell.counted}"`);
        else if (!adding)
          add(
            `${path}/counted`,
            `"${cell.counted}" không cộng được; hãy đếm tử số, mẫu số rồi tính bằng công thức`,
          );
      }
    }
  }
  const nameIn = (path: string, expression: Expression) => {
    for (const { cell, at } of cellsOf(expression)) {
      const found = cells.get(cell);
      if (found === undefined) add(path, `ký tự thứ ${at + 1}: không có ô nào tên "${cell}"`);
      else if (kindOf(found) === 'text')
        add(path, `ký tự thứ ${at + 1}: ô "${cell}" là chữ, không tính được`);
    }
    const at = dividesByNothing(expression);
    if (at !== null) add(path, `ký tự thứ ${at + 1}: chia cho số không`);
  };
  for (const [at, group] of form.groups.entries())
    for (const [place, cell] of group.cells.entries()) {
      if (cell.formula === undefined) continue;
      const path = `/groups/${at}/cells/${place}/formula`;
      const formula = readExpression(cell.formula);
      if (isFault(formula)) add(path, `ký tự thứ ${formula.at + 1}: ${formula.fault}`);
      else {
        nameIn(path, formula);
        formulas.set(cell.key, { path, formula });
      }
    }
  for (const [key, { path }] of formulas) {
    const circle = circleFrom(key, formulas);
    if (circle !== null) add(path, `công thức đi vòng: ${circle.join(' → ')}`);
  }
  const codes = new Set<string>();
  for (const [at, rule] of form.rules.entries()) {
    const path = `/rules/${at}`;
    if (codes.has(rule.code)) add(`${path}/code`, `mã quy tắc "${rule.code}" dùng hai lần`);
    codes.add(rule.code);
    if (rule.check === 'relation') {
      const relation = readRelation(rule.relation);
      if (isFault(relation)) add(`${path}/relation`, `ký tự thứ ${relation.at + 1}: ${relation.fault}`);
      else {
        nameIn(`${path}/relation`, relation.left);
        nameIn(`${path}/relation`, relation.right);
        if (![...cellsOf(relation.left), ...cellsOf(relation.right)].some(({ before }) => !before))
          add(`${path}/relation`, 'không nói đến ô nào của kỳ này');
      }
      continue;
    }
    const cell = cells.get(rule.cell);
    if (cell === undefined) add(`${path}/cell`, `không có ô nào tên "${rule.cell}"`);
    else if ((kindOf(cell) === 'text') !== (rule.check === 'text'))
      add(
        `${path}/cell`,
        rule.check === 'text' ? `ô "${rule.cell}" không phải chữ` : `ô "${rule.cell}" là chữ`,
      );
    if (rule.check === 'range' && (rule.least ?? rule.most) === undefined)
      add(path, 'phải có số nhỏ nhất hoặc số lớn nhất');
    if (rule.check === 'range' && (rule.least ?? -Infinity) > (rule.most ?? Infinity))
      add(path, 'số nhỏ nhất lớn hơn số lớn nhất');
    if (rule.check === 'text')
      for (const [place, { cell: watched }] of rule.watched.entries())
        if (!cells.has(watched)) add(`${path}/watched/${place}/cell`, `không có ô nào tên "${watched}"`);
  }
  return faults;
}

/** The way from a computed cell back to itself; what stood there last period is no part of the circle. */
function circleFrom(key: string, formulas: ReadonlyMap<string, { formula: Expression }>): string[] | null {
  const seen = new Set<string>();
  const search = (at: string, way: string[]): string[] | null => {
    const formula = formulas.get(at)?.formula;
    if (formula === undefined) return null;
    for (const { cell, before } of cellsOf(formula)) {
      if (before) continue;
      if (cell === key) return [...way, key];
      if (seen.has(cell)) continue;
      seen.add(cell);
      const found = search(cell, [...way, cell]);
      if (found !== null) return found;
    }
    return null;
  };
  return search(key, [key]);
}

/** Reads the formulas and relations of a form without faults. Throws on one that has some: it was never saved. */
export function readyForm(form: RoundForm): ReadyForm {
  const cells = new Map(cellsIn(form).map((cell) => [cell.key, cell]));
  const read = new Map<string, Expression>();
  for (const cell of cells.values()) {
    if (cell.formula === undefined) continue;
    const formula = readExpression(cell.formula);
    if (isFault(formula)) throw new Error(`${form.code} ${cell.key}: ${formula.fault}`);
    read.set(cell.key, formula);
  }
  const formulas: { key: string; formula: Expression }[] = [];
  const placed = new Set<string>();
  const put = (key: string) => {
    const formula = read.get(key);
    if (formula === undefined || placed.has(key)) return;
    placed.add(key);
    for (const { cell, before } of cellsOf(formula)) if (!before) put(cell);
    formulas.push({ key, formula });
  };
  for (const key of read.keys()) put(key);
  const relations = new Map<string, Relation>();
  const spokenOf = new Map<string, readonly string[]>();
  for (const rule of form.rules) {
    if (rule.check !== 'relation') {
      spokenOf.set(rule.code, [rule.cell]);
      continue;
    }
    const relation = readRelation(rule.relation);
    if (isFault(relation)) throw new Error(`${form.code} ${rule.code}: ${relation.fault}`);
    relations.set(rule.code, relation);
    const spoken = [...cellsOf(relation.left), ...cellsOf(relation.right)].filter(({ before }) => !before);
    spokenOf.set(rule.code, [...new Set(spoken.map(({ cell }) => cell))]);
  }
  return { form, cells, formulas, relations, spokenOf };
}
