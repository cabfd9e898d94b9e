import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, describe } from 'node:test';
import {
  atCounter,
  BINH_LUC,
  CITIZENS,
  citizen,
  OTHER_COMMUNE,
  official,
  PLAIN,
  testProvince,
} from '../../../test/support/province.ts';
import type { AnyAct } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { insertPaper } from '../papers/index.ts';
import { changesOf, verifyRecord } from '../record/index.ts';
import {
  acceptDossier,
  approveDossier,
  assignDossier,
  completeStep,
  type Dossier,
  type DossierChange,
  dossierFrom,
  extendDossier,
  fileDossier,
  getDossier,
  issueResult,
  receiveDossier,
  refuseDossier,
  refuseReceipt,
  requestAtCounter,
  requestSupplement,
  rescanDossier,
  returnResult,
  sendBack,
  supplementOwnDossier,
  takeSupplement,
  withdrawDossier,
  withdrawOwnDossier,
} from './index.ts';

const { pool } = await testProvince();
after(() => pool.end());

const receptionist = official(BINH_LUC, 'receptionist');
const head = official(BINH_LUC, 'officeHead');
const specialist = official(BINH_LUC, 'officeSpecialist');
const leader = official(BINH_LUC, 'leader');
const clerk = official(BINH_LUC, 'clerk');

/** Friday 20 November 2026, 09:00 in Viet Nam. */
const friday = new Date('2026-11-20T02:00:00Z');
const later = (hours: number) => new Date(friday.getTime() + hours * 3_600_000);
const does = (actor: Actor, act: AnyAct, input: object, at = friday, key = randomUUID()) =>
  perform(pool, act, actor, input, { key, at }) as Promise<{
    id: string;
    version: number;
    code: string | null;
  }>;

async function now(id: string): Promise<Dossier> {
  const dossier = await getDossier(pool, id);
  assert.ok(dossier);
  return dossier;
}
async function onward(
  actor: Actor,
  act: AnyAct,
  id: string,
  input: object = {},
  at = friday,
): Promise<Dossier> {
  await does(actor, act, { id, version: (await now(id)).version, ...input }, at);
  return now(id);
}
async function received(more: object = {}, at = friday): Promise<Dossier> {
  const { id } = await does(receptionist, receiveDossier, atCounter(more as Record<string, unknown>), at);
  return now(id);
}
async function paperOf(actor: Actor): Promise<string> {
  const id = randomUUID();
  await insertPaper(pool, {
    id,
    name: 'don.pdf',
    type: 'application/pdf',
    size: 10,
    sha256: 'a'.repeat(64),
    uploadedBy: actor.id,
    uploadedAt: friday.toISOString(),
    origin: 'citizen',
    dossierId: null,
  });
  return id;
}
const byCitizen = (paperId: string, more: object = {}) => ({
  ...PLAIN,
  competentBodyId: BINH_LUC,
  form: { content: 'Đề nghị xác nhận' },
  components: [{ key: 'don', paperIds: [paperId] }],
  returnBy: 'online',
  ...more,
});
const refusal = (kind: string, code: string) => (error: unknown) => {
  const found = error as { kind?: string; code?: string };
  assert.equal(`${found.kind} ${found.code}`, `${kind} ${code}`);
  return true;
};
const fieldFaults =
  (...expected: string[]) =>
  (error: unknown) => {
    const fields =
      (error as { details: { fields?: { path: string; code: string }[] } }).details?.fields ?? [];
    assert.deepEqual(fields.map((field) => `${field.path} ${field.code}`).sort(), expected.sort());
    return true;
  };

