import { qrSvg, renderPdf } from './pdf.ts';

/** What every paper of an office has above its text and under it. */
export interface Letterhead {
  /** The agency above, "Ủy ban nhân dân xã Bình Lục"; null when the issuer has none to name. */
  above: string | null;
  /** Who issues it: "Trung tâm Phục vụ hành chính công xã Bình Lục". */
  issuer: string;
  /** Number and symbol: "125/TTPVHCC". */
  number: string;
  /** Where: "Bình Lục". */
  place: string;
  issuedAt: Date;
  /** Demonstration data: says so at the foot of each page. */
  demo: boolean;
}

export interface Party {
  name: string;
  personalId: string | null;
  address: string | null;
  phone: string | null;
  email: string | null;
}

export interface Tracking {
  /** What the QR leads to. */
  url: string;
  /** For those who type it: "7K2M-93QF-XB4D". */
  code: string | null;
}

export interface Signer {
  /** On whose behalf: "TM. ỦY BAN NHÂN DÂN"; null when in one's own. */
  authority: string | null;
  /** "CHỦ TỊCH", "NGƯỜI TIẾP NHẬN HỒ SƠ". */
  title: string;
  name: string;
  /** "Đã ký số 09:15 20/11/2026"; null leaves room for a pen. */
  signed: string | null;
}

/** Form 01: giấy tiếp nhận hồ sơ và hẹn trả kết quả. A5. */
export interface ReceiptSlip extends Letterhead {
  dossierCode: string;
  applicant: Party;
  representative: (Party & { paper: string | null }) | null;
  /** "Đăng ký khai sinh (1.001193)". */
  request: string;
  components: { name: string; quantity: string }[];
  sets: number;
  /** "03 ngày làm việc". */
  term: string;
  receivedAt: Date;
  /** Null: the same visit, or a term that does not run yet. */
  dueAt: Date | null;
  resultAt: string;
  /** One line for each amount: "Phí: 8.000 đồng"; empty prints nothing. */
  fees: string[];
  /** Number in the dossier book. */
  bookNumber: string | null;
  /** "Cấp lại lần 1, thay cho giấy đã cấp lúc …"; null on the first one. */
  reissued: string | null;
  /** Who hands the dossier in signs left; null when it came online or by post. */
  submitter: string | null;
  receptionist: Signer;
  tracking: Tracking;
}

/** Form 02: phiếu yêu cầu bổ sung, hoàn thiện hồ sơ. A5. */
export interface SupplementSlip extends Letterhead {
  dossierCode: string | null;
  applicant: Party;
  request: string;
  items: string[];
  reason: string;
  /** By when, where a rule sets it. */
  completeBy: Date | null;
  contact: { name: string; phone: string | null };
  signer: Signer;
  tracking: Tracking | null;
}

/** Form 03: phiếu từ chối tiếp nhận, giải quyết hồ sơ. A5. */
export interface RefusalSlip extends Letterhead {
  dossierCode: string | null;
  applicant: Party;
  request: string;
  reason: string;
  submitter: string | null;
  signer: Signer;
}

/** Form 04: văn bản xin lỗi và đề nghị gia hạn. A4, signed by the head of the agency. */
export interface ApologyLetter extends Letterhead {
  addressee: string;
  personalId: string | null;
  request: string;
  dossierCode: string;
  receivedAt: Date;
  promisedAt: Date;
  reason: string;
  newDueAt: Date;
  recipients: string[];
  signer: Signer;
}

/** Form 04 for an error or a loss of the office's own: what happened, and how it is put right. A4. */
export interface ErrorLetter extends Letterhead {
  addressee: string;
  personalId: string | null;
  request: string;
  dossierCode: string;
  receivedAt: Date;
  /** What happened, in the office's words. */
  error: string;
  apology: string;
  /** How it was put right; null while it is not. */
  mended: string | null;
  recipients: string[];
  signer: Signer;
}

/** Form 07: sổ theo dõi hồ sơ, a page of the book for a period. A4 across, kept by the system. */
export interface DossierBook extends Letterhead {
  /** "ngày 20/11/2026", "từ ngày … đến ngày …". */
  period: string;
  sector: string | null;
  rows: {
    code: string;
    procedure: string;
    applicant: string;
    contact: string;
    agency: string;
    received: string;
    due: string;
    returned: string;
    how: string;
    signed: string;
    /** Why the number counts for nothing; null when it does. */
    voided: string | null;
  }[];
  signer: Signer;
}

/** Form 05: thông báo dừng giải quyết hồ sơ. A5. The form's own fields were not to be had; these are ours. */
export interface StopNotice extends Letterhead {
  dossierCode: string;
  applicant: Party;
  request: string;
  receivedAt: Date;
  requestedAt: Date;
  /** On whose wish or what ground, up to the comma: "Theo đề nghị của ông/bà lúc …, và vì …". */
  ground: string;
  /** What follows from it: papers given back, filing anew, going on later. */
  outlook: string;
  reason: string | null;
  signer: Signer;
}

/** Form 06: phiếu kiểm soát quá trình giải quyết hồ sơ. A5, kept by the system. */
export interface ControlSlip extends Letterhead {
  dossierCode: string;
  request: string;
  applicantName: string;
  handlingAgency: string;
  cooperatingAgencies: string[];
  receivedAt: Date;
  dueAt: Date | null;
  handovers: {
    handedBy: string;
    takenBy: string;
    at: Date;
    result: 'trước hạn' | 'đúng hạn' | 'quá hạn' | null;
    note: string | null;
  }[];
}

