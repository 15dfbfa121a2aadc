import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeedEvent } from '#contract/feed.ts';
import { FeedEvent as FeedSchema } from '#contract/feed.ts';
import { fits } from '#test/views/contract.ts';
import { openListeningKiosk } from './kiosk.ts';

type Kiosk = Awaited<ReturnType<typeof openListeningKiosk>>;

interface Line {
  /** The next event, with the id it came under. */
  next(): Promise<{ id: string | null; event: FeedEvent }>;
  /** The next event of a kind; others are let go by. */
  nextOf(kind: FeedEvent['kind']): Promise<FeedEvent>;
  ended(): Promise<void>;
  close(): void;
}

/** A reader of server-sent events of its own, so that ids are seen as they travel. */
async function listen(t: { after(fn: () => void): void }, kiosk: Kiosk, cookie: string, query = '', headers = {}): Promise<Line> {
  const stop = new AbortController();
  t.after(() => stop.abort());
  const reply = await fetch(`${kiosk.url}/api/feed${query}`, {
    headers: { cookie, ...headers },
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(20_000)]),
  });
  assert.equal(reply.status, 200);
  assert.match(reply.headers.get('content-type')!, /^text\/event-stream/);
  const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next: Line['next'] = async () => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null;
        const event = fits(FeedSchema, JSON.parse(field('data')!) as FeedEvent);
        assert.equal(field('event'), event.kind);
        return { id: field('id'), event };
      }
      const { value, done } = await reader.read();
      if (done) throw new Error('the line ended');
      text += value;
    }
  };
  return {
    next,
    async nextOf(kind) {
      for (;;) {
        const { event } = await next();
        if (event.kind === kind) return event;
      }
    },
    async ended() {
      await assert.rejects(async () => {
        for (;;) await next();
      });
    },
    close: () => stop.abort(),
  };
}

test('a page hears of an item as soon as the register has it', async (t) => {
  const kiosk = await openListeningKiosk(t);
  const line = await listen(t, kiosk, await kiosk.signIn());
  const { event: hello } = await line.next();
  assert.ok(hello.kind === 'hello' && !hello.resumed);
  const { itemId } = kiosk.hands.register();
  const { id, event } = await line.next();
  assert.deepEqual(event, { kind: 'item', position: hello.position + 1, ids: [itemId] });
  assert.equal(id, String(event.position));
});

test('a line that broke goes on after the last position heard, and nothing is missing or told twice', async (t) => {
  const kiosk = await openListeningKiosk(t);
  const cookie = await kiosk.signIn();
  const first = await listen(t, kiosk, cookie);
  await first.next();
  kiosk.hands.register();
  const heard = await first.next();
  first.close();

  const missed = [kiosk.hands.register(), kiosk.hands.register()];
  for (const [query, headers] of [
    [`?after=${heard.event.position}&epoch=1`, {}],
    ['', { 'last-event-id': heard.id! }],
  ] as const) {
    const second = await listen(t, kiosk, cookie, query, headers);
    const { event: hello } = await second.next();
    assert.deepEqual(hello.kind === 'hello' && [hello.resumed, hello.position], [true, heard.event.position]);
    const told = await second.nextOf('item');
    assert.deepEqual(
      'ids' in told && told.ids,
      missed.map((one) => one.itemId),
    );
    assert.equal(told.position, kiosk.store.head().position);
    const later = kiosk.hands.register();
    const next = await second.nextOf('item');
    assert.deepEqual('ids' in next && next.ids, [later.itemId]);
    missed.push(later);
    second.close();
  }
});

test('a page that was ahead, or in another epoch, is told to read everything again', async (t) => {
  const kiosk = await openListeningKiosk(t);
  const cookie = await kiosk.signIn();
  for (const query of ['?after=999999', '?after=1&epoch=7']) {
    const line = await listen(t, kiosk, cookie, query);
    const { event } = await line.next();
    assert.deepEqual(event.kind === 'hello' && [event.resumed, event.position], [false, kiosk.store.head().position]);
    line.close();
  }
});

test('a change of a device is told without an id, for it is not in the register', async (t) => {
  const kiosk = await openListeningKiosk(t);
  const line = await listen(t, kiosk, await kiosk.signIn());
  await line.next();
  kiosk.devices.mediaOut(true);
  const { id, event } = await line.next();
  assert.equal(id, null);
  assert.deepEqual(event.kind === 'device' && event.ids, ['printer-1']);
});

test('the line ends with the session', async (t) => {
  const kiosk = await openListeningKiosk(t);
  const cookie = await kiosk.signIn();
  const line = await listen(t, kiosk, cookie);
  await line.next();
  await fetch(`${kiosk.url}/api/session`, { method: 'DELETE', headers: { cookie } });
  await line.ended();
});
