import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../app/api.ts';
import { showDate, showNumber, showTime } from '../app/dates.ts';
import { PageHeading, usePageTitle } from '../app/page.tsx';
import { useResource } from '../app/resource.ts';
import { place } from '../app/router.ts';
import { wordsFor, wordsOf } from '../app/words.ts';
import { printPdf } from '../desk/print-slip.ts';
import { mayDo } from '../desk/room.ts';
import { Button } from '../ui/button.tsx';
import { NumberInput, TextInput } from '../ui/inputs.tsx';
import { EmptyState, FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { Table } from '../ui/table.tsx';
import { say } from '../ui/toast.tsx';
import { type CashBook, type Refund, type RefundList, receiptAddress } from './answers.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import './money.css';

/** Of sums: nothing is nothing, not a fee that is not taken. */
const sum = (amount: number) => `${showNumber(amount, 0)} đồng`;

/** The cash book of a day, and money that is to be given back. */
export function CashBookPage() {
  usePageTitle('Sổ quỹ');
  const day = place.value.query.get('ngay');
  const book = useResource<CashBook>('/api/payments/cash-book', day === null ? {} : { day });
  const refunds = useResource<RefundList>('/api/payments/refunds');
  const reload = () => {
    book.reload();
    refunds.reload();
  };
  return (
    <div class="money-page">
      <PageHeading>Sổ quỹ</PageHeading>
      {book.data === null ? (
        book.state === 'failed' ? (
          <FailedState words={wordsOf(book.problem)} onRetry={book.reload} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : (
        <Day book={book.data} onChanged={reload} />
      )}
      {refunds.data !== null && <Refunds list={refunds.data} onChanged={reload} />}
    </div>
  );
}

function Day({ book, onChanged }: { book: CashBook; onChanged: () => void }) {
  const mine = book.mine ? book.books[0] : undefined;
  const isToday = book.day === book.today;
  const dayBefore = new Date(Date.parse(book.day) - 86_400_000).toISOString().slice(0, 10);
  const dayAfter = new Date(Date.parse(book.day) + 86_400_000).toISOString().slice(0, 10);
  return (
    <>
      <p>
        {book.centreName}, ngày <strong>{showDate(book.day)}</strong>
        {isToday ? ' (hôm nay)' : ''}
      </p>
      <p class="row no-print">
        <a href={`/ban-lam-viec/so-quy?ngay=${dayBefore}`}>Ngày trước</a>
        {!isToday && <a href={`/ban-lam-viec/so-quy?ngay=${dayAfter}`}>Ngày sau</a>}
        {!isToday && <a href="/ban-lam-viec/so-quy">Hôm nay</a>}
        {(book.books.length > 0 || book.moves.length > 0) && (
          <Button small onPress={() => printPdf(`/api/payments/cash-book/${book.day}.pdf`)}>
            In sổ quỹ
          </Button>
        )}
      </p>
      {book.unclosed.length > 0 && (
        <Notice kind="warn" title="Còn sổ quỹ của ngày trước chưa khoá">
          <p class="row">
            {book.unclosed.map((one) => (
              <a key={one} href={`/ban-lam-viec/so-quy?ngay=${one}`}>
                {showDate(one)}
              </a>
            ))}
          </p>
        </Notice>
      )}
      {book.mine && mine === undefined && isToday && <Open onDone={onChanged} />}
      {book.books.length === 0 && book.moves.length === 0 && !(book.mine && isToday) && (
        <EmptyState title="Ngày này không có thu, chi nào." />
      )}
      {book.books.map((one) => (
        <section key={one.cashierId} class="money-book" aria-label={`Quỹ của ${one.cashierName}`}>
          <h2>{book.mine ? 'Quỹ của tôi' : one.cashierName}</h2>
          <dl class="money-sums">
            <div>
              <dt>Đầu ngày</dt>
              <dd>{sum(one.opening)}</dd>
            </div>
            <div>
              <dt>Thu, chi trong ngày</dt>
              <dd>{sum(one.moved)}</dd>
            </div>
            <div>
              <dt>Theo sổ</dt>
              <dd>
                <strong>{sum(one.expected)}</strong>
              </dd>
            </div>
            {one.counted !== null && (
              <>
                <div>
                  <dt>Đếm được</dt>
                  <dd>{sum(one.counted)}</dd>
                </div>
                <div>
                  <dt>Chênh lệch</dt>
                  <dd>{sum(one.counted - one.expected)}</dd>
                </div>
              </>
            )}
          </dl>
          {one.closedAt !== null ? (
            <p>
              Đã khoá sổ lúc {showTime(one.closedAt)}. Sửa sau khi khoá được ghi vào ngày tiếp theo.
              {one.differenceReason && ` Giải thích chênh lệch: ${one.differenceReason}`}
            </p>
          ) : (
            book.mine && <Close day={book.day} onDone={onChanged} />
          )}
        </section>
      ))}
      {book.moves.length > 0 && <h2>Thu, chi trong ngày</h2>}
      {book.moves.length > 0 && (
        <Table
          caption="Thu, chi trong ngày"
          hideCaption
          rows={book.moves}
          rowKey={(row) => `${row.at}${row.number ?? ''}${row.kind}${row.amount}`}
          columns={[
            { key: 'at', title: 'Giờ', cell: (row) => showTime(row.at) },
            {
              key: 'number',
              title: 'Biên lai',
              cell: (row) =>
                row.receiptId === null ? (
                  '–'
                ) : (
                  <a href={receiptAddress(row.receiptId)} target="_blank" rel="noopener">
                    {row.number}
                  </a>
                ),
            },
            { key: 'payer', title: 'Người nộp', cell: (row) => row.payerName },
            {
              key: 'what',
              title: 'Nội dung',
              cell: (row) =>
                `${row.kindName}${row.note === null ? '' : `: ${row.note}`}${row.kind === 'receipt' && row.voided ? ' (biên lai đã huỷ)' : ''}`,
            },
            {
              key: 'way',
              title: 'Cách nộp',
              cell: (row) => (row.way === 'cash' ? 'Tiền mặt' : 'Trực tuyến'),
            },
            { key: 'amount', title: 'Số tiền', number: true, cell: (row) => sum(row.amount) },
          ]}
        />
      )}
      {book.fees.length > 0 && <h2>Cộng theo khoản thu và cách nộp hồ sơ</h2>}
      {book.fees.length > 0 && (
        <Table
          caption="Cộng theo khoản thu và cách nộp hồ sơ"
          hideCaption
          rows={book.fees}
          rowKey={(row) => `${row.name}${row.channel}${row.way}`}
          columns={[
            { key: 'name', title: 'Khoản thu', cell: (row) => row.name },
            { key: 'channel', title: 'Nộp hồ sơ', cell: (row) => row.channelName },
            { key: 'way', title: 'Nộp tiền', cell: (row) => row.wayName },
            { key: 'count', title: 'Số lần', number: true, cell: (row) => row.count },
            { key: 'amount', title: 'Số tiền', number: true, cell: (row) => sum(row.amount) },
          ]}
        />
      )}
    </>
  );
}

/** One act with a few numbers: what is wrong comes back to its field. */
function useSending(address: string, onDone: () => void, done: string) {
  const [key, setKey] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [fault, setFault] = useState<unknown>(null);
  const send = async (body: Record<string, unknown>) => {
    if (busy) return;
    setBusy(true);
    setFault(null);
    setWrong({});
    try {
      await api.post(address, body, { key });
      say(done);
      onDone();
    } catch (error) {
      const fields = error instanceof Problem ? (error.details.fields ?? []) : [];
      setWrong(Object.fromEntries(fields.map((field) => [field.path.slice(1), wordsFor(field.code, field)])));
      setFault(fields.length > 0 ? null : error);
      setKey(newKey());
    } finally {
      setBusy(false);
    }
  };
  return { send, busy, wrong, fault };
}

function Open({ onDone }: { onDone: () => void }) {
  const [opening, setOpening] = useState('');
  const { send, busy, wrong, fault } = useSending('/api/payments/cash-book/open', onDone, 'Đã mở sổ quỹ.');
  return (
    <form
      class="money-book stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send({ opening: Number(opening || 0) });
      }}
    >
      <h2>Mở sổ quỹ hôm nay</h2>
      {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
      <NumberInput
        id="cash-opening"
        label="Tiền có sẵn trong két (đồng)"
        hint="Để trống là không có. Chưa mở mà thu tiền thì sổ tự mở với 0 đồng."
        optional
        error={wrong.opening}
        value={opening}
        onInput={setOpening}
      />
      <p>
        <Button type="submit" rank="primary" busy={busy} busyText="Đang ghi…">
          Mở sổ quỹ
        </Button>
      </p>
    </form>
  );
}

function Close({ day, onDone }: { day: string; onDone: () => void }) {
  const [counted, setCounted] = useState('');
  const [reason, setReason] = useState('');
  const { send, busy, wrong, fault } = useSending('/api/payments/cash-book/close', onDone, 'Đã khoá sổ quỹ.');
  const [missing, setMissing] = useState(false);
  return (
    <form
      class="stack no-print"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(counted === '');
        if (counted !== '')
          void send({ day, counted: Number(counted), reason: reason.trim() === '' ? null : reason.trim() });
      }}
    >
      <h3>Khoá sổ</h3>
      {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
      <NumberInput
        id="cash-counted"
        label="Tiền đếm được trong két (đồng)"
        error={missing ? 'Xin đếm và ghi số tiền trong két.' : wrong.counted}
        value={counted}
        onInput={setCounted}
      />
      <TextInput
        id="cash-reason"
        label="Giải thích chênh lệch"
        optional
        hint="Chỉ khi tiền đếm được khác với sổ."
        error={wrong.reason}
        value={reason}
        onInput={setReason}
      />
      <p>
        <Button type="submit" busy={busy} busyText="Đang ghi…">
          Khoá sổ quỹ ngày {showDate(day)}
        </Button>
      </p>
    </form>
  );
}

function Refunds({ list, onChanged }: { list: RefundList; onChanged: () => void }) {
  const [denying, setDenying] = useState<Refund | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const act = async (address: string, body: object, done: string) => {
    setFault(null);
    try {
      await api.post(address, body, { key: newKey() });
      say(done);
      onChanged();
    } catch (error) {
      setFault(error);
      onChanged();
    }
  };
  return (
    <>
      <h2>Hoàn tiền</h2>
      {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
      {list.unasked.length > 0 && (
        <>
          <h3>Đã nộp tiền, chưa xem xét hoàn</h3>
          <ul class="plain-list money-list">
            {list.unasked.map((one) => (
              <li key={one.dossierId}>
                <span>
                  <strong>{sum(one.amount)}</strong> của {one.applicantName},{' '}
                  <a href={`/ban-lam-viec/ho-so/${one.dossierId}?list=all`}>{one.dossierCode}</a>. {one.why}.
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {list.refunds.length === 0 ? (
        <p class="quiet">Không có khoản nào chờ hoàn.</p>
      ) : (
        <ul class="plain-list money-list">
          {list.refunds.map((one) => (
            <li key={one.id}>
              <span>
                <strong>{sum(one.amount)}</strong> cho {one.personName},{' '}
                <a href={`/ban-lam-viec/ho-so/${one.dossierId}?list=all`}>{one.dossierCode}</a>.{' '}
                <strong>{one.stateName}</strong>
                {one.wayName && `, ${one.wayName.toLowerCase()}`}. <span class="quiet">{one.reason}</span>{' '}
                <span class="quiet small">
                  {one.askedByName} đề nghị {showDate(one.askedAt)}
                  {one.decidedByName && `; ${one.decidedByName} quyết định`}
                  {one.decisionNote && `: ${one.decisionNote}`}
                </span>
              </span>
              <span class="row no-print">
                {one.state === 'asked' && list.mayDecide && (
                  <>
                    <Button
                      small
                      onPress={() =>
                        void act(
                          `/api/payments/refunds/${one.id}/decide`,
                          { approve: true },
                          'Đã duyệt hoàn tiền.',
                        )
                      }
                    >
                      Duyệt hoàn
                    </Button>
                    <Button small rank="quiet" onPress={() => setDenying(one)}>
                      Không hoàn
                    </Button>
                  </>
                )}
                {one.state === 'approved' && list.mayPay && (
                  <>
                    <Button
                      small
                      onPress={() =>
                        void act(`/api/payments/refunds/${one.id}/pay`, { way: 'cash' }, 'Đã chi hoàn tiền.')
                      }
                    >
                      Đã chi tiền mặt
                    </Button>
                    {one.online && (
                      <Button
                        small
                        onPress={() =>
                          void act(
                            `/api/payments/refunds/${one.id}/pay`,
                            { way: 'online' },
                            'Đang chuyển trả trực tuyến.',
                          )
                        }
                      >
                        Chuyển trả trực tuyến
                      </Button>
                    )}
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {list.waiting.length > 0 && (
        <>
          <h2>Nộp trực tuyến chưa có kết quả</h2>
          <p class="quiet">
            Hệ thống tự hỏi lại cổng thanh toán năm phút một lần; sau một ngày không có tiền thì thôi.
          </p>
          <ul class="plain-list money-list">
            {list.waiting.map((one) => (
              <li key={one.id}>
                <span>
                  {one.applicantName},{' '}
                  <a href={`/ban-lam-viec/ho-so/${one.dossierId}?list=all`}>{one.dossierCode}</a>,{' '}
                  {sum(one.amount)}, từ {showTime(one.madeAt)} {showDate(one.madeAt)}; đã hỏi {one.queries}{' '}
                  lần
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {list.amiss.length > 0 && (
        <>
          <h2>Điều cổng thanh toán báo cần xem lại</h2>
          <ul class="plain-list money-list">
            {list.amiss.map((one) => (
              <li key={`${one.at}${one.dossierId}`}>
                <span>
                  {showTime(one.at)} {showDate(one.at)},{' '}
                  <a href={`/ban-lam-viec/ho-so/${one.dossierId}?list=all`}>{one.dossierCode}</a>: {one.text}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {denying !== null && mayDo('payments.decide-refund') && (
        <ReasonDialog
          title="Không hoàn tiền"
          tells={`${sum(denying.amount)} của ${denying.personName} sẽ không được hoàn. Lý do được lưu lại.`}
          verb="Không hoàn"
          address={`/api/payments/refunds/${denying.id}/decide`}
          body={{ approve: false }}
          reasonKey="note"
          onClose={() => setDenying(null)}
          onDone={() => {
            setDenying(null);
            say('Đã ghi không hoàn tiền.');
            onChanged();
          }}
        />
      )}
    </>
  );
}
