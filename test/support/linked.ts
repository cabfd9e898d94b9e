import { randomUUID } from 'node:crypto';
import {
  approveDossier,
  assignDossier,
  completeStep,
  type Dossier,
  getDossier,
  issueResult,
  refuseDossier,
} from '../../src/capabilities/dossiers/index.ts';
import { appointOfficial } from '../../src/capabilities/people/index.ts';
import { getVersion } from '../../src/capabilities/procedures/index.ts';
import type { Pool } from '../../src/db/connect.ts';
import type { AnyAct } from '../../src/kernel/act.ts';
import type { Actor } from '../../src/kernel/actor.ts';
import { perform } from '../../src/perform.ts';
import { BINH_LUC, official } from './province.ts';

/** One filing for birth, residence, health insurance and identity card. */
export const LINKED = '3.000722';
/** The commune's police, who decide on residence and identity card. */
export const POLICE = `${BINH_LUC}.05`;

/** Seats a specialist at the police; gives the official's id. */
export async function appointPoliceman(pool: Pool): Promise<string> {
  const made = (await perform(
    pool,
    appointOfficial,
    { kind: 'system', id: 'system', name: 'Hệ thống' },
    {
      fullName: 'Đào Văn Sơn',
      title: 'Cán bộ Công an xã',
      accountName: 'congan.binhluc',
      role: 'specialist',
      agencyId: POLICE,
      from: '2025-07-01',
    },
    {},
  )) as { officialId: string };
  return made.officialId;
}

/** Carries a part of a linked filing to its end by whoever holds each step. */
export async function carriedToEnd(
  pool: Pool,
  id: string,
  policeman: string,
  { outcome = 'approved', at }: { outcome?: 'approved' | 'refused'; at?: Date } = {},
): Promise<Dossier> {
  for (;;) {
    const dossier = await getDossier(pool, id);
    if (dossier === null) throw new Error(`no dossier ${id}`);
    const step = dossier.step;
    if (dossier.state === 'resolved' || step === null) return dossier;
    const process = (await getVersion(pool, dossier.procedureVersionId))?.procedure.process;
    const main = process?.steps.find((one) => one.key === step.key)?.act;
    const holder: Actor = {
      kind: 'official',
      id: step.officialId ?? `${step.agencyId}:${step.role}`,
      name: 'Người giữ bước',
      duties: [{ role: step.role, agencyId: step.agencyId, bodyId: dossier.competentBodyId }],
    };
    const does = (act: AnyAct, more: object = {}) =>
      perform(
        pool,
        act,
        holder,
        { id, version: dossier.version, ...more },
        { key: randomUUID(), ...(at && { at }) },
      );
    if (main === 'assign')
      await does(assignDossier, {
        officialId: step.agencyId === POLICE ? policeman : official(BINH_LUC, 'officeSpecialist').id,
      });
    else if (main === 'approve' && outcome === 'approved') await does(approveDossier);
    else if (main === 'approve') await does(refuseDossier, { reason: 'Không đủ điều kiện' });
    else if (main === 'issue') await does(issueResult);
    else await does(completeStep);
  }
}
