/** Which of several figures are net, tax and total: those that add up. Arithmetic settles what labels leave open or get wrong. */
import type { AmountKind } from '#base/words.ts';

export interface Sum {
  value: number;
  kind: AmountKind;
  /** A word beside the figure says so; otherwise the kind was concluded or is `other`. */
  labelled: boolean;
  /** Counts rows from the top of the first page. */
  place: number;
  addsUp?: boolean;
}

/** More figures are a price list; looking for what adds up goes by the square of their number. */
const FIGURES_MAX = 400;
/** Of the net: rates of VAT in Europe and India, in thousandths. */
const RATES = [
  21, 25, 26, 38, 40, 50, 55, 60, 70, 77, 81, 85, 90, 100, 120, 130, 135, 140, 145, 150, 160, 170, 180, 190, 200, 210, 220, 230, 240, 250,
  270,
];
/** Of the net, more than any rate. */
const TAX_SHARE = 0.3;
/** Figures of one sum stand no more rows apart. */
const APART_MAX = 8;

/**
 * Sets the kinds. On an invoice what is labelled as the total stays it although nothing adds up; elsewhere only what adds up is booked.
 * A comma lost in print is put back where the sum then holds.
 */
export function settleSums(all: Sum[], classId: string): void {
  const sum = whatAddsUp(all.length > FIGURES_MAX ? all.slice(-FIGURES_MAX) : all);
  if (sum !== null) {
    const meant = new Map<AmountKind, number>([
      ['net', sum.net.value],
      ['vat', sum.vat.value],
      ['total', sum.total.value],
    ]);
    for (const [kind, part] of [
      ['net', sum.net],
      ['vat', sum.vat],
      ['total', sum.total],
    ] as const) {
      Object.assign(part.of, { kind, value: part.value, addsUp: true });
    }
    const parts = [sum.net.of, sum.vat.of, sum.total.of];
    for (const a of all) {
      if (parts.includes(a) || (a.kind === 'due' && a.labelled)) continue;
      if (a.kind !== 'other' && meant.get(a.kind) !== a.value) a.kind = 'other';
    }
    // What is left to pay is told apart from the total only where it differs.
    for (const a of all) if (a.kind === 'due' && a.value === sum.total.value) Object.assign(a, { kind: 'total', addsUp: true });
    return;
  }
  const labelled = all.filter((a) => a.labelled);
  if (settleRates(all)) return;
  if (classId !== 'invoice') {
    for (const a of labelled) if (a.kind !== 'due') a.kind = 'other';
    return;
  }
  const chosen = mostLikelyTotal(labelled);
  if (chosen === null) return;
  for (const a of labelled) if ((a.kind === 'total' || a.kind === 'due') && a.value !== chosen) a.kind = 'other';
  for (const a of labelled) {
    if (a.kind === 'due') a.kind = 'total';
    // No net is more than the total, and no tax a third of it.
    const most = a.kind === 'net' ? 1 : a.kind === 'vat' ? TAX_SHARE : null;
    if (most !== null && Math.abs(a.value) > most * Math.abs(chosen)) a.kind = 'other';
  }
}

/** Several rates of tax, each with its sum and none for all: a net and a total that lie apart by just what is labelled as tax between them. */
function settleRates(all: Sum[]): boolean {
  const labelled = all.filter((a) => a.labelled);
  const of = (...kinds: AmountKind[]): Sum[] => labelled.filter((a) => kinds.includes(a.kind)).slice(-RATES_MAX);
  for (const total of of('total', 'due').reverse()) {
    const unnamed = all.filter((a) => a.kind === 'other' && a.place <= total.place && total.place - a.place <= APART_MAX);
    for (const net of [...of('net').reverse(), ...unnamed]) {
      const taxes = of('vat').filter((a) => a.place >= net.place && a.place <= total.place);
      const tax = taxes.reduce((sum, a) => sum + a.value, 0);
      if (taxes.length < 2 || Math.abs(net.value + tax - total.value) > CENTS_OFF) continue;
      for (const a of [net, ...taxes, total]) a.addsUp = true;
      total.kind = 'total';
      for (const a of labelled) if (!a.addsUp && a.kind !== 'due') a.kind = a.value === total.value ? 'total' : 'other';
      return true;
    }
  }
  return false;
}
/** Labelled figures of a kind that are tried together. */
const RATES_MAX = 12;
/** Each rate is rounded by itself. */
const CENTS_OFF = 0.025;

interface Part {
  of: Sum;
  value: number;
}

function whatAddsUp(all: readonly Sum[]): { net: Part; vat: Part; total: Part } | null {
  const parts = all.flatMap((of): Part[] => [
    { of, value: of.value },
    ...(Number.isInteger(of.value) && Math.abs(of.value) > 1000 ? [{ of, value: of.value / 100 }] : []),
  ]);
  const byCents = Map.groupBy(parts, (p) => Math.round(p.value * 100));
  let best: { net: Part; vat: Part; total: Part; score: number } | null = null;
  for (const net of parts) {
    for (const vat of parts) {
      if (vat.of === net.of || Math.abs(vat.value) > TAX_SHARE * Math.abs(net.value) || Math.sign(vat.value) !== Math.sign(net.value))
        continue;
      const cents = Math.round((net.value + vat.value) * 100);
      for (const total of [0, -1, 1].flatMap((off) => byCents.get(cents + off) ?? [])) {
        if (total.of === net.of || total.of === vat.of) continue;
        const score = weigh(net, vat, total);
        if (score !== null && score >= (best?.score ?? 0)) best = { net, vat, total, score };
      }
    }
  }
  return best;
}

/** Null where too little speaks for it: two of three labels, or one and a known rate in neighbouring rows. */
function weigh(net: Part, vat: Part, total: Part): number | null {
  const says = ({ of }: Part, ...kinds: AmountKind[]): number => (of.labelled && kinds.includes(of.kind) ? 1 : 0);
  const contradicts = ({ of }: Part, kind: AmountKind): number => (of.labelled && of.kind !== kind && of.kind !== 'other' ? 1 : 0);
  const labels = says(net, 'net') + says(vat, 'vat') + says(total, 'total', 'due');
  const places = [net, vat, total].map((p) => p.of.place);
  const apart = Math.max(...places) - Math.min(...places);
  const rate = RATES.some((r) => Math.abs((net.value * r) / 1000 - vat.value) < 0.006 + Math.abs(vat.value) * 0.0001);
  if (labels < 2 && !(labels === 1 && rate && apart <= APART_MAX)) return null;
  const mended = [net, vat, total].filter((p) => p.value !== p.of.value).length;
  return (
    10 +
    4 * labels +
    (rate ? 2 : 0) -
    2 * contradicts(vat, 'vat') -
    contradicts(net, 'net') -
    (apart > APART_MAX ? 2 : 0) -
    3 * mended +
    Math.min(0.5, Math.abs(total.value) / 1e9) +
    total.of.place / 1e12
  );
}

/** The value named most often, and of equals the greatest. */
function mostLikelyTotal(labelled: readonly Sum[]): number | null {
  const counts = new Map<number, number>();
  for (const a of labelled)
    if (a.kind === 'total' || a.kind === 'due') counts.set(a.value, (counts.get(a.value) ?? 0) + (a.kind === 'due' ? 1.5 : 1));
  return [...counts].sort(([a, m], [b, n]) => n - m || b - a)[0]?.[0] ?? null;
}
