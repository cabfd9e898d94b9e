/** The kinds of expected failure. `http/problem.ts` alone turns them into statuses. */
export type RefusalKind =
  | 'invalid' // 422: the input itself is wrong; details.fields names where
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'missing' // 404
  | 'conflict' // 409: the state does not allow it, or somebody was faster
  | 'too-large' // 413
  | 'throttled'; // 429

/** One wrong place in what was sent: a JSON pointer into the input, and a code the interface puts into Vietnamese. */
export interface FieldFault {
  path: string;
  code: string;
  [detail: string]: unknown;
}

/**
 * The one expected failure. `code` is stable (`dossier.stale`), never a sentence: the interface has the
 * Vietnamese words. Anything else that is thrown is our fault and becomes a 500 without internals.
 */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly code: string;
  readonly details: { fields?: FieldFault[]; [key: string]: unknown };

  constructor(kind: RefusalKind, code: string, details: Refusal['details'] = {}) {
    super(`${kind}: ${code}`);
    this.name = 'Refusal';
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}

/** The input is wrong at these places. */
export function invalid(code: string, ...fields: FieldFault[]): Refusal {
  return new Refusal('invalid', code, fields.length > 0 ? { fields } : {});
}
