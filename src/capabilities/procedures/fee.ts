import type { Channel, Fee, Group, ProcedureVersion, Reduction } from './shape.ts';

export type { Fee, Group, Reduction } from './shape.ts';

export const GROUP_NAMES: Record<Group, string> = {
  everyone: 'Mọi người',
  merit: 'Người có công với cách mạng và thân nhân',
  poor: 'Người thuộc hộ nghèo',
  'near-poor': 'Người thuộc hộ cận nghèo',
  disabled: 'Người khuyết tật',
  child: 'Trẻ em',
  orphan: 'Người từ đủ 16 đến dưới 18 tuổi mồ côi cả cha lẫn mẹ',
  elderly: 'Người cao tuổi',
  remote: 'Người dân ở xã đặc biệt khó khăn, xã biên giới, xã đảo',
};

/**
 * The paper by which somebody shows to belong to a group. None of the laws read lists them: what a rule itself says
 * (`evidence`) goes before these.
 */
export const GROUP_EVIDENCE: Record<Group, string | null> = {
  everyone: null,
  merit: 'giấy xác nhận người có công hoặc thân nhân người có công',
  poor: 'giấy chứng nhận hộ nghèo còn hiệu lực',
  'near-poor': 'giấy chứng nhận hộ cận nghèo còn hiệu lực',
  disabled: 'giấy xác nhận khuyết tật',
  child: 'giấy khai sinh hoặc số định danh cá nhân',
  orphan: 'giấy khai sinh và giấy chứng tử của cha, mẹ',
  elderly: 'căn cước hoặc số định danh cá nhân',
  remote: 'nơi cư trú trong cơ sở dữ liệu dân cư, hoặc giấy xác nhận cư trú',
};

export interface FeeQuestion {
  channel: Channel;
  case?: string | null;
  /** The groups the applicant says and shows to belong to; `everyone` goes without saying. */
  groups: readonly Group[];
  /** How many copies or results are asked for. At least 1. */
  copies: number;
  /** Pages of one copy, for fees by the page. At least 1. */
  pages: number;
  /** The legal day on which it is paid (YYYY-MM-DD): some reductions end. */
  on: string;
}

export interface ComputedFee {
  /** Amounts in whole dong; `why` says how each was reckoned, for the applicant to follow. */
  lines: {
    key: string;
    name: string;
    amount: number;
    why: string;
    /** Before anything was taken off. */
    full: number;
    due: 'receipt' | 'handling';
    /** The paper that shows the right to what was taken off; null when none is asked. */
    evidence: string | null;
  }[];
  /** Fees that may be due but whose amount the catalogue does not know. */
  undecided: { key: string; name: string; why: string }[];
  total: number;
}

/** What the applicant pays, line by line. Of several reductions the one that takes off most holds; they do not add up. */
export function computeFee(
  procedure: Pick<ProcedureVersion, 'fees' | 'exemptions'>,
  question: FeeQuestion,
): ComputedFee {
  const computed: ComputedFee = { lines: [], undecided: [], total: 0 };
  for (const fee of procedure.fees) {
    if (fee.case !== undefined && fee.case !== question.case) continue;
    if (fee.channels !== undefined && !fee.channels.includes(question.channel)) continue;
    const reductions = procedure.exemptions.filter((reduction) => touches(reduction, fee, question));
    const exemption = reductions.find((reduction) => reduction.kind === 'exempt');
    const full = fullAmount(fee, question);
    const line = { key: fee.key, name: fee.name, full: full?.amount ?? 0, due: fee.due ?? 'receipt' };
    if (exemption !== undefined) {
      computed.lines.push({
        ...line,
        amount: 0,
        why: `Miễn: ${because(exemption)}`,
        evidence: evidenceOf(exemption),
      });
      continue;
    }
    if (full === null) {
      computed.undecided.push({
        key: fee.key,
        name: fee.name,
        why:
          fee.setBy === 'province-council'
            ? 'Mức thu do Hội đồng nhân dân tỉnh quyết định'
            : 'Mức thu theo quy định của pháp luật về phí, lệ phí',
      });
      continue;
    }
    let { amount, why } = full;
    if (fee.basis !== undefined) why = `${why}, theo ${fee.basis}`;
    const best = reductions
      .map((reduction) => ({ reduction, off: takenOff(reduction, full.amount) }))
      .reduce<{ reduction: Reduction; off: number } | null>(
        (most, next) => (most === null || next.off > most.off ? next : most),
        null,
      );
    if (best !== null && best.off > 0) {
      amount -= best.off;
      const measure = best.reduction.kind === 'percent' ? `${best.reduction.value}%` : dong(best.off);
      why = `${why}; giảm ${measure}: ${because(best.reduction)}`;
    }
    const evidence = best !== null && best.off > 0 ? evidenceOf(best.reduction) : null;
    computed.lines.push({ ...line, amount, why, evidence });
  }
  computed.total = computed.lines.reduce((sum, line) => sum + line.amount, 0);
  return computed;
}

