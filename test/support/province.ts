import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { buildApp, type PaymentSettings } from '../../src/app.ts';
import { loadCalendarCatalogue } from '../../src/capabilities/calendar/index.ts';
import { type Appointment, appoint, hashPassword, type Role } from '../../src/capabilities/people/index.ts';
import {
  importCatalogue,
  importShippedCatalogue,
  rowsOfJson,
} from '../../src/capabilities/procedures/index.ts';
import { loadAgencies, loadUnits } from '../../src/capabilities/units/index.ts';
import { connect, inTransaction, type Pool } from '../../src/db/connect.ts';
import type { Actor } from '../../src/kernel/actor.ts';
import { type Ground, type TestDatabase, testDatabase } from './database.ts';

/** Communes of Ninh Bình that tests speak of. */
export const BINH_LUC = 'H42.13504';
export const PASSWORD = 'mat-khau-thu-nghiem';

/** Where an official of each role sits in a commune. */
const SEATS: Record<string, { role: Role; part: string; title: string }> = {
  receptionist: { role: 'receptionist', part: '.04', title: 'Công chức tiếp nhận' },
  receptionist2: { role: 'receptionist', part: '.04', title: 'Công chức tiếp nhận' },
  officeHead: { role: 'division-head', part: '.01', title: 'Chánh Văn phòng' },
  officeSpecialist: { role: 'specialist', part: '.01', title: 'Công chức tư pháp - hộ tịch' },
  officeSpecialist2: { role: 'specialist', part: '.01', title: 'Công chức tư pháp - hộ tịch' },
  economyHead: { role: 'division-head', part: '.02', title: 'Trưởng phòng Kinh tế' },
  economySpecialist: { role: 'specialist', part: '.02', title: 'Chuyên viên Phòng Kinh tế' },
  cultureHead: { role: 'division-head', part: '.03', title: 'Trưởng phòng Văn hóa - Xã hội' },
  cultureSpecialist: { role: 'specialist', part: '.03', title: 'Chuyên viên Phòng Văn hóa - Xã hội' },
  leader: { role: 'leader', part: '', title: 'Phó Chủ tịch UBND' },
  clerk: { role: 'clerk', part: '.01', title: 'Văn thư' },
};
export type Seat = keyof typeof SEATS;

const NAMES = [
  'Phạm Thị Thu Hà',
  'Trần Quốc Việt',
  'Lê Minh Đức',
  'Nguyễn Thị Ngọc Ánh',
  'Đỗ Văn Khải',
  'Vũ Thị Lan',
];

/** The second commune of the tests: any other one of the province. */
export const OTHER_COMMUNE = 'H42.13495';

/** The official of a seat in a commune, as an actor; the same account name signs in over HTTP. */
export function official(body: string, seat: Seat): Actor & { kind: 'official' } {
  const { role, part } = SEATS[seat] as (typeof SEATS)[string];
  return {
    kind: 'official',
    id: `${body}:${seat}`,
    name: nameOf(body, seat),
    duties: [{ role, agencyId: `${body}${part}`, bodyId: body }],
  };
}

function nameOf(body: string, seat: string): string {
  const place = [...`${body}${seat}`].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return NAMES[place % NAMES.length] ?? 'Lê Văn An';
}

export const accountName = (body: string, seat: Seat) => `${body}.${seat}`.toLowerCase();

