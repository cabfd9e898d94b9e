import { loadCalendarCatalogue, loadMissingYears } from '../capabilities/calendar/index.ts';
import { importShippedCatalogue } from '../capabilities/procedures/index.ts';
import { appendRecord } from '../capabilities/record/index.ts';
import { levelOneCode, loadAgencies, loadUnits } from '../capabilities/units/index.ts';
import { inTransaction, type Pool } from '../db/connect.ts';
import type { Actor } from '../kernel/actor.ts';
import { Hindrance } from '../kernel/hindrance.ts';

export const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };

export interface LoadedProvince {
  /** What was added now; all 0 when everything was there already. */
  days: number;
  units: number;
  agencies: number;
  procedures: number;
}

/**
 * Lays the ground of a province: calendar, units, agencies, procedures. One transaction: a start that is killed
 * half-way leaves an empty province and not half of one. What is there stays, since the province may have put its own
 * agencies, hours or procedures in the place of the shipped ones; only what is new in a shipped catalogue (a year, a
 * procedure) is added. Throws Hindrance when there is no such province.
 */
export async function loadProvince(
  pool: Pool,
  options: { province: string; at?: Date; onStep?: (line: string) => void },
): Promise<LoadedProvince> {
  const { province, at = new Date(), onStep = () => {} } = options;
  await levelOneCode(province).catch(() => {
    throw new Hindrance(`HAICAP_PROVINCE=${province}: không có tỉnh, thành phố nào mang mã này.`, 78);
  });
  return inTransaction(pool, async (tx) => {
    await tx.query('set local statement_timeout = 0');
    await tx.query(`select pg_advisory_xact_lock(hashtext('haicap load'), hashtext(current_schema()))`);
    const isEmpty = async (table: 'calendar_days' | 'units' | 'agencies') =>
      (await tx.query<{ any: boolean }>(`select exists (select from ${table}) as any`)).rows[0]?.any ===
      false;
    const say = (count: number, what: string) => {
      if (count > 0) onStep(`Đã nạp ${count.toLocaleString('vi-VN')} ${what}.`);
      return count;
    };
    const units = (await isEmpty('units')) ? (await loadUnits(tx, province)).units : 0;
    say(units, 'đơn vị hành chính');
    const agencies = (await isEmpty('agencies')) ? (await loadAgencies(tx, province)).agencies : 0;
    say(agencies, 'cơ quan, đơn vị');
    const { days } = (await isEmpty('calendar_days'))
      ? await loadCalendarCatalogue(tx)
      : await loadMissingYears(tx);
    say(days, 'ngày nghỉ, ngày làm bù trong lịch');
    const { loaded: procedures } = await importShippedCatalogue(tx, province, {
      at,
      record: async (entry) => {
        await appendRecord(tx, {
          ...entry,
          act: 'procedures.import-catalogue',
          actor: SYSTEM,
          at,
          from: 'haicap load',
        });
      },
    });
    say(procedures, 'thủ tục hành chính');
    return { days, units, agencies, procedures };
  });
}
