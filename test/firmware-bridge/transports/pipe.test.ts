import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { systemClock } from '#base/clock.ts';
import { type DeviceFile, openDeviceFile } from '#bridge/transports/device-file.ts';
import { Input } from '#bridge/transports/input.ts';
import { MAX_INPUT_BYTES } from '#bridge/transports/pipe.ts';
import { openTcp } from '#bridge/transports/tcp.ts';
import { until } from '../../contracts/device-events.ts';
import { FORBIDDEN } from '../input-bench.ts';

const clock = systemClock();

async function listening(t: TestContext, onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

test('tcp: bytes go out and come in, old answers can be forgotten, and patience has an end', async (t) => {
  const port = await listening(t, (socket) => socket.on('data', (bytes) => socket.write(bytes)));
  const pipe = await openTcp('127.0.0.1', port, 'printer-1', clock);
  t.after(() => pipe.close());
  assert.deepEqual(await pipe.send(Buffer.alloc(10_000, 7), 1_000), { sentBytes: 10_000, complete: true });
  await until(() => pipe.counts.receivedBytes === 10_000, 'all came back');
  assert.equal((await pipe.receive(1_000))?.length, 10_000);
  assert.equal(await pipe.receive(5), null);
  await pipe.send(Buffer.alloc(3), 1_000);
  await until(() => pipe.counts.receivedBytes === 10_003, 'the old answer is there');
  pipe.forget();
  assert.equal(await pipe.receive(5), null);
});

test('tcp: a printer that takes nothing more is noticed, how far it got is said, and what is under way is taken back', async (t) => {
  const printer = Promise.withResolvers<Socket>();
  const port = await listening(t, (socket) => printer.resolve(socket.pause()));
  const pipe = await openTcp('127.0.0.1', port, 'printer-1', clock);
  t.after(() => pipe.close());
  const job = Buffer.alloc(30_000_000);
  const { sentBytes, complete } = await pipe.send(job, 100);
  assert.equal(complete, false);
  assert.ok(sentBytes > 0 && sentBytes < job.length);
  await assert.rejects(pipe.receive(1_000), { code: 'DEVICE_ABSENT' });
  // It goes on now, and hears that there is nothing more to come, whole or not.
  const socket = await printer.promise;
  const ends = new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    socket.once('end', () => resolve('the end of the job'));
  });
  let taken = 0;
  socket.on('data', (bytes) => {
    taken += bytes.length;
  });
  socket.resume();
  assert.equal(await ends, 'ECONNRESET');
  assert.ok(taken < sentBytes, `${taken} of ${sentBytes}`);
});

test('tcp: a short job that stuck may have gone out in part, and is not said to be untouched', async (t) => {
  const port = await listening(t, (socket) => socket.pause());
  const pipe = await openTcp('127.0.0.1', port, 'printer-1', clock);
  t.after(() => pipe.close());
  const job = Buffer.alloc(4_000);
  let sent = await pipe.send(job, 100);
  for (let jobs = 1; sent.complete && jobs < 20_000; jobs++) sent = await pipe.send(job, 100);
  assert.deepEqual(sent, { sentBytes: 4_000, complete: false });
  assert.deepEqual(await pipe.send(job, 100), { sentBytes: 0, complete: false });
});

test('tcp: nobody there, and gone in the middle, are both DEVICE_ABSENT', async (t) => {
  const port = await listening(t, (socket) => socket.once('data', () => socket.resetAndDestroy()));
  const pipe = await openTcp('127.0.0.1', port, 'printer-1', clock);
  await pipe.send(Buffer.from('~HS'), 1_000);
  await assert.rejects(pipe.receive(5_000), { code: 'DEVICE_ABSENT' });
  assert.deepEqual(await pipe.send(Buffer.from('more'), 1_000), { sentBytes: 0, complete: false });
  await pipe.close();
  await assert.rejects(openTcp('127.0.0.1', 1, 'printer-1', clock), { code: 'DEVICE_ABSENT' });
});

test('tcp: a device that talks without end fills no memory', async (t) => {
  const port = await listening(t, (socket) => socket.write(Buffer.alloc(2_000_000)));
  const pipe = await openTcp('127.0.0.1', port, 'printer-1', clock);
  t.after(() => pipe.close());
  await until(() => pipe.counts.receivedBytes === 2_000_000, 'all was said');
  assert.equal((await pipe.receive(1_000))?.length, MAX_INPUT_BYTES);
});

test('tcp: a far end that vanished without a word is found out by the kernel', async (t) => {
  const port = await listening(t, () => undefined);
  const pipe = await openTcp('127.0.0.1', port, 'reader-1', clock);
  t.after(() => pipe.close());
  const to = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const ours = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((line) => line.trim().split(/\s+/));
  // The timer that runs for the connection is that of asking whether anybody is there (proc_net_tcp.txt: 2).
  assert.match(ours.find(([, , remote]) => remote === to)?.[5] ?? 'no connection', /^02:/);
});

test('what is kept of what a device says is the end of it, in whatever pieces it comes', async () => {
  const sizes = fc.oneof(fc.constant(1), fc.nat(200), fc.constant(40_000), fc.constant(MAX_INPUT_BYTES), fc.nat(200_000));
  await fc.assert(
    fc.asyncProperty(fc.array(sizes, { minLength: 1, maxLength: 12 }), async (lengths) => {
      const input = new Input('printer-1', clock);
      const pieces = lengths.map((length, n) => Buffer.alloc(length, n + 1));
      for (let turn = 0; turn < 2; turn++) {
        for (const piece of pieces) input.push(piece);
        const said = Buffer.concat(pieces).subarray(-MAX_INPUT_BYTES);
        assert.ok(((await input.take(1)) ?? Buffer.alloc(0)).equals(said));
      }
    }),
    { numRuns: 60 },
  );
});

