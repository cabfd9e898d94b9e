import { Type } from 'typebox';
import { invalid } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import { addDays, instantOf } from '../calendar/index.ts';
import { isDay } from '../procedures/index.ts';
import { findAgenciesById } from '../units/index.ts';
import { type Dossier, OFFICE_ERROR_NAMES, type OfficeErrorKind } from './dossier.ts';
import { scopeOf } from './scope.ts';

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Maybe = Type.Union([Type.String(), Type.Null()]);

/** At most this many are listed; the counts are of all. */
const LISTED = 200;

export const listOfficeErrors = view({
  name: 'dossiers.list-office-errors',
  summary: 'Errors and losses of the office noted in a period: how many of each kind, and which.',
  input: Type.Object({ from: Day, to: Day }, { additionalProperties: false }),
  output: Type.Object({
    counts: Type.Array(
      Type.Object({
        kind: Type.String(),
        name: Type.String(),
        count: Type.Integer(),
        apologised: Type.Integer(),
        mended: Type.Integer(),
      }),
    ),
    items: Type.Array(
      Type.Object({
        dossierId: Type.String(),
        code: Maybe,
        kind: Type.String(),
        kindName: Type.String(),
        text: Type.String(),
        at: Type.String(),
        agencyName: Type.String(),
        officialName: Maybe,
        apologisedAt: Maybe,
        mendedAt: Maybe,
      }),
    ),
  }),
  async run(tx, actor, input) {
    for (const key of ['from', 'to'] as const)
      if (!isDay(input[key])) throw invalid('input.invalid', { path: `/${key}`, code: 'date.impossible' });
    if (input.to < input.from) throw invalid('input.invalid', { path: '/to', code: 'date.order' });
    const scope = scopeOf(actor, 'dossiers.list-office-errors');
    const where = `($1::boolean or e.competent_body_id = any($2::text[]) or e.receiving_body_id = any($2::text[]))
      and e.noted_at >= $3 and e.noted_at < $4`;
    const values = [
      scope.province,
      scope.bodyIds,
      instantOf(input.from, 0),
      instantOf(addDays(input.to, 1), 0),
    ];
    const counts = await tx.query<{
      kind: OfficeErrorKind;
      count: number;
      apologised: number;
      mended: number;
    }>(
      `select kind, count(*) as count, count(apologised_at) as apologised, count(mended_at) as mended
       from office_errors e where ${where} group by kind order by kind`,
      values,
    );
    const { rows } = await tx.query<{ number: number; body: Dossier }>(
      `select e.number, d.body from office_errors e join dossiers d on d.id = e.dossier_id
       where ${where} order by e.noted_at desc, e.dossier_id, e.number limit ${LISTED}`,
      values,
    );
    const found = rows.flatMap(({ number, body }) => {
      const error = body.errors?.find((one) => one.number === number);
      return error === undefined ? [] : [{ dossier: body, error }];
    });
    const agencies = await findAgenciesById(tx, [...new Set(found.map(({ error }) => error.agencyId))]);
    return {
      counts: counts.rows.map((row) => ({ ...row, name: OFFICE_ERROR_NAMES[row.kind] })),
      items: found.map(({ dossier, error }) => ({
        dossierId: dossier.id,
        code: dossier.code,
        kind: error.kind,
        kindName: OFFICE_ERROR_NAMES[error.kind],
        text: error.text,
        at: error.at,
        agencyName: agencies.get(error.agencyId)?.name ?? error.agencyId,
        officialName: error.officialName,
        apologisedAt: error.apology?.at ?? null,
        mendedAt: error.mended?.at ?? null,
      })),
    };
  },
});
