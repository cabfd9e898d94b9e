import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { checkerServer } from '../../../test/support/checker.ts';
import { reportDocx } from '../../../test/support/report-files.ts';
import { MAX_FILE_BYTES } from './reading/bounds.ts';
import { readDocx } from './reading/docx.ts';

let app: FastifyInstance;
before(async () => {
  app = await checkerServer();
});
after(() => app.close());

const WRONG = 'Trong kỳ đã tiếp nhận 31 hồ sơ, trong đó: trực tuyến 20 hồ sơ, trực tiếp 10 hồ sơ.';

/** A form with a file, as a browser sends it. */
async function send(url: string, bytes: Uint8Array, name: string, fields: Record<string, string> = {}) {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const request = new Request('http://localhost/', { method: 'POST', body: form });
  return app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
    payload: Buffer.from(await request.arrayBuffer()),
  });
}

describe('checking over the API', () => {
  test('a pasted text is answered with its blocks, findings and their places in it', async () => {
    const answer = await app.inject({ method: 'POST', url: '/api/checking/check', payload: { text: WRONG } });
    assert.equal(answer.statusCode, 200);
    const body = answer.json();
    assert.equal(body.blocks[0].text, WRONG);
    assert.equal(body.findings[0].kind, 'sum');
    const { start, end } = body.sources[0].place;
    assert.equal(WRONG.slice(start, end), '31');
  });

  test('a file is answered with what was read from it', async () => {
    const answer = await send('/api/checking/check', await reportDocx(), 'báo cáo.docx');
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.json().format, 'docx');
    assert.equal(answer.json().name, 'báo cáo.docx');
    assert.ok(answer.json().findings.length > 0);
  });

  test('a docx comes back with comments, without those that were passed over', async () => {
    const bytes = await reportDocx();
    const all = await send('/api/checking/annotate', bytes, 'báo cáo.docx');
    assert.equal(all.statusCode, 200);
    assert.match(
      all.headers['content-disposition'] as string,
      /filename\*=UTF-8''b%C3%A1o%20c%C3%A1o%20-%20so/,
    );
    assert.deepEqual(readDocx(new Uint8Array(all.rawPayload)).blocks, readDocx(bytes).blocks);
    const count = Number(all.headers['x-haicap-comments']);
    const found = (await send('/api/checking/check', bytes, 'a.docx')).json().findings as { id: string }[];
    assert.equal(count, found.length);
    const fewer = await send('/api/checking/annotate', bytes, 'a.docx', { without: found[0]?.id ?? '' });
    assert.equal(Number(fewer.headers['x-haicap-comments']), count - 1);
  });

  const refusals: [
    string,
    () => Promise<{ statusCode: number; json(): { code: string } }>,
    number,
    string,
  ][] = [
    ['an empty file', () => send('/api/checking/check', new Uint8Array(0), 'a.docx'), 422, 'document.empty'],
    [
      'a file above the limit',
      () => send('/api/checking/check', new Uint8Array(MAX_FILE_BYTES + 1), 'a.docx'),
      413,
      'document.too-large',
    ],
    [
      'comments in a text file',
      () => send('/api/checking/annotate', new TextEncoder().encode(WRONG), 'a.txt'),
      422,
      'document.not-docx',
    ],
    [
      'comments in what is no form',
      () => app.inject({ method: 'POST', url: '/api/checking/annotate', payload: { text: WRONG } }),
      422,
      'document.not-docx',
    ],
    [
      'a text that is no text',
      () => app.inject({ method: 'POST', url: '/api/checking/check', payload: { text: 7 } }),
      422,
      'input.invalid',
    ],
  ];
  for (const [what, ask, status, code] of refusals)
    test(`${what} is refused: ${status} ${code}`, async () => {
      const answer = await ask();
      assert.equal(answer.statusCode, status);
      assert.equal(answer.json().code, code);
    });

  test('one address may not have more than four documents at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 7 }, () =>
        app.inject({ method: 'POST', url: '/api/checking/check', payload: { text: WRONG } }),
      ),
    );
    assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [200, 200, 200, 200, 429, 429, 429]);
  });
});
