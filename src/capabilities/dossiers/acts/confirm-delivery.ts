import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { instantOf, legalDay } from '../../calendar/index.ts';
import { isDay } from '../../procedures/index.ts';
import { DossierId, SeenVersion } from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';

export const confirmDelivery = act({
  name: 'dossiers.confirm-delivery',
  summary: 'Enter when the post delivered the result, and to whom.',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      day: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
      receivedBy: Type.String({ minLength: 2, maxLength: 300 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'receiving'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'returned');
    const { returned, returnedAt } = dossier;
    if (returned?.by !== 'post' || returnedAt === null) throw new Refusal('conflict', 'delivery.not-by-post');
    if (returned.deliveredAt) throw new Refusal('conflict', 'delivery.confirmed');
    if (!isDay(input.day)) throw invalid('input.invalid', { path: '/day', code: 'date.impossible' });
    if (input.day < legalDay(new Date(returnedAt)) || input.day > legalDay(now.at))
      throw invalid('input.invalid', { path: '/day', code: 'delivery.day' });
    const after = await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, this.name, now),
        type: 'delivered',
        deliveredAt: instantOf(input.day, 12 * 60).toISOString(),
        receivedBy: input.receivedBy.trim(),
      },
      now,
    );
    return { id: after.id, version: after.version };
  },
});
