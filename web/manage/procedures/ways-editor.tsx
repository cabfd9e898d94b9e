import { CHANNEL_NAMES } from '../../../src/capabilities/procedures/procedure.ts';
import type { Step, StepTest } from '../../../src/capabilities/procedures/process.ts';
import type { Channel, ProcedureVersion } from '../../../src/capabilities/procedures/shape.ts';
import { Button } from '../../ui/button.tsx';
import { NumberInput, Select, TextInput } from '../../ui/inputs.tsx';
import { idOf } from './pointer.ts';
import { FIRST_TEST } from './steps.ts';

type Way = Step['next'][number];

/** Where a step goes, and for which dossiers: a list of ways, each with tests that must all hold. */
export function WaysEditor({
  body,
  step,
  pointer,
  onChange,
}: {
  body: ProcedureVersion;
  step: Step;
  pointer: string;
  onChange: (make: (step: Step) => Step) => void;
}) {
  const targets = body.process.steps
    .filter((one) => one.key !== step.key && one.act !== 'receive')
    .map((one) => ({ value: one.key, label: one.name }));
  const rest = step.next.filter((way) => way.if === undefined).length;
  const put = (place: number, make: (way: Way) => Way) =>
    onChange((before) => ({
      ...before,
      next: before.next.map((way, at) => (at === place ? make(way) : way)),
    }));
  return (
    <fieldset class="step-group" id={idOf(`${pointer}/next`)}>
      <legend>Chuyển đến</legend>
      {step.next.map((way, place) => (
        <div key={place} class="way-row" id={idOf(`${pointer}/next/${place}`)}>
          <Select
            label={
              way.if === undefined ? (step.next.length > 1 ? 'Mọi hồ sơ còn lại' : 'Bước sau') : 'Bước sau'
            }
            none="Chọn bước"
            value={way.to}
            options={targets}
            onChange={(to) => put(place, (before) => ({ ...before, to }))}
          />
          {way.if === undefined && rest > 1 && (
            <TextInput
              label="Cán bộ chọn lối này khi"
              optional
              maxLength={300}
              value={way.when ?? ''}
              onInput={(when) =>
                put(place, ({ when: _, ...before }) => (when === '' ? before : { ...before, when }))
              }
            />
          )}
          {way.if !== undefined && (
            <div class="tests">
              <span class="small">khi hồ sơ có đủ:</span>
              {way.if.map((test, number) => (
                <TestEditor
                  key={`${number} ${test.of}`}
                  body={body}
                  test={test}
                  onChange={(changed) =>
                    put(place, (before) => ({
                      ...before,
                      if: before.if?.map((one, at) => (at === number ? changed : one)) ?? [changed],
                    }))
                  }
                  onRemove={() =>
                    put(place, ({ if: tests = [], ...before }) => {
                      const left = tests.filter((_, at) => at !== number);
                      return left.length === 0 ? before : { ...before, if: left };
                    })
                  }
                />
              ))}
              <Button
                small
                rank="link"
                onPress={() =>
                  put(place, (before) => ({ ...before, if: [...(before.if ?? []), FIRST_TEST] }))
                }
              >
                Thêm điều kiện
              </Button>
            </div>
          )}
          <Button
            small
            rank="quiet"
            disabled={step.next.length === 1}
            onPress={() =>
              onChange((before) => ({ ...before, next: before.next.filter((_, at) => at !== place) }))
            }
          >
            Bỏ lối này
          </Button>
        </div>
      ))}
      <Button
        small
        onPress={() =>
          onChange((before) => ({
            ...before,
            // A way with a condition is asked before the one for the rest.
            next: [{ to: before.next[0]?.to ?? '', if: [FIRST_TEST] }, ...before.next],
          }))
        }
      >
        Thêm lối rẽ có điều kiện
      </Button>{' '}
      <Button
        small
        onPress={() =>
          onChange((before) => ({ ...before, next: [...before.next, { to: before.next[0]?.to ?? '' }] }))
        }
      >
        Thêm lối để cán bộ chọn
      </Button>
    </fieldset>
  );
}

const KINDS: Record<StepTest['of'], string> = {
  case: 'Trường hợp',
  channel: 'Kênh nộp',
  answer: 'Câu trả lời trong tờ khai',
  number: 'Số ghi trong tờ khai',
  fee: 'Mức phí, lệ phí',
  outcome: 'Kết quả phê duyệt',
};

