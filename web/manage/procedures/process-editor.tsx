import { useState } from 'preact/hooks';
import type { Process, Step, StepAct } from '../../../src/capabilities/procedures/process.ts';
import {
  HANDS,
  isAutomatic,
  PLAIN_CIRCUMSTANCE,
  STEP_ACT_NAMES,
  wayInWords,
  wayThrough,
} from '../../../src/capabilities/procedures/process.ts';
import type { CommuneDivision, ProcedureVersion } from '../../../src/capabilities/procedures/shape.ts';
import { ProcessDiagram, roleWords, shareWords } from '../../app/process/diagram.tsx';
import { Button } from '../../ui/button.tsx';
import { Select, TextInput } from '../../ui/inputs.tsx';
import { PartsEditor } from './parts-editor.tsx';
import { idOf, wrongAt } from './pointer.ts';
import { ShareInput } from './share-input.tsx';
import { addStep, changeStep, mayMove, moveStep, removeStep, withAct, withoutEmpty } from './steps.ts';
import type { DraftSeen, Fault } from './use-draft.ts';
import { WaysEditor } from './ways-editor.tsx';
import { DIVISION_NAMES, optionsOf, PLACE_NAMES } from './words.ts';

/** The steps as a list to work on, and the same as a drawing. */
export function ProcessEditor({
  body,
  seen,
  onChange,
}: {
  body: ProcedureVersion;
  seen: DraftSeen;
  onChange: (make: (body: ProcedureVersion) => ProcedureVersion) => void;
}) {
  const [chosen, setChosen] = useState<string | null>(null);
  const { process } = body;
  const change = (make: (process: Process) => Process) =>
    onChange((before) => ({ ...before, process: make(before.process) }));
  const open = (key: string) => {
    setChosen(key);
    // After it is drawn: a new step is not there yet.
    requestAnimationFrame(() => document.getElementById(`step-${key}-name`)?.focus());
  };
  const sum = wayThrough(process, PLAIN_CIRCUMSTANCE).reduce((all, step) => all + step.share, 0);
  const isWhole = Math.abs(sum - 1) <= 0.0005;
  const wrong = new Set(seen.faults.flatMap((fault) => [fault.step ?? '', ...(fault.way ?? [])]));
  return (
    <div class="process-editor">
      <section aria-labelledby="steps-title">
        <h2 id="steps-title">Các bước</h2>
        <p class={isWhole ? 'share-sum' : 'share-sum share-sum-wrong'} role="status">
          {isWhole ? '✓' : '▲'} Lối thông thường dùng {shareWords(sum)} thời hạn
          {!isWhole && `, còn ${sum < 1 ? 'thiếu' : 'thừa'} ${shareWords(Math.abs(1 - sum))}`}.
        </p>
        <ol class="step-list">
          {process.steps.map((step, place) => (
            <StepEditor
              key={step.key}
              body={body}
              step={step}
              place={place}
              faults={seen.faults}
              lacking={seen.lacking.find((one) => one.step === step.key)?.bodies ?? []}
              isOpen={chosen === step.key}
              onOpen={(wanted) => setChosen(wanted ? step.key : null)}
              onChange={(make) =>
                change((before) => changeStep(before, step.key, (one) => withoutEmpty(make(one))))
              }
              onMove={(by) => {
                change((before) => moveStep(before, step.key, by));
                requestAnimationFrame(() =>
                  document.getElementById(`step-${step.key}-${by === -1 ? 'up' : 'down'}`)?.focus(),
                );
              }}
              onAdd={() => {
                const { process: longer, key } = addStep(process, step.key);
                change(() => longer);
                open(key);
              }}
              onRemove={() => {
                change((before) => removeStep(before, step.key));
                const neighbour = process.steps[place - 1]?.key;
                requestAnimationFrame(() => document.getElementById(`step-${neighbour}-open`)?.focus());
              }}
            />
          ))}
        </ol>
      </section>
      <section class="process-drawing" aria-labelledby="drawing-title">
        <h2 id="drawing-title">Sơ đồ</h2>
        <ProcessDiagram
          process={process}
          ground={body}
          label={`Sơ đồ quy trình ${process.name}`}
          wrong={wrong}
          chosen={chosen}
          onChoose={open}
        />
      </section>
    </div>
  );
}

