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

/** Who has given exactly this telephone, by name; more than twenty are nobody's family. */
export async function personsOfPhone(
  tx: Tx,
  phone: string,
): Promise<Pick<Person, 'id' | 'kind' | 'fullName' | 'personalId' | 'taxCode' | 'birthDate'>[]> {
  const { rows } = await tx.query<PersonRow>(
    `select ${COLUMNS} from persons where phone = $1 order by name_folded, id limit 20`,
    [phone],
  );
  return rows.map((row) => {
    const { id, kind, fullName, personalId, taxCode, birthDate } = fromRow(row);
    return { id, kind, fullName, personalId, taxCode, birthDate };
  });
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

export interface DutyAt {
  officialId: string;
  name: string;
  title: string;
  role: string;
}

/** Who is charged with what in an agency on a legal day. */
export async function dutiesAt(tx: Tx, agencyId: string, on: string): Promise<DutyAt[]> {
  const { rows } = await tx.query<{ official_id: string; full_name: string; title: string; role: string }>({
    name: 'duties-at',
    text: `select d.official_id, o.full_name, o.title, d.role from duties d join officials o on o.id = d.official_id
           where d.agency_id = $1 and d.valid_from <= $2 and (d.valid_to is null or d.valid_to > $2)
           order by o.full_name, d.role`,
    values: [agencyId, on],
  });
  return rows.map((row) => ({
    officialId: row.official_id,
    name: row.full_name,
    title: row.title,
    role: row.role,
  }));
}

/** Every role that anybody holds on a legal day, and where: for whoever must know that it is held at all. */
export async function rolesHeld(
  tx: Tx,
  on: string,
): Promise<{ role: string; agencyId: string; bodyId: string }[]> {
  const { rows } = await tx.query<{ role: string; agency_id: string; body_id: string }>(
    `select distinct role, agency_id, body_id from duties
     where valid_from <= $1 and (valid_to is null or valid_to > $1)`,
    [on],
  );
  return rows.map((row) => ({ role: row.role, agencyId: row.agency_id, bodyId: row.body_id }));
}

export interface Appointment {
  officialId: string;
  fullName: string;
  title: string;
  accountName: string;
  passwordHash: string | null;
  role: string;
  agencyId: string;
  bodyId: string;
  from: string;
  demo: boolean;
}

/** Officials with their accounts and one duty each, many at once; those whose account name exists are left alone. */
export async function appoint(tx: Tx, appointments: readonly Appointment[]): Promise<number> {
  const column = <K extends keyof Appointment>(key: K) => appointments.map((one) => one[key]);
  const { rows } = await tx.query<{ id: string }>(
    `insert into officials (id, full_name, title, demo)
     select n.id, n.full_name, n.title, n.demo from unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::text[])
       as n (id, full_name, title, demo, account)
     where not exists (select from accounts a where a.name = n.account)
     on conflict (id) do nothing returning id`,
    [column('officialId'), column('fullName'), column('title'), column('demo'), column('accountName')],
  );
  const made = rows.map((row) => row.id);
  await tx.query(
    `insert into accounts (id, name, password_hash, official_id)
     select 'account:' || n.id, n.account, n.hash, n.id from unnest($1::text[], $2::text[], $3::text[]) as n (id, account, hash)
     where n.id = any($4::text[])`,
    [column('officialId'), column('accountName'), column('passwordHash'), made],
  );
  await tx.query(
    `insert into duties (id, official_id, role, agency_id, body_id, valid_from)
     select n.id || ':' || n.role || ':' || n.agency, n.id, n.role, n.agency, n.body, n.from_day
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[]) as n (id, role, agency, body, from_day)
     where n.id = any($6::text[])`,
    [column('officialId'), column('role'), column('agencyId'), column('bodyId'), column('from'), made],
  );
  return made.length;
}

/** Gives a citizen an account; false when the name is taken or the citizen has one already. */
export async function openCitizenAccount(
  tx: Tx,
  account: { personId: string; name: string; passwordHash: string | null },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into accounts (id, name, password_hash, person_id) values ('account:' || $1, $2, $3, $1) on conflict do nothing`,
    [account.personId, account.name, account.passwordHash],
  );
  return rowCount === 1;
}

/**
 * Duties in agencies that have ended go on in those that took over, from a day on; answers which officials. A duty that
 * was to begin later simply begins there.
 */
export async function moveDuties(
  tx: Tx,
  moves: readonly { from: string; to: string; toBody: string }[],
  day: string,
  legalBasis: string,
): Promise<{ officialId: string; role: string; to: string }[]> {
  const values = [
    moves.map((move) => move.from),
    moves.map((move) => move.to),
    moves.map((move) => move.toBody),
    day,
    legalBasis,
  ];
  const MOVES = 'unnest($1::text[], $2::text[], $3::text[]) as m (old_id, new_id, body_id)';
  const { rows } = await tx.query<{ officialId: string; role: string; to: string }>(
    `insert into duties (id, official_id, role, agency_id, body_id, valid_from, valid_to, legal_basis)
     select d.id || '@' || $4::text, d.official_id, d.role, m.new_id, m.body_id, greatest(d.valid_from, $4::date), d.valid_to, $5
     from duties d join ${MOVES} on m.old_id = d.agency_id where d.valid_to is null or d.valid_to > $4::date
     on conflict (id) do nothing
     returning official_id as "officialId", role, agency_id as "to"`,
    values,
  );
  await tx.query('delete from duties where agency_id = any($1) and valid_from >= $2::date', [values[0], day]);
  await tx.query(
    'update duties set valid_to = $2::date where agency_id = any($1) and (valid_to is null or valid_to > $2::date)',
    [values[0], day],
  );
  return rows;
}

/** How many duties are held in these agencies on a legal day, or will be. */
export async function countDuties(tx: Tx, agencyIds: readonly string[], on: string): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    'select count(*) as count from duties where agency_id = any($1) and (valid_to is null or valid_to > $2)',
    [agencyIds, on],
  );
  return rows[0]?.count ?? 0;
}

/** How many persons are known to live in these units. */
export async function countPersonsIn(tx: Tx, unitCodes: readonly string[]): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    'select count(*) as count from persons where unit_code = any($1)',
    [unitCodes],
  );
  return rows[0]?.count ?? 0;
}

/** The persons who are known to live in these units. */
export async function personsIn(tx: Tx, unitCodes: readonly string[]): Promise<Person[]> {
  const { rows } = await tx.query<PersonRow>(
    `select ${COLUMNS} from persons where unit_code = any($1) order by id for update`,
    [unitCodes],
  );
  return rows.map(fromRow);
}

/** Says for many persons at once in which unit of today they live; the address as they wrote it stays. */
export async function moveHomes(
  tx: Tx,
  homes: readonly { id: string; unitCode: string }[],
  at: Date,
): Promise<void> {
  await tx.query(
    `update persons p set unit_code = n.unit_code, updated_at = $3
     from unnest($1::text[], $2::text[]) as n (id, unit_code) where p.id = n.id`,
    [homes.map((home) => home.id), homes.map((home) => home.unitCode), at],
  );
}
