/** What a document asks, owes or names in money, and which of it is the net, the tax, the total or what is left to pay. */
import type { AmountKind } from '#base/words.ts';
import { type Sum, settleSums } from './add-up.ts';
import { type Column, sumsUnder } from './column-heads.ts';
import type { Amount, Evidence } from './evidence.ts';
import { foldCase } from './folding.ts';
import { type Money, moneyIn, usualCurrency } from './money.ts';
import type { Layout, Line } from './page-lines.ts';
import { isCardShaped, isSentence } from './page-zones.ts';

/** Words a kind is printed under, folded, in French, English, German, Italian and Dutch; a space may be lost. */
const WORDS: [AmountKind, string][] = [
  [
    'net',
    `total ht|total h\\.t\\.?|montant ht|montant h\\.t\\.?|montant net|base ht|base hors taxes?|base d'imposition|sous-?total|sous total|total hors tva|total hors taxes?|montant hors taxes?|total net ht|base imposable|net ht|net commercial|ht|
     subtotal|sub-?total|sub total|goods total|untaxed amount|amount untaxed|net of tax|net amount|net total|total net|total before tax|total before vat|ohne (?:ust|mwst|umsatzsteuer|steuer)|hors tva|total excl|total ex\\.? vat|taxable amount|amount excl|excluding vat|excl\\.? vat|
     nettobetrag|netto|nettosumme|nettowert|summe netto|gesamt netto|zwischensumme|summe positionen|positionssumme|warenwert|bemessungsgrundlage|
     imponibile|totale imponibile|totale merce|totale netto|subtotale|totale al netto|netto iva esclusa|
     exclusief btw|excl\\.? btw|totaal excl|subtotaal|grondslag`,
  ],
  [
    'vat',
    `tva|t\\.v\\.a\\.?|montant tva|montant de la tva|vat total|tax total|tax amount|total tva|total taxes?|taxes?|vat|vat amount|total vat|sales tax|gst|
     mwst|m\\.?w\\.?st\\.?|ust|u\\.?st\\.?|umsatzsteuer|mehrwertsteuer|steuerbetrag|steuer|iva|i\\.v\\.a\\.?|imposta|totale iva|btw|btw bedrag`,
  ],
  [
    'total',
    `total ttc|(?:total )?toutes taxes comprises|total t\\.t\\.c\\.?|montant ttc|montant total|montant total ttc|total general|total facture|ttc|total|grand total|total incl|total to pay|total charges|total amount payable|total price|total amount|invoice total|total for this invoice|inkl\\.? (?:ust|mwst|umsatzsteuer)|incl?\\.? (?:vat|tax|tva|btw|iva)|including (?:vat|tax)|mit (?:ust|mwst)|order total|amount incl|
     gesamtbetrag|gesamtsumme|gesamt|rechnungsbetrag|rechnungssumme|endbetrag|endsumme|bruttobetrag|brutto|summe|betrag|
     totale fattura|totale documento|totale ivato|totale|importo totale|totaal|factuur totaal|factuurbedrag|totaalbedrag`,
  ],
  [
    'due',
    `net a payer|total a payer|montant a payer|somme a payer|reste a payer|reste du|restant du|solde a payer|solde du|solde a nous devoir|a regler|montant du|montant a regler|
     total due|amount due|due payable|due|total amount due|balance due|amount payable|total payable|please pay|to pay|outstanding|left to pay|
     zu zahlen|zahlbetrag|bitte (?:ueberweisen|uberweisen|zahlen) sie|zu zahlender betrag|zu ueberweisen|noch zu zahlen|restbetrag|offener betrag|faelliger betrag|
     totale da pagare|netto a pagare|da pagare|saldo da pagare|residuo da pagare|importo da pagare|te betalen|te voldoen`,
  ],
];
const KINDS = WORDS.map(([kind, words]): [AmountKind, RegExp] => {
  const any = words.split('|').map((w) => w.trim().replaceAll(' ', '\\s*'));
  return [kind, new RegExp(`(?<![a-z])(?:${any.join('|')})(?![a-z])`, 'g')];
});
/** `29,99 € TTC`, `100,00 EUR netto`. */
const AFTER: [AmountKind, RegExp][] = [
  ['total', /^\s*(?:ttc|t\.t\.c|tva incluse|brutto|incl(?:uding|\.)? (?:vat|btw)|inkl\.? (?:mwst|ust)|iva inclusa)(?![a-z])/],
  ['net', /^\s*(?:ht|h\.t\.|hors taxes?|netto|excl(?:uding|\.)? (?:vat|btw)|zzgl\.? (?:mwst|ust)|\+ ?iva|plus vat)(?![a-z])/],
];
/** A label is so near to its figure: more letters than these in between say something else. */
const LABEL_REACH = 34;
/** `Gesamtbetrag der Abschläge`, `total des remises`: the total of something else. */
const PART_OF_TOTAL =
  /^\s*(?:der|des|de la|de l'|de|of|dei|degli)\s*(?:the )?(?:zu|ab)?(?:schlag|rabatt|remise|reduction|allowance|charge|discount|acompte|prepa|scont|anzahlung|vorauszahl|versand|frais|port\b|shipping|lignes|positionen)/;

/** Sentences that say a sum is owed. */
const DUE =
  /solde debiteur|reste impaye|restee? impaye|impaye|somme de|exigible|redevable|a payer|a acquitter|montant a payer|recouvrer|outstanding|fell due|fallig|offen|insoluta|versamento|uberfallig|zahlung|zu zahlen|credito|sum of|owe|overdue|amount due|unpaid|saldo|balance|arrieres|debiteur|dovut|scadut|tax payable|cotisation de|penalt|charge for the year|rueckstand|ruckstand|nachzahlung|forderung|recover|owed|settle|kosten von|au paiement|par provision|rappels? (?:de taxe|d'impot|de droits)|redressement|claim (?:is )?for|restant du|importo di|somma di|pagare|payable|s'eleve|steuer|paid by|be paid|aufgefordert|versat|versare|remit|reclame(?!z|r)|en principal/;
/** Of these, what nobody says of a sum that is not owed. */
const SURELY_DUE =
  /impaye|exigible|a payer|a regler|mise en demeure|recouvrer|outstanding|overdue|amount due|unpaid|be paid|zu zahlen|uberfallig|fallig|nachzahlung|insolut|dovut|da pagare|versare|s'eleve a/;
const NOT_DUE =
  /franchise|excess|selbstbeteiligung|franchigia|redevance|prime|cout de l'acte|indemnite|salaire|net imposable|net pay|gross|remise|achat|\border|\bfee|corrispettivo|vergutung|ligne|credit line|kreditlinie|linea di credito|prelevement|direct debit|lastschrift|addebito|forfait|stipendio|gehalt|busta/;
/** Beside the sum owed, not part of it. */
const FEE = /indemnite|frais|penalite|majoration|interets de|franco|gebuhr|zinsen|charge|fee|spese|mora|per cent|tva|vat/;
const OWES = new Set(['reminder', 'legal', 'tax']);
/** Of no class it knows: a sentence may still say that a sum is owed. */
const UNKNOWN = '';
const ADVERTISING = 'advertising';
/** What a payslip calls `net à payer` is what we pay. */
const PAY = 'hr';
const NOISE = /siret|siren|rcs|iban|\btel|fax|@|n° (?:de )?tva|capital|^\W*vm-/;
/** The lump sum of directive 2011/7/EU, article 6, that invoices have to threaten with: of the law, not of this document. */
const LUMP_SUM = { value: 40, near: /forfait|recouvrement|pauschale|compensation|recovery cost|risarcimento|importo forfettario/ };
/** Between a rate and what it is taken from. */
const TAXED = /%[^%\d]{0,6}(?<![a-z])(?:auf|von|sur|of|on|su|di|de)\s*(?:€|eur|chf|£|\$)?\s*$/;
/** What a firm was founded with, printed in every footer. */
const CAPITAL =
  /\b(?:(?:capital|stammkapital|grundkapital|aktienkapital|capitale|share capital)\b[^.;\d]{0,40}|cap\.? ?soc\.?[^;\d]{0,20})$/;
const CLOCK = /\d[hH.]\d\d ?(?:a|alle|to|bis|-)|\bbis\b.*uhr|alle \d/i;

export interface FoundAmounts {
  amounts: Amount[];
  evidence: Evidence[];
}

/** A figure with what says which it is. */
interface Found extends Sum {
  currency: string;
  text: string;
  line: Line;
  /** A price of one line among others: goods delivered, movements of an account. */
  ofList: boolean;
}

/** @param known class of the document; null where it is none of the classes. */
export function findAmounts(layouts: readonly Layout[], known: string | null): FoundAmounts {
  const classId = known ?? UNKNOWN;
  const all: Found[] = [];
  const usual = usualCurrency(layouts.flatMap((l) => l.rows.map((r) => r.text)));
  let place = 0;
  for (const layout of layouts) {
    const card = isCardShaped(layout);
    const headed = card ? [] : sumsUnder(layout);
    for (const [i, row] of layout.rows.entries()) {
      place++;
      const text = foldCase(row.text);
      if (NOISE.test(text) && !/[€£]|eur/i.test(text)) continue;
      const above = foldCase(layout.rows[i - 1]?.text ?? '');
      const below = layout.rows[i + 1]?.text ?? '';
      let from = 0;
      const figures = moneyIn(row.text, below, layout.rows[i - 1]?.text);
      for (const money of figures) {
        const sentence = wordsAround(`${above} `, text, ` ${foldCase(below)}`, money);
        const label =
          card || classId === PAY
            ? null
            : OWES.has(classId)
              ? dueLabelOf(text, isSentence(row) ? money.start : from, money)
              : (labelOf(text, isSentence(row) ? sentenceStart(text, from, money.start) : from, money) ?? headOf(headed, row, money));
        // `MwSt. 19 % auf 1.000,00  190,00`: the word belongs to the figure behind the one it is taken from.
        const isBase = label === 'vat' && figures.length > 1 && TAXED.test(text.slice(from, money.start));
        if (!isBase) from = money.end;
        const kind = isBase ? null : (label ?? (card || !money.currency ? null : kindInSentence(sentence, classId)));
        if (CAPITAL.test(text.slice(0, money.start))) continue;
        if (LUMP_SUM.value === money.value && kind !== 'due' && LUMP_SUM.near.test(sentence.near)) continue;
        if (money.currency === null && kind === null && !looksTabular(row)) continue;
        all.push({
          value: money.value,
          currency: money.currency ?? usual,
          kind: kind ?? 'other',
          labelled: kind !== null && label !== null,
          text: money.text,
          line: row,
          place,
          ofList: label === null && isListLine(row, figures),
        });
      }
    }
  }
  settleSums(all, classId);
  if (OWES.has(classId) || classId === UNKNOWN) settleDue(all);
  // Where nothing else is said in money, the lines are all there is.
  const listed = all.filter((a) => a.kind === 'other' && a.ofList);
  const kept = listed.length < all.length ? all.filter((a) => !listed.includes(a)) : all;
  const main = new Set(kept.filter((a) => a.kind !== 'other').map((a) => `${a.value}/${a.currency}`));
  // A sum said twice is one; what an advertisement offers is nobody's sum.
  const said = kept.filter((a) => a.kind !== 'other' || (classId !== ADVERTISING && !main.has(`${a.value}/${a.currency}`)));
  const unique = [...new Map(said.map((a) => [`${a.value}/${a.currency}/${a.kind}`, a])).values()];
  return { amounts: unique.map(({ value, currency, kind }) => ({ value, currency, kind })), evidence: unique.map(toEvidence) };
}

const toEvidence = (a: Found): Evidence => ({
  field: `amounts.${a.kind}`,
  value: `${a.value.toFixed(2)} ${a.currency}`,
  text: a.text,
  page: a.line.page,
  boxes: [a.line.box],
  rule: a.addsUp ? 'amount_adds_up' : a.kind === 'other' ? 'amount_printed' : 'amount_labelled',
  confidence: a.addsUp ? 0.98 : a.kind === 'other' ? 0.7 : 0.85,
});

/** The words of a sentence near a figure: `before` and `after` reach into the rows above and below. */
function wordsAround(above: string, text: string, below: string, { start, end }: Money): { before: string; near: string; after: string } {
  const whole = above + text + below;
  const [at, to] = [above.length + start, above.length + end];
  return { before: whole.slice(Math.max(0, at - 110), at), near: whole.slice(Math.max(0, at - 45), at), after: whole.slice(to, to + 70) };
}

const looksTabular = (row: Line): boolean =>
  !isSentence(row) && (row.text.match(/\d[.,]\d{2}(?!\d)/g)?.length ?? 0) >= 1 && row.words.length <= 14 && !CLOCK.test(row.text);

/** Three columns or more, or a date and a sum with words between. */
const isListLine = (row: Line, figures: readonly Money[]): boolean =>
  !isSentence(row) &&
  (row.text.trim().split(/ {2,}/).length >= 3 || figures.length >= 2 || /^\W*\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\s/.test(row.text));

/** The kind printed before the figure and after the one before it, the nearest of them; or right behind it. */
function labelOf(text: string, from: number, money: Money): AmountKind | null {
  const before = text.slice(from, money.start);
  return lastLabel(before) ?? AFTER.find(([, words]) => words.test(text.slice(money.end)))?.[0] ?? null;
}

/** Of what is owed only the word for that counts, and only in a table: sums in sentences are judged by what is said around them. */
const dueLabelOf = (text: string, from: number, money: Money): AmountKind | null =>
  lastLabel(text.slice(from, money.start)) === 'due' ? 'due' : null;

/** Where the sentence begins that names the figure: what ended before it says nothing of it. */
function sentenceStart(text: string, from: number, to: number): number {
  const ends = [...text.slice(from, to).matchAll(/[a-z\d]{4}[.!?] +/g)];
  const last = ends.at(-1);
  return last ? from + last.index + last[0].length : from;
}

/** The kind printed over the figure, where other figures of its row have theirs over them too. */
function headOf(headed: readonly Column[], row: Line, money: Money): AmountKind | null {
  const besides = headed
    .filter((c) => row.words.includes(c.cell.words[0]!))
    .map((c) => ({ cell: c.cell, kind: lastLabel(foldCase(c.head.text)) }));
  if (new Set(besides.map((b) => b.kind).filter((kind) => kind !== null)).size < 2) return null;
  return besides.find((b) => b.cell.text.includes(money.text))?.kind ?? null;
}

function lastLabel(before: string): AmountKind | null {
  let best: { kind: AmountKind; end: number; length: number } | null = null;
  for (const [kind, words] of KINDS) {
    for (const m of before.matchAll(words)) {
      const end = m.index + m[0].length;
      if (!best || end > best.end || (end === best.end && m[0].length > best.length)) best = { kind, end, length: m[0].length };
    }
  }
  if (best && PART_OF_TOTAL.test(before.slice(best.end))) return null;
  if (best && (before.slice(best.end).match(/\p{L}/gu)?.length ?? 0) <= LABEL_REACH && before.slice(0, best.end).split(' ').length <= 9)
    return best.kind;
  return null;
}

function kindInSentence(sentence: { before: string; near: string; after: string }, classId: string): AmountKind {
  if (classId === 'reminder') return FEE.test(sentence.near) ? 'other' : 'due';
  const owed = OWES.has(classId) ? DUE : classId === UNKNOWN ? SURELY_DUE : null;
  return owed?.test(`${sentence.before} # ${sentence.after}`) && !NOT_DUE.test(sentence.near) ? 'due' : 'other';
}

/** The sum owed is named once or repeated; smaller sums beside it are fees, and what they make together is printed under them. */
function settleDue(all: Found[]): void {
  const due = all.filter((a) => a.kind === 'due');
  if (due.length === 0) return;
  const labelled = due.filter((a) => a.labelled);
  const most = Math.max(...(labelled.length > 0 ? labelled : due).map((a) => a.value));
  const withFee = all.find(
    (t) =>
      t.value > most &&
      all.some((d) => d.value === most && d.place < t.place) &&
      all.some((fee) => fee !== t && fee.value < most && fee.place < t.place && Math.abs(most + fee.value - t.value) < CENT),
  );
  for (const a of all) if (a === withFee) a.kind = 'due';
  for (const a of due) if (a.value !== (withFee?.value ?? most)) a.kind = 'other';
}
const CENT = 0.005;
