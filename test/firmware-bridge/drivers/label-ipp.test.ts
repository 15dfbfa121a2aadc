import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { checkDevices } from '#bridge/config.ts';
import type { DeviceOptions, Link } from '#bridge/supervisor/driver.ts';
import { until } from '../../contracts/device-events.ts';
import { checkered } from '../../contracts/label-printer.contract.ts';
import { openIppPrinter } from '../../lab/ipp-printer.ts';
import { clock, dotsOf, dotsOfPicture, IMPATIENT, LANGUAGES, type LanguageUnderTest, languageBench } from './label-languages.ts';

const LIMIT = { timeout: 30_000 };
const ZPL = LANGUAGES[0]!;
/** What CUPS takes for a queue without a driver. */
const RAW = 'application/vnd.cups-raw';

/** A queue that hands its jobs to the laboratory's printer of that language, and a session of our driver with the queue. */
async function ippBench(t: TestContext, language: LanguageUnderTest, formats: string[], begun = () => {}) {
  const { printer, link } = await languageBench(t, language);
  const queue = await openIppPrinter({
    formats,
    async print(document) {
      begun();
      const before = printer.labels.length;
      const socket = connect(printer.port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(document);
      await until(() => printer.labels.length > before, 'the printer behind the queue has printed');
      socket.destroy();
    },
  });
  t.after(() => queue.close());
  const byIpp: Link = {
    ...{ deviceId: 'printer-1' as DeviceId, address: queue.address, clock, log: silentLog },
    options: link.options,
    openPipe: () => assert.fail('IPP opens no pipe'),
  };
  const open = (patience: DeviceOptions = {}) => language.driver.open({ ...byIpp, options: { ...byIpp.options, ...patience } });
  return { printer, queue, open };
}

for (const language of LANGUAGES)
  test(`${language.name} by IPP: the label comes out dot for dot, under the name of its format`, LIMIT, async (t) => {
    const mimeTypes = { zpl: 'application/vnd.zebra-zpl', epl2: 'application/vnd.eltron-epl', tspl: 'application/vnd.tsc-tspl' };
    const format = (mimeTypes as Record<string, string>)[language.name] ?? RAW;
    const { printer, queue, open } = await ippBench(t, language, ['application/octet-stream', format]);
    const session = await open();
    assert.deepEqual((await session.status()).conditions, []);
    const label = checkered(200, 100);
    assert.deepEqual(await session.print(session.encode(label)), { outcome: 'printed' });
    assert.deepEqual(
      queue.jobs.map(({ state, format: sent }) => [state, sent]),
      [[9, format]],
    );
    const { dots } = await dotsOfPicture(printer.labels[0]!.png, language.leftDots, 200);
    assert.ok(dots.subarray(0, 200 * 100).equals(dotsOf(label)), 'every dot');
  });

test('by IPP: reasons are told by their stem, whatever the printer thinks of their weight', LIMIT, async (t) => {
  const { queue, open } = await ippBench(t, ZPL, [RAW]);
  const session = await open();
  for (const [reasons, conditions] of [
    [['none'], []],
    [['media-empty-report'], ['media-empty']],
    [
      ['media-low-warning', 'cover-open-error'],
      ['media-low', 'cover-open'],
    ],
    [
      ['media-jam', 'other-error'],
      ['media-jam', 'other'],
    ],
    [['marker-supply-empty-error'], ['marker-supply-empty']],
    [['cups-waiting-for-job-completed', 'from-the-future-report'], []],
    [['from-the-future-error'], ['other']],
    [['offline-report'], ['connecting-to-device']],
    [['other-warning', 'other-report'], []],
  ] as const) {
    queue.control.reasons(...reasons);
    assert.deepEqual((await session.status()).conditions, conditions, reasons.join());
  }
  queue.control.reasons('none');
  queue.control.stopped(true);
  assert.deepEqual((await session.status()).conditions, ['paused']);
  queue.control.stopped(false);
  queue.control.accepting(false);
  assert.deepEqual((await session.status()).conditions, ['paused']);
});

test('by IPP: a job that is refused was not printed, one that ends otherwise than completed is unknown', LIMIT, async (t) => {
  const { queue, open } = await ippBench(t, ZPL, [RAW]);
  const session = await open();
  const job = session.encode(checkered(64, 16));
  for (const [status, condition] of [
    [0x0507, 'busy'],
    [0x0506, 'paused'],
    [0x0502, 'busy'],
    [0x040a, 'other'],
    [0x0403, 'access-denied'],
  ] as const) {
    queue.control.refuse(status);
    assert.deepEqual(await session.print(job), { outcome: 'not-printed', condition });
  }
  queue.control.refuse(null);
  for (const [httpStatus, condition] of [
    [401, 'access-denied'],
    [426, 'access-denied'],
    [404, 'other'],
    [302, 'other'],
  ] as const) {
    queue.control.httpStatus(httpStatus);
    assert.deepEqual(await session.print(job), { outcome: 'not-printed', condition }, `HTTP ${httpStatus}`);
  }
  for (const httpStatus of [202, 500]) {
    queue.control.httpStatus(httpStatus);
    assert.equal((await session.print(job)).outcome, 'unknown', `HTTP ${httpStatus}`);
  }
  queue.control.httpStatus(null);
  assert.equal(queue.jobs.length, 0);
  for (const state of [7, 8]) {
    queue.control.endJobs(state);
    assert.equal((await session.print(job)).outcome, 'unknown');
  }
});

test('by IPP: a job that does not come out in time is cancelled and unknown', LIMIT, async (t) => {
  const { printer, queue, open } = await ippBench(t, ZPL, [RAW]);
  const session = await open({ settleMs: 300 });
  queue.control.hold(true);
  assert.equal((await session.print(session.encode(checkered(64, 16)))).outcome, 'unknown');
  queue.control.clear();
  assert.deepEqual([queue.jobs.map(({ state }) => state), printer.labels.length], [[7], 0]);
});

test('by IPP: a device error that made a job all the same is followed to the end of that job', LIMIT, async (t) => {
  const { printer, queue, open } = await ippBench(t, ZPL, [RAW]);
  const session = await open();
  queue.control.refuse(0x0504, true);
  assert.deepEqual(await session.print(session.encode(checkered(64, 16))), { outcome: 'printed' });
  queue.control.refuse(0x0504);
  assert.equal((await session.print(session.encode(checkered(64, 16)))).outcome, 'unknown', 'it tells of no job');
  assert.equal(printer.labels.length, 1);
});

test('by IPP: a job whose answer was lost is taken back before the printer is said to be well again', LIMIT, async (t) => {
  const { printer, queue, open } = await ippBench(t, ZPL, [RAW]);
  const session = await open();
  queue.control.foreign(true);
  queue.control.hold(true);
  queue.control.loseAnswer();
  assert.equal((await session.print(session.encode(checkered(64, 16)))).outcome, 'unknown');
  assert.deepEqual(
    queue.jobs.map(({ state }) => state),
    [3],
  );
  assert.deepEqual((await session.status()).conditions, []);
  queue.control.clear();
  assert.deepEqual([queue.jobs.map(({ state }) => state), printer.labels.length], [[7], 0]);
});

test('by IPP: a printer that takes no second connection while it prints has printed all the same', LIMIT, async (t) => {
  const { queue, open } = await ippBench(t, ZPL, [RAW], () => queue.control.resetAfter(1));
  const session = await open();
  assert.deepEqual(await session.print(session.encode(checkered(64, 16))), { outcome: 'printed' });
});

test('by IPP: a job that is forgotten when it has ended is unknown at once, not printed by guess', LIMIT, async (t) => {
  const { queue, open } = await ippBench(t, ZPL, [RAW]);
  const session = await open({ settleMs: 3_600_000 });
  queue.control.forgetful(true);
  assert.equal((await session.print(session.encode(checkered(64, 16)))).outcome, 'unknown');
});

test('by IPP: a printer that tells no state, or nothing to us, is not well', LIMIT, async (t) => {
  const { queue, open } = await ippBench(t, ZPL, [RAW]);
  const session = await open();
  await session.status();
  // The id of the next request, and no attribute but the character set: successful first, then not authorized.
  const answer = (status: string, id: string) =>
    queue.control.babble(
      Buffer.from(`0101${status}000000${id}01470012${Buffer.from('attributes-charset').toString('hex')}00057574662d380403`, 'hex'),
    );
  answer('0000', '04');
  await assert.rejects(session.status(), { code: 'DEVICE_SPEECH' });
  answer('0403', '05');
  const context = { deviceId: 'printer-1', status: 403, detail: 'it tells nothing of itself by IPP' };
  await assert.rejects(session.status(), { code: 'DEVICE_REFUSED', context });
});

test('by IPP: what an earlier process left in the queue is cancelled, the jobs of others are not', LIMIT, async (t) => {
  const { queue, open } = await ippBench(t, ZPL, [RAW]);
  const before = await open();
  assert.equal((await before.print(before.encode(checkered(64, 16)))).outcome, 'printed');
  const left = { format: RAW, document: Buffer.alloc(0), state: 3 };
  queue.jobs.push({ ...left, id: 2, name: queue.jobs[0]!.name }, { ...left, id: 3, name: 'an invoice' });
  await (await open()).status();
  assert.deepEqual(
    queue.jobs.map(({ state }) => state),
    [9, 7, 3],
  );
});

test('by IPP: a queue that is gone, silent, broken off or talking nonsense never makes a label printed', LIMIT, async (t) => {
  const { printer, queue, open } = await ippBench(t, ZPL, [RAW]);
  const session = await open();
  const job = session.encode(checkered(200, 100));
  queue.control.resetAfter(300);
  assert.equal((await session.print(job)).outcome, 'unknown');
  const hasty = await open(IMPATIENT);
  queue.control.silent(true);
  await assert.rejects(hasty.status(), { code: 'DEVICE_ABSENT' });
  assert.equal((await hasty.print(job)).outcome, 'unknown');
  queue.control.clear();
  queue.control.babble(Buffer.from('HTTP/1.1 200 OK'));
  await assert.rejects(session.status(), { code: 'DEVICE_SPEECH' });
  assert.equal((await session.print(job)).outcome, 'unknown');
  queue.control.clear();
  await queue.close();
  await assert.rejects(session.status(), { code: 'DEVICE_ABSENT' });
  assert.deepEqual(await session.print(job), { outcome: 'not-printed', condition: 'connecting-to-device' });
  await assert.rejects(open(), { code: 'DEVICE_ABSENT' });
  assert.equal(printer.labels.length, 0);
});

test('by IPP: an address without a host, or with one that is none, is told when the configuration is read', () => {
  const drivers = new Map([[ZPL.name, ZPL.driver]]);
  const device = { id: 'labels', driver: ZPL.name, name: 'Labels', options: {} };
  for (const address of ['ipp://192.0.2.7/ipp/print', 'ipps://[2001:db8::7]:8631/', 'ipp://queue.example'])
    checkDevices([{ ...device, address }], drivers);
  for (const address of ['ipp:///ipp/print', 'ipp://192.0.2.999/', 'ipp://a%20b/', 'ipp://queue.example:99999/'])
    assert.throws(() => checkDevices([{ ...device, address }], drivers), { code: 'CONFIG_INVALID' }, address);
});
