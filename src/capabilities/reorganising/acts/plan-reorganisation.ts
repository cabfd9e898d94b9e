import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { legalDay } from '../../calendar/index.ts';
import { provincePlace } from '../place.ts';
import { BASIS, PlanInput, soundPlan } from '../plan-input.ts';
import { addReorganisation, lockMap } from '../store.ts';

/** Decided elsewhere, by whoever the law says; here it is written down and waits for its day. */
export const planReorganisation = act({
  name: 'reorganising.plan-reorganisation',
  summary: 'Plan a merge, split or renaming of communes or agencies, with its decision, for a coming day.',
  input: Type.Object({ plan: PlanInput, ...BASIS }, { additionalProperties: false }),
  output: Type.Object({ id: Type.String() }),
  async target(tx) {
    await lockMap(tx);
    return provincePlace(tx);
  },
  async run(tx, actor, input, place, now) {
    const { plan: stated, ...basis } = input;
    const { plan } = await soundPlan(tx, stated, basis, legalDay(now.at));
    const id = randomUUID();
    await addReorganisation(tx, {
      id,
      ...basis,
      plan,
      plannedAt: now.at,
      plannedBy: actor.id,
      plannedByName: actor.name,
    });
    await now.record({
      subjectKind: 'agency',
      subjectId: place.bodyIds[0] ?? '',
      change: { type: 'reorganisation-planned', id, ...basis, plan },
      bodyIds: place.bodyIds,
    });
    return { id };
  },
});
