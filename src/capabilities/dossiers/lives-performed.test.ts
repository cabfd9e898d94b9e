import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, describe } from 'node:test';
import fc from 'fast-check';
import { atCounter, BINH_LUC, official, testProvince } from '../../../test/support/province.ts';
import type { AnyAct } from '../../kernel/act.ts';
import { type Actor, SYSTEM } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { perform } from '../../perform.ts';
import { recount, shippedIndicators } from '../figures/index.ts';
import { changesOf, verifyRecord } from '../record/index.ts';
import {
  acceptDossier,
  apologiseForError,
  approveDossier,
  assignDossier,
  closeUnanswered,
  completeStep,
  confirmDelivery,
  correctReceipt,
  correctResult,
  type Dossier,
  type DossierChange,
  dossierFrom,
  extendDossier,
  getDossier,
  isOpen,
  issueResult,
  mendError,
  noteError,
  receiveDossier,
  refuseDossier,
  refuseReceipt,
  requestSupplement,
  resumeDossier,
  returnResult,
  sendBack,
  stopDossier,
  takeSupplement,
  undoAct,
  withdrawDossier,
} from './index.ts';

/**
 * Random lives through the acts themselves, by whoever may do them and by whoever may not, with the real database.
 * HAICAP_LIVES multiplies how many are lived; 1 is more than two thousand tries.
 */
const TIMES = Math.max(1, Number(process.env.HAICAP_LIVES ?? 1));
const LIVES = 30 * TIMES;
const TRIES = 75;

const { pool } = await testProvince();
after(() => pool.end());

const why = { reason: 'Lý do thử nghiệm' };
const seat = (key: Parameters<typeof official>[1]) => official(BINH_LUC, key);
const OFFICIALS = [
  seat('receptionist'),
  seat('officeHead'),
  seat('officeSpecialist'),
  seat('leader'),
  seat('clerk'),
] as const;
const [receptionist, head, specialist, leader, clerk] = OFFICIALS;

/** What may be tried on a dossier, each with who mostly does it. What leads on stands more than once. */
const TRIALS: [Actor, AnyAct, (dossier: Dossier) => object][] = [
  [receptionist, acceptDossier, () => ({})],
  [receptionist, refuseReceipt, () => why],
  [head, assignDossier, () => ({ officialId: specialist.id })],
  [head, assignDossier, () => ({ officialId: specialist.id })],
  [specialist, completeStep, () => ({})],
  [specialist, completeStep, () => ({})],
  [head, completeStep, () => ({})],
  [head, completeStep, () => ({})],
  [head, sendBack, () => ({ to: 'tham-dinh', ...why })],
  [leader, approveDossier, () => ({})],
  [leader, approveDossier, () => ({})],
  [leader, refuseDossier, () => why],
  [clerk, issueResult, () => ({})],
  [clerk, issueResult, () => ({})],
  [receptionist, returnResult, () => ({ by: 'post', tracking: 'EB123456789VN' })],
  [head, requestSupplement, () => ({ items: [{ text: 'Bản chính' }], ...why })],
  [receptionist, takeSupplement, () => ({ components: [{ key: 'don', originals: 1 }] })],
  [leader, extendDossier, () => ({ newDay: '2027-03-01', ...why })],
  [receptionist, withdrawDossier, () => why],
  [receptionist, stopDossier, () => ({ ground: 'request', ...why })],
  [leader, stopDossier, () => ({ ground: 'authority', legalBasis: 'Văn bản', mayResume: true, ...why })],
  [leader, resumeDossier, () => why],
  [SYSTEM, closeUnanswered, () => ({})],
  [
    receptionist,
    correctReceipt,
    (dossier) => ({ returnBy: dossier.returnBy === 'post' ? 'counter' : 'post', ...why }),
  ],
  [leader, correctResult, () => why],
  [receptionist, noteError, () => ({ kind: 'other', text: 'Sai sót' })],
  [leader, apologiseForError, () => ({ number: 1, text: 'Xin lỗi ông/bà' })],
  [clerk, mendError, () => ({ number: 1, how: 'Làm lại' })],
  [receptionist, confirmDelivery, () => ({ day: '2026-12-01', receivedBy: 'Người nhà' })],
  [receptionist, undoAct, () => why],
  [head, undoAct, () => why],
  [leader, undoAct, () => why],
];

