import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import { view } from '../../kernel/route.ts';
import { type PartVisit, rowsOfIds } from '../dossiers/index.ts';
import { partOfKey } from './points.ts';
import { warningRules } from './rules.ts';

const isOfQuestion = ({ watch }: { watch: string }) => watch.startsWith('consultation');

/** Whoever is warned as the asked one, and not as who asks. */
const isAsked = (actor: Actor, part: PartVisit) =>
  part.askedBy !== actor.id &&
  (part.officialId === actor.id ||
    (actor.kind === 'official' &&
      actor.duties.some(
        ({ agencyId, bodyId }) =>
          agencyId === part.agencyId || (agencyId === bodyId && bodyId === part.bodyId),
      )));

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
        /** The question to open, for whoever is asked: of the dossier they see nothing else. */
        part: Maybe,
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
      key: string;
      parts: PartVisit[];
      unseen: number;
      total: number;
    }>(
      // Of one dossier, and of one question about it, the last warning speaks for those before it.
      `select w.*, d.body -> 'parts' as parts,
         count(*) filter (where not w.seen) over () as unseen, count(*) over () as total
       from (select distinct on (w.dossier_id, w.question)
               w.id, w.at, w.rule, w.key, w.seen_at is not null as seen, w.dossier_id
             from (select *, case when rule = any($2::text[]) then split_part(key, ' ', 1) else '' end as question
                   from warnings where official_id = $1 and cleared_at is null) as w
             order by w.dossier_id, w.question, w.at desc, w.id desc) as w
       join dossiers d on d.id = w.dossier_id
       order by w.at desc, w.id desc limit 50`,
      [actor.id, (await warningRules()).filter(isOfQuestion).map(({ key }) => key)],
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
        const part = partOfKey(row, row.key);
        const asked = part !== undefined && isAsked(actor, part);
        return [
          {
            id: row.id,
            at: row.at.toISOString(),
            rule: row.rule,
            title: titles.get(row.rule) ?? row.rule,
            seen: row.seen,
            dossierId: row.dossier_id,
            part: asked ? part.id : null,
            code: dossier.code ?? dossier.trackingCode,
            procedureName: dossier.procedureName,
            applicantName: dossier.applicantName,
            dueAt: asked ? part.dueAt : dossier.dueAt,
            holderName: asked ? null : (dossier.holder.officialName ?? dossier.holder.agencyName),
          },
        ];
      }),
    };
  },
});
