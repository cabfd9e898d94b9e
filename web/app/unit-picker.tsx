import { Combobox, type Found } from '../ui/combobox.tsx';
import type { FieldProps } from '../ui/field.tsx';
import { api } from './api.ts';

export interface UnitFound {
  code: string;
  name: string;
  kind: string;
  parentCode: string | null;
  parentName: string | null;
}

/** Chooses a province, commune, ward or special zone by typing a part of its name. */
export function UnitPicker(
  p: FieldProps & {
    id: string;
    chosen: Found | null;
    onChoose: (found: Found | null) => void;
    /** Only units of this kind, or under this unit. */
    kind?: string | undefined;
    parent?: string | undefined;
    placeholder?: string | undefined;
  },
) {
  return (
    <Combobox
      {...p}
      load={async (text, signal) => {
        const answer = await api.get<UnitFound[] | { items: UnitFound[] }>(
          '/api/units',
          { q: text, kind: p.kind, parent: p.parent },
          signal,
        );
        const units = Array.isArray(answer) ? answer : answer.items;
        return units.slice(0, 40).map((unit) => ({
          value: unit.code,
          label: unit.name,
          note: unit.parentName ?? undefined,
        }));
      }}
    />
  );
}