describe('a dossier at the counter', () => {
  test('gets a code of the receiving agency and day, a due time in working hours, and goes to the division', async () => {
    const dossier = await received();
    assert.match(dossier.code ?? '', /^H42\.13504-261120-\d{4}$/);
    // Friday 09:00 + 3 working days = Thursday 09:00: Monday, Wednesday, Thursday (Tuesday 24/11 is a holiday).
    assert.equal(dossier.dueAt, '2026-11-26T02:00:00.000Z');
    assert.equal(dossier.state, 'received');
    assert.equal(dossier.step?.agencyId, `${BINH_LUC}.01`);
    assert.deepEqual(dossier.fees, { lines: dossier.fees.lines, total: 8000 });
  });

  test('of an economic sector goes to the economy division', async () => {
    const dossier = await received({ procedureCode: '9.000003', procedureVersionId: '9.000003@2025-07-01' });
    assert.equal(dossier.step?.agencyId, `${BINH_LUC}.02`);
  });

  test('goes its whole way: assigned, appraised, submitted, approved, numbered, returned', async () => {
    const { id } = await received();
    await onward(head, assignDossier, id, { officialId: specialist.id }, later(1));
    let dossier = await onward(specialist, completeStep, id, { note: 'Đủ điều kiện' }, later(2));
    assert.equal(dossier.step?.role, 'division-head');
    dossier = await onward(head, completeStep, id, {}, later(3));
    assert.equal(dossier.step?.agencyId, BINH_LUC);
    dossier = await onward(leader, approveDossier, id, {}, later(4));
    assert.equal(dossier.outcome, 'approved');
    dossier = await onward(clerk, issueResult, id, {}, later(5));
    assert.equal(dossier.state, 'resolved');
    assert.match(dossier.result?.number ?? '', /^\d{2,}\/KQGQ-TTHC$/);
    assert.equal(dossier.result?.name, 'Giấy xác nhận');
    dossier = await onward(receptionist, returnResult, id, { by: 'counter' }, later(6));
    assert.equal(dossier.state, 'returned');
    assert.equal(dossier.returned?.receivedBy, 'Nguyễn Thị Thanh Hằng');
    assert.deepEqual(
      dossier.steps.map((step) => step.key),
      ['tiep-nhan', 'phan-cong', 'tham-dinh', 'trinh', 'phe-duyet', 'phat-hanh', 'tra-ket-qua'],
    );
  });

  test('goes on when the server’s clock is set back by two days, and no act stands before the one it follows', async () => {
    const { id } = await received({}, later(48));
    await onward(head, assignDossier, id, { officialId: specialist.id }, later(49));
    let dossier = await onward(specialist, completeStep, id, {}, later(1));
    assert.equal(dossier.lastChange.at, later(49).toISOString());
    dossier = await onward(receptionist, withdrawDossier, id, { reason: 'Không còn cần nữa' }, later(2));
    assert.equal(dossier.state, 'withdrawn');
    assert.equal(dossier.endedAt, later(49).toISOString());
  });

  test('late is returned all the same', async () => {
    const { id } = await received();
    await onward(head, assignDossier, id, { officialId: specialist.id });
    await onward(specialist, completeStep, id);
    await onward(head, completeStep, id);
    await onward(leader, approveDossier, id);
    const month = new Date('2026-12-21T02:00:00Z');
    await onward(clerk, issueResult, id, {}, month);
    assert.equal(
      (await onward(receptionist, returnResult, id, { by: 'post', tracking: 'EB123VN' }, month)).state,
      'returned',
    );
  });

  test('is the same person’s, once, when the applicant comes again', async () => {
    const first = await received();
    const again = await received({
      applicant: {
        kind: 'citizen',
        fullName: 'Nguyễn Thị Thanh Hằng',
        personalId: '037 192 005 678',
        phone: '0912345000',
      },
    });
    assert.equal(again.applicantId, first.applicantId);
    const { rows } = await pool.query('select phone, address from persons where id = $1', [
      first.applicantId,
    ]);
    assert.deepEqual(rows[0], { phone: '0912345000', address: 'Xóm 4, xã Bình Lục, tỉnh Ninh Bình' });
  });

  test('is refused field by field when ids, components or the form are wrong', async () => {
    await assert.rejects(
      does(
        receptionist,
        receiveDossier,
        atCounter({
          applicant: {
            kind: 'citizen',
            fullName: 'An',
            personalId: '037192005678',
            birthDate: '1993-02-30',
            phone: '12',
            unitCode: '99999',
          },
          form: {},
          components: [{ key: 'la', originals: 1 }],
        }),
      ),
      fieldFaults(
        '/applicant/birthDate date.impossible',
        '/applicant/personalId personal-id.birth-year',
        '/applicant/phone phone.structure',
        '/applicant/unitCode unit.unknown',
        '/components/0 dossier.component-unknown',
        '/components/don dossier.component-missing',
        '/form/content form.required',
      ),
    );
  });

  test('under a procedure that ended yesterday is refused, with the day', async () => {
    await assert.rejects(
      does(
        receptionist,
        receiveDossier,
        atCounter({ procedureCode: '9.000002', procedureVersionId: '9.000002@2025-07-01' }),
      ),
      (error: { code: string; details: object }) => {
        assert.equal(error.code, 'procedure.not-in-force');
        assert.deepEqual(error.details, { effectiveFrom: '2025-07-01', effectiveTo: '2026-11-20' });
        return true;
      },
    );
  });

  test('that was refused leaves no number, no person and no row behind', async () => {
    const count = async () =>
      (
        await pool.query(
          'select (select last from serials where period = $1) as last, (select count(*) from persons) as persons, (select count(*) from record) as rows',
          ['2026-11-20'],
        )
      ).rows[0];
    const before = await count();
    await assert.rejects(
      does(
        receptionist,
        receiveDossier,
        atCounter({
          applicant: { kind: 'citizen', fullName: 'Lê Văn Mới', personalId: '037192999999' },
          components: [{ key: 'don', paperIds: ['nobodys'] }],
        }),
      ),
      fieldFaults('/components/don paper.not-yours'),
    );
    assert.deepEqual(await count(), before);
  });
});

