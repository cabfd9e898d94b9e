/** Who has a report open just now, and at which section. In memory only: whoever is gone for half a minute is gone. */
const GONE_AFTER = 30_000;

interface Here {
  name: string;
  section: string | null;
  seen: number;
}

const present = new Map<string, Map<string, Here>>();

/** Notes that somebody is here, and tells who else is. */
export function beHere(
  reportId: string,
  who: { id: string; name: string; section: string | null },
  at: Date,
): { name: string; section: string | null }[] {
  const here = present.get(reportId) ?? new Map<string, Here>();
  present.set(reportId, here);
  here.set(who.id, { name: who.name, section: who.section, seen: at.getTime() });
  for (const [id, one] of here) if (one.seen < at.getTime() - GONE_AFTER) here.delete(id);
  for (const [id, list] of present)
    if ([...list.values()].every((one) => one.seen < at.getTime() - GONE_AFTER)) present.delete(id);
  return [...here]
    .filter(([id]) => id !== who.id)
    .map(([, { name, section }]) => ({ name, section }))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'));
}
