/** Images of what is no mail as it seems are kept for a time. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { notBlank } from '#acts/not-blank.ts';
import type { EraseJobPayload } from '#acts/opened-in-error.ts';
import { perform } from '#acts/perform.ts';
import type { TimeQuality } from '#base/clock.ts';
import { type BlobName, mintId, pageId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import type { ScanProfile } from '#base/words.ts';
import { event } from '#domain/events.ts';
import { openRetention } from '#pipeline/retention.ts';
import { verify } from '#register/verify.ts';
import { testDesk } from '#test/acts/test-desk.ts';
import { handsOn, JPEG, openMailroom } from '#test/views/mailroom.ts';

const DAY_MS = 86_400_000;

/** A letter with a blank back, and the front of a double feed, on the first day. */
async function room(t: TestContext, profile: ScanProfile = 'routing') {
  const { store, clock, folder } = await openMailroom(t);
  const hands = handsOn(store);
  const bugs: unknown[] = [];
  const batchId = mintId('batch');
  const opened = { batchId, scanner: null, source: 'adf-duplex', resolutionDpi: 200, separation: 'sheet', by: 'box' } as const;
  store.write((tx) => tx.append([event('batch.opened@1', null, { ...opened, profile })]));
  const { front, back } = await hands.sheet(batchId, 1);
  const { itemId } = hands.register();
  const documentId = hands.divide(itemId, batchId, 1, [front], [back]);
  const doubled = pageId(batchId, 2, 'front', 1);
  const blob = await store.blobs.put(Buffer.concat([JPEG, Buffer.from(doubled)]), { retention: 'mail' });
  const facts = { batchId, sheet: 2, side: 'front', attempt: 1, format: 'jpeg', sizeBytes: 8, resolutionDpi: 200 } as const;
  store.write((tx) => tx.append([event('page.scanned@1', null, { pageId: doubled, blob, suspect: true, ...facts })]));
  let quality: TimeQuality = 'ntp';
  const watched = { ...clock, quality: () => quality };
  const days = async (n: number) => {
    clock.advance(n * DAY_MS);
    for (const { payload } of store.jobs.claim(['erase'], 10)) await store.erase(payload as EraseJobPayload);
  };
  t.after(() => assert.deepEqual(bugs, []));
  return {
    ...{ store, folder, batchId, itemId, documentId, front, back, doubled, days, clock },
    open: (blank = 90, suspect = 30) =>
      t.after(openRetention({ store, clock: watched, log: silentLog }, { blank, suspect }, (bug) => bugs.push(bug))),
    unsure: () => {
      quality = 'unconfirmed';
    },
    sure: () => {
      quality = 'ntp';
    },
    /** Of which of the three the image is there. */
    async kept() {
      const there: string[] = [];
      for (const [name, id] of Object.entries({ front, back, doubled })) {
        const { blob: named } = store.read.get('page', { id })!;
        if (named !== null && (await store.blobs.get(named as BlobName)).length > 0) there.push(name);
      }
      return there;
    },
  };
}

test('a double feed is kept for its time and a blank side for its own; then the images are gone, and mail never is', async (t) => {
  const { store, folder, itemId, documentId, back, doubled, open, days, kept, clock } = await room(t);
  const blobs = [back, doubled].map((id) => store.read.get('page', { id })!.blob as BlobName);
  open();
  await days(29);
  assert.deepEqual(await kept(), ['front', 'back', 'doubled']);
  await days(2);
  assert.deepEqual(await kept(), ['front', 'back']);
  await days(58);
  assert.deepEqual(await kept(), ['front', 'back']);
  await days(2);
  assert.deepEqual(await kept(), ['front']);
  for (const blob of blobs) await assert.rejects(store.blobs.get(blob), { code: 'BLOB_MISSING' });
  assert.equal(store.read.get('page', { id: back })!.role, 'blank', 'that the side was blank stays known');
  const expected = store.read.get('item', { id: itemId })!.last_position;
  const put = perform(store, testDesk({ clock }), notBlank, { itemId, expected, documentId, pageId: back }, 'operator:clerk', randomUUID());
  await assert.rejects(put, /not kept any more/);
  assert.deepEqual(verify(folder), store.head());
});

