import { Type } from 'typebox';
import type { Circumstances } from '../../../kernel/act.ts';
import { act, nowhere } from '../../../kernel/act.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { legalDay } from '../../calendar/index.ts';
import { faultsOfResolution, type Resolution, ResolutionShape } from '../resolution.ts';
import { lockResolution, putResolution } from '../resolution-store.ts';
import { loadSectors, versionsInForce } from '../store.ts';

/** What a resolution may name: the procedures in force and the sectors. */
export async function knownSubjects(tx: Tx, at: Date) {
  return {
    procedures: new Set((await versionsInForce(tx, legalDay(at))).map((one) => one.procedure.code)),
    sectors: new Set((await loadSectors(tx)).map((one) => one.code)),
  };
}

/** Lays a resolution down as its next version; the earlier one stays in the record. */
export async function layDown(
  tx: Tx,
  resolution: Resolution,
  version: number,
  now: Pick<Circumstances, 'at' | 'record'>,
): Promise<number> {
  if (!(await putResolution(tx, resolution, version, now.at)))
    throw new Refusal('conflict', 'resolution.stale');
  await now.record({
    subjectKind: 'procedure',
    subjectId: `resolution:${resolution.number}`,
    change: { type: 'resolution-saved', version, resolution },
  });
  return version;
}

/** Dossiers that were filed keep the fees they were filed with: a resolution holds for what comes after. */
export const saveResolution = act({
  name: 'procedures.save-resolution',
  summary: 'Enter or correct a resolution of the People’s Council on fees; filed dossiers keep their fees.',
  input: Type.Object(
    {
      resolution: ResolutionShape,
      /** The version that was being corrected; 0 for a new one. */
      version: Type.Integer({ minimum: 0 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ number: Type.String(), version: Type.Integer() }),
  target: nowhere,
  async run(tx, _actor, { resolution, version }, _target, now) {
    const faults = faultsOfResolution(resolution, await knownSubjects(tx, now.at));
    if (faults.length > 0)
      throw invalid('input.invalid', ...faults.map((one) => ({ ...one, path: `/resolution${one.path}` })));
    const before = await lockResolution(tx, resolution.number);
    if ((before?.version ?? 0) !== version) throw new Refusal('conflict', 'resolution.stale');
    return { number: resolution.number, version: await layDown(tx, resolution, version + 1, now) };
  },
});
