import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { adviceLines, SEVERITY_WORDS } from '../../src/capabilities/checking/advice.ts';
import { KINDS } from '../../src/capabilities/checking/kinds.ts';
import { placeWords } from '../../src/capabilities/checking/place-words.ts';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { EmptyState, FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import {
  accepted,
  ask,
  correct,
  decide,
  decisions,
  dismissed,
  document_,
  edit,
  failure,
  forgetful,
  matter,
  open,
  type Shown,
  selected,
  undecide,
  working,
} from './room.ts';

const REASONS = [
  'Số liệu đúng, chỉ là cách viết khác',
  'Các số này không cộng vào nhau',
  'Trích nguyên văn từ văn bản khác',
  'Số liệu ước tính hoặc làm tròn',
];

/** The right side: what was found, most serious first, then what was decided and what was read. */
export function Findings({ show }: { show: (entry: Shown) => void }) {
  const read = document_.value;
  if (failure.value !== null)
    return <FailedState words={wordsOf(failure.value)} onRetry={() => void ask()} />;
  if (read === null)
    return working.value ? (
      <div role="status">
        <p class="quiet">Đang đọc và soát…</p>
        <Skeleton lines={5} height="row" />
      </div>
    ) : (
      <EmptyState title="Chưa có gì để soát">
        <p>Hãy dán hoặc gõ văn bản vào ô bên trái.</p>
      </EmptyState>
    );
  return (
    <div class={`found${working.value ? ' found-stale' : ''}`} aria-busy={working.value}>
      {open.value.length === 0 ? (
        <Notice kind="done" title="Không còn chỗ nào cần xem">
          <p>
            {read.held.length > 0
              ? `${read.held.length} quan hệ đã tính lại và khớp.`
              : 'Không thấy con số nào ràng buộc nhau để tính lại.'}{' '}
            Công cụ chỉ soát số liệu và viện dẫn trong chính văn bản, không thay việc đối chiếu với hồ sơ gốc.
          </p>
        </Notice>
      ) : (
        <ol class="found-list plain-list">
          {open.value.map((entry) => (
            <FindingItem key={entry.signature} entry={entry} show={show} />
          ))}
        </ol>
      )}
      {forgetful.value && (
        <Notice kind="warn" title="Trình duyệt không cho ghi nhớ">
          <p>Các chỗ ông/bà bỏ qua chỉ được nhớ đến khi đóng trang này.</p>
        </Notice>
      )}
      {accepted.value.length > 0 && (
        <Decided title={`Sẽ sửa (${accepted.value.length})`} entries={accepted.value} show={show} />
      )}
      {dismissed.value.length > 0 && (
        <Decided title={`Đã bỏ qua (${dismissed.value.length})`} entries={dismissed.value} show={show} />
      )}
      <Relations />
    </div>
  );
}

const headId = (signature: string) => `cho-${signature}`;

/** Brings the keyboard to a finding. */
export function focusFinding(signature: string): void {
  document.getElementById(headId(signature))?.focus();
}

function FindingItem({ entry, show }: { entry: Shown; show: (entry: Shown) => void }) {
  const { finding, signature } = entry;
  const chosen = selected.value === signature;
  const item = useRef<HTMLLIElement>(null);
  const read = document_.value;
  const inText = matter.value.kind === 'text';
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (chosen) item.current?.scrollIntoView({ block: 'nearest' });
    else setAsking(false);
  }, [chosen]);
  if (read === null) return null;
  return (
    <li ref={item} class={`found-item found-${finding.severity}${chosen ? ' found-chosen' : ''}`}>
      <h3 class="found-title">
        <button
          type="button"
          id={headId(signature)}
          class="found-head"
          aria-expanded={chosen}
          onClick={() => {
            if (chosen) selected.value = null;
            else {
              selected.value = signature;
              show(entry);
            }
          }}
        >
          <span class="found-kind">
            <Shape severity={finding.severity} />
            <span>
              <span class="found-severity">{SEVERITY_WORDS[finding.severity]}: </span>
              {KINDS[finding.kind].title}
            </span>
          </span>
          <span class="found-quote">
            “{finding.quote}”{' '}
            <span class="quiet small">{placeWords(read.blocks, finding.place, read.format)}</span>
          </span>
          {!chosen && <span class="found-relation small">{finding.relation}</span>}
        </button>
      </h3>
      {chosen && (
        <div class="found-body stack-2">
          {adviceLines(finding).map((line) => (
            <p key={line}>{line}</p>
          ))}
          <p class="quiet small">{KINDS[finding.kind].explanation}</p>
          {asking ? (
            <WhyNot entry={entry} onDone={() => setAsking(false)} />
          ) : (
            <div class="row">
              {inText && finding.suggestion !== null && entry.source !== null && (
                <Button
                  small
                  rank="primary"
                  onPress={() => {
                    const before = correct(entry);
                    if (before !== null)
                      say(`Đã sửa “${finding.quote}” thành “${finding.suggestion}”.`, () => {
                        edit(before);
                        void ask();
                      });
                  }}
                >
                  Sửa thành {finding.suggestion}
                </Button>
              )}
              {!inText && (
                <Button
                  small
                  rank="primary"
                  onPress={() => {
                    const next = nextOf(signature);
                    decide(signature, { kind: 'accepted' });
                    say('Đã ghi vào mục “Sẽ sửa”.', () => undecide(signature));
                    goOn(next, show);
                  }}
                >
                  Đúng, sẽ sửa
                </Button>
              )}
              <Button small onPress={() => setAsking(true)}>
                Bỏ qua chỗ này
              </Button>
              <Button small rank="quiet" onPress={() => show(entry)}>
                Xem trong văn bản
              </Button>
            </div>
          )}
        </div>
      )}
    </li>
  );
}

