import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before, describe } from 'node:test';
import {
  accountName,
  atCounter,
  BINH_LUC,
  CITIZENS,
  citizen,
  OTHER_COMMUNE,
  PASSWORD,
  PLAIN,
  type Seat,
  signedIn,
  testApp,
  testProvince,
} from '../../test/support/province.ts';
import { PERMISSIONS } from '../capabilities/people/index.ts';
import { connect } from '../db/connect.ts';

const { pool, database } = await testProvince();
const { app, close } = await testApp(pool);
after(async () => {
  await close();
  await pool.end();
});
await app.ready();

const seatOf: Record<string, Seat | 'citizen' | 'control'> = {
  receptionist: 'receptionist',
  specialist: 'officeSpecialist',
  'division-head': 'officeHead',
  leader: 'leader',
  clerk: 'clerk',
  'control-officer': 'control',
  citizen: 'citizen',
};
type Caller = Awaited<ReturnType<typeof signedIn>>;
const callers = new Map<string, Caller>();

before(async () => {
  for (const [role, seat] of Object.entries(seatOf))
    callers.set(
      role,
      await signedIn(
        app,
        seat === 'citizen'
          ? CITIZENS[0].personalId
          : seat === 'control'
            ? 'kiemsoat'
            : accountName(BINH_LUC, seat),
      ),
    );
  callers.set('receptionist elsewhere', await signedIn(app, accountName(OTHER_COMMUNE, 'receptionist')));
  callers.set('leader elsewhere', await signedIn(app, accountName(OTHER_COMMUNE, 'leader')));
  callers.set('another citizen', await signedIn(app, CITIZENS[1].personalId));
});
const as = (role: string): Caller => {
  const caller = callers.get(role);
  assert.ok(caller, role);
  return caller;
};
const visitor = async (
  method: 'GET' | 'POST',
  url: string,
  payload?: object,
  headers: Record<string, string> = {},
) => {
  const answer = await app.inject({
    method,
    url,
    headers: { 'x-haicap': '1', ...headers },
    ...(payload ? { payload } : {}),
  });
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
};

