import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { computeFee, GROUP_EVIDENCE, GROUP_NAMES } from '../../../src/capabilities/procedures/fee.ts';
import { COMPETENT_NAMES } from '../../../src/capabilities/procedures/procedure.ts';
import type { Group } from '../../../src/capabilities/procedures/shape.ts';
import { api, newKey, Problem } from '../../app/api.ts';
import { legalDayOf, showMoney, showPhone, showTime } from '../../app/dates.ts';
import { dropDraft, findDraft, keepDraft, keepDraftOnServer } from '../../app/drafts.ts';
import { byQuestion, prefilled, showAnswer } from '../../app/form/answers.ts';
import { Questions } from '../../app/form/questions.tsx';
import { online } from '../../app/line.ts';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { useResource } from '../../app/resource.ts';
import { address, go, place } from '../../app/router.ts';
import { session } from '../../app/session.ts';
import { wordsFor, wordsOf } from '../../app/words.ts';
import { useGroupsOfResidence } from '../../money/fee-area.ts';
import { PayOnline } from '../../money/pay-online.tsx';
import { Button, ButtonLink, PrintButton } from '../../ui/button.tsx';
import { Checkboxes, PhoneInput, Radios, TextInput } from '../../ui/inputs.tsx';
import { ErrorSummary, FailedState, Notice, Skeleton } from '../../ui/notice.tsx';
import { Offered } from '../../vault/offered.tsx';
import type { ChosenPaper, Offers } from '../../vault/offers.ts';
import type { AgencyRow, Filed, Procedure, Profile } from '../answers.ts';
import { homeCommune, rememberCommune } from '../centre.ts';
import { CommunePicker, findCommune } from '../commune-picker.tsx';
import {
  carriedOver,
  type Filing,
  isAsked,
  newFiling,
  papersAsked,
  quantityIn,
  type Step,
  stepKey,
  stepsOf,
  toSend,
  wrongIn,
} from '../filing-state.ts';
import { lazy } from '../lazy.tsx';
import { PapersInput } from '../papers-input.tsx';
import { Qr } from '../qr.tsx';
import { SignInForm } from '../sign-in-form.tsx';
import { NotFoundPage } from './not-found.tsx';

/** Filing online: one question group a page, then the papers, the fee, the way of return, a last look, and sending. */
export function FilingPage({ code = '' }: { code?: string }) {
  const found = useResource<Procedure>(`/api/procedures/${encodeURIComponent(code)}`);
  usePageTitle(found.data ? `Nộp hồ sơ: ${found.data.name}` : 'Nộp hồ sơ');
  if (found.state === 'loading' || session.value === null) return <Skeleton lines={6} />;
  if (found.state === 'failed') {
    if (found.problem.status === 404 || found.problem.status === 422) return <NotFoundPage />;
    return <FailedState words={wordsOf(found.problem)} onRetry={found.reload} />;
  }
  const procedure = found.data;
  if (!procedure.channels.includes('online')) {
    return (
      <div class="stack">
        <PageHeading>Thủ tục này nộp trực tiếp</PageHeading>
        <p>{procedure.name} chưa nhận hồ sơ trực tuyến. Ông/bà mang giấy tờ đến trung tâm.</p>
        <ButtonLink href={`/thu-tuc/${procedure.code}`}>Xem cần mang gì</ButtonLink>
      </div>
    );
  }
  if (session.value.actor?.kind === 'official') {
    return (
      <div class="stack">
        <PageHeading>Đang dùng tài khoản cán bộ</PageHeading>
        <p>
          Hồ sơ của người dân được nộp bằng tài khoản của người dân. Cán bộ tiếp nhận hồ sơ ở bàn làm việc.
        </p>
        <ButtonLink href="/ban-lam-viec/tiep-nhan">Đến bàn làm việc</ButtonLink>
      </div>
    );
  }
  return <FilingSteps key={procedure.versionId} procedure={procedure} />;
}

