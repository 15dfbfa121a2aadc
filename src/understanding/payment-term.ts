/** The day a term ends that is given in days, weeks or months: `sous huit jours`, `within 14 days`, `zahlbar innerhalb von 30 Tagen`. */
import type { Evidence } from './evidence.ts';
import { foldCase } from './folding.ts';
import type { Layout } from './page-lines.ts';

const NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [1, 'un une one einem einer uno una'],
      [2, 'deux two zwei due'],
      [3, 'trois three drei tre'],
      [4, 'quatre four vier quattro'],
      [5, 'cinq five funf cinque'],
      [6, 'six sechs sei'],
      [7, 'sept seven sieben sette'],
      [8, 'huit eight acht otto'],
      [10, 'dix ten zehn dieci'],
      [14, 'quatorze fourteen vierzehn quattordici'],
      [15, 'quinze fifteen funfzehn quindici'],
      [20, 'vingt twenty zwanzig venti'],
      [21, 'twenty-one'],
      [28, 'twenty-eight'],
      [30, 'trente thirty dreissig trenta'],
      [45, 'quarante-cinq forty-five funfundvierzig'],
      [60, 'soixante sixty sechzig sessanta'],
      [90, 'quatre-vingt-dix ninety neunzig novanta'],
    ] as const
  ).flatMap(([value, names]) => names.split(' ').map((name) => [name, value])),
);
const COUNT = `(\\d{1,3}|${Object.keys(NUMBERS)
  .sort((a, b) => b.length - a.length)
  .join('|')})`;
const UNIT = '(jours?|jrs?|days?|tage?n?|giorni|dagen|semaines?|weeks?|wochen?|settimane|mois|months?|monate?n?|mesi)';
/** A term that binds the reader: before the count stands what is to be done, or a word for the limit itself. */
const TERM = new RegExp(
  `(?:sous|dans (?:un |le )?delai (?:maximum |maximal )?(?:de |d')?|dans les|d'ici|payable (?:a|sous|dans)|paiement (?:a|sous)|reglement (?:a|sous)|within|in the next|net|innerhalb (?:von |der naechsten |der nachsten )?|binnen|zahlbar (?:in|bis)|zahlungsziel:?|entro|pagamento a|(?:zahlungs)?frist von) ?${COUNT} ?(?:prochains |calendar |working |nachsten |folgenden |\\(\\w+\\) )?${UNIT}(?![a-z])|${COUNT} ?${UNIT} (?:netto|net|nach (?:erhalt|rechnungsdatum|zugang)|data fattura|date de facture|apres reception|from the date)|sous (huitaine|quinzaine)`,
);
/** Terms that bind the writer or run from another day. */
const NOT_OURS =
  /preavis|notice period|kundigung|disdetta|retract|widerruf|recesso|\bnous (?:vous )?(?:repondrons|reviendrons)|we will|wir werden|avant le terme|duree|livraison|delivery|lieferung|consegna/;
/** What the reader is asked to do, within reach of the term. */
const ASKED =
  /pay|regl|acquitt|sold|vers|virement|demeure|recours|contest|reclam|opposition|saisir|appel|appeal|respond|reply|repondre|settle|remit|object|zahl|uberweis|begleich|einspruch|widerspruch|antwort|pag|sald|provved|regolar|ricorso|oppos|netto|\bnet\b|reference|retourn|return|huitaine|quinzaine/;

/**
 * The first such term, counted from the date of the letter: the earliest it can end, as the law mostly counts from its receipt.
 *
 * @param from ISO date
 */
export function findTerm(layouts: readonly Layout[], from: string): Evidence | null {
  for (const layout of layouts) {
    for (const [i, line] of layout.rows.entries()) {
      const text = `${foldCase(line.text)} ${foldCase(layout.rows[i + 1]?.text ?? '')}`;
      const m = TERM.exec(text);
      if (!m || m.index >= line.text.length) continue;
      const near = `${foldCase(layout.rows[i - 1]?.text ?? '').slice(-60)} ${text}`;
      if (NOT_OURS.test(near) || !ASKED.test(near)) continue;
      const value = count(from, m[1] ?? m[3] ?? '', m[2] ?? m[4] ?? '', m[5]);
      if (value === null) continue;
      return { field: 'dueDate', value, text: m[0], page: line.page, boxes: [line.box], rule: 'term_counted', confidence: 0.6 };
    }
  }
  return null;
}

function count(from: string, number: string, unit: string, word: string | undefined): string | null {
  const n = word === undefined ? (NUMBERS[number] ?? Number(number)) : word === 'huitaine' ? 8 : 15;
  if (!(n >= 1 && n <= 366)) return null;
  const date = new Date(`${from}T00:00:00Z`);
  if (/^(?:mois|mon|mesi)/.test(unit)) {
    const day = date.getUTCDate();
    date.setUTCMonth(date.getUTCMonth() + n);
    // A month that is too short ends the term on its last day.
    if (date.getUTCDate() !== day) date.setUTCDate(0);
  } else date.setUTCDate(date.getUTCDate() + n * (/^(?:sem|week|woch|sett)/.test(unit) ? 7 : 1));
  return date.toISOString().slice(0, 10);
}
