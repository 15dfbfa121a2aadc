import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DepartmentId, PersonId } from '#base/ids.ts';
import { Arrivals } from '#contract/arrivals.ts';
import { CurrentBatch } from '#contract/batch.ts';
import { ItemPage } from '#contract/item.ts';
import { ReviewItem, ReviewQueue } from '#contract/review.ts';
import { ARRIVAL_LISTS, type ArrivalList } from '#contract/words.ts';
import { event } from '#domain/events.ts';
import type { LabelNumber } from '#domain/label-number.ts';
import { arrivals } from '#views/arrivals.ts';
import { currentBatch } from '#views/batch.ts';
import { backlog } from '#views/devices.ts';
import { itemPage } from '#views/item-page.ts';
import type { KeptReading } from '#views/reading.ts';
import { reviewItem, reviewQueue, waitingDocument } from '#views/review.ts';
import { fits } from './contract.ts';
import { READING } from './kept-reading.ts';
import { CLOSED, DECIDED, type Mailroom, openMailroom, UNSURE } from './mailroom.ts';

const list = (mailroom: Mailroom, which: ArrivalList = 'all', more = {}) =>
  fits(Arrivals, arrivals(mailroom.sight, { list: which, ...more }, mailroom.clock.wallMs()));

describe('arrivals', () => {
  test('each counter is the length of the list it opens', async (t) => {
    const mailroom = await openMailroom(t);
    const { hands } = mailroom;
    await hands.scanned(DECIDED);
    const reviewed = await hands.scanned(UNSURE);
    const closed = await hands.scanned(CLOSED);
    hands.register('parcel', { personId: 'vasseur' });
    const registered = hands.register('registered', { departmentId: 'staff' });
    hands.register('letter');
    const held = await hands.scanned(DECIDED);
    const filingId = hands.plan(held);
    mailroom.store.write((tx) => tx.append([event('filing.held@1', held.itemId, { filingId, code: 'FILING_OVER_QUOTA' })]));
    const { counters } = list(mailroom);
    const lengths = Object.fromEntries(ARRIVAL_LISTS.map((which) => [which, list(mailroom, which).rows.length]));
    assert.deepEqual(lengths, { all: 7, alone: 2, review: 1, 'hand-over': 2, incomplete: 1, closed: 1, held: 1 });
    assert.deepEqual(counters, {
      receivedToday: 7,
      filedAlone: 2,
      toReview: 1,
      oldestReviewMs: mailroom.clock.wallMs(),
      toHandOver: 2,
      incomplete: 1,
      closed: 1,
      held: 1,
    });
    assert.equal(list(mailroom, 'review').rows[0]!.itemId, reviewed.itemId);
    assert.equal(list(mailroom, 'closed').rows[0]!.itemId, closed.itemId);

    mailroom.store.write((tx) =>
      tx.append([
        event('item.handed-over@1', registered.itemId, { personId: null, departmentId: 'staff' as DepartmentId, shelf: null, by: 'box' }),
        event('item.handed-over@1', closed.itemId, { personId: 'bertholet' as PersonId, departmentId: null, shelf: null, by: 'box' }),
      ]),
    );
    assert.deepEqual([list(mailroom).counters.toHandOver, list(mailroom).counters.closed], [1, 0]);
  });

  test('what was voided is in no list and in no counter, and says so on its own page', async (t) => {
    const mailroom = await openMailroom(t);
    const { itemId, number } = mailroom.hands.register('parcel');
    mailroom.store.write((tx) => tx.append([event('item.voided@1', itemId, { number: number as LabelNumber, by: 'box' })]));
    assert.deepEqual(
      ARRIVAL_LISTS.flatMap((which) => list(mailroom, which).rows),
      [],
    );
    assert.equal(list(mailroom).counters.receivedToday, 0);
    const parts = { nowMs: mailroom.clock.wallMs(), operatorName: (id: string) => id, reading: async () => null };
    const page = fits(ItemPage, await itemPage(mailroom.sight, itemId, parts));
    assert.deepEqual([page.paper?.place.code, page.message, page.timeline.at(-1)?.code], ['voided', null, 'voided']);
  });

  test('today ends at midnight', async (t) => {
    const mailroom = await openMailroom(t);
    mailroom.hands.register();
    mailroom.clock.advance(24 * 3_600_000);
    mailroom.hands.register();
    assert.equal(list(mailroom).counters.receivedToday, 1);
  });

  test('rows come newest first and are read on without a gap or a repetition', async (t) => {
    const mailroom = await openMailroom(t);
    const ids = Array.from({ length: 7 }, () => mailroom.hands.register().itemId).reverse();
    const seen: string[] = [];
    for (let before: number | null | undefined; before !== null; ) {
      const page = list(mailroom, 'all', { limit: 3, ...(before ? { before } : {}) });
      seen.push(...page.rows.map((row) => row.itemId));
      before = page.next;
    }
    assert.deepEqual(seen, ids);
  });

  test('a row that waits names the departments to choose between, not one of them', async (t) => {
    const mailroom = await openMailroom(t);
    const { pages, documentId } = await mailroom.hands.scanned(UNSURE);
    await mailroom.hands.draw(pages[0]!);
    mailroom.hands.sender(documentId, 'Maëlle Guérandais');
    const [row] = list(mailroom).rows;
    assert.deepEqual([row!.to, row!.between, row!.confidence], [null, ['Comptabilité', 'Ressources humaines'], 'check']);
    assert.deepEqual([row!.sender, row!.thumbnail!.widthPx], ['Maëlle Guérandais', 190]);
    assert.deepEqual([row!.paper!.place.code, row!.message!.place.code], ['review-tray', 'awaiting-choice']);
  });

  test('closed mail has no sender, no class and no picture', async (t) => {
    const mailroom = await openMailroom(t);
    const { pages, documentId } = await mailroom.hands.scanned({ ...CLOSED, class: 'legal' });
    await mailroom.hands.draw(pages[0]!);
    mailroom.hands.sender(documentId, 'Cabinet Merle');
    const [row] = list(mailroom).rows;
    assert.deepEqual([row!.sender, row!.class, row!.thumbnail, row!.secrecy], [null, null, null, 'medical']);
    assert.deepEqual([row!.paper!.place.code, row!.to!.person], ['closed-tray', 'Noémie Bertholet']);
  });
});

