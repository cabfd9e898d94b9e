import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { legalDay } from '../../src/capabilities/calendar/index.ts';
import { periodOf } from '../../src/capabilities/figures/index.ts';
import { watchJob } from '../../src/capabilities/warnings/index.ts';
import { jobRunner } from '../../src/jobs/runner.ts';
import {
  accountName,
  atCounter,
  BINH_LUC,
  CITIZENS,
  official,
  type Seat,
  signedIn,
  testApp,
  testProvince,
} from '../support/province.ts';

const { pool } = await testProvince();
/** Every query that any connection of the server has sent. */
let sent: string[] = [];
pool.on('connect', (client) => {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  client.query = ((...args: unknown[]) => {
    const [first] = args;
    sent.push(typeof first === 'string' ? first : ((first as { text?: string })?.text ?? ''));
    return query(...args);
  }) as typeof client.query;
});

type Call = Awaited<ReturnType<typeof signedIn>>['call'];
const calls = new Map<string, Promise<Call>>();

/** When people bring their dossiers, and when somebody looks at the lists: by then they are late. */
const THEN = new Date(Date.now() - 12 * 86_400_000);
const LATER = new Date();
let now = THEN;
function at(when: Date): void {
  now = when;
  calls.clear();
}

const { app, close } = await testApp(pool, { now: () => now });
after(async () => {
  await close();
  await pool.end();
});

const year = LATER.getFullYear();
const { from, to } = periodOf('year', year, 1, 'reporting');
const between = `from=${from.slice(0, 10)}&to=${to.slice(0, 10)}`;

type Who = Seat | 'kiemsoat' | 'citizen';

/**
 * Every view that shows a list, and who looks; `grows`: the ground below gives its list more rows, so that an answer as
 * long as before would mean that the test has seen nothing.
 */
const LISTS: { url: string; who: Who; grows?: true }[] = [
  { url: '/api/dossiers/lists', who: 'receptionist' },
  { url: '/api/dossiers?list=all&limit=200', who: 'receptionist', grows: true },
  { url: '/api/dossiers?list=coming-today&limit=200', who: 'receptionist' },
  { url: '/api/dossiers?list=all&limit=200&sort=received', who: 'leader', grows: true },
  { url: '/api/search?q=nguyen%20thi', who: 'receptionist', grows: true },
  { url: '/api/board', who: 'leader' },
  { url: '/api/board/workload', who: 'leader' },
  { url: `/api/flow?${between}`, who: 'leader' },
  { url: '/api/consultations?limit=200', who: 'economySpecialist', grows: true },
  { url: `/api/book?${between}&limit=200`, who: 'receptionist', grows: true },
  { url: `/api/office-errors?${between}`, who: 'leader' },
  { url: `/api/payments/cash-book?day=${legalDay(THEN)}`, who: 'receptionist', grows: true },
  { url: '/api/payments/refunds', who: 'leader' },
  { url: '/api/warnings', who: 'leader', grows: true },
  { url: `/api/queues/${encodeURIComponent(official(BINH_LUC, 'officeSpecialist').id)}`, who: 'officeHead' },
  { url: '/api/delegations', who: 'officeHead' },
  { url: '/api/receipt-drafts', who: 'receptionist' },
  { url: '/api/signers', who: 'receptionist' },
  { url: '/api/people?personalId=037190001234', who: 'receptionist' },
  { url: '/api/people?phone=0912345678', who: 'receptionist', grows: true },
  { url: `/api/figures?${between}`, who: 'leader' },
  { url: `/api/figures/dossiers?${between}&indicator=received&limit=200`, who: 'leader', grows: true },
  { url: `/api/figures/forms?from=${from.slice(0, 10)}`, who: 'leader' },
  { url: '/api/reports', who: 'leader' },
  { url: '/api/rounds', who: 'kiemsoat' },
  { url: `/api/ratings/results?from=${year}-01&to=${year}-12&by=centre`, who: 'leader' },
  { url: '/api/ratings/tablets', who: 'receptionist' },
  { url: '/api/ratings/papers', who: 'clerk' },
  { url: '/api/procedures?limit=100', who: 'kiemsoat' },
  { url: '/api/procedure-drafts', who: 'kiemsoat' },
  { url: '/api/fee-rules', who: 'kiemsoat' },
  { url: '/api/reorganisations', who: 'kiemsoat' },
  { url: '/api/deliveries', who: 'kiemsoat' },
  { url: '/api/my/dossiers', who: 'citizen', grows: true },
  { url: '/api/my/notices', who: 'citizen', grows: true },
  { url: '/api/my/looks', who: 'citizen', grows: true },
  { url: '/api/my/drafts', who: 'citizen' },
  { url: '/api/my/vault', who: 'citizen' },
  { url: '/api/my/sessions', who: 'citizen' },
];

