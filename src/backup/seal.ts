import { createCipheriv, createDecipheriv, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { Hindrance } from '../kernel/hindrance.ts';

const MAGIC = Buffer.from('haicap sealed 1\n');
const SALT = 16;
const CHECK = 16;
const FRAME = 64 * 1024;
const TAG = 16;
const HEAD = MAGIC.length + SALT + CHECK;

/** From the words of the key, slowly, since people choose words: what encrypts, and what tells a wrong key early. */
function derive(secret: string, salt: Buffer): { key: Buffer; check: Buffer } {
  const made = scryptSync(secret.normalize('NFC'), salt, 32 + CHECK, {
    N: 2 ** 15,
    r: 8,
    p: 1,
    maxmem: 64 * 1024 * 1024,
  });
  return { key: made.subarray(0, 32), check: made.subarray(32) };
}

/** Each frame has its own number, and the last says that it is: none can be moved, left out or cut off. */
function nonce(frame: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(frame, 5, 6);
  bytes[11] = isLast ? 1 : 0;
  return bytes;
}

/** Gathers chunks into pieces of `size`; the last one, perhaps empty, is marked. */
async function* pieces(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<[Buffer, boolean]> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    held.push(chunk);
    length += chunk.length;
    if (length <= size) continue;
    let rest = Buffer.concat(held);
    for (; rest.length > size; rest = rest.subarray(size)) yield [rest.subarray(0, size), false];
    held = [rest];
    length = rest.length;
  }
  yield [Buffer.concat(held), true];
}

/** Seals a stream: salt and a check of the key, then frames of AES-256-GCM, each with its own tag. */
export async function* seal(source: AsyncIterable<Buffer>, secret: string): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT);
  const { key, check } = derive(secret, salt);
  yield Buffer.concat([MAGIC, salt, check]);
  let frame = 0;
  for await (const [plain, isLast] of pieces(source, FRAME)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(frame++, isLast));
    yield Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }
}

/** Whether a file that begins with these bytes is sealed. */
export const isSealed = (head: Buffer): boolean => head.subarray(0, MAGIC.length).equals(MAGIC);

/** Opens what `seal` made. No byte is given on before its frame has proved to be unaltered. */
export async function* unseal(source: AsyncIterable<Buffer>, secret: string): AsyncGenerator<Buffer> {
  const reader = source[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < HEAD) {
    const { value, done } = await reader.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const { key, check } = derive(secret, head.subarray(MAGIC.length, MAGIC.length + SALT));
  const given = head.subarray(MAGIC.length + SALT, HEAD);
  if (given.length !== CHECK || !timingSafeEqual(given, check))
    throw new Hindrance('Khoá không đúng với bản sao lưu này.');
  async function* rest(): AsyncGenerator<Buffer> {
    yield head.subarray(HEAD);
    for (let next = await reader.next(); !next.done; next = await reader.next()) yield next.value;
  }
  let frame = 0;
  for await (const [bytes, isLast] of pieces(rest(), FRAME + TAG)) {
    const at = Math.max(bytes.length - TAG, 0);
    let plain: Buffer;
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce(frame++, isLast), { authTagLength: TAG });
      decipher.setAuthTag(bytes.subarray(at));
      plain = Buffer.concat([decipher.update(bytes.subarray(0, at)), decipher.final()]);
    } catch (error) {
      throw new Hindrance('Bản sao lưu bị cắt cụt hoặc đã bị sửa: không mở được hết.', 1, { cause: error });
    }
    yield plain;
  }
}