describe('the review queue', () => {
  test('is walked in the order things began to wait; "none of these" goes to its end', async (t) => {
    const mailroom = await openMailroom(t);
    const waiting = [await mailroom.hands.scanned(UNSURE), await mailroom.hands.scanned(UNSURE), await mailroom.hands.scanned(UNSURE)];
    const order = () =>
      fits(ReviewQueue, reviewQueue(mailroom.sight)).entries.map((one) => waiting.findIndex(({ itemId }) => itemId === one.itemId));
    assert.deepEqual(order(), [0, 1, 2]);
    const [{ itemId, documentId }] = waiting as [(typeof waiting)[0]];
    mailroom.store.write((tx) =>
      tx.append([
        event('document.corrected@1', itemId, { ...UNSURE, candidates: [], documentId, revision: 1, by: 'operator:clerk', undoOf: null }),
      ]),
    );
    assert.deepEqual(order(), [1, 2, 0]);
    const item = fits(ReviewItem, reviewItem(mailroom.sight, waitingDocument(mailroom.store.read, waiting[2]!.itemId, undefined), null));
    assert.deepEqual(item.place, { index: 1, count: 3, next: itemId });
  });

  test('shows each candidate with its reason and the place it was read at', async (t) => {
    const mailroom = await openMailroom(t);
    const { itemId, documentId, pages } = await mailroom.hands.scanned(UNSURE);
    const document = waitingDocument(mailroom.store.read, itemId, documentId);
    const item = fits(ReviewItem, reviewItem(mailroom.sight, document, READING(pages[0]!)));
    assert.deepEqual(
      item.candidates.map((one) => [one.department, one.person, one.evidence.map(({ letter, why }) => [letter, why.code])]),
      [
        ['Comptabilité', 'Hélène Vasseur', [['A', 'address-names-person']]],
        ['Ressources humaines', null, [[null, 'class-rule']]],
      ],
    );
    assert.equal(item.sender, 'Papeterie du Vieux Pont');
    assert.deepEqual(item.reason, { code: 'two_departments', params: {}, page: null, box: null });
  });

  test('does not offer a department for a class that the page does not speak of when it is read as a whole', async (t) => {
    const mailroom = await openMailroom(t);
    const byClass = { departmentId: 'legal' as DepartmentId, personId: null, confidence: 0.3, rule: 'department_of_class' };
    const { itemId, documentId, pages } = await mailroom.hands.scanned({ ...UNSURE, candidates: [...UNSURE.candidates, byClass] });
    const departments = (reading: KeptReading | null) =>
      reviewItem(mailroom.sight, waitingDocument(mailroom.store.read, itemId, documentId), reading).candidates.map(
        (one) => one.departmentId,
      );
    assert.deepEqual(departments(null), ['accounts', 'staff', 'legal']);
    assert.deepEqual(departments(READING(pages[0]!)), ['accounts', 'staff']);
  });

  test('shows the address that is another firm’s', async (t) => {
    const mailroom = await openMailroom(t);
    const { itemId, documentId, pages } = await mailroom.hands.scanned({ ...UNSURE, reason: 'other_company', candidates: [] });
    const reading = READING(pages[0]!);
    const box = [500, 200, 800, 400] as [number, number, number, number];
    reading.understanding.evidence.push({ field: 'address', page: 0, boxes: [box], rule: 'address_other', confidence: 0.6 });
    const { reason } = reviewItem(mailroom.sight, waitingDocument(mailroom.store.read, itemId, documentId), reading);
    assert.deepEqual([reason.code, reason.page, reason.box], ['other_company', 0, [500, 100, 800, 200]]);
  });

  test('an item that waits no more is not found', async (t) => {
    const mailroom = await openMailroom(t);
    const { itemId } = await mailroom.hands.scanned(DECIDED);
    assert.throws(() => waitingDocument(mailroom.store.read, itemId, undefined), { code: 'NOT_FOUND' });
  });
});

