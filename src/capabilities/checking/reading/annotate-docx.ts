import { strToU8, zipSync } from 'fflate';
import { Refusal } from '../../../kernel/refusal.ts';
import { type BlockAnchor, type DocxReading, type Run, readDocx, type TextNode } from './docx.ts';
import { openArchive } from './open-archive.ts';
import { decodeXml, parseXml } from './parse-xml.ts';

export const COMMENT_AUTHOR = 'Haicấp – soát số liệu';
const INITIALS = 'HC';

/** One comment: where, counted as in the reading of the same file, and what it says, a string a paragraph. */
export interface Comment {
  block: number;
  start: number;
  end: number;
  lines: readonly string[];
}

/**
 * Gives the same .docx back with Word comments at the given places. Runs are split only where a comment begins or
 * ends inside them; every other part of the file, and every other character of the text, stays as it was. Comments
 * that the file already has are kept. A place in a footnote is commented at its mark, one in a text box at the box,
 * for Word takes no comments inside those.
 */
export function annotateDocx(bytes: Uint8Array, comments: readonly Comment[], at: Date): Uint8Array {
  const reading = readDocx(bytes);
  const archive = openArchive(bytes, () => true);
  const folder = reading.mainName.slice(0, reading.mainName.lastIndexOf('/') + 1);
  const relationsName = `${folder}_rels/${reading.mainName.slice(folder.length)}.rels`;
  const existing = commentsPart(archive[relationsName], folder);
  const name = existing ?? freeName(archive, folder);
  const before = existing === null ? undefined : archive[existing];
  const beforeXml = before === undefined ? null : decodeXml(before);
  const first = beforeXml === null ? 0 : nextId(beforeXml);

  const edits = new Edits();
  const written: string[] = [];
  for (const comment of comments) {
    const anchor = reading.anchors[comment.block];
    const range = anchor === undefined ? null : rangeOf(reading, anchor, comment);
    if (range === null) continue;
    const id = first + written.length;
    edits.comment(range, id, reading.prefix);
    written.push(commentXml(id, comment.lines, at));
  }
  if (written.length === 0) return bytes;

  archive[reading.mainName] = strToU8(edits.apply(reading.main));
  if (beforeXml !== null) archive[name] = strToU8(addComments(beforeXml, written));
  else {
    archive[name] = strToU8(
      `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments xmlns:w="${namespaceOf(reading)}">${written.join('')}</w:comments>`,
    );
    archive['[Content_Types].xml'] = strToU8(addContentType(archive['[Content_Types].xml'], name));
    archive[relationsName] = strToU8(
      addRelation(archive[relationsName], name.slice(folder.length), namespaceOf(reading)),
    );
  }
  // Pictures and the like are packed already.
  return zipSync(
    Object.fromEntries(
      Object.entries(archive).map(([part, content]) => [
        part,
        [content, { level: /\.(png|jpe?g|gif|emf\.gz|zip)$/i.test(part) ? 0 : 6 }],
      ]),
    ),
  );
}

/** Where a comment begins and ends in the main part. */
interface Range {
  start: { at: number; run: Run; node: TextNode | null };
  end: { at: number; run: Run; node: TextNode | null };
}

function rangeOf(reading: DocxReading, anchor: BlockAnchor, comment: Comment): Range | null {
  const around = (run: Run): Range => ({
    start: { at: run.start, run, node: null },
    end: { at: run.end, run, node: null },
  });
  if (anchor.reference !== null) return around(anchor.reference);
  const { origins } = anchor;
  const nodeAt = (unit: number): { node: TextNode; at: number } | null => {
    const at = origins[unit];
    const node = at === undefined ? null : findNode(reading.nodes, at);
    return at === undefined || node === null ? null : { node, at };
  };
  const last = Math.min(comment.end, origins.length) - 1;
  // A cell's own line ends belong to no run: step to the next character that does.
  let from = Math.max(0, comment.start);
  while (from <= last && nodeAt(from) === null) from += 1;
  let to = last;
  while (to > from && nodeAt(to) === null) to -= 1;
  const start = nodeAt(from);
  const end = nodeAt(to);
  if (start === null || end === null) return null;
  if (start.node.run.host !== null) return around(start.node.run.host);
  if (end.node.run.host !== null) return around(end.node.run.host);
  const after = origins[to + 1];
  const endAt = after !== undefined && after > end.at && after <= end.node.end ? after : end.node.end;
  return {
    start: { at: start.at, run: start.node.run, node: start.node },
    end: { at: endAt, run: end.node.run, node: end.node },
  };
}