/** One question, one paper, one fee: what tests receive when the procedure does not matter. */
const plain = {
  name: 'Thủ tục thử nghiệm ba ngày',
  sector: 'ho-tich',
  level: 'commune',
  competent: 'commune-committee',
  applicants: ['citizen', 'organisation'],
  terms: [{ unit: 'working-day', value: 3 }],
  fees: [{ key: 'phi', name: 'Lệ phí', amount: 8000, per: 'dossier', setBy: 'state' }],
  exemptions: [{ group: 'poor', kind: 'exempt', value: 0, legalBasis: 'Luật Phí và lệ phí' }],
  components: [
    { key: 'don', name: 'Đơn đề nghị', original: 1, copy: 0, mode: 'submit', conditional: false },
    { key: 'khac', name: 'Giấy tờ khác, nếu có', original: 1, copy: 0, mode: 'submit', conditional: true },
  ],
  cases: [],
  results: [{ name: 'Giấy xác nhận', code: null }],
  channels: ['online', 'counter', 'post'],
  serviceLevel: 'full-process',
  partialReason: null,
  legalBasis: ['123/2015/NĐ-CP'],
  decision: null,
  effectiveFrom: '2025-07-01',
  effectiveTo: null,
  provenance: 'province',
  doubts: [],
  keywords: [],
  form: {
    type: 'object',
    properties: {
      content: {
        type: 'string',
        title: 'Nội dung đề nghị',
        minLength: 1,
        maxLength: 500,
        'x-kind': 'text',
        'x-group': 'chung',
      },
    },
    required: ['content'],
    additionalProperties: false,
    'x-groups': [{ key: 'chung', title: 'Nội dung' }],
  },
  process: 'commune',
};
const TEST_PROCEDURES = [
  { ...plain, code: '9.000001' },
  { ...plain, code: '9.000002', name: 'Thủ tục đã hết hiệu lực', effectiveTo: '2026-11-20' },
  { ...plain, code: '9.000003', name: 'Thủ tục thuộc Phòng Kinh tế', sector: 'ho-kinh-doanh' },
  {
    ...plain,
    code: '9.000004',
    name: 'Thủ tục có thời hạn bổ sung',
    unanswered: { workingDays: 15, legalBasis: '297/2025/NĐ-CP' },
  },
  {
    ...plain,
    code: '9.000005',
    name: 'Thủ tục trả kết quả ngay',
    terms: [{ unit: 'same-day', value: 1 }],
  },
];
export const PLAIN = { procedureCode: '9.000001', procedureVersionId: '9.000001@2025-07-01' };

/** A dossier of the plain procedure as a receptionist types it; `more` changes parts. */
export function atCounter(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...PLAIN,
    channel: 'counter',
    applicant: {
      kind: 'citizen',
      fullName: 'Nguyễn Thị Thanh Hằng',
      personalId: '037192005678',
      birthDate: '1992-03-08',
      sex: 'female',
      phone: '0912 345 679',
      address: 'Xóm 4, xã Bình Lục, tỉnh Ninh Bình',
    },
    form: { content: 'Đề nghị xác nhận' },
    components: [{ key: 'don', originals: 1 }],
    returnBy: 'counter',
    ...more,
  };
}

/** Lays it into a migrated database. */
export async function layProvince(urls: TestDatabase): Promise<void> {
  const pool = connect(urls.ownerUrl, urls.schema, 2);
  try {
    const { rows } = await pool.query<{ id: string }>('select 1');
    void rows;
    const passwordHash = await hashPassword(PASSWORD);
    await inTransaction(pool, async (tx) => {
      await loadCalendarCatalogue(tx);
      await loadUnits(tx, '37');
      await loadAgencies(tx, '37');
      const quietly = { at: new Date('2025-07-01T00:00:00Z'), record: async () => {} };
      await importShippedCatalogue(tx, '37', quietly);
      await importCatalogue(tx, rowsOfJson('test', { procedures: TEST_PROCEDURES }), {
        ...quietly,
        sameDay: 'refuse',
      });
      const seat = (body: string, key: string): Appointment => {
        const { role, part, title } = SEATS[key] as (typeof SEATS)[string];
        return {
          officialId: `${body}:${key}`,
          fullName: nameOf(body, key),
          title,
          accountName: accountName(body, key),
          passwordHash,
          role,
          agencyId: `${body}${part}`,
          bodyId: body,
          from: '2025-07-01',
          demo: false,
        };
      };
      await appoint(tx, [
        ...[BINH_LUC, OTHER_COMMUNE].flatMap((body) => Object.keys(SEATS).map((key) => seat(body, key))),
        {
          ...seat('H42.01', 'leader'),
          officialId: 'control',
          accountName: 'kiemsoat',
          role: 'control-officer',
          title: 'Kiểm soát TTHC',
        },
      ]);
      for (const citizen of CITIZENS) {
        await tx.query(
          `insert into persons (id, kind, full_name, personal_id, birth_date, sex, phone, updated_at)
           values ($1, 'citizen', $2, $3, $4, $5, $6, now())`,
          [citizen.id, citizen.fullName, citizen.personalId, citizen.birthDate, citizen.sex, citizen.phone],
        );
        await tx.query(`insert into accounts (id, name, password_hash, person_id) values ($1, $2, $3, $4)`, [
          `account:${citizen.id}`,
          citizen.personalId,
          passwordHash,
          citizen.id,
        ]);
      }
    });
  } finally {
    await pool.end();
  }
}

