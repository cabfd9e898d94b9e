import { useEffect, useRef, useState } from 'preact/hooks';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { useResource } from '../../app/resource.ts';
import { go } from '../../app/router.ts';
import { wordsOf } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { FailedState, Skeleton } from '../../ui/notice.tsx';
import type { Tracked } from '../answers.ts';

/** Following by code without signing in: how far it is, and nothing about anybody. */
export function TrackPage({ code }: { code?: string }) {
  usePageTitle(code ? `Hồ sơ ${code}` : 'Tra cứu hồ sơ');
  const [typed, setTyped] = useState(code ?? '');
  const [error, setError] = useState<string | null>(null);
  const [camera, setCamera] = useState(false);
  useEffect(() => setTyped(code ?? ''), [code]);
  const found = useResource<Tracked>(code ? `/api/track/${encodeURIComponent(code)}` : null);
  return (
    <div class="stack-5">
      <PageHeading>Tra cứu hồ sơ</PageHeading>
      <form
        class="search-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = typed.trim().replace(/\s+/g, '');
          if (wanted.length < 4) {
            setError('Xin ghi mã hồ sơ hoặc mã tra cứu.');
            document.getElementById('track-code')?.focus();
            return;
          }
          setError(null);
          go(`/tra-cuu/${encodeURIComponent(wanted)}`);
        }}
      >
        <TextInput
          id="track-code"
          label="Mã hồ sơ hoặc mã tra cứu"
          hint="In trên giấy tiếp nhận và hẹn trả kết quả"
          value={typed}
          onInput={setTyped}
          error={error}
        />
        <Button rank="primary" type="submit">
          Xem
        </Button>
      </form>
      {'BarcodeDetector' in globalThis && !camera && (
        <p class="no-print">
          <Button onPress={() => setCamera(true)}>Quét mã QR trên giấy hẹn</Button>
        </p>
      )}
      {camera && (
        <Scanner
          onFound={(text) => {
            setCamera(false);
            const last = text.trim().split('/').at(-1) ?? '';
            if (last !== '') go(`/tra-cuu/${last}`);
          }}
          onClose={() => setCamera(false)}
        />
      )}
      {code && found.state === 'loading' && <Skeleton lines={3} />}
      {code && found.state === 'failed' && (
        <FailedState
          words={wordsOf(found.problem)}
          onRetry={found.problem.status === 404 || found.problem.status === 422 ? undefined : found.reload}
        />
      )}
      {found.state === 'ready' && <Degree tracked={found.data} />}
    </div>
  );
}

function Degree({ tracked }: { tracked: Tracked }) {
  const { done, total, word } = tracked.degree;
  return (
    <section class="stack" aria-labelledby="degree">
      <h2 id="degree">
        {word}
        <span class="unseen">, hồ sơ {tracked.code}</span>
      </h2>
      <div class="steps" aria-hidden="true">
        {Array.from({ length: total }, (_, i) => (
          <span key={String(i)} class={i < done ? 'step-done' : undefined} />
        ))}
      </div>
      <p>
        Đã qua {done} trong {total} bước của quy trình.
      </p>
      <p class="quiet">
        Để giữ kín thông tin cá nhân, ở đây chỉ hiện mức độ hoàn thành. Muốn xem ngày hẹn, yêu cầu bổ sung và
        kết quả, xin <a href="/cua-toi">đăng nhập</a>.
      </p>
    </section>
  );
}

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

function Scanner({ onFound, onClose }: { onFound: (text: string) => void; onClose: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  const found = useRef(onFound);
  found.current = onFound;
  useEffect(() => {
    let on = true;
    let stream: MediaStream | null = null;
    const look = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
        const element = video.current;
        if (!on || element === null) return;
        element.srcObject = stream;
        await element.play();
        const Maker = (
          globalThis as unknown as { BarcodeDetector: new (o: { formats: string[] }) => Detector }
        ).BarcodeDetector;
        const detector = new Maker({ formats: ['qr_code'] });
        while (on) {
          const [code] = await detector.detect(element);
          if (code && on) {
            found.current(code.rawValue);
            return;
          }
          await new Promise((next) => setTimeout(next, 200));
        }
      } catch {
        if (on) setFailed(true);
      }
    };
    void look();
    return () => {
      on = false;
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, []);
  return (
    <div class="stack-2">
      {failed ? (
        <FailedState words="Chưa mở được máy ảnh. Ông/bà có thể gõ mã vào ô phía trên." />
      ) : (
        <>
          <p>Đưa mã QR trên giấy hẹn vào giữa khung hình.</p>
          <video ref={video} class="camera" muted playsInline aria-label="Hình từ máy ảnh" />
        </>
      )}
      <Button onPress={onClose}>Đóng máy ảnh</Button>
    </div>
  );
}
