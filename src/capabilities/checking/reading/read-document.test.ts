import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import {
  REPORT,
  reportDocx,
  reportMarkdown,
  reportOdt,
  reportPdf,
  reportXlsx,
  typstPdf,
} from '../../../../test/support/report-files.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { CheckedText, TextBlock } from '../text.ts';
import { MAX_FILE_BYTES } from './bounds.ts';
import { readDocument } from './read-document.ts';

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const blockOf = (text: CheckedText, start: string): TextBlock => {
  const found = text.blocks.find((block) => block.text.startsWith(start));
  assert.ok(found, `no block begins with ${start}`);
  return found;
};

/** The table of a reading as rows of texts. */
function tableOf(text: CheckedText): string[][] {
  const rows: string[][] = [];
  for (const block of text.blocks) {
    if (block.cell === undefined || block.cell.table !== 0) continue;
    rows[block.cell.row] ??= [];
    (rows[block.cell.row] as string[])[block.cell.column] = block.text;
  }
  return rows;
}

describe('every kind of file gives the same report', () => {
  const files: [string, () => Promise<Uint8Array> | Uint8Array, CheckedText['format']][] = [
    ['báo cáo.docx', reportDocx, 'docx'],
    ['báo cáo.pdf', reportPdf, 'pdf'],
    ['báo cáo.odt', reportOdt, 'odt'],
    ['báo cáo.md', () => bytesOf(reportMarkdown()), 'md'],
  ];
  for (const [name, make, format] of files)
    test(`${format}: paragraphs, footnote with its mark, list, table`, async () => {
      const text = await readDocument(await make(), name);
      assert.equal(text.format, format);
      assert.equal(blockOf(text, 'II. KẾT QUẢ').text, REPORT.heading);
      assert.equal(blockOf(text, 'Trong 6 tháng').text, REPORT.received);
      const resolved = blockOf(text, 'Đã giải quyết 1.200');
      assert.equal(resolved.text, REPORT.resolved + REPORT.resolvedEnd);
      assert.deepEqual(resolved.marks, [{ at: REPORT.resolved.length, mark: '1' }]);
      const note = blockOf(text, 'Theo số liệu');
      assert.equal(note.kind, 'footnote');
      assert.equal(note.footnote, '1');
      assert.equal(note.text, REPORT.footnote);
      const plan = text.blocks.find((block) => block.text.includes('31/6/2026'));
      assert.equal(plan?.kind, 'list-item');
      assert.deepEqual(
        tableOf(text).slice(0, 5),
        REPORT.table.map((row) => [...row]),
      );
    });
});

describe('a docx', () => {
  test('keeps heading levels, spans and the lines of a cell; a raised 2 after km is a unit, a raised 7 a mark', async () => {
    const text = await readDocument(await reportDocx(), 'a.docx');
    assert.deepEqual(blockOf(text, 'II. ').level, 1);
    const area = blockOf(text, 'Diện tích');
    assert.equal(area.text, 'Diện tích 24,67 km2; ghi chú.');
    assert.deepEqual(area.marks, [{ at: 28, mark: '7' }]);
    const merged = blockOf(text, 'Ghi chú');
    assert.deepEqual(merged.cell, { table: 0, row: 5, column: 0, rowSpan: 2, columnSpan: 1 });
    const wide = blockOf(text, 'Dòng một');
    assert.equal(wide.text, 'Dòng một\nDòng hai');
    assert.equal(wide.cell?.columnSpan, 2);
    assert.equal(text.blocks.find((block) => block.text === 'b')?.cell?.column, 2);
  });

  const wordFile = (body: string) =>
    zipSync({
      '[Content_Types].xml': strToU8('<Types/>'),
      'word/document.xml': strToU8(
        `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>${body}</w:body></w:document>`,
      ),
    });
  const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;

  test('is read as it stands: what was deleted, hidden or written by a field code is not text', async () => {
    const text = await readDocument(
      wordFile(
        `<w:p>${run('Có ')}<w:del><w:r><w:delText>11</w:delText></w:r></w:del><w:ins>${run('12')}</w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r><w:r><w:instrText>PAGE 5</w:instrText></w:r>${run(' hồ sơ')}<w:r><w:noBreakHyphen/><w:tab/><w:t>xong</w:t></w:r></w:p>`,
      ),
      'a.docx',
    );
    assert.deepEqual(
      text.blocks.map((block) => block.text),
      ['Có 12 hồ sơ- xong'],
    );
  });

  test('gives a text box once, though Word writes it twice', async () => {
    const box = `<w:txbxContent><w:p>${run('Trong khung')}</w:p></w:txbxContent>`;
    const text = await readDocument(
      wordFile(
        `<w:p>${run('Ngoài khung')}<w:r><mc:AlternateContent><mc:Choice>${box}</mc:Choice><mc:Fallback>${box}</mc:Fallback></mc:AlternateContent></w:r>${run(' vẫn ngoài')}</w:p>`,
      ),
      'a.docx',
    );
    assert.deepEqual(text.blocks.map((block) => block.text).sort(), ['Ngoài khung vẫn ngoài', 'Trong khung']);
  });

  test('composes letters that were written as base and marks', async () => {
    const text = await readDocument(
      wordFile(`<w:p>${run('Tổng số hồ sơ'.normalize('NFD'))}</w:p>`),
      'a.docx',
    );
    assert.equal(text.blocks[0]?.text, 'Tổng số hồ sơ');
  });

  test('with a document type is refused, so that no entity can be expanded', async () => {
    const bomb = zipSync({
      '[Content_Types].xml': strToU8('<Types/>'),
      'word/document.xml': strToU8(
        '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><w:document xmlns:w="x">&c;</w:document>',
      ),
    });
    await assert.rejects(readDocument(bomb, 'a.docx'), refused('document.unreadable'));
  });

  test('nested without end is refused', async () => {
    const deep = wordFile(`${'<w:sdt>'.repeat(50_000)}${'</w:sdt>'.repeat(50_000)}`);
    await assert.rejects(readDocument(deep, 'a.docx'), refused('document.too-large'));
  });

  test('with 100,000 numbers in one paragraph is read', async () => {
    const numbers = Array.from({ length: 100_000 }, (_, at) => `${at} hồ sơ, `).join('');
    const text = await readDocument(wordFile(`<w:p>${run(numbers)}</w:p>`), 'a.docx');
    assert.equal(text.blocks.length, 1);
    assert.ok((text.blocks[0]?.text.length ?? 0) > 1_000_000);
  });

  test('with a table of 10,000 rows is read', async () => {
    const row = `<w:tr><w:tc><w:p>${run('Mục')}</w:p></w:tc><w:tc><w:p>${run('12')}</w:p></w:tc></w:tr>`;
    const text = await readDocument(wordFile(`<w:tbl>${row.repeat(10_000)}</w:tbl>`), 'a.docx');
    assert.equal(text.blocks.length, 20_000);
    assert.equal(text.blocks[19_999]?.cell?.row, 9_999);
  });
});

