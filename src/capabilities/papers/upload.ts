import { fileTypeFromBuffer } from 'file-type';
import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { FileAnswer, FileRoute } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { FileStore } from '../../outside/files.ts';
import { claimedType, PAPER_LIMIT, PAPER_TYPES, tidyFileName } from './paper.ts';
import { getPaper } from './store.ts';

/** What an upload came to: the input of `papers.add-paper`. */
export interface TakenFile {
  name: string;
  type: string;
  size: number;
  sha256: string;
}

/**
 * Takes an uploaded stream into the store and says what it is by its bytes. A name that claims another type is
 * refused: such a file is broken or lies, and whoever opens it later would be the first to notice.
 */
export async function takeUpload(
  files: FileStore,
  upload: { stream: NodeJS.ReadableStream; name: string },
): Promise<TakenFile> {
  const stored = await files.take(upload.stream as never, PAPER_LIMIT);
  const sniffed = await fileTypeFromBuffer(new Uint8Array(await files.head(stored.sha256, 65_536)));
  // A Word file is a zip; whether it is one is told by its directory, which may lie at the end.
  const whole =
    sniffed?.mime === 'application/zip'
      ? await fileTypeFromBuffer(new Uint8Array(await files.read(stored.sha256)))
      : sniffed;
  const name = tidyFileName(upload.name);
  const found = whole?.mime ?? null;
  if (found === null || PAPER_TYPES[found] === undefined)
    throw new Refusal('invalid', 'paper.type-unknown', {
      name,
      found,
      allowed: ['PDF', 'JPEG', 'PNG', 'WEBP', 'TIFF', 'HEIC', 'DOCX'],
    });
  const claimed = claimedType(name);
  if (claimed !== null && claimed !== found)
    throw new Refusal('invalid', 'paper.lies', { name, declared: claimed, found });
  return { name, type: found, ...stored };
}

/** Serves a paper's bytes to whoever may see it; `maySee` is the dossiers' answer for papers that are on one. */
export function paperFileRoute(
  files: FileStore,
  maySee: (tx: Tx, actor: Actor, dossierId: string, paperId: string) => Promise<boolean>,
): FileRoute {
  return {
    method: 'GET',
    path: '/api/papers/:id/file',
    name: 'papers.see-paper',
    summary: 'The bytes of a paper: shown when it is PDF or an image, otherwise to be saved.',
    input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
    async run(tx, actor, input): Promise<FileAnswer> {
      const paper = await getPaper(tx, input.id ?? '');
      const mine = paper?.uploadedBy === actor.id;
      const allowed =
        paper !== null &&
        (mine || (paper.dossierId !== null && (await maySee(tx, actor, paper.dossierId, paper.id))));
      if (paper === null || !allowed) throw new Refusal('missing', 'paper.unknown');
      return {
        type: paper.type,
        name: paper.name,
        disposition: PAPER_TYPES[paper.type]?.inline ? 'inline' : 'attachment',
        bytes: await files.read(paper.sha256),
      };
    },
  };
}
