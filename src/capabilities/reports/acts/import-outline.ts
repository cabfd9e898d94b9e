import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { knownFigures } from '../count.ts';
import { faultsOfOutline, type Outline } from '../outline.ts';
import { OutlineShape } from '../outline-shape.ts';
import { saveOutline } from '../store.ts';

/** A province puts its own outline in the place of a shipped one, from a day on. All or nothing, each fault with its place. */
export const importOutline = act({
  name: 'reports.import-outline',
  summary: "Bring in a province's own outline of a report, in force from a day on.",
  input: Type.Object({ outline: OutlineShape }, { additionalProperties: false }),
  output: Type.Object({ code: Type.String(), effectiveFrom: Type.String() }),
  target: nowhere,
  async run(tx, _actor, input, _target, { at, record }) {
    const outline = input.outline as Outline;
    const faults = faultsOfOutline(outline, new Set((await knownFigures()).keys()));
    if (faults.length > 0)
      throw new Refusal('invalid', 'outline.faulty', {
        fields: faults.map((fault) => ({ ...fault, path: `/outline${fault.path}` })),
      });
    await saveOutline(tx, outline, at);
    await record({
      subjectKind: 'system',
      subjectId: `report-outline:${outline.code}`,
      change: { type: 'outline-imported', outline },
    });
    return { code: outline.code, effectiveFrom: outline.effectiveFrom };
  },
});
