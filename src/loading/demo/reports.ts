import { addDays, instantOf, legalDay } from '../../capabilities/calendar/index.ts';
import { periodAt } from '../../capabilities/figures/index.ts';
import { makeReport, shippedOutlines, writeSection } from '../../capabilities/reports/index.ts';
import type { Pool } from '../../db/connect.ts';
import { perform } from '../../perform.ts';
import { type Cast, DEMO_ORIGIN, seatOf } from './act-out.ts';
import type { DemoGround } from './plan.ts';

/** What two officials of the main commune have written so far, by the beginning of the section's heading. */
const WRITTEN: { heading: string; by: 'office' | 'culture'; paragraphs: string[] }[] = [
  {
    heading: '3. Rà soát',
    by: 'office',
    paragraphs: [
      'Trong kỳ đã rà soát các thủ tục thuộc lĩnh vực hộ tịch, chứng thực; chưa phát sinh nội dung cần kiến nghị sửa đổi.',
    ],
  },
  {
    heading: '6. Truyền thông',
    by: 'culture',
    paragraphs: [
      'Hướng dẫn nộp hồ sơ trực tuyến trên hệ thống truyền thanh của xã và tại các buổi họp thôn.',
      'Niêm yết mã QR tra cứu thủ tục tại Trung tâm Phục vụ hành chính công và nhà văn hoá các thôn.',
    ],
  },
  {
    heading: 'II. KHÓ KHĂN',
    by: 'office',
    paragraphs: [
      'Người cao tuổi chưa quen nộp hồ sơ trực tuyến nên công chức phải hướng dẫn tại chỗ, mất nhiều thời gian vào giờ cao điểm.',
    ],
  },
];

/**
 * The running quarter's one-stop report of the main commune, begun by the office and written on by another division:
 * so that the list of reports is not empty. The six-month and the year's reports are left to whoever tries.
 */
export async function writeReport(
  pool: Pool,
  cast: Cast,
  { main }: Pick<DemoGround, 'main'>,
  now: Date,
): Promise<void> {
  const bodyId = main.committee?.id;
  const office = cast.officials.get(seatOf(`${bodyId}.01`, 'specialist'))?.[0];
  const culture = cast.officials.get(seatOf(`${bodyId}.03`, 'specialist'))?.[0];
  if (bodyId === undefined || office === undefined || culture === undefined) return;
  const begun = instantOf(addDays(legalDay(now), -1), 9 * 60);
  const { year, number } = periodAt('quarter', legalDay(begun), 'reporting');
  const { id } = await perform(
    pool,
    makeReport,
    office,
    { outline: 'one-stop-control', bodyId, period: 'quarter', year, number },
    { at: begun, from: DEMO_ORIGIN },
  );
  const outline = (await shippedOutlines()).find(({ code }) => code === 'one-stop-control');
  for (const [place, { heading, by, paragraphs }] of WRITTEN.entries()) {
    const section = outline?.sections.find((one) => one.heading.startsWith(heading));
    if (section === undefined) continue;
    const blocks = paragraphs.map((text) => ({ kind: 'paragraph' as const, inline: [{ text }] }));
    await perform(
      pool,
      writeSection,
      by === 'office' ? office : culture,
      { id, key: section.key, base: 1, blocks },
      { at: new Date(begun.getTime() + (place + 1) * 20 * 60_000), from: DEMO_ORIGIN },
    );
  }
}
