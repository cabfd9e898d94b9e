import { isRequired } from '../../../src/capabilities/procedures/form.ts';
import { FieldGroup } from '../../ui/field.tsx';
import { IdInput, NumberInput, PhoneInput, Radios, Select, TextInput } from '../../ui/inputs.tsx';
import { DateInput } from '../date-input.tsx';
import { type UnitChoice, UnitPicker } from '../unit-picker.tsx';
import { type Answers, type FormSchema, type Question, questionId, type UnitAddress } from './answers.ts';
import './questions.css';

export interface QuestionsProps {
  form: FormSchema;
  /** Which questions to draw, in order: one group's in the portal, all that are shown at the desk. */
  keys: readonly string[];
  answers: Answers;
  onAnswer: (key: string, value: unknown) => void;
  /** Words for each wrong question. */
  wrong: Record<string, string>;
  /** At the desk short questions stand side by side and choices are lists. */
  dense?: boolean | undefined;
}

/** The questions of a catalogue's form as fields. */
export function Questions(p: QuestionsProps) {
  return (
    <div class={p.dense ? 'questions questions-dense' : 'questions'}>
      {p.keys.map((key) => {
        const question = p.form.properties[key];
        if (question === undefined) return null;
        return (
          <div key={key} class={`question question-${question['x-width'] ?? 'full'}`}>
            <OneQuestion
              id={questionId(key)}
              question={question}
              value={p.answers[key]}
              required={isRequired(p.form, key, p.answers)}
              error={p.wrong[key]}
              dense={p.dense === true}
              onChange={(value) => p.onAnswer(key, value)}
            />
          </div>
        );
      })}
    </div>
  );
}

function OneQuestion({
  id,
  question,
  value,
  required,
  error,
  dense,
  onChange,
}: {
  id: string;
  question: Question;
  value: unknown;
  required: boolean;
  error: string | undefined;
  dense: boolean;
  onChange: (value: unknown) => void;
}) {
  const kind = question['x-kind'];
  const example = question['x-example'];
  const hint =
    [question['x-hint'], example ? `Ví dụ: ${example}` : ''].filter(Boolean).join('. ') || undefined;
  const field = { id, label: question.title, error, optional: !required };
  const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value);
  const input = { ...field, hint, value: text, onInput: onChange, name: id };
  switch (kind) {
    case 'yes-no':
      return (
        <Radios
          {...field}
          hint={hint}
          inline
          value={value === true ? 'yes' : value === false ? 'no' : ''}
          options={[
            { value: 'yes', label: 'Có' },
            { value: 'no', label: 'Không' },
          ]}
          onChange={(chosen) => onChange(chosen === 'yes')}
        />
      );
    case 'choice': {
      const options = (question.enum ?? []).map((one, i) => ({
        value: one,
        label: question['x-enum-names']?.[i] ?? one,
      }));
      const asList = options.length > (dense ? 3 : 7);
      return asList ? (
        <Select {...field} hint={hint} value={text} options={options} onChange={onChange} />
      ) : (
        <Radios
          {...field}
          hint={hint}
          inline={dense || options.every((option) => option.label.length < 12)}
          value={text}
          options={options}
          onChange={onChange}
        />
      );
    }
    case 'date':
    case 'past-date':
      return <DateInput {...input} hint={hint ?? (dense ? undefined : 'Ngày/tháng/năm, ví dụ 05/02/1990')} />;
    case 'number':
    case 'money':
      return (
        <NumberInput
          {...input}
          mode={question.type === 'number' && kind === 'number' ? 'decimal' : 'numeric'}
          suffix={kind === 'money' ? 'đồng' : undefined}
          onInput={(typed) => onChange(readNumber(typed))}
        />
      );
    case 'personal-id':
      return <IdInput {...input} hint={hint ?? (dense ? undefined : '12 chữ số, như trên thẻ căn cước')} />;
    case 'tax-code':
      return <IdInput {...input} />;
    case 'phone':
      return <PhoneInput {...input} />;
    case 'email':
      return <TextInput {...input} type="email" mode="email" autocomplete="email" width="medium" />;
    case 'unit-address':
      return <AddressQuestion {...field} hint={hint} value={value} onChange={onChange} dense={dense} />;
    case 'long-text':
      return <TextInput {...input} lines={dense ? 3 : 5} maxLength={question.maxLength} spellcheck />;
    default:
      return (
        <TextInput
          {...input}
          maxLength={question.maxLength}
          width={
            question['x-width'] === 'short' ? 'short' : question['x-width'] === 'half' ? 'medium' : 'full'
          }
        />
      );
  }
}

/** A number once it is one; until then what was typed, so that the error can speak of it. */
function readNumber(typed: string): unknown {
  if (typed === '') return undefined;
  const plain = typed.replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : typed;
}

/** House, street, hamlet; then the commune by typing a part of its name. */
function AddressQuestion({
  id,
  label,
  hint,
  error,
  optional,
  value,
  onChange,
  dense,
}: {
  id: string;
  label: string;
  hint: string | undefined;
  error: string | undefined;
  optional: boolean;
  value: unknown;
  onChange: (value: unknown) => void;
  dense: boolean;
}) {
  const now = (typeof value === 'object' && value !== null ? value : {}) as Partial<UnitAddress>;
  const change = (part: Partial<UnitAddress>) => {
    const next = { unitCode: '', unitName: '', detail: '', ...now, ...part };
    onChange(next.unitCode === '' && next.detail === '' ? undefined : next);
  };
  return (
    <FieldGroup id={id} label={label} hint={hint} error={error} optional={optional}>
      <div class={dense ? 'question-address question-address-dense' : 'question-address'}>
        <UnitPicker
          id={`${id}-unit`}
          label="Xã, phường"
          hint={
            now.formerly
              ? `Trên giấy cũ: ${now.formerly}`
              : dense
                ? undefined
                : 'Gõ vài chữ đầu, hoặc dán cả địa chỉ cũ, rồi chọn trong danh sách'
          }
          communesOnly
          chosen={now.unitCode ? { value: now.unitCode, label: now.unitName ?? now.unitCode } : null}
          onChoose={(found) =>
            change({
              unitCode: found?.value ?? '',
              unitName: found ? nameWithProvince(found) : '',
              formerly: found?.formerly ?? undefined,
              ...(found?.detail && !now.detail ? { detail: found.detail } : {}),
            })
          }
        />
        <TextInput
          id={`${id}-detail`}
          label="Số nhà, đường, thôn, xóm, tổ dân phố"
          value={now.detail ?? ''}
          onInput={(detail) => change({ detail })}
          optional
        />
      </div>
    </FieldGroup>
  );
}

function nameWithProvince({ label, provinceName }: UnitChoice): string {
  return provinceName && !label.includes(provinceName) ? `${label}, ${provinceName}` : label;
}
