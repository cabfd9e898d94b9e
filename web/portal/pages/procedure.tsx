import { useState } from 'preact/hooks';
import { GROUP_EVIDENCE, GROUP_NAMES } from '../../../src/capabilities/procedures/fee.ts';
import {
  APPLICANT_NAMES,
  CHANNEL_NAMES,
  COMPETENT_NAMES,
} from '../../../src/capabilities/procedures/procedure.ts';
import type { Channel, Component, Reduction } from '../../../src/capabilities/procedures/shape.ts';
import { showDate, showMoney } from '../../app/dates.ts';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { useResource } from '../../app/resource.ts';
import { address, place } from '../../app/router.ts';
import { wordsOf } from '../../app/words.ts';
import { ButtonLink, PrintButton } from '../../ui/button.tsx';
import { Radios } from '../../ui/inputs.tsx';
import { FailedState, Notice, Skeleton } from '../../ui/notice.tsx';
import type { Procedure } from '../answers.ts';
import { lazy } from '../lazy.tsx';
import { sayFee, sayPaper, sayTerm } from '../say.ts';
import { NotFoundPage } from './not-found.tsx';

/** A procedure in the order of a citizen's questions: can I, what do I bring, how long, how much, where and how. */
export function ProcedurePage({ code = '' }: { code?: string }) {
  // Whoever edits procedures looks at the next version through this page before it is in force.
  const isDraft = place.value.query.has('ban-thao');
  const found = useResource<Procedure>(
    isDraft
      ? `/api/procedure-drafts/${encodeURIComponent(code)}/preview`
      : `/api/procedures/${encodeURIComponent(code)}`,
  );
  usePageTitle(found.data?.name ?? 'Thủ tục');
  if (found.state === 'loading') return <Skeleton lines={8} />;
  if (found.state === 'failed') {
    if (found.problem.status === 404 || found.problem.status === 422) return <NotFoundPage />;
    return <FailedState words={wordsOf(found.problem)} onRetry={found.reload} />;
  }
  return (
    <>
      {isDraft && <Notice kind="warn" title="Bản thảo để xem trước, chưa có hiệu lực." />}
      <Shown procedure={found.data} />
    </>
  );
}

