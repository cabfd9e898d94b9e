import type { Circumstances } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/tx.ts';
import { getVersion } from '../procedures/index.ts';
import {
  endOfValidity,
  kindOf,
  type LaidDown,
  layDown,
  paperKinds,
  takeFromVault,
  type WithdrawnWhy,
  withdrawPapers,
} from '../vault/index.ts';
import { type Dossier, type DossierChange, type HandedIn, nameOfOther, type Result } from './dossier.ts';
import { refuseFaults } from './filing.ts';

/** What the result says of the vault: one that grants what was asked for, and has a file, is laid there. */
export function vaulted(outcome: Dossier['outcome'], paperId: string | null): Pick<Result, 'inVault'> {
  return outcome === 'approved' && paperId !== null ? { inVault: true } : {};
}

/** A paper that a dossier lays in its applicant's vault, with what only the catalogue can add still lacking. */
type Laid = Omit<LaidDown, 'kind' | 'name' | 'validTo'> & {
  componentKey: string | null;
  name: string | null;
};

/**
 * What of a dossier lies in the vault: the files that a centre took in, and the result. What came from the vault lies
 * there already; what a part of a linked filing holds was laid there by the whole.
 */
export function laidBy(dossier: Dossier | null): Laid[] {
  if (dossier === null) return [];
  const common = {
    personId: dossier.applicantId,
    dossierId: dossier.id,
    dossierCode: dossier.code,
  };
  const taken = dossier.linkedTo === undefined && dossier.receivedAt !== null ? dossier.components : [];
  const handedIn = taken.flatMap((component): Laid[] => {
    const fromVault = new Set((component.taken ?? []).map((one) => one.paperId));
    return component.paperIds
      .filter((paperId) => !fromVault.has(paperId))
      .map((paperId) => ({
        ...common,
        id: `${paperId}.${component.key}`,
        paperId,
        source: 'handed-in',
        componentKey: component.key,
        name: null,
        form: component.originals > 0 ? 'original' : component.copies > 0 ? 'copy' : 'electronic',
        number: null,
        agencyId: dossier.centreId,
        checkedByName: dossier.steps[0]?.officialName ?? null,
        validFrom: null,
      }));
  });
  const { result } = dossier;
  if (result?.inVault !== true || result.paperId === null) return handedIn;
  return [
    ...handedIn,
    {
      ...common,
      id: `${result.paperId}.result`,
      paperId: result.paperId,
      source: 'issued',
      componentKey: null,
      name: result.name,
      form: 'electronic',
      number: result.number,
      agencyId: dossier.competentBodyId,
      checkedByName: dossier.decision?.byName ?? null,
      validFrom: result.date,
    },
  ];
}

/** Keeps the vault what the dossier says, in the act's own transaction and under the dossier's lock. */
export async function saveVault(
  tx: Tx,
  before: Dossier | null,
  dossier: Dossier,
  made: DossierChange,
): Promise<void> {
  const [were, are] = [laidBy(before), laidBy(dossier)];
  if (JSON.stringify(were) === JSON.stringify(are)) return;
  const kept = new Set(are.map((one) => one.id));
  const why: WithdrawnWhy = made.type === 'result-corrected' ? 'result-corrected' : 'undone';
  await withdrawPapers(
    tx,
    were.flatMap(({ id }) => (kept.has(id) ? [] : [id])),
    why,
    made.at,
  );
  if (are.length === 0) return;
  const catalogue = await paperKinds();
  const version = await getVersion(tx, dossier.procedureVersionId);
  const names = new Map(version?.procedure.components.map((one) => [one.key, one.name]));
  await layDown(
    tx,
    are.map(({ componentKey, ...laid }) => {
      const name = laid.name ?? names.get(componentKey ?? '') ?? nameOfOther(componentKey ?? '');
      const kind = kindOf(name, catalogue);
      const ends = laid.validFrom !== null && kind?.months !== undefined;
      return {
        ...laid,
        name,
        kind: kind?.code ?? null,
        validTo: ends ? endOfValidity(laid.validFrom ?? '', kind?.months ?? 0) : null,
      };
    }),
    made.at,
  );
}

/** The papers of the applicant's vault that were chosen become papers of this dossier; or the filing is refused. */
export async function takeChosen(
  tx: Tx,
  components: readonly HandedIn[],
  into: { personId: string; dossierId: string; procedureName: string },
  actor: Actor,
  now: Circumstances,
): Promise<void> {
  const chosen = components.flatMap(({ key, taken = [] }) =>
    taken.map((one) => ({ ...one, path: `/components/${key}` })),
  );
  refuseFaults(await takeFromVault(tx, chosen, into, actor, now));
}
