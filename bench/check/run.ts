/**
 * The four numbers of the report checker, and its speed:
 *   coverage            share of the checkable relations that it read (a relation not read counts as a miss)
 *   recall, natural     share of the real errors found (with --key FILE --texts DIR: an answer key made by reading)
 *   recall, injected    share of planted slips found that break a relation
 *   false alarms        findings per clean page
 *
 * node bin/haicap run bench/check/run.ts [-- --json] [--reports N] [--key FILE --texts DIR]
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult, Finding, Place } from '../../src/capabilities/checking/index.ts';
import { check, officialNames } from '../../src/capabilities/checking/index.ts';
import { readPlain } from '../../src/capabilities/checking/reading/plain.ts';
import type { CheckedText, TextBlock } from '../../src/capabilities/checking/text.ts';
import { guideExamples } from './guide.ts';
import { inject } from './injector.ts';
import { Dice, makeReport, type Truth } from './report-maker.ts';

const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const names = officialNames();
const run = (name: string, blocks: TextBlock[]): CheckResult =>
  check({ name, format: 'md', blocks }, { names });
const PAGE = 2400; // characters of a printed page

/** Kinds that read the same relation under another name. */
const FAMILY: Record<string, string[]> = {
  sum: ['sum', 'part-exceeds-whole', 'difference'],
  percentage: ['percentage'],
  difference: ['difference', 'sum'],
  'list-count': ['list-count'],
  complement: ['complement'],
  citation: ['citation-type', 'citation-issuer', 'citation-restated', 'citation-incomplete', 'younger-basis'],
  'citation-type': ['citation-type'],
  'citation-issuer': ['citation-issuer'],
  'citation-incomplete': ['citation-incomplete'],
  'number-order': ['number-order', 'citation-restated'],
  period: ['period'],
  date: ['date'],
  name: ['name'],
  restated: ['restated', 'citation-restated'],
  'number-format': ['number-format'],
  heading: ['heading'],
  share: ['part-exceeds-whole', 'percentage'],
};

function touches(place: Place, block: number, start: number, end: number): boolean {
  return place.block === block && place.start < end && place.end > start;
}

function isRead(
  result: CheckResult,
  kind: string,
  tokens: { block: number; start: number; end: number }[],
): boolean {
  const family = FAMILY[kind] ?? [kind];
  return (
    result.held.some(
      (h) =>
        family.includes(h.kind) &&
        (kind !== 'sum' || h.kind !== 'part-exceeds-whole') &&
        tokens.some((t) => [h.place, ...(h.related ?? [])].some((x) => touches(x, t.block, t.start, t.end))),
    ) ||
    result.findings.some(
      (f) =>
        family.includes(f.kind) &&
        tokens.some((t) => [f.place, ...f.related].some((p) => touches(p, t.block, t.start, t.end))),
    )
  );
}

function invented(reports: number): Record<string, unknown> {
  let relations = 0;
  let covered = 0;
  let pages = 0;
  const alarms: { report: string; kind: string; quote: string; relation: string }[] = [];
  const missed: { kind: string; text: string }[] = [];
  const byKind = new Map<string, [number, number]>();
  let planted = 0;
  let found = 0;
  const lost: { kind: string; slip: string; was: string; is: string; text: string }[] = [];
  for (let seed = 1; seed <= reports; seed++) {
    const report = makeReport(seed * 7919, 6);
    const clean = run(report.name, report.blocks);
    pages += report.blocks.reduce((s, b) => s + b.text.length, 0) / PAGE;
    for (const f of clean.findings)
      alarms.push({
        report: report.name,
        kind: f.kind,
        quote: report.blocks[f.place.block]?.text.slice(0, 160) ?? '',
        relation: f.relation,
      });
    for (const truth of report.truths) {
      relations++;
      const ok = isRead(clean, truth.kind, truth.tokens);
      if (ok) covered++;
      else
        missed.push({
          kind: truth.kind,
          text: report.blocks[truth.tokens[0]?.block ?? 0]?.text.slice(0, 200) ?? '',
        });
      const [n, k] = byKind.get(truth.kind) ?? [0, 0];
      byKind.set(truth.kind, [n + 1, k + (ok ? 1 : 0)]);
    }
    const known = new Set(clean.findings.map((f) => f.id));
    const dice = new Dice(seed * 104_729);
    for (let i = 0; i < 12; i++) {
      const slip = inject(dice, report);
      if (!slip) continue;
      planted++;
      const result = run(report.name, slip.blocks);
      const fresh = result.findings.filter((f) => !known.has(f.id));
      if (fresh.some((f) => concerns(f, slip.truth, slip.block))) found++;
      else
        lost.push({
          kind: slip.truth.kind,
          slip: slip.slip,
          was: slip.was,
          is: slip.is,
          text: slip.blocks[slip.block]?.text.slice(0, 220) ?? '',
        });
    }
  }
  return {
    reports,
    pages: Math.round(pages),
    relations,
    coverage: covered / relations,
    coverageByKind: Object.fromEntries([...byKind].map(([k, [n, c]]) => [k, Number((c / n).toFixed(3))])),
    planted,
    recallInjected: found / planted,
    falseAlarmsPerPage: alarms.length / pages,
    alarms,
    missed: missed.slice(0, 60),
    lost: lost.slice(0, 60),
  };
}

function concerns(f: Finding, truth: Truth, block: number): boolean {
  const blocks = new Set([block, ...truth.tokens.map((t) => t.block)]);
  return [f.place, ...f.related].some((p) => blocks.has(p.block));
}

