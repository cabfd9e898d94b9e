import { type Gateway, Undeliverable } from './gateway.ts';
import { postJson } from './sms.ts';

/**
 * Zalo's notification service (ZNS): an approved template and its values to a phone number. `templates` names the
 * approved template of each event; `tracking_id` is ours. Certainty: their public manual, not tried with an account.
 */
export function zaloGateway(given: {
  url: string;
  token: string;
  templates: Record<string, string>;
}): Gateway {
  return {
    channel: 'zalo',
    async send(letter) {
      const answer = await postJson(
        given.url,
        {
          phone: letter.to.replace(/^0/, '84'),
          template_id: given.templates[letter.template] ?? letter.template,
          template_data: letter.facts,
          tracking_id: letter.id,
        },
        { access_token: given.token },
      );
      if (answer.error === 0) return String((answer.data as { msg_id?: unknown })?.msg_id ?? '') || null;
      const why = `${String(answer.error)} ${String(answer.message ?? '')}`.trim();
      // -108: not a number; -118: no Zalo account; -114: has blocked us.
      if ([-108, -118, -114].includes(Number(answer.error))) throw new Undeliverable(why);
      throw new Error(`Zalo trả lời ${why}`);
    },
  };
}
