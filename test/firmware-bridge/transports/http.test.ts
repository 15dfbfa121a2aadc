import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { systemClock } from '#base/clock.ts';
import { type HttpOrder, http } from '#bridge/transports/http.ts';

const clock = systemClock();
const LIMIT = { timeout: 20_000 };

/** A device that answers any request by `answer`, byte by byte if it likes; `gone` resolves when the connection it served is closed. */
async function device(t: TestContext, answer: (socket: Socket) => void): Promise<{ order: HttpOrder; gone: Promise<void> }> {
  const gone = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => gone.resolve());
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/eSCL/ScannerStatus`);
  return { order: { method: 'GET', url, maxBytes: 1_000, silenceMs: 10_000, deadlineMs: 10_000 }, gone: gone.promise };
}

/** Writes `piece` again and again, never `silenceMs` apart. */
function dribble(socket: Socket, piece: string): void {
  const timer = setInterval(() => socket.write(piece), 5);
  socket.once('close', () => clearInterval(timer));
}

test('a whole answer is whole, one that breaks off is not, one that is too long is cut', LIMIT, async (t) => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n';
  for (const [said, body, complete] of [
    [`${head}page`, 'page', true],
    [`${head}pa`, 'pa', false],
    [`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(2_000)}`, '', false],
  ] as const) {
    const { order, gone } = await device(t, (socket) => socket.end(said));
    const answer = await http(clock, order);
    assert.deepEqual([answer.status, answer.body.toString(), answer.complete], [200, body, complete]);
    await gone;
  }
});

test('a device that closes, changes the protocol, or speaks none ends the request', LIMIT, async (t) => {
  const answers: Record<string, (socket: Socket) => void> = {
    closes: (socket) => socket.end(),
    resets: (socket) => socket.resetAndDestroy(),
    upgrades: (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
    garbage: (socket) => socket.write('\x00\x01\x02\r\n\r\n'),
  };
  for (const [what, answer] of Object.entries(answers)) {
    const { order, gone } = await device(t, answer);
    await assert.rejects(http(clock, order), what);
    await gone;
  }
});

test('a device that dribbles is given up at the deadline, before its answer has begun and after', LIMIT, async (t) => {
  const early = await device(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nserver: ');
    dribble(socket, 'x');
  });
  await assert.rejects(http(clock, { ...early.order, deadlineMs: 100 }), /within 100 ms/);
  await early.gone;
  const { order, gone } = await device(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n');
    dribble(socket, 'x');
  });
  const answer = await http(clock, { ...order, deadlineMs: 100 });
  assert.deepEqual([answer.status, answer.complete], [200, false]);
  await gone;
});

test('cancelling ends the request at once, whatever has come of the answer', LIMIT, async (t) => {
  const cancelled = new Error('cancelled');
  for (const said of ['', 'HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\nxxx']) {
    const stop = new AbortController();
    const { order, gone } = await device(t, (socket) => socket.write(said || ' ', () => stop.abort(cancelled)));
    await assert.rejects(http(clock, { ...order, signal: stop.signal }), cancelled);
    await gone;
    await assert.rejects(http(clock, { ...order, signal: stop.signal }), cancelled);
  }
});
