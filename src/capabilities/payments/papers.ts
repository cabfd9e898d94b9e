import { Type } from 'typebox';
import { Refusal } from '../../kernel/refusal.ts';
import type { FileRoute } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import { renderCashBook, renderPaymentReceipt } from '../../outside/pdf/papers.ts';
import { legalDay } from '../calendar/index.ts';
import { seenDossier } from '../dossiers/index.ts';
import { getPerson } from '../people/index.ts';
import { findAgenciesById, findUnit } from '../units/index.ts';
import { amountInWords, receiptNumber, WAY_NAMES } from './money.ts';
import { findReceipt } from './store.ts';
import { bookPlace, dayOfCentre, shownFee, shownMove } from './views.ts';

async function letterheadOf(tx: Tx, centreId: string, number: string, issuedAt: Date) {
  const agencies = await findAgenciesById(tx, [centreId]);
  const centre = agencies.get(centreId);
  if (centre === undefined) throw new Refusal('missing', 'agency.unknown');
  const body = (await findAgenciesById(tx, [centre.bodyId])).get(centre.bodyId);
  return {
    above: centre.id === centre.bodyId ? null : (body?.name ?? null),
    issuer: centre.name,
    number,
    place: (await findUnit(tx, centre.unitCode, legalDay(issuedAt)))?.name ?? '',
    issuedAt,
    demo: centre.contactInvented,
  };
}

const timeOf = (at: string) => new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(11, 16);
const dayWords = (day: string) => day.split('-').reverse().join('/');

export const paperRoutes: FileRoute[] = [
  {
    method: 'GET',
    path: '/api/payments/receipts/:id.pdf',
    name: 'payments.print-receipt',
    summary: 'A receipt for fees, A5; a void one says so across it.',
    input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
    async run(tx, actor, input) {
      const receipt = await findReceipt(tx, input.id ?? '');
      const [first] = receipt?.lines ?? [];
      if (receipt === null || first === undefined) throw new Refusal('missing', 'receipt.unknown');
      // Whoever may see one of its dossiers may see it: they are all of one person.
      const dossier = await seenDossier(tx, actor, first.dossierId);
      const codes = new Map<string, string>([[dossier.id, dossier.code ?? dossier.trackingCode]]);
      const { rows } = await tx.query<{ id: string; code: string }>(
        'select id, coalesce(code, tracking_code) as code from dossiers where id = any($1)',
        [[...new Set(receipt.lines.map((line) => line.dossierId))]],
      );
      for (const row of rows) codes.set(row.id, row.code);
      const person = await getPerson(tx, dossier.applicantId);
      const number = receiptNumber(receipt.series, receipt.number);
      const bytes = await renderPaymentReceipt({
        ...(await letterheadOf(tx, receipt.centreId, number, receipt.at)),
        payer: receipt.payerName,
        personalId: person?.personalId ?? person?.taxCode ?? null,
        lines: receipt.lines.map((line) => ({
          name: line.name,
          why: line.why,
          code: codes.get(line.dossierId) ?? '',
          amount: line.amount,
        })),
        total: receipt.amount,
        inWords: amountInWords(receipt.amount),
        way: WAY_NAMES[receipt.way],
        orderId: receipt.orderId,
        voided: receipt.voidedReason,
        cashier: {
          authority: null,
          title: receipt.way === 'cash' ? 'NGƯỜI THU TIỀN' : 'THU TRỰC TUYẾN',
          name: receipt.cashierName ?? '',
          signed: receipt.way === 'cash' ? null : 'Biên lai điện tử, không cần chữ ký',
        },
      });
      return { type: 'application/pdf', name: `bien-lai-${number}.pdf`, disposition: 'inline', bytes };
    },
  },
  {
    method: 'GET',
    path: '/api/payments/cash-book/:day.pdf',
    name: 'payments.see-cash-book',
    summary: 'The cash book of a day, A4.',
    input: Type.Object(
      { day: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }) },
      { additionalProperties: false },
    ),
    async run(tx, actor, input, at) {
      const day = input.day ?? '';
      const place = await bookPlace(tx, actor);
      const { books, moves, fees } = await dayOfCentre(tx, place.centreIds, day, place.cashierId);
      if (books.length === 0 && moves.length === 0) throw new Refusal('missing', 'cash-book.none');
      const bytes = await renderCashBook({
        ...(await letterheadOf(tx, place.centreId, `${dayWords(day)}-SQ`, at)),
        day: dayWords(day),
        books: books.map((one) => {
          const mine = moves.filter((move) => move.cashierId === one.cashierId);
          const moved = mine.reduce((sum, move) => sum + move.amount, 0);
          return {
            cashier: one.cashierName,
            opening: one.opening,
            expected: one.expected ?? one.opening + moved,
            counted: one.counted,
            difference: one.counted === null ? null : one.counted - (one.expected ?? 0),
            reason: one.differenceReason,
            closed: one.closedAt === null ? null : timeOf(one.closedAt.toISOString()),
            moves: mine.map(shownMove).map((move) => ({
              time: timeOf(move.at),
              number: move.number ?? '',
              name: move.payerName,
              what: move.note === null ? move.kindName : `${move.kindName}: ${move.note}`,
              amount: move.amount,
            })),
          };
        }),
        online: moves
          .filter((move) => move.way === 'online')
          .map(shownMove)
          .map((move) => ({
            time: timeOf(move.at),
            number: move.number ?? '',
            name: move.payerName,
            what: move.note === null ? move.kindName : `${move.kindName}: ${move.note}`,
            amount: move.amount,
          })),
        fees: fees.map(shownFee).map((fee) => ({
          name: fee.name,
          channel: fee.channelName,
          way: fee.wayName,
          count: fee.count,
          amount: fee.amount,
        })),
        cashier: {
          authority: null,
          title: books.length === 1 ? 'NGƯỜI GIỮ QUỸ' : 'NGƯỜI LẬP',
          name: books.length === 1 ? (books[0]?.cashierName ?? '') : actor.name,
          signed: null,
        },
      });
      return { type: 'application/pdf', name: `so-quy-${day}.pdf`, disposition: 'inline', bytes };
    },
  },
];
