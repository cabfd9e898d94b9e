import type { Claim, Read, Reading } from './claim.ts';
import { nothing } from './claim.ts';
import { slips } from './mend.ts';
import { interval, type Quantity, sameUnit, show } from './quantity.ts';
import { matches, templateOf } from './template.ts';

type Role =
  | 'received'
  | 'done'
  | 'pending'
  | 'has'
  | 'assigned'
  | 'lacks'
  | 'total'
  | 'new'
  | 'carried'
  | 'spare';

/** What a number says of itself, by the words before and behind it. The first match counts. */
const ROLES: [Role, RegExp][] = [
  ['carried', /(kỳ|năm|tháng|quý) trước|tồn (từ|đầu)|chuyển (sang|tiếp|qua)(?! kỳ sau)|tồn đọng kỳ/u],
  ['lacks', /thiếu|chưa tuyển|chưa sử dụng|còn khuyết/u],
  ['spare', /(?<![\p{L}])thừa|dôi dư|vượt (?:biên|chỉ|định)/u],
  [
    'pending',
    /đang (trong (quá trình|thời (gian|hạn)) )?(được )?(giải quyết|xử lý|thực hiện|trong hạn|triển khai|thời gian)|còn lại|chưa (được )?(giải quyết|xử lý|hoàn thành|thực hiện|đến hạn)|hiện (tại )?còn|còn tồn|(?<![\p{L}])còn(?![\p{L}])|chuyển (sang )?kỳ sau/u,
  ],
  ['done', /(đã|được) (được )?(giải quyết|hoàn thành|xử lý|thực hiện|trả)|hoàn thành|giải quyết xong/u],
  [
    'new',
    /(tiếp nhận|nhận|phát sinh) (mới )?trong kỳ|(tiếp nhận|phát sinh|nhận) mới|mới tiếp nhận|trong kỳ(?! trước)/u,
  ],
  ['assigned', /(được )?(tạm )?giao|chỉ tiêu|định mức|theo quy định|nhu cầu/u],
  [
    'has',
    /hiện có|có mặt|hiện nay có|hiện tại có|đã bố trí|thực hiện có|hiện đang có|đã tuyển|đang sử dụng/u,
  ],
  ['received', /tiếp nhận|nhận được|phải giải quyết|phải thực hiện/u],
  ['total', /tổng/u],
];

interface Said {
  q: Quantity;
  role: Role | null;
  total: boolean;
}

function roleOf(q: Quantity, text: string): Said {
  const label = text.slice(0).toLowerCase();
  let role: Role | null = null;
  for (const [r, pattern] of ROLES) {
    if (pattern.test(label)) {
      role = r;
      break;
    }
  }
  return { q, role, total: /tổng/u.test(label) };
}

/** Differences: received − done = pending, assigned − present = lacking, before − after = the change. */
export function readDifferences(reading: Reading): Read {
  const read = nothing();
  const seen = new Set<string>();
  const add = (claim: Claim): void => {
    const key = claim.terms.map((t) => `${t.passage.index}:${t.start}`).join(' ');
    if (!seen.has(key)) {
      seen.add(key);
      read.claims.push(claim);
    }
  };
  // The principal numbers in order of reading: outside brackets, no percentages, no shares.
  const window: Said[] = [];
  reading.passages.forEach((passage, p) => {
    const quantities = reading.quantities[p] ?? [];
    if (passage.kind === 'cell' || passage.kind === 'footnote') return;
    if (passage.kind === 'heading') {
      if (quantities.length === 0) window.length = 0;
    }
    for (const q of quantities) {
      if (q.depth > 0 || q.unit === '%' || q.ratio || q.approx !== 'exact') continue;
      const behind = /^[^,;.:()\d]{0,60}/u.exec(passage.text.slice(q.end))?.[0] ?? '';
      const said = roleOf(q, q.label);
      if (said.role === null || said.role === 'total') {
        const after = roleOf(q, behind);
        if (
          after.role !== null &&
          after.role !== 'total' &&
          /^(\s\S+){0,3}\s?(đã|đang|chưa|còn|đúng)/u.test(behind)
        )
          said.role = after.role;
      }
      // "quá hạn còn 708 hồ sơ": late, not left over.
      if (
        said.role === 'pending' &&
        /quá hạn|trễ hạn|chậm/u.test(`${q.label} ${behind}`.toLowerCase()) &&
        !/đang|chưa/u.test(q.label.toLowerCase())
      )
        said.role = null;
      window.push(said);
      if (window.length > 14) window.shift();
      tryTriples(window, add);
    }
    readChanges(reading, p, add);
  });
  return read;
}

