import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, describe } from 'node:test';
import {
  atCounter,
  BINH_LUC,
  citizen,
  OTHER_COMMUNE,
  official,
  testProvince,
} from '../../../test/support/province.ts';
import { inTransaction } from '../../db/connect.ts';
import type { AnyAct } from '../../kernel/act.ts';
import { type Actor, VISITOR } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { type Dossier, getDossier, giveAtOnce } from '../dossiers/index.ts';
import {
  callUpRating,
  enterPaper,
  newLink,
  openAtTablet,
  pairTabletAct,
  rateAtTablet,
  rateByLink,
  rateOwnDossier,
  ratingFigures,
  ratingRules,
} from './index.ts';
import { codeOfTablet, dossierOfLink } from './store.ts';
import { seeRatingResults } from './views.ts';

const { pool } = await testProvince();
after(() => pool.end());

const receptionist = official(BINH_LUC, 'receptionist');
const clerk = official(BINH_LUC, 'clerk');
const leader = official(BINH_LUC, 'leader');
const CENTRE = `${BINH_LUC}.04`;
/** Friday 20 November 2026, 09:00 in Viet Nam. */
const friday = new Date('2026-11-20T02:00:00Z');
const does = <A>(actor: Actor, act: AnyAct, input: object, at = friday) =>
  perform(pool, act, actor, input, { key: randomUUID(), from: '10.1.2.3', at }) as Promise<A>;
const GOOD = { overall: 2, attitude: 2, contacts: 1 };
const refusedWith = (code: string) => (error: unknown) => (error as { code?: string }).code === code;

/** A dossier that was received and returned at once. */
async function returned(body = BINH_LUC): Promise<Dossier> {
  const { id } = await does<{ id: string }>(official(body, 'receptionist'), giveAtOnce, {
    ...atCounter({
      procedureCode: '9.000005',
      procedureVersionId: '9.000005@2025-07-01',
    }),
    signerId: `${body}:leader`,
  });
  const dossier = await getDossier(pool, id);
  assert.ok(dossier);
  return dossier;
}
async function linkFor(dossier: Dossier, at = friday): Promise<string> {
  const token = await inTransaction(pool, async (tx) => newLink(tx, dossier, await ratingRules(), at));
  assert.ok(token);
  return token;
}
const results = (actor: Actor, by: 'centre' | 'agency' | 'month' = 'centre') =>
  seeRatingResults.run(pool, actor, { from: '2026-11', to: '2026-11', by }, friday);