async function received(): Promise<{ id: string; code: string; version: number }> {
  const { status, body } = await as('receptionist').call('POST', '/api/dossiers/receive', atCounter());
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

function multipart(name: string, bytes: Buffer, type = 'application/octet-stream') {
  const boundary = `----${randomUUID()}`;
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`,
      ),
      bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  };
}
const upload = async (role: string, name: string, bytes: Buffer) => {
  const { headers, payload } = multipart(name, bytes);
  const answer = await app.inject({
    method: 'POST',
    url: '/api/papers',
    headers: { ...headers, 'x-haicap': '1', cookie: as(role).cookie },
    payload,
  });
  return { status: answer.statusCode, body: answer.json() };
};
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('the table of permissions, over HTTP', () => {
  test('lets every role do what stands in it and refuses the rest, act by act', async () => {
    const dossier = await received();
    const acts: Record<string, [string, object]> = {
      'dossiers.receive-dossier': ['/api/dossiers/receive', atCounter()],
      'dossiers.request-at-counter': [
        '/api/dossiers/request-at-counter',
        { ...atCounter(), items: [{ text: 'Đơn đề nghị' }], reason: 'Thiếu đơn' },
      ],
      'dossiers.refuse-at-counter': [
        '/api/dossiers/refuse-at-counter',
        { ...atCounter(), reason: 'Thiếu đơn' },
      ],
      'dossiers.accept-dossier': ['accept', {}],
      'dossiers.refuse-receipt': ['refuse-receipt', { reason: 'Không thuộc thẩm quyền' }],
      'dossiers.request-supplement': [
        'request-supplement',
        { items: [{ text: 'Giấy' }], reason: 'Thiếu giấy' },
      ],
      'dossiers.take-supplement': ['take-supplement', { components: [{ key: 'khac', copies: 1 }] }],
      'dossiers.assign-dossier': ['assign', { officialId: 'x' }],
      'dossiers.complete-step': ['complete-step', {}],
      'dossiers.ask-agencies': ['ask-agencies', { asks: [{ agencyId: 'x', question: 'Hỏi', hours: 8 }] }],
      'dossiers.answer-consultation': ['consultations/x/answer', { answer: 'Đồng ý' }],
      'dossiers.decline-consultation': ['consultations/x/decline', { reason: 'Không thuộc' }],
      'dossiers.withdraw-consultation': ['consultations/x/withdraw', { reason: 'Thôi hỏi' }],
      'dossiers.pass-over-consultation': ['consultations/x/pass-over', { reason: 'Quá hạn' }],
      'dossiers.remind-consultation': ['consultations/x/remind', {}],
      'dossiers.hand-over-queue': [
        '/api/queues/x/hand-over',
        { to: ['y'], dossierIds: ['z'], reason: 'Nghỉ phép' },
      ],
      'dossiers.mirror-dossier': ['/api/mirrored', {}],
      'dossiers.note-dossier': ['note', { reason: 'Ghi chú' }],
      'dossiers.end-outside-link': ['links/x/end', { outcome: 'approved' }],
      'dossiers.rescan-dossier': ['rescan', { components: [] }],
      'dossiers.send-back': ['send-back', { reason: 'Xem lại', to: 'x' }],
      'dossiers.approve-dossier': ['approve', {}],
      'dossiers.refuse-dossier': ['refuse', { reason: 'Không đủ điều kiện' }],
      'dossiers.issue-result': ['issue-result', {}],
      'dossiers.extend-dossier': ['extend', { reason: 'Cần xác minh', newDay: '2030-01-02' }],
      'dossiers.return-result': ['return-result', { by: 'counter' }],
      'dossiers.withdraw-dossier': ['withdraw', { reason: 'Đổi ý' }],
      'dossiers.give-at-once': ['/api/dossiers/give-at-once', { ...atCounter(), signerId: 'x' }],
      'dossiers.undo-act': ['undo-act', { reason: 'Làm nhầm' }],
      'dossiers.correct-receipt': ['correct-receipt', { reason: 'Ghi sai', returnBy: 'post' }],
      'dossiers.correct-result': ['correct-result', { reason: 'Ghi sai' }],
      'dossiers.stop-dossier': ['stop', { reason: 'Đổi ý', ground: 'request' }],
      'dossiers.resume-dossier': ['resume', { reason: 'Hết căn cứ' }],
      'dossiers.close-unanswered': ['close-unanswered', {}],
      'dossiers.confirm-delivery': ['confirm-delivery', { day: '2026-11-20', receivedBy: 'An Bình' }],
      'dossiers.note-error': ['note-error', { kind: 'other', text: 'Sai sót' }],
      'dossiers.apologise-for-error': ['apologise-for-error', { number: 1, text: 'Xin lỗi' }],
      'dossiers.mend-error': ['mend-error', { number: 1, how: 'Làm lại' }],
      'dossiers.open-own-result': ['my/open-result', {}],
      'dossiers.file-dossier': [
        '/api/my/dossiers',
        { ...PLAIN, competentBodyId: BINH_LUC, form: {}, components: [], returnBy: 'online' },
      ],
      'dossiers.supplement-own-dossier': ['my/supplement', { components: [] }],
      'dossiers.withdraw-own-dossier': ['my/withdraw', { reason: 'Đổi ý' }],
    };
    const tried = new Set<string>();
    for (const [act, [address, input]] of Object.entries(acts)) {
      for (const role of Object.keys(seatOf)) {
        const mine = address.startsWith('my/');
        const whole = address.startsWith('/');
        const url = whole
          ? address
          : mine
            ? `/api/my/dossiers/${dossier.id}/${address.slice(3)}`
            : `/api/dossiers/${dossier.id}/${address}`;
        // A version that nobody saw: whoever may act is told so by state or staleness, whoever may not is refused before.
        const { status, body } = await as(role).call('POST', url, whole ? input : { version: 999, ...input });
        const allowed = PERMISSIONS[act]?.[role as keyof (typeof PERMISSIONS)[string]] !== undefined;
        if (allowed) assert.notEqual(body.code, 'act.forbidden', `${role} ${act}`);
        else assert.deepEqual([status, body.code], [403, 'act.forbidden'], `${role} ${act}`);
        assert.notEqual(status, 401);
        assert.ok(status < 500, `${role} ${act}: ${status}`);
        tried.add(act);
      }
      const { status, body } = await visitor(
        'POST',
        address.startsWith('/') ? address : `/api/dossiers/${dossier.id}/${address.replace('my/', '')}`,
        { version: 1 },
      );
      assert.ok(status === 401 || status === 404, `visitor ${act}: ${status} ${body.code}`);
    }
    const written = Object.entries(PERMISSIONS).flatMap(([act, row]) =>
      // What only the clock does has no address.
      Object.keys(row).some((role) => role !== 'system') &&
      act.startsWith('dossiers.') &&
      !/\.(list|see|follow|print)-|draft/.test(act)
        ? [act]
        : [],
    );
    assert.deepEqual([...tried].sort(), written.sort());
  });

  test('shows a dossier to both bodies, to nobody else, and to the control officer', async () => {
    const { id } = await received();
    for (const [role, expected] of [
      ['receptionist', 200],
      ['division-head', 200],
      ['leader', 200],
      ['control-officer', 200],
      ['receptionist elsewhere', 404],
      ['leader elsewhere', 404],
      ['citizen', 403],
    ] as const)
      assert.equal((await as(role).call('GET', `/api/dossiers/${id}`)).status, expected, role);
    assert.equal((await visitor('GET', `/api/dossiers/${id}`)).status, 401);
  });

  test('keeps what an official may not see out of lists, counts and search', async () => {
    const { code } = await received();
    const search = async (role: string) => (await as(role).call('GET', `/api/search?q=${code}`)).body.total;
    assert.equal(await search('receptionist'), 1);
    assert.equal(await search('receptionist elsewhere'), 0);
    const elsewhere = await as('receptionist elsewhere').call('GET', '/api/dossiers?list=all');
    assert.equal(elsewhere.body.total, 0);
    const lists = await as('receptionist elsewhere').call('GET', '/api/dossiers/lists');
    assert.ok(lists.body.lists.every((list: { count: number }) => list.count === 0));
  });
});

describe('a session', () => {
  test('is opened by name and password, and its cookie is out of reach of scripts and other sites', async () => {
    const opened = await app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'x-haicap': '1' },
      payload: { name: ` ${accountName(BINH_LUC, 'leader').toUpperCase()} `, password: PASSWORD },
    });
    assert.equal(opened.statusCode, 200);
    const [cookie] = opened.cookies;
    assert.deepEqual([cookie?.httpOnly, cookie?.sameSite, cookie?.path], [true, 'Strict', '/']);
  });
  test('closed on one machine is closed at once', async () => {
    const caller = await signedIn(app, accountName(BINH_LUC, 'cultureHead'));
    assert.equal((await caller.call('GET', '/api/dossiers/lists')).status, 200);
    const { body } = await caller.call('GET', '/api/my/sessions');
    assert.equal((await caller.call('DELETE', `/api/my/sessions/${body.items[0].id}`)).status, 200);
    assert.equal((await caller.call('GET', '/api/dossiers/lists')).status, 401);
  });
  test('of another person cannot be closed', async () => {
    const theirs = (await as('leader').call('GET', '/api/my/sessions')).body.items[0].id;
    assert.equal((await as('clerk').call('DELETE', `/api/my/sessions/${theirs}`)).status, 404);
  });
  test('is not told apart by a wrong name or a wrong password, and after five wrong ones must wait', async () => {
    const attempt = (name: string) => visitor('POST', '/api/session', { name, password: 'sai mật khẩu' });
    const name = accountName(OTHER_COMMUNE, 'clerk');
    const unknown = await attempt('khong.co.nguoi.nay');
    for (let n = 0; n < 5; n++) {
      const wrong = await attempt(name);
      assert.deepEqual([wrong.status, wrong.body.code], [unknown.status, unknown.body.code]);
    }
    const sixth = await attempt(name);
    assert.deepEqual([sixth.status, sixth.body.code], [429, 'session.throttled']);
    assert.ok(Number(sixth.headers['retry-after']) > 0);
    const right = await visitor('POST', '/api/session', { name, password: PASSWORD });
    assert.equal(right.status, 429);
  });
  test('without our header, or from another site, can do nothing', async () => {
    const { cookie } = as('receptionist');
    const send = (headers: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url: '/api/dossiers/receive',
        headers: { cookie, ...headers },
        payload: atCounter(),
      });
    assert.equal((await send({})).statusCode, 403);
    assert.equal((await send({ 'x-haicap': '1', origin: 'https://ke-xau.example' })).statusCode, 403);
    assert.equal((await send({ 'x-haicap': '1' })).statusCode, 200);
  });
});

describe('appointing officials', () => {
  const appointment = (agencyId: string, accountName: string) => ({
    fullName: 'Lê Thị Mới',
    title: 'Chuyên viên',
    accountName,
    password: PASSWORD,
    role: 'specialist',
    agencyId,
    from: '2026-01-01',
  });
  test('is an administrator’s, for the own body and those under it', async () => {
    const owner = connect(database.ownerUrl, database.schema, 1);
    await owner.query(
      `insert into duties (id, official_id, role, agency_id, body_id, valid_from) values
         ('d1', $1, 'administrator', $2, $2, '2025-07-01'), ('d2', $3, 'administrator', 'H42', 'H42', '2025-07-01')`,
      [`${BINH_LUC}:cultureSpecialist`, BINH_LUC, `${OTHER_COMMUNE}:cultureSpecialist`],
    );
    await owner.end();
    const ofCommune = await signedIn(app, accountName(BINH_LUC, 'cultureSpecialist'));
    const ofProvince = await signedIn(app, accountName(OTHER_COMMUNE, 'cultureSpecialist'));
    const tries = async (caller: Caller, agencyId: string, name: string) =>
      (await caller.call('POST', '/api/officials', appointment(agencyId, name))).status;
    assert.equal(await tries(ofCommune, `${BINH_LUC}.01`, 'moi.motnguoi'), 200);
    assert.equal(await tries(ofCommune, `${OTHER_COMMUNE}.01`, 'moi.hainguoi'), 403);
    assert.equal(await tries(ofProvince, `${OTHER_COMMUNE}.01`, 'moi.hainguoi'), 200);
    // One who sees the whole province is not a commune's to appoint, not even for its own office.
    const control = (agencyId: string) => ({
      ...appointment(agencyId, 'moi.kiemsoat'),
      role: 'control-officer',
    });
    assert.equal((await ofCommune.call('POST', '/api/officials', control(`${BINH_LUC}.01`))).status, 403);
    assert.equal((await ofProvince.call('POST', '/api/officials', control(`${BINH_LUC}.01`))).status, 200);
    assert.equal(await tries(ofProvince, 'H42.99', 'moi.banguoi'), 422);
    assert.equal(await tries(ofProvince, `${BINH_LUC}.01`, 'moi.motnguoi'), 409);
    assert.equal(
      (await as('leader').call('POST', '/api/officials', appointment(BINH_LUC, 'moi.bonnguoi'))).status,
      403,
    );
    const { rows } = await pool.query(
      `select change ? 'password' as told from record where act = 'people.appoint-official'`,
    );
    assert.ok(rows.length === 3 && rows.every((row) => row.told === false), 'no password in the record');
  });
});

describe('bad input', () => {
  test('is answered at the field, as problem+json, with nothing of our insides', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/dossiers/receive',
      headers: { 'x-haicap': '1', cookie: as('receptionist').cookie },
      payload: atCounter({ returnBy: 'pigeon', extra: 1 }),
    });
    assert.equal(answer.statusCode, 422);
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
    const { code, details } = answer.json();
    assert.equal(code, 'input.invalid');
    assert.deepEqual(details.fields.map((field: { path: string }) => field.path).sort(), [
      '/extra',
      '/returnBy',
    ]);
  });
  test('that is not JSON, or too much of it, is refused', async () => {
    const { cookie } = as('receptionist');
    const send = (payload: string, type = 'application/json') =>
      app.inject({
        method: 'POST',
        url: '/api/dossiers/receive',
        headers: { 'x-haicap': '1', cookie, 'content-type': type },
        payload,
      });
    assert.equal((await send('{')).statusCode, 400);
    assert.equal((await send('x', 'text/plain')).statusCode, 415);
    assert.equal((await send(JSON.stringify({ form: 'x'.repeat(2_000_000) }))).statusCode, 413);
    assert.equal((await send('[1]')).statusCode, 422);
  });
  test('HTML and an apostrophe in a name are kept as they are and come back as text', async () => {
    const fullName = `<b>O'Hara</b> "Nguyễn" & con`;
    const { body } = await as('receptionist').call(
      'POST',
      '/api/dossiers/receive',
      atCounter({ applicant: { kind: 'citizen', fullName, personalId: '037192007777' } }),
    );
    const seen = await as('receptionist').call('GET', `/api/dossiers/${body.id}`);
    assert.equal(seen.body.applicantName, fullName);
    const slip = await as('receptionist').call('GET', `/api/dossiers/${body.id}/slip.pdf`);
    assert.equal(slip.status, 200);
    assert.equal(slip.body.subarray(0, 5).toString(), '%PDF-');
  });
  test('of characters that no database keeps is answered at the field', async () => {
    for (const name of ['Nguyễn\u0000 An', 'Nguyễn \ud800']) {
      const answer = await as('receptionist').call(
        'POST',
        '/api/dossiers/receive',
        atCounter({ form: { content: name } }),
      );
      assert.equal(answer.status, 422);
      assert.deepEqual((answer.body as { details: object }).details, {
        fields: [{ path: '/form/content', code: 'text.unreadable' }],
      });
    }
    const looked = await as('receptionist').call('GET', '/api/dossiers/%00');
    assert.equal(looked.status, 422);
    const broken = await app.inject({ method: 'GET', url: '/api/track/%E0%A4%A' });
    assert.equal(broken.statusCode, 400);
    assert.match(String(broken.headers['content-type']), /problem\+json/);
  });

  test('an address that does not exist is not found, also under /api', async () => {
    assert.equal((await visitor('GET', '/api/nothing')).status, 404);
    assert.equal((await visitor('GET', '/api/dossiers/x%00y')).status, 401);
    assert.equal((await as('receptionist').call('GET', '/api/dossiers/%27%3B--')).status, 404);
    assert.equal((await as('receptionist').call('GET', '/api/dossiers?cursor=abc')).status, 422);
  });
});

