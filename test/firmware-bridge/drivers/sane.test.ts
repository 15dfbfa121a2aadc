import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import sharp from 'sharp';
import { manualClock } from '#base/clock.ts';
import { esclRoot } from '#bridge/drivers/scanner/sane/escl-eyes.ts';
import { BrokenFrame, readPage } from '#bridge/drivers/scanner/sane/frames.ts';
import { IdleWatch } from '#bridge/drivers/scanner/sane/idle-watch.ts';
import { OptionTable } from '#bridge/drivers/scanner/sane/option-table.ts';
import { parseSettings, planScan } from '#bridge/drivers/scanner/sane/scan-plan.ts';
import { Sensors } from '#bridge/drivers/scanner/sane/sensors.ts';
import { CAPABILITY, FRAME, type SaneOption, type SaneParameters, type SaneScanner, type SaneValue, STATUS } from '#bridge/native/sane.ts';
import { orderOf } from './sane-bench.ts';

/** What libsane answers instead of Good. */
const refusal = (call: string, status: number) => Object.assign(new Error(call), { call, status });
const SETTABLE = CAPABILITY.SOFT_SELECT | CAPABILITY.SOFT_DETECT;

/** A scanner made of options and frames, as libsane would show it. */
function scripted(
  options: (Partial<SaneOption> & { name: string; holds?: SaneValue })[],
  frames: { is: Partial<SaneParameters>; gives: (Buffer | Error)[] }[] = [],
) {
  const all = options.map((option, index): SaneOption & { holds?: SaneValue } => ({
    ...{ index, title: '', description: '', type: 'string', unit: 'none', size: 4, capabilities: SETTABLE, constraint: null },
    ...option,
  }));
  let frame = -1;
  let at = 0;
  const scanner: SaneScanner = {
    options: async () => all,
    get: async (index) => all[index]!.holds ?? null,
    set: async (index, value) => {
      all[index]!.holds = value!;
      return { value: value!, info: 0 };
    },
    start: async () => {
      frame++;
      at = 0;
    },
    parameters: async () => ({
      ...{ format: FRAME.GRAY, lastFrame: true, bytesPerLine: 10, pixelsPerLine: 10, lines: 4, depth: 8 },
      ...frames[frame]!.is,
    }),
    read: async (buffer) => {
      const piece = frames[frame]!.gives[at++];
      if (piece instanceof Error) throw piece;
      return piece === undefined ? null : piece.copy(buffer);
    },
    cancel: async () => undefined,
    close: async () => undefined,
  };
  return { scanner, holds: (name: string) => all.find((one) => one.name === name)!.holds };
}

/** What a device of these options is set to for an order, by name. */
async function settingsFor(
  options: Parameters<typeof scripted>[0],
  order: Parameters<typeof orderOf>[0],
): Promise<Record<string, unknown>> {
  const { scanner } = scripted(options);
  const table = await OptionTable.read(scanner);
  const made: Record<string, unknown> = {};
  for (const { name, choose } of planScan(orderOf(order), { widthMm: 210, heightMm: 297 }, [])) {
    const option = table.settable(name);
    const value = option ? choose(option) : null;
    if (value !== null) made[name] = value;
  }
  return made;
}

test('a document scanner is told source, mode, nearest resolution, page and window, and to stop at a double feed', async () => {
  // As the fujitsu backend shows them.
  const fujitsu = [
    { name: 'source', constraint: ['ADF Front', 'ADF Back', 'ADF Duplex'] },
    { name: 'mode', constraint: ['Lineart', 'Halftone', 'Gray', 'Color'] },
    { name: 'resolution', type: 'int' as const, unit: 'dpi' as const, constraint: { min: 50, max: 600, quant: 1 } },
    ...['page-width', 'page-height', 'tl-x', 'tl-y', 'br-x', 'br-y'].map((name) => ({
      ...{
        name,
        type: 'fixed' as const,
        unit: 'mm' as const,
        constraint: { min: 0, max: name.endsWith('x') || name.endsWith('width') ? 215.9 : 863.5, quant: 0.1 },
      },
    })),
    { name: 'df-action', constraint: ['Default', 'Continue', 'Stop'] },
    { name: 'df-thickness', type: 'bool' as const },
  ];
  const made = await settingsFor(fujitsu, { source: 'adf-duplex', profile: 'routing', resolutionDpi: 300 });
  for (const name of ['br-y', 'page-height', 'br-x', 'page-width']) made[name] = Math.round(Number(made[name]) * 10) / 10;
  assert.deepEqual(made, {
    ...{ source: 'ADF Duplex', mode: 'Gray', resolution: 300, 'df-action': 'Stop', 'df-thickness': true },
    ...{ 'page-width': 210, 'page-height': 297, 'tl-x': 0, 'tl-y': 0, 'br-x': 210, 'br-y': 297 },
  });
  assert.equal((await settingsFor(fujitsu, { source: 'adf' })).source, 'ADF Front');
  await assert.rejects(settingsFor(fujitsu, { source: 'flatbed' }), /it has no flatbed/);
});

