import type { Actor } from '../../kernel/actor.ts';
import { legalDay } from '../calendar/index.ts';
import type { Dossier, DossierChange, LastChange } from './dossier.ts';

type ChangeType = DossierChange['type'];

/**
 * What may be taken back while nothing has followed it, because nothing outside rests on it yet. A number under which
 * a result was issued, a result in its owner's hands and a letter of apology are out of the house.
 */
const REVOCABLE: readonly ChangeType[] = [
  'received',
  'refused-receipt',
  'supplement-requested',
  'supplemented',
  'moved',
  'decided',
  'withdrawn',
  'stopped',
  'resumed',
  'corrected',
  'undone',
];

/**
 * The last thing that somebody did, and the version before it. What the system did by itself in the same moment (steps
 * that only tell the applicant) belongs to it.
 */
export function lastActOf(
  changes: readonly DossierChange[],
): { change: DossierChange; version: number } | null {
  let place = changes.length - 1;
  while (place > 0 && changes[place]?.by === 'system' && changes[place]?.at === changes[place - 1]?.at)
    place -= 1;
  const change = changes[place];
  return change === undefined || place < 1 ? null : { change, version: place };
}

/** Done for the body that received the dossier; everything else is done for the body that decides. */
const OF_RECEIVING: readonly ChangeType[] = ['received', 'refused-receipt', 'corrected'];
const OF_EITHER: readonly ChangeType[] = ['withdrawn', 'supplemented', 'stopped'];

/** What was done, through any number of undoings. */
const meant = (last: Pick<LastChange, 'type' | 'undoes'>): ChangeType | undefined =>
  last.type === 'undone' ? last.undoes : last.type;

/** The bodies in whose name the last act was done: their officials may take it back. */
export function bodiesOfLast(dossier: Dossier, last: Pick<LastChange, 'type' | 'undoes'>): string[] {
  const type = meant(last);
  if (type !== undefined && OF_RECEIVING.includes(type)) return [dossier.receivingBodyId];
  if (type !== undefined && OF_EITHER.includes(type))
    return [...new Set([dossier.receivingBodyId, dossier.competentBodyId])];
  return [dossier.competentBodyId];
}

/**
 * Why this actor may not take the last act back, or null when they may: whoever did it, on the same legal day; or
 * their superior, who is the leader of the body, or the head of the division in which it was done.
 */
export function undoFault(
  last: LastChange,
  actor: Actor,
  place: { bodyIds: string[]; divisionId: string | null },
  at: Date,
): 'undo.irrevocable' | 'undo.not-yours' | 'undo.another-day' | null {
  if (last.type === undefined || !REVOCABLE.includes(last.type)) return 'undo.irrevocable';
  // A step that the system took by itself it would only take again.
  if (last.byId === 'system' && last.type === 'moved') return 'undo.irrevocable';
  if (actor.kind !== 'official') return 'undo.not-yours';
  const superior = actor.duties.some(
    (duty) =>
      (duty.role === 'leader' && place.bodyIds.includes(duty.bodyId)) ||
      (duty.role === 'division-head' && duty.agencyId === place.divisionId),
  );
  if (superior) return null;
  if (last.byId !== actor.id) return 'undo.not-yours';
  return legalDay(new Date(last.at)) === legalDay(at) ? null : 'undo.another-day';
}