function Shown({ procedure }: { procedure: Procedure }) {
  const [chosen, setChosen] = useState('');
  const [needs, setNeeds] = useState<string[]>([]);
  const { cases } = procedure;
  const forCase = <T extends { case?: string }>(things: readonly T[]) =>
    things.filter((thing) => thing.case === undefined || chosen === '' || thing.case === chosen);
  const caseName = (key: string | undefined) => cases.find((one) => one.key === key)?.name;
  const online = procedure.channels.includes('online');
  const doubtful = procedure.provenance === 'recalled' || procedure.provenance === 'mixed';
  return (
    <article class="answers">
      <nav class="crumbs no-print" aria-label="Đường dẫn">
        <a href="/">Thủ tục</a> ›{' '}
        <a href={address('/', { 'linh-vuc': procedure.sector })}>
          {procedure.sectorName ?? procedure.sector}
        </a>
      </nav>
      <PageHeading>{procedure.name}</PageHeading>
      <p class="quiet small procedure-code">Mã thủ tục {procedure.code}</p>

      {procedure.guidance && (
        <details class="guidance">
          <summary>Trả lời vài câu để biết đúng trường hợp và giấy tờ cần mang</summary>
          <Guidance
            procedure={procedure}
            onLed={(led) => {
              setChosen(led?.case ?? '');
              setNeeds(led?.needs ?? []);
            }}
          />
        </details>
      )}
      {cases.length > 1 && (
        <section>
          <Radios
            id="case"
            label="Trường hợp của ông/bà là gì?"
            hint="Chọn để chỉ xem giấy tờ và mức phí của trường hợp đó"
            free
            value={chosen}
            options={[
              { value: '', label: 'Xem tất cả' },
              ...cases.map((c) => ({ value: c.key, label: c.name })),
            ]}
            onChange={setChosen}
          />
        </section>
      )}

      <section aria-labelledby="can-i">
        <h2 id="can-i">Ai làm được?</h2>
        {procedure.applicants.length > 0 ? (
          <p>{procedure.applicants.map((kind) => APPLICANT_NAMES[kind]).join('; ')}.</p>
        ) : (
          <p>Mọi người có yêu cầu.</p>
        )}
        <p>
          Cơ quan giải quyết: <strong>{COMPETENT_NAMES[procedure.competent]}</strong>.
        </p>
      </section>

      <section aria-labelledby="bring">
        <h2 id="bring">Cần mang gì?</h2>
        <Papers
          components={forCase(procedure.components)}
          caseName={chosen === '' ? caseName : () => undefined}
        />
      </section>

      <section aria-labelledby="how-long">
        <h2 id="how-long">Mất bao lâu?</h2>
        {procedure.terms.length === 0 ? (
          <p>Chưa có thời hạn được công bố. Cán bộ sẽ ghi ngày hẹn trên giấy tiếp nhận.</p>
        ) : (
          <ul class="papers plain-list">
            {forCase(procedure.terms).map((term) => (
              <li key={`${term.case}${term.condition}${term.channels?.join()}${term.value}`}>
                <strong>{headed(sayTerm(term))}</strong>
                {term.case && chosen === '' && <span class="paper-how">{caseName(term.case)}</span>}
                {term.condition && <span class="paper-how">{term.condition}</span>}
                {term.channels && <span class="paper-how">{sayChannels(term.channels)}</span>}
              </li>
            ))}
          </ul>
        )}
        <p class="quiet">Tính từ khi nhận đủ hồ sơ hợp lệ, không kể ngày nghỉ.</p>
      </section>

      <section aria-labelledby="how-much" class="stack-2">
        <h2 id="how-much">Mất bao nhiêu tiền?</h2>
        {procedure.fees.length === 0 ? (
          <p>
            {procedure.doubts.includes('fees-unknown')
              ? 'Chưa rõ mức thu. Cán bộ sẽ báo trước khi thu.'
              : 'Không thu phí, lệ phí.'}
          </p>
        ) : (
          <ul class="papers plain-list">
            {forCase(procedure.fees).map((fee) => (
              <li key={`${fee.key} ${fee.channels?.join() ?? ''}`}>
                {fee.name}: <strong>{sayFee(fee)}</strong>
                {fee.case && chosen === '' && <span class="paper-how">{caseName(fee.case)}</span>}
                {fee.channels && <span class="paper-how">{sayChannels(fee.channels)}</span>}
                {fee.basis && <span class="paper-how">Theo {fee.basis}</span>}
                {fee.due === 'handling' && <span class="paper-how">Nộp khi được thông báo</span>}
                {fee.note && <span class="paper-how">{fee.note}</span>}
              </li>
            ))}
          </ul>
        )}
        {procedure.exemptions.length > 0 && (
          <>
            <h3>Ai được miễn, giảm</h3>
            <ul class="papers plain-list">
              {mergedReductions(procedure.exemptions).map((line) => (
                <li key={line.who}>
                  {line.who}: <strong>{line.what}</strong>
                  <span class="paper-how">{line.basis}</span>
                  {line.evidence && <span class="paper-how">Giấy tờ: {line.evidence}</span>}
                </li>
              ))}
            </ul>
          </>
        )}
      </section>

      <section aria-labelledby="where" class="stack-2">
        <h2 id="where">Nộp ở đâu, bằng cách nào?</h2>
        <ul>
          {procedure.channels.map((channel) => (
            <li key={channel}>
              {channel === 'online' && 'Trực tuyến, ngay trên trang này'}
              {channel === 'counter' &&
                'Trực tiếp tại bất kỳ Trung tâm Phục vụ hành chính công nào trong tỉnh'}
              {channel === 'post' && 'Qua bưu chính công ích, gửi đến trung tâm'}
            </li>
          ))}
        </ul>
        {procedure.serviceLevel === 'partial' && procedure.partialReason && (
          <Notice title="Có bước phải làm trực tiếp">
            <p>{procedure.partialReason}.</p>
          </Notice>
        )}
        {procedure.results.length > 0 && (
          <p>Kết quả ông/bà nhận được: {procedure.results.map((result) => result.name).join('; ')}.</p>
        )}
      </section>

      <div class="acts">
        {online ? (
          <ButtonLink
            rank="primary"
            href={address(`/nop/${procedure.code}`, { 'truong-hop': chosen, can: needs.join() })}
          >
            Nộp hồ sơ trực tuyến
          </ButtonLink>
        ) : (
          <Notice title="Thủ tục này nộp trực tiếp">
            <p>
              Ông/bà mang giấy tờ nêu trên đến trung tâm; địa chỉ và giờ làm việc ở cuối trang. Có thể in
              trang này để mang theo.
            </p>
          </Notice>
        )}
        <PrintButton />
      </div>

      <section>
        <details>
          <summary>Căn cứ pháp lý và nguồn thông tin</summary>
          {procedure.legalBasis.length > 0 && <p>{procedure.legalBasis.join('; ')}.</p>}
          {procedure.decision && <p>Quyết định công bố: {procedure.decision}.</p>}
          <p>Áp dụng từ {showDate(procedure.effectiveFrom)}.</p>
          {doubtful && <p>Một phần thông tin chưa được đối chiếu với quyết định công bố của tỉnh.</p>}
        </details>
      </section>
    </article>
  );
}