test('sides chosen by a switch of their own, windows in dots and the words of other backends are understood', async () => {
  const epson2 = [
    { name: 'source', constraint: ['Flatbed', 'Automatic Document Feeder'] },
    { name: 'adf-mode', constraint: ['Simplex', 'Duplex'] },
    { name: 'mode', constraint: ['Lineart', 'True Gray', '24bit Color[Fast]'] },
    { name: 'resolution', type: 'int' as const, constraint: [75, 200, 400] },
    { name: 'br-x', type: 'int' as const, unit: 'pixel' as const, constraint: { min: 0, max: 1_000, quant: 0 } },
    { name: 'br-y', type: 'int' as const, unit: 'pixel' as const, constraint: { min: 0, max: 9_999, quant: 0 } },
  ];
  assert.deepEqual(await settingsFor(epson2, { source: 'adf-duplex', profile: 'evidence', resolutionDpi: 300 }), {
    ...{
      source: 'Automatic Document Feeder',
      'adf-mode': 'Duplex',
      mode: '24bit Color[Fast]',
      resolution: 400,
      'br-x': 1_000,
      'br-y': 3_508,
    },
  });
  const gray = await settingsFor(epson2, { source: 'flatbed', profile: 'routing', resolutionDpi: 200 });
  assert.deepEqual([gray.source, gray['adf-mode'], gray.mode], ['Flatbed', undefined, 'True Gray']);
  const brother = [
    {
      name: 'source',
      constraint: ['FlatBed', 'Automatic Document Feeder(left aligned)', 'Automatic Document Feeder(left aligned,Duplex)'],
    },
  ];
  assert.equal((await settingsFor(brother, { source: 'adf' })).source, 'Automatic Document Feeder(left aligned)');
  assert.equal((await settingsFor(brother, { source: 'adf-duplex' })).source, 'Automatic Document Feeder(left aligned,Duplex)');
});

test('a setting that is none is refused in words, and no text makes the parser fail otherwise', () => {
  assert.deepEqual(
    parseSettings(' swdeskew = yes; threshold=120 ;').map(({ name }) => name),
    ['swdeskew', 'threshold'],
  );
  assert.throws(() => parseSettings('swdeskew'), /"swdeskew" is no setting/);
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      try {
        parseSettings(text);
      } catch (error) {
        assert.match((error as Error).message, /is no setting$/);
      }
    }),
  );
});

test('a button counts once each time it goes down, paper and cover show, and a double feed is read from its sensor', async () => {
  const options = [
    sensor('page-loaded', false),
    sensor('cover-open', false),
    sensor('double-feed', false),
    sensor('scan', false),
    sensor('email', 0, 'int'),
  ];
  const { scanner } = scripted([...options, { name: 'start', type: 'bool', holds: true }]);
  const table = await OptionTable.read(scanner);
  const sensors = new Sensors(table);
  const put = (name: string, value: SaneValue) => scanner.set(table.active(name)!.index, value);
  assert.deepEqual(await sensors.report(), { conditions: [], feederLoaded: false }, 'what can be set is no sensor');
  await put('scan', true);
  await put('page-loaded', true);
  assert.deepEqual(await sensors.report(), { conditions: [], feederLoaded: true, button: 'scan' });
  assert.deepEqual(await sensors.report(), { conditions: [], feederLoaded: true }, 'it is held down');
  await put('scan', false);
  await sensors.report();
  await put('scan', true);
  assert.equal((await sensors.report()).button, 'scan');
  await put('cover-open', true);
  assert.deepEqual((await sensors.report()).conditions, ['cover-open']);
  assert.equal(await sensors.fault(scanner.cancel), 'cover-open');
  await put('double-feed', true);
  assert.equal(await sensors.fault(scanner.cancel), 'double-feed');
});

const sensor = (name: string, holds: SaneValue, type: SaneOption['type'] = 'bool') => ({
  ...{ name, type, holds, capabilities: CAPABILITY.SOFT_DETECT },
});

