import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { FileAnswer, FileRoute } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import {
  type Letterhead,
  moment,
  renderApologyLetter,
  renderControlSlip,
  renderErrorLetter,
  renderReceiptSlip,
  renderRefusalSlip,
  renderResultPaper,
  renderStopNotice,
  renderSupplementSlip,
} from '../../outside/pdf/papers.ts';
import { isLate, legalDay, loadCalendar, type Term } from '../calendar/index.ts';
import { getPerson, type Person } from '../people/index.ts';
import { getVersion } from '../procedures/index.ts';
import { type Agency, findAgenciesById, findUnit, formerNames } from '../units/index.ts';
import { answerableUntil } from './course.ts';
import { bodiesAt, type Dossier, nameOfOther, type StepVisit } from './dossier.ts';
import { getDossier } from './store.ts';
import { visibleDossier } from './views.ts';

const UNIT_WORDS: Record<Term['unit'], string> = {
  'working-day': 'ngày làm việc',
  'calendar-day': 'ngày',
  'working-hour': 'giờ làm việc',
  'same-day': 'trong ngày',
};

/** "03 ngày làm việc", "Trong ngày làm việc". */
export function termInWords(term: Term): string {
  if (term.unit === 'same-day') return 'Trong ngày làm việc';
  return `${String(term.value).replace('.', ',').padStart(2, '0')} ${UNIT_WORDS[term.unit]}`;
}

interface Around {
  dossier: Dossier;
  person: Person;
  centre: Agency;
  competent: Agency;
  names: (id: string) => string;
  /** Where a paper is signed: the unit of the centre, and of who decides. */
  places: { centre: string; competent: string };
}

/** Whom a paper of an instant names, as they were then: agencies may have been merged or renamed since. */
async function around(tx: Tx, dossier: Dossier, at: string): Promise<Around> {
  const then = bodiesAt(dossier, at);
  const day = legalDay(new Date(at));
  const ids = [
    then.centreId,
    then.competentBodyId,
    then.receivingBodyId,
    ...dossier.steps.map((step) => step.agencyId),
    ...dossier.parts.flatMap((part) => [part.agencyId, part.askedFrom]),
  ];
  if (dossier.step !== null) ids.push(dossier.step.agencyId);
  const agencies = await findAgenciesById(tx, [...new Set(ids)]);
  const formerly = await formerNames(tx, [...agencies.keys()]);
  for (const [id, agency] of agencies)
    agencies.set(id, { ...agency, name: formerly(id, day) ?? agency.name });
  const centre = agencies.get(then.centreId);
  const competent = agencies.get(then.competentBodyId);
  const person = await getPerson(tx, dossier.applicantId);
  if (centre === undefined || competent === undefined || person === null)
    throw new Refusal('missing', 'agency.unknown');
  const nameOfUnit = async (code: string) => (await findUnit(tx, code, day))?.name ?? '';
  return {
    dossier,
    person,
    centre,
    competent,
    names: (id) => agencies.get(id)?.name ?? id,
    places: { centre: await nameOfUnit(centre.unitCode), competent: await nameOfUnit(competent.unitCode) },
  };
}

function letterhead(
  a: Around,
  number: string,
  issuedAt: Date,
  by: 'centre' | 'competent' = 'centre',
): Letterhead {
  const issuer = by === 'centre' ? a.centre : a.competent;
  return {
    above: issuer.id === issuer.bodyId ? null : a.names(issuer.bodyId),
    issuer: issuer.name,
    number,
    place: a.places[by],
    issuedAt,
    demo: a.centre.contactInvented,
  };
}

const partyOf = (a: Around) => ({
  name: a.dossier.applicantName,
  personalId: a.person.personalId ?? a.person.taxCode,
  address: a.dossier.contact.address ?? a.person.address,
  phone: a.dossier.contact.phone ?? a.person.phone,
  email: a.dossier.contact.email ?? a.person.email,
});

const requestOf = (dossier: Dossier) => `${dossier.procedureName} (${dossier.procedureCode})`;
const serialOf = (dossier: Dossier) => (dossier.code ?? dossier.trackingCode).split('-').at(-1) ?? '';
/** "20/11/2026" in Viet Nam. */
const dayInWords = (at: Date) => legalDay(at).split('-').reverse().join('/');
const RETURN_WORDS = {
  counter: 'Tại nơi nộp hồ sơ',
  post: 'Qua dịch vụ bưu chính công ích',
  online: 'Trực tuyến',
} as const;

