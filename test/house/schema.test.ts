import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import pg from 'pg';
import { describeSchema } from '../../src/db/describe.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const committed = () => readFile(new URL('../../db/schema.sql', import.meta.url), 'utf8').catch(() => '');

test('db/schema.sql is what the migrations make (renew it: bin/haicap describe-schema --write)', async () => {
  const made = (await describeSchema(database.ownerUrl, database.schema)).split('\n');
  const file = (await committed()).split('\n');
  const place = made.findIndex((line, index) => line !== file[index]);
  assert.equal(file[place], made[place], `db/schema.sql differs from line ${place + 1} on`);
  assert.equal(file.length, made.length);
});

test('one column more in the database, and db/schema.sql is stale', async () => {
  const before = await describeSchema(database.ownerUrl, database.schema);
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query(`alter table ${database.schema}.record add column planted text`);
  await client.end();
  const now = await describeSchema(database.ownerUrl, database.schema);
  assert.notEqual(now, before);
  assert.match(now, /planted text/);
});
