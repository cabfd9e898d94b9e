import { Type } from 'typebox';
import { invalid, Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import { readPhone } from './person.ts';
import { normaliseDigits, readPersonalId } from './personal-id.ts';
import { findPerson, getPerson, personsOfPhone } from './store.ts';
import { isTaxCode } from './tax-code.ts';

const Maybe = Type.Union([Type.String(), Type.Null()]);
const PersonShape = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  fullName: Type.String(),
  personalId: Maybe,
  taxCode: Maybe,
  birthDate: Maybe,
  sex: Maybe,
  phone: Maybe,
  email: Maybe,
  address: Maybe,
  unitCode: Maybe,
});

/** What tells those who share a telephone apart, and the number that brings the rest. */
const PersonOfPhone = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  fullName: Type.String(),
  personalId: Maybe,
  taxCode: Maybe,
  birthDate: Maybe,
});

export const findApplicant = view({
  name: 'people.find-applicant',
  summary:
    'A returning applicant by personal id or tax code, or those who share a telephone, to fill the receipt form. Each look is recorded.',
  input: Type.Object(
    {
      personalId: Type.Optional(Type.String({ maxLength: 30 })),
      taxCode: Type.Optional(Type.String({ maxLength: 30 })),
      phone: Type.Optional(Type.String({ maxLength: 30 })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    person: Type.Union([PersonShape, Type.Null()]),
    /** A family or a firm shares a telephone: whoever stands at the counter is chosen by name. */
    ofPhone: Type.Array(PersonOfPhone),
  }),
  async run(tx, _actor, input) {
    if (input.personalId !== undefined) {
      if (readPersonalId(input.personalId) === null)
        throw invalid('input.invalid', { path: '/personalId', code: 'personal-id.structure' });
      return { person: await findPerson(tx, { personalId: normaliseDigits(input.personalId) }), ofPhone: [] };
    }
    if (input.phone !== undefined) {
      const phone = readPhone(input.phone);
      if (phone === null) throw invalid('input.invalid', { path: '/phone', code: 'phone.structure' });
      return { person: null, ofPhone: await personsOfPhone(tx, phone) };
    }
    if (input.taxCode === undefined || !isTaxCode(input.taxCode))
      throw invalid('input.invalid', { path: '/taxCode', code: 'tax-code.structure' });
    return { person: await findPerson(tx, { taxCode: normaliseDigits(input.taxCode) }), ofPhone: [] };
  },
  look: ({ person, ofPhone }) => ({
    personIds: [...(person === null ? [] : [person]), ...ofPhone].map(({ id }) => id),
  }),
});

export const seeOwnProfile = view({
  name: 'people.see-own-profile',
  summary: 'What the platform knows of the signed-in citizen.',
  input: Type.Object({}, { additionalProperties: false }),
  output: PersonShape,
  async run(tx, actor) {
    const person = actor.kind === 'citizen' ? await getPerson(tx, actor.personId) : null;
    if (person === null) throw new Refusal('missing', 'person.unknown');
    return person;
  },
});

export const listOwnSessions = view({
  name: 'people.list-own-sessions',
  summary: 'Where one is signed in.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    items: Type.Array(Type.Object({ id: Type.String(), openedAt: Type.String(), from: Maybe })),
  }),
  async run(tx, actor, _input, at) {
    const { rows } = await tx.query<{ id: string; opened_at: Date; came_from: string | null }>(
      `select s.id, s.opened_at, s.came_from from sessions s join accounts a on a.id = s.account_id
       where s.closed_at is null and s.expires_at > $2 and (a.official_id = $1 or 'person:' || a.person_id = $1)
       order by s.opened_at desc`,
      [actor.id, at],
    );
    return {
      items: rows.map((row) => ({ id: row.id, openedAt: row.opened_at.toISOString(), from: row.came_from })),
    };
  },
});
