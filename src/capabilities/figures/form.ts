import { type Indicator, percentOf } from './indicator.ts';

/**
 * A published form as data: a grid of rows and columns (II.06a), a list of numbered items (the annex of a report), or
 * an index with points (Decision 766). A province changes one by a new version; a period that began before it goes on
 * printing under the old.
 */
export type Form = StatisticsForm | ListForm | IndexForm;

interface FormHead {
  code: string;
  title: string;
  /** "Biểu số II.06a/VPCP/KSTT". */
  symbol: string;
  source: string;
  effectiveFrom: string;
  /** The first day on which it no longer holds. */
  effectiveTo: string | null;
  /** What is counted in the cells: "số hồ sơ". */
  unit: string;
  notes: string[];
}

/** A statistical form: its columns, each an indicator or the sum of others, and what must add up in every row. */
export interface StatisticsForm extends FormHead {
  kind: 'grid';
  /** What a row may be; the first when nothing is asked for. */
  rows: ('sector' | 'body')[];
  columns: FormColumn[];
  equations: { total: number; parts: number[] }[];
}

export type FormColumn = {
  number: number;
  group: string;
  /** A second head under the group, over several columns. */
  within?: string;
  name: string;
} & (
  | { indicator: string }
  /** `opens` names the indicator whose dossiers stand behind the sum. */
  | { sum: number[]; opens: string }
);

/** An annex: items under headings, each counted, or entered by hand where no dossier tells it. */
export interface ListForm extends FormHead {
  kind: 'list';
  items: ListItem[];
  /** Items, by number, that make up another one: where they do not, the paper says so. */
  equations?: { total: string; parts: string[] }[];
}

export type ListItem = { number: string; name: string } & (
  | { heading: true }
  | { unit: string; indicator: string }
  /** Asked for, not counted: whoever makes the report enters it. */
  | { unit: string; entered: true }
);

/** An index: groups of criteria, each worth points; what reaches its target earns them all, what does not its part. */
export interface IndexForm extends FormHead {
  kind: 'index';
  groups: { number: string; name: string; points: number; criteria: Criterion[] }[];
  /** From how many of a hundred points which word; the highest first. */
  bands: { name: string; from: number }[];
}

export interface Criterion {
  number: string;
  name: string;
  points: number;
  /** The parts added up, over the wholes added up, by indicator; null where nothing here counts it. */
  measure: { part: string[]; whole: string[] } | null;
  /** Percent at which all points are earned. */
  target: number;
  /**
   * With nothing to divide by: left out of the points that can be had, no points, or all of them. The decision's
   * working papers disagree, so it is said here and on the paper.
   */
  empty: 'left-out' | 'nothing' | 'all';
  /** What an office does to raise it. */
  advice: string;
  note?: string;
}

export interface FormRow {
  key: string;
  name: string;
  /** By the number of the column. */
  values: Record<number, number>;
}

/** A row of the form from its counted figures; sums are made of the columns printed beside them. */
export function rowOf(
  form: StatisticsForm,
  key: string,
  name: string,
  figures: Readonly<Record<string, number | null>>,
): FormRow {
  const values: Record<number, number> = {};
  for (const column of form.columns)
    if ('indicator' in column) values[column.number] = figures[column.indicator] ?? 0;
  for (const column of form.columns)
    if ('sum' in column)
      values[column.number] = column.sum.reduce((sum, number) => sum + (values[number] ?? 0), 0);
  return { key, name, values };
}

/** The equations that a row does not fulfil, in words for whoever must find out why: "3 = 7 + 11: 12 ≠ 11". */
export function brokenEquations(form: StatisticsForm, row: FormRow): string[] {
  return form.equations.flatMap(({ total, parts }) => {
    const sum = parts.reduce((all, number) => all + (row.values[number] ?? 0), 0);
    return row.values[total] === sum
      ? []
      : [`${total} = ${parts.join(' + ')}: ${row.values[total] ?? 0} ≠ ${sum}`];
  });
}