/** An answer key made by reading: {"file.txt": {"relations": [{kind, at}], "errors": [{kind, at}], "noise"?: [{at}]}}; `at` is a piece of the text. */
interface Key {
  [file: string]: {
    relations: { kind: string; at: string; nth?: number }[];
    errors: { kind: string; at: string; nth?: number }[];
    pages?: number;
  };
}

function againstKey(keyFile: string, folder: string): Record<string, unknown> {
  const key = JSON.parse(readFileSync(keyFile, 'utf8')) as Key;
  let relations = 0;
  let covered = 0;
  let errors = 0;
  let caught = 0;
  let alarms = 0;
  let pages = 0;
  const details: string[] = [];
  for (const [file, truth] of Object.entries(key)) {
    const source = readFileSync(join(folder, file), 'utf8');
    const blocks = readPlain(source, file.endsWith('.md') ? 'md' : 'txt').blocks;
    const result = run(file, blocks);
    pages += truth.pages ?? source.length / PAGE;
    const locate = (at: string, nth = 1): { block: number; start: number; end: number }[] => {
      let seen = 0;
      for (const [b, block] of blocks.entries()) {
        for (let i = block.text.indexOf(at); i >= 0; i = block.text.indexOf(at, i + 1))
          if (++seen === nth) return [{ block: b, start: i, end: i + at.length }];
      }
      details.push(`${file}: the key's "${at}" is not in the text`);
      return [];
    };
    for (const r of truth.relations) {
      relations++;
      if (isRead(result, r.kind, locate(r.at, r.nth))) covered++;
      else details.push(`${file}: unread ${r.kind} "${r.at}"`);
    }
    const explained = new Set<string>();
    for (const e of truth.errors) {
      errors++;
      relations++;
      const at = locate(e.at, e.nth);
      const family = FAMILY[e.kind] ?? [e.kind];
      const hits = result.findings.filter(
        (f) =>
          (family.includes(f.kind) || f.kind === 'part-exceeds-whole') &&
          at.some((t) => [f.place, ...f.related].some((p) => touches(p, t.block, t.start, t.end))),
      );
      for (const h of hits) explained.add(h.id);
      if (hits.length > 0) {
        caught++;
        covered++;
      } else details.push(`${file}: missed ${e.kind} "${e.at}"`);
    }
    for (const f of result.findings) {
      if (explained.has(f.id)) continue;
      alarms++;
      details.push(`${file}: not in the key: ${f.severity} ${f.kind} "${f.quote}" (${f.relation})`);
    }
  }
  return {
    relations,
    coverage: covered / relations,
    errors,
    recallNatural: caught / errors,
    falseAlarmsPerPage: alarms / pages,
    pages: Math.round(pages),
    details,
  };
}

function speed(): Record<string, unknown> {
  const blocks: TextBlock[] = [];
  let pages = 0;
  for (let seed = 1; pages < 1000; seed++) {
    const report = makeReport(seed * 31, 25);
    blocks.push(
      ...report.blocks.map((b) =>
        b.cell ? { ...b, cell: { ...b.cell, table: b.cell.table + seed * 1000 } } : b,
      ),
    );
    pages = blocks.reduce((s, b) => s + b.text.length, 0) / PAGE;
  }
  const text: CheckedText = { name: 'long', format: 'txt', blocks };
  const began = performance.now();
  check(text, { names });
  const seconds = (performance.now() - began) / 1000;
  return {
    pages: Math.round(pages),
    seconds: Number(seconds.toFixed(2)),
    pagesPerSecond: Math.round(pages / seconds),
  };
}

/** Errors written by hand, one of each kind: what is there to be recalled without an answer key of one's own. */
function byHand(): { errors: number; recallNatural: number } {
  const examples = guideExamples();
  const found = examples.filter(({ kind, wrong }) =>
    check({ name: 'guide', format: 'txt', blocks: readPlain(wrong, 'txt').blocks }, { names }).findings.some(
      (one) => one.kind === kind,
    ),
  );
  return { errors: examples.length, recallNatural: found.length / examples.length };
}

const keyFile = argument('--key');
const folder = argument('--texts');
const made = invented(Number(argument('--reports') ?? 60));
const real = keyFile && folder ? againstKey(keyFile, folder) : null;
const hand = byHand();
const fast = process.argv.includes('--no-speed') ? null : speed();
if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ invented: made, byHand: hand, key: real, speed: fast }, null, 1));
} else {
  const percent = (x: unknown): string => `${(Number(x) * 100).toFixed(1)} %`;
  console.log(
    `invented reports: ${made.reports}, ${made.pages} pages, ${made.relations} relations, ${made.planted} planted slips`,
  );
  console.log(
    `  coverage                 ${percent(made.coverage)}   ${JSON.stringify(made.coverageByKind)}`,
  );
  console.log(`  recall, injected         ${percent(made.recallInjected)}`);
  console.log(`  false alarms per page    ${Number(made.falseAlarmsPerPage).toFixed(3)}`);
  if (real) {
    console.log(`against the key: ${real.pages} pages, ${real.relations} relations, ${real.errors} errors`);
    console.log(`  coverage                 ${percent(real.coverage)}`);
    console.log(`  recall, natural errors   ${percent(real.recallNatural)}`);
    console.log(`  false alarms per page    ${Number(real.falseAlarmsPerPage).toFixed(3)}`);
    for (const line of real.details as string[]) console.log(`    ${line}`);
  } else
    console.log(
      `  recall, natural errors   ${percent(hand.recallNatural)}   (${hand.errors} written by hand, one of each kind: the guide's; on real reports: --key FILE --texts DIR)`,
    );
  if (fast)
    console.log(`speed: ${fast.pages} pages in ${fast.seconds} s, ${fast.pagesPerSecond} pages per second`);
}
