import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Reason } from '../filing.ts';
import { change, madeBy } from '../store.ts';
import { CounterInput, counterOf, fileAtCounter } from './receive-dossier.ts';

/** What was brought is not received: it gets no code and no due time, but it is traced and has its form 03. */
export const refuseAtCounter = act({
  name: 'dossiers.refuse-at-counter',
  summary: 'Refuse what was brought to the counter, with the reason (form 03).',
  input: Type.Object({ ...CounterInput.properties, reason: Reason }, { additionalProperties: false }),
  output: Type.Object({ id: Type.String(), version: Type.Integer(), slip: Type.String() }),
  target: (tx, input, actor) => counterOf(tx, actor, input.centreId),
  async run(tx, actor, input, { centre }, now) {
    const id = randomUUID();
    const { filing } = await fileAtCounter(
      tx,
      // Nothing is taken in: the papers stay with who brought them.
      {
        ...input,
        form: {},
        components: input.components.map((one) => ({ ...one, paperIds: [], vaultIds: [] })),
      },
      centre,
      actor,
      now,
      { id, whole: false },
    );
    const filed = await change(
      tx,
      id,
      null,
      {
        ...madeBy(actor, this.name, now),
        type: 'filed',
        filing: { ...filing, fees: { lines: [], total: 0 } },
      },
      now,
    );
    const after = await change(
      tx,
      id,
      filed,
      { ...madeBy(actor, this.name, now), type: 'refused-receipt', reason: input.reason.trim() },
      now,
    );
    return { id, version: after.version, slip: `/api/dossiers/${id}/refusal.pdf` };
  },
});
