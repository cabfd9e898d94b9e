import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import { invalid, Refusal } from '../../kernel/refusal.ts';
import { type FileRoute, view } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import { moment, renderDossierBook } from '../../outside/pdf/papers.ts';
import { addDays, instantOf, legalDay } from '../calendar/index.ts';
import { findSector, isDay } from '../procedures/index.ts';
import { findAgenciesById, findUnit } from '../units/index.ts';
import type { Dossier } from './dossier.ts';
import { scopeOf } from './scope.ts';

const Maybe = Type.Union([Type.String(), Type.Null()]);
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Asked = {
  from: Day,
  /** The last day of the period, itself in it. */
  to: Day,
  centre: Type.Optional(Type.String({ maxLength: 35 })),
  sector: Type.Optional(Type.String({ maxLength: 64 })),
};

const BookRow = Type.Object({
  number: Type.Integer(),
  /** Null in a row whose code was taken back: the dossier lives on under another, or under none. */
  id: Maybe,
  code: Type.String(),
  procedureName: Type.String(),
  applicantName: Type.String(),
  address: Maybe,
  phone: Maybe,
  agencyName: Type.String(),
  receivedAt: Type.String(),
  dueAt: Maybe,
  returnedAt: Maybe,
  /** How it was or is to be handed over. */
  returnBy: Type.String(),
  receivedBy: Maybe,
  state: Type.String(),
  voided: Type.Union([
    Type.Object({ at: Type.String(), byName: Type.String(), reason: Type.String() }),
    Type.Null(),
  ]),
});

interface BookOf {
  centre: { id: string; bodyId: string; name: string; unitCode: string; demo: boolean };
  from: Date;
  to: Date;
  sector: string | null;
}

/** The book that is asked for: a centre within the official's reach, over whole legal days. */
async function bookAsked(
  tx: Tx,
  actor: Actor,
  input: { from: string; to: string; centre?: string; sector?: string },
): Promise<BookOf> {
  for (const key of ['from', 'to'] as const)
    if (!isDay(input[key])) throw invalid('input.invalid', { path: `/${key}`, code: 'date.impossible' });
  if (input.to < input.from || input.to > addDays(input.from, 366))
    throw invalid('input.invalid', { path: '/to', code: 'date.order' });
  const scope = scopeOf(actor, 'dossiers.see-book');
  const own =
    actor.kind === 'official'
      ? actor.duties.find((duty) => duty.role === 'receptionist')?.agencyId
      : undefined;
  const { rows } = await tx.query<{ id: string; body_id: string }>(
    `select id, body_id from agencies where kind = 'centre' and ($1::text is null or id = $1)
       and ($2::boolean or body_id = any($3::text[])) order by id limit 1`,
    [input.centre ?? own ?? null, scope.province, scope.bodyIds],
  );
  const id = rows[0]?.id;
  const centre = id === undefined ? undefined : (await findAgenciesById(tx, [id])).get(id);
  if (centre === undefined) throw new Refusal('missing', 'agency.unknown');
  return {
    centre: {
      id: centre.id,
      bodyId: centre.bodyId,
      name: centre.name,
      unitCode: centre.unitCode,
      demo: centre.contactInvented,
    },
    from: instantOf(input.from, 0),
    to: instantOf(addDays(input.to, 1), 0),
    sector: input.sector ?? null,
  };
}

/** The rows of a book in the order of receipt, from the `offset`-th on: received dossiers, and codes taken back. */
async function rowsOfBook(tx: Tx, book: BookOf, offset: number, limit: number) {
  const { rows } = await tx.query<{
    code: string;
    id: string;
    body: Dossier;
    received_at: Date;
    voided_at: Date | null;
    by_name: string | null;
    reason: string | null;
  }>(
    `select b.*, d.body from (
       select code, id, received_at, null::timestamptz as voided_at, null as by_name, null as reason from dossiers
       where centre_id = $1 and received_at >= $2 and received_at < $3 and ($4::text is null or sector = $4)
       union all
       select code, dossier_id, received_at, voided_at, by_name, reason from voided_codes
       where centre_id = $1 and received_at >= $2 and received_at < $3 and ($4::text is null or sector = $4)
       order by received_at, code offset $5 limit $6
     ) b join dossiers d on d.id = b.id order by b.received_at, b.code`,
    [book.centre.id, book.from, book.to, book.sector, offset, limit],
  );
  const agencies = await findAgenciesById(tx, [...new Set(rows.map((row) => row.body.competentBodyId))]);
  return rows.map(({ body: dossier, ...row }, place) => {
    const voided =
      row.voided_at === null
        ? null
        : { at: row.voided_at.toISOString(), byName: row.by_name ?? '', reason: row.reason ?? '' };
    return {
      number: offset + place + 1,
      id: voided === null ? row.id : null,
      code: row.code,
      procedureName: dossier.procedureName,
      applicantName: dossier.applicantName,
      address: dossier.contact.address,
      phone: dossier.contact.phone,
      agencyName: agencies.get(dossier.competentBodyId)?.name ?? dossier.competentBodyId,
      receivedAt: row.received_at.toISOString(),
      dueAt: dossier.dueAt ?? dossier.dueAtEnd,
      returnedAt: dossier.returnedAt,
      returnBy: dossier.returned?.by ?? dossier.returnBy,
      receivedBy: dossier.returned?.receivedBy ?? null,
      state: dossier.state,
      voided,
    };
  });
}

