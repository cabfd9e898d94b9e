import { SaxesParser } from 'saxes';
import { Refusal } from '../../../kernel/refusal.ts';
import { MAX_XML_DEPTH } from './bounds.ts';

export interface XmlTag {
  name: string;
  attributes: Record<string, string>;
  /** Where the tag begins and ends in the XML, in UTF-16 units. */
  start: number;
  end: number;
  selfClosing: boolean;
}

export interface XmlReader {
  open(tag: XmlTag): void;
  close(name: string, start: number, end: number): void;
  /** Character data between two tags: `text` decoded, and where it lies in the XML. */
  text(text: string, start: number, end: number): void;
}

/** The text of an XML part: UTF-8, or UTF-16 with its mark. */
export function decodeXml(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

/**
 * Walks through one XML part. No document type is accepted at all: office files have none, and without one there
 * are no entities to expand and nothing to fetch. Depth is bounded; a part that is not well-formed is refused.
 */
export function parseXml(xml: string, reader: XmlReader): void {
  const parser = new SaxesParser({ position: false });
  let depth = 0;
  /** Where the character data after the last tag begins. */
  let from = 0;
  parser.on('error', () => {
    throw new Refusal('invalid', 'document.unreadable', { why: 'xml' });
  });
  parser.on('doctype', () => {
    throw new Refusal('invalid', 'document.unreadable', { why: 'doctype' });
  });
  parser.on('opentag', (tag) => {
    const end = parser.position;
    const start = xml.lastIndexOf('<', end - 1);
    depth += 1;
    if (depth > MAX_XML_DEPTH)
      throw new Refusal('too-large', 'document.too-large', { limit: MAX_XML_DEPTH, what: 'depth' });
    reader.open({
      name: tag.name,
      attributes: tag.attributes as Record<string, string>,
      start,
      end,
      selfClosing: tag.isSelfClosing,
    });
    from = end;
  });
  parser.on('closetag', (tag) => {
    const end = parser.position;
    depth -= 1;
    reader.close(tag.name, xml.lastIndexOf('<', end - 1), end);
    from = end;
  });
  const skip = () => {
    from = parser.position;
  };
  parser.on('comment', skip);
  parser.on('processinginstruction', skip);
  parser.on('xmldecl', skip);
  parser.on('text', (text) => {
    const next = xml.indexOf('<', from);
    reader.text(text, from, next === -1 ? xml.length : next);
  });
  parser.on('cdata', (text) => {
    const end = parser.position;
    reader.text(text, from, end);
    from = end;
  });
  parser.write(xml).close();
}