export interface Scored {
  number: string;
  /** The counted parts; null where nothing counts it. */
  part: number | null;
  whole: number | null;
  /** What each is made of, to be opened. */
  parts: { indicator: string; value: number }[];
  wholes: { indicator: string; value: number }[];
  percent: number | null;
  /** Points earned, to hundredths; null when it is left out of what can be had. */
  score: number | null;
  /** How many more of the whole must fulfil it for all its points; null when none or nothing to count. */
  missing: number | null;
}

/** Points of one criterion: all from the target on, below it in proportion, in hundredths rounded half up. */
export function scoreOf(criterion: Criterion, figures: Readonly<Record<string, number | null>>): Scored {
  const { number, measure, points, target, empty } = criterion;
  if (measure === null)
    return {
      number,
      part: null,
      whole: null,
      parts: [],
      wholes: [],
      percent: null,
      score: null,
      missing: null,
    };
  const counted = (codes: string[]) =>
    codes.map((indicator) => ({ indicator, value: figures[indicator] ?? 0 }));
  const sum = (list: { value: number }[]) => list.reduce((all, { value }) => all + value, 0);
  const [parts, wholes] = [counted(measure.part), counted(measure.whole)];
  const [part, whole] = [sum(parts), sum(wholes)];
  if (whole <= 0)
    return {
      number,
      part,
      whole,
      parts,
      wholes,
      percent: null,
      score: empty === 'left-out' ? null : empty === 'all' ? points : 0,
      missing: null,
    };
  // part/whole against target/100, in whole numbers as far as they go.
  const reached = part * 100 >= target * whole;
  const score = reached ? points : Math.floor((points * 100 * part * 100) / (target * whole) + 0.5) / 100;
  return {
    number,
    part,
    whole,
    parts,
    wholes,
    percent: percentOf(part, whole),
    score,
    missing: reached ? 0 : Math.ceil((target * whole) / 100 - part),
  };
}

export interface Standing {
  scores: Scored[];
  /** Points earned, and points that could be earned by what is counted; both to hundredths. */
  points: number;
  possible: number;
  /** Points earned of a hundred that could be; null when nothing is counted. */
  percent: number | null;
  band: string | null;
  /** What would raise it most first: the points that are missing, and how many dossiers more would bring them. */
  raises: { number: string; gain: number; missing: number }[];
}

/** How an agency stands by an index. */
export function standingBy(form: IndexForm, figures: Readonly<Record<string, number | null>>): Standing {
  const criteria = form.groups.flatMap((group) => group.criteria);
  const scores = criteria.map((criterion) => scoreOf(criterion, figures));
  let points = 0;
  let possible = 0;
  const raises: Standing['raises'] = [];
  for (const [place, one] of scores.entries()) {
    const of = criteria[place];
    if (one.score === null || of === undefined) continue;
    points += Math.round(one.score * 100);
    possible += Math.round(of.points * 100);
    const gain = Math.round((of.points - one.score) * 100) / 100;
    if (gain > 0 && one.missing !== null && one.missing > 0)
      raises.push({ number: one.number, gain, missing: one.missing });
  }
  raises.sort((a, b) => b.gain - a.gain || a.missing - b.missing);
  const percent = percentOf(points, possible);
  return {
    scores,
    points: points / 100,
    possible: possible / 100,
    percent,
    band: percent === null ? null : (form.bands.find(({ from }) => percent >= from)?.name ?? null),
    raises,
  };
}

/** The indicators that a form names, each once. */
export function indicatorsOf(form: Form): string[] {
  const codes =
    form.kind === 'grid'
      ? form.columns.map((column) => ('indicator' in column ? column.indicator : column.opens))
      : form.kind === 'list'
        ? form.items.flatMap((item) => ('indicator' in item ? [item.indicator] : []))
        : form.groups.flatMap(({ criteria }) =>
            criteria.flatMap(({ measure }) => (measure === null ? [] : [...measure.part, ...measure.whole])),
          );
  return [...new Set(codes)];
}

/** The version of a form for a period that begins on this day. */
export function formFor(forms: readonly Form[], code: string, day: string): Form | null {
  return (
    forms.find(
      (form) =>
        form.code === code &&
        form.effectiveFrom <= day &&
        (form.effectiveTo === null || day < form.effectiveTo),
    ) ?? null
  );
}

