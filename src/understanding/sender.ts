/** Who writes: the letterhead, and the e-mail and telephone printed with it. */
import type { AddressBlock } from './address-block.ts';
import { emailsIn } from './emails.ts';
import type { Evidence, SenderIds } from './evidence.ts';
import { foldCase, foldWords } from './folding.ts';
import { readsLike } from './ocr-distance.ts';
import { isOurName, isPlaceLine, type OrganisationIndex } from './organisation.ts';
import type { Layout, Line } from './page-lines.ts';
import { isCardShaped } from './page-zones.ts';
import { isLabel } from './reference-labels.ts';
import { findMarks } from './secrecy.ts';

export interface FoundSender {
  name: string | null;
  ids: SenderIds;
  evidence: Evidence[];
}

const NAMED_FIRST = /^\p{L}.{2,60}? [-–—·●•] .*(?:\bSIRET\b|\bSIREN\b|\bRCS\b|\b\d{5} \p{Lu})/u;
/** Firms say what they are in law; what stands over an address or calls the document is no name. */
const LEGAL_FORM =
  /\b(?:sarl|sasu?|eurl|selarl|scop|snc|sci|gmbh|ag|kg|ohg|ug|e k|ltd|limited|llp|llc|plc|inc|corp|b v|n v|srl|s r l|spa|s p a|sprl|srls?)\b/;
const NO_NAME =
  /^(?:adresse|anschrift|lieferadresse|rechnungsadresse|liefer|indirizzo|address|billing|shipping|bill to|ship to|deliver|factuuradres|afleveradres|kopie|copie|copy|duplicat|facture|factuur|\w*rechnung|rechnungskorrektur|gutschrift|invoice|tax invoice|retail invoice|credit note|avoir|fattura|bon de|bordereau|lieferschein|delivery note|avis|devis|angebot|quotation|preventivo|objet|betreff|oggetto|subject|page|seite|pagina|date|datum|data|beispiel|ref|receipt|recu|recepisse|quittung|empfangsschein|ricevuta|payment part|section paiement|zahlteil|sezione pagamento)\b|^(?:verkaufer|kaufer|lieferant|empfanger|absender|vendeur|acheteur|fournisseur|seller|buyer|customer|client|kunde)$/;
/** `Sold by: X`. */
const SELLER =
  /^(?:sold by|seller|vendor|supplier|from|vendu par|vendeur|fournisseur|emetteur|expediteur|verkaufer|lieferant|absender|fornitore|mittente|venditore|verkoper|leverancier)\s*:\s*\p{L}/u;
/** Who leaves cards at the door; their names read like marks on an envelope. */
const CARRIER =
  /^(?:la poste|colissimo|chronopost|deutsche post|dhl|hermes|poste italiane|royal mail|parcelforce|die post|post ch|bpost|postnl|dpd|gls|ups|fedex|mondial relay|[a-z]+ (?:and )?post depot)(?: [a-z]+)?$/;
/** The carrier is paid by this and has written nothing: `1,27 €`, `001,27`, `EUR 3,81`. */
const POSTAGE = /^(?:\D{0,5} )?\d{1,3}[.,]\d\d(?: \D{1,4})?$/;
const MARKS = /lettre|recommand|prioritaire|verte|post|class|franc|porto|bezahlt|einschreiben|raccomandata|registered|destinataire|priorit/;