/** The text node in which a place of the main part lies. */
function findNode(nodes: readonly TextNode[], at: number): TextNode | null {
  let low = 0;
  let high = nodes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const node = nodes[middle];
    if (node === undefined) return null;
    if (at < node.start) high = middle - 1;
    else if (at >= node.end) low = middle + 1;
    else return node;
  }
  return null;
}

/** What is to be put into the main part, by place. */
class Edits {
  private readonly points = new Map<number, { ends: string[]; starts: string[]; split: string | null }>();
  private readonly preserve = new Map<number, number>();

  comment(range: Range, id: number, prefix: string): void {
    const w = prefix;
    this.point(range.start, w).starts.push(`<${w}commentRangeStart ${w}id="${id}"/>`);
    this.point(range.end, w).ends.push(
      `<${w}commentRangeEnd ${w}id="${id}"/><${w}r><${w}commentReference ${w}id="${id}"/></${w}r>`,
    );
  }

  /** The place for a range mark: beside the run where the comment's edge is the run's edge, otherwise in its midst. */
  private point({ at, run, node }: Range['start'], w: string) {
    let place = at;
    let split: string | null = null;
    const firstText = node?.tag?.start ?? node?.start ?? run.start;
    if (node === null) place = at;
    else if (at === node.start && firstText === run.contentStart) place = run.start;
    else if (at === node.end && (node.tag === null ? node.end : this.closeOf(node, w)) === run.closeStart)
      place = run.end;
    else if (node.tag === null || at === node.end || at === node.start) {
      // Between two things of one run.
      place =
        at === node.start
          ? (node.tag?.start ?? node.start)
          : node.tag === null
            ? node.end
            : this.closeOf(node, w);
      split = this.splitRun(run, w, false);
    } else {
      split = this.splitRun(run, w, true);
      if (!node.tag.preserve) this.preserve.set(node.tag.end - 1, node.tag.end);
    }
    const known = this.points.get(place) ?? { ends: [], starts: [], split };
    known.split ??= split;
    this.points.set(place, known);
    return known;
  }

  private closeOf(node: TextNode, w: string): number {
    return node.end + `</${w}t>`.length;
  }

  /** The tags that end a run and begin it anew, parted by a mark for what goes between. */
  private splitRun(run: Run, w: string, inText: boolean): string {
    const close = inText ? `</${w}t></${w}r>` : `</${w}r>`;
    const open = `<${w}r>${run.properties}${inText ? `<${w}t xml:space="preserve">` : ''}`;
    return `${close}\u0000${open}`;
  }

  apply(xml: string): string {
    const places = [...new Set([...this.points.keys(), ...this.preserve.keys()])].sort((a, b) => a - b);
    const pieces: string[] = [];
    let from = 0;
    for (const place of places) {
      pieces.push(xml.slice(from, place));
      from = place;
      if (this.preserve.has(place)) pieces.push(' xml:space="preserve"');
      const point = this.points.get(place);
      if (point === undefined) continue;
      const marks = point.ends.join('') + point.starts.join('');
      pieces.push(point.split === null ? marks : point.split.replace('\u0000', () => marks));
    }
    pieces.push(xml.slice(from));
    return pieces.join('');
  }
}

const escapeXml = (text: string) =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold them
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');

function commentXml(id: number, lines: readonly string[], at: Date): string {
  const date = at.toISOString().replace(/\.\d+Z$/, 'Z');
  const paragraphs = lines.map((line, index) => {
    const properties = index === 0 ? '<w:rPr><w:b/></w:rPr>' : '';
    return `<w:p><w:r>${properties}<w:t xml:space="preserve">${escapeXml(line)}</w:t></w:r></w:p>`;
  });
  return `<w:comment w:id="${id}" w:author="${escapeXml(COMMENT_AUTHOR)}" w:initials="${INITIALS}" w:date="${date}">${paragraphs.join('')}</w:comment>`;
}

