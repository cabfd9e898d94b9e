import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { api, newKey } from '../app/api.ts';
import { showDateTime, showNumber } from '../app/dates.ts';
import { online } from '../app/line.ts';
import { onLive } from '../app/live.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { EmptyState } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import type { Warnings } from './answers.ts';
import { KeyCap } from './key-cap.tsx';
import { listAddress, sessionEnded, UNFILTERED } from './room.ts';
import { useKeys } from './use-keys.ts';

const warnings = signal<Warnings | null>(null);
const EVERY = 120_000;

async function load(): Promise<void> {
  try {
    const before = warnings.peek();
    const fresh = await api.get<Warnings>('/api/warnings');
    warnings.value = fresh;
    const known = new Set(before?.items.map((item) => item.id));
    const added = before === null ? [] : fresh.items.filter((item) => !item.seen && !known.has(item.id));
    const [first] = added;
    if (first !== undefined)
      say(added.length === 1 ? `Cảnh báo: ${first.title} (${first.code})` : `${added.length} cảnh báo mới`);
  } catch (error) {
    // The bell is silent while the line is broken; the desk says so elsewhere.
    sessionEnded(error);
  }
}

/** What is about to be late, told at once: a bell with a number, a list behind it. */
export function Bell() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    void load();
    const stop = onLive('warnings', () => void load());
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && online.value) void load();
    }, EVERY);
    return () => {
      stop();
      clearInterval(timer);
      warnings.value = null;
    };
  }, []);
  const known = warnings.value;
  const unseen = known?.unseen ?? 0;
  const show = () => {
    setOpen(true);
    const newest = Math.max(0, ...(known?.items ?? []).map((item) => item.id));
    if (unseen > 0 && newest > 0)
      void api.post('/api/warnings/seen', { upTo: newest }, { key: newKey() }).then(load).catch(sessionEnded);
  };
  const shut = () => setOpen(false);
  useKeys({ '!': show });
  return (
    <>
      <Button small rank="quiet" onPress={show} shortcut="!">
        <span class="bell" data-rings={unseen > 0 ? 'true' : undefined}>
          <Icon name="bell" /> <span class="bell-word">Cảnh báo</span>
          {unseen > 0 && (
            <span class="bell-count">
              {showNumber(unseen, 0)}
              <span class="unseen"> chưa xem</span>
            </span>
          )}
        </span>{' '}
        <KeyCap>!</KeyCap>
      </Button>
      <Dialog open={open} title="Cảnh báo" onClose={shut} side>
        {known === null || known.items.length === 0 ? (
          <EmptyState title="Không có hồ sơ nào cần nhắc.">
            <p>
              Hồ sơ của ông/bà sắp hết thời gian của bước, đến hạn hoặc quá hạn sẽ hiện ở đây, và tự mất đi
              khi việc đã được làm.
            </p>
          </EmptyState>
        ) : (
          <>
            <ol class="warnings">
              {known.items.map((item) => (
                <li key={item.id}>
                  <a
                    href={
                      item.part === null
                        ? listAddress({ ...UNFILTERED, q: '', list: 'in-progress' }, item.dossierId)
                        : `/ban-lam-viec/lay-y-kien/${item.dossierId}/${item.part}`
                    }
                    onClick={shut}
                  >
                    <strong>{item.title}</strong>
                    <span>
                      {item.code} · {item.applicantName}
                    </span>
                    <span class="quiet">{item.procedureName}</span>
                    <span class="small">
                      {[
                        item.holderName !== null && `${item.holderName} đang giữ`,
                        item.dueAt !== null &&
                          `${item.part === null ? 'hẹn trả' : 'hạn trả lời'} ${showDateTime(item.dueAt)}`,
                      ]
                        .filter(Boolean)
                        .join(', ')}
                    </span>
                  </a>
                </li>
              ))}
            </ol>
            {known.total > known.items.length && (
              <p class="quiet">
                Mới nhất {showNumber(known.items.length, 0)} trong {showNumber(known.total, 0)} cảnh báo.
              </p>
            )}
          </>
        )}
      </Dialog>
    </>
  );
}
