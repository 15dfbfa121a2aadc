import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until, watchDevices } from '../contracts/device-events.ts';
import { inputsIn } from '../contracts/reader.contract.ts';
import { openInputBench } from '../firmware-bridge/input-bench.ts';
import { openCounter } from './counter.ts';

const TIMEOUT = { timeout: 30_000 };

test('what a shell scans and lays on the scale reaches the daemon through the bridge', TIMEOUT, async (t) => {
  const counter = await openCounter();
  t.after(() => counter.close());
  const post = (path: string, body: unknown, type = 'application/json') =>
    fetch(`${counter.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) });
  const hand = await openInputBench(t, {
    id: 'hand',
    driver: 'serial-scanner',
    address: `tcp://127.0.0.1:${counter.scannerPort}`,
    options: {},
  });
  const scale = await openInputBench(t, { id: 'scale', driver: 'mt-sics', address: `tcp://127.0.0.1:${counter.scalePort}`, options: {} });
  const events = watchDevices(hand.devices);
  assert.equal((await post('/scan', { code: 'LX123456785FR' })).status, 200);
  await until(() => inputsIn(events).length > 0, 'the code is told');
  assert.deepEqual(inputsIn(events), [{ kind: 'code', text: 'LX123456785FR', symbology: null }]);
  assert.equal((await post('/load', { grams: 250 })).status, 200);
  assert.equal(await scale.devices.weigh(scale.id), 250);
  assert.deepEqual(
    [
      (await post('/load', { grams: 'much' })).status,
      (await post('/scan', {})).status,
      (await post('/load', { grams: 1 }, 'text/plain')).status,
      (await fetch(counter.url)).status,
    ],
    [400, 400, 415, 415],
  );
});
