import { type AgencyOfBody, holderOfPart, holderOfStep } from '../dossiers/index.ts';
import type { CommuneDivision, Process, Step } from '../procedures/index.ts';
import type { DraftFault, Lacking } from './draft.ts';

/** A body that would handle the procedure, with its parts and its centre. */
export interface HandlingBody {
  id: string;
  name: string;
  centreId: string;
  parts: AgencyOfBody[];
}

/** Who holds which role where, on the day of asking. */
export interface RoleHeld {
  agencyId: string;
  bodyId: string;
  role: string;
}

export interface Staffing {
  faults: DraftFault[];
  /** Steps that some of the bodies have nobody for: to be mended there, not in the process. */
  lacking: Lacking[];
}

/**
 * Steps whose role nobody holds in any of the bodies that would handle the procedure, by the rule that the acts go by:
 * a specialist sits where the step lies; the others may sit anywhere in the body.
 */
export function staffingOf(
  process: Process,
  division: CommuneDivision,
  bodies: HandlingBody[],
  held: RoleHeld[],
): Staffing {
  const seats = new Set(held.flatMap((one) => [`${one.role} ${one.agencyId}`, `${one.role} ${one.bodyId}`]));
  const sits = (role: string, agencyId: string, bodyId: string) =>
    seats.has(`${role} ${agencyId}`) || (role !== 'specialist' && seats.has(`${role} ${bodyId}`));
  const staffing: Staffing = { faults: [], lacking: [] };
  const judge = (step: Step, role: string, pointer: string, holder: (body: HandlingBody) => string) => {
    const without = bodies.filter((body) => !sits(role, holder(body), body.id));
    if (without.length === 0) return;
    if (without.length < bodies.length) {
      staffing.lacking.push({ step: step.key, role, bodies: without.map((body) => body.name) });
      return;
    }
    staffing.faults.push({
      pointer,
      step: step.key,
      text: `Bước "${step.name}": hôm nay chưa cơ quan nào giải quyết thủ tục này có người giữ vai trò ấy`,
    });
  };
  for (const [place, step] of process.steps.entries()) {
    if (step.role === 'system') continue;
    judge(step, step.role, `/process/steps/${place}/role`, (body) =>
      holderOfStep(step, { centreId: body.centreId, competentBodyId: body.id, division }, body.parts),
    );
    for (const [number, part] of (step.parts ?? []).entries())
      judge(step, part.role, `/process/steps/${place}/parts/${number}/role`, (body) =>
        holderOfPart(part, { competentBodyId: body.id, division }, body.parts),
      );
  }
  return staffing;
}
