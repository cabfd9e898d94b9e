import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import fc from 'fast-check';
import { check } from './check.ts';
import type { CheckResult, Finding } from './finding.ts';
import type { FindingKind } from './kinds.ts';
import type { CheckedText, TextBlock } from './text.ts';

const NAMES = { units: ['Xã Vân Sơn', 'Xã Tân Lập', 'Tỉnh Đông Hà', 'Thị trấn Kẻ Mơ'] };

function read(...paragraphs: (string | TextBlock)[]): CheckResult {
  const blocks = paragraphs.map(
    (p): TextBlock => (typeof p === 'string' ? { kind: 'paragraph', text: p } : p),
  );
  const text: CheckedText = { name: 'thử', format: 'txt', blocks };
  return check(text, { names: NAMES });
}

const of = (result: CheckResult, kind: FindingKind): Finding[] =>
  result.findings.filter((f) => f.kind === kind);
const holds = (result: CheckResult, kind: string): boolean => result.held.some((h) => h.kind === kind);

/** One text with the fault, one without; the second must be read and found to hold. */
function pair(
  kind: FindingKind,
  wrong: (string | TextBlock)[],
  right: (string | TextBlock)[],
  alsoHeld: string = kind,
): void {
  const bad = read(...wrong);
  assert.equal(
    of(bad, kind).length,
    1,
    `expected one ${kind}: ${JSON.stringify(bad.findings.map((f) => [f.kind, f.relation]))}`,
  );
  const good = read(...right);
  assert.deepEqual(
    good.findings.map((f) => [f.kind, f.relation]),
    [],
  );
  assert.ok(holds(good, alsoHeld), `${kind} was not read in the true text`);
}

