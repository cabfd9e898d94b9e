import { Dialog } from '../ui/dialog.tsx';
import { ACT_KEYS, ACT_NAMES, DESK_KEYS, RECEIPT_KEYS } from './keys.ts';

/** All keys on one page, behind `?`. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title="Phím tắt" onClose={onClose} wide>
      <p class="quiet">Phím tắt nghỉ khi đang gõ chữ. Trong một việc: Ctrl Enter để làm, Esc để đóng.</p>
      <div class="keys-columns">
        <KeyTable title="Đi lại" rows={DESK_KEYS.map((entry) => ({ keys: entry.keys, does: entry.does }))} />
        <KeyTable
          title="Việc của hồ sơ đang mở"
          rows={Object.entries(ACT_KEYS).map(([act, letter]) => ({
            keys: [letter],
            does: ACT_NAMES[act] ?? act,
          }))}
        />
        <KeyTable title="Tiếp nhận hồ sơ" rows={RECEIPT_KEYS} />
      </div>
    </Dialog>
  );
}

function KeyTable({
  title,
  rows,
}: {
  title: string;
  rows: readonly { keys: readonly string[]; does: string }[];
}) {
  return (
    <section>
      <h3>{title}</h3>
      <table class="keys-table">
        <caption class="unseen">{title}</caption>
        <thead class="unseen">
          <tr>
            <th scope="col">Phím</th>
            <th scope="col">Việc</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.does}>
              <td>
                {row.keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </td>
              <td>{row.does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
