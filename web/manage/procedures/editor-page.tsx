import { useState } from 'preact/hooks';
import { showShort } from '../../app/dates.ts';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { place } from '../../app/router.ts';
import { wordsOf } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import { FailedState, Notice, Skeleton } from '../../ui/notice.tsx';
import { ApproveDialog } from './approve-dialog.tsx';
import { DiscardButton } from './discard-button.tsx';
import { FeesEditor } from './fees-editor.tsx';
import { FormEditor } from './form-editor.tsx';
import { History } from './history.tsx';
import { goTo, idOf } from './pointer.ts';
import { Preview } from './preview.tsx';
import { ProcessEditor } from './process-editor.tsx';
import { TextsEditor } from './texts-editor.tsx';
import { TryPanel } from './try-panel.tsx';
import { type DraftWork, type Fault, useDraft } from './use-draft.ts';
import './procedures.css';

/** The parts of the editor: what each edits is told by the beginnings of the pointers that it shows. */
const TABS = [
  { key: 'quy-trinh', title: 'Quy trình', parts: /^\/process/ },
  { key: 'chay-thu', title: 'Chạy thử', parts: null },
  {
    key: 'noi-dung',
    title: 'Nội dung, giấy tờ',
    parts: /^\/(?!process|fees|exemptions|form)/,
  },
  { key: 'phi', title: 'Phí, lệ phí', parts: /^\/(fees|exemptions)/ },
  { key: 'to-khai', title: 'Tờ khai', parts: /^\/form/ },
  { key: 'xem-truoc', title: 'Người dân sẽ thấy', parts: null },
  { key: 'lich-su', title: 'Lịch sử', parts: null },
] as const;
type Tab = (typeof TABS)[number]['key'];

export function EditorPage({ code }: { code: string }) {
  const draft = useDraft(code);
  const [approving, setApproving] = useState(false);
  const asked = place.value.query.get('muc');
  const tab: Tab = TABS.find((one) => one.key === asked)?.key ?? 'quy-trinh';
  const addressOf = (key: Tab) => `/quan-tri/thu-tuc/${code}?muc=${key}`;
  const { seen, body } = draft;
  usePageTitle(body?.name ?? 'Thủ tục');
  if (seen === null || body === null)
    return draft.problem === null ? (
      <Skeleton lines={8} />
    ) : (
      <>
        <PageHeading>Thủ tục {code}</PageHeading>
        <FailedState words={wordsOf(draft.problem)} onRetry={draft.reload} />
      </>
    );
  const faultsOf = (parts: RegExp | null) =>
    parts === null ? [] : seen.faults.filter((fault) => parts.test(fault.pointer));
  return (
    <>
      <p class="crumbs no-print">
        <a href="/quan-tri/thu-tuc">Thủ tục và quy trình</a> › {code}
      </p>
      <PageHeading>{body.name}</PageHeading>
      <div class="editor-bar no-print">
        <SavingWords draft={draft} />
        <span class="row">
          <Button small disabled={!draft.mayUndo} onPress={draft.undo}>
            Hoàn tác
          </Button>
          {seen.version > 0 && <DiscardButton code={code} draft={draft} />}
          <Button
            small
            rank="primary"
            disabled={seen.version === 0}
            onPress={() => void draft.flush().then((saved) => saved && setApproving(true))}
          >
            Ban hành
          </Button>
        </span>
      </div>
      {draft.saving.kind === 'stale' && <Stale draft={draft} />}
      {seen.base.outdated && (
        <Notice kind="warn" title="Thủ tục đã có phiên bản mới sau khi bản thảo này được bắt đầu.">
          <p>Bản thảo này không ban hành được nữa. Xin bỏ bản thảo rồi soạn lại từ phiên bản mới.</p>
        </Notice>
      )}
      <nav class="manage-tabs no-print" aria-label="Các mục của thủ tục">
        {TABS.map(({ key, title, parts }) => {
          const count = faultsOf(parts).length;
          return (
            <a key={key} href={addressOf(key)} aria-current={key === tab ? 'page' : undefined}>
              {title}
              {count > 0 && (
                <span class="fault-count">
                  <span aria-hidden="true">▲ </span>
                  {count}
                  <span class="unseen"> chỗ cần sửa</span>
                </span>
              )}
            </a>
          );
        })}
      </nav>
      <Faults
        faults={faultsOf(TABS.find((one) => one.key === tab)?.parts ?? null)}
        names={new Map(body.process.steps.map((step) => [step.key, step.name]))}
      />
      {tab === 'quy-trinh' && <ProcessEditor body={body} seen={seen} onChange={draft.change} />}
      {tab === 'chay-thu' && <TryPanel code={code} draft={draft} />}
      {tab === 'noi-dung' && <TextsEditor body={body} faults={seen.faults} onChange={draft.change} />}
      {tab === 'phi' && <FeesEditor body={body} faults={seen.faults} onChange={draft.change} />}
      {tab === 'to-khai' && <FormEditor body={body} faults={seen.faults} onChange={draft.change} />}
      {tab === 'xem-truoc' && <Preview code={code} draft={draft} />}
      {tab === 'lich-su' && <History code={code} />}
      <ApproveDialog
        code={code}
        draft={draft}
        open={approving}
        onClose={() => setApproving(false)}
        faults={seen.faults}
      />
    </>
  );
}

