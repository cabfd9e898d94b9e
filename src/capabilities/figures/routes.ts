import type { FileAnswer, FileRoute, Route } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import { findAgencies, findAgenciesById, findUnit } from '../units/index.ts';
import { importDefinitions } from './acts/import-definitions.ts';
import { formPdf, formWorkbook } from './form-paper.ts';
import {
  type FilledForm,
  FORM_INPUT,
  fillForm,
  listForms,
  openFigure,
  seeFigures,
  seeForm,
} from './views.ts';

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const;

/** Who reports, for the heading: the one body, or the province's committee for several. */
async function issuerOf(tx: Tx, bodies: string[], day: string) {
  const [committee] = await findAgencies(tx, { kind: 'province-committee', limit: 1 }, day);
  const only = bodies.length === 1 ? bodies[0] : undefined;
  const body = only === undefined ? committee : (await findAgenciesById(tx, [only])).get(only);
  const unit = body === undefined ? null : await findUnit(tx, body.unitCode, day);
  return {
    above: body === undefined || committee === undefined || body.id === committee.id ? null : committee.name,
    issuer: body?.name ?? '',
    place: unit?.name ?? '',
  };
}

export const routes = ({ demo }: { demo: boolean }): Route[] => {
  const file = (
    kind: keyof typeof TYPES,
    make: (tx: Tx, filled: FilledForm, bodies: string[], at: Date) => Promise<Uint8Array>,
  ): FileRoute => ({
    method: 'GET',
    path: `/api/figures/forms/:code/${kind}`,
    name: 'figures.see-figures',
    summary: `A form filled in, as .${kind}`,
    input: FORM_INPUT,
    async run(tx, actor, input, at): Promise<FileAnswer> {
      const asked = input as unknown as Parameters<typeof fillForm>[2];
      const filled = await fillForm(tx, actor, asked, at);
      const named = (asked.body ?? '').split(',').filter((id) => id !== '');
      const own = actor.kind === 'official' ? [...new Set(actor.duties.map((duty) => duty.bodyId))] : [];
      // Without a body named the figures are of all that is in reach: an official's own body, or the province.
      const bodies = named.length > 0 ? named : filled.whose.name === 'Toàn tỉnh' ? [] : own;
      return {
        type: TYPES[kind],
        name: `bieu-${asked.code.toLowerCase().replaceAll('.', '-')}-${asked.from}-${filled.period.until}.${kind}`,
        disposition: kind === 'pdf' ? 'inline' : 'attachment',
        bytes: await make(tx, filled, bodies, at),
      };
    },
  });
  return [
    { method: 'GET', path: '/api/figures', view: seeFigures },
    { method: 'GET', path: '/api/figures/dossiers', view: openFigure },
    { method: 'GET', path: '/api/figures/forms', view: listForms },
    { method: 'GET', path: '/api/figures/forms/:code', view: seeForm },
    { method: 'POST', path: '/api/figures/definitions', act: importDefinitions },
    file('xlsx', (_tx, filled) => formWorkbook(filled)),
    file('pdf', async (tx, filled, bodies, at) =>
      formPdf(filled, { ...(await issuerOf(tx, bodies, filled.period.until)), demo }, at),
    ),
  ];
};