describe('place-independent receipt', () => {
  const elsewhere = official(OTHER_COMMUNE, 'receptionist');

  test('is numbered where it is received, decided where it belongs, and seen by both', async () => {
    const { id } = await does(elsewhere, receiveDossier, atCounter({ competentBodyId: BINH_LUC }));
    const dossier = await now(id);
    assert.match(dossier.code ?? '', new RegExp(`^${OTHER_COMMUNE.replace('.', '\\.')}-`));
    assert.equal(dossier.step?.agencyId, `${BINH_LUC}.01`);
    await onward(head, assignDossier, id, { officialId: specialist.id });
    await onward(specialist, completeStep, id);
    await onward(head, completeStep, id);
    await onward(leader, approveDossier, id);
    await onward(clerk, issueResult, id);
    await assert.rejects(
      onward(receptionist, returnResult, id, { by: 'counter' }),
      refusal('forbidden', 'act.out-of-reach'),
    );
    assert.equal((await onward(elsewhere, returnResult, id, { by: 'counter' })).state, 'returned');
  });

  test('does not let the leader of the receiving commune decide for the other', async () => {
    const { id } = await does(elsewhere, receiveDossier, atCounter({ competentBodyId: BINH_LUC }));
    await onward(head, assignDossier, id, { officialId: specialist.id });
    await onward(specialist, completeStep, id);
    await onward(head, completeStep, id);
    await assert.rejects(
      onward(official(OTHER_COMMUNE, 'leader'), approveDossier, id),
      refusal('forbidden', 'act.out-of-reach'),
    );
  });

  test('is refused for an agency that does not decide such things', async () => {
    for (const wrong of ['H42.02', 'H42.99999', `${BINH_LUC}x`])
      await assert.rejects(
        does(elsewhere, receiveDossier, atCounter({ competentBodyId: wrong })),
        fieldFaults('/competentBodyId agency.not-competent'),
      );
  });
});

