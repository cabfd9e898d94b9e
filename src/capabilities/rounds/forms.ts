import { readFile } from 'node:fs/promises';
import type { Tx } from '../../kernel/tx.ts';
import { definitionsOf, indicatorsOn } from '../figures/index.ts';
import { faultsOfForm, type RoundForm } from './form.ts';
import { importedForms } from './store.ts';

const SHIPPED = ['administrative-reform-data'];
const FOLDER = new URL('../../../catalogue/round-forms/', import.meta.url);

let shipped: Promise<RoundForm[]> | undefined;

/** The data forms that the product ships, in all their versions. */
export function shippedForms(): Promise<RoundForm[]> {
  shipped ??= Promise.all(
    SHIPPED.map(
      async (name) => JSON.parse(await readFile(new URL(`${name}.json`, FOLDER), 'utf8')) as RoundForm[],
    ),
  ).then((files) => files.flat());
  return shipped;
}

/** The forms that hold on a legal day, the newest version of each: the province's own go before the shipped ones. */
export async function formsOn(tx: Tx, day: string): Promise<RoundForm[]> {
  const found = new Map<string, RoundForm>();
  const holding = (forms: readonly RoundForm[]) =>
    forms
      .filter((form) => form.effectiveFrom <= day && (form.effectiveTo === null || form.effectiveTo > day))
      .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  for (const form of [...holding(await shippedForms()), ...holding(await importedForms(tx))])
    found.set(form.code, form);
  return [...found.values()];
}

/** The indicators that hold on a day, by code: whether bodies' figures add up. */
export async function countableOn(tx: Tx, day: string): Promise<ReadonlyMap<string, boolean>> {
  const indicators = indicatorsOn((await definitionsOf(tx)).indicators, day);
  return new Map(
    [...indicators.values()].map(({ code, counts }) => [code, 'moment' in counts || 'sum' in counts]),
  );
}

/** What is wrong with a form, judged by the indicators of the day from which it holds. */
export const faultsOn = async (tx: Tx, form: RoundForm) =>
  faultsOfForm(form, await countableOn(tx, form.effectiveFrom));
