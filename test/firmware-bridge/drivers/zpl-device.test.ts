import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import zpl, { encodeLabel } from '#bridge/drivers/printer/zpl.ts';
import type { DeviceOptions, Link } from '#bridge/supervisor/driver.ts';
import type { Pipe } from '#bridge/transports/pipe.ts';
import { openTcp } from '#bridge/transports/tcp.ts';
import { until } from '../../contracts/device-events.ts';
import { checkered } from '../../contracts/label-printer.contract.ts';
import { openZplPrinter } from '../../lab/zpl-printer.ts';

const clock = systemClock();
const LIMIT = { timeout: 30_000 };
const HOUR_MS = 3_600_000;

/** The driver and the laboratory's printer, without the supervisor and its polls. `tray` counts what came out once nothing is left inside. */
async function bench(t: TestContext, options: DeviceOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'zpl-'));
  const printer = await openZplPrinter({ folder });
  t.after(async () => {
    await printer.close();
    await rm(folder, { recursive: true });
  });
  const link: Link = {
    ...{ deviceId: 'printer-1' as DeviceId, address: `tcp://127.0.0.1:${printer.port}`, clock, log: silentLog },
    options: { silenceMs: 10_000, answerMs: 5_000, settleMs: 20_000, ...options },
    openPipe: () => openTcp('127.0.0.1', printer.port, 'printer-1', clock),
  };
  const open = async () => {
    const session = await zpl.open(link);
    t.after(() => session.close());
    return session;
  };
  const tray = async () => {
    const pipe = await link.openPipe();
    await until(async () => {
      await pipe.send(Buffer.from('~HS'), 1_000);
      return /^\x02030,0,0,\d{4},000,/.test((await pipe.receive(1_000))?.toString('latin1') ?? '');
    }, 'nothing waits in the printer');
    await pipe.close();
    await printer.close();
    return printer.labels.length;
  };
  return { printer, open, tray };
}

test('a label in the printer when its connection dropped does not come out beside the one printed in its stead', LIMIT, async (t) => {
  const { printer, open, tray } = await bench(t);
  const first = await open();
  const job = first.encode(checkered(200, 100));
  await first.status();
  printer.control.slow(HOUR_MS);
  printer.control.resetMidJob(job.length + 3);
  assert.equal((await first.print(job)).outcome, 'unknown');
  const second = await open();
  await second.status();
  printer.control.clear();
  assert.equal((await second.print(job)).outcome, 'printed');
  assert.equal(await tray(), 1);
});

test('half a label that stayed in the printer does not spoil the next one', LIMIT, async (t) => {
  const { printer, open, tray } = await bench(t);
  const first = await open();
  const job = first.encode(checkered(200, 100));
  await first.status();
  printer.control.resetMidJob(job.length - 40);
  assert.equal((await first.print(job)).outcome, 'unknown');
  assert.equal((await (await open()).print(job)).outcome, 'printed');
  assert.deepEqual([await tray(), printer.control.refused()], [1, []]);
});

test('a label that an earlier process left in the printer is taken back, one that is believed blindly is not', LIMIT, async (t) => {
  for (const [options, left] of [
    [{}, 0],
    [{ status: 'none' }, 1],
  ] as const) {
    const { printer, open, tray } = await bench(t, options);
    printer.control.slow(HOUR_MS);
    const before = await openTcp('127.0.0.1', printer.port, 'printer-1', clock);
    await before.send(encodeLabel(checkered(200, 100), 'z64'), 1_000);
    await before.send(Buffer.from('~HI'), 1_000);
    await before.receive(5_000);
    await before.close();
    await (await open()).status();
    printer.control.clear();
    assert.equal(await tray(), left);
  }
});

test('after half a job the next session says ~JA first, and once', async () => {
  const said: string[][] = [];
  const scripted = (takes: (text: string) => number): Pipe => {
    const heard: string[] = [];
    said.push(heard);
    return {
      async send(bytes) {
        const text = Buffer.from(bytes).toString('latin1');
        const sentBytes = takes(text);
        heard.push(text.slice(0, 5).trim());
        return { sentBytes, complete: sentBytes === text.length };
      },
      receive: async () => Buffer.from('\x02 ERRORS: 1 00000000 00000001 WARNINGS: 0 00000000 00000000\x03'),
      forget: () => undefined,
      counts: { sentBytes: 0, receivedBytes: 0 },
      close: async () => undefined,
    };
  };
  const pipes = [
    scripted((text) => (text.startsWith('^XA') ? 20 : text.length)),
    scripted((text) => text.length),
    scripted((text) => text.length),
  ];
  const link = {
    deviceId: 'printer-1' as DeviceId,
    address: 'tcp://printer:9100',
    options: {},
    clock,
    openPipe: async () => pipes.shift()!,
  } as unknown as Link;
  const first = await zpl.open(link);
  await first.status();
  assert.equal((await first.print(first.encode(checkered(8, 8)))).outcome, 'unknown');
  for (let n = 0; n < 2; n++) await (await zpl.open(link)).status();
  assert.deepEqual(said, [['~JA', '~HQES', '^XA^P'], ['~JA', '~HQES'], ['~HQES']]);
});
