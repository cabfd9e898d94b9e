import { readFile } from 'node:fs/promises';
import { type Definitions, faultsOfDefinitions, indicatorsOn } from './definitions.ts';
import type { Form } from './form.ts';
import type { Indicator } from './indicator.ts';
import { sourceNames } from './sources.ts';

const FOLDER = new URL('../../../catalogue/', import.meta.url);
const json = async (path: string) => JSON.parse(await readFile(new URL(path, FOLDER), 'utf8')) as unknown;

/** In the order in which screens offer them. */
const FORMS = ['ii-06a', 'ii-07b', 'administrative-reform-annex', 'index-766'];

let definitions: Promise<Definitions> | undefined;

/** The indicators and forms that the product ships, in the order of the screen. A faulty one is told at once. */
export function shippedDefinitions(): Promise<Definitions> {
  definitions ??= (async () => {
    const found: Definitions = {
      indicators: (await json('indicators.json')) as Indicator[],
      forms: (
        await Promise.all(FORMS.map(async (name) => (await json(`statistics/${name}.json`)) as Form[]))
      ).flat(),
    };
    const faults = faultsOfDefinitions(found, sourceNames);
    if (faults.length > 0)
      throw new Error(`catalogue: ${faults.map(({ at, fault }) => `${at}: ${fault}`).join('; ')}`);
    return found;
  })();
  return definitions;
}

/** The shipped indicators by code, in their newest version. */
export async function shippedIndicators(): Promise<ReadonlyMap<string, Indicator>> {
  return indicatorsOn((await shippedDefinitions()).indicators, '9999-12-31');
}
