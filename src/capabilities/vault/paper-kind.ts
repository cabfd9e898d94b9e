/** A kind of paper that the vault knows; `months` is how long one holds from its day of issue. */
export interface PaperKind {
  code: string;
  name: string;
  words: string[];
  months?: number;
  /** The law that sets `months`. */
  basis?: string;
}

export interface PaperKinds {
  /** How the names of forms begin: made anew for each filing, so never offered again. */
  formsBegin: string[];
  kinds: PaperKind[];
}

/** A name as kinds are looked for in it: small letters without marks, words with one space between them. */
export function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/đ/g, 'd')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

export function isForm(name: string, { formsBegin }: PaperKinds): boolean {
  const plain = `${plainName(name)} `;
  return formsBegin.some((begin) => plain.startsWith(begin));
}

/** Every kind that a component would take; a component may name several that serve as well. */
export function kindsIn(name: string, catalogue: PaperKinds): PaperKind[] {
  if (isForm(name, catalogue)) return [];
  const plain = plainName(name);
  return catalogue.kinds.filter((kind) => kind.words.some((words) => plain.includes(words)));
}

/** What a paper of this name is; null when its name could be several kinds, or none that is known. */
export function kindOf(name: string, catalogue: PaperKinds): PaperKind | null {
  const [kind, ...others] = kindsIn(name, catalogue);
  return kind === undefined || others.length > 0 ? null : kind;
}

/** The first day on which a paper issued on `day` no longer holds; the month's last day where it has no such day. */
export function endOfValidity(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  last.setUTCDate(Math.min(date, last.getUTCDate()));
  return last.toISOString().slice(0, 10);
}
