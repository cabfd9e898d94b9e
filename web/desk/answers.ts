import type { OfficeError } from '../../src/capabilities/dossiers/dossier.ts';
import type { FormSchema, ProcedureTerm, ProcedureVersion } from '../../src/capabilities/procedures/shape.ts';
import type { DossierState, LatenessWord } from '../ui/marks.tsx';

/**
 * What the server answers the desk: the shapes of /api/dossiers, /api/board and the addresses around them.
 * Times are ISO 8601 in UTC; amounts are whole đồng.
 */

/** Computed by the server when it answers, never stored: a word for the shape, a text for the eye. */
export interface Lateness {
  word: LatenessWord;
  days: number;
  text: string;
}

export type Channel = 'online' | 'counter' | 'post';

export interface WorkList {
  key: string;
  name: string;
  count: number;
  late: number;
}

/** One line of a list. `code` is null until the dossier is received. */
export interface Row {
  id: string;
  code: string | null;
  trackingCode: string;
  procedureCode: string;
  procedureName: string;
  applicantName: string;
  state: DossierState;
  stateName: string;
  channel: Channel;
  receivedAt: string | null;
  submittedAt: string;
  dueAt: string | null;
  /** Null while nothing is counted: not received, standing still, or ended. */
  lateness: Lateness | null;
  stepName: string | null;
  holder: { agencyName: string | null; officialName: string | null };
  competentBodyName: string;
  receivingBodyName: string;
  placeIndependent: boolean;
  /** The ministry's system that decides it; null for our own. */
  mirroredIn: string | null;
  version: number;
}

export interface Rows {
  items: Row[];
  next: string | null;
  total: number;
}

export interface Person {
  personId?: string;
  kind: 'citizen' | 'organisation';
  fullName: string;
  personalId?: string | null;
  taxCode?: string | null;
  birthDate?: string | null;
  sex?: 'male' | 'female' | null;
  phone?: string | null;
  email?: string | null;
  address?: string | null;
}

export interface Paper {
  paperId: string;
  name: string;
  type: string;
  size: number;
  sha256?: string;
  origin?: string;
  digitised?: boolean;
}

export interface ComponentHeld {
  key: string;
  name: string;
  required: boolean;
  mode: string;
  originals: number;
  copies: number;
  papers: Paper[];
}

export interface Step {
  key: string;
  name: string;
  state: 'done' | 'now' | 'ahead';
  role?: string;
  agencyName: string | null;
  officialName: string | null;
  startedAt: string | null;
  dueAt: string | null;
  endedAt: string | null;
  /** It took, or takes, longer than its share of the term. */
  late: boolean;
}

export interface StoryLine {
  at: string;
  act: string;
  text: string;
  by: string;
  note?: string | null;
  /** What only officials see: old and new values, where an error happened. */
  detail?: string;
}

/** An act this official may do now, with what it will lead to, in the order of the process. */
export interface OfferedAct {
  name: string;
  title: string;
  primary: boolean;
  tells: string;
}

/** One of the procedures that a linked filing stands for. */
export interface LinkShown {
  key: string;
  name: string;
  bodyName: string | null;
  after: string[];
  dossierId: string | null;
  code: string | null;
  openedAt: string | null;
  endedAt: string | null;
  outcome: 'approved' | 'refused' | 'withdrawn' | 'stopped' | 'dropped' | null;
  result: { name: string; number: string } | null;
  stateName: string | null;
  stepName: string | null;
  dueAt: string | null;
  awaitsApplicant: boolean;
  mayEnd: boolean;
}

/** What was asked of another agency while the dossier stays at its step. */
export interface AskedPart {
  id: string;
  kind: 'consultation' | 'parallel';
  /** The step at which it was asked. */
  step: string;
  agencyName: string;
  question: string;
  askedAt: string;
  askedByName: string;
  dueAt: string | null;
  lateness: Lateness | null;
  remindedAt: string[];
  endedAt: string | null;
  ending: 'answered' | 'declined' | 'withdrawn' | 'passed-over' | null;
  late: boolean;
  answer: string | null;
  answeredByName: string | null;
  papers: Paper[];
}

export interface PartAct {
  part: string;
  name: 'remind' | 'withdraw' | 'pass-over';
}

/** One line of what one's own agency is asked. */
export interface ConsultationRow {
  dossierId: string;
  part: string;
  code: string | null;
  procedureName: string;
  applicantName: string;
  question: string;
  askedAt: string;
  askedByName: string;
  askedFromName: string;
  agencyName: string;
  dueAt: string | null;
  lateness: Lateness | null;
  reminded: number;
  endedAt: string | null;
  ending: string | null;
}

export interface Consultation extends ConsultationRow {
  open: boolean;
  form: Record<string, unknown> | null;
  formSchema: FormSchema | null;
  requestText: string | null;
  papers: Paper[];
  answer: string | null;
  answeredByName: string | null;
  answerPapers: Paper[];
}

/** What an act made, beside the change itself. */
export interface Made {
  code?: string;
  dueAt?: string | null;
  number?: string;
}

export interface SupplementRequest {
  items: { componentKey: string | null; text: string }[];
  reason: string;
  at: string;
  byName: string;
  answeredAt: string | null;
}

