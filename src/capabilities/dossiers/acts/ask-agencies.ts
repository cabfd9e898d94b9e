import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { type FieldFault, Refusal } from '../../../kernel/refusal.ts';
import { addWorkingMinutes, legalDay, loadCalendar } from '../../calendar/index.ts';
import { findAgenciesById } from '../../units/index.ts';
import { openParts, type PartVisit } from '../dossier.ts';
import { DossierId, refuseFaults, SeenVersion } from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';

/**
 * Asks one or several agencies or divisions at once, each its own question with its own deadline in working hours. The
 * dossier stays at its step and its clock runs on: consulting is part of the office's own time.
 */
export const askAgencies = act({
  name: 'dossiers.ask-agencies',
  summary: 'Ask other agencies or divisions for an opinion, several at once; the clock runs on.',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      asks: Type.Array(
        Type.Object(
          {
            agencyId: Type.String({ maxLength: 35 }),
            question: Type.String({ minLength: 3, maxLength: 4000 }),
            /** Working hours until the answer is due. */
            hours: Type.Integer({ minimum: 1, maximum: 800 }),
            /** Which of the dossier's papers they may read. */
            paperIds: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 200 })),
          },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: 20 },
      ),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    id: Type.String(),
    version: Type.Integer(),
    parts: Type.Array(Type.Object({ id: Type.String(), agencyId: Type.String(), dueAt: Type.String() })),
  }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'competent'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'received', 'in-progress');
    if (dossier.outcome !== null) throw new Refusal('conflict', 'dossier.decided');
    const step = dossier.step;
    if (step === null) throw new Refusal('conflict', 'dossier.state', { state: dossier.state });
    const agencies = await findAgenciesById(
      tx,
      input.asks.map((ask) => ask.agencyId),
    );
    const calendar = await loadCalendar(tx, dossier.centreId, legalDay(now.at));
    const papers = new Set(dossier.components.flatMap((component) => component.paperIds));
    const asked = new Set(openParts(dossier).map((part) => part.agencyId));
    const faults: FieldFault[] = [];
    const parts = input.asks.flatMap((ask, place): PartVisit[] => {
      const at = `/asks/${place}`;
      const agency = agencies.get(ask.agencyId);
      if (agency === undefined) faults.push({ path: `${at}/agencyId`, code: 'agency.unknown' });
      else if (agency.id === step.agencyId)
        faults.push({ path: `${at}/agencyId`, code: 'consultation.oneself' });
      else if (asked.has(agency.id)) faults.push({ path: `${at}/agencyId`, code: 'consultation.twice' });
      if ((ask.paperIds ?? []).some((id) => !papers.has(id)))
        faults.push({ path: `${at}/paperIds`, code: 'paper.unknown' });
      if (agency === undefined) return [];
      asked.add(agency.id);
      return [
        {
          id: randomUUID(),
          kind: 'consultation',
          step: step.key,
          agencyId: agency.id,
          bodyId: agency.bodyId,
          role: null,
          officialId: null,
          officialName: null,
          question: ask.question.trim(),
          sharedPaperIds: ask.paperIds ?? [],
          askedAt: now.at.toISOString(),
          askedBy: actor.id,
          askedByName: actor.name,
          askedFrom: step.agencyId,
          dueAt: addWorkingMinutes(calendar, now.at, ask.hours * 60).toISOString(),
          remindedAt: [],
          endedAt: null,
          ending: null,
          answer: null,
          answeredBy: null,
          answeredByName: null,
          paperIds: [],
        },
      ];
    });
    refuseFaults(faults);
    const after = await change(
      tx,
      dossier.id,
      dossier,
      { ...madeBy(actor, this.name, now), type: 'parts-opened', parts },
      now,
    );
    for (const part of parts)
      await now.send({
        channel: 'portal',
        to: `agency:${part.agencyId}`,
        subject: { kind: 'dossier', id: dossier.id },
        body: { event: 'consulted', part: part.id, question: part.question, dueAt: part.dueAt },
      });
    return {
      id: after.id,
      version: after.version,
      parts: parts.map((part) => ({ id: part.id, agencyId: part.agencyId, dueAt: part.dueAt ?? '' })),
    };
  },
});
