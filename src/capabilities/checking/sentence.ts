/** Positions where the sentences of a text end (one past the stop). Abbreviations and numbers do not end a sentence. */
export function sentenceEnds(text: string): number[] {
  const ends: number[] = [];
  const re = /[.!?…](?=["”’)\]]?\s+["“([]?[\p{Lu}\d+•-])/gu;
  for (let m = re.exec(text); m !== null; m = re.exec(text)) {
    const before = text.slice(Math.max(0, m.index - 6), m.index);
    if (
      m[0] === '.' &&
      /(?:^|[\s(])(?:TP|Tp|đ|v\.v|Tr|Th|P|Q|TX|TT|PGS|TS|ThS|Mr|KT|TM|TL|TUQ|Q|st|stt|\p{Lu})$/u.test(before)
    )
      continue;
    ends.push(m.index + 1);
  }
  ends.push(text.length);
  return ends;
}

/** The sentence around position `at`: [from, to). */
export function sentenceAt(ends: number[], at: number): [number, number] {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) > at) high = middle;
    else low = middle + 1;
  }
  return [low === 0 ? 0 : (ends[low - 1] as number), ends[low] as number];
}
