import { useRef, useState } from 'preact/hooks';
import { Problem } from '../../app/api.ts';
import { wordsOf } from '../../app/words.ts';
import { useOnce } from '../../desk/use-once.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { say } from '../../ui/toast.tsx';
import { type ClashShown, shownValue } from './answers.ts';

interface Fault {
  row: number;
  column: string;
  stood: string;
  fault: string;
}

/** Takes back the sheet's workbook, and tells what of it could not be taken. */
export function WorkbookPart({
  path,
  nameOf,
  onTaken,
}: {
  path: string;
  nameOf: (key: string) => string;
  onTaken: () => void;
}) {
  const chooser = useRef<HTMLInputElement>(null);
  const [clashes, setClashes] = useState<ClashShown[]>([]);
  const { busy, fault, send } = useOnce<{ saved: object[]; clashes: ClashShown[]; read: number }>(
    `${path}/workbook`,
    (taken) => {
      setClashes(taken.clashes);
      say(
        taken.saved.length === 0
          ? `Đã đọc ${taken.read} ô; không ô nào khác với biểu.`
          : `Đã ghi ${taken.saved.length} ô từ tệp.`,
      );
      onTaken();
    },
  );
  const take = async (file: File) => {
    setClashes([]);
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000)
      text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    await send({ content: btoa(text) });
  };
  const faults =
    fault instanceof Problem && fault.code === 'workbook.faulty'
      ? ((fault.details.faults ?? []) as Fault[])
      : [];
  return (
    <section class="sheet-workbook stack-2" aria-labelledby="nhap-excel">
      <h2 id="nhap-excel">Nhập từ Excel</h2>
      <p class="quiet small">
        Tải biểu xuống, ghi vào cột “Kỳ này” rồi tải lên. Ô để trống trong tệp không làm mất số đang có.
      </p>
      <input
        ref={chooser}
        type="file"
        class="unseen"
        tabIndex={-1}
        accept=".xlsx"
        aria-label="Chọn tệp Excel của biểu"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file !== undefined) void take(file);
        }}
      />
      <Button busy={busy} busyText="Đang đọc…" onPress={() => chooser.current?.click()}>
        Tải tệp Excel lên
      </Button>
      {fault !== null && (
        <Notice kind="wrong" live title={wordsOf(fault)}>
          {faults.length > 0 && (
            <ul>
              {faults.map((one) => (
                <li key={`${one.row} ${one.column}`}>
                  Dòng {one.row}, cột {one.column}: đang ghi “{one.stood}”. {one.fault}
                </li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {clashes.length > 0 && (
        <Notice
          kind="warn"
          live
          title="Có ô người khác đã sửa sau khi tải biểu xuống; các ô ấy giữ số đang có."
        >
          <ul>
            {clashes.map((one) => (
              <li key={one.key}>
                {nameOf(one.key)}: đang là {shownValue(one.value)}, {one.byName} ghi
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </section>
  );
}
