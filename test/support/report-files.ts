import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import {
  Document,
  FootnoteReferenceRun,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalMergeType,
} from 'docx';
import { strToU8, zipSync } from 'fflate';
import writeExcelFile from 'write-excel-file/node';

/**
 * One invented report of an invented commune, as every kind of file that the checker reads. It says 1.250 dossiers
 * where its parts give 1.240, a rate of 98% that its numbers do not give, a date that does not exist, and a table
 * whose total row is wrong.
 */
export const REPORT = {
  heading: 'II. KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH',
  received:
    'Trong 6 tháng đầu năm 2026, xã An Bình Đông đã tiếp nhận 1.250 hồ sơ, trong đó: tiếp nhận trực tuyến 1.100 hồ sơ, tiếp nhận trực tiếp 140 hồ sơ.',
  resolved: 'Đã giải quyết 1.200/1.250 hồ sơ, đạt tỷ lệ 98%',
  resolvedEnd: '; số còn lại đang trong hạn giải quyết.',
  plan: 'Kế hoạch số 12/KH-UBND ngày 31/6/2026 của UBND xã về rà soát thủ tục hành chính.',
  footnote: 'Theo số liệu trên Hệ thống thông tin giải quyết thủ tục hành chính, gồm 03 lĩnh vực & 02 nhóm.',
  table: [
    ['Lĩnh vực', 'Tiếp nhận', 'Đã giải quyết'],
    ['Hộ tịch', '620', '600'],
    ['Chứng thực', '480', '470'],
    ['Đất đai', '150', '130'],
    ['Tổng cộng', '1.250', '1.210'],
  ],
} as const;

