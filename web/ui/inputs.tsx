import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Field, FieldGroup, type FieldProps } from './field.tsx';

type Width = 'short' | 'medium' | 'full';

export interface TextProps extends FieldProps {
  value: string;
  onInput: (value: string) => void;
  onLeave?: (() => void) | undefined;
  width?: Width | undefined;
  lines?: number | undefined;
  type?: 'text' | 'email' | 'search' | 'password' | 'tel' | undefined;
  mode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'search' | undefined;
  autocomplete?: string | undefined;
  name?: string | undefined;
  suffix?: string | undefined;
  readOnly?: boolean | undefined;
  maxLength?: number | undefined;
  placeholder?: string | undefined;
  spellcheck?: boolean | undefined;
}

const widthClass = (width: Width | undefined) => (width && width !== 'full' ? ` input-${width}` : '');

export function TextInput(p: TextProps) {
  return (
    <Field {...p}>
      {(wiring) =>
        p.lines && p.lines > 1 ? (
          <textarea
            {...wiring}
            class={`input${widthClass(p.width)}`}
            rows={p.lines}
            name={p.name}
            value={p.value}
            readOnly={p.readOnly}
            maxLength={p.maxLength}
            onInput={(event) => p.onInput(event.currentTarget.value)}
            onBlur={p.onLeave}
          />
        ) : (
          <span class="input-affix">
            <input
              {...wiring}
              class={`input${widthClass(p.width)}`}
              // one of the texts: preact's types want each kind of input by itself
              type={(p.type ?? 'text') as 'text'}
              inputMode={p.mode}
              autoComplete={p.autocomplete ?? 'off'}
              spellcheck={p.spellcheck ?? false}
              name={p.name}
              value={p.value}
              readOnly={p.readOnly}
              maxLength={p.maxLength}
              placeholder={p.placeholder}
              onInput={(event) => p.onInput(event.currentTarget.value)}
              onBlur={p.onLeave}
            />
            {p.suffix && <span class="quiet">{p.suffix}</span>}
          </span>
        )
      }
    </Field>
  );
}

/** What may be typed with spaces, dots and dashes, and is kept as digits only. */
function DigitsInput(p: TextProps & { show: (digits: string) => string }) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      {...p}
      value={typed ?? p.show(p.value)}
      onInput={(text) => {
        setTyped(text);
        p.onInput(text.replace(/[\s.\-–]/g, ''));
      }}
      onLeave={() => {
        setTyped(null);
        p.onLeave?.();
      }}
      width={p.width ?? 'medium'}
    />
  );
}

/** Personal id or tax code: spaces accepted, shown in threes. The value is digits. */
export function IdInput(p: TextProps) {
  return (
    <DigitsInput
      mode="numeric"
      {...p}
      show={(v) => (/^\d{12}$/.test(v) ? v.replace(/(\d{3})(?=\d)/g, '$1 ') : v)}
    />
  );
}

