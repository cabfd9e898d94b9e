import { Type } from 'typebox';
import { invalid, Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import { dueTime, legalDay, loadCalendar } from '../calendar/index.ts';
import { holderOfPart, holderOfStep } from '../dossiers/index.ts';
import { ROLE_NAMES, type Role } from '../people/index.ts';
import {
  computeFee,
  findSector,
  isImmediate,
  ProcedureCode,
  type ProcedureVersion,
  termFor,
  versionsOf,
  wayInWords,
} from '../procedures/index.ts';
import { findAgenciesById } from '../units/index.ts';
import { differences } from './differences.ts';
import { DraftFaultShape, LackingShape } from './draft.ts';
import { handlingBodies, judgeDraft, latestVersion } from './judging.ts';
import { approvalsOf, findDraft } from './store.ts';
import { tryProcess } from './trying.ts';

const closed = { additionalProperties: false };
const Maybe = Type.Union([Type.String(), Type.Null()]);
const Procedure = Type.Unsafe<Record<string, unknown>>(Type.Object({}, { additionalProperties: true }));

const roleName = (role: string) => (role === 'system' ? 'Hệ thống' : (ROLE_NAMES[role as Role] ?? role));

export const listDrafts = view({
  name: 'editing.list-drafts',
  summary: 'The procedures whose next version is being edited, last saved first',
  input: Type.Object({}, closed),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        code: Type.String(),
        name: Type.String(),
        begunByName: Type.String(),
        savedByName: Type.String(),
        savedAt: Type.String(),
      }),
    ),
  }),
  async run(tx) {
    const { rows } = await tx.query<{
      code: string;
      name: string;
      begun_by_name: string;
      saved_by_name: string;
      saved_at: Date;
    }>(
      `select d.code, v.name, d.begun_by_name, d.saved_by_name, d.saved_at
       from procedure_drafts d join procedure_versions v on v.id = d.base_version_id
       order by d.saved_at desc limit 200`,
    );
    return {
      items: rows.map((row) => ({
        code: row.code,
        name: row.name,
        begunByName: row.begun_by_name,
        savedByName: row.saved_by_name,
        savedAt: row.saved_at.toISOString(),
      })),
    };
  },
});

export const seeDraft = view({
  name: 'editing.see-draft',
  summary:
    'The draft of a procedure’s next version with its faults and what it changes; without one, the newest version',
  input: Type.Object({ code: ProcedureCode }, closed),
  output: Type.Object({
    code: Type.String(),
    /** 0: nobody has begun one. */
    version: Type.Integer(),
    body: Procedure,
    base: Type.Object({
      versionId: Type.String(),
      procedure: Procedure,
      /** A newer version was made since the draft was begun. */
      outdated: Type.Boolean(),
    }),
    savedByName: Maybe,
    savedAt: Maybe,
    faults: Type.Array(DraftFaultShape),
    lacking: Type.Array(LackingShape),
    differences: Type.Array(Type.Object({ part: Type.String(), text: Type.String() })),
  }),
  async run(tx, _actor, { code }, at) {
    const latest = await latestVersion(tx, code);
    const draft = await findDraft(tx, code);
    const base = (await versionsOf(tx, [code])).find((one) => one.id === draft?.baseVersionId) ?? latest;
    const body = draft?.body ?? { ...latest.procedure };
    const { procedure, faults, lacking } = await judgeDraft(tx, body, legalDay(at));
    return {
      code,
      version: draft?.version ?? 0,
      body,
      base: {
        versionId: base.id,
        procedure: { ...base.procedure },
        outdated: draft !== null && base.id !== latest.id,
      },
      savedByName: draft?.savedByName ?? null,
      savedAt: draft?.savedAt.toISOString() ?? null,
      faults,
      lacking,
      differences: procedure === null ? [] : differences(base.procedure, procedure),
    };
  },
});

