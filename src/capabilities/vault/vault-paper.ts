import { isForm, kindsIn, type PaperKinds, plainName } from './paper-kind.ts';

/** A paper in a person's vault. Days are legal days (YYYY-MM-DD), instants ISO 8601. */
export interface VaultPaper {
  id: string;
  personId: string;
  /** Whose bytes these are. */
  paperId: string;
  source: 'handed-in' | 'issued' | 'own';
  /** Code of its kind; null where the catalogue knows none. */
  kind: string | null;
  name: string;
  form: 'original' | 'copy' | 'electronic';
  dossierId: string | null;
  dossierCode: string | null;
  /** Of an issued one. */
  number: string | null;
  agencyId: string | null;
  checkedByName: string | null;
  laidAt: string;
  validFrom: string | null;
  /** The first day on which it is no longer offered. */
  validTo: string | null;
  withdrawnAt: string | null;
  withdrawnWhy: WithdrawnWhy | null;
}
export type WithdrawnWhy = 'result-corrected' | 'undone' | 'removed';

/** A paper as a dossier lays it down: it enters the vault when the dossier comes to hold it, and leaves with it. */
export type LaidDown = Omit<VaultPaper, 'laidAt' | 'withdrawnAt' | 'withdrawnWhy'>;

export const STANDINGS = ['valid', 'kept', 'expired', 'withdrawn'] as const;

/**
 * Whether a paper may serve again. `kept` is only to be seen: a form is made anew for each filing; and what ends so long
 * after its day of issue may have ended when nobody noted that day.
 */
export function standingOn(
  paper: Pick<VaultPaper, 'withdrawnAt' | 'validTo' | 'name' | 'kind'>,
  catalogue: PaperKinds,
  today: string,
): (typeof STANDINGS)[number] {
  if (paper.withdrawnAt !== null) return 'withdrawn';
  if (paper.validTo !== null) return paper.validTo <= today ? 'expired' : 'valid';
  const ends = catalogue.kinds.some((kind) => kind.code === paper.kind && kind.months !== undefined);
  return ends || isForm(paper.name, catalogue) ? 'kept' : 'valid';
}

/** Why a paper is offered for a component: it is of a kind that is asked for, or the same paper was handed in before. */
export type OfferedFor = 'kind' | 'name';

const TRUST: Record<VaultPaper['source'], number> = { issued: 0, 'handed-in': 1, own: 2 };

/** What of a vault may serve for a component: what was issued first, then what was checked, then one's own; newest first. */
export function offersFor<P extends VaultPaper>(
  componentName: string,
  papers: readonly P[],
  catalogue: PaperKinds,
  today: string,
): { paper: P; why: OfferedFor }[] {
  if (isForm(componentName, catalogue)) return [];
  const kinds = new Set(kindsIn(componentName, catalogue).map((kind) => kind.code));
  const name = plainName(componentName);
  return papers
    .filter((paper) => standingOn(paper, catalogue, today) === 'valid')
    .flatMap((paper): { paper: P; why: OfferedFor }[] => {
      if (paper.kind !== null && kinds.has(paper.kind)) return [{ paper, why: 'kind' }];
      return plainName(paper.name) === name ? [{ paper, why: 'name' }] : [];
    })
    .sort(
      (a, b) =>
        TRUST[a.paper.source] - TRUST[b.paper.source] ||
        (a.paper.laidAt < b.paper.laidAt ? 1 : a.paper.laidAt > b.paper.laidAt ? -1 : 0),
    );
}
