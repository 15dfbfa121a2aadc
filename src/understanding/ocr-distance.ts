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
const TRIPLES = 'uii uti uli mrn dcl wvv hli nri kic min nii'.split(' ');
const JOINED = new Set(TRIPLES.map((t) => tripleOf(t.charCodeAt(0), t.charCodeAt(1), t.charCodeAt(2))));
/** Most letters are never read as two. */
const MAY_BE_TWO = new Uint8Array(SIZE);
for (const triple of TRIPLES) MAY_BE_TWO[triple.charCodeAt(0)] = 1;
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
let table = new Float64Array(64 * 16);

/**
 * A letter more or less costs half at least, and half again where the lengths have to meet at the end. So the row of a letter of `a` holds only
 * the letters of `b` from `lowest` to `highest` places further on, and what is out of reach on either side of them.
 */
function distance(a: string, b: string, start: number, limit: number): number {
  const height = a.length - start;
  const length = b.length - start;
  const lowest = Math.ceil((length - height) / 2 - limit);
  const highest = Math.floor((length - height) / 2 + limit);
  /** From a cell to the one under it; the rows are set askew. */
  const row = highest - lowest + 2;
  if (table.length < (height + 1) * (row + 1)) table = new Float64Array((height + 1) * (row + 1) * 2);
  const cells = table;
  let at = 1 - lowest;
  for (let j = 0; j <= Math.min(length, highest); j++) cells[at + j] = j;
  cells[at + highest + 1] = Infinity;
  let bestAbove = 0;
  for (let i = 1; i <= height; i++) {
    at += row;
    const first = i + lowest;
    const last = Math.min(length, i + highest);
    if (first <= 0) cells[at] = i;
    else cells[at + first - 1] = Infinity;
    cells[at + last + 1] = Infinity;
    let best = first <= 0 ? i : Infinity;
    const ca = a.charCodeAt(start + i - 1);
    const beforeA = i > 1 ? a.charCodeAt(start + i - 2) : 0;
    for (let j = Math.max(1, first); j <= last; j++) {
      const cb = b.charCodeAt(start + j - 1);
      const above = at + j - row;
      const swap = ca === cb ? 0 : ca < SIZE && cb < SIZE && CONFUSED[ca * SIZE + cb] === 1 ? CONFUSED_COST : 1;
      let cost = Math.min(cells[above - 1]! + swap, cells[above]! + 1, cells[at + j - 1]! + 1);
      if (j > 1) {
        const beforeB = b.charCodeAt(start + j - 2);
        if (i > 1 && ca === beforeB && cb === beforeA) cost = Math.min(cost, cells[above - row - 2]! + 1);
        if (MAY_BE_TWO[ca] === 1 && JOINED.has(tripleOf(ca, beforeB, cb))) cost = Math.min(cost, cells[above - 2]! + CONFUSED_COST);
      }
      if (i > 1 && MAY_BE_TWO[cb] === 1 && JOINED.has(tripleOf(cb, beforeA, ca)))
        cost = Math.min(cost, cells[above - row - 1]! + CONFUSED_COST);
      cells[at + j] = cost;
      if (cost < best) best = cost;
    }
    // The row above may still be reached over two letters.
    if (best > limit && bestAbove + CONFUSED_COST > limit) return limit + 1;
    bestAbove = best;
  }
  return cells[at + length]!;
}

/** Same text but for about one misread letter in seven; short text must agree exactly. */
export function readsLike(a: string, b: string): boolean {
  if (a === b) return true;
  const limit = Math.min(3, Math.floor(Math.max(a.length, b.length) / 7));
  return limit > 0 && Math.abs(a.length - b.length) <= limit && ocrDistance(a, b, limit) <= limit;
}
