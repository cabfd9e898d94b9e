import { type FormRule, type RoundForm, readyForm } from '../../src/capabilities/rounds/form.ts';
import { openRound, plainAnswers } from '../../src/capabilities/rounds/index.ts';
import { completed, judgeSheet, type Values } from '../../src/capabilities/rounds/judge.ts';
import { seeRound } from '../../src/capabilities/rounds/views.ts';
import { connect, inSnapshot } from '../../src/db/connect.ts';
import type { Actor } from '../../src/kernel/actor.ts';
import { perform } from '../../src/perform.ts';
import { testProvince } from '../../test/support/province.ts';

/**
 * How long it takes to judge every commune of the country by a hundred rules, and to look at a province's round with all
 * its sheets in. Run: bin/haicap run bench/rounds/run.ts
 */
const SHEETS = 3321;
const RULES = 100;
const CELLS = 60;

const cells = Array.from({ length: CELLS }, (_, at) => ({ key: `c${at}`, name: `Ô ${at}`, unit: '' }));
const rules = Array.from({ length: RULES }, (_, at): FormRule => {
  const [a, b, c] = [at % CELLS, (at + 1) % CELLS, (at + 2) % CELLS];
  const about = { code: `r${at}`, says: 'Sai.', level: 'warn' as const };
  if (at % 10 === 8) return { ...about, check: 'range', cell: `c${a}`, least: 0, most: 900 };
  if (at % 10 === 9) return { ...about, check: 'jump', cell: `c${a}`, percent: 50, atLeast: 10 };
  return {
    ...about,
    check: 'relation',
    relation: `c${a} + c${b} / 2 <= c${c} * 3 + abs(c${a} - before.c${a})`,
  };
});
const form: RoundForm = {
  code: 'bench',
  name: 'Bench',
  source: 'bench',
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  for: ['commune-committee'],
  periods: ['year'],
  groups: [
    {
      key: 'g',
      name: 'G',
      cells: [...cells, { key: 'share', name: 'Tỷ lệ', unit: '%', formula: 'c0 / (c0 + c1) * 100' }],
    },
  ],
  rules,
};
const sheet = (seed: number): Values =>
  Object.fromEntries(cells.map(({ key }, at) => [key, (seed * 7919 + at * 104_729) % 1000]));

const began = performance.now();
const ready = readyForm(form);
let violations = 0;
for (let at = 0; at < SHEETS; at++) {
  const before = sheet(at + 1);
  violations += judgeSheet(ready, completed(ready, sheet(at), before), before).length;
}
const took = performance.now() - began;
console.log(`${SHEETS} sheets × ${RULES} rules: ${Math.round(took)} ms, ${violations} violations`);
if (took > 5000) process.exitCode = 1;

const { pool, database } = await testProvince(4);
const owner = connect(database.ownerUrl, database.schema, 1);
const control: Actor = {
  kind: 'official',
  id: 'control',
  name: 'Đinh Thị Kiểm',
  duties: [{ role: 'control-officer', agencyId: 'H42.01', bodyId: 'H42.01' }],
};
const at = new Date('2026-06-20T03:00:00Z');
const opening = performance.now();
const { id, sheets } = await perform(
  pool,
  openRound,
  control,
  {
    form: 'administrative-reform-data',
    period: 'half-year',
    year: 2026,
    number: 1,
    cutOffDay: '2026-06-14',
    dueDay: '2026-06-30',
    kinds: ['commune-committee', 'department'],
  },
  { at },
);
console.log(`a round opened for ${sheets} bodies: ${Math.round(performance.now() - opening)} ms`);
const answers = Object.fromEntries(
  (await plainAnswers()).map(({ key, value }) => [
    key,
    { value, note: '', version: 1, at: at.toISOString(), by: 'x', byName: 'Lê Văn An' },
  ]),
);
await owner.query(
  `update round_sheets set cells = $1, state = 'approved', sent_at = $2, first_sent_at = $2`,
  [JSON.stringify(answers), at],
);
for (const turn of ['first', 'second']) {
  const looking = performance.now();
  const seen = await inSnapshot(pool, (tx) => seeRound.run(tx, control, { id }, at));
  console.log(
    `the round with ${seen.counts.in} sheets in, sums and violations (${turn}): ${Math.round(performance.now() - looking)} ms`,
  );
}
await owner.end();
await pool.end();
