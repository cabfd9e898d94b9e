// Instants arrive in ISO 8601 and are shown at +07:00, whatever the clock of the machine; legal days are 'YYYY-MM-DD'.

const SHIFT = 7 * 3_600_000;

/** Year, month … of an instant as a clock in Hà Nội shows it. Takes a legal day as it is. */
function parts(
  iso: string,
): { y: number; m: number; d: number; h: number; min: number; weekday: number } | null {
  const onlyDay = /^\d{4}-\d{2}-\d{2}$/.test(iso);
  const time = Date.parse(onlyDay ? `${iso}T00:00:00Z` : iso);
  if (Number.isNaN(time)) return null;
  const at = new Date(onlyDay ? time : time + SHIFT);
  return {
    y: at.getUTCFullYear(),
    m: at.getUTCMonth() + 1,
    d: at.getUTCDate(),
    h: at.getUTCHours(),
    min: at.getUTCMinutes(),
    weekday: at.getUTCDay(),
  };
}

const two = (n: number) => String(n).padStart(2, '0');

/** 05/02/2026; empty for nothing. */
export function showDate(iso: string | null | undefined): string {
  const p = iso ? parts(iso) : null;
  return p === null ? '' : `${two(p.d)}/${two(p.m)}/${p.y}`;
}

/** 14:30 */
export function showTime(iso: string | null | undefined): string {
  const p = iso ? parts(iso) : null;
  return p === null ? '' : `${two(p.h)}:${two(p.min)}`;
}

/** 14:30 ngày 05/02/2026 */
export function showDateTime(iso: string | null | undefined): string {
  return iso ? `${showTime(iso)} ngày ${showDate(iso)}` : '';
}

/** 14:30 05/02/2026, for narrow columns. */
export function showShort(iso: string | null | undefined): string {
  return iso ? `${showTime(iso)} ${showDate(iso)}` : '';
}

const WEEKDAYS = ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'];

export function showWeekday(iso: string): string {
  const p = parts(iso);
  return p === null ? '' : (WEEKDAYS[p.weekday] ?? '');
}

/** The legal day of an instant: 'YYYY-MM-DD' at +07:00. */
export function legalDayOf(iso: string): string {
  const p = parts(iso);
  return p === null ? '' : `${p.y}-${two(p.m)}-${two(p.d)}`;
}

/** Words beside a date, never instead of it: hôm nay, ngày mai, 3 ngày nữa, 2 ngày trước. */
export function relativeDay(iso: string, nowIso: string): string {
  const days = Math.round((Date.parse(legalDayOf(iso)) - Date.parse(legalDayOf(nowIso))) / 86_400_000);
  if (days === 0) return 'hôm nay';
  if (days === 1) return 'ngày mai';
  if (days === -1) return 'hôm qua';
  return days > 0 ? `${days} ngày nữa` : `${-days} ngày trước`;
}

export type TypedDate = { iso: string } | { fault: 'date.unreadable' | 'date.impossible' };

/**
 * Reads a date as people type it, day first: 5/2/2026, 05-02-2026, 5.2.26, 5 2 2026, 05022026, 2026-02-05,
 * "ngày 5 tháng 2 năm 2026". A year of two digits is the nearest one that is at most ten years ahead.
 */
export function readDate(text: string, thisYear: number = new Date().getFullYear()): TypedDate {
  const clean = text.trim().toLowerCase();
  let year: string | undefined;
  let month: string | undefined;
  let day: string | undefined;
  const isoLike = /^(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})$/.exec(clean);
  const together = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(clean);
  const spoken = /^(?:ngày\s*)?(\d{1,2})\s*(?:tháng|thg)\s*(\d{1,2})\s*(?:năm\s*)?(\d{4}|\d{2})$/.exec(
    clean.normalize('NFC'),
  );
  const usual = /^(\d{1,2})(?:\s*[-/.,\\–]\s*|\s+)(\d{1,2})(?:\s*[-/.,\\–]\s*|\s+)(\d{4}|\d{2})$/.exec(clean);
  if (isoLike) [, year, month, day] = isoLike;
  else {
    const found = together ?? spoken ?? usual;
    if (!found) return { fault: 'date.unreadable' };
    [, day, month, year] = found;
  }
  let y = Number(year);
  if (year?.length === 2) {
    y += 2000;
    if (y > thisYear + 10) y -= 100;
  }
  const m = Number(month);
  const d = Number(day);
  const at = new Date(Date.UTC(y, m - 1, d));
  const real = at.getUTCFullYear() === y && at.getUTCMonth() === m - 1 && at.getUTCDate() === d;
  if (!real || y < 1800 || y > 2200) return { fault: 'date.impossible' };
  return { iso: `${y}-${two(m)}-${two(d)}` };
}

/** 1.234,5: at most `digits` decimals, none that are zero. */
export function showNumber(value: number, digits = 1): string {
  const fixed = Math.abs(value).toFixed(digits);
  const [whole = '0', rest = ''] = fixed.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  const decimals = rest.replace(/0+$/, '');
  const isZero = Number(fixed) === 0;
  return `${value < 0 && !isZero ? '−' : ''}${grouped}${decimals === '' ? '' : `,${decimals}`}`;
}

/** 8.000 đồng; nothing to pay is said in words. */
export function showMoney(amount: number): string {
  return amount === 0 ? 'không thu' : `${showNumber(amount, 0)} đồng`;
}

/** 2,4 MB */
export function showSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} byte`;
  if (bytes < 1024 * 1024) return `${showNumber(bytes / 1024, 0)} KB`;
  return `${showNumber(bytes / 1024 / 1024, 1)} MB`;
}

/** 001099012345 as printed on the card: 001 099 012 345. Anything else unchanged. */
export function showPersonalId(digits: string | null | undefined): string {
  if (!digits) return '';
  return /^\d{12}$/.test(digits) ? digits.replace(/(\d{3})(?=\d)/g, '$1 ') : digits;
}

/** 0912 345 678; a line of a house 0229 3123 456 */
export function showPhone(digits: string | null | undefined): string {
  if (!digits) return '';
  const plain = digits.replace(/\s/g, '');
  if (/^02\d{9}$/.test(plain)) return plain.replace(/^(\d{4})(\d{4})(\d{3})$/, '$1 $2 $3');
  return /^0\d{9}$/.test(plain) ? plain.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1 $2 $3') : digits;
}
