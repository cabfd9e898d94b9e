/** One wrong place in what was sent: a JSON pointer into it, a code, and what the words need. */
export interface FieldProblem {
  path: string;
  code: string;
  [detail: string]: unknown;
}

/** Whatever kept an answer from coming. `words.ts` puts the code into Vietnamese. */
export class Problem extends Error {
  readonly code: string;
  /** HTTP status; 0 when the line broke. */
  readonly status: number;
  readonly details: { fields?: FieldProblem[]; [key: string]: unknown };

  constructor(code: string, status: number, details: Problem['details'] = {}) {
    super(code);
    this.name = 'Problem';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Sending {
  /** Idempotency key: made when the form was opened, the same for every attempt. */
  key?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Sent by the page on its own, in the background: a refusal is its own affair and interrupts nobody. */
  quiet?: boolean;
}

/** What the client needs from the world; tests hand in their own. */
export interface Line {
  fetch(address: string, init: RequestInit): Promise<Response>;
  wait(milliseconds: number): Promise<void>;
}

/** Pauses between attempts when the line breaks; after the last the person decides. */
const PAUSES = [400, 1200, 3000];

export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  // Without https a browser has no randomUUID; a centre's own network may well be such.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/**
 * The way to the server. Reading is repeated when the line breaks; sending is repeated only under an idempotency key,
 * since only then has it one effect however often it arrives.
 */
export function client(line: Line) {
  async function call<T>(method: string, path: string, body: unknown, how: Sending): Promise<T> {
    const safe = method === 'GET';
    const headers: Record<string, string> = { accept: 'application/json' };
    if (!safe) headers['x-haicap'] = '1';
    if (how.key !== undefined) headers['idempotency-key'] = how.key;
    const init: RequestInit = { method, headers, credentials: 'same-origin' };
    if (how.signal !== undefined) init.signal = how.signal;
    if (body instanceof FormData) init.body = body;
    else if (body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(body);
    }
    const again = safe || how.key !== undefined;
    for (let attempt = 0; ; attempt += 1) {
      const pause = again ? PAUSES[attempt] : undefined;
      let response: Response;
      try {
        response = await line.fetch(path, init);
      } catch (error) {
        if (how.signal?.aborted === true) throw error;
        if (pause === undefined) throw new Problem('line.broken', 0);
        await line.wait(pause);
        continue;
      }
      if (pause !== undefined && [502, 503, 504].includes(response.status)) {
        await line.wait(pause);
        continue;
      }
      return await read<T>(response, how.quiet);
    }
  }
  return {
    get: <T>(path: string, query?: Query, signal?: AbortSignal) =>
      call<T>('GET', withQuery(path, query), undefined, { signal }),
    post: <T>(path: string, body: unknown = {}, how: Sending = {}) => call<T>('POST', path, body, how),
    put: <T>(path: string, body: unknown = {}, how: Sending = {}) => call<T>('PUT', path, body, how),
    delete: <T>(path: string, how: Sending = {}) => call<T>('DELETE', path, undefined, how),
  };
}

type Listener = (problem: Problem) => void;
const listeners = new Set<Listener>();

/** Hears of every refusal, whichever page asked; returns how to stop. */
export function onRefusal(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function read<T>(response: Response, quiet = false): Promise<T> {
  const text = await response.text();
  let body: unknown = null;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch {
    // a proxy's page, not our answer
  }
  if (response.ok) return body as T;
  const problem = (body ?? {}) as { code?: unknown; details?: Problem['details']; id?: unknown };
  const code = typeof problem.code === 'string' ? problem.code : `http.${response.status}`;
  const refused = new Problem(code, response.status, problem.details ?? {});
  if (!quiet) for (const listener of listeners) listener(refused);
  throw refused;
}

export const api = client({
  fetch: (address, init) => fetch(address, init),
  wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
});

export interface PaperSent {
  id: string;
  name: string;
  type: string;
  size: number;
  sha256: string;
  pages?: number;
}

/** Sends one file, telling how far it is (0 to 1). `XMLHttpRequest`, because `fetch` does not tell. */
export function sendPaper(
  file: File,
  tell: (share: number) => void,
  signal?: AbortSignal,
): Promise<PaperSent> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/papers');
    request.setRequestHeader('x-haicap', '1');
    request.setRequestHeader('accept', 'application/json');
    request.responseType = 'text';
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) tell(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      read<PaperSent>(new Response(request.responseText, { status: request.status })).then(resolve, reject);
    });
    request.addEventListener('error', () => reject(new Problem('line.broken', 0)));
    request.addEventListener('abort', () => reject(new Problem('paper.stopped', 0)));
    signal?.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}
