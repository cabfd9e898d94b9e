/** What the server's live line tells apart: dossiers of one's bodies changed; warnings were given or dealt with; sheets of rounds changed. */
export type LiveKind = 'dossiers' | 'warnings' | 'rounds';

const KINDS: readonly LiveKind[] = ['dossiers', 'warnings', 'rounds'];
const listeners = new Map<LiveKind, Set<() => void>>(KINDS.map((kind) => [kind, new Set()]));
let close: (() => void) | null = null;

/** Hears when something changed, told without what: ask for what is shown anew. Answers how to stop hearing. */
export function onLive(kind: LiveKind, hear: () => void): () => void {
  listeners.get(kind)?.add(hear);
  close ??= open();
  return () => {
    listeners.get(kind)?.delete(hear);
    if (KINDS.every((one) => listeners.get(one)?.size === 0)) {
      close?.();
      close = null;
    }
  };
}

function tell(kind: LiveKind): void {
  for (const hear of listeners.get(kind) ?? []) hear();
}

/** Seconds until the next try when the server lets nobody in: grown each time, up to a minute. */
const LONGEST = 60;

/** One line for the whole browser where it can be arranged (a lock), else one for this tab. */
function open(): () => void {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('haicap-live');
  if (channel !== null)
    channel.onmessage = ({ data }) => {
      const kind = KINDS.find((one) => one === data);
      if (kind !== undefined) tell(kind);
    };
  const say = (kind: LiveKind) => {
    tell(kind);
    channel?.postMessage(kind);
  };
  let hangUp: (() => void) | null = null;
  const ended = new AbortController();
  const hold = () =>
    new Promise<void>((release) => {
      if (ended.signal.aborted) return release();
      const stop = dial(say);
      hangUp = () => {
        stop();
        release();
      };
    });
  // Only where the page came by https (or from this machine) may tabs agree on who holds the line.
  if ('locks' in navigator && channel !== null)
    navigator.locks.request('haicap-live', { signal: ended.signal }, hold).catch(() => {});
  else void hold();
  return () => {
    ended.abort();
    hangUp?.();
    channel?.close();
  };
}

function dial(say: (kind: LiveKind) => void): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = 2;
  let wasAway = false;
  const connect = () => {
    source = new EventSource('/api/live');
    source.addEventListener('open', () => {
      pause = 2;
      // What happened while the line was broken was not heard.
      if (wasAway) for (const kind of KINDS) say(kind);
      wasAway = false;
    });
    for (const kind of KINDS) source.addEventListener(kind, () => say(kind));
    source.addEventListener('ended', () => source?.close());
    source.addEventListener('error', () => {
      wasAway = true;
      // A broken line the browser mends itself; a refusal it takes for final.
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, pause * (800 + 400 * Math.random()));
      pause = Math.min(LONGEST, pause * 2);
    });
  };
  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
