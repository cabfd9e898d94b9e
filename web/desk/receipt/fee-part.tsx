import {
  computeFee,
  GROUP_EVIDENCE,
  GROUP_NAMES,
  type Group,
} from '../../../src/capabilities/procedures/fee.ts';
import { showMoney } from '../../app/dates.ts';
import { useGroupsOfResidence } from '../../money/fee-area.ts';
import { Checkboxes, NumberInput, Radios, TextInput } from '../../ui/inputs.tsx';
import type { Procedure } from '../answers.ts';
import type { PartProps } from './part.ts';
import { asksFor, quantityOf, type Receipt } from './receipt.ts';

/** What it costs, line by line, as the server will reckon it. */
export function FeePart({
  receipt,
  change,
  procedure,
  today,
}: Omit<PartProps, 'wrong'> & { procedure: Procedure; today: string }) {
  const residence = useGroupsOfResidence(procedure.fees.length === 0 ? null : (receipt.unit?.code ?? null));
  if (procedure.fees.length === 0) {
    return (
      <section class="receipt-part" aria-labelledby="receipt-fee">
        <h2 id="receipt-fee">Phí, lệ phí</h2>
        <p class="quiet">Thủ tục này không thu phí, lệ phí.</p>
      </section>
    );
  }
  const computed = computeFee(procedure, {
    channel: receipt.channel,
    case: receipt.case === '' ? null : receipt.case,
    groups: [...(receipt.groups as Group[]), ...residence],
    ...quantityOf(receipt, procedure),
    on: today,
  });
  const groups = [...new Set(procedure.exemptions.map((one) => one.group))].filter(
    (group) => group !== 'everyone',
  );
  const byCopy = procedure.fees.some((fee) => fee.per !== 'dossier') && !asksFor(procedure, 'copies');
  const byPage = procedure.fees.some((fee) => fee.per === 'page') && !asksFor(procedure, 'pages');
  const count = (key: 'copies' | 'pages') => (text: string) =>
    change((before) => ({ ...before, [key]: Math.min(10_000, Math.max(1, Number(text) || 1)) }));
  return (
    <section class="receipt-part" aria-labelledby="receipt-fee">
      <h2 id="receipt-fee">Phí, lệ phí</h2>
      {(byCopy || byPage) && (
        <div class="blanks">
          {byCopy && (
            <NumberInput
              id="receipt-copies"
              label="Số bản"
              value={String(receipt.copies)}
              onInput={count('copies')}
            />
          )}
          {byPage && (
            <NumberInput
              id="receipt-pages"
              label="Số trang mỗi bản"
              value={String(receipt.pages)}
              onInput={count('pages')}
            />
          )}
        </div>
      )}
      {groups.length > 0 && (
        <Checkboxes
          id="receipt-groups"
          label="Người nộp thuộc nhóm được miễn, giảm (có giấy tờ chứng minh)"
          values={receipt.groups}
          options={groups.map((group) => ({
            value: group,
            label: GROUP_NAMES[group],
            ...(GROUP_EVIDENCE[group] === null ? {} : { hint: `Giấy tờ: ${GROUP_EVIDENCE[group]}` }),
          }))}
          onChange={(values) => change((before) => ({ ...before, groups: values }))}
        />
      )}
      <table class="fee-lines">
        <caption class="unseen">Các khoản phí, lệ phí</caption>
        <tbody>
          {computed.lines.map((line) => (
            <tr key={line.key}>
              <td>
                {line.name} <span class="quiet">— {line.why}</span>
                {line.evidence && <span class="quiet"> (giấy tờ: {line.evidence})</span>}
              </td>
              <td class="number">{showMoney(line.amount)}</td>
            </tr>
          ))}
          {computed.undecided.map((line) => (
            <tr key={line.key}>
              <td>
                {line.name} <span class="quiet">— {line.why}</span>
              </td>
              <td class="number">chưa rõ</td>
            </tr>
          ))}
          <tr>
            <td>
              <strong>Cộng</strong>
            </td>
            <td class="number">
              <strong>{showMoney(computed.total)}</strong>
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

/** How the result is handed over. */
export function ReturnPart({ receipt, change, wrong, procedure }: PartProps & { procedure: Procedure }) {
  return (
    <section class="receipt-part" aria-labelledby="receipt-return">
      <h2 id="receipt-return">Trả kết quả</h2>
      <Radios
        id="receipt-returnBy"
        label={`Nhận ${procedure.results[0]?.name ?? 'kết quả'}`}
        inline
        error={wrong['/returnBy']}
        value={receipt.returnBy}
        options={[
          { value: 'counter', label: 'Tại quầy' },
          { value: 'post', label: 'Qua bưu chính' },
          { value: 'online', label: 'Bản điện tử' },
        ]}
        onChange={(by) => change((before) => ({ ...before, returnBy: by as Receipt['returnBy'] }))}
      />
      <TextInput
        id="receipt-requestText"
        label="Nội dung yêu cầu"
        hint="In trên giấy tiếp nhận; để trống thì in tên thủ tục."
        optional
        maxLength={2000}
        value={receipt.requestText}
        onInput={(requestText) => change((before) => ({ ...before, requestText }))}
        spellcheck
      />
    </section>
  );
}
