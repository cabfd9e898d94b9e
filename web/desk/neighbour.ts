/**
 * The row that takes the place of `id` when an act has taken it off the list: the one below, else the one above.
 */
export function neighbourOf<Row extends { id: string }>(items: readonly Row[], id: string): Row | null {
  const at = items.findIndex((row) => row.id === id);
  if (at < 0) return items[0] ?? null;
  return items[at + 1] ?? items[at - 1] ?? null;
}
