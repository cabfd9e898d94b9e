import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { Plan } from '../units/index.ts';

export interface Reorganisation {
  id: string;
  effectiveOn: string;
  basisNumber: string;
  basisDate: string;
  basisTitle: string;
  plan: Plan;
  state: 'planned' | 'cancelled' | 'done';
  plannedAt: Date;
  plannedByName: string;
  endedAt: Date | null;
  moved: Moved | null;
}

export interface Moved {
  dossiers: number;
  finished: number;
  duties: number;
  persons: number;
  agencies: number;
  // What earlier reorganisations did not know to move.
  money?: number;
  reports?: number;
  feeAreas?: number;
}

const COLUMNS = `id, effective_on as "effectiveOn", basis_number as "basisNumber", basis_date as "basisDate",
  basis_title as "basisTitle", plan, state, planned_at as "plannedAt", planned_by_name as "plannedByName",
  ended_at as "endedAt", moved`;

export async function addReorganisation(
  tx: Tx,
  one: Omit<Reorganisation, 'state' | 'endedAt' | 'moved'> & { plannedBy: string },
): Promise<void> {
  await tx.query(
    `insert into reorganisations (id, effective_on, basis_number, basis_date, basis_title, plan, state, planned_at, planned_by, planned_by_name)
     values ($1, $2, $3, $4, $5, $6, 'planned', $7, $8, $9)`,
    [
      one.id,
      one.effectiveOn,
      one.basisNumber,
      one.basisDate,
      one.basisTitle,
      JSON.stringify(one.plan),
      one.plannedAt,
      one.plannedBy,
      one.plannedByName,
    ],
  );
}

export async function lockReorganisation(tx: Tx, id: string): Promise<Reorganisation> {
  const { rows } = await tx.query<Reorganisation>(
    `select ${COLUMNS} from reorganisations where id = $1 for update`,
    [id],
  );
  if (rows[0] === undefined) throw new Refusal('missing', 'reorganisation.unknown');
  return rows[0];
}

export async function endReorganisation(
  tx: Tx,
  id: string,
  end: { state: 'cancelled' | 'done'; at: Date; moved: Moved | null },
): Promise<void> {
  await tx.query('update reorganisations set state = $2, ended_at = $3, moved = $4 where id = $1', [
    id,
    end.state,
    end.at,
    end.moved === null ? null : JSON.stringify(end.moved),
  ]);
}

/** All of them, what is planned first and the newest above. */
export async function allReorganisations(tx: Tx): Promise<Reorganisation[]> {
  const { rows } = await tx.query<Reorganisation>(
    `select ${COLUMNS} from reorganisations order by (state = 'planned') desc, effective_on desc, planned_at desc limit 200`,
  );
  return rows;
}

/** Those whose day has come, in the order in which they must happen. */
export async function dueReorganisations(tx: Tx, today: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from reorganisations where state = 'planned' and effective_on <= $1 order by effective_on, planned_at`,
    [today],
  );
  return rows.map((row) => row.id);
}

/** Whether another planned one already has one of the same units or agencies. */
export async function plannedAgainst(tx: Tx, plan: Plan): Promise<boolean> {
  const { rows } = await tx.query<{ plan: Plan }>(`select plan from reorganisations where state = 'planned'`);
  const named = new Set([...plan.from, ...plan.into.map((one) => one.id)]);
  return rows.some(
    (row) => row.plan.from.some((id) => named.has(id)) || row.plan.into.some((one) => named.has(one.id)),
  );
}

/** The lock under which plans are made and carried out, one after another. */
export async function lockMap(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('haicap map'), hashtext(current_schema()))`);
}
