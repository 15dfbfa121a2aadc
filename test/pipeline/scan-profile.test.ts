import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startScan } from '#acts/start-scan.ts';
import type { BatchId } from '#base/ids.ts';
import { bridgeConfigOf } from '#config/bridge-config.ts';
import { parseConfig } from '#config/load.ts';
import type { ScanJob } from '#ports/devices.ts';
import { until } from '#test/contracts/device-events.ts';
import { openScanning, sheet } from './scanning.ts';

const qualityOf = ({ profile, resolutionDpi }: ScanJob) => ({ profile, resolutionDpi });

test('a batch scanned as evidence is asked for in colour, without loss, at 300 dpi, and goes on so after a stop', async (t) => {
  const asked: ScanJob[] = [];
  const scanning = await openScanning(t, (devices) => ({
    startScan: (id, job) => {
      asked.push(job);
      return devices.startScan(id, job);
    },
  }));
  scanning.begin();
  const { devices } = scanning;
  devices.load([sheet(), sheet()]);
  devices.jamAfter(1);
  const command = { deviceId: null, separation: null, duplex: null, profile: 'evidence', resume: null } as const;
  const id = (await scanning.act(startScan, command)).batchId as BatchId;
  await until(() => scanning.batch(id).state === 'stopped', 'it jams');
  devices.putBack();
  await scanning.start(id);
  await until(() => scanning.batch(id).state === 'closed', 'it is through');
  const evidence = { profile: 'evidence', resolutionDpi: 300 };
  assert.deepEqual(asked.map(qualityOf), [evidence, evidence]);
  devices.load([sheet()]);
  await scanning.start();
  await until(() => asked.length === 3, 'the next batch');
  assert.deepEqual(qualityOf(asked[2]!), { profile: 'routing', resolutionDpi: 200 }, 'as configured');
});

test('a batch that begins at the scanner is scanned as the box is configured', () => {
  const text = (profile: string) => `
    [station]
    prefix = "VM"
    name = "A"
    state = "s"
    [directory]
    file = "d"
    [operator]
    name = "N"
    pin_file = "p"
    [bridge]
    socket = "b"
    spool = "s"
    [scan]
    profile = "${profile}"
    duplex = false
    [filing]
    target = "maildir"
    domain = "a.example"
    [filing.maildir]
    folder = "m"
    [[device]]
    id = "scanner"
    driver = "escl"
    address = "http://127.0.0.1/eSCL"
    name = "S"
    options = { start = "paper" }`;
  const options = (profile: string) => bridgeConfigOf(parseConfig(text(profile), '/a/vaguemestre.toml')).devices[0]!.options;
  assert.deepEqual(options('routing'), { startSource: 'adf', startProfile: 'routing', startDpi: 200, start: 'paper' });
  assert.deepEqual(options('evidence'), { startSource: 'adf', startProfile: 'evidence', startDpi: 200, start: 'paper' });
});
