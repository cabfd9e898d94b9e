import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import './field.css';

/** What every field of a form takes. `error` is words already, not a code. */
export interface FieldProps {
  label: ComponentChildren;
  /** Below the label, before the input: how to answer, with an example. */
  hint?: ComponentChildren | undefined;
  error?: string | null | undefined;
  /** Marks what may be left empty; everything else must be answered. */
  optional?: boolean | undefined;
  /** Not part of a form to hand in (a search, a filter): neither must be answered nor need be marked as optional. */
  free?: boolean | undefined;
  /** The page's only question: the label is its heading. */
  heading?: boolean | undefined;
  /** The id of the input; the error summary links to it. */
  id?: string | undefined;
  hideLabel?: boolean | undefined;
}

export interface Wiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
  'aria-required': 'true' | undefined;
}

/** Label above, hint below it, error at the field; `children` draws the input with the wiring it is handed. */
export function Field(p: FieldProps & { children: (wiring: Wiring) => JSX.Element }) {
  const made = useId();
  const id = p.id ?? made;
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [p.hint ? hintId : '', p.error ? errorId : ''].filter(Boolean).join(' ');
  const label = (
    <label class={`field-label${p.hideLabel ? ' unseen' : ''}`} for={id}>
      {p.label}
      {p.optional && <span class="field-optional"> (không bắt buộc)</span>}
    </label>
  );
  return (
    <div class={`field${p.error ? ' field-wrong' : ''}`}>
      {p.heading ? <h1 class="field-heading">{label}</h1> : label}
      {p.hint && (
        <div class="field-hint" id={hintId}>
          {p.hint}
        </div>
      )}
      {p.error && (
        <p class="field-error" id={errorId}>
          <span class="unseen">Cần sửa: </span>
          {p.error}
        </p>
      )}
      {p.children({
        id,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
        'aria-invalid': p.error ? 'true' : undefined,
        'aria-required': p.optional || p.free ? undefined : 'true',
      })}
    </div>
  );
}

/** Several inputs under one question. */
export function FieldGroup(p: FieldProps & { children: ComponentChildren }) {
  const made = useId();
  const id = p.id ?? made;
  const describedBy = [p.hint ? `${id}-hint` : '', p.error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <fieldset
      class={`field${p.error ? ' field-wrong' : ''}`}
      id={id}
      tabIndex={-1}
      aria-describedby={describedBy === '' ? undefined : describedBy}
    >
      <legend class={`field-label${p.hideLabel ? ' unseen' : ''}`}>
        {p.heading ? <h1 class="field-heading">{p.label}</h1> : p.label}
        {p.optional && <span class="field-optional"> (không bắt buộc)</span>}
      </legend>
      {p.hint && (
        <div class="field-hint" id={`${id}-hint`}>
          {p.hint}
        </div>
      )}
      {p.error && (
        <p class="field-error" id={`${id}-error`}>
          <span class="unseen">Cần sửa: </span>
          {p.error}
        </p>
      )}
      {p.children}
    </fieldset>
  );
}