const pdf = (name: string, bytes: Uint8Array): FileAnswer => ({
  type: 'application/pdf',
  name,
  disposition: 'inline',
  bytes,
});

async function receiptSlip(tx: Tx, dossier: Dossier, publicUrl: string): Promise<Uint8Array> {
  if (dossier.code === null || dossier.receivedAt === null || dossier.term === null)
    throw new Refusal('conflict', 'dossier.state', { state: dossier.state });
  const a = await around(tx, dossier, dossier.receivedAt);
  const version = await getVersion(tx, dossier.procedureVersionId);
  const receivedAt = new Date(dossier.receivedAt);
  const receiver = dossier.steps[0];
  const reissue = reissueOf(dossier);
  const contact = dossier.representative;
  return renderReceiptSlip({
    ...letterhead(a, `${serialOf(dossier)}/TTPVHCC`, reissue === null ? receivedAt : new Date(reissue.at)),
    dossierCode: dossier.code,
    reissued: reissue?.words ?? null,
    applicant: partyOf(a),
    representative:
      contact === null
        ? null
        : {
            name: contact.fullName,
            personalId: contact.personalId,
            address: null,
            phone: contact.phone,
            email: null,
            paper: contact.authority,
          },
    request: requestOf(dossier),
    components: dossier.components
      .filter((one) => one.originals + one.copies + one.paperIds.length > 0)
      .map((one) => ({
        name:
          version?.procedure.components.find((component) => component.key === one.key)?.name ??
          nameOfOther(one.key),
        quantity:
          [
            one.originals > 0 ? `${one.originals} bản chính` : '',
            one.copies > 0 ? `${one.copies} bản sao` : '',
            one.paperIds.length > 0 ? `${one.paperIds.length} tệp` : '',
          ]
            .filter((text) => text !== '')
            .join(', ') || '1',
      })),
    sets: 1,
    term: termInWords(dossier.term),
    receivedAt,
    dueAt:
      dossier.dueAt === null && dossier.dueAtEnd === null
        ? null
        : new Date(dossier.dueAt ?? dossier.dueAtEnd ?? ''),
    resultAt: RETURN_WORDS[dossier.returnBy],
    fees: dossier.fees.lines.map((line) => `${line.name}: ${line.amount.toLocaleString('vi-VN')} đồng`),
    bookNumber: `${serialOf(dossier)}, ngày ${dayInWords(receivedAt)}`,
    submitter: contact?.fullName ?? dossier.applicantName,
    receptionist: {
      authority: null,
      title: 'NGƯỜI TIẾP NHẬN HỒ SƠ',
      name: receiver?.officialName ?? '',
      signed: null,
    },
    tracking: { url: `${publicUrl}/tra-cuu/${dossier.code}`, code: dossier.code },
  });
}

/** Which slip this one stands in for, after corrections; null for the first. */
function reissueOf(dossier: Dossier): { at: string; words: string } | null {
  const corrections = dossier.corrections ?? [];
  const last = corrections.at(-1);
  if (last === undefined) return null;
  const before = corrections.at(-2)?.at ?? dossier.receivedAt ?? last.at;
  return {
    at: last.at,
    words: `Cấp lại lần ${corrections.length}, thay cho giấy đã cấp lúc ${moment(new Date(before))}`,
  };
}

async function supplementSlip(tx: Tx, dossier: Dossier, publicUrl: string): Promise<Uint8Array> {
  const asked = dossier.supplements.at(-1);
  if (asked === undefined) throw new Refusal('missing', 'dossier.no-supplement');
  const a = await around(tx, dossier, asked.at);
  const rule = (await getVersion(tx, dossier.procedureVersionId))?.procedure.unanswered;
  return renderSupplementSlip({
    ...letterhead(a, `${serialOf(dossier)}/PBS-TTPVHCC`, new Date(asked.at)),
    dossierCode: dossier.code ?? dossier.trackingCode,
    applicant: partyOf(a),
    request: requestOf(dossier),
    items: asked.items.map((item) => item.text),
    reason: asked.reason,
    completeBy:
      rule === undefined
        ? null
        : answerableUntil(
            await loadCalendar(tx, dossier.centreId, legalDay(new Date(asked.at))),
            rule,
            asked.at,
          ),
    contact: { name: a.centre.name, phone: a.centre.phone },
    signer: { authority: null, title: 'NGƯỜI YÊU CẦU BỔ SUNG', name: asked.byName, signed: null },
    tracking: {
      url: `${publicUrl}/tra-cuu/${dossier.code ?? dossier.trackingCode}`,
      code: dossier.code ?? dossier.trackingCode,
    },
  });
}

