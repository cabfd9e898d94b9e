import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { instantOf, legalDay } from '../../calendar/index.ts';
import { type CutOff, lastDayOf, PERIODS_A_YEAR, type PeriodKind, periodOf } from '../../figures/index.ts';
import { type Agency, findAgencies, findAgency, findUnit } from '../../units/index.ts';
import { freezeIfDue } from '../count.ts';
import { draftOf, type Outline, withWords } from '../outline.ts';
import { outlinesOn } from '../outlines.ts';
import { type Report, wordsOfReport } from '../report.ts';
import { addSectionVersions, findReport, insertReport } from '../store.ts';

interface Made extends Place {
  body: Agency;
}

/** Begins an agency's report of a period from its outline; where there is one already, it is the one that counts. */
export const makeReport = act({
  name: 'reports.make-report',
  summary: 'Begin the report of an agency for a period from an outline; twice makes one report.',
  input: Type.Object(
    {
      outline: Type.String({ minLength: 1, maxLength: 80 }),
      bodyId: Type.String({ minLength: 1, maxLength: 60 }),
      period: Type.Enum(['month', 'quarter', 'half-year', 'year'] as const),
      year: Type.Integer({ minimum: 2025, maximum: 2100 }),
      number: Type.Integer({ minimum: 1, maximum: 12 }),
      cutOff: Type.Optional(Type.Enum(['reporting', 'calendar'] as const)),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), made: Type.Boolean() }),
  async target(tx, input): Promise<Made> {
    const body = await findAgency(tx, input.bodyId);
    if (body === null) throw new Refusal('missing', 'agency.unknown');
    return { bodyIds: [body.id], body };
  },
  async run(tx, actor, input, { body }, { at, record }) {
    const today = legalDay(at);
    const kind: PeriodKind = input.period;
    if (input.number > PERIODS_A_YEAR[kind])
      throw invalid('input.invalid', { path: '/number', code: 'enum' });
    const found = (code: string, list: Outline[]) => list.find((one) => one.code === code);
    const latest = found(input.outline, await outlinesOn(tx, today));
    const cutOff: CutOff = input.cutOff ?? latest?.cutOff ?? 'reporting';
    const period = periodOf(kind, input.year, input.number, cutOff);
    if (period.from > today) throw new Refusal('invalid', 'report.period-not-begun', { from: period.from });
    // The outline as it held on the last day of the period: last year's report is made by last year's outline.
    const last = lastDayOf(period);
    const [day = today] = [last, today].sort();
    const outline = found(input.outline, await outlinesOn(tx, day)) ?? latest;
    if (outline === undefined) throw new Refusal('missing', 'outline.unknown');
    if (outline.for !== body.kind || !outline.periods.includes(kind))
      throw new Refusal('invalid', 'outline.not-for-this', { name: outline.name });
    const [committee] = await findAgencies(tx, { kind: 'province-committee', limit: 1 }, today);
    const unit = await findUnit(tx, body.unitCode, today);
    const province = committee === undefined ? null : await findUnit(tx, committee.unitCode, today);
    const about = { periodKind: kind, periodYear: input.year, periodNumber: input.number, cutOff, ...period };
    const words = wordsOfReport(about, {
      name: body.name,
      place: unit?.name ?? '',
      province: province?.fullName ?? '',
    });
    const writers = outline.for === 'province-committee' ? await writersIn(tx, outline, today) : new Map();
    const sections = outline.sections.map((section) => {
      const bodyId: string | undefined =
        section.writer === undefined ? undefined : writers.get(section.writer);
      return { ...section, ...(bodyId === undefined ? {} : { bodyId }) };
    });
    const report = {
      id: randomUUID(),
      bodyId: body.id,
      bodyIds: [...new Set([body.id, ...writers.values()])],
      ...about,
      cutOffAt: instantOf(period.to, 0),
      outline: { ...outline, sections },
      details: {
        number: '',
        place: unit?.name ?? '',
        issuedOn: null,
        signer: { ...outline.signature, name: '' },
        recipients: outline.recipients.map((line) => withWords(line, words)),
        subject: withWords(outline.subject, words),
      },
      madeAt: at,
      madeBy: actor.id,
      madeByName: actor.name,
    };
    const answer = await insertReport(tx, report);
    if (!answer.made) return answer;
    const texts = [
      { key: 'opening', text: outline.opening },
      ...outline.sections,
      { key: 'closing', text: outline.closing },
    ];
    await addSectionVersions(
      tx,
      answer.id,
      texts.map(({ key, text }) => ({ key, version: 1, blocks: draftOf(text, words) })),
      actor,
      at,
    );
    const kept = (await findReport(tx, answer.id)) as Report;
    const figures = await freezeIfDue(tx, kept, [], at);
    await record({
      subjectKind: 'report',
      subjectId: answer.id,
      change: { type: 'made', ...report, frozen: figures },
      bodyIds: [body.id],
    });
    return answer;
  },
});

/** The bodies of the province that an outline names as writers of sections: by the beginning of their names. */
async function writersIn(
  tx: Parameters<typeof findAgencies>[0],
  outline: Outline,
  day: string,
): Promise<Map<string, string>> {
  const agencies = [
    ...(await findAgencies(tx, { kind: 'department', limit: 200 }, day)),
    ...(await findAgencies(tx, { kind: 'office', limit: 200 }, day)).filter(
      ({ id, bodyId }) => id === bodyId,
    ),
  ];
  const names = new Set(outline.sections.flatMap(({ writer }) => (writer === undefined ? [] : [writer])));
  return new Map(
    [...names].flatMap((name) => {
      const found = agencies.find((agency) => agency.name.startsWith(name));
      return found === undefined ? [] : [[name, found.id] as const];
    }),
  );
}
