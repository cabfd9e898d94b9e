import type { Dossier } from './dossier.ts';

/** What is due first goes first; what has no due time comes last, in the order of its ids. */
function byDue(a: Pick<Dossier, 'dueAt' | 'id'>, b: Pick<Dossier, 'dueAt' | 'id'>): number {
  const [one, other] = [a.dueAt ?? '9999', b.dueAt ?? '9999'];
  if (one !== other) return one < other ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/**
 * Who gets which: each dossier, the most urgent first, to whoever has the fewest open by then; of equals to the one
 * named first. So the loads come as near to each other as they can, and nobody gets all the urgent ones.
 */
export function spread<D extends Pick<Dossier, 'dueAt' | 'id'>, T extends { open: number }>(
  dossiers: readonly D[],
  takers: readonly T[],
): { dossier: D; taker: T }[] {
  const loads = takers.map((taker) => ({ taker, open: taker.open }));
  return [...dossiers].sort(byDue).flatMap((dossier) => {
    const least = loads.reduce<(typeof loads)[number] | undefined>(
      (best, one) => (best === undefined || one.open < best.open ? one : best),
      undefined,
    );
    if (least === undefined) return [];
    least.open += 1;
    return [{ dossier, taker: least.taker }];
  });
}
