import { useEffect, useRef, useState } from 'preact/hooks';
import { api, Problem } from '../app/api.ts';
import { wordsFor, wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Combobox, type Found } from '../ui/combobox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Checkboxes, TextInput } from '../ui/inputs.tsx';
import { Notice } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import type { BodyFound, Dossier, Made, OfferedAct } from './answers.ts';
import { duty } from './room.ts';
import { useOnce } from './use-once.ts';

interface Ask {
  key: number;
  agency: Found | null;
  question: string;
  hours: string;
  paperIds: string[];
}

/** Asks several agencies at once: each its own question, its own deadline, and the papers it may read. */
export function AskDialog(p: {
  act: OfferedAct;
  dossier: Dossier;
  onClose: () => void;
  onDone: (made: Made) => void;
}) {
  const papers = p.dossier.components.flatMap((component) => component.papers);
  const fresh = (key: number, question = ''): Ask => ({
    key,
    agency: null,
    question,
    hours: '16',
    paperIds: papers.map((paper) => paper.paperId),
  });
  const [asks, setAsks] = useState<Ask[]>([fresh(0)]);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);
  const { busy, fault, send } = useOnce<Made>(`/api/dossiers/${p.dossier.id}/ask-agencies`, (made) => {
    say(`Đã gửi câu hỏi tới ${asks.length} cơ quan.`);
    p.onDone(made);
  });
  const change = (key: number, part: Partial<Ask>) => {
    setFaults({});
    setAsks((before) => before.map((ask) => (ask.key === key ? { ...ask, ...part } : ask)));
  };
  useEffect(() => form.current?.querySelector<HTMLElement>('input')?.focus(), []);
  useEffect(() => {
    if (!(fault instanceof Problem) || fault.details.fields === undefined) return;
    setFaults(
      Object.fromEntries(
        fault.details.fields.map((field) => [field.path, wordsFor(field.code, { ...field })]),
      ),
    );
  }, [fault]);

  const submit = () => {
    const wrong: Record<string, string> = {};
    asks.forEach((ask, i) => {
      if (ask.agency === null) wrong[`/asks/${i}/agencyId`] = 'Xin chọn cơ quan được hỏi.';
      if (ask.question.trim().length < 3) wrong[`/asks/${i}/question`] = 'Xin ghi điều cần hỏi.';
      if (!/^[1-9]\d{0,2}$/.test(ask.hours) || Number(ask.hours) > 800)
        wrong[`/asks/${i}/hours`] = 'Xin ghi số giờ làm việc, từ 1 đến 800.';
    });
    setFaults(wrong);
    if (Object.keys(wrong).length > 0) {
      queueMicrotask(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    void send({
      version: p.dossier.version,
      asks: asks.map((ask) => ({
        agencyId: ask.agency?.value ?? '',
        question: ask.question.trim(),
        hours: Number(ask.hours),
        paperIds: ask.paperIds,
      })),
    });
  };

  return (
    <Dialog open wide title={p.act.title} onClose={p.onClose}>
      <form
        ref={form}
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p>
          <strong>{p.dossier.applicantName}</strong>, {p.dossier.procedureName}
        </p>
        <p class="tells">{p.act.tells}</p>
        {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
        {asks.map((ask, i) => (
          <fieldset key={ask.key} class="ask">
            <legend>{asks.length === 1 ? 'Cơ quan được hỏi' : `Cơ quan thứ ${i + 1}`}</legend>
            <Combobox
              id={`ask-${ask.key}-agency`}
              label="Cơ quan, phòng"
              hint="Gõ tên phòng, sở hoặc xã, phường."
              error={faults[`/asks/${i}/agencyId`]}
              chosen={ask.agency}
              onChoose={(agency) => change(ask.key, { agency })}
              load={findAgencies}
            />
            <TextInput
              id={`ask-${ask.key}-question`}
              label="Điều cần hỏi"
              lines={3}
              maxLength={4000}
              error={faults[`/asks/${i}/question`]}
              value={ask.question}
              onInput={(question) => change(ask.key, { question })}
              spellcheck
            />
            <TextInput
              id={`ask-${ask.key}-hours`}
              label="Trả lời trong (giờ làm việc)"
              hint="8 giờ là một ngày làm việc."
              mode="numeric"
              width="short"
              error={faults[`/asks/${i}/hours`]}
              value={ask.hours}
              onInput={(hours) => change(ask.key, { hours: hours.trim() })}
            />
            {papers.length > 0 && (
              <Checkboxes
                id={`ask-${ask.key}-papers`}
                label="Giấy tờ cho xem"
                values={ask.paperIds}
                options={papers.map((paper) => ({ value: paper.paperId, label: paper.name }))}
                onChange={(paperIds) => change(ask.key, { paperIds })}
              />
            )}
            {asks.length > 1 && (
              <Button
                small
                rank="link"
                onPress={() => setAsks((before) => before.filter((one) => one.key !== ask.key))}
              >
                Bỏ cơ quan này
              </Button>
            )}
          </fieldset>
        ))}
        {asks.length < 20 && (
          <p>
            <Button
              small
              onPress={() =>
                setAsks((before) => [
                  ...before,
                  fresh((before.at(-1)?.key ?? 0) + 1, before.at(-1)?.question),
                ])
              }
            >
              Hỏi thêm một cơ quan
            </Button>
          </p>
        )}
        <div class="dialog-end">
          <Button type="submit" rank="primary" busy={busy} busyText="Đang gửi…">
            Gửi câu hỏi
          </Button>
          <Button onPress={p.onClose}>Để sau</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Nothing typed: the parts of one's own body; otherwise whatever of the province bears the words. */
async function findAgencies(text: string, signal: AbortSignal): Promise<Found[]> {
  const query = text.trim() === '' ? { body: duty.value?.bodyId } : { q: text };
  const found = await api.get<{ agencies: BodyFound[] }>('/api/agencies', query, signal);
  return found.agencies.slice(0, 12).map((agency) => ({ value: agency.id, label: agency.name }));
}