const failing = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

/** A usblp device file: takes `room` bytes at a time, says EAGAIN in between, and can be pulled out. */
function deviceFile() {
  const taken: Buffer[] = [];
  const said: Buffer[] = [];
  const state = { stalled: false, unplugged: false, closed: false, turn: 0 };
  const file: DeviceFile = {
    async read(buffer) {
      if (state.unplugged) throw failing('EIO');
      const piece = said.shift();
      if (!piece) throw failing('EAGAIN');
      return { bytesRead: piece.copy(buffer) };
    },
    async write(bytes, offset, length) {
      if (state.unplugged) throw failing('ENODEV');
      if (state.stalled || state.turn++ % 2 === 1) throw failing('EAGAIN');
      const bytesWritten = Math.min(length, 1_500);
      taken.push(Buffer.from(bytes.subarray(offset, offset + bytesWritten)));
      return { bytesWritten };
    },
    async close() {
      state.closed = true;
    },
  };
  return { file, taken, said, state };
}

test('usb: bytes go out piece by piece beside a pending read, whatever the device takes at a time', async () => {
  const { file, taken, said, state } = deviceFile();
  const pipe = await openDeviceFile('/dev/usb/lp2', 'printer-1', clock, async () => file);
  const job = Buffer.from(Array.from({ length: 5_000 }, (_, i) => i & 0xff));
  said.push(Buffer.from('hello'));
  assert.deepEqual(await pipe.send(job, 1_000), { sentBytes: 5_000, complete: true });
  assert.ok(Buffer.concat(taken).equals(job));
  assert.equal((await pipe.receive(1_000))?.toString(), 'hello');
  await pipe.close();
  assert.equal(state.closed, true);
});

test('usb: a stalled printer and an unplugged one both say how far it got', async () => {
  const stalled = deviceFile();
  const pipe = await openDeviceFile('/dev/usb/lp2', 'printer-1', clock, async () => stalled.file);
  stalled.state.stalled = true;
  assert.deepEqual(await pipe.send(Buffer.alloc(100), 50), { sentBytes: 0, complete: false });
  stalled.state.unplugged = true;
  await assert.rejects(pipe.receive(5_000), { code: 'DEVICE_ABSENT' });
  assert.deepEqual(await pipe.send(Buffer.alloc(100), 50), { sentBytes: 0, complete: false });
  await pipe.close();
});

test('usb: a piece whose writing failed may have gone out, and is not said to be untouched', async () => {
  const { file } = deviceFile();
  file.write = () => Promise.reject(failing('EIO'));
  file.read = () => Promise.reject(failing('EAGAIN'));
  const pipe = await openDeviceFile('/dev/usb/lp2', 'printer-1', clock, async () => file);
  assert.deepEqual(await pipe.send(Buffer.alloc(5_000), 1_000), { sentBytes: 4_096, complete: false });
  assert.deepEqual(await pipe.send(Buffer.alloc(100), 1_000), { sentBytes: 0, complete: false });
  await pipe.close();
});

test('usb: a printer that cannot speak is written to, and says nothing', async () => {
  const { file, taken } = deviceFile();
  file.read = () => Promise.reject(failing('EINVAL'));
  const pipe = await openDeviceFile('/dev/usb/lp2', 'printer-1', clock, async () => file);
  assert.equal(await pipe.receive(5), null);
  assert.deepEqual(await pipe.send(Buffer.alloc(100), 1_000), { sentBytes: 100, complete: true });
  assert.equal(Buffer.concat(taken).length, 100);
  await pipe.close();
});

test('usb: after half a job nothing more is written into its middle, and the pipe is at its end', async () => {
  const { file, taken, state } = deviceFile();
  const write = file.write;
  file.write = async (...piece) => {
    state.stalled ||= taken.length === 2;
    return write(...piece);
  };
  const pipe = await openDeviceFile('/dev/usb/lp2', 'printer-1', clock, async () => file);
  assert.deepEqual(await pipe.send(Buffer.alloc(5_000), 50), { sentBytes: 3_000, complete: false });
  taken.length = 0;
  state.stalled = false;
  assert.deepEqual(await pipe.send(Buffer.from('~HQES'), 1_000), { sentBytes: 0, complete: false });
  assert.equal(Buffer.concat(taken).length, 0);
  await assert.rejects(pipe.receive(5_000), { code: 'DEVICE_ABSENT' });
  await pipe.close();
});

test('usb: a missing file is an absent device, a forbidden one is refused, one that another program has is busy', async () => {
  await assert.rejects(openDeviceFile('/dev/no-such-device', 'printer-1', clock), { code: 'DEVICE_ABSENT' });
  await assert.rejects(openDeviceFile(FORBIDDEN, 'printer-1', clock), { code: 'DEVICE_REFUSED', message: /no permission to open/ });
  const taken = openDeviceFile('/dev/usb/lp2', 'printer-1', clock, () => Promise.reject(failing('EBUSY')));
  await assert.rejects(taken, { code: 'DEVICE_BUSY' });
});
