import { useState } from 'preact/hooks';

/** A share of the term, typed in percent (12,5) and kept as a part of one. What cannot be read stays as typed. */
export function ShareInput(p: {
  id: string;
  label: string;
  value: number;
  disabled?: boolean;
  onChange: (share: number) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = String(Math.round(p.value * 1000) / 10).replace('.', ',');
  return (
    <span class="share-input">
      <input
        id={p.id}
        class="input"
        inputMode="decimal"
        autocomplete="off"
        aria-label={`${p.label}, phần trăm`}
        disabled={p.disabled}
        value={typed ?? shown}
        onInput={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          const read = Number(text.trim().replace(',', '.'));
          if (text.trim() !== '' && Number.isFinite(read)) p.onChange(Math.round(read * 10) / 1000);
        }}
        onBlur={() => setTyped(null)}
      />
      %
    </span>
  );
}
