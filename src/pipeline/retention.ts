import { type EraseJobPayload, picturesOf } from '#acts/opened-in-error.ts';
import { isFailure } from '#base/errors.ts';
import type { BlobName, PageId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { Reader, Tx } from '#register/store.ts';
import { pictureKey, type Room } from './room.ts';

/** For how many days images are kept of what is no mail as it seems; 0: for good. */
export interface KeptDays {
  /** Sides with nothing on them. */
  blank: number;
  /** Sheets that were drawn together with another. */
  suspect: number;
}

interface Aside {
  id: PageId;
  position: number;
  blob: BlobName;
  look: BlobName | null;
}

const DAY_MS = 86_400_000;
const LOOK_MS = 3_600_000;
/** In one transaction. */
const AT_ONCE = 200;

/** Of a master both sides are kept: it stands for its sheet, and that one of them is blank is part of what it shows. */
const WHICH: Readonly<Record<keyof KeptDays, string>> = {
  blank: `role = 'blank' AND (SELECT profile FROM batch WHERE batch.id = page.batch_id) <> 'evidence'`,
  // One that a person took for mail is mail.
  suspect: `suspect = 1 AND role = 'removed'`,
};

/**
 * Erases, now and each hour, the images of blank sides and of double feeds whose time is over: what is known of the sheets stays. Returns how to
 * stop. Days are those of the calendar, so that as long as nobody knows the hour nothing is erased.
 */
export function openRetention({ store, clock, log }: Pick<Room, 'store' | 'clock' | 'log'>, days: KeptDays, onBug: (bug: unknown) => void) {
  let stop = (): void => {};
  const look = (): void => {
    try {
      if (clock.quality() !== 'unconfirmed') for (const kind of ['blank', 'suspect'] as const) eraseOld(kind);
    } catch (error) {
      if (!isFailure(error)) return void onBug(error);
      log.warn({ code: error.code }, `images are kept longer than they should be: ${error.message}`);
    }
    stop = clock.after(LOOK_MS, look);
  };
  const eraseOld = (kind: keyof KeptDays): void => {
    if (days[kind] === 0) return;
    const old = olderThan(store.read, kind, clock.wallMs() - days[kind] * DAY_MS);
    for (let from = 0; from < old.length; from += AT_ONCE) store.write((tx) => erase(tx, old.slice(from, from + AT_ONCE)));
    if (old.length > 0) log.info({ kind, images: old.length }, 'images are erased: their time is over');
  };
  look();
  return (): void => stop();
}

/** Those that came no later than one of which it is known that it came before this hour. */
function olderThan(read: Reader, kind: keyof KeptDays, beforeMs: number): Aside[] {
  const kept = read.query<Aside>(
    `SELECT id, position, blob, look FROM page INDEXED BY page_set_aside
     WHERE blob IS NOT NULL AND (role = 'blank' OR suspect = 1) AND ${WHICH[kind]} ORDER BY position`,
  );
  let old = 0;
  for (const [n, { position }] of kept.entries()) {
    const { wallMs, timeQuality } = read.eventsAfter(position - 1, 1)[0]!;
    if (timeQuality === 'unconfirmed') continue;
    if (wallMs >= beforeMs) break;
    old = n + 1;
  }
  return kept.slice(0, old);
}

function erase(tx: Tx, sides: readonly Aside[]): void {
  const pages = sides.map(({ id }) => id);
  const pictures = picturesOf(tx, sides);
  tx.append([event('contents.erased@1', null, { documents: [], pages, keys: [], reason: 'retention', by: 'box' })]);
  for (const id of pages) tx.remember(pictureKey(id), null);
  const blobs = [...pictures, ...sides.flatMap(({ blob, look }) => [blob, look])].filter((name) => name !== null);
  const payload: EraseJobPayload = { documents: [], blobs, keys: [] };
  tx.enqueue({ name: 'erase', subject: pages[0]!, payload, priority: -10 });
}