describe('sums', () => {
  test('parts after "trong đó" must make their whole', () => {
    pair(
      'sum',
      ['Tổng số 320 thủ tục, trong đó: 102 thủ tục toàn trình, 219 thủ tục một phần.'],
      ['Tổng số 320 thủ tục, trong đó: 102 thủ tục toàn trình, 218 thủ tục một phần.'],
    );
  });
  test('parts in brackets must make the number before the bracket', () => {
    pair(
      'sum',
      ['Đã giao 564 nhiệm vụ (139 nhiệm vụ thường và 426 nhiệm vụ mật).'],
      ['Đã giao 564 nhiệm vụ (139 nhiệm vụ thường và 425 nhiệm vụ mật).'],
    );
  });
  test('items of a list must make the whole of the sentence that opens it', () => {
    const items = (last: string): (string | TextBlock)[] => [
      'Tổng thu ngân sách là 75.851 tỷ đồng, gồm:',
      {
        kind: 'list-item',
        text: '+ Thu nội địa 69.600 tỷ đồng, bao gồm: đất 38.000 tỷ đồng; khác 31.600 tỷ đồng.',
      },
      { kind: 'list-item', text: `+ Thu xuất nhập khẩu ${last} tỷ đồng.` },
    ];
    pair('sum', items('6.521'), items('6.251'));
  });
  test('a sentence that begins with "Trong đó" divides the total of the sentence before', () => {
    pair(
      'sum',
      ['Tổng số hộ là 1.250 hộ. Trong đó, hộ nghèo 50 hộ, hộ cận nghèo 100 hộ, hộ khác 1.190 hộ.'],
      ['Tổng số hộ là 1.250 hộ. Trong đó, hộ nghèo 50 hộ, hộ cận nghèo 100 hộ, hộ khác 1.100 hộ.'],
    );
  });
  test('a footnote may list what a number is made of', () => {
    const note = (n: string): TextBlock[] => [
      {
        kind: 'paragraph',
        text: 'Số đơn vị sự nghiệp công lập trên địa bàn: 11 đơn vị.',
        marks: [{ at: 52, mark: '6' }],
      },
      {
        kind: 'footnote',
        footnote: '6',
        text: `03 trường mầm non, 03 trường tiểu học, ${n} trường trung học, 01 trạm y tế, 01 trung tâm.`,
      },
    ];
    pair('sum', note('04'), note('03'));
  });
  test('written arithmetic is recalculated', () => {
    pair('sum', ['Kết quả: 57 = 30 + 28.'], ['Kết quả: 58 = 30 + 28.']);
  });
  test('carried over and newly received make the total', () => {
    pair(
      'sum',
      [
        'Tổng số hồ sơ tiếp nhận là 5.095 hồ sơ, số hồ sơ tiếp nhận mới là 5.082 hồ sơ, kỳ trước chuyển sang: 12 hồ sơ.',
      ],
      [
        'Tổng số hồ sơ tiếp nhận là 5.095 hồ sơ, số hồ sơ tiếp nhận mới là 5.082 hồ sơ, kỳ trước chuyển sang: 13 hồ sơ.',
      ],
    );
  });
  test('a part may not exceed its whole', () => {
    pair(
      'part-exceeds-whole',
      ['Có 36 hồ sơ, trong đó 63 hồ sơ nộp trực tuyến.'],
      ['Có 63 hồ sơ, trong đó 36 hồ sơ nộp trực tuyến.'],
    );
  });
  test('nested lists are not added to the list around them', () => {
    const result = read(
      'Tổng số 2.049 thủ tục, trong đó: 2.047 thủ tục do trung ương quy định (cấp tỉnh 1.737 thủ tục; cấp xã 310 thủ tục); 02 thủ tục đặc thù.',
    );
    assert.deepEqual(result.findings, []);
    assert.equal(result.held.filter((h) => h.kind === 'sum').length, 2);
  });
  test('groups that overlap are not added up', () => {
    assert.deepEqual(read('Tổng số 36 cán bộ, trong đó 20 nữ, 25 đảng viên.').findings, []);
  });
  test('examples after "trong đó có" need not be complete', () => {
    assert.deepEqual(
      read('Tiếp nhận 535.047 hồ sơ, trong đó có 448.523 hồ sơ trực tuyến, 80.895 hồ sơ qua bưu chính.')
        .findings,
      [],
    );
  });
  test('approximate words widen a sum', () => {
    assert.deepEqual(
      read(
        'Kho quản lý khoảng 1.300 mét tài liệu. Trong đó, hơn 600 mét đã chỉnh lý; còn khoảng 665 mét chưa chỉnh lý.',
      ).findings,
      [],
    );
  });
  test('"cấp trên" and "trên 03 lĩnh vực" are no approximations', () => {
    const result = read(
      'Tổng thu đạt 900 triệu đồng, gồm: thu tại địa bàn 500 triệu đồng; bổ sung từ cấp trên 410 triệu đồng.',
    );
    assert.equal(of(result, 'sum').length, 1);
  });
  test('money is not added to heads', () => {
    assert.deepEqual(
      read('Hỗ trợ 120 hộ với số tiền 240 triệu đồng, trong đó 80 hộ nghèo, 40 hộ cận nghèo.').findings,
      [],
    );
  });
  test('any true sum is read and never alarms', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 2, maxLength: 9 }),
        fc.constantFrom(', ', '; '),
        (parts, separator) => {
          const dotted = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, '.');
          const total = parts.reduce((a, b) => a + b, 0);
          const listed = parts.map((n, i) => `nhóm ${'abcdefghi'[i]} ${dotted(n)} hồ sơ`).join(separator);
          const result = read(`Tổng số hồ sơ là ${dotted(total)} hồ sơ, gồm: ${listed}.`);
          assert.deepEqual(result.findings, []);
          assert.ok(holds(result, 'sum'));
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });
  test('a changed digit in a complete list is found', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 9000 }),
        fc.integer({ min: 200, max: 9000 }),
        fc.integer({ min: 1, max: 9 }),
        (a, b, d) => {
          const result = read(`Có ${a + b} hồ sơ, gồm: ${a + d} hồ sơ trực tuyến và ${b} hồ sơ trực tiếp.`);
          assert.equal(
            result.findings.filter((f) => f.kind === 'sum' || f.kind === 'part-exceeds-whole').length,
            1,
          );
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe('the correction that mends several relations at once', () => {
  test('a digit too many is taken out', () => {
    const [finding] = of(
      read(
        'Số hồ sơ đã giải quyết: 12.258 hồ sơ (trước hạn: 118.981 hồ sơ, quá hạn: 54 hồ sơ, từ chối: 119 hồ sơ, rút: 187 hồ sơ).',
      ),
      'sum',
    );
    assert.equal(finding?.quote, '118.981');
    assert.equal(finding?.suggestion, '11.898');
  });
  test('the number that two broken relations share is the one corrected', () => {
    const result = read(
      'Tổng số 500 hồ sơ, gồm: 321 hồ sơ trực tuyến; 197 hồ sơ trực tiếp. Số hồ sơ trực tuyến 321/500 hồ sơ (đạt 60,6%).',
    );
    const [finding] = result.findings;
    assert.ok(finding);
    assert.ok(['303', '60,6%', '64,2%', '179'].includes(finding.suggestion ?? '303'));
  });
  test('percentages whose numbers stand elsewhere are mended together', () => {
    const result = read(
      'Số thủ tục một phần: 159 thủ tục; số dịch vụ phát sinh hồ sơ: 23 dịch vụ.',
      'Số thủ tục toàn trình: 223 thủ tục; số dịch vụ phát sinh hồ sơ: 130 dịch vụ.',
      'Tổng số thủ tục dịch vụ: 382 thủ tục.',
      'Tỷ lệ dịch vụ phát sinh hồ sơ: 13,87%.',
      'Tỷ lệ dịch vụ một phần phát sinh hồ sơ: 14,47%.',
      'Tỷ lệ dịch vụ toàn trình phát sinh hồ sơ: 13,45%.',
    );
    const [finding] = of(result, 'percentage');
    assert.equal(finding?.suggestion, '30');
    assert.ok((finding?.mends.length ?? 0) >= 2);
  });
});

describe('percentages', () => {
  test('a/b must give the percentage beside it', () => {
    pair('percentage', ['Tỷ lệ số hóa 4.853/5.064 = 96,83%.'], ['Tỷ lệ số hóa 4.853/5.064 = 95,83%.']);
  });
  test('the whole may stand before the part', () => {
    pair(
      'percentage',
      ['Trong số 819 hồ sơ có 568 hồ sơ đạt yêu cầu, chiếm 96,4%.'],
      ['Trong số 819 hồ sơ có 568 hồ sơ đạt yêu cầu, chiếm 69,4%.'],
    );
  });
  test('the whole may stand behind the percentage', () => {
    pair(
      'percentage',
      ['Có 45 hộ thoát nghèo, đạt tỷ lệ 28,3% trên tổng số 180 hộ.'],
      ['Có 45 hộ thoát nghèo, đạt tỷ lệ 25% trên tổng số 180 hộ.'],
    );
  });
  test('a share cut off instead of rounded holds', () => {
    const result = read('Đã hoàn thành 2/3 nhiệm vụ (đạt 66,6%).');
    assert.deepEqual(result.findings, []);
    assert.ok(result.held.some((h) => h.statement.includes('cắt bớt')));
  });
  test('another plausible denominator is tried before speaking', () => {
    const result = read(
      'Tiếp nhận mới 19.630 hồ sơ, hồ sơ đúng hạn là 19.255 hồ sơ (đạt 96,55%), hồ sơ đến hạn 19.944 hồ sơ.',
    );
    assert.deepEqual(result.findings, []);
  });
  test('a share of a plan that the text does not give is left alone', () => {
    assert.deepEqual(
      read('Tổng thu 75.851 tỷ đồng, đạt 101% dự toán, trong đó thu nội địa 69.600 tỷ đồng, đạt 95% dự toán.')
        .findings,
      [],
    );
  });
  test('"trên 98%" and "dưới 10%" are bounds, not shares', () => {
    assert.deepEqual(read('Có 9/9 huyện đạt tỷ lệ dưới 10%; trên 98% người dân hài lòng.').findings, []);
  });
  test('growth in per cent is calculated from both values', () => {
    pair(
      'percentage',
      ['Số hồ sơ tăng từ 200 hồ sơ lên 250 hồ sơ, tăng 52%.'],
      ['Số hồ sơ tăng từ 200 hồ sơ lên 250 hồ sơ, tăng 25%.'],
    );
  });
  test('any true share printed to two places holds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: 1, max: 50_000 }), (x, y) => {
        const [a, b] = [Math.min(x, y), Math.max(x, y)];
        const result = read(
          `Kết quả đạt ${a}/${b} hồ sơ (${((100 * a) / b).toFixed(2).replace('.', ',')}%).`,
        );
        assert.deepEqual(of(result, 'percentage'), []);
        assert.ok(holds(result, 'percentage'));
      }),
      { numRuns: 80, seed: 11 },
    );
  });
});