test('a press between two reports is told by the second, and one that was there at the first is not', async () => {
  const { scanner } = scripted([sensor('scan', true), sensor('button 0', false), sensor('cover-open', false)]);
  const sensors = new Sensors(await OptionTable.read(scanner));
  assert.ok(sensors.hasButtons());
  assert.deepEqual(await sensors.report(), { conditions: [] }, 'the device may keep a press of yesterday');
  const clock = manualClock();
  let looked = Promise.withResolvers<void>();
  const watch = new IdleWatch(clock, async () => {
    await sensors.look();
    looked.resolve();
  });
  const look = async () => {
    looked = Promise.withResolvers();
    clock.advance(250);
    await looked.promise;
    await setImmediate();
  };
  watch.begin();
  await scanner.set(1, true);
  await look();
  await scanner.set(1, false);
  await look();
  await watch.end();
  assert.deepEqual([(await sensors.report()).button, (await sensors.report()).button], ['button 0', undefined]);
  await scanner.set(1, true);
  clock.advance(10_000);
  await setImmediate();
  assert.equal((await sensors.report()).button, 'button 0', 'nobody has looked after the end');
});

test('looking at buttons ends with what libsane refuses, and waits for no other call', async () => {
  const clock = manualClock();
  let looks = 0;
  const answer = Promise.withResolvers<void>();
  const watch = new IdleWatch(clock, () => {
    looks++;
    return answer.promise;
  });
  watch.begin();
  clock.advance(250);
  let free = false;
  const ended = watch.end().then(() => {
    free = true;
  });
  await setImmediate();
  assert.equal(free, false, 'a call is under way');
  answer.reject(refusal('sane_control_option', STATUS.IO_ERROR));
  await ended;
  clock.advance(10_000);
  assert.equal(looks, 1);
});

test('a scanner that answers nothing before the scan is given up is asked for its sensors after that', async () => {
  const { scanner } = scripted([sensor('double-feed', true)]);
  const told: string[] = [];
  let scanning = true;
  const { get } = scanner;
  scanner.get = async (index) => {
    told.push('get');
    if (scanning) throw refusal('sane_control_option', STATUS.DEVICE_BUSY);
    return get(index);
  };
  const cancel = async () => {
    told.push('cancel');
    scanning = false;
  };
  const sensors = new Sensors(await OptionTable.read(scanner));
  assert.equal(await sensors.fault(cancel), 'double-feed');
  assert.deepEqual(told, ['get', 'cancel', 'get']);
  scanner.get = () => Promise.reject(refusal('sane_control_option', STATUS.IO_ERROR));
  assert.equal(await sensors.fault(cancel), null);
  scanner.get = () => Promise.reject(new Error('a bug'));
  await assert.rejects(sensors.fault(cancel), /a bug/);
});

test('options that cannot hold what they say are as good as not there', async () => {
  const options = [
    { name: 'scan', type: 'int' as const, size: 7, capabilities: CAPABILITY.SOFT_DETECT },
    { name: 'cover-open', type: 'bool' as const, size: 0, capabilities: CAPABILITY.SOFT_DETECT },
    { name: 'source', size: -4, constraint: ['Flatbed'] },
    { name: 'mode', type: 'unknown' as const },
    { name: 'resolution', type: 'int' as const, size: 4 },
  ];
  const { scanner } = scripted(options);
  scanner.get = () => Promise.reject(new Error('it holds no value'));
  const table = await OptionTable.read(scanner);
  assert.deepEqual(await new Sensors(table).report(), { conditions: [] });
  assert.deepEqual(await settingsFor(options, { source: 'adf' }), { resolution: 100 });
});

test('where an eSCL scanner is asked for its state is found in its name or in the configuration of the backend', () => {
  const configuration = '[devices]\n"Feeder, second floor" = http://10.0.0.7/eSCL, eSCL\nother = http://10.0.0.8:8080/eSCL/\n';
  assert.equal(esclRoot('airscan:e0:Feeder, second floor', configuration)?.href, 'http://10.0.0.7/eSCL/');
  assert.equal(esclRoot('airscan:e1:other', configuration)?.href, 'http://10.0.0.8:8080/eSCL/');
  assert.equal(esclRoot('airscan:escl:Anything:https://10.0.0.9/eSCL')?.href, 'https://10.0.0.9/eSCL/');
  assert.equal(esclRoot('escl:http://10.0.0.9:80')?.href, 'http://10.0.0.9/');
  assert.equal(esclRoot('airscan:e0:unknown', configuration), null);
  assert.equal(esclRoot('fujitsu:fi-7160:12345'), null);
});

const rows = (count: number, bytesPerLine = 10): Buffer =>
  Buffer.from(Array.from({ length: count * bytesPerLine }, (_, i) => (i * 37) & 0xff));
const page = async (...frames: Parameters<typeof scripted>[1] & object) => {
  const { scanner } = scripted([], frames);
  await scanner.start();
  return readPage(scanner, 200, 1_000_000, () => undefined);
};

