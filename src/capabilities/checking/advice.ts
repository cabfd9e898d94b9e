import type { Finding } from './finding.ts';
import { type FindingKind, KINDS } from './kinds.ts';

export const SEVERITY_WORDS: Record<Finding['severity'], string> = {
  error: 'Sai',
  warning: 'Nên xem lại',
  note: 'Lưu ý',
};

/** Kinds whose `computed` is the outcome of a calculation, and whose `expected` is what the text says. */
const ARITHMETIC = new Set<FindingKind>([
  'sum',
  'part-exceeds-whole',
  'percentage',
  'complement',
  'difference',
  'list-count',
]);

/** A finding in lines, most important first: for a comment in the margin and for the command's output. */
export function adviceLines(finding: Finding): string[] {
  const lines = [finding.relation];
  if (finding.computed !== '' && finding.computed !== finding.expected)
    lines.push(
      ARITHMETIC.has(finding.kind)
        ? `Tính được: ${finding.computed}${finding.expected === '' ? '' : `; văn bản ghi: ${finding.expected}`}`
        : `Thấy: ${finding.computed}${finding.expected === '' ? '' : `; đúng ra: ${finding.expected}`}`,
    );
  if (finding.suggestion !== null) lines.push(`Nhiều khả năng đúng là: ${finding.suggestion}`);
  if (finding.suggestion !== null && finding.mends.length > 0)
    lines.push(`Khi đó khớp: ${finding.mends.join('; ')}`);
  return lines;
}

/** What a Word comment says: the kind's title first. */
export function commentLines(finding: Finding): string[] {
  return [`${SEVERITY_WORDS[finding.severity]}: ${KINDS[finding.kind].title}`, ...adviceLines(finding)];
}