describe('a paper', () => {
  test('is what its bytes say', async () => {
    const { status, body } = await upload('receptionist', 'anh.png', PNG);
    assert.deepEqual([status, body.type, body.size], [200, 'image/png', PNG.length]);
    const file = await app.inject({
      url: `/api/papers/${body.id}/file`,
      headers: { cookie: as('receptionist').cookie },
    });
    assert.deepEqual(file.rawPayload, PNG);
    assert.equal(file.headers['content-type'], 'image/png');
    assert.match(String(file.headers['content-security-policy']), /sandbox/);
  });
  test('that lies about its type is refused', async () => {
    const { status, body } = await upload('receptionist', 'don.pdf', PNG);
    assert.deepEqual([status, body.code, body.details.found], [422, 'paper.lies', 'image/png']);
  });
  test('of an unknown type, a program, or nothing is refused', async () => {
    for (const [name, bytes, code] of [
      ['a.exe', Buffer.from('MZ\u0090\u0000'.repeat(64), 'latin1'), 'paper.type-unknown'],
      ['a.html', Buffer.from('<script>alert(1)</script>'), 'paper.type-unknown'],
      ['a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'paper.type-unknown'],
      ['a.pdf', Buffer.alloc(0), 'paper.empty'],
    ] as const)
      assert.equal((await upload('receptionist', name, bytes)).body.code, code, name);
  });
  test('of 100 MB is refused and leaves nothing behind', async () => {
    const { status, body } = await upload(
      'receptionist',
      'scan.pdf',
      Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(27_000_000, 32)]),
    );
    assert.deepEqual([status, body.code], [413, 'paper.too-large']);
  });
  test('is seen by its uploader and those of its dossier only', async () => {
    const { body } = await upload('citizen', 'don.png', PNG);
    const get = async (role: string) => (await as(role).call('GET', `/api/papers/${body.id}/file`)).status;
    assert.deepEqual(
      [await get('citizen'), await get('another citizen'), await get('receptionist')],
      [200, 404, 404],
    );
    const filed = await as('citizen').call('POST', '/api/my/dossiers', {
      ...PLAIN,
      competentBodyId: BINH_LUC,
      form: { content: 'Đề nghị' },
      components: [{ key: 'don', paperIds: [body.id] }],
      returnBy: 'online',
    });
    assert.equal(filed.status, 200, JSON.stringify(filed.body));
    assert.deepEqual(
      [await get('receptionist'), await get('receptionist elsewhere'), await get('another citizen')],
      [200, 404, 404],
    );
  });
});

