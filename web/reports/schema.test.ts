import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { Block } from '../../src/capabilities/reports/text.ts';
import { schema, toBlocks, toDocument, withoutStyles } from './schema.ts';

const labels = { figure: (code: string) => ({ label: '5.082', name: code }), table: (name: string) => name };

describe('a section in the editor', () => {
  test('comes out as it went in: paragraphs, headings, lists, tables, figures, footnotes', () => {
    const blocks: Block[] = [
      { kind: 'heading', inline: [{ text: 'Tiếp nhận' }] },
      {
        kind: 'paragraph',
        inline: [
          { text: 'Có ' },
          { figure: 'received', say: 'counted' },
          { text: ' mới', bold: true },
          { text: ', trong kỳ', italic: true },
          { note: 'Kế hoạch số 01/KH-UBND.' },
          { text: '.' },
        ],
      },
      { kind: 'bullets', items: [[{ text: 'một' }], [{ figure: 'open', say: 'value' }]] },
      { kind: 'numbers', items: [[{ text: 'hai' }]] },
      {
        kind: 'grid',
        rows: [
          [[{ text: 'Tên' }], [{ text: 'Số' }]],
          [[{ text: 'a' }], []],
        ],
      },
      { kind: 'table', name: 'by-sector' },
    ];
    assert.deepEqual(toBlocks(toDocument(blocks, labels)), blocks);
  });

  test('of nothing is an empty paragraph to write in, and comes out as nothing', () => {
    const empty = toDocument([], labels);
    assert.equal(empty.childCount, 1);
    assert.deepEqual(toBlocks(empty), []);
  });

  test('keeps letters composed, however they were typed', () => {
    const decomposed = 'Tiê\u0301p nhâ\u0323n';
    const document = toDocument([{ kind: 'paragraph', inline: [{ text: decomposed }] }], labels);
    assert.deepEqual(toBlocks(document), [{ kind: 'paragraph', inline: [{ text: 'Tiếp nhận' }] }]);
  });

  test('takes of pasted styles only bold and italic', () => {
    assert.equal(
      withoutStyles(
        `<!--[if mso]>x<![endif]--><p style="color:red">a style="b"<o:p></o:p><span STYLE='font-weight: 700; font-style:italic'>c</span><b style=font-weight:normal>d</b></p>`,
      ),
      '<p>a style="b"<span data-bold data-italic>c</span><b data-plain>d</b></p>',
    );
  });

  test('has no place for anything else: no colours, links, pictures', () => {
    assert.deepEqual(Object.keys(schema.marks), ['bold', 'italic']);
    assert.equal(Object.hasOwn(schema.nodes, 'image'), false);
  });
});
