/** One measure as it is printed: ours, what it is compared with, and what DESIGN.md, "Measures", asks for. */
export interface Measure {
  what: string;
  unit: string;
  ours: number;
  /** What ours is divided by; absent where the aim is a plain figure. */
  beside?: { who: string; value: number };
  /** Of the ratio, or of our figure where nothing stands beside it. */
  aim?: { least: number } | { most: number };
  /** What helps to judge the figure: of how many, between which bounds. */
  note?: string;
}

export interface Judged extends Measure {
  ratio: number | null;
  met: boolean | null;
}

/** Three figures that count. */
export const figure = (value: number): number => (value === 0 ? 0 : Number(value.toPrecision(3)));

/** Value below which a share `p` (0 to 1) of the sample lies; NaN of none. */
export function percentile(sample: readonly number[], p: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}

export function judge(measure: Measure): Judged {
  const { ours, beside, aim } = measure;
  const ratio = beside ? ours / beside.value : null;
  const judged = ratio ?? ours;
  const met = aim === undefined ? null : 'least' in aim ? judged >= aim.least : judged <= aim.most;
  return {
    ...measure,
    ours: figure(ours),
    ...(beside && { beside: { ...beside, value: figure(beside.value) } }),
    ratio: ratio && figure(ratio),
    met,
  };
}

export function lineOf({ what, unit, ours, beside, aim, note, ratio, met }: Judged): string {
  const parts = [`${what.padEnd(44)} ${ours} ${unit}`];
  if (beside) parts.push(`${beside.who} ${beside.value} ${unit}`, `ratio ${ratio}`);
  if (aim) parts.push(`aim ${'least' in aim ? `≥ ${figure(aim.least)}` : `≤ ${figure(aim.most)}`}: ${met ? 'met' : 'NOT met'}`);
  if (note) parts.push(note);
  return parts.join('  ·  ');
}

/** A line for people per measure and, last, one JSON object for programs. */
export function report(name: string, measures: readonly Measure[], more: Record<string, unknown> = {}): void {
  const judged = measures.map(judge);
  for (const one of judged) console.log(lineOf(one));
  console.log(JSON.stringify({ bench: name, ...more, measures: judged }));
}
