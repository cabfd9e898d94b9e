import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { endClock, legalDay } from '../../calendar/index.ts';
import { circumstanceOf, nextStep } from '../course.ts';
import { DossierId, SeenVersion } from '../filing.ts';
import { placeOf, requireAtStep, requireState } from '../place.ts';
import { resultNumber } from '../result.ts';
import { change, lockDossier, madeBy, nextSerial } from '../store.ts';
import { vaulted } from '../vaulting.ts';
import { arrivalAt, whereItStands } from './complete-step.ts';
import { partEnded } from './end-outside-link.ts';
import { takeResultPaper } from './receive-dossier.ts';

/** The result gets its own number from the register of the year; with it the dossier is resolved and the clock ends. */
export const issueResult = act({
  name: 'dossiers.issue-result',
  summary: 'Number and issue the result; the dossier is resolved and waits to be handed over.',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      name: Type.Optional(Type.Union([Type.String({ maxLength: 1000 }), Type.Null()])),
      paperId: Type.Optional(Type.Union([Type.String({ maxLength: 60 }), Type.Null()])),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer(), number: Type.String() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'competent'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'in-progress');
    const { procedure, here } = await whereItStands(tx, dossier);
    if (here.act !== 'issue' || dossier.outcome === null)
      throw new Refusal('conflict', 'dossier.not-at-this-step', { step: here.name });
    requireAtStep(dossier, actor, ['clerk']);
    const paperId = input.paperId ?? null;
    if (paperId !== null) await takeResultPaper(tx, paperId, dossier.id, actor);
    const hand = nextStep(procedure.process, here.key, circumstanceOf(dossier));
    const next = hand === null ? null : await arrivalAt(tx, dossier, procedure, hand, now);
    const date = legalDay(now.at);
    const serial = await nextSerial(tx, 'result', dossier.competentBodyId, date.slice(0, 4));
    const result = {
      number: resultNumber(serial, dossier.outcome),
      date,
      name:
        dossier.outcome === 'refused'
          ? 'Thông báo từ chối giải quyết hồ sơ'
          : input.name?.trim() || procedure.results[0]?.name || 'Kết quả giải quyết thủ tục hành chính',
      paperId,
      ...vaulted(dossier.outcome, paperId),
    };
    const after = await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, this.name, now),
        type: 'issued',
        result,
        clock: endClock(dossier.clock, now.at),
        next,
      },
      now,
    );
    await partEnded(tx, after, now);
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'resolved', outcome: after.outcome, number: result.number },
    });
    return { id: after.id, version: after.version, number: result.number };
  },
});
