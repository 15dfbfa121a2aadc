import assert from 'node:assert/strict';
import { test } from 'node:test';
import { event } from '#domain/events.ts';
import { CLOSED, DECIDED, UNSURE } from '#test/views/mailroom.ts';
import { type Kiosk, openKiosk } from './kiosk.ts';

const SIZES = ['thumbnail', 'view', 'full'] as const;
const fetchPage = (kiosk: Kiosk, cookie: string, pageId: string, size: string, headers = {}) =>
  kiosk.app.inject({ url: `/api/pages/${pageId}/${size}`, headers: { cookie, ...headers } });

test('a page that passed the secrecy gate is shown in three sizes, for this browser alone', async (t) => {
  const kiosk = await openKiosk(t);
  const cookie = await kiosk.signIn();
  const { pages } = await kiosk.hands.scanned(UNSURE);
  await kiosk.hands.draw(pages[0]!);
  for (const size of SIZES) {
    const reply = await fetchPage(kiosk, cookie, pages[0]!, size);
    assert.equal(reply.statusCode, 200, size);
    assert.equal(reply.headers['content-type'], 'image/jpeg');
    assert.match(String(reply.headers['cache-control']), /^private/);
    const again = await fetchPage(kiosk, cookie, pages[0]!, size, { 'if-none-match': String(reply.headers.etag) });
    assert.equal(again.statusCode, 304);
  }
  assert.match((await fetchPage(kiosk, cookie, pages[0]!, 'view')).body, /view bt_/);
});

test('undecided, closed and erased pages are not found in any size', async (t) => {
  const kiosk = await openKiosk(t);
  const cookie = await kiosk.signIn();
  const undecided = await kiosk.hands.scanned(null);
  const closed = await kiosk.hands.scanned(CLOSED);
  const erased = await kiosk.hands.scanned(DECIDED);
  for (const { pages } of [undecided, closed, erased]) await kiosk.hands.draw(pages[0]!);
  kiosk.store.write((tx) =>
    tx.append([
      event('contents.erased@1', erased.itemId, {
        documents: [erased.documentId],
        pages: erased.pages,
        keys: [],
        reason: 'retention',
        by: 'box',
      }),
    ]),
  );
  for (const { pages } of [undecided, closed, erased])
    for (const size of SIZES) assert.equal((await fetchPage(kiosk, cookie, pages[0]!, size)).statusCode, 404);
  assert.equal((await fetchPage(kiosk, cookie, 'bt_never.1.f.1', 'full')).statusCode, 404);
  assert.equal((await fetchPage(kiosk, cookie, '../../etc/passwd', 'full')).statusCode, 404);
  assert.deepEqual(kiosk.bugs, []);
});

test('a separator sheet is shown where this box has sealed it, and until it is mail; what only looks like one is not', async (t) => {
  const kiosk = await openKiosk(t);
  const cookie = await kiosk.signIn();
  const batchId = kiosk.hands.openBatch();
  const [sealed, strange] = [await kiosk.hands.sheet(batchId, 1), await kiosk.hands.sheet(batchId, 2)];
  const look = await kiosk.store.blobs.put(Buffer.from('{}'), { retention: 'mail' });
  const seen = { orientation: 180, blank: false, ownNumber: null, look, widthPx: 1, heightPx: 1, separator: 'next' } as const;
  const orders = { departmentId: null, urgent: true, registered: false, day: null };
  kiosk.store.write((tx) =>
    tx.append([
      event('page.looked@1', null, { pageId: sealed.front, orders, ...seen }),
      event('page.looked@1', null, { pageId: strange.front, ...seen }),
    ]),
  );
  const statusOf = async (pageId: string) => (await fetchPage(kiosk, cookie, pageId, 'full')).statusCode;
  assert.deepEqual([await statusOf(sealed.front), await statusOf(sealed.back), await statusOf(strange.front)], [200, 404, 404]);
  const pages = [{ pageId: sealed.front, role: 'content' as const }];
  kiosk.store.write((tx) => tx.append([event('sheets.restored@1', null, { batchId, pages, atSheet: null, by: 'operator:clerk' })]));
  assert.equal(await statusOf(sealed.front), 404);
});

test('a picture whose file is gone is not found, and nothing breaks', async (t) => {
  const kiosk = await openKiosk(t);
  const cookie = await kiosk.signIn();
  const { pages } = await kiosk.hands.scanned(DECIDED);
  await kiosk.hands.draw(pages[0]!);
  const name = kiosk.store.read.get('page', { id: pages[0]! })!.blob!;
  await kiosk.store.blobs.eraseKey(await kiosk.store.blobs.keyOf(name as never));
  assert.equal((await fetchPage(kiosk, cookie, pages[0]!, 'full')).statusCode, 404);
  assert.deepEqual(kiosk.bugs, []);
});
