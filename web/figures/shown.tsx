import { showDate, showNumber, showShort } from '../app/dates.ts';
import { place } from '../app/router.ts';
import { type Asked, queryOf } from './asked.ts';

export interface PeriodShown {
  from: string;
  to: string;
  until: string;
  at: string;
  finished: boolean;
}

export interface WhoseShown {
  name: string;
  division: string | null;
}

/** The list behind a figure, as an address. */
export function doorOf(asked: Asked, indicator: string, more: Record<string, string> = {}): string {
  return `/so-lieu/ho-so?${new URLSearchParams({ ...queryOf(asked), indicator, ...more })}`;
}

export function Counted({ period, whose }: { period: PeriodShown; whose: WhoseShown }) {
  return (
    <p>
      <strong>{whose.name}</strong>
      {whose.division !== null && <> (hồ sơ đã qua {whose.division})</>}, từ {showDate(period.from)} đến hết{' '}
      {showDate(period.until)}.{' '}
      <span class="quiet">
        {period.finished
          ? 'Kỳ đã kết thúc; hồ sơ đang giải quyết, quá hạn là tại lúc hết kỳ.'
          : `Kỳ chưa kết thúc; số liệu lúc ${showShort(period.at)}.`}
        {place.value.query.get('ban-do') === 'that-day' && ' Theo bản đồ đơn vị khi đó.'}
      </span>
    </p>
  );
}

export const showPercent = (value: number) =>
  Number.isInteger(value) ? showNumber(value, 0) : showNumber(value, 2);
