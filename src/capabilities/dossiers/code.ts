/** How a dossier code is made on a given day: rules are dated, and an issued code never changes. */
interface CodeRule {
  from: string;
  make(parts: { agencyCode: string; day: string; serial: number }): string;
}

/** Newest last. A new circular adds a rule here; codes that were given stay as they are. */
const RULES: CodeRule[] = [
  // Circular 03/2025/TT-VPCP art. 13: {agency}-{YYMMDD}-{XXXX}, the order of the day in four digits or more.
  {
    from: '2025-07-01',
    make: ({ agencyCode, day, serial }) =>
      `${agencyCode}-${day.slice(2, 4)}${day.slice(5, 7)}${day.slice(8, 10)}-${String(serial).padStart(4, '0')}`,
  },
];

export function dossierCode(parts: { agencyCode: string; day: string; serial: number }): string {
  const rule = RULES.findLast((candidate) => candidate.from <= parts.day);
  if (rule === undefined) throw new RangeError(`no dossier code rule for ${parts.day}`);
  return rule.make(parts);
}

/** Letters and digits that are not mistaken for each other on paper or by telephone. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A tracking code from random bytes: XXXX-XXXX-XXXX, about 58 bits, not to be guessed. */
export function trackingCode(bytes: Uint8Array): string {
  const letters = Array.from(bytes.slice(0, 12), (byte) => ALPHABET[byte % ALPHABET.length] ?? '2').join('');
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8, 12)}`;
}

/** A code as people type it: spaces, lower case, no dashes in a tracking code. */
export function readCode(text: string): string {
  const tight = text.normalize('NFC').replace(/\s+/g, '').toUpperCase();
  return /^[0-9A-Z]{12}$/.test(tight) ? `${tight.slice(0, 4)}-${tight.slice(4, 8)}-${tight.slice(8)}` : tight;
}
