import { readFile } from 'node:fs/promises';
import type { MessageRules } from './template.ts';

let shipped: Promise<MessageRules> | undefined;

/** The wording and quiet hours as shipped. */
export function messageRules(): Promise<MessageRules> {
  shipped ??= readFile(new URL('../../../catalogue/messages.json', import.meta.url), 'utf8').then(
    (text) => JSON.parse(text) as MessageRules,
  );
  return shipped;
}
