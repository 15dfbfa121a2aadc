import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { systemClock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { checkDevices } from '#bridge/config.ts';
import { discoverDrivers } from '#bridge/supervisor/discovery.ts';
import type { DriverOf, InputLink } from '#bridge/supervisor/driver.ts';
import type { Pipe } from '#bridge/transports/pipe.ts';
import { bridgeConfigOf } from '#config/bridge-config.ts';
import { parseConfig } from '#config/load.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The page's example laid where it says it belongs, in a tree of links to the rest. */
async function layOut(t: { after(end: () => Promise<void>): void }) {
  const page = await readFile(join(ROOT, 'docs/add-a-device.md'), 'utf8');
  const block = (language: string) => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page)![1]!;
  await mkdir(join(ROOT, '.cache'), { recursive: true });
  const root = await mkdtemp(join(ROOT, '.cache/add-a-device-'));
  t.after(() => rm(root, { recursive: true }));
  const folder = join(root, 'firmware-bridge/drivers/scale');
  await mkdir(folder, { recursive: true });
  const link = (...path: string[]) => symlink(join(ROOT, ...path), join(root, ...path));
  await link('src');
  for (const name of await readdir(join(ROOT, 'firmware-bridge'))) if (name !== 'drivers') await link('firmware-bridge', name);
  await link('firmware-bridge/drivers/scale/weighing');
  await writeFile(join(folder, 'acme-7.ts'), block('ts'));
  return { root, drivers: join(root, 'firmware-bridge/drivers'), trace: block('jsonl'), toml: block('toml') };
}

test('the worked example compiles, is found, weighs, and is configured as the page says', { timeout: 60_000 }, async (t) => {
  const { root, drivers: folder, trace, toml } = await layOut(t);
  const project = {
    extends: join(ROOT, 'tsconfig.json'),
    include: [join(folder, '**/acme-7.ts')],
    compilerOptions: { typeRoots: [join(ROOT, 'node_modules/@types')] },
  };
  await writeFile(join(root, 'tsconfig.json'), JSON.stringify(project));
  await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', root]).catch(
    (error: { stdout: string }) => assert.fail(error.stdout),
  );

  const drivers = await discoverDrivers(folder);
  const driver = drivers.get('acme-7') as DriverOf<'scale'>;
  assert.equal(driver.kind, 'scale');

  const [head, ...pieces] = trace
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { expect?: unknown; from?: string; text?: string });
  const said = pieces.filter(({ from }) => from === 'device').map(({ text }) => text!);
  const { parse } = (await import(join(folder, 'scale/acme-7.ts'))) as { parse(heard: Buffer): { readings: unknown[] } };
  assert.deepEqual(parse(Buffer.from(said.join(''), 'latin1')).readings, head!.expect);

  // The scale of the trace, with the last weight lying still on it.
  const answers = [...said];
  let asked = false;
  const pipe: Pipe = {
    async send(bytes) {
      asked = Buffer.from(bytes).toString('latin1') === pieces.find(({ from }) => from === 'host')!.text;
      return { sentBytes: bytes.length, complete: true };
    },
    async receive() {
      if (!asked) return null;
      asked = false;
      return Buffer.from(answers.length > 1 ? answers.shift()! : answers[0]!, 'latin1');
    },
    forget: () => undefined,
    counts: { sentBytes: 0, receivedBytes: 0 },
    close: async () => undefined,
  };
  const link = { deviceId: 'counter-scale' as DeviceId, address: 'serial:/dev/null', options: {}, clock: systemClock(), log: silentLog };
  const scale = await driver.open({ ...link, openPipe: async () => pipe } as InputLink);
  assert.equal(await scale.weigh(), 1_234);
  await scale.close();

  const { devices } = bridgeConfigOf(parseConfig(`${SMALLEST}\n${toml}`, '/etc/vaguemestre.toml'));
  checkDevices(
    devices.filter(({ driver: name }) => name === 'acme-7'),
    drivers,
  );
});

const SMALLEST = `
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
[filing]
target = "maildir"
domain = "a.example"
[filing.maildir]
folder = "m"`;
