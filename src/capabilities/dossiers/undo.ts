import type { Actor } from '../../kernel/actor.ts';
import { legalDay } from '../calendar/index.ts';
import type { Dossier, DossierChange, LastChange } from './dossier.ts';

type ChangeType = DossierChange['type'];

/**
 * What may be taken back while nothing has followed it, because nothing outside rests on it yet. A number under which
 * a result was issued, money, a question that others were asked and a letter of apology are out of the house. A return
 * that was recorded wrongly is taken back on its own day, as long as nobody has the result in hand. Every kind of change
 * stands here: a new one does not compile before somebody has decided.
 */
const REVOCABLE: Record<ChangeType, 'yes' | 'same-day' | 'no'> = {
  received: 'yes',
  'refused-receipt': 'yes',
  'supplement-requested': 'yes',
  supplemented: 'yes',
  moved: 'yes',
  decided: 'yes',
  withdrawn: 'yes',
  stopped: 'yes',
  resumed: 'yes',
  corrected: 'yes',
  undone: 'yes',
  returned: 'same-day',
  filed: 'no',
  extended: 'no',
  issued: 'no',
  delivered: 'no',
  'given-at-once': 'no',
  'result-corrected': 'no',
  // Money has its own ways back: a receipt is voided, a payment refunded; a request ends when it is paid.
  'payment-requested': 'no',
  paid: 'no',
  'receipt-voided': 'no',
  refunded: 'no',
  // Others were asked, and may be at work: a question is withdrawn, not undone.
  'parts-opened': 'no',
  'part-reminded': 'no',
  'part-ended': 'no',
  'error-noted': 'no',
  'error-apologised': 'no',
  'error-mended': 'no',
  noted: 'no',
  // Of several dossiers at once, of the system, or of another's system.
  'handed-over': 'no',
  transferred: 'no',
  mirrored: 'no',
  'links-changed': 'no',
  'linked-resolved': 'no',
};

/** Of a part of a linked filing only what stays within the part: the whole has not heard of it yet. */
const WITHIN_A_PART: readonly ChangeType[] = ['moved'];

/** Dossiers of a linked filing rest on each other. */
export function undoLinkedFault(
  dossier: Pick<Dossier, 'links' | 'linkedTo'>,
  last: Pick<LastChange, 'type' | 'undoes'>,
): 'undo.linked' | null {
  const type = meant(last);
  if (dossier.links !== undefined) return 'undo.linked';
  return dossier.linkedTo === undefined || (type !== undefined && WITHIN_A_PART.includes(type))
    ? null
    : 'undo.linked';
}

/**
 * The last thing that somebody did, and the version before it. What the system did by itself in the same moment (steps
 * that only tell the applicant) belongs to it. `further`: after an undoing not the undoing itself but the act on which the
 * restored state rests, so that step by step one goes back as far as the rules let.
 */
export function lastActOf(
  changes: readonly DossierChange[],
  further = false,
): { change: DossierChange; version: number } | null {
  let place = changes.length - 1;
  while (place > 0 && changes[place]?.by === 'system' && changes[place]?.at === changes[place - 1]?.at)
    place -= 1;
  const change = changes[place];
  if (further && change?.type === 'undone') return lastActOf(changes.slice(0, change.version), true);
  return change === undefined || place < 1 ? null : { change, version: place };
}

/** Done for the body that received the dossier; everything else is done for the body that decides. */
const OF_RECEIVING: readonly ChangeType[] = ['received', 'refused-receipt', 'corrected', 'returned'];
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
  const revocable = last.type === undefined ? 'no' : REVOCABLE[last.type];
  if (revocable === 'no') return 'undo.irrevocable';
  if (revocable === 'same-day' && legalDay(new Date(last.at)) !== legalDay(at)) return 'undo.irrevocable';
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
