/**
 * Codes of the place of birth registration, first three digits of a personal id: the 63 provinces as they were when
 * the numbers were given (Circular 59/2021/TT-BCA, annex), which mergers do not change.
 */
const PLACES = new Set(
  `001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046
   048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096`.split(
    /\s+/,
  ),
);

export interface PersonalIdFacts {
  place: string;
  sex: 'male' | 'female';
  birthYear: number;
}

/** Digits only: people write spaces, dots and dashes. */
export function normaliseDigits(text: string): string {
  return text.replace(/[\s.\-–]/g, '');
}

/**
 * Reads a 12-digit personal id: three digits of place, one of century and sex, two of the birth year, six running.
 * Null when it cannot be one. Places from 100 up are countries of birth abroad; their list is longer and not checked.
 */
export function readPersonalId(text: string): PersonalIdFacts | null {
  const digits = normaliseDigits(text);
  if (!/^\d{12}$/.test(digits)) return null;
  const place = digits.slice(0, 3);
  if (!PLACES.has(place) && Number(place) < 100) return null;
  const century = Number(digits[3]);
  return {
    place,
    sex: century % 2 === 0 ? 'male' : 'female',
    birthYear: 1900 + 100 * Math.floor(century / 2) + Number(digits.slice(4, 6)),
  };
}

/** What is wrong with a personal id as typed, given the birth date and sex stated beside it; null when nothing. */
export function personalIdFault(
  text: string,
  stated: { birthDate?: string | null; sex?: 'male' | 'female' | null; today: string },
): 'length' | 'structure' | 'birth-year' | 'sex' | 'unborn' | null {
  if (!/^\d{12}$/.test(normaliseDigits(text))) return 'length';
  const facts = readPersonalId(text);
  if (facts === null) return 'structure';
  if (facts.birthYear > Number(stated.today.slice(0, 4))) return 'unborn';
  if (stated.birthDate && Number(stated.birthDate.slice(0, 4)) !== facts.birthYear) return 'birth-year';
  if (stated.sex && stated.sex !== facts.sex) return 'sex';
  return null;
}
