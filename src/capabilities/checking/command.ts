import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal } from '../../kernel/refusal.ts';
import { adviceLines, SEVERITY_WORDS } from './advice.ts';
import type { Finding } from './finding.ts';
import { KINDS } from './kinds.ts';
import { placeWords } from './place-words.ts';
import { MAX_FILE_BYTES } from './reading/bounds.ts';
import { refusalWords } from './refusal-words.ts';
import type { CheckedDocument } from './report-file.ts';
import { Workroom } from './workroom.ts';

/** Where the command writes; the process's own streams unless a test looks. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

const USAGE = `Cách dùng: haicap check TỆP… [--json] [--annotate RA.docx]

Soát các con số, tỷ lệ, ngày tháng và văn bản viện dẫn trong báo cáo:
cộng lại các tổng, tính lại các tỷ lệ, so các số được nhắc lại.

  TỆP                  .docx, .pdf (có lớp chữ), .odt, .xlsx, .txt hoặc .md
  --json               kết quả cho chương trình khác đọc
  --annotate RA.docx   ghi lại đúng tệp .docx đó, thêm ghi chú tại từng chỗ

Mã trả về: 0 không có lỗi nặng, 1 có lỗi, 2 không đọc được tệp.
`;

const EXIT = { clean: 0, errors: 1, unreadable: 2 } as const;

/**
 * `haicap check FILE… [--json] [--annotate OUT.docx]`. Answers the exit code: 0 nothing serious, 1 errors found,
 * 2 a file could not be read (whatever was found in the others).
 */
export async function checkCommand(args: string[], output: Output = processOutput()): Promise<number> {
  let files: string[];
  let json: boolean;
  let annotate: string | undefined;
  try {
    const parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        annotate: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (parsed.values.help) {
      output.out(USAGE);
      return EXIT.clean;
    }
    files = parsed.positionals;
    json = parsed.values.json;
    annotate = parsed.values.annotate;
  } catch (error) {
    output.err(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return EXIT.unreadable;
  }
  if (files.length === 0 || (annotate !== undefined && files.length !== 1)) {
    output.err(files.length === 0 ? USAGE : `Tuỳ chọn --annotate chỉ dùng với một tệp.\n\n${USAGE}`);
    return EXIT.unreadable;
  }

  const workroom = new Workroom();
  const results: object[] = [];
  let code: number = EXIT.clean;
  try {
    for (const file of files) {
      try {
        const bytes = await bytesOf(file);
        let document: CheckedDocument;
        if (annotate === undefined) document = await workroom.checkFile(bytes, basename(file));
        else {
          const annotated = await workroom.annotate(bytes, basename(file), [], new Date());
          await writeFile(annotate, annotated.bytes);
          document = annotated.document;
        }
        if (code === EXIT.clean && document.findings.some((finding) => finding.severity === 'error'))
          code = EXIT.errors;
        if (json) results.push(forPrograms(file, document));
        else output.out(forPeople(file, document, files.length > 1));
        if (annotate !== undefined && !json)
          output.out(`Đã ghi ${document.findings.length} ghi chú vào ${annotate}\n`);
      } catch (error) {
        code = EXIT.unreadable;
        const failure = failureOf(error);
        if (json) results.push({ file, error: failure });
        else output.err(`${file}: ${failure.message}\n`);
      }
    }
  } finally {
    await workroom.close();
  }
  if (json) output.out(`${JSON.stringify({ files: results }, null, 2)}\n`);
  return code;
}

function processOutput(): Output {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  };
}

async function bytesOf(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file);
  if (bytes.length > MAX_FILE_BYTES)
    throw new Refusal('too-large', 'document.too-large', { limit: MAX_FILE_BYTES, what: 'file' });
  return new Uint8Array(bytes);
}

function failureOf(error: unknown): { code: string; message: string } {
  if (error instanceof Refusal)
    return { code: error.code, message: refusalWords(error.code) ?? `Không đọc được tệp (${error.code}).` };
  const system = error as { code?: unknown };
  if (system.code === 'ENOENT') return { code: 'file.missing', message: 'Không tìm thấy tệp.' };
  if (system.code === 'EACCES')
    return { code: 'file.forbidden', message: 'Không có quyền đọc hoặc ghi tệp.' };
  if (system.code === 'EISDIR')
    return { code: 'file.folder', message: 'Đây là một thư mục, không phải một tệp.' };
  return {
    code: 'internal',
    message: `Lỗi của chương trình: ${error instanceof Error ? error.message : String(error)}`,
  };
}

/** One file for programs: every finding with its place, what holds and what could not be read. */
function forPrograms(file: string, document: CheckedDocument): object {
  const { findings, held, unread, format, pages, blocks } = document;
  return {
    file,
    format,
    ...(pages === null ? {} : { pages }),
    summary: {
      relations: held.length + findings.length,
      held: held.length,
      findings: findings.length,
      unread: unread.length,
    },
    findings: findings.map((finding) => ({
      ...finding,
      title: KINDS[finding.kind].title,
      where: placeWords(blocks, finding.place, format),
    })),
    held,
    unread,
  };
}

function forPeople(file: string, document: CheckedDocument, several: boolean): string {
  const lines: string[] = [];
  if (several) lines.push(`== ${file}`, '');
  for (const finding of document.findings) lines.push(...findingLines(finding, document), '');
  const { findings, held, unread } = document;
  if (findings.length === 0) lines.push('Không thấy chỗ nào mâu thuẫn.');
  lines.push(
    `Đã đọc ${held.length + findings.length + unread.length} quan hệ: ${held.length} đúng, ${findings.length} cần xem, ${unread.length} không kiểm được.`,
    '',
  );
  return lines.join('\n');
}

/** How much of the sentence around a finding is shown. */
const AROUND = 70;

function findingLines(finding: Finding, document: CheckedDocument): string[] {
  const where = placeWords(document.blocks, finding.place, document.format);
  const text = document.blocks[finding.place.block]?.text ?? finding.quote;
  const { start, end } = finding.place;
  const from = Math.max(0, start - AROUND);
  const to = Math.min(text.length, end + AROUND);
  const quote = `${from > 0 ? '…' : ''}${text.slice(from, start)}»${text.slice(start, end)}«${text.slice(end, to)}${to < text.length ? '…' : ''}`;
  return [
    `${SEVERITY_WORDS[finding.severity]}: ${KINDS[finding.kind].title} (${where})`,
    `   ${quote.replace(/\s+/g, ' ')}`,
    ...adviceLines(finding).map((line) => `   ${line}`),
  ];
}
