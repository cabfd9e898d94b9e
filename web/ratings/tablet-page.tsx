import { useEffect, useRef, useState } from 'preact/hooks';
import { api, newKey } from '../app/api.ts';
import { PageHeading, usePageTitle } from '../app/page.tsx';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { TextInput } from '../ui/inputs.tsx';
import { Notice, Skeleton } from '../ui/notice.tsx';
import type { Tablet } from './answers.ts';
import { RatingForm } from './rating-form.tsx';

const KEPT = 'haicap.tablet';
/** How often the tablet asks what it is to show, and after how long without a touch it begins anew. */
const ASK_EVERY = 3_000;
const IDLE = 90_000;
const THANKS_FOR = 6_000;

/** What this tablet is known by: made here once, and kept by this browser alone. */
function ownSecret(): string {
  const kept = localStorage.getItem(KEPT);
  if (kept !== null) return kept;
  const made = newKey();
  localStorage.setItem(KEPT, made);
  return made;
}

/** A tablet at a centre: one dossier at a time, called up at the desk or by its code, then back to the beginning. */
export function TabletPage() {
  usePageTitle('Đánh giá tại Trung tâm');
  const secret = useRef(ownSecret()).current;
  const [tablet, setTablet] = useState<Tablet | null>(null);
  const [broken, setBroken] = useState(false);
  const [thanks, setThanks] = useState(false);
  const touched = useRef(Date.now());

  async function ask() {
    try {
      setTablet(await api.get<Tablet>('/api/ratings/tablet', { secret }));
      setBroken(false);
    } catch {
      setBroken(true);
    }
  }
  const open = async (code: string | null) => {
    await api.post('/api/ratings/tablet/open', { secret, code });
    await ask();
  };

  useEffect(() => {
    void ask();
    const asking = setInterval(() => void ask(), ASK_EVERY);
    return () => clearInterval(asking);
  }, []);
  useEffect(() => {
    if (!thanks) return;
    const over = setTimeout(() => setThanks(false), THANKS_FOR);
    return () => clearTimeout(over);
  }, [thanks]);
  const shown = tablet?.about?.dossierId ?? null;
  // Somebody walked away: nobody after them shall find their dossier here.
  useEffect(() => {
    if (shown === null) return;
    touched.current = Date.now();
    const touch = () => {
      touched.current = Date.now();
    };
    const watch = setInterval(() => {
      if (Date.now() - touched.current >= IDLE) void open(null).catch(() => undefined);
    }, 1_000);
    addEventListener('pointerdown', touch);
    addEventListener('keydown', touch);
    return () => {
      clearInterval(watch);
      removeEventListener('pointerdown', touch);
      removeEventListener('keydown', touch);
    };
  }, [shown]);

  return (
    <main id="main" class="tablet">
      {broken && <Notice kind="warn" live title="Máy đang mất mạng. Xin báo cán bộ trung tâm." />}
      {tablet === null ? (
        !broken && <Skeleton lines={4} />
      ) : tablet.pairing !== null ? (
        <Unpaired code={tablet.pairing} />
      ) : thanks ? (
        <div class="tablet-middle">
          <PageHeading>Xin cảm ơn ông/bà</PageHeading>
          <p>Đánh giá đã được ghi nhận, không kèm tên hay mã hồ sơ.</p>
        </div>
      ) : tablet.about === null ? (
        <Waiting centreName={tablet.centreName ?? ''} onOpen={open} />
      ) : tablet.rated ? (
        <div class="tablet-middle">
          <PageHeading>Hồ sơ này đã được đánh giá</PageHeading>
          <p>Mỗi hồ sơ được đánh giá một lần.</p>
          <Button onPress={() => void open(null)}>Đóng</Button>
        </div>
      ) : (
        <>
          <header class="tablet-head">
            <div>
              <PageHeading>{tablet.about.procedureName}</PageHeading>
              <p class="quiet">Hồ sơ {tablet.about.code}. Câu trả lời không kèm tên hay mã hồ sơ.</p>
            </div>
            <Button onPress={() => void open(null)}>Không đánh giá</Button>
          </header>
          <RatingForm
            key={tablet.about.dossierId}
            questions={tablet.questions}
            withComment={false}
            onSend={async (given) => {
              await api.post('/api/ratings/tablet', { secret, dossierId: tablet.about?.dossierId, ...given });
            }}
            onDone={() => {
              setThanks(true);
              void ask();
            }}
          />
        </>
      )}
    </main>
  );
}

function Unpaired({ code }: { code: string }) {
  return (
    <div class="tablet-middle">
      <PageHeading>Máy này chưa đưa vào dùng</PageHeading>
      <p>
        Cán bộ trung tâm mở <strong>Quản trị, Đánh giá của người dân</strong>, chọn Đưa máy vào dùng và nhập
        mã:
      </p>
      <p class="tablet-code">{code}</p>
    </div>
  );
}

function Waiting({ centreName, onOpen }: { centreName: string; onOpen: (code: string) => Promise<void> }) {
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  return (
    <div class="tablet-middle">
      <p class="quiet">{centreName}</p>
      <PageHeading>Mời ông/bà đánh giá việc giải quyết hồ sơ</PageHeading>
      <p>Cán bộ sẽ mở hồ sơ của ông/bà trên máy này, hoặc ông/bà nhập mã hồ sơ ghi trên giấy tiếp nhận.</p>
      <form
        class="tablet-ask"
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim() === '') {
            setFault('Xin ghi mã hồ sơ.');
            return;
          }
          onOpen(code).then(
            () => setFault(null),
            (error: unknown) => setFault(wordsOf(error)),
          );
        }}
      >
        <TextInput
          id="tablet-dossier"
          label="Mã hồ sơ"
          value={code}
          onInput={setCode}
          error={fault ?? undefined}
        />
        <Button rank="primary" type="submit">
          Mở hồ sơ
        </Button>
      </form>
    </div>
  );
}
