import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { type CuttingProxy, openCuttingProxy } from './cutting-proxy.ts';

const LITERAL = 'x'.repeat(10_000);

/** Speaks as much IMAP as APPEND needs and keeps what reached it. */
async function openTinyServer() {
  const received: string[] = [];
  const server = net.createServer((socket) => {
    const mine = received.push('') - 1;
    socket.write('* OK\r\n');
    let asked = false;
    socket.setEncoding('latin1').on('data', (text) => {
      received[mine] = (received[mine] ?? '') + text;
      if (!asked && /\{\d+\}\r\n$/.test(received[mine] ?? '')) {
        asked = true;
        socket.write('+ go on\r\n');
      }
      if (received[mine]?.endsWith(`${LITERAL}\r\n`)) socket.write('a OK done\r\n');
    });
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { received, port: (server.address() as net.AddressInfo).port, close: () => new Promise((closed) => server.close(closed)) };
}

/** Appends once through the proxy and returns what the client heard until the end. */
async function append(port: number, plus = ''): Promise<string> {
  const socket = net.connect(port, '127.0.0.1').setEncoding('latin1');
  const command = `a APPEND INBOX {${LITERAL.length}${plus}}\r\n`;
  let heard = '';
  let sent = 0;
  socket.on('error', () => {});
  socket.on('data', (text) => {
    heard += text;
    if (sent === 0) socket.write(plus ? `${command}${LITERAL}\r\n` : command);
    if (sent === 1 && !plus) socket.write(`${LITERAL}\r\n`);
    sent++;
    if (heard.includes('a OK')) socket.end();
  });
  await new Promise((closed) => socket.on('close', closed));
  return heard;
}

describe('the cutting proxy', () => {
  let server: Awaited<ReturnType<typeof openTinyServer>>;
  let proxy: CuttingProxy;
  beforeEach(async () => {
    server = await openTinyServer();
    proxy = await openCuttingProxy({ targetPort: server.port });
  });
  afterEach(async () => {
    await proxy.close();
    await server.close();
  });

  test('changes nothing while no cut is planned', async () => {
    assert.match(await append(proxy.port), /a OK done/);
    assert.equal(server.received[0], `a APPEND INBOX {10000}\r\n${LITERAL}\r\n`);
  });

  for (const plus of ['', '+']) {
    test(`cuts before a literal announced as {10000${plus}}`, async () => {
      proxy.cutOnClientText(/a APPEND/, 'before');
      assert.doesNotMatch(await append(proxy.port, plus), /a OK/);
      assert.equal(server.received[0], '');
    });

    test(`cuts in the middle of a literal announced as {10000${plus}}`, async () => {
      proxy.cutOnClientText(/ APPEND /, 'in');
      assert.doesNotMatch(await append(proxy.port, plus), /a OK/);
      assert.equal(server.received[0], `a APPEND INBOX {10000${plus}}\r\n${LITERAL.slice(0, 5001)}`);
    });

    test(`swallows the answer to a literal announced as {10000${plus}} that the server has taken`, async () => {
      proxy.cutOnClientText(/ APPEND /, 'after');
      assert.doesNotMatch(await append(proxy.port, plus), /a OK/);
      assert.equal(server.received[0], `a APPEND INBOX {10000${plus}}\r\n${LITERAL}\r\n`);
    });
  }

  test('passes on exactly the number of bytes it was told, and cuts only once', async () => {
    proxy.cutAfterBytes(500);
    const cut = proxy.cut();
    assert.doesNotMatch(await append(proxy.port), /a OK/);
    await cut;
    assert.equal(server.received[0]?.length, 500);
    assert.match(await append(proxy.port), /a OK done/);
    assert.equal(proxy.connections, 2);
  });

  test('holds back the answer to a literal without closing, until it may go on', async () => {
    proxy.cutOnClientText(/ APPEND /, 'unanswered');
    const fallen = proxy.cut();
    const appended = append(proxy.port);
    await fallen;
    assert.equal(server.received[0], `a APPEND INBOX {10000}\r\n${LITERAL}\r\n`);
    proxy.resume();
    assert.match(await appended, /a OK done/);
  });

  test('turns new connections to another port', async () => {
    const other = await openTinyServer();
    proxy.turnTo(other.port);
    assert.match(await append(proxy.port), /a OK done/);
    assert.deepEqual([server.received.length, other.received.length], [0, 1]);
    await other.close();
  });

  test('keeps silent without closing, and goes on where it was', async () => {
    proxy.silence();
    const appended = append(proxy.port);
    while (proxy.connections === 0) await new Promise((later) => setImmediate(later));
    assert.equal(server.received.join(''), '');
    proxy.resume();
    assert.match(await appended, /a OK done/);
  });
});
