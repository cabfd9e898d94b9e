import type { Passage } from './passage.ts';
import type { Quantity } from './quantity.ts';

/**
 * A passage with every number replaced by ⟦n⟧, n being its index among the passage's quantities, so that wordings can be
 * matched by pattern whatever the figures are. Lower-cased; masked spans (dates, symbols) are replaced by ⟨⟩.
 */
export interface Template {
  text: string;
  quantities: Quantity[];
}

export function templateOf(
  passage: Passage,
  quantities: Quantity[],
  masked: { start: number; end: number }[],
): Template {
  let text = '';
  let at = 0;
  const cuts = [
    ...quantities.map((q, i) => ({ start: q.start, end: q.end, put: `⟦${i}⟧` })),
    ...masked.map((m) => ({ start: m.start, end: m.end, put: '⟨⟩' })),
  ].sort((a, b) => a.start - b.start);
  for (const cut of cuts) {
    if (cut.start < at) continue;
    text += passage.text.slice(at, cut.start) + cut.put;
    at = cut.end;
  }
  text += passage.text.slice(at);
  return { text: text.toLowerCase(), quantities };
}

/** All matches of `pattern` (global) in the template; groups that are digits name quantities. */
export function* matches(
  template: Template,
  pattern: RegExp,
): Generator<{ match: RegExpMatchArray; q: (group: number) => Quantity | undefined }> {
  if (template.quantities.length === 0) return;
  for (const match of template.text.matchAll(pattern)) {
    yield {
      match,
      q: (group) => (match[group] === undefined ? undefined : template.quantities[Number(match[group])]),
    };
  }
}
