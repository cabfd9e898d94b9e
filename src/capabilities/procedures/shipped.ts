import { readdir, readFile } from 'node:fs/promises';
import { type CatalogueGround, type CatalogueInput, rowsOfJson } from './catalogue.ts';
import type { FormSchema, Process, Sector } from './shape.ts';

const FOLDER = new URL('../../../catalogue/', import.meta.url);

/**
 * Provinces with a land border, by code: what is done only by communes at the border is loaded for them alone.
 */
const BORDER_PROVINCES = new Set(
  '04 08 11 12 14 15 20 22 38 40 42 44 46 48 51 52 66 68 75 80 82 91'.split(' '),
);

async function json(path: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(path, FOLDER), 'utf8'));
}

let ground: Promise<CatalogueGround> | undefined;

/** The sectors, forms and processes that the product ships; a province's rows may name them. Read once. */
export function shippedGround(): Promise<CatalogueGround> {
  ground ??= (async () => {
    const forms = (await readdir(new URL('forms/', FOLDER))).filter((name) => name.endsWith('.json')).sort();
    return {
      sectors: new Map(((await json('sectors.json')) as Sector[]).map((sector) => [sector.code, sector])),
      forms: new Map(
        await Promise.all(
          forms.map(
            async (name) =>
              [name.slice(0, -'.json'.length), (await json(`forms/${name}`)) as FormSchema] as const,
          ),
        ),
      ),
      processes: new Map(Object.entries((await json('processes.json')) as Record<string, Process>)),
    };
  })();
  return ground;
}

/** The shipped procedures for a province, sector by sector. */
export async function shippedProcedures(provinceCode: string): Promise<CatalogueInput> {
  const { sectors } = await shippedGround();
  const input: CatalogueInput = {
    origin: 'haicap',
    sectors: [...sectors.values()],
    forms: new Map(),
    processes: new Map(),
    rows: [],
    faults: [],
  };
  for (const name of (await readdir(new URL('procedures/', FOLDER))).sort()) {
    if (!name.endsWith('.json')) continue;
    const { rows, faults } = rowsOfJson(name, await json(`procedures/${name}`));
    input.rows.push(...rows.filter((row) => BORDER_PROVINCES.has(provinceCode) || !isBorderOnly(row.value)));
    input.faults.push(...faults);
  }
  return input;
}

function isBorderOnly(value: unknown): boolean {
  const doubts = (value as { doubts?: unknown }).doubts;
  return Array.isArray(doubts) && doubts.includes('border-only');
}
