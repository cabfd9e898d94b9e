import type { OnBehalf } from '../../kernel/actor.ts';
import type { Clock, Term } from '../calendar/index.ts';
import type { CommuneDivision } from '../procedures/index.ts';

/** Where a dossier stands inside; the ten states of the national portal are derived from these. */
export const STATES = [
  'submitted', // filed online, not yet looked at by a centre
  'refused-receipt',
  'received',
  'in-progress',
  'awaiting-supplement',
  'awaiting-payment',
  'resolved', // decided and issued; the result waits to be handed over
  'returned',
  'withdrawn',
  'stopped',
] as const;
export type State = (typeof STATES)[number];

export const STATE_NAMES: Record<State, string> = {
  submitted: 'Mới đăng ký',
  'refused-receipt': 'Không tiếp nhận',
  received: 'Đã tiếp nhận',
  'in-progress': 'Đang giải quyết',
  'awaiting-supplement': 'Chờ bổ sung',
  'awaiting-payment': 'Chờ nộp phí',
  resolved: 'Đã có kết quả',
  returned: 'Đã trả kết quả',
  withdrawn: 'Đã rút',
  stopped: 'Dừng giải quyết',
};

/** The states exchanged with the national portal, by number (three independent integrations agree on the list). */
export const NATIONAL_STATE_NAMES = {
  1: 'Mới đăng ký',
  2: 'Được tiếp nhận',
  3: 'Không được tiếp nhận',
  4: 'Đang xử lý',
  5: 'Yêu cầu bổ sung giấy tờ',
  6: 'Yêu cầu thực hiện nghĩa vụ tài chính',
  7: 'Công dân yêu cầu rút hồ sơ',
  8: 'Dừng xử lý',
  9: 'Đã xử lý xong',
  10: 'Đã trả kết quả',
} as const;
export type NationalState = keyof typeof NATIONAL_STATE_NAMES;

const NATIONAL: Record<State, NationalState> = {
  submitted: 1,
  received: 2,
  'refused-receipt': 3,
  'in-progress': 4,
  'awaiting-supplement': 5,
  'awaiting-payment': 6,
  withdrawn: 7,
  stopped: 8,
  resolved: 9,
  returned: 10,
};

export function nationalState(state: State): NationalState {
  return NATIONAL[state];
}

/** Received and not ended: "đang giải quyết" in every figure. */
export function isOpen(dossier: Pick<Dossier, 'receivedAt' | 'endedAt'>): boolean {
  return dossier.receivedAt !== null && dossier.endedAt === null;
}

export type Channel = 'online' | 'counter' | 'post';
export type ReturnBy = 'counter' | 'post' | 'online';

/** A component as handed in. */
export interface HandedIn {
  key: string;
  paperIds: string[];
  originals: number;
  copies: number;
  /** Which of its papers came from the applicant's vault instead of being handed in; absent when none did. */
  taken?: { paperId: string; vaultId: string }[];
}

export interface Representative {
  fullName: string;
  personalId: string;
  phone: string | null;
  /** The paper that gives the authority. */
  authority: string;
}

/** The key under which the paper that gives a representative authority lies among the components. */
export const AUTHORITY = 'giay-uy-quyen';

/** What a component is called that the procedure does not list. */
export const nameOfOther = (key: string): string => (key === AUTHORITY ? 'Giấy uỷ quyền' : 'Giấy tờ khác');

/** One stay of the dossier at a step of its process; form 06 is made of these. */
export interface StepVisit {
  key: string;
  name: string;
  role: string;
  agencyId: string;
  officialId: string | null;
  officialName: string | null;
  /** Who did it for the official while they were away. */
  deputyName?: string;
  startedAt: string;
  /** When this step's share of the term ends; null for steps that take none of it. */
  dueAt: string | null;
  endedAt: string | null;
}

/**
 * What is asked of somebody else while the dossier stays at its step and its own clock runs on: an opinion
 * (`consultation`), or a part of the process that runs beside the others (`parallel`). The dossier goes on when none is open.
 */
export interface PartVisit {
  id: string;
  kind: 'consultation' | 'parallel';
  /** The step at which it was opened. */
  step: string;
  agencyId: string;
  bodyId: string;
  /** Who may do it, when not everybody who prepares or decides there. */
  role: string | null;
  officialId: string | null;
  officialName: string | null;
  question: string;
  /** What of the dossier's papers the asked agency may read. */
  sharedPaperIds: string[];
  askedAt: string;
  askedBy: string;
  askedByName: string;
  /** The agency that asks. */
  askedFrom: string;
  dueAt: string | null;
  remindedAt: string[];
  endedAt: string | null;
  ending: PartEnding | null;
  /** The answer, or the reason why there is none. */
  answer: string | null;
  answeredBy: string | null;
  answeredByName: string | null;
  paperIds: string[];
}
export type PartEnding = 'answered' | 'declined' | 'withdrawn' | 'passed-over';

