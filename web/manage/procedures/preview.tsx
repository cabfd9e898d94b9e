import { useEffect, useState } from 'preact/hooks';
import { shownGroups } from '../../app/form/answers.ts';
import { Questions } from '../../app/form/questions.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { DraftWork } from './use-draft.ts';

/** The portal's own page, and the questions of the form, made from the draft: what citizens will see from its day on. */
export function Preview({ code, draft }: { code: string; draft: DraftWork }) {
  const { body, seen, saving, flush } = draft;
  const [answers, setAnswers] = useState<Record<string, unknown>>({});
  useEffect(() => void flush(), [flush]);
  if (body === null || seen === null) return null;
  const address = `/thu-tuc/${code}?ban-thao=${seen.version}`;
  return (
    <>
      <section aria-labelledby="preview-page">
        <h2 id="preview-page">Trang thủ tục trên Cổng</h2>
        {saving.kind === 'saved' ? (
          <>
            <iframe class="portal-frame" title="Trang thủ tục như người dân sẽ thấy" src={address} />
            <p class="no-print">
              <a href={address} target="_blank" rel="noopener">
                Mở ở trang riêng
              </a>
            </p>
          </>
        ) : (
          <Notice kind="info" title="Đang lưu bản thảo; trang sẽ hiện khi lưu xong." />
        )}
      </section>
      <section aria-labelledby="preview-form">
        <h2 id="preview-form">Tờ khai</h2>
        <p class="quiet">
          Trả lời thử để thấy câu hỏi nào hiện ra theo câu trả lời. Không có gì được gửi đi.
        </p>
        {shownGroups(body.form, answers).map((group) => (
          <fieldset key={group.key} class="step-group">
            <legend>{group.title}</legend>
            <Questions
              form={body.form}
              keys={group.questions}
              answers={answers}
              wrong={{}}
              onAnswer={(key, value) => setAnswers((before) => ({ ...before, [key]: value }))}
            />
          </fieldset>
        ))}
      </section>
    </>
  );
}
