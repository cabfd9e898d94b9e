import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { chosen, paperInput, provenanceWords, type VaultPaper } from './offers.ts';

const issued: VaultPaper = {
  id: 'v1',
  name: 'Giấy khai sinh',
  source: 'issued',
  form: 'electronic',
  fileName: 'ks.pdf',
  type: 'application/pdf',
  size: 10,
  dossierId: 'd1',
  dossierCode: 'H42.13504-261120-0001',
  number: '01/KQGQ-TTHC',
  agencyName: 'UBND xã Bình Lục',
  checkedByName: null,
  laidAt: '2026-11-20T02:00:00Z',
  validFrom: '2026-11-20',
  validTo: null,
};

describe('papers of the vault on the screens', () => {
  test('say who issued them and when, or that nobody has checked them', () => {
    assert.equal(provenanceWords(issued), 'UBND xã Bình Lục cấp, số 01/KQGQ-TTHC, ngày 20/11/2026');
    assert.equal(
      provenanceWords({ ...issued, source: 'own', validTo: '2027-01-01' }),
      'Người dân tự thêm ngày 20/11/2026, chưa ai kiểm tra; dùng được đến trước ngày 01/01/2027',
    );
    assert.equal(
      provenanceWords({ ...issued, source: 'handed-in', form: 'copy', checkedByName: 'Vũ Thị Lan' }),
      'Nộp ngày 20/11/2026 theo hồ sơ H42.13504-261120-0001, quét từ bản sao, Vũ Thị Lan kiểm tra',
    );
  });

  test('are sent apart from those that were uploaded', () => {
    const uploaded = { id: 'p1', name: 'a.pdf', size: 1 };
    assert.deepEqual(paperInput([uploaded]), { paperIds: ['p1'] });
    assert.deepEqual(paperInput([uploaded, chosen(issued)]), { paperIds: ['p1'], vaultIds: ['v1'] });
  });
});