describe('complements, differences, lists', () => {
  test('in time and late must make 100 %', () => {
    pair(
      'complement',
      ['Tỷ lệ đúng và trước hạn đạt 99,93%; hồ sơ quá hạn chiếm 0,70%.'],
      ['Tỷ lệ đúng và trước hạn đạt 99,93%; hồ sơ quá hạn chiếm 0,07%.'],
    );
  });
  test('assigned less present is what is lacking', () => {
    pair(
      'difference',
      ['Hiện có: 36 người. Biên chế được giao: 40 biên chế. Còn thiếu 06 biên chế.'],
      ['Hiện có: 36 người. Biên chế được giao: 40 biên chế. Còn thiếu 04 biên chế.'],
    );
  });
  test('received less done is what is pending', () => {
    pair(
      'difference',
      ['Đã tiếp nhận 776.417 hồ sơ, đã giải quyết 742.805 hồ sơ; đang giải quyết 33.621 hồ sơ.'],
      ['Đã tiếp nhận 776.417 hồ sơ, đã giải quyết 742.805 hồ sơ; đang giải quyết 33.612 hồ sơ.'],
    );
  });
  test('what is late is not what is left', () => {
    assert.deepEqual(
      read(
        'Cấp huyện tiếp nhận 340.060 hồ sơ, đã giải quyết 329.596 hồ sơ; trong đó đúng hạn 323.911 hồ sơ, còn 5.685 hồ sơ quá hạn.',
      ).findings,
      [],
    );
  });
  test('from, to and by how much must agree', () => {
    pair(
      'difference',
      ['Số đầu mối giảm từ 88 đơn vị xuống còn 69 đơn vị, giảm 91 đơn vị.'],
      ['Số đầu mối giảm từ 88 đơn vị xuống còn 69 đơn vị, giảm 19 đơn vị.'],
    );
  });
  test('a count must match the list behind it', () => {
    pair(
      'list-count',
      ['Duy trì 04 cơ sở giáo dục gồm: Trường An Bình, Trường Phú Mỹ, Trường Tân Tiến.'],
      ['Duy trì 03 cơ sở giáo dục gồm: Trường An Bình, Trường Phú Mỹ, Trường Tân Tiến.'],
    );
  });
  test('a list that may be counted in two ways is not accused', () => {
    assert.deepEqual(
      read(
        'Thành lập 03 tổ công tác: Tổ về Đề án 06; cải cách thủ tục gắn với chuyển đổi số; Tổ khoa học; Tổ cải cách hành chính.',
      ).findings,
      [],
    );
  });
  test('a list that ends in dots is not complete', () => {
    assert.deepEqual(read('Có 12 mô hình gồm: mô hình A, mô hình B, mô hình C...').findings, []);
  });
});

