import type { DossierChange } from '../../capabilities/dossiers/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { layLives, makeLives } from './lay-lives.ts';

/** What the dossiers of a ledger have in common. */
export interface LedgerGround {
  procedureCode: string;
  procedureName: string;
  procedureVersionId: string;
  /** Whether that version is offered as a full process. */
  fullProcess: boolean;
  applicant: { id: string; fullName: string };
  /** Who decides when an entry does not say. */
  body: string;
  /** What the ids of dossiers begin with, and the number of the first. */
  prefix: string;
}

/** One dossier of a ledger: what happened to it when. Instants in ISO 8601 with their zone. */
export interface Entry {
  channel?: 'online' | 'counter' | 'post';
  body?: string;
  receivedBy?: string;
  sector?: string;
  receivedAt: string;
  dueAt: string;
  /** The supplement that was asked for, when it came and what was then due. */
  supplement?: { at: string; answeredAt?: string; dueAt?: string };
  ended?: { at: string; how: 'approved' | 'refused' | 'withdrawn' };
  /** A component and the result were digitised. */
  digitised?: boolean;
  /** To be paid, in dong. */
  fee?: number;
  /** It was paid online when it was received. */
  paidOnline?: boolean;
  /** The ministry's system in which it is kept. */
  mirroredFrom?: string;
}