export function openParts(dossier: Pick<Dossier, 'parts'>): PartVisit[] {
  return dossier.parts.filter((part) => part.endedAt === null);
}

/** One of the procedures that a linked procedure does at once, as it stands in the dossier that was filed for all. */
export interface LinkVisit {
  key: string;
  name: string;
  procedureCode: string | null;
  /** Who does it outside this system. */
  outside: string | null;
  after: string[];
  /** The dossier made for it; null until its turn, and for what is done outside. */
  dossierId: string | null;
  code: string | null;
  bodyId: string | null;
  openedAt: string | null;
  endedAt: string | null;
  /** `dropped`: what it was to follow did not succeed, or the whole was withdrawn before its turn. */
  outcome: 'approved' | 'refused' | 'withdrawn' | 'stopped' | 'dropped' | null;
  result: Result | null;
}

/** How a dossier stands in the ministry's system that decides it, as it last told. */
export interface Mirror {
  /** "Hệ thống Bộ Công an". */
  system: string;
  /** Its code there. */
  code: string;
  /** Its version there: a later one is believed, an earlier or the same one is not. */
  version: number;
  nationalState: NationalState;
  /** When it was so, by the ministry's clock. */
  at: string;
  /** Handing the result over is ours. */
  returnedHere: boolean;
}

export interface SupplementRequest {
  at: string;
  by: string;
  byName: string;
  items: { componentKey: string | null; text: string }[];
  reason: string;
  /** The state it goes back to when answered. */
  from: State;
  answeredAt: string | null;
}

/** The one new date that an apology may give (form 04). */
export interface Extension {
  at: string;
  by: string;
  byName: string;
  reason: string;
  from: string;
  to: string;
}

export interface FeeLine {
  name: string;
  amount: number;
  why: string;
  key?: string;
  /** Before reduction. What was filed before money was paid here says none of these. */
  full?: number;
  due?: 'receipt' | 'handling';
  evidence?: string | null;
  /** A fee of the handling that has been asked for. */
  asked?: boolean;
}

/** A payment as the dossier knows it: which of its fee lines it covers, by their place. */
export interface Payment {
  receiptId: string;
  /** Series and number of the receipt: "Q26-0000012". */
  number: string;
  way: 'cash' | 'online';
  amount: number;
  places: number[];
  at: string;
  voided: { at: string; reason: string } | null;
  /** What was paid back of it. */
  refunded: number;
}

/** Money that is waited for: the clock stands from here until it is there. */
export interface PaymentRequest {
  at: string;
  byName: string;
  reason: string;
  /** The state it goes back to when paid. */
  from: State;
  paidAt: string | null;
}

/** How the result reached its owner, with what proves it. */
export interface Returned {
  by: ReturnBy;
  /** Who took it: the applicant, or whoever brought an authority. */
  receivedBy: string | null;
  /** Number of the identity paper that was shown at the counter. */
  receiverId?: string | null;
  /** A signed sheet that was scanned. */
  signaturePaperId?: string | null;
  tracking: string | null;
  /** When the post says it was delivered, or when it was first opened online. */
  deliveredAt?: string | null;
}

export interface Result {
  number: string;
  /** Legal day of issue. */
  date: string;
  name: string;
  paperId: string | null;
  /** It was laid in the applicant's vault. */
  inVault?: true;
}

/** A code that was given and taken back: it stays in the book of dossiers and is never given again. */
export interface VoidedCode {
  code: string;
  receivedAt: string;
  at: string;
  byName: string;
  reason: string;
}

/** What was written wrongly at receipt and put right; each one reissues the slip. */
export interface Correction {
  at: string;
  byName: string;
  reason: string;
}

/**
 * Handling was stopped (form 05). One that may go on is open still, its clock stands; any other has ended. `from` and
 * the due times are what resuming goes back to.
 */
export interface Stop {
  at: string;
  byName: string;
  ground: StopGround;
  reason: string;
  /** The law or the document that the stop rests on, where the ground is not the applicant's own wish. */
  legalBasis: string | null;
  mayResume: boolean;
  from: State;
  dueAt: string | null;
}
export type StopGround = 'request' | 'authority' | 'unanswered';