const namespaceOf = (reading: DocxReading) =>
  reading.main.includes('http://purl.oclc.org/ooxml/wordprocessingml/main')
    ? 'http://purl.oclc.org/ooxml/wordprocessingml/main'
    : 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** The comments part that the main part already refers to. */
function commentsPart(relations: Uint8Array | undefined, folder: string): string | null {
  if (relations === undefined) return null;
  let found: string | null = null;
  parseXml(decodeXml(relations), {
    open: (tag) => {
      if (/\/comments$/.test(tag.attributes.Type ?? '') && tag.attributes.Target !== undefined)
        found = tag.attributes.Target.startsWith('/')
          ? tag.attributes.Target.slice(1)
          : folder + tag.attributes.Target;
    },
    close: () => {},
    text: () => {},
  });
  return found;
}

function freeName(archive: Record<string, Uint8Array>, folder: string): string {
  let name = `${folder}comments.xml`;
  for (let number = 1; archive[name] !== undefined; number += 1) name = `${folder}comments${number}.xml`;
  return name;
}

function nextId(xml: string): number {
  let next = 0;
  for (const found of xml.matchAll(/<(?:\w+:)?comment\s[^>]*?\bid\s*=\s*["'](\d+)["']/g))
    next = Math.max(next, Number(found[1]) + 1);
  return next;
}

/** Puts comments into a comments part that exists, whatever prefix it gave to the namespace. */
function addComments(xml: string, comments: readonly string[]): string {
  const root = xml.match(/<(?:([\w.-]+):)?comments\b[^>]*?(\/?)>/);
  if (root?.index === undefined) throw new Refusal('invalid', 'document.unreadable', { why: 'comments' });
  const prefix = root[1] === undefined ? '' : `${root[1]}:`;
  const mine = comments.map((comment) =>
    prefix === 'w:'
      ? comment
      : comment.replace(/(<\/?)w:|(\s)w:(?=\w+=)/g, (_all, bracket: string | undefined, space: string) =>
          bracket === undefined ? `${space}${prefix}` : `${bracket}${prefix}`,
        ),
  );
  const end = root.index + root[0].length;
  if (root[2] === '/') {
    const open = root[0].slice(0, -2);
    return `${xml.slice(0, root.index)}${open}>${mine.join('')}</${prefix}comments>${xml.slice(end)}`;
  }
  const close = xml.lastIndexOf(`</${prefix}comments`);
  return xml.slice(0, close) + mine.join('') + xml.slice(close);
}

function addContentType(bytes: Uint8Array | undefined, name: string): string {
  const xml = bytes === undefined ? '' : decodeXml(bytes);
  const close = xml.lastIndexOf('</');
  if (close === -1) throw new Refusal('invalid', 'document.unreadable', { why: 'content-types' });
  const entry = `<Override PartName="/${escapeXml(name)}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>`;
  return xml.slice(0, close) + entry + xml.slice(close);
}

function addRelation(bytes: Uint8Array | undefined, target: string, namespace: string): string {
  const xml =
    bytes === undefined
      ? '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
      : decodeXml(bytes).replace(/<Relationships([^>]*)\/>/, '<Relationships$1></Relationships>');
  const ids = new Set([...xml.matchAll(/\bId\s*=\s*["']([^"']*)["']/g)].map((found) => found[1]));
  let id = 'rIdHaicap';
  for (let number = 1; ids.has(id); number += 1) id = `rIdHaicap${number}`;
  const type = namespace.startsWith('http://purl')
    ? 'http://purl.oclc.org/ooxml/officeDocument/relationships/comments'
    : 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments';
  const close = xml.lastIndexOf('</');
  const entry = `<Relationship Id="${id}" Type="${type}" Target="${escapeXml(target)}"/>`;
  return xml.slice(0, close) + entry + xml.slice(close);
}
