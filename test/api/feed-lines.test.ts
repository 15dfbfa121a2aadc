import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { openFeedLines } from '#api/feed-lines.ts';
import { FeedEvent } from '#contract/feed.ts';
import { labelNumber } from '#domain/label-number.ts';
import { openFakeDevices } from '#test/fakes/devices.ts';
import { fits } from '#test/views/contract.ts';
import { openMailroom } from '#test/views/mailroom.ts';

/** The server's end of a connection whose other end reads as fast as it is told. */
class Socket extends EventEmitter {
  readonly heard: FeedEvent[] = [];
  writableLength = 0;
  reads = true;
  destroyed = false;
  setHeader(): void {}
  flushHeaders(): void {}
  write(text: string): void {
    this.heard.push(JSON.parse(/^data: (.*)$/m.exec(text)![1]!));
    if (!this.reads) this.writableLength += Buffer.byteLength(text);
  }
  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }
  get response(): ServerResponse {
    return this as unknown as ServerResponse;
  }
}

const FRESH = { after: null, epoch: null };
const turn = () => new Promise((resolve) => setImmediate(resolve));

async function openLines(t: { after(fn: () => void): void }) {
  const mailroom = await openMailroom(t);
  const devices = openFakeDevices();
  const lines = openFeedLines({ store: mailroom.store, devices, clock: mailroom.clock });
  const over = new AbortController();
  return {
    ...mailroom,
    devices,
    over,
    listen(from: { after: number | null; epoch: number | null } = FRESH): Socket {
      const socket = new Socket();
      lines.open(socket.response, from, over.signal);
      return socket;
    },
    async close() {
      lines.close();
      await devices.close();
    },
  };
}

test('a silent register is heard every ten seconds', async (t) => {
  const room = await openLines(t);
  const socket = room.listen();
  room.clock.advance(9_999);
  assert.deepEqual(
    socket.heard.map((one) => one.kind),
    ['hello'],
  );
  room.clock.advance(1);
  room.clock.advance(10_000);
  assert.deepEqual(
    socket.heard.map((one) => one.kind),
    ['hello', 'heartbeat', 'heartbeat'],
  );
  await room.close();
  assert.equal(socket.destroyed, true);
});

test('the heartbeat names the last number given out', async (t) => {
  const room = await openLines(t);
  const socket = room.listen();
  const { number } = room.hands.register('parcel');
  room.clock.advance(10_000);
  const numbers = socket.heard.flatMap((one) => ('lastItem' in one ? [one.lastItem?.number ?? null] : []));
  assert.deepEqual(numbers, [null, number]);
  await room.close();
});

test('a page that does not read is dropped; the others hear on', async (t) => {
  const room = await openLines(t);
  const [slow, quick] = [room.listen(), room.listen()];
  slow.reads = false;
  for (let n = 0; n < 4_000 && !slow.destroyed; n++) {
    room.hands.register();
    await turn();
  }
  assert.equal(slow.destroyed, true);
  assert.equal(quick.destroyed, false);
  assert.equal(quick.heard.at(-1)!.position, room.store.head().position);
  await room.close();
});

test('a page far behind catches up over several turns, hearing of each item once', async (t) => {
  const room = await openLines(t);
  const after = room.store.head().position;
  const ids = Array.from({ length: 450 }, () => room.hands.register().itemId);
  const socket = room.listen({ after, epoch: 1 });
  assert.ok(socket.heard.at(-1)!.position < room.store.head().position);
  while (socket.heard.at(-1)!.position < room.store.head().position) await turn();
  assert.deepEqual(
    socket.heard.flatMap((one) => ('ids' in one ? one.ids : [])),
    ids,
  );
  await room.close();
});

test('a page too far behind is told to read everything again', async (t) => {
  const room = await openLines(t);
  const [{ kind, resumed }] = room.listen({ after: -20_001 + room.store.head().position, epoch: 1 }).heard as [
    Extract<FeedEvent, { kind: 'hello' }>,
  ];
  assert.deepEqual([kind, resumed], ['hello', false]);
  await room.close();
});

test('more pages than a room has drop the oldest', async (t) => {
  const room = await openLines(t);
  const sockets = Array.from({ length: 33 }, () => room.listen());
  assert.deepEqual(
    sockets.map((one) => one.destroyed),
    [true, ...Array.from({ length: 32 }, () => false)],
  );
  await room.close();
});

test('a scanned label is told with the item that bears it, another code as it is, and a pedal', async (t) => {
  const room = await openLines(t);
  const { number, itemId } = room.hands.register('parcel');
  const socket = room.listen();
  const told = (): unknown[] => socket.heard.flatMap((one) => (one.kind === 'input' ? [one.input] : []));
  room.devices.input({ kind: 'code', text: `${number};2`, symbology: 'Q1' });
  room.devices.input({ kind: 'code', text: 'LX123456785FR', symbology: null });
  room.devices.input({ kind: 'pedal', pedal: 2 });
  assert.deepEqual(told(), [
    { kind: 'code', text: `${number};2`, symbology: 'Q1', number, itemId },
    { kind: 'code', text: 'LX123456785FR', symbology: null, number: null, itemId: null },
    { kind: 'pedal', pedal: 2 },
  ]);
  for (const event of socket.heard) fits(FeedEvent, event);
  await room.close();
});

test('a label of another house is known as one, though no item here bears it', async (t) => {
  const room = await openLines(t);
  const socket = room.listen();
  const right = labelNumber({ prefix: 'QX', year: 2025, sequence: 7 });
  room.devices.input({ kind: 'code', text: right.replace(/.$/, (last) => (last === '0' ? '1' : '0')), symbology: null });
  room.devices.input({ kind: 'code', text: right.replaceAll('-', ''), symbology: null });
  const numbers = socket.heard.flatMap((one) => (one.kind === 'input' && one.input.kind === 'code' ? [one.input] : []));
  assert.deepEqual(
    numbers.map(({ number, itemId }) => [number, itemId]),
    [
      [null, null],
      [right, null],
    ],
  );
  await room.close();
});

test('badges never reach a screen, and nothing that was scanned is told to whoever comes later', async (t) => {
  const room = await openLines(t);
  const socket = room.listen();
  room.devices.input({ kind: 'badge', badge: '0012345678' });
  room.devices.input({ kind: 'code', text: 'NOW', symbology: null });
  assert.ok(!JSON.stringify(socket.heard).includes('0012345678'));
  const later = room.listen({ after: 0, epoch: null });
  assert.deepEqual(
    later.heard.filter((one) => one.kind === 'input'),
    [],
  );
  assert.ok(!JSON.stringify(room.store.read.eventsAfter(0, 100)).includes('NOW'));
  await room.close();
});
