/** A number that somebody typed where a figure is known, and which is not that figure. */
export interface Contradiction {
  figure: string;
  /** Within the block's plain text. */
  start: number;
  end: number;
  typed: number;
  /** What was counted. */
  counted: number;
}

/** How far behind the words the number may stand: " là ", " (mới): ". */
const NEAR = 24;

/**
 * Typed numbers that contradict a counted figure. `runs` are the texts of one paragraph with, for figures, what they
 * print; a number is judged only where it was typed and stands right behind words that name one figure alone.
 */
export function contradictions(
  runs: readonly { text: string; typed: boolean }[],
  watched: readonly { figure: string; words: readonly string[] }[],
  valuesOf: (figure: string) => readonly (number | null)[],
): Contradiction[] {
  const text = runs.map((run) => run.text).join('');
  const low = text.toLowerCase();
  const typedAt = (start: number) => {
    let at = 0;
    for (const run of runs) {
      if (start < at + run.text.length) return run.typed;
      at += run.text.length;
    }
    return false;
  };
  const found: Contradiction[] = [];
  const judged = new Set<number>();
  // Longer words first: "đã giải quyết quá hạn" must not be read as "đã giải quyết".
  const phrases = watched
    .flatMap(({ figure, words }) => words.map((word) => ({ figure, word: word.toLowerCase() })))
    .sort((a, b) => b.word.length - a.word.length);
  for (const { figure, word } of phrases)
    for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + 1)) {
      const from = at + word.length;
      const match = /^([^\d.;\n]{0,24}?)(\d{1,3}(?:\.\d{3})+|\d+)(?![\d/,%.]*[/%\d])/.exec(
        text.slice(from, from + NEAR + 14),
      );
      if (match === null) continue;
      const start = from + (match[1]?.length ?? 0);
      if (judged.has(start)) continue;
      judged.add(start);
      const digits = match[2] ?? '';
      const typed = Number(digits.replaceAll('.', ''));
      const values = valuesOf(figure).filter((value) => value !== null);
      const counted = values[0];
      // A day, a year or another unit is no count of dossiers.
      const behind = text.slice(start + digits.length, start + digits.length + 12);
      if (counted === undefined || !typedAt(start) || !/^\s*(hồ sơ|trường hợp|[,;.)]|$)/.test(behind))
        continue;
      if (!values.includes(typed)) found.push({ figure, start, end: start + digits.length, typed, counted });
    }
  return found.sort((a, b) => a.start - b.start);
}
