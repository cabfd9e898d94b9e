import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, describe } from 'node:test';
import {
  atCounter,
  BINH_LUC,
  OTHER_COMMUNE,
  official,
  testProvince,
} from '../../../test/support/province.ts';
import { jobRunner } from '../../jobs/runner.ts';
import type { AnyAct } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { recount, shippedDefinitions } from '../figures/index.ts';
import { changesOf, verifyRecord } from '../record/index.ts';
import { discardReceiptDraft } from './acts/discard-receipt-draft.ts';
import { saveReceiptDraft } from './acts/save-receipt-draft.ts';
import { seeBook } from './book.ts';
import { listReceiptDrafts, seeReceiptDraft } from './desk-drafts.ts';
import {
  acceptDossier,
  apologiseForError,
  approveDossier,
  assignDossier,
  closeUnanswered,
  closeUnansweredDossiers,
  completeStep,
  confirmDelivery,
  correctReceipt,
  correctResult,
  type Dossier,
  type DossierChange,
  dossierFrom,
  getDossier,
  giveAtOnce,
  issueResult,
  mendError,
  noteError,
  receiveDossier,
  requestSupplement,
  resumeDossier,
  returnResult,
  stopDossier,
  takeSupplement,
  undoAct,
} from './index.ts';
import { listOfficeErrors } from './office-errors.ts';

const { pool } = await testProvince();
after(() => pool.end());

const receptionist = official(BINH_LUC, 'receptionist');
const colleague = official(BINH_LUC, 'receptionist2');
const head = official(BINH_LUC, 'officeHead');
const specialist = official(BINH_LUC, 'officeSpecialist');
const leader = official(BINH_LUC, 'leader');
const clerk = official(BINH_LUC, 'clerk');
const stranger = official(OTHER_COMMUNE, 'leader');

/** Friday 20 November 2026, 09:00 in Viet Nam. */
const friday = new Date('2026-11-20T02:00:00Z');
const later = (hours: number) => new Date(friday.getTime() + hours * 3_600_000);
const monday = new Date('2026-11-23T02:00:00Z');
const does = (actor: Actor, act: AnyAct, input: object, at = friday) =>
  perform(pool, act, actor, input, { key: randomUUID(), at }) as Promise<{ id: string; number: string }>;
async function now(id: string): Promise<Dossier> {
  const dossier = await getDossier(pool, id);
  assert.ok(dossier);
  return dossier;
}
async function onward(actor: Actor, act: AnyAct, id: string, input: object = {}, at = friday) {
  await does(actor, act, { id, version: (await now(id)).version, ...input }, at);
  return now(id);
}
async function received(more: object = {}, at = friday): Promise<Dossier> {
  const { id } = await does(receptionist, receiveDossier, atCounter(more as Record<string, unknown>), at);
  return now(id);
}
async function resolved(at = friday): Promise<Dossier> {
  const { id } = await received({}, at);
  await onward(head, assignDossier, id, { officialId: specialist.id }, at);
  await onward(specialist, completeStep, id, {}, at);
  await onward(head, completeStep, id, {}, at);
  await onward(leader, approveDossier, id, {}, at);
  return onward(clerk, issueResult, id, {}, at);
}
const refusal = (kind: string, code: string) => (error: unknown) => {
  const found = error as { kind?: string; code?: string };
  assert.equal(`${found.kind} ${found.code}`, `${kind} ${code}`);
  return true;
};
/** Without what every change moves on. */
const state = ({ version: _, lastChange: __, ...rest }: Dossier) => rest;
const why = { reason: 'Nhập nhầm hồ sơ của người khác' };

