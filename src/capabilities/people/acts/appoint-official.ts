import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { findAgency } from '../../units/index.ts';
import { hashPassword } from '../password.ts';
import { ROLE_NAMES, type Role } from '../permissions.ts';
import { tidyName } from '../person.ts';
import { appoint } from '../store.ts';

/** Passwords are long rather than odd: twelve characters at least (OWASP ASVS 5, 6.2.1). */
export const PASSWORD_LENGTH = 12;

export const appointOfficial = act({
  name: 'people.appoint-official',
  summary: 'Give an official an account and a duty in an agency.',
  input: Type.Object(
    {
      fullName: Type.String({ minLength: 2, maxLength: 200 }),
      title: Type.String({ minLength: 2, maxLength: 200 }),
      accountName: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{2,60}$' }),
      password: Type.Optional(Type.String({ minLength: PASSWORD_LENGTH, maxLength: 1000 })),
      role: Type.Enum(Object.keys(ROLE_NAMES) as Role[]),
      agencyId: Type.String({ maxLength: 35 }),
      from: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ officialId: Type.String() }),
  target: async (tx, input): Promise<Place & { bodyId: string }> => {
    const agency = await findAgency(tx, input.agencyId);
    if (agency === null) throw invalid('input.invalid', { path: '/agencyId', code: 'agency.unknown' });
    const aboveBodyIds: string[] = [];
    let top = agency;
    for (let above = agency.parentId; above !== null; ) {
      const parent = await findAgency(tx, above);
      if (parent !== null) aboveBodyIds.push(parent.bodyId);
      top = parent ?? top;
      above = parent?.parentId ?? null;
    }
    // A control officer sees the whole province, and so is appointed by the province, wherever the desk stands.
    if (input.role === 'control-officer') {
      if (top.kind !== 'province-committee')
        throw invalid('input.invalid', { path: '/agencyId', code: 'agency.not-of-the-province' });
      return { bodyIds: [top.bodyId], bodyId: agency.bodyId };
    }
    return { bodyIds: [agency.bodyId], aboveBodyIds, bodyId: agency.bodyId };
  },
  async run(tx, _actor, input, { bodyId }, now) {
    const officialId = randomUUID();
    const made = await appoint(tx, [
      {
        officialId,
        fullName: tidyName(input.fullName),
        title: input.title,
        accountName: input.accountName,
        passwordHash: input.password === undefined ? null : await hashPassword(input.password),
        role: input.role,
        agencyId: input.agencyId,
        bodyId,
        from: input.from,
        demo: false,
      },
    ]);
    if (made === 0) throw new Refusal('conflict', 'account.name-taken', { name: input.accountName });
    const { password: _, ...appointed } = input;
    await now.record({
      subjectKind: 'official',
      subjectId: officialId,
      change: { type: 'appointed', ...appointed, bodyId },
    });
    return { officialId };
  },
});
