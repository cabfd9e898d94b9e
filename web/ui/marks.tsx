import './marks.css';

export type LatenessWord = 'within' | 'soon' | 'today' | 'overdue';

const LATENESS: Record<LatenessWord, string> = {
  within: 'còn hạn',
  soon: 'sắp đến hạn',
  today: 'đến hạn hôm nay',
  overdue: 'quá hạn',
};

/** One of the four words, with its shape; the server's text says the days ("quá hạn 3 ngày"). */
export function Lateness({ word, text }: { word: LatenessWord | null; text?: string | null | undefined }) {
  if (word === null) return text ? <span class="quiet">{text}</span> : null;
  return (
    <span class={`lateness lateness-${word}`}>
      <LatenessShape word={word} />
      {text || LATENESS[word]}
    </span>
  );
}

/** Told apart in black and white too: ring, half, diamond, triangle. */
function LatenessShape({ word }: { word: LatenessWord }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {word === 'within' && (
        <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.6" />
      )}
      {word === 'soon' && (
        <>
          <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.6" />
          <path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor" />
        </>
      )}
      {word === 'today' && <path d="M6 .5 11.5 6 6 11.5.5 6z" fill="currentColor" />}
      {word === 'overdue' && <path d="M6 .8 11.8 11.2H.2z" fill="currentColor" />}
    </svg>
  );
}

export type DossierState =
  | 'submitted'
  | 'received'
  | 'refused-receipt'
  | 'in-progress'
  | 'awaiting-supplement'
  | 'awaiting-payment'
  | 'resolved'
  | 'returned'
  | 'withdrawn'
  | 'stopped';

type Phase = 'new' | 'moving' | 'waiting' | 'done' | 'ended';

const PHASES: Record<DossierState, Phase> = {
  submitted: 'new',
  received: 'moving',
  'refused-receipt': 'ended',
  'in-progress': 'moving',
  'awaiting-supplement': 'waiting',
  'awaiting-payment': 'waiting',
  resolved: 'done',
  returned: 'done',
  withdrawn: 'ended',
  stopped: 'ended',
};

export const STATE_NAMES: Record<DossierState, string> = {
  submitted: 'Mới đăng ký',
  received: 'Đã tiếp nhận',
  'refused-receipt': 'Không tiếp nhận',
  'in-progress': 'Đang giải quyết',
  'awaiting-supplement': 'Chờ bổ sung',
  'awaiting-payment': 'Chờ nộp phí',
  resolved: 'Đã có kết quả',
  returned: 'Đã trả kết quả',
  withdrawn: 'Đã rút',
  stopped: 'Dừng giải quyết',
};

/** Word and shape of a dossier's state; the colour only repeats them. */
export function StateTag({ state, name }: { state: string; name?: string | undefined }) {
  const known = Object.hasOwn(STATE_NAMES, state) ? (state as DossierState) : null;
  const phase = known === null ? 'moving' : PHASES[known];
  return (
    <span class={`state state-${phase}`}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
        {phase === 'new' && <path d="M6 2v8M2 6h8" stroke="currentColor" stroke-width="2" />}
        {phase === 'moving' && <path d="M3 1.5 10 6l-7 4.5z" fill="currentColor" />}
        {phase === 'waiting' && <path d="M3.5 2v8M8.5 2v8" stroke="currentColor" stroke-width="2.2" />}
        {phase === 'done' && <path d="m1.5 6.5 3 3 6-7" fill="none" stroke="currentColor" stroke-width="2" />}
        {phase === 'ended' && <path d="m2 2 8 8M10 2l-8 8" stroke="currentColor" stroke-width="2" />}
      </svg>
      {name ?? (known === null ? state : STATE_NAMES[known])}
    </span>
  );
}
