import type { ComponentChildren } from 'preact';
import { Button } from '../../ui/button.tsx';
import { idOf } from './pointer.ts';

/** A list of a procedure's parts: each in its own frame, to be moved, taken out or followed by a new one. */
export function ListEditor<T>(p: {
  title: string;
  /** What one is called on the buttons: "giấy tờ". */
  word: string;
  /** JSON pointer of the list. */
  pointer: string;
  items: readonly T[];
  fresh: (items: readonly T[]) => T;
  onChange: (make: (items: T[]) => T[]) => void;
  /** What stands in the heading of one; it is opened to be edited. */
  name: (item: T) => string;
  children: (item: T, place: number, change: (make: (item: T) => T) => void) => ComponentChildren;
}) {
  const { items, onChange } = p;
  const move = (place: number, by: -1 | 1) =>
    onChange((before) => {
      const after = [...before];
      const [one] = after.splice(place, 1);
      if (one !== undefined) after.splice(place + by, 0, one);
      return after;
    });
  return (
    <section id={idOf(p.pointer)} tabIndex={-1}>
      <h2>
        {p.title} ({items.length})
      </h2>
      <ol class="part-list">
        {items.map((item, place) => (
          <li key={place}>
            <details class="part-item" id={idOf(`${p.pointer}/${place}`)}>
              <summary>{p.name(item) || 'Chưa đặt tên'}</summary>
              <div class="part-body">
                {p.children(item, place, (make) =>
                  onChange((before) => before.map((one, at) => (at === place ? make(one) : one))),
                )}
                <p class="row">
                  <Button small disabled={place === 0} onPress={() => move(place, -1)}>
                    Lên
                  </Button>
                  <Button small disabled={place === items.length - 1} onPress={() => move(place, 1)}>
                    Xuống
                  </Button>
                  <Button
                    small
                    rank="quiet"
                    onPress={() => onChange((before) => before.filter((_, at) => at !== place))}
                  >
                    Bỏ {p.word} này
                  </Button>
                </p>
              </div>
            </details>
          </li>
        ))}
      </ol>
      <Button
        small
        onPress={() => {
          onChange((before) => [...before, p.fresh(before)]);
          requestAnimationFrame(() => {
            const added = document.getElementById(idOf(`${p.pointer}/${items.length}`));
            if (added instanceof HTMLDetailsElement) added.open = true;
            added?.querySelector<HTMLElement>('input, select, textarea')?.focus();
          });
        }}
      >
        Thêm {p.word}
      </Button>
    </section>
  );
}
