import { type EraseJobPayload, picturesOf } from '#acts/opened-in-error.ts';
import { isFailure } from '#base/errors.ts';
import type { BlobName, PageId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { Tx } from '#register/store.ts';
import { pictureKey, type Room } from './room.ts';

/** For how many days images are kept of what is no mail as it seems; 0: for good. */
export interface KeptDays {
  /** Sides with nothing on them. */
  blank: number;
  /** Sheets that were drawn together with another, taken back, or scanned again. */
  suspect: number;
}

interface Aside {
  id: PageId;
  position: number;
  blob: BlobName;
  look: BlobName | null;
  /** Null: it is kept for good. */
  kind: keyof KeptDays | null;
}

/** How far the register has been gone through. */
interface Walk {
  after: number;
  /** Nobody knew the hour when they came. */
  undated: Aside[];
}

const DAY_MS = 86_400_000;
const LOOK_MS = 3_600_000;
/** A register may hold years of them, and nobody's act waits for that. */
const AT_ONCE = 200;
const PAUSE_MS = 250;

/**
 * Of a master both sides are kept: it stands for its sheet, and that one of them is blank is part of what it shows. A double feed that a person
 * took for one sheet is mail.
 */
const SET_ASIDE = `
  SELECT id, position, blob, look,
    CASE WHEN role = 'removed' THEN 'suspect'
      WHEN role = 'blank' AND (SELECT profile FROM batch WHERE batch.id = page.batch_id) <> 'evidence' THEN 'blank' END AS kind
  FROM page INDEXED BY page_set_aside
  WHERE blob IS NOT NULL AND role IN ('blank', 'removed') AND position > ? ORDER BY position LIMIT ${AT_ONCE}`;

/**
 * Erases, now and each hour, the images of blank sides, double feeds and sheets taken back whose time is over: what is known of the sheets stays. Returns how to
 * stop. Days are those of the calendar, so that as long as nobody knows the hour nothing is erased.
 */
export function openRetention({ store, clock, log }: Pick<Room, 'store' | 'clock' | 'log'>, days: KeptDays, onBug: (bug: unknown) => void) {
  let stop = (): void => {};
  const look = (walk: Walk = { after: 0, undated: [] }): void => {
    let rest: Walk | null = null;
    try {
      if (clock.quality() !== 'unconfirmed') rest = goOn(walk);
    } catch (error) {
      if (!isFailure(error)) return void onBug(error);
      log.warn({ code: error.code }, `images are kept longer than they should be: ${error.message}`);
    }
    stop = rest ? clock.after(PAUSE_MS, () => look(rest)) : clock.after(LOOK_MS, () => look());
  };
  /** Erases those that came no later than one of which it is known that its days are over. Null: what follows came later. */
  const goOn = ({ after, undated }: Walk): Walk | null => {
    const isOver = (kind: Aside['kind'], wallMs: number) => !!kind && days[kind] > 0 && wallMs < clock.wallMs() - days[kind] * DAY_MS;
    const sides = store.read.query<Aside>(SET_ASIDE, after);
    const old: Aside[] = [];
    let waiting = [...undated];
    let isYoung = false;
    for (const side of sides) {
      if (side.kind === null) continue;
      waiting.push(side);
      const { wallMs, timeQuality } = store.read.eventsAfter(side.position - 1, 1)[0]!;
      if (timeQuality === 'unconfirmed') continue;
      old.push(...waiting.filter(({ kind }) => isOver(kind, wallMs)));
      waiting = [];
      isYoung = !isOver('blank', wallMs) && !isOver('suspect', wallMs);
      if (isYoung) break;
    }
    for (let from = 0; from < old.length; from += AT_ONCE) store.write((tx) => erase(tx, old.slice(from, from + AT_ONCE)));
    if (old.length > 0) log.info({ images: old.length }, 'images are erased: their time is over');
    return isYoung || sides.length < AT_ONCE ? null : { after: sides.at(-1)!.position, undated: waiting };
  };
  look();
  return (): void => stop();
}

function erase(tx: Tx, found: readonly Aside[]): void {
  // One of them may have become mail in a pause.
  const sides = found.filter(({ id, kind }) => tx.get('page', { id })!.role === (kind === 'blank' ? 'blank' : 'removed'));
  if (sides.length === 0) return;
  const pages = sides.map(({ id }) => id);
  const pictures = picturesOf(tx, sides);
  tx.append([event('contents.erased@1', null, { documents: [], pages, keys: [], reason: 'retention', by: 'box' })]);
  for (const id of pages) tx.remember(pictureKey(id), null);
  const blobs = [...pictures, ...sides.flatMap(({ blob, look }) => [blob, look])].filter((name) => name !== null);
  const payload: EraseJobPayload = { documents: [], blobs, keys: [] };
  tx.enqueue({ name: 'erase', subject: pages[0]!, payload, priority: -10 });
}
