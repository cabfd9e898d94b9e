import { closeUnansweredDossiers, endWaits } from '../capabilities/dossiers/index.ts';
import { foldFigures } from '../capabilities/figures/index.ts';
import { deliverMessages } from '../capabilities/messages/index.ts';
import { paymentJobs } from '../capabilities/payments/index.ts';
import { reorganisationJob } from '../capabilities/reorganising/index.ts';
import { freezeDue } from '../capabilities/reports/index.ts';
import { roundJobs } from '../capabilities/rounds/index.ts';
import { digestJob, watchJob } from '../capabilities/warnings/index.ts';
import type { Job } from '../kernel/job.ts';
import type { Gateway } from '../outside/messages/gateway.ts';
import type { PaymentGateway } from '../outside/payment/gateway.ts';
import { sweepJobs } from './store.ts';

const sweep: Job = {
  name: 'jobs.sweep',
  title: 'Dọn nhật ký việc tự động đã xong',
  when: { daily: '03:10' },
  run: ({ inTransaction, at }) => inTransaction((tx) => sweepJobs(tx, at)),
};

export interface JobSettings {
  /** The ways out that this installation has. */
  gateways: Gateway[];
  publicUrl: string;
  /** Where money is paid online; null, and it is not. */
  payment: PaymentGateway | null;
}

/** Everything the clock does. A capability adds its jobs here, by its door. */
export function allJobs(given: JobSettings): Job[] {
  return [
    reorganisationJob,
    closeUnansweredDossiers,
    endWaits,
    foldFigures,
    sweep,
    deliverMessages(given),
    freezeDue,
    ...roundJobs(given),
    ...paymentJobs(given.payment),
    watchJob,
    digestJob(given),
  ];
}
