import type { PageId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import { type Act, type ActOutcome, type BatchId, type Desk, refuse, type Touching, type UndoWriting } from './act.ts';
import { refuseWhileFed, remove, stands } from './mend-batch.ts';
import { suspectsOf, takeSuspect } from './suspect-sheet.ts';

type PageRow = ProjectionRows['page'];

/**
 * A sheet that is in no document is mail after all, and is divided like the others: one with nothing on it, or one that was taken for a
 * separator. Of the former the side asked for is written on, of the latter all that is not blank. Of a sheet that stopped the feeder as two drawn
 * at once it is what was kept.
 */
export const writtenSheet: Act<Touching & { batchId: BatchId; sheet: number; side: 'front' | 'back' }> = {
  name: 'written-sheet',
  decide({ batchId, sheet, side }, desk) {
    const batch = desk.state.get('batch', { id: batchId });
    const sides = sidesOf(desk, batchId, sheet);
    const asked = sides.find((one) => one.side === side);
    const suspects = sides.length === 0 ? suspectsOf(desk, batchId, sheet) : [];
    if (!batch || (suspects.length === 0 && (!asked || !isSetAside(sides)))) throw refuse('put a sheet back', 'it was not set aside');
    refuseWhileFed(desk, batchId, 'put a sheet back');
    if (!asked) return takeSuspect(desk, batch, sheet, suspects);
    if (asked.blob === null) throw refuse('put a sheet back', 'its image is not kept any more');
    const written = sides.filter((one) => one === asked || one.role !== 'blank');
    const pages = written.map(({ id }) => ({ pageId: id as PageId, role: 'content' as const }));
    const undo: UndoWriting = {
      ...{ batchId, sheet, untilMs: null },
      before: sides.map(({ id, role }) => ({ pageId: id as PageId, role: role as UndoWriting['before'][number]['role'] })),
    };
    return {
      events: [event('sheets.restored@1', null, { batchId, pages, atSheet: batch.at_sheet, by: desk.actor })],
      jobs: [{ name: 'divide', subject: batchId, priority: 8, unique: true }],
      answer: { batchId },
      undo,
    };
  },
};

/** What was made of the sheet goes, as long as nobody has it, and the sheet is set aside as it was. */
export function undoWriting(desk: Desk, { batchId, sheet, before }: UndoWriting): ActOutcome {
  refuseWhileFed(desk, batchId, 'undo');
  const batch = desk.state.get('batch', { id: batchId })!;
  const sides = sidesOf(desk, batchId, sheet);
  const isSame = sides.length === before.length && before.every(({ pageId }) => sides.some(({ id }) => id === pageId));
  if (!isSame) throw refuse('undo', 'the sheet was taken back or scanned again since');
  const { undo: _, ...removed } = remove(desk, batch, sides, batch.at_sheet, 'items with other mail stay');
  const restored = event('sheets.restored@1', null, { batchId, pages: before, atSheet: batch.at_sheet, by: desk.actor });
  return { ...removed, events: [...removed.events, restored], answer: { batchId } };
}

/** As it was scanned last. */
function sidesOf(desk: Desk, batchId: BatchId, sheet: number): PageRow[] {
  const sides = desk.state.all('page', { batch_id: batchId, sheet }).filter(stands);
  return sides.filter((one) => !sides.some(({ side, attempt }) => side === one.side && attempt > one.attempt));
}

const isSetAside = (sides: readonly PageRow[]): boolean =>
  sides.every(({ role, document_id }) => role !== null && document_id === null) &&
  (sides.some(({ role }) => role === 'separator') || sides.every(({ role }) => role === 'blank'));
