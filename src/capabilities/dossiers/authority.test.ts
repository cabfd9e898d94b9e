import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after } from 'node:test';
import { atCounter, BINH_LUC, official, testProvince } from '../../../test/support/province.ts';
import { perform } from '../../perform.ts';
import { insertPaper } from '../papers/index.ts';
import { receiveDossier } from './acts/receive-dossier.ts';
import { AUTHORITY } from './dossier.ts';
import { seeDossier } from './views.ts';

const { pool } = await testProvince();
after(() => pool.end());

const receptionist = official(BINH_LUC, 'receptionist');
const at = new Date('2026-11-20T02:00:00Z');

async function filedWithAuthority(represented: boolean): Promise<{ id: string; paperId: string }> {
  const paperId = randomUUID();
  await insertPaper(pool, {
    id: paperId,
    name: 'uy-quyen.pdf',
    type: 'application/pdf',
    size: 10,
    sha256: 'a'.repeat(64),
    origin: 'counter',
    uploadedBy: receptionist.id,
    uploadedAt: at.toISOString(),
    dossierId: null,
  });
  const input = atCounter({
    representative: represented
      ? {
          fullName: 'Trần Văn Khoa',
          personalId: '037085001236',
          phone: null,
          authority: 'Số 12/2026, UBND xã Bình Lục chứng thực ngày 18/11/2026',
        }
      : null,
    components: [
      { key: 'don', originals: 1 },
      { key: AUTHORITY, originals: 1, paperIds: [paperId] },
    ],
  });
  const { id } = await perform(pool, receiveDossier, receptionist, input, { key: randomUUID(), at });
  return { id, paperId };
}

test('a representative’s authority paper lies among the papers of the dossier under its name', async () => {
  const { id, paperId } = await filedWithAuthority(true);
  const shown = (await seeDossier.run(pool, receptionist, { id }, at)) as {
    components: {
      key: string;
      name: string;
      originals: number;
      papers: { id?: string; paperId?: string }[];
    }[];
  };
  const authority = shown.components.find(({ key }) => key === AUTHORITY);
  assert.deepEqual(
    [authority?.name, authority?.originals, authority?.papers.map((paper) => paper.paperId ?? paper.id)],
    ['Giấy uỷ quyền', 1, [paperId]],
  );
});

test('an authority paper without a representative is refused at its place', async () => {
  await assert.rejects(filedWithAuthority(false), (error: unknown) => {
    const { fields = [] } = (error as { details: { fields?: { path: string; code: string }[] } }).details;
    assert.deepEqual(
      fields.map(({ path, code }) => [path, code]),
      [['/components/1', 'dossier.component-unknown']],
    );
    return true;
  });
});
