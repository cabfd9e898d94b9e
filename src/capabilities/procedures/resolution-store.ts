import type { Tx } from '../../kernel/tx.ts';
import { type Resolution, ruledOn } from './resolution.ts';
import type { Group, ProcedureVersion } from './shape.ts';

/** A resolution as it is kept; `version` counts how often it was saved. */
export interface KeptResolution {
  resolution: Resolution;
  version: number;
  savedAt: string;
}

interface Row {
  body: Resolution;
  version: number;
  saved_at: Date;
}

const kept = (row: Row): KeptResolution => ({
  resolution: row.body,
  version: row.version,
  savedAt: row.saved_at.toISOString(),
});

/** Every resolution, the one that holds latest first. */
export async function listKeptResolutions(tx: Tx): Promise<KeptResolution[]> {
  const { rows } = await tx.query<Row>(
    'select body, version, saved_at from resolutions order by effective_from desc, number',
  );
  return rows.map(kept);
}

export async function lockResolution(tx: Tx, number: string): Promise<KeptResolution | null> {
  const { rows } = await tx.query<Row>(
    'select body, version, saved_at from resolutions where number = $1 for update',
    [number],
  );
  return rows[0] === undefined ? null : kept(rows[0]);
}

export async function putResolution(
  tx: Tx,
  resolution: Resolution,
  version: number,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into resolutions (number, effective_from, effective_to, body, version, saved_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (number) do update set effective_from = excluded.effective_from, effective_to = excluded.effective_to,
       body = excluded.body, version = excluded.version, saved_at = excluded.saved_at
     where resolutions.version = excluded.version - 1`,
    [
      resolution.number,
      resolution.effectiveFrom,
      resolution.effectiveTo,
      JSON.stringify(resolution),
      version,
      at,
    ],
  );
  return rowCount === 1;
}

/** A procedure with the resolutions of a legal day laid over its fees. */
export async function withResolutions<
  P extends Pick<ProcedureVersion, 'code' | 'sector' | 'fees' | 'exemptions'>,
>(tx: Tx, procedure: P, day: string): Promise<P> {
  const { rows } = await tx.query<{ body: Resolution }>({
    name: 'procedures.resolutions-on',
    text: `select body from resolutions where effective_from <= $1 and (effective_to is null or $1 < effective_to)
           order by effective_from desc, number`,
    values: [day],
  });
  return ruledOn(
    procedure,
    rows.map((row) => row.body),
    day,
  );
}

export const AREA_KINDS = {
  hardship: 'xã đặc biệt khó khăn',
  border: 'xã biên giới',
  island: 'xã đảo',
} as const;
export type AreaKind = keyof typeof AREA_KINDS;

export interface FeeArea {
  unitCode: string;
  kind: AreaKind;
  effectiveFrom: string;
  effectiveTo: string | null;
  source: string;
}

interface AreaRow {
  unit_code: string;
  kind: AreaKind;
  effective_from: string;
  effective_to: string | null;
  source: string;
}

const area = (row: AreaRow): FeeArea => ({
  unitCode: row.unit_code,
  kind: row.kind,
  effectiveFrom: row.effective_from,
  effectiveTo: row.effective_to,
  source: row.source,
});

export async function listFeeAreas(tx: Tx): Promise<(FeeArea & { unitName: string })[]> {
  const { rows } = await tx.query<AreaRow & { name: string }>(
    `select a.unit_code, a.kind, a.effective_from, a.effective_to, a.source, coalesce(u.full_name, a.unit_code) as name
     from fee_areas a left join units u on u.code = a.unit_code and u.valid_to is null
     order by a.unit_code, a.effective_from`,
  );
  return rows.map((row) => ({ ...area(row), unitName: row.name }));
}

/** As what a commune counts on a legal day; null when as nothing, or when no commune is known. */
export async function feeAreaOf(tx: Tx, unitCode: string | null, day: string): Promise<FeeArea | null> {
  if (unitCode === null) return null;
  const { rows } = await tx.query<AreaRow>(
    `select unit_code, kind, effective_from, effective_to, source from fee_areas
     where unit_code = $1 and effective_from <= $2 and (effective_to is null or $2 < effective_to) order by kind limit 1`,
    [unitCode, day],
  );
  return rows[0] === undefined ? null : area(rows[0]);
}

/** The groups that come from where somebody lives: nobody has to claim them. */
export async function groupsByResidence(tx: Tx, unitCode: string | null, day: string): Promise<Group[]> {
  return (await feeAreaOf(tx, unitCode, day)) === null ? [] : ['remote'];
}

/** Puts an area in place; the same commune, kind and first day is the same one. */
export async function putFeeArea(tx: Tx, one: FeeArea): Promise<void> {
  await tx.query(
    `insert into fee_areas (unit_code, kind, effective_from, effective_to, source) values ($1, $2, $3, $4, $5)
     on conflict (unit_code, kind, effective_from) do update set effective_to = excluded.effective_to, source = excluded.source`,
    [one.unitCode, one.kind, one.effectiveFrom, one.effectiveTo, one.source],
  );
}

/**
 * Communes have ended. A new one counts as an area of reduced fees from its first day when each of those it was made of
 * did: nobody loses by a merger what the law gave to all of them. Where only some did, the province has to decide anew.
 * @param begun each new commune with those it was made of.
 */
export async function inheritFeeAreas(
  tx: Tx,
  begun: readonly { to: string; from: readonly string[] }[],
  ended: readonly string[],
  day: string,
  basis: string,
): Promise<number> {
  const { rows } = await tx.query<AreaRow>(
    `select unit_code, kind, effective_from, effective_to, source from fee_areas
     where unit_code = any($1) and effective_from < $2 and (effective_to is null or $2 < effective_to) order by unit_code, kind`,
    [[...new Set([...ended, ...begun.flatMap((one) => one.from)])], day],
  );
  let inherited = 0;
  for (const { to, from } of begun) {
    for (const row of rows.filter((one) => one.unit_code === from[0])) {
      const all = from.every((code) =>
        rows.some(
          (one) => one.unit_code === code && one.kind === row.kind && one.effective_to === row.effective_to,
        ),
      );
      if (!all) continue;
      await putFeeArea(tx, {
        ...area(row),
        unitCode: to,
        effectiveFrom: day,
        source: `${row.source}; ${basis}`,
      });
      inherited += 1;
    }
  }
  await tx.query(
    `update fee_areas set effective_to = $2 where unit_code = any($1) and effective_from < $2
       and (effective_to is null or $2 < effective_to)`,
    [ended, day],
  );
  return inherited;
}
