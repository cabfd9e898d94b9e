import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { readHouse, readRepository } from './house.ts';
import { RULES } from './rules.ts';

const files = readRepository();
const house = readHouse(files);

for (const rule of RULES) {
  describe(rule.name, () => {
    test('the house keeps it', () => {
      const { examined, faults } = rule.judge(house);
      assert.ok(examined > 0, 'the rule has looked at nothing');
      assert.deepEqual(faults, []);
    });

    for (const path of Object.keys(rule.planted)) {
      test(`it bites on ${path}`, () => {
        const before = new Set(rule.judge(house).faults);
        const planted = readHouse(new Map([...files, ...Object.entries(rule.planted)]));
        const fresh = rule.judge(planted).faults.filter((fault) => !before.has(fault));
        // Some faults are about the folder that the file stands in, or about its capability.
        const capability = /^src\/capabilities\/([^/]+)/.exec(path);
        const names = [
          path,
          ...(capability === null ? [] : [capability[0], `${capability[1]}, `, `, ${capability[1]}:`]),
        ];
        assert.ok(
          fresh.some((fault) => names.some((name) => fault.includes(name))),
          `nothing said about ${path}: ${fresh.join('\n')}`,
        );
      });
    }

    test('it does not hold in an empty house', () => {
      assert.equal(rule.judge(readHouse(new Map())).examined, 0);
    });
  });
}
