/** Numbers a clerk files and finds by: those with a word before or above them that says what they are, and company identifiers. */

import { cellsBelow, columnsUnder } from './column-heads.ts';
import { findDates } from './dates.ts';
import type { Evidence, Reference, SenderIds } from './evidence.ts';
import { fieldsIn, kindOfField } from './field-cells.ts';
import { foldCase, foldId } from './folding.ts';
import { type Identifier, type IdentifierKind, identifiersIn } from './identifiers.ts';
import type { Layout, Line } from './page-lines.ts';
import { isSentence } from './page-zones.ts';
import { ANNOUNCED, BETWEEN, DOCUMENT, LABELS, OF_A_LAW, OF_THE_HOUSE, WORDS_THEN_NUMBER } from './reference-labels.ts';

/** Must contain a digit; groups joined by slash, dash, dot or underscore. */
const TOKEN = /(?<![\p{L}\d/.-])[\p{L}\d]{1,14}(?:[-/._][\p{L}\d]{1,20}){0,5}(?![\p{L}\d])/gu;
/** In characters: what announces a number stands near it, and no number is longer. */
const ANNOUNCED_REACH = 120;
const GROUPS_REACH = 60;
const WHOLE_TOKEN = new RegExp(`^${TOKEN.source}$`, 'u');
/** `FA-2026-0012`, `DOS-340602`: shaped like what an office numbers its papers with. */
const OFFICE_SHAPE = /^[A-Z]{2,4}-(?:\d{4}-\d{2,8}|\d{4,8})$/;
/** Small firms count from one, `Facture n° 118`, `Fattura n. 77/B`; large ones use letters, `DE61XYZABEY`: believed behind a sign for "number" alone. */
const SHORT_ONES = new Set(['invoice_number', 'customer_number', 'order_number', 'delivery_number', 'quote_number']);
const SHORT = /^(?:\d{2,3}|\d{1,3}[/-][A-Z\d]{1,4}|[A-Z]{1,2}-?\d{1,2}|(?=.*\d.*\d)[A-Z\d]{6,20})$/;
const NUMBER_SIGN = /(?:n°|nº|n\.|no\.?|nr\.?|numero|number|nummer|#)\s*:?\s*$/;
const SAYS_NUMBER = /n°|nº|n\.|no\.|nr\.?(?!\p{L})|numero|number|nummer|#|code|cod\.|(?<!\p{L})id(?!\p{L})|identifiant/u;
/** `CH-4460 Bex`: a place, where a capital follows. */
const PLACE = /^(?:AT|BE|CH|DE|ES|FR|IT|LI|LU|NL)-\d{4,5}$/;
/** A column's width before it: of the address beside. */
const BESIDE = / {2}$/;
/** `42600 MONTBRISON`. */
const POSTCODE = /^\s*\d{4,5} \p{Lu}/u;
const IBAN_BEGUN = /(?<![\p{L}\d])[A-Z]{2}\d{2}(?: [A-Z\d]{4}){1,6}$/u;
/** Papers that are listed under their heading. */
const LISTED = new Set(['invoice_number', 'order_number', 'delivery_number', DOCUMENT]);
/** More numbers are a list of goods, not what an office files by. */
const REFERENCES_MAX = 200;

const SENDER_ID: Partial<Record<IdentifierKind, keyof SenderIds>> = { siret: 'siret', siren: 'siren', vat_number: 'vat', iban: 'iban' };

export interface FoundReferences {
  references: Reference[];
  ids: SenderIds;
  evidence: Evidence[];
}

/** Shaped or announced like a number, without a word for its kind: a heading over it may say more. */
const BY_SHAPE = 'reference_shaped';

interface Found extends Reference {
  line: Line;
  rule: string;
  confidence: number;
}

/** Whose number `Document n°` is, by the class of the document. */
const OF_PAPER: Readonly<Record<string, string>> = {
  invoice: 'invoice_number',
  delivery_note: 'delivery_number',
  contract: 'contract_number',
};

/** @param skip folded numbers that are something else: tracking numbers, our own. */
export function findReferences(layouts: readonly Layout[], skip: ReadonlySet<string>, classId: string | null): FoundReferences {
  const found = new Map<string, Found>();
  const ids: SenderIds = {};
  const others = [...skip];
  const add = ({ kind: said, value }: Reference, line: Line, rule: string, confidence: number): void => {
    const key = foldId(value);
    const kind = said === DOCUMENT ? (OF_PAPER[classId ?? ''] ?? 'reference') : said;
    const known = found.get(key);
    if ((known === undefined || known.rule === BY_SHAPE) && !others.some((o) => sameButMisread(o, key)))
      found.set(key, { kind, value, line, rule, confidence });
  };
  const identify = ({ kind, value, proved, yours }: Identifier, line: Line): void => {
    add({ kind, value }, line, proved ? 'check_digits' : 'identifier_labelled', proved ? 0.99 : 0.75);
    const id = SENDER_ID[kind];
    if (id && !yours && (proved || kind !== 'iban')) ids[id] ??= value;
  };
  for (const layout of layouts) {
    // An IBAN in a narrow column goes on under itself, where the next row begins with something else.
    for (const stack of layout.stacks)
      for (const [i, line] of stack.entries())
        if (IBAN_BEGUN.test(line.text))
          for (const found of identifiersIn(line.text, stack[i + 1]?.text))
            if (found.kind === 'iban' && found.proved) identify(found, line);
    // Before the rows, where the last heading would stand right before the first number.
    for (const { head, last, cell } of columnsUnder(layout)) {
      const near = underHead(last, cell);
      const reference = near !== null && near.kind !== 'reference' ? near : (underHead(head, cell) ?? near);
      if (reference && found.size < REFERENCES_MAX) add(reference, cell, 'reference_under_heading', 0.8);
      // Reminders list several papers under one heading.
      if (reference && LISTED.has(reference.kind) && classId !== 'invoice')
        for (const next of cellsBelow(layout, head, cell)) {
          const another = underHead(last, next) ?? underHead(head, next);
          if (another && found.size < REFERENCES_MAX) add(another, next, 'reference_under_heading', 0.8);
        }
    }
    for (const [i, line] of layout.rows.entries()) {
      if (found.size >= REFERENCES_MAX) break;
      const below = layout.rows[i + 1];
      for (const found of identifiersIn(line.text, below?.text)) identify(found, line);
      for (const { kind, value, named } of labelled(line, below))
        add({ kind, value }, line, named ? 'reference_labelled' : BY_SHAPE, named ? 0.85 : 0.7);
      if (!isSentence(line))
        for (const { kind, value } of fieldsIn(mend(line.text)))
          if (isFieldValue(kind, value)) add({ kind, value: mendDigits(value) }, line, 'reference_field', 0.8);
    }
  }
  const byLine = Map.groupBy(found.values(), (r) => r.line);
  const kept = [...found.values()].filter((r) => !partOfAnother(r, byLine.get(r.line)!)).slice(0, REFERENCES_MAX);
  return { references: kept.map(({ kind, value }) => ({ kind, value })), ids, evidence: kept.map(toEvidence) };
}

const toEvidence = ({ kind, value, line, rule, confidence }: Found): Evidence => ({
  field: `references.${kind}`,
  value,
  text: line.text,
  page: line.page,
  boxes: [line.box],
  rule,
  confidence,
});

/** `DOS- 883226`, `Vs, rif.`: a recogniser's space behind the hyphen of a code, its comma for the stop of a word cut short; `: C DE-6980`, a capital set apart. Same length, so that places stay right. */
const mend = (text: string): string =>
  text
    .replaceAll(/(?<=[:°#] )(\p{Lu}) (?=\p{Lu}{1,3}-?\d{3})/gu, ' $1')
    .replaceAll(/(?<![\p{L}\d])(\p{Lu}{2,5})- (?=\d{3})/gu, ' $1-')
    .replaceAll(/(?<!\p{L})(\p{L}{1,3}),(?= ?\p{Ll})/gu, '$1.');

interface Label {
  kind: string;
  at: number;
  end: number;
}

function labelsIn(text: string): Label[] {
  const labels: Label[] = [];
  for (const [kind, pattern] of LABELS) {
    for (const m of text.matchAll(pattern)) {
      labels.push({ kind, at: m.index, end: m.index + m[0].length });
    }
  }
  return labels;
}

/** The label that ends nearest before; of those that end together the longest. */
const nearest = (labels: readonly Label[], fits: (label: Label) => boolean): Label | undefined =>
  labels.filter(fits).sort((a, b) => b.end - a.end || a.at - b.at)[0];

/** @returns `named` where words say which kind it is; otherwise that it is a number of some kind. */
function labelled(line: Line, below: Line | undefined): (Reference & { named: boolean })[] {
  const mended = mend(line.text);
  const text = foldCase(mended);
  // foldCase changes lengths only for ligatures; where it did, positions cannot be trusted.
  const source = text.length === mended.length ? mended : text;
  const dates = findDates(source);
  const numbers = Array.from(source.matchAll(TOKEN), (m) => ({
    value: mendDigits(grouped(source, m[0], m.index)),
    at: m.index,
    end: m.index + m[0].length,
  })).filter(({ value, at, end }) => /\d/.test(value) && !dates.some((d) => d.start < end && at < d.end) && !isMoney(source, at, end));
  const first = SENTENCE_END.test(text) ? undefined : NUMBER_FIRST.exec(below?.text ?? '')?.[1];
  // Most rows have no number, and labels take the longest to look for.
  if (numbers.length === 0 && first === undefined) return [];
  const labels = labelsIn(text);
  const out: (Reference & { named: boolean })[] = [];
  for (const { value, at, end } of numbers) {
    const before = text.slice(0, at);
    const near = before.slice(-ANNOUNCED_REACH);
    const label = nearest(labels, (l) => l.end <= at && (BETWEEN.test(before.slice(l.end)) || WORDS_THEN_NUMBER.test(before.slice(l.end))));
    if (PLACE.test(value) && /^\s+\p{Lu}/u.test(source.slice(end))) continue;
    const announced = ANNOUNCED.test(near) || OFFICE_SHAPE.test(value);
    if (YEAR.test(value) && OF_YEAR.test(before)) continue;
    if (BESIDE.test(before) && POSTCODE.test(source.slice(at))) continue;
    const told = plausible(value) || (label !== undefined && isShortOne(label.kind, value, `${text.slice(label.at, label.end)} ${near}`));
    if (told && (label || announced) && !OF_THE_HOUSE.test(near) && !OF_A_LAW.test(near))
      out.push({ kind: label?.kind ?? 'reference', value, named: label !== undefined });
  }
  // `Référence` at the end of a row, its number at the start of the next.
  const open = labels.find((l) => BETWEEN.test(text.slice(l.end)) && l.at > text.length * 0.6 && /[a-z]/.test(text.slice(l.at)));
  if (
    below &&
    open &&
    first !== undefined &&
    ((plausible(first) && /[-/]|\d{5}/.test(first)) || isShortOne(open.kind, first, text.slice(open.at))) &&
    !POSTCODE.test(below.text) &&
    findDates(below.text)[0]?.start !== 0
  )
    out.push({ kind: open.kind, value: first, named: true });
  return out;
}

/** A row that begins with a number, or with `n°` and a number. */
const NUMBER_FIRST =
  /^\s*(?:(?:n°|no\.?|nr\.?|n\.|num[a-z]{3}) ?:? ?)?((?=\S*\d)[\p{L}\d]{1,12}(?:[-/._][\p{L}\d]{1,12}){0,4})(?![\p{L}\d])/iu;
/** `Ce document n'est pas une facture.` announces nothing. */
const SENTENCE_END = /[a-z]{4}[.!?]$/;

/** @param before what announces the number. */
const isShortOne = (kind: string, value: string, before: string): boolean =>
  SHORT_ONES.has(kind) && SHORT.test(value) && (NUMBER_SIGN.test(before) || (SAYS_NUMBER.test(before) && /[A-Z]/.test(value)));

/** `Le compte de 2024`. */
const OF_YEAR = /\b(?:de|of|for|von|fur|del|di|per|pour)\s$/;
/** The end of a date that was broken over two lines. */
const YEAR = /^(?:19|20)\d\d$/;

/** What as a heading alone stands for the reader's number, and in a sentence for nobody's. */
const CUSTOMER = /^(?:client|customer|kunde|cliente|klant)$/;

/** A number alone in its cell under a heading that is nothing but a label. */
function underHead(head: Line, cell: Line): Reference | null {
  const text = foldCase(head.text).replace(EDGES, '');
  const value = cell.text.trim();
  if (!(WHOLE_TOKEN.test(value) || GROUPS.test(value)) || findDates(value).length > 0) return null;
  const alone = (l: Label): boolean =>
    /^(?:n°|nº|no\.?|nr\.?|numero|number|de|d'|votre|notre|your|our|ihre?|unsere?|\W|\s)*$/.test(text.slice(0, l.at)) &&
    BETWEEN.test(text.slice(l.end));
  const kind = CUSTOMER.test(text) ? 'customer_number' : (nearest(labelsIn(text), alone)?.kind ?? kindOfField(text));
  return kind != null && (isFieldValue(kind, value) || isShortOne(kind, value, text)) ? { kind, value: mendDigits(value) } : null;
}
/** Dust and rules around a heading. */
const EDGES = /^[^\p{L}\d]+|[^\p{L}\d.°#]+$/gu;
const GROUPS = /^\d{2,5}(?: \d{2,5}){1,4}$/;

/** What stands alone in its cell beside or under a label: long enough, or capitals and digits, `YGAK82`. */
const isFieldValue = (kind: string, value: string): boolean =>
  (plausible(value) || CAPITALS.test(value) || isShortOne(kind, value, '')) &&
  !YEAR.test(value) &&
  !PLACE.test(value) &&
  !isMoney(value, 0, value.length);
const CAPITALS = /^(?=.*\d.*\d)(?=.*[A-Z])[A-Z\d]{5,20}$/;

const plausible = (token: string): boolean => {
  const digits = token.replace(/\D/g, '').length;
  return digits >= 3 && token.length >= 4 && token.length <= 30;
};
const isMoney = (text: string, at: number, end: number): boolean =>
  /^(?:[.,]\d{2}\b|\s?(?:€|eur|chf|gbp|£))/i.test(text.slice(end)) ||
  /(?:€|£|\$|eur|chf|gbp|usd)\s?$/i.test(text.slice(0, at)) ||
  /^\d{1,3}(?:\.\d{3})*[.,]\d{2}$/.test(text.slice(at, end));

/** Small letters between digits of a code are digits misread: `8os1` is `8051`, `Cs7739` is `C57739`. */
function mendDigits(token: string): string {
  return token.replace(/(?<=\d|^[A-Z]{1,4})[osliz]+(?=\d|$)|(?<=[-/])[osliz]+(?=\d)/g, (s) =>
    s.replace(/o/g, '0').replace(/s/g, '5').replace(/[li]/g, '1').replace(/z/g, '2'),
  );
}

/**
 * `407 320 777 899`, `1387 G 895`, a court's `12 O 345/26`, a bank's `30003 01234 00012345678 55`: groups of digits with a letter or so
 * between them belong together; where they are uneven, only ten digits and more.
 */
function grouped(text: string, token: string, at: number): string {
  if (!/^\d{1,5}$/.test(token)) return token;
  const rest = text.slice(at, at + GROUPS_REACH).replace(/ +/g, ' ');
  const even = /^\d{2,4}(?:(?: \d{3,4}){1,5}| [A-Z] \d{2,4})(?![\d/]|[.,]\d)/.exec(rest)?.[0] ?? COURT.exec(rest)?.[0];
  const uneven = /^\d{1,5}(?: \d{2,11}){1,6}(?![\d/]|[.,]\d)/.exec(rest)?.[0];
  const long = uneven !== undefined && uneven.replaceAll(' ', '').length >= 10 ? uneven : undefined;
  return long !== undefined && long.length > (even?.length ?? 0) ? long : (even ?? token);
}

const COURT = /^\d{1,4} [A-Z][A-Za-z]{0,2} \d{1,5}\/\d\d(?![\d/]|[.,]\d)/;

/** The number on the label under the bar code that was read right, itself read wrong or in part. */
const sameButMisread = (known: string, read: string): boolean =>
  known === read ||
  (read.length >= 6 && known.includes(read)) ||
  (known.length >= 11 && known.length === read.length && Array.from(known).filter((c, i) => c !== read[i]).length <= 2);

/** A shorter number that is only the tail or head of a longer one found on the same line. */
const partOfAnother = (r: Reference, onLine: readonly Reference[]): boolean =>
  onLine.some((o) => o !== r && foldId(o.value).length > foldId(r.value).length && foldId(o.value).includes(foldId(r.value)));
