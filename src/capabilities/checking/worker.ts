import { parentPort } from 'node:worker_threads';
import { Refusal } from '../../kernel/refusal.ts';
import { officialNames } from './official-names.ts';
import { annotateFile, checkFile, checkSource } from './report-file.ts';
import type { Job, Outcome } from './workroom.ts';

async function work(job: Job): Promise<Outcome> {
  const options = { names: await officialNames() };
  try {
    switch (job.kind) {
      case 'check-file':
        return { ok: true, value: await checkFile(job.bytes, job.name, options) };
      case 'check-source':
        return { ok: true, value: checkSource(job.source, job.format, options) };
      case 'annotate':
        return {
          ok: true,
          value: await annotateFile(job.bytes, job.name, job.without, new Date(job.at), options),
        };
    }
  } catch (error) {
    if (error instanceof Refusal)
      return { ok: false, kind: error.kind, code: error.code, details: error.details };
    throw error;
  }
}

parentPort?.on('message', async (job: Job) => {
  parentPort?.postMessage(await work(job));
});
