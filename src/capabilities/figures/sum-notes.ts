import { brokenEquations, type FormRow } from './form.ts';
import type { FilledForm, FilledGrid, FilledIndex, FilledList } from './views.ts';

/**
 * The footnotes of a printed form whose printed parts do not make the printed whole, in Vietnamese: what, where, by how
 * much. Whoever adds a column up must find on the same paper that the office knows of it. None when all adds up.
 */
export function sumNotes(filled: FilledForm): string[] {
  if (filled.kind === 'grid') return notesOfGrid(filled);
  return filled.kind === 'list' ? notesOfList(filled) : notesOfIndex(filled);
}

interface Difference {
  where: string;
  sum: number;
  whole: number;
}

/** One line for all of them: a form of twenty columns has room for no more. */
const rowsNote = (rows: string, total: string, found: Difference[]): string[] =>
  found.length === 0
    ? []
    : [
        `${rows} cộng lại không bằng dòng ${total}: ${found.map(({ where, sum, whole }) => `${where} cộng lại ${shown(sum)}, dòng ${total} ${shown(whole)}`).join('; ')}.`,
      ];

const shown = (value: number) => value.toLocaleString('vi-VN');

/** The columns of which the printed rows do not make the printed total. */
export function columnsNotAddingUp({ form, rows, total }: FilledGrid): number[] {
  return form.columns.flatMap(({ number }) =>
    sumOf(rows, number) === (total.values[number] ?? 0) ? [] : [number],
  );
}

const sumOf = (rows: readonly FormRow[], column: number) =>
  rows.reduce((sum, { values }) => sum + (values[column] ?? 0), 0);

function notesOfGrid(filled: FilledGrid): string[] {
  const { form, rows, total } = filled;
  return [
    ...rowsNote(
      'Các dòng',
      total.name,
      columnsNotAddingUp(filled).map((column) => ({
        where: `cột ${column}`,
        sum: sumOf(rows, column),
        whole: total.values[column] ?? 0,
      })),
    ),
    ...[...rows, total].flatMap((row) =>
      brokenEquations(form, row).map((fault) => `${row.name}, cột ${fault}.`),
    ),
  ];
}

function notesOfList({ form, items }: FilledList): string[] {
  const values = new Map(items.map(({ number, value }) => [number, value]));
  return (form.equations ?? []).flatMap(({ total, parts }) => {
    const whole = values.get(total) ?? null;
    const known = parts.flatMap((number) => values.get(number) ?? []);
    // What nobody entered or counted is no nought: then nothing can be said of the sum.
    if (whole === null || known.length < parts.length) return [];
    const sum = known.reduce((all, value) => all + value, 0);
    return sum === whole
      ? []
      : [`Mục ${total} là ${shown(whole)}, các mục ${parts.join(', ')} cộng lại là ${shown(sum)}.`];
  });
}

function notesOfIndex({ rows, total }: FilledIndex): string[] {
  const differences = total.scores.flatMap(({ number, part, whole }): Difference[] => {
    const sum = (which: 'part' | 'whole') =>
      rows.reduce((all, { scores }) => all + (scores.find((one) => one.number === number)?.[which] ?? 0), 0);
    return [
      { where: `tiêu chí ${number}, số đạt`, sum: sum('part'), whole: part ?? 0 },
      { where: `tiêu chí ${number}, số tính trên`, sum: sum('whole'), whole: whole ?? 0 },
    ].filter((one) => one.sum !== one.whole);
  });
  // Hundredths, as points are printed.
  const points = [...rows, total].flatMap((row) => {
    const sum = row.scores.reduce((all, { score }) => all + Math.round((score ?? 0) * 100), 0);
    return sum === Math.round(row.points * 100)
      ? []
      : [
          `${row.name}: điểm các tiêu chí cộng lại là ${shown(sum / 100)}, điểm đạt in là ${shown(row.points)}.`,
        ];
  });
  return [...rowsNote('Các cơ quan', total.name, differences), ...points];
}
