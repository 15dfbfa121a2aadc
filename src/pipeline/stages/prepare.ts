import { localDay } from '#base/clock.ts';
import { crashPoint } from '#base/crash-point.ts';
import type { PageId } from '#base/ids.ts';
import type { Separation } from '#base/words.ts';
import { event } from '#domain/events.ts';
import { parseLabelNumber } from '#domain/label-number.ts';
import { type SeparationRules, separationOfPage } from '#domain/separator-page.ts';
import { pageBytes } from '../pages.ts';
import { MAIL, type Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

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
    const rules = rulesFor(room, page.batch_id);
    const wanted = { pageKey: page.id, bytes, patchCodes: rules.separation === 'patch' };
    const look = await room.workshop.run('look', wanted, { signal, affinity: page.id });
    const { separator, orders, notes } = separationOfPage(look, rules);
    const kept = await room.store.blobs.put(Buffer.from(JSON.stringify(look)), MAIL);
    crashPoint('prepare.commit.before');
    return {
      commit(tx) {
        tx.append([
          event('page.looked@1', null, {
            pageId: page.id as PageId,
            orientation: look.orientation,
            blank: look.blank,
            separator,
            ...(orders === null ? {} : { orders }),
            ...(notes.length === 0 ? {} : { notes }),
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

function rulesFor({ store, clock, directory, separators }: Room, batchId: string): SeparationRules {
  const batch = store.read.get('batch', { id: batchId })!;
  return {
    ...separators,
    separation: batch.separation as Separation,
    isDepartment: (id) => directory.departments.some((one) => one.id === id),
    today: clock.quality() === 'unconfirmed' ? null : localDay(clock.wallMs()),
  };
}
