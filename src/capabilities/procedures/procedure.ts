import { faultsOfForm, isDay } from './form.ts';
import { faultsOfGuidance } from './guidance.ts';
import { circumstanceInWords, faultsOfProcess } from './process.ts';
import type {
  ApplicantKind,
  Channel,
  CompetentBody,
  Component,
  Doubt,
  Level,
  ProcedureTerm,
  ProcedureVersion,
  Provenance,
} from './shape.ts';

export type * from './shape.ts';

export const LEVEL_NAMES: Record<Level, string> = { commune: 'Cấp xã', province: 'Cấp tỉnh' };

export const CHANNEL_NAMES: Record<Channel, string> = {
  online: 'Trực tuyến',
  counter: 'Trực tiếp',
  post: 'Bưu chính công ích',
};

export const APPLICANT_NAMES: Record<ApplicantKind, string> = {
  citizen: 'Công dân Việt Nam',
  'overseas-vietnamese': 'Người Việt Nam định cư ở nước ngoài',
  foreigner: 'Người nước ngoài',
  organisation: 'Tổ chức',
  enterprise: 'Doanh nghiệp',
  'foreign-invested-enterprise': 'Doanh nghiệp có vốn đầu tư nước ngoài',
  'foreign-organisation': 'Tổ chức nước ngoài',
  cooperative: 'Hợp tác xã',
  'household-business': 'Hộ kinh doanh',
  official: 'Cán bộ, công chức, viên chức',
  'party-member': 'Đảng viên',
  'party-organisation': 'Tổ chức Đảng',
};

export const COMPETENT_NAMES: Record<CompetentBody, string> = {
  'commune-committee': 'Ủy ban nhân dân cấp xã',
  'commune-police': 'Công an cấp xã',
  'province-committee': 'Ủy ban nhân dân cấp tỉnh',
  'province-office': 'Văn phòng Ủy ban nhân dân tỉnh',
  'department-justice': 'Sở Tư pháp',
  'department-home-affairs': 'Sở Nội vụ',
  'department-finance': 'Sở Tài chính',
  'department-industry-trade': 'Sở Công Thương',
  'department-agriculture-environment': 'Sở Nông nghiệp và Môi trường',
  'department-construction': 'Sở Xây dựng',
  'department-science-technology': 'Sở Khoa học và Công nghệ',
  'department-education-training': 'Sở Giáo dục và Đào tạo',
  'department-health': 'Sở Y tế',
  'department-culture-sport': 'Sở Văn hóa và Thể thao',
  'department-tourism': 'Sở Du lịch',
  'province-inspectorate': 'Thanh tra tỉnh',
  'land-registry': 'Văn phòng đăng ký đất đai',
  'industrial-zones-authority': 'Ban Quản lý Khu kinh tế và các khu công nghiệp',
  'province-police': 'Công an tỉnh',
};

export const PROVENANCE_NAMES: Record<Provenance, string> = {
  verified: 'Đã đối chiếu nguồn',
  mixed: 'Một phần chưa đối chiếu',
  recalled: 'Chưa đối chiếu',
  province: 'Do tỉnh công bố',
};

/** What an official should check before relying on the shipped catalogue. */
export const DOUBT_NAMES: Record<Doubt, string> = {
  'term-recalled': 'Thời hạn chưa đối chiếu với văn bản công bố',
  'term-unknown': 'Chưa rõ thời hạn giải quyết',
  'term-by-channel': 'Nguồn ghi thời hạn khác nhau theo kênh nộp, có thể là theo trường hợp',
  'fees-recalled': 'Mức phí, lệ phí chưa đối chiếu',
  'fees-unknown': 'Chưa rõ mức phí, lệ phí tại tỉnh',
  'components-recalled': 'Thành phần hồ sơ chưa đối chiếu',
  'components-unknown': 'Chưa có danh mục thành phần hồ sơ',
  'components-shortened': 'Thành phần hồ sơ ghi rút gọn',
  'results-recalled': 'Kết quả giải quyết chưa đối chiếu',
  'legal-basis-recalled': 'Căn cứ pháp lý chưa đối chiếu',
  'name-recalled': 'Tên thủ tục có thể đã rút gọn',
  'code-recalled': 'Mã thủ tục chưa đối chiếu',
  'form-general': 'Dùng tờ khai điện tử chung',
  'process-general': 'Dùng quy trình chung',
  'service-level-assumed': 'Mức độ dịch vụ công trực tuyến chưa đối chiếu',
  'competence-assumed': 'Cơ quan giải quyết chưa đối chiếu',
  'channels-assumed': 'Kênh nộp hồ sơ chưa đối chiếu',
  'border-only': 'Chỉ áp dụng ở xã biên giới',
  'police-system': 'Công an cấp xã giải quyết trên hệ thống của Bộ Công an',
  'several-levels': 'Thủ tục thực hiện ở nhiều cấp',
};

/** The version in force on a legal day (YYYY-MM-DD), or null. Periods are half-open: `effectiveTo` is already out. */
export function versionOn<V extends Pick<ProcedureVersion, 'effectiveFrom' | 'effectiveTo'>>(
  versions: readonly V[],
  day: string,
): V | null {
  return (
    versions.find((v) => v.effectiveFrom <= day && (v.effectiveTo === null || day < v.effectiveTo)) ?? null
  );
}

export interface Circumstance {
  channel: Channel;
  case?: string | null;
}

/**
 * The term that holds for a dossier: the first one that names its case and channel, else one that names one of
 * them, else the general one. Null when the catalogue knows none.
 */
