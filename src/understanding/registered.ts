/** Whether an item travels registered: the words for it in its head, or a number only registered mail carries. */
import type { Evidence } from './evidence.ts';
import { foldCase, foldWords } from './folding.ts';
import type { Line } from './page-lines.ts';

const WORDS =
  /recommandee?s?\b|einschreiben|raccomandata|registered (?:post|mail|letter)|by registered|recorded delivery|special delivery|signed for|lrar|lre\b|\blr ?ar\b|(?:avec|contre) a\.?r\.?\b|(?:avis|accuse) de reception|rueckschein|ruckschein|ricevuta di ritorno|avviso di ricevimento|remise contre signature/;
/** UPU S10 with R, and the prefixes of La Poste's registered letters. */
const NUMBER = /^(?:R[A-Z]\d{9}[A-Z]{2}|(?:1A|2A|2C|2D|3C|1E)\d{11})$/;
/** A longer line tells of another letter that was. */
const WORDS_MAX = 12;

/**
 * @param head lines above the body
 * @param tracking evidence of the numbers found
 * @param isNotice the page is a notice about such an item, where sentences speak of it as well
 */
export function findRegistered(head: readonly Line[], tracking: readonly Evidence[], isNotice: boolean): Evidence | null {
  const line = head.find((l) => WORDS.test(foldCase(l.text)) && (isNotice || foldWords(l.text).split(' ').length <= WORDS_MAX));
  if (line) return found(line.text, line.page, [line.box], 'registered_words', 0.95);
  const inHead = (e: Evidence): boolean => e.rule === 'tracking_code' || head.some((l) => l.box === e.boxes[0]);
  const number = tracking.find((e) => e.page === 0 && NUMBER.test(e.value) && inHead(e));
  return number ? found(number.text, number.page, number.boxes, 'registered_number', 0.85) : null;
}

const found = (text: string, page: number, boxes: Evidence['boxes'], rule: string, confidence: number): Evidence => ({
  field: 'registered',
  value: 'true',
  text,
  page,
  boxes,
  rule,
  confidence,
});
