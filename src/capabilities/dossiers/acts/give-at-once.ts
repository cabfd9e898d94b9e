import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { endClock, legalDay } from '../../calendar/index.ts';
import { dutiesAt } from '../../people/index.ts';
import { isImmediate, mainWay } from '../../procedures/index.ts';
import { visitAtOnce } from '../course.ts';
import { receipt } from '../receipt.ts';
import { resultNumber } from '../result.ts';
import { change, madeBy, nextSerial } from '../store.ts';
import { CounterInput, counterOf, fileAtCounter } from './receive-dossier.ts';

/**
 * A result given while the applicant waits (certified copies and the like): received, decided, numbered and handed
 * over in one breath. It needs no slip unless asked for, but it counts like any other (Decree 61/2018 art. 17.4). The
 * decision is that of who signed the paper; the receptionist enters it.
 */
export const giveAtOnce = act({
  name: 'dossiers.give-at-once',
  summary: 'Receive, decide, number and hand over at once, for procedures that are done while one waits.',
  input: Type.Object(
    {
      ...CounterInput.properties,
      /** The leader who signed. */
      signerId: Type.String({ maxLength: 60 }),
      resultName: Type.Optional(Type.Union([Type.String({ maxLength: 1000 }), Type.Null()])),
      receivedBy: Type.Optional(Type.Union([Type.String({ maxLength: 300 }), Type.Null()])),
      receiverId: Type.Optional(Type.Union([Type.String({ maxLength: 30 }), Type.Null()])),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    id: Type.String(),
    version: Type.Integer(),
    code: Type.String(),
    number: Type.String(),
    slip: Type.String(),
  }),
  target: (tx, input, actor) => counterOf(tx, actor, input.centreId),
  async run(tx, actor, input, { centre }, now) {
    const id = randomUUID();
    const { signerId, resultName, receivedBy, receiverId, ...counter } = input;
    const { filing, procedure } = await fileAtCounter(tx, counter, centre, actor, now, { id, whole: true });
    if (!isImmediate(procedure)) throw new Refusal('conflict', 'at-once.not-immediate');
    if (filing.competentBodyId !== centre.bodyId) throw new Refusal('conflict', 'at-once.decided-elsewhere');
    if (filing.channel !== 'counter') throw new Refusal('conflict', 'at-once.not-at-counter');
    const day = legalDay(now.at);
    const signer = (await dutiesAt(tx, filing.competentBodyId, day)).find(
      (duty) => duty.officialId === signerId && duty.role === 'leader',
    );
    if (signer === undefined)
      throw invalid('input.invalid', { path: '/signerId', code: 'official.not-here' });
    const arrived = await change(
      tx,
      id,
      null,
      { ...madeBy(actor, this.name, now), type: 'filed', filing },
      now,
    );
    const { code, term, clock, dueAt, steps } = await receipt(tx, arrived, procedure, null, actor, now);
    const serial = await nextSerial(tx, 'result', filing.competentBodyId, day.slice(0, 4));
    const at = now.at.toISOString();
    const result = {
      number: resultNumber(serial, 'approved'),
      date: day,
      name: resultName?.trim() || procedure.results[0]?.name || 'Kết quả giải quyết thủ tục hành chính',
      paperId: null,
    };
    const way = mainWay(procedure.process);
    const receptionist = {
      agencyId: filing.centreId,
      officialId: actor.id,
      officialName: actor.name,
    };
    const after = await change(
      tx,
      id,
      arrived,
      {
        ...madeBy(actor, this.name, now),
        type: 'given-at-once',
        code,
        term,
        clock: endClock(clock, now.at),
        dueAt,
        steps: [
          ...steps,
          ...way
            .filter((step) => step.act === 'approve')
            .map((step) =>
              visitAtOnce(
                step,
                {
                  agencyId: filing.competentBodyId,
                  officialId: signer.officialId,
                  officialName: signer.name,
                },
                at,
              ),
            ),
          ...way.filter((step) => step.act === 'return').map((step) => visitAtOnce(step, receptionist, at)),
        ],
        decision: { at, by: signer.officialId, byName: signer.name, reason: null },
        result,
        returned: {
          by: 'counter',
          receivedBy: receivedBy?.trim() || filing.applicantName,
          receiverId: receiverId?.trim() || null,
          tracking: null,
        },
      },
      now,
    );
    await now.send({
      channel: 'portal',
      to: filing.applicantId,
      subject: { kind: 'dossier', id },
      body: { event: 'returned', by: 'counter', tracking: null },
    });
    return {
      id,
      version: after.version,
      code,
      number: result.number,
      slip: `/api/dossiers/${id}/slip.pdf`,
    };
  },
});
