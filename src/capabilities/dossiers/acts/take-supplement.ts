import { Type } from 'typebox';
import { act, type Circumstances } from '../../../kernel/act.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { legalDay, loadCalendar, restartFromZero } from '../../calendar/index.ts';
import { faultsOfAnswers, getVersion, tidyAnswers } from '../../procedures/index.ts';
import { circumstanceOf, dueOf, sharesOf, visit } from '../course.ts';
import type { Dossier, HandedIn } from '../dossier.ts';
import { DossierId, FormInput, HandedInInput, readComponents, refuseFaults, SeenVersion } from '../filing.ts';
import { type DossierPlace, placeOf, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';
import { takeChosen } from '../vaulting.ts';
import { takePapers } from './receive-dossier.ts';

/** What was handed in before, and what comes now on top of it. */
function joined(before: HandedIn[], added: HandedIn[]): HandedIn[] {
  return readComponents([...before, ...added]);
}

/** The supplement arrives: papers join the earlier ones, and a received dossier's clock restarts from zero. */
export async function supplement(
  tx: Tx,
  dossier: Dossier,
  input: { components: HandedIn[]; form: Record<string, unknown> | null },
  actor: Actor,
  act: string,
  now: Circumstances,
): Promise<Dossier> {
  requireState(dossier, 'awaiting-supplement');
  const version = await getVersion(tx, dossier.procedureVersionId);
  if (version === null) throw new Refusal('missing', 'procedure.unknown');
  const today = legalDay(now.at);
  const procedure = version.procedure;
  if (input.form !== null) refuseFaults(faultsOfAnswers(procedure.form, input.form, { today, at: '/form' }));
  refuseFaults(
    input.components.flatMap((one, place) =>
      procedure.components.some((component) => component.key === one.key) || one.key === 'other'
        ? []
        : [{ path: `/components/${place}`, code: 'dossier.component-unknown' }],
    ),
  );
  const brought = input.components.some((one) => one.paperIds.length + one.originals + one.copies > 0);
  if (!brought && input.form === null) refuseFaults([{ path: '/components', code: 'required' }]);
  const into = { personId: dossier.applicantId, dossierId: dossier.id, procedureName: procedure.name };
  await takeChosen(tx, input.components, into, actor, now);
  await takePapers(tx, input.components, dossier.id, actor);
  const received = dossier.receivedAt !== null && dossier.term !== null;
  const calendar = await loadCalendar(tx, dossier.centreId, today);
  const clock = received ? restartFromZero(dossier.clock, now.at) : dossier.clock;
  const term = dossier.term;
  let step = null;
  if (received && term !== null && dossier.step !== null) {
    const definition = procedure.process.steps.find((one) => one.key === dossier.step?.key);
    if (definition !== undefined)
      step = visit(
        definition,
        dossier.step,
        sharesOf(procedure.process, calendar, term, now.at, circumstanceOf(dossier)).get(definition.key) ?? 0,
        calendar,
        now.at,
      );
  }
  const after = await change(
    tx,
    dossier.id,
    dossier,
    {
      ...madeBy(actor, act, now),
      type: 'supplemented',
      components: joined(dossier.components, input.components),
      form: input.form === null ? null : tidyAnswers(procedure.form, input.form),
      clock,
      dueAt: received && term !== null ? dueOf(calendar, term, clock) : null,
      step,
    },
    now,
  );
  await now.send({
    channel: 'portal',
    to: after.applicantId,
    subject: { kind: 'dossier', id: after.id },
    body: { event: 'supplemented', dueAt: after.dueAt },
  });
  return after;
}

const Output = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  dueAt: Type.Union([Type.String(), Type.Null()]),
});
const Input = Type.Object(
  {
    id: DossierId,
    version: SeenVersion,
    components: HandedInInput,
    form: Type.Optional(Type.Union([FormInput, Type.Null()])),
  },
  { additionalProperties: false },
);

export const takeSupplement = act({
  name: 'dossiers.take-supplement',
  summary: 'Take a supplement in at the counter; the clock restarts from zero.',
  input: Input,
  output: Output,
  target: async (tx, input): Promise<DossierPlace> =>
    placeOf(await lockDossier(tx, input.id, input.version), 'either'),
  async run(tx, actor, input, { dossier }, now) {
    const given = { components: readComponents(input.components), form: input.form ?? null };
    const after = await supplement(tx, dossier, given, actor, this.name, now);
    return { id: after.id, version: after.version, dueAt: after.dueAt };
  },
});

export { Input as SupplementInput, Output as SupplementOutput };
