import type { Tx } from '../../kernel/tx.ts';
import { kindsInForce, type ProcedureKind } from '../procedures/index.ts';
import { findAgenciesById } from '../units/index.ts';
import type { Period } from './period.ts';
import { lastDayOf } from './period.ts';

/** Whose figures a source is asked for, and when; `bodies` null means the whole province. */
export interface SourceQuestion {
  measure: string;
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
  count(tx: Tx, question: SourceQuestion): Promise<{ total: number; rows: ReadonlyMap<string, number> }>;
  list(tx: Tx, question: SourceQuestion): Promise<SourceItem[]>;
}

const PROCEDURE_MEASURES: Record<string, (one: ProcedureKind) => boolean> = {
  all: () => true,
  'full-process': (one) => one.fullProcess,
  partial: (one) => !one.fullProcess,
  'place-independent': (one) => one.placeIndependent,
  commune: (one) => one.level === 'commune',
  'commune-full-process': (one) => one.level === 'commune' && one.fullProcess,
  'commune-partial': (one) => one.level === 'commune' && !one.fullProcess,
  province: (one) => one.level === 'province',
  'province-full-process': (one) => one.level === 'province' && one.fullProcess,
  'province-partial': (one) => one.level === 'province' && !one.fullProcess,
};

/** The procedures that these bodies decide: a commune's are those of every commune's committee. */
async function competenceOf(tx: Tx, bodies: string[] | null): Promise<(one: ProcedureKind) => boolean> {
  if (bodies === null) return () => true;
  const kinds = new Set([...(await findAgenciesById(tx, bodies)).values()].map(({ kind }) => kind));
  const tasks = new Set<string>();
  if (kinds.has('commune-committee')) tasks.add('commune-committee');
  if (kinds.has('commune-police')) tasks.add('commune-police');
  if (kinds.has('province-committee')) tasks.add('province-committee');
  // Which department has which task is known of sectors only, so a department's are those of the province's level.
  const departments = kinds.has('department') || kinds.has('office');
  return (one) => tasks.has(one.competent) || (departments && one.level === 'province');
}

/** Procedures by level and kind, as they stood on the last day of the period. */
const procedures: Source = {
  name: 'procedures',
  measures: Object.keys(PROCEDURE_MEASURES),
  async count(tx, question) {
    const found = await proceduresOf(tx, question);
    const rows = new Map<string, number>();
    const add = (key: string) => rows.set(key, (rows.get(key) ?? 0) + 1);
    if (question.by === 'sector') for (const one of found) add(one.sector);
    else if (question.by === 'procedure') for (const one of found) add(one.code);
    else if (question.by === 'body')
      for (const body of question.bodies ?? []) {
        const own = await competenceOf(tx, [body]);
        rows.set(body, found.filter(own).length);
      }
    return { total: found.length, rows };
  },
  async list(tx, question) {
    return (await proceduresOf(tx, question)).map((one) => ({
      key: one.code,
      name: one.name,
      href: `/thu-tuc/${one.code}`,
    }));
  },
};

async function proceduresOf(tx: Tx, question: SourceQuestion): Promise<ProcedureKind[]> {
  const measured = PROCEDURE_MEASURES[question.measure] ?? (() => false);
  const own = await competenceOf(tx, question.bodies);
  return (await kindsInForce(tx, lastDayOf(question.period))).filter(
    (one) =>
      measured(one) &&
      own(one) &&
      (question.sector === undefined || one.sector === question.sector) &&
      (question.procedure === undefined || one.code === question.procedure),
  );
}

/** A capability that supplies figures adds itself here; each must stand below this one in the order of the house. */
export const SOURCES: readonly Source[] = [procedures];

export const sourceNames: ReadonlySet<string> = new Set(
  SOURCES.flatMap(({ name, measures }) => measures.map((measure) => `${name}.${measure}`)),
);

export function sourceNamed(name: string): Source | undefined {
  return SOURCES.find((one) => one.name === name);
}
