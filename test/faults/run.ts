import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `Usage: npm run test:faults [-- --short] [-- --seed N] [-- --rounds N]

Strikes the working program with every fault we know: server and database killed, disk full, database frozen, lines cut,
clock set back, two servers, migration interrupted. After each everything acknowledged is there once, numbers have no
gap, the record is whole, figures equal a recount, and service is back within 30 s without a hand.
--short  two rounds of each, under three minutes; otherwise ten. Exit code: 0 all passed, 1 something failed.`;

const { values } = parseArgs({
  options: {
    short: { type: 'boolean' },
    seed: { type: 'string' },
    rounds: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help === true) {
  console.log(HELP);
  process.exit(0);
}
process.env.HAICAP_FAULT_ROUNDS = values.rounds ?? (values.short === true ? '2' : '10');
process.env.HAICAP_FAULT_SEED = values.seed ?? String(Date.now() % 1_000_000);
console.log(`${process.env.HAICAP_FAULT_ROUNDS} rounds, seed ${process.env.HAICAP_FAULT_SEED}`);
let passed = 0;
let failed = 0;
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const stream = run({
  files: [here('faults.test.ts'), here('server-killed-in-the-middle.test.ts')],
  concurrency: 1,
});
stream.on('test:pass', ({ details, skip }) => {
  if (details.type !== 'suite' && skip === undefined) passed += 1;
});
stream.on('test:fail', ({ details }) => {
  if (details.type !== 'suite') failed += 1;
});
stream.compose(new spec()).pipe(process.stdout);
stream.on('end', () => {
  process.on('exit', () => console.log(`${passed} passed, ${failed} failed`));
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
});
