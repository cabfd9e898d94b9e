import { spawn } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { run as runTests } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { buildWeb } from '../src/cli/build-web.ts';
import { testServer } from './support/database.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

interface Outcome {
  passed: number;
  failed: number;
  /** Printed in full under the stage. */
  faults: string[];
}

interface Stage {
  name: string;
  about: string;
  run(pattern: string | undefined): Promise<Outcome>;
}

const isPage = (path: string) => path.startsWith('web/');
const text = (path: string) => readFileSync(ROOT + path, 'utf8');
const all = (...patterns: string[]) =>
  globSync(patterns, { cwd: ROOT })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.includes('node_modules/'))
    .sort();
const beside = () =>
  all('src/**/*.test.ts', 'web/**/*.test.{ts,tsx}', 'bench/**/*.test.ts', 'test/*.test.ts');
/** What a test file needs is seen from what it is given: an application, a database, or nothing. */
const needsApp = (path: string) => /\b(testApp|signedIn|buildApp|buildServer)\b/.test(text(path));
const needsDatabase = (path: string) => /support\/(database|province)\.ts'/.test(text(path));

const STAGES: Stage[] = [
  {
    name: 'types',
    about: 'tsc',
    run: () => tool('typescript/bin/tsc', ['-p', 'tsconfig.json', '--pretty', 'false']),
  },
  {
    name: 'lint',
    about: 'biome',
    run: () => tool('@biomejs/biome/bin/biome', ['check', '--colors=off', '--max-diagnostics=50']),
  },
  {
    name: 'house',
    about: 'rules of the house',
    run: (pattern) => tests(all('test/house/*.test.ts'), pattern),
  },
  {
    name: 'unit',
    about: 'nouns and pages, without input or output',
    run: (pattern) =>
      tests(
        beside().filter((path) => isPage(path) || !(needsApp(path) || needsDatabase(path))),
        pattern,
      ),
  },
  {
    name: 'database',
    about: 'acts and views on the real PostgreSQL',
    run: (pattern) =>
      tests(
        beside().filter((path) => !isPage(path) && needsDatabase(path) && !needsApp(path)),
        pattern,
      ),
  },
  {
    name: 'http',
    about: 'the API',
    run: (pattern) =>
      tests(
        [...beside().filter((path) => !isPage(path) && needsApp(path)), ...all('test/http/*.test.ts')],
        pattern,
      ),
  },
  {
    name: 'faults',
    about: 'each fault once; more of them: npm run test:faults',
    run: (pattern) => tests(all('test/faults/*.test.ts'), pattern),
  },
  {
    name: 'journeys',
    about: 'in a real browser',
    async run(pattern) {
      const here = await tool('../test/support/browser-here.ts', []);
      if (here.failed > 0)
        return { passed: 0, failed: 1, faults: [`  ✖ not run\n${here.faults.join('\n')}`] };
      await buildWeb((line) => console.log(`  ${line}`));
      return tests(all('test/journeys/*.test.ts'), pattern);
    },
  },
];

export const HELP = `Usage: bin/haicap test [--only ${STAGES.map(({ name }) => name).join(',')}] [-- PATTERN]

Runs everything, or the stages named by --only. PATTERN picks test files by a part of their path or, where none has it,
tests by a part of their name. Nothing is needed beforehand: the database and, on x64 Linux, the browser come from npm.
HAICAP_PICTURES=1 renews the pictures of the documentation. Exit code: 0 all passed, 1 something failed.`;

/** Runs the stages one after the other and closes with one table. Answers the exit code. */
export async function runStages(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { only: { type: 'string' } },
    allowPositionals: true,
  });
  const wanted = values.only?.split(',');
  const unknown = wanted?.filter((name) => !STAGES.some((stage) => stage.name === name)) ?? [];
  if (unknown.length > 0 || positionals.length > 1) {
    console.error(HELP);
    return 64;
  }
  const [pattern] = positionals;
  // Held from beginning to end, or the server would stop and start between two files.
  const needsServer = wanted?.some((name) => !['types', 'lint', 'unit'].includes(name)) ?? true;
  const server = needsServer ? await testServer() : null;
  const rows: { stage: Stage; outcome: Outcome; seconds: number }[] = [];
  try {
    for (const stage of STAGES) {
      if (wanted !== undefined && !wanted.includes(stage.name)) continue;
      const began = performance.now();
      process.stdout.write(`${stage.name} (${stage.about}) …\n`);
      const outcome = await stage.run(pattern).catch(
        (error: unknown): Outcome => ({
          passed: 0,
          failed: 1,
          faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
        }),
      );
      const seconds = (performance.now() - began) / 1000;
      for (const fault of outcome.faults) console.log(`\n${fault}\n`);
      console.log(`  ${outcome.passed} passed, ${outcome.failed} failed, ${seconds.toFixed(1)} s`);
      rows.push({ stage, outcome, seconds });
    }
  } finally {
    await server?.stop();
  }
  return close(rows, pattern);
}