/** What is wrong in the part that is open; each leads to its place. */
function Faults({ faults, names }: { faults: readonly Fault[]; names: ReadonlyMap<string, string> }) {
  if (faults.length === 0) return <div role="status" />;
  return (
    <div class="notice notice-warn" role="status">
      <div class="stack-2">
        <p class="notice-title">{faults.length} chỗ cần sửa trước khi ban hành</p>
        <ul class="fault-list">
          {faults.map((fault) => (
            <li key={`${fault.pointer} ${fault.text}`}>
              <a
                href={`#${idOf(fault.pointer)}`}
                onClick={(event) => {
                  event.preventDefault();
                  goTo(fault.pointer);
                }}
              >
                {fault.text}
              </a>
              {fault.way !== undefined && (
                <span class="quiet small">
                  {' '}
                  Ví dụ hồ sơ {fault.dossier}: {fault.way.map((key) => names.get(key) ?? key).join(' → ')}.
                </span>
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function SavingWords({ draft }: { draft: DraftWork }) {
  const { saving, seen } = draft;
  const words =
    saving.kind === 'saving' || saving.kind === 'unsaved'
      ? 'Đang lưu bản thảo…'
      : saving.kind === 'failed'
        ? saving.words
        : saving.kind === 'stale'
          ? 'Chưa lưu'
          : seen === null || seen.version === 0
            ? 'Đang xem phiên bản mới nhất; sửa chỗ nào thì bản thảo bắt đầu từ đó.'
            : `Bản thảo đã lưu lúc ${showShort(seen.savedAt)}. Chưa ban hành thì chưa có hiệu lực.`;
  return (
    <p class="quiet" role="status">
      {words}{' '}
      {saving.kind === 'failed' && (
        <Button small rank="link" onPress={() => void draft.flush()}>
          Lưu lại
        </Button>
      )}
    </p>
  );
}

function Stale({ draft }: { draft: DraftWork }) {
  if (draft.saving.kind !== 'stale') return null;
  const { theirs } = draft.saving;
  const changes = theirs.differences.slice(0, 12);
  return (
    <Notice
      kind="warn"
      live
      title={`${theirs.savedByName ?? 'Người khác'} vừa lưu bản thảo này lúc ${showShort(theirs.savedAt)}. Phần ông/bà sửa chưa được lưu.`}
    >
      {changes.length > 0 && (
        <>
          <p>Bản của người ấy, so với phiên bản đang có:</p>
          <ul>
            {changes.map((one) => (
              <li key={one.text}>{one.text}</li>
            ))}
          </ul>
        </>
      )}
      <p class="row">
        <Button small onPress={draft.takeTheirs}>
          Lấy bản của người ấy, bỏ phần vừa sửa
        </Button>
        <Button small onPress={draft.keepMine}>
          Giữ bản trên màn hình này
        </Button>
      </p>
      <p class="quiet small">Bản bị thay vẫn còn trong sổ ghi của hệ thống.</p>
    </Notice>
  );
}
