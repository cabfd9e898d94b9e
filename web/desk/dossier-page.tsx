import { useEffect, useRef, useState } from 'preact/hooks';
import { go } from '../app/router.ts';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Lateness, StateTag } from '../ui/marks.tsx';
import { FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { ActDialog } from './act-dialog.tsx';
import type { Dossier, Made, OfferedAct } from './answers.ts';
import {
  Applicant,
  Code,
  Deadline,
  Facts,
  formEntries,
  Happened,
  LatestRequest,
  Next,
  OfficeErrors,
  Part,
  ResultPart,
} from './dossier-parts.tsx';
import { KeyCap } from './key-cap.tsx';
import { actKeyName, letterOf } from './keys.ts';
import { Later } from './later.tsx';
import { Links } from './links.tsx';
import { PapersHeld } from './papers-held.tsx';
import { PartsAsked } from './parts-asked.tsx';
import { printPdf } from './print-slip.ts';
import { listAddress, mayDo } from './room.ts';
import { useKeys } from './use-keys.ts';

/**
 * The acts that carry a dossier on. Only one of these is ever the red button: asking, refusing and withdrawing are
 * never what the screen invites to.
 */
const LEADS_ON: ReadonlySet<string> = new Set([
  'accept',
  'assign',
  'complete-step',
  'approve',
  'issue-result',
  'take-supplement',
  'rescan',
  'return-result',
]);

/** The dossier read top to bottom as its story. `onActed` hears what was done, so that the list can move on. */
export function DossierPage(p: {
  dossier: Dossier;
  onClose: () => void;
  onReload: () => void;
  onActed: (act: OfferedAct, dossier: Dossier, made: Made) => void;
}) {
  const { dossier } = p;
  const [doing, setDoing] = useState<OfferedAct | null>(null);
  const menu = useRef<HTMLDetailsElement>(null);
  const primary = dossier.acts.find((act) => act.primary && LEADS_ON.has(actKeyName(act.name))) ?? null;
  const others = dossier.acts.filter((act) => act !== primary);
  const start = (act: OfferedAct) => {
    if (menu.current) menu.current.open = false;
    setDoing(act);
  };
  const slip =
    dossier.code === null || dossier.mirroredIn !== null ? null : `/api/dossiers/${dossier.id}/slip.pdf`;

  useKeys({
    Escape: () => {
      if (menu.current?.open) {
        menu.current.open = false;
        menu.current.querySelector('summary')?.focus();
      } else p.onClose();
    },
    m: () => {
      if (!menu.current) return;
      menu.current.open = true;
      menu.current.querySelector('button')?.focus();
    },
    ...(slip === null ? {} : { p: () => printPdf(slip) }),
    ...Object.fromEntries(
      dossier.acts.flatMap((act) => {
        const letter = letterOf(act.name);
        return letter === null ? [] : [[letter, () => start(act)]];
      }),
    ),
  });

  return (
    <article class="story-page" aria-label={`Hồ sơ ${dossier.code ?? dossier.trackingCode}`}>
      <header class="dossier-head">
        <h2 id="dossier-title" tabIndex={-1}>
          {dossier.procedureName}
        </h2>
        <p class="facts">
          <Code code={dossier.code} trackingCode={dossier.trackingCode} />
          <StateTag state={dossier.state} name={dossier.stateName} />
          {dossier.lateness && <Lateness word={dossier.lateness.word} text={dossier.lateness.text} />}
          <span class="quiet">TTHC {dossier.procedureCode}</span>
        </p>
        <p>
          {dossier.placeIndependent ? (
            <>
              Tiếp nhận tại <strong>{dossier.centreName}</strong> — giải quyết tại{' '}
              <strong>{dossier.competentBodyName}</strong>
            </>
          ) : (
            <>
              Tiếp nhận và giải quyết tại <strong>{dossier.competentBodyName}</strong>
            </>
          )}
        </p>
      </header>
      {dossier.mirroredIn !== null && (
        <section class="part">
          <Notice kind="info" title={`${dossier.mirroredIn} giải quyết hồ sơ này.`}>
            <p>Tại đây theo dõi tình trạng do hệ thống đó gửi về; không thẩm định, phê duyệt ở đây.</p>
          </Notice>
        </section>
      )}
      <div class="act-bar no-print">
        {primary && (
          <Button
            rank="primary"
            onPress={() => start(primary)}
            shortcut={letterOf(primary.name) ?? undefined}
          >
            {primary.title} <Key letter={letterOf(primary.name)} />
          </Button>
        )}
        {others.length > 0 && (
          <details class="menu" ref={menu}>
            <summary class="button button-plain">
              Việc khác <Key letter="m" />
            </summary>
            <ul class="menu-acts">
              {others.map((act) => (
                <li key={act.name}>
                  <button type="button" onClick={() => start(act)}>
                    <strong>{act.title}</strong>
                    <Key letter={letterOf(act.name)} />
                    <span class="tells">{act.tells}</span>
                  </button>
                </li>
              ))}
            </ul>
          </details>
        )}
        {slip !== null && (
          <Button rank="quiet" onPress={() => printPdf(slip)} shortcut="p">
            In giấy tiếp nhận <Key letter="p" />
          </Button>
        )}
        <span class="close">
          <Button rank="quiet" onPress={p.onClose} shortcut="Escape">
            Đóng <Key letter="Esc" />
          </Button>
        </span>
      </div>
      {dossier.state === 'awaiting-supplement' && <LatestRequest dossier={dossier} />}
      <Applicant dossier={dossier} />
      <Deadline dossier={dossier} />
      <Links dossier={dossier} onReload={p.onReload} />
      <PartsAsked dossier={dossier} onReload={p.onReload} />
      <Part title="Giấy tờ và tờ khai">
        <div class="beside">
          <PapersHeld dossier={dossier} />
          <div>
            <h4 class="unseen">Tờ khai</h4>
            <Facts
              entries={formEntries(dossier)}
              none="Thủ tục này không có tờ khai điện tử, hoặc tờ khai đã nộp bản giấy."
            />
          </div>
        </div>
      </Part>
      {(dossier.fees.lines.length > 0 || dossier.state === 'awaiting-payment') && (
        <Part title="Phí, lệ phí">
          <Later
            key={`${dossier.id} ${dossier.version}`}
            load={() => import('../money/money-part.tsx').then((room) => room.MoneyPart)}
            given={{ dossierId: dossier.id, onChanged: p.onReload }}
          />
        </Part>
      )}
      {dossier.result && <ResultPart dossier={dossier} />}
      {(dossier.state === 'returned' || dossier.state === 'resolved') && mayDo('ratings.call-up') && (
        <Later
          key={dossier.id}
          load={() => import('../ratings/call-up.tsx').then(({ CallUp }) => CallUp)}
          given={{ dossierId: dossier.id }}
        />
      )}
      <OfficeErrors dossier={dossier} />
      <Happened dossier={dossier} />
      <Next dossier={dossier} onStart={start} />
      {doing?.name === 'dossiers.ask-agencies' && (
        <Later
          load={() =>
            import('./ask-dialog.tsx').then(({ AskDialog }) => () => (
              <AskDialog
                act={doing}
                dossier={dossier}
                onClose={() => setDoing(null)}
                onDone={() => {
                  setDoing(null);
                  p.onReload();
                }}
              />
            ))
          }
        />
      )}
      {doing && actKeyName(doing.name) === 'correct-receipt' && (
        <Later
          load={() => import('./correct-dialog.tsx').then((room) => room.CorrectDialog)}
          given={{
            act: doing,
            dossier,
            onClose: () => setDoing(null),
            onReload: p.onReload,
            onDone: (made: Made) => {
              setDoing(null);
              p.onActed(doing, dossier, made);
            },
          }}
        />
      )}
      {doing && doing.name !== 'dossiers.ask-agencies' && actKeyName(doing.name) !== 'correct-receipt' && (
        <ActDialog
          key={doing.name}
          act={doing}
          dossier={dossier}
          onClose={() => setDoing(null)}
          onReload={p.onReload}
          onDone={(made) => {
            setDoing(null);
            p.onActed(doing, dossier, made);
          }}
        />
      )}
    </article>
  );
}

function Key({ letter }: { letter: string | null }) {
  return letter === null ? null : <KeyCap>{letter}</KeyCap>;
}

/** Right: the dossier that is open, in every state the line may be in. */
export function DossierColumn(p: {
  state: 'loading' | 'ready' | 'failed';
  dossier: Dossier | null;
  fault: unknown;
  onReload: () => void;
  onActed: (act: OfferedAct, dossier: Dossier, made: Made) => void;
}) {
  const close = () => go(listAddress(), { keepScroll: true });
  const known = p.dossier?.id;
  // Opened: the hand goes to the dossier, as it goes to the letter in a mail program.
  useEffect(() => {
    if (known !== undefined) document.getElementById('dossier-title')?.focus({ preventScroll: true });
  }, [known]);
  const back = (
    <p class="no-print">
      <Button rank="link" onPress={close}>
        Về danh sách
      </Button>
    </p>
  );
  if (p.dossier) {
    return (
      <DossierPage
        key={p.dossier.id}
        dossier={p.dossier}
        onClose={close}
        onReload={p.onReload}
        onActed={p.onActed}
      />
    );
  }
  if (p.state === 'failed') {
    return (
      <div class="plain">
        <FailedState words={wordsOf(p.fault)} onRetry={p.onReload} />
        {back}
      </div>
    );
  }
  return (
    <div class="story-page">
      <div class="part">
        <Skeleton lines={2} />
      </div>
      <div class="part">
        <Skeleton lines={5} />
      </div>
      <div class="part">
        <Skeleton lines={4} />
      </div>
    </div>
  );
}
