import { CHANNEL_NAMES } from '../../../src/capabilities/procedures/procedure.ts';
import type { Channel, ProcedureTerm, ProcedureVersion } from '../../../src/capabilities/procedures/shape.ts';
import { Checkboxes, NumberInput, Select, TextInput, Tick } from '../../ui/inputs.tsx';
import { ListEditor } from './list-editor.tsx';
import { idOf, wrongAt } from './pointer.ts';
import { freshKey } from './steps.ts';
import type { Fault } from './use-draft.ts';
import { optionsOf, TERM_UNIT_NAMES } from './words.ts';

export interface PartEditorProps {
  body: ProcedureVersion;
  faults: readonly Fault[];
  onChange: (make: (body: ProcedureVersion) => ProcedureVersion) => void;
}

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '');
const keys = (things: readonly { key: string }[]) => things.map((thing) => thing.key);

/** Which case a thing belongs to; every one when none is chosen. */
export function CaseSelect<T extends { case?: string }>({
  body,
  thing,
  onChange,
}: {
  body: ProcedureVersion;
  thing: T;
  onChange: (make: (thing: T) => T) => void;
}) {
  if (body.cases.length === 0 && thing.case === undefined) return null;
  return (
    <Select
      free
      label="Trường hợp"
      none="Mọi trường hợp"
      value={thing.case ?? ''}
      options={body.cases.map((one) => ({ value: one.key, label: one.name }))}
      onChange={(value) =>
        onChange((before) => {
          const { case: _, ...rest } = before;
          return (value === '' ? rest : { ...rest, case: value }) as T;
        })
      }
    />
  );
}

/** Which channels a thing is for; every one when none is ticked. */
export function ChannelBoxes<T extends { channels?: Channel[] }>({
  id,
  thing,
  onChange,
}: {
  id: string;
  thing: T;
  onChange: (make: (thing: T) => T) => void;
}) {
  return (
    <Checkboxes
      free
      id={id}
      label="Chỉ khi nộp (bỏ trống là mọi kênh)"
      values={thing.channels ?? []}
      options={optionsOf(CHANNEL_NAMES)}
      onChange={(values) =>
        onChange((before) => {
          const { channels: _, ...rest } = before;
          return (values.length === 0 ? rest : { ...rest, channels: values as Channel[] }) as T;
        })
      }
    />
  );
}