/** A mistake or a loss of the office's own (Decree 61/2018 art. 21): traced, apologised for, mended. */
export interface OfficeError {
  /** 1, 2, … within the dossier. */
  number: number;
  at: string;
  byName: string;
  kind: OfficeErrorKind;
  text: string;
  /** Where it happened, and with whom, as far as it is known. */
  agencyId: string;
  officialName: string | null;
  apology: { at: string; byName: string; text: string } | null;
  mended: { at: string; byName: string; how: string } | null;
}
export const OFFICE_ERROR_NAMES = {
  'wrong-result': 'Kết quả sai',
  'lost-paper': 'Mất, hỏng giấy tờ',
  'late-by-us': 'Chậm do cơ quan',
  other: 'Sai sót khác',
} as const;
export type OfficeErrorKind = keyof typeof OFFICE_ERROR_NAMES;

/** The whole of a dossier as it now is: the fold of its changes. */
export interface Dossier {
  id: string;
  /** How many changes made it: what a screen saw, and what it must still be for an act to be allowed. */
  version: number;
  code: string | null;
  trackingCode: string;
  state: State;
  channel: Channel;
  procedureCode: string;
  procedureName: string;
  procedureVersionId: string;
  sector: string;
  /** The division of a commune that prepares the decision; follows from the sector. */
  division: CommuneDivision;
  receivingBodyId: string;
  centreId: string;
  competentBodyId: string;
  applicantId: string;
  applicantName: string;
  representative: Representative | null;
  filedBy: string;
  case: string | null;
  form: Record<string, unknown>;
  groups: string[];
  components: HandedIn[];
  returnBy: ReturnBy;
  contact: { phone: string | null; email: string | null; address: string | null };
  postTracking: string | null;
  requestText: string | null;
  /** The ministry's system in which it is kept, when it is only mirrored here. */
  mirroredFrom?: string;
  fees: { lines: FeeLine[]; total: number };
  submittedAt: string;
  receivedAt: string | null;
  term: Term | null;
  clock: Clock;
  dueAt: string | null;
  extension: Extension | null;
  step: StepVisit | null;
  steps: StepVisit[];
  parts: PartVisit[];
  /** Decided in a ministry's system and watched here. */
  mirror?: Mirror;
  notes?: { at: string; byName: string; text: string }[];
  /** Of a linked procedure's dossier: the procedures it stands for. */
  links?: LinkVisit[];
  /** Of a dossier made for one of these: the dossier that was filed, and which of its links this is. */
  linkedTo?: { dossierId: string; key: string };
  supplements: SupplementRequest[];
  /** Absent in what was filed before money was paid here. */
  payments?: Payment[];
  paymentRequests?: PaymentRequest[];
  outcome: 'approved' | 'refused' | null;
  decision: {
    at: string;
    by: string;
    byName: string;
    reason: string | null;
    onBehalf?: OnBehalf;
  } | null;
  result: Result | null;
  refusalReason: string | null;
  endedAt: string | null;
  /** The due time that held when it ended; early, on time and late are told by these two. */
  dueAtEnd: string | null;
  returnedAt: string | null;
  returned: Returned | null;
  lastChange: LastChange;
  // What many dossiers never have, and those kept by earlier versions do not know.
  refusedAt?: string;
  voided?: VoidedCode[];
  corrections?: Correction[];
  /** Results that were issued and then replaced; their numbers stay used. */
  replacedResults?: (Result & { replacedAt: string; byName: string; reason: string })[];
  stop?: Stop;
  errors?: OfficeError[];
  /** Decided and handed over while the applicant waited. */
  atOnce?: boolean;
  /** Oldest first; only in dossiers that a reorganisation has moved. */
  formerBodies?: FormerBodies[];
}

export interface LastChange {
  act: string;
  /** Their name; `byId` says which of two of the same name. */
  by: string;
  at: string;
  byId?: string;
  type?: DossierChange['type'];
  /** What an undoing undid. */
  undoes?: DossierChange['type'];
}

/** Under whom a dossier stood before it was moved by a reorganisation; papers of that time name them. */
export interface FormerBodies {
  /** The first legal day on which it stood elsewhere, and the instant. */
  until: string;
  at: string;
  competentBodyId: string;
  receivingBodyId: string;
  centreId: string;
}

/** Facts that filing and receiving at the counter have in common. */
export type Filing = Pick<
  Dossier,
  | 'trackingCode'
  | 'channel'
  | 'procedureCode'
  | 'procedureName'
  | 'procedureVersionId'
  | 'sector'
  | 'division'
  | 'receivingBodyId'
  | 'centreId'
  | 'competentBodyId'
  | 'applicantId'
  | 'applicantName'
  | 'representative'
  | 'filedBy'
  | 'case'
  | 'form'
  | 'groups'
  | 'components'
  | 'returnBy'
  | 'contact'
  | 'postTracking'
  | 'requestText'
  | 'mirroredFrom'
  | 'fees'
  | 'submittedAt'
