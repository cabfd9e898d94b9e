import { type ChosenPaper, paperInput } from '../vault/offers.ts';
import type { Dossier, OfferedAct } from './answers.ts';
import { actKeyName } from './keys.ts';

/** What a small dialog asks before an act, and what it sends. One shape for all acts keeps drafts simple. */
export interface ActAnswers {
  note: string;
  /** Whether the applicant is told what is noted. */
  tell: boolean;
  reason: string;
  officialId: string;
  /** The step to send back to. */
  to: string;
  /** Where it goes on, when the process leaves the choice; empty when there is none. */
  onTo: string;
  /** What is lacking, by component key: the words the applicant will read. */
  lacking: Record<string, string>;
  /** Further lines of a supplement request, one a line. */
  further: string;
  resultName: string;
  by: 'counter' | 'post' | 'online';
  receivedBy: string;
  tracking: string;
  /** The new due day of an apology, 'YYYY-MM-DD', or what was typed that is no date yet. */
  newDay: string;
  /** A fee whose amount is only known now, with the rule it follows from; empty when only the known ones are asked for. */
  feeName: string;
  feeAmount: string;
  feeWhy: string;
  handedIn: Record<string, HandedIn>;
  /** Number of the identity paper that whoever takes the result showed. */
  receiverId: string;
  /** A sheet with the receiver's signature, scanned. */
  signature: ChosenPaper[];
  /** Not to do again what was undone, but to go back one act more. */
  undoFurther: boolean;
  ground: 'request' | 'authority';
  legalBasis: string;
  mayResume: boolean;
  errorKind: string;
  errorStep: string;
  errorNumber: string;
  /** What happened, what the apology says, how it was mended. */
  errorText: string;
}

export interface HandedIn {
  originals: number;
  copies: number;
  papers: ChosenPaper[];
}

export type Question =
  | 'note'
  | 'reason'
  | 'official'
  | 'step'
  | 'way'
  | 'lacking'
  | 'components'
  | 'result'
  | 'handover'
  | 'new-day'
  | 'tell'
  | 'stop'
  | 'delivery'
  | 'error'
  | 'error-number'
  | 'apology'
  | 'mended'
  | 'further-fee'
  | 'undo-further';

const ASKS: Readonly<Record<string, readonly Question[]>> = {
  accept: [],
  'refuse-receipt': ['reason'],
  'request-supplement': ['lacking', 'reason'],
  'take-supplement': ['components'],
  assign: ['official', 'note'],
  'complete-step': ['way', 'note'],
  'send-back': ['step', 'reason'],
  rescan: ['components', 'note'],
  note: ['reason', 'tell'],
  approve: ['note'],
  refuse: ['reason'],
  'issue-result': ['result'],
  'return-result': ['handover'],
  extend: ['new-day', 'reason'],
  withdraw: ['reason'],
  'undo-act': ['undo-further', 'reason'],
  stop: ['stop', 'reason'],
  resume: ['reason'],
  'close-unanswered': [],
  'confirm-delivery': ['delivery'],
  'correct-result': ['result', 'reason'],
  'note-error': ['error'],
  'apologise-for-error': ['error-number', 'apology'],
  'mend-error': ['error-number', 'mended'],
  'request-payment': ['further-fee', 'reason'],
};

/** What this act asks. An act this screen does not know asks for a note, so that it can still be done. */
export function asksOf(actName: string): readonly Question[] {
  return ASKS[actKeyName(actName)] ?? ['note'];
}

export function emptyAnswers(
  dossier: Pick<Dossier, 'backTo' | 'assignable' | 'applicant' | 'returnBy' | 'procedure'> &
    Partial<Pick<Dossier, 'errors' | 'result' | 'goesTo'>>,
): ActAnswers {
  const [only, second] = dossier.assignable;
  return {
    note: '',
    tell: false,
    reason: '',
    officialId: only && second === undefined ? only.officialId : '',
    to: dossier.backTo.at(-1)?.key ?? '',
    onTo: (dossier.goesTo?.length ?? 0) > 1 ? (dossier.goesTo?.[0]?.key ?? '') : '',
    lacking: {},
    further: '',
    resultName: dossier.procedure.results[0]?.name ?? '',
    by: dossier.returnBy,
    receivedBy: dossier.applicant.fullName,
    tracking: '',
    newDay: '',
    feeName: '',
    feeAmount: '',
    feeWhy: '',
    handedIn: {},
    receiverId: '',
    signature: [],
    undoFurther: false,
    ground: 'request',
    legalBasis: '',
    mayResume: false,
    errorKind: '',
    errorStep: '',
    errorNumber: String(dossier.errors?.find((one) => one.mended === null)?.number ?? ''),
    errorText: '',
  };
}

