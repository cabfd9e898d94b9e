import nodemailer from 'nodemailer';
import { type Gateway, PATIENCE, Undeliverable } from './gateway.ts';

/** By SMTP. `url`: smtp://name:password@host:587 or smtps://…; `from` stands as the sender. */
export function mailGateway({ url, from }: { url: string; from: string }): Gateway {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    // Only the text given here: a letter can make the server read no file and no address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.split('@').at(-1)?.replace(/>.*$/, '') ?? 'localhost';
  return {
    channel: 'email',
    async send(letter) {
      try {
        const sent = await transport.sendMail({
          from,
          to: letter.to,
          subject: letter.subject,
          text: letter.text,
          messageId: `<${letter.id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return sent.messageId;
      } catch (error) {
        const { responseCode, message } = error as Error & { responseCode?: number };
        // 550, 551, 553: no such mailbox, not here, not allowed. Other refusals may pass.
        if (responseCode !== undefined && [550, 551, 553].includes(responseCode))
          throw new Undeliverable(message);
        throw error;
      }
    },
    close: () => transport.close(),
  };
}
