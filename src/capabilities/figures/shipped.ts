import { readFile } from 'node:fs/promises';
import { faultsOfIndicators, type Indicator } from './indicator.ts';
import { sourceNames } from './sources.ts';
import type { StatisticsForm } from './statistics-form.ts';

const FOLDER = new URL('../../../catalogue/', import.meta.url);
const json = async (path: string) => JSON.parse(await readFile(new URL(path, FOLDER), 'utf8')) as unknown;

let indicators: Promise<ReadonlyMap<string, Indicator>> | undefined;

/** The indicators that the product ships, by code and in the order of the screen. A faulty one is told at once. */
export function shippedIndicators(): Promise<ReadonlyMap<string, Indicator>> {
  indicators ??= (async () => {
    const list = (await json('indicators.json')) as Indicator[];
    const faults = faultsOfIndicators(list, sourceNames);
    if (faults.length > 0)
      throw new Error(
        `catalogue/indicators.json: ${faults.map(({ indicator, fault }) => `${indicator}: ${fault}`).join('; ')}`,
      );
    return new Map(list.map((one) => [one.code, one]));
  })();
  return indicators;
}

let forms: Promise<StatisticsForm[]> | undefined;

/** The versions of Biểu II.06a. */
export function shippedForms(): Promise<StatisticsForm[]> {
  forms ??= json('statistics/ii-06a.json') as Promise<StatisticsForm[]>;
  return forms;
}

/** The form as it holds on a legal day: last year's report goes on printing as last year's. */
export async function formOn(code: string, day: string): Promise<StatisticsForm | null> {
  return (
    (await shippedForms()).find(
      (form) =>
        form.code === code &&
        form.effectiveFrom <= day &&
        (form.effectiveTo === null || day < form.effectiveTo),
    ) ?? null
  );
}