async function refusalSlip(tx: Tx, dossier: Dossier): Promise<Uint8Array> {
  const a = await around(tx, dossier, dossier.decision?.at ?? dossier.refusedAt ?? dossier.lastChange.at);
  const atReceipt = dossier.state === 'refused-receipt';
  const decided = dossier.outcome === 'refused' ? dossier.decision : null;
  if (!atReceipt && decided === null) throw new Refusal('missing', 'dossier.not-refused');
  return renderRefusalSlip({
    ...letterhead(
      a,
      dossier.result?.number ?? `${serialOf(dossier)}/PTC-TTPVHCC`,
      new Date(decided?.at ?? dossier.lastChange.at),
      atReceipt ? 'centre' : 'competent',
    ),
    dossierCode: dossier.code ?? dossier.trackingCode,
    applicant: partyOf(a),
    request: requestOf(dossier),
    reason: (atReceipt ? dossier.refusalReason : decided?.reason) ?? '',
    submitter: dossier.applicantName,
    signer: atReceipt
      ? { authority: null, title: 'NGƯỜI TIẾP NHẬN HỒ SƠ', name: dossier.lastChange.by, signed: null }
      : signerOf(decided),
  });
}

async function apologyLetter(tx: Tx, dossier: Dossier): Promise<Uint8Array> {
  const { extension, code, receivedAt } = dossier;
  if (extension === null || code === null || receivedAt === null)
    throw new Refusal('missing', 'dossier.not-extended');
  const a = await around(tx, dossier, extension.at);
  return renderApologyLetter({
    ...letterhead(a, `${serialOf(dossier)}/PXL-UBND`, new Date(extension.at), 'competent'),
    addressee: dossier.applicantName,
    personalId: a.person.personalId ?? a.person.taxCode,
    request: requestOf(dossier),
    dossierCode: code,
    receivedAt: new Date(receivedAt),
    promisedAt: new Date(extension.from),
    reason: extension.reason,
    newDueAt: new Date(extension.to),
    recipients: [`${dossier.applicantName};`, `${a.centre.name};`, 'Lưu: VT.'],
    signer: { authority: null, title: 'LÃNH ĐẠO CƠ QUAN', name: extension.byName, signed: null },
  });
}

async function stopNotice(tx: Tx, dossier: Dossier): Promise<Uint8Array> {
  const { stop } = dossier;
  const stopped = dossier.state === 'stopped' && stop !== undefined;
  if (!stopped && (dossier.state !== 'withdrawn' || dossier.receivedAt === null))
    throw new Refusal('missing', 'dossier.not-stopped');
  const a = await around(tx, dossier, dossier.endedAt ?? dossier.lastChange.at);
  const at = new Date(stopped ? stop.at : (dossier.endedAt ?? dossier.lastChange.at));
  const asked = `Theo đề nghị của ông/bà lúc ${moment(at)}, và vì hồ sơ chưa có kết quả giải quyết`;
  const byLeader = stopped && stop.ground === 'authority';
  return renderStopNotice({
    ...letterhead(a, `${serialOf(dossier)}/TBD-TTPVHCC`, at, byLeader ? 'competent' : 'centre'),
    dossierCode: dossier.code ?? dossier.trackingCode,
    applicant: partyOf(a),
    request: requestOf(dossier),
    receivedAt: new Date(dossier.receivedAt ?? dossier.submittedAt),
    requestedAt: at,
    ground: !stopped || stop.ground === 'request' ? asked : `Căn cứ ${stop.legalBasis}`,
    outlook:
      stopped && stop.mayResume
        ? 'Khi lý do nêu trên không còn, hồ sơ được giải quyết tiếp với phần thời hạn còn lại và ông/bà được báo ngay.'
        : 'Bản chính giấy tờ đã nộp, nếu có, được trả lại cho ông/bà. Khi cần, ông/bà có thể nộp hồ sơ mới.',
    reason: stopped ? stop.reason : dossier.refusalReason,
    signer: {
      authority: null,
      title: byLeader ? 'LÃNH ĐẠO CƠ QUAN' : 'LÃNH ĐẠO TRUNG TÂM',
      name: byLeader ? stop.byName : '',
      signed: null,
    },
  });
}

