import { Type } from 'typebox';
import { act, type Circumstances } from '../../../kernel/act.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { invalid } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import type { Dossier, PartEnding } from '../dossier.ts';
import { DossierId } from '../filing.ts';
import { type PartPlace, placeOfPart, requireOpen } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';
import { takePapers } from './receive-dossier.ts';

export const PartId = Type.String({ minLength: 1, maxLength: 60 });
export const PartMade = Type.Object({ id: Type.String(), version: Type.Integer() });

/**
 * The part, with its dossier locked. The version is not asked for: answers of several agencies do not hinder each
 * other, and whether the part is still open is what matters.
 */
export async function lockPart(
  tx: Tx,
  input: { id: string; part: string },
  side: 'asked' | 'asking',
): Promise<PartPlace> {
  return placeOfPart(await lockDossier(tx, input.id, null), input.part, side);
}

/** Ends a part and tells the other side. */
export async function endPart(
  tx: Tx,
  { dossier, part }: PartPlace,
  ended: { ending: PartEnding; answer: string; paperIds?: string[] },
  actor: Actor,
  act: string,
  now: Circumstances,
): Promise<Dossier> {
  requireOpen(part);
  const after = await change(
    tx,
    dossier.id,
    dossier,
    {
      ...madeBy(actor, act, now),
      type: 'part-ended',
      id: part.id,
      ending: ended.ending,
      answer: ended.answer,
      paperIds: ended.paperIds ?? [],
    },
    now,
  );
  const byAsked = ended.ending === 'answered' || ended.ending === 'declined';
  await now.send({
    channel: 'portal',
    to: byAsked ? part.askedBy : `agency:${part.agencyId}`,
    subject: { kind: 'dossier', id: dossier.id },
    body: { event: `consultation-${ended.ending}`, part: part.id, text: ended.answer },
  });
  return after;
}

export const answerConsultation = act({
  name: 'dossiers.answer-consultation',
  summary: 'Answer what one’s agency is asked about a dossier, in words and with papers.',
  input: Type.Object(
    {
      id: DossierId,
      part: PartId,
      answer: Type.String({ minLength: 2, maxLength: 10_000 }),
      paperIds: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20 })),
    },
    { additionalProperties: false },
  ),
  output: PartMade,
  target: (tx, input) => lockPart(tx, input, 'asked'),
  async run(tx, actor, input, target, now) {
    requireOpen(target.part);
    const paperIds = input.paperIds ?? [];
    // Its own papers, never some of the dossier's: naming those here would open them to who was not shown them.
    const held = new Set(target.dossier.components.flatMap((component) => component.paperIds));
    if (paperIds.some((id) => held.has(id)))
      throw invalid('input.invalid', { path: '/paperIds', code: 'paper.not-yours' });
    await takePapers(tx, [{ key: 'answer', paperIds, originals: 0, copies: 0 }], target.dossier.id, actor);
    const ended = { ending: 'answered' as const, answer: input.answer.trim(), paperIds };
    const after = await endPart(tx, target, ended, actor, this.name, now);
    return { id: after.id, version: after.version };
  },
});
