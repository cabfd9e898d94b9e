import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { type FieldFault, invalid } from '../../../kernel/refusal.ts';
import { faultsOfResolution, ResolutionShape } from '../resolution.ts';
import { lockResolution } from '../resolution-store.ts';
import { knownSubjects, layDown } from './save-resolution.ts';

/** All of the file or nothing; a resolution that is there already, word for word, stays as it is. */
export const importResolutions = act({
  name: 'procedures.import-resolutions',
  summary:
    'Load resolutions on fees from a list; every fault is named with its place, nothing is half loaded.',
  input: Type.Object(
    { resolutions: Type.Array(ResolutionShape, { minItems: 1, maxItems: 500 }) },
    { additionalProperties: false },
  ),
  output: Type.Object({ loaded: Type.Integer(), unchanged: Type.Integer() }),
  target: nowhere,
  async run(tx, _actor, { resolutions }, _target, now) {
    const known = await knownSubjects(tx, now.at);
    const faults = resolutions.flatMap((one, place): FieldFault[] => [
      ...faultsOfResolution(one, known).map((fault) => ({
        ...fault,
        path: `/resolutions/${place}${fault.path}`,
      })),
      ...(resolutions.findIndex((other) => other.number === one.number) < place
        ? [{ path: `/resolutions/${place}/number`, code: 'resolution.twice' }]
        : []),
    ]);
    if (faults.length > 0) throw invalid('input.invalid', ...faults);
    let loaded = 0;
    for (const one of [...resolutions].sort((a, b) => (a.number < b.number ? -1 : 1))) {
      const before = await lockResolution(tx, one.number);
      if (JSON.stringify(sorted(before?.resolution)) === JSON.stringify(sorted(one))) continue;
      await layDown(tx, one, (before?.version ?? 0) + 1, now);
      loaded++;
    }
    return { loaded, unchanged: resolutions.length - loaded };
  },
});

/** The database keeps no order of keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
