import type { ComponentChildren } from 'preact';
import './table.css';

export interface Column<Row> {
  key: string;
  title: ComponentChildren;
  cell: (row: Row) => ComponentChildren;
  /** Figures stand right in tabular numerals. */
  number?: boolean | undefined;
  width?: 'narrow' | 'wide' | undefined;
}

/** A plain table. On a narrow screen each row becomes a small block with the column's title before each value. */
export function Table<Row>({
  caption,
  hideCaption = false,
  columns,
  rows,
  rowKey,
}: {
  caption: string;
  hideCaption?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}) {
  return (
    <table class="table">
      <caption class={hideCaption ? 'unseen' : undefined}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" class={column.number ? 'number' : undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) => (
              <td
                key={column.key}
                class={column.number ? 'number' : undefined}
                data-title={typeof column.title === 'string' ? column.title : undefined}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Pages of a list, in words and numbers; `at` counts from zero. */
export function Pagination({
  at,
  size,
  total,
  href,
}: {
  at: number;
  size: number;
  total: number;
  /** The address of the page that begins at this row. */
  href: (offset: number) => string;
}) {
  if (total <= size) return null;
  const last = Math.min(at + size, total);
  return (
    <nav class="pagination" aria-label="Các trang của danh sách">
      {at > 0 ? (
        <a href={href(Math.max(0, at - size))}>Trang trước</a>
      ) : (
        <span class="quiet">Trang trước</span>
      )}
      <span>
        {at + 1}–{last} trong {total}
      </span>
      {last < total ? <a href={href(at + size)}>Trang sau</a> : <span class="quiet">Trang sau</span>}
    </nav>
  );
}