>;

/** What one act changed. Everything that was computed (codes, due times) stands in the change itself. */
export type DossierChange = {
  at: string;
  by: string;
  byName: string;
  act: string;
  /** Who was away and for whom it was done. */
  onBehalf?: OnBehalf;
} & (
  | { type: 'filed'; filing: Filing; linkedTo?: { dossierId: string; key: string } }
  | {
      type: 'received';
      code: string;
      term: Term;
      clock: Clock;
      dueAt: string;
      step: StepVisit;
      steps: StepVisit[];
    }
  | { type: 'refused-receipt'; reason: string }
  | { type: 'supplement-requested'; items: SupplementRequest['items']; reason: string; clock: Clock }
  | {
      type: 'supplemented';
      components: HandedIn[];
      form: Record<string, unknown> | null;
      clock: Clock;
      dueAt: string | null;
      /** The current step anew, with its share counted from the restart. */
      step: StepVisit | null;
    }
  | { type: 'extended'; reason: string; to: string }
  | {
      type: 'moved';
      next: StepVisit;
      note: string | null;
      back: boolean;
      /** What the dossier's papers are from now on, when the counter made good what it left out. */
      components?: HandedIn[];
    }
  | { type: 'decided'; outcome: 'approved' | 'refused'; reason: string | null; next: StepVisit }
  | { type: 'issued'; result: Result; clock: Clock; next: StepVisit | null }
  | { type: 'payment-requested'; lines: FeeLine[]; reason: string; clock: Clock }
  | {
      type: 'paid';
      payment: Payment;
      /** When nothing is owed any more and it was waited for: the clock goes on, with what then is due. */
      resumed: { clock: Clock; dueAt: string | null; stepDueAt: string | null } | null;
    }
  | { type: 'receipt-voided'; receiptId: string; reason: string }
  | { type: 'refunded'; receiptId: string; amount: number; way: 'cash' | 'online' }
  | { type: 'returned'; returned: Returned }
  | { type: 'withdrawn'; reason: string; clock: Clock }
  /** What a ministry's system told: all of how it stands there, so that the last one says everything. */
  | {
      type: 'mirrored';
      mirror: Mirror;
      receivedAt: string | null;
      dueAt: string | null;
      endedAt: string | null;
      returnedAt: string | null;
      result: Result | null;
      note: string | null;
    }
  | { type: 'noted'; text: string }
  /** Everything a linked procedure's dossier stands for has ended: decided and resolved in one. */
  | {
      type: 'linked-resolved';
      outcome: 'approved' | 'refused';
      reason: string | null;
      result: Result;
      clock: Clock;
      next: StepVisit | null;
    }
  | { type: 'links-changed'; links: LinkVisit[]; note: string | null }
  /** The same step in other hands. */
  | { type: 'handed-over'; next: StepVisit; note: string }
  | { type: 'parts-opened'; parts: PartVisit[] }
  /** Its agencies were merged or split: it goes on, under the same code, with those that took over. */
  | { type: 'transferred'; day: string; basis: string; moves: { from: string; to: string; toBody: string }[] }
  | { type: 'part-reminded'; id: string; note: string | null }
  | { type: 'part-ended'; id: string; ending: PartEnding; answer: string; paperIds: string[] }
  | {
      type: 'undone';
      /** The version whose state holds again, and that state itself. */
      version: number;
      restores: Dossier;
      undoes: DossierChange['type'];
      reason: string;
    }
  | {
      type: 'corrected';
      reason: string;
      facts: Partial<Filing>;
      /** What stood there and what stands there now, in words: for the story, and for whoever holds the old slip. */
      lines: { field: CorrectedField; from: string | null; to: string | null }[];
      /** The term and the way anew, where another case or procedure has others. */
      course: Pick<Dossier, 'term' | 'dueAt' | 'step' | 'steps'> | null;
    }
  | { type: 'result-corrected'; result: Result; reason: string }
  | ({ type: 'stopped'; clock: Clock } & Pick<Stop, 'ground' | 'reason' | 'legalBasis' | 'mayResume'>)
  | { type: 'resumed'; reason: string; clock: Clock; dueAt: string | null; step: StepVisit | null }
  | {
      type: 'given-at-once';
      code: string;
      term: Term;
      clock: Clock;
      dueAt: string;
      steps: StepVisit[];
      /** Who signed; the receptionist only enters it. */
      decision: NonNullable<Dossier['decision']>;
      result: Result;
      returned: Returned;
    }
  | ({ type: 'error-noted' } & Pick<OfficeError, 'kind' | 'text' | 'agencyId' | 'officialName'>)
  | { type: 'error-apologised'; number: number; text: string }
  | { type: 'error-mended'; number: number; how: string }
  | { type: 'delivered'; deliveredAt: string; receivedBy: string | null }
);

