import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import { legalDay } from '../calendar/index.ts';
import { type Dossier, getDossier, seenDossier } from '../dossiers/index.ts';
import { reachesOf } from '../people/index.ts';
import { findAgencies, findAgenciesById } from '../units/index.ts';
import { SecretInput } from './input.ts';
import { ratingRules } from './questions.ts';
import { codeOfTablet, dossierOfLink, findTablet, isRated, mayBeRated, tabletsOf } from './store.ts';

const closed = { additionalProperties: false };
const Maybe = Type.Union([Type.String(), Type.Null()]);
const Questions = Type.Array(
  Type.Object({
    key: Type.String(),
    title: Type.String(),
    short: Type.String(),
    options: Type.Array(Type.Object({ points: Type.Integer(), text: Type.String() })),
  }),
);

async function questions() {
  return (await ratingRules()).questions.map(({ key, title, short, options }) => ({
    key,
    title,
    short,
    options,
  }));
}

/** What may be said of a dossier to whoever holds a link or stands at the tablet: no name. */
const About = Type.Object({
  dossierId: Type.String(),
  code: Type.String(),
  procedureName: Type.String(),
  centreName: Type.String(),
});
async function aboutOf(tx: Tx, dossier: Dossier) {
  const centre = (await findAgenciesById(tx, [dossier.centreId])).get(dossier.centreId);
  return {
    dossierId: dossier.id,
    code: dossier.code ?? dossier.trackingCode,
    procedureName: dossier.procedureName,
    centreName: centre?.name ?? dossier.centreId,
  };
}

export const seeRatingLink = view({
  name: 'ratings.see-link',
  summary: 'What a link asks to rate.',
  input: Type.Object({ token: Type.String({ maxLength: 60 }) }, closed),
  output: Type.Object({ about: About, questions: Questions }),
  async run(tx, _actor, input, at) {
    const dossier = await dossierOfLink(tx, input.token, at, false);
    if (dossier === null) throw new Refusal('missing', 'rating.link-over');
    return { about: await aboutOf(tx, dossier), questions: await questions() };
  },
});

export const seeOwnRating = view({
  name: 'ratings.see-own',
  summary: 'Whether one’s own dossier may (still) be rated, and the questions.',
  input: Type.Object({ id: Type.String({ maxLength: 60 }) }, closed),
  output: Type.Object({ may: Type.Boolean(), about: About, questions: Questions }),
  async run(tx, actor, input) {
    const dossier = await seenDossier(tx, actor, input.id);
    return {
      may: mayBeRated(dossier) && !(await isRated(tx, dossier.id)),
      about: await aboutOf(tx, dossier),
      questions: await questions(),
    };
  },
});

export const seeTablet = view({
  name: 'ratings.see-tablet',
  summary:
    'What a centre’s tablet shows now; one that is not in use yet gets the code to be typed at the desk.',
  input: Type.Object({ secret: SecretInput }, closed),
  output: Type.Object({
    pairing: Maybe,
    centreName: Maybe,
    about: Type.Union([About, Type.Null()]),
    rated: Type.Boolean(),
    questions: Questions,
  }),
  async run(tx, _actor, input, at) {
    const tablet = await findTablet(tx, input.secret, at, false);
    if (tablet === null)
      return {
        pairing: codeOfTablet(input.secret),
        centreName: null,
        about: null,
        rated: false,
        questions: [],
      };
    const dossier = tablet.calledDossierId === null ? null : await getDossier(tx, tablet.calledDossierId);
    const centre = (await findAgenciesById(tx, [tablet.centreId])).get(tablet.centreId);
    return {
      pairing: null,
      centreName: centre?.name ?? null,
      about: dossier === null ? null : await aboutOf(tx, dossier),
      rated: dossier !== null && (await isRated(tx, dossier.id)),
      questions: await questions(),
    };
  },
});

export const listTablets = view({
  name: 'ratings.list-tablets',
  summary: 'The tablets in use at one’s centre.',
  input: Type.Object({}, closed),
  output: Type.Object({
    tablets: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), centreName: Type.String() })),
    centres: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  }),
  async run(tx, actor, _input, at) {
    const bodies = reachesOf(actor, 'ratings.list-tablets').flatMap(({ duty }) => duty?.bodyId ?? []);
    const tablets = await tabletsOf(tx, bodies, at);
    const centres = await centresOf(tx, bodies, at);
    const names = new Map(centres.map((one) => [one.id, one.name]));
    return {
      tablets: tablets.map(({ id, name, centreId }) => ({
        id,
        name,
        centreName: names.get(centreId) ?? centreId,
      })),
      centres,
    };
  },
});

/** The centres of these bodies; null means every one of the province. */
async function centresOf(tx: Tx, bodies: string[] | null, at: Date): Promise<{ id: string; name: string }[]> {
  const all = await findAgencies(tx, { kind: 'centre', limit: 500 }, legalDay(at));
  return all.filter((one) => bodies?.includes(one.bodyId) ?? true).map(({ id, name }) => ({ id, name }));
}

