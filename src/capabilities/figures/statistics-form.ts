/** A statistical form as data: its columns, each an indicator or the sum of others, and what must add up in every row. */
export interface StatisticsForm {
  code: string;
  title: string;
  /** "Biểu số II.06a/VPCP/KSTT". */
  symbol: string;
  source: string;
  effectiveFrom: string;
  effectiveTo: string | null;
  columns: FormColumn[];
  equations: { total: number; parts: number[] }[];
  notes: string[];
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
