import { Type } from 'typebox';
import { Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';

const Maybe = Type.Union([Type.String(), Type.Null()]);

const PAGE = 30;

/**
 * Which officials looked at a citizen's data, newest first, as the record has it (Law 91/2025 on personal data: the
 * person may know who saw them). One query however many looks; the agency is where the official then had a duty.
 */
export const listOwnLooks = view({
  name: 'dossiers.list-own-looks',
  summary: "Which officials looked at the signed-in citizen's data and dossiers.",
  input: Type.Object(
    { before: Type.Optional(Type.Integer({ minimum: 1 })) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        seq: Type.Integer(),
        at: Type.String(),
        act: Type.String(),
        byName: Type.String(),
        agencyName: Maybe,
        dossierId: Maybe,
        code: Maybe,
        procedureName: Maybe,
      }),
    ),
    /** Hand it back as `before` for the older ones; null: there are none. */
    next: Type.Union([Type.Integer(), Type.Null()]),
  }),
  async run(tx, actor, input) {
    if (actor.kind !== 'citizen') throw new Refusal('forbidden', 'act.forbidden', {});
    const { rows } = await tx.query<{
      seq: number;
      at: Date;
      act: string;
      actor_name: string;
      agency_name: string | null;
      dossier_id: string | null;
      code: string | null;
      procedure_name: string | null;
    }>(
      `select r.seq, r.at, r.act, r.actor_name, o.agency_name, d.id as dossier_id,
              coalesce(d.code, d.tracking_code) as code, d.body ->> 'procedureName' as procedure_name
       from record r
       left join dossiers d on d.id = r.change ->> 'dossierId' and d.applicant_id = $1
       left join lateral (
         select a.name as agency_name from duties u join agencies a on a.id = u.agency_id
         where u.official_id = r.actor_id and u.valid_from <= (r.at at time zone 'Asia/Ho_Chi_Minh')::date
           and (u.valid_to is null or u.valid_to > (r.at at time zone 'Asia/Ho_Chi_Minh')::date)
         order by u.valid_from, u.id limit 1) o on true
       where r.subject_kind = 'person' and r.subject_id = $1 and r.change ->> 'type' = 'looked-at'
         and ($2::integer is null or r.seq < $2)
       order by r.seq desc limit $3`,
      [actor.personId, input.before ?? null, PAGE + 1],
    );
    const shown = rows.slice(0, PAGE);
    return {
      items: shown.map((row) => ({
        seq: row.seq,
        at: row.at.toISOString(),
        act: row.act,
        byName: row.actor_name,
        agencyName: row.agency_name,
        dossierId: row.dossier_id,
        code: row.code,
        procedureName: row.procedure_name,
      })),
      next: rows.length > PAGE ? (shown.at(-1)?.seq ?? null) : null,
    };
  },
});