const Tries = fc.array(fc.tuple(fc.nat(TRIALS.length - 1), fc.nat(9), fc.nat(400)), {
  minLength: TRIES,
  maxLength: TRIES,
});

function judge(dossier: Dossier): void {
  const { clock, steps, step } = dossier;
  if (dossier.receivedAt === null) {
    assert.deepEqual(clock, []);
    return;
  }
  assert.equal(clock[0]?.from, dossier.receivedAt);
  for (const [place, interval] of clock.entries())
    assert.equal(interval.to, clock[place + 1]?.from ?? (isOpen(dossier) ? null : dossier.endedAt));
  const visits = [...steps, ...(step === null ? [] : [step])];
  for (const [place, visit] of visits.entries())
    if (visits[place + 1] !== undefined) assert.equal(visit.endedAt, visits[place + 1]?.startedAt);
  if (dossier.state === 'stopped' || dossier.state === 'withdrawn')
    assert.equal(isOpen(dossier), dossier.stop?.mayResume === true && dossier.state === 'stopped');
}

describe('lives lived through the acts', () => {
  test('every try is done whole or refused by name; clock and control slip hold after each; figures and record after all', async () => {
    const codes = new Map<string, string>();
    let done = 0;
    let refused = 0;
    const live = async (tries: readonly (readonly [number, number, number])[]) => {
      let at = new Date('2026-11-20T02:00:00Z');
      const does = (actor: Actor, act: AnyAct, input: object) =>
        perform(pool, act, actor, input, { key: randomUUID(), at }) as Promise<{ id: string }>;
      const limited = { procedureCode: '9.000004', procedureVersionId: '9.000004@2025-07-01' };
      const { id } = await does(receptionist, receiveDossier, atCounter(limited));
      for (const [trial, who, minutes] of tries) {
        at = new Date(at.getTime() + minutes * 60_000);
        const [usual, act, input] = TRIALS[trial] ?? TRIALS[0] ?? assert.fail();
        // One time in ten somebody else tries.
        const actor = who === 0 ? (OFFICIALS[minutes % OFFICIALS.length] ?? usual) : usual;
        const before = await getDossier(pool, id);
        assert.ok(before !== null);
        try {
          await does(actor, act, { id, version: before.version, ...input(before) });
          done += 1;
        } catch (error) {
          assert.ok(error instanceof Refusal, `${act.name}: ${(error as Error).stack}`);
          refused += 1;
          continue;
        }
        const dossier = await getDossier(pool, id);
        assert.ok(dossier !== null);
        judge(dossier);
        if (dossier.code !== null) {
          assert.equal(codes.get(dossier.code) ?? id, id, 'no code is two dossiers’');
          codes.set(dossier.code, id);
        }
        if (act === undoAct) continue;
        const ended = before.endedAt !== null;
        if (ended && before.state !== 'resolved') assert.equal(dossier.state, before.state);
      }
    };
    await fc.assert(fc.asyncProperty(Tries, live), { seed: 20261120, numRuns: LIVES, endOnFailure: true });
    assert.ok(done > LIVES * 10 && refused > LIVES, `${done} done, ${refused} refused`);

    const { rows } = await pool.query<{ id: string; body: Dossier }>('select id, body from dossiers');
    for (const { id, body } of rows)
      assert.deepEqual(
        JSON.parse(
          JSON.stringify(dossierFrom(id, (await changesOf(pool, 'dossier', id)) as DossierChange[])),
        ),
        body,
      );
    // Every number that was given is a dossier's still, or stands in the book as taken back: none was lost.
    const book = await pool.query<{ codes: number; last: number }>(
      `select (select count(*) from dossiers where code is not null) + (select count(*) from voided_codes) as codes,
         (select sum(last)::integer from serials where kind = 'dossier') as last`,
    );
    assert.equal(book.rows[0]?.codes, book.rows[0]?.last);
    assert.deepEqual((await verifyRecord(pool)).faults, []);
    const found = await recount(
      pool,
      [...(await shippedIndicators()).values()],
      new Date('2027-06-20T02:00:00Z'),
    );
    assert.deepEqual([found.difference, found.examples], [0, []]);
  });
});
