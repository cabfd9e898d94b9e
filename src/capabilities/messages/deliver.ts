import type { JobWork } from '../../kernel/job.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Gateway, Undeliverable } from '../../outside/messages/gateway.ts';
import { legalDay, minuteOfDay } from '../calendar/index.ts';
import type { Dossier } from '../dossiers/index.ts';
import { newLink, ratingRules } from '../ratings/index.ts';
import {
  bodiesOf,
  type Copy,
  markUnreachable,
  nextToDeliver,
  noticesToSpread,
  reachable,
  spread,
  unreachable,
  writeAttempt,
} from './store.ts';
import { DELIVERY_PAUSES, type MessageRules, mayLeaveAt, worded } from './template.ts';

export interface Ways {
  gateways: Gateway[];
  publicUrl: string;
  rules: MessageRules;
}

const BATCH = 200;

/** Queues every new portal notice also for the channels on which its person is to be told. */
export async function spreadNotices({ inTransaction, at, stopping }: JobWork, ways: Ways): Promise<void> {
  const open = ways.gateways.map((gateway) => gateway.channel as string);
  for (let count = BATCH; count === BATCH && !stopping(); )
    count = await inTransaction(async (tx) => {
      const notices = await noticesToSpread(tx, BATCH);
      if (notices.length === 0) return 0;
      const persons = await reachable(tx, [...new Set(notices.map((notice) => notice.recipient))]);
      const dossiers = await bodiesOf(tx, [...new Set(notices.map((notice) => notice.dossierId))]);
      const copies: Copy[] = [];
      for (const notice of notices) {
        const person = persons.get(notice.recipient);
        const dossier = dossiers.get(notice.dossierId);
        if (person === undefined || dossier === undefined) continue;
        const event = String(notice.body.event ?? 'other');
        // What was said for this dossier goes before what is known of the person.
        const phone = dossier.contact.phone ?? person.phone;
        const addresses: Record<string, string | null> = {
          email: dossier.contact.email ?? person.email,
          sms: phone,
          zalo: phone,
        };
        for (const channel of person.channels ?? ways.rules.defaultChannels) {
          const to = addresses[channel];
          if (!to || !open.includes(channel)) continue;
          copies.push({
            notice,
            channel,
            to,
            body: { event, facts: factsOf(notice.body, dossier, ways.publicUrl) },
            leavesAt: mayLeaveAt(ways.rules, channel, event, at),
          });
        }
      }
      const refused = await unreachable(tx, [...new Set(copies.map((copy) => copy.to))]);
      await spread(
        tx,
        notices,
        copies.filter((copy) => !refused.has(`${copy.channel} ${copy.to}`)),
        at,
      );
      return notices.length;
    });
}

/**
 * What a message may tell: code, procedure, time, address. No name, no number of a person: a telephone is read by
 * others too, and the rest stands behind a sign-in.
 */
function factsOf(body: Record<string, unknown>, dossier: Dossier, publicUrl: string): Record<string, string> {
  const due = typeof body.dueAt === 'string' ? body.dueAt : dossier.dueAt;
  const code = dossier.code ?? dossier.trackingCode;
  return {
    code,
    tracking: dossier.trackingCode,
    procedure: dossier.procedureName,
    ...(due === null ? {} : { due: timeInWords(new Date(due)) }),
    link: `${publicUrl}/tra-cuu/${encodeURIComponent(code)}`,
  };
}

/**
 * Where the dossier is rated, made as the message leaves: what opens it lies in no table. One that was rated meanwhile
 * is shown instead.
 */
async function ratingLink(
  tx: Tx,
  dossierId: string,
  otherwise: string,
  publicUrl: string,
  at: Date,
): Promise<string> {
  const dossier = (await bodiesOf(tx, [dossierId])).get(dossierId);
  const token = dossier === undefined ? null : await newLink(tx, dossier, await ratingRules(), at);
  return token === null ? otherwise : `${publicUrl}/danh-gia/${token}`;
}

/** "16:30 ngày 27/11/2026". */
export function timeInWords(at: Date): string {
  const minute = minuteOfDay(at);
  const [year, month, day] = legalDay(at).split('-');
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return `${clock} ngày ${day}/${month}/${year}`;
}

/** Hands over what waits. Each stays locked while it is tried, so that no second server tries it too. */
export async function deliverWaiting({ inTransaction, at, stopping }: JobWork, ways: Ways): Promise<void> {
  const channels = ways.gateways.map((gateway) => gateway.channel);
  for (let more = true; more && !stopping(); )
    more = await inTransaction(async (tx) => {
      const message = await nextToDeliver(tx, channels, at);
      const gateway = ways.gateways.find((one) => one.channel === message?.channel);
      if (message === null || gateway === undefined) return false;
      const {
        event,
        facts: kept,
        letter,
      } = message.body as {
        event: string;
        facts?: Record<string, string>;
        /** Already in words: a digest. */
        letter?: { subject: string; text: string };
      };
      const facts =
        event === 'returned' && kept !== undefined
          ? { ...kept, rating: await ratingLink(tx, message.subjectId, kept.link ?? '', ways.publicUrl, at) }
          : kept;
      const words =
        letter === undefined
          ? worded(ways.rules, message.channel, event, facts ?? {})
          : { template: event, ...letter };
      try {
        const gatewayId = await gateway.send({
          id: `haicap-${message.id}`,
          to: message.recipient,
          ...words,
          facts: facts ?? {},
        });
        await writeAttempt(tx, message, { at, outcome: 'sent', detail: gatewayId, nextAt: at, gatewayId });
      } catch (error) {
        const detail = (error instanceof Error ? error.message : String(error)).slice(0, 300);
        const pause = DELIVERY_PAUSES[message.attempts];
        const isFinal = error instanceof Undeliverable || pause === undefined;
        if (error instanceof Undeliverable)
          await markUnreachable(tx, message.channel, message.recipient, detail, at);
        await writeAttempt(tx, message, {
          at,
          outcome: isFinal ? 'failed' : 'delayed',
          detail,
          nextAt: mayLeaveAt(
            ways.rules,
            message.channel,
            event,
            new Date(at.getTime() + (pause ?? 0) * 60_000),
          ),
          gatewayId: null,
        });
      }
      return true;
    });
}
