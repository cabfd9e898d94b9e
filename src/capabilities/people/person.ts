/** An applicant as the platform knows it: once each, by personal id or tax code. */
export interface Person {
  id: string;
  kind: 'citizen' | 'organisation';
  fullName: string;
  personalId: string | null;
  taxCode: string | null;
  birthDate: string | null;
  sex: 'male' | 'female' | null;
  phone: string | null;
  email: string | null;
  address: string | null;
  unitCode: string | null;
}

/** The one change a person's chain holds: the facts as they are from now on. */
export interface PersonChange {
  type: 'person-stated';
  person: Omit<Person, 'id'>;
}

/** The person after these changes; the record alone gives it back. */
export function personFrom(id: string, changes: unknown[]): Person | null {
  let person: Person | null = null;
  for (const change of changes as PersonChange[]) {
    if (change.type === 'person-stated') person = { id, ...change.person };
  }
  return person;
}

/** Names as they should be printed: NFC, one space between words; what is typed in capitals stays. */
export function tidyName(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** A Vietnamese phone number as digits with its leading zero, or null when it cannot be one. */
export function readPhone(text: string): string | null {
  const digits = text.replace(/[\s.\-–()]/g, '').replace(/^\+?84/, '0');
  return /^0\d{9,10}$/.test(digits) ? digits : null;
}
