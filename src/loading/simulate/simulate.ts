import { definitionsOf, foldCells } from '../../capabilities/figures/index.ts';
import type { TakenFile } from '../../capabilities/papers/index.ts';
import { appoint, hashPassword, type Person } from '../../capabilities/people/index.ts';
import { appendRecord, chained, changesOf, copyChains } from '../../capabilities/record/index.ts';
import { findAgencies, findUnits } from '../../capabilities/units/index.ts';
import { connect, inTransaction, type Pool } from '../../db/connect.ts';
import { copyRows } from '../../db/copy.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { Hindrance } from '../../kernel/hindrance.ts';
import type { Tx } from '../../kernel/tx.ts';
import { openFileStore } from '../../outside/files.ts';
import { DEMO_PASSWORD, inventedOfficials } from '../demo/officials.ts';
import { storeSamplePapers } from '../demo/sample-papers.ts';
import { type Aside, type Life, layLives, makeLives, putBack, setAside } from '../ledger/index.ts';
import { actOutLife, SIMULATED } from './act-out.ts';
import { changesOfLife, type Registers, type SimulatedPaper } from './changes.ts';
import { type Plan, planYear } from './plan.ts';
import { readWorld, type World } from './world.ts';

export interface Simulate {
  /** As the server signs in. */
  pool: Pool;
  /** As the owner: lays in bulk, and marks what is invented. */
  adminUrl: string;
  schema: string;
  papersFolder: string;
  province: string;
  year: number;
  dossiers: number;
  seed: string;
  /** Laid by COPY instead of acted out. */
  bulk: boolean;
  onStep?: (line: string) => void;
  /** How many of all are done; called often. */
  onProgress?: (done: number, all: number) => void;
  /** Stops after so many of the year: what a kill would do, for tests. */
  stopAfter?: number;
}

export interface Simulated {
  dossiers: number;
  /** Of these were there from a run that was cut off. */
  before: number;
  acts: number;
}

interface Begun {
  type: 'simulation-begun';
  province: string;
  year: number;
  dossiers: number;
  seed: string;
  bulk: boolean;
  aside: Aside;
}

const BATCH = 2000;

/**
 * A year of a province's work by invented people, in a province where nobody works yet. What was cut off goes on where
 * it stopped; another year, number or seed than was begun is refused, and so are dossiers that were not simulated.
 */
export async function simulate(options: Simulate): Promise<Simulated> {
  const { pool, schema, province, year, dossiers, seed, bulk, onStep = () => {} } = options;
  const owner = connect(options.adminUrl, schema, 3);
  const lock = await owner.connect();
  try {
    await lock.query(`select pg_advisory_lock(hashtext('haicap simulate'), hashtext(current_schema()))`);
    const begun = await beginOf(owner);
    const asked = { province, year, dossiers, seed, bulk };
    if (begun === null) await refuseWhereSomebodyWorks(owner);
    else if (Object.entries(asked).some(([name, value]) => begun[name as keyof Begun] !== value))
      throw new Hindrance(
        `Ở đây đã mô phỏng năm ${begun.year}, ${begun.dossiers} hồ sơ, hạt giống «${begun.seed}»${begun.bulk ? ', nạp khối' : ''}: chỉ chạy tiếp đúng như vậy, hoặc dùng thư mục dữ liệu khác.`,
      );
    if (begun?.ended === true) return { dossiers, before: dossiers, acts: 0 };
    if (begun === null) await appointInvented(owner, province);
    const files = await openFileStore(options.papersFolder);
    const paper = (await storeSamplePapers(files)).get('to-khai');
    if (paper === undefined) throw new Error('no sample paper');
    const world = await readWorld(owner, province, year);
    const plan = planYear(world, dossiers, `${province} ${year} ${seed}`);
    const note = (change: object) => (tx: Tx) =>
      appendRecord(tx, {
        act: 'system.simulate',
        actor: SYSTEM,
        at: new Date(),
        from: SIMULATED,
        subjectKind: 'system',
        subjectId: 'simulation',
        change,
      });
    const begin = async (tx: Tx, aside: Aside) => {
      await note({ type: 'simulation-begun', ...asked, aside } satisfies Begun)(tx);
      return aside;
    };
    onStep(
      `Năm ${year}: ${dossiers.toLocaleString('vi-VN')} hồ sơ của ${plan.people.toLocaleString('vi-VN')} người không có thật, từ ${world.from} đến trước ${world.to}.`,
    );
    let result: Simulated;
    if (bulk) {
      const aside =
        begun?.aside ??
        (await inTransaction(owner, async (tx) => {
          const set = await setAside(tx);
          // Until they are built anew nobody reads totals that lack what is being laid.
          for (const table of ['figure_cells', 'figure_times', 'figure_measures'])
            await tx.query(`delete from ${table}`);
          return begin(tx, set);
        }));
      result = await layYear(owner, world, plan, paper, options);
      if (result.dossiers < dossiers) return result;
      onStep('Dựng chỉ mục và cộng số liệu…');
      await inTransaction(owner, (tx) => putBack(tx, aside));
    } else {
      if (begun === null) await inTransaction(owner, (tx) => begin(tx, []));
      result = await actOutYear(pool, world, plan, paper, options);
      if (result.dossiers < dossiers) return result;
    }
    await inTransaction(owner, async (tx) => {
      await tx.query('set transaction isolation level repeatable read');
      await foldCells(tx, (await definitionsOf(tx)).indicators, { anew: true });
    });
    await inTransaction(owner, markInvented);
    await inTransaction(owner, note({ type: 'simulation-ended', dossiers }));
    await owner.query('vacuum analyze');
    return result;
  } finally {
    lock.release();
    await owner.end();
  }
}

