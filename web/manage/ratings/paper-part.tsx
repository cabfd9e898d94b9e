import { useState } from 'preact/hooks';
import { api, newKey } from '../../app/api.ts';
import { DateInput } from '../../app/date-input.tsx';
import { legalDayOf } from '../../app/dates.ts';
import { useResource } from '../../app/resource.ts';
import { wordsOf } from '../../app/words.ts';
import type { Papers } from '../../ratings/answers.ts';
import { RatingForm } from '../../ratings/rating-form.tsx';
import { Select } from '../../ui/inputs.tsx';
import { FailedState, Skeleton } from '../../ui/notice.tsx';
import { say } from '../../ui/toast.tsx';

/** Slips out of the centre's box, one after the other: the centre and the day stay as they were. */
export function PaperPart() {
  const found = useResource<Papers>('/api/ratings/papers');
  const [centre, setCentre] = useState('');
  const [day, setDay] = useState(legalDayOf(new Date().toISOString()));
  const [turn, setTurn] = useState(0);
  const [open, setOpen] = useState(false);
  if (found.data === null)
    return found.state === 'failed' ? (
      <FailedState words={wordsOf(found.problem)} onRetry={found.reload} />
    ) : (
      <Skeleton lines={3} height="row" />
    );
  const { centres, questions } = found.data;
  const chosen = centre || (centres[0]?.id ?? '');
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Nhập phiếu đánh giá giấy</summary>
      <div class="stack">
        <p class="quiet">Phiếu không ghi tên, không ghi mã hồ sơ. Nhập đúng như người dân đã đánh dấu.</p>
        <div class="row rating-row">
          <Select
            id="paper-centre"
            label="Trung tâm"
            value={chosen}
            none={null}
            onChange={setCentre}
            options={centres.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <DateInput id="paper-day" label="Ngày lấy phiếu" value={day} onInput={setDay} />
        </div>
        <RatingForm
          key={turn}
          questions={questions}
          onSend={async (given) => {
            await api.post('/api/ratings/papers', { centreId: chosen, day, ...given }, { key: newKey() });
          }}
          onDone={() => {
            say('Đã nhập phiếu.');
            setTurn(turn + 1);
          }}
        />
      </div>
    </details>
  );
}
