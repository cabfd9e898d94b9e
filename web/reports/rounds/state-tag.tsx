import type { SheetState } from '../../../src/capabilities/rounds/round.ts';
import { Lateness } from '../../ui/marks.tsx';

/** Where a sheet is, in a word; late beside it, never instead of it. */
export function SheetTag({
  state,
  name,
  late,
  locked,
}: {
  state: SheetState;
  name: string;
  late: boolean;
  locked: boolean;
}) {
  return (
    <span class="round-state">
      <span class="round-tag" data-state={state}>
        {locked ? `${name}, đã khoá` : name}
      </span>
      {late && (
        <Lateness
          word="overdue"
          text={state === 'approved' || state === 'accepted' ? 'gửi trễ' : 'quá hạn gửi'}
        />
      )}
    </span>
  );
}
