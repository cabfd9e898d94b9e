import assert from 'node:assert/strict';
import test, { after, describe } from 'node:test';
import fc from 'fast-check';
import { atCounter, testProvince } from '../../../test/support/province.ts';
import { inSnapshot, inTransaction } from '../../db/connect.ts';
import type { Actor, Duty } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { receiveDossier } from '../dossiers/index.ts';
import { figuresFor, recount, shippedDefinitions } from '../figures/index.ts';
import {
  type Agency,
  communeAgencies,
  consequencesOf,
  faultsOfPlan,
  type Plan,
  type ProvinceMap,
  successorOn,
  type Unit,
} from '../units/index.ts';
import { carryOutReorganisation, planReorganisation } from './index.ts';

const into = (id: string, name: string, hamlets: string[] = []) => ({
  id,
  kind: 'commune' as const,
  name,
  shortName: null,
  hamlets,
  sectors: [],
});

/** What happens: `a` and `b` choose among the communes that are there. */
const step = fc.record({
  kind: fc.constantFrom('merge', 'absorb', 'split', 'rename'),
  a: fc.nat(99),
  b: fc.nat(99),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A plan without faults out of a random step; null when there are too few communes for it. */
function planOf({ kind, a, b }: Step, there: string[], fresh: () => string): Plan | null {
  const one = there[a % there.length] as string;
  const other = there[b % there.length] as string;
  const next = fresh();
  if (kind === 'rename') return { of: 'commune', from: [one], into: [into(one, `Tên ${next}`)], rest: one };
  if (kind === 'split')
    return {
      of: 'commune',
      from: [one],
      into: [into(one, `Còn ${next}`), into(next, `Mới ${next}`, ['Xóm 4'])],
      rest: a % 2 === 0 ? one : next,
    };
  if (one === other) return null;
  const to = kind === 'merge' ? next : one;
  return { of: 'commune', from: [one, other], into: [into(to, `Chung ${next}`)], rest: to };
}

describe('after any merges, splits and renamings', () => {
  test('every agency that ended leads to one that is there, and sums by successor lose nothing', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const unit = (code: string, name: string): Unit => ({
          code,
          kind: 'commune',
          name,
          fullName: `xã ${name}`,
          parentCode: '37',
        });
        let number = 90000;
        let units = Array.from({ length: 5 }, () => unit(String(++number), `Xã ${number}`));
        let agencies: Agency[] = units.flatMap((one) => communeAgencies('H42', one));
        const used = new Set([...units.map((one) => one.code), ...agencies.map((one) => one.id)]);
        const successors = new Map<string, string>();
        const counted = new Map(agencies.map((agency, place) => [agency.id, place + 1]));
        for (const one of steps) {
          const map: ProvinceMap = { units, agencies, used, levelOne: 'H42' };
          const plan = planOf(
            one,
            units.map(({ code }) => code),
            () => String(++number),
          );
          if (plan === null) continue;
          assert.deepEqual(faultsOfPlan(plan, map), []);
          const made = consequencesOf(plan, map);
          for (const [old, successor] of made.successors) successors.set(old, successor);
          assert.deepEqual([...made.successors.keys()].sort(), [...made.agenciesEnding].sort());
          const gone = new Set([...made.unitsEnding, ...made.unitsRenamed.map(({ code }) => code)]);
          units = [...units.filter(({ code }) => !gone.has(code)), ...made.unitsBegun, ...made.unitsRenamed];
          const ended = new Set(made.agenciesEnding);
          agencies = [...agencies.filter(({ id }) => !ended.has(id)), ...made.agenciesBegun];
          for (const { id } of made.agenciesBegun) {
            used.add(id);
            counted.set(id, 1);
          }
          for (const { code } of units) used.add(code);
        }
        const there = new Set(agencies.map(({ id }) => id));
        const sums = new Map<string, number>();
        for (const [id, n] of counted) {
          const today = successorOn(successors, id);
          assert.ok(there.has(today), `${id} leads to ${today}, which is gone`);
          sums.set(today, (sums.get(today) ?? 0) + n);
        }
        const total = (of: Map<string, number>) => [...of.values()].reduce((sum, n) => sum + n, 0);
        assert.equal(total(sums), total(counted));
      }),
      { numRuns: 300 },
    );
  });

  test('the figures of every period are the same whole on both maps, part by part, and the record agrees', async () => {
    const { pool } = await testProvince();
    after(() => pool.end());
    const control: Actor = {
      kind: 'official',
      id: 'control',
      name: 'Kiểm soát',
      duties: [{ role: 'control-officer', agencyId: 'H42.01', bodyId: 'H42.01' }],
    };
    const system: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };
    let day = Date.parse('2026-11-02T02:00:00Z');
    let number = 90000;
    const { indicators } = await shippedDefinitions();
    const codes = indicators.map(({ code }) => code);
    const additive = indicators.filter(({ counts }) => 'moment' in counts).map(({ code }) => code);
    const now = () => new Date(day);
    const today = () => new Date(day + 7 * 3_600_000).toISOString().slice(0, 10);

    /** Every receptionist as their duties are on this day. */
    const receptionists = async (): Promise<Actor[]> => {
      const { rows } = await pool.query<Duty & { id: string; name: string }>(
        `select o.id, o.full_name as name, d.role, d.agency_id as "agencyId", d.body_id as "bodyId"
         from duties d join officials o on o.id = d.official_id
         where d.role = 'receptionist' and d.valid_from <= $1 and (d.valid_to is null or d.valid_to > $1) order by o.id`,
        [today()],
      );
      return rows.map(({ id, name, ...duty }) => ({ kind: 'official', id, name, duties: [duty] }));
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 3 }), async (steps) => {
        for (const one of steps) {
          const sitting = await receptionists();
          for (const [place, actor] of sitting.slice(0, 3).entries()) {
            const far = sitting[(place + one.a) % sitting.length] as Actor & { kind: 'official' };
            const more = { competentBodyId: far.duties[0]?.bodyId };
            await perform(pool, receiveDossier, actor, atCounter(more), { at: now() });
          }
          const there = [
            ...new Set(sitting.flatMap((actor) => (actor.kind === 'official' ? actor.duties : []))),
          ].map((duty) => duty.bodyId.split('.')[1] ?? '');
          const plan = planOf(one, [...new Set(there)].sort(), () => String(++number));
          day += 3 * 86_400_000;
          if (plan === null) continue;
          const { id } = await perform(
            pool,
            planReorganisation,
            control,
            {
              plan,
              effectiveOn: today(),
              basisNumber: `Nghị quyết ${number}`,
              basisDate: '2026-11-01',
              basisTitle: 'Trong phép thử',
            },
            { at: new Date(day - 86_400_000) },
          );
          await perform(pool, carryOutReorganisation, system, { id }, { at: new Date(day - 7 * 3_600_000) });
        }
        const end = new Date(day + 86_400_000).toISOString().slice(0, 10);
        const middle = new Date((Date.parse('2026-11-01') + day) / 2).toISOString().slice(0, 10);
        for (const [from, to] of [
          ['2026-11-01', end],
          ['2026-11-01', middle],
          [middle, end],
        ] as const) {
          const [current, then] = await inSnapshot(pool, async (tx) => {
            const ask = (map: 'today' | 'that-day') =>
              figuresFor(tx, {
                indicators: codes,
                period: { from, to },
                bodies: null,
                by: 'body',
                at: now(),
                map,
              });
            return [await ask('today'), await ask('that-day')] as const;
          });
          assert.deepEqual(current.total, then.total, `${from} to ${to}`);
          for (const answer of [current, then])
            for (const code of additive) {
              const sum = [...answer.rows.values()].reduce((all, row) => all + (row[code] ?? 0), 0);
              assert.equal(sum, answer.total[code], `${code}, ${from} to ${to}`);
            }
          const ended = await pool.query<{ id: string }>('select id from agencies where valid_to <= $1', [
            today(),
          ]);
          for (const { id } of ended.rows)
            assert.equal(current.rows.get(id), undefined, `${id} has ended and has no line today`);
        }
        const found = await inTransaction(pool, (tx) => recount(tx, indicators, now()));
        assert.deepEqual(found.examples, []);
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });
});
