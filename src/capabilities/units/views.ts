import { Type } from 'typebox';
import { view } from '../../kernel/route.ts';
import { hoursInWords, legalDay, sessionsOf } from '../calendar/index.ts';
import type { AgencyKind } from './agency.ts';
import { loadAddressBook } from './book-store.ts';
import { readAddress } from './old-address.ts';
import { findAgencies, findUnits } from './store.ts';

const Text = Type.String({ maxLength: 200 });
const Maybe = Type.Union([Type.String(), Type.Null()]);

/** A unit of today and the name under which an old paper has it; null when that is its name of today. */
const Candidate = Type.Object({
  code: Type.String(),
  kind: Type.String(),
  fullName: Type.String(),
  provinceCode: Type.String(),
  provinceName: Type.String(),
  formerly: Maybe,
});

export const searchUnits = view({
  name: 'units.search-units',
  summary:
    'Units that exist today: those that the words mean, the communes of a province, else the provinces',
  input: Type.Object(
    {
      q: Type.Optional(Type.String({ maxLength: 500 })),
      parent: Type.Optional(Type.String({ pattern: '^\\d{2}$' })),
    },
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
    /** Communes of today that the words mean by what they were called before, as on an old paper. */
    formerly: Type.Array(Candidate),
    /** What stands before the old place: house, street, hamlet. */
    detail: Type.String(),
  }),
  async run(tx, _actor, input, at) {
    const parentCode = input.parent ?? (input.q ? undefined : null);
    const limit = input.q ? 50 : 200;
    const today = legalDay(at);
    const units = await findUnits(tx, { text: input.q, parentCode, limit }, today);
    if (input.q === undefined || input.q.trim().length < 3) return { units, formerly: [], detail: '' };
    const reading = readAddress(await loadAddressBook(tx, today), input.q, input.parent);
    const known = new Set(units.map((unit) => unit.code));
    return {
      units,
      formerly: reading.candidates.filter(
        ({ code, provinceCode }) =>
          !known.has(code) && (input.parent === undefined || provinceCode === input.parent),
      ),
      detail: reading.detail,
    };
  },
});

export const resolveAddress = view({
  name: 'units.resolve-address',
  summary:
    'Read an address as an old paper has it: the unit of today, or those among which the person must say; never a guess',
  input: Type.Object(
    {
      q: Type.String({ minLength: 1, maxLength: 500 }),
      home: Type.Optional(Type.String({ pattern: '^\\d{2}$' })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    outcome: Type.Enum(['found', 'ask', 'none'] as const),
    candidates: Type.Array(Candidate),
    detail: Type.String(),
  }),
  async run(tx, _actor, input, at) {
    return readAddress(await loadAddressBook(tx, legalDay(at)), input.q, input.home);
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
