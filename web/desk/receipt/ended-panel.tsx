import { useEffect } from 'preact/hooks';
import { showDateTime } from '../../app/dates.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { say } from '../../ui/toast.tsx';
import { KeyCap } from '../key-cap.tsx';
import { Later } from '../later.tsx';
import { printPdf } from '../print-slip.ts';
import { useKeys } from '../use-keys.ts';
import { focusSoon } from './part.ts';
import type { Receipt } from './receipt.ts';

export interface Ended {
  kind: 'received' | 'given' | 'asked' | 'refused';
  receipt: Receipt;
  id: string;
  code: string | null;
  dueAt: string | null;
  slip: string;
  /** Of a result given at once. */
  number?: string;
}

const WORDS = {
  received: { title: 'Đã tiếp nhận', print: 'In giấy tiếp nhận', said: 'Đã tiếp nhận' },
  given: {
    title: 'Đã trả kết quả',
    print: 'In giấy tiếp nhận nếu được yêu cầu',
    said: 'Đã tiếp nhận và trả kết quả.',
  },
  asked: {
    title: 'Đã yêu cầu bổ sung',
    print: 'In phiếu yêu cầu bổ sung',
    said: 'Đã ghi phiếu yêu cầu bổ sung.',
  },
  refused: { title: 'Đã từ chối tiếp nhận', print: 'In phiếu từ chối', said: 'Đã ghi phiếu từ chối.' },
} as const;

/** After the act: the code, the due time, the slip in one key, and on to the next person in the queue. */
export function EndedPanel({
  ended,
  onNext,
}: {
  ended: Ended;
  onNext: (procedure: Receipt['procedure']) => void;
}) {
  const received = ended.kind === 'received' || ended.kind === 'given';
  const words = WORDS[ended.kind];
  useEffect(() => {
    say(ended.kind === 'received' ? `Đã tiếp nhận, mã ${ended.code ?? ''}.` : words.said);
    focusSoon('print-slip');
  }, [ended.kind, ended.code, words.said]);
  useKeys({
    p: () => printPdf(ended.slip),
    n: () => onNext(null),
    c: () => onNext(ended.receipt.procedure),
  });
  return (
    <div class="receipt received stack">
      <h1 tabIndex={-1}>{words.title}</h1>
      <Notice kind="done" title={`${ended.receipt.fullName}, ${ended.receipt.procedure?.name ?? ''}`}>
        {received && (
          <>
            <p>
              Mã hồ sơ <span class="code copyable">{ended.code}</span>
            </p>
            {ended.number !== undefined && (
              <p>
                Số kết quả <span class="code copyable">{ended.number}</span>
              </p>
            )}
            {ended.kind === 'received' && ended.dueAt !== null && (
              <p>
                Hẹn trả kết quả <strong>{showDateTime(ended.dueAt)}</strong>
              </p>
            )}
          </>
        )}
      </Notice>
      <p class="row">
        <Button id="print-slip" rank="primary" onPress={() => printPdf(ended.slip)} shortcut="p">
          {words.print} <KeyCap>p</KeyCap>
        </Button>
        <Button onPress={() => onNext(null)} shortcut="n">
          Hồ sơ tiếp theo <KeyCap>n</KeyCap>
        </Button>
        <Button onPress={() => onNext(ended.receipt.procedure)} shortcut="c">
          Tiếp, cùng thủ tục này <KeyCap>c</KeyCap>
        </Button>
      </p>
      {received && (
        <section aria-label="Phí, lệ phí">
          <Later
            key={ended.id}
            load={() => import('../../money/money-part.tsx').then((room) => room.MoneyPart)}
            given={{ dossierId: ended.id }}
          />
        </section>
      )}
      <p>
        <a href={`/ban-lam-viec/ho-so/${ended.id}?list=all&sort=received`}>Mở hồ sơ vừa ghi</a>
        {' · '}
        <a href={ended.slip} target="_blank" rel="noopener">
          Xem bản in trong thẻ mới
        </a>
      </p>
    </div>
  );
}