function FilingSteps({ procedure }: { procedure: Procedure }) {
  const owner = session.value?.actor?.id ?? null;
  const [begun] = useState(() => {
    const draft = findDraft<Filing>(procedure.code, owner);
    if (draft === null)
      return { filing: { ...newFiling(procedure, newKey()), ...led(procedure) }, kept: false, older: false };
    return {
      filing: carriedOver(draft.body, procedure, newKey()),
      kept: true,
      older: draft.body.versionId !== procedure.versionId,
    };
  });
  const [filing, setFiling] = useState<Filing>(begun.filing);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [attempt, setAttempt] = useState(0);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [filed, setFiled] = useState<Filed | null>(null);
  const touched = useRef(false);

  const change = (next: (now: Filing) => Filing) => {
    touched.current = true;
    setFiling((now) => next(now));
  };
  const set = (part: Partial<Filing>) => change((now) => ({ ...now, ...part }));

  // Kept on this machine at every change, and on the server a little later when signed in.
  // At once with the keystroke, not after the next paint: a reload in between would lose the last word.
  useLayoutEffect(() => {
    if (!touched.current || filed !== null) return;
    keepDraft(procedure.code, filing, owner);
    setSavedAt(new Date().toISOString());
    if (owner === null) return;
    const timer = setTimeout(() => void keepDraftOnServer(procedure.code, filing), 2500);
    return () => clearTimeout(timer);
  }, [filing, owner, filed]);

  // A draft of another machine, and what is known of the person, fill what is still empty.
  useEffect(() => {
    if (owner === null) return;
    let wanted = true;
    const fill = async () => {
      const [profile, draft] = await Promise.all([
        api.get<Profile>('/api/my/profile').catch(() => null),
        begun.kept || touched.current
          ? null
          : api.get<{ body: Filing }>(`/api/my/drafts/${procedure.code}`).catch(() => null),
      ]);
      if (!wanted) return;
      setFiling((now) => {
        const base = draft === null || touched.current ? now : carriedOver(draft.body, procedure, newKey());
        if (profile === null) return base;
        return {
          ...base,
          form: prefilled(procedure.form, base.form, { ...profile, sex: profile.sex ?? undefined }),
          phone: base.phone || (profile.phone ?? ''),
          email: base.email || (profile.email ?? ''),
          address: base.address || (typeof profile.address === 'string' ? profile.address : ''),
        };
      });
    };
    void fill();
    return () => {
      wanted = false;
    };
  }, [owner]);

  const steps = stepsOf(procedure, filing);
  const wanted = place.value.query.get('buoc');
  const at = Math.max(
    0,
    steps.findIndex((step) => stepKey(step) === wanted),
  );
  const step = steps[at] ?? { kind: 'place' as const };
  const key = stepKey(step);
  const fromReview = place.value.query.has('sua');

  // Each page of the filing begins at its heading.
  const last = useRef(key);
  useLayoutEffect(() => {
    if (last.current === key) return;
    last.current = key;
    scrollTo(0, 0);
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [key]);

  const show = (to: Step, fix = false) =>
    go(address(`/nop/${procedure.code}`, { buoc: stepKey(to), sua: fix ? 1 : null }));

  const onward = () => {
    const faults = wrongIn(step, procedure, filing);
    setWrong(faults);
    setAttempt((n) => n + 1);
    if (Object.keys(faults).length > 0) return;
    const next = fromReview ? steps.at(-1) : steps[at + 1];
    if (next) show(next);
  };

  const sendNow = async () => {
    if (sending) return;
    for (const each of steps) {
      const faults = wrongIn(each, procedure, filing);
      if (Object.keys(faults).length > 0) {
        setWrong(faults);
        setAttempt((n) => n + 1);
        show(each, true);
        return;
      }
    }
    setSending(true);
    setProblem(null);
    try {
      const answer = await api.post<Filed>('/api/my/dossiers', toSend(procedure, filing), {
        key: filing.key,
      });
      dropDraft(procedure.code);
      setFiled(answer);
      scrollTo(0, 0);
    } catch (error) {
      const found = error instanceof Problem ? error : new Problem('http.500', 500);
      setProblem(found);
      // What was refused may be sent otherwise: under a key of its own. What may have arrived keeps its key.
      if (found.status >= 400 && found.status < 500) set({ key: newKey() });
    } finally {
      setSending(false);
    }
  };

  // The line came back: what was to be sent is sent, under the same key.
  const waiting = problem?.code === 'line.broken';
  const sendLatest = useRef(sendNow);
  sendLatest.current = sendNow;
  useEffect(() => {
    if (!waiting) return;
    const again = () => void sendLatest.current();
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, [waiting]);

  if (filed !== null) return <Done procedure={procedure} filing={filing} filed={filed} />;

  const signedIn = owner !== null;
  const needsSession = (step.kind === 'papers' || step.kind === 'review') && !signedIn;
  // In the summary each line names its question; at the field the label stands right above.
  const summary = Object.entries(wrong).map(([id, words]) => {
    const question = procedure.form.properties[id.replace(/^f-/, '')];
    return {
      id,
      words: question === undefined || !id.startsWith('f-') ? words : `${question.title}: ${words}`,
    };
  });

  return (
    <div class="stack">
      <nav class="crumbs no-print" aria-label="Đường dẫn">
        <a href={`/thu-tuc/${procedure.code}`}>{procedure.name}</a>
      </nav>
      <p class="progress">
        Bước {at + 1} trong {steps.length}
      </p>
      {begun.kept && at === 0 && (
        <Notice title="Đang làm tiếp bản nháp trên máy này">
          {begun.older && (
            <p>Biểu mẫu đã thay đổi từ lần trước; những mục còn dùng được giữ lại, xin xem lại từng bước.</p>
          )}
          <p>
            <Button
              small
              onPress={() => {
                dropDraft(procedure.code);
                touched.current = false;
                setFiling(newFiling(procedure, newKey()));
                if (owner !== null) void api.delete(`/api/my/drafts/${procedure.code}`).catch(() => {});
              }}
            >
              Bỏ bản nháp, làm lại từ đầu
            </Button>
          </p>
        </Notice>
      )}
      <ErrorSummary wrong={summary} attempt={attempt} />
      {needsSession ? (
        <Gate />
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (step.kind === 'review') void sendNow();
            else onward();
          }}
        >
          {step.kind === 'place' && (
            <PlaceStep procedure={procedure} filing={filing} set={set} wrong={wrong} />
          )}
          {step.kind === 'group' && (
            <div class="stack">
              <PageHeading>{step.title}</PageHeading>
              {step.hint && <p class="quiet">{step.hint}</p>}
              <Questions
                form={procedure.form}
                keys={step.questions}
                answers={filing.form}
                wrong={Object.fromEntries(
                  Object.entries(wrong).map(([id, words]) => [id.replace(/^f-/, ''), words]),
                )}
                onAnswer={(name, value) =>
                  change((now) => {
                    const form = { ...now.form };
                    if (value === undefined || value === '') delete form[name];
                    else form[name] = value;
                    return { ...now, form };
                  })
                }
              />
            </div>
          )}
          {step.kind === 'papers' && (
            <PapersStep procedure={procedure} filing={filing} change={change} wrong={wrong} />
          )}
          {step.kind === 'fee' && <FeeStep procedure={procedure} filing={filing} set={set} />}
          {step.kind === 'return' && <ReturnStep filing={filing} set={set} wrong={wrong} />}
          {step.kind === 'review' && (
            <ReviewStep
              procedure={procedure}
              filing={filing}
              steps={steps}
              change={(to) => show(to, true)}
              problem={problem}
            />
          )}
          <div class="acts">
            <Button rank="primary" type="submit" busy={sending} busyText="Đang gửi hồ sơ">
              {step.kind === 'review'
                ? problem === null
                  ? 'Gửi hồ sơ'
                  : 'Gửi lại'
                : fromReview
                  ? 'Lưu và xem lại'
                  : 'Tiếp tục'}
            </Button>
            {at > 0 && !sending && (
              <Button rank="link" onPress={() => show(steps[at - 1] ?? { kind: 'place' })}>
                Quay lại
              </Button>
            )}
          </div>
        </form>
      )}
      {savedAt !== null && (
        <p class="saved" role="status">
          Đã lưu bản nháp lúc {showTime(savedAt)}
          {signedIn && online.value ? '' : ', trên máy này'}
        </p>
      )}
    </div>
  );
}

