/**
 * Fields: a cell with nothing but a label, and nothing but its number behind it, or in the next cell. There a word is enough that would
 * be nobody's number in a sentence: `Compte AVYX44`, `Pratica | Y168625`, `Numéro de rôle : 22835`.
 */
import { findDates } from './dates.ts';
import { foldCase } from './folding.ts';
import { DOCUMENT, FIELDS, NO, OF } from './reference-labels.ts';

/** Whose number it is: before what it is called. */
const WHOSE = '(?:votre|vos|notre|nos|your|our|ihre?|unsere?|vostr[oa]|nostr[oa]|vs\\.?|ns\\.?|v/|n/)';
/** Words that are a label only where a number stands alone beside or under them. */
const ALONE: [kind: string, pattern: RegExp][] = [
  ['customer_number', new RegExp(`^${WHOSE} ?(?:code|codice|identifiant|numero|number|nummer|id)$|^societaire$`)],
  ['case_number', /^(?:acte|atto|urkunde)$/],
  [DOCUMENT, /^(?:numero|number|nummer|n°|no\.?|nr\.?)$/],
  ['reference', /^(?:identifiant|code|id)$/],
];
/** `Réf. étude`, `Codice atto`, `N° sociétaire`: some number, of something unheard of. */
const OF_SOMETHING = new RegExp(`^${NO}(?!\\p{L}) ?${OF}(?:\\p{L}[\\p{L}'. -]{2,28})$`, 'u');
/** Announced with a colon, and nothing a clerk files by. */
const NO_REFERENCE =
  /(?<!\p{L})(?:tel|fax|phone|telephone|telefon\p{L}*|telefono|mobile?|portable|ligne|line|poste|direct|durchwahl|apparat|interno|ext|vert|hotline|page|seite|pag(?:ina)?|feuille|date|datum|data|du|le|am|vom|taux|rate|satz|aliquota|base|basis|montant|amount|betrag|importo|total\p{L}*|gesamt\p{L}*|prix|price|preis|prezzo|solde|saldo|balance|capital\p{L}*|ape|naf|rcs|bic|swift|guichet|cle|sort|blz|abi|cab|siret|siren|tva|vat|u\.?st|uid|iva|iban|rea|r\.e\.a\.?|hr[ab]?|orias|kvk|poids|weight|gewicht|peso|quantite|qte|menge|anzahl|quantity|qty|q\.?ta|nombre|colis|pieces|stuck|annee|year|jahr|anno|exercice|periode?|period|zeitraum|periodo|heures?|uhr|time|hours?|index|zahlerstand|compteur|kwh|km|volume|surface|superficie|valeur|value|wert|valore|postal\p{L}*|postcode|zip|plz|cap|cedex|cs|bp|tsa|postfach|article|artikel|articolo|art|item|loi|effectif|coefficient|echelon|indice|puissance|lot|ean|gtin|version|formulaire|form|modele|web|www|http|https|suivi|tracking|colis|sendung\p{L}*)(?!\p{L})/u;
const LABEL_WORDS_MAX = 5;

/**
 * What number a label announces that has a cell for itself; null where it is none.
 * @param text in `foldCase`, its colon left out.
 */
export function kindOfField(text: string): string | null {
  const label = text.trim();
  if (label.split(' ').length > LABEL_WORDS_MAX || /\d/.test(label)) return null;
  const kind = FIELDS.find(([, pattern]) => pattern.test(label))?.[0] ?? ALONE.find(([, pattern]) => pattern.test(label))?.[0];
  return kind ?? (OF_SOMETHING.test(label) && !NO_REFERENCE.test(label) ? 'reference' : null);
}

export interface Field {
  kind: string;
  /** As printed: one run of letters and digits, or groups of digits. */
  value: string;
}

/** What a column leaves, and the lines of a table. */
const CELL_END = / {2,}|\s*[|¦]\s*| [-–—] /;
const VALUE = '(?:[\\p{L}\\d]{1,14}(?:[-/._][\\p{L}\\d]{1,20}){0,5}|\\d{1,5}(?: \\d{2,5}){1,5})';
/** What a recogniser makes of dust and rules at the edge of a cell. */
const DUST = /^[^\p{L}\p{Sc}\d+(-]+(?=[\p{L}\d])|(?<=[\p{L}\d.°#])[\s"'‘’“”,;*~_-]+$/gu;
const WITH_COLON = new RegExp(`^(\\p{L}[^:]{1,40}?) ?: ?(${VALUE})$`, 'u');
const WITHOUT = new RegExp(`^(\\p{L}[\\p{L}'./° -]{1,40}[\\p{L}.°#]) (${VALUE})$`, 'u');
const WHOLE_VALUE = new RegExp(`^${VALUE}$`, 'u');

/** The fields of a row whose columns are two spaces apart. */
export function fieldsIn(row: string): Field[] {
  const cells = row.split(CELL_END).map((cell) => cell.replace(DUST, ''));
  const found: Field[] = [];
  const add = (label: string, value: string, colon: boolean): void => {
    const text = foldCase(label).trim();
    if (!/\d/.test(value) || findDates(value).length > 0) return;
    const kind = kindOfField(text) ?? (colon && isUnheardOf(text) ? 'reference' : null);
    if (kind !== null) found.push({ kind, value });
  };
  for (const [i, cell] of cells.entries()) {
    const colon = WITH_COLON.exec(cell);
    const inside = colon ?? WITHOUT.exec(cell);
    if (inside) add(inside[1]!, inside[2]!, colon !== null);
    const before = cells[i - 1];
    if (before !== undefined && WHOLE_VALUE.test(cell)) add(before.replace(/ ?:$/, ''), cell, before.endsWith(':'));
  }
  return found;
}

/** `Affaire suivie sous : 26/85123`. */
const isUnheardOf = (label: string): boolean =>
  /^\p{L}[\p{L}'./° -]{2,30}$/u.test(label) && label.split(' ').length <= LABEL_WORDS_MAX - 1 && !NO_REFERENCE.test(label);