const Guidance = lazy(async () => (await import('../../app/guidance.tsx')).Guidance);

function headed(words: string): string {
  return words.charAt(0).toLocaleUpperCase('vi') + words.slice(1);
}

function sayChannels(channels: readonly Channel[]): string {
  return `khi nộp ${channels.map((channel) => CHANNEL_NAMES[channel].toLowerCase()).join(', ')}`;
}

function Papers({
  components,
  caseName,
}: {
  components: readonly Component[];
  caseName: (key: string | undefined) => string | undefined;
}) {
  const always = components.filter((component) => !component.conditional);
  const sometimes = components.filter((component) => component.conditional);
  const list = (some: readonly Component[]) => (
    <ul class="papers plain-list">
      {some.map((component) => (
        <li key={component.key}>
          {component.name}
          <span class="paper-how">
            {sayPaper(component)}
            {component.channels && ` (${sayChannels(component.channels)})`}
            {caseName(component.case) && `; ${caseName(component.case)}`}
          </span>
        </li>
      ))}
    </ul>
  );
  if (components.length === 0) {
    return (
      <p>Chưa có danh mục giấy tờ được công bố. Ông/bà gọi trung tâm ở cuối trang để hỏi trước khi đi.</p>
    );
  }
  return (
    <div class="stack">
      {always.length > 0 && list(always)}
      {sometimes.length > 0 && (
        <div class="stack-2">
          <h3>Chỉ khi có liên quan</h3>
          {list(sometimes)}
        </div>
      )}
    </div>
  );
}

/** One line for each group of people, however many fees it is freed of. */
function mergedReductions(
  reductions: readonly Reduction[],
): { who: string; what: string; basis: string; evidence: string | null }[] {
  const lines = new Map<string, { who: string; what: string; basis: string; evidence: string | null }>();
  for (const one of reductions) {
    const who = GROUP_NAMES[one.group];
    const what =
      one.kind === 'exempt'
        ? 'được miễn'
        : one.kind === 'percent'
          ? `giảm ${one.value}%`
          : `giảm ${showMoney(one.value)}`;
    const channels = one.channels ? ` ${sayChannels(one.channels)}` : '';
    const until = one.to ? `, trước ngày ${showDate(one.to)}` : '';
    lines.set(`${who}${what}${channels}`, {
      who,
      what: `${what}${channels}${until}`,
      basis: one.legalBasis,
      evidence: one.evidence ?? GROUP_EVIDENCE[one.group],
    });
  }
  return [...lines.values()];
}