export type CorrectedField =
  | 'procedure'
  | 'case'
  | 'applicantName'
  | 'personalId'
  | 'phone'
  | 'email'
  | 'address'
  | 'representative'
  | 'form'
  | 'components'
  | 'groups'
  | 'fees'
  | 'returnBy'
  | 'requestText';

function endStep(
  dossier: Dossier,
  at: string,
  by: { id: string; name: string; deputyName?: string } | null,
): StepVisit[] {
  if (dossier.step === null) return dossier.steps;
  const ended: StepVisit = {
    ...dossier.step,
    endedAt: at,
    ...(by === null
      ? {}
      : {
          officialId: dossier.step.officialId ?? by.id,
          officialName: dossier.step.officialName ?? by.name,
          ...(by.deputyName === undefined ? {} : { deputyName: by.deputyName }),
        }),
  };
  return [...dossier.steps, ended];
}

function feesWith(lines: FeeLine[], more: FeeLine[]): Dossier['fees'] {
  const all = [...lines, ...more];
  return { lines: all, total: all.reduce((sum, line) => sum + line.amount, 0) };
}

/** The fee lines that are to be paid now and are not, by their place. A fee of the handling counts once it is asked for. */
export function owedPlaces(dossier: Pick<Dossier, 'fees' | 'payments'>): number[] {
  const covered = new Set(
    (dossier.payments ?? [])
      .filter((payment) => payment.voided === null)
      .flatMap((payment) => payment.places),
  );
  return dossier.fees.lines.flatMap((line, place) =>
    line.amount > 0 && (line.due !== 'handling' || line.asked === true) && !covered.has(place) ? [place] : [],
  );
}

/** Whether money may still be taken for it: what was withdrawn, stopped or never received is owed nothing. */
export function takesMoney(dossier: Pick<Dossier, 'state'>): boolean {
  return !['withdrawn', 'stopped', 'refused-receipt'].includes(dossier.state);
}

/** What is to be paid now, in dong. */
export function owedAmount(dossier: Pick<Dossier, 'fees' | 'payments' | 'state'>): number {
  if (!takesMoney(dossier)) return 0;
  return owedPlaces(dossier).reduce((sum, place) => sum + (dossier.fees.lines[place]?.amount ?? 0), 0);
}

/** What has been paid and not been paid back, by the receipts that hold. */
export function paidAmount(dossier: Pick<Dossier, 'payments'>): number {
  return (dossier.payments ?? [])
    .filter((payment) => payment.voided === null)
    .reduce((sum, payment) => sum + payment.amount - payment.refunded, 0);
}

