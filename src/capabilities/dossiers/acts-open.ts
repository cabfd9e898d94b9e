import type { Actor } from '../../kernel/actor.ts';
import { apologyInTime, isLate } from '../calendar/index.ts';
import { reachesOf, withinReach } from '../people/index.ts';
import type { Step } from '../procedures/index.ts';
import { type Dossier, openParts } from './dossier.ts';
import { placeOf } from './place.ts';

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
  'dossiers.send-back': 'Chuyển lại bước trước',
  'dossiers.refuse-dossier': 'Từ chối giải quyết',
  'dossiers.refuse-receipt': 'Không tiếp nhận',
  'dossiers.extend-dossier': 'Xin lỗi, hẹn lại ngày trả',
  'dossiers.withdraw-dossier': 'Rút hồ sơ theo đề nghị',
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

/** What waits until nobody is being asked any more. */
const WAITS_FOR_PARTS = new Set([
  'dossiers.complete-step',
  'dossiers.approve-dossier',
  'dossiers.refuse-dossier',
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
): OpenAct[] {
  const side = (act: string): 'receiving' | 'competent' | 'either' =>
    [
      'dossiers.accept-dossier',
      'dossiers.refuse-receipt',
      'dossiers.return-result',
      'dossiers.rescan-dossier',
    ].includes(act)
      ? 'receiving'
      : ['dossiers.take-supplement', 'dossiers.withdraw-dossier'].includes(act)
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
  if ((dossier.state === 'submitted' || working || dossier.state === 'awaiting-supplement') && undecided)
    open.push(['dossiers.withdraw-dossier', 'Hồ sơ kết thúc theo đề nghị của người nộp.']);
  const waiting = openParts(dossier).length > 0;
  return open
    .filter(([name]) => may(name) && !(waiting && WAITS_FOR_PARTS.has(name)))
    .map(([name, tells], place) => ({
      name,
      title: TITLES[name] ?? name,
      primary:
        place === 0 && FORWARD.has(name) && !(name === 'dossiers.assign-dossier' && here?.act !== 'assign'),
      tells,
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