/** The finding after this one, or before it when it is the last. */
function nextOf(signature: string): Shown | null {
  const at = open.value.findIndex((entry) => entry.signature === signature);
  return open.value[at + 1] ?? open.value[at - 1] ?? null;
}

function goOn(next: Shown | null, show: (entry: Shown) => void): void {
  selected.value = next?.signature ?? null;
  if (next === null) return;
  show(next);
  requestAnimationFrame(() => focusFinding(next.signature));
}

function WhyNot({ entry, onDone }: { entry: Shown; onDone: () => void }) {
  const [reason, setReason] = useState(REASONS[0] ?? '');
  const [other, setOther] = useState('');
  const name = useId();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  return (
    <form
      ref={form}
      class="why stack-2"
      onSubmit={(event) => {
        event.preventDefault();
        const next = nextOf(entry.signature);
        const given = reason === '' ? other.trim() || 'Lý do khác' : reason;
        decide(entry.signature, { kind: 'dismissed', reason: given });
        say(`Đã bỏ qua “${entry.finding.quote}”.`, () => undecide(entry.signature));
        selected.value = null;
        if (next !== null) requestAnimationFrame(() => focusFinding(next.signature));
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onDone();
        }
      }}
    >
      <fieldset>
        <legend class="why-legend">Vì sao bỏ qua?</legend>
        {[...REASONS, ''].map((value) => (
          <label key={value} class="why-choice">
            <input type="radio" name={name} checked={reason === value} onChange={() => setReason(value)} />
            <span>{value === '' ? 'Lý do khác' : value}</span>
          </label>
        ))}
        {reason === '' && (
          <input
            class="input"
            type="text"
            aria-label="Lý do khác"
            maxLength={300}
            value={other}
            onInput={(event) => setOther(event.currentTarget.value)}
          />
        )}
      </fieldset>
      <div class="row">
        <Button small type="submit" rank="primary">
          Bỏ qua
        </Button>
        <Button small rank="quiet" onPress={onDone}>
          Thôi
        </Button>
      </div>
    </form>
  );
}

function Decided({
  title,
  entries,
  show,
}: {
  title: string;
  entries: readonly Shown[];
  show: (entry: Shown) => void;
}) {
  return (
    <details class="found-decided">
      <summary>{title}</summary>
      <ul class="plain-list">
        {entries.map((entry) => {
          const decision = decisions.value[entry.signature];
          return (
            <li key={entry.signature} class="found-decision">
              <div>
                <button
                  type="button"
                  class="button button-link found-again"
                  onClick={() => {
                    selected.value = entry.signature;
                    show(entry);
                  }}
                >
                  {KINDS[entry.finding.kind].title}: “{entry.finding.quote}”
                </button>
                {decision?.kind === 'dismissed' && <p class="quiet small">Lý do: {decision.reason}</p>}
              </div>
              <Button small rank="quiet" onPress={() => undecide(entry.signature)}>
                Đưa lại
                <span class="unseen"> “{entry.finding.quote}” vào danh sách</span>
              </Button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}

/** How many relations are listed at once; the rest are only counted. */
const MAX_LISTED = 200;

/** What was read and holds, and what was not checked and why: so that silence is never taken for agreement. */
function Relations() {
  const read = document_.value;
  if (read === null) return null;
  const { held, unread } = read;
  return (
    <>
      {unread.length > 0 && (
        <details class="found-decided">
          <summary>Không kiểm được ({unread.length})</summary>
          <ul class="found-relations">
            {unread.slice(0, MAX_LISTED).map((one, index) => (
              <li key={index}>
                “{one.quote}” <span class="quiet">{one.why}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {held.length > 0 && (
        <details class="found-decided">
          <summary>Đã tính lại và khớp ({held.length})</summary>
          <ul class="found-relations">
            {held.slice(0, MAX_LISTED).map((one, index) => (
              <li key={index}>
                {one.statement}{' '}
                <span class="quiet small">({placeWords(read.blocks, one.place, read.format)})</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** Told apart in black and white too: triangle, diamond, ring. */
function Shape({ severity }: { severity: Shown['finding']['severity'] }) {
  return (
    <svg class="found-shape" width="14" height="14" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {severity === 'error' && <path d="M6 .8 11.8 11.2H.2z" fill="currentColor" />}
      {severity === 'warning' && <path d="M6 .5 11.5 6 6 11.5.5 6z" fill="currentColor" />}
      {severity === 'note' && (
        <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.8" />
      )}
    </svg>
  );
}

/** The one line that says how the check stands; a live region, so it says so once. */
export function Summary() {
  const read = document_.value;
  const count = open.value.length;
  return (
    <p class="summary" role="status">
      {read === null ? (
        working.value ? (
          'Đang soát…'
        ) : (
          ''
        )
      ) : (
        <>
          <Icon name={count === 0 ? 'check' : 'warn'} />{' '}
          <strong>{count === 0 ? 'Không còn chỗ cần xem' : `${count} chỗ cần xem`}</strong>
          <span class="quiet">
            {' '}
            · đã đọc {read.held.length + read.findings.length + read.unread.length} quan hệ:{' '}
            {read.held.length} đúng, {read.unread.length} không kiểm được
          </span>
        </>
      )}
    </p>
  );
}
