import { useEffect, useState } from 'preact/hooks';
import { showDateTime } from '../app/dates.ts';
import { useResource } from '../app/resource.ts';
import { go } from '../app/router.ts';
import { Button } from '../ui/button.tsx';
import type { Dossier, Made, OfferedAct } from './answers.ts';
import { DossierColumn } from './dossier-page.tsx';
import { KeyCap } from './key-cap.tsx';
import { actKeyName } from './keys.ts';
import { MyLists } from './my-lists.tsx';
import { neighbourOf } from './neighbour.ts';
import { printPdf } from './print-slip.ts';
import { listAddress, loadLists, loadRows, openId, query, rows, selectedId, sessionEnded } from './room.ts';
import { useKeys } from './use-keys.ts';
import { focusRow, WorkListColumn } from './work-list.tsx';

const WELCOMED = 'haicap.desk.welcomed';

interface Done {
  act: OfferedAct;
  dossier: Dossier;
  made: Made;
}

/** Lists, list, dossier. Opening a dossier changes only the right column; closing it gives the hand back to its row. */
export function ThreeColumns() {
  const id = openId.value;
  const opened = useResource<Dossier>(id === null ? null : `/api/dossiers/${id}`);
  const [done, setDone] = useState<Done | null>(null);
  const [lastOpen, setLastOpen] = useState<string | null>(null);

  useEffect(() => {
    document.title = 'Bàn làm việc - Haicấp';
  }, []);
  useEffect(() => {
    if (opened.problem !== null) sessionEnded(opened.problem);
  }, [opened.problem]);
  useEffect(() => {
    if (id !== null) {
      setDone(null);
      selectedId.value = id;
    } else if (lastOpen !== null && selectedId.value !== null) {
      // Closed: the hand is back on the row.
      focusRow(selectedId.value);
    }
    setLastOpen(id);
  }, [id, lastOpen]);

  const onActed = (act: OfferedAct, dossier: Dossier, made: Made) => {
    const next = neighbourOf(rows.value.items, dossier.id);
    setDone({ act, dossier, made });
    selectedId.value = next?.id ?? null;
    go(listAddress(), { keepScroll: true });
    void loadRows(query.value, true).then(() => {
      const stays = rows.value.items.some((row) => row.id === next?.id);
      if (stays && next) focusRow(next.id);
      else if (rows.value.items[0]) focusRow(rows.value.items[0].id);
      else document.getElementById('list-title')?.focus();
    });
    void loadLists();
  };

  return (
    <div class="three" data-open={id !== null}>
      <h1 class="unseen">Bàn làm việc</h1>
      <MyLists />
      <WorkListColumn />
      <section class="pane" aria-label="Hồ sơ đang mở">
        {id === null ? (
          <Resting done={done} />
        ) : (
          <DossierColumn
            state={opened.state}
            dossier={opened.data}
            fault={opened.problem}
            onReload={opened.reload}
            onActed={onActed}
          />
        )}
      </section>
    </div>
  );
}

/** The paper that an act leaves behind, by the last part of its address. */
const PAPERS: Readonly<Record<string, string>> = {
  accept: 'slip',
  'take-supplement': 'slip',
  'request-supplement': 'supplement',
  'refuse-receipt': 'refusal',
  extend: 'apology',
  withdraw: 'stop-notice',
  stop: 'stop-notice',
  'close-unanswered': 'stop-notice',
  'correct-receipt': 'slip',
  'correct-result': 'result',
  'apologise-for-error': 'error-letter',
};

function paperOf(done: Done): string | null {
  const act = actKeyName(done.act.name);
  const paper = PAPERS[act];
  // What was never received has no receipt and needs no notice of stopping.
  const received = done.dossier.code !== null || act === 'accept' || act === 'request-supplement';
  if (paper === undefined || (!received && act !== 'refuse-receipt')) return null;
  return `/api/dossiers/${done.dossier.id}/${paper}.pdf`;
}

/** The right column while no dossier is open: what was just done, or how the desk works. */
function Resting({ done }: { done: Done | null }) {
  const [welcomed, setWelcomed] = useState(() => hasBeenWelcomed());
  const slip = done === null ? null : paperOf(done);
  useKeys(slip === null ? {} : { p: () => printPdf(slip) });
  return (
    <div class="plain">
      {done !== null && (
        <div class="stack-2">
          <h2>Vừa xong</h2>
          <p>
            {done.act.title}: <strong>{done.dossier.applicantName}</strong>, {done.dossier.procedureName}{' '}
            <a href={listAddress({}, done.dossier.id)}>
              (mở lại {done.made.code ?? done.dossier.code ?? done.dossier.trackingCode})
            </a>
          </p>
          {done.made.code !== undefined && (
            <p>
              Mã hồ sơ <strong class="copyable">{done.made.code}</strong>
            </p>
          )}
          {done.made.dueAt && (
            <p>
              Hẹn trả kết quả <strong>{showDateTime(done.made.dueAt)}</strong>
            </p>
          )}
          {done.made.number !== undefined && (
            <p>
              Số kết quả <strong class="copyable">{done.made.number}</strong>
            </p>
          )}
          {slip !== null && (
            <Button onPress={() => printPdf(slip)} shortcut="p">
              In phiếu cho người nộp <KeyCap>p</KeyCap>
            </Button>
          )}
        </div>
      )}
      {welcomed ? (
        done === null && (
          <p class="quiet">
            Chọn một hồ sơ để xem tại đây. Phím <kbd>j</kbd> <kbd>k</kbd> để đi, <kbd>Enter</kbd> để mở,{' '}
            <kbd>?</kbd> để xem mọi phím tắt.
          </p>
        )
      ) : (
        <div class="stack-2">
          <h2>Lần đầu ngồi bàn này</h2>
          <p>
            Cột trái là các danh sách việc, số bên cạnh luôn là số thật. Cột giữa là hồ sơ của danh sách đang
            chọn, hồ sơ gần đến hạn nhất đứng đầu. Hồ sơ mở ra ở cột này, danh sách vẫn ở nguyên chỗ.
          </p>
          <p>
            Mỗi hồ sơ có một việc chính, nút đỏ; các việc còn lại ở mục “Việc khác”. Trước khi làm, hộp thoại
            nói rõ việc gì sẽ xảy ra và ai sẽ được báo.
          </p>
          <p>
            Mọi việc làm được bằng bàn phím: <kbd>/</kbd> để tìm, <kbd>j</kbd> <kbd>k</kbd> để đi,{' '}
            <kbd>Enter</kbd> để mở, <kbd>Esc</kbd> để về, <kbd>?</kbd> để xem tất cả.
          </p>
          <Button
            onPress={() => {
              welcome();
              setWelcomed(true);
            }}
          >
            Đã hiểu
          </Button>
        </div>
      )}
    </div>
  );
}

function hasBeenWelcomed(): boolean {
  try {
    return localStorage.getItem(WELCOMED) !== null;
  } catch {
    return true;
  }
}

function welcome(): void {
  try {
    localStorage.setItem(WELCOMED, '1');
  } catch {
    // A browser that keeps nothing explains itself each time.
  }
}
