import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { reportDocx, reportPdf } from '../../../test/support/report-files.ts';
import { checkCommand } from './command.ts';
import { readDocx } from './reading/docx.ts';

const CLEAN = 'Trong kỳ đã tiếp nhận 30 hồ sơ, trong đó: trực tuyến 20 hồ sơ, trực tiếp 10 hồ sơ.\n';
const WRONG = 'Trong kỳ đã tiếp nhận 31 hồ sơ, trong đó: trực tuyến 20 hồ sơ, trực tiếp 10 hồ sơ.\n';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haicap-check-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await checkCommand(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

describe('haicap check', () => {
  test('answers 0 and says so when nothing contradicts', async () => {
    const { code, out } = await run(await file('sạch.txt', CLEAN));
    assert.equal(code, 0);
    assert.match(out, /Không thấy chỗ nào mâu thuẫn/);
    assert.match(out, /Đã đọc \d+ quan hệ: \d+ đúng, 0 cần xem, 0 không kiểm được\./);
  });

  test('answers 1 and shows place, quote and calculation when a sum is wrong', async () => {
    const { code, out } = await run(await file('sai.txt', WRONG));
    assert.equal(code, 1);
    assert.match(out, /Sai: Tổng không khớp \(đoạn 1\)/);
    assert.match(out, /»31«/);
    assert.match(out, /Tính được: 30; văn bản ghi: 31/);
  });

  test('answers 2 when a file cannot be read, and checks the others all the same', async () => {
    const { code, out, err } = await run(join(folder, 'không có.docx'), await file('sai2.txt', WRONG));
    assert.equal(code, 2);
    assert.match(err, /không có\.docx: Không tìm thấy tệp/);
    assert.match(out, /Tổng không khớp/);
  });

  test('says in plain words why a file was not read', async () => {
    const { code, err } = await run(await file('ảnh.pdf', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0])));
    assert.equal(code, 2);
    assert.match(err, /Không nhận ra loại tệp này/);
  });

  test('typed wrongly answers 2 with how to use it', async () => {
    for (const args of [[], ['--nope'], ['--annotate', 'x.docx', 'a.docx', 'b.docx']]) {
      const { code, err } = await run(...args);
      assert.equal(code, 2);
      assert.match(err, /Cách dùng: haicap check/);
    }
  });

  test('for programs: one JSON with findings, what holds and what was not read, per file', async () => {
    const { code, out } = await run('--json', await file('sai3.txt', WRONG), join(folder, 'thiếu.txt'));
    assert.equal(code, 2);
    const { files } = JSON.parse(out) as { files: Record<string, unknown>[] };
    const [first, second] = files as [
      { findings: Record<string, unknown>[]; held: unknown[]; unread: unknown[] },
      { error: { code: string } },
    ];
    const [finding] = first.findings;
    assert.ok(finding);
    for (const key of [
      'kind',
      'severity',
      'place',
      'where',
      'quote',
      'relation',
      'computed',
      'expected',
      'suggestion',
      'confidence',
    ])
      assert.ok(key in finding, key);
    assert.equal(finding.kind, 'sum');
    assert.ok(Array.isArray(first.held) && Array.isArray(first.unread));
    assert.equal(second.error.code, 'file.missing');
  });

  test('writes the docx back with comments', async () => {
    const out = join(folder, 'ra.docx');
    const source = await file('báo cáo.docx', await reportDocx());
    const { code, out: said } = await run(source, '--annotate', out);
    assert.equal(code, 1);
    assert.match(said, /Đã ghi \d+ ghi chú/);
    const written = new Uint8Array(await readFile(out));
    assert.deepEqual(readDocx(written).blocks, readDocx(await reportDocx()).blocks);
    assert.notEqual(written.length, (await readFile(source)).length);
  });

  test('refuses to annotate what is no docx', async () => {
    const { code, err } = await run(await file('a.pdf', reportPdf()), '--annotate', join(folder, 'x.docx'));
    assert.equal(code, 2);
    assert.match(err, /chỉ làm được cho tệp \.docx/);
  });
});