describe('following by code', () => {
  test('without signing in tells the degree of completion and nothing else', async () => {
    const { code } = await received();
    const { status, body } = await visitor('GET', `/api/track/${encodeURIComponent(code.toLowerCase())}`);
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body).sort(), ['code', 'degree']);
    assert.deepEqual(body.degree, { done: 1, total: 7, word: 'Đang giải quyết' });
  });
  test('of an unknown code is not found', async () => {
    assert.equal((await visitor('GET', '/api/track/H42.13504-261120-9999')).body.code, 'dossier.unknown');
  });
});

test('every look at a person’s data by an official leaves a row; the person’s own look leaves none', async () => {
  const { id } = await received();
  const looks = async () => {
    const { rows } = await pool.query<{ actor: string; act: string }>(
      `select actor_id as actor, act from record where subject_kind = 'person' and change ->> 'type' = 'looked-at' and change ->> 'dossierId' = $1 order by id`,
      [id],
    );
    return rows;
  };
  await as('leader').call('GET', `/api/dossiers/${id}`);
  await as('division-head').call('GET', `/api/dossiers/${id}`);
  await as('receptionist elsewhere').call('GET', `/api/dossiers/${id}`);
  assert.deepEqual(
    (await looks()).map((look) => look.actor),
    [`${BINH_LUC}:leader`, `${BINH_LUC}:officeHead`],
  );
});

