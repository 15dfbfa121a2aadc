/** Amounts of money with their currency, and which of them is the net, the tax, the total or what is due. */
import type { AmountKind } from '#base/words.ts';
import { findDates } from './dates.ts';
import type { Amount, Evidence } from './evidence.ts';
import { foldCase } from './folding.ts';
import type { Layout, Line } from './page-lines.ts';
import { isCardShaped, isSentence } from './page-zones.ts';

/** What a recogniser makes of the euro sign beside a number, too. */
const CURRENCIES: [RegExp, string][] = [
  [/^(?:€|eur|euros?)$/i, 'EUR'],
  [/^(?:£|gbp)$/i, 'GBP'],
  [/^(?:chf|fr\.?s?|sfr\.?)$/i, 'CHF'],
  [/^(?:\$|usd)$/i, 'USD'],
];
const SYMBOL = '€|£|\\$|EUR(?:OS?)?|GBP|CHF|USD|[Ee]uros?';
const NUMBER = "\\d{1,3}(?:[ .,'’\\u202f\\u00a0]\\d{3})+(?:[.,]\\s?\\d{2})?|\\d+(?:[.,]\\s?\\d{2})?";
const MONEY = new RegExp(`(?:(${SYMBOL})\\s?)?(?<![\\w/.,-])(-?(?:${NUMBER}))(?![\\d/]|[.,]\\d)(?:\\s?(${SYMBOL})(?![\\w]))?(\\s?%)?`, 'g');

interface Found {
  value: number;
  currency: string | null;
  decimals: boolean;
  line: Line;
  start: number;
  end: number;
}

/** Words for each kind, folded; the closest before the figure counts, on its row. */
const KINDS: [AmountKind, RegExp][] = [
  [
    'net',
    /\b(?:total ht|total h\.t\.|montant ht|montant h\.t\.|base ht|sous-total|total hors taxes?|net ht|subtotal|sub-total|net amount|total net|nettobetrag|netto|zwischensumme|summe netto|imponibile|totale imponibile|net total|nettosumme|total excl|ht)\b/g,
  ],
  ['vat', /\b(?:tva|t\.v\.a|montant tva|total tva|vat|mwst|ust|umsatzsteuer|mehrwertsteuer|iva|imposta|montant de la tva)\b/g],
  [
    'total',
    /\b(?:total ttc|montant ttc|net a payer|total a payer|total due|total general|grand total|total payable|amount due|amount payable|total incl|invoice total|gesamtbetrag|rechnungsbetrag|gesamtsumme|endbetrag|bruttobetrag|zu zahlen|zahlbetrag|totale fattura|totale da pagare|totale documento|netto a pagare|totale|importo totale|ttc|total)\b/g,
  ],
];
/** Sentences that say a sum is owed. */
const DUE =
  /solde debiteur|reste impaye|restee? impaye|impaye|somme de|exigible|redevable|a payer|a acquitter|montant a payer|recouvrer|outstanding|fell due|fallig|offen|insoluta|versamento|uberfallig|zahlung|zu zahlen|credito|sum of|owe|overdue|amount due|unpaid|saldo|balance|arrieres|debiteur|dovut|scadut|tax payable|cotisation de|penalt|charge for the year|rueckstand|ruckstand|nachzahlung|forderung|recover|owed|settle|kosten von|importo di|somma di|pagare|payable|s'eleve|steuer/;
const NOT_DUE =
  /franchise|excess|selbstbeteiligung|franchigia|redevance|prime|cout de l'acte|indemnite|salaire|net imposable|net pay|gross|remise|achat|order|fee|corrispettivo|vergutung|ligne|credit line|kreditlinie|linea di credito|prelevement|direct debit|lastschrift|addebito|forfait|stipendio|gehalt|busta/;