function near(a: Quantity, b: Quantity, passages: number): boolean {
  const gap = Math.abs(a.passage.index - b.passage.index);
  return gap <= passages && (gap > 0 || Math.abs(a.start - b.start) < 700);
}

/** Tries the newest number as the last of a triple. */
function tryTriples(window: Said[], add: (claim: Claim) => void): void {
  const last = window[window.length - 1];
  if (!last) return;
  const before = window.slice(0, -1).reverse();
  const find = (roles: (Role | null)[], until?: Said): Said | undefined =>
    before.find(
      (s) =>
        roles.includes(s.role) &&
        s !== until &&
        sameUnit(s.q, last.q) &&
        near(s.q, last.q, 4) &&
        (last.role === 'lacks' || last.role === 'spare' || sameHead(s.q, last.q)),
    );
  if (last.role === 'pending') {
    const done = find(['done']);
    const upto = done ? before.indexOf(done) : -1;
    if (before.slice(0, Math.max(0, upto)).some((s) => s.role === 'pending')) return; // details of what is pending
    const whole = before.find(
      (s, k) =>
        k > upto &&
        (s.role === 'received' ||
          s.role === 'total' ||
          s.total ||
          (s.role === 'assigned' && s.q.unit !== '')) &&
        s.role !== 'done' &&
        sameUnit(s.q, last.q) &&
        near(s.q, last.q, 4) &&
        (last.role === 'lacks' || last.role === 'spare' || sameHead(s.q, last.q)),
    );
    const carried =
      whole && !whole.total
        ? before.find((s) => s.role === 'carried' && sameUnit(s.q, last.q) && near(s.q, last.q, 1))
        : undefined;
    if (done && whole && carried) {
      const terms = [whole.q, carried.q, done.q, last.q];
      const holds = ([a = 0, b = 0, c = 0, d = 0]: number[]): boolean =>
        Math.abs(a + b - c - d) < 1e-6 * Math.max(1, a);
      const held = holds(terms.map((q) => q.value));
      const slip = terms.some((q, i) =>
        slips(q).some((s) => holds(terms.map((t, k) => (k === i ? s.value : t.value)))),
      );
      add({
        kind: 'difference',
        terms,
        holds,
        relation: `${show(whole.q.value)} + ${show(carried.q.value)} - ${show(done.q.value)} = ${show(last.q.value)} (còn lại)`,
        computed: show(whole.q.value + carried.q.value - done.q.value),
        expected: show(last.q.value),
        suspect: last.q,
        severity: 'error',
        confidence: 0.8,
        held,
        ...(held || (slip && explicit(whole, done, last))
          ? {}
          : { silent: 'bốn số có thể không cùng nói về một việc' }),
      });
    } else if (done && whole && near(done.q, whole.q, 3))
      add(minus(whole.q, done.q, last.q, 'còn lại', explicit(whole, done, last)));
  }
  if (last.role === 'lacks' || last.role === 'spare') {
    const has =
      find(['has']) ?? before.find((s) => s.role === 'done' && sameUnit(s.q, last.q) && near(s.q, last.q, 3));
    const assigned = find(['assigned']);
    if (has && assigned && near(has.q, assigned.q, 3)) {
      add(
        last.role === 'lacks'
          ? minus(assigned.q, has.q, last.q, 'còn thiếu', true)
          : minus(has.q, assigned.q, last.q, 'thừa', true),
      );
    }
  }
  if ((last.role === 'has' || last.role === 'assigned') && window.length >= 3) {
    // "thiếu 04 người (được giao 40, hiện có 36)" is read from the other end.
    const lack =
      before[0]?.role === 'lacks' ? before[0] : before[1]?.role === 'lacks' ? before[1] : undefined;
    const other = before.slice(0, 2).find((s) => s.role === (last.role === 'has' ? 'assigned' : 'has'));
    if (
      lack &&
      other &&
      sameUnit(lack.q, last.q) &&
      sameUnit(other.q, last.q) &&
      lack.q.passage === last.q.passage &&
      other.q.passage === last.q.passage
    ) {
      const assigned = last.role === 'has' ? other : last;
      const has = last.role === 'has' ? last : other;
      add(minus(assigned.q, has.q, lack.q, 'còn thiếu', false));
    }
  }
  if (last.role === 'carried' || last.role === 'new') {
    const mate = before
      .slice(0, 2)
      .find(
        (s) =>
          s.role === (last.role === 'carried' ? 'new' : 'carried') &&
          sameUnit(s.q, last.q) &&
          near(s.q, last.q, 2),
      );
    const at = mate ? before.indexOf(mate) : -1;
    const whole = mate
      ? before
          .slice(at + 1, at + 3)
          .find(
            (s) =>
              (s.total || s.role === 'received') &&
              s.role !== 'new' &&
              s.role !== 'carried' &&
              sameUnit(s.q, last.q) &&
              near(s.q, last.q, 2),
          )
      : undefined;
    if (mate && whole) {
      const terms = [whole.q, mate.q, last.q];
      add({
        kind: 'sum',
        terms,
        holds: ([w = 0, a = 0, b = 0]) => Math.abs(w - a - b) < 1e-6 * Math.max(1, w),
        relation: `${show(whole.q.value)} = ${show(mate.q.value)} + ${show(last.q.value)}`,
        computed: show(mate.q.value + last.q.value),
        expected: show(whole.q.value),
        suspect: whole.q,
        severity: 'error',
        confidence: 0.9,
        held: Math.abs(whole.q.value - mate.q.value - last.q.value) < 1e-6 * Math.max(1, whole.q.value),
      });
    }
  }
}

