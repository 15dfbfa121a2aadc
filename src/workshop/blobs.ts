import type { Ink } from './ink.ts';
import type { Box } from './page-look.ts';

/** Ink that hangs together, at the resolution of the ink it was found in. */
export interface Blob {
  box: Box;
  inkPx: number;
  /** Changes from paper to ink, counted along every row: a straight mark has one per row, print has many. */
  strokes: number;
}

/**
 * Joins ink along rows over gaps of up to `gapPx`, and the runs of neighbouring rows: with a gap of 1 glyphs and marks,
 * with a gap of a few millimetres printed lines.
 */
export function findBlobs({ widthPx: w, heightPx: h, at }: Ink, gapPx: number): Blob[] {
  // A run and what belongs to it; `parent` is union-find over the indices.
  const x0s: number[] = [];
  const x1s: number[] = [];
  const parent: number[] = [];
  const blobs: Blob[] = [];
  const root = (i: number): number => {
    let r = i;
    while (parent[r] !== r) r = parent[r] = parent[parent[r]!]!;
    return r;
  };
  const merge = (a: number, b: number): void => {
    const [keep, drop] = a < b ? [a, b] : [b, a];
    parent[drop] = keep;
    const [k, d] = [blobs[keep]!, blobs[drop]!];
    k.inkPx += d.inkPx;
    k.strokes += d.strokes;
    k.box = [Math.min(k.box[0], d.box[0]), Math.min(k.box[1], d.box[1]), Math.max(k.box[2], d.box[2]), Math.max(k.box[3], d.box[3])];
  };
  let above = 0;
  let aboveEnd = 0;
  // Most of a page is paper, and the engine looks through that faster than a loop; what it has found is remembered over empty rows.
  let nextInk = at.indexOf(1);
  for (let y = 0; y < h; y++) {
    const first = parent.length;
    const row = y * w;
    for (let x = 0; ; ) {
      if (nextInk >= 0 && nextInk < row + x) nextInk = at.indexOf(1, row + x);
      if (nextInk < 0 || nextInk >= row + w) break;
      const x0 = nextInk - row;
      x = x0;
      let last = x;
      let inkPx = 0;
      let strokes = 0;
      for (let before = 0; x < w && x - last <= gapPx; x++) {
        const here = at[row + x]!;
        if (here === 1) {
          last = x;
          inkPx++;
          if (before === 0) strokes++;
        }
        before = here;
      }
      x0s.push(x0);
      x1s.push(last + 1);
      parent.push(parent.length);
      blobs.push({ box: [x0, y, last + 1, y + 1], inkPx, strokes });
    }
    let p = above;
    for (let i = first; i < parent.length; i++) {
      while (p < aboveEnd && x1s[p]! < x0s[i]!) p++;
      for (let q = p; q < aboveEnd && x0s[q]! <= x1s[i]!; q++) {
        const [a, b] = [root(q), root(i)];
        if (a !== b) merge(a, b);
      }
    }
    [above, aboveEnd] = [first, parent.length];
  }
  return blobs.filter((_, i) => parent[i] === i);
}
