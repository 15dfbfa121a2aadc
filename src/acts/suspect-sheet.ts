import type { BatchId, PageId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import { type ActOutcome, type Desk, refuse, type UndoSuspect } from './act.ts';
import { remove, stands } from './mend-batch.ts';

type BatchRow = ProjectionRows['batch'];
type PageRow = ProjectionRows['page'];

/** What was kept of a sheet that was drawn together with another, as it was drawn last. */
export function suspectsOf(desk: Desk, batchId: BatchId, sheet: number): PageRow[] {
  const sides = desk.state.all('page', { batch_id: batchId, sheet, suspect: 1 }).filter((page) => !stands(page) && page.blob !== null);
  return sides.filter(({ attempt }) => attempt === Math.max(...sides.map((side) => side.attempt)));
}

/** It was one sheet: what was scanned of it is a sheet of the batch, which stands behind it from now on. */
export function takeSuspect(desk: Desk, batch: BatchRow, sheet: number, suspects: readonly PageRow[]): ActOutcome {
  const batchId = batch.id as BatchId;
  if ((batch.state !== 'stopped' && batch.state !== 'cancelled') || batch.at_sheet !== sheet)
    throw refuse('take this sheet as it is', 'the batch has gone on since');
  const pages = suspects.map(({ id }) => ({ pageId: id as PageId, role: null }));
  const undo: UndoSuspect = { batchId, sheet, suspects: pages.map(({ pageId }) => pageId), untilMs: null };
  const atSheet = batch.state === 'stopped' ? sheet + 1 : sheet;
  return {
    events: [event('sheets.restored@1', null, { batchId, pages, atSheet, by: desk.actor })],
    jobs: pages.map(({ pageId }) => ({ name: 'prepare', subject: pageId, priority: 4 })),
    answer: { batchId },
    undo,
  };
}

/** It is to be scanned again after all. */
export function undoSuspect(desk: Desk, { batchId, sheet, suspects }: UndoSuspect): ActOutcome {
  const batch = desk.state.get('batch', { id: batchId })!;
  const sides = desk.state.all('page', { batch_id: batchId, sheet }).filter(stands);
  const isSame = sides.length === suspects.length && sides.every(({ id }) => suspects.includes(id as PageId));
  const isLast = desk.state.all('page', { batch_id: batchId }).every((page) => !stands(page) || page.sheet <= sheet);
  if (!isSame || !isLast || (batch.state !== 'stopped' && batch.state !== 'cancelled')) throw refuse('undo', 'scanning has gone on since');
  const { undo: _, ...removed } = remove(desk, batch, sides, sheet, 'items with other mail stay');
  return { ...removed, answer: { batchId } };
}
