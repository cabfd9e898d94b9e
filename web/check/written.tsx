import { Fragment } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { CheckedDocument } from '../../src/capabilities/checking/report-file.ts';
import { type Range, stretches } from './ranges.ts';
import { decisions, document_, edit, findingAt, type Shown, selected, shown, text } from './room.ts';

/** What lies over a stretch: a finding's own place, or a place that takes part in the selected one. */
type Over = Range & { entry: Shown; part: 'place' | 'related' };

function classOf(over: readonly Over[]): string {
  const own = over.find(({ part }) => part === 'place');
  if (own === undefined) return 'written-related';
  const decision = decisions.value[own.entry.signature];
  const chosen = over.some(({ part, entry }) => part === 'place' && entry.signature === selected.value);
  return `written-mark written-${decision?.kind ?? own.entry.finding.severity}${chosen ? ' written-chosen' : ''}`;
}

/** The pasted text: it is edited here, its marks lie underneath, letter under letter. */
export function EditedText() {
  const area = useRef<HTMLTextAreaElement>(null);
  const ranges: Over[] = shown.value.flatMap((entry) => [
    ...(entry.source === null ? [] : [{ ...entry.source, entry, part: 'place' as const }]),
    ...(entry.signature === selected.value
      ? entry.related.map((range) => ({ ...range, entry, part: 'related' as const }))
      : []),
  ]);
  return (
    <div class="written written-edited">
      <div class="written-under" aria-hidden="true">
        {stretches(text.value, ranges).map(({ text: words, over }, index) =>
          over.length === 0 ? (
            <Fragment key={index}>{words}</Fragment>
          ) : (
            <span
              key={index}
              class={classOf(over)}
              data-signature={over.find(({ part }) => part === 'place')?.entry.signature}
            >
              {words}
            </span>
          ),
        )}
        {/* a last empty line is a line too */}
        {'\n '}
      </div>
      <textarea
        ref={area}
        id="van-ban"
        class="written-over"
        aria-label="Văn bản đang soát"
        aria-describedby="van-ban-tro-giup"
        spellcheck={false}
        autocomplete="off"
        value={text.value}
        onInput={(event) => edit(event.currentTarget.value)}
        onClick={(event) => {
          const { selectionStart, selectionEnd } = event.currentTarget;
          if (selectionStart !== selectionEnd) return;
          const found = findingAt(selectionStart);
          if (found !== null) selected.value = found.signature;
        }}
      />
      <p id="van-ban-tro-giup" class="unseen">
        Sửa ngay trong ô này; văn bản được soát lại sau mỗi lần sửa. Alt và mũi tên xuống: tới chỗ cần xem
        tiếp theo.
      </p>
    </div>
  );
}

type Block = CheckedDocument['blocks'][number];

/** Above so many blocks only what lies near a finding is drawn. */
const MAX_DRAWN = 4000;
const NEAR = 8;

/** A file as it was read, with its marks. */
export function ReadText() {
  const read = document_.value;
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.scrollTop = 0;
  }, [read]);
  if (read === null) return null;
  const { blocks } = read;
  const over = new Map<number, Over[]>();
  for (const entry of shown.value) {
    const { place, related } = entry.finding;
    const put = (block: number, start: number, end: number, part: Over['part']) =>
      over.set(block, [...(over.get(block) ?? []), { start, end, entry, part }]);
    put(place.block, place.start, place.end, 'place');
    if (entry.signature === selected.value)
      for (const other of related) put(other.block, other.start, other.end, 'related');
  }
  let drawn: Set<number> | null = null;
  if (blocks.length > MAX_DRAWN) {
    drawn = new Set();
    for (const at of over.keys()) for (let near = at - NEAR; near <= at + NEAR; near += 1) drawn.add(near);
    if (drawn.size === 0) for (let at = 0; at < 200; at += 1) drawn.add(at);
  }
  return (
    <article class="written written-read" ref={box} aria-label={`Nội dung ${read.name}`}>
      {groupsOf(blocks, drawn).map((group) =>
        group.kind === 'gap' ? (
          <p key={`gap-${group.from}`} class="written-gap quiet">
            … ({group.count} đoạn không có chỗ cần xem)
          </p>
        ) : group.kind === 'table' ? (
          <TableOf key={`table-${group.from}`} cells={group.cells} over={over} />
        ) : (
          <BlockOf key={group.from} block={group.block} over={over.get(group.from) ?? []} />
        ),
      )}
    </article>
  );
}

