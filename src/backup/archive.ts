import { createReadStream, createWriteStream } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import tar from 'tar-stream';
import { Hindrance } from '../kernel/hindrance.ts';
import { isSealed, seal, unseal } from './seal.ts';

/** The first entry: what is needed before a row can be taken in. */
export interface Manifest {
  format: 1;
  /** The program that wrote it. */
  version: string;
  province: string;
  /** The moment of the data, ISO 8601. */
  at: string;
  postgres: string;
  migrations: { name: string; hash: string }[];
  /** In the order in which they follow; columns that the database computes itself are left out. */
  tables: { name: string; columns: string[] }[];
}

/** The last entry: what must have come out of the others. */
export interface Summary {
  tables: { name: string; rows: number; sha256: string }[];
  sequences: { name: string; last: number; called: boolean }[];
  papers: number;
  /** Papers that a row names and whose bytes were gone or altered when the backup was made. */
  wanting: string[];
}

export interface ArchiveWriter {
  /** Adds one entry; resolves when it is taken. */
  add(name: string, bytes: Buffer | string): Promise<void>;
}

/** Writes an archive aside and puts it in place when it is whole; never over a file that is there. */
export async function writeArchive(
  file: string,
  secret: string | null,
  fill: (archive: ArchiveWriter) => Promise<void>,
): Promise<void> {
  const draft = `${file}.${process.pid}.part`;
  const pack = tar.pack();
  const compressed = pack.pipe(createGzip({ level: 3 }));
  // `pipe` hands no error on: a pack that failed would leave the rest waiting for ever.
  pack.on('error', (error) => compressed.destroy(error));
  const written = pipeline(
    secret === null ? compressed : seal(compressed, secret),
    createWriteStream(draft, { mode: 0o600, flags: 'wx', flush: true }),
  );
  const failed = written.then(
    () => new Promise<never>(() => {}),
    (error: unknown) => {
      pack.destroy();
      throw error;
    },
  );
  failed.catch(() => {});
  const add = (name: string, bytes: Buffer | string) =>
    Promise.race([
      failed,
      new Promise<void>((done, fail) => {
        pack.entry({ name, mode: 0o600, mtime: new Date(0) }, bytes, (error) =>
          error ? fail(error) : done(),
        );
      }),
    ]);
  try {
    await fill({ add });
    pack.finalize();
    await written;
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? alreadyThere(file) : error;
    });
    const folder = await open(dirname(file), 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    pack.destroy(error as Error);
    await written.catch(() => {});
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new Hindrance(`Hết chỗ trên ổ đĩa của ${file}: bản sao lưu chưa xong và đã được bỏ đi.`);
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

export const alreadyThere = (file: string) =>
  new Hindrance(`Đã có tệp ${file}. Bản sao lưu không ghi đè; hãy chọn tên khác.`);

export interface ArchiveEntry {
  name: string;
  body: AsyncIterable<Buffer>;
}

/** Reads an archive entry by entry; each must be read to its end before the next. */
export async function* readArchive(file: string, secret: string | null): AsyncGenerator<ArchiveEntry> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new Hindrance(`Không đọc được ${file}: ${error.message}`);
  });
  const head = Buffer.alloc(64);
  await handle.read(head, 0, head.length, 0).finally(() => handle.close());
  const sealed = isSealed(head);
  if (sealed && secret === null)
    throw new Hindrance(
      'Bản sao lưu này được mã hoá. Hãy đưa khoá: --key-file TỆP, hoặc biến môi trường HAICAP_BACKUP_KEY.',
    );
  if (!sealed && head.readUInt16BE(0) !== 0x1f8b)
    throw new Hindrance(`${file} không phải là một bản sao lưu của Haicấp.`);
  const bytes = createReadStream(file);
  const extract = tar.extract();
  const read = pipeline(
    sealed ? unseal(bytes as AsyncIterable<Buffer>, secret ?? '') : bytes,
    createGunzip(),
    extract,
  );
  read.catch(() => {});
  /** The first one to fail says why; those after it only that they were left alone. */
  const why = async (error: unknown): Promise<unknown> => {
    const cause = await read.then(
      () => error,
      (first: unknown) => first,
    );
    if (cause instanceof Hindrance) return cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    return code?.startsWith('Z_') || /tar|unexpected end/i.test(message)
      ? new Hindrance('Bản sao lưu bị cắt cụt hoặc đã bị sửa: không mở được hết.', 1, { cause })
      : cause;
  };
  async function* told<T>(stream: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* stream;
    } catch (error) {
      throw await why(error);
    }
  }
  try {
    for await (const entry of told(extract))
      yield { name: entry.header.name, body: told(entry as AsyncIterable<Buffer>) };
    await read.catch(async (error: unknown) => {
      throw await why(error);
    });
  } finally {
    bytes.destroy();
  }
}

export async function wholeOf(entry: ArchiveEntry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of entry.body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
