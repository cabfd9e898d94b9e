import type { Step } from '../../../src/capabilities/procedures/process.ts';
import type { CommuneDivision, Fee, ProcedureTerm } from '../../../src/capabilities/procedures/shape.ts';

export const DIVISION_NAMES: Record<CommuneDivision, string> = {
  office: 'Văn phòng',
  economy: 'Phòng Kinh tế',
  'culture-society': 'Phòng Văn hóa - Xã hội',
  police: 'Công an cấp xã',
};

export const PLACE_NAMES: Record<Step['place'], string> = {
  centre: 'Trung tâm Phục vụ hành chính công',
  division: 'Phòng chuyên môn',
  leadership: 'Lãnh đạo cơ quan',
  office: 'Văn phòng',
};

export const TERM_UNIT_NAMES: Record<ProcedureTerm['unit'], string> = {
  'working-day': 'ngày làm việc',
  'calendar-day': 'ngày',
  'working-hour': 'giờ làm việc',
  'same-day': 'trong ngày',
};

export const PER_NAMES: Record<Fee['per'], string> = {
  dossier: 'hồ sơ',
  page: 'trang',
  copy: 'bản',
  case: 'trường hợp',
};

/** A list of names as options, in the order in which they stand. */
export function optionsOf<K extends string>(names: Record<K, string>): { value: K; label: string }[] {
  return (Object.keys(names) as K[]).map((value) => ({ value, label: names[value] }));
}
