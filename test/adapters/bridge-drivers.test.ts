import assert from 'node:assert/strict';
import { test } from 'node:test';
import { driversOf } from '#adapters/bridge-drivers.ts';
import { discoverDrivers } from '#bridge/supervisor/discovery.ts';

test('the daemon knows of each driver whether it scans or prints, as the bridge does, without loading any', async () => {
  const [scanners, printers] = [driversOf('scanner'), driversOf('printer')];
  for (const [name, { kind }] of await discoverDrivers()) {
    assert.equal(scanners.has(name), kind === 'scanner', name);
    assert.equal(printers.has(name), kind === 'label-printer', name);
  }
});
