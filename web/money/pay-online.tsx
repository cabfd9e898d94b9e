import { useEffect, useRef, useState } from 'preact/hooks';
import { api, newKey } from '../app/api.ts';
import { showDateTime, showMoney } from '../app/dates.ts';
import { useResource } from '../app/resource.ts';
import { place } from '../app/router.ts';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { type Money, type OwnOrder, receiptAddress } from './answers.ts';
import { FeeLines } from './fee-lines.tsx';

/** How often, and how many times, one who came back from the gateway asks what became of it. */
const ASKS_EVERY = 3000;
const ASKS = 20;

/** What is to be paid for one's own dossier, paying it, and what the server says became of that. */
export function PayOnline({ dossierId, onPaid }: { dossierId: string; onPaid: () => void }) {
  const money = useResource<Money>(`/api/payments/dossiers/${dossierId}`);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const [key] = useState(newKey);
  const returned = place.value.query.get('don');
  if (money.data === null)
    return money.state === 'failed' ? (
      <FailedState words={wordsOf(money.problem)} onRetry={money.reload} />
    ) : (
      <Skeleton lines={3} />
    );
  const { data } = money;
  if (data.lines.length === 0 && data.payments.length === 0 && data.refunds.length === 0) return null;
  const pay = async () => {
    setBusy(true);
    setFault(null);
    try {
      const { orderId } = await api.post<{ orderId: string }>(
        `/api/my/dossiers/${dossierId}/pay`,
        {},
        { key },
      );
      const order = await api.get<OwnOrder>(`/api/my/orders/${orderId}`);
      // Paid meanwhile in another window: the page says so.
      if (order.payAt === null) money.reload();
      else location.assign(order.payAt);
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-labelledby="money" class="stack">
      <h2 id="money">Phí, lệ phí</h2>
      {returned !== null && (
        <Returned
          id={returned}
          onPaid={() => {
            money.reload();
            onPaid();
          }}
        />
      )}
      <FeeLines lines={data.lines} total={data.total} />
      {data.owed > 0 && (
        <p>
          Còn phải nộp <strong>{showMoney(data.owed)}</strong>
          {data.mayPayOnline ? '.' : '. Ông/bà nộp tại quầy của trung tâm.'}
        </p>
      )}
      {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
      {data.mayPayOnline && (
        <p class="acts no-print">
          <Button rank="primary" id="pay-online" onPress={() => void pay()} busy={busy} busyText="Đang mở…">
            Nộp {showMoney(data.owed)} trực tuyến
          </Button>
        </p>
      )}
      {data.payments.map((one) => (
        <p key={one.receiptId}>
          {one.voided ? 'Biên lai đã huỷ' : 'Đã nộp'} {showMoney(one.amount)}, {one.wayName.toLowerCase()},{' '}
          {showDateTime(one.at)}
          {one.refunded > 0 && `; đã hoàn ${showMoney(one.refunded)}`}.{' '}
          <a href={receiptAddress(one.receiptId)} target="_blank" rel="noopener">
            Tải biên lai {one.number}
          </a>
        </p>
      ))}
      {data.refunds.map((one) => (
        <p key={one.id}>
          Hoàn tiền {showMoney(one.amount)}: <strong>{one.stateName.toLowerCase()}</strong>.{' '}
          <span class="quiet">{one.reason}</span>
        </p>
      ))}
    </section>
  );
}

/** Back from the gateway: what holds is what the server knows, not that somebody came back. */
function Returned({ id, onPaid }: { id: string; onPaid: () => void }) {
  const [order, setOrder] = useState<OwnOrder | null>(null);
  const [asked, setAsked] = useState(0);
  const told = useRef(false);
  useEffect(() => {
    let here = true;
    const timer = setTimeout(
      () =>
        api.get<OwnOrder>(`/api/my/orders/${encodeURIComponent(id)}`).then(
          (found) => {
            if (!here) return;
            setOrder(found);
            if (found.state === 'pending') setAsked((n) => Math.min(n + 1, ASKS));
            else if (!told.current) {
              told.current = true;
              onPaid();
            }
          },
          () => here && setAsked((n) => Math.min(n + 1, ASKS)),
        ),
      asked === 0 ? 0 : ASKS_EVERY,
    );
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [id, asked]);
  if (order === null || order.state === 'pending')
    return (
      <Notice live title="Đang chờ cổng thanh toán báo kết quả.">
        <p>
          {asked < ASKS
            ? 'Ông/bà không cần nộp lại. Kết quả hiện ra ở đây khi có.'
            : 'Kết quả đến chậm. Ông/bà có thể đóng trang này; hệ thống tự hỏi lại và báo cho ông/bà. Xin đừng nộp lại.'}
        </p>
      </Notice>
    );
  if (order.state === 'paid') return <Notice kind="done" live title={`Đã nộp ${showMoney(order.amount)}.`} />;
  if (order.state === 'to-refund')
    return (
      <Notice kind="warn" live title="Số tiền vừa nộp sẽ được hoàn lại cho ông/bà.">
        <p>Hồ sơ không còn phải nộp khoản này khi tiền về.</p>
      </Notice>
    );
  return (
    <Notice kind="warn" live title={`Chưa nộp được: ${order.stateName.toLowerCase()}.`}>
      <p>Ông/bà có thể nộp lại khi muốn.</p>
    </Notice>
  );
}