type Group =
  | { kind: 'block'; from: number; block: Block }
  | { kind: 'table'; from: number; cells: { at: number; block: Block }[] }
  | { kind: 'gap'; from: number; count: number };

function groupsOf(blocks: readonly Block[], drawn: Set<number> | null): Group[] {
  const groups: Group[] = [];
  for (const [at, block] of blocks.entries()) {
    const last = groups[groups.length - 1];
    if (drawn !== null && !drawn.has(at)) {
      if (last?.kind === 'gap') last.count += 1;
      else groups.push({ kind: 'gap', from: at, count: 1 });
    } else if (block.cell !== undefined) {
      if (last?.kind === 'table' && last.cells[0]?.block.cell?.table === block.cell.table)
        last.cells.push({ at, block });
      else groups.push({ kind: 'table', from: at, cells: [{ at, block }] });
    } else groups.push({ kind: 'block', from: at, block });
  }
  return groups;
}

function Words({ block, over }: { block: Block; over: readonly Over[] }) {
  if (over.length === 0) return <>{block.text}</>;
  return (
    <>
      {stretches(block.text, over).map(({ text: words, over: here }, index) => {
        if (here.length === 0) return <Fragment key={index}>{words}</Fragment>;
        const own = here.find(({ part }) => part === 'place');
        if (own === undefined)
          return (
            <span key={index} class={classOf(here)}>
              {words}
            </span>
          );
        const { signature, finding } = own.entry;
        return (
          <a
            key={index}
            class={classOf(here)}
            href={`#cho-${signature}`}
            data-signature={signature}
            title={finding.relation}
            onClick={(event) => {
              event.preventDefault();
              selected.value = signature;
            }}
          >
            {words}
          </a>
        );
      })}
    </>
  );
}

function BlockOf({ block, over }: { block: Block; over: readonly Over[] }) {
  const words = <Words block={block} over={over} />;
  if (block.kind === 'heading') return <p class="written-heading">{words}</p>;
  if (block.kind === 'list-item') return <p class="written-item">{words}</p>;
  if (block.kind === 'footnote')
    return (
      <p class="written-footnote">
        {block.footnote !== undefined && <sup>{block.footnote}</sup>} {words}
      </p>
    );
  return <p>{words}</p>;
}

function TableOf({ cells, over }: { cells: { at: number; block: Block }[]; over: Map<number, Over[]> }) {
  const rows = new Map<number, { at: number; block: Block }[]>();
  for (const cell of cells) {
    const row = cell.block.cell?.row ?? 0;
    rows.set(row, [...(rows.get(row) ?? []), cell]);
  }
  return (
    <div class="written-table">
      <table>
        <tbody>
          {[...rows].map(([row, inRow]) => (
            <tr key={row}>
              {inRow.flatMap(({ at, block }, index) => {
                const cell = block.cell;
                if (cell === undefined) return [];
                const before = inRow[index - 1]?.block.cell;
                const next = before === undefined ? 0 : before.column + before.columnSpan;
                const figures = /^[\d.,%\s/()-]+$/.test(block.text);
                return [
                  ...(cell.column > next && before !== undefined
                    ? [<td key={`${at}-empty`} colSpan={cell.column - next} />]
                    : []),
                  <td
                    key={at}
                    class={figures ? 'number' : undefined}
                    colSpan={cell.columnSpan}
                    rowSpan={cell.rowSpan}
                  >
                    <Words block={block} over={over.get(at) ?? []} />
                  </td>,
                ];
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