/** The paper that ends a dossier, in the layout of Decree 30/2020. A4. */
export interface ResultPaper extends Letterhead {
  /** "QUYẾT ĐỊNH", "GIẤY CHỨNG NHẬN"; null prints an official letter's "V/v". */
  type: string | null;
  subject: string;
  /** "Căn cứ …", one to a line. */
  basis: string[];
  paragraphs: string[];
  /** Named facts set out as a table: ["Họ và tên", "…"]. */
  facts: [label: string, value: string][];
  recipients: string[];
  signer: Signer;
  dossierCode: string;
  tracking: Tracking | null;
}

/** Biên lai thu phí, lệ phí. A5. Amounts in dong. */
export interface PaymentReceipt extends Letterhead {
  payer: string;
  personalId: string | null;
  lines: { name: string; why: string; code: string; amount: number }[];
  total: number;
  inWords: string;
  way: string;
  orderId: string | null;
  /** Why it was voided: printed across it. */
  voided: string | null;
  cashier: Signer;
}

interface MoneyRow {
  time: string;
  number: string;
  name: string;
  what: string;
  amount: number;
}

/** Sổ quỹ of a day. A4. Amounts in dong. */
export interface CashBookPaper extends Letterhead {
  /** "25/11/2026". */
  day: string;
  books: {
    cashier: string;
    opening: number;
    expected: number;
    counted: number | null;
    difference: number | null;
    reason: string | null;
    closed: string | null;
    moves: MoneyRow[];
  }[];
  online: MoneyRow[];
  fees: { name: string; channel: string; way: string; count: number; amount: number }[];
  cashier: Signer;
}

const dong = (amount: number | null) =>
  amount === null ? null : String(amount).replace(/\B(?=(\d{3})+(?!\d))/g, '.');
const withDong = <R extends { amount: number }>(rows: R[]) =>
  rows.map((row) => ({ ...row, amount: dong(row.amount) }));

export const renderPaymentReceipt = (receipt: PaymentReceipt): Promise<Uint8Array> =>
  render('payment-receipt', receipt, { lines: withDong(receipt.lines), total: dong(receipt.total) });

export const renderCashBook = (paper: CashBookPaper): Promise<Uint8Array> =>
  render('cash-book', paper, {
    books: paper.books.map((book) => ({
      ...book,
      opening: dong(book.opening),
      expected: dong(book.expected),
      counted: dong(book.counted),
      difference: dong(book.difference),
      moves: withDong(book.moves),
    })),
    online: withDong(paper.online),
    fees: withDong(paper.fees),
  });

export const renderReceiptSlip = (slip: ReceiptSlip): Promise<Uint8Array> =>
  render('receipt-slip', slip, {
    received: moment(slip.receivedAt),
    due: slip.dueAt && moment(slip.dueAt),
  });

export const renderSupplementSlip = (slip: SupplementSlip): Promise<Uint8Array> =>
  render('supplement-slip', slip, { completeBy: slip.completeBy && longDate(slip.completeBy) });

export const renderRefusalSlip = (slip: RefusalSlip): Promise<Uint8Array> => render('refusal-slip', slip, {});

export const renderApologyLetter = (letter: ApologyLetter): Promise<Uint8Array> =>
  render('apology-letter', letter, {
    received: longDate(letter.receivedAt),
    promised: moment(letter.promisedAt),
    newDue: moment(letter.newDueAt),
  });

export const renderStopNotice = (notice: StopNotice): Promise<Uint8Array> =>
  render('stop-notice', notice, {
    received: moment(notice.receivedAt),
    requested: moment(notice.requestedAt),
  });

export const renderErrorLetter = (letter: ErrorLetter): Promise<Uint8Array> =>
  render('error-letter', letter, { received: longDate(letter.receivedAt) });

export const renderDossierBook = (book: DossierBook): Promise<Uint8Array> => render('dossier-book', book, {});

export const renderControlSlip = (slip: ControlSlip): Promise<Uint8Array> =>
  render('control-slip', slip, {
    received: moment(slip.receivedAt),
    due: slip.dueAt && moment(slip.dueAt),
    handovers: slip.handovers.map((row) => ({ ...row, at: moment(row.at) })),
  });

export const renderResultPaper = (paper: ResultPaper): Promise<Uint8Array> =>
  render('result-paper', paper, {});

async function render<P extends Letterhead>(
  template: string,
  paper: P,
  written: object,
): Promise<Uint8Array> {
  return renderPdf(template, await paperData(paper, written), paper.issuedAt);
}

/** What a template reads: the paper's fields, its dates written out, its QR drawn. */
export async function paperData(paper: Letterhead, written: object = {}): Promise<Record<string, unknown>> {
  const tracking = 'tracking' in paper ? (paper.tracking as Tracking | null) : null;
  return {
    ...paper,
    ...written,
    issued: longDate(paper.issuedAt),
    qrSvg: tracking ? await qrSvg(tracking.url) : null,
  };
}

/** Date and time of an instant in Viet Nam, each part in two digits. */
function parts(instant: Date) {
  const iso = new Date(instant.getTime() + 7 * 3_600_000).toISOString();
  return {
    year: iso.slice(0, 4),
    month: iso.slice(5, 7),
    day: iso.slice(8, 10),
    hour: iso.slice(11, 13),
    minute: iso.slice(14, 16),
  };
}

/** "ngày 05 tháng 02 năm 2026"; Decree 30 puts a zero before days under 10 and before January and February only. */
export function longDate(instant: Date): string {
  const { day, month, year } = parts(instant);
  return `ngày ${day} tháng ${Number(month) <= 2 ? month : Number(month)} năm ${year}`;
}

/** "10 giờ 30 phút, ngày 20 tháng 11 năm 2026". */
export function moment(instant: Date): string {
  const { hour, minute } = parts(instant);
  return `${hour} giờ ${minute} phút, ${longDate(instant)}`;
}
