/** One message as it leaves: already in words. */
export interface Letter {
  /** Ours, the same at every try: gateways that know it drop the second. */
  id: string;
  to: string;
  subject: string;
  text: string;
  /** For gateways that send approved templates and not free text: which, and with what. */
  template: string;
  facts: Record<string, string>;
}

export interface Gateway {
  channel: 'email' | 'sms' | 'zalo';
  /** Hands it over; answers what the other side calls it. Throws `Undeliverable`, or anything else to be tried again. */
  send(letter: Letter): Promise<string | null>;
  close?(): void;
}

/** The address does not exist or refuses for good: trying again is no use. */
export class Undeliverable extends Error {}

/** Milliseconds to wait for an answer. */
export const PATIENCE = 20_000;
