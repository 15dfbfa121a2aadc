import type { BatchId } from '#base/ids.ts';
import type { Condition } from '#base/words.ts';
import { event } from '#domain/events.ts';
import type { Tx } from '#register/store.ts';

/** How a run ended: `condition` stopped the feeder, `atSheet` is the sheet to put back first (see the fold of `batch.closed@1`). */
export interface RunEnd {
  condition: Condition | null;
  atSheet: number | null;
}

/** Writes that a run of a batch has ended, with all that the register holds of the batch, and has it divided. */
export function endBatch(tx: Tx, batchId: BatchId, { condition, atSheet }: RunEnd): void {
  // A bridge counts the sheets of one run; a batch that was continued has those of earlier runs too.
  const sides = new Set(tx.all('page', { batch_id: batchId }).map((page) => `${page.sheet}.${page.side}`));
  const sheets = new Set([...sides].map((side) => side.split('.')[0]));
  const runs = tx.get('batch', { id: batchId })!.runs + 1;
  tx.append([event('batch.closed@1', null, { batchId, sheets: sheets.size, sides: sides.size, runs, condition, atSheet })]);
  tx.enqueue({ name: 'divide', subject: batchId, priority: 8, unique: true });
}
