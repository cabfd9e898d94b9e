import { legalDay } from '../../capabilities/calendar/index.ts';
import { appoint, hashPassword, openCitizenAccount, statePerson } from '../../capabilities/people/index.ts';
import { type Resolution, saveResolution } from '../../capabilities/procedures/index.ts';
import { appendRecord, appendRecords } from '../../capabilities/record/index.ts';
import { connect, inTransaction, type Pool } from '../../db/connect.ts';
import type { Circumstances } from '../../kernel/act.ts';
import type { Tx } from '../../kernel/tx.ts';
import { openFileStore } from '../../outside/files.ts';
import { perform } from '../../perform.ts';
import { SYSTEM } from '../load-province.ts';
import { actOut, DEMO_ORIGIN } from './act-out.ts';
import { dice } from './dice.ts';
import { draftAProcess } from './draft-a-process.ts';
import { type ReadGround, readCast, readGround } from './ground.ts';
import { type Invented, inventedCitizen, LONG_NAMES } from './invented.ts';
import { DEMO_PASSWORD, inventedOfficials } from './officials.ts';
import { planStories } from './plan.ts';
import { removeDemo } from './remove-demo.ts';
import { writeReport } from './reports.ts';
import { writeRound } from './round.ts';
import { storeSamplePapers } from './sample-papers.ts';

const ACCOUNTS_IN_MAIN = 36;
const ACCOUNTS_ELSEWHERE = 3;

/** How far the demonstration has come in this province, as the record tells it. */
export async function demoState(tx: Tx): Promise<'none' | 'begun' | 'loaded' | 'removed'> {
  const { rows } = await tx.query<{ type: string }>(
    `select change ->> 'type' as type from record where subject_kind = 'system' and subject_id = 'demo' order by seq desc limit 1`,
  );
  switch (rows[0]?.type) {
    case 'demo-begun':
      return 'begun';
    case 'demo-loaded':
      return 'loaded';
    case 'demo-removed':
      return 'removed';
    default:
      return 'none';
  }
}

/**
 * Whether a start should load the demonstration by itself: when a load was cut off, or when nobody works here yet. A
 * province with officials or dossiers of its own is never filled with invented ones unasked.
 */
export async function demoIsDue(tx: Tx): Promise<boolean> {
  const state = await demoState(tx);
  if (state !== 'none') return state === 'begun';
  const { rows } = await tx.query<{ working: boolean }>(
    'select exists (select from dossiers) or exists (select from officials) as working',
  );
  return rows[0]?.working === false;
}

export interface LoadDemo {
  /** As the server signs in: the acts are performed under the same grants. */
  pool: Pool;
  /** As the owner: marks the rows. */
  adminUrl: string;
  schema: string;
  /** Where papers lie: the folder given to the file store. */
  papersFolder: string;
  province: string;
  now?: Date;
  /** At most so many dossiers: a small demonstration for tests. */
  most?: number;
  onStep?: (line: string) => void;
}

export interface LoadedDemo {
  /** True when it had been loaded before; then nothing was done. */
  already: boolean;
  officials: number;
  dossiers: number;
  acts: number;
}

/**
 * The living demonstration: invented officials in every seat, invented citizens, and several hundred dossiers of the
 * last three months, made by the real acts at their moments. What an earlier load left that was cut off is removed
 * first. The province must be loaded.
 */
export async function loadDemo(options: LoadDemo): Promise<LoadedDemo> {
  const { pool, adminUrl, schema, province, now = new Date(), onStep = () => {} } = options;
  const files = await openFileStore(options.papersFolder);
  const owner = connect(adminUrl, schema, 2);
  const lock = await owner.connect();
  try {
    await lock.query(`select pg_advisory_lock(hashtext('haicap demo'), hashtext(current_schema()))`);
    const state = await demoState(pool);
    if (state === 'loaded') return { already: true, officials: 0, dossiers: 0, acts: 0 };
    if (state === 'begun') {
      onStep('Lần nạp dữ liệu minh hoạ trước chưa xong: xoá phần dở dang…');
      await removeDemo({ adminUrl, schema, papersFolder: options.papersFolder });
    }
    const ground = await readGround(pool, province, now);
    const note = (tx: Tx, change: object) =>
      appendRecord(tx, {
        act: 'system.demo',
        actor: SYSTEM,
        at: now,
        from: DEMO_ORIGIN,
        subjectKind: 'system',
        subjectId: 'demo',
        change,
      });
    await inTransaction(pool, (tx) => note(tx, { type: 'demo-begun' }));
    const passwordHash = await hashPassword(DEMO_PASSWORD);
    const officials = inventedOfficials(province, ground.units, ground.agencies, passwordHash);
    await inTransaction(pool, (tx) => appoint(tx, officials));
    onStep(`Đã bổ nhiệm ${officials.length.toLocaleString('vi-VN')} cán bộ minh hoạ.`);
    const accountHolders = inventedHolders(ground, now);
    await openAccounts(pool, [...new Set([...accountHolders.values()].flat())], passwordHash, now);
    const papers = await storeSamplePapers(files);
    const cast = await readCast(pool);
    const stories = planStories({ ...ground, accountHolders }, now).slice(0, options.most);
    onStep(`Diễn lại ${stories.length.toLocaleString('vi-VN')} hồ sơ minh hoạ của ba tháng qua…`);
    let told = 0;
    const { acts } = await actOut(pool, stories, cast, papers, {
      lanes: 6,
      onBeat: (done, all) => {
        const quarter = Math.floor((4 * done) / all);
        if (quarter > told && quarter < 4) onStep(`… ${quarter * 25}%`);
        told = Math.max(told, quarter);
      },
    });
    await perform(
      pool,
      saveResolution,
      SYSTEM,
      { resolution: inventedResolution(now), version: 0 },
      {
        at: now,
        from: DEMO_ORIGIN,
      },
    );
    const officers = [...cast.officials.values()].flat();
    await draftAProcess(
      pool,
      officers.find((one) => one.duties.some((duty) => duty.role === 'control-officer')),
      legalDay(now),
      now,
    );
    await writeReport(pool, cast, ground, now);
    await writeRound(pool, cast, ground, now);
    await inTransaction(owner, async (tx) => {
      await mark(tx);
      await note(tx, { type: 'demo-loaded', dossiers: stories.length, acts });
    });
    await owner.query('analyze');
    onStep(
      `Đã nạp ${stories.length.toLocaleString('vi-VN')} hồ sơ minh hoạ (${acts.toLocaleString('vi-VN')} thao tác).`,
    );
    return { already: false, officials: officials.length, dossiers: stories.length, acts };
  } finally {
    lock.release();
    await owner.end();
  }
}

