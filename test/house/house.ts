import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

/** The repository as text: path from its root → content. A plain map, so that a test can plant a file in it. */
export type Files = ReadonlyMap<string, string>;

export interface Import {
  /** A path from the root for our own files, otherwise the package or builtin as written. */
  to: string;
  isOurs: boolean;
  /** Erased before the program runs. */
  isType: boolean;
}

export interface SourceFile {
  path: string;
  imports: Import[];
  /** What is thrown over in a walk of the syntax: calls and constructions by name, and texts. */
  calls: { name: string; args: number }[];
  texts: string[];
}

export interface House {
  files: Files;
  sources: Map<string, SourceFile>;
}

/** What a rule found. `examined` counts what it looked at: a rule that has looked at nothing has not held. */
export interface Verdict {
  examined: number;
  faults: string[];
}

/** A rule of the house; fault lines begin with the path. */
export interface Rule {
  name: string;
  judge(house: House): Verdict;
  /** Files that break it, to see it bite. */
  planted: Record<string, string>;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** All files that git knows or would take in. */
export function readRepository(): Files {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const files = new Map<string, string>();
  for (const path of list.split('\0')) {
    if (path === '' || /\.(png|jpe?g|webp|ico|ttf|woff2?|pdf|docx|xlsx|odt|zip|gif)$/.test(path)) continue;
    try {
      files.set(path, readFileSync(join(ROOT, path), 'utf8'));
    } catch {
      // Deleted in the working tree.
    }
  }
  return files;
}

const parsed = new Map<string, SourceFile>();

export function readHouse(files: Files): House {
  const sources = new Map<string, SourceFile>();
  for (const [path, text] of files) {
    if (!/\.(ts|tsx)$/.test(path) || path.endsWith('.d.ts')) continue;
    const key = `${path}\0${text}`;
    let source = parsed.get(key);
    if (source === undefined) {
      source = readSource(path, text);
      parsed.set(key, source);
    }
    sources.set(path, source);
  }
  return { files, sources };
}

function readSource(path: string, text: string): SourceFile {
  const { module, program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const imports: Import[] = [];
  const add = (written: string, isType: boolean) => {
    const isOurs = written.startsWith('.');
    imports.push({ to: isOurs ? normalize(join(dirname(path), written)) : written, isOurs, isType });
  };
  for (const found of module.staticImports)
    add(found.moduleRequest.value, found.entries.length > 0 && found.entries.every((entry) => entry.isType));
  for (const found of module.staticExports)
    for (const entry of found.entries)
      if (entry.moduleRequest !== null) add(entry.moduleRequest.value, entry.isType);
  for (const found of module.dynamicImports) {
    const written = text.slice(found.moduleRequest.start, found.moduleRequest.end);
    const literal = /^(['"`])([^'"`$]*)\1$/.exec(written);
    if (literal?.[2] !== undefined) add(literal[2], false);
  }
  const calls: SourceFile['calls'] = [];
  const texts: string[] = [];
  walk(program, (node) => {
    if (node.type === 'NewExpression' || node.type === 'CallExpression') {
      const name = nameOf(node.callee);
      if (name !== null)
        calls.push({
          name: node.type === 'NewExpression' ? `new ${name}` : name,
          args: (node.arguments as unknown[]).length,
        });
    } else if (node.type === 'Literal' && typeof node.value === 'string') texts.push(node.value);
    else if (node.type === 'TemplateElement') texts.push((node.value as { raw: string }).raw);
  });
  return { path, imports, calls, texts };
}

type Node = Record<string, unknown> & { type: string };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const one of value) walk(one, visit);
    return;
  }
  if (!isNode(value)) return;
  visit(value);
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) walk(part, visit);
}

/** `Date`, `Date.now`, `pool.query`; null for anything less plain. */
function nameOf(callee: unknown): string | null {
  if (!isNode(callee)) return null;
  if (callee.type === 'Identifier') return callee.name as string;
  if (callee.type !== 'MemberExpression' || !isNode(callee.property)) return null;
  const object = nameOf(callee.object);
  const property = callee.property.name;
  return typeof property === 'string' ? `${object ?? '?'}.${property}` : null;
}