/** What was begun here last, whether it has ended or not. */
async function beginOf(tx: Tx): Promise<(Begun & { ended: boolean }) | null> {
  const changes = (await changesOf(tx, 'system', 'simulation')) as { type: string }[];
  const begun = changes.findLast(({ type }) => type === 'simulation-begun') as Begun | undefined;
  return begun === undefined
    ? null
    : { ...begun, ended: changes.some(({ type }) => type === 'simulation-ended') };
}

async function refuseWhereSomebodyWorks(tx: Tx): Promise<void> {
  const { rows } = await tx.query<{ dossiers: boolean; officials: boolean }>(
    'select exists (select from dossiers) as dossiers, exists (select from officials) as officials',
  );
  if (rows[0]?.dossiers === true || rows[0]?.officials === true)
    throw new Hindrance(
      'Ở đây đã có cán bộ, hồ sơ: không mô phỏng bên cạnh dữ liệu thật hay dữ liệu minh hoạ. Hãy dùng thư mục dữ liệu mới, ví dụ HAICAP_DATA=./mo-phong.',
    );
}

async function appointInvented(owner: Pool, province: string): Promise<void> {
  const day = '2025-07-01';
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  await inTransaction(owner, async (tx) => {
    const units = [
      ...(await findUnits(tx, { limit: 10 }, day)).filter((unit) => unit.code === province),
      ...(await findUnits(tx, { parentCode: province, limit: 1000 }, day)),
    ];
    const agencies = await findAgencies(tx, { limit: 10_000 }, day);
    await appoint(tx, inventedOfficials(province, units, agencies, passwordHash));
  });
}

/** Invented, as the demonstration is: `haicap demo remove` takes it away. Told nothing by e-mail. */
async function markInvented(tx: Tx): Promise<void> {
  await tx.query('set local statement_timeout = 0');
  for (const table of ['dossiers', 'persons', 'papers'])
    await tx.query(`update ${table} set demo = true where not demo`);
  await tx.query(`update messages set state = 'sent', sent_at = at, spread_at = at where spread_at is null`);
}

async function actOutYear(
  pool: Pool,
  world: World,
  plan: Plan,
  paper: TakenFile,
  { seed, onProgress = () => {}, stopAfter = plan.count }: Simulate,
): Promise<Simulated> {
  const { rows } = await pool.query<{ n: number }>('select count(*) as n from dossiers');
  let acts = 0;
  const all = Math.min(stopAfter, plan.count);
  for (let place = 0; place < all; place++) {
    acts += await actOutLife(pool, world, plan, plan.lifeAt(place), seed, paper);
    onProgress(place + 1, plan.count);
  }
  return { dossiers: all, before: rows[0]?.n ?? 0, acts };
}

