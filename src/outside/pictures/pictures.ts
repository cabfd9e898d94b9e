import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Refusal } from '../../kernel/refusal.ts';
import { type FileStore, smallPlace } from '../files.ts';

export interface ToLookAt {
  bytes: Uint8Array;
  type: string;
}
export type Looked =
  /** `small` is its first page as a small WebP; null where it cannot be drawn (Word, TIFF, HEIC). */
  | { state: 'whole'; small: Uint8Array | null }
  | {
      state: 'refused';
      code: 'paper.broken' | 'paper.locked' | 'paper.too-many-pages' | 'paper.too-many-pixels';
      limit?: number;
    };

/** Opens papers that came from outside, and draws them small. */
export interface Pictures {
  /** Refuses what is broken, locked, or a bomb; keeps its small picture. */
  examine(sha256: string, type: string): Promise<void>;
  /** The small picture, made once; null where there is none. */
  small(sha256: string, type: string): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

export interface PictureLimits {
  /** Longest time for one paper. */
  milliseconds: number;
  heapMegabytes: number;
  /** Papers that may wait; one more is refused. */
  queue: number;
}
const LIMITS: PictureLimits = { milliseconds: 15_000, heapMegabytes: 512, queue: 64 };

/**
 * Papers are opened one after another in a thread of their own, with a limit of time and of memory: a hostile file costs
 * its sender an answer and nobody else anything. A thread that met its limit is ended; the next paper gets a new one.
 * Small pictures lie with the papers in `folder`; losing them costs the time to draw them anew.
 */
export function openPictures(files: FileStore, folder: string, limits: PictureLimits = LIMITS): Pictures {
  let worker: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  const once = (job: ToLookAt): Promise<Looked> =>
    new Promise((resolve, reject) => {
      worker ??= new Worker(new URL('./worker.ts', import.meta.url), {
        resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes },
      });
      const here = worker;
      const settle = (then: () => void, broken: boolean) => {
        clearTimeout(clock);
        // One by one: the thread keeps listeners of its own for what else it does.
        for (const event of ['message', 'error', 'exit']) here.removeAllListeners(event);
        // What a thread that is being ended still says is nobody's business.
        here.on('error', () => {});
        if (broken) {
          worker = null;
          void here.terminate();
        } else here.unref();
        then();
      };
      const give = (looked: Looked) => () => resolve(looked);
      const clock = setTimeout(
        () => settle(give({ state: 'refused', code: 'paper.broken' }), true),
        limits.milliseconds,
      );
      here.on('message', (looked: Looked) => settle(give(looked), false));
      here.on('error', (error: Error & { code?: string }) =>
        settle(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? give({ state: 'refused', code: 'paper.broken' })
            : () => reject(error),
          true,
        ),
      );
      here.on('exit', () => settle(() => reject(new Error('the thread for pictures ended by itself')), true));
      here.ref();
      here.postMessage(job);
    });

  const look = (job: ToLookAt): Promise<Looked> => {
    if (waiting >= limits.queue) throw new Refusal('throttled', 'paper.busy', { retryAfterSeconds: 5 });
    waiting += 1;
    const mine = last.then(() => once(job));
    last = mine
      .catch(() => {})
      .finally(() => {
        waiting -= 1;
      });
    return mine;
  };

  /** An empty file says that there is no small picture, so that it is not tried again. */
  const keep = async (sha256: string, small: Uint8Array | null) => {
    const target = smallPlace(folder, sha256);
    await mkdir(join(target, '..'), { recursive: true });
    const temporary = `${target}.${randomUUID()}`;
    await writeFile(temporary, small ?? new Uint8Array(), { mode: 0o600 });
    await rename(temporary, target);
  };

  return {
    async examine(sha256, type) {
      const looked = await look({ bytes: await files.read(sha256), type });
      if (looked.state === 'refused') {
        const { code, limit } = looked;
        throw new Refusal('invalid', code, limit === undefined ? {} : { limit });
      }
      await keep(sha256, looked.small);
    },
    async small(sha256, type) {
      const kept = await readFile(smallPlace(folder, sha256)).catch(() => null);
      if (kept !== null) return kept.length === 0 ? null : kept;
      const bytes = await files.read(sha256).catch(() => null);
      if (bytes === null) return null;
      const looked = await look({ bytes, type });
      const small = looked.state === 'whole' ? looked.small : null;
      await keep(sha256, small);
      return small;
    },
    async close() {
      await worker?.terminate();
    },
  };
}
