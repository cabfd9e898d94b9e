import { useEffect, useState } from 'preact/hooks';
import { DateInput } from '../app/date-input.tsx';
import { legalDayOf, showPhone, showShort } from '../app/dates.ts';
import { useResource } from '../app/resource.ts';
import { go, place } from '../app/router.ts';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/inputs.tsx';
import { FailedState, Skeleton } from '../ui/notice.tsx';
import { KeyCap } from './key-cap.tsx';
import { printPdf } from './print-slip.ts';
import { mayDo } from './room.ts';
import { useKeys } from './use-keys.ts';
import '../ui/table.css';
import './turns.css';

interface Book {
  centre: { id: string; name: string };
  items: BookRow[];
  total: number;
  voided: number;
  sectors: { code: string; name: string }[];
}
interface BookRow {
  number: number;
  id: string | null;
  code: string;
  procedureName: string;
  applicantName: string;
  address: string | null;
  phone: string | null;
  agencyName: string;
  receivedAt: string;
  dueAt: string | null;
  returnedAt: string | null;
  returnBy: string;
  receivedBy: string | null;
  voided: { at: string; byName: string; reason: string } | null;
}

const PAGE = 100;
const WAYS: Readonly<Record<string, string>> = { counter: 'Tại quầy', post: 'Bưu chính', online: 'Điện tử' };

/** Form 07, kept by the system: what a centre received in a period, each number in its place, also those taken back. */
export function BookPage() {
  const given = place.value.query;
  const today = legalDayOf(new Date().toISOString());
  const from = given.get('from') ?? today;
  const to = given.get('to') ?? from;
  const sector = given.get('sector') ?? '';
  const offset = Math.max(0, Number(given.get('offset') ?? 0) || 0);
  const [typed, setTyped] = useState({ from, to });
  const asked = { from, to, ...(sector === '' ? {} : { sector }) };
  const answer = useResource<Book>('/api/book', { ...asked, offset, limit: PAGE });
  const pdf = `/api/book.pdf?${new URLSearchParams(asked)}`;
  useEffect(() => {
    document.title = 'Sổ theo dõi hồ sơ - Haicấp';
  }, []);
  useEffect(() => setTyped({ from, to }), [from, to]);
  useKeys({ p: () => printPdf(pdf) });

  const open = (part: Record<string, string | number>) => {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries({ from, to, sector, ...part }))
      if (value !== '' && String(value) !== '0') search.set(name, String(value));
    go(`/ban-lam-viec/so-theo-doi?${search}`);
  };
  const book = answer.data;
  return (
    <div class="plain book">
      <h1 tabIndex={-1}>Sổ theo dõi hồ sơ</h1>
      <form
        class="row no-print"
        onSubmit={(event) => {
          event.preventDefault();
          open({ ...typed, offset: 0 });
        }}
      >
        <DateInput
          id="book-from"
          label="Từ ngày"
          value={typed.from}
          onInput={(value) => setTyped((before) => ({ ...before, from: value }))}
        />
        <DateInput
          id="book-to"
          label="Đến ngày"
          value={typed.to}
          onInput={(value) => setTyped((before) => ({ ...before, to: value }))}
        />
        <Select
          id="book-sector"
          label="Lĩnh vực"
          value={sector}
          none="Tất cả"
          options={(book?.sectors ?? []).map((one) => ({ value: one.code, label: one.name }))}
          onChange={(value) => open({ sector: value, offset: 0 })}
        />
        <Button type="submit">Mở sổ</Button>
        <Button rank="primary" onPress={() => printPdf(pdf)} shortcut="p">
          In mẫu 07 <KeyCap>p</KeyCap>
        </Button>
      </form>
      {answer.state === 'failed' && <FailedState words={wordsOf(answer.problem)} onRetry={answer.reload} />}
      {answer.state === 'loading' && <Skeleton lines={8} />}
      {book !== null && (
        <>
          <p role="status">
            <strong>{book.centre.name}</strong>: {book.total} số
            {book.voided > 0 && `, trong đó ${book.voided} số đã huỷ`}.{' '}
            <a href={pdf} target="_blank" rel="noopener">
              Xem bản in trong thẻ mới
            </a>
            {mayDo('dossiers.list-office-errors') && (
              <>
                {' · '}
                <a href="/ban-lam-viec/sai-sot">Sai sót của cơ quan</a>
              </>
            )}
          </p>
          {book.items.length === 0 ? (
            <p>Không tiếp nhận hồ sơ nào trong kỳ này.</p>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
            <section class="book-box" aria-label="Các dòng của sổ" tabIndex={0}>
              <table class="table">
                <caption class="unseen">Sổ theo dõi hồ sơ, mẫu 07</caption>
                <thead>
                  <tr>
                    {[
                      'STT',
                      'Mã hồ sơ',
                      'Thủ tục',
                      'Người nộp',
                      'Địa chỉ, điện thoại',
                      'Cơ quan giải quyết',
                      'Nhận',
                      'Hẹn trả',
                      'Trả',
                      'Cách nhận',
                      'Người nhận',
                    ].map((title) => (
                      <th key={title} scope="col">
                        {title}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {book.items.map((row) => (
                    <Row key={row.code} row={row} />
                  ))}
                </tbody>
              </table>
            </section>
          )}
          {book.total > PAGE && (
            <p class="row no-print">
              <Button disabled={offset === 0} onPress={() => open({ offset: Math.max(0, offset - PAGE) })}>
                Trang trước
              </Button>
              <span>
                Số {offset + 1} đến {Math.min(offset + PAGE, book.total)} trong {book.total}
              </span>
              <Button disabled={offset + PAGE >= book.total} onPress={() => open({ offset: offset + PAGE })}>
                Trang sau
              </Button>
            </p>
          )}
        </>
      )}
    </div>
  );
}

function Row({ row }: { row: BookRow }) {
  if (row.voided !== null)
    return (
      <tr>
        <td class="number">{row.number}</td>
        <td>
          <s>{row.code}</s>
        </td>
        <td>{row.procedureName}</td>
        <td colSpan={8}>
          Số đã huỷ lúc {showShort(row.voided.at)}, {row.voided.byName}: {row.voided.reason}
        </td>
      </tr>
    );
  return (
    <tr>
      <td class="number" data-title="STT">
        {row.number}
      </td>
      <td data-title="Mã hồ sơ">
        <a href={`/ban-lam-viec/ho-so/${row.id}?list=all&sort=received`}>{row.code}</a>
      </td>
      <td data-title="Thủ tục">{row.procedureName}</td>
      <td data-title="Người nộp">{row.applicantName}</td>
      <td data-title="Địa chỉ, điện thoại">
        {[row.address, showPhone(row.phone)].filter(Boolean).join(', ')}
      </td>
      <td data-title="Cơ quan giải quyết">{row.agencyName}</td>
      <td data-title="Nhận">{showShort(row.receivedAt)}</td>
      <td data-title="Hẹn trả">{showShort(row.dueAt)}</td>
      <td data-title="Trả">{showShort(row.returnedAt)}</td>
      <td data-title="Cách nhận">{WAYS[row.returnBy] ?? row.returnBy}</td>
      <td data-title="Người nhận">{row.receivedBy ?? ''}</td>
    </tr>
  );
}