test('a double feed that a clerk took for one sheet is mail, and stays', async (t) => {
  const { store, batchId, doubled, open, days, kept } = await room(t);
  const taken = [{ pageId: doubled, role: null }];
  store.write((tx) => tx.append([event('sheets.restored@1', null, { batchId, pages: taken, atSheet: 3, by: 'operator:clerk' })]));
  open();
  await days(400);
  assert.deepEqual(await kept(), ['front', 'doubled']);
});

test('what was scanned of a sheet that was taken back goes when its time is over, and its letter stays', async (t) => {
  const { store, batchId, documentId, front, open, days, kept } = await room(t);
  const again = await handsOn(store).sheet(batchId, 1, 2);
  const taken = { batchId, pages: [front], documents: [documentId], atSheet: 1, by: 'operator:clerk' as const };
  store.write((tx) => tx.append([event('sheets.removed@1', null, taken)]));
  open();
  await days(29);
  assert.deepEqual(await kept(), ['front', 'back', 'doubled']);
  await days(2);
  assert.deepEqual(await kept(), ['back']);
  assert.notEqual(store.read.get('page', { id: again.front })!.blob, null);
});

test('what is told to be kept for good is, and so is everything while nobody knows the hour', async (t) => {
  const { open, days, kept, unsure, sure } = await room(t);
  unsure();
  open(0, 30);
  await days(400);
  assert.deepEqual(await kept(), ['front', 'back', 'doubled']);
  sure();
  await days(1);
  assert.deepEqual(await kept(), ['front', 'back']);
});

test('both sides of a master are kept, whatever is on them', async (t) => {
  const { open, days, kept } = await room(t, 'evidence');
  open();
  await days(400);
  assert.deepEqual(await kept(), ['front', 'back']);
});

test('a register with years of blank sides is gone through in pieces, and those kept for good stand in the way of none', async (t) => {
  const { store, batchId, back, open, days, clock } = await room(t, 'evidence');
  const later = mintId('batch');
  const opened = { scanner: null, source: 'adf-duplex', resolutionDpi: 200, separation: 'sheet', by: 'box' } as const;
  store.write((tx) => tx.append([event('batch.opened@1', null, { batchId: later, ...opened, profile: 'routing' })]));
  const whole = store.read.get('page', { id: back })!;
  const [blob, look] = [whole.blob as BlobName, whole.look as BlobName];
  const scanned = { side: 'back', attempt: 1, format: 'jpeg', sizeBytes: 8, resolutionDpi: 200, blob } as const;
  const seen = { orientation: 0, blank: true, separator: null, ownNumber: null, widthPx: 1, heightPx: 1, look } as const;
  for (const [batch, sheets] of [[batchId, 250] as const, [later, 450] as const])
    for (let sheet = 10; sheet < 10 + sheets; sheet++) {
      const id = pageId(batch, sheet, 'back', 1);
      store.write((tx) =>
        tx.append([
          event('page.scanned@1', null, { pageId: id, batchId: batch, sheet, ...scanned }),
          event('page.looked@1', null, { pageId: id, ...seen }),
        ]),
      );
    }
  const left = () => store.read.query(`SELECT 1 FROM page WHERE role = 'blank' AND blob IS NOT NULL`).length;
  await days(91);
  assert.equal(left(), 1 + 250 + 450);
  open();
  const steps = [left()];
  for (; steps.at(-1)! > 1 + 250; steps.push(left())) clock.advance(250);
  assert.ok(
    steps.every((n, i) => i === 0 || steps[i - 1]! - n <= 200),
    steps.join(),
  );
  assert.ok(steps.length > 3, steps.join());
  await days(1);
  assert.equal(left(), 1 + 250);
});