describe('a supplement', () => {
  test('stops the clock and, when it comes, starts it from zero', async () => {
    const { id } = await received();
    await onward(head, assignDossier, id, { officialId: specialist.id });
    const asked = {
      items: [{ componentKey: 'khac', text: 'Bản sao giấy ra viện' }],
      reason: 'Cần để xác minh',
    };
    let dossier = await onward(specialist, requestSupplement, id, asked, later(2));
    assert.equal(dossier.state, 'awaiting-supplement');
    assert.equal(dossier.dueAt, null);
    const monday = new Date('2026-11-30T02:00:00Z');
    dossier = await onward(
      receptionist,
      takeSupplement,
      id,
      { components: [{ key: 'khac', copies: 1 }] },
      monday,
    );
    assert.equal(dossier.state, 'in-progress');
    assert.equal(dossier.dueAt, '2026-12-03T02:00:00.000Z');
    assert.equal(dossier.step?.officialId, specialist.id);
    assert.deepEqual(
      dossier.components.map(({ key, originals, copies }) => ({ key, originals, copies })),
      [
        { key: 'don', originals: 1, copies: 0 },
        { key: 'khac', originals: 0, copies: 1 },
      ],
    );
  });

  test('is asked for once: a second request is refused', async () => {
    const { id } = await received();
    await onward(head, assignDossier, id, { officialId: specialist.id });
    const asked = { items: [{ text: 'Giấy ra viện' }], reason: 'Còn thiếu' };
    await onward(specialist, requestSupplement, id, asked);
    await onward(receptionist, takeSupplement, id, { components: [{ key: 'khac', copies: 1 }] });
    await assert.rejects(
      onward(specialist, requestSupplement, id, asked),
      refusal('conflict', 'dossier.supplement-once'),
    );
  });

  test('that brings nothing is none', async () => {
    const { id } = await received();
    await onward(head, requestSupplement, id, { items: [{ text: 'Giấy ra viện' }], reason: 'Còn thiếu' });
    await assert.rejects(
      onward(receptionist, takeSupplement, id, { components: [] }),
      fieldFaults('/components required'),
    );
  });

  test('asked for at the counter keeps what was typed, and is received on the second visit when it is whole', async () => {
    const { id } = await does(
      receptionist,
      requestAtCounter,
      atCounter({
        components: [],
        items: [{ componentKey: 'don', text: 'Đơn đề nghị' }],
        reason: 'Chưa có đơn',
      }),
    );
    const dossier = await now(id);
    assert.deepEqual([dossier.state, dossier.code, dossier.clock], ['awaiting-supplement', null, []]);
    assert.deepEqual(dossier.form, { content: 'Đề nghị xác nhận' });
    // Something else than what lacks does not make it whole.
    await onward(receptionist, takeSupplement, id, { components: [{ key: 'khac', copies: 1 }] });
    await assert.rejects(
      onward(receptionist, acceptDossier, id),
      fieldFaults('/components/don dossier.component-missing'),
    );
  });

  test('asked for at the counter and brought whole gets its code and clock then', async () => {
    const { id } = await does(
      receptionist,
      requestAtCounter,
      atCounter({
        components: [],
        items: [{ componentKey: 'don', text: 'Đơn đề nghị' }],
        reason: 'Chưa có đơn',
      }),
    );
    await onward(receptionist, takeSupplement, id, { components: [{ key: 'don', originals: 1 }] }, later(24));
    const dossier = await onward(receptionist, acceptDossier, id, {}, new Date('2026-11-23T02:00:00Z'));
    assert.match(dossier.code ?? '', /-261123-/);
    assert.equal(dossier.receivedAt, '2026-11-23T02:00:00.000Z');
  });

  test('before receipt sends an online dossier back and forth without any clock', async () => {
    const an = citizen();
    const filed = await does(an, fileDossier, byCitizen(await paperOf(an)));
    const asked = { items: [{ componentKey: 'don', text: 'Đơn mờ, không đọc được' }], reason: 'Đơn mờ' };
    let dossier = await onward(receptionist, requestSupplement, filed.id, asked);
    assert.deepEqual([dossier.state, dossier.clock], ['awaiting-supplement', []]);
    dossier = await onward(an, supplementOwnDossier, filed.id, {
      components: [{ key: 'don', paperIds: [await paperOf(an)] }],
    });
    assert.equal(dossier.state, 'submitted');
    assert.equal((await onward(receptionist, acceptDossier, filed.id)).state, 'received');
  });
});

