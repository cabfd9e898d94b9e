import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import {
  addWorkingMinutes,
  legalDay,
  loadCalendar,
  resume,
  type WorkingCalendar,
  workingMinutesBetween,
} from '../../calendar/index.ts';
import { dueOf } from '../course.ts';
import { DossierId, Reason, SeenVersion } from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';

/** The same working time ahead of it as when it was stopped; what was late by then stays as late. */
function movedOn(calendar: WorkingCalendar, due: string, stoppedAt: Date, at: Date): string {
  const ahead = workingMinutesBetween(calendar, stoppedAt, new Date(due));
  return ahead <= 0 ? due : addWorkingMinutes(calendar, at, ahead).toISOString();
}

/** The ground for stopping is gone: it goes on where it stood, with what was left of its term. */
export const resumeDossier = act({
  name: 'dossiers.resume-dossier',
  summary: 'Go on with a dossier whose handling was stopped on a legal ground that is gone.',
  input: Type.Object(
    { id: DossierId, version: SeenVersion, reason: Reason },
    { additionalProperties: false },
  ),
  output: Type.Object({
    id: Type.String(),
    version: Type.Integer(),
    dueAt: Type.Union([Type.String(), Type.Null()]),
  }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'competent'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'stopped');
    const { stop, term, step } = dossier;
    if (stop === undefined || !stop.mayResume || dossier.endedAt !== null || term === null)
      throw new Refusal('conflict', 'stop.ended');
    const calendar = await loadCalendar(tx, dossier.centreId, legalDay(now.at));
    const clock = resume(dossier.clock, now.at);
    const stoppedAt = new Date(stop.at);
    const dueAt =
      dossier.extension !== null && stop.dueAt !== null
        ? movedOn(calendar, stop.dueAt, stoppedAt, now.at)
        : dueOf(calendar, term, clock);
    const reason = input.reason.trim();
    const after = await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, this.name, now),
        type: 'resumed',
        reason,
        clock,
        dueAt,
        step:
          step === null || step.dueAt === null
            ? step
            : { ...step, dueAt: movedOn(calendar, step.dueAt, stoppedAt, now.at) },
      },
      now,
    );
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'resumed', reason, dueAt },
    });
    return { id: after.id, version: after.version, dueAt };
  },
});
