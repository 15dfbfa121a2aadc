import { crashPoint } from '#base/crash-point.ts';
import type { PageId } from '#base/ids.ts';
import { event, type Separation } from '#domain/events.ts';
import { parseLabelNumber } from '#domain/label-number.ts';
import { pageBytes } from '../pages.ts';
import { MAIL, type Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

const SEPARATORS: Readonly<Record<string, Separation>> = { 'VMSEP1:SHEET': 'sheet', 'VMSEP1:ITEM': 'item', 'VMSEP1:ENVELOPE': 'envelope' };

/** Our own number among the codes of a page: right prefix, right check character. */
export const ownNumberIn = (codes: readonly { text: string }[], prefix: string) =>
  codes.map((code) => parseLabelNumber(code.text)).find((found) => found?.prefix === prefix)?.number ?? null;

/** Looks at a page: edge, turn, skew, blank side, codes, separators, our own labels. Reads nothing. */
export default (room: Room): Stage => ({
  name: 'prepare',
  effect: 'idempotent',
  lane: 'workshop',
  attempts: 3,
  async run(job, signal) {
    const page = room.store.read.get('page', { id: job.subject });
    if (!page || page.role !== null) return nothing;
    const bytes = await pageBytes(room, page);
    const look = await room.workshop.run('look', { pageKey: page.id, bytes }, { signal, affinity: page.id });
    const kept = await room.store.blobs.put(Buffer.from(JSON.stringify(look)), MAIL);
    crashPoint('prepare.commit.before');
    return {
      commit(tx) {
        tx.append([
          event('page.looked@1', null, {
            pageId: page.id as PageId,
            orientation: look.orientation,
            blank: look.blank,
            separator: look.separator === null ? null : (SEPARATORS[look.separator] ?? 'item'),
            ownNumber: ownNumberIn(look.codes, room.station.prefix),
            look: kept,
            widthPx: look.upright.widthPx,
            heightPx: look.upright.heightPx,
          }),
        ]);
        tx.enqueue({ name: 'divide', subject: page.batch_id, priority: 8, unique: true });
      },
    };
  },
  gaveUp: (job, failure) => ({
    commit(tx) {
      tx.append([event('page.unreadable@1', null, { pageId: job.subject as PageId, code: failure.code })]);
      const page = tx.get('page', { id: job.subject });
      if (page) tx.enqueue({ name: 'divide', subject: page.batch_id, priority: 8, unique: true });
    },
  }),
});
