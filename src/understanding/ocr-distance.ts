/**
 * Edit distance that knows what a recogniser and a typist confuse. Both sides are folded first (`foldWords`).
 *
 * A substitution, insertion or deletion costs 1, a swap of neighbours 1, a pair the recogniser confuses 0.5. The pairs are those
 * counted when our own recogniser's words were aligned with the printed ones (see DECISIONS.md), not a list of look-alikes.
 */
const SIZE = 128;

/** Marks pairs of ASCII letters; a table because this is asked millions of times a page. */
const CONFUSED = new Uint8Array(SIZE * SIZE);
for (const pair of 'eo ec ea ce il it l1 i1 lt tu ti te z7 z2 5s 0o 9o 39 38 ri kt fs rt nm nu hn uv vy gq bh dl ad ao in b8 g9 li'.split(
  ' ',
)) {
  const [a, b] = [pair.charCodeAt(0), pair.charCodeAt(1)];
  CONFUSED[a * SIZE + b] = CONFUSED[b * SIZE + a] = 1;
}
/** Two letters read as one, or one as two: the single letter first. */
const JOINED = new Set(
  'uii uti uli mrn dcl wvv hli nri kic min nii'.split(' ').map((t) => tripleOf(t.charCodeAt(0), t.charCodeAt(1), t.charCodeAt(2))),
);
function tripleOf(one: number, first: number, second: number): number {
  return (one * SIZE + first) * SIZE + second;
}

const CONFUSED_COST = 0.5;

/** The distance, or any number above `limit` as soon as it must exceed it. */
export function ocrDistance(a: string, b: string, limit = 4): number {
  if (a === b) return 0;
  // A joined pair changes the length by one for half the price.
  if (Math.abs(a.length - b.length) > limit * 2) return limit + 1;
  let start = 0;
  const shorter = Math.min(a.length, b.length);
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  // Letters already equal are kept out of the table, but for two that a swap or a joined pair may need.
  start = Math.max(0, start - 2);
  return distance(a, b, start, limit);
}

/** Grows to the longest texts compared; nothing of one comparison is seen by the next. */
let table = new Float64Array(64 * 64);

function distance(a: string, b: string, start: number, limit: number): number {
  const height = a.length - start;
  const width = b.length - start + 1;
  if (table.length < (height + 1) * width) table = new Float64Array((height + 1) * width * 2);
  const rows = table;
  for (let j = 0; j < width; j++) rows[j] = j;
  for (let i = 1; i <= height; i++) {
    const at = i * width;
    rows[at] = i;
    let best = i;
    const ca = a.charCodeAt(start + i - 1);
    const beforeA = i > 1 ? a.charCodeAt(start + i - 2) : 0;
    for (let j = 1; j < width; j++) {
      const cb = b.charCodeAt(start + j - 1);
      const swap = ca === cb ? 0 : ca < SIZE && cb < SIZE && CONFUSED[ca * SIZE + cb] === 1 ? CONFUSED_COST : 1;
      let cost = rows[at - width + j - 1]! + swap;
      const up = rows[at - width + j]! + 1;
      const left = rows[at + j - 1]! + 1;
      if (up < cost) cost = up;
      if (left < cost) cost = left;
      if (j > 1) {
        const beforeB = b.charCodeAt(start + j - 2);
        if (i > 1 && ca === beforeB && cb === beforeA) cost = Math.min(cost, rows[at - 2 * width + j - 2]! + 1);
        if (JOINED.has(tripleOf(ca, beforeB, cb))) cost = Math.min(cost, rows[at - width + j - 2]! + CONFUSED_COST);
      }
      if (i > 1 && JOINED.has(tripleOf(cb, beforeA, ca))) cost = Math.min(cost, rows[at - 2 * width + j - 1]! + CONFUSED_COST);
      rows[at + j] = cost;
      if (cost < best) best = cost;
    }
    // The row above may still be reached over two letters, so one more row of grace.
    if (best > limit + 1) return limit + 1;
  }
  return rows[height * width + width - 1]!;
}

/** Same text but for about one misread letter in seven; short text must agree exactly. */
export function readsLike(a: string, b: string): boolean {
  if (a === b) return true;
  const limit = Math.min(3, Math.floor(Math.max(a.length, b.length) / 7));
  return limit > 0 && Math.abs(a.length - b.length) <= limit && ocrDistance(a, b, limit) <= limit;
}
