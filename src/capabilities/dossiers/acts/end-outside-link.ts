import { randomBytes, randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act, type Circumstances } from '../../../kernel/act.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { endClock, legalDay } from '../../calendar/index.ts';
import { getVersion, type Link, type ProcedureVersion, versionInForce } from '../../procedures/index.ts';
import { trackingCode } from '../code.ts';
import { competentBody } from '../competent-body.ts';
import type { Dossier, Filing, HandedIn, LinkVisit, StepVisit } from '../dossier.ts';
import { DossierId, readComponents } from '../filing.ts';
import { allEnded, dropped, LINKED_STEP, linksOf, linksReady, outcomeOf, outcomeOfPart } from '../linked.ts';
import { placeOf, requireState } from '../place.ts';
import { receipt } from '../receipt.ts';
import { change, divisionOfSector, lockDossier, madeBy } from '../store.ts';
import { arrivalAt, passAutomatic } from './complete-step.ts';

const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };

/** Where a linked procedure's dossier stays from its receipt until everything it stands for has ended. */
function linkedVisit(centreId: string, at: Date): StepVisit {
  return {
    key: LINKED_STEP,
    name: 'Các thủ tục liên thông đang giải quyết',
    role: 'system',
    agencyId: centreId,
    officialId: null,
    officialName: null,
    startedAt: at.toISOString(),
    dueAt: null,
    endedAt: null,
  };
}

/** Where its dossier goes at receipt: not to the first step of a process, but to wait for what it stands for. */
export function linkedStep(procedure: ProcedureVersion, centreId: string, at: Date): { step?: StepVisit } {
  return procedure.links === undefined ? {} : { step: linkedVisit(centreId, at) };
}

/** After the receipt of a linked procedure's dossier: makes the dossiers whose turn it is. Others are left as they are. */
export async function beginLinks(
  tx: Tx,
  dossier: Dossier,
  procedure: ProcedureVersion,
  now: Circumstances,
): Promise<Dossier> {
  if (procedure.links === undefined) return dossier;
  return advance(tx, dossier, linksOf(procedure.links), procedure, now, null);
}

/** A dossier that was made for a link has ended: the dossier that was filed goes on. */
export async function partEnded(tx: Tx, part: Dossier, now: Circumstances): Promise<void> {
  const outcome = outcomeOfPart(part);
  if (part.linkedTo === undefined || outcome === null) return;
  const { dossierId, key } = part.linkedTo;
  const parent = await lockDossier(tx, dossierId, null);
  if (parent.endedAt !== null || parent.links === undefined) return;
  const links = parent.links.map((link) =>
    link.key === key ? { ...link, endedAt: part.endedAt, outcome, result: part.result } : link,
  );
  await advance(tx, parent, links, await procedureOf(tx, parent), now, null);
}

async function procedureOf(tx: Tx, dossier: Dossier): Promise<ProcedureVersion> {
  const version = await getVersion(tx, dossier.procedureVersionId);
  if (version === null) throw new Refusal('missing', 'procedure.unknown');
  return version.procedure;
}

/** Drops what cannot come any more, begins what can, and when nothing is left resolves the whole. */
async function advance(
  tx: Tx,
  parent: Dossier,
  changed: LinkVisit[],
  procedure: ProcedureVersion,
  now: Circumstances,
  note: string | null,
): Promise<Dossier> {
  const at = now.at.toISOString();
  let links = dropped(changed, at);
  const begun: string[] = [];
  for (let ready = linksReady(links); ready.length > 0; ready = linksReady(links)) {
    for (const link of ready) {
      const definition = procedure.links?.find((one) => one.key === link.key);
      if (definition === undefined) throw new Error(`procedure ${procedure.code} has no link ${link.key}`);
      const opened = await openLink(tx, parent, link, definition, links, now);
      links = links.map((one) => (one.key === link.key ? opened : one));
      begun.push(link.name);
    }
    links = dropped(links, at);
  }
  const told = [note, begun.length === 0 ? null : `Bắt đầu: ${begun.join('; ')}`].filter(
    (text) => text !== null,
  );
  const after = await change(
    tx,
    parent.id,
    parent,
    {
      ...madeBy(SYSTEM, 'dossiers.advance-links', now),
      type: 'links-changed',
      links,
      note: told.length === 0 ? null : told.join('. '),
    },
    now,
  );
  return allEnded(links) ? resolve(tx, after, links, procedure, now) : after;
}