export type FaultKey =
  | 'officialId'
  | 'to'
  | 'lacking'
  | 'handedIn'
  | 'receivedBy'
  | 'tracking'
  | 'newDay'
  | 'reason'
  | 'legalBasis'
  | 'errorKind'
  | 'errorText'
  | 'errorNumber'
  | 'feeName'
  | 'feeAmount'
  | 'feeWhy';

/** Whether the reason goes to the applicant word for word; of the others it is kept in the office. */
export function readByApplicant(actName: string): boolean {
  return [
    'refuse-receipt',
    'request-supplement',
    'refuse',
    'extend',
    'stop',
    'resume',
    'correct-result',
    'request-payment',
    'withdraw',
  ].includes(actKeyName(actName));
}

/** Words for what is still to be answered, by the same rules as the server's; empty when the act can be sent. */
export function faultsOf(actName: string, answers: ActAnswers): Partial<Record<FaultKey, string>> {
  const asks = asksOf(actName);
  const faults: Partial<Record<FaultKey, string>> = {};
  if (asks.includes('reason') && answers.reason.trim().length < 3) {
    faults.reason = asks.includes('tell')
      ? 'Xin ghi nội dung.'
      : readByApplicant(actName)
        ? 'Xin ghi lý do; người nộp sẽ đọc được.'
        : 'Xin ghi lý do.';
  }
  if (asks.includes('official') && answers.officialId === '') faults.officialId = 'Xin chọn người được giao.';
  if (asks.includes('step') && answers.to === '') faults.to = 'Xin chọn bước nhận lại hồ sơ.';
  if (asks.includes('lacking') && itemsOf(answers).length === 0) {
    faults.lacking = 'Xin chọn hoặc ghi ít nhất một giấy tờ cần bổ sung.';
  }
  if (asks.includes('handover')) {
    if (answers.by === 'counter' && answers.receivedBy.trim() === '')
      faults.receivedBy = 'Xin ghi người nhận kết quả.';
    if (answers.by === 'post' && answers.tracking.trim() === '') faults.tracking = 'Xin ghi số hiệu bưu gửi.';
  }
  if (
    asks.includes('further-fee') &&
    `${answers.feeName}${answers.feeAmount}${answers.feeWhy}`.trim() !== ''
  ) {
    if (answers.feeName.trim().length < 2) faults.feeName = 'Xin ghi tên khoản phải nộp.';
    if (!(readAmount(answers.feeAmount) > 0)) faults.feeAmount = 'Xin ghi số tiền, ví dụ 50.000.';
    if (answers.feeWhy.trim().length < 3) faults.feeWhy = 'Xin ghi căn cứ của mức thu.';
  }
  if (asks.includes('new-day') && !/^\d{4}-\d{2}-\d{2}$/.test(answers.newDay)) {
    faults.newDay =
      answers.newDay.trim() === ''
        ? 'Xin ghi ngày hẹn trả mới.'
        : 'Chưa đọc được ngày này. Hãy ghi theo dạng ngày/tháng/năm, ví dụ 05/02/2027.';
  }
  if (
    asks.includes('components') &&
    answers.note.trim() === '' &&
    Object.values(answers.handedIn).every((one) => !isHandedIn(one))
  ) {
    faults.handedIn = 'Xin ghi số bản hoặc tải tệp của ít nhất một giấy tờ vừa nhận.';
  }
  if (asks.includes('stop') && answers.ground === 'authority' && answers.legalBasis.trim() === '')
    faults.legalBasis = 'Xin ghi văn bản làm căn cứ dừng.';
  if (asks.includes('delivery')) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(answers.newDay)) faults.newDay = 'Xin ghi ngày bưu chính giao.';
    if (answers.receivedBy.trim() === '') faults.receivedBy = 'Xin ghi người nhận kết quả.';
  }
  if (asks.includes('error') && answers.errorKind === '') faults.errorKind = 'Xin chọn loại sai sót.';
  if (asks.includes('error-number') && answers.errorNumber === '') faults.errorNumber = 'Xin chọn sai sót.';
  if (
    (asks.includes('error') || asks.includes('apology') || asks.includes('mended')) &&
    answers.errorText.trim().length < 3
  )
    faults.errorText = 'Xin ghi nội dung.';
  return faults;
}

/** What is still wrong once these answers were changed: a mended place says so at once, the others stay marked. */
export function faultsLeft(
  actName: string,
  faults: Partial<Record<FaultKey, string>>,
  answers: ActAnswers,
  changed: readonly string[],
): Partial<Record<FaultKey, string>> {
  const still = faultsOf(actName, answers);
  const mended = new Set(changed.map((key) => (key === 'further' ? 'lacking' : key)));
  return Object.fromEntries(
    Object.entries(faults).filter(([key]) => !mended.has(key) || still[key as FaultKey] !== undefined),
  );
}

