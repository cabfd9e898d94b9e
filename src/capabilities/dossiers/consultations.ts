import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import { legalDay, loadCalendar } from '../calendar/index.ts';
import { papersOf } from '../papers/index.ts';
import { getVersion } from '../procedures/index.ts';
import { findAgenciesById } from '../units/index.ts';
import { type Dossier, isOpen, type PartVisit } from './dossier.ts';
import { LatenessShape, latenessShown, Maybe } from './lateness-shown.ts';
import { scopeOf } from './scope.ts';
import { getDossier } from './store.ts';

/** What an asked agency sees of a dossier: the question and what it needs to answer, nothing else. */

const MINE = `(p.body_id = any($1::text[]) or p.agency_id = any($2::text[]))`;

function mine(actor: Actor): unknown[] {
  const { bodyIds, divisionIds } = scopeOf(actor, 'dossiers.list-consultations');
  return [bodyIds, divisionIds];
}

const ConsultationRow = Type.Object({
  dossierId: Type.String(),
  part: Type.String(),
  code: Maybe,
  procedureName: Type.String(),
  applicantName: Type.String(),
  question: Type.String(),
  askedAt: Type.String(),
  askedByName: Type.String(),
  askedFromName: Type.String(),
  agencyName: Type.String(),
  dueAt: Maybe,
  lateness: LatenessShape,
  reminded: Type.Integer(),
  endedAt: Maybe,
  ending: Maybe,
});

async function rowsOf(tx: Tx, found: { dossier: Dossier; part: PartVisit }[], at: Date) {
  const calendar = await loadCalendar(tx, null, legalDay(at));
  const agencies = await findAgenciesById(tx, [
    ...new Set(found.flatMap(({ part }) => [part.askedFrom, part.agencyId])),
  ]);
  const name = (id: string) => agencies.get(id)?.name ?? id;
  return found.map(({ dossier, part }) => ({
    dossierId: dossier.id,
    part: part.id,
    code: dossier.code,
    procedureName: dossier.procedureName,
    applicantName: dossier.applicantName,
    question: part.question,
    askedAt: part.askedAt,
    askedByName: part.askedByName,
    askedFromName: name(part.askedFrom),
    agencyName: name(part.agencyId),
    dueAt: part.dueAt,
    lateness: part.endedAt === null ? latenessShown(part.dueAt, calendar, at) : null,
    reminded: part.remindedAt.length,
    endedAt: part.endedAt,
    ending: part.ending,
  }));
}

/** How many questions wait for an answer of this official's agencies, and how many of them are late. */
export async function countConsultations(
  tx: Tx,
  actor: Actor,
  at: Date,
): Promise<{ count: number; late: number }> {
  const { rows } = await tx.query<{ count: number; late: number }>(
    `select count(*) as count, count(*) filter (where p.due_at < date_trunc('minute', $3::timestamptz)) as late
     from dossier_parts p where ${MINE} and p.ended_at is null`,
    [...mine(actor), at],
  );
  return rows[0] ?? { count: 0, late: 0 };
}

export const listConsultations = view({
  name: 'dossiers.list-consultations',
  summary:
    'What one’s agency is asked about dossiers of others: waiting by deadline, or answered, newest first.',
  input: Type.Object(
    {
      ended: Type.Optional(Type.Boolean()),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ items: Type.Array(ConsultationRow), total: Type.Integer() }),
  async run(tx, actor, input, at) {
    const ended = input.ended === true;
    const where = `${MINE} and p.ended_at is ${ended ? 'not null' : 'null'}`;
    const { rows: counted } = await tx.query<{ count: number }>(
      `select count(*) as count from dossier_parts p where ${where}`,
      mine(actor),
    );
    const { rows } = await tx.query<{ id: string; body: Dossier }>(
      `select p.id, d.body from dossier_parts p join dossiers d on d.id = p.dossier_id where ${where}
       order by ${ended ? 'p.ended_at desc' : 'p.due_at'}, p.id limit $3`,
      [...mine(actor), input.limit ?? 100],
    );
    const found = rows.flatMap(({ id, body }) => {
      const part = body.parts.find((one) => one.id === id);
      return part === undefined ? [] : [{ dossier: body, part }];
    });
    return { items: await rowsOf(tx, found, at), total: counted[0]?.count ?? 0 };
  },
});

/** The part, when this official's agency was asked; to anybody else it does not exist. */
async function partForAsked(
  tx: Tx,
  actor: Actor,
  dossierId: string,
  partId: string | null,
): Promise<{ dossier: Dossier; parts: PartVisit[] }> {
  const { rows } = await tx.query<{ id: string }>(
    `select p.id from dossier_parts p where ${MINE} and p.dossier_id = $3 and ($4::text is null or p.id = $4)`,
    [...mine(actor), dossierId, partId],
  );
  const ids = new Set(rows.map((row) => row.id));
  const dossier = ids.size === 0 ? null : await getDossier(tx, dossierId);
  if (dossier === null) throw new Refusal('missing', 'consultation.unknown');
  return { dossier, parts: dossier.parts.filter((part) => ids.has(part.id)) };
}

export const seeConsultation = view({
  name: 'dossiers.see-consultation',
  summary: 'One question about a dossier, with what is needed to answer it; once answered, the answer only.',
  input: Type.Object(
    { id: Type.String({ maxLength: 60 }), part: Type.String({ maxLength: 60 }) },
    { additionalProperties: false },
  ),
  output: Type.Unsafe<Record<string, unknown>>(Type.Object({}, { additionalProperties: true })),
  async run(tx, actor, input, at) {
    const { dossier, parts } = await partForAsked(tx, actor, input.id, input.part);
    const part = parts[0];
    const version = await getVersion(tx, dossier.procedureVersionId);
    if (part === undefined || version === null) throw new Refusal('missing', 'consultation.unknown');
    const [row] = await rowsOf(tx, [{ dossier, part }], at);
    const papers = new Map((await papersOf(tx, dossier.id)).map((paper) => [paper.id, paper]));
    const shown = (ids: string[]) =>
      ids.flatMap((id) => {
        const paper = papers.get(id);
        return paper === undefined
          ? []
          : [{ paperId: paper.id, name: paper.name, type: paper.type, size: paper.size }];
      });
    const open = part.endedAt === null;
    return {
      ...row,
      open,
      applicantId: dossier.applicantId,
      dossierOpen: isOpen(dossier),
      // What was needed to answer is shown while it is needed.
      form: open ? dossier.form : null,
      formSchema: open ? version.procedure.form : null,
      requestText: open ? dossier.requestText : null,
      papers: open ? shown(part.sharedPaperIds) : [],
      answer: part.answer,
      answeredByName: part.answeredByName,
      answerPapers: shown(part.paperIds),
    };
  },
  look: (output, input) => ({ personIds: [String(output.applicantId)], dossierId: input.id }),
});

/** Whether a paper of a dossier was shown to this official's agency: what it is asked about now, or what it answered. */
export async function mayReadAsAsked(
  tx: Tx,
  actor: Actor,
  dossierId: string,
  paperId: string,
): Promise<boolean> {
  if (actor.kind !== 'official') return false;
  try {
    const { parts } = await partForAsked(tx, actor, dossierId, null);
    return parts.some(
      (part) =>
        part.paperIds.includes(paperId) || (part.endedAt === null && part.sharedPaperIds.includes(paperId)),
    );
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
