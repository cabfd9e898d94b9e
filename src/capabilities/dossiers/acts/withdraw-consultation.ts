import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { DossierId, Reason } from '../filing.ts';
import { endPart, lockPart, PartId, PartMade } from './answer-consultation.ts';

export const withdrawConsultation = act({
  name: 'dossiers.withdraw-consultation',
  summary: 'Ask no more: the question is withdrawn, with the reason.',
  input: Type.Object({ id: DossierId, part: PartId, reason: Reason }, { additionalProperties: false }),
  output: PartMade,
  target: (tx, input) => lockPart(tx, input, 'asking'),
  async run(tx, actor, input, target, now) {
    const ended = { ending: 'withdrawn' as const, answer: input.reason.trim() };
    const after = await endPart(tx, target, ended, actor, this.name, now);
    return { id: after.id, version: after.version };
  },
});
