import { type UnzipFileInfo, unzipSync } from 'fflate';
import { Refusal } from '../../../kernel/refusal.ts';
import { MAX_ARCHIVE_ENTRIES, MAX_UNPACKED_BYTES, MAX_XML_BYTES } from './bounds.ts';

export type Archive = Record<string, Uint8Array>;

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/**
 * Unpacks the wanted parts of an office file (docx, xlsx, odt are zip archives) within bounds: the sizes are
 * taken from the directory first, so that a bomb is refused before a byte of it is unpacked. fflate unpacks each part
 * into a buffer of the size that the directory declares, so a directory that lies cannot make it grow.
 */
export function openArchive(bytes: Uint8Array, wanted: (name: string) => boolean): Archive {
  refuseEncrypted(bytes);
  let entries = 0;
  let total = 0;
  const filter = (file: UnzipFileInfo): boolean => {
    entries += 1;
    total += file.originalSize;
    if (entries > MAX_ARCHIVE_ENTRIES)
      throw new Refusal('too-large', 'document.too-large', { limit: MAX_ARCHIVE_ENTRIES, what: 'parts' });
    if (total > MAX_UNPACKED_BYTES || (isXml(file.name) && file.originalSize > MAX_XML_BYTES))
      throw new Refusal('too-large', 'document.too-large', { limit: MAX_UNPACKED_BYTES, what: 'unpacked' });
    return !file.name.endsWith('/') && wanted(file.name);
  };
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid', 'document.unreadable', { why: 'archive' });
  }
}

const isXml = (name: string) => /\.(xml|rels)$/i.test(name);

/** fflate does not look at the flag that says "this part is encrypted"; the directory says it for each part. */
function refuseEncrypted(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  const lowest = Math.max(0, end - 0xffff);
  while (end >= lowest && view.getUint32(end, true) !== END_OF_DIRECTORY) end -= 1;
  if (end < lowest) throw new Refusal('invalid', 'document.unreadable', { why: 'archive-cut' });
  let at = view.getUint32(end + 16, true);
  for (let entry = 0; entry <= MAX_ARCHIVE_ENTRIES && at + 46 <= end; entry += 1) {
    if (view.getUint32(at, true) !== DIRECTORY_ENTRY) return;
    if ((view.getUint16(at + 8, true) & 1) === 1) throw new Refusal('invalid', 'document.encrypted');
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}
