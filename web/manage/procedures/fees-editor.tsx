import { GROUP_NAMES } from '../../../src/capabilities/procedures/fee.ts';
import type { Fee, Reduction } from '../../../src/capabilities/procedures/shape.ts';
import { DateInput } from '../../app/date-input.tsx';
import { Checkboxes, NumberInput, Select, TextInput } from '../../ui/inputs.tsx';
import { ListEditor } from './list-editor.tsx';
import { idOf, wrongAt } from './pointer.ts';
import { freshKey } from './steps.ts';
import { CaseSelect, ChannelBoxes, type PartEditorProps } from './texts-editor.tsx';
import { optionsOf, PER_NAMES } from './words.ts';

const dong = (amount: number | null) => (amount === null ? 'chưa rõ' : `${amount.toLocaleString('vi')} đ`);

/** Without a property when what was typed is empty: the shape knows no empty text. */
function withOr<T extends object, K extends keyof T>(thing: T, key: K, value: T[K] | null): T {
  const { [key]: _, ...rest } = thing;
  return (value === null ? rest : { ...rest, [key]: value }) as T;
}

const KINDS: Record<Reduction['kind'], string> = {
  exempt: 'Miễn',
  percent: 'Giảm theo phần trăm',
  amount: 'Giảm số tiền',
};

/** What is charged and who is exempt. */
export function FeesEditor({ body, faults, onChange }: PartEditorProps) {
  return (
    <div class="texts-editor">
      <ListEditor<Fee>
        title="Các khoản thu"
        word="khoản thu"
        pointer="/fees"
        items={body.fees}
        name={(one) => `${one.name}: ${dong(one.amount)}`}
        fresh={(items) => ({
          key: freshKey(
            items.map((one) => one.key),
            'phi',
          ),
          name: 'Lệ phí',
          amount: 0,
          per: 'dossier',
          setBy: 'province-council',
        })}
        onChange={(make) => onChange((before) => ({ ...before, fees: make([...before.fees]) }))}
      >
        {(one, place, change) => (
          <>
            <TextInput
              label="Tên khoản thu"
              value={one.name}
              error={wrongAt(faults, `/fees/${place}/name`)}
              onInput={(name) => change((before) => ({ ...before, name }))}
            />
            <div class="step-fields">
              <NumberInput
                id={idOf(`/fees/${place}/amount`)}
                label="Mức thu (đồng)"
                hint="Bỏ trống khi chưa rõ"
                optional
                value={one.amount === null ? '' : String(one.amount)}
                error={wrongAt(faults, `/fees/${place}/amount`)}
                onInput={(text) =>
                  change((before) => ({ ...before, amount: text === '' ? null : Number(text) || 0 }))
                }
              />
              <Select
                label="Thu theo"
                none={null}
                value={one.per}
                options={optionsOf(PER_NAMES)}
                onChange={(per) => change((before) => ({ ...before, per: per as Fee['per'] }))}
              />
              <Select
                label="Do ai quy định"
                none={null}
                value={one.setBy}
                options={[
                  { value: 'state', label: 'Trung ương' },
                  { value: 'province-council', label: 'Hội đồng nhân dân tỉnh' },
                  { value: 'unknown', label: 'Chưa rõ' },
                ]}
                onChange={(setBy) => change((before) => ({ ...before, setBy: setBy as Fee['setBy'] }))}
              />
              <CaseSelect body={body} thing={one} onChange={change} />
            </div>
            {one.per === 'page' && (
              <div class="step-fields">
                {(
                  [
                    ['firstPages', 'Số trang đầu'],
                    ['furtherAmount', 'Mức thu trang tiếp theo (đồng)'],
                    ['cap', 'Thu tối đa mỗi bản (đồng)'],
                  ] as const
                ).map(([key, label]) => (
                  <NumberInput
                    key={key}
                    label={label}
                    optional
                    value={one[key] === undefined ? '' : String(one[key])}
                    error={wrongAt(faults, `/fees/${place}/${key}`)}
                    onInput={(text) =>
                      change((before) => withOr(before, key, text === '' ? null : Number(text) || 0))
                    }
                  />
                ))}
              </div>
            )}
            <TextInput
              label="Ghi chú"
              optional
              value={one.note ?? ''}
              onInput={(note) => change((before) => withOr(before, 'note', note === '' ? null : note))}
            />
            <ChannelBoxes id={`fee-${place}-channels`} thing={one} onChange={change} />
          </>
        )}
      </ListEditor>
      <ListEditor<Reduction>
        title="Miễn, giảm"
        word="trường hợp miễn, giảm"
        pointer="/exemptions"
        items={body.exemptions}
        name={(one) =>
          `${GROUP_NAMES[one.group]}: ${one.kind === 'exempt' ? 'miễn' : one.kind === 'percent' ? `giảm ${one.value}%` : `giảm ${dong(one.value)}`}`
        }
        fresh={() => ({ group: 'poor', kind: 'exempt', value: 0, legalBasis: 'Luật Phí và lệ phí' })}
        onChange={(make) => onChange((before) => ({ ...before, exemptions: make([...before.exemptions]) }))}
      >
        {(one, place, change) => (
          <>
            <div class="step-fields">
              <Select
                label="Ai được"
                none={null}
                value={one.group}
                options={optionsOf(GROUP_NAMES)}
                onChange={(group) => change((before) => ({ ...before, group: group as Reduction['group'] }))}
              />
              <Select
                label="Cách tính"
                none={null}
                value={one.kind}
                options={optionsOf(KINDS)}
                onChange={(kind) =>
                  change((before) => ({
                    ...before,
                    kind: kind as Reduction['kind'],
                    value: kind === 'exempt' ? 0 : before.value,
                  }))
                }
              />
              {one.kind !== 'exempt' && (
                <NumberInput
                  id={idOf(`/exemptions/${place}/value`)}
                  label={one.kind === 'percent' ? 'Giảm (%)' : 'Giảm (đồng)'}
                  value={String(one.value)}
                  error={wrongAt(faults, `/exemptions/${place}/value`)}
                  onInput={(text) => change((before) => ({ ...before, value: Number(text) || 0 }))}
                />
              )}
              <DateInput
                label="Từ ngày"
                optional
                value={one.from ?? ''}
                error={wrongAt(faults, `/exemptions/${place}/from`)}
                onInput={(day) => change((before) => withOr(before, 'from', day === '' ? null : day))}
              />
              <DateInput
                label="Đến trước ngày"
                optional
                value={one.to ?? ''}
                error={wrongAt(faults, `/exemptions/${place}/to`)}
                onInput={(day) => change((before) => withOr(before, 'to', day === '' ? null : day))}
              />
            </div>
            <TextInput
              label="Căn cứ"
              value={one.legalBasis}
              error={wrongAt(faults, `/exemptions/${place}/legalBasis`)}
              onInput={(legalBasis) => change((before) => ({ ...before, legalBasis }))}
            />
            {body.fees.length > 1 && (
              <Checkboxes
                free
                id={`exemption-${place}-fees`}
                label="Cho khoản thu (bỏ trống là mọi khoản)"
                values={one.fees ?? []}
                options={body.fees.map((fee) => ({ value: fee.key, label: fee.name }))}
                onChange={(fees) =>
                  change((before) => withOr(before, 'fees', fees.length === 0 ? null : fees))
                }
              />
            )}
            <ChannelBoxes id={`exemption-${place}-channels`} thing={one} onChange={change} />
          </>
        )}
      </ListEditor>
    </div>
  );
}
