import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { competentBody } from '../dossiers/index.ts';
import { rolesHeld } from '../people/index.ts';
import { findSector, type ProcedureVersion, type StoredVersion, versionsOf } from '../procedures/index.ts';
import { findAgencies } from '../units/index.ts';
import { type ReadDraft, readDraft } from './draft.ts';
import { type HandlingBody, type Staffing, staffingOf } from './staffing.ts';
import { bodiesOfCommunes } from './store.ts';

/** The newest version of a procedure, whether it is in force yet or not: what a draft is begun from. */
export async function latestVersion(tx: Tx, code: string): Promise<StoredVersion> {
  const latest = (await versionsOf(tx, [code])).at(-1);
  if (latest === undefined) throw new Refusal('missing', 'procedure.unknown');
  return latest;
}

/** The bodies that would handle the procedure on this day. */
export async function handlingBodies(
  tx: Tx,
  procedure: ProcedureVersion,
  today: string,
): Promise<HandlingBody[]> {
  if (procedure.level === 'commune')
    return bodiesOfCommunes(
      tx,
      procedure.competent === 'commune-police' ? 'commune-police' : 'commune-committee',
      today,
    );
  let body: Awaited<ReturnType<typeof competentBody>>;
  try {
    body = await competentBody(tx, procedure, undefined, '', today);
  } catch (error) {
    // A task that no agency of this province has: then nobody handles it, and that is told as such.
    if (error instanceof Refusal) return [];
    throw error;
  }
  const parts = await findAgencies(tx, { bodyId: body.id }, today);
  const [centre] = await findAgencies(tx, { kind: 'centre', unitCode: body.unitCode }, today);
  return [{ id: body.id, name: body.name, centreId: centre?.id ?? body.id, parts }];
}

/** Everything that is wrong with a draft today, people included; a wrong shape keeps the rest from being judged. */
export async function judgeDraft(
  tx: Tx,
  body: unknown,
  today: string,
): Promise<ReadDraft & Pick<Staffing, 'lacking'>> {
  const read = readDraft(body);
  if (read.procedure === null) return { ...read, lacking: [] };
  const sector = await findSector(tx, read.procedure.sector);
  if (sector === null)
    return {
      ...read,
      faults: [...read.faults, { pointer: '/sector', text: 'không có lĩnh vực này' }],
      lacking: [],
    };
  const bodies = await handlingBodies(tx, read.procedure, today);
  const { faults, lacking } = staffingOf(
    read.procedure.process,
    sector.division,
    bodies,
    await rolesHeld(tx, today),
  );
  return { ...read, faults: [...read.faults, ...faults], lacking };
}
