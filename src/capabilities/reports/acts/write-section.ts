import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { freezeIfDue, knownFigures } from '../count.ts';
import { mergedBlocks, mergeSections, sameBlocks } from '../merge.ts';
import type { Report } from '../report.ts';
import { addSectionVersions, findReport, versionsOfSection } from '../store.ts';
import { faultsOfText, figuresIn } from '../text.ts';
import { BlocksShape } from '../text-shape.ts';

interface Written extends Place {
  report: Report;
}

/**
 * Writes a section. Who wrote upon an older version than the one that stands loses nothing: other blocks are brought
 * together, the same ones are refused with both texts for a person to choose.
 */
export const writeSection = act({
  name: 'reports.write-section',
  summary:
    'Write a section of a report upon the version that was read; what two people wrote is brought together.',
  input: Type.Object(
    {
      id: Type.String({ maxLength: 60 }),
      key: Type.String({ maxLength: 60 }),
      /** The version that was read and written upon. */
      base: Type.Integer({ minimum: 1 }),
      blocks: BlocksShape,
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    version: Type.Integer(),
    blocks: BlocksShape,
    /** Somebody else's work of meanwhile is in it. */
    merged: Type.Boolean(),
  }),
  async target(tx, input): Promise<Written> {
    const report = await findReport(tx, input.id, true);
    if (report === null) throw new Refusal('missing', 'report.unknown');
    const section = report.outline.sections.find(({ key }) => key === input.key);
    return {
      // Everybody of the report's body; of other bodies those whose section it is.
      bodyIds: [report.bodyId, ...(section?.bodyId === undefined ? [] : [section.bodyId])],
      report,
    };
  },
  async run(tx, actor, input, { report }, { at, record }) {
    if (!report.writable) throw new Refusal('conflict', 'report.handed-in');
    const versions = await versionsOfSection(tx, report.id, input.key);
    const latest = versions[0];
    if (latest === undefined) throw new Refusal('missing', 'section.unknown');
    const base = versions.find(({ version }) => version === input.base);
    if (base === undefined) throw new Refusal('invalid', 'section.base-unknown');
    const faults = faultsOfText(input.blocks, {
      figures: new Set((await knownFigures()).keys()),
      tables: new Set(Object.keys(report.outline.tables)),
    });
    if (faults.length > 0)
      throw new Refusal('invalid', 'input.invalid', {
        fields: faults.map((fault) => ({ ...fault, path: `/blocks${fault.path}` })),
      });
    const stale = base.version !== latest.version;
    const blocks = stale
      ? mergedBlocks(mergeSections(base.blocks, input.blocks, latest.blocks))
      : input.blocks;
    if (blocks === null)
      throw new Refusal('conflict', 'section.conflict', {
        version: latest.version,
        by: latest.byName,
        at: latest.at.toISOString(),
        base: base.blocks,
        theirs: latest.blocks,
      });
    if (sameBlocks(blocks, latest.blocks)) return { version: latest.version, blocks, merged: stale };
    const version = latest.version + 1;
    await addSectionVersions(tx, report.id, [{ key: input.key, version, blocks }], actor, at);
    const frozen = await freezeIfDue(tx, report, figuresIn(blocks), at);
    await record({
      subjectKind: 'report',
      subjectId: report.id,
      change: { type: 'section-written', key: input.key, version, blocks, frozen },
      bodyIds: [report.bodyId],
    });
    return { version, blocks, merged: stale };
  },
});