const FIELD_FAULTS: Readonly<Record<string, FaultKey>> = {
  officialId: 'officialId',
  to: 'to',
  items: 'lacking',
  components: 'handedIn',
  paperId: 'handedIn',
  receivedBy: 'receivedBy',
  tracking: 'tracking',
  newDay: 'newDay',
  reason: 'reason',
  legalBasis: 'legalBasis',
  day: 'newDay',
  kind: 'errorKind',
  text: 'errorText',
  how: 'errorText',
  number: 'errorNumber',
};

/** Where the server found something wrong, at the field that asked for it. `wordsOf` puts a code into words. */
export function faultsAt(
  fields: readonly { path: string; code: string }[],
  wordsOf: (field: { path: string; code: string }) => string,
): Partial<Record<FaultKey, string>> {
  const faults: Partial<Record<FaultKey, string>> = {};
  for (const field of fields) {
    const key = FIELD_FAULTS[field.path.split('/')[1] ?? ''];
    if (key !== undefined) faults[key] ??= wordsOf(field);
  }
  return faults;
}

/** "50.000 đ" is 50000; what is no whole amount is NaN. */
export function readAmount(text: string): number {
  const digits = text.replace(/[\s.,đ]/giu, '');
  return /^\d{1,12}$/.test(digits) ? Number(digits) : Number.NaN;
}

function isHandedIn(one: HandedIn): boolean {
  return one.originals > 0 || one.copies > 0 || one.papers.length > 0;
}

/** What is asked for, once and completely: the ticked components, then the further lines. */
export function itemsOf(answers: ActAnswers): { componentKey?: string; text: string }[] {
  const ticked = Object.entries(answers.lacking).map(([componentKey, text]) => ({
    componentKey,
    text: text.trim(),
  }));
  const lines = answers.further
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((text) => ({ text }));
  return [...ticked.filter((item) => item.text !== ''), ...lines];
}

/** The body of the request; `version` is what the screen saw. */
export function bodyOf(act: OfferedAct, answers: ActAnswers, version: number): Record<string, unknown> {
  const body: Record<string, unknown> = { version };
  const text = (key: string, value: string) => {
    if (value.trim() !== '') body[key] = value.trim();
  };
  for (const question of asksOf(act.name)) {
    switch (question) {
      case 'note':
        text('note', answers.note);
        break;
      case 'tell':
        body.tell = answers.tell;
        break;
      case 'reason':
        text('reason', answers.reason);
        break;
      case 'official':
        text('officialId', answers.officialId);
        break;
      case 'step':
        text('to', answers.to);
        break;
      case 'way':
        text('to', answers.onTo);
        break;
      case 'lacking':
        body.items = itemsOf(answers);
        break;
      case 'components':
        body.components = handedInBody(answers.handedIn);
        break;
      case 'result':
        text('name', answers.resultName);
        text('paperId', answers.handedIn.result?.papers[0]?.id ?? '');
        break;
      case 'handover':
        body.by = answers.by;
        if (answers.by === 'counter') {
          text('receivedBy', answers.receivedBy);
          text('receiverId', answers.receiverId);
          text('signaturePaperId', answers.signature[0]?.id ?? '');
        }
        if (answers.by === 'post') text('tracking', answers.tracking);
        break;
      case 'further-fee':
        if (answers.feeName.trim() !== '')
          body.lines = [
            {
              name: answers.feeName.trim(),
              amount: readAmount(answers.feeAmount),
              why: answers.feeWhy.trim(),
            },
          ];
        break;
      case 'undo-further':
        if (answers.undoFurther) body.further = true;
        break;
      case 'new-day':
        text('newDay', answers.newDay);
        break;
      case 'stop':
        body.ground = answers.ground;
        if (answers.ground === 'authority') {
          text('legalBasis', answers.legalBasis);
          body.mayResume = answers.mayResume;
        }
        break;
      case 'delivery':
        text('day', answers.newDay);
        text('receivedBy', answers.receivedBy);
        break;
      case 'error':
        text('kind', answers.errorKind);
        text('text', answers.errorText);
        text('step', answers.errorStep);
        break;
      case 'error-number':
        body.number = Number(answers.errorNumber);
        break;
      case 'apology':
        text('text', answers.errorText);
        break;
      case 'mended':
        text('how', answers.errorText);
        break;
    }
  }
  return body;
}

export function handedInBody(handedIn: Readonly<Record<string, HandedIn>>) {
  return Object.entries(handedIn)
    .filter(([, one]) => isHandedIn(one))
    .map(([key, one]) => ({
      key,
      originals: one.originals,
      copies: one.copies,
      ...paperInput(one.papers),
    }));
}