describe('a dossier filed online', () => {
  test('has no code until a centre receives it, and belongs to its citizen', async () => {
    const an = citizen();
    const filed = await does(an, fileDossier, byCitizen(await paperOf(an)));
    assert.equal(filed.code, null);
    const dossier = await onward(receptionist, acceptDossier, filed.id);
    assert.match(dossier.code ?? '', /^H42\.13504-261120-/);
    assert.equal(dossier.applicantName, CITIZENS[0].fullName);
    await assert.rejects(
      onward(citizen(1), withdrawOwnDossier, filed.id, { reason: 'Không phải của tôi' }),
      refusal('forbidden', 'act.out-of-reach'),
    );
    assert.equal((await onward(an, withdrawOwnDossier, filed.id, { reason: 'Đổi ý' })).state, 'withdrawn');
  });

  test('needs a file for each component that must be there', async () => {
    await assert.rejects(
      does(citizen(), fileDossier, byCitizen('x', { components: [{ key: 'don', originals: 1 }] })),
      fieldFaults('/components/don dossier.component-missing'),
    );
  });

  test('cannot take another person’s paper', async () => {
    const theirs = await paperOf(citizen(1));
    await assert.rejects(
      does(citizen(), fileDossier, byCitizen(theirs)),
      fieldFaults('/components/don paper.not-yours'),
    );
  });

  test('may be refused receipt with the reason, and then nothing more', async () => {
    const an = citizen();
    const filed = await does(an, fileDossier, byCitizen(await paperOf(an)));
    const dossier = await onward(receptionist, refuseReceipt, filed.id, { reason: 'Không thuộc thẩm quyền' });
    assert.deepEqual([dossier.state, dossier.code], ['refused-receipt', null]);
    await assert.rejects(onward(receptionist, acceptDossier, filed.id), refusal('conflict', 'dossier.state'));
  });
});

describe('refusal and withdrawal', () => {
  test('a refusal is a decision with reasons, numbered and handed over like any result', async () => {
    const { id } = await received();
    await onward(head, assignDossier, id, { officialId: specialist.id });
    await onward(specialist, completeStep, id);
    await onward(head, completeStep, id);
    let dossier = await onward(leader, refuseDossier, id, { reason: 'Không đủ điều kiện theo quy định' });
    assert.equal(dossier.outcome, 'refused');
    dossier = await onward(clerk, issueResult, id);
    assert.match(dossier.result?.number ?? '', /\/TB-TTHC$/);
    assert.equal(dossier.state, 'resolved');
  });
  test('without a reason there is no refusal', async () => {
    const { id, version } = await received();
    await assert.rejects(
      does(leader, refuseDossier, { id, version, reason: '' }),
      refusal('invalid', 'input.invalid'),
    );
  });
  test('whoever’s dossier is withdrawn at the counter is told, and why', async () => {
    const { id } = await received();
    const { applicantId } = await onward(receptionist, withdrawDossier, id, { reason: 'Người dân xin rút' });
    const { rows } = await pool.query(
      `select recipient, body ->> 'reason' as reason from messages
       where subject_id = $1 and body ->> 'event' = 'withdrawn'`,
      [id],
    );
    assert.deepEqual(rows, [{ recipient: applicantId, reason: 'Người dân xin rút' }]);
  });
  test('after the decision nobody withdraws', async () => {
    const { id } = await received();
    await onward(head, assignDossier, id, { officialId: specialist.id });
    await onward(specialist, completeStep, id);
    await onward(head, completeStep, id);
    await onward(leader, approveDossier, id);
    await assert.rejects(
      onward(receptionist, withdrawDossier, id, { reason: 'Người dân xin rút' }),
      refusal('conflict', 'dossier.decided'),
    );
  });
});

