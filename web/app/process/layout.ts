import type { Process, Step } from '../../../src/capabilities/procedures/process.ts';

/** Where everything of a process's drawing stands, in pixels of the drawing. */
export interface Layout {
  width: number;
  height: number;
  boxes: Box[];
  lines: Line[];
}

export interface Box {
  step: Step;
  x: number;
  y: number;
  height: number;
  /** The name, broken to the width of the box. */
  name: string[];
  /** Names of its parallel parts, each broken likewise. */
  parts: string[][];
}

export interface Line {
  from: string;
  to: string;
  /** Which of the ways of `from`. */
  way: number;
  /** Corner points from the first box's foot to the second one's head. */
  points: { x: number; y: number }[];
  /** Leads to a step that lies before: never in an approved process. */
  back: boolean;
}

export const BOX_WIDTH = 196;
const GAP_X = 28;
const GAP_Y = 46;
const PAD = 12;
export const LINE_HEIGHT = 18;
/** Letters that fit across a box at the size of the drawing's text. */
const LETTERS = 26;
const MOST_LINES = 3;

/** Breaks words into lines that fit a box; what is longer ends in an ellipsis. */
export function broken(text: string, letters = LETTERS, most = MOST_LINES): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.trim().split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > letters) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  if (lines.length <= most) return lines;
  return [
    ...lines.slice(0, most - 1),
    `${lines
      .slice(most - 1)
      .join(' ')
      .slice(0, letters - 1)}…`,
  ];
}

interface Spot {
  /** Null for a bend of a long line. */
  step: Step | null;
  layer: number;
  column: number;
  x: number;
  above: Spot[];
}

/**
 * A drawing in layers from the top: each step lies below all that lead to it, long lines bend around the boxes between.
 * It bears with drafts: ways that lead back or nowhere, steps that nobody reaches.
 */
export function layoutOf(process: Process): Layout {
  const layerOf = layersOf(process);
  const spots = new Map<string, Spot>();
  const layers: Spot[][] = [];
  const put = (spot: Spot) => {
    const layer = layers[spot.layer] ?? [];
    layers[spot.layer] = layer;
    spot.column = layer.push(spot) - 1;
    return spot;
  };
  const fresh = (step: Step | null, layer: number): Spot => put({ step, layer, column: 0, x: 0, above: [] });
  for (const step of process.steps)
    if (!spots.has(step.key)) spots.set(step.key, fresh(step, layerOf.get(step.key) ?? 0));

  const drawn: { from: Spot; to: Spot; way: number; bends: Spot[]; back: boolean }[] = [];
  for (const step of process.steps) {
    const from = spots.get(step.key);
    for (const [way, { to: key }] of step.next.entries()) {
      const to = spots.get(key);
      if (from === undefined || to === undefined) continue;
      const back = to.layer <= from.layer;
      const bends: Spot[] = [];
      if (!back) {
        let above = from;
        for (let layer = from.layer + 1; layer < to.layer; layer++) {
          const bend = fresh(null, layer);
          bend.above.push(above);
          bends.push(bend);
          above = bend;
        }
        to.above.push(above);
      }
      drawn.push({ from, to, way, bends, back });
    }
  }
  arrange(layers);

  const columns = Math.max(1, ...layers.map((layer) => layer?.length ?? 0));
  const across = columns * BOX_WIDTH + (columns - 1) * GAP_X;
  const hasBack = drawn.some((line) => line.back);
  for (const layer of layers) {
    if (layer === undefined) continue;
    const own = layer.length * BOX_WIDTH + (layer.length - 1) * GAP_X;
    for (const spot of layer)
      spot.x = PAD + (across - own) / 2 + spot.column * (BOX_WIDTH + GAP_X) + BOX_WIDTH / 2;
  }
  const tops: number[] = [];
  let y = PAD;
  const boxes: Box[] = [];
  for (const layer of layers) {
    tops.push(y);
    let tallest = 0;
    for (const { step, x } of layer ?? []) {
      if (step === null) continue;
      const name = broken(step.name);
      const parts = (step.parts ?? []).map((part) => broken(part.name, LETTERS - 3, 2));
      const lines = name.length + 1 + parts.reduce((sum, part) => sum + part.length, 0);
      const height = lines * LINE_HEIGHT + 16 + parts.length * 6;
      boxes.push({ step, x: x - BOX_WIDTH / 2, y, height, name, parts });
      tallest = Math.max(tallest, height);
    }
    y += tallest + GAP_Y;
  }
  const boxOf = new Map(boxes.map((box) => [box.step.key, box]));
  const width = across + PAD * 2 + (hasBack ? 40 : 0);
  const lines: Line[] = drawn.flatMap(({ from, to, way, bends, back }) => {
    const start = boxOf.get(from.step?.key ?? '');
    const end = boxOf.get(to.step?.key ?? '');
    if (start === undefined || end === undefined) return [];
    const foot = { x: from.x, y: start.y + start.height };
    const head = { x: to.x, y: end.y };
    const points = back
      ? [foot, { x: width - PAD, y: foot.y + 14 }, { x: width - PAD, y: head.y - 14 }, head]
      : [
          foot,
          ...bends.flatMap((bend) => [
            { x: bend.x, y: tops[bend.layer] ?? 0 },
            { x: bend.x, y: (tops[bend.layer + 1] ?? 0) - GAP_Y },
          ]),
          head,
        ];
    return [{ from: start.step.key, to: end.step.key, way, points, back }];
  });
  return { width, height: y - GAP_Y + PAD, boxes, lines };
}

/** How far below the first step each lies: the longest way to it, ways that lead back aside. */
function layersOf(process: Process): Map<string, number> {
  const layers = new Map<string, number>();
  const byKey = new Map(process.steps.map((step) => [step.key, step]));
  // Ways that lead back to a step still being walked are left out; the rest has an end.
  const onward = new Map<string, string[]>();
  const walking = new Set<string>();
  const order: string[] = [];
  const walk = (key: string) => {
    if (onward.has(key)) return;
    onward.set(key, []);
    walking.add(key);
    for (const { to } of byKey.get(key)?.next ?? []) {
      if (!byKey.has(to) || walking.has(to)) continue;
      onward.get(key)?.push(to);
      walk(to);
    }
    walking.delete(key);
    order.unshift(key);
  };
  for (const step of process.steps) walk(step.key);
  for (const key of order) {
    const layer = layers.get(key) ?? 0;
    layers.set(key, layer);
    for (const to of onward.get(key) ?? []) layers.set(to, Math.max(layers.get(to) ?? 0, layer + 1));
  }
  return layers;
}

/** Orders each layer by where what leads to it stands, so that few lines cross. */
function arrange(layers: Spot[][]): void {
  for (const layer of layers.slice(1)) {
    if (layer === undefined) continue;
    const middle = (spot: Spot) =>
      spot.above.length === 0
        ? spot.column
        : spot.above.reduce((sum, above) => sum + above.column, 0) / spot.above.length;
    const sorted = layer
      .map((spot) => ({ spot, at: middle(spot) }))
      .sort((a, b) => a.at - b.at || a.spot.column - b.spot.column);
    for (const [column, { spot }] of sorted.entries()) {
      spot.column = column;
      layer[column] = spot;
    }
  }
}
