import { readFileSync } from 'node:fs';

/**
 * Loaded before the program (`--import`): its clock goes as many milliseconds off the machine's as stand in the file
 * HAICAP_TEST_CLOCK names, read anew at every SIGUSR2. So a clock can be set back under a working server.
 */
const Machine = Date;
let off = 0;

function set(): void {
  off = Number(readFileSync(process.env.HAICAP_TEST_CLOCK ?? '', 'utf8'));
}

globalThis.Date = class extends Machine {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(Machine.now() + off);
    else super(...given);
  }

  static override now(): number {
    return Machine.now() + off;
  }
} as DateConstructor;

set();
process.on('SIGUSR2', set);
