import { invalid } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { COMPETENT_NAMES, type CompetentBody, type ProcedureVersion } from '../procedures/index.ts';
import {
  type Agency,
  type AgencyFilter,
  findAgencies,
  findAgency,
  successorOn,
  successorsOn,
} from '../units/index.ts';

/** How the province's body with a task is found: by its kind, or by the words that its name has in every province. */
function bodyWithTask(competent: CompetentBody): AgencyFilter {
  switch (competent) {
    case 'province-committee':
      return { kind: 'province-committee' };
    case 'province-office':
      return { kind: 'office' };
    case 'province-inspectorate':
      return { text: 'Thanh tra' };
    case 'province-police':
      return { text: 'Công an', kind: 'department' };
    case 'department-culture-sport':
      return { text: 'Sở Văn hóa' };
    case 'industrial-zones-authority':
      return { text: 'Ban Quản lý' };
    default:
      return { text: COMPETENT_NAMES[competent] };
  }
}

/** Each task of the province's level with the body that has it on a day, where the units name one. */
export async function provinceTasks(tx: Tx, day: string): Promise<[CompetentBody, string][]> {
  const found: [CompetentBody, string][] = [];
  for (const competent of Object.keys(COMPETENT_NAMES) as CompetentBody[]) {
    if (competent.startsWith('commune-')) continue;
    const bodies = await findAgencies(tx, bodyWithTask(competent), day);
    const body = bodies.find((one) => one.id === one.bodyId && one.unitCode.length === 2);
    if (body !== undefined) found.push([competent, body.id]);
  }
  return found;
}

/**
 * Who decides: the body named, when it is one that this procedure is for; when none is named, the receiving commune
 * itself, or the province's body with that task. Naming a commune's committee for what its police decides is
 * understood as its police.
 */
export async function competentBody(
  tx: Tx,
  procedure: ProcedureVersion,
  named: string | undefined,
  receivingBodyId: string,
  today: string,
): Promise<Agency> {
  const refuse = (code: string) => invalid('input.invalid', { path: '/competentBodyId', code });
  const successors = await successorsOn(tx, today);
  // A draft may still name a body that has been merged since.
  const living = (id: string) => findAgency(tx, successorOn(successors, id));
  if (procedure.level === 'commune') {
    const kind = procedure.competent === 'commune-police' ? 'commune-police' : 'commune-committee';
    const body = await living(named ?? receivingBodyId);
    if (body === null || body.unitCode.length !== 5)
      throw refuse(named === undefined ? 'required' : 'agency.not-competent');
    const right =
      body.kind === kind ? body : (await findAgencies(tx, { unitCode: body.unitCode, kind }, today))[0];
    if (right === undefined) throw refuse('agency.not-competent');
    return right;
  }
  if (named !== undefined) {
    const body = await living(named);
    if (body === null || body.id !== body.bodyId || body.unitCode.length !== 2)
      throw refuse('agency.not-competent');
    return body;
  }
  const bodies = await findAgencies(tx, bodyWithTask(procedure.competent), today);
  const body = bodies.find((one) => one.id === one.bodyId && one.unitCode.length === 2);
  if (body === undefined) throw refuse('required');
  return body;
}