describe('an apology with a new date', () => {
  const told = { reason: 'Phải xác minh thực địa', newDay: '2026-12-04' };

  test('moves the due time to the close of that day, once', async () => {
    const { id, dueAt } = await received();
    const dossier = await onward(leader, extendDossier, id, told, later(3));
    assert.equal(dossier.dueAt, '2026-12-04T10:00:00.000Z');
    assert.deepEqual([dossier.extension?.from, dossier.extension?.to], [dueAt, dossier.dueAt]);
    await assert.rejects(
      onward(leader, extendDossier, id, { ...told, newDay: '2026-12-10' }),
      refusal('conflict', 'dossier.extended-once'),
    );
  });
  test('on the day it is due comes too late; the day before is in time', async () => {
    const first = await received();
    // Due on Thursday 26 November.
    await assert.rejects(
      onward(leader, extendDossier, first.id, told, new Date('2026-11-26T01:00:00Z')),
      refusal('conflict', 'dossier.extension-too-late'),
    );
    assert.ok(
      (await onward(leader, extendDossier, first.id, told, new Date('2026-11-25T09:00:00Z'))).extension,
    );
  });
  test('names a working day after the promised one', async () => {
    const { id } = await received();
    for (const [newDay, code] of [
      ['2026-11-26', 'date.not-later'],
      ['2026-12-05', 'date.day-off'],
      ['2026-02-30', 'date.impossible'],
    ])
      await assert.rejects(
        onward(leader, extendDossier, id, { ...told, newDay }),
        fieldFaults(`/newDay ${code}`),
      );
  });
  test('is the leader’s, not the specialist’s and not another commune’s leader’s', async () => {
    const { id } = await received();
    await assert.rejects(onward(head, extendDossier, id, told), refusal('forbidden', 'act.forbidden'));
    await assert.rejects(
      onward(official(OTHER_COMMUNE, 'leader'), extendDossier, id, told),
      refusal('forbidden', 'act.out-of-reach'),
    );
  });
});

describe('a dossier is sent back', () => {
  test('by the specialist to the counter that left a scan out, and comes back to that specialist', async () => {
    const { id, dueAt } = await received();
    await onward(head, assignDossier, id, { officialId: specialist.id });
    const back = { to: 'tiep-nhan', reason: 'Thiếu bản quét trang 2' };
    let dossier = await onward(specialist, sendBack, id, back, later(1));
    assert.deepEqual([dossier.step?.agencyId, dossier.step?.role], [`${BINH_LUC}.04`, 'receptionist']);
    assert.equal(dossier.clock.at(-1)?.running, true);
    await assert.rejects(
      onward(receptionist, rescanDossier, id, { components: [] }),
      fieldFaults('/components required'),
    );
    const paper = await paperOf(receptionist);
    dossier = await onward(receptionist, rescanDossier, id, {
      components: [{ key: 'don', paperIds: [paper] }],
    });
    assert.equal(dossier.step?.officialId, specialist.id);
    assert.deepEqual(dossier.components, [{ key: 'don', paperIds: [paper], originals: 1, copies: 0 }]);
    assert.equal(dossier.dueAt, dueAt);
    assert.equal(dossier.supplements.length, 0);
  });

  test('by the leader to the specialist who prepared it, with the reason', async () => {
    const { id } = await received();
    await onward(head, assignDossier, id, { officialId: specialist.id });
    await onward(specialist, completeStep, id);
    await onward(head, completeStep, id);
    const dossier = await onward(leader, sendBack, id, { to: 'tham-dinh', reason: 'Chưa rõ căn cứ' });
    assert.equal(dossier.step?.officialId, specialist.id);
  });

  test('not by who does not hold the step, not to a step ahead, not once it is decided', async () => {
    const { id } = await received();
    await onward(head, assignDossier, id, { officialId: specialist.id });
    const back = { to: 'phan-cong', reason: 'Giao nhầm người' };
    await assert.rejects(
      onward(official(BINH_LUC, 'officeSpecialist2'), sendBack, id, back),
      refusal('forbidden', 'act.out-of-reach'),
    );
    await assert.rejects(
      onward(specialist, sendBack, id, { ...back, to: 'phe-duyet' }),
      fieldFaults('/to dossier.step-unknown'),
    );
    await onward(specialist, completeStep, id);
    await onward(head, completeStep, id);
    await onward(leader, approveDossier, id);
    await assert.rejects(onward(leader, sendBack, id, back), refusal('conflict', 'dossier.decided'));
  });
});