describe('an undoing', () => {
  test('brings back the state before the last act, and undone itself the first state', async () => {
    const before = await received();
    const assigned = await onward(head, assignDossier, before.id, { officialId: specialist.id }, later(1));
    const undone = await onward(head, undoAct, before.id, why, later(2));
    assert.deepEqual(state(undone), state(before));
    const again = await onward(head, undoAct, before.id, why, later(3));
    assert.deepEqual(state(again), state(assigned));
  });

  test('is for whoever did it, on the same day, or for their leader with a reason', async () => {
    const { id } = await received();
    await assert.rejects(onward(colleague, undoAct, id, why), refusal('forbidden', 'undo.not-yours'));
    await assert.rejects(onward(stranger, undoAct, id, why), refusal('forbidden', 'act.out-of-reach'));
    await assert.rejects(
      onward(receptionist, undoAct, id, why, monday),
      refusal('conflict', 'undo.another-day'),
    );
    assert.equal((await onward(leader, undoAct, id, why, monday)).state, 'submitted');
  });

  test('of a receipt voids the code for good: the next receipt has the next number', async () => {
    const first = await received();
    const undone = await onward(receptionist, undoAct, first.id, why, later(1));
    assert.equal(undone.code, null);
    assert.equal(undone.voided?.[0]?.code, first.code);
    const { rows } = await pool.query('select code, reason from voided_codes where dossier_id = $1', [
      first.id,
    ]);
    assert.deepEqual(rows, [{ code: first.code, reason: why.reason }]);
    const again = await onward(receptionist, acceptDossier, first.id, {}, later(2));
    const serial = (code: string | null) => Number(code?.split('-').at(-1));
    assert.equal(serial(again.code), serial(first.code) + 1);
  });

  test('that is undone gives the voided code back to its dossier', async () => {
    const first = await received();
    await onward(receptionist, undoAct, first.id, why, later(1));
    const back = await onward(receptionist, undoAct, first.id, why, later(2));
    assert.deepEqual(state(back), state(first));
    const { rows } = await pool.query('select 1 from voided_codes where dossier_id = $1', [first.id]);
    assert.equal(rows.length, 0);
  });

  test('goes back two acts, one by one, and each can be done again', async () => {
    const { id } = await received();
    const assigned = await onward(head, assignDossier, id, { officialId: specialist.id }, later(1));
    await onward(specialist, completeStep, id, {}, later(2));
    await onward(specialist, undoAct, id, why, later(3));
    const twice = await onward(head, undoAct, id, { ...why, further: true }, later(4));
    assert.equal(twice.state, 'received');
    await assert.rejects(
      onward(colleague, undoAct, id, { ...why, further: true }, later(5)),
      refusal('forbidden', 'undo.not-yours'),
    );
    assert.deepEqual(state(await onward(head, undoAct, id, why, later(5))), state(assigned), 'done again');
    await onward(head, undoAct, id, why, later(6));
    const all = await onward(receptionist, undoAct, id, { ...why, further: true }, later(7));
    assert.equal(all.state, 'submitted');
    assert.equal(all.voided?.length, 1);
    await assert.rejects(
      onward(leader, undoAct, id, { ...why, further: true }, later(8)),
      refusal('conflict', 'undo.irrevocable'),
    );
    assert.equal((await now(id)).voided?.length, 1);
  });

  test('takes a wrongly recorded return back on its day, while nobody has the result in hand', async () => {
    const before = await resolved();
    await onward(receptionist, returnResult, before.id, { by: 'counter' }, later(5));
    await assert.rejects(
      onward(leader, undoAct, before.id, why, monday),
      refusal('conflict', 'undo.irrevocable'),
    );
    assert.deepEqual(state(await onward(receptionist, undoAct, before.id, why, later(6))), state(before));
    assert.equal(
      (await onward(receptionist, returnResult, before.id, { by: 'post', tracking: 'VN1' }, later(7))).state,
      'returned',
    );
    await onward(
      receptionist,
      confirmDelivery,
      before.id,
      { day: '2026-11-20', receivedBy: 'Lan' },
      later(7.5),
    );
    await assert.rejects(
      onward(receptionist, undoAct, before.id, why, later(8)),
      refusal('conflict', 'undo.irrevocable'),
    );
  });

  test('is refused once the result has its number', async () => {
    const { id } = await resolved();
    await assert.rejects(onward(clerk, undoAct, id, why), refusal('conflict', 'undo.irrevocable'));
    await assert.rejects(onward(leader, undoAct, id, why), refusal('conflict', 'undo.irrevocable'));
  });

  test('of a request for a supplement lets the clock run as if it had never stood', async () => {
    const before = await received();
    await onward(head, requestSupplement, before.id, { items: [{ text: 'Bản chính' }], ...why }, later(1));
    const undone = await onward(head, undoAct, before.id, why, later(2));
    assert.deepEqual(undone.clock, before.clock);
    assert.equal(undone.dueAt, before.dueAt);
  });

  test('pressed at two desks at once has one effect', async () => {
    const { id, version } = await received();
    const both = await Promise.allSettled(
      [receptionist, leader].map((actor) => does(actor, undoAct, { id, version, ...why }, later(1))),
    );
    assert.deepEqual(both.map((one) => one.status).sort(), ['fulfilled', 'rejected']);
    assert.equal((await now(id)).voided?.length, 1);
  });
});

