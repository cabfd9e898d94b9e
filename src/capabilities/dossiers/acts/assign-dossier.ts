import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { legalDay, loadCalendar } from '../../calendar/index.ts';
import { dutiesAt } from '../../people/index.ts';
import { getVersion } from '../../procedures/index.ts';
import { circumstanceOf, nextStep, sharesOf, visit } from '../course.ts';
import { DossierId, SeenVersion } from '../filing.ts';
import { placeOf, requireAtStep, requirePartsDone, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';
import { passAutomatic } from './complete-step.ts';

export const assignDossier = act({
  name: 'dossiers.assign-dossier',
  summary: 'Assign a dossier to a specialist of the division, or hand it to another one.',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      officialId: Type.String({ maxLength: 60 }),
      note: Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()])),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'competent'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'received', 'in-progress');
    const version = await getVersion(tx, dossier.procedureVersionId);
    const step = dossier.step;
    if (version === null || step === null || dossier.term === null)
      throw new Refusal('conflict', 'dossier.state', { state: dossier.state });
    const process = version.procedure.process;
    const here = process.steps.find((one) => one.key === step.key);
    // At the step of assigning it goes on to the specialist's step; at the specialist's it only changes hands.
    if (here?.act === 'assign') {
      requireAtStep(dossier, actor, ['division-head', 'leader']);
      requirePartsDone(dossier);
    } else if (here?.role !== 'specialist')
      throw new Refusal('conflict', 'dossier.not-at-this-step', { step: step.name });
    const next = here.act === 'assign' ? nextStep(process, here.key, circumstanceOf(dossier)) : here;
    if (next === null) throw new Error(`process of ${version.procedure.code} ends at ${here.key}`);
    const today = legalDay(now.at);
    const official = (await dutiesAt(tx, step.agencyId, today)).find(
      (duty) => duty.officialId === input.officialId && duty.role === next.role,
    );
    if (official === undefined)
      throw invalid('input.invalid', { path: '/officialId', code: 'official.not-here' });
    const calendar = await loadCalendar(tx, dossier.centreId, today);
    const share =
      sharesOf(
        process,
        calendar,
        dossier.term,
        new Date(dossier.receivedAt ?? now.at),
        circumstanceOf(dossier),
      ).get(next.key) ?? 0;
    const holder = { agencyId: step.agencyId, officialId: official.officialId, officialName: official.name };
    const arrived = visit(next, holder, share, calendar, now.at);
    const after = await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, this.name, now),
        type: 'moved',
        // Changing hands at the same step does not give its share anew.
        next: next === here ? { ...arrived, dueAt: step.dueAt } : arrived,
        note: input.note?.trim() || null,
        back: false,
      },
      now,
    );
    // Only an arrival opens the parts of the step; changing hands does not.
    const settled = next === here ? after : await passAutomatic(tx, after, version.procedure, now);
    return { id: settled.id, version: settled.version };
  },
});