async function layYear(
  owner: Pool,
  world: World,
  plan: Plan,
  paper: TakenFile,
  { seed, onProgress = () => {}, stopAfter = plan.count }: Simulate,
): Promise<Simulated> {
  const prefix = `mp-${world.province.code}-${seed}`.toLowerCase().replace(/[^a-z0-9-]/g, '-');
  const { rows } = await owner.query<{ people: number; dossiers: number }>(
    'select (select count(*) from persons) as people, (select count(*) from dossiers) as dossiers',
  );
  const before = rows[0] ?? { people: 0, dossiers: 0 };
  const idOf = (place: number) => `${prefix}-n${String(place + 1).padStart(7, '0')}`;
  for (let from = before.people; from < plan.people; from += 5000) {
    const people = Array.from({ length: Math.min(5000, plan.people - from) }, (_, n) => ({
      id: idOf(from + n),
      ...plan.personAt(from + n),
    }));
    await inTransaction(owner, (tx) => layPeople(tx, people, world));
  }
  const folded = await foldedNames(owner, world);
  const numbers = new Map<string, number>();
  const registers: Registers = (kind, bodyId, period) => {
    const key = `${kind} ${bodyId} ${period}`;
    const number = (numbers.get(key) ?? 0) + 1;
    numbers.set(key, number);
    return number;
  };
  let pending: Promise<unknown> = Promise.resolve();
  const all = Math.min(stopAfter, plan.count);
  let acts = 0;
  for (let from = 0; from < all; from += BATCH) {
    const papers: (SimulatedPaper & { dossierId: string })[] = [];
    const lives: Life[] = [];
    const names = new Map<number, Person>();
    for (let place = from; place < Math.min(from + BATCH, all); place++) {
      const life = plan.lifeAt(place);
      const person = { id: idOf(life.person), ...plan.personAt(life.person) };
      names.set(place, person);
      const id = `${prefix}-${String(place + 1).padStart(8, '0')}`;
      const made = changesOfLife(world, life, id, person, registers);
      acts += made.changes.length;
      papers.push(...made.papers.map((one) => ({ ...one, dossierId: id })));
      lives.push({ id, changes: made.changes, search: searchOf(made.changes, person, folded) });
    }
    // Laid already by a run that was cut off: only the registers had to be gone through.
    if (from + lives.length <= before.dossiers) continue;
    const rest = Math.max(0, before.dossiers - from);
    const ready = makeLives(lives.slice(rest), {
      fullProcess: world.fullProcess,
      changed: false,
      origin: SIMULATED,
    });
    const mine = new Set(lives.slice(rest).map(({ id }) => id));
    await pending;
    // While the database takes this batch, the next one is made.
    pending = inTransaction(owner, async (tx) => {
      await tx.query('set local synchronous_commit = off');
      await tx.query('set local statement_timeout = 0');
      await layLives(tx, ready);
      await copyRows(
        tx,
        'papers',
        ['id', 'name', 'type', 'size', 'sha256', 'uploaded_by', 'uploaded_at', 'origin', 'dossier_id'],
        papers
          .filter((one) => mine.has(one.dossierId))
          .map((one) => [
            one.id,
            paper.name,
            paper.type,
            paper.size,
            paper.sha256,
            one.by,
            one.at,
            one.origin,
            one.dossierId,
          ]),
      );
    }).then(() => onProgress(from + lives.length, plan.count));
    // A failure is told where it is waited for.
    pending.catch(() => {});
  }
  await pending;
  await inTransaction(owner, (tx) => saveRegisters(tx, numbers));
  return { dossiers: all, before: before.dossiers, acts };
}

async function layPeople(tx: Tx, people: readonly Person[], world: World): Promise<void> {
  const at = new Date(`${world.from}T00:00:00+07:00`).toISOString();
  await copyRows(
    tx,
    'persons',
    [
      'id',
      'kind',
      'full_name',
      'personal_id',
      'tax_code',
      'birth_date',
      'sex',
      'phone',
      'email',
      'address',
      'unit_code',
      'updated_at',
    ],
    people.map((one) => [
      one.id,
      one.kind,
      one.fullName,
      one.personalId,
      one.taxCode,
      one.birthDate,
      one.sex,
      one.phone,
      one.email,
      one.address,
      one.unitCode,
      at,
    ]),
  );
  await copyChains(
    tx,
    people.map(({ id, ...person }) =>
      chained([
        {
          at,
          act: 'system.simulate',
          actorKind: SYSTEM.kind,
          actorId: SYSTEM.id,
          actorName: SYSTEM.name,
          onBehalfOf: id,
          cameFrom: SIMULATED,
          subjectKind: 'person',
          subjectId: id,
          bodyIds: [],
          change: { type: 'person-stated', person },
        },
      ]),
    ),
  );
}

/** The names of procedures as the database folds them for search. */
async function foldedNames(tx: Tx, world: World): Promise<(text: string) => string> {
  const names = new Set(
    world.counters.flatMap(({ offers }) => offers.map(({ version }) => version.procedure.name)),
  );
  const { rows } = await tx.query<{ name: string; folded: string }>(
    'select n as name, fold(n) as folded from unnest($1::text[]) n',
    [[...names]],
  );
  const known = new Map(rows.map((row) => [row.name, row.folded]));
  // Names of people are letters with marks and nothing else.
  return (text) =>
    known.get(text) ?? text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
}

function searchOf(changes: Life['changes'], person: Person, fold: (text: string) => string): string {
  const words: string[] = [];
  for (const change of changes) {
    if (change.type === 'filed')
      words.push(
        change.filing.trackingCode.toLowerCase(),
        fold(person.fullName),
        fold(change.filing.procedureName),
      );
    if (change.type === 'received') words.unshift(change.code.toLowerCase());
  }
  return [...words, person.personalId, person.phone].filter((word) => word !== null).join(' ');
}

/** So that whoever works here next takes the number after. */
async function saveRegisters(tx: Tx, numbers: ReadonlyMap<string, number>): Promise<void> {
  const rows = [...numbers].map(([key, last]) => [...key.split(' '), last] as const);
  await tx.query(
    `insert into serials (kind, body_id, period, last)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::integer[])
     on conflict (kind, body_id, period) do update set last = greatest(serials.last, excluded.last)`,
    [
      rows.map(([kind]) => kind),
      rows.map(([, body]) => body),
      rows.map(([, , period]) => period),
      rows.map((row) => row[3]),
    ],
  );
}
