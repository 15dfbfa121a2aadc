import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { manualClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import { type PlugEvent, udevEvents, watchPlugs } from '#bridge/transports/udev-monitor.ts';
import { until } from '../../contracts/device-events.ts';

const FILE = join(import.meta.dirname, '../../traces/udev-monitor/printer.txt');
const TRACE = readFileSync(FILE, 'utf8');
const PLUGGED = ['add usb', 'add usb', 'add usbmisc', 'bind usb', 'bind usb'];
const DRAWN = ['remove usbmisc', 'unbind usb', 'remove usb', 'unbind usb', 'remove usb'];

function events(...pieces: string[]): PlugEvent[] {
  const found: PlugEvent[] = [];
  const hear = udevEvents((event) => found.push(event));
  for (const piece of pieces) hear(piece);
  return found;
}
const words = (found: PlugEvent[]) => found.map(({ action, subsystem }) => `${action} ${subsystem}`);

test('a printer that is plugged in and drawn is told with what it says of itself', () => {
  const found = events(TRACE);
  assert.deepEqual(words(found), [...PLUGGED, ...DRAWN]);
  assert.deepEqual(found[0], { action: 'add', subsystem: 'usb', vendorId: '0a5f', productId: '0166', serial: 'LAB0001' });
  assert.equal(found[2]?.serial, null);
});

test('in whatever pieces the words come, the events are the same; half an event is none', () => {
  const whole = events(TRACE);
  for (let at = 0; at <= TRACE.length; at++) {
    assert.deepEqual(events(TRACE.slice(0, at), TRACE.slice(at)), whole);
    assert.ok(events(TRACE.slice(0, at)).length <= whole.length);
  }
});

test('no words are too many, too long or too strange', () => {
  fc.assert(fc.property(fc.array(fc.string()), (pieces) => events(...pieces).length <= pieces.join('').length));
  const long = 'x'.repeat(100_000);
  assert.deepEqual(words(events(`ACTION=add\nSUBSYSTEM=usb\nNAME=${long}`, `${long}\n\n`, TRACE)), ['add usb', ...PLUGGED, ...DRAWN]);
  assert.deepEqual(events(`ACTION=add\nSUBSYSTEM=usb\n${'A=1\n'.repeat(10_000)}\n`), []);
});

test('what belongs to one moment is told together, and udevadm that ends is started again', async () => {
  const clock = manualClock();
  const told: PlugEvent[][] = [];
  const stop = new AbortController();
  const udevadm = [process.execPath, '-e', `require('fs').createReadStream(${JSON.stringify(FILE)}).pipe(process.stdout)`, '--'];
  watchPlugs({ clock, log: silentLog, signal: stop.signal, onPlugs: (found) => told.push(found), udevadm });
  const advancing = (ms: number, count: number) =>
    until(() => {
      clock.advance(ms);
      return told.flat().length >= count;
    }, 'the events are told');
  await advancing(250, 10);
  assert.ok(told.length <= 2, 'pieces of one reading');
  await advancing(5_000, 20);
  stop.abort();
});

test('a machine without udev goes without, and says so once', async () => {
  const clock = manualClock();
  const said: unknown[] = [];
  const log = Object.assign(Object.create(silentLog), { warn: (about: unknown) => said.push(about) });
  watchPlugs({ clock, log, signal: new AbortController().signal, onPlugs: () => assert.fail('told'), udevadm: ['/nowhere/udevadm'] });
  await until(() => said.length > 0, 'it is said');
  clock.advance(60_000);
  assert.deepEqual(said, [{ code: 'ENOENT' }]);
});

test('udevadm that could not be started for once is started later', async () => {
  const clock = manualClock();
  const said: unknown[] = [];
  const log = Object.assign(Object.create(silentLog), { warn: (about: unknown) => said.push(about) });
  const stop = new AbortController();
  // A file that is no program.
  watchPlugs({ clock, log, signal: stop.signal, onPlugs: () => assert.fail('told'), udevadm: [FILE] });
  await until(() => said.length === 1, 'it is said');
  clock.advance(5_000);
  await until(() => said.length === 2, 'and said again');
  stop.abort();
  assert.deepEqual(said, [{ code: 'EACCES' }, { code: 'EACCES' }]);
});

/** Has no file left as it begins to watch, and a few a moment later. */
const WITHOUT_FILES = `
  const { openSync, closeSync } = await import('node:fs');
  const { watchPlugs } = await import(${JSON.stringify(join(import.meta.dirname, '../../../firmware-bridge/transports/udev-monitor.ts'))});
  const files = [];
  try { for (;;) files.push(openSync('/dev/null')); } catch {}
  const waits = [];
  const clock = { after: (ms) => (waits.push(ms), () => {}) };
  watchPlugs({ clock, log: { warn: ({ code }) => waits.push(code) }, signal: new AbortController().signal, onPlugs() {}, udevadm: ['true'] });
  for (const file of files.slice(0, 10)) closeSync(file);
  setImmediate(() => process.stdout.write(JSON.stringify(waits)));
`;

test('where the machine has no file to spare udevadm is started later, and the bridge goes on', () => {
  const limited = `ulimit -n 64; exec ${JSON.stringify(process.execPath)} --input-type=module -e "$0"`;
  assert.equal(execFileSync('/bin/sh', ['-c', limited, WITHOUT_FILES], { encoding: 'utf8' }), '["EMFILE",5000]');
});