/** Begins one: makes its dossier with what the applicant gave once and the results that go on to it. */
async function openLink(
  tx: Tx,
  parent: Dossier,
  link: LinkVisit,
  definition: Link,
  links: readonly LinkVisit[],
  now: Circumstances,
): Promise<LinkVisit> {
  const openedAt = now.at.toISOString();
  if (definition.procedure === undefined) return { ...link, openedAt };
  const today = legalDay(now.at);
  const version = await versionInForce(tx, definition.procedure, today);
  // Abolished meanwhile: it cannot be done, which is told like any other ending without a result.
  if (version === null) return { ...link, openedAt, endedAt: openedAt, outcome: 'stopped' };
  const { procedure } = version;
  const named = procedure.level === 'commune' ? parent.competentBodyId : undefined;
  const body = await competentBody(tx, procedure, named, parent.receivingBodyId, today);
  const asked = new Set(Object.keys(procedure.form.properties));
  const brought = (definition.brings ?? []).flatMap(({ from, as }): HandedIn[] => {
    const result = links.find((one) => one.key === from)?.result;
    return result === null || result === undefined
      ? []
      : [{ key: as, paperIds: result.paperId === null ? [] : [result.paperId], originals: 1, copies: 0 }];
  });
  const filing: Filing = {
    ...filingOf(parent),
    trackingCode: trackingCode(randomBytes(12)),
    procedureCode: procedure.code,
    procedureName: procedure.name,
    procedureVersionId: version.id,
    sector: procedure.sector,
    division: await divisionOfSector(tx, procedure.sector),
    competentBodyId: body.id,
    case: definition.case ?? null,
    form: Object.fromEntries(Object.entries(parent.form).filter(([key]) => asked.has(key))),
    components: readComponents([
      { key: 'other', paperIds: parent.components.flatMap((one) => one.paperIds), originals: 0, copies: 0 },
      ...brought,
    ]),
    fees: { lines: [], total: 0 },
    submittedAt: openedAt,
  };
  const id = randomUUID();
  const act = 'dossiers.advance-links';
  const filed = await change(
    tx,
    id,
    null,
    {
      ...madeBy(SYSTEM, act, now),
      type: 'filed',
      filing,
      linkedTo: { dossierId: parent.id, key: link.key },
    },
    now,
  );
  const made = await receipt(tx, filed, procedure, parent.term, SYSTEM, now);
  const received = await change(tx, id, filed, { ...made, act }, now);
  await passAutomatic(tx, received, procedure, now);
  return { ...link, dossierId: id, code: made.code, bodyId: body.id, openedAt };
}

/** What was filed, without what happened since. */
function filingOf(parent: Dossier): Filing {
  const {
    trackingCode: code,
    channel,
    procedureCode,
    procedureName,
    procedureVersionId,
    sector,
    division,
    receivingBodyId,
    centreId,
    competentBodyId,
    applicantId,
    applicantName,
    representative,
    filedBy,
    groups,
    form,
    components,
    returnBy,
    contact,
    postTracking,
    requestText,
    fees,
    submittedAt,
  } = parent;
  return {
    trackingCode: code,
    channel,
    procedureCode,
    procedureName,
    procedureVersionId,
    sector,
    division,
    receivingBodyId,
    centreId,
    competentBodyId,
    applicantId,
    applicantName,
    representative,
    filedBy,
    case: null,
    form,
    groups,
    components,
    returnBy,
    contact,
    postTracking,
    requestText,
    fees,
    submittedAt,
  };
}

