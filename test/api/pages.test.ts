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