describe('one quantity, two values', () => {
  test('one plan cannot set 10 and 43 tasks', () => {
    const said = (n: string): string[] => [
      `UBND xã ban hành Kế hoạch số 08/KH-UBND ngày 19/7/2025 về cải cách hành chính, đề ra ${n} nhiệm vụ cụ thể.`,
      'Nội dung được triển khai đồng bộ.',
      'Thực hiện Kế hoạch số 08/KH-UBND ngày 19/7/2025 của UBND xã, trong đó xác định 43 nhiệm vụ cụ thể.',
    ];
    pair('restated', said('10'), said('43'));
  });
});

describe('dates and periods', () => {
  test('a date must exist', () => {
    pair(
      'date',
      ['Báo cáo gửi ngày 31/4/2026 tới các phòng.'],
      ['Báo cáo gửi ngày 30/4/2026 tới các phòng.'],
    );
  });
  test('a year of the eleventh century is a slip', () => {
    const [finding] = of(
      read(
        'Quyết định số 963/QĐ-UBND ngày 10/10/1025 và Quyết định số 970/QĐ-UBND ngày 12/10/2025 của UBND xã.',
      ),
      'date',
    );
    assert.equal(finding?.suggestion, '10/10/2025');
  });
  test('a period ends after it begins', () => {
    pair(
      'period',
      ['Từ ngày 15/6/2026 đến ngày 14/1/2026 tiếp nhận thường xuyên.'],
      ['Từ ngày 15/1/2026 đến ngày 14/6/2026 tiếp nhận thường xuyên.'],
    );
  });
  test('a footnote number stuck to a year is no part of the year', () => {
    const result = read(
      { kind: 'paragraph', text: 'Ban hành kế hoạch ngày 12/9/20251, giao rõ trách nhiệm.' },
      { kind: 'footnote', footnote: '1', text: 'Kế hoạch về phân cấp.' },
    );
    assert.deepEqual(result.findings, []);
  });
  test('a basis cannot be younger than what it founds', () => {
    pair(
      'younger-basis',
      [
        'Thực hiện Kế hoạch số 148/KH-UBND ngày 03/12/2026 của UBND tỉnh, UBND xã đã ban hành Kế hoạch số 01/KH-UBND ngày 07/01/2026.',
      ],
      [
        'Thực hiện Kế hoạch số 148/KH-UBND ngày 03/12/2025 của UBND tỉnh, UBND xã đã ban hành Kế hoạch số 01/KH-UBND ngày 07/01/2026.',
      ],
    );
  });
});

