import type { FormSchema, Question } from '../../../src/capabilities/procedures/shape.ts';
import { Select, TextInput, Tick } from '../../ui/inputs.tsx';
import { ListEditor } from './list-editor.tsx';
import { idOf, wrongAt } from './pointer.ts';
import { freshKey } from './steps.ts';
import type { PartEditorProps } from './texts-editor.tsx';

/** The kinds of questions that can be made here, with what they become; others of the catalogue keep theirs. */
const KINDS = {
  text: { name: 'Một dòng chữ', schema: { type: 'string', maxLength: 300 } },
  'long-text': { name: 'Nhiều dòng chữ', schema: { type: 'string', maxLength: 4000 } },
  choice: {
    name: 'Chọn một',
    schema: { type: 'string', enum: ['lua-chon-1'], 'x-enum-names': ['Lựa chọn 1'] },
  },
  'yes-no': { name: 'Có hoặc không', schema: { type: 'boolean' } },
  date: { name: 'Ngày', schema: { type: 'string', format: 'date' } },
  'past-date': { name: 'Ngày đã qua', schema: { type: 'string', format: 'date' } },
  number: { name: 'Số', schema: { type: 'number', minimum: 0 } },
  money: { name: 'Số tiền', schema: { type: 'integer', minimum: 0 } },
} satisfies Partial<Record<Question['x-kind'], { name: string; schema: Partial<Question> }>>;
type Kind = keyof typeof KINDS;

interface Named {
  key: string;
  question: Question;
}

/** The e-form's questions in their order, group by group as the applicant meets them. */
export function FormEditor({ body, faults, onChange }: PartEditorProps) {
  const { form } = body;
  const change = (make: (form: FormSchema) => FormSchema) =>
    onChange((before) => ({ ...before, form: make(before.form) }));
  const items: Named[] = Object.entries(form.properties).map(([key, question]) => ({ key, question }));
  return (
    <div class="texts-editor">
      <ListEditor
        title="Nhóm câu hỏi"
        word="nhóm"
        pointer="/form/x-groups"
        items={form['x-groups']}
        name={(one) => one.title}
        fresh={(groups) => ({
          key: freshKey(
            groups.map((one) => one.key),
            'nhom',
          ),
          title: 'Nhóm mới',
        })}
        onChange={(make) => change((before) => ({ ...before, 'x-groups': make([...before['x-groups']]) }))}
      >
        {(one, place, put) => (
          <TextInput
            label="Tên nhóm"
            value={one.title}
            error={wrongAt(faults, `/form/x-groups/${place}/title`)}
            onInput={(title) => put((before) => ({ ...before, title }))}
          />
        )}
      </ListEditor>
      <ListEditor<Named>
        title="Câu hỏi"
        word="câu hỏi"
        pointer="/form/questions"
        items={items}
        name={({ key, question }) =>
          `${faults.some((fault) => fault.pointer.startsWith(`/form/properties/${key}`)) ? '▲ ' : ''}${question.title}`
        }
        fresh={(before) => ({
          key: freshKey(
            before.map((one) => one.key),
            'cau-hoi',
          ),
          question: {
            ...KINDS.text.schema,
            title: 'Câu hỏi mới',
            'x-kind': 'text',
            'x-group': form['x-groups'][0]?.key ?? 'chung',
          },
        })}
        onChange={(make) => change((before) => withQuestions(before, make))}
      >
        {({ key, question }, _, put) => {
          const pointer = `/form/properties/${key}`;
          const set = (more: (question: Question) => Question) =>
            put((before) => ({ ...before, question: more(before.question) }));
          return (
            <div id={idOf(pointer)} class="part-fields">
              <TextInput
                label="Câu hỏi"
                value={question.title}
                maxLength={300}
                error={wrongAt(faults, `${pointer}/title`) ?? wrongAt(faults, pointer)}
                onInput={(title) => set((before) => ({ ...before, title }))}
              />
              <div class="step-fields">
                {question['x-kind'] in KINDS && (
                  <Select
                    label="Cách trả lời"
                    none={null}
                    value={question['x-kind']}
                    options={(Object.keys(KINDS) as Kind[]).map((value) => ({
                      value,
                      label: KINDS[value].name,
                    }))}
                    onChange={(kind) => set((before) => withKind(before, kind as Kind))}
                  />
                )}
                <Select
                  label="Nhóm"
                  none={null}
                  value={question['x-group']}
                  options={form['x-groups'].map((group) => ({ value: group.key, label: group.title }))}
                  onChange={(group) => set((before) => ({ ...before, 'x-group': group }))}
                />
              </div>
              <TextInput
                label="Gợi ý dưới câu hỏi"
                optional
                value={question['x-hint'] ?? ''}
                maxLength={500}
                onInput={(hint) =>
                  set(({ 'x-hint': _, ...before }) => (hint === '' ? before : { ...before, 'x-hint': hint }))
                }
              />
              {question.enum !== undefined && (
                <TextInput
                  label="Các câu trả lời để chọn"
                  hint="Mỗi câu trả lời một dòng"
                  lines={Math.min(10, question.enum.length + 1)}
                  value={(question['x-enum-names'] ?? question.enum).join('\n')}
                  onInput={(text) => set((before) => withChoices(before, text.split('\n')))}
                />
              )}
              <Tick
                id={`question-${key}-required`}
                label="Phải trả lời"
                checked={form.required.includes(key)}
                onChange={(required) =>
                  change((before) => ({
                    ...before,
                    required: required
                      ? [...before.required, key]
                      : before.required.filter((one) => one !== key),
                  }))
                }
              />
              {question['x-show-when'] !== undefined && (
                <p class="quiet small">
                  Chỉ hỏi theo câu trả lời của “
                  {form.properties[question['x-show-when'].question]?.title ??
                    question['x-show-when'].question}
                  ”.
                </p>
              )}
            </div>
          );
        }}
      </ListEditor>
    </div>
  );
}

/** The form with its questions changed; what a question that is gone had to say about being required goes with it. */
function withQuestions(form: FormSchema, make: (items: Named[]) => Named[]): FormSchema {
  const before = Object.entries(form.properties).map(([key, question]) => ({ key, question }));
  const after = make(before);
  const kept = new Set(after.map((one) => one.key));
  const { allOf, ...rest } = form;
  const rules = allOf?.filter((rule) =>
    [...rule.then.required, ...rule.if.required, ...Object.keys(rule.if.properties)].every((key) =>
      kept.has(key),
    ),
  );
  return {
    ...rest,
    properties: Object.fromEntries(after.map(({ key, question }) => [key, question])),
    required: form.required.filter((key) => kept.has(key)),
    ...(rules === undefined || rules.length === 0 ? {} : { allOf: rules }),
  };
}

/** The same question, answered another way: only what every kind has stays. */
function withKind(question: Question, kind: Kind): Question {
  const { title, 'x-group': group, 'x-hint': hint, 'x-show-when': when } = question;
  return {
    ...KINDS[kind].schema,
    title,
    'x-kind': kind,
    'x-group': group,
    ...(hint === undefined ? {} : { 'x-hint': hint }),
    ...(when === undefined ? {} : { 'x-show-when': when }),
  } as Question;
}

/** Names by place: a choice that keeps its place keeps the value that dossiers already hold. */
function withChoices(question: Question, names: string[]): Question {
  const values = question.enum ?? [];
  return {
    ...question,
    enum: names.map((_, place) => values[place] ?? freshKey([...values, ...names], `lua-chon-${place + 1}`)),
    'x-enum-names': names,
  };
}
