import { type Fragment, type Mark, type Node, Schema } from 'prosemirror-model';
import type { Block, Inline, Saying } from '../../src/capabilities/reports/text.ts';

/**
 * A section's text as the editor holds it: exactly the server's closed model and nothing else. What is pasted is read by
 * these rules; whatever they do not name (fonts, colours, pictures, scripts) falls away and its words stay.
 */
export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: {
      group: 'block',
      content: 'inline*',
      parseDOM: [{ tag: 'p' }],
      toDOM: () => ['p', 0],
    },
    heading: {
      group: 'block',
      content: 'inline*',
      defining: true,
      parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}` })),
      toDOM: () => ['h4', 0],
    },
    bullets: {
      group: 'block',
      content: 'item+',
      parseDOM: [{ tag: 'ul' }],
      toDOM: () => ['ul', 0],
    },
    numbers: {
      group: 'block',
      content: 'item+',
      parseDOM: [{ tag: 'ol' }],
      toDOM: () => ['ol', 0],
    },
    item: {
      content: 'paragraph',
      defining: true,
      parseDOM: [{ tag: 'li' }],
      toDOM: () => ['li', 0],
    },
    grid: {
      group: 'block',
      content: 'row+',
      isolating: true,
      parseDOM: [{ tag: 'table' }],
      toDOM: () => ['table', { class: 'report-grid' }, ['tbody', 0]],
    },
    row: { content: 'cell+', parseDOM: [{ tag: 'tr' }], toDOM: () => ['tr', 0] },
    cell: {
      content: 'inline*',
      isolating: true,
      parseDOM: [{ tag: 'td' }, { tag: 'th' }],
      toDOM: () => ['td', 0],
    },
    table: {
      group: 'block',
      atom: true,
      attrs: { name: { default: '' }, title: { default: '' } },
      parseDOM: [
        {
          tag: 'div[data-report-table]',
          getAttrs: (dom) => ({ name: dom.dataset.reportTable ?? '', title: dom.textContent ?? '' }),
        },
      ],
      toDOM: (node) => [
        'div',
        { class: 'report-table-mark', 'data-report-table': String(node.attrs.name) },
        `Bảng: ${node.attrs.title}`,
      ],
    },
    figure: {
      group: 'inline',
      inline: true,
      atom: true,
      attrs: {
        figure: { default: '' },
        say: { default: 'value' },
        label: { default: '' },
        name: { default: '' },
      },
      parseDOM: [
        {
          tag: 'span[data-figure]',
          getAttrs: (dom) => ({
            figure: dom.dataset.figure ?? '',
            say: dom.dataset.say ?? 'value',
            label: dom.textContent ?? '',
            name: dom.title,
          }),
        },
      ],
      toDOM: (node) => [
        'span',
        {
          class: 'report-chip',
          'data-figure': String(node.attrs.figure),
          'data-say': String(node.attrs.say),
          title: String(node.attrs.name),
        },
        String(node.attrs.label),
      ],
      leafText: (node) => String(node.attrs.label),
    },
    note: {
      group: 'inline',
      inline: true,
      atom: true,
      attrs: { note: { default: '' } },
      parseDOM: [{ tag: 'span[data-note]', getAttrs: (dom) => ({ note: dom.dataset.note ?? '' }) }],
      toDOM: (node) => [
        'span',
        { class: 'report-note', 'data-note': String(node.attrs.note), title: String(node.attrs.note) },
        'chú thích',
      ],
    },
    text: { group: 'inline' },
  },
  marks: {
    bold: {
      parseDOM: [{ tag: 'strong' }, { tag: 'b:not([data-plain])' }, { tag: '[data-bold]' }],
      toDOM: () => ['strong', 0],
    },
    italic: {
      parseDOM: [{ tag: 'em' }, { tag: 'i' }, { tag: '[data-italic]' }],
      toDOM: () => ['em', 0],
    },
  },
});

/**
 * Pasted text before it is read: Word's own comments and tags go, and of every style only what the model knows stays,
 * as a mark of ours (the page's policy lets no style of others in).
 */
export function withoutStyles(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<\/?o:[^>]*>/g, '')
    .replace(/<[^>]*>/g, (tag) =>
      tag.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, (_, style: string) =>
        [
          /font-weight\s*:\s*(bold|[6-9]00)/i.test(style) ? ' data-bold' : '',
          // Google Docs wraps everything in a <b> that is not bold.
          /font-weight\s*:\s*(normal|[1-4]00)/i.test(style) ? ' data-plain' : '',
          /font-style\s*:\s*italic/i.test(style) ? ' data-italic' : '',
        ].join(''),
      ),
    );
}

/** How a figure or a table stands in the editor: its words and its name. */
export interface Labels {
  figure(code: string, say: string): { label: string; name: string };
  table(name: string): string;
}

const { nodes, marks } = schema;

function inlineNodes(inline: readonly Inline[], labels: Labels): Node[] {
  return inline.flatMap((one): Node[] => {
    if ('figure' in one)
      return [
        nodes.figure.create({ ...labels.figure(one.figure, one.say), figure: one.figure, say: one.say }),
      ];
    if ('note' in one) return [nodes.note.create({ note: one.note })];
    if (one.text === '') return [];
    const marked: Mark[] = [
      ...(one.bold ? [marks.bold.create()] : []),
      ...(one.italic ? [marks.italic.create()] : []),
    ];
    return [schema.text(one.text, marked)];
  });
}

/** A section's blocks as a document to edit. */
export function toDocument(blocks: readonly Block[], labels: Labels): Node {
  const content = blocks.map((block): Node => {
    switch (block.kind) {
      case 'paragraph':
      case 'heading':
        return nodes[block.kind].create(null, inlineNodes(block.inline, labels));
      case 'bullets':
      case 'numbers':
        return nodes[block.kind].create(
          null,
          block.items.map((item) =>
            nodes.item.create(null, nodes.paragraph.create(null, inlineNodes(item, labels))),
          ),
        );
      case 'grid':
        return nodes.grid.create(
          null,
          block.rows.map((row) =>
            nodes.row.create(
              null,
              row.map((cell) => nodes.cell.create(null, inlineNodes(cell, labels))),
            ),
          ),
        );
      default:
        return nodes.table.create({ name: block.name, title: labels.table(block.name) });
    }
  });
  return nodes.doc.create(null, content.length === 0 ? [nodes.paragraph.create()] : content);
}

function inlineOf(node: Node): Inline[] {
  const inline: Inline[] = [];
  node.forEach((child) => {
    if (child.type === nodes.figure)
      inline.push({ figure: String(child.attrs.figure), say: child.attrs.say as Saying });
    else if (child.type === nodes.note) {
      const note = String(child.attrs.note).trim();
      if (note !== '') inline.push({ note });
    } else if (child.isText && child.text !== undefined)
      inline.push({
        text: child.text.normalize('NFC'),
        ...(marks.bold.isInSet(child.marks) ? { bold: true as const } : {}),
        ...(marks.italic.isInSet(child.marks) ? { italic: true as const } : {}),
      });
  });
  return inline;
}

const childrenOf = (node: Node): Node[] => Array.from({ length: node.childCount }, (_, at) => node.child(at));

/** What stands in the editor as blocks; empty paragraphs are no text and are left out. */
export function toBlocks(document: Node | Fragment): Block[] {
  const blocks: Block[] = [];
  document.forEach((node) => {
    switch (node.type.name) {
      case 'paragraph':
      case 'heading': {
        const inline = inlineOf(node);
        if (inline.some((one) => !('text' in one) || one.text.trim() !== ''))
          blocks.push({ kind: node.type.name, inline });
        break;
      }
      case 'bullets':
      case 'numbers':
        blocks.push({
          kind: node.type.name,
          items: childrenOf(node).map((item) => (item.firstChild === null ? [] : inlineOf(item.firstChild))),
        });
        break;
      case 'grid':
        blocks.push({
          kind: 'grid',
          rows: childrenOf(node).map((row) => childrenOf(row).map(inlineOf)),
        });
        break;
      case 'table':
        blocks.push({ kind: 'table', name: String(node.attrs.name) });
        break;
      default:
    }
  });
  return blocks;
}
