import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { zplToBase64Async } from 'zpl-renderer-js';
import { zebraChecksum } from './zpl-graphic.ts';
import { openZplPrinter, type ZplPrinter } from './zpl-printer.ts';

async function printer(t: TestContext, options?: Partial<Parameters<typeof openZplPrinter>[0]>): Promise<ZplPrinter> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-printer-'));
  const opened = await openZplPrinter({ folder, ...options });
  t.after(async () => {
    await opened.close();
    await rm(folder, { recursive: true });
  });
  return opened;
}

/** A connection that collects what the printer says. */
async function line(t: TestContext, device: ZplPrinter): Promise<Socket & { said: () => string }> {
  const socket = createConnection({ port: device.port, host: '127.0.0.1' });
  t.after(() => socket.destroy());
  let said = '';
  socket.on('data', (bytes) => {
    said += bytes.toString('latin1');
  });
  await once(socket, 'connect');
  return Object.assign(socket, { said: () => said });
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (const deadline = performance.now() + 10_000; !condition(); await pause(5)) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
  }
}

const WIDTH = 832;
const LENGTH = 400;
const BYTES_PER_ROW = WIDTH / 8;

/** A picture with everything run lengths stumble over: white rows, equal rows, long and short runs, a black edge. */
function picture(): Buffer {
  const bits = Buffer.alloc(BYTES_PER_ROW * LENGTH);
  for (let y = 0; y < LENGTH; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const black = (y > 20 && y < 60 && x % 7 < 3) || (y >= 100 && y < 120) || (y > 200 && (x * y) % 11 === 0) || x === WIDTH - 1;
      if (black) bits[y * BYTES_PER_ROW + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  return bits;
}

const head = (bits: Buffer) => `^XA^PW${WIDTH}^LL${LENGTH}^FO0,0^GFA,${bits.length},${bits.length},${BYTES_PER_ROW},`;
const hexLabel = (bits: Buffer) => `${head(bits)}${bits.toString('hex').toUpperCase()}^FS^PQ1^XZ`;

// Without `!` (rest of the row black): zpl-renderer-js 3.4.0 does not know it.
function runLengthLabel(bits: Buffer): string {
  const counted = (digit: string, count: number) => {
    let prefix = '';
    for (let rest = count > 1 ? count : 0; rest > 0; ) {
      const twenties = Math.min(Math.floor(rest / 20), 20);
      prefix += twenties > 0 ? String.fromCharCode(0x66 + twenties) : String.fromCharCode(0x46 + rest);
      rest -= twenties > 0 ? twenties * 20 : rest;
    }
    return prefix + digit;
  };
  const rows = Array.from({ length: LENGTH }, (_, y) =>
    bits
      .subarray(y * BYTES_PER_ROW, (y + 1) * BYTES_PER_ROW)
      .toString('hex')
      .toUpperCase(),
  );
  const squeezed = rows.map((row, y) =>
    y > 0 && row === rows[y - 1]
      ? ':'
      : row.replace(/0+$/, ',').replace(/([0-9A-F])\1+/g, (run, digit: string) => counted(digit, run.length)),
  );
  return `${head(bits)}${squeezed.join('')}^FS^XZ`;
}

function z64Label(bits: Buffer, spoil = 0): string {
  const base64 = deflateSync(bits).toString('base64');
  const checksum = (zebraChecksum(base64) ^ spoil).toString(16).toUpperCase().padStart(4, '0');
  return `${head(bits)}:Z64:${base64}:${checksum}^FS^XZ`;
}

const dotsOf = async (png: string | Buffer) => {
  const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, black: Buffer.from(data.map((value) => (value < 128 ? 1 : 0))) };
};

test('draws hexadecimal, run-length and Z64 labels dot for dot as an independent renderer does', async (t) => {
  const device = await printer(t);
  const socket = await line(t, device);
  const bits = picture();
  const labels = [hexLabel(bits), runLengthLabel(bits), z64Label(bits)];
  socket.write(labels.join('\r\n'));
  await until(() => device.labels.length === 3, 'three labels are out');
  assert.deepEqual(device.control.refused(), []);
  const wanted = Array.from({ length: WIDTH * LENGTH }, (_, i) => (bits[i >> 3]! >> (7 - (i & 7))) & 1);
  for (const [i, zpl] of labels.entries()) {
    const ours = await dotsOf(device.labels[i]!.png);
    const theirs = await dotsOf(Buffer.from(await zplToBase64Async(zpl, WIDTH / 8, LENGTH / 8, 8), 'base64'));
    assert.deepEqual([ours.width, ours.height], [theirs.width, theirs.height]);
    assert.ok(ours.black.equals(theirs.black), `label ${i} differs between the two`);
    assert.ok(ours.black.equals(Buffer.from(wanted)), `label ${i} is not the picture sent`);
  }
  const { density } = await sharp(device.labels[0]!.png).metadata();
  assert.equal(density, 203);
});

test('places graphics by home and origin, cuts them at the edge, prints copies, and says what it does not draw', async (t) => {
  const device = await printer(t);
  const socket = await line(t, device);
  socket.write('^XA^PW16^LL8^LH1,1^FO2,3^GFA,2,2,1,FFFF^FS^FO12,7^GFA,2,2,1,FFFF^FS^PQ2^XZ');
  socket.write('^XA^FO0,0^A0N,20,20^FDtext^FS^XZ');
  socket.write('^XA^PW16^XZ');
  await until(() => device.labels.length === 3, 'three labels are out');
  const { width, black } = await dotsOf(device.labels[1]!.png);
  const rows = Array.from({ length: 8 }, (_, y) => black.subarray(y * width, (y + 1) * width).join(''));
  const [empty, bar] = ['0'.repeat(16), `${'0'.repeat(3)}${'1'.repeat(8)}${'0'.repeat(5)}`];
  assert.deepEqual(rows, [empty, empty, empty, empty, bar, bar, empty, empty]);
  assert.deepEqual(device.labels[0]!.ignored, []);
  assert.deepEqual(device.labels[2]!.ignored, ['A0N,20,20', 'FDtext']);
});

test('prints nothing of a label whose Z64 checksum is wrong, and prints the next one', async (t) => {
  const device = await printer(t);
  const socket = await line(t, device);
  socket.write(z64Label(picture(), 0x0100));
  socket.write(hexLabel(picture()));
  await until(() => device.labels.length === 1, 'the good label is out');
  assert.match(device.control.refused()[0]!, /checksum/);
});

test('understands a label and a question in pieces of any size', async (t) => {
  const device = await printer(t);
  const socket = await line(t, device);
  socket.setNoDelay(true);
  for (const piece of '~HS^XA^PW16^LL8^FO0,0^GFA,2,2,1,F00F^FS^XZ~HQES') {
    socket.write(piece);
    await pause(0);
  }
  await until(() => device.labels.length === 1 && socket.said().includes('WARNINGS'), 'both are done');
  assert.match(
    socket.said(),
    /^\x02030,0,0,0406,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n/,
  );
  assert.match(socket.said(), /ERRORS:\s+0 00000000 00000000/);
});

test('says who it is', async (t) => {
  const device = await printer(t, { resolutionDpi: 300 });
  const socket = await line(t, device);
  socket.write('~HI');
  await until(() => socket.said().endsWith('\x03\r\n'), 'the answer is there');
  assert.equal(socket.said(), '\x02ZTC LAB-300dpi,V84.20.21Z,12,8192KB\x03\r\n');
});

test('keeps labels inside while the roll is empty or the head is open, answers ~HQES but not ~HS, and prints them after', async (t) => {
  const device = await printer(t);
  const socket = await line(t, device);
  device.control.mediaOutAfter(1);
  socket.write(hexLabel(picture()).repeat(3));
  await until(() => device.labels.length === 1, 'one label is out');
  device.control.headOpen(true);
  socket.write('~HS~HQES');
  await until(() => socket.said().includes('WARNINGS'), '~HQES is answered');
  assert.match(socket.said(), /ERRORS:\s+1 00000000 00000005/);
  assert.ok(!socket.said().includes('030,'), '~HS stays unanswered');
  assert.equal(device.labels.length, 1);
  device.control.clear();
  await until(() => device.labels.length === 3, 'the others are out');
});

test('~JA forgets what has not been printed', async (t) => {
  const device = await printer(t);
  const socket = await line(t, device);
  device.control.headOpen(true);
  socket.write(`${hexLabel(picture())}^XA^FO0,0~JA~HI`);
  await until(() => socket.said().includes('LAB'), 'the commands are obeyed');
  device.control.clear();
  socket.write('^FS^XZ^XA^PW16^LL8^FO0,0^GFA,1,1,1,FF^FS^XZ');
  await until(() => device.labels.length === 1, 'a label is out');
  assert.equal(device.labels[0]!.widthDots, 16);
});

test('a silent printer prints but does not answer', async (t) => {
  const device = await printer(t);
  const socket = await line(t, device);
  device.control.silent(true);
  socket.write(`~HQES~HS${hexLabel(picture())}`);
  await until(() => device.labels.length === 1, 'the label is out');
  device.control.clear();
  socket.write('~HI');
  await until(() => socket.said() !== '', 'it answers again');
  assert.match(socket.said(), /^\x02ZTC/);
});

test('a slow printer counts the waiting labels in ~HS', async (t) => {
  const device = await printer(t);
  const socket = await line(t, device);
  device.control.slow(60_000);
  socket.write(`${hexLabel(picture()).repeat(2)}~HS`);
  await until(() => socket.said().includes('1234'), '~HS is answered');
  assert.match(socket.said(), /^\x02030,0,0,0400,002,/);
  device.control.clear();
  await until(() => device.labels.length === 2, 'both are out');
});

test('a stalled printer takes nothing until it is cleared', async (t) => {
  const device = await printer(t);
  device.control.stall(true);
  const socket = await line(t, device);
  socket.write('~HI');
  socket.write(hexLabel(picture()));
  const other = await line(t, device);
  other.write('~HI');
  assert.equal(device.labels.length, 0);
  device.control.clear();
  await until(() => device.labels.length === 1 && socket.said() !== '' && other.said() !== '', 'all has been taken');
});

test('resets the connection in the middle of a job: half a label is none, a whole one is printed', async (t) => {
  const device = await printer(t);
  const zpl = hexLabel(picture());
  for (const [bytes, labels] of [
    [1000, 0],
    [zpl.length, 1],
  ] as const) {
    const socket = await line(t, device);
    device.control.resetMidJob(bytes);
    const failed = once(socket, 'error');
    socket.write(zpl);
    socket.write(zpl);
    const [error] = (await failed) as [NodeJS.ErrnoException];
    assert.match(error.code ?? '', /ECONNRESET|EPIPE/);
    await until(() => device.labels.length === labels, 'what was whole is out');
    const next = await line(t, device);
    next.write('~JA~HI');
    await until(() => next.said() !== '', 'what was left is forgotten');
  }
  const socket = await line(t, device);
  socket.write(zpl);
  await until(() => device.labels.length === 2, 'the next job prints');
});

test('half a label stays inside when its connection goes, and spoils the next one unless ~JA comes first', async (t) => {
  const device = await printer(t);
  for (const [first, refused] of [
    ['', 1],
    ['~JA', 1],
  ] as const) {
    const broken = await line(t, device);
    device.control.resetMidJob(300);
    const gone = once(broken, 'error');
    broken.write(z64Label(picture()));
    await gone;
    const next = await line(t, device);
    next.write('~HS');
    await until(() => next.said().includes('1234'), '~HS is answered');
    assert.match(next.said(), /^\x02030,0,0,0\d{3},000,0,0,1,/, 'a partial format');
    next.write(`${first}${hexLabel(picture())}~HI`);
    await until(() => next.said().includes('LAB'), 'all is read');
    assert.equal(device.control.refused().length, refused);
  }
  await until(() => device.labels.length === 1, 'the label after ~JA is out');
});

test('refuses a format that never ends', async (t) => {
  const device = await printer(t);
  const socket = await line(t, device);
  socket.on('error', () => {});
  const gone = new Promise((resolve) => socket.once('close', resolve));
  socket.write(`^XA^FX${'x'.repeat(9 * 1024 * 1024)}`);
  await gone;
  assert.match(device.control.refused()[0]!, /memory/);
});
