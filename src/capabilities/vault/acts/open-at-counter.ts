import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { findPerson, isTaxCode, normaliseDigits, readPersonalId } from '../../people/index.ts';
import { getVersion } from '../../procedures/index.ts';
import { Offers, offered } from '../offers.ts';
import { noteOpening } from '../store.ts';

/** How long a receptionist may see and take what lies in a vault that was opened with the applicant there. */
const OPEN_HOURS = 4;

/**
 * Opens an applicant's vault at the counter. The applicant is there and consents; whose it is learns who opened it,
 * where, when and for what. Without it no official sees a paper of the vault but those of a dossier they may see.
 */
export const openAtCounter = act({
  name: 'vault.open-at-counter',
  summary:
    "Open an applicant's vault at the counter, with their consent, and see what serves for this filing.",
  input: Type.Object(
    {
      personalId: Type.Optional(Type.Union([Type.String({ maxLength: 30 }), Type.Null()])),
      taxCode: Type.Optional(Type.Union([Type.String({ maxLength: 30 }), Type.Null()])),
      procedureVersionId: Type.String({ maxLength: 60 }),
      channel: Type.Enum(['counter', 'post'] as const),
      case: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
      /** Said by the receptionist: the applicant stands here and agrees. */
      consent: Type.Literal(true),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ offers: Offers, until: Type.Union([Type.String(), Type.Null()]) }),
  target: async (_tx, _input, actor) => {
    const duty =
      actor.kind === 'official' ? actor.duties.find((one) => one.role === 'receptionist') : undefined;
    return { bodyIds: duty === undefined ? [] : [duty.bodyId], role: 'receptionist' };
  },
  async run(tx, actor, input, _target, now) {
    const version = await getVersion(tx, input.procedureVersionId);
    if (version === null) throw new Refusal('missing', 'procedure.unknown');
    const { personalId, taxCode } = input;
    if (personalId ? readPersonalId(personalId) === null : !taxCode || !isTaxCode(taxCode))
      throw invalid('input.invalid', {
        path: personalId ? '/personalId' : '/taxCode',
        code: personalId ? 'personal-id.structure' : 'tax-code.structure',
      });
    const person = await findPerson(
      tx,
      personalId ? { personalId: normaliseDigits(personalId) } : { taxCode: normaliseDigits(taxCode ?? '') },
    );
    const duty =
      actor.kind === 'official' ? actor.duties.find((one) => one.role === 'receptionist') : undefined;
    if (person === null || duty === undefined) return { offers: [], until: null };
    const until = new Date(now.at.getTime() + OPEN_HOURS * 3_600_000).toISOString();
    await noteOpening(tx, {
      personId: person.id,
      officialId: actor.id,
      officialName: actor.name,
      agencyId: duty.agencyId,
      procedureName: version.procedure.name,
      openedAt: now.at.toISOString(),
      until,
    });
    await now.record({
      subjectKind: 'person',
      subjectId: person.id,
      onBehalfOf: person.id,
      change: { type: 'vault-opened', procedureCode: version.procedure.code, agencyId: duty.agencyId, until },
      bodyIds: [duty.bodyId],
    });
    const filing = { channel: input.channel, case: input.case ?? null };
    return { offers: await offered(tx, person.id, version.procedure, filing, now.at), until };
  },
});
