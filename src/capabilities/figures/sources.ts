import type { Tx } from '../../kernel/tx.ts';
import { provinceTasks } from '../dossiers/index.ts';
import { kindsInForce, type ProcedureKind } from '../procedures/index.ts';
import { ratingFigures } from '../ratings/index.ts';
import { type Agency, findAgenciesById, findBodies } from '../units/index.ts';
import type { Period } from './period.ts';
import { lastDayOf } from './period.ts';

/** Whose figures a source is asked for, and when; `bodies` null means the whole province. */
export interface SourceQuestion {
  period: Period;
  bodies: string[] | null;
  sector?: string | undefined;
  procedure?: string | undefined;
  by: 'body' | 'sector' | 'procedure' | 'channel' | null;
}

/** What stands behind a counted thing that is no dossier. */
export interface SourceItem {
  key: string;
  name: string;
  /** Where it is seen in full; null when it has no page of its own. */
  href: string | null;
}

/**
 * How another capability supplies figures: counts, and the list behind each, as long as the count. It answers for the
 * bodies it is asked for; who may ask is judged before.
 */
export interface Source {
  name: string;
  measures: readonly string[];
  count(
    tx: Tx,
    measures: readonly string[],
    question: SourceQuestion,
  ): Promise<ReadonlyMap<string, { total: number; rows: ReadonlyMap<string, number> }>>;
  list(tx: Tx, measure: string, question: SourceQuestion): Promise<SourceItem[]>;
}

const PROCEDURE_MEASURES: Record<string, (one: ProcedureKind) => boolean> = {
  all: () => true,
  'full-process': (one) => one.fullProcess,
  partial: (one) => !one.fullProcess,
  'place-independent': (one) => one.placeIndependent === true,
  commune: (one) => one.level === 'commune',
  'commune-full-process': (one) => one.level === 'commune' && one.fullProcess,
  'commune-partial': (one) => one.level === 'commune' && !one.fullProcess,
  province: (one) => one.level === 'province',
  decided: (one) => one.processDecided,
  'commune-decided': (one) => one.level === 'commune' && one.processDecided,
  'province-decided': (one) => one.level === 'province' && one.processDecided,
  'province-full-process': (one) => one.level === 'province' && one.fullProcess,
  'province-partial': (one) => one.level === 'province' && !one.fullProcess,
};

/** The procedures that each of these bodies decides; a commune's are those of every commune's committee. */
async function competenceOf(tx: Tx, bodies: Agency[], day: string): Promise<Map<string, Set<string>>> {
  const tasks = new Map<string, Set<string>>();
  for (const { id, kind } of bodies)
    if (kind === 'commune-committee' || kind === 'commune-police') tasks.set(id, new Set([kind]));
  if (bodies.some(({ id }) => !tasks.has(id)))
    for (const [task, id] of await provinceTasks(tx, day)) {
      const own = tasks.get(id);
      if (own === undefined) tasks.set(id, new Set([task]));
      else own.add(task);
    }
  return tasks;
}

/** Procedures by level and kind, as they stood on the last day of the period. */
const procedures: Source = {
  name: 'procedures',
  measures: Object.keys(PROCEDURE_MEASURES),
  async count(tx, measures, question) {
    const all = await proceduresOf(tx, question);
    const { by } = question;
    const day = lastDayOf(question.period);
    const bodies =
      by !== 'body'
        ? []
        : question.bodies === null
          ? await findBodies(tx, day)
          : await bodiesNamed(tx, question.bodies);
    const tasks = await competenceOf(tx, bodies, day);
    // Where the catalogue says of no procedure whether it is received everywhere, there is nothing to count, not none.
    const known = measures.filter(
      (measure) => measure !== 'place-independent' || all.some((one) => one.placeIndependent !== null),
    );
    return new Map(
      known.map((measure) => {
        const found = all.filter(PROCEDURE_MEASURES[measure] ?? (() => false));
        const rows = new Map<string, number>();
        if (by === 'body')
          for (const { id } of bodies)
            rows.set(id, found.filter((one) => tasks.get(id)?.has(one.competent) === true).length);
        else if (by === 'sector' || by === 'procedure')
          for (const one of found) {
            const key = by === 'sector' ? one.sector : one.code;
            rows.set(key, (rows.get(key) ?? 0) + 1);
          }
        return [measure, { total: found.length, rows }];
      }),
    );
  },
  async list(tx, measure, question) {
    return (await proceduresOf(tx, question))
      .filter(PROCEDURE_MEASURES[measure] ?? (() => false))
      .map((one) => ({
        key: one.code,
        name: one.name,
        href: `/thu-tuc/${one.code}`,
      }));
  },
};

const bodiesNamed = async (tx: Tx, ids: string[]) => [...(await findAgenciesById(tx, ids)).values()];

async function proceduresOf(tx: Tx, question: SourceQuestion): Promise<ProcedureKind[]> {
  const day = lastDayOf(question.period);
  const tasks =
    question.bodies === null
      ? null
      : new Set(
          [...(await competenceOf(tx, await bodiesNamed(tx, question.bodies), day))]
            .filter(([id]) => question.bodies?.includes(id) === true)
            .flatMap(([, own]) => [...own]),
        );
  return (await kindsInForce(tx, day)).filter(
    (one) =>
      (tasks === null || tasks.has(one.competent)) &&
      (question.sector === undefined || one.sector === question.sector) &&
      (question.procedure === undefined || one.code === question.procedure),
  );
}

/** A capability that supplies figures adds itself here; each must stand below this one in the order of the house. */
export const SOURCES: readonly Source[] = [procedures, ratingFigures];

export const sourceNames: ReadonlySet<string> = new Set(
  SOURCES.flatMap(({ name, measures }) => measures.map((measure) => `${name}.${measure}`)),
);

export function sourceNamed(name: string): Source | undefined {
  return SOURCES.find((one) => one.name === name);
}
