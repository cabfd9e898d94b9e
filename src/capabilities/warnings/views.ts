import { Type } from 'typebox';
import { view } from '../../kernel/route.ts';
import { rowsOfIds } from '../dossiers/index.ts';
import { warningRules } from './rules.ts';

const Maybe = Type.Union([Type.String(), Type.Null()]);

export const listWarnings = view({
  name: 'warnings.see-warnings',
  summary: 'One’s own open warnings, newest first, and how many were not yet looked at.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    unseen: Type.Integer(),
    total: Type.Integer(),
    items: Type.Array(
      Type.Object({
        id: Type.Integer(),
        at: Type.String(),
        rule: Type.String(),
        title: Type.String(),
        seen: Type.Boolean(),
        dossierId: Type.String(),
        code: Type.String(),
        procedureName: Type.String(),
        applicantName: Type.String(),
        dueAt: Maybe,
        holderName: Maybe,
      }),
    ),
  }),
  async run(tx, actor, _input, at) {
    const { rows } = await tx.query<{
      id: number;
      at: Date;
      rule: string;
      seen: boolean;
      dossier_id: string;
      unseen: number;
      total: number;
    }>(
      // Of one dossier the last warning speaks for those before it.
      `select w.*, count(*) filter (where not w.seen) over () as unseen, count(*) over () as total
       from (select distinct on (w.dossier_id) w.id, w.at, w.rule, w.seen_at is not null as seen, w.dossier_id
             from warnings w where w.official_id = $1 and w.cleared_at is null
             order by w.dossier_id, w.at desc, w.id desc) as w
       order by w.at desc, w.id desc limit 50`,
      [actor.id],
    );
    const titles = new Map((await warningRules()).map((rule) => [rule.key, rule.title]));
    const dossiers = new Map(
      (await rowsOfIds(tx, [...new Set(rows.map((row) => row.dossier_id))], at)).map((row) => [row.id, row]),
    );
    return {
      unseen: rows[0]?.unseen ?? 0,
      total: rows[0]?.total ?? 0,
      items: rows.flatMap((row) => {
        const dossier = dossiers.get(row.dossier_id);
        if (dossier === undefined) return [];
        return [
          {
            id: row.id,
            at: row.at.toISOString(),
            rule: row.rule,
            title: titles.get(row.rule) ?? row.rule,
            seen: row.seen,
            dossierId: row.dossier_id,
            code: dossier.code ?? dossier.trackingCode,
            procedureName: dossier.procedureName,
            applicantName: dossier.applicantName,
            dueAt: dossier.dueAt,
            holderName: dossier.holder.officialName ?? dossier.holder.agencyName,
          },
        ];
      }),
    };
  },
});
