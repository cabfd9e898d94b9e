/** Procedures this official received last: codes and names only, nobody's data. */
const LIMIT = 8;

export interface Used {
  code: string;
  name: string;
}

const nameOf = (officialId: string) => `haicap.desk.procedures.${officialId}`;

export function lastUsed(officialId: string): Used[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameOf(officialId)) ?? '[]');
    return Array.isArray(kept)
      ? (kept as Used[]).filter((one) => typeof one?.code === 'string').slice(0, LIMIT)
      : [];
  } catch {
    return [];
  }
}

export function remember(officialId: string, used: Used): void {
  const others = lastUsed(officialId).filter((one) => one.code !== used.code);
  try {
    localStorage.setItem(nameOf(officialId), JSON.stringify([used, ...others].slice(0, LIMIT)));
  } catch {
    // Only a convenience.
  }
}