export interface Result {
  outcome: 'approved' | 'refused' | null;
  number: string | null;
  date: string | null;
  name: string;
  paperId?: string | null;
  returnedAt?: string | null;
  returned?: {
    by: 'counter' | 'post' | 'online';
    receivedBy: string | null;
    receiverId?: string | null;
    signaturePaperId?: string | null;
    tracking: string | null;
    deliveredAt?: string | null;
  } | null;
}

export interface FeeLines {
  lines: { name: string; amount: number; why?: string | null }[];
  total: number;
}

/** The version of a procedure that a receipt is made on: the catalogue's own shape, with its id. */
export type Procedure = Pick<
  ProcedureVersion,
  | 'code'
  | 'name'
  | 'level'
  | 'competent'
  | 'terms'
  | 'guidance'
  | 'fees'
  | 'exemptions'
  | 'components'
  | 'cases'
  | 'results'
  | 'channels'
  | 'form'
> & { versionId: string };

export interface ProcedureFound {
  code: string;
  name: string;
  sectorName: string;
}

export interface Dossier extends Row {
  applicant: Person;
  representative?: {
    fullName: string;
    personalId?: string | null;
    phone?: string | null;
    authority?: string;
  } | null;
  form: Record<string, unknown>;
  formSchema: FormSchema;
  centreName: string;
  case: string | null;
  contact: { phone: string | null; email: string | null; address: string | null };
  procedure: { code: string; name: string; results: { name: string }[] };
  components: ComponentHeld[];
  clock: {
    term: ProcedureTerm | null;
    elapsedMinutes: number;
    stoppedSince: string | null;
    endedAt: string | null;
    timeliness: string | null;
  };
  steps: Step[];
  links: LinkShown[];
  linkedTo: { dossierId: string; key: string } | null;
  procedureVersionId: string;
  notes: { at: string; byName: string; text: string }[];
  parts: AskedPart[];
  partActs: PartAct[];
  story: StoryLine[];
  supplements: SupplementRequest[];
  decision: { at: string; byName: string; reason: string | null } | null;
  refusalReason: string | null;
  /** The one new date that was given with an apology. */
  extension: { at: string; byName: string; reason: string; from: string; to: string } | null;
  result: Result | null;
  fees: FeeLines;
  nationalState: { number: number; name: string };
  acts: OfferedAct[];
  backTo: { key: string; name: string }[];
  /** Where the step here may lead; more than one when the process leaves the choice to whoever completes it. */
  goesTo: { key: string; name: string; when: string }[];
  assignable: { officialId: string; name: string; roleName: string; open: number }[];
  requestText: string | null;
  returnBy: 'counter' | 'post' | 'online';
  groups: string[];
  lastChange: { type?: string; at: string; by: string };
  stop: {
    at: string;
    byName: string;
    ground: string;
    reason: string;
    legalBasis: string | null;
    mayResume: boolean;
  } | null;
  voided: { code: string; at: string; byName: string; reason: string }[];
  corrections: { at: string; byName: string; reason: string }[];
  replacedResults: (Result & { replacedAt: string; reason: string })[];
  errors: (OfficeError & { agencyName: string })[];
  /** Until when the supplement may come, where the procedure's law sets a time. */
  answerableUntil: string | null;
}

/** A People's Committee or department that may decide. */
export interface BodyFound {
  id: string;
  name: string;
  shortName: string;
  bodyId: string;
}

export interface Received {
  id: string;
  code: string;
  dueAt: string | null;
  slip: string;
}

/** One's own open warnings, newest first. */
export interface Warnings {
  unseen: number;
  total: number;
  items: {
    id: number;
    at: string;
    rule: string;
    title: string;
    seen: boolean;
    dossierId: string;
    /** The question to open, where one's agency is asked and sees nothing else of the dossier. */
    part: string | null;
    code: string;
    procedureName: string;
    applicantName: string;
    dueAt: string | null;
    holderName: string | null;
  }[];
}

/** Who holds how much against their own usual week, and what is received for and by others. */
export interface Workload {
  officials:
    | {
        officialId: string;
        name: string;
        agencyName: string;
        open: number;
        overdue: number;
        perWeek: number | null;
        daysOfWork: number | null;
        word: 'usual' | 'more-than-usual' | 'unknown';
      }[]
    | null;
  unassigned: number;
  flows: {
    receivingBodyId: string;
    receivingName: string;
    competentBodyId: string;
    competentName: string;
    open: number;
    overdue: number;
    receivedThisMonth: number;
    direction: 'for-others' | 'by-others' | 'between';
  }[];
  flowPairs: number;
  bodyId: string | null;
}

export interface Board {
  /** Null for who sees the whole province. */
  body: { id: string; name: string } | null;
  at: string;
  counts: {
    inProgress: number;
    dueToday: number;
    dueTomorrow: number;
    dueThisWeek: number;
    overdue: number;
    awaitingSupplement: number;
    toReceive: number;
    receivedToday: number;
    resolvedToday: number;
    receivedThisMonth: number;
    resolvedThisMonth: number;
  };
  onTime: { part: number; whole: number };
  overdueBy: {
    stepName: string;
    officialName: string | null;
    officialId: string | null;
    agencyId: string;
    agencyName: string;
    count: number;
  }[];
  communes: {
    bodyId: string;
    name: string;
    inProgress: number;
    dueToday: number;
    overdue: number;
    receivedToday: number;
    resolvedThisMonth: number;
  }[];
}
