import { randomUUID } from 'node:crypto';
import { type DeskParts, perform } from '#acts/perform.ts';
import { printLabel } from '#acts/print-label.ts';
import { registerItem } from '#acts/register-item.ts';
import type { BatchId, ItemId } from '#base/ids.ts';
import type { Daemon } from '../../src/compose.ts';
import type { SheetSource } from './escl-scanner.ts';
import type { Mailroom } from './mailroom.ts';
import { type Summary, summarise, withoutDocument } from './summary.ts';

/** What is laid into the feeder. */
export interface Stack {
  sheets: (SheetSource & { name: string })[];
  /** Item labels that are on pages of the stack already: so many items are registered before it is scanned. */
  labelled: number;
}

/**
 * One batch from the feeder to the mailboxes, with the labels a clerk would print. It ends with its last sheet, or where the
 * scanner stops: nobody stands by to put sheets back.
 *
 * @param startedMs on the clock of `performance.now()`
 * @param tell takes a line for people
 */
export async function runBatch(
  daemon: Daemon,
  mailroom: Mailroom,
  stack: Stack,
  startedMs: number,
  tell: (line: string) => void,
): Promise<Summary> {
  const { store } = daemon.room;
  const { control } = mailroom.scanner;
  const letter = { direction: 'in', kind: 'letter', departmentId: null, personId: null, tracking: null, print: true } as const;
  // Label first, scan later.
  for (let n = 0; n < stack.labelled; n++) await act(daemon, registerItem, letter);
  const loaded = await control.load(stack.sheets);
  for (const { name, why } of loaded.refused) tell(`  ${name}: not loaded, ${why}`);
  if (loaded.sheets.length > 0) await batchEnded(daemon);
  await daemon.engine.idle();
  for (const item of store.read.all('item', { source: 'scan' }, 'registered_position')) {
    await act(daemon, printLabel, { itemId: item.id as ItemId });
    await daemon.engine.idle();
  }
  const batches = store.read.all('batch', {}, 'position');
  for (const { state, condition, at_sheet } of batches)
    if (state !== 'closed') tell(`  The scanner stopped at sheet ${at_sheet} (${condition ?? state}): the rest was not scanned.`);
  const ids = batches.map((batch) => batch.id as BatchId);
  const { details, ...counted } = summarise(store.read, daemon.room.directory, ids, loaded.sheets);
  return {
    ...counted,
    notices: store.read.all('notice', { state: 'sent' }).length,
    labels: store.read.all('label', { outcome: 'printed' }).length,
    elapsedMs: Math.round(performance.now() - startedMs),
    details: [...details, ...loaded.refused.map(({ name }) => withoutDocument(name, 'failed'))],
  };
}

const act = <C extends object>(daemon: Daemon, what: { name: string; decide(command: C, desk: never): never } | unknown, command: C) =>
  perform(daemon.room.store, daemon.desk satisfies DeskParts, what as never, command as never, 'operator:clerk', randomUUID());

/** Resolves once the batch that lies in the feeder has ended, to its last sheet or not. */
function batchEnded({ room: { store } }: Daemon): Promise<void> {
  const ended = () => {
    const batches = store.read.all('batch', {});
    return batches.length > 0 && batches.every((batch) => batch.state !== 'open');
  };
  return new Promise((done) => {
    if (ended()) return done();
    const stop = store.onCommit(() => {
      if (!ended()) return;
      stop();
      done();
    });
  });
}
