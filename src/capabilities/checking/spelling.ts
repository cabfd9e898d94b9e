/** "Kẻ Sặt", "Kẽ Sắt" → "ke sat": letters without marks, so that spellings of one name fall together. */
export function skeleton(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/gu, '')
    .replace(/[đĐ]/gu, 'd')
    .toLowerCase();
}

const OLD: [RegExp, string][] = [
  [/o([àáảãạ])(?!\p{L})/giu, 'oa'],
  [/o([èéẻẽẹ])(?!\p{L})/giu, 'oe'],
  [/u([ỳýỷỹỵ])(?!\p{L})/giu, 'uy'],
];
const TONES = ['\u0300', '\u0301', '\u0309', '\u0303', '\u0323'];

/** Hoà = Hòa, Uỷ = Ủy, Thuý = Thúy: two accepted places for one tone mark. */
export function sameTone(text: string): string {
  let out = text.normalize('NFC').toLowerCase();
  for (const [pattern, pair] of OLD) {
    out = out.replace(pattern, (_m, vowel: string) => {
      const marks = vowel.normalize('NFD');
      const tone = TONES.find((t) => marks.includes(t)) ?? '';
      return ((pair[0] ?? '') + tone).normalize('NFC') + (pair[1] ?? '');
    });
  }
  return out;
}
