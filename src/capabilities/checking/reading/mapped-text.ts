const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/;
const MARK = /\p{M}/u;

/**
 * Text that remembers where each of its characters came from. Letters written as base plus marks are composed
 * (the checker reads composed letters), runs of blanks become one, invisible characters go; the origins stay exact.
 */
export class MappedText {
  private units: string[] = [];
  private from: number[] = [];

  get length(): number {
    return this.units.length;
  }

  get lastUnit(): string {
    return this.units[this.units.length - 1] ?? '';
  }

  /** Adds `text` whose unit i stands at `at + i` in the source, or wholly at `at` when `opaque`. */
  add(text: string, at: number, opaque = false): void {
    for (let i = 0; i < text.length; i += 1) this.addUnit(text.charAt(i), opaque ? at : at + i);
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
    const last = this.lastUnit;
    if (unit === ' ' && (last === ' ' || last === '\n' || last === '')) return;
    if (unit === '\n') {
      if (last === '') return;
      if (last === ' ') {
        this.units.pop();
        this.from.pop();
      }
    }
    if (unit > '\u02ff' && MARK.test(unit) && last !== '') {
      const composed = (last + unit).normalize('NFC');
      if (composed.length === 1) {
        this.units[this.units.length - 1] = composed;
        return;
      }
    }
    this.units.push(unit);
    this.from.push(at);
  }

  /** The text without blanks at its end, and the origin of each of its units. */
  finish(): { text: string; origins: Int32Array } {
    while (this.lastUnit === ' ' || this.lastUnit === '\n') {
      this.units.pop();
      this.from.pop();
    }
    return { text: this.units.join(''), origins: Int32Array.from(this.from) };
  }
}

function decodeReference(reference: string): string {
  if (reference.startsWith('#x')) return String.fromCodePoint(Number.parseInt(reference.slice(2), 16));
  if (reference.startsWith('#')) return String.fromCodePoint(Number.parseInt(reference.slice(1), 10));
  return { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[reference] ?? '';
}
