import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type Clock, manualClock, systemClock } from '#base/clock.ts';
import { type DeviceId, mintId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import escl from '#bridge/drivers/scanner/escl.ts';
import { MAX_PAGE_BYTES } from '#bridge/protocol/limits.ts';
import type { ScanOrder } from '#bridge/protocol/messages.ts';
import type { DeviceOptions, ScannedSide } from '#bridge/supervisor/driver.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const CAPABILITIES =
  '<ScannerCapabilities><Adf><AdfSimplexInputCaps><MaxWidth>2550</MaxWidth></AdfSimplexInputCaps><AdfDuplexInputCaps/></Adf><Platen><PlatenInputCaps/></Platen></ScannerCapabilities>';
const JPEG = Buffer.from([0xff, 0xd8, 5, 6, 7, 0xff, 0xd9]);
const ok =
  (body: string | Buffer): Answer =>
  (_, response) =>
    void response.writeHead(200).end(body);
const status = (adf: string, jobState = '') => {
  const job = `<Jobs><JobInfo><JobUri>/eSCL/ScanJobs/1</JobUri><JobState>${jobState}</JobState></JobInfo></Jobs>`;
  return ok(`<ScannerStatus><State>Idle</State><AdfState>ScannerAdf${adf}</AdfState>${jobState && job}</ScannerStatus>`);
};
const code =
  (number: number, headers = {}): Answer =>
  (_, response) =>
    void response.writeHead(number, headers).end();

/** A device that answers each `METHOD path` with its script, the last line again and again. */
async function scripted(t: TestContext, script: Record<string, Answer | Answer[]>) {
  const asked: string[] = [];
  const lines: Record<string, Answer | Answer[]> = {
    'GET /eSCL/ScannerCapabilities': ok(CAPABILITIES),
    'GET /eSCL/ScannerStatus': status('Loaded'),
    'POST /eSCL/ScanJobs': code(201, { location: '/eSCL/ScanJobs/1' }),
    'DELETE /eSCL/ScanJobs/1': code(200),
    ...script,
  };
  const server = createServer((request, response) => {
    const key = `${request.method} ${request.url}`;
    asked.push(key);
    const line = lines[key] ?? code(404);
    request.resume();
    (Array.isArray(line) ? (line.length > 1 ? line.shift()! : line[0]!) : line)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/eSCL`;
  const open = (options: DeviceOptions = {}, clock: Clock = systemClock()) =>
    escl.open({
      ...{ deviceId: 'scanner-1' as DeviceId, address, clock, log: silentLog, openPipe: () => Promise.reject(new Error()) },
      options: { busyPauseMs: 1, silenceMs: 500, pageSilenceMs: 500, ...options },
    });
  return { asked, open };
}

const ORDER: ScanOrder = {
  ...{ deviceId: 'scanner-1', batchId: mintId('batch'), source: 'adf', profile: 'routing' },
  resolutionDpi: 300,
  firstSheet: 1,
  attempt: 1,
};

async function scanAll(
  device: Awaited<ReturnType<typeof scripted>>,
  order = ORDER,
  options: DeviceOptions = {},
  signal = new AbortController().signal,
) {
  const session = await device.open(options);
  const sides: ScannedSide[] = [];
  const feed = session.scan(order, signal, async () => undefined);
  for (;;) {
    const next = await feed.next();
    if (next.done) return { sides, condition: next.value };
    sides.push(next.value);
  }
}

test('a Location on another host leads nowhere but to the device itself', async (t) => {
  const device = await scripted(t, {
    'POST /eSCL/ScanJobs': code(201, { location: 'http://192.0.2.1/eSCL/ScanJobs/1' }),
    'GET /eSCL/ScanJobs/1/NextDocument': [ok(JPEG), code(404)],
  });
  assert.deepEqual(await scanAll(device), { sides: [{ format: 'jpeg', bytes: JPEG, resolutionDpi: 300 }], condition: null });
  assert.equal(device.asked.at(-1), 'DELETE /eSCL/ScanJobs/1');
});

test('a redirect is not followed', async (t) => {
  const device = await scripted(t, { 'GET /eSCL/ScannerCapabilities': code(302, { location: 'http://192.0.2.1/' }) });
  await assert.rejects(device.open(), { code: 'DEVICE_REFUSED', context: { deviceId: 'scanner-1', status: 302, detail: '' } });
});

test('the code of a missing page says nothing: the status tells jam from double feed from end', async (t) => {
  for (const [number, adf, condition] of [
    [404, 'Jam', 'media-jam'],
    [409, 'MultipickDetected', 'double-feed'],
    [503, 'HatchOpen', 'cover-open'],
    [500, 'Mispick', 'misfeed'],
    [404, 'Empty', null],
    [410, 'Loaded', null],
  ] as const) {
    const device = await scripted(t, {
      'GET /eSCL/ScannerStatus': [status('Loaded'), status(adf)],
      'GET /eSCL/ScanJobs/1/NextDocument': [ok(JPEG), code(number)],
    });
    const { sides, condition: found } = await scanAll(device);
    assert.deepEqual([sides.length, found], [1, condition], `${number} ${adf}`);
  }
});

test('a page that is busy is asked for again, not for ever', async (t) => {
  const patient = await scripted(t, { 'GET /eSCL/ScanJobs/1/NextDocument': [code(503), code(503), ok(JPEG), code(404)] });
  assert.equal((await scanAll(patient)).sides.length, 1);
  const stuck = await scripted(t, { 'GET /eSCL/ScanJobs/1/NextDocument': code(503) });
  assert.equal((await scanAll(stuck)).condition, 'timed-out');
  const taken = await scripted(t, { 'POST /eSCL/ScanJobs': code(503) });
  assert.equal((await scanAll(taken)).condition, 'busy');
  assert.equal(taken.asked.filter((key) => key.startsWith('POST')).length, 10);
});

test('a scanner that is busy with the back of the last sheet is waited for, though its tray is empty', async (t) => {
  const device = await scripted(t, {
    'GET /eSCL/ScannerStatus': [status('Loaded'), status('Empty', 'Processing')],
    'GET /eSCL/ScanJobs/1/NextDocument': [ok(JPEG), code(503), code(503), ok(JPEG), code(404)],
  });
  const { sides } = await scanAll(device, { ...ORDER, source: 'adf-duplex' });
  assert.equal(sides.length, 2);
});

test('a flatbed that warms up is waited for, whatever the feeder says', async (t) => {
  for (const adf of ['Empty', 'Jam']) {
    const device = await scripted(t, {
      'GET /eSCL/ScannerStatus': status(adf),
      'POST /eSCL/ScanJobs': [code(503), code(201, { location: '/eSCL/ScanJobs/1' })],
      'GET /eSCL/ScanJobs/1/NextDocument': [code(503), ok(JPEG)],
    });
    const { sides, condition } = await scanAll(device, { ...ORDER, source: 'flatbed' });
    assert.deepEqual([sides.length, condition], [1, null], adf);
  }
});

test('a batch that was stopped at the scanner is stopped, not at its end', async (t) => {
  const device = await scripted(t, {
    'GET /eSCL/ScannerStatus': [status('Loaded'), status('Loaded', 'Canceled')],
    'GET /eSCL/ScanJobs/1/NextDocument': [ok(JPEG), code(404)],
  });
  const { sides, condition } = await scanAll(device);
  assert.deepEqual([sides.length, condition], [1, 'other']);
});

test('slashes in front of a Location lead to no other host, and a Location that is none is told', async (t) => {
  const device = await scripted(t, {
    'POST /eSCL/ScanJobs': code(201, { location: '//eSCL/ScanJobs/1' }),
    'GET /eSCL/ScanJobs/1/NextDocument': [ok(JPEG), code(404)],
  });
  assert.equal((await scanAll(device)).sides.length, 1);
  assert.equal(device.asked.at(-1), 'DELETE /eSCL/ScanJobs/1');
  const strange = await scripted(t, { 'POST /eSCL/ScanJobs': code(201, { location: 'http://[scanner/1' }) });
  await assert.rejects(scanAll(strange), { code: 'DEVICE_SPEECH' });
  const odd = await scripted(t, { 'POST /eSCL/ScanJobs': code(201, { location: 'http://scanner//:x/1' }) });
  assert.equal((await scanAll(odd)).condition, 'feeder-empty');
  await (await odd.open()).abandon('http://scanner//:x/1');
  assert.equal(odd.asked.at(-1), 'DELETE /:x/1');
});

test('a page that a jam or an open cover cut off is that jam or cover', async (t) => {
  const cuts: Record<string, Answer> = {
    'in the page': (_, response) => void response.writeHead(200, { 'content-length': 100 }).write(JPEG, () => response.destroy()),
    'before the page': (_, response) => void response.destroy(),
  };
  for (const [what, cut] of Object.entries(cuts)) {
    for (const [adf, condition] of [
      ['Jam', 'media-jam'],
      ['DoorOpen', 'cover-open'],
    ] as const) {
      const device = await scripted(t, {
        'GET /eSCL/ScannerStatus': [status('Loaded'), status(adf)],
        'GET /eSCL/ScanJobs/1/NextDocument': [ok(JPEG), cut],
      });
      const { sides, condition: found } = await scanAll(device);
      assert.deepEqual([sides.length, found], [1, condition], `${adf} ${what}`);
    }
    for (const say of [status('Empty'), code(500), ok('<html/>')]) {
      const device = await scripted(t, {
        'GET /eSCL/ScannerStatus': [status('Loaded'), say],
        'GET /eSCL/ScanJobs/1/NextDocument': cut,
      });
      await assert.rejects(scanAll(device), { code: what === 'in the page' ? 'PAGE_DAMAGED' : 'DEVICE_ABSENT' });
      assert.equal(device.asked.filter((key) => key === 'GET /eSCL/ScannerStatus').length, 2, 'asked once');
    }
  }
});

test('a page that is cut, too long, silent or no JPEG is damaged, and the job is ended on the device', async (t) => {
  const pages: Record<string, Answer> = {
    cut: (_, response) => void response.writeHead(200, { 'content-length': 100 }).write(JPEG, () => response.destroy()),
    silent: (_, response) => void response.writeHead(200, { 'content-length': 100 }).write(JPEG),
    html: ok('<html>please log in</html>'),
    'too long': (_, response) => {
      response.writeHead(200);
      const piece = Buffer.alloc(1024 * 1024, 0xff);
      const more = () => response.write(piece, (error) => !error && response.writableLength < MAX_PAGE_BYTES && more());
      more();
    },
  };
  for (const [what, page] of Object.entries(pages)) {
    const device = await scripted(t, { 'GET /eSCL/ScanJobs/1/NextDocument': [ok(JPEG), page] });
    await assert.rejects(scanAll(device), (error: { code: string; context: { sheet: number } }) => {
      assert.deepEqual([error.code, error.context.sheet], ['PAGE_DAMAGED', 2], what);
      return true;
    });
    assert.equal(device.asked.at(-1), 'DELETE /eSCL/ScanJobs/1');
  }
});

test('what a device cannot do, does not answer, or answers wrongly is told by code', async (t) => {
  const lame = await scripted(t, { 'GET /eSCL/ScannerCapabilities': ok('<ScannerCapabilities/>') });
  await assert.rejects(scanAll(lame), { code: 'DEVICE_REFUSED' });
  const mute = await scripted(t, { 'GET /eSCL/ScannerCapabilities': () => undefined });
  await assert.rejects(mute.open({ silenceMs: 100 }), { code: 'DEVICE_ABSENT' });
  const drunk = await scripted(t, { 'GET /eSCL/ScannerCapabilities': ok('<html>hello</html>') });
  await assert.rejects(drunk.open(), { code: 'DEVICE_SPEECH' });
  const chatty = await scripted(t, { 'GET /eSCL/ScannerCapabilities': ok(`${CAPABILITIES}${' '.repeat(1024 * 1024)}`) });
  await assert.rejects(chatty.open(), { code: 'DEVICE_SPEECH' });
  const locked = await scripted(t, { 'POST /eSCL/ScanJobs': code(401) });
  await assert.rejects(scanAll(locked), { code: 'DEVICE_REFUSED' });
  const nowhere = await scripted(t, { 'POST /eSCL/ScanJobs': code(201) });
  await assert.rejects(scanAll(nowhere), { code: 'DEVICE_SPEECH' });
});

test('cancelling ends the request that is running and the job on the device', async (t) => {
  const stop = new AbortController();
  const device = await scripted(t, { 'GET /eSCL/ScanJobs/1/NextDocument': () => stop.abort() });
  await assert.rejects(scanAll(device, ORDER, { pageSilenceMs: 60_000 }, stop.signal), { code: 'TASK_CANCELLED' });
  assert.equal(device.asked.at(-1), 'DELETE /eSCL/ScanJobs/1');
});

test('cancelling is over within two seconds, though the page is slow and the device answers nothing more', async (t) => {
  const clock = manualClock();
  const stop = new AbortController();
  const silent = Promise.withResolvers<void>();
  const device = await scripted(t, {
    'GET /eSCL/ScanJobs/1/NextDocument': () => stop.abort(),
    'DELETE /eSCL/ScanJobs/1': () => silent.resolve(),
  });
  const session = await device.open({ pageSilenceMs: 60_000 }, clock);
  const over = assert.rejects(session.scan(ORDER, stop.signal, async () => undefined).next(), { code: 'TASK_CANCELLED' });
  await silent.promise;
  clock.advance(2_000);
  await over;
});

test('a job that the device takes while the scan is cancelled is ended on the device', async (t) => {
  const stop = new AbortController();
  const device = await scripted(t, {
    'POST /eSCL/ScanJobs': (_, response) => {
      stop.abort();
      // Later than the cancelling: a request that gave up then would never hear of the job.
      setImmediate(() => response.writeHead(201, { location: '/eSCL/ScanJobs/1' }).end());
    },
  });
  await assert.rejects(scanAll(device, ORDER, {}, stop.signal), { code: 'TASK_CANCELLED' });
  assert.equal(device.asked.at(-1), 'DELETE /eSCL/ScanJobs/1');
  assert.ok(!device.asked.some((key) => key.endsWith('NextDocument')), 'nothing is fed any more');
});

/** What the device is asked for, from the body of the request for a job. */
async function settingsFor(t: TestContext, capabilities: string, order: Partial<ScanOrder>, options: DeviceOptions = {}) {
  let asked = '';
  const device = await scripted(t, {
    'GET /eSCL/ScannerCapabilities': ok(capabilities),
    'POST /eSCL/ScanJobs': (request, response) => {
      request.setEncoding('utf8').on('data', (piece) => {
        asked += piece;
      });
      request.on('end', () => response.writeHead(201, { location: '/eSCL/ScanJobs/1' }).end());
    },
    'GET /eSCL/ScanJobs/1/NextDocument': [ok(JPEG), code(404)],
  });
  await scanAll(device, { ...ORDER, ...order }, options);
  return (name: string) => new RegExp(`:${name}>([^<]*)<`).exec(asked)?.[1];
}

const CAPABLE = `<ScannerCapabilities><Adf><AdfSimplexInputCaps><MaxWidth>2550</MaxWidth><MaxHeight>9000</MaxHeight>
  <SettingProfiles><SettingProfile><DocumentFormats><DocumentFormat>image/jpeg</DocumentFormat><DocumentFormat>image/png</DocumentFormat>
  </DocumentFormats></SettingProfile></SettingProfiles></AdfSimplexInputCaps></Adf>
  <CompressionFactorSupport><Min>1</Min><Max>100</Max></CompressionFactorSupport>
  <BlankPageDetectionAndRemoval>true</BlankPageDetectionAndRemoval></ScannerCapabilities>`;

test('a master is asked for without loss where the device can, and no blank side is left to its judgement', async (t) => {
  const master = await settingsFor(t, CAPABLE, { profile: 'evidence' });
  assert.deepEqual(['ColorMode', 'DocumentFormatExt', 'CompressionFactor', 'BlankPageDetectionAndRemoval'].map(master), [
    'RGB24',
    'image/png',
    '1',
    'false',
  ]);
  const usual = await settingsFor(t, CAPABLE, {});
  assert.deepEqual(['ColorMode', 'DocumentFormatExt', 'CompressionFactor', 'BlankPageDetectionAndRemoval'].map(usual), [
    'Grayscale8',
    'image/jpeg',
    undefined,
    'false',
  ]);
  const jpegOnly = await settingsFor(t, CAPABILITIES, { profile: 'evidence' });
  assert.deepEqual(['DocumentFormatExt', 'CompressionFactor', 'BlankPageDetectionAndRemoval'].map(jpegOnly), [
    'image/jpeg',
    undefined,
    undefined,
  ]);
});

test('a long page is asked for up to what the feeder takes', async (t) => {
  const height = async (heightMm: number) => (await settingsFor(t, CAPABLE, {}, { heightMm }))('Height');
  assert.deepEqual([await height(297), await height(700), await height(1_200)], ['3508', '8268', '9000']);
});
