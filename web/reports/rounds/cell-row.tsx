import { useState } from 'preact/hooks';
import { type FormCell, isAsked, kindOf } from '../../../src/capabilities/rounds/form.ts';
import type { Violation } from '../../../src/capabilities/rounds/judge.ts';
import type { Explanation } from '../../../src/capabilities/rounds/round.ts';
import { showShort } from '../../app/dates.ts';
import { wordsOf } from '../../app/words.ts';
import { useOnce } from '../../desk/use-once.ts';
import { Button } from '../../ui/button.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import { shownValue } from './answers.ts';
import type { Filling } from './use-filling.ts';

export const idOf = (key: string) => `o-${key}`;

/** One figure: its name, what stood last period, what stands now, and what is said about it. */
export function CellRow(p: {
  cell: FormCell;
  value: number | string | null;
  before: number | string | null;
  /** The dossiers behind a counted figure, for whoever may open them. */
  door: string | null;
  filling: Filling;
  mayFill: boolean;
  violations: Violation[];
  explanations: Record<string, Explanation>;
  path: string;
  nameOf: (key: string) => string;
  doorOfIndicator: (indicator: string) => string | null;
  wrongNow: string | null;
  onExplained: () => void;
}) {
  const { cell, filling } = p;
  const id = idOf(cell.key);
  const kind = kindOf(cell);
  const asked = isAsked(cell);
  const isText = kind === 'text' && asked;
  const note = filling.noteOf(cell);
  const [noting, setNoting] = useState(false);
  const clash = filling.clashes[cell.key];
  const wrong = filling.wrong[cell.key] ?? p.wrongNow;
  // The form's own faults of kind are told once, at the input.
  const shown = p.violations.filter(({ rule }) => !rule.startsWith('kind:'));
  const severity = shown.some(({ level, rule, stood }) => isHindering(level, rule, stood, p.explanations))
    ? 'stop'
    : shown.length > 0
      ? 'note'
      : undefined;
  return (
    <div
      class={`sheet-row${isText ? ' sheet-row-text' : ''}`}
      data-severity={wrong === null ? severity : 'stop'}
    >
      <label class="sheet-name" for={asked && p.mayFill ? id : undefined}>
        {cell.name}
        {cell.unit !== '' && kind !== 'yes-no' && <span class="quiet"> ({cell.unit})</span>}
        {cell.hint !== undefined && <span class="sheet-hint small">{cell.hint}</span>}
      </label>
      {!isText && (
        <span class="sheet-before number">
          <span class="sheet-small-head">Kỳ trước </span>
          {shownValue(p.before, kind)}
        </span>
      )}
      <span class="sheet-now number">
        {!asked ? (
          <span class="sheet-fixed" id={id} tabIndex={-1}>
            {p.door === null ? shownValue(p.value) : <a href={p.door}>{shownValue(p.value)}</a>}
            <span class="sheet-how small">{cell.counted === undefined ? 'tự tính' : 'hệ thống đếm'}</span>
          </span>
        ) : !p.mayFill ? (
          <span id={id} tabIndex={-1} class={isText ? 'sheet-words' : undefined}>
            {shownValue(p.value, kind)}
          </span>
        ) : (
          <CellInput id={id} cell={cell} filling={filling} wrong={wrong !== null || severity === 'stop'} />
        )}
        {asked && p.mayFill && !isText && (
          <button
            type="button"
            class="sheet-note-button small"
            aria-expanded={noting}
            aria-label={`Ghi chú: ${cell.name}`}
            onClick={() => setNoting(!noting)}
          >
            {note === '' ? 'Ghi chú' : 'Ghi chú ✓'}
          </button>
        )}
      </span>
      {(noting || (!p.mayFill && note !== '')) && (
        <div class="sheet-wide">
          {p.mayFill ? (
            <TextInput
              free
              label={`Ghi chú: ${cell.name}`}
              hideLabel
              maxLength={1000}
              placeholder="Ghi chú đi kèm số này"
              value={note}
              onInput={(text) => filling.writeNote(cell, text)}
              spellcheck
            />
          ) : (
            <p class="small">Ghi chú: {note}</p>
          )}
        </div>
      )}
      {clash !== undefined && (
        <div class="sheet-wide sheet-clash" role="alert">
          <p>
            {clash.byName} vừa ghi <strong>{shownValue(clash.value, kind)}</strong> lúc {showShort(clash.at)}.
            Chưa ghi đè lên nhau: xin chọn số để giữ.
          </p>
          <p class="row">
            <Button small onPress={() => filling.settle(cell.key, 'theirs')}>
              Giữ {shownValue(clash.value, kind)}
            </Button>
            <Button small onPress={() => filling.settle(cell.key, 'mine')}>
              Ghi {filling.textOf(cell) === '' ? 'trống' : filling.textOf(cell)}
            </Button>
          </p>
        </div>
      )}
      {wrong !== null && (
        <p class="sheet-wide sheet-said" data-level="block" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
      {shown.map((violation) => (
        <Broken key={violation.rule} violation={violation} {...p} />
      ))}
    </div>
  );
}

const isHindering = (
  level: Violation['level'],
  rule: string,
  stood: string,
  explanations: Record<string, Explanation>,
) => level === 'block' || (level === 'explain' && explanations[rule]?.stood !== stood);

function CellInput({
  id,
  cell,
  filling,
  wrong,
}: {
  id: string;
  cell: FormCell;
  filling: Filling;
  wrong: boolean;
}) {
  const kind = kindOf(cell);
  const wiring = {
    id,
    'aria-invalid': wrong ? ('true' as const) : undefined,
    'aria-describedby': wrong ? `${id}-wrong` : undefined,
    value: filling.textOf(cell),
    onBlur: filling.leave,
  };
  if (kind === 'yes-no')
    return (
      <select
        {...wiring}
        class="input sheet-input"
        onChange={(event) => filling.type(cell, event.currentTarget.value)}
      >
        <option value="">Chọn</option>
        <option value="1">Có</option>
        <option value="0">Không</option>
      </select>
    );
  if (kind === 'text')
    return (
      <textarea
        {...wiring}
        class="input"
        rows={4}
        maxLength={5000}
        onInput={(event) => filling.type(cell, event.currentTarget.value)}
      />
    );
  return (
    <input
      {...wiring}
      class="input sheet-input"
      type="text"
      inputMode="decimal"
      autoComplete="off"
      onInput={(event) => filling.type(cell, event.currentTarget.value)}
      onKeyDown={(event) => {
        const step =
          event.key === 'Enter' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (step === 0) return;
        event.preventDefault();
        const all = [...document.querySelectorAll<HTMLElement>('.sheet-body .sheet-row .input')];
        all[all.indexOf(event.currentTarget) + step]?.focus();
      }}
      onFocus={(event) => event.currentTarget.select()}
    />
  );
}

const LEVELS: Record<Violation['level'], string> = {
  block: 'Phải sửa',
  explain: 'Sửa hoặc giải trình',
  warn: 'Lưu ý',
};

/** A broken rule at its cell: what it says, the other cells it speaks of, the dossiers, and where to explain. */
export function Broken({
  violation,
  explanations,
  path,
  mayFill,
  nameOf,
  doorOfIndicator,
  onExplained,
}: {
  violation: Violation;
  explanations: Record<string, Explanation>;
  path: string;
  mayFill: boolean;
  nameOf: (key: string) => string;
  doorOfIndicator: (indicator: string) => string | null;
  onExplained: () => void;
}) {
  const { rule, level, says, cells, indicators, stood } = violation;
  const given = explanations[rule];
  const holds = given?.stood === stood;
  const [writing, setWriting] = useState(false);
  const [words, setWords] = useState(given?.words ?? '');
  const explain = useOnce(`${path}/explain`, () => {
    setWriting(false);
    onExplained();
  });
  const doors = indicators.map(doorOfIndicator).filter((door) => door !== null);
  return (
    <div
      class="sheet-wide sheet-said"
      data-level={holds ? 'explained' : level}
      id={`${idOf(cells[0] ?? '')}-wrong`}
    >
      <p>
        <strong>{holds ? 'Đã giải trình' : LEVELS[level]}:</strong> {says}
        {cells.length > 1 && (
          <span class="quiet small">
            {' '}
            Xem cùng:{' '}
            {cells.slice(1).map((key, at) => (
              <span key={key}>
                {at > 0 && ', '}
                <a href={`#${idOf(key)}`}>{nameOf(key)}</a>
              </span>
            ))}
            .
          </span>
        )}
        {doors.map((door, at) => (
          <span key={door}>
            {' '}
            <a href={door}>Mở hồ sơ{doors.length > 1 ? ` ${at + 1}` : ''}</a>
          </span>
        ))}
      </p>
      {holds && given !== undefined && (
        <p class="small">
          “{given.words}” – {given.byName}, {showShort(given.at)}
        </p>
      )}
      {mayFill && level !== 'block' && !writing && (
        <Button small rank="link" onPress={() => setWriting(true)}>
          {holds ? 'Viết lại giải trình' : 'Giải trình'}
        </Button>
      )}
      {writing && (
        <form
          class="sheet-explain"
          onSubmit={(event) => {
            event.preventDefault();
            if (words.trim().length >= 3) void explain.send({ rule, words: words.trim() });
          }}
        >
          {explain.fault !== null && <Notice kind="wrong" live title={wordsOf(explain.fault)} />}
          <TextInput
            label="Giải trình"
            hint="Đi cùng biểu đến tỉnh; số thay đổi thì phải giải trình lại."
            lines={2}
            maxLength={2000}
            value={words}
            onInput={setWords}
            spellcheck
          />
          <p class="row">
            <Button small type="submit" rank="primary" busy={explain.busy} busyText="Đang ghi…">
              Ghi giải trình
            </Button>
            <Button small onPress={() => setWriting(false)}>
              Để sau
            </Button>
          </p>
        </form>
      )}
    </div>
  );
}
