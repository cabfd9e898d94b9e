import { useId, useMemo } from 'preact/hooks';
import {
  isAutomatic,
  type Process,
  type ProcessGround,
  type Step,
  wayInWords,
} from '../../../src/capabilities/procedures/process.ts';
import { BOX_WIDTH, type Box, broken, LINE_HEIGHT, layoutOf } from './layout.ts';
import './diagram.css';

export type StepMark = 'done' | 'here' | 'ahead' | 'beside';

const ROLES: Record<string, string> = {
  receptionist: 'Cán bộ tiếp nhận',
  'division-head': 'Lãnh đạo phòng',
  specialist: 'Chuyên viên',
  leader: 'Lãnh đạo cơ quan',
  clerk: 'Văn thư',
  system: 'Hệ thống',
};

export const roleWords = (role: string) => ROLES[role] ?? role;
export const shareWords = (share: number) => `${(Math.round(share * 1000) / 10).toLocaleString('vi')}%`;

/**
 * A process as a drawing. It says nothing that the list of steps beside it does not say: for who cannot see it, it is
 * named and passed over.
 */
export function ProcessDiagram({
  process,
  ground,
  label,
  marks,
  wrong,
  doneParts,
  chosen,
  onChoose,
}: {
  process: Process;
  ground: ProcessGround | null;
  label: string;
  /** Where a dossier stands, by step; none for a process by itself. */
  marks?: ReadonlyMap<string, StepMark> | undefined;
  /** Steps with something to mend. */
  wrong?: ReadonlySet<string> | undefined;
  /** Parts of the step the dossier is at that are done. */
  doneParts?: ReadonlySet<string> | undefined;
  chosen?: string | null | undefined;
  onChoose?: ((key: string) => void) | undefined;
}) {
  const layout = useMemo(() => layoutOf(process), [process]);
  const arrow = useId();
  const reached = (key: string) => marks === undefined || ['done', 'here'].includes(marks.get(key) ?? '');
  return (
    // A box that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a narrow screen
    <section class="diagram" aria-label={label} tabIndex={0}>
      <svg
        width={layout.width}
        height={layout.height}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        role="img"
        aria-label={`${label}: ${process.steps.map((step) => step.name).join(', ')}`}
      >
        <defs>
          <marker
            id={arrow}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerUnits="userSpaceOnUse"
            markerWidth="9"
            markerHeight="9"
            orient="auto"
          >
            <path d="M0 0 8 4 0 8z" class="diagram-arrow" />
          </marker>
        </defs>
        {layout.lines.map((line) => (
          <path
            key={`${line.from} ${line.way}`}
            class={`diagram-line${line.back ? ' diagram-line-back' : ''}`}
            data-walked={marks !== undefined && reached(line.from) && reached(line.to) ? 'true' : undefined}
            d={pathOf(line.points)}
            marker-end={`url(#${arrow})`}
          />
        ))}
        {layout.lines.map((line) => {
          const way = process.steps.find((step) => step.key === line.from)?.next[line.way];
          const words = way === undefined ? '' : wayInWords(way, ground);
          const [from, to] = line.points;
          if (words === '' || from === undefined || to === undefined) return null;
          return (
            <text
              key={`${line.from} ${line.way}`}
              class="diagram-when"
              x={(from.x * 2 + to.x) / 3}
              y={from.y + 20}
              text-anchor="middle"
            >
              <title>{words}</title>
              {broken(words, 32, 1)[0]}
            </text>
          );
        })}
        {layout.boxes.map((box) => (
          <StepBox
            key={box.step.key}
            box={box}
            mark={marks?.get(box.step.key)}
            wrong={wrong?.has(box.step.key) === true}
            doneParts={marks?.get(box.step.key) === 'here' ? doneParts : undefined}
            chosen={chosen === box.step.key}
            onChoose={onChoose}
          />
        ))}
      </svg>
    </section>
  );
}

function StepBox(p: {
  box: Box;
  mark: StepMark | undefined;
  wrong: boolean;
  doneParts: ReadonlySet<string> | undefined;
  chosen: boolean;
  onChoose: ((key: string) => void) | undefined;
}) {
  const { box } = p;
  const { step, x, y, height, name, parts } = box;
  const middle = x + BOX_WIDTH / 2;
  let line = y + LINE_HEIGHT;
  const next = () => {
    const at = line;
    line += LINE_HEIGHT;
    return at;
  };
  return (
    // The list beside the drawing is what the keyboard works with; a press here is a short cut to it.
    // biome-ignore lint/a11y/noStaticElementInteractions: the same is done by keyboard in the list
    <g
      class="diagram-step"
      data-mark={p.mark}
      data-wrong={p.wrong ? 'true' : undefined}
      data-chosen={p.chosen ? 'true' : undefined}
      data-automatic={isAutomatic(step) ? 'true' : undefined}
      onClick={p.onChoose === undefined ? undefined : () => p.onChoose?.(step.key)}
    >
      <rect x={x} y={y} width={BOX_WIDTH} height={height} rx="6" />
      {name.map((words) => (
        <text key={words} class="diagram-name" x={middle} y={next()} text-anchor="middle">
          {words}
        </text>
      ))}
      <text class="diagram-who" x={middle} y={next()} text-anchor="middle">
        {whoWords(step, p.mark, p.wrong)}
      </text>
      {parts.map((lines, number) => {
        const top = line - LINE_HEIGHT + 6 + number * 6;
        const part = step.parts?.[number];
        const done = part !== undefined && p.doneParts?.has(part.key) === true;
        return (
          <g key={part?.key} class="diagram-part" data-mark={done ? 'done' : undefined}>
            <rect x={x + 8} y={top} width={BOX_WIDTH - 16} height={lines.length * LINE_HEIGHT + 2} rx="3" />
            {lines.map((words, at) => (
              <text key={words} x={x + 14} y={next() + number * 6 + 2}>
                {at === 0 ? `${done ? '✓' : '∥'} ${words}` : words}
              </text>
            ))}
          </g>
        );
      })}
    </g>
  );
}

function whoWords(step: Step, mark: StepMark | undefined, wrong: boolean): string {
  const sign = wrong ? '▲ ' : mark === 'done' ? '✓ ' : mark === 'here' ? '● ' : '';
  return `${sign}${roleWords(step.role)} · ${shareWords(step.share)}`;
}

/** Corners rounded into a line that leaves and arrives upright. */
function pathOf(points: readonly { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  let before = first;
  for (const point of rest) {
    const bend = (point.y - before.y) / 2;
    path +=
      point.x === before.x
        ? ` L${point.x} ${point.y}`
        : ` C${before.x} ${before.y + bend} ${point.x} ${point.y - bend} ${point.x} ${point.y}`;
    before = point;
  }
  return path;
}
