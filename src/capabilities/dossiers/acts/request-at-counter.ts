import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Reason, SupplementItems } from '../filing.ts';
import { change, madeBy } from '../store.ts';
import { CounterInput, counterOf, fileAtCounter } from './receive-dossier.ts';

/**
 * Papers lack at the counter: the applicant leaves with form 02, which says once and fully what to bring. What was
 * typed and scanned is kept, so that on the second visit only what lacked is added; no code and no clock until then.
 */
export const requestAtCounter = act({
  name: 'dossiers.request-at-counter',
  summary: 'Ask at the counter for what lacks before receiving (form 02).',
  input: Type.Object(
    { ...CounterInput.properties, items: SupplementItems, reason: Reason },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer(), slip: Type.String() }),
  target: (tx, input, actor) => counterOf(tx, actor, input.centreId),
  async run(tx, actor, input, { centre }, now) {
    const id = randomUUID();
    const { filing } = await fileAtCounter(tx, input, centre, actor, now, { id, whole: false });
    const filed = await change(
      tx,
      id,
      null,
      { ...madeBy(actor, this.name, now), type: 'filed', filing },
      now,
    );
    const after = await change(
      tx,
      id,
      filed,
      {
        ...madeBy(actor, this.name, now),
        type: 'supplement-requested',
        items: input.items.map((item) => ({
          componentKey: item.componentKey ?? null,
          text: item.text.trim(),
        })),
        reason: input.reason.trim(),
        clock: [],
      },
      now,
    );
    return { id, version: after.version, slip: `/api/dossiers/${id}/supplement.pdf` };
  },
});