/** What the guidance of the procedure's page led to, as the address brings it. */
function led(procedure: Procedure): Partial<Filing> {
  const { query } = place.value;
  const theCase = procedure.cases.find(({ key }) => key === query.get('truong-hop'));
  const needs = (query.get('can') ?? '').split(',').filter((key) => key !== '');
  return { ...(theCase ? { case: theCase.key } : {}), ...(needs.length > 0 ? { needs } : {}) };
}

const Guidance = lazy(async () => (await import('../../app/guidance.tsx')).Guidance);

type SetFiling = (part: Partial<Filing>) => void;

function Gate() {
  return (
    <div class="stack">
      <PageHeading>Đăng nhập để gửi giấy tờ</PageHeading>
      <p>Những gì ông/bà vừa nhập vẫn được giữ. Đăng nhập xong sẽ trở lại đúng bước này.</p>
      <SignInForm onDone={() => {}} />
    </div>
  );
}

function PlaceStep({
  procedure,
  filing,
  set,
  wrong,
}: {
  procedure: Procedure;
  filing: Filing;
  set: SetFiling;
  wrong: Record<string, string>;
}) {
  const atCommune = procedure.level === 'commune';
  const [failed, setFailed] = useState<string | null>(null);
  const kind = procedure.competent === 'commune-police' ? 'commune-police' : 'commune-committee';
  // The commune chosen on another page, or the one body of the province that decides.
  const find = async () => {
    setFailed(null);
    try {
      if (atCommune) {
        const known = homeCommune.value;
        const commune = known === null ? null : await findCommune(known.code, kind);
        if (commune !== null)
          set({ commune: { code: commune.code, name: commune.name }, body: commune.body });
        return;
      }
      const name = COMPETENT_NAMES[procedure.competent].replace(/cấp tỉnh$/, 'tỉnh');
      const { agencies } = await api.get<{ agencies: AgencyRow[] }>('/api/agencies', { q: name });
      const body = agencies.find((one) => one.id === one.bodyId && one.unitCode.length === 2);
      if (body) set({ body: { id: body.id, name: body.name } });
      else setFailed('Chưa tìm được cơ quan giải quyết. Xin nộp trực tiếp hoặc gọi trung tâm ở cuối trang.');
    } catch (error) {
      setFailed(wordsOf(error));
    }
  };
  useEffect(() => {
    if (filing.body === null) void find();
  }, []);
  return (
    <div class="stack-5">
      <PageHeading>{atCommune ? 'Xã, phường nào giải quyết?' : 'Cơ quan giải quyết'}</PageHeading>
      {atCommune ? (
        <CommunePicker
          id="commune"
          label="Xã, phường giải quyết hồ sơ"
          hint="Thường là nơi ông/bà cư trú. Gõ vài chữ đầu rồi chọn trong danh sách."
          kind={kind}
          error={wrong.commune}
          chosen={filing.commune}
          onChoose={(commune) => {
            if (commune === null) {
              set({ commune: null, body: null });
              return;
            }
            const { code, name, body } = commune;
            if (homeCommune.value === null) rememberCommune({ code, name });
            set({ commune: { code, name }, body });
          }}
        />
      ) : (
        filing.body === null && <p class="quiet">{COMPETENT_NAMES[procedure.competent]}</p>
      )}
      {filing.body && (
        <p role="status">
          Hồ sơ sẽ do <strong>{filing.body.name}</strong> giải quyết.
        </p>
      )}
      {failed && <FailedState words={failed} onRetry={() => void find()} />}
      {procedure.guidance && (
        <details class="guidance">
          <summary>Trả lời vài câu để biết đúng trường hợp và giấy tờ cần nộp</summary>
          <Guidance
            procedure={procedure}
            onLed={(led) => set({ needs: led?.needs ?? [], ...(led?.case ? { case: led.case } : {}) })}
          />
        </details>
      )}
      {procedure.cases.length > 1 && (
        <Radios
          id="case"
          label="Trường hợp của ông/bà"
          error={wrong.case}
          value={filing.case ?? ''}
          options={procedure.cases.map((one) => ({ value: one.key, label: one.name }))}
          onChange={(chosen) => set({ case: chosen })}
        />
      )}
      {session.value?.actor === null && (
        <p class="quiet">
          Ông/bà có thể{' '}
          <a href={`/dang-nhap?tiep=${encodeURIComponent(`/nop/${procedure.code}`)}`}>đăng nhập ngay</a> để
          tên, số định danh được điền sẵn, hoặc đăng nhập sau, trước khi gửi.
        </p>
      )}
    </div>
  );
}

