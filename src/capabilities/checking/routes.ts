import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Refusal } from '../../kernel/refusal.ts';
import { MAX_FILE_BYTES, MAX_TEXT_LENGTH } from './reading/bounds.ts';
import { Workroom } from './workroom.ts';

/** Documents of one address that may be worked on or wait at once: one person's two windows, not a flood. */
const MAX_AT_ONCE = 4;
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const SourceInput = Compile(
  Type.Object(
    {
      text: Type.String({ maxLength: MAX_TEXT_LENGTH }),
      format: Type.Optional(Type.Union([Type.Literal('txt'), Type.Literal('md')])),
    },
    { additionalProperties: false },
  ),
);

/**
 * The checker's addresses, open to everybody and bounded. They are no acts: nothing is changed, and nothing of what
 * is sent is kept, neither on disk nor in the record.
 *
 * - `POST /api/checking/check`: one file (multipart), or `{text, format?}` as JSON; answers what was found together
 *   with the blocks that were read, so that the page can mark them.
 * - `POST /api/checking/annotate`: one .docx (multipart; field `without`: ids of dismissed findings, by commas);
 *   answers the same .docx with Word comments.
 */
export async function checkingPlugin(app: FastifyInstance): Promise<void> {
  const workroom = new Workroom();
  app.addHook('onClose', () => workroom.close());
  const working = new Map<string, number>();

  async function bounded<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
    const now = working.get(request.ip) ?? 0;
    if (now >= MAX_AT_ONCE) throw new Refusal('throttled', 'checking.busy', { retryAfterSeconds: 5 });
    working.set(request.ip, now + 1);
    try {
      return await work();
    } finally {
      const left = (working.get(request.ip) ?? 1) - 1;
      if (left === 0) working.delete(request.ip);
      else working.set(request.ip, left);
    }
  }

  app.post('/api/checking/check', { bodyLimit: MAX_FILE_BYTES }, (request) =>
    bounded(request, async () => {
      if (request.isMultipart()) {
        const { bytes, name } = await uploadOf(request);
        return workroom.checkFile(bytes, name);
      }
      const body = request.body;
      if (!SourceInput.Check(body)) throw new Refusal('invalid', 'input.invalid');
      return workroom.checkSource(body.text, body.format ?? 'txt');
    }),
  );

  app.post('/api/checking/annotate', { bodyLimit: MAX_FILE_BYTES }, (request, reply) =>
    bounded(request, async () => {
      if (!request.isMultipart()) throw new Refusal('invalid', 'document.not-docx');
      const { bytes, name, without } = await uploadOf(request);
      const annotated = await workroom.annotate(bytes, name, without, new Date());
      const title = `${name.replace(/\.docx$/i, '')} - soát số liệu.docx`;
      return reply
        .header('content-type', DOCX)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(title)}`)
        .header('x-haicap-comments', String(annotated.findings.length))
        .send(Buffer.from(annotated.bytes));
    }),
  );
}

interface Upload {
  bytes: Uint8Array;
  name: string;
  without: string[];
}

async function uploadOf(request: FastifyRequest): Promise<Upload> {
  let file: { bytes: Uint8Array; name: string } | null = null;
  let without: string[] = [];
  try {
    for await (const part of request.parts({
      limits: { fileSize: MAX_FILE_BYTES, files: 1, fieldSize: 100_000 },
    })) {
      if (part.type === 'file') {
        const bytes = await part.toBuffer();
        file = { bytes: new Uint8Array(bytes), name: (part.filename ?? '').normalize('NFC').slice(0, 255) };
      } else if (part.fieldname === 'without' && typeof part.value === 'string')
        without = part.value.split(',').filter((id) => id !== '');
    }
  } catch (error) {
    if ((error as { code?: unknown }).code === 'FST_REQ_FILE_TOO_LARGE')
      throw new Refusal('too-large', 'document.too-large', { limit: MAX_FILE_BYTES, what: 'file' });
    throw error;
  }
  if (file === null) throw new Refusal('invalid', 'document.empty');
  return { ...file, without };
}
