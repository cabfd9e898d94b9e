import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { type FieldFault, invalid, Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { addDays, legalDay } from '../../calendar/index.ts';
import { authorityOf, type Delegation, delegableActs, overlaps } from '../delegation.ts';
import {
  delegationsAround,
  insertDelegation,
  lockOfficials,
  type OfficialSeats,
  officialsAt,
} from '../delegation-store.ts';

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
/** A deputy for longer than this is an appointment. */
const LONGEST_DAYS = 366;

const isDay = (text: string) => !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;

/** Where an official sits: who may decide about their deputy is judged by it. */
export function placeOfOfficial(official: OfficialSeats): Place {
  return {
    bodyIds: [...new Set(official.duties.map((duty) => duty.bodyId))],
    divisionId: official.duties.length === 1 ? (official.duties[0]?.agencyId ?? null) : null,
    officialId: official.id,
  };
}

export async function officialToActOn(tx: Tx, id: string, on: string): Promise<OfficialSeats> {
  const official = (await officialsAt(tx, [id], on)).get(id);
  if (official === undefined || official.duties.length === 0)
    throw new Refusal('missing', 'official.unknown');
  return official;
}

/**
 * Names who acts for an official while they are away: in everything or in named acts, from a day to a day, with the
 * reason. It ends by itself. A deputy never gets more than the absent one has, and never passes it on: one who is away
 * cannot be named, and who is named cannot be away.
 */
export const delegateDuties = act({
  name: 'people.delegate-duties',
  summary: 'Name who acts for an absent official, from a day to a day.',
  input: Type.Object(
    {
      /** Oneself when left out. */
      fromOfficialId: Type.Optional(Type.String({ maxLength: 60 })),
      toOfficialId: Type.String({ maxLength: 60 }),
      from: Day,
      /** The last day, included. */
      until: Day,
      acts: Type.Optional(
        Type.Union([Type.Array(Type.String({ maxLength: 80 }), { minItems: 1, maxItems: 60 }), Type.Null()]),
      ),
      reason: Type.String({ minLength: 3, maxLength: 2000 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), authority: Type.String() }),
  async target(tx, input, actor, at) {
    const id = input.fromOfficialId ?? (actor.kind === 'official' ? actor.id : '');
    await lockOfficials(tx, [id, input.toOfficialId]);
    const absent = await officialToActOn(tx, id, legalDay(at));
    return { ...placeOfOfficial(absent), absent };
  },
  async run(tx, actor, input, { absent }, now) {
    const today = legalDay(now.at);
    const faults: FieldFault[] = [];
    for (const [path, day] of [
      ['/from', input.from],
      ['/until', input.until],
    ] as const)
      if (!isDay(day)) faults.push({ path, code: 'date.impossible' });
    if (faults.length > 0) throw invalid('input.invalid', ...faults);
    const to = addDays(input.until, 1);
    if (input.from < today) faults.push({ path: '/from', code: 'date.past' });
    if (input.until < input.from) faults.push({ path: '/until', code: 'date.order' });
    if (to > addDays(input.from, LONGEST_DAYS)) faults.push({ path: '/until', code: 'delegation.too-long' });
    const deputy = (await officialsAt(tx, [input.toOfficialId], today)).get(input.toOfficialId);
    const authority =
      deputy === undefined || deputy.id === absent.id ? null : authorityOf(absent.duties, deputy.duties);
    if (authority === null) faults.push({ path: '/toOfficialId', code: 'delegation.not-a-deputy' });
    const known = new Set(delegableActs(absent.duties.map((duty) => duty.role)));
    const acts = input.acts ?? null;
    if (acts?.some((one) => !known.has(one))) faults.push({ path: '/acts', code: 'delegation.not-theirs' });
    const delegation: Delegation = {
      id: randomUUID(),
      fromOfficialId: absent.id,
      toOfficialId: input.toOfficialId,
      from: input.from,
      to,
      acts,
      authority: authority ?? '',
      reason: input.reason.trim(),
    };
    const around = await delegationsAround(tx, [absent.id, input.toOfficialId], today);
    const meets = (other: Delegation) => other.from < to && input.from < other.to;
    if (
      around.some(
        (one) => meets(one) && (one.fromOfficialId === input.toOfficialId || one.toOfficialId === absent.id),
      )
    )
      faults.push({ path: '/toOfficialId', code: 'delegation.chain' });
    if (around.some((one) => one.fromOfficialId === absent.id && overlaps(one, delegation)))
      faults.push({ path: '/from', code: 'delegation.overlap' });
    if (faults.length > 0) throw invalid('input.invalid', ...faults);
    await insertDelegation(tx, delegation, { by: actor.id, at: now.at });
    const { id, ...named } = delegation;
    await now.record({
      subjectKind: 'official',
      subjectId: absent.id,
      change: { type: 'delegated', delegation: id, ...named },
    });
    for (const concerned of new Set([absent.id, input.toOfficialId]))
      if (concerned !== actor.id)
        await now.send({
          channel: 'portal',
          to: concerned,
          subject: { kind: 'official', id: absent.id },
          body: { event: 'delegated', ...named, absentName: absent.name, deputyName: deputy?.name },
        });
    return { id, authority: delegation.authority };
  },
});
