import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { invalid } from '../../../kernel/refusal.ts';
import { OFFICE_ERROR_NAMES, type OfficeErrorKind } from '../dossier.ts';
import { DossierId, SeenVersion } from '../filing.ts';
import { placeOf } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';

/**
 * An error or a loss of the office's own is written down where it happened: at which step, with whom, what (Decree
 * 61/2018 art. 21). The applicant is told by the apology, not by this.
 */
export const noteError = act({
  name: 'dossiers.note-error',
  summary: 'Write down an error or a loss of the office’s own on a dossier, and where it happened.',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      kind: Type.Enum(Object.keys(OFFICE_ERROR_NAMES) as OfficeErrorKind[]),
      text: Type.String({ minLength: 3, maxLength: 4000 }),
      /** The step at which it happened; the present or last one when none is named. */
      step: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer(), number: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'either'),
  async run(tx, actor, input, { dossier }, now) {
    const visits = [...dossier.steps, ...(dossier.step === null ? [] : [dossier.step])];
    const named = input.step ?? null;
    const where = named === null ? visits.at(-1) : visits.findLast((visit) => visit.key === named);
    if (named !== null && where === undefined)
      throw invalid('input.invalid', { path: '/step', code: 'dossier.step-unknown' });
    const after = await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, this.name, now),
        type: 'error-noted',
        kind: input.kind,
        text: input.text.trim(),
        agencyId: where?.agencyId ?? dossier.centreId,
        officialName: where?.officialName ?? null,
      },
      now,
    );
    return { id: after.id, version: after.version, number: after.errors?.length ?? 0 };
  },
});