export function PhoneInput(p: TextProps) {
  return (
    <DigitsInput
      mode="tel"
      type="tel"
      autocomplete="tel"
      {...p}
      show={(v) => (/^0\d{9}$/.test(v) ? v.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1 $2 $3') : v)}
    />
  );
}

/** Money and counts: 1.234.567 as typed or not; the value is digits. */
export function NumberInput(p: TextProps) {
  return <DigitsInput mode="numeric" width="short" {...p} show={(v) => v.replace(/\B(?=(\d{3})+$)/g, '.')} />;
}

export interface DateProps extends Omit<TextProps, 'onInput'> {
  /** A legal day 'YYYY-MM-DD', or whatever was typed that is not one yet. */
  value: string;
  onInput: (value: string) => void;
  /** Reads what people type: 5/2/2026, 05-02-2026, 5.2.26; null when it cannot be a date. */
  read: (text: string) => string | null;
  show: (iso: string) => string;
}

/** A date as people write it. What cannot be read stays as typed, so that the error can speak of it. */
export function DateField(p: DateProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = /^\d{4}-\d{2}-\d{2}$/.test(p.value) ? p.show(p.value) : p.value;
  return (
    <TextInput
      {...p}
      value={typed ?? shown}
      mode={p.mode ?? 'text'}
      width={p.width ?? 'short'}
      onInput={(text) => {
        setTyped(text);
        p.onInput(p.read(text) ?? text);
      }}
      onLeave={() => {
        setTyped(null);
        p.onLeave?.();
      }}
    />
  );
}

export interface Option {
  value: string;
  label: string;
  hint?: string | undefined;
}

export function Select(
  p: FieldProps & {
    value: string;
    options: readonly Option[];
    onChange: (value: string) => void;
    /** The first line while nothing is chosen; null when something always is. */
    none?: string | null | undefined;
    width?: Width | undefined;
    name?: string | undefined;
  },
) {
  return (
    <Field {...p}>
      {(wiring) => (
        <select
          {...wiring}
          class={`input${widthClass(p.width)}`}
          name={p.name}
          value={p.value}
          onChange={(event) => p.onChange(event.currentTarget.value)}
        >
          {p.none !== null && <option value="">{p.none ?? 'Chọn một mục'}</option>}
          {p.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Choice(p: {
  id: string;
  type: 'radio' | 'checkbox';
  name: string;
  option: Option;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <div class="choice">
      <input
        id={p.id}
        type={p.type}
        name={p.name}
        value={p.option.value}
        checked={p.checked}
        onChange={(event) => p.onChange(event.currentTarget.checked)}
        aria-describedby={p.option.hint ? `${p.id}-hint` : undefined}
      />
      <label for={p.id}>
        {p.option.label}
        {p.option.hint && (
          <span class="choice-hint" id={`${p.id}-hint`}>
            {p.option.hint}
          </span>
        )}
      </label>
    </div>
  );
}

export function Radios(
  p: FieldProps & {
    value: string;
    options: readonly Option[];
    onChange: (value: string) => void;
    inline?: boolean | undefined;
    id: string;
  },
) {
  return (
    <FieldGroup {...p}>
      <div class={p.inline ? 'choices-inline' : undefined}>
        {p.options.map((option, i) => (
          <Choice
            key={option.value}
            id={`${p.id}-${i}`}
            type="radio"
            name={p.id}
            option={option}
            checked={p.value === option.value}
            onChange={() => p.onChange(option.value)}
          />
        ))}
      </div>
    </FieldGroup>
  );
}

export function Checkboxes(
  p: FieldProps & {
    values: readonly string[];
    options: readonly Option[];
    onChange: (values: string[]) => void;
    id: string;
  },
) {
  return (
    <FieldGroup {...p}>
      {p.options.map((option, i) => (
        <Choice
          key={option.value}
          id={`${p.id}-${i}`}
          type="checkbox"
          name={p.id}
          option={option}
          checked={p.values.includes(option.value)}
          onChange={(checked) =>
            p.onChange(
              checked ? [...p.values, option.value] : p.values.filter((value) => value !== option.value),
            )
          }
        />
      ))}
    </FieldGroup>
  );
}

/** One statement to agree with. */
export function Tick(p: {
  id: string;
  label: ComponentChildren;
  hint?: string | undefined;
  checked: boolean;
  onChange: (checked: boolean) => void;
  error?: string | null | undefined;
}) {
  return (
    <div class={`field${p.error ? ' field-wrong' : ''}`}>
      {p.error && (
        <p class="field-error" id={`${p.id}-error`}>
          <span class="unseen">Cần sửa: </span>
          {p.error}
        </p>
      )}
      <div class="choice">
        <input
          id={p.id}
          type="checkbox"
          checked={p.checked}
          onChange={(event) => p.onChange(event.currentTarget.checked)}
          aria-invalid={p.error ? 'true' : undefined}
          aria-describedby={p.error ? `${p.id}-error` : undefined}
        />
        <label for={p.id}>
          {p.label}
          {p.hint && <span class="choice-hint">{p.hint}</span>}
        </label>
      </div>
    </div>
  );
}

/** Keeps a value in step with typing only after a pause, for searches. */
export function useSettled<T>(value: T, milliseconds = 250): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