describe('citations', () => {
  test('the type must match the symbol', () => {
    pair(
      'citation-type',
      ['Rà soát theo Kế hoạch số 05/QĐ-UBND ngày 10/4/2026 của UBND xã.'],
      ['Rà soát theo Kế hoạch số 05/KH-UBND ngày 10/4/2026 của UBND xã.'],
    );
  });
  test('a notice of a conclusion is a notice', () => {
    assert.deepEqual(
      read('Thực hiện Thông báo Kết luận số 45/TB-UBND ngày 10/4/2026 của UBND tỉnh.').findings,
      [],
    );
  });
  test('the issuer must match the symbol', () => {
    pair(
      'citation-issuer',
      ['Thực hiện Nghị quyết số 202/2025/QH15 ngày 12/6/2025 của Ủy ban Thường vụ Quốc hội về sắp xếp.'],
      ['Thực hiện Nghị quyết số 202/2025/QH15 ngày 12/6/2025 của Quốc hội về sắp xếp.'],
    );
  });
  test('a decree needs its year', () => {
    const bad = read('Theo Nghị định số 370/NĐ-CP ngày 31/12/2025 của Chính phủ.');
    assert.equal(of(bad, 'citation-incomplete')[0]?.suggestion, '370/2025/NĐ-CP');
    assert.deepEqual(read('Theo Nghị định số 370/2025/NĐ-CP ngày 31/12/2025 của Chính phủ.').findings, []);
  });
  test('a number that was never filled in is told; the report’s own head is not', () => {
    assert.equal(
      of(
        read('UBND tỉnh đã trình HĐND tỉnh ban hành Nghị quyết số về thành lập các cơ quan.'),
        'citation-incomplete',
      ).length,
      1,
    );
    assert.deepEqual(read('Số: /BC-UBND').findings, []);
  });
  test('one symbol cannot have two dates', () => {
    const said = (d: string): string[] => [
      'Ban hành Kế hoạch số 21/KH-UBND ngày 04/8/2025 của UBND xã Vân Sơn về tuyên truyền.',
      `Theo Kế hoạch số 21/KH-UBND ngày ${d} của UBND xã Vân Sơn, các phòng đã thực hiện.`,
    ];
    pair('citation-restated', said('08/4/2025'), said('04/8/2025'));
  });
  test('a higher number cannot be older than a lower one', () => {
    const plans = (d: string): string[] => [
      'UBND xã ban hành Kế hoạch số 23/KH-UBND ngày 09/02/2026 về kiểm soát thủ tục.',
      `UBND xã ban hành Kế hoạch số 37/KH-UBND ngày ${d} về thi hành pháp luật.`,
      'UBND xã ban hành Kế hoạch số 60/KH-UBND ngày 09/4/2026 về chuyển đổi số.',
    ];
    const head = 'Kết quả công tác trên địa bàn xã Vân Sơn, tỉnh Đông Hà';
    pair('number-order', [head, ...plans('18/6/2026')], [head, ...plans('18/3/2026')]);
  });
  test('communes without their names are not one register', () => {
    assert.deepEqual(
      read(
        'Kết quả công tác trên địa bàn tỉnh Đông Hà',
        'Kế hoạch số 52/KH-UBND ngày 22/1/2026 của UBND xã về tuyên truyền.',
        'Kế hoạch số 14/KH-UBND ngày 15/3/2026 của UBND xã về tuyên truyền.',
      ).findings,
      [],
    );
  });
  test('registers begin anew on 1 July 2025 and each unit has its own', () => {
    assert.deepEqual(
      read(
        'Kết quả công tác trên địa bàn tỉnh Đông Hà',
        'Kế hoạch số 121/KH-UBND ngày 22/5/2025 của UBND tỉnh Đông Hà về tuyên truyền.',
        'Kế hoạch số 04/KH-UBND ngày 15/7/2025 của UBND tỉnh Đông Hà về tuyên truyền.',
        'Kế hoạch số 02/KH-UBND ngày 15/9/2025 của UBND xã Tân Lập về tuyên truyền.',
      ).findings,
      [],
    );
  });
});

