import { Refusal } from '../../kernel/refusal.ts';
import { commentLines } from './advice.ts';
import { type CheckOptions, check } from './check.ts';
import type { CheckResult, Finding, Place } from './finding.ts';
import { annotateDocx } from './reading/annotate-docx.ts';
import { readPlain } from './reading/plain.ts';
import { readDocument, sniff } from './reading/read-document.ts';
import type { CheckedText, TextBlock } from './text.ts';

/** A character range in a text that was sent as text. */
export interface SourceRange {
  start: number;
  end: number;
}

/** A checked document: what was read from it, and what was found. */
export interface CheckedDocument extends CheckResult {
  name: string;
  format: CheckedText['format'];
  pages: number | null;
  blocks: TextBlock[];
  /** For a text sent as text: where each finding stands in it, in the order of `findings`. */
  sources: { place: SourceRange; related: SourceRange[] }[] | null;
}

export async function checkFile(
  bytes: Uint8Array,
  name: string,
  options: CheckOptions,
): Promise<CheckedDocument> {
  const text = await readDocument(bytes, name);
  return documentOf(text, check(text, options), null);
}

export function checkSource(source: string, format: 'txt' | 'md', options: CheckOptions): CheckedDocument {
  const { blocks, origins, format: read } = readPlain(source, format);
  const text: CheckedText = { name: '', format: read, blocks };
  const result = check(text, options);
  const rangeOf = (place: Place): SourceRange => {
    const at = origins[place.block];
    const start = at?.[place.start] ?? 0;
    return { start, end: (at?.[place.end - 1] ?? start - 1) + 1 };
  };
  return documentOf(
    text,
    result,
    result.findings.map((finding) => ({
      place: rangeOf(finding.place),
      related: finding.related.map(rangeOf),
    })),
  );
}

function documentOf(
  text: CheckedText,
  result: CheckResult,
  sources: CheckedDocument['sources'],
): CheckedDocument {
  const { name, format, blocks, pages } = text;
  return { name, format, pages: pages ?? null, blocks, sources, ...result };
}

/** The same .docx with a Word comment at each finding that is not among `without` (ids). */
export async function annotateFile(
  bytes: Uint8Array,
  name: string,
  without: readonly string[],
  at: Date,
  options: CheckOptions,
): Promise<{ bytes: Uint8Array; findings: Finding[]; document: CheckedDocument }> {
  if (bytes.length === 0) throw new Refusal('invalid', 'document.empty');
  if (sniff(bytes, name) !== 'docx') throw new Refusal('invalid', 'document.not-docx');
  const document = await checkFile(bytes, name, options);
  const findings = document.findings.filter((finding) => !without.includes(finding.id));
  const comments = findings.map((finding) => ({
    block: finding.place.block,
    start: finding.place.start,
    end: finding.place.end,
    lines:
      document.blocks[finding.place.block]?.kind === 'footnote'
        ? [...commentLines(finding), `Chỗ ghi trong chú thích: “${finding.quote}”`]
        : commentLines(finding),
  }));
  return { bytes: annotateDocx(bytes, comments, at), findings, document };
}
