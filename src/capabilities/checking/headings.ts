import type { Read, Reading } from './claim.ts';
import { nothing } from './claim.ts';
import type { Passage } from './passage.ts';

const LETTERS = [
  'a',
  'b',
  'c',
  'd',
  'đ',
  'e',
  'g',
  'h',
  'i',
  'k',
  'l',
  'm',
  'n',
  'o',
  'p',
  'q',
  'r',
  's',
  't',
  'u',
  'v',
  'x',
  'y',
];
const ROMAN: Record<string, number> = { I: 1, V: 5, X: 10 };

function roman(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const v = ROMAN[text[i] as string] ?? 0;
    sum += v < (ROMAN[text[i + 1] ?? ''] ?? 0) ? -v : v;
  }
  return sum;
}

interface Numbered {
  passage: Passage;
  style: 'I' | '1' | '1.1' | 'a';
  /** 2.3 → [2, 3] */
  path: number[];
}

function numbered(passage: Passage): Numbered | null {
  if (passage.kind === 'cell' || passage.kind === 'footnote') return null;
  const b = passage.bullet;
  if (/^[IVX]+[.)]$/.test(b)) return { passage, style: 'I', path: [roman(b.slice(0, -1))] };
  if (/^\d{1,2}[.)]$/.test(b)) return { passage, style: '1', path: [Number.parseInt(b, 10)] };
  if (/^\d{1,2}(\.\d{1,2})+\.?$/.test(b))
    return {
      passage,
      style: '1.1',
      path: b
        .split('.')
        .filter((x) => x !== '')
        .map(Number),
    };
  if (/^[a-zđ]\)$/.test(b)) return { passage, style: 'a', path: [LETTERS.indexOf(b[0] as string)] };
  return null;
}

/** Numbered headings that skip or repeat a number. */
export function readHeadings(reading: Reading): Read {
  const read = nothing();
  const last: Record<Numbered['style'], Numbered | null> = { I: null, '1': null, '1.1': null, a: null };
  const quoted = /^["“«]/u;
  for (const passage of reading.passages) {
    const n = numbered(passage);
    if (!n) continue;
    const words = passage.text.slice(passage.body);
    if (quoted.test(words) || !/^\p{L}/u.test(words)) continue;
    const before = last[n.style];
    if (n.style === 'I') {
      const value = n.path[0] ?? 0;
      const was = before?.path[0] ?? 0;
      // "I." may begin anew in an annex; a lone "C." or "V." that is no numeral is not read here.
      if (value === was + 1 || value === 1) keep(read, n);
      else if (before)
        report(
          read,
          n,
          value === was
            ? `mục ${passage.bullet} lặp lại`
            : `sau mục ${before.passage.bullet} là mục ${passage.bullet}`,
          toRoman(was + 1),
          before,
          passage.kind === 'heading',
        );
      last.I = n;
      last['1'] = last['1.1'] = last.a = null;
    } else if (n.style === '1') {
      const value = n.path[0] ?? 0;
      const was = before?.path[0] ?? 0;
      if (value === was + 1 || value === 1) keep(read, n);
      else if (before && value > was + 1 && value <= was + 3)
        report(
          read,
          n,
          `sau mục ${before.passage.bullet} là mục ${passage.bullet}`,
          `${was + 1}.`,
          before,
          passage.kind === 'heading',
        );
      else if (before && value === was && passage.kind === 'heading' && before.passage.kind === 'heading')
        report(read, n, `mục ${passage.bullet} lặp lại`, `${was + 1}.`, before, true);
      else if (!before && value >= 2 && value <= 3 && last.I !== null && passage.kind === 'heading')
        report(read, n, `mục ${last.I.passage.bullet} không có mục 1`, '1.', last.I, true);
      last['1'] = n;
      last['1.1'] = last.a = null;
    } else if (n.style === '1.1') {
      const value = n.path.at(-1) ?? 0;
      const same =
        before &&
        before.path.length === n.path.length &&
        before.path.slice(0, -1).join('.') === n.path.slice(0, -1).join('.');
      const was = same ? (before.path.at(-1) ?? 0) : 0;
      if (value === was + 1 || value === 1) keep(read, n);
      else if (same && value > was + 1 && value <= was + 3)
        report(
          read,
          n,
          `sau mục ${before.passage.bullet} là mục ${passage.bullet}`,
          [...n.path.slice(0, -1), was + 1].join('.'),
          before,
          true,
        );
      else if (same && value === was && passage.kind === 'heading')
        report(
          read,
          n,
          `mục ${passage.bullet} lặp lại`,
          [...n.path.slice(0, -1), was + 1].join('.'),
          before,
          true,
        );
      last['1.1'] = n;
      last.a = null;
    } else {
      const value = n.path[0] ?? -1;
      const was = before?.path[0] ?? -1;
      // Some leave đ out.
      if (value === 0 || value === was + 1 || (value === was + 2 && LETTERS[was + 1] === 'đ')) keep(read, n);
      else if (before && value > was + 1 && value <= was + 3)
        report(
          read,
          n,
          `sau mục ${before.passage.bullet} là mục ${passage.bullet}`,
          `${LETTERS[was + 1] ?? ''})`,
          before,
          passage.kind === 'heading',
        );
      last.a = n;
    }
  }
  return read;
}

function keep(read: Read, n: Numbered): void {
  read.kept.push({
    kind: 'heading',
    passage: n.passage,
    start: 0,
    end: n.passage.bullet.length,
    statement: `mục ${n.passage.bullet} đúng thứ tự`,
  });
}

function report(
  read: Read,
  n: Numbered,
  computed: string,
  expected: string,
  before: Numbered,
  sure: boolean,
): void {
  read.observations.push({
    kind: 'heading',
    passage: n.passage,
    start: 0,
    end: Math.min(n.passage.text.length, 80),
    relation: 'các mục phải đánh số liên tục',
    computed,
    expected: `mục ${expected}`,
    suggestion: null,
    severity: sure ? 'warning' : 'note',
    confidence: sure ? 0.8 : 0.6,
    related: [{ passage: before.passage, start: 0, end: Math.min(before.passage.text.length, 60) }],
  });
}

function toRoman(n: number): string {
  return `${['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'][n] ?? n}.`;
}
