import { useState } from 'preact/hooks';
import { guided } from '../../src/capabilities/procedures/guidance.ts';
import type { ProcedureVersion } from '../../src/capabilities/procedures/shape.ts';
import { Button } from '../ui/button.tsx';
import { Radios } from '../ui/inputs.tsx';
import { Notice } from '../ui/notice.tsx';
import { useResource } from './resource.ts';

/** What the answers led to: the case, and the conditional components that are needed. */
export interface Led {
  case: string | null;
  needs: string[];
}

/** The questions of a procedure one after the other; `onLed` hears every time the end is reached, or left again. */
export function Guidance(p: {
  procedure: Pick<ProcedureVersion, 'guidance' | 'cases' | 'components'>;
  onLed: (led: Led | null) => void;
  /** Goes over to another procedure; without it, its page is linked. */
  onProcedure?: (other: { code: string; name: string }) => void;
}) {
  const [answered, setAnswered] = useState<number[]>([]);
  const way = guided(p.procedure.guidance ?? [], answered);
  function answer(place: number, at: number) {
    const next = [...answered.slice(0, place), at];
    setAnswered(next);
    const led = guided(p.procedure.guidance ?? [], next);
    p.onLed(led.ended && led.procedure === null ? { case: led.case, needs: led.needs } : null);
  }
  const theCase = p.procedure.cases.find(({ key }) => key === way.case);
  const needed = p.procedure.components.filter(({ key }) => way.needs.includes(key));
  return (
    <div class="stack">
      {way.asked.map(({ question, answer: at }, place) => (
        <Radios
          key={question.key}
          id={`guide-${question.key}`}
          label={question.ask}
          hint={question.hint}
          free
          value={at === null ? '' : String(at)}
          options={question.answers.map(({ text }, one) => ({ value: String(one), label: text }))}
          onChange={(value) => answer(place, Number(value))}
        />
      ))}
      {way.ended &&
        (way.procedure !== null ? (
          <Elsewhere code={way.procedure} onProcedure={p.onProcedure} />
        ) : (
          <Notice
            kind="done"
            live
            title={theCase === undefined ? 'Đúng thủ tục ông/bà cần.' : `Trường hợp: ${theCase.name}`}
          >
            {needed.length === 0 ? (
              <p>Không cần thêm giấy tờ nào ngoài giấy tờ bắt buộc.</p>
            ) : (
              <>
                <p>Ngoài giấy tờ bắt buộc, cần thêm:</p>
                <ul>
                  {needed.map(({ key, name }) => (
                    <li key={key}>{name}</li>
                  ))}
                </ul>
              </>
            )}
          </Notice>
        ))}
      {answered.length > 0 && (
        <p>
          <Button
            small
            onPress={() => {
              setAnswered([]);
              p.onLed(null);
            }}
          >
            Trả lời lại từ đầu
          </Button>
        </p>
      )}
    </div>
  );
}

function Elsewhere(p: {
  code: string;
  onProcedure: ((other: { code: string; name: string }) => void) | undefined;
}) {
  const name = useResource<{ name: string }>(`/api/procedures/${p.code}`).data?.name ?? `Thủ tục ${p.code}`;
  const over = p.onProcedure;
  return (
    <Notice live title="Việc này làm theo thủ tục khác">
      <p>
        {over === undefined ? (
          <a href={`/thu-tuc/${p.code}`}>{name}</a>
        ) : (
          <Button onPress={() => over({ code: p.code, name })}>{name}</Button>
        )}
      </p>
    </Notice>
  );
}
