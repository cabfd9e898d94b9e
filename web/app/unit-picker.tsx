import { Combobox, type Found } from '../ui/combobox.tsx';
import type { FieldProps } from '../ui/field.tsx';
import { api } from './api.ts';

export interface UnitFound {
  code: string;
  kind: string;
  /** Without its kind: "Bình Lục". */
  name: string;
  /** Within a sentence: "xã Bình Lục". */
  fullName: string;
  parentCode: string | null;
  /** The province's full name, where the server says it. */
  parentName?: string | null;
}

/** "xã Bình Lục" at the head of a line. */
export function titled(fullName: string): string {
  return fullName.charAt(0).toLocaleUpperCase('vi') + fullName.slice(1);
}

/** Chooses a province, commune, ward or special zone by typing a part of its name. */
export function UnitPicker(
  p: FieldProps & {
    id: string;
    chosen: Found | null;
    onChoose: (found: Found | null) => void;
    /** The code of the province whose communes are offered; every province's when absent. */
    parent?: string | undefined;
    communesOnly?: boolean | undefined;
    placeholder?: string | undefined;
  },
) {
  return (
    <Combobox
      {...p}
      load={async (text, signal) => {
        const { units } = await api.get<{ units: UnitFound[] }>(
          '/api/units',
          { q: text.trim(), parent: p.parent },
          signal,
        );
        return units
          .filter((unit) => p.communesOnly !== true || unit.parentCode !== null)
          .slice(0, 50)
          .map((unit) => ({
            value: unit.code,
            label: titled(unit.fullName),
            note: unit.parentName ?? undefined,
          }));
      }}
    />
  );
}
