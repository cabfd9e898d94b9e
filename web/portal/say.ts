// How the portal says what the catalogue holds.
import type { Component, Fee, ProcedureTerm } from '../../src/capabilities/procedures/shape.ts';
import { showMoney, showNumber } from '../app/dates.ts';

/** "7 ngày làm việc"; "trong ngày" for what is done at once. */
export function sayTerm(term: Pick<ProcedureTerm, 'unit' | 'value'>): string {
  const value = showNumber(term.value);
  switch (term.unit) {
    case 'working-day':
      return `${value} ngày làm việc`;
    case 'calendar-day':
      return `${value} ngày`;
    case 'working-hour':
      return `${value} giờ làm việc`;
    case 'same-day':
      return 'trong ngày làm việc; nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo';
  }
}

/** Short, for lists. */
export function sayTermShort(term: Pick<ProcedureTerm, 'unit' | 'value'>): string {
  return term.unit === 'same-day' ? 'trong ngày' : sayTerm(term);
}

/** What of a fee can be said before anything is known of the applicant. */
export function sayFee(fee: Fee): string {
  if (fee.amount === null) {
    return fee.setBy === 'province-council'
      ? 'mức thu do Hội đồng nhân dân tỉnh quyết định; cán bộ sẽ báo trước khi thu'
      : 'theo quy định; cán bộ sẽ báo mức thu trước khi thu';
  }
  if (fee.amount === 0) return 'không thu';
  const per = { dossier: 'mỗi hồ sơ', page: 'mỗi trang', copy: 'mỗi bản', case: 'mỗi trường hợp' }[fee.per];
  const further =
    fee.firstPages !== undefined && fee.furtherAmount !== undefined
      ? `, từ trang thứ ${fee.firstPages + 1} là ${showMoney(fee.furtherAmount)} mỗi trang`
      : '';
  const cap = fee.cap !== undefined ? `, nhiều nhất ${showMoney(fee.cap)} mỗi bản` : '';
  return `${showMoney(fee.amount)} ${per}${further}${cap}`;
}

/** How a paper is to be brought: shown only, or handed in, and how many. */
export function sayPaper(component: Pick<Component, 'original' | 'copy' | 'mode'>): string {
  if (component.mode === 'present') return 'chỉ xuất trình để đối chiếu, không nộp lại';
  const parts = [
    component.original > 0 ? `${component.original} bản chính` : '',
    component.copy > 0 ? `${component.copy} bản sao` : '',
  ].filter(Boolean);
  return parts.length > 0 ? `nộp ${parts.join(' và ')}` : 'nộp';
}