/** Under its own step a fault need not name it. */
function withoutName(text: string, name: string): string {
  const words = text.replace(`Bước "${name}": `, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

interface StepProps {
  body: ProcedureVersion;
  step: Step;
  place: number;
  faults: readonly Fault[];
  lacking: readonly string[];
  isOpen: boolean;
  onOpen: (open: boolean) => void;
  onChange: (make: (step: Step) => Step) => void;
  onMove: (by: -1 | 1) => void;
  onAdd: () => void;
  onRemove: () => void;
}

function StepEditor(p: StepProps) {
  const { step, place, body } = p;
  const pointer = `/process/steps/${place}`;
  const own = p.faults.filter(
    (fault) => fault.pointer.startsWith(`${pointer}/`) || fault.pointer === pointer,
  );
  const isEnd = step.act === 'receive' || step.act === 'return';
  return (
    <li
      class="step-row"
      id={idOf(pointer)}
      data-wrong={own.length > 0 ? 'true' : undefined}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
        event.preventDefault();
        p.onMove(event.key === 'ArrowUp' ? -1 : 1);
      }}
    >
      <div class="step-head">
        <button
          type="button"
          class="step-open"
          id={`step-${step.key}-open`}
          aria-expanded={p.isOpen}
          onClick={() => p.onOpen(!p.isOpen)}
        >
          <span class="step-number">{place + 1}</span>
          <span class="step-title">
            <strong>{step.name || 'Chưa đặt tên'}</strong>
            <span class="quiet small">
              {STEP_ACT_NAMES[step.act]} · {roleWords(step.role)}
              {step.parts !== undefined && ` · ${step.parts.length} phần song song`}
            </span>
          </span>
        </button>
        <ShareInput
          id={idOf(`${pointer}/share`)}
          label={`Tỷ lệ thời gian của bước ${step.name}`}
          value={step.share}
          disabled={step.act === 'return' || step.act === 'notify'}
          onChange={(share) => p.onChange((before) => ({ ...before, share }))}
        />
      </div>
      {own.map((fault) => (
        <p key={fault.text} class="field-error">
          <span aria-hidden="true">▲ </span>
          {withoutName(fault.text, step.name)}
        </p>
      ))}
      {p.lacking.length > 0 && (
        <p class="quiet small">
          Hôm nay {p.lacking.length} cơ quan chưa có người giữ vai trò này
          {p.lacking.length <= 3 && `: ${p.lacking.join('; ')}`}.
        </p>
      )}
      {p.isOpen && (
        <div class="step-body">
          <TextInput
            id={`step-${step.key}-name`}
            label="Tên bước"
            value={step.name}
            maxLength={200}
            error={wrongAt(p.faults, `${pointer}/name`)}
            onInput={(name) => p.onChange((before) => ({ ...before, name }))}
          />
          <div class="step-fields">
            <Select
              id={idOf(`${pointer}/act`)}
              label="Việc của bước"
              none={null}
              value={step.act}
              options={Object.entries(STEP_ACT_NAMES)
                .filter(([act]) => (act === 'receive' || act === 'return' ? act === step.act : !isEnd))
                .map(([value, label]) => ({ value, label }))}
              onChange={(act) => p.onChange((before) => withAct(before, act as StepAct))}
            />
            {!isAutomatic(step) && (
              <Select
                id={idOf(`${pointer}/role`)}
                label="Người làm"
                none={null}
                value={step.role}
                options={HANDS[step.act].map((role) => ({ value: role, label: roleWords(role) }))}
                onChange={(role) => p.onChange((before) => ({ ...before, role }))}
              />
            )}
            {!isEnd && (
              <Select
                id={idOf(`${pointer}/place`)}
                label="Nơi làm"
                none={null}
                value={step.place}
                options={optionsOf(PLACE_NAMES).filter(
                  ({ value }) => value !== 'centre' || step.place === 'centre',
                )}
                onChange={(value) => p.onChange((before) => ({ ...before, place: value as Step['place'] }))}
              />
            )}
            {step.place === 'division' && (
              <Select
                label="Phòng"
                none="Phòng của lĩnh vực"
                free
                value={step.division ?? ''}
                options={optionsOf(DIVISION_NAMES)}
                onChange={(value) =>
                  p.onChange(({ division: _, ...before }) => ({
                    ...before,
                    ...(value === '' ? {} : { division: value as CommuneDivision }),
                  }))
                }
              />
            )}
          </div>
          {step.act === 'notify' && (
            <TextInput
              id={idOf(`${pointer}/message`)}
              label="Nội dung báo người nộp"
              lines={3}
              maxLength={500}
              value={step.message ?? ''}
              onInput={(message) => p.onChange((before) => ({ ...before, message }))}
            />
          )}
          {(step.act === 'appraise' || step.act === 'submit') && (
            <PartsEditor step={step} pointer={pointer} faults={p.faults} onChange={p.onChange} />
          )}
          {step.act !== 'return' && (
            <WaysEditor body={body} step={step} pointer={pointer} onChange={p.onChange} />
          )}
          <p class="row">
            <Button small onPress={p.onAdd} disabled={step.act === 'return'}>
              Thêm bước sau bước này
            </Button>
            <Button
              small
              id={`step-${step.key}-up`}
              shortcut="Alt+ArrowUp"
              disabled={!mayMove(body.process, step.key, -1)}
              onPress={() => p.onMove(-1)}
            >
              Lên
            </Button>
            <Button
              small
              id={`step-${step.key}-down`}
              shortcut="Alt+ArrowDown"
              disabled={!mayMove(body.process, step.key, 1)}
              onPress={() => p.onMove(1)}
            >
              Xuống
            </Button>
            <Button small rank="quiet" disabled={isEnd} onPress={p.onRemove}>
              Bỏ bước này
            </Button>
          </p>
        </div>
      )}
      {!p.isOpen && step.next.length > 1 && (
        <ul class="small quiet step-ways">
          {step.next.map((way) => (
            <li key={`${way.to} ${wayInWords(way, body)}`}>
              {wayInWords(way, body) || 'Còn lại'} →{' '}
              {body.process.steps.find((one) => one.key === way.to)?.name}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