describe('names, number format, headings', () => {
  test('one name in two spellings is set right by the official list', () => {
    const [finding] = of(read('Trên địa bàn xã Vân Sơn.', 'Ủy ban nhân dân xã Vấn Sơn báo cáo.'), 'name');
    assert.equal(finding?.suggestion, 'Vân Sơn');
    assert.deepEqual(read('Trên địa bàn xã Vân Sơn.', 'Ủy ban nhân dân xã Vân Sơn báo cáo.').findings, []);
  });
  test('the two accepted places of a tone mark are one spelling', () => {
    assert.deepEqual(read('Uỷ ban nhân dân và Ủy ban nhân dân xã Hoà Bình, xã Hòa Bình.').findings, []);
  });
  test('the name of a portal is known', () => {
    const [finding] = of(read('Qua Hệ thống Công Dịch vụ công Quốc gia, người dân nộp hồ sơ.'), 'name');
    assert.equal(finding?.suggestion, 'Cổng Dịch vụ công quốc gia');
  });
  test('a decimal point beside decimal commas is told', () => {
    pair(
      'number-format',
      ['Trực tuyến đạt 92.48%; hài lòng đạt 95,20%.'],
      ['Trực tuyến đạt 92,48%; hài lòng đạt 95,20%.'],
    );
  });
  test('versions, symbols and roads are no numbers', () => {
    assert.deepEqual(
      read('Theo TCVN ISO 9001:2015, quốc lộ 38, Điều 12, khoản 3, tổ 24/7, từ 3-5 năm, VP7.').findings,
      [],
    );
  });
  test('a heading may not skip a number', () => {
    const heads = (n: string): TextBlock[] =>
      ['I. TÌNH HÌNH', '1. Việc thứ nhất', '2. Việc thứ hai', `${n}. Việc tiếp theo`].map((text) => ({
        kind: 'heading',
        text,
      }));
    pair('heading', heads('4'), heads('3'));
  });
  test('the letter đ may be left out and f does not exist', () => {
    const heads = ['a)', 'b)', 'c)', 'd)', 'e)', 'g)'].map(
      (b): TextBlock => ({ kind: 'heading', text: `${b} Nội dung` }),
    );
    assert.deepEqual(read(...heads).findings, []);
  });
});

