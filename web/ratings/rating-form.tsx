import { useState } from 'preact/hooks';
import { Problem } from '../app/api.ts';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { TextInput } from '../ui/inputs.tsx';
import { Notice } from '../ui/notice.tsx';
import type { Question } from './answers.ts';
import './ratings.css';

export interface Given {
  points: Record<string, number>;
  comment: string | null;
}

/** All questions on one page; the first alone must be answered. `onSend` throws what the server refuses. */
export function RatingForm(p: {
  questions: readonly Question[];
  onSend: (given: Given) => Promise<void>;
  onDone: () => void;
  /** Whom the answers are not shown to, or what else is to be known before sending. */
  withComment?: boolean;
}) {
  const [points, setPoints] = useState<Record<string, number>>({});
  const [comment, setComment] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const first = p.questions[0];
  async function send() {
    if (first !== undefined && points[first.key] === undefined) {
      setFault('Xin chọn một trả lời cho câu hỏi đầu tiên.');
      document.getElementById(`q-${first.key}`)?.scrollIntoView({ block: 'center' });
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      await p.onSend({ points, comment: comment.trim() || null });
      p.onDone();
    } catch (error) {
      setFault(
        error instanceof Problem && error.code === 'line.broken'
          ? 'Đường truyền đang bị ngắt. Xin thử gửi lại khi có mạng.'
          : wordsOf(error),
      );
    }
    setBusy(false);
  }
  return (
    <form
      class="rating-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void send();
      }}
    >
      {p.questions.map((question) => (
        <fieldset key={question.key} id={`q-${question.key}`} class="rating-question">
          <legend>{question.title}</legend>
          <div class="rating-options">
            {question.options.map((option) => (
              <label key={option.points} class={`rating-option rating-option-${option.points}`}>
                <input
                  type="radio"
                  name={question.key}
                  checked={points[question.key] === option.points}
                  onChange={() => setPoints((now) => ({ ...now, [question.key]: option.points }))}
                />
                <span>{option.text}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      {p.withComment !== false && (
        <TextInput
          id="rating-comment"
          label="Ý kiến khác"
          optional
          hint="Xin không ghi tên, số giấy tờ của ai."
          value={comment}
          onInput={setComment}
          lines={3}
          maxLength={1000}
        />
      )}
      {fault !== null && <Notice kind="wrong" live title={fault} />}
      <Button rank="primary" type="submit" busy={busy} busyText="Đang gửi">
        Gửi đánh giá
      </Button>
    </form>
  );
}
