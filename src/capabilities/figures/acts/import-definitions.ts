import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { legalDay } from '../../calendar/index.ts';
import { faultsOfDefinitions, joined, readDefinitions } from '../definitions.ts';
import { definitionsOf, lockDefinitions, saveDefinitions } from '../definitions-store.ts';
import type { FormFault } from '../form.ts';
import { sourceNames } from '../sources.ts';

/**
 * A province changes or adds indicators and forms. What has begun to hold stays as it is, so that a period that was
 * reported goes on printing as it did: a change is a new version from a later day. All of the file, or nothing.
 */
export const importDefinitions = act({
  name: 'figures.import-definitions',
  summary: 'Load indicators and forms from JSON; every fault is named, nothing is half loaded',
  input: Type.Object(
    {
      /** The name of the file; it is kept as the origin of what it brings. */
      name: Type.String({ minLength: 1, maxLength: 200 }),
      /** The text of the file. */
      content: Type.String({ maxLength: 5_000_000 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ loaded: Type.Integer(), unchanged: Type.Integer() }),
  target: nowhere,
  async run(tx, _actor, { name, content }, _target, { at, record }) {
    await lockDefinitions(tx);
    const { file, faults } = readDefinitions(parsed(content));
    if (faults.length > 0) throw refused(faults);
    const known = await definitionsOf(tx);
    const today = legalDay(at);
    const same = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
    const fresh = {
      indicators: file.indicators.filter((one) => {
        const before = known.indicators.find((other) => other.code === one.code && other.since === one.since);
        if (before !== undefined && !same(before, one) && one.since <= today)
          faults.push(held(`chỉ tiêu ${one.code}`, one.since));
        return before === undefined || !same(before, one);
      }),
      forms: file.forms.filter((one) => {
        const before = known.forms.find(
          (other) => other.code === one.code && other.effectiveFrom === one.effectiveFrom,
        );
        // The end of a version is set by the one after it, not by the file.
        const unlike = before !== undefined && !same({ ...before, effectiveTo: one.effectiveTo }, one);
        if (unlike && one.effectiveFrom <= today) faults.push(held(one.code, one.effectiveFrom));
        return before === undefined || unlike;
      }),
    };
    faults.push(...faultsOfDefinitions(joined(known, fresh), sourceNames));
    if (faults.length > 0) throw refused(faults);
    const loaded = fresh.indicators.length + fresh.forms.length;
    if (loaded > 0) {
      await saveDefinitions(tx, fresh, name, at);
      await record({
        subjectKind: 'system',
        subjectId: 'figures',
        change: {
          act: 'figures.import-definitions',
          origin: name,
          indicators: fresh.indicators.map((one) => `${one.code}@${one.since}`),
          forms: fresh.forms.map((one) => `${one.code}@${one.effectiveFrom}`),
        },
      });
    }
    return { loaded, unchanged: file.indicators.length + file.forms.length - loaded };
  },
});

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw refused([{ at: 'tệp', fault: `không phải JSON đọc được (${(error as Error).message})` }]);
  }
}

const refused = (faults: FormFault[]) => new Refusal('invalid', 'definitions.faulty', { faults });

const held = (at: string, day: string): FormFault => ({
  at,
  fault: `bản từ ngày ${day.split('-').reverse().join('/')} đã có hiệu lực; sửa bằng một bản có ngày hiệu lực mới`,
});

/** The same content in the same order of keys, however the file was written. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
