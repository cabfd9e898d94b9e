import type { OutlineTable } from './outline.ts';
import type { Report, ReportFigures } from './report.ts';
import { type Beside, type Spoken, sayFigure, showFigure } from './say.ts';
import type { Block, Inline } from './text.ts';

/** An indicator as the papers name it. */
export interface Named extends Spoken {
  name: string;
  group: string;
}

/** "Đã giải quyết: quá hạn": a name that is whole by itself, outside of its group. */
export function fullName({ group, name }: Pick<Named, 'group' | 'name'>): string {
  return /^Đ(ã|ang) giải quyết$/u.test(group) && !/^(Tổng|Tỷ lệ|Từ hệ thống|Có kết quả|Đã)/u.test(name)
    ? `${group}: ${name.charAt(0).toLowerCase()}${name.slice(1)}`
    : name;
}

export interface Run {
  text: string;
  bold?: true;
  italic?: true;
  /** A footnote stands behind the run. */
  note?: string;
  /** The figure that gave the words; nobody typed them. */
  figure?: string;
}

/** A piece of a report with its figures put in: what Word, PDF and the checker are made of. */
export type Piece = { section: string; block: number } & (
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph' | 'subheading'; runs: Run[] }
  | { kind: 'list'; ordered: boolean; items: Run[][] }
  | {
      kind: 'grid';
      title: string | null;
      /** The first row is the head. */
      rows: Run[][][];
      /** Which columns are numbers. */
      numbers: boolean[];
      /** The last row is a total. */
      total: boolean;
      note: string | null;
    }
);

export type SectionText = { key: string; blocks: readonly Block[] };

/** Everything of a report between subject and signature, in order. Sections without text keep their heading. */
export function fillReport(
  report: Pick<Report, 'outline'>,
  sections: readonly SectionText[],
  figures: ReportFigures,
  indicators: ReadonlyMap<string, Named>,
): Piece[] {
  const texts = new Map(sections.map((section) => [section.key, section.blocks]));
  const filled = (key: string) =>
    (texts.get(key) ?? []).flatMap((block, place) =>
      fillBlock(block, report.outline.tables, figures, indicators).map(
        (piece): Piece => ({ ...piece, section: key, block: place }) as Piece,
      ),
    );
  return [
    ...filled('opening'),
    ...report.outline.sections.flatMap((section): Piece[] => [
      { kind: 'heading', level: section.level, text: section.heading, section: section.key, block: -1 },
      ...filled(section.key),
    ]),
    ...filled('closing'),
  ];
}

type Bare = Piece extends infer P ? (P extends Piece ? Omit<P, 'section' | 'block'> : never) : never;

function fillBlock(
  block: Block,
  tables: Record<string, OutlineTable>,
  figures: ReportFigures,
  indicators: ReadonlyMap<string, Named>,
): Bare[] {
  const runs = (inline: readonly Inline[]) => runsOf(inline, figures, indicators);
  switch (block.kind) {
    case 'heading':
      return [{ kind: 'subheading', runs: runs(block.inline) }];
    case 'paragraph':
      return block.inline.length === 0 ? [] : [{ kind: 'paragraph', runs: runs(block.inline) }];
    case 'bullets':
    case 'numbers':
      return [{ kind: 'list', ordered: block.kind === 'numbers', items: block.items.map(runs) }];
    case 'grid':
      return [
        {
          kind: 'grid',
          title: null,
          rows: block.rows.map((row) => row.map(runs)),
          numbers: [],
          total: false,
          note: null,
        },
      ];
    default: {
      const table = tables[block.name];
      return table === undefined ? [] : [fillTable(block.name, table, figures, indicators)];
    }
  }
}

