import { useMemo, useState } from 'preact/hooks';
import { type Merged, mergeSections } from '../../src/capabilities/reports/merge.ts';
import type { Block } from '../../src/capabilities/reports/text.ts';
import { showShort } from '../app/dates.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { ReportAnswer } from './answers.ts';
import { BlocksView } from './blocks-view.tsx';

export interface Conflict {
  base: Block[];
  mine: Block[];
  theirs: Block[];
  by: string;
  at: string;
  /** The version that stands. */
  version: number;
}

type Choice = 'mine' | 'theirs' | 'both';

/** Two people changed the same paragraph: both texts side by side, and one choice for each place. */
export function ConflictView({
  conflict,
  report,
  busy,
  onResolve,
}: {
  conflict: Conflict;
  report: ReportAnswer;
  busy: boolean;
  onResolve: (blocks: Block[]) => void;
}) {
  const merged: Merged = useMemo(
    () => mergeSections(conflict.base, conflict.mine, conflict.theirs),
    [conflict],
  );
  const [chosen, setChosen] = useState<Record<number, Choice>>({});
  const clashes = merged.filter((stretch) => 'clash' in stretch).length;
  const left = clashes - Object.keys(chosen).length;
  const resolve = () =>
    onResolve(
      merged.flatMap((stretch, at) => {
        if (!('clash' in stretch)) return stretch.blocks;
        const { mine, theirs } = stretch.clash;
        const choice = chosen[at] ?? 'both';
        return choice === 'mine' ? mine : choice === 'theirs' ? theirs : [...theirs, ...mine];
      }),
    );
  const show = (blocks: Block[]) =>
    blocks.length === 0 ? (
      <p class="quiet">(đã bỏ đoạn này)</p>
    ) : (
      <BlocksView blocks={blocks} report={report} onFigure={() => {}} />
    );
  return (
    <div class="report-conflict">
      <Notice
        kind="warn"
        live
        title={`${conflict.by} vừa sửa cùng đoạn này lúc ${showShort(conflict.at)}. Chưa bản nào bị ghi đè.`}
      >
        <p>Chọn bản để giữ ở mỗi chỗ khác nhau rồi ghi.</p>
      </Notice>
      {merged.map((stretch, at) =>
        'clash' in stretch ? (
          <fieldset key={at} class="report-clash">
            <legend class="unseen">Chỗ khác nhau {at + 1}</legend>
            <div class="report-sides">
              <div>
                <h4>Bản của tôi</h4>
                {show(stretch.clash.mine)}
              </div>
              <div>
                <h4>Bản của {conflict.by}</h4>
                {show(stretch.clash.theirs)}
              </div>
            </div>
            <div class="row">
              {(
                [
                  ['mine', 'Giữ bản của tôi'],
                  ['theirs', `Giữ bản của ${conflict.by}`],
                  ['both', 'Giữ cả hai'],
                ] as const
              ).map(([choice, words]) => (
                <Button
                  key={choice}
                  small
                  pressed={chosen[at] === choice}
                  onPress={() => setChosen({ ...chosen, [at]: choice })}
                >
                  {words}
                </Button>
              ))}
            </div>
          </fieldset>
        ) : (
          <div key={at} class="report-agreed">
            <BlocksView blocks={stretch.blocks} report={report} onFigure={() => {}} />
          </div>
        ),
      )}
      <p class="row">
        <Button rank="primary" busy={busy} busyText="Đang ghi…" disabled={left > 0} onPress={resolve}>
          {left > 0 ? `Còn ${left} chỗ chưa chọn` : 'Ghi bản đã chọn'}
        </Button>
      </p>
    </div>
  );
}
