import type { Place } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { findAgencies } from '../units/index.ts';

/** The map is the province's: whoever changes it must reach the province's committee. */
export async function provincePlace(tx: Tx): Promise<Place> {
  const [committee] = await findAgencies(tx, { kind: 'province-committee', limit: 1 }, '9999-12-31');
  if (committee === undefined) throw new Refusal('missing', 'agency.unknown');
  return { bodyIds: [committee.id] };
}
