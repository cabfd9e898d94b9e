import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { apologyInTime, closeOn, isWorkingDay, legalDay, loadCalendar } from '../../calendar/index.ts';
import { isDay } from '../../procedures/index.ts';
import { DossierId, Reason, SeenVersion } from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';

/**
 * Apologises and gives one new date: at most once, and at least a day before the promised one (Decree 61/2018 art.
 * 19.9, repeated by the provinces' rules of 2025). Later than that a dossier is late, whatever is written.
 */
export const extendDossier = act({
  name: 'dossiers.extend-dossier',
  summary: 'Apologise and give one new due date, at least a day before the promised one (form 04).',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      reason: Reason,
      newDay: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer(), dueAt: Type.String() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'competent'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'received', 'in-progress');
    if (dossier.outcome !== null) throw new Refusal('conflict', 'dossier.decided');
    if (dossier.extension !== null)
      throw new Refusal('conflict', 'dossier.extended-once', {
        at: dossier.extension.at,
        by: dossier.extension.byName,
      });
    if (dossier.dueAt === null) throw new Refusal('conflict', 'dossier.state', { state: dossier.state });
    const promised = new Date(dossier.dueAt);
    if (!apologyInTime(promised, now.at))
      throw new Refusal('conflict', 'dossier.extension-too-late', { dueAt: dossier.dueAt });
    if (!isDay(input.newDay)) throw invalid('input.invalid', { path: '/newDay', code: 'date.impossible' });
    const calendar = await loadCalendar(tx, dossier.centreId, legalDay(now.at));
    if (!isWorkingDay(calendar, input.newDay))
      throw invalid('input.invalid', { path: '/newDay', code: 'date.day-off' });
    if (input.newDay <= legalDay(promised))
      throw invalid('input.invalid', { path: '/newDay', code: 'date.not-later' });
    const to = closeOn(calendar, input.newDay).toISOString();
    const reason = input.reason.trim();
    const after = await change(
      tx,
      dossier.id,
      dossier,
      { ...madeBy(actor, this.name, now), type: 'extended', reason, to },
      now,
    );
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'extended', reason, dueAt: to },
    });
    return { id: after.id, version: after.version, dueAt: to };
  },
});
