import { randomUUID } from 'node:crypto';
import type { Circumstances } from '../../kernel/act.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { Person, PersonChange } from './person.ts';

interface PersonRow {
  id: string;
  kind: Person['kind'];
  full_name: string;
  personal_id: string | null;
  tax_code: string | null;
  birth_date: string | null;
  sex: Person['sex'];
  phone: string | null;
  email: string | null;
  address: string | null;
  unit_code: string | null;
}

const COLUMNS =
  'id, kind, full_name, personal_id, tax_code, birth_date, sex, phone, email, address, unit_code';

function fromRow(row: PersonRow): Person {
  return {
    id: row.id,
    kind: row.kind,
    fullName: row.full_name,
    personalId: row.personal_id,
    taxCode: row.tax_code,
    birthDate: row.birth_date,
    sex: row.sex,
    phone: row.phone,
    email: row.email,
    address: row.address,
    unitCode: row.unit_code,
  };
}

export async function findPerson(
  tx: Tx,
  by: { personalId?: string | null; taxCode?: string | null },
): Promise<Person | null> {
  const { rows } = by.personalId
    ? await tx.query<PersonRow>(`select ${COLUMNS} from persons where personal_id = $1`, [by.personalId])
    : await tx.query<PersonRow>(`select ${COLUMNS} from persons where tax_code = $1`, [by.taxCode ?? '']);
  return rows[0] === undefined ? null : fromRow(rows[0]);
}

export async function getPerson(tx: Tx, id: string): Promise<Person | null> {
  const { rows } = await tx.query<PersonRow>(`select ${COLUMNS} from persons where id = $1`, [id]);
  return rows[0] === undefined ? null : fromRow(rows[0]);
}

/**
 * The person with this id or tax code, made or brought up to date with what is stated now. What is not stated stays
 * as it was; nothing is recorded when nothing changes.
 */
export async function statePerson(
  tx: Tx,
  stated: Omit<Person, 'id'> & { demo?: boolean },
  now: Circumstances,
): Promise<Person> {
  const known = await findPerson(tx, stated);
  const { demo, ...facts } = stated;
  const id = known?.id ?? randomUUID();
  const person: Person = known === null ? { id, ...facts } : { ...known };
  if (known !== null) {
    for (const [key, value] of Object.entries(facts))
      if (value !== null && value !== '') Object.assign(person, { [key]: value });
    if (JSON.stringify(person) === JSON.stringify(known)) return known;
  }
  const values = [
    person.id,
    person.kind,
    person.fullName,
    person.personalId,
    person.taxCode,
    person.birthDate,
    person.sex,
    person.phone,
    person.email,
    person.address,
    person.unitCode,
    demo ?? false,
    now.at,
  ];
  if (known === null) {
    const made = await tx.query(
      `insert into persons (${COLUMNS}, demo, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict do nothing`,
      values,
    );
    // Two counters met the same new applicant at the same moment: the other one's row is the person.
    if (made.rowCount === 0) return statePerson(tx, stated, now);
  } else {
    await tx.query(
      `update persons set kind = $2, full_name = $3, personal_id = $4, tax_code = $5, birth_date = $6, sex = $7, phone = $8,
         email = $9, address = $10, unit_code = $11, demo = demo and $12, updated_at = $13 where id = $1`,
      values,
    );
  }
  const { id: _, ...change } = person;
  await now.record({
    subjectKind: 'person',
    subjectId: person.id,
    change: { type: 'person-stated', person: change } satisfies PersonChange,
    onBehalfOf: person.id,
  });
  return person;
}
