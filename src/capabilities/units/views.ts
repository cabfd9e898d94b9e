import { Type } from 'typebox';
import { view } from '../../kernel/route.ts';
import { hoursInWords, legalDay, sessionsOf } from '../calendar/index.ts';
import type { AgencyKind } from './agency.ts';
import { findAgencies, findUnits } from './store.ts';

const Text = Type.String({ maxLength: 200 });
const Maybe = Type.Union([Type.String(), Type.Null()]);

export const searchUnits = view({
  name: 'units.search-units',
  summary:
    'Units that exist today: those that the words mean, the communes of a province, else the provinces',
  input: Type.Object(
    { q: Type.Optional(Text), parent: Type.Optional(Type.String({ pattern: '^\\d{2}$' })) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    units: Type.Array(
      Type.Object({
        code: Type.String(),
        kind: Type.String(),
        name: Type.String(),
        fullName: Type.String(),
        parentCode: Maybe,
      }),
    ),
  }),
  async run(tx, _actor, input, at) {
    const parentCode = input.parent ?? (input.q ? undefined : null);
    const limit = input.q ? 50 : 200;
    return { units: await findUnits(tx, { text: input.q, parentCode, limit }, legalDay(at)) };
  },
});

export const listCentres = view({
  name: 'units.list-centres',
  summary: "The province's one-stop centres with address, hours and telephone",
  input: Type.Object(
    { q: Type.Optional(Text), unit: Type.Optional(Type.String({ pattern: '^\\d{2,5}$' })) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    centres: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        shortName: Type.String(),
        unitCode: Type.String(),
        bodyId: Type.String(),
        address: Maybe,
        phone: Maybe,
        email: Maybe,
        /** Lines in Vietnamese, one for each group of days. */
        hours: Type.Array(Type.String()),
        contactInvented: Type.Boolean(),
      }),
    ),
  }),
  async run(tx, _actor, input, at) {
    const today = legalDay(at);
    const centres = await findAgencies(tx, { kind: 'centre', text: input.q, unitCode: input.unit }, today);
    const sessions = await sessionsOf(
      tx,
      centres.map((centre) => centre.id),
      today,
    );
    return {
      centres: centres.map(
        ({ id, name, shortName, unitCode, bodyId, address, phone, email, contactInvented }) => ({
          id,
          name,
          shortName,
          unitCode,
          bodyId,
          address,
          phone,
          email,
          hours: hoursInWords(sessions.get(id) ?? []),
          contactInvented,
        }),
      ),
    };
  },
});

export const listAgencies = view({
  name: 'units.list-agencies',
  summary: 'Agencies that exist today, by words, kind, unit or the agency above',
  input: Type.Object(
    {
      q: Type.Optional(Text),
      kind: Type.Optional(
        Type.Enum([
          'province-committee',
          'department',
          'commune-committee',
          'division',
          'centre',
          'office',
          'commune-police',
        ] satisfies AgencyKind[]),
      ),
      unit: Type.Optional(Type.String({ pattern: '^\\d{2,5}$' })),
      parent: Type.Optional(Type.String({ maxLength: 35 })),
      body: Type.Optional(Type.String({ maxLength: 35 })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    agencies: Type.Array(
      Type.Object({
        id: Type.String(),
        kind: Type.String(),
        name: Type.String(),
        shortName: Type.String(),
        unitCode: Type.String(),
        parentId: Maybe,
        bodyId: Type.String(),
      }),
    ),
  }),
  async run(tx, _actor, input, at) {
    const filter = {
      text: input.q,
      kind: input.kind,
      unitCode: input.unit,
      parentId: input.parent,
      bodyId: input.body,
    };
    const found = await findAgencies(tx, filter, legalDay(at));
    return {
      agencies: found.map(({ id, kind, name, shortName, unitCode, parentId, bodyId }) => ({
        id,
        kind,
        name,
        shortName,
        unitCode,
        parentId,
        bodyId,
      })),
    };
  },
});
