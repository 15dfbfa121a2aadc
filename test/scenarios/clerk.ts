import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ItemId } from '#base/ids.ts';
import { Refused } from './desk.ts';
import { labelKey } from './label-eyes.ts';
import type { Ending, Scene } from './scene.ts';

/** Somebody who stands by: puts back the sheets the screen names, goes on with stopped batches, looks after labels in doubt. */
export interface Clerk {
  /** Lays one sheet of one page into the feeder. */
  lay(page: Buffer): Promise<void>;
  /** All sheets laid in so far. */
  readonly sheets: readonly Buffer[];
  /** Rejects when something is wrong that nobody told the clerk about; never settles otherwise. */
  readonly alarm: Promise<never>;
  /** Goes home; throws what went wrong while standing by. */
  leave(): Promise<void>;
}

const LOOK_MS = 250;
/** Whoever pressed "go on" and sees nothing move presses again. */
const PRESS_AGAIN_MS = 15_000;

interface BatchRow {
  id: string;
  state: string;
  at_sheet: number | null;
}

/** Goes home with the test at the latest. */
export function callClerk(t: Ending, scene: Scene): Clerk {
  const { scanner, printer, desk } = scene;
  const sheets: Buffer[] = [];
  let home = false;
  /** Each end of a batch is seen to once, since it stays `stopped` while it goes on; and again where nothing comes of that. */
  let seenTo = 0;
  let seenToMs = 0;

  /** Sheets that have left the feeder and are in no spool and no register. Each page has a length of its own. */
  async function missing(): Promise<number[]> {
    const sizes = new Set(scene.ask<{ size: number }>('SELECT size_bytes AS size FROM page').map(({ size }) => size));
    const gone = sheets.length - scanner.control.loadedSheets();
    return sheets.flatMap((page, n) => (n < gone && !sizes.has(page.length) ? [n + 1] : []));
  }

  async function seeToPaper(): Promise<void> {
    const batches = scene.ask<BatchRow>('SELECT id, state, at_sheet FROM batch ORDER BY position');
    if (batches.some(({ state }) => state === 'open') || (await scene.spooled()).length > 0) return;
    const last = batches.at(-1);
    // A batch that ended well with a sheet missing is what this must not cover up.
    if (last?.state !== 'stopped' && last?.state !== 'cancelled') return;
    const [end] = scene.ask<{ position: number }>(`SELECT max(position) AS position FROM ledger WHERE type = 'batch.closed@1'`);
    if (end!.position === seenTo && performance.now() - seenToMs < PRESS_AGAIN_MS) return;
    const [kept] = scene.ask<{ sheets: number }>('SELECT count(DISTINCT sheet) AS sheets FROM page WHERE batch_id = ?', last.id);
    if (kept!.sheets !== last.at_sheet! - 1)
      throw new Error(`${last.state} at sheet ${last.at_sheet}, and there are ${kept!.sheets} before it`);
    scanner.control.putBack(await missing());
    seenTo = end!.position;
    seenToMs = performance.now();
    if (last.state === 'stopped') await desk.act('start-scan', { resume: last.id });
    else if (scanner.control.loadedSheets() > 0) await desk.act('start-scan', {});
  }

  async function seeToLabels(): Promise<void> {
    const doubtful = scene.ask<{ number: string; copy: number; itemId: ItemId; expected: number; newest: number }>(
      `SELECT label.number, label.copy, item.id AS itemId, item.last_position AS expected, max(label.copy) AS newest
       FROM label JOIN item ON item.id = label.item_id GROUP BY item.id HAVING label.outcome = 'unknown'`,
    );
    for (const { number, copy, itemId, expected } of doubtful) {
      const inTray = await Promise.all(printer.labels.map(({ png }) => labelKey(png)));
      const found = inTray.some((label) => label.number === number && label.copy === copy);
      if (found) await desk.act('confirm-label', { itemId, expected, found });
      else await desk.act('reprint-label', { itemId, expected });
    }
  }

  async function standBy(): Promise<void> {
    while (!home) {
      try {
        if (!existsSync(join(scene.stateFolder, 'register.db'))) continue;
        await seeToPaper();
        await seeToLabels();
      } catch (error) {
        // Somebody, or the box itself, was quicker; or the register is being made.
        if (!(error instanceof Refused) && !isBeingOpened(error)) throw error;
      } finally {
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    }
  }
  const alarm = Promise.withResolvers<never>();
  alarm.promise.catch(() => {});
  const standing = standBy();
  standing.catch(alarm.reject);
  const leave = (): Promise<void> => {
    home = true;
    return standing;
  };
  t.after(() => leave().catch(() => {}));

  return {
    sheets,
    alarm: alarm.promise,
    async lay(page) {
      sheets.push(page);
      await scanner.control.load([{ front: page, name: `sheet ${sheets.length}` }]);
    },
    leave,
  };
}

/** The register is being made, or taken up again after a crash. */
const isBeingOpened = (error: unknown): boolean =>
  (error as Error).message.includes('no such table') || /^SQLITE_(CANTOPEN|BUSY|READONLY)/.test((error as { code?: string }).code ?? '');