describe('a correction of a receipt', () => {
  test('keeps the code, changes what was wrong, and says what stood there', async () => {
    const before = await received();
    const after = await onward(receptionist, correctReceipt, before.id, {
      ...why,
      applicant: { kind: 'citizen', fullName: 'Nguyễn Thị Thanh Hà', personalId: '037192005686' },
      contact: { phone: '0912000111' },
      groups: ['poor'],
    });
    assert.equal(after.code, before.code);
    assert.equal(after.applicantName, 'Nguyễn Thị Thanh Hà');
    assert.notEqual(after.applicantId, before.applicantId);
    assert.equal(after.contact.phone, '0912000111');
    assert.deepEqual([before.fees.total, after.fees.total], [8000, 0]);
    const last = (await changesOf(pool, 'dossier', before.id)).at(-1) as DossierChange;
    assert.ok(last.type === 'corrected');
    assert.deepEqual(
      last.lines.map(({ field, from, to }) => [field, from, to]).find(([field]) => field === 'applicantName'),
      ['applicantName', 'Nguyễn Thị Thanh Hằng', 'Nguyễn Thị Thanh Hà'],
    );
    assert.equal(after.corrections?.length, 1);
  });

  test('to another procedure gives its way and term from the receipt on, until work has begun', async () => {
    const economy = { procedureCode: '9.000003', procedureVersionId: '9.000003@2025-07-01' };
    const before = await received();
    const after = await onward(
      receptionist,
      correctReceipt,
      before.id,
      { ...why, procedure: economy },
      later(4),
    );
    assert.equal(after.step?.agencyId, `${BINH_LUC}.02`);
    assert.equal(after.step?.startedAt, before.receivedAt);
    assert.equal(after.dueAt, before.dueAt);
    assert.deepEqual(after.clock, before.clock);
    const begun = await received();
    await onward(head, assignDossier, begun.id, { officialId: specialist.id });
    await assert.rejects(
      onward(receptionist, correctReceipt, begun.id, { ...why, procedure: economy }),
      refusal('conflict', 'correction.begun'),
    );
  });

  test('that changes nothing, or is not the receiving body’s, is refused', async () => {
    const { id } = await received();
    await assert.rejects(
      onward(receptionist, correctReceipt, id, { ...why, returnBy: 'counter' }),
      refusal('invalid', 'input.invalid'),
    );
    await assert.rejects(
      onward(official(OTHER_COMMUNE, 'receptionist'), correctReceipt, id, { ...why, returnBy: 'post' }),
      refusal('forbidden', 'act.out-of-reach'),
    );
  });
});

describe('a corrected result', () => {
  test('has a number of its own; the old one is kept, and the day of ending stays', async () => {
    const before = await resolved();
    const after = await onward(leader, correctResult, before.id, { ...why, name: 'Giấy xác nhận' }, monday);
    assert.notEqual(after.result?.number, before.result?.number);
    assert.equal(after.replacedResults?.[0]?.number, before.result?.number);
    assert.equal(after.endedAt, before.endedAt);
    await assert.rejects(
      onward(clerk, correctResult, before.id, why, monday),
      refusal('forbidden', 'act.forbidden'),
    );
  });
});

