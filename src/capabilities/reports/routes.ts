import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import type { FileAnswer, FileRoute, Route } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import { freezeFigures } from './acts/freeze-figures.ts';
import { importOutline } from './acts/import-outline.ts';
import { makeReport } from './acts/make-report.ts';
import { setDetails } from './acts/set-details.ts';
import { writeSection } from './acts/write-section.ts';
import { annexWorkbook } from './annex-workbook.ts';
import { knownFigures } from './count.ts';
import { reportDocx } from './docx-file.ts';
import { reportPdf } from './paper.ts';
import { checkReport, listAllReports, paperOf, seeChanges, seeHistory, seeReport } from './views.ts';

const TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export const routes = ({ demo }: { demo: boolean }): Route[] => {
  const file = (
    kind: keyof typeof TYPES,
    make: (made: Awaited<ReturnType<typeof paperOf>>, at: Date) => Promise<Uint8Array>,
  ): FileRoute => ({
    method: 'GET',
    path: `/api/reports/:id/report.${kind}`,
    name: 'reports.print-report',
    summary: `A report as .${kind}${kind === 'xlsx' ? ': its annex, with live formulas' : ''}`,
    input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
    async run(tx: Tx, actor: Actor, input, at): Promise<FileAnswer> {
      const made = await paperOf(tx, actor, input.id ?? '', demo, at);
      const { report } = made;
      return {
        type: TYPES[kind],
        name: `${report.outline.code}-${report.bodyId.toLowerCase()}-${report.from}.${kind}`,
        disposition: kind === 'pdf' ? 'inline' : 'attachment',
        bytes: await make(made, at),
      };
    },
  });
  return [
    { method: 'GET', path: '/api/reports', view: listAllReports },
    { method: 'POST', path: '/api/reports', act: makeReport },
    { method: 'GET', path: '/api/reports/:id', view: seeReport },
    { method: 'GET', path: '/api/reports/:id/changes', view: seeChanges },
    { method: 'GET', path: '/api/reports/:id/check', view: checkReport },
    { method: 'GET', path: '/api/reports/:id/sections/:key', view: seeHistory },
    { method: 'PUT', path: '/api/reports/:id/sections/:key', act: writeSection },
    { method: 'PUT', path: '/api/reports/:id/details', act: setDetails },
    { method: 'POST', path: '/api/reports/:id/freeze', act: freezeFigures },
    { method: 'POST', path: '/api/report-outlines', act: importOutline },
    file('docx', ({ paper }, at) => reportDocx(paper, at)),
    file('pdf', ({ paper }, at) => reportPdf(paper, at)),
    file('xlsx', async ({ report, paper, figures, period }) =>
      annexWorkbook(
        report,
        { title: paper.annex.title, period, remarks: paper.remarks },
        figures,
        await knownFigures(),
      ),
    ),
  ];
};
