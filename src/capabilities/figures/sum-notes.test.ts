import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import readWorkbook from 'read-excel-file/node';
import { extractText, getDocumentProxy } from 'unpdf';
import { type Form, standingBy } from './form.ts';
import { formPdf, formWorkbook } from './form-paper.ts';
import { shippedDefinitions } from './shipped.ts';
import { sumNotes } from './sum-notes.ts';
import type { FilledForm, FilledItem } from './views.ts';

const AT = new Date('2026-11-20T03:00:00Z');
const about = {
  period: { from: '2025-12-15', until: '2026-06-14', finished: true, at: AT.toISOString() },
  whose: { name: 'Ủy ban nhân dân xã Bình Lục', division: null },
} as Pick<FilledForm, 'period' | 'whose'>;

/** A form filled with hundreds in its rows, and with more in its whole than in its parts when `off` is not nought. */
function filled(form: Form, off: number): FilledForm {
  if (form.kind === 'grid') {
    const row = (key: string, times: number) => {
      const values = new Map<number, number>();
      const parts = new Set(form.equations.flatMap((one) => one.parts));
      // Each equation is made true from its whole downwards: the first part takes it all.
      for (const one of form.equations.toSorted(
        (a, b) => Number(parts.has(a.total)) - Number(parts.has(b.total)),
      )) {
        const whole = values.get(one.total) ?? 120;
        values.set(one.total, whole);
        for (const [place, part] of one.parts.entries()) values.set(part, place === 0 ? whole : 0);
      }
      return {
        key,
        name: `Dòng ${key}`,
        values: Object.fromEntries([...values].map(([number, n]) => [number, n * times])),
      };
    };
    const total = { ...row('tổng', 2), name: 'Tổng số' };
    const first = form.columns[0]?.number ?? 0;
    total.values[first] = (total.values[first] ?? 0) + off;
    return { ...about, kind: 'grid', form, by: 'body', rows: [row('a', 1), row('b', 1)], total, broken: [] };
  }
  if (form.kind === 'list') {
    const parts = new Set((form.equations ?? []).flatMap((one) => one.parts));
    const values = new Map<string, number>();
    for (const one of form.equations ?? []) {
      const whole = values.get(one.total) ?? 1200;
      values.set(one.total, whole + (parts.has(one.total) ? 0 : off));
      for (const [place, part] of one.parts.entries()) values.set(part, place === 0 ? whole : 0);
    }
    const items = form.items.map(
      (item): FilledItem => ({
        number: item.number,
        name: item.name,
        heading: 'heading' in item,
        unit: 'unit' in item ? item.unit : null,
        value: values.get(item.number) ?? null,
        indicator: 'indicator' in item ? item.indicator : null,
        parts: [],
        entered: 'entered' in item,
      }),
    );
    return { ...about, kind: 'list', form, items };
  }
  const codes = form.groups.flatMap(({ criteria }) =>
    criteria.flatMap(({ measure }) => (measure === null ? [] : [...measure.part, ...measure.whole])),
  );
  const figures = (value: number) => Object.fromEntries(codes.map((code) => [code, value]));
  return {
    ...about,
    kind: 'index',
    form,
    rows: [1, 2].map((rank) => ({
      key: `${rank}`,
      name: `Xã ${rank}`,
      rank,
      ...standingBy(form, figures(100)),
    })),
    total: { key: '', name: 'Tất cả', rank: null, ...standingBy(form, figures(200 + off)) },
  };
}

describe('every shipped form', async () => {
  const { forms } = await shippedDefinitions();
  const letterhead = {
    above: null,
    issuer: 'Ủy ban nhân dân xã Bình Lục',
    place: 'Bình Lục',
    demo: false,
  };
  /** Blanks apart: the paper breaks its lines where they are full. */
  const bare = (text: string) => text.replace(/[\s\u00ad\u2010-]+/g, '');
  for (const form of forms)
    test(`${form.code} of ${form.effectiveFrom} says in workbook and PDF what does not add up, and is silent when all does`, async () => {
      assert.deepEqual(sumNotes(filled(form, 0)), []);
      const wrong = filled(form, 7);
      const notes = sumNotes(wrong);
      assert.ok(notes.length > 0, 'no note of a whole that its parts do not make');
      const sheets = await readWorkbook(Buffer.from(await formWorkbook(wrong)));
      const sheet = JSON.stringify(sheets);
      const { text } = await extractText(
        await getDocumentProxy(await formPdf(wrong, letterhead as never, AT)),
        { mergePages: true },
      );
      for (const note of notes) {
        assert.ok(sheet.includes(note), `not in the workbook: ${note}`);
        assert.ok(bare(text).includes(bare(note)), `not on the paper: ${note}`);
      }
    });
});