/** Addresses without a parameter in their path that show no list of what people bring. */
const NO_LISTS = new Set([
  '/api/session',
  '/api/units',
  '/api/address',
  '/api/centres',
  '/api/agencies',
  '/api/sectors',
  '/api/bulk',
  '/api/my/profile',
  '/api/my/channels',
  '/api/my/vault/offers',
  '/api/reorganisations/preview',
  '/api/ratings/tablet',
  '/api/book.pdf',
  // As many rows as the program has jobs.
  '/api/jobs',
]);

function as(who: Who): Promise<Call> {
  const name =
    who === 'citizen' ? CITIZENS[0].personalId : who === 'kiemsoat' ? who : accountName(BINH_LUC, who);
  const known = calls.get(name) ?? signedIn(app, name).then(({ call }) => call);
  calls.set(name, known);
  return known;
}

async function post(who: Who, url: string, body: object): Promise<Record<string, unknown>> {
  const answer = await (await as(who))('POST', url, body);
  assert.equal(answer.status, 200, `${url}: ${JSON.stringify(answer.body)}`);
  return answer.body as Record<string, unknown>;
}

let people = 0;
/** The bell's clock goes on, or it would have nothing to do the second time. */
let hours = 0;

/** So many more dossiers, each of another person but each fifth, some of them paid for and asked about. */
async function grow(by: number): Promise<void> {
  at(THEN);
  const left = Array.from({ length: by }, (_, at) => at);
  const one = async (place: number) => {
    people += 1;
    const same = place % 5 === 0 ? CITIZENS[0] : null;
    const made = await post(
      'receptionist',
      '/api/dossiers/receive',
      atCounter({
        applicant: {
          kind: 'citizen',
          fullName: same?.fullName ?? `Nguyễn Thị Thu ${people}`,
          personalId: same?.personalId ?? `0371900${String(10_000 + people)}`,
          birthDate: same?.birthDate ?? '1990-05-02',
          sex: 'female',
          phone: '0912 345 678',
          address: 'Xóm 4, xã Bình Lục, tỉnh Ninh Bình',
        },
      }),
    );
    if (place % 5 !== 0) return;
    const id = String(made.id);
    await post('receptionist', '/api/payments/take', { dossierIds: [id], amount: 8000 });
    const seen = (await (await as('officeHead'))('GET', `/api/dossiers/${id}`)).body as { version: number };
    const given = await post('officeHead', `/api/dossiers/${id}/assign`, {
      version: seen.version,
      officialId: official(BINH_LUC, 'officeSpecialist').id,
    });
    await post('officeSpecialist', `/api/dossiers/${id}/ask-agencies`, {
      version: given.version,
      asks: [{ agencyId: `${BINH_LUC}.02`, question: 'Có thuộc quy hoạch không?', hours: 8 }],
    });
  };
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let place = left.pop(); place !== undefined; place = left.pop()) await one(place);
    }),
  );
  hours += 1;
  await jobRunner({ pool, jobs: [watchJob] }).tick(new Date(LATER.getTime() + hours * 3_600_000));
}

/** What each list sends when asked a second time, so that nothing is being remembered for the first. */
async function measure(): Promise<Map<string, { queries: string[]; length: number }>> {
  at(LATER);
  const found = new Map<string, { queries: string[]; length: number }>();
  for (const { url, who } of LISTS) {
    const call = await as(who);
    await call('GET', url);
    sent = [];
    const { status, body } = await call('GET', url);
    assert.equal(status, 200, `${url} for ${who}: ${JSON.stringify(body)}`);
    found.set(`${who} ${url}`, { queries: [...sent], length: JSON.stringify(body).length });
  }
  return found;
}

test('every list that the API has is in this test, and a new one must be put there', async () => {
  const { body } = await (await as('kiemsoat'))('GET', '/api/openapi.json');
  const { paths } = body as { paths: Record<string, object> };
  const asked = new Set(LISTS.map(({ url }) => url.replace(/\?.*/, '')));
  const missing = Object.entries(paths)
    .filter(([path, methods]) => 'get' in methods && !path.includes('{'))
    .map(([path]) => path)
    .filter((path) => !asked.has(path) && !NO_LISTS.has(path));
  assert.deepEqual(missing, []);
});

test('a list asks the database as often for two hundred rows as for ten', async () => {
  await grow(10);
  const few = await measure();
  await grow(190);
  const many = await measure();
  const wrong: string[] = [];
  for (const { url, who, grows } of LISTS) {
    const [before, after] = [few.get(`${who} ${url}`), many.get(`${who} ${url}`)];
    assert.ok(before && after);
    if (grows && after.length <= before.length) wrong.push(`${url} shows no more rows than before`);
    if (after.queries.length !== before.queries.length)
      wrong.push(
        `${url} for ${who}: ${before.queries.length}, then ${after.queries.length} queries, the last:\n${after.queries.slice(-3).join('\n---\n')}`,
      );
  }
  assert.deepEqual(wrong, []);
});
