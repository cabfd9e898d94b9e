import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { mergedBlocks, mergeSections } from './merge.ts';
import { draftOf, faultsOfOutline, type Outline, sayOutlineFault } from './outline.ts';
import { shippedOutlines } from './outlines.ts';
import { type Beside, sayFigure, type Told } from './say.ts';
import type { Block } from './text.ts';
import { contradictions } from './watch.ts';

const received = { code: 'received', unit: 'dossier', counts: {} };
const share = { code: 'share', unit: 'percent', counts: { part: 'part', whole: 'whole' } };

const known = (figures: Record<string, number | null>): Beside => ({ state: 'known', figures });
const told = (now: number | null, then: Beside, more: Partial<Told> = {}): Told => ({
  current: { received: now, share: now },
  before: then,
  lastYear: then,
  finished: true,
  ...more,
});
const change = (now: number, then: number) =>
  sayFigure(received, 'change-last-year', told(now, known({ received: then })));

describe('a change in words', () => {
  test('is a percentage where both are large', () => {
    assert.equal(change(5082, 4517), 'tăng 12,5% so với cùng kỳ năm trước');
    assert.equal(change(4000, 5000), 'giảm 20% so với cùng kỳ năm trước');
  });
  test('is the number itself where a percentage would tell less', () => {
    assert.equal(change(7, 4), 'tăng 03 hồ sơ so với cùng kỳ năm trước');
    assert.equal(change(10_001, 10_000), 'tăng 01 hồ sơ so với cùng kỳ năm trước');
  });
  test('never divides by nothing', () => {
    assert.equal(change(12, 0), 'tăng 12 hồ sơ (cùng kỳ năm trước không có)');
    assert.equal(change(0, 12), 'giảm 12 hồ sơ so với cùng kỳ năm trước (kỳ này không có)');
    assert.equal(change(0, 0), 'cùng kỳ năm trước cũng không có');
    assert.equal(sayFigure(share, 'change', told(95.83, known({ share: null }))), 'kỳ trước không phát sinh');
  });
  test('says when nothing changed, and when it is many times as much', () => {
    assert.equal(change(31, 31), 'bằng cùng kỳ năm trước');
    assert.equal(change(320, 100), 'gấp 3,2 lần cùng kỳ năm trước');
  });
  test('of a percentage is in points', () => {
    assert.equal(
      sayFigure(share, 'change', told(95.83, known({ share: 93.5 }))),
      'tăng 2,33 điểm phần trăm so với kỳ trước',
    );
  });
  test('is not told where there is nothing to compare with', () => {
    assert.equal(sayFigure(received, 'change', told(5, { state: 'none' })), 'không có số liệu kỳ trước');
    assert.match(
      sayFigure(
        received,
        'change',
        told(500, { state: 'partial', since: '2026-08-20', figures: { received: 100 } }),
      ),
      /chỉ có từ ngày 20\/08\/2026/,
    );
    assert.match(
      sayFigure(received, 'change', told(500, known({ received: 1000 }), { finished: false })),
      /kỳ báo cáo chưa kết thúc/,
    );
  });
});

test('a ratio is said with its parts, and not at all where nothing was counted', () => {
  const of = (part: number | null, whole: number, value: number | null) =>
    sayFigure(share, 'ratio', told(value, { state: 'none' }, { current: { part, whole, share: value } }));
  assert.equal(of(4853, 5064, 95.83), '4.853/5.064 = 95,83%');
  assert.equal(of(0, 0, null), 'không phát sinh');
  assert.equal(of(null, 282, null), 'chưa có số liệu');
});

const p = (text: string): Block => ({ kind: 'paragraph', inline: [{ text }] });

describe('two people on one section', () => {
  const base = [p('một'), p('hai'), p('ba')];
  test('lose nothing when they wrote at different places', () => {
    assert.deepEqual(
      mergedBlocks(
        mergeSections(base, [p('một, sửa'), p('hai'), p('ba')], [p('một'), p('hai'), p('ba'), p('bốn')]),
      ),
      [p('một, sửa'), p('hai'), p('ba'), p('bốn')],
    );
    assert.deepEqual(mergedBlocks(mergeSections(base, [p('hai'), p('ba')], base)), [p('hai'), p('ba')]);
    assert.deepEqual(mergedBlocks(mergeSections(base, base, base)), base);
  });
  test('lose nothing when one changed a paragraph and the other wrote right behind it', () => {
    const one = [p('một')];
    for (const [mine, theirs] of [
      [[p('một, sửa')], [p('một'), p('hai')]],
      [[p('một'), p('hai')], [p('một, sửa')]],
    ] as const)
      assert.deepEqual(mergedBlocks(mergeSections(one, mine, theirs)), [p('một, sửa'), p('hai')]);
  });
  test('see both texts when they changed the same paragraph differently', () => {
    const merged = mergeSections(
      base,
      [p('một'), p('hai của tôi'), p('ba')],
      [p('một'), p('hai của anh'), p('ba')],
    );
    assert.equal(mergedBlocks(merged), null);
    assert.deepEqual(
      merged.filter((stretch) => 'clash' in stretch),
      [{ clash: { mine: [p('hai của tôi')], theirs: [p('hai của anh')] } }],
    );
  });
  test('are not set against each other by the order in which the database gives back a figure’s fields', () => {
    const from = (figure: object): Block[] => [
      { kind: 'paragraph', inline: [{ text: 'Tỷ lệ ' }, figure as { figure: string; say: 'value' }] },
    ];
    const kept = from({ say: 'value', figure: 'online-share' });
    const mine = [...from({ figure: 'online-share', say: 'value' }), p('hai')];
    const theirs = [p('một, sửa')];
    assert.deepEqual(mergedBlocks(mergeSections(kept, mine, theirs)), [p('một, sửa'), p('hai')]);
  });
  test('agree when both wrote the same', () => {
    const both = [p('một'), p('hai mới'), p('ba')];
    assert.deepEqual(mergedBlocks(mergeSections(base, both, both)), both);
  });
});

