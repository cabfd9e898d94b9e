import { useState } from 'preact/hooks';
import { api, newKey } from '../../app/api.ts';
import { DateInput } from '../../app/date-input.tsx';
import { showDate, showDateTime, showSize } from '../../app/dates.ts';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { useResource } from '../../app/resource.ts';
import { session } from '../../app/session.ts';
import { wordsOf } from '../../app/words.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Select, TextInput } from '../../ui/inputs.tsx';
import { EmptyState, FailedState, Notice, Skeleton } from '../../ui/notice.tsx';
import { say } from '../../ui/toast.tsx';
import { type ChosenPaper, fileOf, provenanceWords, type VaultPaper } from '../../vault/offers.ts';
import { SmallPicture } from '../../vault/small-picture.tsx';
import '../../vault/vault.css';
import { PapersInput } from '../papers-input.tsx';
import { SignInForm } from '../sign-in-form.tsx';

interface Held extends VaultPaper {
  kind: string | null;
  kindName: string | null;
  standing: 'valid' | 'kept' | 'expired' | 'withdrawn';
  withdrawnAt: string | null;
  withdrawnWhy: string | null;
  uses: {
    at: string;
    byName: string;
    bySelf: boolean;
    agencyName: string | null;
    procedureName: string;
    dossierId: string;
  }[];
}
interface Vault {
  items: Held[];
  openings: { at: string; byName: string; agencyName: string | null; procedureName: string }[];
  kinds: { code: string; name: string }[];
}

/** My papers: what was handed in and issued, how long each holds, who used it and who looked; and adding one's own. */
export function VaultPage() {
  usePageTitle('Giấy tờ của tôi');
  const here = session.value;
  if (here === null) return <Skeleton lines={6} />;
  if (here.actor?.kind !== 'citizen') {
    return (
      <div class="stack">
        <PageHeading>Giấy tờ của tôi</PageHeading>
        {here.actor === null ? (
          <>
            <p>Đăng nhập để xem giấy tờ của ông/bà.</p>
            <SignInForm onDone={() => {}} />
          </>
        ) : (
          <>
            <p>Đang dùng tài khoản cán bộ. Kho giấy tờ chỉ người có giấy tờ xem được.</p>
            <ButtonLink href="/ban-lam-viec">Đến bàn làm việc</ButtonLink>
          </>
        )}
      </div>
    );
  }
  return <Papers />;
}