/** The letter for the last error that was apologised for. */
async function errorLetter(tx: Tx, dossier: Dossier): Promise<Uint8Array> {
  const error = dossier.errors?.findLast((one) => one.apology !== null);
  const { code, receivedAt } = dossier;
  if (!error?.apology || code === null || receivedAt === null)
    throw new Refusal('missing', 'office-error.unknown');
  const a = await around(tx, dossier, error.apology.at);
  return renderErrorLetter({
    ...letterhead(a, `${serialOf(dossier)}/PXL-UBND`, new Date(error.apology.at), 'competent'),
    addressee: dossier.applicantName,
    personalId: a.person.personalId ?? a.person.taxCode,
    request: requestOf(dossier),
    dossierCode: code,
    receivedAt: new Date(receivedAt),
    error: error.text,
    apology: error.apology.text,
    mended: error.mended?.how ?? null,
    recipients: [`${dossier.applicantName};`, `${a.centre.name};`, 'Lưu: VT.'],
    signer: { authority: null, title: 'LÃNH ĐẠO CƠ QUAN', name: error.apology.byName, signed: null },
  });
}

async function controlSlip(tx: Tx, dossier: Dossier): Promise<Uint8Array> {
  if (dossier.code === null || dossier.receivedAt === null)
    throw new Refusal('conflict', 'dossier.state', { state: dossier.state });
  const a = await around(tx, dossier, dossier.lastChange.at);
  const visits = [...dossier.steps, ...(dossier.step === null ? [] : [dossier.step])];
  return renderControlSlip({
    ...letterhead(a, `${serialOf(dossier)}/PKS-TTPVHCC`, new Date(dossier.lastChange.at)),
    dossierCode: dossier.code,
    request: requestOf(dossier),
    applicantName: dossier.applicantName,
    handlingAgency: a.competent.name,
    cooperatingAgencies: [...new Set(dossier.parts.map((part) => a.names(part.agencyId)))],
    receivedAt: new Date(dossier.receivedAt),
    dueAt:
      dossier.dueAt === null && dossier.dueAtEnd === null
        ? null
        : new Date(dossier.dueAt ?? dossier.dueAtEnd ?? ''),
    handovers: [
      ...visits.slice(1).map((visit, place) => {
        const before = visits[place];
        return {
          handedBy: before === undefined ? '' : withOfficial(a.names(before.agencyId), inPerson(before)),
          takenBy: withOfficial(a.names(visit.agencyId), inPerson(visit)),
          at: new Date(visit.startedAt),
          result: timelinessInWords(before?.dueAt ?? null, before?.endedAt ?? visit.startedAt),
          note: visit.name,
        };
      }),
      // Beside the steps: what was asked of others, and how they answered against their own deadlines.
      ...dossier.parts.map((part) => ({
        handedBy: withOfficial(a.names(part.askedFrom), part.askedByName),
        takenBy: withOfficial(
          a.names(part.agencyId),
          part.ending === 'answered' ? part.answeredByName : null,
        ),
        at: new Date(part.askedAt),
        result: part.endedAt === null ? null : timelinessInWords(part.dueAt, part.endedAt),
        note: PART_NOTES[part.ending ?? 'open'],
      })),
    ].sort((one, other) => one.at.getTime() - other.at.getTime()),
  });
}

const PART_NOTES = {
  open: 'Lấy ý kiến, chưa trả lời',
  answered: 'Lấy ý kiến, đã trả lời',
  declined: 'Lấy ý kiến, từ chối trả lời',
  withdrawn: 'Thôi lấy ý kiến',
  'passed-over': 'Lấy ý kiến, quá hạn không trả lời',
} as const;

/** How something ended against what was due, as form 06 says it; null when nothing was due. */
function timelinessInWords(
  dueAt: string | null,
  endedAt: string,
): 'trước hạn' | 'đúng hạn' | 'quá hạn' | null {
  if (dueAt === null) return null;
  if (isLate(new Date(dueAt), new Date(endedAt))) return 'quá hạn';
  return endedAt.slice(0, 10) < dueAt.slice(0, 10) ? 'trước hạn' : 'đúng hạn';
}

/** Whose step it was, and who did it for them while they were away. */
const inPerson = (visit: StepVisit) =>
  visit.deputyName === undefined ? visit.officialName : `${visit.deputyName} thay ${visit.officialName}`;

/** A leader's decision bears the leader's signature, or the deputy's under KT., TL. or TUQ. and both titles. */
function signerOf(decision: Dossier['decision']) {
  const away = decision?.onBehalf;
  return {
    authority: away === undefined ? null : `${away.authority} ${away.title.toUpperCase()}`,
    title: away === undefined ? 'LÃNH ĐẠO CƠ QUAN' : away.deputyTitle.toUpperCase(),
    name: decision?.byName ?? '',
    signed: null,
  };
}

