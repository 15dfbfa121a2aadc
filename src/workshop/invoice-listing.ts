import { everyText, everyXml, firstText, type InvoiceTerms, invoiceIn } from '#base/invoice-terms.ts';
import type { Xml } from '#base/xml.ts';
import { type Line, letter } from './lettering.ts';
import type { Word } from './page-look.ts';

/** A page of a listing: its strokes, and the words on it with their places. */
export interface ListingPage {
  svg: string;
  words: Word[];
}

/** A4 at 200 dpi. */
export const LISTING = { widthPx: 1654, heightPx: 2339, dpi: 200 } as const;
const [LEFT, RIGHT, FOOT] = [160, 1500, 2200];
/** Right of the middle and 55 mm down, where a French window shows it (NF Z10-011). */
const [BUYER_X, BUYER_Y] = [880, 440];
const SIZE = 28;
const LEADING = 1.5;
/** The rest stands in the file. */
const PAGES_MAX = 20;
const NOTES_MAX = 10;
const [QUANTITY_X, PRICE_X] = [1050, 1240];

/**
 * What an invoice without a picture says, as pages people can read: parties, number, dates, references, lines, sums. Everything is text of the invoice or one
 * of our own headings; the drawing holds outlines only, so nothing in it can be anything but ink.
 */
export function invoiceListing(xml: Xml): ListingPage[] {
  const { root, terms } = invoiceIn(xml)!;
  const sheet = openSheet();
  const [seller, buyer] = [everyXml(root, terms.seller)[0], everyXml(root, terms.buyer)[0]];
  for (const [i, line] of partyLines(seller, terms).entries()) sheet.put(line, LEFT, 150 + i * SIZE * LEADING, i === 0 ? 40 : SIZE);
  for (const [i, line] of partyLines(buyer, terms).entries()) sheet.put(line, BUYER_X, BUYER_Y + i * SIZE * LEADING, SIZE);
  sheet.goTo(820);
  sheet.row([[`Facture / Invoice n° ${firstText(root, terms.number) ?? '–'}`, LEFT]], 40);
  const currency = firstText(root, terms.currency) ?? '';
  fact(sheet, 'Date', day(firstText(root, terms.date)));
  fact(sheet, 'Échéance / Due date', day(firstText(root, terms.dueDate)));
  for (const [kind, ways] of terms.references)
    for (const value of everyText(root, ways).slice(0, 5)) fact(sheet, HEADS[kind] ?? HEADS.reference!, value);
  fact(sheet, 'N° TVA / VAT no.', everyText(seller, terms.vat).find((id) => /^[A-Z]{2}/.test(id)) ?? null);
  fact(sheet, 'IBAN', firstText(root, terms.iban));
  sheet.space();
  sheet.row([
    ['Désignation / Item', LEFT],
    ['Qté / Qty', QUANTITY_X, 'right'],
    ['P.U. / Price', PRICE_X, 'right'],
    ['Montant / Amount', RIGHT, 'right'],
  ]);
  const lines = everyXml(root, terms.line);
  let listed = 0;
  for (const line of lines) {
    if (sheet.isFull()) break;
    listed += 1;
    const [first = '–', ...more] = wrapped(firstText(line, terms.lineName) ?? '–', QUANTITY_X - LEFT - 140);
    sheet.row([
      [first, LEFT],
      [number(firstText(line, terms.quantity)), QUANTITY_X, 'right'],
      [number(firstText(line, terms.price)), PRICE_X, 'right'],
      [firstText(line, terms.lineAmount) ?? '', RIGHT, 'right'],
    ]);
    for (const rest of more) sheet.row([[rest, LEFT]]);
  }
  if (listed < lines.length) sheet.row([[`… ${lines.length - listed} lignes de plus dans le fichier / more lines in the file`, LEFT]]);
  sheet.space();
  for (const [kind, ways] of terms.amounts) {
    const value = firstText(root, ways);
    if (value !== null)
      sheet.row([
        [SUMS[kind] ?? kind, PRICE_X, 'right'],
        [`${value} ${currency}`, RIGHT, 'right'],
      ]);
  }
  sheet.space();
  for (const note of everyText(root, terms.note).slice(0, NOTES_MAX))
    for (const line of wrapped(note, RIGHT - LEFT)) sheet.row([[line, LEFT]]);
  sheet.row([['Page établie d’après les données du fichier / Page drawn from the data of the file', LEFT]], 22);
  return sheet.pages;
}

