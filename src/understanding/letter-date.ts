/** Which of the dates on a page is the date of the letter, and which the day something is due. */
import { columnsUnder } from './column-heads.ts';
import { type FoundDate, findDates } from './dates.ts';
import type { Evidence } from './evidence.ts';
import { foldCase } from './folding.ts';
import { type Layout, type Line, makeLine } from './page-lines.ts';
import type { ReadWord } from './page-words.ts';
import { bodyTop, isCardShaped, isSubjectLine } from './page-zones.ts';
import { findTerm } from './payment-term.ts';

interface Candidate {
  date: FoundDate;
  line: Line;
  score: number;
}

export interface LetterDates {
  date: string | null;
  dueDate: string | null;
  evidence: Evidence[];
}

/** Words right before a date that make it the letter's own. */
const OWN =
  /(?:^|[\s,:|])(?:le|date|dated|datum|data|fait a [\p{L}' -]+ le|fait le|emis le|etabli le|date de (?:la )?(?:facture|l'avis|emission|l'envoi|redaction)|(?:invoice|bill|statement|letter|issue) date|date of (?:invoice|issue|this letter)|date d'(?:emission|edition|envoi)|date de facturation|date du document|edite le|emise le|etablie le|den|am|li|il|(?:rechnungs|beleg|brief|ausstellungs|druck)-?datum|rechnung vom|ausgestellt am|issued(?: on)?|date issued|document date|stand|(?:releve|arretee?|situation|saldo)(?: (?:de|du) compte| n° ?\d+)*(?: arretee?)? (?:au|le|a la date du|al)|statement (?:date|as of|as at)|kontostand (?:am|vom|per)|estratto conto al|data (?:fattura|documento|(?:di )?emissione)|emess[ao] il|factuur ?datum|factuurdatum|lettre du)\s*[:.]?\s*$/u;
/** Dates with a name of their own that is not this document's. */
const NAMED_OTHERWISE =
  /(?:order|purchase|delivery|shipping|ship|dispatch|despatch|birth|start|end|expiry|expiration|value|due|payment|service|tax point|commande|livraison|expedition|prestation|naissance|valeur|effet|reception|debut|fin|bestell?|auftrags?|liefer|leistungs?|versand|geburts|valuta|falligkeits|zahlungs?|ordine|consegna|nascita|valuta|scadenza|verval|order|lever|bestel)[- ]?(?:date|datum|data|tag)?s?\s*(?:d[ue]l?|am|le|il|on)?\s*[:.]?\s*$|(?:livree?|commandee?|expediee?|recue?|versee?|payee?|delivered|shipped|ordered|bestellt|geliefert|versandt|consegnat[ao]|ordinat[ao])\s*(?:le|am|il|on)?\s*[:.]?\s*$|(?:date|data|datum) (?:de |d'|del |della |di |of )?(?:la |l')?(?:commande|livraison|expedition|prestation|naissance|valeur|effet|reception|echeance|limite|paiement|ordine|consegna|nascita|scadenza|birth|delivery|order)[^:]{0,20}[:.]?\s*$/;
const DUE =
  /(?:echeance|payable|paiement|payer|regler|reglement|acquitter|au plus tard|avant|avant le|d'ici|limite|due|final date|hearing|audience|comparaitre|convoqu\p{L}*|verhandlung|termin|udienza|remit|pay|payment|settle|reply|appeal|by|before|no later than|within|until|fallig|faellig|zahlbar|zahlung|zahlungsziel|spatestens|bis zum|bis|scadenza|entro|pagamento|pagabile|jusqu'au|expirant|deadline|frist|vervaldatum|betalen|vervalt)\b[^.;]{0,60}$/u;
/** A row of a table: something with a date and a sum. */
const MONEY_AT_END = /\d[.,]\d\d(?!\d)\s*(?:€|eur|chf|gbp|£|\$)?\s*$/i;
/** `am 15.11.2026 fällig`. */
const DUE_BEHIND = /^[\s,]*(?:zur zahlung )?(?:fallig|faellig|zu zahlen|zu begleichen|dernier delai|at the latest|al piu tardi)(?![a-z])/;
/** What the reader has to do by then. */
const ASKED =
  /echeance|approvisionn|regularis|repondre|reponse|retourn|parvenir|disposition|retir|collect|hearing|audience|comparaitre|convoqu|verhandlung|udienza|attend|respond|provide|submit|appeal|recours|contest|antwort|abhol|einreich|rispond|ritir|presentar|object|payable|paiement|payer|regler|reglement|acquitter|limite|au plus tard|due|remit|pay|payment|settle|reply|appeal|fallig|faellig|zahl|uberweis|begleich|scadenza|pagamento|versa|sald|bonific|pagabile|entro|verval|betal/;
/** Words before a date that speak of another day. */
const OTHER =
  /(?:jusqu'au|depuis|since|until|seit|bis|dal|fino|prenant effet|a effet d[ue]|a compter du|a partir du|from|ab|gultig|recue? le|du|vom|del|of|on|fixee au|listed for|au|avant|before|nach|rendu le|entre|periode|period|presente le|ne e? ?le|born|geboren|nato)\s+(?:le |the |dem |il )?$/;
/** `loi n° 78-17 du 6 janvier 1978`. */
const LAW =
  /(?<!\p{L})(?:loi|decret|arrete|ordonnance|directive|reglement \((?:ue|ce)\)|\p{L}*gesetz|\p{L}*verordnung|richtlinie|legge|decreto|d\.? ?lgs\.?|act|regulation)(?!\p{L})(?:[^.;]|(?<=\bnr?|\bno)\.){0,50}$/u;
/** `This credits invoice 4711 dated 2 July`. */
const SPOKEN_OF = /[a-z]\s+(?:invoice|order|letter|notice|statement)\b.{0,40}\bdated\s*$/;
/** `Facture n° 4711 du 2 juillet`: what the document is called, and when. */
const TITLE =
  /^\W*(?:(?:n°|no\.?|nr\.?|n\.|numero|number)\s*(?:de |d'|di |of )?)?(?:facture|avoir|note d'honoraires|\p{L}*rechnung|rechnungskorrektur|gutschrift|fattura|nota di (?:ac)?credito|nota credito|invoice|bill|credit (?:note|memo)|faktura|factuur|devis|angebot|preventivo|bon de (?:livraison|commande)|lieferschein|avis|documento?|piece)\b.{0,60}\b(?:du|vom|del|van|dated|of|le)\s*$/u;

/** The day a delivery note is of. */
const DELIVERED = /livr|expedition|expedie|deliver|despatch|dispatch|shipp|liefer|versand|consegn|spedizion/;

/** @param classId of the document, where it is known: goods are delivered on the day of their note. */
export function findLetterDates(layouts: readonly Layout[], classId: string | null = null): LetterDates {
  const candidates: Candidate[] = [];
  const dues: Candidate[] = [];
  for (const layout of layouts) {
    const top = bodyTop(layout);
    const heads = columnsUnder(layout);
    for (const line of [...layout.lines, ...brokenDates(layout)]) {
      let from = 0;
      for (const date of findDates(line.text)) {
        const own = foldCase(line.text.slice(from, date.start)).replaceAll(LEADERS, ' ').replace(WEEKDAY, '');
        const before = /[a-z]{2}/.test(own) ? own : labelBeside(wordAt(line, date.start), layout, heads) + (/\d/.test(own) ? '' : own);
        from = date.end;
        const isDue =
          (DUE.test(before) && ASKED.test(`${before} ${foldCase(line.text.slice(0, date.start))}`)) ||
          DUE_BEHIND.test(foldCase(line.text.slice(date.end)));
        if (isDue) dues.push({ date, line, score: 1 });
        candidates.push({ date, line, score: weigh(date, line, before, layout, top, classId) });
      }
    }
  }
  // The same day said to be due elsewhere.
  for (const c of candidates) if (dues.some((d) => d.line !== c.line && d.date.value === c.date.value)) c.score -= 1;
  const best = candidates.filter((c) => c.score > 0).sort((a, b) => b.score - a.score)[0] ?? null;
  // What was due before the letter was written is why it was written.
  const due = dues.find((d) => !best || d.date.value >= best.date.value) ?? null;
  const evidence: Evidence[] = [];
  if (best) evidence.push(toEvidence('date', best, best.score >= 3 ? 0.95 : best.score >= 1.5 ? 0.8 : 0.6));
  if (due) evidence.push(toEvidence('dueDate', due, 0.8));
  const term = due || !best ? null : findTerm(layouts, best.date.value);
  if (term) evidence.push(term);
  return { date: best?.date.value ?? null, dueDate: due?.date.value ?? term?.value ?? null, evidence };
}

/** `Date ........ 12.5.2026`. */
const LEADERS = /[.…_]{2,}/g;
const WEEKDAY =
  /(?<![a-z])(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|[a-z]{3,6}day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|(?:lune|marte|mercole|giove|vener)di|sabato|domenica)[,.]?\s*$/;

/** `7. August` at the end of a line, `2025` at the start of the one below. */
const brokenDates = (layout: Layout): Line[] =>
  layout.stacks.flatMap((stack) =>
    stack.slice(1).flatMap((line, i) => {
      const above = stack[i]!;
      // `L'an deux mille vingt-six`, and on the next line the day.
      if (/^l['’]an(?:no)? (?:deux mille|due ?mila)/i.test(above.text) && findDates(above.text).length === 0)
        return [makeLine([...above.words, ...line.words], above.page)];
      if (!/(?<!\d)\d{1,2}(?:er|st|nd|rd|th|\.|°)? ?\p{L}{3,10}\.?$/u.test(above.text) || !/^(?:19|20)\d\d(?!\d)/.test(line.text))
        return [];
      return [makeLine([...above.words, line.words[0]!], above.page)];
    }),
  );

/** The word that stands at this place of the text. */
function wordAt(line: Line, at: number): ReadWord {
  let end = 0;
  for (const word of line.words) {
    end = line.text.indexOf(word.text, end) + word.text.length;
    if (end > at) return word;
  }
  return line.words[0]!;
}

/** The label in the cell to the left of a date that stands alone, or above it. */
function labelBeside(word: ReadWord, layout: Layout, heads: readonly { head: Line; cell: Line }[]): string {
  const row = layout.rows.find((r) => r.words.includes(word));
  const left = row?.words.slice(0, row.words.indexOf(word)) ?? [];
  const besides = foldCase(
    left
      .slice(-4)
      .map((w) => w.text)
      .join(' '),
  );
  const above = heads.find((h) => h.cell.words.includes(word))?.head.text;
  const label = /[a-z]{2}[^\d]*$/.test(besides) ? besides : above === undefined ? '' : foldCase(above);
  return label === '' ? '' : `${label} `;
}

const toEvidence = (field: string, c: Candidate, confidence: number): Evidence => ({
  field,
  value: c.date.value,
  text: c.line.text.slice(c.date.start, c.date.end).trim(),
  page: c.line.page,
  boxes: [c.line.box],
  rule: field === 'date' ? 'date_of_letter' : 'date_due',
  confidence,
});

function weigh(date: FoundDate, line: Line, before: string, layout: Layout, top: number, classId: string | null): number {
  const rest = line.text.length - (date.end - date.start);
  const inHead = line.box[1] < top;
  const footer = line.box[1] > 0.88 * layout.page.heightPx && !isCardShaped(layout);
  let score = 0.6 - 0.8 * layout.index;
  if (inHead) score += 1.5;
  const otherwise = NAMED_OTHERWISE.test(before);
  if (otherwise) score += classId === 'delivery_note' && DELIVERED.test(before) ? 1 : -3;
  else if (TITLE.test(before) && !isSubjectLine(line)) score += 2.5;
  else if (OWN.test(before) && !/limite|final|due|closing|echeance|fallig|scadenza|naissance|birth/.test(before)) score += 2;
  // `Lyon, 3 mai 2026`: a place and a comma, and nothing else on the line.
  else if (
    /^(?:a )?[\p{L}' .-]{2,40},\s*(?:le|li|den|the|il)?\s*(?:\p{L}+day |\p{L}+di |\p{L}+tag,? )?$/u.test(before) &&
    before.length <= 45
  )
    score += 2;
  else if (rest <= 12) score += 1.2;
  if (LAW.test(before) || SPOKEN_OF.test(before)) score -= 3;
  if (DUE.test(before)) score -= 3;
  else if (OTHER.test(before) && !/^(?:a|fait a) /.test(before) && !TITLE.test(before) && !OWN.test(before)) score -= 1.5;
  if (rest > 45 && !inHead) score -= 0.8;
  if (isSubjectLine(line)) score -= 0.8;
  if (!inHead && layout.rows.some((r) => r.words.includes(line.words[0]!) && MONEY_AT_END.test(r.text))) score -= 1.5;
  if (isCardShaped(layout)) {
    // A card says when the postman came; an envelope carries the date of franking at the top right.
    if (/passe|presente|venu|called|tried|angetroffen|passat/.test(before)) score += 3;
    if (/jusqu|partir|du|au|until|from|bis|ab/.test(before)) score -= 1;
    if (line.box[0] > 0.5 * layout.page.widthPx && line.box[1] < 0.4 * layout.page.heightPx) score += 1;
  }
  return footer ? score - 1 : score;
}