test('a search leaves a row on the official who searched, with what was found; a work list leaves none', async () => {
  const { id } = await received();
  const rows = async () =>
    (
      await pool.query<{ words: string; ids: string[] }>(
        `select change ->> 'words' as words, change -> 'dossierIds' as ids from record
         where subject_kind = 'official' and subject_id = $1 and change ->> 'type' = 'searched' order by id`,
        [`${BINH_LUC}:leader`],
      )
    ).rows;
  const before = (await rows()).length;
  await as('leader').call('GET', '/api/dossiers?list=all');
  assert.equal((await rows()).length, before);
  await as('leader').call('GET', '/api/search?q=thanh%20hang');
  const last = (await rows()).at(-1);
  assert.equal((await rows()).length, before + 1);
  assert.equal(last?.words, 'thanh hang');
  assert.ok(last?.ids.includes(id));
});

test('a citizen sees their own story, without the inner handling, and no other citizen does', async () => {
  const paper = (await upload('citizen', 'don.png', PNG)).body.id;
  const { body: filed } = await as('citizen').call('POST', '/api/my/dossiers', {
    ...PLAIN,
    competentBodyId: BINH_LUC,
    form: { content: 'Đề nghị' },
    components: [{ key: 'don', paperIds: [paper] }],
    returnBy: 'online',
  });
  await as('receptionist').call('POST', `/api/dossiers/${filed.id}/accept`, { version: filed.version });
  const own = await as('citizen').call('GET', `/api/my/dossiers/${filed.id}`);
  assert.deepEqual(
    own.body.story.map((line: { act: string }) => line.act),
    ['dossiers.file-dossier', 'dossiers.accept-dossier'],
  );
  assert.equal((await as('another citizen').call('GET', `/api/my/dossiers/${filed.id}`)).status, 404);
  assert.equal((await as('another citizen').call('GET', `/api/dossiers/${filed.id}/slip.pdf`)).status, 404);
  assert.equal((await as('citizen').call('GET', `/api/dossiers/${filed.id}/slip.pdf`)).status, 200);
  assert.equal(citizen().name, own.body.story[0].by);
});