/** The dossier after one more change. Total: what an act may do is decided before, in the act. */
export function applyChange(id: string, before: Dossier | null, change: DossierChange): Dossier {
  if (change.type === 'filed') {
    return {
      id,
      version: 1,
      code: null,
      state: 'submitted',
      ...change.filing,
      ...(change.linkedTo === undefined ? {} : { linkedTo: change.linkedTo }),
      receivedAt: null,
      term: null,
      clock: [],
      dueAt: null,
      extension: null,
      step: null,
      steps: [],
      parts: [],
      supplements: [],
      outcome: null,
      decision: null,
      result: null,
      refusalReason: null,
      endedAt: null,
      dueAtEnd: null,
      returnedAt: null,
      returned: null,
      lastChange: lastChangeOf(change),
    };
  }
  if (before === null) throw new Error(`dossier ${id} begins with ${change.type}`);
  // A step that a deputy did is the absent official's, and says who did it.
  const by =
    change.onBehalf === undefined
      ? { id: change.by, name: change.byName }
      : { id: change.onBehalf.id, name: change.onBehalf.name, deputyName: change.byName };
  const onBehalf = change.onBehalf === undefined ? {} : { onBehalf: change.onBehalf };
  const dossier: Dossier = {
    ...before,
    version: before.version + 1,
    lastChange: lastChangeOf(change),
    // Refused under a version of the program that did not keep the day: nothing has happened to it since.
    ...(before.state === 'refused-receipt' && before.refusedAt === undefined
      ? { refusedAt: before.lastChange.at }
      : {}),
  };
  switch (change.type) {
    case 'received':
      return {
        ...dossier,
        state: 'received',
        code: change.code,
        receivedAt: change.at,
        term: change.term,
        clock: change.clock,
        dueAt: change.dueAt,
        step: change.step,
        steps: change.steps,
      };
    case 'refused-receipt':
      return { ...dossier, state: 'refused-receipt', refusalReason: change.reason, refusedAt: change.at };
    case 'supplement-requested':
      return {
        ...dossier,
        state: 'awaiting-supplement',
        clock: change.clock,
        dueAt: null,
        supplements: [
          ...dossier.supplements,
          {
            at: change.at,
            by: change.by,
            byName: change.byName,
            items: change.items,
            reason: change.reason,
            from: before.state,
            answeredAt: null,
          },
        ],
      };
    case 'supplemented': {
      const supplements = dossier.supplements.map((request, place) =>
        place === dossier.supplements.length - 1 ? { ...request, answeredAt: change.at } : request,
      );
      return {
        ...dossier,
        // Asked for before receipt: it goes back to the centre's list as it was, with the new papers.
        state: dossier.supplements.at(-1)?.from ?? dossier.state,
        components: change.components,
        form: change.form ?? dossier.form,
        clock: change.clock,
        dueAt: change.dueAt,
        supplements,
        steps: change.step === null ? dossier.steps : endStep(dossier, change.at, null),
        step: change.step ?? dossier.step,
      };
    }
    case 'payment-requested':
      return {
        ...dossier,
        state: 'awaiting-payment',
        clock: change.clock,
        dueAt: null,
        fees: feesWith(
          dossier.fees.lines.map((line) => (line.due === 'handling' ? { ...line, asked: true } : line)),
          change.lines,
        ),
        paymentRequests: [
          ...(dossier.paymentRequests ?? []),
          {
            at: change.at,
            byName: change.byName,
            reason: change.reason,
            from: dossier.state,
            paidAt: null,
          },
        ],
      };
    case 'paid': {
      const paid = { ...dossier, payments: [...(dossier.payments ?? []), change.payment] };
      if (change.resumed === null) return paid;
      const { clock, dueAt, stepDueAt } = change.resumed;
      const requests = dossier.paymentRequests ?? [];
      return {
        ...paid,
        state: requests.at(-1)?.from ?? dossier.state,
        clock,
        dueAt,
        step: dossier.step && { ...dossier.step, dueAt: stepDueAt },
        paymentRequests: requests.map((request, place) =>
          place === requests.length - 1 ? { ...request, paidAt: change.at } : request,
        ),
      };
    }
    case 'receipt-voided':
      return {
        ...dossier,
        payments: (dossier.payments ?? []).map((payment) =>
          payment.receiptId === change.receiptId
            ? { ...payment, voided: { at: change.at, reason: change.reason } }
            : payment,
        ),
      };
    case 'refunded':
      return {
        ...dossier,
        payments: (dossier.payments ?? []).map((payment) =>
          payment.receiptId === change.receiptId
            ? { ...payment, refunded: payment.refunded + change.amount }
            : payment,
        ),
      };
    case 'extended':
      return {
        ...dossier,
        dueAt: change.to,
        extension: {
          at: change.at,
          by: change.by,
          byName: change.byName,
          reason: change.reason,
          from: dossier.dueAt ?? change.to,
          to: change.to,
        },
      };
    case 'moved':
      return {
        ...dossier,
        state: 'in-progress',
        steps: endStep(dossier, change.at, by),
        step: change.next,
        components: change.components ?? dossier.components,
        parts: change.back ? partsDropped(dossier, change.at) : dossier.parts,
      };
    case 'decided':
      return {
        ...dossier,
        state: 'in-progress',
        outcome: change.outcome,
        decision: { at: change.at, by: change.by, byName: change.byName, reason: change.reason, ...onBehalf },
        steps: endStep(dossier, change.at, by),
        step: change.next,
      };
    case 'issued':
      return {
        ...dossier,
        state: 'resolved',
        result: change.result,
        clock: change.clock,
        endedAt: change.at,
        dueAtEnd: dossier.dueAt,
        steps: endStep(dossier, change.at, by),
        step: change.next,
      };
    case 'returned':
      return {
        ...dossier,
        state: 'returned',
        returnedAt: change.at,
        returned: change.returned,
        steps: endStep(dossier, change.at, by),
        step: null,
      };
    case 'withdrawn':
      return {
        ...dossier,
        state: 'withdrawn',
        clock: change.clock,
        refusalReason: change.reason,
        endedAt: change.at,
        dueAtEnd: dossier.dueAt,
        steps: endStep(dossier, change.at, null),
        step: null,
        parts: partsDropped(dossier, change.at),
      };
    case 'mirrored':
      return mirrored(dossier, change);
    case 'noted':
      return {
        ...dossier,
        notes: [...(dossier.notes ?? []), { at: change.at, byName: change.byName, text: change.text }],
      };
    case 'linked-resolved':
      return {
        ...dossier,
        state: 'resolved',
        outcome: change.outcome,
        decision: { at: change.at, by: change.by, byName: change.byName, reason: change.reason },
        result: change.result,
        clock: change.clock,
        endedAt: change.at,
        dueAtEnd: dossier.dueAt,
        steps: endStep(dossier, change.at, null),
        step: change.next,
      };
    case 'links-changed':
      return {
        ...dossier,
        state: dossier.state === 'received' ? 'in-progress' : dossier.state,
        links: change.links,
      };
    case 'handed-over':
      return { ...dossier, steps: endStep(dossier, change.at, null), step: change.next };
    case 'transferred':
      return transferred(dossier, change);
    case 'parts-opened':
      return { ...dossier, parts: [...dossier.parts, ...change.parts] };
    case 'part-reminded':
      return {
        ...dossier,
        parts: dossier.parts.map((part) =>
          part.id === change.id ? { ...part, remindedAt: [...part.remindedAt, change.at] } : part,
        ),
      };
    case 'part-ended':
      return {
        ...dossier,
        parts: dossier.parts.map((part) =>
          part.id === change.id
            ? {
                ...part,
                endedAt: change.at,
                ending: change.ending,
                answer: change.answer,
                answeredBy: change.by,
                answeredByName: change.byName,
                paperIds: change.paperIds,
              }
            : part,
        ),
      };
    case 'undone':
      return {
        ...change.restores,
        version: dossier.version,
        lastChange: dossier.lastChange,
        ...voidedBy(before, change),
      };
    case 'corrected':
      return {
        ...dossier,
        ...change.facts,
        ...(change.course ?? {}),
        corrections: [
          ...(dossier.corrections ?? []),
          { at: change.at, byName: change.byName, reason: change.reason },
        ],
      };
    case 'result-corrected':
      return {
        ...dossier,
        result: change.result,
        replacedResults: [
          ...(dossier.replacedResults ?? []),
          ...(dossier.result === null
            ? []
            : [
                {
                  ...dossier.result,
                  replacedAt: change.at,
                  byName: change.byName,
                  reason: change.reason,
                },
              ]),
        ],
      };
    case 'stopped': {
      const { ground, reason, legalBasis, mayResume, clock } = change;
      const stop: Stop = {
        at: change.at,
        byName: change.byName,
        ground,
        reason,
        legalBasis,
        mayResume,
        from: before.state,
        dueAt: before.dueAt,
      };
      const stopped: Dossier = { ...dossier, state: 'stopped', clock, stop };
      if (mayResume) return { ...stopped, dueAt: null };
      return {
        ...stopped,
        endedAt: change.at,
        dueAtEnd: dossier.dueAt,
        steps: endStep(dossier, change.at, null),
        step: null,
        parts: partsDropped(dossier, change.at),
      };
    }
    case 'resumed':
      return {
        ...dossier,
        state: dossier.stop?.from ?? 'in-progress',
        clock: change.clock,
        dueAt: change.dueAt,
        step: change.step,
      };
    case 'given-at-once':
      return {
        ...dossier,
        state: 'returned',
        code: change.code,
        receivedAt: change.at,
        term: change.term,
        clock: change.clock,
        dueAt: change.dueAt,
        dueAtEnd: change.dueAt,
        steps: change.steps,
        step: null,
        outcome: 'approved',
        decision: change.decision,
        result: change.result,
        endedAt: change.at,
        returnedAt: change.at,
        returned: change.returned,
        atOnce: true,
      };
    case 'error-noted': {
      const { kind, text, agencyId, officialName } = change;
      const errors = dossier.errors ?? [];
      const noted = { number: errors.length + 1, at: change.at, byName: change.byName };
      return {
        ...dossier,
        errors: [...errors, { ...noted, kind, text, agencyId, officialName, apology: null, mended: null }],
      };
    }
    case 'error-apologised':
      return withError(dossier, change.number, {
        apology: { at: change.at, byName: change.byName, text: change.text },
      });
    case 'error-mended':
      return withError(dossier, change.number, {
        mended: { at: change.at, byName: change.byName, how: change.how },
      });
    case 'delivered':
      return {
        ...dossier,
        returned:
          dossier.returned === null
            ? null
            : {
                ...dossier.returned,
                deliveredAt: change.deliveredAt,
                receivedBy: change.receivedBy ?? dossier.returned.receivedBy,
              },
      };
  }
}

