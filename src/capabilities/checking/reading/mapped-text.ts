const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/;
const MARK = /\p{M}/u;

/** Letters, figures and signs that stay as they are, with single blanks between: nearly all of a report. */
const PLAIN = /[!-~\u00c0-\u02ff\u1e00-\u1eff]+(?: [!-~\u00c0-\u02ff\u1e00-\u1eff]+)*/y;

/**
 * Text that remembers where each of its characters came from. Letters written as base plus marks are composed
 * (the checker reads composed letters), runs of blanks become one, invisible characters go; the origins stay exact.
 */
export class MappedText {
  /** All but the last unit, which is held apart: it may still be composed with a mark, and is looked at often. */
  private head = '';
  private last = '';
  private from = new Int32Array(64);

  get length(): number {
    return this.head.length + this.last.length;
  }

  get lastUnit(): string {
    return this.last;
  }

  /** Adds `text` whose unit i stands at `at + i` in the source, or wholly at `at` when `opaque`. */
  add(text: string, at: number, opaque = false): void {
    let i = 0;
    while (i < text.length) {
      PLAIN.lastIndex = i;
      const plain = PLAIN.exec(text)?.[0];
      if (plain === undefined) {
        this.addUnit(text.charAt(i), opaque ? at : at + i);
        i += 1;
        continue;
      }
      const { length } = this;
      this.room(length + plain.length);
      for (let k = 0; k < plain.length; k += 1) this.from[length + k] = opaque ? at : at + i + k;
      this.head += this.last + plain.slice(0, -1);
      this.last = plain.charAt(plain.length - 1);
      i += plain.length;
    }
  }

  private room(length: number): void {
    if (length <= this.from.length) return;
    const wider = new Int32Array(Math.max(length, this.from.length * 2));
    wider.set(this.from);
    this.from = wider;
  }

  /** Adds text of one XML node: `raw` as it stands in the XML from `at` on, with its references. */
  addXml(raw: string, at: number): void {
    if (!raw.includes('&') && !raw.includes('\r')) {
      this.add(raw, at);
      return;
    }
    for (const piece of raw.matchAll(/&(#x[0-9a-fA-F]+|#[0-9]+|[a-z]+);|\r\n?|[^&\r]/gs)) {
      const reference = piece[1];
      const text = reference === undefined ? piece[0].replace(/\r\n?/, '\n') : decodeReference(reference);
      this.add(text, at + piece.index, true);
    }
  }

  private addUnit(unit: string, at: number): void {
    if (INVISIBLE.test(unit)) return;
    if (unit === '\u00a0' || unit === '\u202f' || unit === '\u2009' || unit === '\t') unit = ' ';
    const { last } = this;
    if (unit === ' ' && (last === ' ' || last === '\n' || last === '')) return;
    if (unit === '\n') {
      if (last === '') return;
      if (last === ' ') {
        this.last = unit;
        return;
      }
    }
    if (unit > '\u02ff' && MARK.test(unit) && last !== '') {
      const composed = (last + unit).normalize('NFC');
      if (composed.length === 1) {
        this.last = composed;
        return;
      }
    }
    const { length } = this;
    this.room(length + 1);
    this.from[length] = at;
    this.head += last;
    this.last = unit;
  }

  /** The text without blanks at its end, and the origin of each of its units. */
  finish(): { text: string; origins: Int32Array } {
    const text = (this.head + this.last).trimEnd();
    return { text, origins: this.from.slice(0, text.length) };
  }
}

function decodeReference(reference: string): string {
  if (reference.startsWith('#x')) return String.fromCodePoint(Number.parseInt(reference.slice(2), 16));
  if (reference.startsWith('#')) return String.fromCodePoint(Number.parseInt(reference.slice(1), 10));
  return { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[reference] ?? '';
}
