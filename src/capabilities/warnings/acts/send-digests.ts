import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { warningRules } from '../rules.ts';
import { type OpenWarning, openByMail } from '../store.ts';

/** Codes named of each rule; the rest is counted. */
const NAMED = 10;

export const sendDigests = act({
  name: 'warnings.send-digests',
  summary: 'One e-mail a morning to each official of whose dossiers warnings are open.',
  input: Type.Object({ publicUrl: Type.String() }, { additionalProperties: false }),
  output: Type.Object({ sent: Type.Integer() }),
  target: nowhere,
  async run(tx, _actor, input, _target, now) {
    const titles = new Map((await warningRules()).map((rule) => [rule.key, rule.title]));
    const byOfficial = Map.groupBy(await openByMail(tx), (warning) => warning.official_id);
    for (const [officialId, warnings] of byOfficial)
      await now.send({
        channel: 'email',
        to: warnings[0]?.email ?? '',
        subject: { kind: 'official', id: officialId },
        body: { event: 'digest', letter: letterOf(warnings, titles, input.publicUrl) },
      });
    if (byOfficial.size > 0)
      await now.record({
        subjectKind: 'system',
        subjectId: 'warnings',
        change: { type: 'digests-sent', count: byOfficial.size },
      });
    return { sent: byOfficial.size };
  },
});

/** Codes and procedures, no names: a mail box is read by others too. */
function letterOf(
  warnings: OpenWarning[],
  titles: Map<string, string>,
  publicUrl: string,
): { subject: string; text: string } {
  const count = new Set(warnings.map((warning) => warning.code)).size;
  const parts = [...Map.groupBy(warnings, (warning) => warning.rule)].map(([rule, of]) =>
    [
      `${titles.get(rule) ?? rule}: ${of.length} hồ sơ`,
      ...of.slice(0, NAMED).map((one) => `  ${one.code}  ${one.procedure_name}`),
      ...(of.length > NAMED ? [`  và ${of.length - NAMED} hồ sơ khác`] : []),
    ].join('\n'),
  );
  return {
    subject: `${count} hồ sơ cần ông/bà xem sáng nay`,
    text: `${parts.join('\n\n')}\n\nMở bàn làm việc:\n${publicUrl}/ban-lam-viec`,
  };
}
