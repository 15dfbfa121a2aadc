import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'smol-toml';
import { checkDevices } from '#bridge/config.ts';
import { discoverDrivers } from '#bridge/supervisor/discovery.ts';
import { configuredAs, listed } from '../../src/commands/devices.ts';
import { vaguemestre } from './run-command.ts';

const candidate = { address: 'keys:/dev/input/by-id/usb-RF"ID-event-kbd', name: 'RFID "X"', drivers: [] };

test('the lines for a learned device are a device of the configuration', async () => {
  const drivers = await discoverDrivers();
  for (const [names, options] of [
    [['keyboard-badge', 'keyboard-scanner'], {}],
    [['keyboard-pedal'], { key1: 48 }],
  ] as const) {
    const { device } = parse(configuredAs({ candidate, drivers: [...names], options }).join('\n')) as { device: [Record<string, never>] };
    const [one] = device;
    assert.deepEqual(
      [one.driver, one.address, one.name, one.options && { ...(one.options as object) }],
      [names[0], candidate.address, candidate.name, 'key1' in options ? options : undefined],
    );
    checkDevices([{ options: {}, ...one } as never], drivers);
  }
});

test('each candidate is one line: where it is, what it is called, which driver is for it', () => {
  assert.deepEqual(listed([candidate, { ...candidate, drivers: ['hid-pos'] }]), [
    `${candidate.address}\tRFID "X"\tuse it while "devices learn" listens`,
    `${candidate.address}\tRFID "X"\thid-pos`,
  ]);
});

test('devices lists and ends; called wrongly it says how', async () => {
  assert.equal((await vaguemestre('devices')).code, 0);
  const { code, said } = await vaguemestre('devices', 'forget');
  assert.equal(code, 2);
  assert.match(said.at(-1)!, /usage: vaguemestre devices \[learn \| network\]/);
});
