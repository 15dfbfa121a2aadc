import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActDone } from '#contract/acts.ts';
import type { Failure } from '#contract/failure.ts';
import type { ItemPage } from '#contract/item.ts';
import { READING } from '#test/views/kept-reading.ts';
import { DECIDED, UNSURE } from '#test/views/mailroom.ts';
import { CLERK, freshKey, type Kiosk, openKiosk, SECOND } from './kiosk.ts';

const done = ({ status, body }: { status: number; body: unknown }): ActDone => {
  assert.equal(status, 200, JSON.stringify(body));
  return body as ActDone;
};
const refusal = ({ status, body }: { status: number; body: unknown }) => [status, (body as Failure).code];
const positionOf = (kiosk: Kiosk, id: string) => kiosk.store.read.get('item', { id })!.last_position;

test('an item is registered once for one key, also when both requests are under way at once', async (t) => {
  const kiosk = await openKiosk(t);
  const cookie = await kiosk.signIn();
  const body = { idempotencyKey: freshKey(), direction: 'in', kind: 'parcel', personId: 'vasseur', tracking: '1Z999', print: true };
  const answers = await Promise.all([1, 2, 3].map(() => kiosk.act('register-item', body, cookie)));
  assert.equal(new Set(answers.map((one) => JSON.stringify(done(one)))).size, 1);
  assert.equal(kiosk.store.read.query('SELECT 1 FROM item').length, 1);
  const { itemId, number } = done(answers[0]!);
  assert.match(number!, /^VM-\d{4}-000001-/);
  assert.equal(kiosk.store.read.personal(itemId!).tracking, '1Z999');
  assert.deepEqual(kiosk.store.jobs.counts(), [{ name: 'label', state: 'ready', count: 1 }]);
});

test('a choice files the document, says where and can be undone', async (t) => {
  const kiosk = await openKiosk(t);
  const cookie = await kiosk.signIn();
  const scanned = await kiosk.hands.scanned(UNSURE);
  const { itemId, documentId } = scanned;
  const reading = Buffer.from(JSON.stringify(READING(scanned.pages[0]!)));
  kiosk.hands.decide(scanned, UNSURE, await kiosk.store.blobs.put(reading, { retention: 'mail' }));
  const choice = { kind: 'candidate', departmentId: 'accounts', personId: 'vasseur' };
  const decided = done(await kiosk.act('decide', { itemId, documentId, expected: positionOf(kiosk, itemId), choice }, cookie));
  assert.equal(decided.department, 'Comptabilité');

  const page = async () => (await kiosk.get(`/api/items/${itemId}`, cookie)).body as ItemPage;
  const filed = await page();
  assert.equal(filed.documents[0]!.state, 'decided');
  assert.equal(filed.message!.place.code, 'grace');
  assert.equal(filed.filings[0]!.actId, decided.actId);
  assert.deepEqual(filed.undo, decided.undo);

  done(await kiosk.act('undo', { actId: decided.undo!.actId }, cookie));
  const back = await page();
  assert.equal(back.documents[0]!.state, 'review');
  assert.equal(back.filings[0]!.state, 'cancelled');
  assert.equal(back.undo, null);
  assert.deepEqual(
    back.timeline.slice(-4).map((one) => [one.code, one.params.by]),
    [
      ['corrected', CLERK.name],
      ['filing-planned', undefined],
      ['filing-cancelled', CLERK.name],
      ['correction-undone', CLERK.name],
    ],
  );
});

test('a registration is taken back from what the item page offers, once', async (t) => {
  const kiosk = await openKiosk(t);
  const cookie = await kiosk.signIn();
  const { itemId, number } = done(await kiosk.act('register-item', { direction: 'in', kind: 'letter', print: true }, cookie));
  const page = async () => (await kiosk.get(`/api/items/${itemId}`, cookie)).body as ItemPage;
  const { actId } = (await page()).undo!;
  assert.equal(done(await kiosk.act('undo', { actId }, cookie)).number, number);
  const gone = await page();
  assert.deepEqual([gone.paper?.place.code, gone.undo], ['voided', null]);
  assert.deepEqual(kiosk.store.jobs.counts(), []);
  assert.deepEqual(refusal(await kiosk.act('undo', { actId }, cookie)), [422, 'ACT_REFUSED']);
});

test('a class that is no id is refused before it could be hashed', async (t) => {
  const kiosk = await openKiosk(t);
  const cookie = await kiosk.signIn();
  const { itemId, documentId } = await kiosk.hands.scanned(UNSURE);
  const choice = { kind: 'department', departmentId: 'accounts' };
  const body = { itemId, documentId, expected: positionOf(kiosk, itemId), choice, class: 'Lettre de Mme Bertholet' };
  assert.deepEqual(refusal(await kiosk.act('decide', body, cookie)), [400, 'REQUEST_INVALID']);
});