/** The draft as a version; refused while its shape is not right. */
async function draftAsVersion(tx: Tx, code: string, today: string): Promise<ProcedureVersion> {
  const draft = await findDraft(tx, code);
  if (draft === null) return (await latestVersion(tx, code)).procedure;
  const { procedure, faults } = await judgeDraft(tx, draft.body, today);
  if (procedure === null)
    throw invalid(
      'procedure-draft.faults',
      ...faults.map((fault) => ({ path: fault.pointer, code: 'procedure-draft.fault', text: fault.text })),
    );
  return procedure;
}

export const previewDraft = view({
  name: 'editing.see-draft',
  summary: 'The draft in the shape of a procedure in force: for the pages that citizens will see',
  input: Type.Object({ code: ProcedureCode }, closed),
  output: Procedure,
  async run(tx, _actor, { code }, at) {
    const procedure = await draftAsVersion(tx, code, legalDay(at));
    const sector = await findSector(tx, procedure.sector);
    return {
      ...procedure,
      versionId: `${code}@draft`,
      sectorName: sector?.name ?? procedure.sector,
      immediate: isImmediate(procedure),
    };
  },
});

const TriedShape = Type.Object({
  bodyName: Type.String(),
  term: Type.Union([Type.Object({ unit: Type.String(), value: Type.Number() }), Type.Null()]),
  receivedAt: Type.String(),
  dueAt: Maybe,
  fee: Type.Integer(),
  steps: Type.Array(
    Type.Object({
      key: Type.String(),
      name: Type.String(),
      act: Type.String(),
      roleName: Type.String(),
      agencyName: Type.String(),
      minutes: Type.Integer(),
      startsAt: Type.String(),
      dueAt: Type.String(),
      /** Why it goes on as it does, where it could go elsewhere. */
      why: Maybe,
      parts: Type.Array(
        Type.Object({ name: Type.String(), agencyName: Type.String(), dueAt: Type.String() }),
      ),
    }),
  ),
});

export const tryProcessView = view({
  name: 'editing.try-process',
  summary:
    'The way of an example dossier through the draft, with the due time of each step by the real calendar',
  input: Type.Object(
    {
      code: ProcedureCode,
      channel: Type.Optional(Type.Enum(['online', 'counter', 'post'] as const)),
      case: Type.Optional(Type.String({ maxLength: 64 })),
      outcome: Type.Optional(Type.Enum(['approved', 'refused'] as const)),
      /** The answers to the form, as a JSON object. */
      answers: Type.Optional(Type.String({ maxLength: 20_000 })),
      /** Where it is handled; the first commune when not said. */
      bodyId: Type.Optional(Type.String({ maxLength: 35 })),
      /** When it is received (ISO 8601); now when not said. */
      at: Type.Optional(Type.String({ maxLength: 40 })),
    },
    closed,
  ),
  output: TriedShape,
  async run(tx, _actor, input, now) {
    const today = legalDay(now);
    const procedure = await draftAsVersion(tx, input.code, today);
    const receivedAt = input.at === undefined ? now : new Date(input.at);
    if (Number.isNaN(receivedAt.getTime()))
      throw invalid('input.invalid', { path: '/at', code: 'date.unreadable' });
    const bodies = await handlingBodies(tx, procedure, today);
    const body = bodies.find((one) => input.bodyId === undefined || one.id === input.bodyId);
    if (body === undefined) throw new Refusal('missing', 'agency.unknown');
    const sector = await findSector(tx, procedure.sector);
    const division = sector?.division ?? 'office';
    const channel = input.channel ?? 'counter';
    const chosen = input.case ?? null;
    const fee = computeFee(procedure, {
      channel,
      case: chosen,
      groups: [],
      copies: 1,
      pages: 1,
      on: legalDay(receivedAt),
    }).total;
    const known = termFor(procedure, { channel, case: chosen });
    const calendar = await loadCalendar(tx, body.centreId, legalDay(receivedAt));
    // Without a term every share is nothing: the way is still worth seeing.
    const term = known ?? { unit: 'working-hour' as const, value: 0 };
    const tried = tryProcess(procedure.process, calendar, term, receivedAt, {
      case: chosen,
      channel,
      answers: readAnswers(input.answers),
      fee,
      outcome: input.outcome ?? null,
    });
    const place = { centreId: body.centreId, competentBodyId: body.id, division };
    const holders = tried.map(({ step }) => ({
      step: holderOfStep(step, place, body.parts),
      parts: (step.parts ?? []).map((part) => holderOfPart(part, place, body.parts)),
    }));
    const names = await findAgenciesById(tx, [
      ...new Set(holders.flatMap((one) => [one.step, ...one.parts])),
    ]);
    const name = (id: string | undefined) => names.get(id ?? '')?.name ?? body.name;
    return {
      bodyName: body.name,
      term: known === null ? null : { unit: known.unit, value: known.value },
      receivedAt: receivedAt.toISOString(),
      dueAt: known === null ? null : dueTime(calendar, term, receivedAt).toISOString(),
      fee,
      steps: tried.map(({ step, startsAt, dueAt, minutes, tookWay, parts }, at) => ({
        key: step.key,
        name: step.name,
        act: step.act,
        roleName: roleName(step.role),
        agencyName: name(holders[at]?.step),
        minutes,
        startsAt: startsAt.toISOString(),
        dueAt: dueAt.toISOString(),
        why: tookWay === null ? null : wayInWords(tookWay, procedure) || 'mọi trường hợp còn lại',
        parts: parts.map((part, number) => ({
          name: part.name,
          agencyName: name(holders[at]?.parts[number]),
          dueAt: part.dueAt.toISOString(),
        })),
      })),
    };
  },
});

