import { Type } from 'typebox';
import type { FileAnswer, Route } from '../../kernel/route.ts';
import { acceptSheets } from './acts/accept-sheets.ts';
import { approveSheet } from './acts/approve-sheet.ts';
import { attachReport } from './acts/attach-report.ts';
import { explainViolation } from './acts/explain-violation.ts';
import { fillCells } from './acts/fill-cells.ts';
import { fillFromWorkbook } from './acts/fill-from-workbook.ts';
import { freezeRound } from './acts/freeze-round.ts';
import { importForm } from './acts/import-form.ts';
import { lockRound } from './acts/lock-round.ts';
import { openRound } from './acts/open-round.ts';
import { remindBodies } from './acts/remind-bodies.ts';
import { reopenSheet } from './acts/reopen-sheet.ts';
import { returnSheet } from './acts/return-sheet.ts';
import { submitSheet } from './acts/submit-sheet.ts';
import { roundWorkbook } from './round-workbook.ts';
import { SheetKey } from './shapes.ts';
import { sheetWorkbook } from './sheet-workbook.ts';
import {
  listAllRounds,
  roundToPrint,
  seeBeside,
  seeCell,
  seeRound,
  seeSheet,
  sheetToPrint,
} from './views.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const SHEET = '/api/rounds/:id/sheets/:bodyId';

export const routes: Route[] = [
  { method: 'GET', path: '/api/rounds', view: listAllRounds },
  { method: 'POST', path: '/api/rounds', act: openRound },
  { method: 'GET', path: '/api/rounds/:id', view: seeRound },
  { method: 'GET', path: '/api/rounds/:id/cells/:key', view: seeCell },
  { method: 'POST', path: '/api/rounds/:id/accept', act: acceptSheets },
  { method: 'POST', path: '/api/rounds/:id/lock', act: lockRound },
  { method: 'POST', path: '/api/rounds/:id/freeze', act: freezeRound },
  { method: 'POST', path: '/api/rounds/:id/remind', act: remindBodies },
  { method: 'GET', path: SHEET, view: seeSheet },
  { method: 'GET', path: `${SHEET}/beside`, view: seeBeside },
  { method: 'PUT', path: `${SHEET}/cells`, act: fillCells },
  { method: 'POST', path: `${SHEET}/workbook`, act: fillFromWorkbook },
  { method: 'POST', path: `${SHEET}/explain`, act: explainViolation },
  { method: 'PUT', path: `${SHEET}/report`, act: attachReport },
  { method: 'POST', path: `${SHEET}/submit`, act: submitSheet },
  { method: 'POST', path: `${SHEET}/approve`, act: approveSheet },
  { method: 'POST', path: `${SHEET}/return`, act: returnSheet },
  { method: 'POST', path: `${SHEET}/reopen`, act: reopenSheet },
  { method: 'POST', path: '/api/round-forms', act: importForm },
  {
    method: 'GET',
    path: `${SHEET}/sheet.xlsx`,
    name: 'rounds.see-sheet',
    summary: 'A sheet as a workbook, to be filled in and taken back',
    input: Type.Object(SheetKey, { additionalProperties: false }),
    async run(tx, actor, input, at): Promise<FileAnswer> {
      const { id = '', bodyId = '' } = input;
      const { round, sheet, ready, values, before } = await sheetToPrint(tx, actor, { id, bodyId }, at);
      return {
        type: XLSX,
        name: `bieu-${bodyId.toLowerCase()}-${round.from}.xlsx`,
        disposition: 'attachment',
        bytes: await sheetWorkbook(ready, sheet, { name: round.name, values, before }),
      };
    },
  },
  {
    method: 'GET',
    path: '/api/rounds/:id/round.xlsx',
    name: 'rounds.see-round',
    summary: 'A round as a workbook: the sums with live formulas, and every body’s figures',
    input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
    async run(tx, actor, input, at): Promise<FileAnswer> {
      const { round, sheets, ready, values } = await roundToPrint(tx, actor, input.id ?? '', at);
      return {
        type: XLSX,
        name: `tong-hop-${round.form.code}-${round.from}.xlsx`,
        disposition: 'attachment',
        bytes: await roundWorkbook(ready, round, sheets, values),
      };
    },
  },
];
