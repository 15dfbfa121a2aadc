/** Numbers a clerk files and finds by: those with a word before them that says what they are, and company identifiers. */
import { ibanLength, isCreditorReference, isIban, isSiren, isSiret, isVatFr } from './check-digits.ts';
import { findDates } from './dates.ts';
import type { Evidence, Reference, SenderIds } from './evidence.ts';
import { foldCase, foldId } from './folding.ts';
import type { Layout, Line } from './page-lines.ts';

/** Label → kind. Folded text, longest first within a place; what follows must look like a number. */
const LABELS: [string, RegExp][] = [
  [
    'customer_number',
    /(?:code|n°|no\.?|numero|ref\.?)\s*(?:de )?client|client n°|customer (?:no|number|ref)\.?|account (?:code|ref)|kundennummer|kunden-?nr\.?|kd\.?-?\s?nr\.?|numero cliente|customer id|client id|client ref(?:erence)?|codice cliente|cliente n\.?/g,
  ],
  [
    'order_number',
    /bon de commande|votre commande|votre cde|commande(?: client)?|n° de commande|cde|purchase order|p\.?o\.? (?:no|number)\.?|your order|order (?:no|number)\.?|bestellung|bestell-?(?:nr|nummer)\.?|ihre bestellung|auftrag(?:s?-?(?:nr|nummer))?\.?|commande n°|order|ordine|vostro ordine|vs\.? ordine|ordine(?: n)?/g,
  ],
  [
    'invoice_number',
    /facture(?: de vente| d'acompte| proforma)?|avoir|note d'honoraires|invoice|credit note|rechnung(?:s-?(?:nr|nummer))?\.?|fattura|parcella|duplicata/g,
  ],
  [
    'delivery_number',
    /bon de livraison|bordereau(?: de (?:livraison|reception|expedition|transport))?|bon de (?:reception|transport)|goods received note|consignment note|lettre de voiture|distinta|bulletin de livraison|avis d'expedition|bon d'expedition|delivery note|dispatch advice|despatch (?:note|advice)|packing list|lieferschein(?:-?(?:nr|nummer))?\.?|versandanzeige|documento di trasporto|bolla(?: di consegna)?|ddt|avviso di spedizione/g,
  ],
  [
    'contract_number',
    /contrat(?:-cadre)?(?: de [a-z]+(?: de [a-z]+)?)?|convention(?: de [a-z]+)?|contract|agreement|wartungsvertrag(?:s)?|rahmenvertrag(?:s)?|vertrag(?:s(?:-?(?:nr|nummer))?)?\.?|contratto(?: quadro| di [a-z]+)?|bail/g,
  ],
  [
    'policy_number',
    /police(?: d'assurance)?|policy|sinistre|declaration de sinistre|claim|versicherungsschein|police|schaden(?:s?nummer|-?nr)?\.?|polizza|sinistro/g,
  ],
  [
    'case_number',
    /dossier|affaire|matter(?: reference)?|file reference|case (?:no|number|ref)?\.?|repertoire general|rg|aktenzeichen|geschaftszeichen|az\.?|pratica|procedura|our file/g,
  ],
  [
    'staff_number',
    /numero de salarie|matricule|n° de salarie|staff number|employee (?:no|number)|personalnummer|personal-?nr\.?|matricola|numero di matricola/g,
  ],
  ['account', /compte|account(?: (?:no|number))?\.?|konto(?:nummer)?|kontonr\.?|conto(?: corrente)?/g],
  ['tax_number', /numero fiscal|tax(?:payer)? (?:reference|number|id)|steuernummer|steuer-?nr\.?|codice fiscale|utr|n° fiscal|spi/g],
  [
    'your_reference',
    /v(?:otre|os|\/|s\.?)\s?\/?\s?ref(?:erences?|s)?\.?|vos references|your ref(?:erence)?\.?|[il1t]hr zeichen|ihre nachricht|vs\.? ?rif\.?|vostro rif(?:erimento)?\.?/g,
  ],
  [
    'reference',
    /n(?:otre|os|\/|s\.?)\s?\/?\s?ref(?:erences?|s)?\.?|our ref(?:erence)?\.?|unser zeichen|ns\.? ?rif\.?|nostro rif(?:erimento)?\.?|reference(?: de l'avis)?|references|ref\.?|referenz|protocollo|prot\.?|riferimento|rif\.?|enregistre sous (?:le numero|la reference)|sous le numero|under (?:the )?number|registered under/g,
  ],
];
/** Between label and number. */
const BETWEEN =
  /^\s*(?:(?:n°|no\.?|n\.|nr\.?|nº|ne|n'|number|numero|num\.?|reference|ref\.?|client|commande|de|du|of|est|is|ist|e|lautet|le|la|,|;|:|\.|#|-|–|\(|n)\s*){0,4}$/;
/** Must contain a digit; groups joined by slash, dash, dot or underscore. */
const TOKEN = /(?<![\p{L}\d/.-])[\p{L}\d]{1,12}(?:[-/._][\p{L}\d]{1,12}){0,4}(?![\p{L}\d])/gu;

/** `contrat de prestation de services n° X`: a few more words, then a sign that a number follows. */
const WORDS_THEN_NUMBER = /^[\p{L}' ,-]{0,40}(?<!\p{L})(?:n°|no\.|nr\.?|n\.|nº|number|numero|nummer|sous le numero|num\.)\s*[:.]?\s*$/u;
/** A number that is announced, but not what it is. */
const ANNOUNCED = /(?:^|[\s(])(?:n°|nº|no\.|nr\.|numero|number|nummer|ref\.?|reference)\s*[:.]?\s*$/;
/** `FA-2026-0012`, `DOS-340602`: shaped like what an office numbers its papers with. */
const OFFICE_SHAPE = /^[A-Z]{2,4}-(?:\d{4}-\d{2,8}|\d{4,8})$/;

/** More numbers are a list of goods, not what an office files by. */
const REFERENCES_MAX = 200;

export interface FoundReferences {
  references: Reference[];
  ids: SenderIds;
  evidence: Evidence[];
}

export function findReferences(layouts: readonly Layout[], skip: ReadonlySet<string>): FoundReferences {
  const found = new Map<string, Reference & { line: Line }>();
  const ids: SenderIds = {};
  for (const layout of layouts) {
    for (const [i, line] of layout.rows.entries()) {
      if (found.size >= REFERENCES_MAX) break;
      for (const [kind, value] of identifiers(line.text)) {
        if (!found.has(foldId(value))) found.set(foldId(value), { kind, value, line });
        if (kind === 'siret') ids.siret ??= value;
        else if (kind === 'siren') ids.siren ??= value;
        else if (kind === 'vat_number') ids.vat ??= value;
        else if (kind === 'iban' && isIban(value)) ids.iban ??= value;
      }
      for (const reference of labelled(line, layout.rows[i + 1])) {
        const key = foldId(reference.value);
        if (!skip.has(key) && !found.has(key)) found.set(key, { ...reference, line });
      }
    }
  }
  const byLine = Map.groupBy(found.values(), (r) => r.line);
  const references = [...found.values()].filter((r) => !partOfAnother(r, byLine.get(r.line)!)).slice(0, REFERENCES_MAX);
  return {
    references: references.map(({ kind, value }) => ({ kind, value })),
    ids,
    evidence: references.map((r) => ({
      field: `references.${r.kind}`,
      page: r.line.page,
      boxes: [r.line.box],
      rule: 'reference_labelled',
      confidence: 0.85,
    })),
  };
}

function labelled(line: Line, below: Line | undefined): Reference[] {
  const text = foldCase(line.text);
  // foldCase changes lengths only for ligatures; where it did, positions cannot be trusted.
  const source = text.length === line.text.length ? line.text : text;
  const dates = findDates(source);
  const hits: { kind: string; end: number; at: number }[] = [];
  for (const [kind, pattern] of LABELS) {
    for (const m of text.matchAll(pattern)) {
      const at = m.index;
      const end = at + m[0].length;
      if (/[\p{L}\d]/u.test(text[at - 1] ?? ' ') || /[\p{L}]/u.test(text[end] ?? ' ')) continue;
      hits.push({ kind, end, at });
    }
  }
  const out: Reference[] = [];
  for (const m of source.matchAll(TOKEN)) {
    const at = m.index;
    const end = at + m[0].length;
    const value = mendDigits(grouped(source, m[0], at));
    if (!plausible(value) || dates.some((d) => d.start < end && at < d.end)) continue;
    const label = hits
      .filter((h) => h.end <= at && (BETWEEN.test(text.slice(h.end, at)) || WORDS_THEN_NUMBER.test(text.slice(h.end, at))))
      .sort((a, b) => b.end - a.end || a.at - b.at)[0];
    const announced = ANNOUNCED.test(text.slice(0, at)) || OFFICE_SHAPE.test(value);
    if ((!label && !announced) || isMoney(source, at, end)) continue;
    out.push({ kind: label?.kind ?? 'reference', value });
  }
  // `Référence` at the end of a row, its number at the start of the next.
  const open = hits.find((h) => BETWEEN.test(text.slice(h.end)) && h.at > text.length * 0.6 && /[a-z]/.test(text.slice(h.at)));
  if (open && below) {
    const first = /^\s*([\p{L}\d]{1,12}(?:[-/._][\p{L}\d]{1,12}){0,4})(?![\p{L}\d])/u.exec(below.text);
    if (first && plausible(first[1]!) && /[-/]|\d{5}/.test(first[1]!) && findDates(below.text)[0]?.start !== 0)
      out.push({ kind: open.kind, value: first[1]! });
  }
  return out;
}

const plausible = (token: string): boolean => {
  const digits = token.replace(/\D/g, '').length;
  return digits >= 3 && token.length >= 4 && token.length <= 30;
};
const isMoney = (text: string, at: number, end: number): boolean =>
  /^(?:[.,]\d{2}\b|\s?(?:€|eur|chf|gbp|£))/i.test(text.slice(end)) || /(?:€|£|eur|chf|gbp)\s?$/i.test(text.slice(0, at));

/** Small letters between digits of a code are digits misread: `8os1` is `8051`. */
function mendDigits(token: string): string {
  return token.replace(/(?<=\d)[osliz]+(?=\d|$)|(?<=[-/])[osliz]+(?=\d)/g, (s) =>
    s.replace(/o/g, '0').replace(/s/g, '5').replace(/[li]/g, '1').replace(/z/g, '2'),
  );
}

/** `407 320 777 899`, `1387 G 895`: groups of digits, one letter between them at most, belong together. */
function grouped(text: string, token: string, at: number): string {
  if (!/^\d{2,4}$/.test(token)) return token;
  const m = /^\d{2,4}(?:(?: \d{3,4}){1,5}| [A-Z] \d{2,4})(?![\d/]|[.,]\d)/.exec(text.slice(at).replace(/ +/g, ' '));
  return m ? m[0] : token;
}

/** Numbers proved by their own check digits, wherever they stand. */
function identifiers(text: string): [string, string][] {
  const out: [string, string][] = [];
  const upper = text.toUpperCase();
  for (const m of upper.matchAll(/(?<![A-Z\d])[A-Z]{2}[\dO]{2}(?:\s?[A-Z\dÉ]{1,4}){3,9}/g)) {
    const iban = cutIban(foldId(m[0]));
    if (iban) out.push(['iban', iban]);
    // Printed as an IBAN and of the right length, but the check fails: shown to the clerk, never used to identify the sender.
    else if (/IBAN/.test(upper)) {
      const id = foldId(m[0]);
      const length = ibanLength(id.slice(0, 2));
      if (length !== null && id.length >= length) out.push(['iban', id.slice(0, length)]);
    }
  }
  for (const m of upper.matchAll(/(?<![A-Z\d])FR\s?([\dA-Z]{2})\s?(\d{3}\s?\d{3}\s?\d{3})(?!\s?\d)/g)) {
    const vat = foldId(m[0]);
    if (isVatFr(vat) || /TVA|VAT|IVA|UST/.test(upper)) out.push(['vat_number', vat]);
  }
  for (const m of upper.matchAll(
    /(?<![A-Z\d])(DE\s?\d{9}|IT\s?\d{11}|GB\s?\d{9}|BE\s?0\d{9}|ATU\s?\d{8}|CHE[- ]?\d{3}\.?\d{3}\.?\d{3})(?!\d)/g,
  ))
    out.push(['vat_number', foldId(m[1]!)]);
  for (const m of upper.matchAll(/(?<!\d)(\d{3}\s?\d{3}\s?\d{3})\s?(\d{5})(?!\s?\d)/g)) {
    const siret = foldId(m[0]);
    if (isSiret(siret)) out.push(['siret', siret]);
  }
  for (const m of upper.matchAll(/(?:SIREN|RCS)[^\d]{0,30}(\d{3}\s?\d{3}\s?\d{3})(?!\s?\d)/g)) {
    const siren = foldId(m[1]!);
    if (isSiren(siren)) out.push(['siren', siren]);
  }
  for (const m of upper.matchAll(/(?<![A-Z\d])RF\s?\d{2}(?:\s?[A-Z\d]{1,4}){1,6}/g)) {
    const rf = foldId(m[0]);
    if (isCreditorReference(rf)) out.push(['creditor_reference', rf]);
  }
  return out;
}

/** The IBAN at the start of a run that may have run on into the next word. Where the check fails by one misread letter, it is tried as the digit. */
function cutIban(run: string): string | null {
  const length = ibanLength(run.slice(0, 2));
  const text = length === null ? run : run.slice(0, length);
  if (isIban(text)) return text;
  if (length === null || text.length < length) return null;
  const digits =
    text.slice(0, 2) + text.slice(2).replace(/O/g, '0').replace(/[IL]/g, '1').replace(/S/g, '5').replace(/B/g, '8').replace(/Z/g, '2');
  return isIban(digits) ? digits : null;
}

/** A shorter number that is only the tail or head of a longer one found on the same line. */
const partOfAnother = (r: Reference, onLine: readonly Reference[]): boolean =>
  onLine.some((o) => o !== r && foldId(o.value).length > foldId(r.value).length && foldId(o.value).includes(foldId(r.value)));
