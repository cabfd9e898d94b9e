import type { Entry } from './lay-ledger.ts';

/**
 * Ledgers built to figures that offices have published: as many dossiers as they say, each with what happened to it.
 * Which dossier it was nobody knows; the totals are theirs, the rest is invented.
 */

const day = (first: string, n: number, hour: number) =>
  `${new Date(Date.parse(`${first}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:00:00+07:00`;

/**
 * A commune's half-year, 15/12/2025 to 14/6/2026: 5,082 received and 13 carried over, 5,064 resolved and none late, 4,853
 * of them digitised, 3,944 with a fee and all of these paid online.
 */
export function* communeHalfYear(): Generator<Entry> {
  for (let n = 0; n < 13; n++)
    yield {
      receivedAt: '2025-12-14T09:00:00+07:00',
      dueAt: '2025-12-17T09:00:00+07:00',
      ended: { at: '2025-12-16T10:00:00+07:00', how: 'approved' },
      digitised: true,
    };
  for (let n = 0; n < 5082; n++) {
    const open = n < 31;
    const at = open ? 181 : n % 178;
    yield {
      receivedAt: day('2025-12-15', at, 8),
      dueAt: day('2025-12-15', at + 3, 17),
      sector: n % 3 === 0 ? 'chung-thuc' : 'ho-tich',
      ...(open
        ? {}
        : {
            ended: { at: day('2025-12-15', at + (n % 4), 15), how: n % 400 === 0 ? 'refused' : 'approved' },
          }),
      digitised: !open && n - 31 < 4840,
      ...(n < 3944 ? { fee: 8000, paidOnline: true } : {}),
    };
  }
}

/**
 * A commune's ten months, 1/7/2025 to 30/4/2026: 12,317 received (1,116 at the counter, 11,201 online), 490 of them from
 * ministries; 12,258 ended, 54 of these late, 119 refused and 187 withdrawn; 59 open, 7 of these waiting; 490 from
 * ministries of which 459 have ended; 8,510 with a fee, paid online.
 */
export function* communeTenMonths(body: string): Generator<Entry> {
  for (let n = 0; n < 12_317; n++) {
    const open = n < 59;
    const waiting = n < 7;
    const at = open ? 303 - (n % 2) : n % 296;
    const how = n < 59 + 119 ? 'refused' : n < 59 + 119 + 187 ? 'withdrawn' : 'approved';
    const late = n >= 12_317 - 54;
    yield {
      body,
      channel: n % 11 === 0 && n < 11 * 1116 ? 'counter' : 'online',
      receivedAt: day('2025-07-01', at, 9),
      dueAt: day('2025-07-01', at + 4, 17),
      sector: n % 5 === 0 ? 'chung-thuc' : 'ho-tich',
      ...(waiting ? { supplement: { at: day('2025-07-01', at, 15) } } : {}),
      ...(open ? {} : { ended: { at: day('2025-07-01', at + (late ? 6 : n % 4), 15), how } }),
      // Thirty-one of those kept by ministries are open.
      ...((n >= 28 && n < 59) || (n >= 1000 && n < 1459) ? { mirroredFrom: 'bo-nganh' } : {}),
      ...(n >= 2000 && n < 10_510 ? { fee: 8000, paidOnline: true } : {}),
      digitised: n % 1429 !== 0,
    };
  }
}

/**
 * A province's year of 2025: 776,417 received and carried over; 742,805 ended, 734,691 in time and 8,114 late; 33,612
 * open. Over these bodies, by and by.
 */
export function* provinceYear(bodies: readonly string[]): Generator<Entry> {
  for (let n = 0; n < 776_417; n++) {
    const open = n < 33_612;
    const late = n >= 776_417 - 8114;
    const at = open ? 345 + (n % 20) : n % 355;
    const body = bodies[n % bodies.length] ?? '';
    yield {
      body,
      ...(n % 97 === 0 ? { receivedBy: bodies[(n + 1) % bodies.length] ?? body } : {}),
      channel: n % 20 < 17 ? 'online' : n % 20 < 18 ? 'post' : 'counter',
      receivedAt: day('2025-01-01', at, 7 + (n % 9)),
      dueAt: day('2025-01-01', at + 5, 17),
      sector: ['ho-tich', 'chung-thuc', 'dat-dai', 'bao-tro-xa-hoi', 'ho-kinh-doanh'][n % 5] ?? 'ho-tich',
      ...(open
        ? {}
        : {
            ended: {
              at: day('2025-01-01', at + (late ? 7 : n % 6), 16),
              how: n % 90 === 0 ? 'withdrawn' : 'approved',
            },
          }),
      digitised: n % 12 !== 0,
      ...(n % 3 === 0 ? { fee: 8000, paidOnline: n % 2 === 0 } : {}),
    };
  }
}
