import type { Tx } from '../../kernel/tx.ts';
import { legalDay } from '../calendar/index.ts';
import { successorOn, successorsOn, withPredecessors } from '../units/index.ts';
import type { Counting } from './store.ts';

export const MAPS = ['today', 'that-day'] as const;
export type WhichMap = (typeof MAPS)[number];

export interface OnMap {
  counting: Pick<Counting, 'became' | 'thatDay'>;
  /** On today's map one that has ended is whoever keeps its dossiers; on that day's it is itself. */
  standing(ids: readonly string[]): string[];
  /** With all that they took over: what whoever sits there may see. */
  reached(ids: readonly string[]): string[];
}

/** The bodies of the province on today's map, or on that of each day. */
export async function onMap(tx: Tx, which: WhichMap | undefined, at: Date): Promise<OnMap> {
  const successors = await successorsOn(tx, legalDay(at));
  const became = new Map([...successors.keys()].map((id) => [id, successorOn(successors, id)]));
  const thatDay = which === 'that-day' && successors.size > 0;
  return {
    counting: thatDay ? { thatDay } : { became },
    standing: (ids) => (thatDay ? [...ids] : [...new Set(ids.map((id) => became.get(id) ?? id))]),
    reached: (ids) => withPredecessors(successors, ids),
  };
}
