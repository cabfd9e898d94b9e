import { fileTypeFromBuffer } from 'file-type';
import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { FileAnswer, FileRoute } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { FileStore } from '../../outside/files.ts';
import type { Pictures } from '../../outside/pictures/pictures.ts';
import { claimedType, PAPER_LIMIT, PAPER_TYPES, type Paper, tidyFileName } from './paper.ts';
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
  /** Who opens it to see whether it is whole; without them it is only sniffed. */
  pictures?: Pictures,
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
  await pictures?.examine(stored.sha256, found);
  return { name, type: found, ...stored };
}

type MaySee = (tx: Tx, actor: Actor, dossierId: string, paperId: string) => Promise<boolean>;

async function seenPaper(tx: Tx, actor: Actor, id: string, maySee: MaySee): Promise<Paper> {
  const paper = await getPaper(tx, id);
  const mine = paper?.uploadedBy === actor.id;
  const allowed =
    paper !== null &&
    (mine || (paper.dossierId !== null && (await maySee(tx, actor, paper.dossierId, paper.id))));
  if (paper === null || !allowed) throw new Refusal('missing', 'paper.unknown');
  return paper;
}

/** A small picture as an answer, or the refusal that there is none. */
export async function smallAnswer(
  pictures: Pictures,
  paper: Pick<Paper, 'sha256' | 'type'>,
): Promise<FileAnswer> {
  const bytes = await pictures.small(paper.sha256, paper.type);
  if (bytes === null) throw new Refusal('missing', 'paper.no-picture');
  return { type: 'image/webp', name: 'nho.webp', disposition: 'inline', bytes };
}

/** A paper's first page as a small picture, for whoever may see the paper. */
export function paperSmallRoute(pictures: Pictures, maySee: MaySee): FileRoute {
  return {
    method: 'GET',
    path: '/api/papers/:id/small',
    name: 'papers.see-paper',
    summary: 'The first page of a paper as a small picture.',
    input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
    run: async (tx, actor, input) =>
      smallAnswer(pictures, await seenPaper(tx, actor, input.id ?? '', maySee)),
  };
}

/** Serves a paper's bytes to whoever may see it; `maySee` is the dossiers' answer for papers that are on one. */
export function paperFileRoute(files: FileStore, maySee: MaySee): FileRoute {
  return {
    method: 'GET',
    path: '/api/papers/:id/file',
    name: 'papers.see-paper',
    summary: 'The bytes of a paper: shown when it is PDF or an image, otherwise to be saved.',
    input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
    async run(tx, actor, input): Promise<FileAnswer> {
      const paper = await seenPaper(tx, actor, input.id ?? '', maySee);
      return {
        type: paper.type,
        name: paper.name,
        disposition: PAPER_TYPES[paper.type]?.inline ? 'inline' : 'attachment',
        bytes: await files.read(paper.sha256),
      };
    },
  };
}