export function findSender(
  layout: Layout,
  block: AddressBlock | null,
  ours: OrganisationIndex,
  isOurs: (email: string) => boolean,
): FoundSender {
  const ids: SenderIds = {};
  const evidence: Evidence[] = [];
  const identify = (id: 'email' | 'phone', line: Line, value: string): void => {
    if (ids[id] !== undefined) return;
    ids[id] = value;
    evidence.push({
      field: `sender.${id}`,
      value,
      text: line.text,
      page: line.page,
      boxes: [line.box],
      rule: `sender_${id}`,
      confidence: 0.8,
    });
  };
  const inBlock = new Set<Line>(block?.lines);
  const { heightPx, widthPx } = layout.page;
  for (const line of layout.lines) {
    if (inBlock.has(line)) continue;
    const email = emailsIn(line.text)[0];
    const sure = line.words.every((w) => !w.text.includes('@') || w.confidence > 0.6);
    if (email && sure && !isOurs(email)) identify('email', line, email);
    const phone = phoneIn(foldCase(line.text));
    if (phone !== null) identify('phone', line, phone);
  }
  const top = layout.stacks
    .filter((s) => !s.some((l) => inBlock.has(l)))
    .filter(
      (s) => s[0]!.box[1] < (isCardShaped(layout) ? 0.35 : 0.22) * heightPx && !(isCardShaped(layout) && s[0]!.box[0] > 0.55 * widthPx),
    )
    .filter(
      (s) =>
        s.some((l) => l.folded.replace(/[^a-z]/g, '').length >= 4) &&
        !MARKS.test(s[0]!.folded) &&
        findMarks(s[0]!.folded, 'letter') === null,
    );
  const first = top
    .flatMap((s) => s[0]!)
    .filter((l) => !isPlaceLine(l.folded) && isOurName(ours, l.folded) === null && !l.text.includes('@') && meanConfidence(l) > 0.5)
    .filter((l) => !NO_NAME.test(l.folded) && !isLabel(foldCase(l.text)) && !l.text.trimEnd().endsWith(':'))
    .sort((a, b) => Number(isHouse(b)) - Number(isHouse(a)) || b.heightPx - a.heightPx || a.box[1] - b.box[1])[0];
  // The footer or the line over the address says it, too: `Firm - SIRET …`, `Firm - 12 rue X - 75011 PARIS`.
  const printed = layout.lines.filter((l) => !inBlock.has(l) && NAMED_FIRST.test(l.text) && isOurName(ours, foldWords(nameIn(l))) === null);
  // It is not drawn, and so read whole where the letterhead is half a logo.
  const named =
    layout.lines.find((l) => !inBlock.has(l) && SELLER.test(foldCase(l.text))) ??
    printed.find(
      (l) => first === undefined || completes(nameIn(l), nameIn(first)) || (isHouse(l) && !isHouse(first) && l.box[3] < first.box[1]),
    ) ??
    first ??
    (isCardShaped(layout)
      ? layout.stacks
          .filter((s) => !s.some((l) => POSTAGE.test(l.text)))
          .flat()
          .find((l) => CARRIER.test(l.folded))
      : undefined);
  const name = named ? nameIn(named) : null;
  if (named && name !== null) {
    const rule = named === first ? 'letterhead' : 'footer';
    evidence.unshift({ field: 'sender', value: name, text: named.text, page: named.page, boxes: [named.box], rule, confidence: 0.7 });
  }
  return { name, ids, evidence };
}

/**
 * The number behind the word for it. In pairs, as French ones are set, it has five of them; what a stain added is cut off. Digits that
 * stand alone or are too few were lost, and a number that lacks one identifies nobody.
 */
export function phoneIn(folded: string): string | null {
  const found = PHONE.exec(withDigits(folded))?.[1]?.trim();
  if (found === undefined) return null;
  const pairs = /^0[1-9](?:[ .-]?\d\d){4}(?= \d$|$)/.exec(found)?.[0];
  if (pairs !== undefined) return pairs;
  const digits = found.replaceAll(/\D/g, '');
  // `+33 4 50 …`, and the extension of `030/123456-0`.
  const lone = /[ .]\d(?=[ .])/.test(found.replace(/^\+\d{1,3} \d(?= )/, ''));
  return !lone && digits.length >= (found.startsWith('0') ? 9 : 8) && digits.length <= 15 && !/^0[1-9]\d{7}$/.test(digits) ? found : null;
}
/** Letters read for digits beside digits; `1.` for the `T.` of a French number. */
const withDigits = (folded: string): string =>
  folded
    .replace(/(?<=\d|[ .:])o(?=\d)|(?<=\d)o(?=[\d ]|$)/g, '0')
    .replace(/(?<=[\d ])[il|](?=\d)|(?<=\d)[il|](?=[\d ]|$)/g, '1')
    .replace(/(?<=^| )1\. ?(?=0[1-9](?: ?\d\d){4}$)/, 't. ');
const PHONE =
  /(?:(?<![a-z])(?:t|ph)\s?\.|\btel\b\.?|\btelephone|\bphone|\btelefono?|\bfon\b)[\s:|]*((?:\(\d{2,5}\) ?|\+)?\d[\d .()/-]{6,20}\d)/;

/** A single capital or sign before the name is a logo. */
const nameIn = (line: Line): string =>
  (SELLER.test(foldCase(line.text)) ? line.text.slice(line.text.indexOf(':') + 1).replace(/[,;.]+\s*$/, '') : line.text)
    .trim()
    .split(/ [-–—|·●•] /)[0]!
    .replace(/^(?:(?:[^\s.&]|[^\s.&\p{L}]\S|\S[^\s.&\p{L}]) )+(?=\p{Lu}\p{L}{2})/u, '')
    .trim();

const isHouse = (line: Line): boolean => LEGAL_FORM.test(foldWords(nameIn(line)));

/** The same name, of which the letterhead lacks words or letters. */
function completes(whole: string, part: string): boolean {
  const [a, b] = [foldWords(whole), foldWords(part)];
  const words = b.split(' ').filter((w) => w.length >= 4);
  const found = words.filter((w) => a.split(' ').some((x) => readsLike(w, x)));
  return a.length > b.length && a.length <= 80 && found.length > 0 && found.length >= words.length - 1;
}

const meanConfidence = (line: Line): number => line.words.reduce((s, w) => s + w.confidence, 0) / line.words.length;