export interface FormFault {
  /** "II.06a" and where in it: "II.06a, cột 7". */
  at: string;
  /** In Vietnamese: a province's own people read it. */
  fault: string;
}

const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

/** What is wrong with a form: names of nothing, sums of themselves, formulas that divide by nothing, points that do not add up. */
export function faultsOfForm(form: Form, indicators: ReadonlyMap<string, Indicator>): FormFault[] {
  const faults: FormFault[] = [];
  const say = (where: string, fault: string) =>
    faults.push({ at: where === '' ? form.code : `${form.code}, ${where}`, fault });
  if (!isDay(form.effectiveFrom)) say('', `ngày hiệu lực "${form.effectiveFrom}" không phải một ngày`);
  if (form.effectiveTo !== null && form.effectiveTo <= form.effectiveFrom)
    say('', 'ngày hết hiệu lực phải sau ngày hiệu lực');
  const counts = (where: string, code: string, kinds: 'counts' | 'any') => {
    const one = indicators.get(code);
    if (one === undefined) say(where, `không có chỉ tiêu nào tên "${code}"`);
    else if (kinds === 'counts' && ('part' in one.counts || 'percentile' in one.counts))
      say(where, `chỉ tiêu "${code}" không phải một số đếm`);
  };
  if (form.kind === 'grid') faultsOfGrid(form, say, counts);
  else if (form.kind === 'list') {
    const seen = new Set<string>();
    for (const item of form.items) {
      if (seen.has(item.number)) say(`mục ${item.number}`, 'số thứ tự đã dùng');
      seen.add(item.number);
      if ('indicator' in item) counts(`mục ${item.number}`, item.indicator, 'any');
    }
    for (const { total, parts } of form.equations ?? [])
      for (const number of [total, ...parts])
        if (!seen.has(number))
          say(`đẳng thức ${total} = ${parts.join(' + ')}`, `biểu không có mục ${number}`);
  } else
    for (const group of form.groups) {
      const sum = group.criteria.reduce((all, { points }) => all + Math.round(points * 100), 0);
      if (sum !== Math.round(group.points * 100))
        say(`nhóm ${group.number}`, `điểm các tiêu chí cộng lại là ${sum / 100}, nhóm có ${group.points}`);
      for (const { number, measure, target } of group.criteria) {
        const where = `tiêu chí ${number}`;
        if (!(target > 0 && target <= 100)) say(where, 'mục tiêu phải lớn hơn 0 và không quá 100 %');
        if (measure === null) continue;
        if (measure.whole.length === 0) say(where, 'công thức chia cho không có gì: thiếu mẫu số');
        if (measure.part.length === 0) say(where, 'công thức thiếu tử số');
        for (const code of [...measure.part, ...measure.whole]) counts(where, code, 'counts');
      }
    }
  return faults;
}

function faultsOfGrid(
  form: StatisticsForm,
  say: (where: string, fault: string) => void,
  counts: (where: string, code: string, kinds: 'counts' | 'any') => void,
): void {
  const columns = new Map(form.columns.map((column) => [column.number, column]));
  if (columns.size < form.columns.length) say('', 'hai cột có cùng số');
  if (form.rows.length === 0) say('', 'phải nói mỗi dòng là một lĩnh vực hay một đơn vị');
  for (const column of form.columns) {
    const where = `cột ${column.number}`;
    if ('indicator' in column) counts(where, column.indicator, 'counts');
    else {
      counts(where, column.opens, 'counts');
      for (const number of column.sum) {
        const part = columns.get(number);
        if (part === undefined) say(where, `cộng cột ${number}, biểu không có cột này`);
        else if ('sum' in part) say(where, `cộng cột ${number}, cột này lại là một tổng`);
      }
    }
  }
  for (const { total, parts } of form.equations)
    for (const number of [total, ...parts])
      if (!columns.has(number))
        say(`đẳng thức ${total} = ${parts.join(' + ')}`, `biểu không có cột ${number}`);
}
