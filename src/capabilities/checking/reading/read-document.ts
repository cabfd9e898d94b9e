import { Refusal } from '../../../kernel/refusal.ts';
import type { CheckedText } from '../text.ts';
import { MAX_FILE_BYTES } from './bounds.ts';
import { readDocx } from './docx.ts';
import { readOdt } from './odt.ts';
import { openArchive } from './open-archive.ts';
import { decodeXml } from './parse-xml.ts';
import { readPdf } from './pdf.ts';
import { decodeText, readPlain } from './plain.ts';
import { readXlsx } from './xlsx.ts';

/**
 * Reads a report of any known kind. What the file is, is seen from its content; its name only tells `.md` from
 * `.txt`. A file that cannot be read is refused with a code: `document.unknown-type`, `.encrypted`, `.no-text`,
 * `.unreadable`, `.too-large`, `.empty`, `.old-format`.
 */
export async function readDocument(bytes: Uint8Array, name: string): Promise<CheckedText> {
  if (bytes.length === 0) throw new Refusal('invalid', 'document.empty');
  if (bytes.length > MAX_FILE_BYTES)
    throw new Refusal('too-large', 'document.too-large', { limit: MAX_FILE_BYTES, what: 'file' });
  const format = sniff(bytes, name);
  if (format === 'pdf') return named(name, format, await readPdf(bytes));
  if (format === 'docx') {
    const { blocks, pages } = readDocx(bytes);
    return named(name, format, pages === null ? { blocks } : { blocks, pages });
  }
  if (format === 'odt') return named(name, format, readOdt(bytes));
  if (format === 'xlsx') return named(name, format, readXlsx(bytes));
  const { blocks, format: written } = readPlain(decodeText(bytes), format);
  return named(name, written, { blocks });
}

function named(
  name: string,
  format: CheckedText['format'],
  read: { blocks: CheckedText['blocks']; pages?: number },
): CheckedText {
  if (read.blocks.length === 0) throw new Refusal('invalid', 'document.no-text');
  return { name, format, ...read };
}

const starts = (bytes: Uint8Array, ...signature: number[]) =>
  signature.every((byte, at) => bytes[at] === byte);

/** What a file is, by its content. */
export function sniff(bytes: Uint8Array, name: string): CheckedText['format'] {
  if (Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-')) return 'pdf';
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04)) return sniffArchive(bytes);
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    // An old compound file: Office puts a password-protected docx or xlsx into one, else it is a .doc or .xls.
    if (Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le')))
      throw new Refusal('invalid', 'document.encrypted');
    throw new Refusal('invalid', 'document.old-format');
  }
  const known = [
    [0x89, 0x50, 0x4e, 0x47],
    [0xff, 0xd8, 0xff],
    [0x47, 0x49, 0x46, 0x38],
    [0x7b, 0x5c, 0x72, 0x74, 0x66],
    [0x1f, 0x8b],
    [0x50, 0x4b],
  ];
  if (known.some((signature) => starts(bytes, ...signature)))
    throw new Refusal('invalid', 'document.unknown-type');
  return /\.(md|markdown)$/i.test(name) ? 'md' : 'txt';
}

function sniffArchive(bytes: Uint8Array): CheckedText['format'] {
  const names = new Set<string>();
  const small = openArchive(bytes, (name) => {
    names.add(name);
    return name === 'mimetype';
  });
  const type = small.mimetype === undefined ? '' : decodeXml(small.mimetype.subarray(0, 200)).trim();
  if (type.startsWith('application/vnd.oasis.opendocument.text')) return 'odt';
  if (names.has('xl/workbook.xml')) return 'xlsx';
  if (names.has('[Content_Types].xml') && [...names].some((name) => /^word\/document\d*\.xml$/.test(name)))
    return 'docx';
  throw new Refusal('invalid', 'document.unknown-type');
}