describe('a stop', () => {
  test('on the applicant’s request ends the dossier and is no withdrawal', async () => {
    const { id } = await received();
    const stopped = await onward(receptionist, stopDossier, id, { ground: 'request', ...why }, later(3));
    assert.equal(stopped.state, 'stopped');
    assert.equal(stopped.endedAt, later(3).toISOString());
    assert.equal(stopped.step, null);
    await assert.rejects(onward(leader, resumeDossier, id, why), refusal('conflict', 'stop.ended'));
  });

  test('on a legal ground is the leader’s, names it, stands the clock and goes on with what was left', async () => {
    const before = await received();
    const ground = { ground: 'authority', legalBasis: 'Văn bản số 12/TA', mayResume: true, ...why };
    await assert.rejects(
      onward(receptionist, stopDossier, before.id, ground),
      refusal('forbidden', 'stop.leader-only'),
    );
    await assert.rejects(
      onward(leader, stopDossier, before.id, { ...ground, legalBasis: ' ' }),
      refusal('invalid', 'input.invalid'),
    );
    const stopped = await onward(leader, stopDossier, before.id, ground, later(2));
    assert.equal(stopped.endedAt, null);
    assert.equal(stopped.dueAt, null);
    await assert.rejects(
      onward(head, assignDossier, before.id, { officialId: specialist.id }),
      refusal('conflict', 'dossier.state'),
    );
    // Stopped for one working day: Friday 11:00 to Monday 11:00.
    const resumed = await onward(leader, resumeDossier, before.id, why, new Date('2026-11-23T04:00:00Z'));
    assert.equal(resumed.state, 'received');
    assert.equal(before.dueAt, '2026-11-26T02:00:00.000Z');
    assert.equal(resumed.dueAt, '2026-11-27T02:00:00.000Z');
  });

  test('that stands may be ended; what is decided may not be stopped', async () => {
    const { id } = await received();
    await onward(leader, stopDossier, id, {
      ground: 'authority',
      legalBasis: 'Văn bản số 12/TA',
      mayResume: true,
      ...why,
    });
    const ended = await onward(receptionist, stopDossier, id, { ground: 'request', ...why }, later(1));
    assert.equal(ended.endedAt, later(1).toISOString());
    const done = await resolved();
    await assert.rejects(
      onward(receptionist, stopDossier, done.id, { ground: 'request', ...why }),
      refusal('conflict', 'dossier.state'),
    );
  });
});

describe('a supplement that never comes', () => {
  const clockActor: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };
  const limited = { procedureCode: '9.000004', procedureVersionId: '9.000004@2025-07-01' };
  const asked = { items: [{ text: 'Bản chính' }], ...why };

  test('closes the dossier only where the procedure’s law sets a time, and only after its last day', async () => {
    const { id } = await received(limited);
    await onward(head, requestSupplement, id, asked);
    // 15 working days from Friday 20/11 09:00, with 24/11 off: Monday 14/12.
    await assert.rejects(
      onward(clockActor, closeUnanswered, id, {}, new Date('2026-12-14T08:00:00Z')),
      refusal('conflict', 'supplement.still-awaited'),
    );
    const closed = await onward(clockActor, closeUnanswered, id, {}, new Date('2026-12-15T02:00:00Z'));
    assert.equal(closed.state, 'stopped');
    assert.equal(closed.stop?.ground, 'unanswered');
    assert.equal(closed.stop?.legalBasis, '297/2025/NĐ-CP');
    const told = await pool.query("select body ->> 'event' as event from messages where subject_id = $1", [
      id,
    ]);
    assert.ok(told.rows.some((row) => row.event === 'stopped'));

    const other = await received();
    await onward(head, requestSupplement, other.id, asked);
    await assert.rejects(
      onward(clockActor, closeUnanswered, other.id, {}, new Date('2027-12-15T02:00:00Z')),
      refusal('conflict', 'supplement.waits-without-end'),
    );
  });

  test('may still come on the last day; and what came at the last moment is not closed', async () => {
    const { id } = await received(limited);
    await onward(head, requestSupplement, id, asked);
    await onward(
      receptionist,
      takeSupplement,
      id,
      { components: [{ key: 'don', originals: 1 }] },
      new Date('2026-12-14T09:00:00Z'),
    );
    await assert.rejects(
      onward(clockActor, closeUnanswered, id, {}, new Date('2026-12-15T02:00:00Z')),
      refusal('conflict', 'dossier.state'),
    );
  });
});

describe('a result given at once', () => {
  const certified = { procedureCode: '9.000005', procedureVersionId: '9.000005@2025-07-01' };

  test('is received, decided by who signed, numbered and handed over in one act, and counts', async () => {
    const { id, number } = await does(
      receptionist,
      giveAtOnce,
      atCounter({ ...certified, signerId: leader.id, quantity: { copies: 12, pages: 3 } }),
    );
    const dossier = await now(id);
    assert.equal(dossier.state, 'returned');
    assert.match(dossier.code ?? '', /^H42\.13504-261120-\d{4}$/);
    assert.equal(dossier.result?.number, number);
    assert.equal(dossier.decision?.byName, leader.name);
    assert.equal(dossier.returned?.receivedBy, 'Nguyễn Thị Thanh Hằng');
    const { rows } = await pool.query(
      'select received_day, ended_day, returned_day, ending from dossier_facts where dossier_id = $1',
      [id],
    );
    assert.deepEqual(rows, [
      {
        received_day: '2026-11-20',
        ended_day: '2026-11-20',
        returned_day: '2026-11-20',
        ending: 'on-time',
      },
    ]);
  });

  test('is refused for what is not immediate, for another body’s, and for a signer who is no leader', async () => {
    await assert.rejects(
      does(receptionist, giveAtOnce, atCounter({ signerId: leader.id })),
      refusal('conflict', 'at-once.not-immediate'),
    );
    await assert.rejects(
      does(
        receptionist,
        giveAtOnce,
        atCounter({ ...certified, signerId: leader.id, competentBodyId: OTHER_COMMUNE }),
      ),
      refusal('conflict', 'at-once.decided-elsewhere'),
    );
    await assert.rejects(
      does(receptionist, giveAtOnce, atCounter({ ...certified, signerId: clerk.id })),
      refusal('invalid', 'input.invalid'),
    );
  });
});

