import { useRef, useState } from 'preact/hooks';
import { api, newKey } from '../app/api.ts';
import { showDateTime, showMoney } from '../app/dates.ts';
import { useResource } from '../app/resource.ts';
import { wordsOf } from '../app/words.ts';
import { KeyCap } from '../desk/key-cap.tsx';
import { printPdf } from '../desk/print-slip.ts';
import { loadLists, mayDo, sessionEnded } from '../desk/room.ts';
import { useKeys } from '../desk/use-keys.ts';
import { Button } from '../ui/button.tsx';
import { Tick } from '../ui/inputs.tsx';
import { FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import { type Money, receiptAddress } from './answers.ts';
import { FeeLines } from './fee-lines.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

interface Asked {
  kind: 'void' | 'refund';
  receiptId: string;
  amount: number;
  number: string;
}

/** What is to be paid for a dossier, and taking it: one key, one receipt, printed at once. */
export function MoneyPart({ dossierId, onChanged }: { dossierId: string; onChanged?: () => void }) {
  const money = useResource<Money>(`/api/payments/dossiers/${dossierId}`);
  const [asked, setAsked] = useState<Asked | null>(null);
  const changed = () => {
    setAsked(null);
    money.reload();
    onChanged?.();
    void loadLists();
  };
  if (money.data === null)
    return money.state === 'failed' ? (
      <FailedState words={wordsOf(money.problem)} onRetry={money.reload} />
    ) : (
      <Skeleton lines={3} />
    );
  const { data } = money;
  if (data.lines.length === 0 && data.payments.length === 0 && data.refunds.length === 0)
    return <p class="quiet">Hồ sơ này không có khoản phí, lệ phí nào.</p>;
  return (
    <div class="stack">
      <FeeLines lines={data.lines} total={data.total} />
      {data.mayTake && <Take key={data.owed} money={data} onTaken={changed} />}
      {data.payments.length > 0 && (
        <ul class="plain-list money-list">
          {data.payments.map((one) => (
            <li key={one.receiptId}>
              <span>
                Biên lai <strong>{one.number}</strong>, {showMoney(one.amount)}, {one.wayName.toLowerCase()},{' '}
                {showDateTime(one.at)}
                {one.refunded > 0 && `; đã hoàn ${showMoney(one.refunded)}`}
                {one.voided && <strong>; đã huỷ: {one.voided.reason}</strong>}
              </span>
              <span class="row no-print">
                <Button small onPress={() => printPdf(receiptAddress(one.receiptId))}>
                  In biên lai
                </Button>
                {one.voided === null && one.way === 'cash' && mayDo('payments.void-receipt') && (
                  <Button small rank="quiet" onPress={() => setAsked({ ...one, kind: 'void' })}>
                    Huỷ biên lai
                  </Button>
                )}
                {one.voided === null && data.mayAskRefund && one.refunded < one.amount && (
                  <Button
                    small
                    rank="quiet"
                    onPress={() => setAsked({ ...one, kind: 'refund', amount: one.amount - one.refunded })}
                  >
                    Đề nghị hoàn tiền
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {data.orders.some((one) => one.state === 'pending') && (
        <p class="quiet">Người nộp đang nộp trực tuyến; chưa có kết quả từ cổng thanh toán.</p>
      )}
      {data.refunds.map((one) => (
        <p key={one.id}>
          Hoàn tiền {showMoney(one.amount)}: <strong>{one.stateName.toLowerCase()}</strong>.{' '}
          <span class="quiet">{one.reason}</span>
        </p>
      ))}
      {asked !== null && (
        <ReasonDialog
          {...(asked.kind === 'void'
            ? {
                title: `Huỷ biên lai ${asked.number}`,
                tells:
                  'Biên lai giữ số và được đóng dấu đã huỷ; tiền trả lại ghi vào sổ quỹ hôm nay; khoản phí trở lại chưa nộp.',
                verb: 'Huỷ biên lai',
                address: `/api/payments/receipts/${asked.receiptId}/void`,
                body: {},
              }
            : {
                title: `Đề nghị hoàn tiền, biên lai ${asked.number}`,
                tells: 'Lãnh đạo cơ quan duyệt; sau đó chi tại quầy hoặc chuyển trả trực tuyến.',
                verb: 'Gửi đề nghị',
                address: '/api/payments/refunds',
                body: { dossierId, receiptId: asked.receiptId },
                amount: asked.amount,
              })}
          onClose={() => setAsked(null)}
          onDone={() => {
            say(asked.kind === 'void' ? `Đã huỷ biên lai ${asked.number}.` : 'Đã gửi đề nghị hoàn tiền.');
            changed();
          }}
        />
      )}
    </div>
  );
}

function Take({ money, onTaken }: { money: Money; onTaken: () => void }) {
  const [with_, setWith] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const attempt = useRef<{ content: string; key: string } | null>(null);
  const chosen = money.others.filter((one) => with_.includes(one.id));
  const amount = money.owed + chosen.reduce((sum, one) => sum + one.owed, 0);
  const take = async () => {
    if (busy) return;
    const body = { dossierIds: [money.dossierId, ...chosen.map((one) => one.id)], amount };
    const content = JSON.stringify(body);
    if (attempt.current?.content !== content) attempt.current = { content, key: newKey() };
    setBusy(true);
    setFault(null);
    try {
      const made = await api.post<{ number: string; slip: string }>('/api/payments/take', body, {
        key: attempt.current.key,
      });
      say(`Đã thu ${showMoney(amount)}, biên lai ${made.number}.`);
      printPdf(made.slip);
      onTaken();
    } catch (error) {
      setBusy(false);
      if (!sessionEnded(error)) setFault(error);
    }
  };
  useKeys({ '0': () => void take() });
  return (
    <div class="stack">
      {money.others.length > 0 && (
        <fieldset class="money-others">
          <legend>Thu cùng một biên lai cho hồ sơ khác của người này</legend>
          {money.others.map((one) => (
            <Tick
              key={one.id}
              id={`with-${one.id}`}
              label={`${one.procedureName} (${one.code}), ${showMoney(one.owed)}`}
              checked={with_.includes(one.id)}
              onChange={(on) =>
                setWith((now) => (on ? [...now, one.id] : now.filter((other) => other !== one.id)))
              }
            />
          ))}
        </fieldset>
      )}
      {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
      <p class="row no-print">
        <Button id="take-money" onPress={() => void take()} busy={busy} busyText="Đang ghi…" shortcut="0">
          Thu {showMoney(amount)} tiền mặt, in biên lai <KeyCap>0</KeyCap>
        </Button>
      </p>
    </div>
  );
}
