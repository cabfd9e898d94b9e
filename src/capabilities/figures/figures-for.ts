import type { Tx } from '../../kernel/tx.ts';
import { indicatorsOn } from './definitions.ts';
import { definitionsOf } from './definitions-store.ts';
import { onMap, type WhichMap } from './on-map.ts';
import type { Period } from './period.ts';
import type { Reckoned } from './reckon.ts';
import { reckoned } from './recount.ts';
import { type Counting, countFigures, EVERYTHING, type Figures, type Grouping } from './store.ts';

/** What is asked for; everything not named is not narrowed. */
export interface FiguresAsked {
  /** Codes of `catalogue/indicators.json`. */
  indicators: readonly string[];
  /** Half-open, of legal days. */
  period: Period;
  /** Bodies by their id; null: the whole province. */
  bodies: string[] | null;
  by?: Grouping | undefined;
  sector?: string | undefined;
  procedure?: string | undefined;
  channel?: string | undefined;
  /** What the asker may see; without it everything: the caller then answers for who may ask. */
  reach?: Counting['reach'] | undefined;
  /** Counted at; while the period runs, lateness is judged by it. */
  at: Date;
  /** As it was known at this past moment; without it, as it is known now. */
  asOf?: Date | undefined;
  /** Bodies as they are today, with what they took over (so when it is not said); or each as it was on that day. */
  map?: WhichMap | undefined;
}

export interface FiguresFound {
  period: Reckoned;
  /** By indicator; null where there is nothing to divide by or to take a percentile of. */
  total: Figures;
  /** By key (body, sector, procedure or channel); empty when no grouping was asked for. */
  rows: ReadonlyMap<string, Figures>;
}

/** The figures of any bodies in any half-open period: the one door for screens, forms and reports. */
export async function figuresFor(tx: Tx, asked: FiguresAsked): Promise<FiguresFound> {
  const period = reckoned(asked.period, asked.asOf ?? asked.at);
  const { counting, standing } = await onMap(tx, asked.map, asked.at);
  const { total, rows } = await countFigures(
    tx,
    indicatorsOn((await definitionsOf(tx)).indicators, asked.period.from),
    asked.indicators,
    period,
    {
      ...asked,
      bodies: asked.bodies === null ? null : standing(asked.bodies),
      reach: asked.reach ?? EVERYTHING,
      ...counting,
    },
    asked.by ?? null,
  );
  return { period, total, rows };
}
