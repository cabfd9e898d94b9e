import { hash } from 'node:crypto';

/** A row of the record before it has its place in a chain. */
export interface Unchained {
  at: string;
  act: string;
  actorKind: string;
  actorId: string;
  actorName: string;
  onBehalfOf: string | null;
  cameFrom: string | null;
  subjectKind: string;
  subjectId: string;
  bodyIds: readonly string[];
  change: unknown;
}

export interface Chained extends Unchained {
  seq: number;
  /** The change as `jsonb` prints it. */
  text: string;
  previous: Buffer;
  hash: Buffer;
}

/** A value as the database's `jsonb` prints it: shorter names first, a space after each comma and colon. */
export function jsonbText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(', ')}]`;
  if (typeof value === 'object') {
    const names = Object.keys(value).filter((name) => (value as Record<string, unknown>)[name] !== undefined);
    names.sort(byLength);
    return `{${names.map((name) => `${JSON.stringify(name)}: ${jsonbText((value as Record<string, unknown>)[name])}`).join(', ')}}`;
  }
  const text = JSON.stringify(value);
  if (typeof value === 'number' && /e/i.test(text))
    throw new RangeError(`not a number of the record: ${text}`);
  return text;
}

const byLength = (a: string, b: string) => {
  const [short, long] = [Buffer.byteLength(a), Buffer.byteLength(b)];
  return short !== long ? short - long : Buffer.compare(Buffer.from(a), Buffer.from(b));
};

/**
 * The rows of one subject, oldest first, with the hashes that `append_record()` would have given them: for what is laid in
 * bulk. `record_hash()` in the database stays what decides; the test sets the two against each other.
 */
export function chained(rows: readonly Unchained[]): Chained[] {
  let previous = Buffer.alloc(0);
  return rows.map((row, place) => {
    const seq = place + 1;
    const text = jsonbText(row.change);
    const rest = [
      row.act,
      row.actorKind,
      row.actorId,
      row.actorName,
      row.onBehalfOf,
      row.cameFrom,
      row.subjectKind,
      row.subjectId,
      seq,
      row.bodyIds,
    ];
    const line = `[${Date.parse(row.at) * 1000}, ${rest.map(jsonbText).join(', ')}, ${text}]`;
    const own = hash('sha256', Buffer.concat([previous, Buffer.from(line)]), 'buffer');
    const made = { ...row, seq, text, previous, hash: own };
    previous = own;
    return made;
  });
}
