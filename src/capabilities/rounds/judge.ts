import { type Expression, holds, reckon } from './expression.ts';
import { type FormCell, isAsked, kindOf, type ReadyForm, type RuleLevel } from './form.ts';

/** Values of a sheet by cell: numbers, and the texts of text cells. Blank: null, or not there. */
export type Values = Readonly<Record<string, number | string | null>>;

/** A rule that a sheet breaks. */
export interface Violation {
  /** The rule's code; "required:cell" and "integer:cell" are of the form itself. */
  rule: string;
  level: RuleLevel;
  says: string;
  /** The cells it speaks of; the first is where it is shown. */
  cells: string[];
  /** The indicators behind the counted ones among them: each opens its dossiers. */
  indicators: string[];
  /** What stood in those cells when it was judged: an explanation holds for these values. */
  stood: string;
}

const num = (value: number | string | null | undefined): number | null =>
  typeof value === 'number' ? value : null;

/** All values of a sheet: the asked and counted ones, and the computed ones made of them. */
export function completed(
  ready: ReadyForm,
  given: Values,
  before: Values,
): Record<string, number | string | null> {
  const values: Record<string, number | string | null> = { ...given };
  for (const { key, formula } of ready.formulas) values[key] = computed(formula, values, before);
  return values;
}

/** Rounded to hundredths: what is shown is what rules reckon with. */
function computed(formula: Expression, values: Values, before: Values): number | null {
  const value = reckon(formula, (cell, isBefore) => num((isBefore ? before : values)[cell]));
  return value === null ? null : Math.round((value + Number.EPSILON) * 100) / 100;
}

/**
 * Every rule that a sheet breaks, in the order of the form: all of them, not the first. `values` are completed ones.
 * Rules about texts need `textFaults`, since reading a text is no matter of this noun.
 */
export function judgeSheet(
  ready: ReadyForm,
  values: Values,
  before: Values,
  textFaults: (text: string, watched: readonly { cell: string; words: string[] }[]) => string[] = () => [],
): Violation[] {
  const { form, cells } = ready;
  const found: Violation[] = [];
  const add = (
    rule: string,
    level: RuleLevel,
    says: string,
    of: readonly string[],
    also: readonly string[] = [],
  ) =>
    found.push({
      rule,
      level,
      says,
      cells: [...of],
      indicators: of.flatMap((key) => cells.get(key)?.counted ?? []),
      stood: [...of, ...also].map((key) => `${key}=${String(values[key] ?? '')}`).join(' '),
    });
  for (const cell of cells.values()) {
    if (!isAsked(cell)) continue;
    const value = values[cell.key] ?? null;
    if (value === null || (typeof value === 'string' && value.trim() === '')) {
      if (cell.optional !== true)
        add(`required:${cell.key}`, 'block', 'Xin điền ô này; không phát sinh thì ghi 0.', [cell.key]);
    } else {
      const fault = faultOfValue(cell, value);
      if (fault !== null) add(`kind:${cell.key}`, 'block', fault, [cell.key]);
    }
  }
  const read = (cell: string, isBefore: boolean) => num((isBefore ? before : values)[cell]);
  for (const rule of form.rules) {
    const of = ready.spokenOf.get(rule.code) ?? [];
    switch (rule.check) {
      case 'relation': {
        const relation = ready.relations.get(rule.code);
        if (relation !== undefined && holds(relation, read) === false)
          add(rule.code, rule.level, rule.says, of);
        break;
      }
      case 'range': {
        const value = num(values[rule.cell]);
        if (value !== null && (value < (rule.least ?? -Infinity) || value > (rule.most ?? Infinity)))
          add(rule.code, rule.level, rule.says, of);
        break;
      }
      case 'jump': {
        const now = num(values[rule.cell]);
        const then = num(before[rule.cell]);
        if (now === null || then === null) break;
        const change = Math.abs(now - then);
        if (change >= rule.atLeast && change * 100 > rule.percent * Math.abs(then))
          add(rule.code, rule.level, rule.says, of);
        break;
      }
      default: {
        const text = values[rule.cell];
        if (typeof text !== 'string' || text.trim() === '') break;
        const watched = rule.watched.map(({ cell }) => cell);
        for (const [at, fault] of textFaults(text, rule.watched).entries())
          add(`${rule.code}:${at + 1}`, rule.level, `${rule.says} ${fault}`, of, watched);
      }
    }
  }
  return found;
}

/** What is wrong with a value of an asked cell, in words; null when nothing is. */
export function faultOfValue(cell: FormCell, value: number | string): string | null {
  switch (kindOf(cell)) {
    case 'text':
      return typeof value === 'string' ? null : 'Ô này ghi chữ.';
    case 'integer':
      return Number.isInteger(value) ? null : 'Ô này là số nguyên, không có phần lẻ.';
    case 'yes-no':
      return value === 0 || value === 1 ? null : 'Ô này chỉ ghi có hoặc không.';
    default:
      return typeof value === 'number' ? null : 'Ô này ghi số.';
  }
}

/**
 * A number as people of this country type it: "1.234", "1 234", "12,5". Null when it is none: a dot stands before three
 * digits only, a comma before what is left over.
 */
export function readNumber(typed: string): number | null {
  const text = typed.trim().replaceAll(/[\s\u00a0]/g, '');
  if (!/^-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(text)) return null;
  const value = Number(text.replaceAll('.', '').replace(',', '.'));
  return Number.isFinite(value) && Math.abs(value) <= 1e13 ? value : null;
}

/** What keeps a sheet from being handed in: what blocks, and what wants an explanation and has none. */
export function hinders(
  violations: readonly Violation[],
  explained: ReadonlyMap<string, string>,
): Violation[] {
  return violations.filter(
    ({ rule, level, stood }) => level === 'block' || (level === 'explain' && explained.get(rule) !== stood),
  );
}
