import { normaliseDigits, readPersonalId } from './personal-id.ts';

const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/**
 * Ten digits, the tenth computed from the nine before (weighted sum modulo 11), or thirteen for a dependent unit; a
 * household business may use its owner's personal id since 1 July 2025 (Circular 86/2024/TT-BTC).
 */
export function isTaxCode(text: string): boolean {
  // A dash belongs before the last three digits only: "0100109106-01" is not twelve digits of a personal id.
  if (/[-–]/.test(text) && !/^\D*(\d[\s.]*){10}[-–]\s*\d{3}\s*$/.test(text)) return false;
  const digits = normaliseDigits(text);
  if (digits.length === 12) return readPersonalId(digits) !== null;
  if (!/^\d{10}(\d{3})?$/.test(digits)) return false;
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
  // A remainder of 0 would give 10, which no digit is: such numbers are not issued.
  return 10 - (sum % 11) === Number(digits[9]);
}