test('every address asks for a permission of the table, and no row of the table is without an address', async () => {
  const { body } = await visitor('GET', '/api/openapi.json');
  const named = Object.values(body.paths as Record<string, Record<string, { operationId: string }>>)
    .flatMap((path) => Object.values(path).map((operation) => operation.operationId))
    .filter((name) => !/^(session|checking)\./.test(name));
  // What only the clock does has no address.
  const rows = Object.entries(PERMISSIONS).filter(([, row]) =>
    Object.keys(row).some((who) => who !== 'system'),
  );
  assert.deepEqual([...new Set(named)].sort(), rows.map(([name]) => name).sort());
});

test('the description names every route, and each act by its name', async () => {
  const { body } = await visitor('GET', '/api/openapi.json');
  assert.equal(body.openapi, '3.1.0');
  const operations = Object.values(
    body.paths as Record<string, Record<string, { operationId: string }>>,
  ).flatMap((path) => Object.values(path).map((operation) => operation.operationId));
  for (const act of Object.keys(PERMISSIONS).filter((name) =>
    /^dossiers\.(receive|approve|return)/.test(name),
  ))
    assert.ok(operations.includes(act), act);
  assert.equal((await app.inject('/api/docs')).statusCode, 200);
  assert.equal((await app.inject('/api/docs/swagger-ui-bundle.js')).statusCode, 200);
});

