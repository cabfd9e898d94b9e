import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { freezeIfDue } from '../count.ts';
import type { Report } from '../report.ts';
import { currentSections, findReport } from '../store.ts';
import { figuresIn } from '../text.ts';

/** After the cut-off the figures of a report stand still, whatever is corrected later. Twice is the same as once. */
export const freezeFigures = act({
  name: 'reports.freeze-figures',
  summary: 'Keep the figures of a report whose cut-off is past as they stand.',
  input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
  output: Type.Object({ frozenAt: Type.String() }),
  async target(tx, input): Promise<Place & { report: Report }> {
    const report = await findReport(tx, input.id, true);
    if (report === null) throw new Refusal('missing', 'report.unknown');
    return { bodyIds: [report.bodyId], report };
  },
  async run(tx, _actor, _input, { report }, { at, record }) {
    if (report.frozenAt !== null) return { frozenAt: report.frozenAt.toISOString() };
    if (at < report.cutOffAt)
      throw new Refusal('conflict', 'report.cut-off-ahead', { at: report.cutOffAt.toISOString() });
    const sections = await currentSections(tx, report.id);
    const figures = await freezeIfDue(
      tx,
      report,
      sections.flatMap(({ blocks }) => [...figuresIn(blocks)]),
      at,
    );
    await record({
      subjectKind: 'report',
      subjectId: report.id,
      change: { type: 'figures-frozen', figures },
      bodyIds: [report.bodyId],
    });
    return { frozenAt: at.toISOString() };
  },
});
