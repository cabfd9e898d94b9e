import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { legalDay } from '../../calendar/index.ts';
import type { Round } from '../round.ts';
import { findRound, takeReminders } from '../store.ts';

/** Reminds the bodies whose sheets were not sent, by e-mail to those who fill in and approve; once a day and body. */
export const remindBodies = act({
  name: 'rounds.remind-bodies',
  summary: 'Remind bodies whose sheets of a round were not sent, once a day.',
  input: Type.Object(
    { id: Type.String({ maxLength: 60 }), publicUrl: Type.Optional(Type.String({ maxLength: 300 })) },
    { additionalProperties: false },
  ),
  output: Type.Object({ reminded: Type.Integer() }),
  async target(tx, { id }): Promise<Place & { round: Round }> {
    const round = await findRound(tx, id, true);
    if (round === null) throw new Refusal('missing', 'round.unknown');
    return { bodyIds: [round.organiserId], round };
  },
  async run(tx, _actor, { publicUrl }, { round }, { at, record, send }) {
    if (round.lockedAt !== null) throw new Refusal('conflict', 'round.locked');
    const reminders = await takeReminders(tx, round.id, legalDay(at));
    const due = legalDay(new Date(round.dueAt.getTime() - 1))
      .split('-')
      .reverse()
      .join('/');
    for (const { official_id, email, body_id } of reminders)
      await send({
        channel: 'email',
        to: email,
        subject: { kind: 'official', id: official_id },
        body: {
          event: 'round-reminder',
          letter: {
            subject: at > round.dueAt ? `Đã quá hạn gửi: ${round.name}` : `Hạn gửi ${due}: ${round.name}`,
            text: `Biểu “${round.name}” của cơ quan ông/bà chưa gửi tỉnh.\nHạn gửi: hết ngày ${due}.\n\nMở biểu:\n${publicUrl ?? ''}/bao-cao/dot/${round.id}/${body_id}`,
          },
        },
      });
    const bodies = [...new Set(reminders.map(({ body_id }) => body_id))];
    if (bodies.length > 0)
      await record({
        subjectKind: 'round',
        subjectId: round.id,
        change: { type: 'reminded', bodies },
        bodyIds: [round.organiserId],
      });
    return { reminded: bodies.length };
  },
});
