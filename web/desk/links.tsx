import { useState } from 'preact/hooks';
import { showDate, showDateTime } from '../app/dates.ts';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Radios, TextInput } from '../ui/inputs.tsx';
import { Notice } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import type { Dossier, LinkShown } from './answers.ts';
import { Part } from './dossier-parts.tsx';
import { listAddress } from './room.ts';
import { useOnce } from './use-once.ts';

const OUTCOMES: Record<NonNullable<LinkShown['outcome']>, string> = {
  approved: 'đã có kết quả',
  refused: 'bị từ chối',
  withdrawn: 'đã rút',
  stopped: 'dừng giải quyết',
  dropped: 'không làm vì phần trước không có kết quả',
};

function standing(link: LinkShown): string {
  if (link.outcome !== null) return OUTCOMES[link.outcome];
  if (link.openedAt === null) return `chờ ${link.after.join(', ')}`;
  return link.stepName ?? link.stateName ?? 'đang làm ngoài hệ thống';
}

/** The procedures that a linked filing stands for, in their order; or the way back to it from one of them. */
export function Links({ dossier, onReload }: { dossier: Dossier; onReload: () => void }) {
  const [ending, setEnding] = useState<LinkShown | null>(null);
  if (dossier.linkedTo !== null) {
    return (
      <section class="part">
        <Notice kind="info" title="Một phần của hồ sơ liên thông.">
          <p>
            Kết quả trả một lần, cùng cả hồ sơ.{' '}
            <a href={listAddress({}, dossier.linkedTo.dossierId)}>Mở hồ sơ liên thông</a>
          </p>
        </Notice>
      </section>
    );
  }
  if (dossier.links.length === 0) return null;
  return (
    <Part title="Các thủ tục liên thông">
      <ol class="asked">
        {dossier.links.map((link) => (
          <li key={link.key} data-open={link.openedAt !== null && link.endedAt === null}>
            <p class="facts">
              {link.dossierId === null ? (
                <strong>{link.name}</strong>
              ) : (
                <a href={listAddress({}, link.dossierId)}>{link.name}</a>
              )}
              <span>{standing(link)}</span>
              {link.awaitsApplicant && <span>chờ người nộp bổ sung</span>}
            </p>
            <p class="quiet">
              {[
                link.bodyName,
                link.code,
                link.openedAt && `bắt đầu ${showDateTime(link.openedAt)}`,
                link.endedAt === null && link.dueAt && `hẹn ${showDateTime(link.dueAt)}`,
                link.endedAt && `xong ${showDate(link.endedAt)}`,
                link.result && `số ${link.result.number}`,
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
            {link.mayEnd && (
              <p class="no-print">
                <Button small onPress={() => setEnding(link)}>
                  Ghi kết quả
                </Button>
              </p>
            )}
          </li>
        ))}
      </ol>
      {ending && (
        <EndOutside
          dossierId={dossier.id}
          link={ending}
          onClose={() => setEnding(null)}
          onDone={() => {
            setEnding(null);
            onReload();
          }}
        />
      )}
    </Part>
  );
}

/** What came of a procedure that a body does outside this system: the centre notes it, and the whole goes on. */
function EndOutside(p: { dossierId: string; link: LinkShown; onClose: () => void; onDone: () => void }) {
  const [outcome, setOutcome] = useState('approved');
  const [number, setNumber] = useState('');
  const [note, setNote] = useState('');
  const { busy, fault, send } = useOnce(`/api/dossiers/${p.dossierId}/links/${p.link.key}/end`, () => {
    say(`Đã ghi kết quả: ${p.link.name}.`);
    p.onDone();
  });
  return (
    <Dialog open title={`Kết quả: ${p.link.name}`} onClose={p.onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send({ outcome, number: number.trim() || null, note: note.trim() || null });
        }}
      >
        <p class="tells">
          {p.link.bodyName} làm ngoài hệ thống này. Khi mọi phần đã xong, hồ sơ chuyển sang chờ trả kết quả.
        </p>
        {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
        <Radios
          id="link-outcome"
          label="Kết quả"
          value={outcome}
          options={[
            { value: 'approved', label: 'Đã có kết quả' },
            { value: 'refused', label: 'Không giải quyết' },
          ]}
          onChange={setOutcome}
        />
        {outcome === 'approved' && (
          <TextInput id="link-number" label="Số, mã" optional value={number} onInput={setNumber} />
        )}
        <TextInput
          id="link-note"
          label="Ghi chú"
          optional
          lines={2}
          maxLength={2000}
          value={note}
          onInput={setNote}
          spellcheck
        />
        <div class="dialog-end">
          <Button type="submit" rank="primary" busy={busy} busyText="Đang ghi…">
            Ghi kết quả
          </Button>
          <Button onPress={p.onClose}>Để sau</Button>
        </div>
      </form>
    </Dialog>
  );
}