/** CII writes days without hyphens. */
const day = (said: string | null): string | null => said?.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') ?? null;
/** Quantities and prices come with four decimals, most of them nothing. */
const number = (said: string | null): string => said?.replace(/(\.\d\d)0+$/, '$1').replace(/\.00$/, '') ?? '';

const HEADS: Readonly<Record<string, string>> = {
  order_number: 'Commande / Order',
  contract_number: 'Contrat / Contract',
  delivery_number: 'Livraison / Delivery',
  your_reference: 'Votre référence / Your reference',
  payment_reference: 'Référence de paiement / Payment reference',
  customer_number: 'N° client / Customer no.',
  reference: 'Référence / Reference',
};
const SUMS: Readonly<Record<string, string>> = {
  net: 'Total HT / Net',
  vat: 'TVA / VAT',
  total: 'Total TTC / Total',
  due: 'Net à payer / Amount due',
};

function partyLines(party: Xml | undefined, terms: InvoiceTerms): string[] {
  const town = [firstText(party, terms.postcode), firstText(party, terms.town)].filter(Boolean).join(' ');
  return [firstText(party, terms.name) ?? '–', ...everyText(party, terms.contact), ...everyText(party, terms.street), town]
    .filter((line) => line !== '')
    .slice(0, 8)
    .map((line) => wrapped(line, RIGHT - BUYER_X)[0]!);
}

type Sheet = ReturnType<typeof openSheet>;
type Piece = [text: string, x: number, side?: 'right'];

function fact(sheet: Sheet, head: string, value: string | null): void {
  if (value !== null) sheet.row([[`${head} : ${value}`, LEFT]]);
}

/** Text in lines of at most this width; a word that is longer stands out. */
function wrapped(text: string, widthPx: number): string[] {
  const lines: string[] = [];
  let room = 0;
  for (const word of text.split(' ')) {
    const width = lengthOf(word, SIZE);
    if (lines.length > 0 && width <= room) lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
    room = (lines.at(-1) === word ? widthPx : room) - width - SIZE * SPACE;
  }
  return lines;
}

const SPACE = 0.25;
const lengthOf = (word: string, size: number): number =>
  Array.from(word, (one) => inked(one, size).width).reduce((sum, width) => sum + width, 0);
const widthOf = (text: string, size: number): number =>
  text
    .split(' ')
    .filter(Boolean)
    .reduce((sum, word) => sum + lengthOf(word, size) + size * SPACE, -size * SPACE);

/** Outlines cost a tenth of a millisecond each, and a listing has tens of thousands of letters; few of them are different ones. */
const outlines = new Map<string, Line>();
function inked(character: string, size: number): Line {
  const key = `${size} ${character}`;
  const known = outlines.get(key) ?? letter(character, size);
  if (outlines.size < OUTLINES_MAX) outlines.set(key, known);
  return known;
}
const OUTLINES_MAX = 3_000;

function openSheet() {
  const pages: ListingPage[] = [{ svg: '', words: [] }];
  let y = 0;
  let line = 0;
  const put = (text: string, x: number, baseline: number, size: number): void => {
    const page = pages.at(-1)!;
    let at = x;
    for (const word of text.split(' ').filter(Boolean)) {
      const from = at;
      for (const character of word) {
        const { path, width } = inked(character, size);
        page.svg += `<path transform="translate(${at.toFixed(1)} ${baseline.toFixed(1)})" d="${path}"/>`;
        at += width;
      }
      const box: Word['box'] = [from, baseline - size * 0.75, at, baseline + size * 0.25].map(Math.round) as Word['box'];
      page.words.push({ text: word, box, confidence: 1, line, block: 0 });
      at += size * SPACE;
    }
    line += 1;
  };
  return {
    pages,
    put,
    goTo(to: number) {
      y = to;
    },
    space() {
      y += SIZE;
    },
    isFull: () => pages.length === PAGES_MAX && y > FOOT - 12 * SIZE * LEADING,
    /** Pieces beside each other, below what stands already. */
    row(pieces: readonly Piece[], size = SIZE) {
      y += size * LEADING;
      if (y > FOOT && pages.length < PAGES_MAX) {
        pages.push({ svg: '', words: [] });
        y = 160;
      }
      if (y > FOOT + 60) return;
      for (const [text, x, side] of pieces) put(text, side === 'right' ? x - widthOf(text, size) : x, y, size);
    },
  };
}