const counted = async (table: string) =>
  (await pool.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n ?? 0;

describe('a rating by link', () => {
  test('is taken once; the link is then over, and so is every other of the dossier', async () => {
    const dossier = await returned();
    const [first, second] = [await linkFor(dossier), await linkFor(dossier)];
    await does(VISITOR, rateByLink, { token: first, points: GOOD });
    await assert.rejects(
      does(VISITOR, rateByLink, { token: first, points: GOOD }),
      refusedWith('rating.link-over'),
    );
    await assert.rejects(
      does(VISITOR, rateByLink, { token: second, points: GOOD }),
      refusedWith('rating.link-over'),
    );
  });

  test('used twice at the same time counts once', async () => {
    const dossier = await returned();
    const token = await linkFor(dossier);
    const before = await counted('ratings');
    const holder = await pool.connect();
    await holder.query('begin');
    await holder.query('select from rating_links where dossier_id = $1 for update', [dossier.id]);
    const both = [1, 2].map(() =>
      does(VISITOR, rateByLink, { token, points: GOOD }).then(
        () => 'taken',
        (e) => e.code,
      ),
    );
    for (let waiting = 0; waiting < 2; )
      waiting =
        (
          await pool.query<{ n: number }>(
            `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and query like '%rating_links%'
               and datname = current_database()`,
          )
        ).rows[0]?.n ?? 0;
    await holder.query('commit');
    holder.release();
    assert.deepEqual((await Promise.all(both)).sort(), ['rating.link-over', 'taken']);
    assert.equal(await counted('ratings'), before + 1);
  });

  test('keeps only the hash of what opens it, and not longer than thirty days', async () => {
    const dossier = await returned();
    const token = await linkFor(dossier);
    const { rows } = await pool.query('select * from rating_links where dossier_id = $1', [dossier.id]);
    assert.ok(!JSON.stringify(rows).includes(token));
    const late = new Date(friday.getTime() + 30 * 86_400_000);
    assert.equal(await dossierOfLink(pool, token, late, false), null);
    await assert.rejects(
      does(VISITOR, rateByLink, { token, points: GOOD }, late),
      refusedWith('rating.link-over'),
    );
  });

  test('must answer whether one was content, and nothing that was not asked', async () => {
    const token = await linkFor(await returned());
    await assert.rejects(
      does(VISITOR, rateByLink, { token, points: { attitude: 1 } }),
      refusedWith('input.invalid'),
    );
    await assert.rejects(
      does(VISITOR, rateByLink, { token, points: { overall: 1, beauty: 2 } }),
      refusedWith('input.invalid'),
    );
  });
});

describe('who rated', () => {
  test('stands nowhere: not in the rating, the record or a kept request', async () => {
    const dossier = await returned();
    const an = citizen(0);
    await pool.query(
      'update dossiers set applicant_id = $2, body = jsonb_set(body, $3, to_jsonb($2::text)) where id = $1',
      [dossier.id, an.personId, '{applicantId}'],
    );
    const requests = await counted('requests');
    await does(an, rateOwnDossier, { id: dossier.id, points: GOOD, comment: 'Nhanh' });
    assert.equal(await counted('requests'), requests);
    const record = await pool.query(`select * from record where act = 'ratings.rate-own-dossier'`);
    assert.equal(record.rows.length, 1);
    const said =
      JSON.stringify(record.rows) + JSON.stringify((await pool.query('select * from ratings')).rows);
    for (const trace of [an.id, an.personId, an.name, dossier.id, dossier.code ?? '-', '10.1.2.3'])
      assert.ok(!said.includes(trace), trace);
    await assert.rejects(
      does(an, rateOwnDossier, { id: dossier.id, points: GOOD }),
      refusedWith('rating.used'),
    );
    await assert.rejects(
      does(citizen(1), rateOwnDossier, { id: (await returned()).id, points: GOOD }),
      refusedWith('act.out-of-reach'),
    );
  });

  test('is not to be guessed: fewer than five say nothing', async () => {
    for (let n = 0; n < 4; n++)
      await does(official(OTHER_COMMUNE, 'clerk'), enterPaper, {
        centreId: `${OTHER_COMMUNE}.04`,
        day: '2026-11-19',
        points: { overall: 0 },
        comment: 'Chậm',
      });
    const theirs = official(OTHER_COMMUNE, 'leader');
    const four = await results(theirs);
    assert.deepEqual(four.groups, [
      {
        key: `${OTHER_COMMUNE}.04`,
        name: four.groups[0]?.name ?? '',
        count: null,
        satisfied: null,
        dissatisfied: null,
        means: {},
        ways: {},
      },
    ]);
    assert.deepEqual(four.comments, []);
    await does(official(OTHER_COMMUNE, 'clerk'), enterPaper, {
      centreId: `${OTHER_COMMUNE}.04`,
      day: '2026-11-20',
      points: { overall: 2, attitude: 1 },
    });
    const five = (await results(theirs)).groups[0];
    assert.deepEqual(
      [five?.count, five?.satisfied, five?.dissatisfied, five?.means, five?.ways],
      [5, 1, 4, { overall: 0.4 }, { paper: 5 }],
    );
  });

  test('is entered by nobody who is rated, and seen as a whole by those who serve', async () => {
    await assert.rejects(
      does(receptionist, enterPaper, { centreId: CENTRE, day: '2026-11-20', points: GOOD }),
      refusedWith('act.forbidden'),
    );
    await assert.rejects(
      does(clerk, enterPaper, { centreId: `${OTHER_COMMUNE}.04`, day: '2026-11-20', points: GOOD }),
      refusedWith('act.out-of-reach'),
    );
    for (const seat of ['receptionist', 'officeSpecialist'] as const) {
      const seen = await results(official(BINH_LUC, seat), 'agency');
      assert.deepEqual([seen.detail, seen.groups.map(({ key }) => key)], [false, [CENTRE]]);
    }
    assert.equal((await results(leader, 'agency')).detail, true);
  });
});

describe('the tablet of a centre', () => {
  const secret = randomUUID();
  test('is of no use until its code was typed at the desk, and then shows what is called up, once', async () => {
    const dossier = await returned();
    await assert.rejects(
      does(VISITOR, openAtTablet, { secret, code: dossier.code }),
      refusedWith('tablet.unknown'),
    );
    await does(receptionist, pairTabletAct, {
      code: codeOfTablet(secret),
      centreId: CENTRE,
      name: 'Máy quầy 1',
    });
    const rate = { secret, dossierId: dossier.id, points: GOOD };
    await assert.rejects(does(VISITOR, rateAtTablet, rate), refusedWith('tablet.other-dossier'));
    await does(receptionist, callUpRating, { dossierId: dossier.id, tabletId: codeOfTablet(secret) });
    await does(VISITOR, rateAtTablet, rate);
    await assert.rejects(does(VISITOR, rateAtTablet, rate), refusedWith('tablet.other-dossier'));
    // Called up anew, the receptionist is told nothing else than the first time.
    await does(receptionist, callUpRating, { dossierId: dossier.id, tabletId: codeOfTablet(secret) });
    await assert.rejects(does(VISITOR, rateAtTablet, rate), refusedWith('rating.used'));
  });

  test('opens by code what was received there, for five minutes, and nothing of another centre', async () => {
    const dossier = await returned();
    const other = await returned(OTHER_COMMUNE);
    await assert.rejects(
      does(VISITOR, openAtTablet, { secret, code: other.code }),
      refusedWith('rating.no-such-dossier'),
    );
    await does(VISITOR, openAtTablet, { secret, code: ` ${dossier.code?.toLowerCase()} ` });
    const rate = { secret, dossierId: dossier.id, points: GOOD };
    const late = new Date(friday.getTime() + 5 * 60_000);
    await assert.rejects(does(VISITOR, rateAtTablet, rate, late), refusedWith('tablet.other-dossier'));
    await assert.rejects(
      does(official(OTHER_COMMUNE, 'receptionist'), callUpRating, {
        dossierId: other.id,
        tabletId: codeOfTablet(secret),
      }),
      refusedWith('tablet.unknown'),
    );
  });
});

describe('the figures of ratings', () => {
  const period = { from: '2026-11-01', to: '2026-12-01' };
  test('count all that were given, and say how people felt only of five in a body’s month', async () => {
    const asked = { period, bodies: [OTHER_COMMUNE], by: 'body' as const };
    const counts = await ratingFigures.count(pool, ratingFigures.measures, asked);
    assert.deepEqual(
      ratingFigures.measures.map((measure) => [measure, counts.get(measure)?.total]),
      [
        ['given', 5],
        ['counted', 5],
        ['satisfied', 1],
        ['dissatisfied', 4],
      ],
    );
    assert.equal(counts.get('satisfied')?.rows.get(OTHER_COMMUNE), 1);
    // The four of one day, before the fifth.
    const four = { ...asked, period: { from: '2026-11-19', to: '2026-11-20' } };
    const few = await ratingFigures.count(pool, ratingFigures.measures, four);
    assert.deepEqual(
      ratingFigures.measures.map((measure) => few.get(measure)?.total),
      [4, 0, 0, 0],
    );
  });

  test('have as many lines behind them as they say, and none tells one from another', async () => {
    const asked = { period, bodies: [OTHER_COMMUNE], by: null };
    for (const measure of ratingFigures.measures) {
      const counts = await ratingFigures.count(pool, [measure], asked);
      const lines = await ratingFigures.list(pool, measure, asked);
      assert.equal(lines.length, counts.get(measure)?.total, measure);
      assert.ok(new Set(lines.map(({ name }) => name)).size <= 1);
    }
  });
});