/** The dossier went back or ended: what was still being asked is asked no more. */
function partsDropped(dossier: Dossier, at: string): PartVisit[] {
  return dossier.parts.map((part) =>
    part.endedAt === null ? { ...part, endedAt: at, ending: 'withdrawn' as const } : part,
  );
}

/** The codes that are void after an undoing: those of before, and the one that it takes back, but for the one it restores. */
function voidedBy(
  before: Dossier,
  change: Extract<DossierChange, { type: 'undone' }>,
): { voided: VoidedCode[] } | null {
  const { code, receivedAt } = before;
  const { at, byName, reason, restores } = change;
  const known = new Map([...(restores.voided ?? []), ...(before.voided ?? [])].map((one) => [one.code, one]));
  if (code !== null && receivedAt !== null && !known.has(code))
    known.set(code, { code, receivedAt, at, byName, reason });
  if (restores.code !== null) known.delete(restores.code);
  return known.size === (restores.voided ?? []).length ? null : { voided: [...known.values()] };
}

function withError(dossier: Dossier, number: number, more: Partial<OfficeError>): Dossier {
  return {
    ...dossier,
    errors: (dossier.errors ?? []).map((one) => (one.number === number ? { ...one, ...more } : one)),
  };
}

/** What a dossier says of its last change. */
export function lastChangeOf(change: DossierChange): LastChange {
  return {
    act: change.act,
    by: change.byName,
    at: change.at,
    byId: change.by,
    type: change.type,
    ...(change.type === 'undone' ? { undoes: change.undoes } : {}),
  };
}