function readAnswers(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    const read: unknown = JSON.parse(text);
    if (read !== null && typeof read === 'object' && !Array.isArray(read))
      return read as Record<string, unknown>;
  } catch {
    // not JSON: refused below
  }
  throw invalid('input.invalid', { path: '/answers', code: 'type' });
}

export const seeHistory = view({
  name: 'editing.see-history',
  summary:
    'Every version of a procedure, newest first, with the decision that approved it and what it changed',
  input: Type.Object({ code: ProcedureCode }, closed),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        versionId: Type.String(),
        effectiveFrom: Type.String(),
        effectiveTo: Maybe,
        state: Type.Enum(['ahead', 'in-force', 'ended'] as const),
        provenance: Type.String(),
        decision: Maybe,
        approvedByName: Maybe,
        approvedAt: Maybe,
        differences: Type.Array(Type.String()),
      }),
    ),
  }),
  async run(tx, _actor, { code }, at) {
    const today = legalDay(at);
    const versions = await versionsOf(tx, [code]);
    if (versions.length === 0) throw new Refusal('missing', 'procedure.unknown');
    const approvals = new Map(
      (
        await approvalsOf(
          tx,
          versions.map((one) => one.id),
        )
      ).map((one) => [one.versionId, one]),
    );
    const items = versions.map(({ id, procedure }, place) => {
      const approval = approvals.get(id);
      const before = versions[place - 1]?.procedure;
      const { effectiveFrom, effectiveTo } = procedure;
      return {
        versionId: id,
        effectiveFrom,
        effectiveTo,
        state:
          effectiveFrom > today
            ? ('ahead' as const)
            : effectiveTo !== null && effectiveTo <= today
              ? ('ended' as const)
              : ('in-force' as const),
        provenance: procedure.provenance,
        decision:
          approval === undefined
            ? procedure.decision
            : `${approval.decisionNumber} ngày ${approval.decisionDate.split('-').reverse().join('/')}`,
        approvedByName: approval?.approvedByName ?? null,
        approvedAt: approval?.approvedAt.toISOString() ?? null,
        differences: before === undefined ? [] : differences(before, procedure).map(({ text }) => text),
      };
    });
    return { items: items.reverse() };
  },
});