const withOfficial = (agency: string, official: string | null) =>
  official === null ? agency : `${agency} (${official})`;

async function resultPaper(tx: Tx, dossier: Dossier, publicUrl: string): Promise<Uint8Array> {
  const result = dossier.result;
  if (result === null || dossier.code === null) throw new Refusal('missing', 'dossier.no-result');
  if (dossier.outcome === 'refused') return refusalSlip(tx, dossier);
  const a = await around(tx, dossier, dossier.endedAt ?? dossier.lastChange.at);
  const version = await getVersion(tx, dossier.procedureVersionId);
  const replaced = dossier.replacedResults?.at(-1);
  const issuedAt = replaced?.replacedAt ?? dossier.endedAt ?? dossier.lastChange.at;
  return renderResultPaper({
    ...letterhead(a, result.number, new Date(issuedAt), 'competent'),
    type: 'KẾT QUẢ GIẢI QUYẾT',
    subject: dossier.procedureName,
    basis: (version?.procedure.legalBasis ?? []).slice(0, 4).map((symbol) => `Căn cứ văn bản số ${symbol};`),
    paragraphs: [
      ...(replaced === undefined
        ? []
        : [
            `Bản này được cấp lại, thay cho kết quả số ${replaced.number} ngày ${replaced.date.split('-').reverse().join('/')}. Lý do: ${replaced.reason}.`,
          ]),
      `${a.competent.name} đã xem xét hồ sơ mã ${dossier.code} của ông/bà ${dossier.applicantName} và chấp thuận giải quyết theo đề nghị.`,
      `Kết quả được cấp: ${result.name}.`,
    ],
    facts: [
      ['Người đề nghị', dossier.applicantName],
      ['Số định danh', a.person.personalId ?? a.person.taxCode ?? ''],
    ],
    recipients: [`${dossier.applicantName};`, 'Lưu: VT.'],
    signer: signerOf(dossier.decision),
    dossierCode: dossier.code,
    tracking: { url: `${publicUrl}/tra-cuu/${dossier.code}`, code: dossier.code },
  });
}

/** Officials by their reach; a citizen their own: to anybody else it does not exist. */
export async function seen(tx: Tx, actor: Actor, id: string): Promise<Dossier> {
  if (actor.kind !== 'citizen') return visibleDossier(tx, actor, id);
  const dossier = await getDossier(tx, id);
  if (dossier === null || dossier.applicantId !== actor.personId)
    throw new Refusal('missing', 'dossier.unknown');
  return dossier;
}

export function slipRoutes(publicUrl: string): FileRoute[] {
  const slip = (
    path: string,
    summary: string,
    fileName: string,
    make: (tx: Tx, dossier: Dossier) => Promise<Uint8Array>,
  ): FileRoute => ({
    method: 'GET',
    path: `/api/dossiers/:id/${path}.pdf`,
    name: 'dossiers.print-dossier',
    summary,
    input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
    async run(tx, actor, input) {
      const dossier = await seen(tx, actor, input.id ?? '');
      return pdf(`${fileName}-${dossier.code ?? dossier.trackingCode}.pdf`, await make(tx, dossier));
    },
  });
  return [
    slip('slip', 'Form 01: receipt and appointment.', 'giay-tiep-nhan', (tx, dossier) =>
      receiptSlip(tx, dossier, publicUrl),
    ),
    slip('supplement', 'Form 02: request for a supplement.', 'phieu-bo-sung', (tx, dossier) =>
      supplementSlip(tx, dossier, publicUrl),
    ),
    slip('refusal', 'Form 03: refusal.', 'phieu-tu-choi', refusalSlip),
    slip('apology', 'Form 04: apology and new date.', 'van-ban-xin-loi', apologyLetter),
    slip('error-letter', 'Form 04: apology for an error of the office.', 'thu-xin-loi', errorLetter),
    slip('stop-notice', 'Form 05: notice of stopping.', 'thong-bao-dung', stopNotice),
    slip('control-slip', 'Form 06: control slip.', 'phieu-kiem-soat', async (tx, dossier) =>
      controlSlip(tx, dossier),
    ),
    slip('result', 'The result paper.', 'ket-qua', (tx, dossier) => resultPaper(tx, dossier, publicUrl)),
  ];
}
