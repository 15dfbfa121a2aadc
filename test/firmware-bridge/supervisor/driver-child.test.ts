import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { manualClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { inChild } from '#bridge/supervisor/driver-child.ts';
import { orderOf, scanAll } from '../drivers/sane-bench.ts';
import misbehaving from './misbehaving-driver.ts';

function driven(t: TestContext, address: string) {
  const clock = manualClock();
  const driver = inChild(misbehaving, join(import.meta.dirname, 'misbehaving-driver.ts'));
  const opening = driver.open({
    ...{ deviceId: 'scanner-1' as DeviceId, address, options: { stallMs: 5_000 }, clock, log: silentLog },
    openPipe: () => Promise.reject(new Error('no pipe')),
  });
  t.after(() => opening.then((session) => session.close()).catch(() => undefined));
  return { clock, opening };
}
const RUN = mkdtempSync(join(tmpdir(), 'driver-run-'));
process.env.RUNTIME_DIRECTORY = RUN;
after(() => rmSync(RUN, { recursive: true }));
const folders = () => readdirSync(RUN);

test('a driver that behaves is an ordinary session: its condition, its failure and the handle it leaves come through', async (t) => {
  const { sides, end } = await scanAll(await driven(t, 'jams').opening);
  assert.deepEqual([sides.map(({ bytes }) => bytes.length), end], [[10], 'media-jam']);
  const failed = await scanAll(await driven(t, 'fails').opening);
  assert.ok(isFailure(failed.end, 'PAGE_DAMAGED') && failed.end.context.sheet === 2);
  const left: string[] = [];
  const feed = (await driven(t, 'leaves').opening).scan(orderOf(), new AbortController().signal, async (handle) => void left.push(handle));
  for await (const _ of feed);
  assert.deepEqual(left, ['/jobs/1']);
  await assert.rejects(driven(t, 'is-absent').opening, { code: 'DEVICE_ABSENT' });
});

const BREAKDOWNS = [
  ['aborts', /^SIGABRT$/],
  ['has-a-bug', /^exit code 1$/],
  ['babbles', /no message from a driver process/],
] as const;
for (const [address, how] of BREAKDOWNS) {
  test(`a driver that ${address.replaceAll('-', ' ')} ends the run as a breakdown with call and page, and every later question too`, async (t) => {
    const session = await driven(t, address).opening;
    const { sides, end } = await scanAll(session);
    assert.equal(sides.length, 1);
    assert.ok(isFailure(end, 'DRIVER_CRASHED'), String(end));
    const { call, page, driver } = end.context;
    assert.deepEqual({ call, page, driver }, { call: 'vendor_scan', page: 2, driver: 'misbehaving' });
    assert.match(end.context.how, how);
    await assert.rejects(session.status(), { code: 'DRIVER_CRASHED' });
  });
}

test('a driver that spins is ended when nothing has moved for as long as it may', async (t) => {
  const { clock, opening } = driven(t, 'spins');
  const session = await opening;
  const feed = session.scan(orderOf(), new AbortController().signal, async () => undefined);
  await feed.next();
  const next = feed.next();
  clock.advance(5_000);
  await assert.rejects(next, (error) => isFailure(error, 'DRIVER_CRASHED') && error.context.how === 'no progress for 5000 ms');
});

test('a page larger than pages may be is not taken', async (t) => {
  const { sides, end } = await scanAll(await driven(t, 'is-too-large').opening);
  assert.ok(sides.length === 1 && isFailure(end, 'DEVICE_SPEECH'), String(end));
});

test('a driver that dies or hangs while it opens is told, and leaves nothing behind', async (t) => {
  const before = folders();
  await assert.rejects(
    driven(t, 'dies-at-once').opening,
    (error) => isFailure(error, 'DRIVER_CRASHED') && error.context.how === 'exit code 3',
  );
  const { clock, opening } = driven(t, 'never-opens');
  const ended = assert.rejects(opening, (error) => isFailure(error, 'DRIVER_CRASHED') && error.context.call === 'start');
  // Time runs once there is something to wait for.
  const running = setInterval(() => clock.advance(5_000), 1);
  await ended;
  clearInterval(running);
  assert.deepEqual(folders(), before);
});

test('a run told to stop ends at once, and the session closes though the driver does not', async (t) => {
  const stop = new AbortController();
  const { sides, end } = await scanAll(await driven(t, 'goes-on').opening, orderOf(), stop.signal, (count) => {
    if (count === 5) stop.abort();
  });
  assert.ok(sides.length >= 5 && sides.length <= 6 && end === null, `${sides.length} ${end}`);
  const { clock, opening } = driven(t, 'never-closes');
  const closing = (await opening).close();
  clock.advance(2_000);
  await closing;
});

/** Has no file left as it opens a device, and a few a moment later. */
const WITHOUT_FILES = `
  const { openSync, closeSync } = await import('node:fs');
  const { inChild } = await import(${JSON.stringify(join(import.meta.dirname, '../../../firmware-bridge/supervisor/driver-child.ts'))});
  const files = [];
  try { for (;;) files.push(openSync('/dev/null')); } catch {}
  const link = { deviceId: 'scanner-1', address: 'sane:made-up', options: {}, clock: { after: () => () => {} }, log: { warn() {} } };
  const told = await inChild({ name: 'made-up' }, 'none').open(link).catch(({ code, context }) => [code, context.how]);
  for (const file of files.slice(0, 10)) closeSync(file);
  process.stdout.write(JSON.stringify(told));
`;

test('where the machine has no file to spare a driver is told as not started, and the bridge goes on', () => {
  const limited = `ulimit -n 64; exec ${JSON.stringify(process.execPath)} --input-type=module -e "$0"`;
  const told = execFileSync('/bin/sh', ['-c', limited, WITHOUT_FILES], { encoding: 'utf8' });
  assert.match(told, /^\["DRIVER_CRASHED","it could not be started: spawn \S+ EMFILE"\]$/);
});
