import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { endClock, legalDay, loadCalendar } from '../../calendar/index.ts';
import { getVersion } from '../../procedures/index.ts';
import { answerableUntil } from '../course.ts';
import { DossierId, SeenVersion } from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';
import { partEnded } from './end-outside-link.ts';

/**
 * A supplement that was asked for has not come within the time that the procedure's own law gives: the dossier is
 * closed and the applicant told. Where the procedure names no such time, it waits for as long as it takes.
 */
export const closeUnanswered = act({
  name: 'dossiers.close-unanswered',
  summary:
    'Close a dossier whose supplement did not come within the time that the law of its procedure gives.',
  input: Type.Object(
    // The clock has seen no version: whatever it is, it still waits or it does not.
    { id: DossierId, version: Type.Optional(SeenVersion) },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version ?? null), 'receiving'),
  async run(tx, actor, _input, { dossier }, now) {
    requireState(dossier, 'awaiting-supplement');
    const rule = (await getVersion(tx, dossier.procedureVersionId))?.procedure.unanswered;
    const asked = dossier.supplements.at(-1);
    if (rule === undefined || asked === undefined)
      throw new Refusal('conflict', 'supplement.waits-without-end');
    const calendar = await loadCalendar(tx, dossier.centreId, legalDay(now.at));
    const until = answerableUntil(calendar, rule, asked.at);
    if (now.at <= until)
      throw new Refusal('conflict', 'supplement.still-awaited', { until: until.toISOString() });
    const after = await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, this.name, now),
        type: 'stopped',
        ground: 'unanswered',
        reason: `Quá ${rule.workingDays} ngày làm việc kể từ khi có yêu cầu mà hồ sơ chưa được bổ sung`,
        legalBasis: rule.legalBasis,
        mayResume: false,
        clock: dossier.receivedAt === null ? dossier.clock : endClock(dossier.clock, now.at),
      },
      now,
    );
    await partEnded(tx, after, now);
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'stopped', ground: 'unanswered', legalBasis: rule.legalBasis },
    });
    return { id: after.id, version: after.version };
  },
});