export const CITIZENS = [
  {
    id: 'citizen-an',
    fullName: 'Nguyễn Hoàng Thị Phương Thảo Nguyên',
    personalId: '037190001234',
    birthDate: '1990-05-02',
    sex: 'female',
    phone: '0912345678',
  },
  {
    id: 'citizen-binh',
    fullName: "Y'Bình Niê O'Hara",
    personalId: '036085004321',
    birthDate: '1985-11-20',
    sex: 'male',
    phone: '0987654321',
  },
] as const;

export function citizen(place = 0): Actor & { kind: 'citizen' } {
  const one = CITIZENS[place] ?? CITIZENS[0];
  return { kind: 'citizen', id: `person:${one.id}`, name: one.fullName, personId: one.id };
}

const GROUND: Ground = {
  name: 'province',
  madeOf: [
    'catalogue',
    'src/capabilities/units',
    'src/capabilities/calendar',
    'src/capabilities/procedures',
    'test/support/province.ts',
  ],
  lay: layProvince,
};

export interface TestProvince {
  database: TestDatabase;
  /** What the server itself signs in as. */
  pool: Pool;
}

/** Ninh Bình as loaded, with officials in two communes and two citizens. Call at the top of a test file. */
export async function testProvince(max = 10): Promise<TestProvince> {
  const database = await testDatabase(GROUND);
  return { database, pool: connect(database.appUrl, database.schema, max) };
}

/** The server over a test's database, its papers in a folder of their own; close it after the tests. */
export async function testApp(
  pool: Pool,
  options: { now?: () => Date; publicUrl?: string; payment?: PaymentSettings } = {},
): Promise<{ app: FastifyInstance; close(): Promise<void> }> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'haicap-papers-'));
  const app = await buildApp({
    pool,
    dataFolder,
    publicUrl: 'http://localhost',
    version: 'test',
    demo: false,
    ...options,
  });
  return {
    app,
    async close() {
      await app.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Signs in over HTTP and gives what calls as this account. */
export async function signedIn(app: FastifyInstance, name: string) {
  const opened = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { 'x-haicap': '1' },
    payload: { name, password: PASSWORD },
  });
  if (opened.statusCode !== 200) throw new Error(`${name} could not sign in: ${opened.body}`);
  const cookie = opened.cookies.map(({ name: key, value }) => `${key}=${value}`).join('; ');
  const call = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
    key: string = randomUUID(),
  ) => {
    const answer = await app.inject({
      method,
      url,
      headers: { cookie, 'x-haicap': '1', ...(method === 'GET' ? {} : { 'idempotency-key': key }) },
      ...(payload === undefined ? {} : { payload }),
    });
    return {
      status: answer.statusCode,
      body: answer.headers['content-type']?.includes('json') ? answer.json() : answer.rawPayload,
    };
  };
  return { cookie, call };
}