test('each refusal has its own status', async (t) => {
  const kiosk = await openKiosk(t);
  const cookie = await kiosk.signIn();
  const { itemId, documentId } = await kiosk.hands.scanned(UNSURE);
  const expected = positionOf(kiosk, itemId);
  const choice = { kind: 'department', departmentId: 'accounts' };
  const act = async (name: Parameters<Kiosk['act']>[0], body: object) => refusal(await kiosk.act(name, body, cookie));
  assert.deepEqual(await act('decide', { itemId, documentId, expected: expected - 1, choice }), [409, 'ITEM_MOVED_ON']);
  assert.deepEqual(await act('decide', { itemId, documentId: 'dc_unknown', expected, choice }), [404, 'DOCUMENT_UNKNOWN']);
  assert.deepEqual(await act('decide', { itemId, documentId, expected, choice: { kind: 'person', personId: 'ghost' } }), [
    422,
    'ACT_REFUSED',
  ]);
  assert.deepEqual(await act('decide', { itemId, documentId, expected, choice: { kind: 'anything' } }), [400, 'REQUEST_INVALID']);
  assert.deepEqual(await act('hand-over', { itemId: 'it_unknown', expected: 0, shelf: 'B3' }), [404, 'ITEM_UNKNOWN']);
  assert.deepEqual(await act('undo', { actId: 'never-done' }), [422, 'ACT_REFUSED']);
  assert.deepEqual(await act('confirm-label', { itemId, expected, found: false }), [422, 'ACT_REFUSED']);
});

test('personal mail shows nothing from the moment the clerk says so', async (t) => {
  const kiosk = await openKiosk(t);
  const cookie = await kiosk.signIn();
  const { itemId, documentId, pages } = await kiosk.hands.scanned(DECIDED);
  await kiosk.hands.draw(pages[0]!);
  kiosk.hands.sender(documentId, 'Cabinet du docteur Merle');
  done(await kiosk.act('close-item', { itemId, expected: positionOf(kiosk, itemId) }, cookie));
  for (const url of [`/api/items/${itemId}`, '/api/arrivals', '/api/batches/current', '/api/search?q=Merle']) {
    const text = JSON.stringify((await kiosk.get(url, cookie)).body);
    assert.doesNotMatch(text, /Merle|invoice|\/api\/pages/, url);
  }
  assert.deepEqual(refusal(await kiosk.get(`/api/pages/${pages[0]}/view`, cookie)), [404, 'NOT_FOUND']);
});

test('a stack is scanned and stopped by its batch', async (t) => {
  const kiosk = await openKiosk(t);
  const cookie = await kiosk.signIn();
  const { batchId } = done(await kiosk.act('start-scan', { separation: 'item', duplex: false }, cookie));
  const batch = kiosk.store.read.get('batch', { id: batchId! })!;
  assert.deepEqual([batch.scanner, batch.source, batch.separation], ['scanner-1', 'adf', 'item']);
  assert.equal(done(await kiosk.act('cancel-scan', {}, cookie)).batchId, batchId);
  assert.deepEqual(
    kiosk.store.jobs.counts().map((one) => one.name),
    ['cancel-scan'],
    'a run that waited to begin does not',
  );
});

test('two clerks on different items never refuse each other: 200 acts, interleaved', async (t) => {
  const kiosk = await openKiosk(t);
  const cookies = [await kiosk.signIn(CLERK), await kiosk.signIn(SECOND)] as const;
  // Each clerk has ten items and walks over them; an act waits only for the one before it on the same item.
  const items = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      const answer = done(await kiosk.act('register-item', { direction: 'in', kind: 'letter' }, cookies[n % 2]!));
      return { cookie: cookies[n % 2]!, itemId: answer.itemId!, expected: answer.position };
    }),
  );
  const refused: unknown[] = [];
  let acts = 0;
  await Promise.all(
    items.map(async (item) => {
      for (let step = 0; step < 10; step++) {
        const to = step % 2 === 0 ? { shelf: `B${step}` } : { personId: 'vasseur' };
        const { status, body } = await kiosk.act('hand-over', { itemId: item.itemId, expected: item.expected, ...to }, item.cookie);
        acts += 1;
        if (status !== 200) refused.push(body);
        else item.expected = (body as ActDone).position;
      }
    }),
  );
  assert.equal(acts, 200);
  assert.deepEqual(refused, []);
  for (const { itemId } of items) assert.equal(kiosk.store.read.all('custody', { item_id: itemId }).length, 10);
  const byOthers = kiosk.store.read.query<{ by_actor: string }>('SELECT DISTINCT by_actor FROM custody ORDER BY by_actor');
  assert.deepEqual(byOthers, [{ by_actor: 'operator:clerk' }, { by_actor: 'operator:second' }]);
});
