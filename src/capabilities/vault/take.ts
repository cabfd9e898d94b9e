import type { Circumstances } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { FieldFault } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { legalDay } from '../calendar/index.ts';
import { insertPaper } from '../papers/index.ts';
import { paperKinds } from './shipped.ts';
import { isOpenTo, lockVaultPapers, noteUses } from './store.ts';
import { standingOn } from './vault-paper.ts';

/**
 * Papers go from a person's vault into a dossier: each becomes a paper of the dossier with the same bytes, under the id
 * given. Who takes is the person, or an official to whom the vault was opened. Returns what may not be taken, with why;
 * then nothing is.
 */
export async function takeFromVault(
  tx: Tx,
  taken: readonly { vaultId: string; paperId: string; path: string }[],
  into: { personId: string; dossierId: string; procedureName: string },
  actor: Actor,
  now: Circumstances,
): Promise<FieldFault[]> {
  if (taken.length === 0) return [];
  const own = actor.kind === 'citizen' && actor.personId === into.personId;
  const all = (code: string) => taken.map(({ path }) => ({ path, code }));
  if (!own && !(await isOpenTo(tx, into.personId, actor.id, now.at))) return all('vault.not-open');
  const held = await lockVaultPapers(tx, [...new Set(taken.map((one) => one.vaultId))].sort());
  const today = legalDay(now.at);
  const catalogue = await paperKinds();
  const faults = taken.flatMap(({ vaultId, path }): FieldFault[] => {
    const paper = held.get(vaultId);
    if (paper === undefined || paper.personId !== into.personId) return [{ path, code: 'vault.unknown' }];
    const standing = standingOn(paper, catalogue, today);
    return standing === 'valid' ? [] : [{ path, code: `vault.${standing}`, name: paper.name }];
  });
  if (faults.length > 0) return faults;
  const at = now.at.toISOString();
  const duty = actor.kind === 'official' ? actor.duties.find((one) => one.role === 'receptionist') : null;
  const once = new Map(taken.map((one) => [one.paperId, one.vaultId]));
  for (const [paperId, vaultId] of once) {
    const paper = held.get(vaultId);
    if (paper === undefined) continue;
    const { file } = paper;
    await insertPaper(tx, {
      id: paperId,
      ...file,
      uploadedBy: actor.id,
      uploadedAt: at,
      origin: 'vault',
      dossierId: into.dossierId,
    });
  }
  await noteUses(
    tx,
    [...once].map(([paperId, vaultId]) => ({
      vaultId,
      paperId,
      ...into,
      usedAt: at,
      byId: actor.id,
      byName: actor.name,
      agencyId: duty?.agencyId ?? null,
    })),
  );
  return [];
}