/** Marks what the demonstration made; what it would send to people who do not exist counts as sent. */
async function mark(tx: Tx): Promise<void> {
  for (const [table, kind] of [
    ['dossiers', 'dossier'],
    ['papers', 'paper'],
    ['persons', 'person'],
  ] as const)
    await tx.query(
      `update ${table} t set demo = true from record r
       where r.subject_kind = $1 and r.subject_id = t.id and r.seq = 1 and r.came_from = $2 and not t.demo`,
      [kind, DEMO_ORIGIN],
    );
  await tx.query(
    `update resolutions t set demo = true from record r where r.subject_kind = 'procedure'
       and r.subject_id = 'resolution:' || t.number and r.seq = 1 and r.came_from = $1 and not t.demo`,
    [DEMO_ORIGIN],
  );
  await tx.query(
    // Invented people are told nothing by e-mail or telephone.
    `update messages m set state = 'sent', sent_at = m.at, spread_at = m.at from dossiers d
     where d.demo and m.subject_kind = 'dossier' and m.subject_id = d.id and m.spread_at is null`,
  );
}

/** Holds from the next year on: it shows what a resolution looks like, and changes no fee of today. */
function inventedResolution(now: Date): Resolution {
  const today = legalDay(now);
  return {
    number: '01/MINH-HOA/NQ-HĐND',
    title: 'Nghị quyết giả định để minh hoạ về miễn, giảm phí, lệ phí',
    issuedOn: today,
    effectiveFrom: `${Number(today.slice(0, 4)) + 1}-01-01`,
    effectiveTo: null,
    source: 'Dữ liệu minh hoạ, không có giá trị pháp lý',
    fees: [],
    reductions: [
      { sector: 'ho-tich', group: 'everyone', kind: 'percent', value: 50, channels: ['online'] },
      { sector: 'ho-tich', group: 'near-poor', kind: 'percent', value: 50 },
    ],
  };
}

/** Citizens with accounts, by commune; the province's centre shares those of the main commune. */
function inventedHolders(ground: ReadGround, now: Date): Map<string, Invented[]> {
  const { province, main, communes } = ground;
  const on = legalDay(now);
  const holders = new Map<string, Invented[]>();
  for (const { unit } of [main, ...communes]) {
    const chance = dice(`accounts ${unit.code}`);
    const count = unit.code === main.unit.code ? ACCOUNTS_IN_MAIN : ACCOUNTS_ELSEWHERE;
    holders.set(
      unit.code,
      Array.from({ length: count }, (_, place) =>
        inventedCitizen(
          chance,
          { unit, province, on },
          unit.code === main.unit.code && place === 2
            ? { fullName: LONG_NAMES.citizen, sex: 'female', age: 34 }
            : { age: chance.int(19, 60) },
        ),
      ),
    );
  }
  holders.set(province.code, (holders.get(main.unit.code) ?? []).slice(0, 12));
  return holders;
}

/** The account's name is the personal id, as with the national identity provider. */
async function openAccounts(
  pool: Pool,
  holders: readonly Invented[],
  passwordHash: string,
  now: Date,
): Promise<void> {
  const at = new Date(now.getTime() - 100 * 86_400_000);
  await inTransaction(pool, async (tx) => {
    const circumstances: Circumstances = {
      at,
      from: DEMO_ORIGIN,
      record: async (entry) => {
        await appendRecord(tx, { ...entry, act: 'system.demo', actor: SYSTEM, at, from: DEMO_ORIGIN });
      },
      recordAll: (entries) =>
        appendRecords(tx, entries, { act: 'system.demo', actor: SYSTEM, at, from: DEMO_ORIGIN }),
      send: async () => {},
      later: async () => {},
    };
    for (const holder of holders) {
      const person = await statePerson(tx, { ...holder, demo: true }, circumstances);
      await openCitizenAccount(tx, { personId: person.id, name: holder.personalId ?? '', passwordHash });
    }
  });
}