/** Beside the sum owed, not part of it. */
const FEE = /indemnite|frais|penalite|majoration|interets de|franco|gebuhr|zinsen|charge|fee|spese|mora|per cent|tva|vat/;
/** A row of goods or transactions: several columns. */
const OWES = new Set(['reminder', 'legal', 'tax']);
const NOISE = /siret|siren|rcs|iban|\btel|fax|@|n° (?:de )?tva|capital|^\W*vm-/;

export interface FoundAmounts {
  amounts: Amount[];
  evidence: Evidence[];
}

export function findAmounts(layouts: readonly Layout[], classId: string): FoundAmounts {
  const out: (Amount & { line: Line })[] = [];
  const usual = usualCurrency(layouts);
  for (const layout of layouts) {
    const card = isCardShaped(layout);
    for (const [i, row] of layout.rows.entries()) {
      const text = foldCase(row.text);
      if (NOISE.test(text) && !/[€£]|eur/i.test(text)) continue;
      const above = foldCase(layout.rows[i - 1]?.text ?? '');
      const below = layout.rows[i + 1]?.text ?? '';
      for (const found of moneyOf(row, below)) {
        const sentence = around(`${above} `, text, ` ${foldCase(below)}`, found);
        const kind = card ? (found.currency ? 'other' : null) : kindOf(found, row, text, sentence, classId);
        if (found.currency === null && kind === null && !looksTabular(row)) continue;
        out.push({ value: found.value, currency: found.currency ?? usual, kind: kind ?? 'other', line: row });
      }
    }
  }
  settle(out, classId);
  const seen = new Set<string>();
  const unique = out.filter((a) => {
    const key = `${a.value}/${a.currency}/${a.kind}`;
    return seen.has(key) ? false : seen.add(key);
  });
  return {
    amounts: unique.map(({ value, currency, kind }) => ({ value, currency, kind })),
    evidence: unique
      .filter((a) => a.kind !== 'other')
      .map((a) => ({ field: `amounts.${a.kind}`, page: a.line.page, boxes: [a.line.box], rule: 'amount_labelled', confidence: 0.9 })),
  };
}

/** The words of a sentence near a figure: `before` and `after` reach into the rows above and below. */
function around(above: string, text: string, below: string, found: Found): { before: string; near: string; after: string } {
  const whole = above + text + below;
  const at = above.length + found.start;
  const end = above.length + found.end;
  return { before: whole.slice(Math.max(0, at - 110), at), near: whole.slice(Math.max(0, at - 45), at), after: whole.slice(end, end + 70) };
}

function moneyOf(row: Line, below: string): Found[] {
  const dates = findDates(row.text);
  const found: Found[] = [];
  for (const m of row.text.matchAll(MONEY)) {
    const start = m.index;
    const end = start + m[0].length;
    if (m[4] || dates.some((d) => d.start < end && start < d.end)) continue;
    // `398,69` at the end of a line, `EUR` at the start of the next.
    const broken = end >= row.text.trimEnd().length - 1 ? new RegExp(`^(${SYMBOL})(?!\\w)`).exec(below)?.[1] : undefined;
    const symbol = m[1] ?? m[3] ?? broken;
    const decimals = /[.,]\s?\d{2}$/.test(m[2]!);
    if (!symbol && !decimals) continue;
    const value = parseMoney(m[2]!);
    if (value === null || value === 0) continue;
    found.push({ value, currency: symbol ? currencyOf(symbol) : null, decimals, line: row, start, end });
  }
  return found;
}

const currencyOf = (symbol: string): string | null => CURRENCIES.find(([r]) => r.test(symbol))?.[1] ?? null;

/** `1.234,56`, `1,234.56`, `1 234,56`, `2'440.45`, `99`; null where the groups make no sense. */
export function parseMoney(text: string): number | null {
  const m = /^(-?)(.*?)(?:[.,]\s?(\d{2}))?$/.exec(text.trim());
  if (!m) return null;
  const whole = m[2]!.replace(/[^\d]/g, '');
  if (whole === '' || whole.length > 12) return null;
  const value = Number(`${whole}.${m[3] ?? '0'}`);
  return m[1] ? -value : value;
}