describe('the pile', () => {
  const batch = (mailroom: Mailroom) => fits(CurrentBatch, currentBatch(mailroom.sight, { 'scanner-1': 'Scanner du guichet' })).batch;

  test('there is none before the first', async (t) => {
    assert.equal(batch(await openMailroom(t)), null);
  });

  test('its sheets, sides and items add up while it is fed, stops, goes on and is read', async (t) => {
    const mailroom = await openMailroom(t);
    const { hands } = mailroom;
    const batchId = hands.openBatch();
    const first = await hands.sheet(batchId, 1);
    assert.deepEqual([batch(mailroom)!.state, batch(mailroom)!.sheets, batch(mailroom)!.sides], ['feeding', 1, 2]);
    hands.closeBatch(batchId, 1, { condition: 'double-feed', atSheet: 2 });
    const stopped = batch(mailroom)!;
    assert.deepEqual([stopped.state, stopped.stop!.condition, stopped.stop!.putBack], ['stopped', 'double-feed', [2, 3]]);
    assert.deepEqual(stopped.missing, [], 'what is to be put back is not called missing');
    const second = await hands.sheet(batchId, 2);
    hands.closeBatch(batchId, 2);
    const { itemId } = hands.register('letter', { source: 'scan' });
    const documents = [
      hands.divide(itemId, batchId, 1, [first.front], [first.back]),
      hands.divide(itemId, batchId, 2, [second.front], [second.back], 2),
    ];
    const reading = batch(mailroom)!;
    assert.deepEqual([reading.state, reading.sidesRead, reading.blankSides, reading.device], ['reading', 2, 2, 'Scanner du guichet']);
    for (const documentId of documents) hands.decide({ itemId, documentId }, DECIDED);
    const finished = batch(mailroom)!;
    assert.deepEqual([finished.state, finished.sheets, finished.sides, finished.sidesRead], ['finished', 2, 4, 4]);
    assert.deepEqual(finished.missing, [], 'two sheets, two sides each');
    await hands.sheet(batchId, 4);
    assert.deepEqual(batch(mailroom)!.missing, [3], 'a gap in the numbers is told');
    assert.deepEqual(
      finished.items.map((one) => one.pages.map((page) => page.sheet)),
      [[1, 1, 2, 2]],
    );
  });

  test('one that a person stopped is cancelled, and a closed item shows no page', async (t) => {
    const mailroom = await openMailroom(t);
    const { batchId } = await mailroom.hands.scanned(CLOSED);
    assert.deepEqual(
      batch(mailroom)!.items.map((one) => [one.closed, one.pages]),
      [[true, []]],
    );
    mailroom.hands.closeBatch(batchId, 1, { condition: null, atSheet: 2 });
    assert.equal(batch(mailroom)!.state, 'cancelled');
  });
});

test('what stopped is listed with what it is about, and what waits with since when', async (t) => {
  const mailroom = await openMailroom(t);
  const { hands, store, clock } = mailroom;
  const scanned = await hands.scanned(DECIDED);
  const waiting = hands.plan(scanned, 0);
  hands.file(scanned.itemId, hands.plan(scanned, 0, 2));
  store.write((tx) => {
    tx.append([
      event('label.printed@1', scanned.itemId, {
        number: scanned.number as never,
        copy: 1,
        outcome: 'unknown',
        printer: 'printer-1' as never,
        by: 'box',
      }),
      event('filing.held@1', scanned.itemId, { filingId: waiting, code: 'FILING_OVER_QUOTA' }),
    ]);
    tx.park(tx.enqueue({ name: 'file', subject: waiting }), 'FILING_OVER_QUOTA');
    tx.retry(tx.enqueue({ name: 'notify', subject: 'nt_x' }), 1000, 'NOTICE_AWAY');
  });
  const { backlog: lines, stopped, serverAway } = backlog(mailroom.sight, clock.wallMs());
  assert.deepEqual(lines[0], {
    what: 'filing',
    name: 'Comptabilité',
    waiting: 1,
    done: 1,
    waitingSinceMs: clock.wallMs(),
    failure: 'FILING_OVER_QUOTA',
  });
  assert.deepEqual(
    stopped.map((one) => [one.what, one.number, one.failure.code]),
    [
      ['label', scanned.number, 'LABEL_UNKNOWN_OUTCOME'],
      ['filing', scanned.number, 'FILING_OVER_QUOTA'],
    ],
  );
  assert.equal(serverAway, true);
});
