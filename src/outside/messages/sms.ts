import { type Gateway, type Letter, PATIENCE, Undeliverable } from './gateway.ts';

/**
 * SMS by the JSON form that Vietnamese brandname gateways speak (that of eSMS: SendMultipleMessage_V4_post_json).
 * `RequestId` is theirs for dropping a repeated request (code 124). Certainty: their public manual, not tried with a
 * contract of ours.
 */
export function smsGateway(given: { url: string; key: string; secret: string; brand: string }): Gateway {
  return {
    channel: 'sms',
    async send(letter: Letter) {
      const answer = await postJson(given.url, {
        ApiKey: given.key,
        SecretKey: given.secret,
        Brandname: given.brand,
        SmsType: '2',
        IsUnicode: '0',
        Phone: letter.to,
        Content: letter.text,
        RequestId: letter.id,
      });
      const code = String(answer.CodeResult ?? '');
      if (code === '100' || code === '124') return String(answer.SMSID ?? '') || null;
      const why = `${code} ${String(answer.ErrorMessage ?? '')}`.trim();
      // 99: the number is none.
      if (code === '99') throw new Undeliverable(why);
      throw new Error(`cổng SMS trả lời ${why}`);
    },
  };
}

/** Posts JSON and reads JSON, within our patience; anything but 2xx is thrown. */
export async function postJson(
  url: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
    redirect: 'error',
  });
  if (!response.ok) throw new Error(`cổng trả lời HTTP ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}