function touches(reduction: Reduction, fee: Fee, question: FeeQuestion): boolean {
  if (reduction.group !== 'everyone' && !question.groups.includes(reduction.group)) return false;
  if (reduction.fees !== undefined && !reduction.fees.includes(fee.key)) return false;
  if (reduction.channels !== undefined && !reduction.channels.includes(question.channel)) return false;
  if (reduction.from !== undefined && question.on < reduction.from) return false;
  return reduction.to === undefined || question.on < reduction.to;
}

function takenOff(reduction: Reduction, amount: number): number {
  const off = reduction.kind === 'percent' ? Math.round((amount * reduction.value) / 100) : reduction.value;
  return Math.min(off, amount);
}

function evidenceOf(reduction: Reduction): string | null {
  return reduction.evidence ?? GROUP_EVIDENCE[reduction.group];
}

function because(reduction: Reduction): string {
  const who = reduction.group === 'everyone' ? '' : `${GROUP_NAMES[reduction.group]} – `;
  return `${who}${reduction.legalBasis}`;
}

function fullAmount(fee: Fee, question: FeeQuestion): { amount: number; why: string } | null {
  if (fee.amount === null) return null;
  const copies = atLeastOne(question.copies);
  switch (fee.per) {
    case 'dossier':
      return { amount: fee.amount, why: `${dong(fee.amount)} mỗi hồ sơ` };
    case 'case':
    case 'copy': {
      const of = fee.per === 'copy' ? 'bản' : 'trường hợp';
      const amount = fee.amount * copies;
      return {
        amount,
        why: copies === 1 ? `${dong(amount)} mỗi ${of}` : `${dong(fee.amount)} × ${copies} ${of}`,
      };
    }
    case 'page': {
      const pages = atLeastOne(question.pages);
      const first = Math.min(pages, fee.firstPages ?? pages);
      const further = pages - first;
      const furtherAmount = fee.furtherAmount ?? fee.amount;
      const sum = first * fee.amount + further * furtherAmount;
      const one = fee.cap === undefined ? sum : Math.min(sum, fee.cap);
      const parts = [`${dong(fee.amount)} × ${first} trang`];
      if (further > 0) parts.push(`${dong(furtherAmount)} × ${further} trang tiếp theo`);
      let why = parts.join(' + ');
      if (one < sum) why = `${why}, thu tối đa ${dong(one)} mỗi bản`;
      if (copies > 1) why = `(${why}) × ${copies} bản`;
      return { amount: one * copies, why };
    }
  }
}

function atLeastOne(count: number): number {
  return Math.max(1, Math.floor(count));
}

/** "8.000 đ": the way amounts stand on every screen and paper. */
export function dong(amount: number): string {
  return `${String(Math.round(amount)).replace(/\B(?=(\d{3})+(?!\d))/g, '.')} đ`;
}