describe('a spreadsheet', () => {
  test('gives what the official sees, the Vietnamese way, with value and formula beside', async () => {
    const text = await readDocument(await reportXlsx(), 'biểu.xlsx');
    assert.equal(text.blocks[0]?.kind, 'heading');
    assert.equal(text.blocks[0]?.text, 'Biểu 01');
    assert.equal(blockOf(text, '620').cell?.value, 620);
    assert.equal(blockOf(text, '1.210,5').cell?.value, 1210.5);
    assert.equal(blockOf(text, '12,5%').cell?.value, 0.125);
    assert.equal(blockOf(text, '05/02/2026').cell?.value, undefined);
    assert.equal(blockOf(text, 'hai cột').cell?.columnSpan, 2);
  });
});

describe('a PDF', () => {
  test('loses its page numbers and keeps its pages', async () => {
    const text = await readDocument(reportPdf({ pages: 6 }), 'a.pdf');
    assert.equal(text.pages, 6);
    assert.equal(blockOf(text, 'Trang thêm 3').page, 5);
    assert.equal(
      text.blocks.some((block) => /^\d$/.test(block.text)),
      false,
    );
  });

  test('keeps a table together whose cells run over several lines', async () => {
    const text = await readDocument(
      typstPdf(
        'Trước bảng, xã đã tổng hợp số liệu của các lĩnh vực như sau.\n\n#table(columns: (1cm, 3.6cm, 2cm, 2cm), [1], [Hộ tịch và đăng ký cư trú cho công dân trên địa bàn], [620], [600], [2], [Chứng thực], [480], [470], [], [Tổng cộng], [1.100], [1.070])\n\nSau bảng là lời bình về kết quả của từng lĩnh vực trong kỳ báo cáo này của xã.',
      ),
      'a.pdf',
    );
    assert.deepEqual(
      tableOf(text).map((row) => [...row].map((cell) => cell ?? '')),
      [
        ['1', 'Hộ tịch và đăng ký cư trú cho công dân trên địa bàn', '620', '600'],
        ['2', 'Chứng thực', '480', '470'],
        ['', 'Tổng cộng', '1.100', '1.070'],
      ],
    );
    assert.equal(blockOf(text, 'Sau bảng').kind, 'paragraph');
  });

  test('keeps apart what stands side by side at its head, and no numbered point is a table', async () => {
    const text = await readDocument(
      typstPdf(
        '#grid(columns: (1fr, 1fr), align: center, row-gutter: 6pt, [ỦY BAN NHÂN DÂN], [CỘNG HÒA XÃ HỘI], [XÃ AN BÌNH ĐÔNG], [Độc lập - Tự do])\n\n1.#h(2.2em)Đã tiếp nhận 12 hồ sơ.\n\n2.#h(2.2em)Đã giải quyết 11 hồ sơ.',
      ),
      'a.pdf',
    );
    assert.deepEqual(
      text.blocks.map((block) => [block.kind, block.text]),
      [
        ['paragraph', 'ỦY BAN NHÂN DÂN'],
        ['paragraph', 'CỘNG HÒA XÃ HỘI'],
        ['paragraph', 'XÃ AN BÌNH ĐÔNG'],
        ['paragraph', 'Độc lập - Tự do'],
        ['paragraph', '1. Đã tiếp nhận 12 hồ sơ.'],
        ['paragraph', '2. Đã giải quyết 11 hồ sơ.'],
      ],
    );
  });

  test('without a text layer is refused in so many words', async () => {
    const empty = bytesOf(
      '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>',
    );
    await assert.rejects(readDocument(empty, 'quét.pdf'), refused('document.no-text'));
  });

  test('that is cut off is refused or read, never a hang', async () => {
    const pdf = reportPdf();
    await assert.rejects(readDocument(pdf.slice(0, 2000), 'a.pdf'), (error) => error instanceof Refusal);
  });
});