function PapersStep({
  procedure,
  filing,
  change,
  wrong,
}: {
  procedure: Procedure;
  filing: Filing;
  change: (next: (now: Filing) => Filing) => void;
  wrong: Record<string, string>;
}) {
  const vault = useResource<{ offers: Offers }>('/api/my/vault/offers', {
    procedureVersionId: procedure.versionId,
    case: filing.case,
  });
  const offers = vault.data?.offers ?? [];
  const put = (key: string, next: (now: readonly ChosenPaper[]) => ChosenPaper[]) =>
    change((now) => ({ ...now, papers: { ...now.papers, [key]: next(now.papers[key] ?? []) } }));
  return (
    <div class="stack-5">
      <PageHeading>Giấy tờ kèm theo</PageHeading>
      <p class="quiet">
        Ảnh chụp rõ, đủ bốn góc, hoặc tệp PDF. Mỗi tệp không quá 25 MB. Bản gốc ông/bà giữ lại để đối chiếu
        khi cần.
      </p>
      {offers.length > 0 && (
        <p role="status">Có giấy tờ ông/bà đã nộp hoặc được cấp dùng lại được, hiện dưới từng mục.</p>
      )}
      {papersAsked(procedure, filing.case).map((component) => (
        <div key={component.key} class="stack-2">
          <PapersInput
            id={`p-${component.key}`}
            label={component.name}
            hint={isAsked(component, filing) ? undefined : 'Chỉ khi có liên quan đến ông/bà'}
            optional={!isAsked(component, filing)}
            error={wrong[`p-${component.key}`]}
            papers={filing.papers[component.key] ?? []}
            onChange={(next) => put(component.key, next)}
          />
          <Offered
            offers={offers.find((offer) => offer.componentKey === component.key)?.papers ?? []}
            taken={filing.papers[component.key] ?? []}
            onTake={(paper) => put(component.key, (now) => [...now, paper])}
          />
        </div>
      ))}
    </div>
  );
}

