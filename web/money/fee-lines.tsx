import { showMoney } from '../app/dates.ts';
import type { MoneyLine } from './answers.ts';

const STATES: Record<MoneyLine['state'], string> = {
  paid: 'đã nộp',
  owed: 'chưa nộp',
  later: 'nộp khi được thông báo',
  free: 'không phải nộp',
};

/** Each fee with how it was reckoned, which paper shows the right to pay less, and how it stands. */
export function FeeLines({ lines, total }: { lines: readonly MoneyLine[]; total: number }) {
  return (
    <table class="fee-lines">
      <caption class="unseen">Các khoản phí, lệ phí của hồ sơ</caption>
      <tbody>
        {lines.map((line) => (
          <tr key={line.place}>
            <td>
              {line.name} <span class="quiet">— {line.why}</span>
              {line.evidence && <span class="quiet"> (giấy tờ: {line.evidence})</span>}
            </td>
            <td class="number">
              {line.full > line.amount && (
                <>
                  <s class="quiet money">{showMoney(line.full)}</s>{' '}
                </>
              )}
              <span class="money">{showMoney(line.amount)}</span>
              <br />
              <span class={line.state === 'owed' ? '' : 'quiet'}>{STATES[line.state]}</span>
            </td>
          </tr>
        ))}
        <tr>
          <td>
            <strong>Cộng</strong>
          </td>
          <td class="number">
            <strong class="money">{showMoney(total)}</strong>
          </td>
        </tr>
      </tbody>
    </table>
  );
}
