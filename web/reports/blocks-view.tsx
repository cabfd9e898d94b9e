import type { Block, Inline } from '../../src/capabilities/reports/text.ts';
import { doorOf, type ReportAnswer } from './answers.ts';

/** A section's text as it reads: figures in words, each a door to its dossiers, tables filled in. */
export function BlocksView({
  blocks,
  report,
  onFigure,
}: {
  blocks: readonly Block[];
  report: ReportAnswer;
  /** For figures made of two lists, or without one: shows them at the side. */
  onFigure: (code: string) => void;
}) {
  const runs = (inline: readonly Inline[]) =>
    inline.map((one, place) => {
      if ('note' in one)
        return (
          <sup key={place} class="report-note" title={one.note}>
            [chú thích: {one.note}]
          </sup>
        );
      if ('figure' in one) return <Chip key={place} inline={one} report={report} onFigure={onFigure} />;
      const words = one.italic ? <em>{one.text}</em> : one.text;
      return one.bold ? <strong key={place}>{words}</strong> : <span key={place}>{words}</span>;
    });
  return (
    <div class="report-text">
      {blocks.map((block, place) => {
        switch (block.kind) {
          case 'heading':
            return <h4 key={place}>{runs(block.inline)}</h4>;
          case 'paragraph':
            return <p key={place}>{runs(block.inline)}</p>;
          case 'bullets':
          case 'numbers': {
            const items = block.items.map((item, at) => <li key={at}>{runs(item)}</li>);
            return block.kind === 'numbers' ? <ol key={place}>{items}</ol> : <ul key={place}>{items}</ul>;
          }
          case 'grid':
            return (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
              <section key={place} class="report-scroll" aria-label="Bảng" tabIndex={0}>
                <table class="report-grid">
                  <tbody>
                    {block.rows.map((row, at) => (
                      <tr key={at}>
                        {row.map((cell, column) =>
                          at === 0 ? (
                            <th key={column} scope="col">
                              {runs(cell)}
                            </th>
                          ) : (
                            <td key={column}>{runs(cell)}</td>
                          ),
                        )}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
            );
          default:
            return <PlacedTable key={place} name={block.name} report={report} />;
        }
      })}
    </div>
  );
}

function Chip({
  inline,
  report,
  onFigure,
}: {
  inline: Extract<Inline, { figure: string }>;
  report: ReportAnswer;
  onFigure: (code: string) => void;
}) {
  const figure = report.figures.find(({ code }) => code === inline.figure);
  const words = figure?.said[inline.say] ?? '…';
  const title =
    figure === undefined
      ? 'Không còn chỉ tiêu này'
      : `${figure.name}${figure.nowShown === null ? '' : `: khi chốt ${figure.shown}, nay ${figure.nowShown}`}`;
  const corrected = figure?.nowShown != null ? ' report-chip-corrected' : '';
  const [opens, ...more] = figure?.opens ?? [];
  if (opens !== undefined && more.length === 0 && (inline.say === 'value' || inline.say === 'counted'))
    return (
      <a class={`report-chip${corrected}`} href={doorOf(report, opens)} title={title}>
        {words}
      </a>
    );
  return (
    <button
      type="button"
      class={`report-chip${corrected}`}
      title={title}
      onClick={() => onFigure(inline.figure)}
    >
      {words}
    </button>
  );
}

function PlacedTable({ name, report }: { name: string; report: ReportAnswer }) {
  const table = report.tables.find((one) => one.name === name);
  if (table === undefined) return <p class="quiet">Bảng “{name}” không còn trong đề cương.</p>;
  const [head, ...rows] = table.rows;
  if (head === undefined)
    return (
      <p>
        <em>{table.title}: không phát sinh.</em>
      </p>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section class="report-scroll" aria-label={table.title} tabIndex={0}>
      <table class="report-grid">
        <caption>{table.title}</caption>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={at} scope="col">
                {cell.text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => {
                const words =
                  cell.door === null || cell.text === '0' || cell.text === '-' ? (
                    cell.text
                  ) : (
                    <a href={cell.door}>{cell.text}</a>
                  );
                return column === 0 ? (
                  <th key={column} scope="row">
                    {words}
                  </th>
                ) : (
                  <td key={column} class="number">
                    {words}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {table.note !== null && table.note !== '' && <p class="quiet small">{table.note}</p>}
    </section>
  );
}
