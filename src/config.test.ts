import assert from 'node:assert/strict';
import test from 'node:test';
import { describeSettings, EXIT_CONFIG, readConfig, SETTINGS } from './config.ts';
import { Hindrance } from './kernel/hindrance.ts';

test('without any setting the program serves Ninh Bình on port 8080 with its own database', () => {
  const config = readConfig({});
  assert.equal(config.port, 8080);
  assert.equal(config.province, '37');
  assert.equal(config.databaseUrl, null);
  assert.equal(config.demo, true);
});

test('every wrong setting is named at once, with what would be right, and ends with the exit code for settings', () => {
  assert.throws(
    () => readConfig({ PORT: 'tám nghìn', HAICAP_PROVINCE: 'Ninh Bình', HAICAP_DEMO: 'maybe' }),
    (error) => {
      assert.ok(error instanceof Hindrance);
      assert.equal(error.exitCode, EXIT_CONFIG);
      for (const name of ['PORT', 'HAICAP_PROVINCE', 'HAICAP_DEMO'])
        assert.match(error.message, new RegExp(name));
      return true;
    },
  );
});

test('a password in a wrong DATABASE_URL is not shown on the screen', () => {
  assert.throws(
    () => readConfig({ DATABASE_URL: 'mysql://a:bi-mat@b/c' }),
    (error) => error instanceof Hindrance && !error.message.includes('bi-mat'),
  );
});

test('an empty variable counts as not set', () => {
  assert.equal(readConfig({ PORT: '', HAICAP_PROVINCE: ' ' }).port, 8080);
});

test('the help lists every setting', () => {
  for (const { env } of Object.values(SETTINGS)) assert.match(describeSettings(), new RegExp(env));
});