describe('what a file is, is seen from its content', () => {
  test('a PDF that is called .docx is a PDF', async () => {
    assert.equal((await readDocument(reportPdf(), 'a.docx')).format, 'pdf');
  });
  test('a .txt that is written in Markdown is read as such', async () => {
    assert.equal((await readDocument(bytesOf(reportMarkdown()), 'a.txt')).format, 'md');
  });
  test('text in UTF-16 and in the old Windows page is read', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Tổng số 12 hồ sơ', 'utf16le')]);
    assert.equal((await readDocument(new Uint8Array(utf16), 'a.txt')).blocks[0]?.text, 'Tổng số 12 hồ sơ');
    const old = Uint8Array.from([0xf0, ...Buffer.from('on vi: 12')]);
    assert.equal((await readDocument(old, 'a.txt')).blocks[0]?.text, 'đon vi: 12');
  });

  const refusals: [string, Uint8Array, string][] = [
    ['an empty file', new Uint8Array(0), 'document.empty'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'document.unknown-type'],
    ['an unknown archive', zipSync({ 'a.txt': strToU8('xin chào') }), 'document.unknown-type'],
    ['binary rubbish', Uint8Array.from([1, 2, 3, 0, 0, 4]), 'document.unknown-type'],
    [
      'an old .doc',
      Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array(600).fill(0)]),
      'document.old-format',
    ],
    [
      'a docx under a password',
      Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, ...Buffer.from('EncryptedPackage', 'utf16le')]),
      'document.encrypted',
    ],
    ['blank text', bytesOf(' \n\n '), 'document.no-text'],
    ['more than the largest file', new Uint8Array(MAX_FILE_BYTES + 1), 'document.too-large'],
  ];
  for (const [what, bytes, code] of refusals)
    test(`${what} is refused: ${code}`, async () => {
      await assert.rejects(readDocument(bytes, 'a.docx'), refused(code));
    });

  test('an archive that is cut off is refused', async () => {
    const docx = await reportDocx();
    await assert.rejects(
      readDocument(docx.slice(0, docx.length / 2), 'a.docx'),
      refused('document.unreadable'),
    );
  });

  test('an archive whose parts are encrypted is refused', async () => {
    const docx = await reportDocx();
    for (let at = 0; at < docx.length - 4; at += 1)
      if (docx[at] === 0x50 && docx[at + 1] === 0x4b && docx[at + 2] === 1 && docx[at + 3] === 2)
        docx[at + 8] = (docx[at + 8] ?? 0) | 1;
    await assert.rejects(readDocument(docx, 'a.docx'), refused('document.encrypted'));
  });

  test('a zip bomb is refused before it is unpacked', async () => {
    const zeros = new Uint8Array(90 * 1024 * 1024);
    const bomb = zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': zeros });
    assert.ok(bomb.length < 1024 * 1024);
    await assert.rejects(readDocument(bomb, 'a.docx'), refused('document.too-large'));
  });

  test('a zip bomb that lies about its size in the directory is no larger than it says', async () => {
    const bomb = zipSync({
      '[Content_Types].xml': strToU8('<Types/>'),
      'word/document.xml': new Uint8Array(50 * 1024 * 1024),
    });
    const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.length);
    for (let at = 0; at < bomb.length - 4; at += 1)
      if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) > 1024)
        view.setUint32(at + 24, 64, true);
    await assert.rejects(readDocument(bomb, 'a.docx'), refused('document.unreadable'));
  });

  test('an archive with too many parts is refused', async () => {
    const parts: Record<string, Uint8Array> = {};
    for (let number = 0; number < 10_001; number += 1) parts[`word/x${number}`] = new Uint8Array(0);
    await assert.rejects(readDocument(zipSync(parts, { level: 0 }), 'a.docx'), refused('document.too-large'));
  });
});
