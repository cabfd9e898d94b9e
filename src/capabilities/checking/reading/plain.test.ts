import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { readPlain } from './plain.ts';

const texts = (source: string) => readPlain(source).blocks.map((block) => block.text);

describe('plain text', () => {
  test('wrapped lines are one paragraph, points begin their own', () => {
    const source = [
      '1. Cải cách thể chế',
      'Trong kỳ, Ủy ban nhân dân đã ban hành 472 văn bản (trong đó có 74',
      'nghị quyết, 398 quyết định) theo Nghị quyết số 57-',
      'NQ/TW về phát triển kinh tế, văn hóa của địa phương trong giai đoạn',
      'mới và các văn bản khác của cấp trên có liên quan đến việc sắp xếp.',
      '- Cấp tỉnh ban hành 12 văn bản để hướng dẫn các cơ quan, đơn vị về',
      'việc thực hiện;',
      '- Cấp xã: 3 văn bản.',
    ].join('\n');
    assert.deepEqual(texts(source), [
      '1. Cải cách thể chế',
      'Trong kỳ, Ủy ban nhân dân đã ban hành 472 văn bản (trong đó có 74 nghị quyết, 398 quyết định) theo Nghị quyết số 57-NQ/TW về phát triển kinh tế, văn hóa của địa phương trong giai đoạn mới và các văn bản khác của cấp trên có liên quan đến việc sắp xếp.',
      '- Cấp tỉnh ban hành 12 văn bản để hướng dẫn các cơ quan, đơn vị về việc thực hiện;',
      '- Cấp xã: 3 văn bản.',
    ]);
  });

  test('a paragraph that a page break cut goes on after the footnotes', () => {
    assert.deepEqual(
      texts('Xã đã đề ra 07\n\n<sup>1</sup> Kế hoạch số 01.\n\nnhóm nhiệm vụ với 41 việc<sup>1</sup>.'),
      ['Xã đã đề ra 07 nhóm nhiệm vụ với 41 việc.', 'Kế hoạch số 01.'],
    );
  });

  test('a paragraph that has ended, a title and a point do not go on', () => {
    assert.deepEqual(texts('Đã xong.\n\nsau đó tiếp tục.\n\nBÁO CÁO\n\nvề việc\n\na) một việc'), [
      'Đã xong.',
      'sau đó tiếp tục.',
      'BÁO CÁO',
      'về việc',
      'a) một việc',
    ]);
  });

  test('tabs in several lines are a table', () => {
    const { blocks } = readPlain('Xã\tSố hồ sơ\nBình An\t12\nTổng\t12\n');
    assert.deepEqual(
      blocks.map((block) => [block.kind, block.cell?.row, block.cell?.column, block.text]),
      [
        ['cell', 0, 0, 'Xã'],
        ['cell', 0, 1, 'Số hồ sơ'],
        ['cell', 1, 0, 'Bình An'],
        ['cell', 1, 1, '12'],
        ['cell', 2, 0, 'Tổng'],
        ['cell', 2, 1, '12'],
      ],
    );
  });

  test('a text that nests brackets, tags and stars by the hundred thousand is read in time', () => {
    for (const part of ['(', '<', '*', '&', '**a', '| ', '<sup>', '\\', '[^'])
      assert.ok(readPlain(part.repeat(100_000), 'md').blocks.length <= 1);
  });
});

describe('Markdown', () => {
  test('emphasis, tags, escapes and raised marks go, and every character knows where it stood', () => {
    const source =
      '## **I. MỤC**\n\nĐạt **1.250** hồ sơ<sup>2</sup>, rộng 3 km<sup>2</sup>; *nghiêng* \\* a&amp;b <u>gạch</u>\n';
    const { blocks, origins } = readPlain(source, 'md');
    assert.equal(blocks[0]?.kind, 'heading');
    assert.equal(blocks[0]?.text, 'I. MỤC');
    const block = blocks[1];
    assert.equal(block?.text, 'Đạt 1.250 hồ sơ, rộng 3 km2; nghiêng * a&b gạch');
    assert.deepEqual(block?.marks, [{ at: 15, mark: '2' }]);
    const at = block?.text.indexOf('1.250') ?? -1;
    assert.equal(source.slice(origins[1]?.[at], (origins[1]?.[at + 4] ?? 0) + 1), '1.250');
    const last = block?.text.indexOf('gạch') ?? -1;
    assert.equal(origins[1]?.[last], source.indexOf('gạch'));
  });

  test('a table gives its cells without the rule', () => {
    const { blocks } = readPlain('| A | B |\n|---|--:|\n| **1** | 2 |\n');
    assert.deepEqual(
      blocks.map((block) => [block.text, block.cell?.row, block.cell?.column]),
      [
        ['A', 0, 0],
        ['B', 0, 1],
        ['1', 1, 0],
        ['2', 1, 1],
      ],
    );
  });
});
