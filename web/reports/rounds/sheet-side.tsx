import { useState } from 'preact/hooks';
import type { ReadyForm } from '../../../src/capabilities/rounds/form.ts';
import type { Values, Violation } from '../../../src/capabilities/rounds/judge.ts';
import type { StepKind } from '../../../src/capabilities/rounds/round.ts';
import { api, newKey } from '../../app/api.ts';
import { showShort } from '../../app/dates.ts';
import { useResource } from '../../app/resource.ts';
import { wordsOf } from '../../app/words.ts';
import { sessionEnded } from '../../desk/room.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/inputs.tsx';
import { FailedState, focusField, Notice, Skeleton } from '../../ui/notice.tsx';
import { type BesideAnswer, type SheetAnswer, shownValue } from './answers.ts';
import { Broken, idOf } from './cell-row.tsx';

const STEPS: Record<StepKind, string> = {
  submitted: 'Trình lãnh đạo',
  returned: 'Trả lại',
  approved: 'Duyệt, gửi tỉnh',
  accepted: 'Tỉnh nhận',
  reopened: 'Mở lại',
  locked: 'Khoá',
};

/** Beside the sheet: what is left to do, the report that goes with it, how others stand, what happened. */
export function SheetSide({
  path,
  sheet,
  ready,
  values,
  broken,
  explained,
  onChanged,
}: {
  path: string;
  sheet: SheetAnswer;
  ready: ReadyForm;
  values: Values;
  broken: Violation[];
  explained: ReadonlyMap<string, string>;
  onChanged: () => void;
}) {
  const [comparing, setComparing] = useState(false);
  const nameOf = (key: string) => ready.cells.get(key)?.name ?? key;
  const ofReport = broken.filter(({ cells }) => cells.length === 0);
  const ofCells = broken.filter(({ cells }) => cells.length > 0);
  return (
    <div class="stack-2">
      {ofCells.length > 0 && (
        <section>
          <h2>Chỗ cần xem: {ofCells.length}</h2>
          <ul class="sheet-todo">
            {ofCells.map((one) => (
              <li key={one.rule} data-level={explained.get(one.rule) === one.stood ? 'explained' : one.level}>
                <Button small rank="link" onPress={() => focusField(idOf(one.cells[0] ?? ''))}>
                  {nameOf(one.cells[0] ?? '')}
                </Button>
                <span class="small">{one.says}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {(sheet.report !== null || sheet.reports.length > 0) && (
        <section>
          <h2>Báo cáo kèm theo</h2>
          <AttachedReport path={path} sheet={sheet} onChanged={onChanged} />
          {ofReport.map((violation) => (
            <Broken
              key={violation.rule}
              violation={violation}
              explanations={sheet.explanations}
              path={path}
              mayFill={sheet.may.fill}
              nameOf={nameOf}
              doorOfIndicator={() => null}
              onExplained={onChanged}
            />
          ))}
        </section>
      )}
      <section>
        <h2>So với nơi khác</h2>
        {comparing ? (
          <Beside path={path} nameOf={nameOf} values={values} />
        ) : (
          <Button small onPress={() => setComparing(true)}>
            Xem trung vị, thứ tự
          </Button>
        )}
      </section>
      {sheet.steps.length > 0 && (
        <section>
          <h2>Quá trình</h2>
          <ol class="sheet-steps">
            {sheet.steps.map((step) => (
              <li key={step.at + step.kind}>
                <strong>{STEPS[step.kind]}</strong> {showShort(step.at)}, {step.byName}
                {step.reason !== undefined && <span class="quiet"> “{step.reason}”</span>}
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

function AttachedReport({
  path,
  sheet,
  onChanged,
}: {
  path: string;
  sheet: SheetAnswer;
  onChanged: () => void;
}) {
  const [fault, setFault] = useState<unknown>(null);
  const attach = async (reportId: string | null) => {
    setFault(null);
    try {
      await api.put(`${path}/report`, { reportId }, { key: newKey() });
      onChanged();
    } catch (error) {
      if (!sessionEnded(error)) setFault(error);
    }
  };
  return (
    <div class="stack-2">
      {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
      {sheet.report !== null && <a href={`/bao-cao/${sheet.report.id}`}>{sheet.report.name}</a>}
      {sheet.may.fill && (
        <Select
          free
          label="Gắn báo cáo cùng kỳ"
          none="Không gắn"
          value={sheet.report?.id ?? ''}
          options={sheet.reports.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => void attach(id === '' ? null : id)}
        />
      )}
    </div>
  );
}

function Beside({ path, nameOf, values }: { path: string; nameOf: (key: string) => string; values: Values }) {
  const answer = useResource<BesideAnswer>(`${path}/beside`);
  if (answer.data === null)
    return answer.state === 'failed' ? (
      <FailedState words={wordsOf(answer.problem)} onRetry={answer.reload} />
    ) : (
      <Skeleton lines={4} />
    );
  const { cells, fewest, sent } = answer.data;
  if (cells.length === 0)
    return (
      <p class="quiet small">
        Mới có {sent} cơ quan khác gửi. Từ {fewest} cơ quan trở lên mới so sánh, để không lộ số của một nơi.
      </p>
    );
  return (
    <table class="sheet-beside">
      <caption class="small quiet">
        Trung vị của {sent} cơ quan cùng loại đã gửi; thứ tự tính từ số lớn nhất. Không nêu tên cơ quan nào.
      </caption>
      <thead>
        <tr>
          <th scope="col">Chỉ tiêu</th>
          <th scope="col" class="number">
            Nơi này
          </th>
          <th scope="col" class="number">
            Trung vị
          </th>
          <th scope="col" class="number">
            Thứ tự
          </th>
        </tr>
      </thead>
      <tbody>
        {cells.map((one) => (
          <tr key={one.cell}>
            <th scope="row">{nameOf(one.cell)}</th>
            <td class="number">{shownValue(values[one.cell])}</td>
            <td class="number">{shownValue(one.median)}</td>
            <td class="number">{one.place === null ? '–' : `${one.place}/${one.of}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