/** All three stand together: in one passage, or in neighbouring short lines. */
function explicit(whole: Said, done: Said, pending: Said): boolean {
  const together =
    (whole.q.passage === done.q.passage && done.q.passage === pending.q.passage) ||
    (Math.abs(whole.q.passage.index - pending.q.passage.index) <= 3 &&
      [whole, done, pending].every((s) => s.q.passage.text.length < 260));
  const strong = /đang|còn lại|chưa|hiện (tại )?còn|(?<![\p{L}])còn(?![\p{L}])/u.test(
    `${pending.q.label} ${pending.q.noun}`.toLowerCase(),
  );
  return (
    together &&
    strong &&
    done.role === 'done' &&
    pending.q.unit !== '' &&
    (whole.q.unit === done.q.unit || done.q.unit === '' || whole.q.unit === '')
  );
}

function sameHead(a: Quantity, b: Quantity): boolean {
  return a.unit === b.unit || a.unit === '' || b.unit === '';
}

function minus(a: Quantity, b: Quantity, c: Quantity, word: string, sure: boolean): Claim {
  const terms = [a, b, c];
  const holds = ([x = 0, y = 0, z = 0]: number[]): boolean => {
    const [al, ah] = interval({ ...a, value: x });
    const [bl, bh] = interval({ ...b, value: y });
    const [cl, ch] = interval({ ...c, value: z });
    return al - bh <= ch + 1e-6 && ah - bl >= cl - 1e-6;
  };
  const held = holds([a.value, b.value, c.value]);
  // A slip of the pen, or a little off: an error. Far off: the three numbers are not about one thing.
  const gap = Math.abs(a.value - b.value - c.value);
  const wild =
    !held &&
    gap > Math.max(a.value, b.value) * 0.02 &&
    !terms.some((q, i) => slips(q).some((s) => holds(terms.map((t, k) => (k === i ? s.value : t.value)))));
  return {
    kind: 'difference',
    terms,
    holds,
    relation: `${show(a.value)} - ${show(b.value)} = ${show(c.value)} (${word})`,
    computed: show(a.value - b.value),
    expected: show(c.value),
    suspect: c,
    severity: 'error',
    confidence: 0.85,
    held,
    ...(held || (sure && !wild) ? {} : { silent: 'ba số có thể không cùng nói về một việc' }),
  };
}