/** The words of a procedure, its cases, terms, papers and results. */
export function TextsEditor({ body, faults, onChange }: PartEditorProps) {
  const put = <K extends keyof ProcedureVersion>(part: K, value: ProcedureVersion[K]) =>
    onChange((before) => ({ ...before, [part]: value }));
  const list =
    <K extends 'cases' | 'terms' | 'components' | 'results'>(part: K) =>
    (make: (items: ProcedureVersion[K][number][]) => ProcedureVersion[K][number][]) =>
      onChange((before) => ({ ...before, [part]: make([...before[part]]) }));
  return (
    <div class="texts-editor">
      <section>
        <h2>Nội dung chung</h2>
        <TextInput
          id={idOf('/name')}
          label="Tên thủ tục"
          lines={2}
          maxLength={1500}
          value={body.name}
          error={wrongAt(faults, '/name')}
          onInput={(name) => put('name', name)}
        />
        <Checkboxes
          id={idOf('/channels')}
          label="Nhận hồ sơ qua"
          values={body.channels}
          options={optionsOf(CHANNEL_NAMES)}
          error={wrongAt(faults, '/channels')}
          onChange={(values) => put('channels', values as Channel[])}
        />
        <Select
          id={idOf('/serviceLevel')}
          label="Mức độ trực tuyến"
          none={null}
          value={body.serviceLevel}
          options={[
            { value: 'full-process', label: 'Toàn trình' },
            { value: 'partial', label: 'Một phần' },
          ]}
          onChange={(level) => put('serviceLevel', level as ProcedureVersion['serviceLevel'])}
        />
        {body.serviceLevel === 'partial' && (
          <TextInput
            id={idOf('/partialReason')}
            label="Vì sao chưa toàn trình (người dân thấy)"
            lines={2}
            maxLength={500}
            value={body.partialReason ?? ''}
            error={wrongAt(faults, '/partialReason')}
            onInput={(text) => put('partialReason', text === '' ? null : text)}
          />
        )}
        <TextInput
          id={idOf('/legalBasis')}
          label="Căn cứ pháp lý"
          hint="Mỗi văn bản một dòng"
          optional
          lines={4}
          value={body.legalBasis.join('\n')}
          error={wrongAt(faults, '/legalBasis')}
          onInput={(text) => put('legalBasis', text.split('\n'))}
          onLeave={() => put('legalBasis', linesOf(body.legalBasis.join('\n')))}
        />
        <TextInput
          id={idOf('/keywords')}
          label="Từ người dân hay gọi"
          hint="Mỗi cách gọi một dòng; dùng để tìm"
          optional
          lines={4}
          value={body.keywords.join('\n')}
          error={wrongAt(faults, '/keywords')}
          onInput={(text) => put('keywords', text.split('\n'))}
          onLeave={() => put('keywords', linesOf(body.keywords.join('\n')))}
        />
      </section>
      <ListEditor
        title="Trường hợp"
        word="trường hợp"
        pointer="/cases"
        items={body.cases}
        name={(one) => one.name}
        fresh={(items) => ({ key: freshKey(keys(items), 'truong-hop'), name: 'Trường hợp mới' })}
        onChange={list('cases')}
      >
        {(one, place, change) => (
          <TextInput
            label="Tên trường hợp"
            lines={2}
            value={one.name}
            error={wrongAt(faults, `/cases/${place}/name`)}
            onInput={(name) => change((before) => ({ ...before, name }))}
          />
        )}
      </ListEditor>
      <ListEditor<ProcedureTerm>
        title="Thời hạn giải quyết"
        word="thời hạn"
        pointer="/terms"
        items={body.terms}
        name={(one) =>
          one.unit === 'same-day'
            ? 'Trong ngày'
            : `${one.value.toLocaleString('vi')} ${TERM_UNIT_NAMES[one.unit]}`
        }
        fresh={() => ({ unit: 'working-day', value: 5 })}
        onChange={list('terms')}
      >
        {(one, place, change) => (
          <>
            <div class="step-fields">
              {one.unit !== 'same-day' && (
                <NumberInput
                  id={idOf(`/terms/${place}/value`)}
                  label="Số"
                  value={String(one.value)}
                  error={wrongAt(faults, `/terms/${place}/value`)}
                  onInput={(text) => change((before) => ({ ...before, value: Number(text) || 0 }))}
                />
              )}
              <Select
                label="Đơn vị"
                none={null}
                value={one.unit}
                options={optionsOf(TERM_UNIT_NAMES)}
                onChange={(unit) =>
                  change((before) => ({
                    ...before,
                    unit: unit as ProcedureTerm['unit'],
                    value: unit === 'same-day' ? 0 : before.value || 1,
                  }))
                }
              />
              <CaseSelect body={body} thing={one} onChange={change} />
            </div>
            <ChannelBoxes id={`term-${place}-channels`} thing={one} onChange={change} />
          </>
        )}
      </ListEditor>
      <ListEditor
        title="Thành phần hồ sơ"
        word="giấy tờ"
        pointer="/components"
        items={body.components}
        name={(one) => one.name}
        fresh={(items) => ({
          key: freshKey(keys(items), 'tp'),
          name: 'Giấy tờ mới',
          original: 1,
          copy: 0,
          mode: 'submit' as const,
          conditional: false,
        })}
        onChange={list('components')}
      >
        {(one, place, change) => (
          <>
            <TextInput
              label="Tên giấy tờ"
              lines={2}
              value={one.name}
              error={wrongAt(faults, `/components/${place}/name`)}
              onInput={(name) => change((before) => ({ ...before, name }))}
            />
            <div class="step-fields">
              <NumberInput
                id={idOf(`/components/${place}/original`)}
                label="Bản chính"
                value={String(one.original)}
                error={wrongAt(faults, `/components/${place}/original`)}
                onInput={(text) => change((before) => ({ ...before, original: Number(text) || 0 }))}
              />
              <NumberInput
                label="Bản sao"
                value={String(one.copy)}
                onInput={(text) => change((before) => ({ ...before, copy: Number(text) || 0 }))}
              />
              <Select
                label="Nộp hay xuất trình"
                none={null}
                value={one.mode}
                options={[
                  { value: 'submit', label: 'Nộp' },
                  { value: 'present', label: 'Xuất trình' },
                ]}
                onChange={(mode) => change((before) => ({ ...before, mode: mode as typeof one.mode }))}
              />
              <CaseSelect body={body} thing={one} onChange={change} />
            </div>
            <Tick
              id={`component-${place}-conditional`}
              label="Chỉ một số người phải nộp"
              hint="Thiếu giấy tờ này thì hồ sơ vẫn đủ"
              checked={one.conditional}
              onChange={(conditional) => change((before) => ({ ...before, conditional }))}
            />
            <ChannelBoxes id={`component-${place}-channels`} thing={one} onChange={change} />
          </>
        )}
      </ListEditor>
      <ListEditor
        title="Kết quả giải quyết"
        word="kết quả"
        pointer="/results"
        items={body.results}
        name={(one) => one.name}
        fresh={() => ({ name: 'Kết quả mới', code: null })}
        onChange={list('results')}
      >
        {(one, place, change) => (
          <TextInput
            label="Tên kết quả"
            lines={2}
            value={one.name}
            error={wrongAt(faults, `/results/${place}/name`)}
            onInput={(name) => change((before) => ({ ...before, name }))}
          />
        )}
      </ListEditor>
    </div>
  );
}