function transferred(dossier: Dossier, change: Extract<DossierChange, { type: 'transferred' }>): Dossier {
  const moved = new Map(change.moves.map((move) => [move.from, move]));
  const to = (id: string) => moved.get(id)?.to ?? id;
  const { step, competentBodyId, receivingBodyId, centreId } = dossier;
  const stepMoves = step !== null && moved.has(step.agencyId);
  return {
    ...dossier,
    competentBodyId: to(competentBodyId),
    receivingBodyId: to(receivingBodyId),
    centreId: to(centreId),
    // The stay at the old agency ends here, so that form 06 says who held it for how long.
    steps: stepMoves ? endStep(dossier, change.at, null) : dossier.steps,
    step: stepMoves ? { ...step, agencyId: to(step.agencyId), startedAt: change.at } : step,
    parts: dossier.parts.map((part) => {
      if (part.endedAt !== null) return part;
      const move = moved.get(part.agencyId);
      return {
        ...part,
        askedFrom: to(part.askedFrom),
        ...(move === undefined ? {} : { agencyId: move.to, bodyId: move.toBody }),
      };
    }),
    formerBodies: [
      ...(dossier.formerBodies ?? []),
      { until: change.day, at: change.at, competentBodyId, receivingBodyId, centreId },
    ],
  };
}

/** Under whom it stood at an instant. */
export function bodiesAt(
  dossier: Dossier,
  at: string,
): Pick<Dossier, 'competentBodyId' | 'receivingBodyId' | 'centreId'> {
  return (dossier.formerBodies ?? []).find((former) => at < former.at) ?? dossier;
}

/** The dossier that these changes made; null when there are none. */
export function dossierFrom(id: string, changes: DossierChange[]): Dossier | null {
  return changes.reduce<Dossier | null>((dossier, change) => applyChange(id, dossier, change), null);
}

/** The state of ours that stands for one of the national portal's. */
export function stateOfNational(number: NationalState): State {
  const found = STATES.find((state) => NATIONAL[state] === number);
  if (found === undefined) throw new RangeError(`no state for ${number}`);
  return found;
}

function mirrored(dossier: Dossier, change: Extract<DossierChange, { type: 'mirrored' }>): Dossier {
  const state = stateOfNational(change.mirror.nationalState);
  const decided = state === 'resolved' || state === 'returned';
  return {
    ...dossier,
    mirror: change.mirror,
    state,
    code: change.receivedAt === null ? null : change.mirror.code,
    receivedAt: change.receivedAt,
    dueAt: change.dueAt,
    endedAt: change.endedAt,
    dueAtEnd: change.endedAt === null ? null : change.dueAt,
    outcome: decided ? 'approved' : null,
    result: change.result,
    returnedAt: change.returnedAt,
    refusalReason: state === 'refused-receipt' ? change.note : dossier.refusalReason,
  };
}
