import { readPersonalId } from './personal-id.ts';

/** What the QR code of an identity card says of its holder. Days are legal days, YYYY-MM-DD. */
export interface IdentityCard {
  personalId: string;
  /** The nine-digit number from before; null when the card names none. */
  formerId: string | null;
  fullName: string;
  birthDate: string;
  sex: 'male' | 'female';
  /** Where the holder lives, as on the card: often still the commune and district of before. */
  address: string;
  issuedOn: string | null;
}

const SEXES: Readonly<Record<string, 'male' | 'female'>> = { nam: 'male', nữ: 'female', nu: 'female' };

/** DDMMYYYY, with or without slashes, as a legal day; null when there is no such day. */
function readDay(text: string): string | null {
  const [, day, month, year] = /^(\d{2})\/?(\d{2})\/?(\d{4})$/.exec(text) ?? [];
  if (day === undefined || month === undefined || year === undefined) return null;
  const iso = `${year}-${month}-${day}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}

/**
 * Reads what a scanner types from the QR code of a căn cước công dân or căn cước card: fields parted by '|', number,
 * former number (may be empty; some cards and readers leave the field out), name, birth day, sex, address, day of issue;
 * newer cards append fields that are passed over. null when it is not such a text, or number and birth year contradict
 * each other, as when the scanner lost a letter.
 */
export function readIdentityCard(text: string): IdentityCard | null {
  const parts = text
    .normalize('NFC')
    .split('|')
    .map((part) => part.trim().replace(/\s+/g, ' '));
  const [personalId = '', second = ''] = parts;
  const facts = /^\d{12}$/.test(personalId) ? readPersonalId(personalId) : null;
  if (facts === null) return null;
  const hasFormer = second === '' || /^[\d\s]{9,12}$/.test(second);
  const [fullName = '', born = '', sexWord = '', address = '', issued = ''] = parts.slice(hasFormer ? 2 : 1);
  const birthDate = readDay(born);
  const sex = SEXES[sexWord.toLowerCase()];
  if (fullName === '' || /\d/.test(fullName) || birthDate === null || sex === undefined || address === '')
    return null;
  if (Number(birthDate.slice(0, 4)) !== facts.birthYear || sex !== facts.sex) return null;
  return {
    personalId,
    formerId: hasFormer && second !== '' ? second.replace(/\s/g, '') : null,
    fullName,
    birthDate,
    sex,
    address,
    issuedOn: readDay(issued),
  };
}
