import { Type } from 'typebox';
import type { Tx } from '../../kernel/tx.ts';
import { legalDay } from '../calendar/index.ts';
import { type Channel, componentsFor, isElectronicForm, type ProcedureVersion } from '../procedures/index.ts';
import { findAgenciesById } from '../units/index.ts';
import { paperKinds } from './shipped.ts';
import { type HeldPaper, papersOfVault } from './store.ts';
import { offersFor } from './vault-paper.ts';

const Maybe = Type.Union([Type.String(), Type.Null()]);

/** A paper of the vault as it is shown, to whoever may see it. */
export const ShownPaper = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: Maybe,
  source: Type.Enum(['handed-in', 'issued', 'own'] as const),
  form: Type.Enum(['original', 'copy', 'electronic'] as const),
  fileName: Type.String(),
  type: Type.String(),
  size: Type.Integer(),
  dossierId: Maybe,
  dossierCode: Maybe,
  number: Maybe,
  agencyName: Maybe,
  checkedByName: Maybe,
  laidAt: Type.String(),
  validFrom: Maybe,
  validTo: Maybe,
});

export const Offers = Type.Array(
  Type.Object({
    componentKey: Type.String(),
    papers: Type.Array(Type.Object({ ...ShownPaper.properties, why: Type.Enum(['kind', 'name'] as const) })),
  }),
);

/** How papers are shown, with the names of agencies: one question however many. */
export async function shower(tx: Tx, papers: readonly { agencyId: string | null }[]) {
  const ids = [...new Set(papers.flatMap(({ agencyId }) => agencyId ?? []))];
  const agencies = ids.length === 0 ? new Map() : await findAgenciesById(tx, ids);
  const agencyName = (id: string | null): string | null =>
    id === null ? null : ((agencies.get(id)?.name as string | undefined) ?? id);
  const show = (paper: HeldPaper) => ({
    id: paper.id,
    name: paper.name,
    kind: paper.kind,
    source: paper.source,
    form: paper.form,
    fileName: paper.file.name,
    type: paper.file.type,
    size: paper.file.size,
    dossierId: paper.dossierId,
    dossierCode: paper.dossierCode,
    number: paper.number,
    agencyName: agencyName(paper.agencyId),
    checkedByName: paper.checkedByName,
    laidAt: paper.laidAt,
    validFrom: paper.validFrom,
    validTo: paper.validTo,
  });
  return { agencyName, show };
}

/** What of a person's vault serves for the components that this filing asks for. */
export async function offered(
  tx: Tx,
  personId: string,
  procedure: ProcedureVersion,
  filing: { channel: Channel; case: string | null },
  at: Date,
) {
  const catalogue = await paperKinds();
  const papers = await papersOfVault(tx, personId);
  const { show } = await shower(tx, papers);
  return componentsFor(procedure, filing)
    .filter((component) => component.mode === 'submit' && !isElectronicForm(component))
    .flatMap((component) => {
      const found = offersFor(component.name, papers, catalogue, legalDay(at)).slice(0, 5);
      return found.length === 0
        ? []
        : [
            {
              componentKey: component.key,
              papers: found.map(({ paper, why }) => ({ ...show(paper), why })),
            },
          ];
    });
}
