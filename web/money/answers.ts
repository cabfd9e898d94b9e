/** What `/api/payments/…` answers, as far as the screens read it. */

export interface MoneyLine {
  place: number;
  name: string;
  why: string;
  evidence: string | null;
  amount: number;
  full: number;
  state: 'paid' | 'owed' | 'later' | 'free';
}

export interface Refund {
  id: string;
  dossierId: string;
  dossierCode: string;
  procedureName: string;
  personName: string;
  amount: number;
  reason: string;
  state: 'asked' | 'approved' | 'denied' | 'sending' | 'paid';
  stateName: string;
  online: boolean;
  askedAt: string;
  askedByName: string;
  decidedByName: string | null;
  decisionNote: string | null;
  paidAt: string | null;
  wayName: string | null;
}

export interface Money {
  dossierId: string;
  owed: number;
  total: number;
  lines: MoneyLine[];
  payments: {
    receiptId: string;
    number: string;
    way: 'cash' | 'online';
    wayName: string;
    amount: number;
    at: string;
    refunded: number;
    voided: { at: string; reason: string } | null;
  }[];
  orders: { id: string; amount: number; state: string; stateName: string; madeAt: string }[];
  refunds: Refund[];
  others: { id: string; code: string; procedureName: string; owed: number }[];
  mayTake: boolean;
  mayAskRefund: boolean;
  mayPayOnline: boolean;
}

export interface OwnOrder {
  id: string;
  dossierId: string;
  amount: number;
  state: string;
  stateName: string;
  payAt: string | null;
  receipt: string | null;
}

export interface CashMove {
  at: string;
  cashierId: string | null;
  way: 'cash' | 'online';
  kind: 'receipt' | 'void' | 'held' | 'refund';
  kindName: string;
  amount: number;
  note: string | null;
  receiptId: string | null;
  number: string | null;
  payerName: string;
  voided: boolean;
}

export interface CashBook {
  day: string;
  today: string;
  centreName: string;
  mine: boolean;
  unclosed: string[];
  books: {
    cashierId: string;
    cashierName: string;
    openedAt: string;
    opening: number;
    moved: number;
    closedAt: string | null;
    counted: number | null;
    expected: number;
    differenceReason: string | null;
  }[];
  moves: CashMove[];
  fees: {
    name: string;
    channelName: string;
    wayName: string;
    channel: string;
    way: string;
    amount: number;
    count: number;
  }[];
  online: number;
}

export interface RefundList {
  refunds: Refund[];
  waiting: {
    id: string;
    dossierId: string;
    dossierCode: string;
    applicantName: string;
    amount: number;
    madeAt: string;
    queries: number;
  }[];
  amiss: { at: string; dossierId: string; dossierCode: string; text: string }[];
  unasked: { dossierId: string; dossierCode: string; applicantName: string; amount: number; why: string }[];
  mayDecide: boolean;
  mayPay: boolean;
}

export const receiptAddress = (id: string) => `/api/payments/receipts/${id}.pdf`;
