import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';

export const closeOwnSession = act({
  name: 'people.close-own-session',
  summary: 'Close one of one’s own sessions, on whatever machine it is open.',
  input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
  output: Type.Object({}),
  target: nowhere,
  async run(tx, actor, input, _target, now) {
    const { rowCount } = await tx.query(
      `update sessions s set closed_at = $3 from accounts a
       where s.id = $1 and s.closed_at is null and a.id = s.account_id and (a.official_id = $2 or 'person:' || a.person_id = $2)`,
      [input.id, actor.id, now.at],
    );
    if (rowCount === 0) throw new Refusal('missing', 'session.unknown');
    const citizen = actor.kind === 'citizen';
    await now.record({
      subjectKind: citizen ? 'person' : 'official',
      subjectId: citizen ? actor.personId : actor.id,
      change: { type: 'session-closed', session: input.id },
    });
    return {};
  },
});