describe('an outline', () => {
  test('that ships is without fault, for commune and province', async () => {
    const outlines = await shippedOutlines();
    assert.deepEqual(outlines.map(({ code }) => code).sort(), [
      'commune-reform',
      'one-stop-control',
      'province-reform',
    ]);
  });
  test('with a placeholder that nothing fills is refused at the place, in clear words', async () => {
    const [shipped] = (await shippedOutlines()) as [Outline];
    const outline: Outline = {
      ...shipped,
      subject: 'Kết quả {@thang}',
      sections: [
        { key: 'a', heading: '1. Một', level: 2, text: ['Đã nhận {recieved} hồ sơ, {received:grown}.'] },
        { key: 'a', heading: '2. Hai', level: 2, text: [{ table: 'nowhere' }, 'Còn {open hồ sơ.'] },
      ],
    };
    const faults = faultsOfOutline(outline, new Set(['received', 'open', ...shipped.annex]));
    assert.deepEqual(
      faults
        .filter(({ path }) => !/^\/(tables|annex|watched)/.test(path))
        .map(({ path, code }) => `${path} ${code}`),
      [
        '/subject placeholder.no-word',
        '/sections/0/text/0 placeholder.no-figure',
        '/sections/0/text/0 placeholder.no-saying',
        '/sections/1/key outline.key-twice',
        '/sections/1/text/0 placeholder.no-table',
        '/sections/1/text/1 placeholder.unclosed',
      ],
    );
    assert.match(
      sayOutlineFault(faults[1] ?? { path: '', code: '' }),
      /^\/sections\/0\/text\/0: không có chỉ tiêu nào tên “recieved”/,
    );
  });
  test('gives a section its standing text, the report’s words put in and the figures left as such', () => {
    const words = {
      period: '6 tháng đầu năm 2026',
      'next-period': '6 tháng cuối năm 2026',
      year: '2026',
      from: '15/12/2025',
      until: '14/06/2026',
      agency: 'Ủy ban nhân dân xã {received} "Thử"',
      place: 'Thử',
      province: 'tỉnh Thử',
    };
    assert.deepEqual(draftOf(['{@period}, {@agency}: {received:change}'], words), [
      {
        kind: 'paragraph',
        inline: [
          { text: '6 tháng đầu năm 2026, Ủy ban nhân dân xã {received} "Thử": ' },
          { figure: 'received', say: 'change' },
        ],
      },
    ]);
  });
});

describe('a typed number', () => {
  const watched = [
    { figure: 'ended', words: ['đã giải quyết'] },
    { figure: 'late', words: ['đã giải quyết quá hạn'] },
    { figure: 'received', words: ['tiếp nhận mới'] },
  ];
  const values: Record<string, number[]> = { ended: [5064, 4100], late: [12], received: [5082] };
  const found = (text: string, typed = true) =>
    contradictions([{ text, typed }], watched, (code) => values[code] ?? []).map(
      (one) => `${one.figure} ${one.typed}≠${one.counted} “${text.slice(one.start, one.end)}”`,
    );
  test('that contradicts a figure is marked, with what was counted', () => {
    assert.deepEqual(found('Số hồ sơ tiếp nhận mới là 5.028 hồ sơ.'), ['received 5028≠5082 “5.028”']);
  });
  test('that is the figure, or the figure of the period beside it, is left alone', () => {
    assert.deepEqual(
      found('Tiếp nhận mới 5.082 hồ sơ; đã giải quyết 5.064 hồ sơ (kỳ trước đã giải quyết 4.100 hồ sơ).'),
      [],
    );
  });
  test('is held against the longest words that stand before it', () => {
    assert.deepEqual(found('Đã giải quyết quá hạn 12 hồ sơ.'), []);
    assert.deepEqual(found('Đã giải quyết quá hạn: 13 hồ sơ.'), ['late 13≠12 “13”']);
  });
  test('of another kind is not judged: a percentage, a ratio, a day, something printed by a figure', () => {
    assert.deepEqual(
      found('Đã giải quyết 99,8% hồ sơ; đã giải quyết 5.000/5.064; đã giải quyết trong 03 ngày.'),
      [],
    );
    assert.deepEqual(found('Tiếp nhận mới 7 hồ sơ', false), []);
  });
});