describe('when the database goes away', () => {
  test('an act is answered 503 and has not happened; ready says no, healthy says yes', async () => {
    const other = connect(database.appUrl.replace(/:\d+\//, ':1/'), database.schema, 1);
    const away = await testApp(other);
    assert.equal((await away.app.inject('/readyz')).statusCode, 503);
    assert.equal((await away.app.inject('/healthz')).statusCode, 200);
    const answer = await away.app.inject('/api/procedures?q=khai');
    assert.deepEqual([answer.statusCode, answer.json().code], [503, 'database.away']);
    await away.close();
    await other.end();
  });
  test('whose connections are cut in the middle of an act, the act happened wholly or not at all', async () => {
    const before = (await pool.query('select count(*) as n from dossiers')).rows[0].n;
    const keys = Array.from({ length: 40 }, () => randomUUID());
    const acts = keys.map((key) =>
      as('receptionist').call('POST', '/api/dossiers/receive', atCounter(), key),
    );
    const cutter = connect(database.ownerUrl, database.schema, 1);
    for (let n = 0; n < 5; n++)
      await cutter.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and usename = 'haicap_app'`,
      );
    await cutter.end();
    await Promise.allSettled(acts);
    // The same requests again, as a browser would: what had happened is not done twice.
    for (const key of keys) {
      for (;;) {
        const { status } = await as('receptionist').call('POST', '/api/dossiers/receive', atCounter(), key);
        if (status === 200) break;
        assert.equal(status, 503);
      }
    }
    const { rows } = await pool.query(
      `select count(*) as n, count(distinct code) as codes,
        (select sum(last) from serials where kind = 'dossier') as last, (select count(*) from dossiers where code is not null) as coded from dossiers`,
    );
    assert.equal(rows[0].n, before + 40);
    assert.equal(rows[0].last, rows[0].coded, 'numbers without gap');
  });
});

test('an official is offered exactly what would not be refused, and one way onward at most', async () => {
  const { id } = await received();
  const offered = async (role: string) => {
    const { body } = await as(role).call('GET', `/api/dossiers/${id}`);
    return body.acts.map(
      (act: { name: string; primary: boolean }) => `${act.name.slice(9)}${act.primary ? ' *' : ''}`,
    );
  };
  assert.deepEqual(await offered('receptionist'), [
    'request-supplement',
    'request-payment',
    'withdraw-dossier',
    'stop-dossier',
    'correct-receipt',
    'note-error',
    'undo-act',
  ]);
  assert.deepEqual(await offered('division-head'), [
    'assign-dossier *',
    'request-supplement',
    'send-back',
    'request-payment',
    'note-error',
  ]);
  assert.deepEqual(await offered('leader'), ['extend-dossier', 'stop-dossier', 'note-error', 'undo-act']);
  assert.deepEqual(await offered('clerk'), ['note-error']);
});

test('every number of the board opens a list of that length', async () => {
  await received();
  const board = (await as('leader').call('GET', '/api/board')).body;
  const total = async (query: string) =>
    (await as('leader').call('GET', `/api/dossiers?body=${BINH_LUC}&${query}`)).body.total;
  assert.ok(board.counts.receivedToday > 0);
  for (const [number, query] of [
    ['inProgress', 'list=in-progress'],
    ['dueToday', 'list=due-today'],
    ['dueTomorrow', 'list=in-progress&due=tomorrow'],
    ['dueThisWeek', 'list=in-progress&due=week'],
    ['overdue', 'list=overdue'],
    ['awaitingSupplement', 'list=awaiting-supplement'],
    ['toReceive', 'list=all&state=submitted'],
    ['receivedToday', 'list=all&received=today'],
    ['resolvedToday', 'list=all&resolved=today'],
    ['receivedThisMonth', 'list=all&received=month'],
    ['resolvedThisMonth', 'list=all&resolved=month'],
  ] as const)
    assert.equal(await total(query), board.counts[number], number);
});
