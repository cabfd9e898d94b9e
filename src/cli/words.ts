import { parseArgs } from 'node:util';
import { Hindrance } from '../kernel/hindrance.ts';

const EXIT_USAGE = 64;

/** Reads a command's words; an unknown option or a missing word ends with the command's help. */
export function readWords(
  args: string[],
  expect: {
    help: string;
    /** Options that take a value, and switches. */
    values?: string[];
    switches?: string[];
    /** How many plain words there may be. */
    words?: [least: number, most: number];
  },
): { words: string[]; values: Record<string, string | undefined>; switches: Record<string, boolean> } {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: Object.fromEntries([
        ...(expect.values ?? []).map((name) => [name, { type: 'string' as const }]),
        ...(expect.switches ?? []).map((name) => [name, { type: 'boolean' as const }]),
      ]),
    });
    const [least, most] = expect.words ?? [0, 0];
    if (positionals.length < least) throw new Error('Thiếu tham số.');
    if (positionals.length > most) throw new Error(`Thừa tham số: ${positionals.slice(most).join(' ')}`);
    return {
      words: positionals,
      values: values as Record<string, string | undefined>,
      switches: values as Record<string, boolean>,
    };
  } catch (error) {
    throw new Hindrance(`${(error as Error).message}\n\n${expect.help}`, EXIT_USAGE);
  }
}
