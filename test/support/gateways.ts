import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** Stand-ins for the world outside: a real SMTP server, and gateways that speak the form of theirs. */

export interface PostBox {
  url: string;
  /** What arrived, undecoded heads and all. */
  letters: { to: string[]; raw: string }[];
  /** Answers the next recipients with this code instead of taking the letter; null takes it. */
  refuse: { code: number; times: number } | null;
  /** Resolves with the next letter that arrives. */
  next(): Promise<{ to: string[]; raw: string }>;
  close(): Promise<void>;
}

/** An SMTP server on a port of its own that keeps what it is handed. */
export async function openPostBox(): Promise<PostBox> {
  const waiting: ((letter: { to: string[]; raw: string }) => void)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo(_address, _session, done) {
      const { refuse } = box;
      if (refuse === null || refuse.times === 0) return done();
      refuse.times -= 1;
      done(Object.assign(new Error('refused here'), { responseCode: refuse.code }));
    },
    onData(stream, session, done) {
      void text(stream).then((raw) => {
        const letter = { to: session.envelope.rcptTo.map(({ address }) => address), raw };
        box.letters.push(letter);
        waiting.shift()?.(letter);
        done();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const box: PostBox = {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    letters: [],
    refuse: null,
    next: () => new Promise((arrived) => waiting.push(arrived)),
    close: () => new Promise((closed) => server.close(() => closed())),
  };
  return box;
}

/** The text of a letter as its reader sees it. */
export function readLetter(raw: string): { subject: string; text: string; messageId: string } {
  const [head = '', ...body] = raw.split(/\r?\n\r?\n/);
  const unfolded = head.replace(/\r?\n[ \t]+/g, ' ');
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1] ?? '';
  const encoding = field('Content-Transfer-Encoding');
  const content = body.join('\n\n');
  return {
    subject: field('Subject')
      .replace(/\?=\s+=\?/g, '?==?')
      .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, words: string) =>
        kind.toUpperCase() === 'B'
          ? Buffer.from(words, 'base64').toString()
          : quoted(words.replaceAll('_', ' ')),
      ),
    text: (encoding === 'base64'
      ? Buffer.from(content, 'base64').toString()
      : encoding === 'quoted-printable'
        ? quoted(content.replace(/=\r?\n/g, ''))
        : content
    ).replaceAll('\r\n', '\n'),
    messageId: field('Message-ID'),
  };
}

const quoted = (words: string) =>
  Buffer.from(
    words.replace(/=([0-9A-F]{2})/gi, (_, byte: string) => String.fromCharCode(Number.parseInt(byte, 16))),
    'latin1',
  ).toString();

/** An HTTP gateway that answers by a function and keeps what it was asked. */
export async function openGateway(
  answer: (body: Record<string, unknown>) => object,
): Promise<{ url: string; asked: Record<string, unknown>[]; close(): Promise<void> }> {
  const asked: Record<string, unknown>[] = [];
  const server: Server = createServer((request, reply) => {
    void text(request).then((body) => {
      const read = JSON.parse(body) as Record<string, unknown>;
      asked.push(read);
      reply.setHeader('content-type', 'application/json').end(JSON.stringify(answer(read)));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
