import { useState } from 'preact/hooks';
import { plainLetters } from '../../src/capabilities/units/unit.ts';
import { api } from '../app/api.ts';
import { session } from '../app/session.ts';
import { type FormerUnit, formerChoice, titled } from '../app/unit-picker.tsx';
import { Combobox, type Found } from '../ui/combobox.tsx';
import type { FieldProps } from '../ui/field.tsx';
import type { AgencyRow } from './answers.ts';

/** A commune of this province, with the body that decides there: its committee, or its police. */
export interface Commune {
  code: string;
  /** "Xã Bình Lục" */
  name: string;
  body: { id: string; name: string };
}

type DecidingKind = 'commune-committee' | 'commune-police';

/** Chooses among the communes of the province by typing a part of the name. */
export function CommunePicker(
  p: FieldProps & {
    id: string;
    kind?: DecidingKind | undefined;
    chosen: { code: string; name: string } | null;
    onChoose: (commune: Commune | null) => void;
  },
) {
  const kind = p.kind ?? 'commune-committee';
  const [known] = useState(() => new Map<string, Commune>());
  return (
    <Combobox
      {...p}
      chosen={p.chosen === null ? null : { value: p.chosen.code, label: p.chosen.name }}
      load={async (text, signal): Promise<Found[]> => {
        const q = text.trim();
        const [{ agencies }, { formerly }] = await Promise.all([
          api.get<{ agencies: AgencyRow[] }>('/api/agencies', { kind, q: q.slice(0, 200) }, signal),
          q.length < 3
            ? { formerly: [] }
            : api.get<{ formerly: FormerUnit[] }>(
                '/api/units',
                { q: q.slice(0, 500), parent: session.value?.province?.code },
                signal,
              ),
        ]);
        const communes = agencies.map(communeOf);
        for (const commune of communes) known.set(commune.code, commune);
        // What begins with what was typed stands first: "Bình Lục" before "Thanh Bình".
        const typed = plainLetters(text);
        const place = (commune: Commune) =>
          plainLetters(commune.name.replace(/^(Xã|Phường|Đặc khu) /u, '')).startsWith(typed) ? 0 : 1;
        const old = formerly.filter((unit) => !communes.some((one) => one.code === unit.code));
        const found = await Promise.all(
          old.map((unit) => known.get(unit.code) ?? findCommune(unit.code, kind)),
        );
        for (const commune of found) if (commune !== null) known.set(commune.code, commune);
        return communes
          .sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name, 'vi'))
          .map((commune): Found => ({ value: commune.code, label: commune.name }))
          .concat(old.filter((unit) => known.has(unit.code)).map(formerChoice));
      }}
      onChoose={(found) => p.onChoose(found === null ? null : (known.get(found.value) ?? null))}
    />
  );
}

/** The body that decides in a commune chosen before. */
export async function findCommune(code: string, kind: DecidingKind): Promise<Commune | null> {
  const { agencies } = await api.get<{ agencies: AgencyRow[] }>('/api/agencies', { kind, unit: code });
  const agency = agencies[0];
  return agency === undefined ? null : communeOf(agency);
}

function communeOf(agency: AgencyRow): Commune {
  const name = titled(agency.name.replace(/^(Ủy ban nhân dân|Uỷ ban nhân dân|Công an) /u, ''));
  return { code: agency.unitCode, name, body: { id: agency.bodyId, name: agency.name } };
}
