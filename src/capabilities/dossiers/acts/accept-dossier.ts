import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { legalDay } from '../../calendar/index.ts';
import { getVersion } from '../../procedures/index.ts';
import { DossierId, faultsOfFiling, refuseFaults, SeenVersion, TermInput } from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { receipt } from '../receipt.ts';
import { change, lockDossier } from '../store.ts';
import { passAutomatic } from './complete-step.ts';
import { beginLinks, linkedStep } from './end-outside-link.ts';

export const acceptDossier = act({
  name: 'dossiers.accept-dossier',
  summary: 'Receive a dossier that was filed online: it gets its code and its due time.',
  input: Type.Object(
    { id: DossierId, version: SeenVersion, term: Type.Optional(TermInput) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    id: Type.String(),
    version: Type.Integer(),
    code: Type.String(),
    dueAt: Type.String(),
  }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'receiving'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'submitted');
    const version = await getVersion(tx, dossier.procedureVersionId);
    if (version === null) throw new Refusal('missing', 'procedure.unknown');
    // Filed online it was whole; begun at the counter it lacked something, and must be whole now.
    if (dossier.channel !== 'online')
      refuseFaults(faultsOfFiling(version.procedure, { ...dossier, today: legalDay(now.at) }));
    const made = await receipt(tx, dossier, version.procedure, input.term ?? null, actor, now);
    const received = await change(
      tx,
      dossier.id,
      dossier,
      { ...made, ...linkedStep(version.procedure, dossier.centreId, now.at), act: this.name },
      now,
    );
    const passed = await passAutomatic(tx, received, version.procedure, now);
    const after = await beginLinks(tx, passed, version.procedure, now);
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'received', code: made.code, dueAt: made.dueAt },
    });
    return { id: after.id, version: after.version, code: made.code, dueAt: made.dueAt };
  },
});
