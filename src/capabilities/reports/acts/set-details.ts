import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { isDay } from '../../procedures/index.ts';
import { freezeIfDue } from '../count.ts';
import type { Report } from '../report.ts';
import { findReport, saveDetails } from '../store.ts';

const Line = (most: number) => Type.String({ maxLength: most });

/** What stands around the text: number, day, signer, recipients, subject. */
export const setDetails = act({
  name: 'reports.set-details',
  summary: "Set a report's number, day, signer, recipients and subject.",
  input: Type.Object(
    {
      id: Line(60),
      /** The version that was read. */
      version: Type.Integer({ minimum: 1 }),
      details: Type.Object(
        {
          number: Type.String({ maxLength: 20, pattern: '^[0-9A-Za-zĐđ./-]*$' }),
          place: Line(100),
          issuedOn: Type.Union([Line(10), Type.Null()]),
          signer: Type.Object(
            { authority: Type.Union([Line(200), Type.Null()]), title: Line(200), name: Line(100) },
            { additionalProperties: false },
          ),
          recipients: Type.Array(Line(300), { maxItems: 40 }),
          subject: Type.String({ minLength: 1, maxLength: 1000 }),
        },
        { additionalProperties: false },
      ),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ version: Type.Integer() }),
  async target(tx, input): Promise<Place & { report: Report }> {
    const report = await findReport(tx, input.id, true);
    if (report === null) throw new Refusal('missing', 'report.unknown');
    return { bodyIds: [report.bodyId], report };
  },
  async run(tx, _actor, input, { report }, { at, record }) {
    if (!report.writable) throw new Refusal('conflict', 'report.handed-in');
    if (input.details.issuedOn !== null && !isDay(input.details.issuedOn))
      throw invalid('input.invalid', { path: '/details/issuedOn', code: 'date.impossible' });
    if (JSON.stringify(input.details) === JSON.stringify(report.details)) return { version: report.version };
    if (input.version !== report.version) throw new Refusal('conflict', 'report.stale');
    const version = report.version + 1;
    await saveDetails(tx, report.id, input.details, version, at);
    const frozen = await freezeIfDue(tx, report, [], at);
    await record({
      subjectKind: 'report',
      subjectId: report.id,
      change: { type: 'details-set', version, details: input.details, frozen },
      bodyIds: [report.bodyId],
    });
    return { version };
  },
});
