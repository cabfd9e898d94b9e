import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, open, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../kernel/refusal.ts';

export interface StoredFile {
  sha256: string;
  size: number;
}

/** The bytes of papers, each under its own hash: written once, flushed before it counts, never altered. */
export interface FileStore {
  /** Takes a stream in; more than `limit` bytes are refused and leave nothing behind. */
  take(stream: Readable, limit: number): Promise<StoredFile>;
  read(sha256: string): Promise<Buffer>;
  /** The first bytes, to sniff the type from. */
  head(sha256: string, length: number): Promise<Buffer>;
  /** Removes bytes that no paper refers to any more; once more does nothing. */
  discard(sha256: string): Promise<void>;
}

/** Where the small picture of a paper lies, in the same folder as the papers: it goes when they go. */
export const smallPlace = (folder: string, sha256: string): string =>
  join(folder, 'small', sha256.slice(0, 2), `${sha256}.webp`);

export async function openFileStore(folder: string): Promise<FileStore> {
  await mkdir(join(folder, 'incoming'), { recursive: true });
  const place = (sha256: string) => join(folder, sha256.slice(0, 2), sha256);
  return {
    async take(stream, limit) {
      const temporary = join(folder, 'incoming', randomUUID());
      const hash = createHash('sha256');
      let size = 0;
      try {
        await pipeline(
          stream,
          async function* (chunks: AsyncIterable<Buffer>) {
            for await (const chunk of chunks) {
              size += chunk.length;
              if (size > limit) throw new Refusal('too-large', 'paper.too-large', { limit });
              hash.update(chunk);
              yield chunk;
            }
          },
          createWriteStream(temporary, { mode: 0o600, flush: true }),
        );
        if (size === 0) throw new Refusal('invalid', 'paper.empty');
        const sha256 = hash.digest('hex');
        const target = place(sha256);
        await mkdir(join(target, '..'), { recursive: true });
        // A file already there has the same bytes, since it has the same name.
        await link(temporary, target).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') return rename(temporary, target);
        });
        const directory = await open(join(target, '..'), 'r');
        await directory.sync().finally(() => directory.close());
        return { sha256, size };
      } finally {
        await unlink(temporary).catch(() => {});
      }
    },
    read: (sha256) => readFile(place(sha256)),
    async discard(sha256) {
      await rm(place(sha256), { force: true });
      await rm(smallPlace(folder, sha256), { force: true });
    },
    async head(sha256, length) {
      const { size } = await stat(place(sha256));
      const chunks: Buffer[] = [];
      for await (const chunk of createReadStream(place(sha256), { end: Math.min(size, length) - 1 }))
        chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
  };
}
