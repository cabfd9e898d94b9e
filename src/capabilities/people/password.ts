import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** OWASP's second argon2id setting: 19 MiB, two passes, one lane. Stored with the hash, so it can grow. */
const MEMORY_KIB = 19_456;
const PASSES = 2;

function derive(
  password: string,
  salt: Buffer,
  memory: number,
  passes: number,
  length: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2(
      'argon2id',
      {
        message: Buffer.from(password.normalize('NFC')),
        nonce: salt,
        parallelism: 1,
        tagLength: length,
        memory,
        passes,
      },
      (error, key) => (error ? reject(error) : resolve(Buffer.from(key))),
    );
  });
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/** An argon2id hash as a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, MEMORY_KIB, PASSES, 32);
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${base64(salt)}$${base64(key)}`;
}

export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([^$]+)\$([^$]+)$/.exec(hash);
  if (match === null) return false;
  const [, memory, passes, salt, key] = match;
  const expected = Buffer.from(key ?? '', 'base64');
  const found = await derive(
    password,
    Buffer.from(salt ?? '', 'base64'),
    Number(memory),
    Number(passes),
    expected.length,
  );
  return timingSafeEqual(expected, found);
}
