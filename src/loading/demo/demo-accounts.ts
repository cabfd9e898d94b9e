import type { Tx } from '../../kernel/tx.ts';
import { DEMO_PASSWORD } from './officials.ts';

export interface DemoAccount {
  name: string;
  password: string;
  /** In Vietnamese: the role and where, or that it is a citizen. */
  who: string;
}

/** In the order in which a dossier passes them, ending with those who look on from above. */
const ROLES = [
  ['receptionist', 'Cán bộ tiếp nhận'],
  ['division-head', 'Lãnh đạo phòng'],
  ['specialist', 'Chuyên viên'],
  ['leader', 'Lãnh đạo UBND'],
  ['clerk', 'Văn thư'],
  ['control-officer', 'Kiểm soát TTHC'],
  ['administrator', 'Quản trị hệ thống'],
] as const;

/**
 * The accounts to try the demonstration with, one of each role where most happens, and three citizens. Empty when there
 * is no demonstration.
 */
export async function demoAccounts(tx: Tx): Promise<DemoAccount[]> {
  const officials = await tx.query<{ name: string; full_name: string; role: string; place: string }>(
    `with busiest as (
       select competent_body_id as id from dossiers where demo group by 1 order by count(*) desc, 1 limit 1
     )
     select distinct on (d.role) a.name, o.full_name, d.role, ag.name as place
     from officials o join accounts a on a.official_id = o.id join duties d on d.official_id = o.id
       join agencies ag on ag.id = d.agency_id
     where o.demo and (d.body_id = (select id from busiest) or d.role in ('control-officer', 'administrator'))
     order by d.role, length(a.name), a.name`,
  );
  const citizens = await tx.query<{ name: string; full_name: string }>(
    `select a.name, p.full_name from persons p join accounts a on a.person_id = p.id
       join dossiers f on f.applicant_id = p.id
     where p.demo group by a.name, p.full_name
     order by count(distinct f.state) desc, count(*) desc, a.name limit 3`,
  );
  return [
    ...ROLES.flatMap(([role, title]) => {
      const found = officials.rows.find((row) => row.role === role);
      return found === undefined
        ? []
        : [
            {
              name: found.name,
              password: DEMO_PASSWORD,
              who: `${title}, ${found.place} (${found.full_name})`,
            },
          ];
    }),
    ...citizens.rows.map((row) => ({
      name: row.name,
      password: DEMO_PASSWORD,
      who: `Người dân (${row.full_name})`,
    })),
  ];
}