function TestEditor({
  body,
  test,
  onChange,
  onRemove,
}: {
  body: ProcedureVersion;
  test: StepTest;
  onChange: (test: StepTest) => void;
  onRemove: () => void;
}) {
  const questions = Object.entries(body.form.properties);
  const choices = questions.filter(([, one]) => one.type === 'boolean' || one.enum !== undefined);
  const numbers = questions.filter(([, one]) => one.type === 'number' || one.type === 'integer');
  const first: Record<StepTest['of'], StepTest | null> = {
    case: body.cases[0] === undefined ? null : { of: 'case', is: [body.cases[0].key] },
    channel: FIRST_TEST,
    answer:
      choices[0] === undefined
        ? null
        : { of: 'answer', question: choices[0][0], is: [choices[0][1].enum?.[0] ?? true] },
    number: numbers[0] === undefined ? null : { of: 'number', question: numbers[0][0], atLeast: 1 },
    fee: { of: 'fee', atLeast: 1 },
    outcome: { of: 'outcome', is: ['refused'] },
  };
  return (
    <div class="test-row">
      <Select
        hideLabel
        free
        label="Điều kiện về"
        none={null}
        value={test.of}
        options={(Object.keys(KINDS) as StepTest['of'][])
          .filter((kind) => first[kind] !== null || kind === test.of)
          .map((value) => ({ value, label: KINDS[value] }))}
        onChange={(kind) => onChange(first[kind as StepTest['of']] ?? test)}
      />
      {(test.of === 'answer' || test.of === 'number') && (
        <Select
          hideLabel
          free
          label="Câu hỏi"
          none={null}
          value={test.question}
          options={(test.of === 'answer' ? choices : numbers).map(([value, one]) => ({
            value,
            label: one.title,
          }))}
          onChange={(question) =>
            onChange(
              test.of === 'number'
                ? { ...test, question }
                : { of: 'answer', question, is: [body.form.properties[question]?.enum?.[0] ?? true] },
            )
          }
        />
      )}
      <TestValue body={body} test={test} onChange={onChange} />
      <Button small rank="quiet" label="Bỏ điều kiện này" onPress={onRemove}>
        Bỏ
      </Button>
    </div>
  );
}

/** What the test compares with: one or several of a list, or bounds. */
function TestValue({
  body,
  test,
  onChange,
}: {
  body: ProcedureVersion;
  test: StepTest;
  onChange: (test: StepTest) => void;
}) {
  if (test.of === 'number' || test.of === 'fee') {
    const bound = (name: 'atLeast' | 'below') => (text: string) => {
      const { [name]: _, ...rest } = test;
      onChange(text === '' ? (rest as StepTest) : { ...test, [name]: Number(text) || 0 });
    };
    return (
      <>
        <NumberInput
          free
          label="từ"
          value={test.atLeast === undefined ? '' : String(test.atLeast)}
          onInput={bound('atLeast')}
        />
        <NumberInput
          free
          label="dưới"
          value={test.below === undefined ? '' : String(test.below)}
          onInput={bound('below')}
        />
      </>
    );
  }
  const options: { value: string | boolean; label: string }[] =
    test.of === 'case'
      ? body.cases.map((one) => ({ value: one.key, label: one.name }))
      : test.of === 'channel'
        ? (Object.keys(CHANNEL_NAMES) as Channel[]).map((value) => ({
            value,
            label: CHANNEL_NAMES[value],
          }))
        : test.of === 'outcome'
          ? [
              { value: 'approved', label: 'được phê duyệt' },
              { value: 'refused', label: 'bị từ chối' },
            ]
          : optionsOfQuestion(body, test.question);
  const picked: readonly (string | boolean)[] = test.is;
  return (
    <span class="test-values">
      {options.map(({ value, label }) => (
        <label key={String(value)} class="test-value">
          <input
            type="checkbox"
            checked={picked.includes(value)}
            onChange={(event) => {
              const is = event.currentTarget.checked
                ? [...picked, value]
                : picked.filter((one) => one !== value);
              // One at least must stay: a test of nothing would never hold.
              if (is.length > 0) onChange({ ...test, is } as StepTest);
              else event.currentTarget.checked = true;
            }}
          />
          {label}
        </label>
      ))}
    </span>
  );
}

function optionsOfQuestion(
  body: ProcedureVersion,
  key: string,
): { value: string | boolean; label: string }[] {
  const question = body.form.properties[key];
  if (question?.type === 'boolean')
    return [
      { value: true, label: 'có' },
      { value: false, label: 'không' },
    ];
  return (question?.enum ?? []).map((value, at) => ({
    value,
    label: question?.['x-enum-names']?.[at] ?? value,
  }));
}
