import type { Actor } from '../../kernel/actor.ts';
import { apologyInTime, isLate } from '../calendar/index.ts';
import { reachesOf, withinReach } from '../people/index.ts';
import type { Step } from '../procedures/index.ts';
import { type Dossier, type LastChange, openParts, paidAmount } from './dossier.ts';
import { placeOf } from './place.ts';
import { bodiesOfLast, undoFault, undoLinkedFault } from './undo.ts';

/** An act that is open to an official on a dossier now: what it is called, and what it does and who is told. */
export interface OpenAct {
  name: string;
  title: string;
  primary: boolean;
  tells: string;
}

const TITLES: Record<string, string> = {
  'dossiers.accept-dossier': 'Tiếp nhận',
  'dossiers.assign-dossier': 'Phân công',
  'dossiers.complete-step': 'Chuyển bước tiếp',
  'dossiers.approve-dossier': 'Phê duyệt',
  'dossiers.issue-result': 'Cấp số, phát hành',
  'dossiers.return-result': 'Trả kết quả',
  'dossiers.take-supplement': 'Nhận bổ sung',
  'dossiers.rescan-dossier': 'Bổ sung bản quét, chuyển lại',
  'dossiers.request-supplement': 'Yêu cầu bổ sung',
  'dossiers.ask-agencies': 'Lấy ý kiến cơ quan khác',
  'dossiers.note-dossier': 'Ghi chú, báo người nộp',
  'dossiers.send-back': 'Chuyển lại bước trước',
  'dossiers.refuse-dossier': 'Từ chối giải quyết',
  'dossiers.refuse-receipt': 'Không tiếp nhận',
  'dossiers.extend-dossier': 'Xin lỗi, hẹn lại ngày trả',
  'dossiers.withdraw-dossier': 'Rút hồ sơ theo đề nghị',
  'dossiers.stop-dossier': 'Dừng giải quyết',
  'dossiers.resume-dossier': 'Giải quyết tiếp',
  'dossiers.close-unanswered': 'Đóng vì quá hạn bổ sung',
  'dossiers.confirm-delivery': 'Ghi bưu chính đã giao',
  'dossiers.correct-receipt': 'Sửa thông tin, cấp lại giấy',
  'dossiers.correct-result': 'Đính chính, cấp lại kết quả',
  'dossiers.note-error': 'Ghi sai sót của cơ quan',
  'dossiers.apologise-for-error': 'Xin lỗi về sai sót',
  'dossiers.mend-error': 'Ghi cách khắc phục sai sót',
  'dossiers.undo-act': 'Hoàn tác việc vừa làm',
  'payments.request-payment': 'Thông báo nộp phí',
};

/** What takes a dossier on. Nothing else is ever the one primary act: nobody should withdraw by habit. */
const FORWARD = new Set([
  'dossiers.accept-dossier',
  'dossiers.assign-dossier',
  'dossiers.complete-step',
  'dossiers.approve-dossier',
  'dossiers.issue-result',
  'dossiers.return-result',
  'dossiers.take-supplement',
  'dossiers.rescan-dossier',
]);

/** At these steps somebody works on the dossier, and may need to know what others think. */
const ASKS_OTHERS = new Set<Step['act']>(['appraise', 'submit', 'approve']);

/** What can be done with a linked filing as a whole once it is received; the rest is done in its parts. */
const OF_A_WHOLE = new Set([
  'dossiers.return-result',
  'dossiers.withdraw-dossier',
  'dossiers.extend-dossier',
]);
const NOT_OF_A_PART = new Set(['dossiers.return-result']);

/** What waits until nobody is being asked any more. */
const WAITS_FOR_PARTS = new Set([
  'dossiers.complete-step',
  'dossiers.approve-dossier',
  'dossiers.refuse-dossier',
]);

/** After these what was paid may have to be given back. */
const ENDS_UNSERVED = new Set([
  'dossiers.withdraw-dossier',
  'dossiers.stop-dossier',
  'dossiers.refuse-dossier',
]);

