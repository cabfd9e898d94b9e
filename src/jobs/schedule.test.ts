import assert from 'node:assert/strict';
import test from 'node:test';
import { lastOccurrence, MOST_ATTEMPTS, pauseMinutes } from './schedule.ts';

const at = (text: string) => new Date(text);

test('every quarter of an hour is the same quarter for whoever asks within it', () => {
  for (const now of ['2026-11-25T02:15:00Z', '2026-11-25T02:29:59.999Z'])
    assert.deepEqual(lastOccurrence({ every: 15 }, at(now)), at('2026-11-25T02:15:00Z'));
});

test('daily is a time of the Vietnamese day; before it, yesterday’s is the last', () => {
  const daily = { daily: '07:30' };
  assert.deepEqual(lastOccurrence(daily, at('2026-11-25T00:30:00Z')), at('2026-11-25T00:30:00Z'));
  assert.deepEqual(lastOccurrence(daily, at('2026-11-25T00:29:59Z')), at('2026-11-24T00:30:00Z'));
  // 18:00 UTC is already the next day in Vietnam, whose 07:30 has not come.
  assert.deepEqual(lastOccurrence(daily, at('2026-11-25T18:00:00Z')), at('2026-11-25T00:30:00Z'));
});

test('what only acts queue is never planned', () => {
  assert.equal(lastOccurrence('queued', at('2026-11-25T00:30:00Z')), null);
});

test('pauses grow to a quarter of an hour and together stay under two hours', () => {
  const pauses = Array.from({ length: MOST_ATTEMPTS }, (_, place) => pauseMinutes(place + 1));
  assert.deepEqual(pauses, [1, 2, 4, 8, 15, 15, 15, 15]);
});
