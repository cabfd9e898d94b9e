import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { legalDay } from '../../calendar/index.ts';
import { ProcedureCode } from '../../procedures/index.ts';
import { DraftFaultShape, LackingShape } from '../draft.ts';
import { judgeDraft, latestVersion } from '../judging.ts';
import { lockSeenDraft, saveDraft as write } from '../store.ts';

/** In characters of JSON: the longest shipped procedure has a tenth of it. */
const LONGEST = 400_000;

/** A draft is saved as it is typed, right or not; what is wrong with it comes back with the answer. */
export const saveDraft = act({
  name: 'editing.save-draft',
  summary: 'Save the draft of a procedure’s next version; whoever saves must have seen the last save',
  input: Type.Object(
    {
      code: ProcedureCode,
      /** The save that was seen; 0 when there was no draft. */
      version: Type.Integer({ minimum: 0 }),
      body: Type.Record(Type.String({ maxLength: 64 }), Type.Unknown()),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    version: Type.Integer(),
    faults: Type.Array(DraftFaultShape),
    lacking: Type.Array(LackingShape),
  }),
  target: nowhere,
  async run(tx, actor, { code, version, body }, _target, now) {
    if (JSON.stringify(body).length > LONGEST) throw new Refusal('too-large', 'procedure-draft.too-large');
    const before = await lockSeenDraft(tx, code, version);
    const base = await latestVersion(tx, code);
    const kept = { ...body, code, effectiveFrom: base.procedure.effectiveFrom, effectiveTo: null };
    const draft = { code, baseVersionId: before?.baseVersionId ?? base.id, version: version + 1, body: kept };
    if (!(await write(tx, draft, actor, now.at))) await lockSeenDraft(tx, code, version);
    await now.record({
      subjectKind: 'procedure',
      subjectId: code,
      change: {
        draftSaved: draft.version,
        base: draft.baseVersionId,
        // What somebody else had saved and is now replaced can be had back from here.
        ...(before === null || before.savedBy === actor.id
          ? {}
          : { replaced: { by: before.savedBy, version: before.version, body: before.body } }),
      },
    });
    const { faults, lacking } = await judgeDraft(tx, kept, legalDay(now.at));
    return { version: draft.version, faults, lacking };
  },
});