export function termFor(
  procedure: Pick<ProcedureVersion, 'terms'>,
  circumstance: Circumstance,
): ProcedureTerm | null {
  const fitting = procedure.terms.filter((term) => fits(term, circumstance));
  const exactness = (term: ProcedureTerm) =>
    (term.case === undefined ? 0 : 2) + (term.channels === undefined ? 0 : 1);
  return fitting.reduce<ProcedureTerm | null>(
    (best, term) => (best === null || exactness(term) > exactness(best) ? term : best),
    null,
  );
}

function fits(
  thing: { case?: string; channels?: Channel[] },
  { channel, case: chosen }: Circumstance,
): boolean {
  if (thing.case !== undefined && thing.case !== chosen) return false;
  return thing.channels === undefined || thing.channels.includes(channel);
}

/** The components asked of a dossier of this case and channel. */
export function componentsFor(
  procedure: Pick<ProcedureVersion, 'components'>,
  circumstance: Circumstance,
): Component[] {
  return procedure.components.filter((component) => fits(component, circumstance));
}

/** An interactive electronic form is the form that is answered on the screen, not a paper to hand in beside it. */
export function isElectronicForm(component: Pick<Component, 'name'>): boolean {
  return /(tờ khai|biểu mẫu|mẫu)[^,.;]*điện tử tương tác|mẫu hộ tịch điện tử/iu.test(component.name);
}

/** Done while the applicant waits: no slip is needed unless asked for. */
export function isImmediate(procedure: Pick<ProcedureVersion, 'terms'>): boolean {
  return procedure.terms.length > 0 && procedure.terms.every((term) => term.unit === 'same-day');
}

/** The least known amount, 0 when nothing is charged; null when no amount is known. */
export function feeFrom(procedure: Pick<ProcedureVersion, 'fees' | 'doubts'>): number | null {
  if (procedure.fees.length === 0) return procedure.doubts.includes('fees-unknown') ? null : 0;
  const known = procedure.fees.flatMap((fee) => (fee.amount === null ? [] : [fee.amount]));
  return known.length === 0 ? null : Math.min(...known);
}

export interface ProcedureFault {
  /** Which part is wrong, by its name in the shape. */
  part: string;
  /** JSON pointer into the procedure. */
  pointer: string;
  /** In Vietnamese: for whoever keeps the catalogue. */
  text: string;
  /** Of a process: the step, the way to it, and the dossier that takes it, in words. */
  step?: string | null;
  way?: string[];
  dossier?: string;
}

/** What is wrong with a version although its shape is right. An empty list is a version that can be used. */
export function faultsOfProcedure(procedure: ProcedureVersion): ProcedureFault[] {
  const faults: ProcedureFault[] = [];
  const say = (part: string, text: string, below = '') =>
    faults.push({ part, pointer: `/${part}${below}`, text });
  for (const part of ['effectiveFrom', 'effectiveTo'] as const) {
    const day = procedure[part];
    if (day !== null && !isDay(day)) say(part, `không có ngày "${day}"`);
  }
  if (procedure.effectiveTo !== null && procedure.effectiveTo <= procedure.effectiveFrom)
    say('effectiveTo', 'ngày hết hiệu lực phải sau ngày có hiệu lực');
  if (procedure.serviceLevel === 'partial' && procedure.partialReason === null)
    say('partialReason', 'dịch vụ công một phần phải nêu lý do công khai');
  const cases = new Set(procedure.cases.map((c) => c.key));
  for (const [part, keys] of [
    ['cases', procedure.cases],
    ['components', procedure.components],
    ['fees', procedure.fees],
  ] as const)
    for (const key of repeated(keys.map((thing) => thing.key))) say(part, `mã "${key}" dùng hai lần`);
  for (const part of ['terms', 'components', 'fees'] as const)
    for (const [place, thing] of procedure[part].entries())
      if (thing.case !== undefined && !cases.has(thing.case))
        say(part, `không có trường hợp "${thing.case}"`, `/${place}/case`);
  for (const [place, term] of procedure.terms.entries()) {
    if (term.unit === 'calendar-day' && !Number.isInteger(term.value))
      say('terms', `thời hạn ${term.value} ngày phải là số nguyên`, `/${place}/value`);
    if (term.unit !== 'same-day' && term.value === 0)
      say('terms', 'thời hạn phải lớn hơn 0', `/${place}/value`);
  }
  for (const { below, text } of faultsOfGuidance(procedure)) say('guidance', text, below);
  const fees = new Set(procedure.fees.map((fee) => fee.key));
  for (const reduction of procedure.exemptions) {
    for (const key of reduction.fees ?? [])
      if (!fees.has(key)) say('exemptions', `không có khoản phí "${key}"`);
    if (reduction.kind === 'percent' && reduction.value > 100)
      say('exemptions', `không giảm được ${reduction.value}%`);
  }
  for (const [place, component] of procedure.components.entries())
    if (component.original + component.copy === 0)
      say(
        'components',
        `"${component.name.slice(0, 60)}" không cần bản chính cũng không cần bản sao`,
        `/${place}/original`,
      );
  for (const fault of faultsOfForm(procedure.form)) say('form', fault.text, `/properties/${fault.question}`);
  for (const { pointer, text, step, witness } of faultsOfProcess(procedure.process, procedure))
    faults.push({
      part: 'process',
      pointer: `/process${pointer}`,
      text,
      step,
      ...(witness === undefined
        ? {}
        : { way: witness.way, dossier: circumstanceInWords(witness.circumstance, procedure) }),
    });
  return faults;
}

function repeated(keys: string[]): string[] {
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
}
