import assert from 'node:assert/strict';
import { readlink, stat } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import zpl from '#bridge/drivers/printer/zpl.ts';
import type { LabelBits, LabelPrinterSession } from '#bridge/supervisor/driver.ts';
import { openPipe } from '#bridge/transports/pipe.ts';
import { hand } from './hand.ts';

const LINK = '/dev/mailroom/printer-LAB0001';
const clock = systemClock();
const LABEL: LabelBits = { widthDots: 64, heightDots: 32, bits: Uint8Array.from({ length: 8 * 32 }, (_, at) => (at * 37) & 0xff) };

async function open(t: TestContext, address: string): Promise<LabelPrinterSession> {
  const deviceId = 'labels' as DeviceId;
  const link = { deviceId, address, options: {}, clock, log: silentLog, openPipe: () => openPipe(address, deviceId, clock) };
  const session = await zpl.open(link);
  t.after(() => session.close());
  return session;
}

/** The picture's dots as bits, black 1. */
async function bitsOf(png: string): Promise<Uint8Array> {
  const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
  const bits = new Uint8Array((info.width / 8) * info.height);
  data.forEach((grey, at) => {
    if (grey < 128) bits[at >> 3]! |= 0x80 >> (at & 7);
  });
  return bits;
}

test('a label printer that is plugged in has a link by its serial number, for the group of printers', async () => {
  await hand.plug('printer');
  await hand.appeared(LINK);
  assert.match(await readlink(LINK), /^\.\.\/usb\/lp\d+$/);
  assert.equal((await stat(LINK)).mode & 0o777, 0o660);
});

test('a label printed over USB is the one that was sent, dot for dot', async (t) => {
  const session = await open(t, LINK);
  assert.deepEqual(await session.status(), { conditions: [] });
  assert.deepEqual(await session.print(session.encode(LABEL)), { outcome: 'printed' });
  assert.deepEqual(await bitsOf(await hand.label('printer', '1')), LABEL.bits);
});

test('a printer that is open is busy to whoever opens it besides', async (t) => {
  await open(t, LINK);
  await assert.rejects(open(t, LINK), { code: 'DEVICE_BUSY' });
});

test('an open printer whose cable is drawn is absent', async (t) => {
  const session = await open(t, LINK);
  await session.status();
  await hand.unplug('printer');
  await assert.rejects(session.status(), { code: 'DEVICE_ABSENT' });
  await hand.vanished(LINK);
  await assert.rejects(open(t, LINK), { code: 'DEVICE_ABSENT' });
});

test('plugged in again behind another printer it has the same link and prints', async (t) => {
  await hand.plug('nameless');
  await hand.plug('printer');
  await hand.appeared(LINK);
  const session = await open(t, LINK);
  assert.deepEqual(await session.print(session.encode(LABEL)), { outcome: 'printed' });
  assert.deepEqual(await bitsOf(await hand.label('printer', '2')), LABEL.bits);
});
