import { Worker } from 'node:worker_threads';
import { Refusal, type RefusalKind } from '../../kernel/refusal.ts';
import type { annotateFile, CheckedDocument } from './report-file.ts';

export type Job =
  | { kind: 'check-file'; bytes: Uint8Array; name: string }
  | { kind: 'check-source'; source: string; format: 'txt' | 'md' }
  | { kind: 'annotate'; bytes: Uint8Array; name: string; without: readonly string[]; at: number };

export type Annotated = Awaited<ReturnType<typeof annotateFile>>;

export type Outcome =
  | { ok: true; value: CheckedDocument | Annotated }
  | { ok: false; kind: RefusalKind; code: string; details: Refusal['details'] };

export interface Limits {
  /** Longest time for one document. */
  milliseconds: number;
  /** The worker's own heap. */
  heapMegabytes: number;
  /** How far the whole process may grow while a document is read; buffers are outside the worker's heap. */
  growthMegabytes: number;
  workers: number;
  /** Jobs that may wait; one more is refused. */
  queue: number;
}

export const LIMITS: Limits = {
  milliseconds: 30_000,
  heapMegabytes: 768,
  growthMegabytes: 1536,
  workers: 1,
  queue: 32,
};

interface Waiting {
  job: Job;
  resolve(value: CheckedDocument | Annotated): void;
  reject(error: Error): void;
}

const MEGABYTE = 1024 * 1024;
/** How often the process's size is looked at while a document is read. */
const WATCH_MILLISECONDS = 100;

/**
 * A room apart for documents from outside: reading and checking happen in a thread of their own, with a limit of
 * memory and of time, so that a hostile file costs its sender an answer and nobody else anything. A thread that
 * meets its limit is ended and the next document gets a new one.
 */
export class Workroom {
  private readonly limits: Limits;
  private readonly idle: Worker[] = [];
  private readonly all = new Set<Worker>();
  private readonly queue: Waiting[] = [];

  constructor(limits: Partial<Limits> = {}) {
    this.limits = { ...LIMITS, ...limits };
  }

  checkFile(bytes: Uint8Array, name: string): Promise<CheckedDocument> {
    return this.run({ kind: 'check-file', bytes, name }) as Promise<CheckedDocument>;
  }

  checkSource(source: string, format: 'txt' | 'md'): Promise<CheckedDocument> {
    return this.run({ kind: 'check-source', source, format }) as Promise<CheckedDocument>;
  }

  annotate(bytes: Uint8Array, name: string, without: readonly string[], at: Date): Promise<Annotated> {
    return this.run({ kind: 'annotate', bytes, name, without, at: at.getTime() }) as Promise<Annotated>;
  }

  async close(): Promise<void> {
    for (const waiting of this.queue.splice(0)) waiting.reject(new Refusal('throttled', 'checking.closing'));
    await Promise.all([...this.all].map((worker) => worker.terminate()));
  }

  private run(job: Job): Promise<CheckedDocument | Annotated> {
    return new Promise((resolve, reject) => {
      if (this.queue.length >= this.limits.queue) {
        reject(new Refusal('throttled', 'checking.busy', { retryAfterSeconds: 5 }));
        return;
      }
      this.queue.push({ job, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    if (this.queue.length === 0) return;
    const worker = this.idle.pop() ?? (this.all.size < this.limits.workers ? this.open() : undefined);
    const waiting = worker === undefined ? undefined : this.queue.shift();
    if (worker === undefined || waiting === undefined) return;
    this.give(worker, waiting);
  }

  private open(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: this.limits.heapMegabytes },
    });
    this.all.add(worker);
    worker.once('exit', () => this.all.delete(worker));
    return worker;
  }

  private give(worker: Worker, waiting: Waiting): void {
    let settled = false;
    const before = process.memoryUsage.rss();
    const settle = (outcome: Outcome | Error, broken: boolean) => {
      if (settled) return;
      settled = true;
      clearTimeout(clock);
      clearInterval(watch);
      worker.removeAllListeners('message');
      worker.removeAllListeners('error');
      worker.off('exit', ended);
      worker.on('error', () => {});
      if (broken) {
        this.all.delete(worker);
        void worker.terminate();
      } else {
        worker.unref();
        this.idle.push(worker);
      }
      if (outcome instanceof Error) waiting.reject(outcome);
      else if (outcome.ok) waiting.resolve(outcome.value);
      else waiting.reject(new Refusal(outcome.kind, outcome.code, outcome.details));
      this.next();
    };
    const ended = () => settle(new Error('the checking worker ended by itself'), true);
    const clock = setTimeout(
      () =>
        settle(
          new Refusal('too-large', 'document.too-slow', { limitSeconds: this.limits.milliseconds / 1000 }),
          true,
        ),
      this.limits.milliseconds,
    );
    const watch = setInterval(() => {
      if (process.memoryUsage.rss() - before > this.limits.growthMegabytes * MEGABYTE)
        settle(tooMuchMemory(), true);
    }, WATCH_MILLISECONDS);
    worker.removeAllListeners('error');
    worker.on('message', (outcome: Outcome) => settle(outcome, false));
    worker.on('error', (error: Error & { code?: string }) =>
      settle(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuchMemory() : error, true),
    );
    worker.once('exit', ended);
    worker.ref();
    worker.postMessage(waiting.job);
  }
}

const tooMuchMemory = () => new Refusal('too-large', 'document.too-large', { what: 'memory' });
