import type { TextBlock } from '../../src/capabilities/checking/text.ts';
import type { Dice, MadeReport, Token, Truth } from './report-maker.ts';

export type Slip =
  | 'one digit changed'
  | 'two digits swapped'
  | 'item dropped'
  | 'two dates swapped'
  | 'digit lost'
  | 'digit doubled';

export interface Injected {
  blocks: TextBlock[];
  truth: Truth;
  slip: Slip;
  was: string;
  is: string;
  /** The block that was changed. */
  block: number;
}

function replaceAt(blocks: TextBlock[], token: Token, text: string): TextBlock[] {
  return blocks.map((b, i) => {
    if (i !== token.block) return b;
    const shift = text.length - (token.end - token.start);
    return {
      ...b,
      text: b.text.slice(0, token.start) + text + b.text.slice(token.end),
      ...(b.marks ? { marks: b.marks.map((m) => (m.at >= token.end ? { ...m, at: m.at + shift } : m)) } : {}),
    };
  });
}

function slipOfDigits(dice: Dice, text: string): { text: string; slip: Slip } | null {
  const at = [...text].flatMap((c, i) => (/\d/.test(c) ? [i] : []));
  if (at.length === 0) return null;
  const i = dice.pick(at);
  switch (dice.int(0, 3)) {
    case 0: {
      const j = at[at.indexOf(i) + 1];
      if (j === undefined || text[i] === text[j]) return null;
      const chars = [...text];
      [chars[i], chars[j]] = [chars[j] as string, chars[i] as string];
      if (/^0\d/.test(chars.join(''))) return null;
      return { text: chars.join(''), slip: 'two digits swapped' };
    }
    default: {
      const digit = String(dice.int(0, 9));
      if (digit === text[i] || (i === at[0] && digit === '0')) return null;
      return { text: text.slice(0, i) + digit + text.slice(i + 1), slip: 'one digit changed' };
    }
  }
}

/** Does the change break the relation, by more than its printed precision allows? */
function breaks(truth: Truth, token: Token, text: string): boolean {
  const number = (s: string): number => Number(s.replaceAll('.', '').replace(',', '.').replace('%', ''));
  const values = truth.tokens.map((t) => number(t === token ? text : t.text));
  if (values.some((v) => !Number.isFinite(v))) return true;
  if (truth.kind === 'percentage') {
    const c = truth.tokens.findIndex((t) => t.text.endsWith('%'));
    const [x = 0, y = 0] = values.filter((_, i) => i !== c);
    const decimals = (truth.tokens[c]?.text.split(',')[1] ?? '%').length - 1;
    const [a, b] = [Math.min(x, y), Math.max(x, y)];
    return Math.abs((100 * a) / b - (values[c] ?? 0)) > 10 ** -decimals;
  }
  return true;
}

/** One report with one planted slip that breaks one relation. */
export function inject(dice: Dice, report: MadeReport): Injected | null {
  for (let attempt = 0; attempt < 30; attempt++) {
    const truth = dice.pick(report.truths);
    if (truth.kind === 'citation' || truth.kind === 'date' || truth.kind === 'period') continue;
    if (truth.kind === 'number-order') {
      const [a, b] = dice.shuffle(truth.tokens);
      if (!a || !b || a.text === b.text) continue;
      return {
        blocks: replaceAt(replaceAt(report.blocks, a, b.text), b, a.text),
        truth,
        slip: 'two dates swapped',
        was: a.text,
        is: b.text,
        block: a.block,
      };
    }
    if (truth.items.length > 3 && dice.chance(0.6)) {
      const k = dice.int(1, truth.items.length - 1);
      const item = truth.items[k] as Token;
      const previous = truth.items[k - 1] as Token;
      return {
        blocks: replaceAt(report.blocks, { ...item, start: previous.end }, ''),
        truth,
        slip: 'item dropped',
        was: item.text,
        is: '',
        block: item.block,
      };
    }
    const token = dice.pick(truth.tokens);
    const changed = slipOfDigits(dice, token.text);
    if (!changed || changed.text === token.text || !breaks(truth, token, changed.text)) continue;
    return {
      blocks: replaceAt(report.blocks, token, changed.text),
      truth,
      slip: changed.slip,
      was: token.text,
      is: changed.text,
      block: token.block,
    };
  }
  return null;
}