const RECEIVING = new Set([
  'dossiers.accept-dossier',
  'dossiers.refuse-receipt',
  'dossiers.return-result',
  'dossiers.rescan-dossier',
  'dossiers.correct-receipt',
  'dossiers.confirm-delivery',
  'dossiers.close-unanswered',
]);
const EITHER = new Set([
  'dossiers.note-dossier',
  'dossiers.take-supplement',
  'dossiers.withdraw-dossier',
  'dossiers.stop-dossier',
  'dossiers.note-error',
  'dossiers.apologise-for-error',
  'dossiers.mend-error',
]);

/**
 * What this official may do with the dossier now, in the order of the process; the first is the primary one. The acts
 * themselves decide again: this only keeps the interface from offering what would be refused.
 */
export function openActs(
  dossier: Dossier,
  here: Step | null,
  next: Step | null,
  actor: Actor,
  at: Date,
  more: {
    /** Until when a supplement may come, where the procedure's law sets a time. */
    answerableUntil: Date | null;
    /** The last act that could be taken back, and where it was done. */
    last: { change: LastChange; divisionId: string | null } | null;
    /** After an undoing: the act before it. */
    further?: { change: LastChange; divisionId: string | null } | null;
  } = { answerableUntil: null, last: null },
): OpenAct[] {
  const side = (act: string): 'receiving' | 'competent' | 'either' =>
    RECEIVING.has(act)
      ? 'receiving'
      : EITHER.has(act)
        ? 'either'
        : act === 'dossiers.request-supplement' && dossier.receivedAt === null
          ? 'receiving'
          : 'competent';
  const may = (act: string) => withinReach(actor, reachesOf(actor, act), placeOf(dossier, side(act)));
  const myStep =
    actor.kind === 'official' &&
    dossier.step !== null &&
    actor.duties.some((duty) => duty.role === dossier.step?.role);
  const open: [string, string][] = [];
  const undecided = dossier.outcome === null;
  const working = dossier.state === 'received' || dossier.state === 'in-progress';
  if (dossier.state === 'submitted') {
    open.push(['dossiers.accept-dossier', 'Hồ sơ được cấp mã và hẹn ngày trả; người nộp được báo ngay.']);
  }
  if (working && here !== null) {
    if (here.act === 'assign' && myStep)
      open.push(['dossiers.assign-dossier', 'Hồ sơ chuyển cho chuyên viên được chọn.']);
    else if (here.act === 'approve' && undecided && myStep)
      open.push(['dossiers.approve-dossier', 'Kết quả được chuyển văn thư cấp số, phát hành.']);
    else if (here.act === 'issue' && !undecided && myStep)
      open.push(['dossiers.issue-result', 'Hồ sơ giải quyết xong; người nộp được báo đã có kết quả.']);
    else if (here.act === 'receive' && myStep)
      open.push(['dossiers.rescan-dossier', 'Hồ sơ trở lại với người đã chuyển về; thời hạn vẫn chạy.']);
    else if ((here.act === 'appraise' || here.act === 'submit') && myStep)
      open.push(['dossiers.complete-step', `Hồ sơ chuyển sang bước “${next?.name ?? ''}”.`]);
  }
  if (dossier.state === 'awaiting-supplement')
    open.push([
      'dossiers.take-supplement',
      dossier.receivedAt === null
        ? 'Hồ sơ trở lại danh sách chờ tiếp nhận.'
        : 'Thời hạn giải quyết được tính lại từ đầu; người nộp được báo ngày trả mới.',
    ]);
  if (dossier.state === 'resolved')
    open.push(['dossiers.return-result', 'Ghi nhận đã trả kết quả; người nộp được báo.']);
  const asked = dossier.supplements.some(
    (one) => (one.from === 'submitted') === (dossier.receivedAt === null),
  );
  if ((working || dossier.state === 'submitted') && undecided && !asked)
    open.push([
      'dossiers.request-supplement',
      'Chỉ yêu cầu một lần, đầy đủ. Thời hạn dừng cho đến khi người nộp bổ sung; người nộp được báo ngay.',
    ]);
  if (here?.act === 'approve' && working && undecided && myStep)
    open.push(['dossiers.refuse-dossier', 'Thông báo từ chối được chuyển văn thư phát hành, nêu rõ lý do.']);
  if (working && undecided && myStep && here !== null && ASKS_OTHERS.has(here.act))
    open.push([
      'dossiers.ask-agencies',
      'Hồ sơ vẫn ở bước này, thời hạn vẫn chạy; từng cơ quan được hỏi thấy câu hỏi và hạn trả lời của mình.',
    ]);
  if (working && here?.role === 'specialist' && may('dossiers.assign-dossier'))
    open.push([
      'dossiers.assign-dossier',
      'Hồ sơ chuyển cho chuyên viên khác; thời hạn của bước giữ nguyên.',
    ]);
  if (
    working &&
    undecided &&
    myStep &&
    (here?.role === 'specialist' || here?.role === 'division-head' || here?.role === 'leader')
  )
    open.push([
      'dossiers.send-back',
      'Hồ sơ trở lại bước đã qua, kèm lý do; thời hạn vẫn chạy. Về quầy khi quầy quét thiếu; người nộp thiếu thì yêu cầu bổ sung.',
    ]);
  if (
    working &&
    undecided &&
    dossier.extension === null &&
    dossier.dueAt !== null &&
    apologyInTime(new Date(dossier.dueAt), at)
  )
    open.push([
      'dossiers.extend-dossier',
      'Chỉ hẹn lại một lần, trước ngày hẹn trả ít nhất một ngày. Người nộp nhận văn bản xin lỗi và ngày hẹn mới.',
    ]);
  if (
    dossier.state === 'submitted' ||
    (dossier.state === 'awaiting-supplement' && dossier.receivedAt === null)
  )
    open.push(['dossiers.refuse-receipt', 'Hồ sơ không được tiếp nhận; người nộp được báo lý do.']);
  if (working && undecided)
    open.push([
      'payments.request-payment',
      'Thời hạn dừng cho đến khi người nộp nộp đủ phí, lệ phí, rồi tính tiếp phần còn lại; người nộp được báo ngay.',
    ]);
  if (
    (dossier.state === 'submitted' ||
      working ||
      dossier.state === 'awaiting-supplement' ||
      dossier.state === 'awaiting-payment') &&
    undecided
  )
    open.push([
      'dossiers.withdraw-dossier',
      'Hồ sơ kết thúc theo đề nghị của người nộp; người nộp được báo.',
    ]);
  const leads = actor.kind === 'official' && actor.duties.some((duty) => duty.role === 'leader');
  const stands = dossier.state === 'stopped' && dossier.endedAt === null;
  if (
    (working || stands || dossier.state === 'awaiting-supplement' || dossier.state === 'awaiting-payment') &&
    dossier.receivedAt !== null &&
    undecided
  )
    open.push([
      'dossiers.stop-dossier',
      stands
        ? 'Hồ sơ đang tạm dừng sẽ kết thúc, có thông báo theo mẫu 05.'
        : 'Dừng theo đề nghị của người nộp, hoặc theo văn bản của cơ quan có thẩm quyền; có thông báo theo mẫu 05.',
    ]);
  if (stands && leads)
    open.push(['dossiers.resume-dossier', 'Thời hạn chạy tiếp với phần còn lại; người nộp được báo.']);
  if (dossier.state === 'awaiting-supplement' && more.answerableUntil !== null && at > more.answerableUntil)
    open.push([
      'dossiers.close-unanswered',
      'Quá thời hạn bổ sung theo luật; hồ sơ kết thúc, người nộp được báo.',
    ]);
  if (dossier.returned?.by === 'post' && !dossier.returned.deliveredAt)
    open.push(['dossiers.confirm-delivery', 'Ghi ngày và người nhận theo phiếu báo phát của bưu chính.']);
  if (
    dossier.receivedAt !== null &&
    !['withdrawn', 'stopped', 'refused-receipt', 'submitted'].includes(dossier.state)
  )
    open.push([
      'dossiers.correct-receipt',
      'Mã hồ sơ giữ nguyên; bản cũ vẫn lưu; giấy tiếp nhận cấp lại thay cho giấy trước.',
    ]);
  if (dossier.state === 'resolved' || dossier.state === 'returned')
    open.push([
      'dossiers.correct-result',
      'Kết quả mới có số mới, thay cho bản trước; không thu phí; người nộp được báo.',
    ]);
  if (dossier.errors?.some((error) => error.apology === null))
    open.push(['dossiers.apologise-for-error', 'Người nộp nhận lời xin lỗi; có văn bản để in và ký.']);
  if (dossier.errors?.some((error) => error.mended === null))
    open.push(['dossiers.mend-error', 'Ghi cách đã khắc phục; người nộp được báo, không mất thêm phí.']);
  if (dossier.receivedAt !== null)
    open.push([
      'dossiers.note-error',
      'Ghi sai sót, mất mát của cơ quan và nơi xảy ra, để xin lỗi và khắc phục.',
    ]);
  if ([more.last, more.further ?? null].some((last) => last !== null && mayUndo(dossier, last, actor, at)))
    open.push([
      'dossiers.undo-act',
      more.last?.change.type === 'received'
        ? 'Mã đã cấp bị huỷ, vẫn nằm trong sổ; hồ sơ trở lại chờ tiếp nhận.'
        : 'Hồ sơ trở lại như trước việc sau cùng; việc đó vẫn lưu trong nhật ký.',
    ]);
  if (dossier.mirror !== undefined)
    open.push(['dossiers.note-dossier', 'Ghi chú vào hồ sơ; nếu chọn báo, người nộp đọc được nguyên văn.']);
  const paid = paidAmount(dossier);
  const waiting = openParts(dossier).length > 0;
  return open
    .filter(
      ([name]) =>
        (dossier.mirror === undefined ||
          name === 'dossiers.note-dossier' ||
          (name === 'dossiers.return-result' && dossier.mirror.returnedHere)) &&
        !(dossier.links !== undefined && !OF_A_WHOLE.has(name)) &&
        !(dossier.linkedTo !== undefined && NOT_OF_A_PART.has(name)) &&
        (name === 'dossiers.undo-act' || (may(name) && !(waiting && WAITS_FOR_PARTS.has(name)))),
    )
    .map(([name, tells], place) => ({
      name,
      title: TITLES[name] ?? name,
      primary:
        place === 0 && FORWARD.has(name) && !(name === 'dossiers.assign-dossier' && here?.act !== 'assign'),
      tells:
        paid > 0 && ENDS_UNSERVED.has(name)
          ? `${tells} Người nộp đã nộp ${paid.toLocaleString('vi-VN')} đồng: sau đó xin đề nghị hoàn tiền, nếu quy định cho hoàn.`
          : tells,
    }));
}

