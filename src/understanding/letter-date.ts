/** Which of the dates on a page is the date of the letter, and which the day something is due. */

import { type FoundDate, findDates } from './dates.ts';
import type { Evidence } from './evidence.ts';
import { foldCase } from './folding.ts';
import type { Layout, Line } from './page-lines.ts';
import { bodyTop, isCardShaped, isSubjectLine } from './page-zones.ts';

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
  /(?:^|[\s,:])(?:le|date|dated|datum|data|fait a [\p{L}' -]+ le|fait le|emis le|etabli le|date de (?:la )?(?:facture|l'avis|emission|l'envoi)|invoice date|date d'emission|den|am|li|il|rechnungsdatum|date d'edition|issued on|stand|data fattura|lettre du)\s*[:.]?\s*$/u;
const DUE =
  /(?:echeance|payable|paiement|payer|regler|reglement|acquitter|au plus tard|avant|avant le|d'ici|limite|due|final date|remit|pay|payment|settle|by|before|no later than|within|until|fallig|faellig|zahlbar|zahlung|spatestens|bis zum|bis|scadenza|entro|pagamento|pagabile|jusqu'au|expirant|deadline|frist)\b[^.;]{0,60}$/;
/** A row of a table: something with a date and a sum. */
const MONEY_AT_END = /\d[.,]\d\d(?!\d)\s*(?:€|eur|chf|gbp|£|\$)?\s*$/i;
const PAYMENT =
  /echeance|payable|paiement|payer|regler|acquitter|limite|due|remit|payment|settle|fallig|faellig|zahl|scadenza|pagamento|pagabile|entro/;
/** Words before a date that speak of another day. */
const OTHER =
  /(?:jusqu'au|depuis|since|until|seit|bis|dal|fino|prenant effet|a effet d[ue]|a compter du|a partir du|from|ab|gultig|recue? le|du|vom|del|of|on|fixee au|listed for|au|avant|before|nach|rendu le|entre|periode|period|presente le|ne e? ?le|born|geboren|nato)\s+(?:le |the |dem |il )?$/;

export function findLetterDates(layouts: readonly Layout[]): LetterDates {
  const candidates: Candidate[] = [];
  let due: Candidate | null = null;
  for (const layout of layouts) {
    const top = bodyTop(layout);
    for (const line of layout.lines) {
      for (const date of findDates(line.text)) {
        const before = foldCase(line.text.slice(0, date.start));
        if (DUE.test(before) && PAYMENT.test(before)) due ??= { date, line, score: 1 };
        candidates.push({ date, line, score: weigh(date, line, before, layout, top) });
      }
    }
  }
  const best = candidates.filter((c) => c.score > 0).sort((a, b) => b.score - a.score)[0] ?? null;
  if (due && best && due.date.value < best.date.value) due = null;
  const evidence: Evidence[] = [];
  if (best) evidence.push(toEvidence('date', best, best.score >= 3 ? 0.95 : best.score >= 1.5 ? 0.8 : 0.6));
  if (due) evidence.push(toEvidence('dueDate', due, 0.8));
  return { date: best?.date.value ?? null, dueDate: due?.date.value ?? null, evidence };
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

function weigh(date: FoundDate, line: Line, before: string, layout: Layout, top: number): number {
  const rest = line.text.length - (date.end - date.start);
  const inHead = line.box[1] < top;
  const footer = line.box[1] > 0.88 * layout.page.heightPx && !isCardShaped(layout);
  let score = 0.6 - 0.8 * layout.index;
  if (inHead) score += 1.5;
  if (OWN.test(before) && !/limite|final|due|closing|echeance|fallig|scadenza|naissance|birth/.test(before)) score += 2;
  // `Lyon, 3 mai 2026`: a place and a comma, and nothing else on the line.
  else if (
    /^(?:a )?[\p{L}' .-]{2,40},\s*(?:le|li|den|the|il)?\s*(?:\p{L}+day |\p{L}+di |\p{L}+tag,? )?$/u.test(before) &&
    before.length <= 45
  )
    score += 2;
  else if (rest <= 12) score += 1.2;
  if (DUE.test(before)) score -= 3;
  else if (OTHER.test(before) && !/^(?:a|fait a) /.test(before)) score -= 1.5;
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