/** The changes that acts would have laid in the record for the `count`th entry of a ledger. */
export function changesOf(
  entry: Entry,
  ground: LedgerGround,
  count: number,
): { id: string; changes: DossierChange[] } {
  const id = `${ground.prefix}-${String(count).padStart(8, '0')}`;
  const iso = (text: string) => new Date(text).toISOString();
  const by = { by: 'official', byName: 'Lê Thị Mai' };
  const receivedAt = iso(entry.receivedAt);
  const body = entry.body ?? ground.body;
  const receivedBy = entry.receivedBy ?? body;
  const step = (key: string, at: string) => ({
    key,
    name: key,
    role: 'specialist',
    agencyId: `${body}.01`,
    officialId: null,
    officialName: null,
    startedAt: at,
    dueAt: null,
    endedAt: null,
  });
  const running = (from: string, to: string | null, why: 'received' | 'restarted') => ({
    from,
    to,
    running: true,
    why,
  });
  const changes: DossierChange[] = [
    {
      at: receivedAt,
      ...by,
      act: 'dossiers.receive-dossier',
      type: 'filed',
      filing: {
        trackingCode: id.toUpperCase(),
        channel: entry.channel ?? 'online',
        procedureCode: ground.procedureCode,
        procedureName: ground.procedureName,
        procedureVersionId: ground.procedureVersionId,
        sector: entry.sector ?? 'ho-tich',
        division: 'office',
        receivingBodyId: receivedBy,
        centreId: `${receivedBy}.04`,
        competentBodyId: body,
        applicantId: ground.applicant.id,
        applicantName: ground.applicant.fullName,
        representative: null,
        filedBy: `person:${ground.applicant.id}`,
        case: null,
        form: {},
        groups: [],
        components: [
          { key: 'don', paperIds: entry.digitised === true ? [`${id}-don`] : [], originals: 1, copies: 0 },
        ],
        returnBy: 'online',
        contact: { phone: null, email: null, address: null },
        postTracking: null,
        requestText: null,
        fees: {
          lines:
            entry.fee === undefined || entry.fee === 0
              ? []
              : [{ name: 'Lệ phí', amount: entry.fee, why: 'mỗi hồ sơ' }],
          total: entry.fee ?? 0,
        },
        ...(entry.mirroredFrom === undefined ? {} : { mirroredFrom: entry.mirroredFrom }),
        submittedAt: receivedAt,
      },
    },
    {
      at: receivedAt,
      ...by,
      act: 'dossiers.receive-dossier',
      type: 'received',
      code: `${receivedBy}.04-${id}`,
      term: { unit: 'working-day', value: 3 },
      clock: [running(receivedAt, null, 'received')],
      dueAt: iso(entry.dueAt),
      step: step('appraise', receivedAt),
      steps: [],
    },
  ];
  if (entry.paidOnline === true)
    changes.push({
      at: receivedAt,
      ...by,
      act: 'payments.settle-payment',
      type: 'paid',
      payment: {
        receiptId: `${id}-thu`,
        number: `L-${count}`,
        way: 'online',
        amount: entry.fee ?? 0,
        places: [0],
        at: receivedAt,
        voided: null,
        refunded: 0,
      },
      resumed: null,
    });
  let clock = [running(receivedAt, null, 'received')] as DossierClock;
  if (entry.supplement !== undefined) {
    const at = iso(entry.supplement.at);
    clock = [running(receivedAt, at, 'received'), { from: at, to: null, running: false, why: 'supplement' }];
    changes.push({
      at,
      ...by,
      act: 'dossiers.request-supplement',
      type: 'supplement-requested',
      items: [{ componentKey: null, text: 'Bản chính' }],
      reason: 'Thiếu',
      clock,
    });
    if (entry.supplement.answeredAt !== undefined) {
      const answeredAt = iso(entry.supplement.answeredAt);
      clock = [
        running(receivedAt, at, 'received'),
        { from: at, to: answeredAt, running: false, why: 'supplement' },
        running(answeredAt, null, 'restarted'),
      ];
      changes.push({
        at: answeredAt,
        ...by,
        act: 'dossiers.take-supplement',
        type: 'supplemented',
        components: [
          { key: 'don', paperIds: entry.digitised === true ? [`${id}-don`] : [], originals: 1, copies: 0 },
        ],
        form: null,
        clock,
        dueAt: iso(entry.supplement.dueAt ?? entry.dueAt),
        step: step('appraise', answeredAt),
      });
    }
  }
  if (entry.ended !== undefined) {
    const at = iso(entry.ended.at);
    const ended = clock.map((interval) => (interval.to === null ? { ...interval, to: at } : interval));
    if (entry.ended.how === 'withdrawn')
      changes.push({
        at,
        ...by,
        act: 'dossiers.withdraw-dossier',
        type: 'withdrawn',
        reason: 'Rút',
        clock: ended,
      });
    else
      changes.push(
        {
          at,
          ...by,
          act: 'dossiers.approve-dossier',
          type: 'decided',
          outcome: entry.ended.how,
          reason: null,
          next: step('issue', at),
        },
        {
          at,
          ...by,
          act: 'dossiers.issue-result',
          type: 'issued',
          result: {
            number: `${count}/KQ`,
            date: at.slice(0, 10),
            name: 'Kết quả',
            paperId: entry.digitised === true ? `${id}-kq` : null,
          },
          clock: ended,
          next: step('return', at),
        },
      );
  }
  return { id, changes };
}
type DossierClock = Extract<DossierChange, { type: 'received' }>['clock'];

function* batches<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const one of all) {
    batch.push(one);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/**
 * Lays a ledger in bulk: the changes in the record, the dossiers that they make, their facts, as acts would have left
 * them. `changed: false` when the cells of figures are built anew afterwards.
 */
export async function layLedger(
  tx: Tx,
  entries: Iterable<Entry>,
  ground: LedgerGround,
  first = 1,
  { changed = true }: { changed?: boolean } = {},
): Promise<string[]> {
  const ids: string[] = [];
  const fullProcess = new Set(ground.fullProcess ? [ground.procedureVersionId] : []);
  for (const batch of batches(entries, 2000)) {
    const lives = batch.map((entry, place) => {
      const life = changesOf(entry, ground, first + ids.length + place);
      const code = entry.receivedBy ?? entry.body ?? ground.body;
      return { ...life, search: `${code}.04-${life.id}`.toLowerCase() };
    });
    ids.push(...lives.map(({ id }) => id));
    await layLives(tx, makeLives(lives, { fullProcess, changed, origin: null }));
  }
  // As autovacuum would have done by then; without it the planner believes the tables to be empty.
  await tx.query('analyze dossiers, dossier_facts, dossier_standings');
  return ids;
}
