import { FORMS, judge, old } from '../test/support/old-addresses.ts';

// Every old commune of the country, written in every form: the share that leads to its own unit of today at once, the
// share that is asked about, and what leads elsewhere (nothing may). Run by `bin/haicap run bench/old-addresses.ts`.

let wrong = 0;
const began = performance.now();
for (const [form, write] of Object.entries(FORMS)) {
  const told = { found: 0, asked: 0, wrong: 0 };
  for (const place of old) told[judge(place, write(place.name, place.district ?? '', place.province))]++;
  wrong += told.wrong;
  const share = (count: number) => `${((100 * count) / old.length).toFixed(2)} %`;
  console.log(
    `${form.padEnd(38)} found ${share(told.found).padStart(8)}   asked ${share(told.asked).padStart(7)}   wrong ${told.wrong}`,
  );
}
const each = ((performance.now() - began) * 1000) / (old.length * Object.keys(FORMS).length);
console.log(
  `${old.length} old communes, ${Object.keys(FORMS).length} forms, ${each.toFixed(0)} µs each, ${wrong} wrong`,
);
process.exitCode = wrong === 0 ? 0 : 1;