function feesOf(procedure: Procedure, filing: Filing, residence: readonly Group[]) {
  return computeFee(procedure, {
    channel: 'online',
    case: filing.case,
    groups: [...filing.groups, ...residence],
    ...quantityIn(filing.form),
    on: legalDayOf(new Date().toISOString()),
  });
}

function FeeStep({ procedure, filing, set }: { procedure: Procedure; filing: Filing; set: SetFiling }) {
  const groups = useMemo(() => {
    const named = procedure.exemptions.map((one) => one.group).filter((group) => group !== 'everyone');
    return [...new Set(named)];
  }, [procedure]);
  return (
    <div class="stack-5">
      <PageHeading>Phí, lệ phí</PageHeading>
      {groups.length > 0 && (
        <Checkboxes
          id="groups"
          label="Ông/bà có thuộc diện nào sau đây không?"
          hint="Đánh dấu nếu có; cán bộ sẽ đối chiếu giấy tờ. Không thuộc diện nào thì bỏ qua."
          optional
          values={filing.groups}
          options={groups.map((group) => ({
            value: group,
            label: GROUP_NAMES[group],
            ...(GROUP_EVIDENCE[group] === null ? {} : { hint: `Giấy tờ: ${GROUP_EVIDENCE[group]}` }),
          }))}
          onChange={(chosen) => set({ groups: chosen as Group[] })}
        />
      )}
      <Fees procedure={procedure} filing={filing} />
    </div>
  );
}