describe('two officials on one dossier', () => {
  test('the stale one is refused and told who changed what', async () => {
    const { id, version } = await received();
    await does(head, assignDossier, { id, version, officialId: specialist.id });
    await assert.rejects(
      does(head, assignDossier, { id, version, officialId: official(BINH_LUC, 'officeSpecialist2').id }),
      (error: { code: string; details: { by: string; act: string } }) => {
        assert.equal(error.code, 'dossier.stale');
        assert.deepEqual([error.details.by, error.details.act], [head.name, 'dossiers.assign-dossier']);
        return true;
      },
    );
  });
  test('of two at the same moment one wins and one is refused', async () => {
    const { id, version } = await received();
    const gate = await pool.connect();
    await gate.query('begin');
    await gate.query('select from dossiers where id = $1 for update', [id]);
    const both = [specialist, official(BINH_LUC, 'officeSpecialist2')].map((one) =>
      does(head, assignDossier, { id, version, officialId: one.id }).then(
        () => 'done',
        (error) => error.code,
      ),
    );
    // Both have begun and wait for the row before it is let go.
    for (;;) {
      const { rows } = await pool.query(
        `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      );
      if (rows[0].n === 2) break;
    }
    await gate.query('commit');
    gate.release();
    assert.deepEqual((await Promise.all(both)).sort(), ['done', 'dossier.stale']);
  });
  test('a specialist cannot finish the step of another', async () => {
    const { id } = await received();
    await onward(head, assignDossier, id, { officialId: specialist.id });
    await assert.rejects(
      onward(official(BINH_LUC, 'officeSpecialist2'), completeStep, id),
      refusal('forbidden', 'act.out-of-reach'),
    );
  });
  test('a head of another division cannot assign it', async () => {
    const { id } = await received();
    await assert.rejects(
      onward(official(BINH_LUC, 'economyHead'), assignDossier, id, { officialId: specialist.id }),
      refusal('forbidden', 'act.out-of-reach'),
    );
  });
  test('it is assigned only to a specialist who sits there', async () => {
    const { id } = await received();
    await assert.rejects(
      onward(head, assignDossier, id, { officialId: official(BINH_LUC, 'economySpecialist').id }),
      fieldFaults('/officialId official.not-here'),
    );
  });
});

describe('the same request twice', () => {
  test('has one effect and one answer', async () => {
    const key = randomUUID();
    const first = await does(receptionist, receiveDossier, atCounter(), friday, key);
    const again = await does(receptionist, receiveDossier, atCounter(), later(1), key);
    assert.deepEqual(again, first);
  });
  test('at the same moment too', async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => does(receptionist, receiveDossier, atCounter(), friday, key)),
    );
    assert.equal(new Set(answers.map((answer) => answer.code)).size, 1);
  });
  test('with another content is refused', async () => {
    const key = randomUUID();
    await does(receptionist, receiveDossier, atCounter(), friday, key);
    await assert.rejects(
      does(receptionist, receiveDossier, atCounter({ returnBy: 'post' }), friday, key),
      refusal('conflict', 'request.key-reused'),
    );
  });
  test('whose first try was refused may be sent again with the same key', async () => {
    const key = randomUUID();
    await assert.rejects(does(receptionist, receiveDossier, atCounter({ form: {} }), friday, key));
    assert.ok((await does(receptionist, receiveDossier, atCounter(), friday, key)).code);
  });
});

test('the record alone gives every dossier back as it is, and its chains hold', async () => {
  const { rows } = await pool.query<{ id: string; body: Dossier }>('select id, body from dossiers');
  assert.ok(rows.length > 20);
  for (const { id, body } of rows) {
    const changes = (await changesOf(pool, 'dossier', id)) as DossierChange[];
    assert.deepEqual(JSON.parse(JSON.stringify(dossierFrom(id, changes))), body);
  }
  assert.deepEqual((await verifyRecord(pool)).faults, []);
});

test('the columns for lists say what the dossier says', async () => {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*) as n from dossiers d where d.state <> d.body ->> 'state' or d.version <> (d.body ->> 'version')::int
      or d.code is distinct from d.body ->> 'code' or d.received_at is distinct from (d.body ->> 'receivedAt')::timestamptz
      or d.ended_at is distinct from (d.body ->> 'endedAt')::timestamptz
      or d.holder_agency_id is distinct from d.body #>> '{step,agencyId}'
      or d.holder_official_id is distinct from d.body #>> '{step,officialId}'
      or not d.passed_agency_ids @> array(select s ->> 'agencyId' from jsonb_array_elements(d.body -> 'steps') s)`,
  );
  assert.equal(rows[0]?.n, 0);
});
