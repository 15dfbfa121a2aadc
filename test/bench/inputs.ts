/**
 * From the last byte of a barcode to the screen: a scanner says a code on a line, the bridge (a process of its own) hears it, the daemon's face
 * tells it over the feed, and, where there is a browser, the kiosk opens the item. Beside a bare socket that carries the same bytes there and
 * back.
 *
 * `vaguemestre bench inputs [--rounds N]`
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openBridgeDevices } from '#adapters/bridge-devices.ts';
import { systemClock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { type LineDevice, openLineDevice } from '#lab/line-device.ts';
import { peerCommand } from '#lab/peers/peers.ts';
import { openTerminalLine } from '#lab/terminal-line.ts';
import { watchDevices } from '#test/contracts/device-events.ts';
import { openBrowser } from '#test/kiosk/browser.ts';
import { startFixtureServer } from '#test/kiosk/fixture-server.ts';
import { numberOf } from '#test/kiosk/fixtures/mailroom.ts';
import { buildKiosk } from '../../kiosk-ui/build.ts';
import { type Measure, percentile, report } from './beside.ts';

const READER = 'reader-1' as DeviceId;
/** A person needs longer between two codes; so does the operating system to calm down. */
const BETWEEN_MS = 15;
/** What a person takes for at once. */
const AT_ONCE_MS = 50;

export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { rounds: { type: 'string', default: '300' } } });
  const rounds = Number(values.rounds);
  const bare = await bareSocket(rounds);
  const network = await throughBridge(rounds, false);
  const line = peerCommand('socat') ? await throughBridge(rounds, true) : null;
  const screen = peerCommand('chromium') ? await toScreen(Math.min(rounds, 40)) : null;
  const measures: Measure[] = [
    { what: 'bare socket, there and back, median', unit: 'ms', ours: percentile(bare, 0.5) },
    ...measuresOf('reader by network', network, bare),
    ...(line ? measuresOf('reader on a serial line', line, bare) : []),
    ...(screen ? [{ what: 'daemon → item on the screen, median', unit: 'ms', ours: percentile(screen, 0.5) }] : []),
  ];
  report('inputs', measures, { rounds, bareP95Ms: percentile(bare, 0.95) });
}

const measuresOf = (what: string, ours: number[], bare: number[]): Measure[] => [
  {
    what: `${what}: last byte → daemon, median`,
    unit: 'ms',
    ours: percentile(ours, 0.5),
    beside: { who: 'bare socket', value: percentile(bare, 0.5) },
  },
  { what: `${what}: last byte → daemon, p95`, unit: 'ms', ours: percentile(ours, 0.95), aim: { most: AT_ONCE_MS } },
];

const codeOf = (round: number): string => `LX${String(round).padStart(9, '0')}FR`;

async function bareSocket(rounds: number): Promise<number[]> {
  const echo = await openLineDevice((bytes, say) => say(bytes));
  const socket = connect(echo.port, '127.0.0.1');
  socket.setNoDelay(true);
  await once(socket, 'connect');
  const times = await timed(rounds, async (round) => {
    const back = once(socket, 'data');
    socket.write(`${codeOf(round)}\r`);
    await back;
  });
  socket.destroy();
  await echo.close();
  return times;
}

async function throughBridge(rounds: number, serial: boolean): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'vaguemestre-bench-'));
  const scanner: LineDevice = await openLineDevice(() => undefined);
  const terminal = serial ? await openTerminalLine(scanner.port) : null;
  const address = terminal ? `serial:${terminal.path}` : `tcp://127.0.0.1:${scanner.port}`;
  const [socket, spool, file] = [join(folder, 'bridge.sock'), join(folder, 'spool'), join(folder, 'bridge.json')];
  const device = { id: READER, driver: 'serial-scanner', address, name: 'Reader', options: {} };
  await writeFile(file, JSON.stringify({ socket, spool, spoolCapBytes: 1_000_000, devices: [device] }));
  const bridge = fork(new URL('../../firmware-bridge/main.ts', import.meta.url), ['--config', file], { stdio: 'ignore' });
  const devices = openBridgeDevices({ socketPath: socket, spoolFolder: spool, clock: systemClock(), log: silentLog });
  devices.connect();
  await watchDevices(devices).status(READER, ({ state }) => state === 'ready');
  let told = (_: string) => {};
  devices.listen((event) => event.kind === 'input' && event.input.kind === 'code' && told(event.input.text));
  const times = await timed(rounds, (round) => {
    const heard = new Promise<void>((resolve) => {
      told = (text) => text === codeOf(round) && resolve();
    });
    scanner.say(`${codeOf(round)}\r`);
    return heard;
  });
  await devices.close();
  bridge.kill();
  await once(bridge, 'exit');
  await terminal?.close();
  await scanner.close();
  await rm(folder, { recursive: true });
  return times;
}

/** The kiosk in a browser, over fixtures: from the word on the feed until the item's number stands there. */
async function toScreen(rounds: number): Promise<number[]> {
  const server = await startFixtureServer(await buildKiosk(), {});
  const browser = await openBrowser();
  const page = await browser.newPage();
  const feed = page.waitForResponse((answer) => answer.url().includes('/api/feed'));
  await page.goto(`${server.url}/#/devices`);
  await page.locator('h1', { hasNotText: '…' }).waitFor();
  await feed;
  const times = await timed(rounds, async (round) => {
    const sequence = 4_709 + (round % 2);
    const number = numberOf(sequence);
    const input = { kind: 'code', text: number, symbology: null, number, itemId: `it_${sequence}` } as const;
    server.push({ kind: 'input', position: 900, deviceId: READER, input });
    await page
      .locator('.tag', { hasText: String(sequence).padStart(6, '0') })
      .first()
      .waitFor();
  });
  await browser.close();
  await server.close();
  // The first two also fetch the part of the page that shows an item.
  return times.slice(2);
}

async function timed(rounds: number, one: (round: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const from = performance.now();
    await one(round);
    times.push(performance.now() - from);
    await pause(BETWEEN_MS);
  }
  return times;
}
