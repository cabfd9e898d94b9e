import type { Read, Reading } from './claim.ts';
import { nothing } from './claim.ts';
import { daysIn, type PrintedDate, showDate } from './date.ts';

/** Dates that do not exist, years that cannot be meant, periods that end before they begin. */
export function readDates(reading: Reading): Read {
  const read = nothing();
  const years = new Map<number, number>();
  for (const list of reading.dates)
    for (const d of list)
      if (d.year !== null && d.fault === 'none') years.set(d.year, (years.get(d.year) ?? 0) + 1);
  const usual = [...years].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
  reading.passages.forEach((passage, p) => {
    const dates = reading.dates[p] ?? [];
    for (const d of dates) {
      if (d.fault === 'none') {
        read.kept.push({
          kind: 'date',
          passage,
          start: d.start,
          end: d.end,
          statement: `${d.raw} là ngày có thật`,
        });
        continue;
      }
      const suggestion = d.fault === 'year' ? yearSlip(d, [...years.keys()], usual) : null;
      read.observations.push({
        kind: 'date',
        passage,
        start: d.start,
        end: d.end,
        relation:
          d.fault === 'year'
            ? 'năm phải là năm có thể có'
            : d.fault === 'month'
              ? 'tháng phải từ 1 đến 12'
              : 'ngày phải có trong tháng đó',
        computed: d.raw,
        expected:
          d.fault === 'day' && d.month !== null
            ? `tháng ${d.month} có ${daysIn(d.month, d.year ?? 2024)} ngày`
            : 'một ngày có thật',
        suggestion,
        severity: 'error',
        confidence: 0.95,
        related: [],
      });
    }
    // "từ ngày … đến ngày …"
    for (let i = 0; i + 1 < dates.length; i++) {
      const a = dates[i] as PrintedDate;
      const b = dates[i + 1] as PrintedDate;
      const between = passage.text.slice(a.end, b.start);
      const before = passage.text.slice(Math.max(0, a.start - 14), a.start);
      if (!/^[\s,]*(?:đến|tới|[-–])\s*(?:hết\s+)?(?:ngày\s+)?$/iu.test(between)) continue;
      if (!/(từ|từ ngày|kỳ|đoạn|\()\s*(?:ngày\s*)?$/iu.test(before) && !/^ngày/iu.test(a.raw)) continue;
      const from =
        a.order ??
        (a.fault === 'none' && a.year === null && b.year !== null && a.month !== null
          ? b.year * 10000 + a.month * 100 + (a.day ?? 0)
          : null);
      if (from === null || b.order === null) continue;
      const late =
        a.day === null || b.day === null
          ? Math.floor(from / 100) > Math.floor(b.order / 100)
          : from > b.order;
      if (late) {
        read.observations.push({
          kind: 'period',
          passage,
          start: a.start,
          end: b.end,
          relation: 'ngày bắt đầu phải trước ngày kết thúc',
          computed: `${showDate(a)} – ${showDate(b)}`,
          expected: `kết thúc sau ${showDate(a)}`,
          suggestion: null,
          severity: 'error',
          confidence: 0.9,
          related: [],
        });
      } else
        read.kept.push({
          kind: 'period',
          passage,
          start: a.start,
          end: b.end,
          statement: `${showDate(a)} – ${showDate(b)}`,
        });
    }
    for (const span of reading.spans[p] ?? []) {
      if (span.from > span.to && span.to > 1900) {
        read.observations.push({
          kind: 'period',
          passage,
          start: span.start,
          end: span.end,
          relation: 'năm bắt đầu phải trước năm kết thúc',
          computed: `${span.from} – ${span.to}`,
          expected: `kết thúc từ năm ${span.from}`,
          suggestion: null,
          severity: 'error',
          confidence: 0.9,
          related: [],
        });
      } else
        read.kept.push({
          kind: 'period',
          passage,
          start: span.start,
          end: span.end,
          statement: `${span.from} – ${span.to}`,
        });
    }
  });
  return read;
}

/** A year one digit away from one that the text uses. */
function yearSlip(d: PrintedDate, known: number[], usual: number | null): string | null {
  if (d.year === null) return null;
  const raw = String(d.year);
  const near = (year: number): boolean => {
    const y = String(year);
    if (raw.length === y.length) return [...raw].filter((c, i) => c !== y[i]).length === 1;
    if (raw.length === y.length + 1) return [...raw].some((_, i) => raw.slice(0, i) + raw.slice(i + 1) === y);
    if (raw.length === y.length - 1) return [...y].some((_, i) => y.slice(0, i) + y.slice(i + 1) === raw);
    return false;
  };
  const fits = known.filter(near);
  const year = usual !== null && fits.includes(usual) ? usual : fits.length === 1 ? fits[0] : undefined;
  return year === undefined ? null : d.raw.replace(new RegExp(`${raw}$`), String(year));
}
