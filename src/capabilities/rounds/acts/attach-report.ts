import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { findReport } from '../../reports/index.ts';
import { lockedSheet } from '../reckoning.ts';
import { SheetKey } from '../shapes.ts';
import { saveSheets } from '../store.ts';
import { refuseUnlessOpen, subjectOf } from '../writing.ts';

/** Hands in a written report with the sheet: it is checked with it, and is taken out of its writers' hands with it. */
export const attachReport = act({
  name: 'rounds.attach-report',
  summary: "Attach the body's written report of the same period to its sheet, or take it off.",
  input: Type.Object(
    { ...SheetKey, reportId: Type.Union([Type.String({ maxLength: 60 }), Type.Null()]) },
    { additionalProperties: false },
  ),
  output: Type.Object({ reportId: Type.Union([Type.String(), Type.Null()]) }),
  target: (tx, input) => lockedSheet(tx, input),
  async run(tx, _actor, { reportId }, { round, sheet }, { record }) {
    refuseUnlessOpen(sheet);
    if (reportId === sheet.reportId) return { reportId };
    if (reportId !== null) {
      const report = await findReport(tx, reportId);
      if (report === null) throw new Refusal('missing', 'report.unknown');
      if (report.bodyId !== sheet.bodyId || report.from >= round.to || report.to <= round.from)
        throw new Refusal('conflict', 'sheet.report-not-fitting');
    }
    await saveSheets(tx, [{ ...sheet, reportId, version: sheet.version + 1 }]);
    await record({
      subjectKind: 'round',
      subjectId: subjectOf(sheet),
      change: { type: 'report-attached', reportId },
      bodyIds: [sheet.bodyId],
    });
    return { reportId };
  },
});
