import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { reportDocx } from '../../../../test/support/report-files.ts';
import { annotateDocx, COMMENT_AUTHOR, type Comment } from './annotate-docx.ts';
import { readDocx } from './docx.ts';
import { parseXml } from './parse-xml.ts';

const AT = new Date('2026-11-21T05:00:00Z');
const partOf = (bytes: Uint8Array, name: string) => {
  const part = unzipSync(bytes)[name];
  assert.ok(part, `${name} is missing`);
  return strFromU8(part);
};

/** A comment on the first place where `quote` stands. */
function on(bytes: Uint8Array, quote: string, ...lines: string[]): Comment {
  const { blocks } = readDocx(bytes);
  const block = blocks.findIndex(({ text }) => text.includes(quote));
  assert.notEqual(block, -1, quote);
  const start = (blocks[block]?.text ?? '').indexOf(quote);
  return { block, start, end: start + quote.length, lines: lines.length > 0 ? lines : ['Ghi chú'] };
}

/** The text between the range marks of each comment, by id. */
function commented(bytes: Uint8Array): Map<string, string> {
  const xml = partOf(bytes, 'word/document.xml');
  const open = new Set<string>();
  const found = new Map<string, string>();
  let inText = false;
  parseXml(xml, {
    open: (tag) => {
      const id = tag.attributes['w:id'] ?? '';
      if (tag.name === 'w:commentRangeStart') {
        open.add(id);
        found.set(id, '');
      } else if (tag.name === 'w:commentRangeEnd') open.delete(id);
      inText = tag.name === 'w:t';
    },
    close: () => {
      inText = false;
    },
    text: (text) => {
      if (inText) for (const id of open) found.set(id, (found.get(id) ?? '') + text);
    },
  });
  assert.equal(open.size, 0);
  return found;
}

describe('a docx with comments', () => {
  test('marks exactly the quoted characters, across runs, side by side and one in another', async () => {
    const bytes = await reportDocx();
    const quotes = [
      '1.250 hồ sơ',
      'hồ sơ, trong đó: tiếp nhận trực tuyến 1.100',
      '1.100',
      ' hồ sơ, tiếp nhận trực tiếp',
      '98%; số',
      '31/6/2026',
      'km2',
      'II. KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH',
    ];
    const out = annotateDocx(
      bytes,
      quotes.map((quote) => on(bytes, quote)),
      AT,
    );
    assert.deepEqual(
      [...commented(out)].sort((a, b) => Number(a[0]) - Number(b[0])).map(([, text]) => text),
      quotes,
    );
  });

  test('has the text and the properties of before, and every other part byte for byte', async () => {
    const bytes = await reportDocx();
    const out = annotateDocx(bytes, [on(bytes, '1.100'), on(bytes, '50 hồ')], AT);
    assert.deepEqual(readDocx(out).blocks, readDocx(bytes).blocks);
    const [before, after] = [unzipSync(bytes), unzipSync(out)];
    for (const [name, part] of Object.entries(before))
      if (!/document\.xml|Content_Types/.test(name)) assert.deepEqual(after[name], part, name);
    // A split run carries its properties on both sides; «50 hồ» begins with its run and ends inside it.
    const bold = (file: Uint8Array) => partOf(file, 'word/document.xml').match(/<w:b\/>/g)?.length ?? 0;
    assert.equal(bold(out), bold(bytes) + 1);
  });

  test('names its author, date and lines; what looks like markup stays text', async () => {
    const bytes = await reportDocx();
    const out = annotateDocx(bytes, [on(bytes, '98%', 'Tỷ lệ không khớp', '1 < 2 & "3" > 2')], AT);
    const comments = partOf(out, 'word/comments.xml');
    assert.match(comments, new RegExp(`w:author="${COMMENT_AUTHOR}"`));
    assert.match(comments, /w:date="2026-11-21T05:00:00Z"/);
    assert.match(comments, /1 &lt; 2 &amp; &quot;3&quot; &gt; 2/);
    assert.match(partOf(out, '[Content_Types].xml'), /wordprocessingml\.comments\+xml/);
    assert.match(partOf(out, 'word/_rels/document.xml.rels'), /Target="comments.xml"/);
  });

  test('keeps the comments that were there', async () => {
    const bytes = await reportDocx();
    const once = annotateDocx(bytes, [on(bytes, '98%', 'của người khác')], AT);
    const twice = annotateDocx(once, [on(once, '1.100', 'mới')], AT);
    const comments = partOf(twice, 'word/comments.xml');
    assert.match(comments, /w:id="0".*của người khác.*w:id="1".*mới/s);
    assert.equal(partOf(twice, '[Content_Types].xml').match(/comments\+xml/g)?.length, 1);
    assert.deepEqual([...commented(twice).values()].sort(), ['1.100', '98%']);
  });

  test('puts a comment on a footnote at its mark', async () => {
    const bytes = await reportDocx();
    const main = partOf(annotateDocx(bytes, [on(bytes, '03 lĩnh vực')], AT), 'word/document.xml');
    assert.match(
      main,
      /<w:commentRangeStart w:id="0"\/><w:r>(?:(?!<\/w:r>).)*<w:footnoteReference[^>]*\/><\/w:r><w:commentRangeEnd w:id="0"\/>/,
    );
  });

  test('without a finding is the file of before', async () => {
    const bytes = await reportDocx();
    assert.equal(annotateDocx(bytes, [], AT), bytes);
  });
});
