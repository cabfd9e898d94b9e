/** How what the acts report is put into words for each channel; the words themselves are data (catalogue/messages.json). */
export interface MessageRules {
  quiet: { from: string; to: string; channels: string[]; except: string[] };
  sms: { withoutMarks: boolean; longest: number };
  defaultChannels: string[];
  templates: Record<string, { subject: string; text: string; sms: string }>;
}

export interface Worded {
  template: string;
  subject: string;
  text: string;
}

/** Letters of the GSM alphabet only: with one mark in it an SMS holds 70 characters instead of 160, and costs double. */
export function withoutMarks(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replace(/[“”]/g, '"')
    .replace(/[–—]/g, '-');
}

/**
 * The message of an event in the words of its channel. Facts are named in the templates as {code}; a fact that is not
 * there leaves its line out, so that nobody reads an empty "Hẹn trả kết quả:".
 */
export function worded(
  rules: MessageRules,
  channel: string,
  event: string,
  facts: Record<string, string>,
): Worded {
  const key = Object.hasOwn(rules.templates, event) ? event : 'other';
  const template = rules.templates[key];
  if (template === undefined) throw new Error(`no template for ${event}`);
  const fill = (text: string) =>
    text
      .split('\n')
      .filter((line) => ![...line.matchAll(/\{(\w+)\}/g)].some(([, name]) => !facts[name ?? '']))
      .join('\n')
      .replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '');
  if (channel !== 'sms')
    return { template: key, subject: fill(template.subject), text: fill(template.text).trim() };
  const text = fill(template.sms);
  const plain = rules.sms.withoutMarks ? withoutMarks(text) : text;
  return { template: key, subject: '', text: shortened(plain, rules.sms.longest) };
}

/** Cut to the length, never in the middle of the address at its end. */
function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const address = /\s\S*:\/\/\S+$/.exec(text)?.[0] ?? '';
  return `${text.slice(0, Math.max(0, longest - address.length - 3)).trimEnd()}...${address}`.slice(
    0,
    longest,
  );
}

const VIETNAM = 7 * 60;
const DAY = 24 * 60;

const minutes = (clock: string) => {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
};

/** When a message of this channel and event may leave: `at` itself, or the end of the quiet hours it falls in. */
export function mayLeaveAt(rules: MessageRules, channel: string, event: string, at: Date): Date {
  const { quiet } = rules;
  if (!quiet.channels.includes(channel) || quiet.except.includes(event)) return at;
  const now = (Math.floor(at.getTime() / 60_000) + VIETNAM) % DAY;
  const [from, to] = [minutes(quiet.from), minutes(quiet.to)];
  const isQuiet = from > to ? now >= from || now < to : now >= from && now < to;
  if (!isQuiet) return at;
  const wait = (to - now + DAY) % DAY;
  return new Date(Math.floor(at.getTime() / 60_000) * 60_000 + wait * 60_000);
}

/** Minutes until the next try after this many in vain: quick at first, then for a day; then it has failed. */
export const DELIVERY_PAUSES = [1, 5, 15, 60, 240, 480, 720] as const;
