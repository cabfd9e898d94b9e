import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  FootnoteReferenceRun,
  Header,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import type { Piece, Run } from './filled.ts';
import { clean, numberLine, placeAndDay, type ReportPaper } from './paper.ts';

/** Twentieths of a point, as Word measures: a millimetre. */
const MM = 56.7;
const mm = (length: number) => Math.round(length * MM);
const FONT = 'Times New Roman';
/** Word counts sizes in half points. */
const pt = (size: number) => size * 2;
const NO_BORDER = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const BORDERLESS = {
  top: NO_BORDER,
  bottom: NO_BORDER,
  left: NO_BORDER,
  right: NO_BORDER,
  insideHorizontal: NO_BORDER,
  insideVertical: NO_BORDER,
};
const LINE = { style: BorderStyle.SINGLE, size: 4, color: '000000', space: 1 } as const;
/** The width of the text: A4 less its margins of 30 and 15 mm. */
const WIDTH = mm(165);

/**
 * The report as a Word file in the layout of Decree 30/2020/ND-CP, annex I: A4, margins 20, 20, 30 and 15 mm, Times New
 * Roman 14, page numbers centred in the top margin from the second page on, footnotes numbered through.
 */
export async function reportDocx(paper: ReportPaper, at: Date): Promise<Uint8Array> {
  const notes: string[] = [];
  const runs = (list: readonly Run[], size: number, more: { bold?: true; italics?: true } = {}) =>
    list.flatMap((run) => [
      ...(run.text === ''
        ? []
        : [
            new TextRun({
              text: clean(run.text),
              size: pt(size),
              ...more,
              ...(run.bold ? { bold: true } : {}),
              ...(run.italic ? { italics: true } : {}),
            }),
          ]),
      ...(run.note === undefined ? [] : [new FootnoteReferenceRun(notes.push(clean(run.note)))]),
    ]);
  const line = (
    text: string,
    size: number,
    how: { bold?: true; italics?: true; align?: 'center' | 'left'; before?: number; after?: number } = {},
  ) =>
    new Paragraph({
      alignment: how.align === 'left' ? AlignmentType.LEFT : AlignmentType.CENTER,
      spacing: { before: how.before ?? 0, after: how.after ?? 0 },
      children: [
        new TextRun({
          text: clean(text),
          size: pt(size),
          ...(how.bold ? { bold: true } : {}),
          ...(how.italics ? { italics: true } : {}),
        }),
      ],
    });
  /** A line drawn under what stands above, of a share of the width. */
  const rule = (width: number, length: number) =>
    new Paragraph({
      spacing: { before: 0, after: 0, line: 60, lineRule: 'exact' },
      indent: { left: (width - length) / 2, right: (width - length) / 2 },
      border: { top: { ...LINE, space: 2 } },
      children: [],
    });
  const cell = (width: number, children: (Paragraph | Table)[]) =>
    new TableCell({
      width: { size: width, type: WidthType.DXA },
      verticalAlign: VerticalAlign.TOP,
      margins: { left: 0, right: 0 },
      children,
    });
  const sideBySide = (left: number, first: Paragraph[], second: Paragraph[]) =>
    new Table({
      width: { size: WIDTH, type: WidthType.DXA },
      columnWidths: [left, WIDTH - left],
      layout: TableLayoutType.FIXED,
      borders: BORDERLESS,
      rows: [new TableRow({ cantSplit: true, children: [cell(left, first), cell(WIDTH - left, second)] })],
    });
  const left = mm(62);
  const year = new Date(at.getTime() + 7 * 3_600_000).getUTCFullYear();
  const { details } = paper;

  const grid = (piece: Extract<Piece, { kind: 'grid' }>): (Paragraph | Table)[] => {
    const columns = Math.max(...piece.rows.map((row) => row.length), 1);
    const numbers = piece.numbers.filter(Boolean).length;
    const narrow = numbers === 0 ? 0 : Math.min(mm(28), Math.floor((WIDTH * 0.62) / numbers));
    const wide =
      numbers === 0
        ? Math.floor(WIDTH / columns)
        : Math.floor((WIDTH - numbers * narrow) / (columns - numbers));
    const widths = Array.from({ length: columns }, (_, column) => (piece.numbers[column] ? narrow : wide));
    const size = columns > 6 ? 11 : 12;
    return [
      ...(piece.title === null
        ? []
        : [
            new Paragraph({
              alignment: AlignmentType.CENTER,
              keepNext: true,
              spacing: { before: 120, after: 60 },
              children: [new TextRun({ text: clean(piece.title), bold: true, size: pt(13) })],
            }),
          ]),
      new Table({
        width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
        columnWidths: widths,
        layout: TableLayoutType.FIXED,
        rows: piece.rows.map(
          (row, place) =>
            new TableRow({
              cantSplit: true,
              tableHeader: place === 0,
              children: widths.map(
                (width, column) =>
                  new TableCell({
                    width: { size: width, type: WidthType.DXA },
                    verticalAlign: VerticalAlign.CENTER,
                    margins: { top: 30, bottom: 30, left: 70, right: 70 },
                    children: [
                      new Paragraph({
                        alignment:
                          place === 0
                            ? AlignmentType.CENTER
                            : piece.numbers[column]
                              ? AlignmentType.RIGHT
                              : AlignmentType.LEFT,
                        spacing: { before: 0, after: 0 },
                        children: runs(row[column] ?? [], size, place === 0 ? { bold: true } : {}),
                      }),
                    ],
                  }),
              ),
            }),
        ),
      }),
      new Paragraph({
        spacing: { before: 40, after: 120 },
        children:
          piece.note === null ? [] : [new TextRun({ text: clean(piece.note), italics: true, size: pt(11) })],
      }),
    ];
  };
  const body = (piece: Piece, place: number): (Paragraph | Table)[] => {
    const next = paper.pieces[place + 1];
    switch (piece.kind) {
      case 'heading':
        return [
          new Paragraph({
            heading: (['Heading1', 'Heading2', 'Heading3'] as const)[piece.level - 1] ?? 'Heading3',
            // Not with its neighbour: headings without text would drag each other over the page.
            keepNext: next !== undefined && !(next.kind === 'heading' && next.level <= piece.level),
            alignment: AlignmentType.BOTH,
            indent: { firstLine: mm(12.7) },
            spacing: { before: 120, after: 60 },
            children: [
              new TextRun({
                text: clean(piece.text),
                size: pt(14),
                color: '000000',
                bold: piece.level < 3,
                italics: false,
              }),
            ],
          }),
        ];
      case 'subheading':
        return [
          new Paragraph({
            keepNext: true,
            indent: { firstLine: mm(12.7) },
            spacing: { before: 60, after: 60 },
            children: runs(piece.runs, 14, { italics: true }),
          }),
        ];
      case 'paragraph':
        return [
          new Paragraph({
            alignment: AlignmentType.BOTH,
            // The last sentence and the signature are never parted.
            keepNext: piece.section === 'closing',
            keepLines: piece.section === 'closing',
            indent: { firstLine: mm(12.7) },
            spacing: { before: 0, after: 120 },
            children: runs(piece.runs, 14),
          }),
        ];
      case 'list':
        return piece.items.map(
          (item, number) =>
            new Paragraph({
              alignment: AlignmentType.BOTH,
              indent: { firstLine: mm(12.7) },
              spacing: { before: 0, after: 120 },
              children: [
                new TextRun({ text: piece.ordered ? `${number + 1}. ` : '- ', size: pt(14) }),
                ...runs(item, 14),
              ],
            }),
        );
      default:
        return grid(piece);
    }
  };
  const children = [
    sideBySide(
      left,
      [
        ...paper.issuer.map((text) => line(text, 13, { bold: true })),
        rule(left, mm(20)),
        line(numberLine(paper), 13, { before: 120 }),
      ],
      [
        line('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 13, { bold: true }),
        line('Độc lập - Tự do - Hạnh phúc', 14, { bold: true }),
        rule(WIDTH - left, mm(58)),
        line(placeAndDay(details, year), 14, { italics: true, before: 120 }),
      ],
    ),
    line('BÁO CÁO', 14, { bold: true, before: 360 }),
    line(details.subject, 14, { bold: true, after: 40 }),
    rule(WIDTH, mm(50)),
    new Paragraph({ spacing: { before: 0, after: 120 }, children: [] }),
    ...paper.pieces.flatMap((piece, place) => body(piece, place)),
    ...paper.remarks.map(
      (text) =>
        new Paragraph({
          keepNext: true,
          spacing: { before: 60, after: 60 },
          children: [new TextRun({ text: clean(text), italics: true, size: pt(12) })],
        }),
    ),
    sideBySide(
      mm(80),
      [
        line('Nơi nhận:', 12, { bold: true, italics: true, align: 'left', before: 120 }),
        ...details.recipients.map((text) => line(`- ${text}`, 11, { align: 'left' })),
      ],
      [
        ...(details.signer.authority === null
          ? []
          : [line(details.signer.authority.toUpperCase(), 14, { bold: true, before: 120 })]),
        line(details.signer.title.toUpperCase(), 14, { bold: true, after: 1400 }),
        line(details.signer.name, 14, { bold: true }),
      ],
    ),
    new Paragraph({
      pageBreakBefore: true,
      alignment: AlignmentType.CENTER,
      children: [new TextRun({ text: 'Phụ lục', bold: true, size: pt(14) })],
    }),
    line(paper.annex.title, 14, { bold: true }),
    line(paper.annex.about, 14, { italics: true, after: 120 }),
    ...grid(paper.annex.grid),
  ];
  const demoFoot = new Footer({
    children: [line('Dữ liệu minh hoạ, không có giá trị pháp lý', 8, { align: 'left' })],
  });
  const document = new Document({
    title: clean(`Báo cáo ${details.subject}`),
    creator: 'Haicấp',
    lastModifiedBy: 'Haicấp',
    styles: {
      default: {
        document: { run: { font: FONT, size: pt(14), language: { value: 'vi-VN' } } },
        heading1: { run: { font: FONT, size: pt(14), bold: true, color: '000000' } },
        heading2: { run: { font: FONT, size: pt(14), bold: true, color: '000000' } },
        heading3: { run: { font: FONT, size: pt(14), color: '000000' } },
        footnoteText: { run: { font: FONT, size: pt(10) } },
      },
    },
    footnotes: Object.fromEntries(
      notes.map((text, place) => [
        place + 1,
        { children: [new Paragraph({ children: [new TextRun({ text: ` ${text}`, size: pt(10) })] })] },
      ]),
    ),
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: {
              top: mm(20),
              bottom: mm(20),
              left: mm(30),
              right: mm(15),
              header: mm(10),
              footer: mm(10),
            },
          },
        },
        headers: {
          first: new Header({ children: [new Paragraph({ children: [] })] }),
          default: new Header({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: [PageNumber.CURRENT], size: pt(13) })],
              }),
            ],
          }),
        },
        ...(paper.demo ? { footers: { first: demoFoot, default: demoFoot } } : {}),
        children,
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}
