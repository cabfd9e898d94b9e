import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { client, newKey, Problem, withQuery } from './api.ts';

interface Call {
  address: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
}

/** A line that answers as told, one answer a call: a status with its body, or a break. */
function lineOf(...answers: (Response | 'broken')[]) {
  const calls: Call[] = [];
  const waits: number[] = [];
  const line = {
    async fetch(address: string, init: RequestInit): Promise<Response> {
      calls.push({
        address,
        method: init.method ?? 'GET',
        headers: init.headers as Record<string, string>,
        body: init.body,
      });
      const answer = answers.shift();
      if (answer === undefined || answer === 'broken') throw new TypeError('Failed to fetch');
      return answer;
    },
    async wait(milliseconds: number) {
      waits.push(milliseconds);
    },
  };
  return { api: client(line), calls, waits };
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const code = (expected: string, status: number) => (error: unknown) => {
  assert.ok(error instanceof Problem);
  assert.deepEqual([error.code, error.status], [expected, status]);
  return true;
};

describe('the way to the server', () => {
  test('repeats an act under the same key when the line breaks, a little later each time', async () => {
    const { api, calls, waits } = lineOf('broken', 'broken', json({ id: 'd1' }));
    assert.deepEqual(await api.post('/api/my/dossiers', { form: {} }, { key: 'k1' }), { id: 'd1' });
    assert.deepEqual(
      calls.map((call) => call.headers['idempotency-key']),
      ['k1', 'k1', 'k1'],
    );
    assert.equal(new Set(calls.map((call) => call.body)).size, 1);
    assert.ok((waits[1] ?? 0) > (waits[0] ?? 0));
  });

  test('never repeats an act without a key', async () => {
    const { api, calls } = lineOf('broken', json({}));
    await assert.rejects(api.post('/api/session', { name: 'a' }), code('line.broken', 0));
    assert.equal(calls.length, 1);
  });

  test('gives up after a few attempts and says that the line broke', async () => {
    const { api, calls } = lineOf();
    await assert.rejects(api.get('/api/sectors'), code('line.broken', 0));
    assert.equal(calls.length, 4);
  });

  test('repeats while a proxy says that the server is away, and not what the server refused', async () => {
    const away = lineOf(new Response('<html>', { status: 502 }), json([]));
    assert.deepEqual(await away.api.get('/api/sectors'), []);
    const refused = lineOf(json({ code: 'dossier.stale', details: { by: 'Lê Minh Đức' } }, 409));
    await assert.rejects(
      refused.api.post('/api/dossiers/1/approve', { version: 1 }, { key: 'k' }),
      (error: unknown) => {
        code('dossier.stale', 409)(error);
        assert.equal((error as Problem).details.by, 'Lê Minh Đức');
        return true;
      },
    );
    assert.equal(refused.calls.length, 1);
  });

  test('marks what changes something as ours, and reading not', async () => {
    const { api, calls } = lineOf(json({}), json({}));
    await api.get('/api/procedures', { q: 'khai sinh', sector: '', offset: 0, level: null });
    await api.delete('/api/session');
    assert.equal(calls[0]?.address, '/api/procedures?q=khai+sinh&offset=0');
    assert.equal(calls[0]?.headers['x-haicap'], undefined);
    assert.equal(calls[1]?.headers['x-haicap'], '1');
  });

  test('has a code for an answer that is not ours', async () => {
    const { api } = lineOf(new Response('<html>Bad</html>', { status: 500 }));
    await assert.rejects(api.get('/api/sectors'), code('http.500', 500));
  });

  test('makes keys that differ', () => {
    const keys = new Set(Array.from({ length: 1000 }, newKey));
    assert.equal(keys.size, 1000);
    for (const key of keys) assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    assert.equal(withQuery('/a', {}), '/a');
  });
});
