import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { isLate } from '../../calendar/index.ts';
import { DossierId, Reason } from '../filing.ts';
import { requireOpen } from '../place.ts';
import { endPart, lockPart, PartId, PartMade } from './answer-consultation.ts';

/**
 * Goes on without the opinion. Only when its deadline has passed: before that the question may be withdrawn, which says
 * that it is not needed, but not passed over.
 */
export const passOverConsultation = act({
  name: 'dossiers.pass-over-consultation',
  summary: 'Go on without an opinion whose deadline has passed, with a note that stays.',
  input: Type.Object({ id: DossierId, part: PartId, reason: Reason }, { additionalProperties: false }),
  output: PartMade,
  target: (tx, input) => lockPart(tx, input, 'asking'),
  async run(tx, actor, input, target, now) {
    requireOpen(target.part);
    const { kind, dueAt } = target.part;
    // A part that the process demands is not an opinion that may stay away.
    if (kind !== 'consultation' || dueAt === null || !isLate(new Date(dueAt), now.at))
      throw new Refusal('conflict', 'consultation.not-yet-due', { dueAt });
    const ended = { ending: 'passed-over' as const, answer: input.reason.trim() };
    const after = await endPart(tx, target, ended, actor, this.name, now);
    return { id: after.id, version: after.version };
  },
});