async function countBook(tx: Tx, book: BookOf): Promise<{ total: number; voided: number }> {
  const { rows } = await tx.query<{ received: number; voided: number }>(
    `select (select count(*) from dossiers where centre_id = $1 and received_at >= $2 and received_at < $3
         and ($4::text is null or sector = $4)) as received,
       (select count(*) from voided_codes where centre_id = $1 and received_at >= $2 and received_at < $3
         and ($4::text is null or sector = $4)) as voided`,
    [book.centre.id, book.from, book.to, book.sector],
  );
  const { received = 0, voided = 0 } = rows[0] ?? {};
  return { total: received + voided, voided };
}

export const seeBook = view({
  name: 'dossiers.see-book',
  summary:
    'Form 07: the book of dossiers of a centre, in the order of receipt, with codes that were taken back.',
  input: Type.Object(
    {
      ...Asked,
      offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    centre: Type.Object({ id: Type.String(), name: Type.String() }),
    items: Type.Array(BookRow),
    total: Type.Integer(),
    voided: Type.Integer(),
    sectors: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
  }),
  async run(tx, actor, input) {
    const book = await bookAsked(tx, actor, input);
    const { rows: sectors } = await tx.query<{ code: string; name: string }>(
      `select code, name from sectors where code in (select sector from dossiers
         where centre_id = $1 and received_at >= $2 and received_at < $3) order by name`,
      [book.centre.id, book.from, book.to],
    );
    return {
      centre: { id: book.centre.id, name: book.centre.name },
      items: await rowsOfBook(tx, book, input.offset ?? 0, input.limit ?? 100),
      ...(await countBook(tx, book)),
      sectors,
    };
  },
  look: (output, input) => ({
    found: {
      words: `sổ ${input.from} - ${input.to}`,
      dossierIds: output.items.flatMap((item) => item.id ?? []),
    },
  }),
});

const WAYS: Readonly<Record<string, string>> = { counter: 'Tại quầy', post: 'Bưu chính', online: 'Điện tử' };
/** More than this is printed in parts. */
const MOST_ROWS = 10_000;

/** "10:30 20/11/2026" in Viet Nam. */
function short(iso: string | null): string {
  if (iso === null) return '';
  const at = new Date(new Date(iso).getTime() + 7 * 3_600_000).toISOString();
  return `${at.slice(11, 16)} ${dayInWords(at.slice(0, 10))}`;
}
const dayInWords = (day: string) => day.split('-').reverse().join('/');

export const printBook: FileRoute = {
  method: 'GET',
  path: '/api/book.pdf',
  name: 'dossiers.see-book',
  summary: 'Form 07 to be printed: A4 across.',
  input: Type.Object(Asked, { additionalProperties: false }),
  async run(tx, actor, input, at) {
    const asked = input as { from: string; to: string; centre?: string; sector?: string };
    const book = await bookAsked(tx, actor, asked);
    const rows = await rowsOfBook(tx, book, 0, MOST_ROWS + 1);
    if (rows.length > MOST_ROWS) throw new Refusal('too-large', 'book.too-long');
    const body = (await findAgenciesById(tx, [book.centre.bodyId])).get(book.centre.bodyId);
    const unit = await findUnit(tx, book.centre.unitCode, legalDay(at));
    const sector = book.sector === null ? null : await findSector(tx, book.sector);
    const bytes = await renderDossierBook({
      above: body?.name ?? null,
      issuer: book.centre.name,
      number: `${asked.from.replaceAll('-', '')}/STD-TTPVHCC`,
      place: unit?.name ?? '',
      issuedAt: at,
      demo: book.centre.demo,
      period:
        asked.from === asked.to
          ? `Ngày ${dayInWords(asked.from)}`
          : `Từ ngày ${dayInWords(asked.from)} đến ngày ${dayInWords(asked.to)}`,
      sector: sector?.name ?? null,
      rows: rows.map((row) => ({
        code: row.code,
        procedure: row.procedureName,
        applicant: row.applicantName,
        contact: [row.address, row.phone].filter(Boolean).join(', '),
        agency: row.agencyName,
        received: short(row.receivedAt),
        due: short(row.dueAt),
        returned: short(row.returnedAt),
        how: WAYS[row.returnBy] ?? row.returnBy,
        signed: row.receivedBy ?? '',
        voided:
          row.voided === null
            ? null
            : `Số đã huỷ lúc ${moment(new Date(row.voided.at))}, ${row.voided.byName}: ${row.voided.reason}`,
      })),
      signer: { authority: null, title: 'Lãnh đạo Trung tâm', name: '', signed: null },
    });
    return {
      type: 'application/pdf',
      name: `so-theo-doi-${asked.from}.pdf`,
      disposition: 'inline',
      bytes,
    };
  },
};