export async function reportDocx(): Promise<Uint8Array> {
  const cell = (text: string, bold = false) =>
    new TableCell({ children: [new Paragraph({ children: [new TextRun({ text, bold })] })] });
  const document = new Document({
    creator: 'Người lập báo cáo',
    footnotes: { 1: { children: [new Paragraph(REPORT.footnote)] } },
    sections: [
      {
        children: [
          new Paragraph({ text: REPORT.heading, heading: HeadingLevel.HEADING_1 }),
          new Paragraph({
            children: [
              new TextRun(REPORT.received.slice(0, 60)),
              new TextRun({ text: REPORT.received.slice(60, 75), bold: true }),
              new TextRun(REPORT.received.slice(75)),
            ],
          }),
          new Paragraph({
            children: [
              new TextRun(REPORT.resolved),
              new FootnoteReferenceRun(1),
              new TextRun(REPORT.resolvedEnd),
            ],
          }),
          new Paragraph({ text: REPORT.plan, bullet: { level: 0 } }),
          new Paragraph({
            children: [
              new TextRun('Diện tích 24,67 km'),
              new TextRun({ text: '2', superScript: true }),
              new TextRun('; ghi chú'),
              new TextRun({ text: '7', superScript: true }),
              new TextRun('.'),
            ],
          }),
          new Table({
            rows: [
              ...REPORT.table.map(
                (row, index) => new TableRow({ children: row.map((text) => cell(text, index === 0)) }),
              ),
              new TableRow({
                children: [
                  new TableCell({
                    verticalMerge: VerticalMergeType.RESTART,
                    children: [new Paragraph('Ghi chú')],
                  }),
                  new TableCell({
                    columnSpan: 2,
                    children: [new Paragraph('Dòng một'), new Paragraph('Dòng hai')],
                  }),
                ],
              }),
              new TableRow({
                children: [
                  new TableCell({ verticalMerge: VerticalMergeType.CONTINUE, children: [new Paragraph('')] }),
                  cell('a'),
                  cell('b'),
                ],
              }),
            ],
          }),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

export function reportMarkdown(): string {
  const rows = REPORT.table.map((row) => `| ${row.join(' | ')} |`);
  return [
    `## **${REPORT.heading}**`,
    '',
    REPORT.received,
    '',
    `${REPORT.resolved}<sup>1</sup>${REPORT.resolvedEnd}`,
    '',
    `<sup>1</sup> ${REPORT.footnote.replace('&', '&amp;')}`,
    '',
    `- ${REPORT.plan}`,
    '',
    rows[0],
    '|---|---|---|',
    ...rows.slice(1),
    '',
  ].join('\n');
}

/** A PDF as Word would print it, from Typst markup. */
export function typstPdf(markup: string): Uint8Array {
  const fonts = createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/package.json');
  const font = (name: string) => readFileSync(fonts.replace('package.json', name));
  const compiler = NodeCompiler.create({
    fontArgs: [{ fontBlobs: [font('400Regular/Tinos_400Regular.ttf'), font('700Bold/Tinos_700Bold.ttf')] }],
  });
  const pdf = compiler.pdf({
    mainFileContent: `#set page(paper: "a4", margin: 2.5cm, numbering: "1", number-align: top + center)
#set text(font: "Tinos", size: 14pt, lang: "vi")
#set par(justify: true, first-line-indent: 1.27cm)
${markup}`,
  });
  compiler.evictCache(10);
  return new Uint8Array(pdf);
}

export function reportPdf(options: { pages?: number } = {}): Uint8Array {
  const escaped = (text: string) => text.replace(/[#*_$@<>\\/]/g, '\\$&');
  const filler = Array.from(
    { length: (options.pages ?? 1) - 1 },
    (_, page) =>
      `#pagebreak()\n${escaped(`Trang thêm ${page}: ${'ủy ban nhân dân xã tiếp tục chỉ đạo các cơ quan, đơn vị thực hiện '.repeat(12)}và báo cáo.`)}`,
  ).join('\n');
  return typstPdf(`*${escaped(REPORT.heading)}*

${escaped(REPORT.received)}

${escaped(REPORT.resolved)}#footnote[${escaped(REPORT.footnote)}]\\${escaped(REPORT.resolvedEnd)}

- ${escaped(REPORT.plan)}

#table(columns: (2fr, 1fr, 1fr), ${REPORT.table
    .flat()
    .map((text) => `[${escaped(text)}]`)
    .join(', ')})

${filler}`);
}

const xml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

export function reportOdt(): Uint8Array {
  const rows = REPORT.table
    .map(
      (row) =>
        `<table:table-row>${row
          .map((text) => `<table:table-cell><text:p>${xml(text)}</text:p></table:table-cell>`)
          .join('')}</table:table-row>`,
    )
    .join('');
  const content = `<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.3"><office:body><office:text>
<text:h text:outline-level="1">${xml(REPORT.heading)}</text:h>
<text:p>${xml(REPORT.received)}</text:p>
<text:p>${xml(REPORT.resolved)}<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>${xml(REPORT.footnote)}</text:p></text:note-body></text:note>${xml(REPORT.resolvedEnd)}</text:p>
<text:list><text:list-item><text:p>${xml(REPORT.plan)}</text:p></text:list-item></text:list>
<table:table>${rows}<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table>
</office:text></office:body></office:document-content>`;
  return zipSync({
    mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }],
    'META-INF/manifest.xml': strToU8(
      '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    ),
    'content.xml': strToU8(content),
  });
}

export async function reportXlsx(): Promise<Uint8Array> {
  const [head, ...rows] = REPORT.table;
  const number = (text: string) => Number(text.replace('.', ''));
  const result = writeExcelFile(
    [
      head.map((value) => ({ value, fontWeight: 'bold' as const })),
      ...rows
        .slice(0, -1)
        .map(([name, a, b]) => [
          { value: name },
          { value: number(a), type: Number, format: '#,##0' },
          { value: number(b), type: Number },
        ]),
      [
        { value: 'Tổng cộng' },
        { value: '=SUM(B2:B4)', type: 'Formula' as const },
        { value: 1210.5, type: Number, format: '#,##0.0' },
      ],
      [{ value: 'Tỷ lệ' }, { value: 0.125, type: Number, format: '0.0%' }, { value: 'ghi & chú' }],
      [
        { value: 'Ngày lập' },
        { value: new Date(Date.UTC(2026, 1, 5)), type: Date, format: 'mm/dd/yyyy' },
        { value: 'hai cột', columnSpan: 2 },
      ],
    ],
    { sheet: 'Biểu 01' },
  );
  return new Uint8Array(await result.toBuffer());
}
