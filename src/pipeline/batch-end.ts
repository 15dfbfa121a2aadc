import type { BatchId } from '#base/ids.ts';
import type { Condition } from '#base/words.ts';
import { event } from '#domain/events.ts';
import type { Tx } from '#register/store.ts';

/** How a run ended: `condition` stopped the feeder, `atSheet` is the sheet to put back first (see the fold of `batch.closed@1`). */
export interface RunEnd {
  condition: Condition | null;
  atSheet: number | null;
  /** The first sheet it was to feed, where that is known. */
  firstSheet?: number;
}

/** Writes that a run of a batch has ended, with all that the register holds of the batch, and has it divided. */
export function endBatch(tx: Tx, batchId: BatchId, told: RunEnd): void {
  const batch = tx.get('batch', { id: batchId })!;
  // One sheet was scanned again, or the feeder had nothing to go on with: where the batch stands, and why, is as before.
  const mended = batch.at_sheet !== null && (told.firstSheet ?? batch.at_sheet) < batch.at_sheet;
  const fedNothing = told.condition === 'feeder-empty' && told.atSheet !== null;
  const isAsBefore = batch.state === 'stopped' && (mended || fedNothing);
  const { condition, atSheet } = isAsBefore ? { condition: batch.condition as Condition, atSheet: batch.at_sheet } : told;
  // A bridge counts the sheets of one run; a batch that was continued has those of earlier runs too.
  const pages = tx.all('page', { batch_id: batchId }).filter(({ role }) => role !== 'removed');
  const sides = new Set(pages.map((page) => `${page.sheet}.${page.side}`));
  const sheets = new Set([...sides].map((side) => side.split('.')[0]));
  const runs = batch.runs + 1;
  tx.append([event('batch.closed@1', null, { batchId, sheets: sheets.size, sides: sides.size, runs, condition, atSheet })]);
  tx.enqueue({ name: 'divide', subject: batchId, priority: 8, unique: true });
}