function Fees({ procedure, filing }: { procedure: Procedure; filing: Filing }) {
  const profile = useResource<{ unitCode: string | null }>('/api/my/profile');
  const fees = feesOf(procedure, filing, useGroupsOfResidence(profile.data?.unitCode ?? null));
  return (
    <table class="table fees">
      <caption class="unseen">Các khoản phải nộp</caption>
      <tbody>
        {fees.lines.map((line) => (
          <tr key={line.key}>
            <th scope="row">
              {line.name}
              <span class="paper-how">{line.why}</span>
              {line.evidence && <span class="paper-how">Giấy tờ: {line.evidence}</span>}
              {line.due === 'handling' && (
                <span class="paper-how">Nộp khi cơ quan giải quyết thông báo.</span>
              )}
            </th>
            <td class="number">
              {line.full > line.amount && (
                <>
                  <s class="quiet">{showMoney(line.full)}</s>{' '}
                </>
              )}
              {showMoney(line.amount)}
            </td>
          </tr>
        ))}
        {fees.undecided.map((line) => (
          <tr key={line.key}>
            <th scope="row">
              {line.name}
              <span class="paper-how">{line.why}. Cán bộ báo trước khi thu.</span>
            </th>
            <td class="number">chưa định</td>
          </tr>
        ))}
        {fees.lines.length === 0 && fees.undecided.length === 0 && (
          <tr>
            <th scope="row">Trường hợp này</th>
            <td class="number">không thu</td>
          </tr>
        )}
        {fees.lines.length > 0 && (
          <tr class="fee-total">
            <th scope="row">{fees.undecided.length > 0 ? 'Cộng các khoản đã rõ' : 'Cộng'}</th>
            <td class="number">{showMoney(fees.total)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

const RETURN_WAYS: Record<NonNullable<Filing['returnBy']>, { label: string; hint: string }> = {
  online: { label: 'Bản điện tử trên trang này', hint: 'Tải về từ mục Hồ sơ của tôi, không phải đi lại' },
  counter: { label: 'Đến trung tâm nhận', hint: 'Mang theo căn cước và mã hồ sơ' },
  post: { label: 'Bưu điện gửi về nhà', hint: 'Ông/bà trả cước bưu điện khi nhận' },
};

function ReturnStep({
  filing,
  set,
  wrong,
}: {
  filing: Filing;
  set: SetFiling;
  wrong: Record<string, string>;
}) {
  return (
    <div class="stack-5">
      <PageHeading>Nhận kết quả và liên lạc</PageHeading>
      <Radios
        id="returnBy"
        label="Ông/bà muốn nhận kết quả bằng cách nào?"
        error={wrong.returnBy}
        value={filing.returnBy ?? ''}
        options={Object.entries(RETURN_WAYS).map(([value, way]) => ({ value, ...way }))}
        onChange={(way) => set({ returnBy: way as NonNullable<Filing['returnBy']> })}
      />
      {filing.returnBy === 'post' && (
        <TextInput
          id="address"
          label="Địa chỉ nhận"
          hint="Số nhà, đường hoặc thôn, xã, phường, tỉnh"
          autocomplete="street-address"
          lines={2}
          value={filing.address}
          error={wrong.address}
          onInput={(text) => set({ address: text })}
        />
      )}
      <PhoneInput
        id="phone"
        label="Số điện thoại"
        hint="Để cán bộ liên lạc khi cần; có thể gõ dấu cách"
        value={filing.phone}
        error={wrong.phone}
        onInput={(phone) => set({ phone })}
      />
      <TextInput
        id="email"
        label="Thư điện tử"
        type="email"
        mode="email"
        autocomplete="email"
        width="medium"
        optional
        value={filing.email}
        error={wrong.email}
        onInput={(email) => set({ email: email.trim() })}
      />
    </div>
  );
}

function ReviewStep({
  procedure,
  filing,
  steps,
  change,
  problem,
}: {
  procedure: Procedure;
  filing: Filing;
  steps: readonly Step[];
  change: (step: Step) => void;
  problem: Problem | null;
}) {
  const named = problem?.details.fields ?? [];
  const byName = byQuestion(named, '/form');
  return (
    <div>
      <PageHeading>Xem lại trước khi gửi</PageHeading>
      {problem !== null && (
        <div class="stack">
          {problem.code === 'line.broken' ? (
            <Notice kind="warn" live title="Chưa gửi được vì mất mạng">
              <p>
                Hồ sơ vẫn được giữ nguyên trên máy này. Khi có mạng trở lại, trang sẽ tự gửi lại; ông/bà cũng
                có thể bấm Gửi lại. Gửi nhiều lần cũng chỉ thành một hồ sơ.
              </p>
            </Notice>
          ) : (
            <FailedState
              words={named.length > 0 ? 'Hồ sơ có mục cần sửa trước khi gửi.' : wordsOf(problem)}
            />
          )}
          {named.length > 0 && (
            <ul>
              {named.map((fault) => {
                const question = procedure.form.properties[fault.path.split('/')[2] ?? ''];
                const title = fault.path.startsWith('/form/') ? question?.title : null;
                return (
                  <li key={fault.path}>
                    {title ? `${title}: ` : ''}
                    {wordsFor(fault.code, fault)}
                  </li>
                );
              })}
            </ul>
          )}
        </div>
      )}
      {steps.map((step) => {
        const rows = rowsOf(step, procedure, filing, byName);
        if (rows === null) return null;
        const title = titleOf(step);
        return (
          <section class="review-group" key={stepKey(step)}>
            <div class="review-head">
              <h2>{title}</h2>
              <Button rank="link" onPress={() => change(step)} label={`Sửa: ${title}`}>
                Sửa
              </Button>
            </div>
            {step.kind === 'fee' ? (
              <Fees procedure={procedure} filing={filing} />
            ) : (
              <dl class="pairs">
                {rows.map(([name, value]) => (
                  <Pair key={name} name={name} value={value} />
                ))}
              </dl>
            )}
          </section>
        );
      })}
      <p class="quiet review-group">
        Khi gửi, ông/bà xác nhận các thông tin trên là đúng sự thật. Trung tâm sẽ xem hồ sơ và báo lại ngay
        trong ngày làm việc.
      </p>
    </div>
  );
}

function Pair({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value === '' ? <span class="quiet">để trống</span> : value}</dd>
    </>
  );
}

function titleOf(step: Step): string {
  switch (step.kind) {
    case 'place':
      return 'Nơi giải quyết';
    case 'group':
      return step.title;
    case 'papers':
      return 'Giấy tờ kèm theo';
    case 'fee':
      return 'Phí, lệ phí';
    default:
      return 'Nhận kết quả và liên lạc';
  }
}

function rowsOf(
  step: Step,
  procedure: Procedure,
  filing: Filing,
  wrong: Record<string, string>,
): [string, string][] | null {
  switch (step.kind) {
    case 'place': {
      const theCase = procedure.cases.find((one) => one.key === filing.case);
      return [
        ['Cơ quan giải quyết', filing.body?.name ?? ''],
        ...(theCase ? [['Trường hợp', theCase.name] as [string, string]] : []),
      ];
    }
    case 'group':
      return step.questions.flatMap((key): [string, string][] => {
        const question = procedure.form.properties[key];
        if (question === undefined) return [];
        const value = showAnswer(question, filing.form[key]);
        return [[question.title, wrong[key] ? `${value} (${wrong[key]})` : value]];
      });
    case 'papers':
      return papersAsked(procedure, filing.case).map((component) => [
        component.name,
        (filing.papers[component.key] ?? []).map((paper) => paper.name).join('; '),
      ]);
    case 'fee':
      return [];
    case 'return':
      return [
        ['Nhận kết quả', filing.returnBy === null ? '' : RETURN_WAYS[filing.returnBy].label],
        ...(filing.returnBy === 'post' ? [['Địa chỉ nhận', filing.address] as [string, string]] : []),
        ['Số điện thoại', showPhone(filing.phone)],
        ['Thư điện tử', filing.email],
      ];
    default:
      return null;
  }
}

function Done({ procedure, filing, filed }: { procedure: Procedure; filing: Filing; filed: Filed }) {
  usePageTitle('Đã gửi hồ sơ');
  useEffect(() => {
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, []);
  const follow = `${location.origin}/tra-cuu/${filed.code ?? filed.trackingCode}`;
  return (
    <div class="stack-5">
      <div class="done-panel stack">
        <PageHeading>Đã gửi hồ sơ</PageHeading>
        <p>
          {procedure.name}
          {filing.body && `, gửi ${filing.body.name}`}
        </p>
        <p>
          Mã tra cứu: <span class="code-big">{filed.code ?? filed.trackingCode}</span>
        </p>
        <Qr text={follow} label={`Mã QR để tra cứu hồ sơ ${filed.code ?? filed.trackingCode}`} />
      </div>
      {procedure.fees.length > 0 && <PayOnline dossierId={filed.id} onPaid={() => {}} />}
      <section aria-labelledby="next" class="stack-2">
        <h2 id="next">Tiếp theo</h2>
        <ol>
          <li>
            Trung tâm xem hồ sơ trong ngày làm việc. Đủ giấy tờ thì tiếp nhận, cấp mã hồ sơ và ngày hẹn.
          </li>
          <li>Thiếu giấy tờ thì trung tâm báo một lần, nêu hết những gì cần bổ sung.</li>
          <li>
            {filing.returnBy === 'online'
              ? 'Có kết quả, ông/bà tải về ở mục Hồ sơ của tôi.'
              : filing.returnBy === 'post'
                ? 'Có kết quả, bưu điện gửi về địa chỉ ông/bà đã ghi.'
                : 'Có kết quả, ông/bà đến trung tâm nhận, mang theo căn cước.'}
          </li>
        </ol>
      </section>
      <div class="acts">
        <ButtonLink href={`/cua-toi/${filed.id}`}>Xem hồ sơ</ButtonLink>
        <PrintButton>In mã tra cứu</PrintButton>
      </div>
    </div>
  );
}