describe('an error of the office', () => {
  test('is traced to its step, apologised for by the leader, mended, and can be counted', async () => {
    const { id } = await resolved();
    await onward(receptionist, noteError, id, {
      kind: 'wrong-result',
      text: 'Sai năm sinh',
      step: 'tham-dinh',
    });
    let dossier = await now(id);
    assert.equal(dossier.errors?.[0]?.officialName, specialist.name);
    await assert.rejects(
      onward(receptionist, apologiseForError, id, { number: 1, text: 'Xin lỗi ông/bà' }),
      refusal('forbidden', 'act.forbidden'),
    );
    await onward(leader, apologiseForError, id, { number: 1, text: 'Xin lỗi ông/bà' });
    await assert.rejects(
      onward(leader, apologiseForError, id, { number: 1, text: 'Xin lỗi ông/bà' }),
      refusal('conflict', 'office-error.apology'),
    );
    dossier = await onward(clerk, mendError, id, { number: 1, how: 'Cấp lại, không thu phí' });
    assert.equal(dossier.errors?.[0]?.mended?.byName, clerk.name);
    const { rows } = await pool.query(
      'select kind, apologised_at is not null as apologised, mended_at is not null as mended from office_errors where dossier_id = $1',
      [id],
    );
    assert.deepEqual(rows, [{ kind: 'wrong-result', apologised: true, mended: true }]);
  });
});

describe('what proves that a result reached its owner', () => {
  test('is who came with which paper at the counter, and by post the day of delivery, once', async () => {
    const one = await resolved();
    const handed = await onward(receptionist, returnResult, one.id, {
      by: 'counter',
      receivedBy: 'Lê Văn An',
      receiverId: '037090001111',
    });
    assert.equal(handed.returned?.receiverId, '037090001111');
    const other = await resolved();
    await onward(receptionist, returnResult, other.id, { by: 'post', tracking: 'EB123456789VN' });
    const delivery = { day: '2026-11-23', receivedBy: 'Nguyễn Văn Hải' };
    await assert.rejects(
      onward(receptionist, confirmDelivery, other.id, delivery),
      refusal('invalid', 'input.invalid'),
    );
    const delivered = await onward(receptionist, confirmDelivery, other.id, delivery, monday);
    assert.equal(delivered.returned?.receivedBy, 'Nguyễn Văn Hải');
    assert.equal(delivered.returnedAt, friday.toISOString());
    await assert.rejects(
      onward(receptionist, confirmDelivery, other.id, delivery, monday),
      refusal('conflict', 'delivery.confirmed'),
    );
  });
});

describe('the book of dossiers', () => {
  test('has every number of the centre and day in its place, and says why one counts for nothing', async () => {
    const day = new Date('2026-11-26T02:00:00Z');
    const made = [];
    for (let count = 0; count < 3; count++) made.push(await received({}, day));
    await onward(receptionist, undoAct, made[1]?.id ?? '', why, day);
    const book = await seeBook.run(pool, receptionist, { from: '2026-11-26', to: '2026-11-26' }, day);
    assert.deepEqual(
      book.items.map((row) => [row.number, row.code, row.voided?.reason ?? null]),
      made.map(({ code }, place) => [place + 1, code, place === 1 ? why.reason : null]),
    );
    assert.deepEqual([book.total, book.voided], [3, 1]);
    const paged = await seeBook.run(
      pool,
      receptionist,
      { from: '2026-11-26', to: '2026-11-26', offset: 2, limit: 1 },
      day,
    );
    assert.deepEqual(
      paged.items.map((row) => row.number),
      [3],
    );
  });

  test('of another commune does not exist for this one’s receptionist, but for the control officer', async () => {
    const asked = { from: '2026-11-26', to: '2026-11-26', centre: `${OTHER_COMMUNE}.04` };
    await assert.rejects(
      seeBook.run(pool, receptionist, asked, friday),
      refusal('missing', 'agency.unknown'),
    );
    const officer: Actor = {
      kind: 'official',
      id: 'control',
      name: 'Kiểm soát',
      duties: [{ role: 'control-officer', agencyId: 'H42', bodyId: 'H42' }],
    };
    assert.equal((await seeBook.run(pool, officer, asked, friday)).total, 0);
  });
});