function runsOf(
  inline: readonly Inline[],
  figures: ReportFigures,
  indicators: ReadonlyMap<string, Named>,
): Run[] {
  const runs: Run[] = [];
  for (const one of inline) {
    if ('text' in one) runs.push({ ...one });
    else if ('note' in one) {
      const last = runs.at(-1);
      if (last === undefined || last.note !== undefined) runs.push({ text: '', note: one.note });
      else last.note = one.note;
    } else {
      const found = indicators.get(one.figure);
      runs.push({ text: found === undefined ? '…' : sayFigure(found, one.say, figures), figure: one.figure });
    }
  }
  return runs;
}

const plain = (text: string): Run[] => [{ text }];
const bold = (text: string): Run[] => [{ text, bold: true }];
const NOTHING = 'Dấu (-): không phát sinh hoặc không có số liệu.';

function fillTable(
  name: string,
  table: OutlineTable,
  figures: ReportFigures,
  indicators: ReadonlyMap<string, Named>,
): Bare {
  if ('compare' in table) return compareTable(table.title, table.compare, figures, indicators);
  const unit = (code: string) => indicators.get(code)?.unit ?? 'dossier';
  const rows = (figures.tables[name] ?? []).map((row) => [
    plain(row.name),
    ...table.columns.map(({ figure }) => plain(showFigure(unit(figure), row.figures[figure]))),
  ]);
  if (rows.length === 0)
    return { kind: 'paragraph', runs: [{ text: `${table.title}: không phát sinh.`, italic: true }] };
  return {
    kind: 'grid',
    title: table.title,
    rows: [
      [
        bold(table.by === 'body' ? 'Cơ quan' : table.by === 'sector' ? 'Lĩnh vực' : 'Nội dung'),
        ...table.columns.map((column) => bold(column.name)),
      ],
      ...rows,
      [
        bold('Tổng số'),
        ...table.columns.map(({ figure }) => bold(showFigure(unit(figure), figures.current[figure]))),
      ],
    ],
    numbers: [false, ...table.columns.map(() => true)],
    total: true,
    note: null,
  };
}

const besideOf = (unit: string, code: string, beside: Beside) =>
  beside.state === 'none' ? '-' : showFigure(unit, beside.figures[code]);

/** Figures with the period before and the same one of last year beside them. */
export function compareTable(
  title: string | null,
  codes: readonly string[],
  figures: ReportFigures,
  indicators: ReadonlyMap<string, Named>,
): Bare & { kind: 'grid' } {
  const said = (beside: Beside, name: string) => {
    if (beside.state === 'none') return `${name}: không có số liệu.`;
    return beside.state === 'partial'
      ? `${name}: số liệu chỉ có từ ngày ${beside.since.split('-').reverse().join('/')}.`
      : '';
  };
  const rows = codes.flatMap((code) => {
    const one = indicators.get(code);
    return one === undefined
      ? []
      : [
          [
            plain(fullName(one)),
            plain(showFigure(one.unit, figures.current[code])),
            plain(besideOf(one.unit, code, figures.before)),
            plain(besideOf(one.unit, code, figures.lastYear)),
          ],
        ];
  });
  return {
    kind: 'grid',
    title,
    rows: [['Chỉ tiêu', 'Kỳ báo cáo', 'Kỳ trước', 'Cùng kỳ năm trước'].map(bold), ...rows],
    numbers: [false, true, true, true],
    total: false,
    note: [
      said(figures.before, 'Kỳ trước'),
      said(figures.lastYear, 'Cùng kỳ năm trước'),
      rows.some((row) => row.slice(1).some((cell) => cell[0]?.text === '-')) ? NOTHING : '',
    ]
      .filter((text) => text !== '')
      .join(' '),
  };
}

/** The annex: every figure that the outline lists for it. */
export const annexOf = (
  report: Pick<Report, 'outline'>,
  figures: ReportFigures,
  indicators: ReadonlyMap<string, Named>,
) => compareTable(null, report.outline.annex, figures, indicators);

export const textOf = (runs: readonly Run[]): string => runs.map((run) => run.text).join('');
