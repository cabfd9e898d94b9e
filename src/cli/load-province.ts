import { loadCalendarCatalogue } from '../capabilities/calendar/index.ts';
import { importShippedCatalogue } from '../capabilities/procedures/index.ts';
import { appendRecord } from '../capabilities/record/index.ts';
import { loadAgencies, loadUnits } from '../capabilities/units/index.ts';
import { inTransaction, type Pool } from '../db/connect.ts';
import type { Actor } from '../kernel/actor.ts';
import { Hindrance } from '../kernel/hindrance.ts';

export const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };

export async function isProvinceLoaded(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query('select exists (select from agencies) as loaded');
  return rows[0]?.loaded === true;
}

/**
 * Everything the product ships for a province: units, agencies, calendar, procedures. One transaction: a start that
 * is killed half-way leaves an empty province and not half of one. Running it again brings what is newer.
 */
export async function loadProvince(
  pool: Pool,
  province: string,
  report: (line: string) => void,
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query('set local statement_timeout = 0');
    await tx.query(`select pg_advisory_xact_lock(hashtext('haicap'), hashtext('load'))`);
    report('Nạp đơn vị hành chính và cơ quan…');
    const units = await loadUnits(tx, province).catch((error: unknown) => {
      if (error instanceof RangeError)
        throw new Hindrance(`HAICAP_PROVINCE=${province}: không có tỉnh, thành phố nào mang mã này.`, 78);
      throw error;
    });
    const { agencies } = await loadAgencies(tx, province);
    report('Nạp lịch làm việc và thủ tục hành chính…');
    const { days } = await loadCalendarCatalogue(tx);
    const at = new Date();
    const procedures = await importShippedCatalogue(tx, province, {
      at,
      record: async (entry) => {
        await appendRecord(tx, {
          ...entry,
          act: 'procedures.import-catalogue',
          actor: SYSTEM,
          at,
          from: null,
        });
      },
    });
    report(
      `Đã nạp ${units.units} đơn vị, ${agencies} cơ quan, ${days} ngày trong lịch, ${procedures.loaded} thủ tục.`,
    );
  });
}
