import assert from 'node:assert/strict';
import test, { after, describe } from 'node:test';
import { Refusal } from '../../kernel/refusal.ts';
import { Workroom } from './workroom.ts';

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const text = (source: string) => new TextEncoder().encode(source);

const rooms: Workroom[] = [];
after(() => Promise.all(rooms.map((room) => room.close())));
function room(limits: ConstructorParameters<typeof Workroom>[0] = {}): Workroom {
  const opened = new Workroom(limits);
  rooms.push(opened);
  return opened;
}

describe('the room apart', () => {
  test('a document that takes too long is ended, and the next is checked', async () => {
    // The first document also pays for starting the thread: no document can be that quick.
    const hasty = room({ milliseconds: 1 });
    await assert.rejects(hasty.checkFile(text('Tổng số 12 hồ sơ.'), 'a.txt'), refused('document.too-slow'));
    const steady = room();
    assert.equal((await steady.checkFile(text('Tổng số 12 hồ sơ.'), 'a.txt')).blocks.length, 1);
    assert.equal((await steady.checkFile(text('Tổng số 13 hồ sơ.'), 'a.txt')).blocks.length, 1);
  });

  test('a document that makes the process grow too far is ended', async () => {
    const narrow = room({ growthMegabytes: 1 });
    const long = `${'Đã tiếp nhận 12 hồ sơ. '.repeat(40_000)}\n`.repeat(4);
    await assert.rejects(narrow.checkSource(long, 'txt'), refused('document.too-large'));
  });

  test('a document that overflows the heap is ended, and the process lives on', async () => {
    const small = room({ heapMegabytes: 24, growthMegabytes: 4096 });
    const long = 'Đã tiếp nhận 12 hồ sơ, gồm 3 và 9.\n'.repeat(120_000);
    await assert.rejects(small.checkSource(long, 'txt'), refused('document.too-large'));
  });

  test('more than may wait are refused, not piled up', async () => {
    const narrow = room({ queue: 2 });
    const jobs = Array.from({ length: 6 }, () => narrow.checkSource('Tổng số 12 hồ sơ.', 'txt'));
    const settled = await Promise.allSettled(jobs);
    const refusals = settled.filter(
      (one) => one.status === 'rejected' && refused('checking.busy')(one.reason),
    );
    assert.equal(refusals.length, 3);
    assert.equal(settled.filter((one) => one.status === 'fulfilled').length, 3);
  });

  test('a refusal of the reader comes through as it is', async () => {
    await assert.rejects(room().checkFile(new Uint8Array(0), 'a.docx'), refused('document.empty'));
  });

  test('findings in a pasted text say where they stand in it', async () => {
    const source = '**Xã** đã nhận 31 hồ sơ, trong đó: trực tuyến 20 hồ sơ, trực tiếp 10 hồ sơ.';
    const answer = await room().checkSource(source, 'md');
    const at = answer.findings.findIndex((finding) => finding.kind === 'sum');
    const place = answer.sources?.[at]?.place;
    assert.ok(place);
    assert.equal(source.slice(place.start, place.end), '31');
  });
});
