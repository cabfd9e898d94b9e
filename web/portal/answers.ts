// What the API answers, as the portal reads it.
import type { ComputedFee } from '../../src/capabilities/procedures/fee.ts';
import type {
  Channel,
  Level,
  ProcedureTerm,
  ProcedureVersion,
} from '../../src/capabilities/procedures/shape.ts';
import type { LatenessWord } from '../ui/marks.tsx';

export interface ProcedureRow {
  code: string;
  name: string;
  sector: string;
  sectorName?: string;
  level: Level;
  term: ProcedureTerm | null;
  channels: Channel[];
  fullProcess: boolean;
  /** The least amount; null when not known. */
  feeFrom: number | null;
}

export interface ProcedureList {
  total: number;
  items: ProcedureRow[];
}

export type Procedure = ProcedureVersion & { versionId: string; sectorName?: string };

export interface SectorRow {
  code: string;
  name: string;
  count: number;
}

export type Fees = ComputedFee;

export interface Centre {
  id: string;
  name: string;
  shortName: string;
  unitCode: string;
  bodyId: string;
  address: string | null;
  phone: string | null;
  email: string | null;
  hours: string[];
  contactInvented: boolean;
}

export interface AgencyRow {
  id: string;
  kind: string;
  name: string;
  shortName: string;
  unitCode: string;
  parentId: string | null;
  bodyId: string;
}

export interface Profile {
  fullName: string;
  personalId: string;
  birthDate: string | null;
  sex?: string | null;
  address: unknown;
  phone: string | null;
  email: string | null;
}

export interface Filed {
  id: string;
  code: string | null;
  trackingCode: string;
  submittedAt: string;
}

export interface LatenessShown {
  word: LatenessWord | null;
  text: string;
}

export interface MyDossierRow {
  id: string;
  code: string | null;
  trackingCode: string;
  procedureName: string;
  state: string;
  stateName: string;
  submittedAt: string;
  dueAt: string | null;
  lateness: LatenessShown | null;
  /** What the citizen is to do next, if anything. */
  nextForMe: string | null;
}

export interface MyDossier extends MyDossierRow {
  version: number;
  /** Of a linked filing: the procedures it stands for. */
  links: {
    key: string;
    name: string;
    bodyName: string | null;
    after: string[];
    dossierId: string | null;
    openedAt: string | null;
    endedAt: string | null;
    outcome: 'approved' | 'refused' | 'withdrawn' | 'stopped' | 'dropped' | null;
    result: { name: string; number: string; paperId: string | null } | null;
    dueAt: string | null;
    awaitsApplicant: boolean;
  }[];
  procedureCode: string;
  receivedAt: string | null;
  /** The agency whose hands it is in now. */
  handledAt: string | null;
  competentBodyName: string | null;
  centre: { name: string; address: string | null; phone: string | null } | null;
  story: { at: string; text: string; by: string | null; note?: string | null }[];
  supplementRequest: {
    at: string;
    reason: string | null;
    items: { componentKey?: string | null; text: string }[];
    /** Until when it may come, where the law of the procedure sets a time. */
    until: string | null;
  } | null;
  stop: { at: string; reason: string; legalBasis: string | null; mayResume: boolean } | null;
  apologies: { at: string; text: string; mended: string | null }[];
  refusalReason: string | null;
  result: {
    outcome: string | null;
    number: string | null;
    date: string;
    name: string;
    paperId: string | null;
    returnedAt: string | null;
    returned: {
      by: 'counter' | 'post' | 'online';
      receivedBy: string | null;
      tracking: string | null;
      deliveredAt?: string | null;
    } | null;
  } | null;
  returnBy: 'counter' | 'post' | 'online';
  fees: { lines: { name: string; amount: number; why: string }[]; total: number };
  form: Record<string, unknown>;
  formSchema: ProcedureVersion['form'] | null;
  components: { key: string; name: string; papers: { paperId: string; name: string; size: number }[] }[];
  mayWithdraw: boolean;
}

export interface DraftRow {
  procedureCode: string;
  savedAt: string;
}

/** What the citizen was told. */
export interface NoticeRow {
  at: string;
  dossierId: string;
  text: string;
}

export interface Tracked {
  code: string;
  procedureName?: string | null;
  degree: { done: number; total: number; word: string };
  state?: string;
  stateName?: string;
}