function usualCurrency(layouts: readonly Layout[]): string {
  const counts = new Map<string, number>();
  for (const layout of layouts) {
    for (const [symbol] of layout.rows
      .map((r) => r.text)
      .join('\n')
      .matchAll(new RegExp(`(?:${SYMBOL})(?!\\w)`, 'g'))) {
      const c = currencyOf(symbol);
      if (c) counts.set(c, (counts.get(c) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'EUR';
}

const looksTabular = (row: Line): boolean =>
  !isSentence(row) &&
  (row.text.match(/\d[.,]\d{2}(?!\d)/g)?.length ?? 0) >= 1 &&
  row.words.length <= 14 &&
  !/\d[hH.]\d\d ?(?:a|alle|to|bis|-)|\bbis\b.*uhr|alle \d/i.test(row.text);

function kindOf(
  found: Found,
  row: Line,
  text: string,
  sentence: { before: string; near: string; after: string },
  classId: string,
): AmountKind | null {
  const owes = OWES.has(classId);
  if (row.words.length <= 9 && !owes) {
    let best: { kind: AmountKind; end: number; length: number } | null = null;
    for (const [kind, words] of KINDS) {
      for (const m of text.slice(0, found.start).matchAll(words)) {
        const end = m.index + m[0].length;
        if (!best || end > best.end || (end === best.end && m[0].length > best.length)) best = { kind, end, length: m[0].length };
      }
    }
    if (best) return best.kind;
  }
  if (!found.currency) return null;
  if (classId === 'reminder') return FEE.test(sentence.near) ? 'other' : 'due';
  return owes && DUE.test(`${sentence.before} # ${sentence.after}`) && !NOT_DUE.test(sentence.near) ? 'due' : 'other';
}

/** What adds up: of several candidates for net, tax and total, those whose sum holds; everything else is `other`. */
function settle(all: Amount[], classId: string): void {
  const of = (kind: AmountKind): Amount[] => all.filter((a) => a.kind === kind);
  if (OWES.has(classId)) {
    const due = of('due');
    if (due.length === 0) return;
    // The sum owed is named once or repeated; smaller sums beside it are fees.
    const main = due.reduce((a, b) => (b.value > a.value ? b : a));
    for (const a of due) if (a.value !== main.value) a.kind = 'other';
    return;
  }
  if (classId !== 'invoice') {
    // Only invoices carry net, tax and total as figures to book.
    if (of('net').length === 0 || of('total').length === 0) for (const a of all) if (a.kind !== 'due') a.kind = 'other';
  }
  for (const total of of('total')) {
    for (const net of of('net')) {
      for (const vat of of('vat')) {
        const sum = whatAddsUp(net.value, vat.value, total.value);
        if (!sum) continue;
        const kept = new Map([net.value, vat.value, total.value].map((read, i) => [read, sum[i]!]));
        for (const a of all) {
          const meant = a.kind === 'net' || a.kind === 'vat' || a.kind === 'total' ? kept.get(a.value) : a.value;
          if (meant === undefined) a.kind = 'other';
          else a.value = meant;
        }
        return;
      }
    }
  }
}

/** Net, tax and total as printed, or one of them a hundredth where its comma was lost; null where nothing adds up. */
function whatAddsUp(net: number, vat: number, total: number): [number, number, number] | null {
  const cents = (n: number): number => (Number.isInteger(n) && n > 1000 ? n / 100 : n);
  const choices: [number, number, number][] = [
    [net, vat, total],
    [cents(net), vat, total],
    [net, cents(vat), total],
    [net, vat, cents(total)],
  ];
  return choices.find(([n, v, t]) => Math.abs(n + v - t) < 0.011) ?? null;
}