test('a page is the same however its bytes are cut into pieces', async () => {
  const whole = rows(4);
  const expected = await page({ is: {}, gives: [whole] });
  assert.deepEqual(await sharp(expected).toColourspace('b-w').raw().toBuffer(), whole);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }), async (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), 40];
      const gives = at.slice(1).map((end, i) => whole.subarray(at[i], end));
      assert.ok((await page({ is: {}, gives })).equals(expected));
    }),
    { numRuns: 50 },
  );
});

test('a frame that ends early, goes on too long, has no lines or claims what cannot be is a damaged page, never a whole one', async () => {
  const broken: [Partial<SaneParameters>, Buffer[], RegExp][] = [
    [{}, [rows(3)], /after 3 of 4 lines/],
    [{}, [rows(3), rows(1).subarray(0, 4)], /in the middle of line 4/],
    [{}, [rows(4), rows(1)], /goes on after 4 lines/],
    [{ lines: -1 }, [], /no lines/],
    [{ lines: 0 }, [], /no lines/],
    [{ bytesPerLine: 9 }, [], /cannot be$/],
    [{ bytesPerLine: 0 }, [], /cannot be$/],
    [{ bytesPerLine: -2_147_483_648 }, [], /cannot be$/],
    [{ pixelsPerLine: 2_147_483_647, bytesPerLine: 2_147_483_647 }, [], /cannot be$/],
    [{ depth: 16 }, [], /cannot be$/],
    [{ depth: 1, bytesPerLine: 1 }, [], /cannot be$/],
    [{ bytesPerLine: 200_000 }, [], /cannot be$/],
    [{ pixelsPerLine: 0, bytesPerLine: 0 }, [], /cannot be$/],
    [{ pixelsPerLine: -1 }, [], /cannot be$/],
    [{ lines: -2 }, [], /cannot be$/],
    [{ lines: 2_000_000_000 }, [], /cannot be$/],
    [{ depth: 7 }, [], /cannot be used/],
    [{ format: 11 }, [], /cannot be used/],
    [{ format: FRAME.RGB, depth: 1 }, [], /cannot be used/],
  ];
  for (const [is, gives, said] of broken)
    await assert.rejects(
      page({ is, gives }),
      (error) => error instanceof BrokenFrame && said.test(error.message),
      `${JSON.stringify(is)} ${said}`,
    );
});

test('a jam while the lines before it are being packed is told as the jam', async () => {
  const noise = Buffer.alloc(524_280, 'any dots that do not pack at once: a whole buffer of them ');
  const jam = refusal('sane_read', STATUS.JAMMED);
  await assert.rejects(page({ is: { lines: -1 }, gives: [noise, noise, jam] }), jam);
});

test('a page that is given up between two calls is not asked for again', async () => {
  const { scanner } = scripted([], [{ is: { lines: -1 }, gives: [rows(1), rows(1), rows(1), rows(1)] }]);
  let reads = 0;
  const { read } = scanner;
  scanner.read = (buffer) => {
    reads++;
    return read(buffer);
  };
  await scanner.start();
  const stop = new Error('stop');
  const giveUp = () => {
    if (reads === 2) throw stop;
  };
  await assert.rejects(readPage(scanner, 200, 1_000_000, giveUp), stop);
  assert.equal(reads, 2);
});

test('a colour that is missing is not looked for on the next sheet', async () => {
  const colour = (format: number, lastFrame: boolean) => ({ is: { format, lastFrame, lines: -1 }, gives: [rows(4)] });
  await assert.rejects(page(colour(FRAME.RED, false), colour(FRAME.GREEN, true), colour(FRAME.BLUE, true)), /colour of it is missing/);
});

test('a page that grows past what may be kept is given up, and so are colours that do not fit each other', async () => {
  const { scanner } = scripted([], [{ is: { lines: -1 }, gives: Array.from({ length: 400 }, () => rows(1_000)) }]);
  await scanner.start();
  await assert.rejects(
    readPage(scanner, 200, 20_000, () => undefined),
    /more than 20000 bytes/,
  );
  const colour = (format: number, gives: Buffer[]) => ({ is: { format, lastFrame: false, lines: -1 }, gives });
  await assert.rejects(page(colour(FRAME.RED, [rows(4)]), colour(FRAME.RED, [rows(4)])), /came twice/);
  const shorter = [colour(FRAME.RED, [rows(4)]), colour(FRAME.GREEN, [rows(3)]), colour(FRAME.BLUE, [rows(4)])];
  await assert.rejects(page(...shorter), /not equally long/);
});