function Papers() {
  const found = useResource<Vault>('/api/my/vault');
  if (found.data === null)
    return (
      <div class="stack">
        <PageHeading>Giấy tờ của tôi</PageHeading>
        {found.state === 'failed' ? (
          <FailedState words={wordsOf(found.problem)} onRetry={found.reload} />
        ) : (
          <Skeleton lines={6} />
        )}
      </div>
    );
  const { items, openings, kinds } = found.data;
  const valid = items.filter((paper) => paper.standing === 'valid');
  const kept = items.filter((paper) => paper.standing === 'kept');
  const past = items.filter((paper) => paper.standing === 'expired' || paper.standing === 'withdrawn');
  return (
    <div class="stack">
      <nav class="crumbs no-print" aria-label="Đường dẫn">
        <a href="/cua-toi">Hồ sơ của tôi</a>
      </nav>
      <PageHeading>Giấy tờ của tôi</PageHeading>
      <p class="quiet">
        Giấy tờ ông/bà đã nộp và được cấp. Lần sau cần giấy cùng loại, hệ thống gợi ý dùng lại; ông/bà quyết
        định. Cán bộ chỉ mở được kho này khi ông/bà có mặt tại quầy và đồng ý.
      </p>
      {items.length === 0 && (
        <EmptyState title="Kho chưa có giấy tờ nào">
          <p>Giấy tờ kèm hồ sơ đã được tiếp nhận và kết quả được cấp sẽ tự vào đây.</p>
        </EmptyState>
      )}
      {valid.length > 0 && (
        <section aria-labelledby="valid">
          <h2 id="valid">Dùng lại được ({valid.length})</h2>
          <List papers={valid} onChanged={found.reload} />
        </section>
      )}
      {kept.length > 0 && (
        <section aria-labelledby="kept">
          <h2 id="kept">Lưu để xem ({kept.length})</h2>
          <p class="quiet">
            Đơn, tờ khai phải làm mới mỗi lần; giấy có thời hạn mà chưa rõ ngày cấp cũng không dùng lại.
          </p>
          <List papers={kept} onChanged={found.reload} />
        </section>
      )}
      {past.length > 0 && (
        <section aria-labelledby="past">
          <h2 id="past">Không còn dùng ({past.length})</h2>
          <List papers={past} onChanged={found.reload} />
        </section>
      )}
      <Adding kinds={kinds} onAdded={found.reload} />
      <section aria-labelledby="openings">
        <h2 id="openings">Ai đã mở kho này</h2>
        {openings.length === 0 ? (
          <p class="quiet">Chưa có cán bộ nào mở kho giấy tờ của ông/bà.</p>
        ) : (
          <ul class="papers plain-list">
            {openings.map((opening) => (
              <li key={`${opening.at}${opening.byName}`}>
                {opening.byName}, {opening.agencyName}
                <span class="paper-how">
                  {showDateTime(opening.at)}, khi tiếp nhận: {opening.procedureName}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

const WHY: Record<string, string> = {
  'result-corrected': 'đã được thay bằng kết quả đính chính',
  undone: 'cơ quan đã huỷ lần tiếp nhận hoặc phát hành',
};

function standingWords(paper: Held): string {
  if (paper.standing === 'withdrawn')
    return `Thôi dùng từ ${showDate(paper.withdrawnAt)}: ${WHY[paper.withdrawnWhy ?? ''] ?? 'đã bỏ'}`;
  if (paper.standing === 'expired') return `Hết thời hạn dùng từ ngày ${showDate(paper.validTo)}`;
  return '';
}

function List({ papers, onChanged }: { papers: readonly Held[]; onChanged: () => void }) {
  return (
    <ul class="cards plain-list">
      {papers.map((paper) => (
        <li key={paper.id} class="vault-card">
          <SmallPicture address={`/api/vault/${encodeURIComponent(paper.id)}/small`} />
          <div class="stack-2">
            <a class="card-title" href={fileOf({ id: paper.id, vault: true })} target="_blank" rel="noopener">
              {paper.name}
            </a>
            <p class="quiet small">
              {provenanceWords(paper)} · {showSize(paper.size)}
            </p>
            {standingWords(paper) !== '' && <p>{standingWords(paper)}</p>}
            {paper.dossierId !== null && (
              <p class="small">
                <a href={`/cua-toi/${paper.dossierId}`}>Xem hồ sơ {paper.dossierCode}</a>
              </p>
            )}
            {paper.uses.length > 0 && (
              <details>
                <summary>Đã dùng lại {paper.uses.length} lần</summary>
                <ul class="papers plain-list">
                  {paper.uses.map((use) => (
                    <li key={`${use.at}${use.dossierId}`}>
                      <a href={`/cua-toi/${use.dossierId}`}>{use.procedureName}</a>
                      <span class="paper-how">
                        {showDateTime(use.at)},{' '}
                        {use.bySelf
                          ? 'ông/bà tự chọn khi nộp trực tuyến'
                          : [use.byName, use.agencyName].filter(Boolean).join(', ')}
                      </span>
                    </li>
                  ))}
                </ul>
              </details>
            )}
            {paper.source === 'own' && paper.withdrawnAt === null && (
              <Removing paper={paper} onRemoved={onChanged} />
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Removing({ paper, onRemoved }: { paper: Held; onRemoved: () => void }) {
  const [fault, setFault] = useState<unknown>(null);
  const remove = async () => {
    try {
      await api.delete(`/api/my/vault/${encodeURIComponent(paper.id)}`, { key: newKey() });
      say(`Đã bỏ ${paper.name} khỏi kho.`);
      onRemoved();
    } catch (error) {
      setFault(error);
    }
  };
  return (
    <div>
      <Button small onPress={() => void remove()} label={`Bỏ ${paper.name} khỏi kho`}>
        Bỏ khỏi kho
      </Button>
      {fault !== null && <p class="field-error">{wordsOf(fault)}</p>}
    </div>
  );
}

function Adding({ kinds, onAdded }: { kinds: Vault['kinds']; onAdded: () => void }) {
  const [papers, setPapers] = useState<readonly ChosenPaper[]>([]);
  const [name, setName] = useState('');
  const [kind, setKind] = useState('');
  const [validTo, setValidTo] = useState('');
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const add = async () => {
    const [paper] = papers;
    const faults: Record<string, string> = {};
    const called = name.trim() || (kinds.find((one) => one.code === kind)?.name ?? '');
    if (paper === undefined) faults.paper = 'Xin chọn tệp hoặc chụp ảnh giấy tờ.';
    if (called === '') faults.name = 'Xin chọn loại giấy tờ hoặc ghi tên.';
    if (validTo !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(validTo)) faults.validTo = 'Ngày này chưa đọc được.';
    setWrong(faults);
    if (paper === undefined || Object.keys(faults).length > 0) return;
    setBusy(true);
    setFault(null);
    try {
      await api.post(
        '/api/my/vault',
        { paperId: paper.id, name: called, kind: kind || null, validTo: validTo || null },
        { key: newKey() },
      );
      setPapers([]);
      setName('');
      setKind('');
      setValidTo('');
      say(`Đã thêm ${called} vào kho.`);
      onAdded();
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-labelledby="adding">
      <h2 id="adding">Thêm giấy tờ của mình</h2>
      <div class="stack">
        <p class="quiet">Giấy tự thêm được ghi rõ là chưa ai kiểm tra; cán bộ đối chiếu khi cần.</p>
        {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
        <PapersInput
          id="own-paper"
          label="Ảnh chụp hoặc tệp PDF của giấy tờ"
          error={wrong.paper}
          papers={papers}
          onChange={(next) => setPapers((now) => next(now).slice(-1))}
        />
        <Select
          id="own-kind"
          label="Loại giấy tờ"
          optional
          none="Loại khác"
          value={kind}
          options={kinds.map((one) => ({ value: one.code, label: one.name }))}
          onChange={setKind}
        />
        <TextInput
          id="own-name"
          label="Tên giấy tờ"
          hint="Ví dụ: Bằng tốt nghiệp trung học phổ thông"
          optional={kind !== ''}
          error={wrong.name}
          value={name}
          onInput={setName}
          maxLength={300}
        />
        <DateInput
          id="own-validTo"
          label="Hết hạn từ ngày"
          optional
          error={wrong.validTo}
          value={validTo}
          onInput={setValidTo}
        />
        <Button onPress={() => void add()} busy={busy} busyText="Đang thêm">
          Thêm vào kho
        </Button>
      </div>
    </section>
  );
}
