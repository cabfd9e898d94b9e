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

/** A unit of today that an old name means, as the server reads it. */
export interface FormerUnit {
  code: string;
  fullName: string;
  provinceName: string;
  /** "Xã Bồ Đề, Huyện Bình Lục, Tỉnh Hà Nam"; null when the paper has today's name. */
  formerly: string | null;
}

/** What was chosen; when it was found by an old name, that name and what stood before it. */
export interface UnitChoice extends Found {
  provinceName?: string | null | undefined;
  formerly?: string | null | undefined;
  detail?: string | undefined;
}

/** Chooses a province, commune, ward or special zone by typing a part of its name, or by a whole address of old. */
export function UnitPicker(
  p: FieldProps & {
    id: string;
    chosen: Found | null;
    onChoose: (found: UnitChoice | null) => void;
    /** The code of the province whose communes are offered; every province's when absent. */
    parent?: string | undefined;
    communesOnly?: boolean | undefined;
    placeholder?: string | undefined;
  },
) {
  return (
    <Combobox
      {...p}
      load={async (text, signal): Promise<UnitChoice[]> => {
        const { units, formerly, detail } = await api.get<{
          units: UnitFound[];
          formerly: FormerUnit[];
          detail: string;
        }>('/api/units', { q: text.trim().slice(0, 500), parent: p.parent }, signal);
        return [
          ...units
            .filter((unit) => p.communesOnly !== true || unit.parentCode !== null)
            .slice(0, 50)
            .map((unit) => ({
              value: unit.code,
              label: titled(unit.fullName),
              note: unit.parentName ?? undefined,
              provinceName: unit.parentName,
            })),
          ...formerly.map((unit) => ({ ...formerChoice(unit), detail })),
        ];
      }}
    />
  );
}

/** A line of a list for a unit found by an old name: today's name first, then what it was. */
export function formerChoice(unit: FormerUnit): UnitChoice {
  return {
    value: unit.code,
    label: titled(unit.fullName),
    note: unit.formerly === null ? unit.provinceName : `${unit.provinceName} · trước là ${unit.formerly}`,
    provinceName: unit.provinceName,
    formerly: unit.formerly,
  };
}