/** What this official may do with the parts that are still open: remind, withdraw, and when it is late go on without. */
export function openPartActs(
  dossier: Dossier,
  actor: Actor,
  at: Date,
): { part: string; name: 'remind' | 'withdraw' | 'pass-over' }[] {
  const place = placeOf(dossier, 'competent');
  return openParts(dossier).flatMap((part) =>
    (['remind', 'withdraw', 'pass-over'] as const)
      .filter(
        (name) =>
          withinReach(actor, reachesOf(actor, `dossiers.${name}-consultation`), place) &&
          (part.kind === 'consultation' || name === 'remind') &&
          (name !== 'pass-over' || (part.dueAt !== null && isLate(new Date(part.dueAt), at))),
      )
      .map((name) => ({ part: part.id, name })),
  );
}

function mayUndo(
  dossier: Dossier,
  last: { change: LastChange; divisionId: string | null },
  actor: Actor,
  at: Date,
): boolean {
  const place = {
    bodyIds: bodiesOfLast(dossier, last.change),
    divisionId: last.divisionId,
    officialId: last.change.byId ?? null,
  };
  return (
    undoFault(last.change, actor, place, at) === null &&
    undoLinkedFault(dossier, last.change) === null &&
    withinReach(actor, reachesOf(actor, 'dossiers.undo-act'), place)
  );
}
