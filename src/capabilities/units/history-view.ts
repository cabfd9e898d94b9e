import { Type } from 'typebox';
import { Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import { titled } from './unit.ts';

interface Line {
  day: string;
  text: string;
  basis: string;
}

/** What a unit was made of, what it was called when, and what became of it. Oldest first. */
async function historyOf(tx: Tx, code: string): Promise<Line[]> {
  const { rows: times } = await tx.query<{
    day: string;
    until: string | null;
    full_name: string;
    basis: string;
  }>(
    'select valid_from as day, valid_to as until, full_name, legal_basis as basis from units where code = $1 order by valid_from',
    [code],
  );
  if (times.length === 0) throw new Refusal('missing', 'unit.unknown');
  const { rows: from } = await tx.query<{ day: string; names: string[]; basis: string }>(
    `select changed_on as day, legal_basis as basis, array_agg(distinct concat_ws(', ', old_name, nullif(old_district, ''), old_province)) as names
     from units_history where new_code = $1 and old_code is distinct from $1 group by changed_on, legal_basis order by changed_on`,
    [code],
  );
  const { rows: into } = await tx.query<{ day: string; names: string[]; basis: string }>(
    `select h.changed_on as day, h.legal_basis as basis, array_agg(distinct u.full_name) as names
     from units_history h join units u on u.code = h.new_code and u.valid_from <= h.changed_on
     where h.old_code = $1 and h.old_district = '' and h.new_code <> $1 group by h.changed_on, h.legal_basis order by h.changed_on`,
    [code],
  );
  const lines = [
    ...from.map(({ day, names, basis }) => ({
      day,
      basis,
      text: `Nhận toàn bộ hoặc một phần của: ${names.join('; ')}`,
    })),
    ...times.map((time, place) => ({
      day: time.day,
      basis: time.basis,
      text: place === 0 ? `Tên gọi: ${titled(time.full_name)}` : `Đổi thành ${titled(time.full_name)}`,
    })),
    ...into.map(({ day, names, basis }) => ({
      day,
      basis,
      text: `Nhập vào, chia về: ${names.map(titled).join('; ')}`,
    })),
  ];
  return lines.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

export const seeHistory = view({
  name: 'units.see-history',
  summary: "A unit's names, what it was made of and what became of it, with the decisions.",
  input: Type.Object({ code: Type.String({ pattern: '^\\d{2,5}$' }) }, { additionalProperties: false }),
  output: Type.Object({
    lines: Type.Array(Type.Object({ day: Type.String(), text: Type.String(), basis: Type.String() })),
  }),
  run: async (tx, _actor, input) => ({ lines: await historyOf(tx, input.code) }),
});
