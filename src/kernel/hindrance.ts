/**
 * What keeps the program from working on this machine: a taken port, a full disk, a wrong setting. Said on the
 * screen to whoever started it, in Vietnamese and without a stack; the program then ends with `exitCode`.
 */
export class Hindrance extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Hindrance';
    this.exitCode = exitCode;
  }
}