/** Everything has ended: the whole waits to be handed over, once. */
async function resolve(
  tx: Tx,
  parent: Dossier,
  links: readonly LinkVisit[],
  procedure: ProcedureVersion,
  now: Circumstances,
): Promise<Dossier> {
  const outcome = outcomeOf(links);
  const given = links.filter((link) => link.outcome === 'approved');
  const failed = links.filter((link) => link.outcome !== 'approved');
  const hand = procedure.process.steps.find((step) => step.act === 'return') ?? null;
  const after = await change(
    tx,
    parent.id,
    parent,
    {
      ...madeBy(SYSTEM, 'dossiers.advance-links', now),
      type: 'linked-resolved',
      outcome,
      reason: failed.length === 0 ? null : `Chưa có kết quả: ${failed.map((link) => link.name).join('; ')}`,
      result: {
        number: given.flatMap((link) => link.result?.number ?? []).join('; ') || (parent.code ?? ''),
        date: legalDay(now.at),
        name:
          given.length === 0
            ? 'Thông báo kết quả giải quyết liên thông'
            : given.map((link) => link.result?.name ?? link.name).join('; '),
        paperId: null,
      },
      clock: endClock(parent.clock, now.at),
      next: hand === null ? null : await arrivalAt(tx, parent, procedure, hand, now),
    },
    now,
  );
  await now.send({
    channel: 'portal',
    to: after.applicantId,
    subject: { kind: 'dossier', id: after.id },
    body: { event: 'resolved', outcome, number: after.result?.number ?? null },
  });
  return after;
}

/** The whole is withdrawn: what is still open of it is withdrawn with it, and the rest never has its turn. */
export async function withdrawParts(
  tx: Tx,
  parent: Dossier,
  reason: string,
  actor: Actor,
  act: string,
  now: Circumstances,
): Promise<Dossier> {
  if (parent.links === undefined) return parent;
  const at = now.at.toISOString();
  const links: LinkVisit[] = [];
  for (const link of parent.links) {
    if (link.endedAt !== null) {
      links.push(link);
      continue;
    }
    const part = link.dossierId === null ? null : await lockDossier(tx, link.dossierId, null);
    if (part !== null && part.outcome === null && part.endedAt === null)
      await change(
        tx,
        part.id,
        part,
        { ...madeBy(actor, act, now), type: 'withdrawn', reason, clock: endClock(part.clock, now.at) },
        now,
      );
    links.push({ ...link, endedAt: at, outcome: link.openedAt === null ? 'dropped' : 'withdrawn' });
  }
  return change(
    tx,
    parent.id,
    parent,
    {
      ...madeBy(actor, act, now),
      type: 'links-changed',
      links,
      note: 'Rút cả các thủ tục liên thông chưa xong',
    },
    now,
  );
}

/** The whole was handed over: the results of its parts were handed over with it. */
export async function returnParts(
  tx: Tx,
  parent: Dossier,
  actor: Actor,
  act: string,
  now: Circumstances,
): Promise<void> {
  const returned = parent.returned;
  if (parent.links === undefined || returned === null) return;
  for (const link of parent.links) {
    const part = link.dossierId === null ? null : await lockDossier(tx, link.dossierId, null);
    if (part?.state === 'resolved')
      await change(tx, part.id, part, { ...madeBy(actor, act, now), type: 'returned', returned }, now);
  }
}

export const endOutsideLink = act({
  name: 'dossiers.end-outside-link',
  summary: 'Note what came of a linked procedure that is done outside this system.',
  input: Type.Object(
    {
      id: DossierId,
      /** The link. */
      key: Type.String({ maxLength: 64 }),
      outcome: Type.Enum(['approved', 'refused'] as const),
      number: Type.Optional(Type.Union([Type.String({ maxLength: 100 }), Type.Null()])),
      note: Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()])),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, null), 'receiving'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'in-progress', 'received');
    const link = dossier.links?.find((one) => one.key === input.key);
    if (link === undefined || link.outside === null)
      throw invalid('input.invalid', { path: '/key', code: 'linked.not-outside' });
    if (link.openedAt === null || link.endedAt !== null)
      throw new Refusal('conflict', 'linked.not-its-turn', { name: link.name });
    const at = now.at.toISOString();
    const number = input.number?.trim() || null;
    const ended: LinkVisit = {
      ...link,
      endedAt: at,
      outcome: input.outcome,
      result:
        input.outcome === 'approved'
          ? { number: number ?? 'không có số', date: legalDay(now.at), name: link.name, paperId: null }
          : null,
    };
    const words = `${link.name} (${link.outside}): ${input.outcome === 'approved' ? 'đã có kết quả' : 'không giải quyết'}${input.note ? `, ${input.note.trim()}` : ''}; ${actor.name} ghi`;
    const after = await advance(
      tx,
      dossier,
      (dossier.links ?? []).map((one) => (one.key === link.key ? ended : one)),
      await procedureOf(tx, dossier),
      now,
      words,
    );
    return { id: after.id, version: after.version };
  },
});
