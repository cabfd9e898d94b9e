import type { Link } from '../procedures/index.ts';
import type { Dossier, LinkVisit } from './dossier.ts';

/** The key of the step at which a linked procedure's dossier waits for the procedures it stands for. */
export const LINKED_STEP = 'linked';

/** The links of a procedure before any has begun. */
export function linksOf(links: readonly Link[]): LinkVisit[] {
  return links.map((link) => ({
    key: link.key,
    name: link.name,
    procedureCode: link.procedure ?? null,
    outside: link.outside ?? null,
    after: link.after,
    dossierId: null,
    code: null,
    bodyId: null,
    openedAt: null,
    endedAt: null,
    outcome: null,
    result: null,
  }));
}

/** Those whose turn it is: not begun, and everything they follow has succeeded. */
export function linksReady(links: readonly LinkVisit[]): LinkVisit[] {
  return links.filter(
    (link) =>
      link.openedAt === null &&
      link.endedAt === null &&
      link.after.every((key) => links.find((one) => one.key === key)?.outcome === 'approved'),
  );
}

/** Drops what can no longer have its turn, and what follows that in its turn; the others go on. */
export function dropped(links: readonly LinkVisit[], at: string): LinkVisit[] {
  let after = [...links];
  for (;;) {
    const failed = new Set(
      after.filter((link) => link.endedAt !== null && link.outcome !== 'approved').map((link) => link.key),
    );
    const next = after.map((link) =>
      link.openedAt === null && link.endedAt === null && link.after.some((key) => failed.has(key))
        ? { ...link, endedAt: at, outcome: 'dropped' as const }
        : link,
    );
    if (next.every((link, place) => link === after[place])) return next;
    after = next;
  }
}

export function allEnded(links: readonly LinkVisit[]): boolean {
  return links.every((link) => link.endedAt !== null);
}

/**
 * What the whole came to. It is approved when something was: the applicant gets what succeeded and is told what did not.
 * Only when nothing succeeded is it refused.
 */
export function outcomeOf(links: readonly LinkVisit[]): 'approved' | 'refused' {
  return links.some((link) => link.outcome === 'approved') ? 'approved' : 'refused';
}

/** How a dossier that was made for a link ended, as its link says it; null while it has not. */
export function outcomeOfPart(dossier: Dossier): LinkVisit['outcome'] {
  if (dossier.endedAt === null) return null;
  if (dossier.outcome !== null) return dossier.outcome;
  return dossier.state === 'withdrawn' ? 'withdrawn' : 'stopped';
}

/** A dossier that stands for others: figures count those, and not it beside them (decision 17). */
export function standsForOthers(dossier: Pick<Dossier, 'links'>): boolean {
  return dossier.links !== undefined;
}
