import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type FileAnswer, type FileRoute, view } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { FileStore } from '../../outside/files.ts';
import type { Pictures } from '../../outside/pictures/pictures.ts';
import { legalDay } from '../calendar/index.ts';
import { PAPER_TYPES, smallAnswer } from '../papers/index.ts';
import { getVersion } from '../procedures/index.ts';
import { Offers, offered, ShownPaper, shower } from './offers.ts';
import { paperKinds } from './shipped.ts';
import { getVaultPaper, type HeldPaper, isOpenTo, openingsOf, papersOfVault, usesOfVault } from './store.ts';
import { STANDINGS, standingOn } from './vault-paper.ts';

const Maybe = Type.Union([Type.String(), Type.Null()]);

export const listOwnPapers = view({
  name: 'vault.list-own-papers',
  summary: "The signed-in citizen's vault: papers, how long they hold, who used them and who looked.",
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        ...ShownPaper.properties,
        kindName: Maybe,
        standing: Type.Enum(STANDINGS),
        withdrawnAt: Maybe,
        withdrawnWhy: Maybe,
        uses: Type.Array(
          Type.Object({
            at: Type.String(),
            byName: Type.String(),
            bySelf: Type.Boolean(),
            agencyName: Maybe,
            procedureName: Type.String(),
            dossierId: Type.String(),
          }),
        ),
      }),
    ),
    openings: Type.Array(
      Type.Object({
        at: Type.String(),
        byName: Type.String(),
        agencyName: Maybe,
        procedureName: Type.String(),
      }),
    ),
    kinds: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
  }),
  async run(tx, actor, _input, at) {
    if (actor.kind !== 'citizen') throw new Refusal('forbidden', 'act.forbidden', {});
    const catalogue = await paperKinds();
    const { kinds } = catalogue;
    const papers = await papersOfVault(tx, actor.personId);
    const uses = await usesOfVault(tx, actor.personId);
    const openings = await openingsOf(tx, actor.personId);
    const { agencyName, show } = await shower(tx, [...papers, ...uses, ...openings]);
    const today = legalDay(at);
    return {
      items: papers
        .filter((paper) => paper.withdrawnWhy !== 'removed')
        .map((paper) => ({
          ...show(paper),
          kindName: kinds.find((kind) => kind.code === paper.kind)?.name ?? null,
          standing: standingOn(paper, catalogue, today),
          withdrawnAt: paper.withdrawnAt,
          withdrawnWhy: paper.withdrawnWhy,
          uses: uses
            .filter((use) => use.vaultId === paper.id)
            .map((use) => ({
              at: use.usedAt,
              byName: use.byName,
              bySelf: use.byId === actor.id,
              agencyName: agencyName(use.agencyId),
              procedureName: use.procedureName,
              dossierId: use.dossierId,
            })),
        })),
      openings: openings.map((opening) => ({
        at: opening.openedAt,
        byName: opening.officialName,
        agencyName: agencyName(opening.agencyId),
        procedureName: opening.procedureName,
      })),
      kinds: kinds.map(({ code, name }) => ({ code, name })),
    };
  },
});

export const offerOwnPapers = view({
  name: 'vault.offer-own-papers',
  summary: "What of the signed-in citizen's vault serves for the components of a filing.",
  input: Type.Object(
    {
      procedureVersionId: Type.String({ maxLength: 60 }),
      case: Type.Optional(Type.String({ maxLength: 64 })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ offers: Offers }),
  async run(tx, actor, input, at) {
    if (actor.kind !== 'citizen') throw new Refusal('forbidden', 'act.forbidden', {});
    const version = await getVersion(tx, input.procedureVersionId);
    if (version === null) throw new Refusal('missing', 'procedure.unknown');
    const filing = { channel: 'online' as const, case: input.case ?? null };
    return { offers: await offered(tx, actor.personId, version.procedure, filing, at) };
  },
});

async function seenPaper(tx: Tx, actor: Actor, id: string, at: Date): Promise<HeldPaper> {
  const paper = await getVaultPaper(tx, id);
  const allowed =
    paper !== null &&
    (actor.kind === 'citizen'
      ? actor.personId === paper.personId
      : paper.withdrawnAt === null && (await isOpenTo(tx, paper.personId, actor.id, at)));
  if (paper === null || !allowed) throw new Refusal('missing', 'paper.unknown');
  return paper;
}

/** The bytes of a vault's paper and its small picture: for whose it is, and for an official to whom it was opened. */
export const vaultFileRoutes = (files: FileStore, pictures: Pictures): FileRoute[] => {
  const input = Type.Object({ id: Type.String({ maxLength: 140 }) }, { additionalProperties: false });
  return [
    {
      method: 'GET',
      path: '/api/vault/:id/file',
      name: 'vault.see-paper',
      summary:
        'The bytes of a paper in a vault: for whose it is, and for an official while it is opened to them.',
      input,
      async run(tx, actor, { id = '' }, at): Promise<FileAnswer> {
        const { file } = await seenPaper(tx, actor, id, at);
        return {
          type: file.type,
          name: file.name,
          disposition: PAPER_TYPES[file.type]?.inline ? 'inline' : 'attachment',
          bytes: await files.read(file.sha256),
        };
      },
    },
    {
      method: 'GET',
      path: '/api/vault/:id/small',
      name: 'vault.see-paper',
      summary: 'The first page of a paper in a vault as a small picture, for the same.',
      input,
      run: async (tx, actor, { id = '' }, at) =>
        smallAnswer(pictures, (await seenPaper(tx, actor, id, at)).file),
    },
  ];
};
