import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { DossierId } from '../filing.ts';
import { requireOpen } from '../place.ts';
import { change, madeBy } from '../store.ts';
import { lockPart, PartId, PartMade } from './answer-consultation.ts';

export const remindConsultation = act({
  name: 'dossiers.remind-consultation',
  summary: 'Remind an agency that its answer is waited for.',
  input: Type.Object(
    {
      id: DossierId,
      part: PartId,
      note: Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()])),
    },
    { additionalProperties: false },
  ),
  output: PartMade,
  target: (tx, input) => lockPart(tx, input, 'asking'),
  async run(tx, actor, input, { dossier, part }, now) {
    requireOpen(part);
    const note = input.note?.trim() || null;
    const after = await change(
      tx,
      dossier.id,
      dossier,
      { ...madeBy(actor, this.name, now), type: 'part-reminded', id: part.id, note },
      now,
    );
    await now.send({
      channel: 'portal',
      to: `agency:${part.agencyId}`,
      subject: { kind: 'dossier', id: dossier.id },
      body: { event: 'consultation-reminded', part: part.id, note, dueAt: part.dueAt },
    });
    return { id: after.id, version: after.version };
  },
});
