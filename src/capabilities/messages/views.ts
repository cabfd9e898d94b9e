import { Type } from 'typebox';
import { Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';

const Maybe = Type.Union([Type.String(), Type.Null()]);
const CHANNELS = ['email', 'sms', 'zalo'] as const;

/** The end of an address is enough to find out whose it is with the centre: "…345 678", "l…@example.vn". */
function covered(address: string): string {
  const at = address.indexOf('@');
  return at > 0 ? `${address.slice(0, 1)}…${address.slice(at)}` : `…${address.slice(-4)}`;
}

export const listDeliveries = view({
  name: 'messages.list-deliveries',
  summary: 'How messages went: counts of each channel, those that failed, addresses that refuse.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    channels: Type.Array(
      Type.Object({
        channel: Type.String(),
        waiting: Type.Integer(),
        sentToday: Type.Integer(),
        failed: Type.Integer(),
      }),
    ),
    failed: Type.Array(
      Type.Object({
        id: Type.Integer(),
        at: Type.String(),
        channel: Type.String(),
        to: Type.String(),
        event: Type.String(),
        dossierId: Maybe,
        dossierCode: Maybe,
        attempts: Type.Integer(),
        error: Maybe,
      }),
    ),
    unreachable: Type.Array(
      Type.Object({
        channel: Type.String(),
        address: Type.String(),
        since: Type.String(),
        reason: Type.String(),
      }),
    ),
  }),
  async run(tx, _actor, _input, at) {
    const counts = await tx.query<{ channel: string; waiting: number; sent_today: number; failed: number }>(
      `select channel, count(*) filter (where state = 'waiting') as waiting,
         count(*) filter (where state = 'sent' and sent_at >= $1) as sent_today,
         count(*) filter (where state = 'failed') as failed
       from messages where channel = any($2::text[]) and (state <> 'sent' or sent_at >= $1) group by 1`,
      [new Date(at.getTime() - 86_400_000), CHANNELS],
    );
    const failed = await tx.query<{
      id: number;
      at: Date;
      channel: string;
      recipient: string;
      event: string | null;
      dossier_id: string | null;
      code: string | null;
      attempts: number;
      last_error: string | null;
    }>(
      `select m.id, m.at, m.channel, m.recipient, m.body ->> 'event' as event, d.id as dossier_id,
         coalesce(d.code, d.tracking_code) as code, m.attempts, m.last_error
       from messages m left join dossiers d on m.subject_kind = 'dossier' and d.id = m.subject_id
       where m.state = 'failed' order by m.at desc, m.id desc limit 200`,
    );
    const refused = await tx.query<{ channel: string; address: string; since: Date; reason: string }>(
      'select channel, address, since, reason from unreachable_addresses order by since desc limit 200',
    );
    return {
      channels: CHANNELS.map((channel) => {
        const row = counts.rows.find((one) => one.channel === channel);
        return {
          channel,
          waiting: row?.waiting ?? 0,
          sentToday: row?.sent_today ?? 0,
          failed: row?.failed ?? 0,
        };
      }),
      failed: failed.rows.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        channel: row.channel,
        to: covered(row.recipient),
        event: row.event ?? 'other',
        dossierId: row.dossier_id,
        dossierCode: row.code,
        attempts: row.attempts,
        error: row.last_error,
      })),
      unreachable: refused.rows.map((row) => ({
        channel: row.channel,
        address: covered(row.address),
        since: row.since.toISOString(),
        reason: row.reason,
      })),
    };
  },
});

export const seeChannels = view({
  name: 'messages.choose-channels',
  summary: 'By what else than the portal the signed-in citizen is told; null when nothing was chosen.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({ channels: Type.Union([Type.Array(Type.String()), Type.Null()]) }),
  async run(tx, actor) {
    if (actor.kind !== 'citizen') throw new Refusal('forbidden', 'act.forbidden', {});
    const { rows } = await tx.query<{ channels: string[] }>(
      'select channels from channel_choices where person_id = $1',
      [actor.personId],
    );
    return { channels: rows[0]?.channels ?? null };
  },
});