/** "tăng từ X lên Y (tăng Z)", "X, tăng Z so với năm trước (Y)", growth in per cent. */
function readChanges(reading: Reading, p: number, add: (claim: Claim) => void): void {
  const passage = reading.passages[p];
  const quantities = reading.quantities[p] ?? [];
  if (!passage || quantities.length < 2 || !/tăng|giảm|vượt|chênh|thiếu|thừa|so với/iu.test(passage.text))
    return;
  const masked = [
    ...(reading.dates[p] ?? []),
    ...(reading.citations[p] ?? []).map((c) => ({ start: c.symbolStart, end: c.symbolEnd })),
  ];
  const template = templateOf(passage, quantities, masked);
  const N = '⟦(\\d+)⟧';
  const GAP = '[^⟦⟧;.]';
  const fromTo = new RegExp(
    `từ (?:mức )?${N}${GAP}{0,50}?(?:xuống|lên|còn|thành)(?: còn| mức| đến)? ?${GAP}{0,20}?${N}${GAP}{0,40}?(tăng|giảm)${GAP}{0,25}?${N}`,
    'gu',
  );
  for (const { match, q } of matches(template, fromTo)) {
    const [x, y, z] = [q(1), q(2), q(4)];
    if (x && y && z) change(x, y, z, match[3] === 'tăng', add);
  }
  const changed = new RegExp(
    `(tăng|giảm)${GAP}{0,25}?${N}${GAP}{0,40}?\\(?từ (?:mức )?${N}${GAP}{0,50}?(?:xuống|lên|còn|thành)(?: còn| mức| đến)? ?${GAP}{0,20}?${N}`,
    'gu',
  );
  for (const { match, q } of matches(template, changed)) {
    const [z, x, y] = [q(2), q(3), q(4)];
    if (x && y && z) change(x, y, z, match[1] === 'tăng', add);
  }
  const versus = new RegExp(
    `${N}${GAP}{0,45}?[,(] ?(tăng|giảm)${GAP}{0,20}?${N}${GAP}{0,20}?so với${GAP}{0,60}?[(:]${GAP}{0,25}?${N}`,
    'gu',
  );
  for (const { match, q } of matches(template, versus)) {
    const [y, z, x] = [q(1), q(3), q(4)];
    if (x && y && z) change(x, y, z, match[2] === 'tăng', add);
  }
  const beforeAfter = new RegExp(
    `trước${GAP}{0,60}?${N}${GAP}{0,20}?[,;]${GAP}{0,10}?(?:nay|sau|hiện)${GAP}{0,60}?${N}${GAP}{0,20}?[,;(]${GAP}{0,20}?(tăng|giảm)${GAP}{0,20}?${N}`,
    'gu',
  );
  for (const { match, q } of matches(template, beforeAfter)) {
    const [x, y, z] = [q(1), q(2), q(4)];
    if (x && y && z) change(x, y, z, match[3] === 'tăng', add);
  }
}

function change(x: Quantity, y: Quantity, z: Quantity, up: boolean, add: (claim: Claim) => void): void {
  if (x.unit === '%' || y.unit === '%') {
    if (x.unit !== '%' || y.unit !== '%') return;
    if (z.unit !== '%' && !/điểm/u.test(z.noun)) return;
  } else if (!sameUnit(x, y)) return;
  if (z.unit === '%' && x.unit !== '%') {
    const holds = ([a = 0, b = 0, c = 0]: number[]): boolean => {
      if (a === 0) return false;
      const rate = ((up ? b - a : a - b) * 100) / a;
      return (
        Math.abs(rate - c) <= z.step * 1.0 + 1e-9 ||
        (z.approx !== 'exact' && Math.abs(rate - c) < Math.max(1, c * 0.1))
      );
    };
    const terms = [x, y, z];
    const rate = ((up ? y.value - x.value : x.value - y.value) * 100) / x.value;
    add({
      kind: 'percentage',
      terms,
      holds,
      relation: `từ ${show(x.value)} ${up ? 'lên' : 'xuống'} ${show(y.value)} là ${up ? 'tăng' : 'giảm'} ${show(z.value)}%`,
      computed: `${show(rate)}%`,
      expected: `${show(z.value)}%`,
      suspect: z,
      severity: 'error',
      confidence: 0.85,
      held: holds([x.value, y.value, z.value]),
    });
    return;
  }
  if (x.unit !== '%' && !sameUnit(x, z)) return;
  const holds = ([a = 0, b = 0, c = 0]: number[]): boolean =>
    Math.abs((up ? b - a : a - b) - c) <= Math.max(1e-6 * Math.max(a, b), (x.step < 1 ? x.step : 0) + 1e-9) ||
    [x, y, z].some((q) => q.approx !== 'exact');
  add({
    kind: 'difference',
    terms: [x, y, z],
    holds,
    relation: up
      ? `${show(y.value)} - ${show(x.value)} = ${show(z.value)} (tăng)`
      : `${show(x.value)} - ${show(y.value)} = ${show(z.value)} (giảm)`,
    computed: show(up ? y.value - x.value : x.value - y.value),
    expected: show(z.value),
    suspect: z,
    severity: 'error',
    confidence: 0.85,
    held: holds([x.value, y.value, z.value]),
  });
}
