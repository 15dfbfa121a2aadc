import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { openBridgeDevices } from '#adapters/bridge-devices.ts';
import { systemClock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { runBridge } from '#bridge/main.ts';
import { bridgeConfigOf } from '#config/bridge-config.ts';
import { loadConfig } from '#config/load.ts';
import { until, watchDevices } from '../contracts/device-events.ts';
import { checkered } from '../contracts/label-printer.contract.ts';
import { inputsIn } from '../contracts/reader.contract.ts';
import { doAsSaid, doings, listenToTerminal, serveHands } from './hands.ts';
import { openMailroom } from './mailroom.ts';
import { PRINTER_LANGUAGES, type PrinterLanguage } from './printer-choice.ts';

const TIMEOUT = { timeout: 60_000 };
const DIRECTORY = join(import.meta.dirname, 'letters/directory.json');
const LABELS = 'labels' as DeviceId;

/** A laboratory mailroom as `npm start` opens it, with the real bridge at its devices and nobody behind. */
async function bench(t: TestContext, printer: PrinterLanguage, byIpp: boolean) {
  const folder = await mkdtemp(join(tmpdir(), 'hands-'));
  const choices = { kioskPort: 0, graceSeconds: 0, duplex: false, counter: true, printer, byIpp };
  const mailroom = await openMailroom(folder, DIRECTORY, choices, false);
  Object.assign(process.env, mailroom.environment);
  const { socket, spool, ...config } = bridgeConfigOf(loadConfig(mailroom.configFile));
  await mkdir(dirname(socket));
  const stop = new AbortController();
  const parts = { clock: systemClock(), log: silentLog };
  const running = await runBridge({ ...config, socket, spool, pollMs: 20 }, { ...parts, signal: stop.signal });
  const devices = openBridgeDevices({ socketPath: socket, spoolFolder: spool, ...parts });
  t.after(async () => {
    await devices.close();
    stop.abort();
    await running.closed;
    await mailroom.close();
    for (const name of Object.keys(mailroom.environment)) delete process.env[name];
    await rm(folder, { recursive: true });
  });
  devices.connect();
  const events = watchDevices(devices);
  const state = (id: string, wanted: string) => events.status(id, (status) => status.state === wanted);
  for (const { id } of config.devices) await state(id, 'ready');
  return { mailroom, reach: mailroom.reach!, devices, events, state };
}

for (const language of PRINTER_LANGUAGES)
  for (const byIpp of language === 'zpl' || language === 'brother-ql' ? [false, true] : [false])
    test(
      `npm start --printer ${language}${byIpp ? ' --ipp' : ''}: labels come out, and what hands do to the printer shows`,
      TIMEOUT,
      async (t) => {
        const { mailroom, reach, devices, events, state } = await bench(t, language, byIpp);
        const print = (jobKey: string) => devices.printLabel(LABELS, { jobKey, bitmap: checkered(200, 100) });
        await doAsSaid(reach, 'paper-out');
        assert.ok((await state('labels', 'faulted')).conditions.includes('media-empty'));
        await assert.rejects(print('label:1'), { code: 'LABEL_NOT_PRINTED' });
        await doAsSaid(reach, 'open');
        await doAsSaid(reach, 'paper');
        await events.status('labels', ({ conditions }) => conditions.length > 0 && !conditions.includes('media-empty'));
        await doAsSaid(reach, 'shut');
        await state('labels', 'ready');
        assert.equal(await print('label:1'), 'printed');
        await doAsSaid(reach, 'unplug labels');
        await state('labels', 'absent');
        await doAsSaid(reach, 'plug labels');
        await state('labels', 'ready');
        assert.equal(await print('label:2'), 'printed');
        assert.equal(mailroom.printer.labels.length, 2);
      },
    );

test('what hands do at the counter reaches the daemon through the bridge: a code, a badge, a pedal, a weight', TIMEOUT, async (t) => {
  const { reach, devices, events, state } = await bench(t, 'zpl', false);
  const told = () => inputsIn(events);
  await doAsSaid(reach, 'scan LX123456785FR');
  await until(() => told().length === 1, 'the code is told');
  await doAsSaid(reach, 'badge 4711');
  await until(() => told().length === 2, 'the badge is told');
  await doAsSaid(reach, 'pedal 2');
  await doAsSaid(reach, 'pedal 2');
  await until(() => told().length === 4, 'the pedal is told each time');
  assert.deepEqual(told(), [
    { kind: 'code', text: 'LX123456785FR', symbology: null },
    { kind: 'badge', badge: '4711' },
    { kind: 'pedal', pedal: 2 },
    { kind: 'pedal', pedal: 2 },
  ]);
  await doAsSaid(reach, 'weigh 250');
  assert.equal(await devices.weigh('scale' as DeviceId), 250);
  for (const id of Object.keys(reach.cables)) {
    await doAsSaid(reach, `unplug ${id}`);
    await state(id, 'absent');
    await doAsSaid(reach, `plug ${id}`);
    await state(id, 'ready');
  }
  await doAsSaid(reach, 'pedal 1');
  await until(() => told().length === 5, 'the pedal is told after it was away');
  assert.deepEqual(told().at(-1), { kind: 'pedal', pedal: 1 });
});

test('what is typed, or sent by a shell, is done or answered with a sentence', TIMEOUT, async (t) => {
  const { reach, events } = await bench(t, 'zpl', false);
  const terminal = new PassThrough();
  const said: string[] = [];
  const stop = listenToTerminal(reach, terminal, (line) => said.push(line));
  t.after(stop);
  terminal.write('badge 4711\n\nhelp\nfly\npedal 4\nweigh\nunplug kettle\n');
  await until(() => said.length === doings().length + 4 && inputsIn(events).length === 1, 'all is answered');
  assert.match(said.slice(-4).join('\n'), /no "fly"[^\n]*\n *4 is no number from 1 to 3\.\n *Say: weigh GRAMS\n *There is no kettle/);

  const hands = await serveHands(reach);
  t.after(() => hands.close());
  const post = async (body: string, type = 'application/json') =>
    (await fetch(hands.url, { method: 'POST', headers: { 'content-type': type }, body })).status;
  assert.deepEqual(
    [
      await post('{"do":"scan LX123456785FR"}'),
      await post('{"do":"scan"}'),
      await post('null'),
      await post('{'),
      await post('{}', 'text/plain'),
    ],
    [200, 400, 400, 400, 415],
  );
  assert.equal((await fetch(hands.url)).status, 415);
  await until(() => inputsIn(events).length === 2, 'the code is told');
});
