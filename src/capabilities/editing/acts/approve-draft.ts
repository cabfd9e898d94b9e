import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { type FieldFault, invalid, Refusal } from '../../../kernel/refusal.ts';
import { legalDay } from '../../calendar/index.ts';
import { contentHash, isDay, lockCatalogue, ProcedureCode, publishVersion } from '../../procedures/index.ts';
import { differences } from '../differences.ts';
import { approvedVersion } from '../draft.ts';
import { judgeDraft, latestVersion } from '../judging.ts';
import { dropDraft, lockSeenDraft, saveApproval } from '../store.ts';

/** Makes the draft the next version, from the day that the decision names. Never one that has a fault. */
export const approveDraft = act({
  name: 'editing.approve-draft',
  summary: 'Approve the draft with a decision: it becomes the version in force from its day',
  input: Type.Object(
    {
      code: ProcedureCode,
      version: Type.Integer({ minimum: 1 }),
      decisionNumber: Type.String({ minLength: 3, maxLength: 80, pattern: '\\S' }),
      decisionDate: Type.String({ maxLength: 10 }),
      effectiveFrom: Type.String({ maxLength: 10 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    versionId: Type.String(),
    effectiveFrom: Type.String(),
    differences: Type.Array(Type.String()),
  }),
  target: nowhere,
  async run(tx, actor, input, _target, now) {
    const { code, decisionDate, effectiveFrom } = input;
    const today = legalDay(now.at);
    await lockCatalogue(tx);
    const draft = await lockSeenDraft(tx, code, input.version);
    if (draft === null) throw new Refusal('conflict', 'procedure-draft.gone');
    const base = await latestVersion(tx, code);
    if (base.id !== draft.baseVersionId)
      throw new Refusal('conflict', 'procedure-draft.base-changed', {
        base: draft.baseVersionId,
        latest: base.id,
      });
    const { procedure, faults } = await judgeDraft(tx, draft.body, today);
    if (procedure === null || faults.length > 0)
      throw invalid(
        'procedure-draft.faults',
        ...faults.map((fault) => ({ path: fault.pointer, code: 'procedure-draft.fault', ...fault })),
      );

    const wrong: FieldFault[] = [];
    if (!isDay(decisionDate)) wrong.push({ path: '/decisionDate', code: 'date.unreadable' });
    else if (decisionDate > today)
      wrong.push({ path: '/decisionDate', code: 'procedure-draft.decision-ahead' });
    if (!isDay(effectiveFrom)) wrong.push({ path: '/effectiveFrom', code: 'date.unreadable' });
    else if (effectiveFrom < today)
      wrong.push({ path: '/effectiveFrom', code: 'procedure-draft.effective-past' });
    else if (effectiveFrom <= base.procedure.effectiveFrom)
      wrong.push({
        path: '/effectiveFrom',
        code: 'procedure-draft.effective-taken',
        from: base.procedure.effectiveFrom,
      });
    else if (base.procedure.effectiveTo !== null && effectiveFrom < base.procedure.effectiveTo)
      wrong.push({
        path: '/effectiveFrom',
        code: 'procedure-draft.effective-taken',
        from: base.procedure.effectiveTo,
      });
    if (wrong.length > 0) throw invalid('input.invalid', ...wrong);

    const number = input.decisionNumber.trim();
    const decision = `${number} ngày ${decisionDate.split('-').reverse().join('/')}`;
    const changed = differences(base.procedure, procedure).map(({ text }) => text);
    if (changed.length === 0) throw new Refusal('conflict', 'procedure-draft.no-change');
    const version = approvedVersion(procedure, base.procedure, { decision, effectiveFrom });
    const versionId = await publishVersion(tx, version, base, `Quyết định ${decision}`, now.at);
    await saveApproval(tx, {
      versionId,
      baseVersionId: base.id,
      decisionNumber: number,
      decisionDate,
      approvedBy: actor.id,
      approvedByName: actor.name,
      approvedAt: now.at,
    });
    await dropDraft(tx, code);
    await now.record({
      subjectKind: 'procedure',
      subjectId: code,
      change: {
        approved: versionId,
        contentHash: contentHash(version),
        decision,
        base: base.id,
        draft: draft.version,
        differences: changed,
      },
    });
    return { versionId, effectiveFrom, differences: changed };
  },
});
