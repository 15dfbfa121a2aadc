/**
 * Edit distance that knows what a recogniser and a typist confuse. Both sides are folded first (`foldWords`).
 *
 * A substitution, insertion or deletion costs 1, a swap of neighbours 1, a pair the recogniser confuses 0.5. The pairs are those
 * counted when our own recogniser's words were aligned with the printed ones (see DECISIONS.md), not a list of look-alikes.
 */
const CONFUSED = new Set(
  'eo ec ea ce il it l1 i1 lt tu ti te z7 z2 5s 0o 9o 39 38 ri kt fs rt nm nu hn uv vy gq bh dl ad ao in b8 g9 li'
    .split(' ')
    .flatMap((pair) => [pair, pair[1]! + pair[0]!]),
);
/** Two letters read as one, or one as two. */
const JOINED = new Set('uii uti uli mrn dcl wvv hli nri kic min nii'.split(' '));

const CONFUSED_COST = 0.5;

/** The distance, or `limit + 1` as soon as it must exceed `limit`. */
export function ocrDistance(a: string, b: string, limit = 4): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit * 2) return limit + 1;
  const width = b.length + 1;
  const rows = new Float64Array((a.length + 1) * width);
  for (let j = 1; j < width; j++) rows[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const at = i * width;
    rows[at] = i;
    let best = i;
    const ca = a[i - 1]!;
    for (let j = 1; j < width; j++) {
      const cb = b[j - 1]!;
      const swap = ca === cb ? 0 : CONFUSED.has(ca + cb) ? CONFUSED_COST : 1;
      let cost = Math.min(rows[at - width + j - 1]! + swap, rows[at - width + j]! + 1, rows[at + j - 1]! + 1);
      if (i > 1 && j > 1 && ca === b[j - 2] && cb === a[i - 2]) cost = Math.min(cost, rows[at - 2 * width + j - 2]! + 1);
      if (j > 1 && JOINED.has(ca + b[j - 2]! + cb)) cost = Math.min(cost, rows[at - width + j - 2]! + CONFUSED_COST);
      if (i > 1 && JOINED.has(cb + a[i - 2]! + ca)) cost = Math.min(cost, rows[at - 2 * width + j - 1]! + CONFUSED_COST);
      rows[at + j] = cost;
      if (cost < best) best = cost;
    }
    // The row above may still be reached over two letters, so one more row of grace.
    if (best > limit + 1) return limit + 1;
  }
  return rows[a.length * width + width - 1]!;
}

/** Same text but for about one misread letter in seven; short text must agree exactly. */
export function readsLike(a: string, b: string): boolean {
  const limit = Math.min(3, Math.floor(Math.max(a.length, b.length) / 7));
  return a === b || (limit > 0 && ocrDistance(a, b, limit) <= limit);
}
