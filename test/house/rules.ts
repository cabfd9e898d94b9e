import { builtinModules } from 'node:module';
import { basename, dirname } from 'node:path/posix';
import type { House, Import, Rule, SourceFile, Verdict } from './house.ts';

const isTest = (path: string) => /\.test\.tsx?$/.test(path) || /^(test|bench)\//.test(path);

function program(house: House): SourceFile[] {
  return [...house.sources.values()].filter(({ path }) => path.startsWith('src/') && !isTest(path));
}

/** Judges every import of some files; `fault` answers what is wrong with one, or null. */
function eachImport(sources: SourceFile[], fault: (from: string, found: Import) => string | null): Verdict {
  let examined = 0;
  const faults: string[] = [];
  for (const { path, imports } of sources)
    for (const found of imports) {
      examined += 1;
      const wrong = fault(path, found);
      if (wrong !== null) faults.push(`${path} imports ${found.to}: ${wrong}`);
    }
  return { examined, faults };
}

// ---- layers ----

/** The rooms of src/ from the ground up. A line depends on its own floor's room or on lower floors only. */
const FLOORS: [floor: number, room: RegExp][] = [
  [0, /^src\/kernel\//],
  [1, /^src\/db\//],
  [1, /^src\/outside\//],
  [1, /^src\/config\.ts$/],
  [2, /^src\/capabilities\//],
  [3, /^src\/perform\.ts$/],
  [4, /^src\/http\//],
  [4, /^src\/jobs\//],
  [4, /^src\/loading\//],
  [4, /^src\/backup\//],
  [5, /^src\/app\.ts$/],
  [6, /^src\/cli\//],
  [7, /^src\/main\.ts$/],
];

const roomOf = (path: string) => FLOORS.find(([, room]) => room.test(path));

const layers: Rule = {
  name: 'a line depends downwards only: main → cli → app → http, jobs → perform → capabilities → db, outside → kernel',
  judge: (house) =>
    eachImport(program(house), (from, { to, isOurs }) => {
      const here = roomOf(from);
      if (here === undefined) return 'the file stands in no room of the house';
      if (!isOurs || to.endsWith('.json')) return null;
      if (!to.startsWith('src/')) return 'the program depends on nothing outside src/';
      const there = roomOf(to);
      if (there === undefined) return 'no such room';
      if (there[1] === here[1] || there[0] < here[0]) return null;
      // main lists the commands, and a command's shape is said there.
      if (there[0] === here[0]) return 'neighbours on one floor do not know each other';
      return 'that is upwards';
    }),
  planted: {
    'src/kernel/planted.ts': `import { connect } from '../db/connect.ts'; connect;`,
    'src/db/planted.ts': `import type { Dossier } from '../capabilities/dossiers/index.ts'; export type X = Dossier;`,
    'src/capabilities/units/planted.ts': `export { perform } from '../../perform.ts';`,
    'src/outside/planted.ts': `import { connect } from '../db/connect.ts'; connect;`,
    'src/services/planted.ts': `import { connect } from '../db/connect.ts'; connect;`,
  },
};

// ---- capabilities ----

const capabilityOf = (path: string) => /^src\/capabilities\/([^/]+)\//.exec(path)?.[1] ?? null;

const neighbours: Rule = {
  name: 'a capability is entered by its index.ts (the app also by routes.ts, a command by command.ts)',
  judge: (house) =>
    eachImport(
      program(house).filter(({ imports }) => imports.some(({ to }) => to.startsWith('src/capabilities/'))),
      (from, { to }) => {
        const there = capabilityOf(to);
        if (there === null || there === capabilityOf(from)) return null;
        const door = to.slice(`src/capabilities/${there}/`.length);
        if (door === 'index.ts') return null;
        if (door === 'routes.ts' && from === 'src/app.ts') return null;
        if (door === 'command.ts' && from.startsWith('src/cli/')) return null;
        return 'go in by index.ts';
      },
    ),
  planted: {
    'src/capabilities/papers/planted.ts': `import { getDossier } from '../dossiers/store.ts'; getDossier;`,
    'src/http/planted.ts': `import type { Session } from '../capabilities/people/session.ts'; export type X = Session;`,
  },
};

type Part = 'index' | 'routes' | 'acts' | 'views' | 'store' | 'noun';

function partOf(path: string): Part {
  const inside = path.replace(/^src\/capabilities\/[^/]+\//, '');
  if (inside.startsWith('acts/')) return 'acts';
  const name = inside.replace(/\.ts$/, '');
  return name === 'index' || name === 'routes' || name === 'views' || name === 'store' ? name : 'noun';
}

/** What each part of a capability must not reach, by whatever way inside the capability. */
const OUT_OF_REACH: Record<Part, Part[]> = {
  index: [],
  routes: ['index'],
  acts: ['index', 'routes', 'views'],
  views: ['index', 'routes', 'acts'],
  store: ['index', 'routes', 'acts', 'views'],
  noun: ['index'],
};

const inside: Rule = {
  name: 'inside a capability: routes → acts, views → store → nouns',
  judge(house) {
    let examined = 0;
    const faults: string[] = [];
    for (const { path } of program(house)) {
      const here = capabilityOf(path);
      if (here === null) continue;
      const forbidden = OUT_OF_REACH[partOf(path)];
      for (const way of waysFrom(house, path, (to) => capabilityOf(to) === here)) {
        examined += 1;
        const end = way.at(-1) ?? '';
        if (forbidden.includes(partOf(end))) faults.push(`${way.join(' → ')}: not in this direction`);
      }
    }
    return { examined, faults };
  },
  planted: {
    'src/capabilities/dossiers/store.ts': `import './planted-noun.ts';`,
    'src/capabilities/dossiers/planted-noun.ts': `import './views.ts';`,
    'src/capabilities/units/views.ts': `import './routes.ts';`,
  },
};

/** Shortest ways along value imports from a file to every file it reaches among those that `within` lets pass. */
function waysFrom(house: House, from: string, within: (path: string) => boolean): string[][] {
  const seen = new Set([from]);
  const queue: string[][] = [[from]];
  const ways: string[][] = [];
  for (let way = queue.shift(); way !== undefined; way = queue.shift()) {
    for (const { to, isOurs, isType } of house.sources.get(way.at(-1) ?? '')?.imports ?? []) {
      if (!isOurs || isType || seen.has(to) || !within(to)) continue;
      seen.add(to);
      const longer = [...way, to];
      ways.push(longer);
      queue.push(longer);
    }
  }
  return ways;
}

const circles: Rule = {
  name: 'no circles: neither among files nor among capabilities',
  judge(house) {
    const sources = [...house.sources.values()].filter(
      ({ path }) => /^(src|web)\//.test(path) && !isTest(path),
    );
    const among = (nodeOf: (path: string) => string | null) => {
      const graph = new Map<string, Set<string>>();
      for (const { path, imports } of sources) {
        const from = nodeOf(path);
        if (from === null) continue;
        const next = graph.get(from) ?? new Set<string>();
        graph.set(from, next);
        for (const { to, isOurs, isType } of imports) {
          const target = isOurs && !isType ? nodeOf(to) : null;
          if (target !== null && target !== from) next.add(target);
        }
      }
      return circlesIn(graph);
    };
    return {
      examined: sources.reduce((sum, { imports }) => sum + imports.length, 0),
      faults: [...among((path) => path), ...among(capabilityOf)],
    };
  },
  planted: {
    'src/kernel/planted-one.ts': `export { two } from './planted-two.ts'; export const one = 1;`,
    'src/kernel/planted-two.ts': `import { one } from './planted-one.ts'; export const two = one + 1;`,
    'src/capabilities/record/planted.ts': `export * from '../dossiers/index.ts';`,
  },
};

/** One circle per knot: Tarjan's strongly connected components of more than one node. */
function circlesIn(graph: Map<string, Set<string>>): string[] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const on = new Set<string>();
  const found: string[] = [];
  const visit = (node: string): number => {
    const number = order.size;
    order.set(node, number);
    let lowest = number;
    stack.push(node);
    on.add(node);
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next)) continue;
      const seen = order.get(next);
      if (seen === undefined) lowest = Math.min(lowest, visit(next));
      else if (on.has(next)) lowest = Math.min(lowest, seen);
    }
    low.set(node, lowest);
    if (lowest === number) {
      const knot = stack.splice(stack.indexOf(node));
      for (const one of knot) on.delete(one);
      if (knot.length > 1) found.push(`${knot.join(', ')}: they depend on each other in a circle`);
    }
    return lowest;
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return found;
}

const BUILTIN = new Set(builtinModules);
const isBuiltin = (to: string) => to.startsWith('node:') || BUILTIN.has(to);

/** Packages that compute and touch nothing: a noun may use them, and the browser carries them. */
const PURE_PACKAGES = /^(typebox|@cfworker\/json-schema)(\/|$)/;

const browser: Rule = {
  name: "the browser's part takes nouns and types from the server, and nothing that does input or output",
  judge(house) {
    let examined = 0;
    const faults: string[] = [];
    for (const { path, imports } of house.sources.values()) {
      if (!path.startsWith('web/')) continue;
      for (const { to, isOurs, isType } of imports) {
        examined += 1;
        if (!isOurs) {
          if (!isTest(path) && isBuiltin(to)) faults.push(`${path} imports ${to}: no Node in the browser`);
          continue;
        }
        if (to.startsWith('web/') || isType || isTest(path)) continue;
        if (!to.startsWith('src/capabilities/') && !to.startsWith('src/kernel/')) {
          faults.push(`${path} imports ${to}: only nouns as values, otherwise types`);
          continue;
        }
        for (const way of [[to], ...waysFrom(house, to, () => true).map((way) => way)]) {
          const end = way.at(-1) ?? '';
          const impure = impurityOf(house.sources.get(end));
          if (impure !== null) faults.push(`${path} → ${way.join(' → ')}: ${impure}`);
        }
      }
    }
    return { examined, faults };
  },
  planted: {
    'web/planted-one.ts': `import { connect } from '../src/db/connect.ts'; connect;`,
    'web/planted-two.ts': `import { loadUnits } from '../src/capabilities/units/load-units.ts'; loadUnits;`,
    'web/planted-three.ts': `import { join } from 'node:path'; join;`,
  },
};

function impurityOf(source: SourceFile | undefined): string | null {
  if (source === undefined) return 'no such file';
  if (capabilityOf(source.path) !== null && partOf(source.path) !== 'noun') return 'not a noun';
  for (const { to, isOurs, isType } of source.imports) {
    if (to === 'src/kernel/tx.ts') return 'it asks the database';
    if (!isOurs && !isType && !PURE_PACKAGES.test(to)) return `it needs ${to}`;
  }
  return null;
}

const clock: Rule = {
  name: 'a capability is told what time it is: no clock, no chance in a noun',
  judge(house) {
    let examined = 0;
    const faults: string[] = [];
    for (const source of program(house)) {
      if (capabilityOf(source.path) === null) continue;
      // At the edge, where a request or a command line comes in, somebody has to look at the clock.
      if (partOf(source.path) === 'routes' || basename(source.path) === 'command.ts') continue;
      const isNoun = partOf(source.path) === 'noun' && impurityOf(source) === null;
      for (const { name, args } of source.calls) {
        examined += 1;
        if ((name === 'new Date' && args === 0) || name === 'Date.now' || name === 'Date')
          faults.push(`${source.path}: ${name}() asks the clock; take the time as an argument`);
        if (isNoun && (name === 'Math.random' || name.startsWith('crypto.') || name === 'performance.now'))
          faults.push(`${source.path}: ${name}() in a noun`);
      }
    }
    return { examined, faults };
  },
  planted: {
    'src/capabilities/dossiers/planted-one.ts': 'export const late = () => new Date();',
    'src/capabilities/dossiers/planted-two.ts': 'export const late = () => Date.now() > 5;',
    'src/capabilities/dossiers/planted-three.ts': 'export const pick = () => Math.random();',
  },
};

const driver: Rule = {
  name: 'the database driver is known to src/db alone',
  judge: (house) =>
    eachImport(program(house), (from, { to, isType }) =>
      to === 'pg' && !isType && !from.startsWith('src/db/')
        ? 'take the transaction that is handed to you'
        : null,
    ),
  planted: { 'src/capabilities/units/planted.ts': `import pg from 'pg'; pg;` },
};

const outward: Rule = {
  name: 'the program knows neither tests nor pages',
  judge: (house) =>
    eachImport(
      [...house.sources.values()].filter(({ path }) => /^(src|web)\//.test(path) && !isTest(path)),
      (from, { to, isOurs }) => {
        if (!isOurs) return to === 'node:test' ? 'a test tool in the program' : null;
        if (isTest(to)) return 'a test in the program';
        return from.startsWith('src/') && to.startsWith('web/') ? 'a page in the server' : null;
      },
    ),
  planted: {
    'src/kernel/planted-one.ts': `import '../../test/support/database.ts';`,
    'src/kernel/planted-two.ts': `import '../../web/app/words.ts';`,
  },
};

// ---- names ----

const folders: Rule = {
  name: 'no folder named utils, helpers, common, services, types or lib: a homeless line means that a noun is missing',
  judge(house) {
    const paths = [...house.files.keys()];
    return {
      examined: paths.length,
      faults: paths
        .filter((path) => /(^|\/)(utils?|helpers?|common|services?|types|libs?)(\/|\.tsx?$)/i.test(path))
        .map((path) => `${path}: give it the name of what it is about`),
    };
  },
  planted: { 'src/capabilities/units/utils/planted.ts': '', 'web/helpers.ts': '' },
};

const actNames: Rule = {
  name: "an act bears its file's and its capability's name",
  judge(house) {
    let examined = 0;
    const faults: string[] = [];
    for (const [path, text] of house.files) {
      const match = /^src\/capabilities\/([^/]+)\/acts\/([^/]+)\.ts$/.exec(path);
      if (match === null || isTest(path)) continue;
      examined += 1;
      const wanted = `${match[1]}.${match[2]}`;
      const names = [...text.matchAll(/\bname: '([a-z]+\.[a-z-]+)'/g)].map((found) => found[1]);
      if (!names.includes(wanted))
        faults.push(`${path}: no act named ${wanted}, found ${names.join(', ') || 'none'}`);
      if (!/^[a-z]+(-[a-z]+)+$/.test(match[2] ?? '')) faults.push(`${path}: an act is verb-thing`);
    }
    return { examined, faults };
  },
  planted: {
    'src/capabilities/dossiers/acts/eat-dossier.ts': `export const eatDossier = act({ name: 'dossiers.swallow-dossier' });`,
  },
};

const readmes: Rule = {
  name: 'every capability has a door and half a page of README',
  judge(house) {
    const names = new Set([...house.files.keys()].map(capabilityOf).filter((name) => name !== null));
    const faults: string[] = [];
    for (const name of names)
      for (const file of ['index.ts', 'README.md'])
        if (!house.files.has(`src/capabilities/${name}/${file}`))
          faults.push(`src/capabilities/${name}: no ${file}`);
    return { examined: names.size, faults };
  },
  planted: { 'src/capabilities/planted/noun.ts': '' },
};

// ---- texts ----

const machinePaths: Rule = {
  name: "no file names a path of somebody's machine or a private registry",
  judge(house) {
    const faults: string[] = [];
    for (const [path, text] of house.files) {
      if (path === 'test/house/rules.ts') continue; // the pattern itself
      text.split('\n').forEach((line, index) => {
        if (
          /(^|[^\w.])\/(work|root|home\/[a-z]\w*|Users\/[A-Za-z]\w*)\/[\w.-]/.test(line) ||
          /"resolved": "/.test(line)
        )
          faults.push(`${path}:${index + 1}: ${line.trim().slice(0, 100)}`);
      });
    }
    return { examined: house.files.size, faults };
  },
  planted: { 'docs/planted.md': 'See /home/somebody/notes.txt', 'src/planted.ts': `const x = '/root/x';` },
};

const REFUSED_SQL: [RegExp, string][] = [
  [/\bcreate\s+(or\s+replace\s+)?(constraint\s+)?trigger\b/i, 'no triggers'],
  [/\bmerge\s+into\b/i, 'no MERGE'],
  [/\bcurrent_date\b/i, 'pass the day'],
];

const sql: Rule = {
  name: 'SQL keeps to what also works when provinces are spread over machines: no trigger, no MERGE, no current_date',
  judge(house) {
    let examined = 0;
    const faults: string[] = [];
    const look = (path: string, text: string) => {
      examined += 1;
      for (const [pattern, why] of REFUSED_SQL) if (pattern.test(text)) faults.push(`${path}: ${why}`);
    };
    for (const [path, text] of house.files)
      if (path.startsWith('db/') && path.endsWith('.sql')) look(path, text.replaceAll(/--.*$/gm, ''));
    for (const { path, texts } of program(house)) for (const text of texts) look(path, text);
    return { examined, faults };
  },
  planted: {
    'db/migrations/9999_planted.sql': 'create trigger t after insert on record execute function f();',
    'src/capabilities/units/planted.ts': 'export const q = `insert into x select current_date`;',
  },
};

const migrations: Rule = {
  name: 'migrations are numbered once each, and every table says what it is',
  judge(house) {
    const paths = [...house.files.keys()].filter((path) => path.startsWith('db/migrations/'));
    const faults: string[] = [];
    const taken = new Map<string, string>();
    const all = paths.map((path) => house.files.get(path) ?? '').join('\n');
    for (const path of paths) {
      const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(basename(path))?.[1];
      if (number === undefined) faults.push(`${path}: 0001_what_it_brings.sql`);
      else if (taken.has(number)) faults.push(`${path}: ${number} is ${taken.get(number)}`);
      else taken.set(number, path);
      for (const [, table] of (house.files.get(path) ?? '').matchAll(/^create table (\w+)/gim))
        if (!new RegExp(`comment on table ${table} is`, 'i').test(all))
          faults.push(`${path}: ${table} has no comment`);
    }
    return { examined: paths.length, faults };
  },
  planted: { 'db/migrations/0001_planted.sql': 'create table planted (id bigint);' },
};

const mocks: Rule = {
  name: 'no mocks of our own modules, no tests that are skipped or alone',
  judge(house) {
    let examined = 0;
    const faults: string[] = [];
    for (const { path, calls } of house.sources.values()) {
      if (!/\.test\.tsx?$/.test(path)) continue;
      for (const { name } of calls) {
        examined += 1;
        if (/^mock\.(module|method|fn)$|\.mock\.(module|method|fn)$/.test(name))
          faults.push(`${path}: ${name}`);
        if (/^(test|describe|it|suite)\.(only|skip|todo)$/.test(name)) faults.push(`${path}: ${name}`);
      }
    }
    return { examined, faults };
  },
  planted: {
    'src/kernel/planted-one.test.ts': `import { mock } from 'node:test'; mock.module('./act.ts');`,
    'src/kernel/planted-two.test.ts': `import test from 'node:test'; test.only('x', () => {});`,
  },
};

const erasable: Rule = {
  name: 'our own files are imported with their .ts ending, as Node runs them',
  judge: (house) =>
    eachImport(
      [...house.sources.values()].filter(({ path }) => dirname(path) !== '.'),
      (_from, { to, isOurs }) => {
        if (!isOurs || /\.(tsx?|json|css|svg)(\?\w+)?$/.test(to)) return null;
        return 'write the ending';
      },
    ),
  planted: { 'src/kernel/planted.ts': `import './act';` },
};

export const RULES: Rule[] = [
  layers,
  neighbours,
  inside,
  circles,
  browser,
  clock,
  driver,
  outward,
  folders,
  actNames,
  readmes,
  machinePaths,
  sql,
  migrations,
  mocks,
  erasable,
];
