import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { type Files, readHouse, readRepository } from './house.ts';

const files = readRepository();

/** The numbered list of capabilities in ARCHITECTURE.md: name to number. */
function writtenOrder(): Map<string, number> {
  const page = readFileSync(new URL('../../ARCHITECTURE.md', import.meta.url), 'utf8');
  const order = new Map<string, number>();
  for (const [, number, line] of page.matchAll(/^(\d+)\. (.+)$/gm))
    for (const [, name] of (line ?? '').matchAll(/`([a-z]+)`/g)) order.set(name ?? '', Number(number));
  return order;
}

const roomOf = (path: string) => /^src\/capabilities\/([a-z-]+)\//.exec(path)?.[1];

/** Imports from one capability into another that is not written lower. */
function againstTheOrder(repository: Files): { examined: number; faults: string[] } {
  const order = writtenOrder();
  const faults: string[] = [];
  let examined = 0;
  for (const { path, imports } of readHouse(repository).sources.values()) {
    const room = roomOf(path);
    if (room === undefined || /\.test\.tsx?$/.test(path)) continue;
    for (const { to } of imports) {
      const other = roomOf(to);
      if (other === undefined || other === room) continue;
      examined++;
      if (!((order.get(other) ?? Number.POSITIVE_INFINITY) < (order.get(room) ?? 0)))
        faults.push(`${path} imports ${other}: it is not below ${room} in ARCHITECTURE.md`);
    }
  }
  return { examined, faults };
}

describe('the order among capabilities', () => {
  test('is that of ARCHITECTURE.md', () => {
    const { examined, faults } = againstTheOrder(files);
    assert.ok(examined > 20, 'nothing was examined');
    assert.deepEqual(faults, []);
  });

  test('names every capability', () => {
    const rooms = new Set([...files.keys()].map(roomOf).filter((room) => room !== undefined));
    assert.deepEqual(
      [...rooms].filter((room) => !writtenOrder().has(room)),
      [],
    );
  });

  test('is broken by a calendar that asks the dossiers', () => {
    const planted = new Map(files).set(
      'src/capabilities/calendar/curious.ts',
      `import { isOpen } from '../dossiers/index.ts';\nexport const ask = isOpen;\n`,
    );
    assert.equal(againstTheOrder(planted).faults.length, againstTheOrder(files).faults.length + 1);
  });
});