export const openPapers = view({
  name: 'ratings.open-papers',
  summary: 'The questions of a paper slip, and the centres whose slips one enters.',
  input: Type.Object({}, closed),
  output: Type.Object({
    centres: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
    questions: Questions,
  }),
  async run(tx, actor, _input, at) {
    const reaches = reachesOf(actor, 'ratings.enter-paper');
    const everywhere = reaches.some(({ reach }) => reach === 'province');
    const bodies = reaches.flatMap(({ duty }) => duty?.bodyId ?? []);
    return { centres: await centresOf(tx, everywhere ? null : bodies, at), questions: await questions() };
  },
});

/** Whose ratings an official may see, and whether beyond the totals of their own centre. */
function reachOfResults(actor: Actor): { province: boolean; bodies: string[]; detail: boolean } {
  const reaches = reachesOf(actor, 'ratings.see-results');
  const wide = reaches.filter(({ reach }) => reach !== 'division');
  return {
    province: reaches.some(({ reach }) => reach === 'province'),
    bodies: [...new Set(reaches.flatMap(({ duty }) => duty?.bodyId ?? []))],
    detail: wide.length > 0,
  };
}

const BY = { centre: 'centre_id', agency: 'agency_id', month: "to_char(day, 'YYYY-MM')" } as const;
const Month = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$' });

export const seeRatingResults = view({
  name: 'ratings.see-results',
  summary:
    'Ratings in groups, by centre, by the agency that prepared, by month; a group of fewer than five says nothing.',
  input: Type.Object(
    {
      from: Month,
      to: Month,
      by: Type.Union([Type.Literal('centre'), Type.Literal('agency'), Type.Literal('month')]),
    },
    closed,
  ),
  output: Type.Object({
    detail: Type.Boolean(),
    leastShown: Type.Integer(),
    questions: Questions,
    groups: Type.Array(
      Type.Object({
        key: Type.String(),
        name: Type.String(),
        /** Null where it is fewer than the least that is shown. */
        count: Type.Union([Type.Integer(), Type.Null()]),
        satisfied: Type.Union([Type.Integer(), Type.Null()]),
        dissatisfied: Type.Union([Type.Integer(), Type.Null()]),
        /** Mean points by question, of those who answered it; only where enough did. */
        means: Type.Record(Type.String(), Type.Number()),
        ways: Type.Record(Type.String(), Type.Integer()),
      }),
    ),
    comments: Type.Array(Type.String()),
  }),
  async run(tx, actor, input) {
    const { leastShown } = await ratingRules();
    const reach = reachOfResults(actor);
    // Whoever serves or prepares sees their own centre as a whole, so that no number is one colleague's.
    const by = reach.detail ? input.by : input.by === 'agency' ? 'centre' : input.by;
    const where = `day >= ($1 || '-01')::date and day < (($2 || '-01')::date + interval '1 month')
      and ($3::boolean or receiving_body_id = any($4::text[])${reach.detail ? ' or body_id = any($4::text[])' : ''})`;
    const values = [input.from, input.to, reach.province, reach.bodies];
    const { rows } = await tx.query<{
      key: string;
      count: number;
      satisfied: number;
      dissatisfied: number;
      points: Record<string, number>[];
      ways: string[];
    }>(
      `select ${BY[by]} as key, count(*)::int as count, count(*) filter (where satisfied)::int as satisfied,
         count(*) filter (where dissatisfied)::int as dissatisfied, jsonb_agg(points) as points, array_agg(way) as ways
       from ratings where ${where} group by 1 order by 1`,
      values,
    );
    const names =
      by === 'month'
        ? new Map()
        : await findAgenciesById(
            tx,
            rows.map((row) => row.key),
          );
    const asked = await questions();
    const comments = reach.detail
      ? await tx.query<{ comment: string }>(
          // In an order that tells nothing of when, and only of centres where enough people said something.
          `select comment from ratings where ${where} and comment is not null and centre_id in
             (select centre_id from ratings where ${where} and comment is not null group by 1 having count(*) >= ${leastShown})
           order by comment collate "C" limit 200`,
          values,
        )
      : { rows: [] };
    return {
      detail: reach.detail,
      leastShown,
      questions: asked,
      groups: rows.map((row) => {
        const shown = row.count >= leastShown;
        return {
          key: row.key,
          name:
            by === 'month' ? row.key.split('-').reverse().join('/') : (names.get(row.key)?.name ?? row.key),
          count: shown ? row.count : null,
          satisfied: shown ? row.satisfied : null,
          dissatisfied: shown ? row.dissatisfied : null,
          means: shown ? meansOf(row.points, leastShown) : {},
          ways: shown ? countOf(row.ways) : {},
        };
      }),
      comments: comments.rows.map((row) => row.comment),
    };
  },
});

/** Σ points / number of answers, to one decimal, as the circular rounds. */
function meansOf(points: Record<string, number>[], least: number): Record<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const one of points)
    for (const [key, value] of Object.entries(one)) {
      const now = sums.get(key) ?? { sum: 0, count: 0 };
      sums.set(key, { sum: now.sum + value, count: now.count + 1 });
    }
  return Object.fromEntries(
    [...sums].flatMap(([key, { sum, count }]) =>
      count < least ? [] : [[key, Math.round((sum / count) * 10) / 10]],
    ),
  );
}

function countOf(ways: string[]): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const way of ways) counted[way] = (counted[way] ?? 0) + 1;
  return counted;
}