describe('tables', () => {
  const table = (rows: string[][]): TextBlock[] =>
    rows.flatMap((cells, row) =>
      cells.map(
        (text, column): TextBlock => ({
          kind: 'cell',
          text,
          cell: { table: 0, row, column, rowSpan: 1, columnSpan: 1 },
        }),
      ),
    );
  const rows = (x: string): string[][] => [
    ['TT', 'Thôn', 'Tổng số hộ', 'Hộ nghèo', 'Hộ khác', 'Tỷ lệ hộ nghèo (%)'],
    ['1', 'Đông', '120', '10', '110', '8,33'],
    ['2', 'Đoài', '200', '15', '185', '7,5'],
    ['3', 'Hạ', '180', x, '171', '5,0'],
    ['', 'Tổng cộng', '500', '34', '466', '6,8'],
  ];
  test('total rows, total columns and shares of a row agree', () => {
    const good = read(...table(rows('9')));
    assert.deepEqual(good.findings, []);
    assert.ok(good.held.filter((h) => h.kind === 'sum').length >= 6);
    assert.ok(good.held.filter((h) => h.kind === 'percentage').length >= 3);
  });
  test('one wrong cell breaks its row, its column and its share, and is corrected once', () => {
    const bad = read(...table(rows('6')));
    assert.equal(bad.findings[0]?.suggestion, '9');
    assert.ok((bad.findings[0]?.mends.length ?? 0) >= 2);
  });
});

describe('any text', () => {
  test('is read to the end and gives places inside its blocks', () => {
    const pieces = fc.constantFrom(
      'trong đó',
      'gồm',
      '12',
      '1.234,5',
      '95,83%',
      '(',
      ')',
      ';',
      ',',
      '. ',
      'hồ sơ',
      'Kế hoạch số 5/KH-UBND ngày 31/2/2026',
      '\n',
      '**',
      '<sup>1</sup>',
      'từ',
      'đến',
      '$',
      'Tổng số',
      'chiếm',
      '/',
      '=',
      '+',
      'xã Kẻ Mơ',
    );
    fc.assert(
      fc.property(fc.array(fc.array(pieces, { maxLength: 40 }), { maxLength: 6 }), (paragraphs) => {
        const blocks = paragraphs.map((p): TextBlock => ({ kind: 'paragraph', text: p.join(' ') }));
        const result = check({ name: 'x', format: 'txt', blocks }, { names: NAMES });
        for (const place of [
          ...result.findings.flatMap((f) => [f.place, ...f.related]),
          ...result.held.map((h) => h.place),
          ...result.unread.map((u) => u.place),
        ]) {
          const length = blocks[place.block]?.text.length ?? -1;
          assert.ok(place.start >= 0 && place.start <= place.end && place.end <= length);
        }
      }),
      { numRuns: 150, seed: 3 },
    );
  });
  test('the same text gives the same findings with the same ids', () => {
    const text = ['Tổng số 320 thủ tục, trong đó: 102 thủ tục toàn trình, 219 thủ tục một phần.'];
    assert.deepEqual(read(...text), read(...text));
  });
  test('hostile texts end: very many numbers, brackets, one long line, a tall table', () => {
    read(Array.from({ length: 20_000 }, (_, i) => i + 1000).join(' '));
    read(
      `Tổng số 5 hồ sơ, trong đó: ${Array.from({ length: 10_000 }, (_, i) => `${i + 100} hồ sơ`).join(', ')}`,
    );
    read('(12 '.repeat(20_000));
    read('a'.repeat(1_000_000));
    read(
      ...Array.from(
        { length: 3_000 },
        (_, row): TextBlock => ({
          kind: 'cell',
          text: row === 0 ? 'Tổng số' : String(row),
          cell: { table: 0, row, column: 0, rowSpan: 1, columnSpan: 1 },
        }),
      ),
    );
  });
});
