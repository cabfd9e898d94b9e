import { type TSchema, Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { legalDay } from '../../calendar/index.ts';
import type { RoundForm } from '../form.ts';
import { faultsOn } from '../forms.ts';
import { importedForms, saveForm } from '../store.ts';

const open = { additionalProperties: false };
const Text = Type.String({ minLength: 1, maxLength: 600 });
const Key = Type.String({ minLength: 1, maxLength: 60 });
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const rule = (more: Record<string, TSchema>) =>
  Type.Object(
    { code: Key, says: Text, level: Type.Enum(['warn', 'explain', 'block'] as const), ...more },
    open,
  );

const FormShape = Type.Object(
  {
    code: Type.String({ pattern: '^[a-z0-9-]{1,60}$' }),
    name: Text,
    source: Text,
    effectiveFrom: Day,
    effectiveTo: Type.Union([Day, Type.Null()]),
    doubts: Type.Optional(Type.Array(Text, { maxItems: 50 })),
    for: Type.Array(Type.Enum(['commune-committee', 'department'] as const), { minItems: 1 }),
    periods: Type.Array(Type.Enum(['month', 'quarter', 'half-year', 'year'] as const), { minItems: 1 }),
    groups: Type.Array(
      Type.Object(
        {
          key: Key,
          name: Text,
          cells: Type.Array(
            Type.Object(
              {
                key: Type.String({ maxLength: 60 }),
                name: Text,
                unit: Type.String({ maxLength: 60 }),
                counted: Type.Optional(Key),
                formula: Type.Optional(Text),
                kind: Type.Optional(Type.Enum(['integer', 'decimal', 'yes-no', 'text'] as const)),
                hint: Type.Optional(Text),
                optional: Type.Optional(Type.Boolean()),
                addsUp: Type.Optional(Type.Boolean()),
              },
              open,
            ),
            { minItems: 1, maxItems: 300 },
          ),
        },
        open,
      ),
      { minItems: 1, maxItems: 40 },
    ),
    rules: Type.Array(
      Type.Union([
        rule({ check: Type.Literal('relation'), relation: Text }),
        rule({
          check: Type.Literal('range'),
          cell: Key,
          least: Type.Optional(Type.Number()),
          most: Type.Optional(Type.Number()),
        }),
        rule({
          check: Type.Literal('jump'),
          cell: Key,
          percent: Type.Number({ minimum: 0 }),
          atLeast: Type.Number({ minimum: 0 }),
        }),
        rule({
          check: Type.Literal('text'),
          cell: Key,
          watched: Type.Array(
            Type.Object({ cell: Key, words: Type.Array(Text, { minItems: 1, maxItems: 20 }) }, open),
            { maxItems: 50 },
          ),
        }),
      ]),
      { maxItems: 500 },
    ),
  },
  open,
);

/** A province's own data form. Every fault is named at its place and nothing is kept of a faulty one. */
export const importForm = act({
  name: 'rounds.import-form',
  summary: "Keep a province's own data form from a day on; every fault is named at its place.",
  input: Type.Object({ form: FormShape }, open),
  output: Type.Object({ code: Type.String(), loaded: Type.Boolean() }),
  target: nowhere,
  async run(tx, actor, { form: given }, _target, { at, record }) {
    const form = given as RoundForm;
    const faults = await faultsOn(tx, form);
    if (faults.length > 0)
      throw new Refusal('invalid', 'round-form.faulty', {
        fields: faults.map(({ path, fault }) => ({ path: `/form${path}`, code: 'round-form.fault', fault })),
      });
    const before = (await importedForms(tx)).find(
      ({ code, effectiveFrom }) => code === form.code && effectiveFrom === form.effectiveFrom,
    );
    if (before !== undefined) {
      if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(form)))
        return { code: form.code, loaded: false };
      if (form.effectiveFrom <= legalDay(at))
        throw new Refusal('conflict', 'round-form.held', { from: form.effectiveFrom });
    }
    await saveForm(tx, form, actor.name, at);
    await record({
      subjectKind: 'system',
      subjectId: 'round-forms',
      change: { type: 'form-imported', form },
    });
    return { code: form.code, loaded: true };
  },
});

/** The same content in the same order of keys: the database keeps its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
