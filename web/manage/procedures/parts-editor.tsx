import type { Step, StepPart } from '../../../src/capabilities/procedures/process.ts';
import type { CommuneDivision } from '../../../src/capabilities/procedures/shape.ts';
import { Button } from '../../ui/button.tsx';
import { Select, TextInput } from '../../ui/inputs.tsx';
import { idOf, wrongAt } from './pointer.ts';
import { ShareInput } from './share-input.tsx';
import { freshKey } from './steps.ts';
import type { Fault } from './use-draft.ts';
import { DIVISION_NAMES, optionsOf } from './words.ts';

/** The parts of a step that run beside each other; the dossier goes on when all are done. */
export function PartsEditor({
  step,
  pointer,
  faults,
  onChange,
}: {
  step: Step;
  pointer: string;
  faults: readonly Fault[];
  onChange: (make: (step: Step) => Step) => void;
}) {
  const parts = step.parts ?? [];
  const put = (make: (parts: StepPart[]) => StepPart[]) =>
    onChange((before) => ({ ...before, parts: make(before.parts ?? []) }));
  const change = (key: string, make: (part: StepPart) => StepPart) =>
    put((before) => before.map((part) => (part.key === key ? make(part) : part)));
  return (
    <fieldset class="step-group">
      <legend>Các phần làm song song</legend>
      {parts.length === 0 && (
        <p class="quiet small">Chưa có. Mỗi phần giao một phòng; hồ sơ đi tiếp khi mọi phần đã xong.</p>
      )}
      {parts.map((part, number) => (
        <div key={part.key} class="part-row" id={idOf(`${pointer}/parts/${number}`)}>
          <TextInput
            label="Tên phần việc"
            value={part.name}
            maxLength={200}
            error={wrongAt(faults, `${pointer}/parts/${number}/name`)}
            onInput={(name) => change(part.key, (before) => ({ ...before, name }))}
          />
          <Select
            label="Phòng làm"
            none="Phòng của lĩnh vực"
            free
            value={part.division ?? ''}
            options={optionsOf(DIVISION_NAMES)}
            onChange={(value) =>
              change(part.key, ({ division: _, ...before }) => ({
                ...before,
                ...(value === '' ? {} : { division: value as CommuneDivision }),
              }))
            }
          />
          <ShareInput
            id={idOf(`${pointer}/parts/${number}/share`)}
            label={`Tỷ lệ thời gian của phần ${part.name}`}
            value={part.share}
            onChange={(share) => change(part.key, (before) => ({ ...before, share }))}
          />
          <Button
            small
            rank="quiet"
            label={`Bỏ phần ${part.name}`}
            onPress={() => put((before) => before.filter((one) => one.key !== part.key))}
          >
            Bỏ
          </Button>
        </div>
      ))}
      <Button
        small
        onPress={() =>
          put((before) => [
            ...before,
            {
              key: freshKey(
                before.map((part) => part.key),
                'phan',
              ),
              name: `Phần ${before.length + 1}`,
              role: 'specialist',
              share: step.share,
            },
          ])
        }
      >
        Thêm phần song song
      </Button>
    </fieldset>
  );
}
