/** What a document is about: its subject line, or the title it bears. */
import { findDates } from './dates.ts';
import { foldCase } from './folding.ts';
import type { Layout, Line } from './page-lines.ts';
import { isCardShaped, isSalutation, isSentence, isSubjectLine } from './page-zones.ts';

export interface Subject {
  text: string;
  line: Line;
  rule: 'subject_line' | 'document_title' | 'heading';
}

/** What office papers are called, at the head of their title. */
const TITLE =
  /^\W*(?:\d{1,2}\W+)?(?:facture|avoir|note d'honoraires|note de credit|invoice|credit note|tax invoice|\p{L}*rechnungs?|gutschrift|fattura|nota di credito|parcella|factuur|devis|quotation|quote|angebot|preventivo|bon de (?:livraison|commande|reception)|bordereau|avis|lieferschein|delivery note|dispatch advice|documento di trasporto|distinta|goods received note|notice|mise en demeure|relance|rappel|\p{L}* ?rappel|sommation|signification|assignation|commandement|convocation|mahnung|\p{L}* ?mahnung|zahlungserinnerung|sollecito|\p{L}* ?sollecito|\p{L}* ?reminder|final (?:demand|notice|reminder)|overdue account|letter before|contrat|convention|avenant|contract|(?:\p{L}+ ){0,2}agreement|\p{L}*vertrag|contratto|attestation|certificat|certificate|bescheinigung|bestatigung|attestato|releve|statement|kontoauszug|estratto conto|bulletin|payslip|gehaltsabrechnung|busta paga|declaration|proces-verbal|offre|offer|angebot|candidature|bewerbung|sorry we|sie waren|bescheid|\p{L}*bescheid|avviso|cartella|citazione|atto)\b/u;
const SHARE = { top: 0.03, bottom: 0.66 };
const WORDS_MAX = 12;
/** Of the usual line, for a heading that is called nothing. */
const TALLER = 1.25;
const SURE = 0.55;

/** @param address lines that say to whom, and never what about. */
export function findSubject(layout: Layout, address: readonly Line[]): Subject | null {
  const labelled = layout.lines.find(isSubjectLine);
  if (labelled) return { text: whole(labelled, layout).replace(/^[^:.]{1,12}[:.]\s*/, ''), line: labelled, rule: 'subject_line' };
  const { heightPx, widthPx } = layout.page;
  const salutation = layout.lines.find((l) => isSalutation(l) && l.box[1] > 0.2 * heightPx);
  const open = layout.lines.filter(
    (l) =>
      l.box[1] > SHARE.top * heightPx &&
      l.box[1] < Math.min(SHARE.bottom * heightPx, (salutation?.box[1] ?? Infinity) + 0.02 * heightPx) &&
      l.words.length <= WORDS_MAX &&
      !address.includes(l) &&
      !isColumn(l, layout) &&
      !isSalutation(l) &&
      meanConfidence(l) > SURE,
  );
  const title = open.filter((l) => TITLE.test(foldCase(l.text)) && !/[.:;,]$/.test(l.text.trim())).sort(byHeight)[0];
  if (title) return { text: title.text.trim(), line: title, rule: 'document_title' };
  if (isCardShaped(layout)) return null;
  const named = open.filter((l) => findDates(l.text).length === 0 && !/[:;,]$/.test(l.text.trim()) && !WHOM.test(l.folded));
  const heading = named
    .filter(
      (l) =>
        l.box[1] > 0.2 * heightPx &&
        l.heightPx > TALLER * layout.heightPx &&
        (l.folded.match(/[a-z]/g)?.length ?? 0) >= 8 &&
        l.words.length >= 2,
    )
    .filter((l) => l.box[2] - l.box[0] > 0.12 * widthPx)
    .sort(byHeight)[0];
  const line = heading ?? named.find((l) => standsOverText(l, layout));
  return line ? { text: line.text.trim(), line, rule: 'heading' } : null;
}

/** A few words with white above and below them, and somebody begins to tell underneath. */
function standsOverText(line: Line, layout: Layout): boolean {
  if (line.words.length < 3 || /:|@|\d{5}/.test(line.text) || line.box[1] < 0.2 * layout.page.heightPx) return false;
  const next = layout.lines.find((l) => l.box[1] > line.box[3] - 0.3 * line.heightPx);
  const before = layout.lines.findLast((l) => l.box[3] < line.box[1] + 0.3 * line.heightPx);
  const gap = WHITE * layout.heightPx;
  const alone = next !== undefined && next.box[1] - line.box[3] > gap && (before === undefined || line.box[1] - before.box[3] > gap);
  return alone && (isSentence(next) || isSalutation(next));
}
const WHOM = /^(?:a qui de droit|to whom it may concern|an alle die es angeht|a chi di competenza)$/;
/** Over and under a heading, in heights of a line. */
const WHITE = 0.9;

const byHeight = (a: Line, b: Line): number => Math.round(b.heightPx / 4) - Math.round(a.heightPx / 4) || a.box[1] - b.box[1];

/** One of several on its row: a heading of a column, or a label with its value. */
const isColumn = (line: Line, layout: Layout): boolean =>
  layout.lines.some(
    (l) =>
      l !== line &&
      Math.abs(l.box[1] - line.box[1]) < 0.5 * line.heightPx &&
      Math.abs(l.box[3] - line.box[3]) < 0.5 * line.heightPx &&
      l.box[0] > line.box[2],
  );

/** A subject that goes on in the next line, set under its first word. */
function whole(line: Line, layout: Layout): string {
  const next = layout.lines.find(
    (l) =>
      l.box[1] >= line.box[3] - 0.3 * line.heightPx &&
      l.box[1] - line.box[3] < 0.7 * line.heightPx &&
      l.box[0] > line.box[0] + line.heightPx,
  );
  const goesOn = next !== undefined && line.box[2] > 0.7 * layout.page.widthPx && !isSalutation(next);
  return goesOn ? `${line.text} ${next.text}` : line.text;
}

const meanConfidence = (line: Line): number => line.words.reduce((sum, w) => sum + w.confidence, 0) / line.words.length;