function close(rows: { stage: Stage; outcome: Outcome; seconds: number }[], pattern?: string): number {
  let isGood = rows.length > 0;
  console.log(
    `\n${'stage'.padEnd(12)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'seconds'.padStart(10)}`,
  );
  for (const { stage, outcome, seconds } of rows) {
    // A stage that has run nothing has shown nothing.
    const isEmpty = outcome.passed + outcome.failed === 0 && pattern === undefined;
    if (isEmpty || outcome.failed > 0) isGood = false;
    console.log(
      stage.name.padEnd(12) +
        String(outcome.passed).padStart(8) +
        String(outcome.failed).padStart(8) +
        seconds.toFixed(1).padStart(10) +
        (isEmpty ? '   nothing was run' : ''),
    );
  }
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  const passed = sum(({ outcome }) => outcome.passed);
  if (passed === 0) isGood = false;
  console.log(
    `${'all'.padEnd(12)}${String(passed).padStart(8)}${String(sum(({ outcome }) => outcome.failed)).padStart(8)}` +
      `${sum(({ seconds }) => seconds)
        .toFixed(1)
        .padStart(10)}   ${isGood ? 'OK' : 'FAILED'}`,
  );
  return isGood ? 0 : 1;
}

/** A program of a package; it passes or fails as one. */
function tool(program: string, args: string[]): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [`${ROOT}node_modules/${program}`, ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => done({ passed: 0, failed: 1, faults: [error.message] }));
    child.on('exit', (code) =>
      done(
        code === 0
          ? { passed: 1, failed: 0, faults: [] }
          : { passed: 0, failed: 1, faults: [stripVTControlCharacters(output).trim()] },
      ),
    );
  });
}

interface TestEvent {
  name: string;
  file?: string;
  nesting: number;
  message?: string;
  skip?: boolean | string;
  todo?: boolean | string;
  details?: { type?: string; error?: { failureType?: string; cause?: unknown; message?: string } };
}

/** Runs test files two at a time, each in a process of its own, and keeps what failed. */
async function tests(files: string[], pattern: string | undefined): Promise<Outcome> {
  const named = pattern === undefined ? files : files.filter((path) => path.includes(pattern));
  const chosen = named.length > 0 ? named : files;
  if (chosen.length === 0) return { passed: 0, failed: 0, faults: [] };
  const outcome: Outcome = { passed: 0, failed: 0, faults: [] };
  const said = new Map<string, string>();
  const path = (file: string | undefined) => (file === undefined ? '' : relative(ROOT, file));
  // The names above a test, by file: a fault is told with the whole sentence.
  const above = new Map<string, string[]>();
  const stream = runTests({
    files: chosen.map((file) => ROOT + file),
    concurrency: 2,
    ...(pattern !== undefined && named.length === 0 ? { testNamePatterns: [pattern] } : {}),
    execArgv: ['--disable-warning=ExperimentalWarning'],
    timeout: 600_000,
  }) as unknown as EventEmitter;
  const keep = ({ file, message }: TestEvent) => {
    const text = `${said.get(path(file)) ?? ''}${message ?? ''}`;
    said.set(path(file), text.slice(-10_000));
  };
  stream.on('test:stdout', keep);
  stream.on('test:stderr', keep);
  stream.on('test:start', ({ name, nesting, file }: TestEvent) => {
    above.set(path(file), [...(above.get(path(file)) ?? []).slice(0, nesting), name]);
  });
  stream.on('test:pass', (event: TestEvent) => {
    if (event.details?.type === 'suite' || isFileItself(event)) return;
    if (event.skip || event.todo) return;
    outcome.passed += 1;
  });
  stream.on('test:fail', (event: TestEvent) => {
    const error = event.details?.error;
    // A suite or a file that fails only because something in it failed is told by what is in it.
    if (error?.failureType === 'subtestsFailed') return;
    outcome.failed += 1;
    const cause =
      error?.cause instanceof Error
        ? (error.cause.stack ?? error.cause.message)
        : String(error?.cause ?? error?.message);
    const heard = said.get(path(event.file)) ?? '';
    outcome.faults.push(
      `  ✖ ${[...(above.get(path(event.file)) ?? []).slice(0, event.nesting), event.name].join(' › ')}\n    ${path(event.file)}\n${indent(tidy(cause))}` +
        (isFileItself(event) && heard !== '' ? `\n${indent(stripVTControlCharacters(heard))}` : ''),
    );
  });
  await new Promise<void>((done, fail) => {
    stream.on('end', done);
    stream.on('close', done);
    stream.on('error', fail);
    (stream as unknown as { resume(): void }).resume();
  });
  return outcome;
}

/** node:test also reports every file as a test of its own. */
const isFileItself = (event: TestEvent) =>
  event.nesting === 0 &&
  event.file !== undefined &&
  (event.name === event.file || event.file.endsWith(event.name));

/** Without colours and without the lines of Node itself; what is endless is cut. */
function tidy(words: string): string {
  const lines = stripVTControlCharacters(words)
    .split('\n')
    .filter((line) => !/^\s+at .*(node:|\[as )/.test(line));
  return (lines.length > 120 ? [...lines.slice(0, 120), `… ${lines.length - 120} more lines`] : lines).join(
    '\n',
  );
}

const indent = (words: string) => words.trimEnd().replaceAll(/^/gm, '      ');
