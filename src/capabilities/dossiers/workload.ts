import { Type } from 'typebox';
import { view } from '../../kernel/route.ts';
import { addDays, instantOf, legalDay, weekdayOf } from '../calendar/index.ts';
import { findAgenciesById } from '../units/index.ts';
import { PACE_WEEKS, paceOf } from './pace.ts';
import { scopeOf } from './scope.ts';

/** The acts by which an official finishes their part of a dossier. */
const FINISHING = [
  'dossiers.complete-step',
  'dossiers.approve-dossier',
  'dossiers.refuse-dossier',
  'dossiers.issue-result',
];

const OPEN = 'd.received_at is not null and d.ended_at is null';
const Maybe = Type.Union([Type.String(), Type.Null()]);

/** Pairs of communes shown for a province; the rest is counted. */
const MOST_FLOWS = 60;

export const seeWorkload = view({
  name: 'dossiers.see-board',
  summary:
    'Who holds how much against their own usual week (of one body), and what is received for and by others.',
  input: Type.Object(
    { body: Type.Optional(Type.String({ maxLength: 35 })) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    /** Null for the whole province: one does not look at single officials from there. */
    officials: Type.Union([
      Type.Array(
        Type.Object({
          officialId: Type.String(),
          name: Type.String(),
          agencyName: Type.String(),
          open: Type.Integer(),
          overdue: Type.Integer(),
          perWeek: Type.Union([Type.Number(), Type.Null()]),
          daysOfWork: Type.Union([Type.Integer(), Type.Null()]),
          word: Type.Enum(['usual', 'more-than-usual', 'unknown'] as const),
        }),
      ),
      Type.Null(),
    ]),
    unassigned: Type.Integer(),
    flows: Type.Array(
      Type.Object({
        receivingBodyId: Type.String(),
        receivingName: Type.String(),
        competentBodyId: Type.String(),
        competentName: Type.String(),
        open: Type.Integer(),
        overdue: Type.Integer(),
        receivedThisMonth: Type.Integer(),
        direction: Type.Enum(['for-others', 'by-others', 'between'] as const),
      }),
    ),
    /** Pairs in all, of which the ones with the most open dossiers are shown. */
    flowPairs: Type.Integer(),
    bodyId: Maybe,
  }),
  async run(tx, actor, input, at) {
    const scope = scopeOf(actor, 'dossiers.see-board');
    const today = legalDay(at);
    const month = instantOf(`${today.slice(0, 8)}01`, 0);
    const scoped = [scope.province, scope.bodyIds, input.body ?? null];
    const mine = `($1::boolean or d.competent_body_id = any($2::text[])) and ($3::text is null or d.competent_body_id = $3)`;
    const late = `d.due_at < date_trunc('minute', $4::timestamptz)`;
    const oneBody = !scope.province || input.body !== undefined;

    const holders = oneBody
      ? (
          await tx.query<{ id: string | null; agency_id: string | null; open: number; overdue: number }>(
            `select d.holder_official_id as id, min(d.holder_agency_id) as agency_id, count(*) as open,
               count(*) filter (where ${late}) as overdue
             from dossiers d where ${mine} and ${OPEN} group by 1`,
            [...scoped, at],
          )
        ).rows
      : [];
    const ids = holders.flatMap((row) => row.id ?? []);
    // Whole weeks from Monday on, this one left out: it is not over.
    const monday = addDays(today, 1 - weekdayOf(today));
    const since = instantOf(addDays(monday, -7 * PACE_WEEKS), 0);
    const finished =
      ids.length === 0
        ? []
        : (
            await tx.query<{ id: string; week: number; count: number }>(
              `select r.actor_id as id, floor(extract(epoch from r.at - $2::timestamptz) / 604800)::integer as week,
                 count(distinct r.subject_id) as count
               from record r where r.actor_id = any($1::text[]) and r.at >= $2 and r.at < $3 and r.act = any($4::text[])
                 and r.subject_kind = 'dossier' group by 1, 2`,
              [ids, since, instantOf(monday, 0), FINISHING],
            )
          ).rows;
    const names = new Map(
      ids.length === 0
        ? []
        : (
            await tx.query<{ id: string; full_name: string }>(
              'select id, full_name from officials where id = any($1::text[])',
              [ids],
            )
          ).rows.map((row) => [row.id, row.full_name]),
    );

    const flows = await tx.query<{
      receiving: string;
      competent: string;
      open: number;
      overdue: number;
      received_month: number;
      pairs: number;
    }>(
      `select d.receiving_body_id as receiving, d.competent_body_id as competent, count(*) filter (where ${OPEN}) as open,
         count(*) filter (where ${OPEN} and ${late}) as overdue, count(*) filter (where d.received_at >= $5) as received_month,
         count(*) over () as pairs
       from dossiers d
       where d.competent_body_id <> d.receiving_body_id and (d.ended_at is null and d.received_at is not null or d.received_at >= $5)
         and ($1::boolean or d.competent_body_id = any($2::text[]) or d.receiving_body_id = any($2::text[]))
         and ($3::text is null or d.competent_body_id = $3 or d.receiving_body_id = $3)
       group by 1, 2 order by open desc, received_month desc, 1, 2 limit ${MOST_FLOWS}`,
      [...scoped, at, month],
    );
    const agencies = await findAgenciesById(tx, [
      ...new Set([
        ...holders.flatMap((row) => row.agency_id ?? []),
        ...flows.rows.flatMap((row) => [row.receiving, row.competent]),
      ]),
    ]);
    const name = (id: string) => agencies.get(id)?.name ?? id;
    const own = new Set(input.body === undefined ? scope.bodyIds : [input.body]);
    return {
      officials: oneBody
        ? holders
            .flatMap((row) => {
              if (row.id === null) return [];
              const weeks = Array.from(
                { length: PACE_WEEKS },
                (_, week) => finished.find((one) => one.id === row.id && one.week === week)?.count ?? 0,
              );
              return [
                {
                  officialId: row.id,
                  name: names.get(row.id) ?? row.id,
                  agencyName: row.agency_id === null ? '' : name(row.agency_id),
                  open: row.open,
                  overdue: row.overdue,
                  ...paceOf(row.open, weeks),
                },
              ];
            })
            // By place and name: this is no ranking.
            .sort(
              (a, b) => a.agencyName.localeCompare(b.agencyName, 'vi') || a.name.localeCompare(b.name, 'vi'),
            )
        : null,
      unassigned: holders.find((row) => row.id === null)?.open ?? 0,
      flows: flows.rows.map((row) => ({
        receivingBodyId: row.receiving,
        receivingName: name(row.receiving),
        competentBodyId: row.competent,
        competentName: name(row.competent),
        open: row.open,
        overdue: row.overdue,
        receivedThisMonth: row.received_month,
        direction: own.has(row.receiving)
          ? ('for-others' as const)
          : own.has(row.competent)
            ? ('by-others' as const)
            : ('between' as const),
      })),
      flowPairs: flows.rows[0]?.pairs ?? 0,
      bodyId: input.body ?? (scope.province ? null : (scope.bodyIds[0] ?? null)),
    };
  },
});
