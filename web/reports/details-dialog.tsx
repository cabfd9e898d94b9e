import { useState } from 'preact/hooks';
import { api } from '../app/api.ts';
import { DateInput } from '../app/date-input.tsx';
import { wordsOf } from '../app/words.ts';
import { sessionEnded } from '../desk/room.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextInput } from '../ui/inputs.tsx';
import { Notice } from '../ui/notice.tsx';
import type { ReportAnswer } from './answers.ts';

/** What stands around the text: number, day, signer, recipients, subject. */
export function DetailsDialog({
  report,
  onClose,
  onSaved,
}: {
  report: ReportAnswer;
  onClose: () => void;
  onSaved: () => void;
}) {
  const [details, setDetails] = useState(report.details);
  const [recipients, setRecipients] = useState(report.details.recipients.join('\n'));
  const [day, setDay] = useState(report.details.issuedOn ?? '');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const signer = (more: Partial<typeof details.signer>) =>
    setDetails({ ...details, signer: { ...details.signer, ...more } });
  const save = async () => {
    setBusy(true);
    setFault(null);
    try {
      await api.put(`/api/reports/${report.id}/details`, {
        version: report.version,
        details: {
          ...details,
          number: details.number.trim(),
          issuedOn: day.trim() === '' ? null : day,
          recipients: recipients
            .split('\n')
            .map((line) => line.trim().replace(/^-\s*/, ''))
            .filter((line) => line !== ''),
        },
      });
      onSaved();
    } catch (error) {
      if (!sessionEnded(error)) setFault(error);
      setBusy(false);
    }
  };
  return (
    <Dialog open wide title="Thông tin văn bản" onClose={onClose}>
      <form
        class="report-details"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {fault !== null && <Notice kind="wrong" title={wordsOf(fault)} live />}
        <div class="row">
          <TextInput
            label="Số"
            optional
            width="short"
            value={details.number}
            onInput={(number) => setDetails({ ...details, number })}
            hint={`Ký hiệu: /${report.symbol}`}
          />
          <DateInput label="Ngày ký" optional value={day} onInput={setDay} hint="Để trống khi chưa ký." />
          <TextInput
            label="Nơi ký"
            width="medium"
            value={details.place}
            onInput={(place) => setDetails({ ...details, place })}
          />
        </div>
        <TextInput
          label="Trích yếu"
          lines={3}
          value={details.subject}
          onInput={(subject) => setDetails({ ...details, subject })}
        />
        <div class="row">
          <TextInput
            label="Thay mặt, thừa lệnh"
            optional
            value={details.signer.authority ?? ''}
            onInput={(authority) => signer({ authority: authority.trim() === '' ? null : authority })}
          />
          <TextInput
            label="Chức vụ người ký"
            value={details.signer.title}
            onInput={(title) => signer({ title })}
          />
          <TextInput
            label="Họ và tên người ký"
            optional
            value={details.signer.name}
            onInput={(name) => signer({ name })}
          />
        </div>
        <TextInput
          label="Nơi nhận"
          hint="Mỗi nơi một dòng."
          lines={5}
          value={recipients}
          onInput={setRecipients}
        />
        <p class="row">
          <Button rank="primary" type="submit" busy={busy} busyText="Đang ghi…">
            Ghi thông tin
          </Button>
        </p>
      </form>
    </Dialog>
  );
}
