import type { RecordEntry } from '../../kernel/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type CatalogueFault, type CatalogueInput, readCatalogue } from './catalogue.ts';
import { type ProcedureVersion, versionOn } from './procedure.ts';
import { shippedGround, shippedProcedures } from './shipped.ts';
import {
  closeVersions,
  contentHash,
  insertVersions,
  loadSectors,
  lockCatalogue,
  type StoredVersion,
  saveSectors,
  versionId,
  versionsOf,
} from './store.ts';

export interface ImportedCatalogue {
  /** New versions. */
  loaded: number;
  /** Older versions that they ended. */
  closed: number;
  /** Rows whose content was there already. */
  unchanged: number;
}

export interface ImportCircumstances {
  at: Date;
  /** One entry per procedure that changed. */
  record(entry: RecordEntry): Promise<void>;
  /**
   * What a row means that has another content than the version of the same code and day: wrong, or the row of a newer
   * shipped catalogue, which never overrides what is in use.
   */
  sameDay: 'refuse' | 'keep';
}

/**
 * Loads a catalogue into the province: all of it, or nothing and every fault named. A newer version ends the one
 * before it on its first day; the same content again changes nothing.
 */
export async function importCatalogue(
  tx: Tx,
  input: CatalogueInput,
  { at, record, sameDay }: ImportCircumstances,
): Promise<ImportedCatalogue> {
  await lockCatalogue(tx);
  const ground = await shippedGround();
  const sectors = new Map([...ground.sectors, ...(await loadSectors(tx)).map((s) => [s.code, s] as const)]);
  const known = groupByCode(await versionsOf(tx, codesOf(input)));
  const { versions, faults } = readCatalogue(input, { ...ground, sectors }, (code, day) =>
    versionOn(
      (known.get(code) ?? []).map((v) => v.procedure),
      day,
    ),
  );
  const loaded: ProcedureVersion[] = [];
  const ends = new Map<string, string>();
  let unchanged = 0;
  const oldestFirst = [...versions].sort((a, b) =>
    a.version.effectiveFrom < b.version.effectiveFrom ? -1 : 1,
  );
  for (const { version, whereIs } of oldestFirst) {
    const say = (text: string) =>
      faults.push({
        ...whereIs('/effectiveFrom'),
        found: version.effectiveFrom,
        text,
      } satisfies CatalogueFault);
    const others = known.get(version.code) ?? [];
    const same = others.find((other) => other.procedure.effectiveFrom === version.effectiveFrom);
    if (same !== undefined) {
      if (same.contentHash === contentHash(version) || sameDay === 'keep') unchanged++;
      else
        say(
          `thủ tục ${version.code} đã có phiên bản khác cùng có hiệu lực từ ngày này; phiên bản đã dùng thì không sửa, ghi ngày hiệu lực mới`,
        );
      continue;
    }
    // A shipped row that is older than what the province has loaded adds nothing.
    const newer = others.find((other) => other.procedure.effectiveFrom > version.effectiveFrom);
    if (newer !== undefined) {
      const from = newer.procedure.effectiveFrom;
      if (version.effectiveTo === null || version.effectiveTo > from) {
        if (sameDay === 'keep') unchanged++;
        else say(`thủ tục ${version.code} đã có phiên bản mới hơn, có hiệu lực từ ${from}`);
        continue;
      }
    }
    const before = others.findLast((other) => other.procedure.effectiveFrom < version.effectiveFrom);
    const end = before?.procedure.effectiveTo ?? null;
    if (before !== undefined && end === null) {
      before.procedure.effectiveTo = version.effectiveFrom;
      const fresh = loaded.find(
        (v) => v.code === version.code && v.effectiveFrom === before.procedure.effectiveFrom,
      );
      if (fresh === undefined) ends.set(before.id, version.effectiveFrom);
      else fresh.effectiveTo = version.effectiveFrom;
    } else if (end !== null && end > version.effectiveFrom) {
      say(
        `phiên bản trước của thủ tục ${version.code} còn hiệu lực đến ngày ${end}, hai phiên bản chồng nhau`,
      );
      continue;
    }
    const fresh = { ...version };
    loaded.push(fresh);
    others.push({
      id: versionId(version.code, version.effectiveFrom),
      procedure: fresh,
      contentHash: contentHash(version),
    });
    others.sort((a, b) => (a.procedure.effectiveFrom < b.procedure.effectiveFrom ? -1 : 1));
    known.set(version.code, others);
  }
  if (faults.length > 0)
    throw new Refusal('invalid', 'catalogue.faults', { count: faults.length, faults: sorted(faults) });

  await saveSectors(
    tx,
    input.sectors.length > 0
      ? input.sectors
      : [...sectors.values()].filter((s) => loaded.some((v) => v.sector === s.code)),
  );
  await closeVersions(
    tx,
    [...ends].map(([id, effectiveTo]) => ({ id, effectiveTo })),
  );
  await insertVersions(tx, loaded, input.origin, at);
  for (const version of loaded)
    await record({
      subjectKind: 'procedure',
      subjectId: version.code,
      change: {
        loaded: versionId(version.code, version.effectiveFrom),
        contentHash: contentHash(version),
        effectiveTo: version.effectiveTo,
        origin: input.origin,
        closed: [...ends.keys()].filter((id) => id.startsWith(`${version.code}@`)),
      },
    });
  return { loaded: loaded.length, closed: ends.size, unchanged };
}

/** The catalogue that the product ships. What a province has put in its place stays. */
export async function importShippedCatalogue(
  tx: Tx,
  provinceCode: string,
  circumstances: Pick<ImportCircumstances, 'at' | 'record'>,
): Promise<ImportedCatalogue> {
  return importCatalogue(tx, await shippedProcedures(provinceCode), { ...circumstances, sameDay: 'keep' });
}

function codesOf(input: CatalogueInput): string[] {
  const codes = input.rows.map((row) => (row.value as { code?: unknown } | null)?.code);
  return [...new Set(codes.filter((code) => typeof code === 'string'))];
}

function groupByCode(versions: StoredVersion[]): Map<string, StoredVersion[]> {
  return Map.groupBy(versions, (version) => version.procedure.code);
}

function sorted(faults: CatalogueFault[]): CatalogueFault[] {
  return [...faults].sort(
    (a, b) =>
      (a.sheet ?? '').localeCompare(b.sheet ?? '') ||
      (a.row ?? 0) - (b.row ?? 0) ||
      (a.column ?? '').localeCompare(b.column ?? ''),
  );
}
