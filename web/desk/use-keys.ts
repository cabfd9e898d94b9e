import { useLayoutEffect } from 'preact/hooks';
import { deskKey } from './keys.ts';

type Handler = () => void;

/** Who answers a key now; the one that came last goes first, and gives way when it leaves the screen. */
const answering = new Map<string, Handler[]>();

/** Answers these keys while the component is on the screen. */
export function useKeys(handlers: Readonly<Record<string, Handler>>): void {
  // No dependency list on purpose: handlers close over what is shown, and each drawing brings fresh ones.
  // With the drawing and not after it: a key pressed the moment an act is seen is answered.
  useLayoutEffect(() => {
    const mine = Object.entries(handlers);
    for (const [key, handler] of mine) answering.set(key, [...(answering.get(key) ?? []), handler]);
    return () => {
      for (const [key, handler] of mine) {
        answering.set(
          key,
          (answering.get(key) ?? []).filter((other) => other !== handler),
        );
      }
    };
  });
}

/** One listener for the whole desk. Enter is left to what has the focus: a link opens, a button is pressed. */
export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const target = event.target instanceof HTMLElement ? event.target : null;
    const key = deskKey({
      key: event.key,
      ctrlKey: event.ctrlKey,
      metaKey: event.metaKey,
      altKey: event.altKey,
      shiftKey: event.shiftKey,
      target:
        target === null
          ? null
          : {
              tagName: target.tagName,
              type: target instanceof HTMLInputElement ? target.type : '',
              isContentEditable: target.isContentEditable,
            },
      dialogOpen: document.querySelector('dialog[open]') !== null,
    });
    if (key === null) return;
    const handler = answering.get(key)?.at(-1);
    if (!handler) return;
    event.preventDefault();
    handler();
  });
}