describe('a half typed receipt', () => {
  test('is kept for the same official, listed, gone on with, and for nobody else', async () => {
    const draft = { id: 'nhap-do-0001', title: 'Nguyễn Văn Bình', body: { fullName: 'Nguyễn Văn Bình' } };
    await does(receptionist, saveReceiptDraft, draft);
    await does(receptionist, saveReceiptDraft, { ...draft, title: 'Nguyễn Văn Bính' }, later(1));
    const mine = await listReceiptDrafts.run(pool, receptionist, {}, friday);
    assert.deepEqual(
      mine.items.map((one) => one.title),
      ['Nguyễn Văn Bính'],
    );
    assert.deepEqual(
      (await seeReceiptDraft.run(pool, receptionist, { id: draft.id }, friday)).body,
      draft.body,
    );
    assert.deepEqual((await listReceiptDrafts.run(pool, colleague, {}, friday)).items, []);
    await assert.rejects(
      seeReceiptDraft.run(pool, colleague, { id: draft.id }, friday),
      refusal('missing', 'draft.unknown'),
    );
    await does(receptionist, discardReceiptDraft, { id: draft.id });
    assert.deepEqual((await listReceiptDrafts.run(pool, receptionist, {}, friday)).items, []);
  });
});

describe('every morning the clock', () => {
  test('closes those whose time is over and leaves the others waiting', async () => {
    const limited = { procedureCode: '9.000004', procedureVersionId: '9.000004@2025-07-01' };
    const asked = { items: [{ text: 'Bản chính' }], ...why };
    const [over, waiting, unlimited] = [
      await received(limited),
      await received(limited, monday),
      await received(),
    ];
    await onward(head, requestSupplement, over.id, asked);
    await onward(head, requestSupplement, waiting.id, asked, monday);
    await onward(head, requestSupplement, unlimited.id, asked);
    // Tuesday 15 December, 06:30 in Viet Nam: the time of the first one ended on Monday, that of the second ends today.
    await jobRunner({ pool, jobs: [closeUnansweredDossiers] }).tick(new Date('2026-12-14T23:31:00Z'));
    const states = [];
    for (const { id } of [over, waiting, unlimited]) states.push((await now(id)).state);
    assert.deepEqual(states, ['stopped', 'awaiting-supplement', 'awaiting-supplement']);
  });
});

describe('errors of the office', () => {
  test('are counted for the leader of the body, and not for another body’s', async () => {
    const asked = { from: '2026-11-01', to: '2026-11-30' };
    const found = await listOfficeErrors.run(pool, leader, asked, friday);
    assert.deepEqual(
      found.counts.map(({ kind, count, mended }) => [kind, count, mended]),
      [['wrong-result', 1, 1]],
    );
    assert.equal(found.items[0]?.officialName, specialist.name);
    assert.deepEqual((await listOfficeErrors.run(pool, stranger, asked, friday)).counts, []);
  });
});

describe('after all these turns', () => {
  test('the record gives every dossier back, its chain is whole, and every figure is what is kept', async () => {
    const { rows } = await pool.query<{ id: string; body: Dossier }>('select id, body from dossiers');
    assert.ok(rows.length > 15);
    for (const { id, body } of rows)
      assert.deepEqual(
        JSON.parse(
          JSON.stringify(dossierFrom(id, (await changesOf(pool, 'dossier', id)) as DossierChange[])),
        ),
        body,
      );
    assert.deepEqual((await verifyRecord(pool)).faults, []);
    const found = await recount(
      pool,
      (await shippedDefinitions()).indicators,
      new Date('2026-12-20T02:00:00Z'),
    );
    assert.deepEqual([found.difference, found.examples], [0, []]);
  });
});
