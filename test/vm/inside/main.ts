/** The hand in the nested machine: makes the devices, plugs and unplugs them as the checks ask, who run as the bridge's user. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { constants, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { makeDevices } from './devices.ts';
import type { Asked, HandCalls } from './hand.ts';

const run = promisify(execFile);
const FOLDER = '/run/laboratory';

async function main(): Promise<number> {
  mkdirSync(FOLDER);
  // The devices' own end. What our end needs is brought by udev when they are plugged in.
  for (const module of ['libcomposite', 'usb_f_printer', 'usb_f_hid', 'usb_f_acm', 'usb_f_ss_lb']) execFileSync('modprobe', [module]);
  execFileSync('modprobe', ['dummy_hcd', 'num=7']);
  execFileSync('systemctl', ['start', 'sys-kernel-config.mount']);
  const devices = await makeDevices(FOLDER);
  const calls: HandCalls = {
    async plug(name) {
      const atMs = performance.timeOrigin + performance.now();
      await devices[name].plug();
      return atMs;
    },
    async unplug(name) {
      const atMs = performance.timeOrigin + performance.now();
      await devices[name].unplug();
      return atMs;
    },
    async appeared(path) {
      await run('udevadm', ['wait', '--timeout=60', path]);
    },
    async vanished(path) {
      await run('udevadm', ['wait', '--timeout=60', '--removed', path]);
    },
    async settled() {
      // A second after the last thing that was plugged in the kernel has asked it what it is.
      await pause(1_000);
      await run('udevadm', ['settle']);
    },
    async label(name, nth) {
      const { labels } = devices[name].printer;
      // The picture is written after the printer has said that nothing is left to print.
      while (labels.length < Number(nth)) await pause(20);
      return labels[Number(nth) - 1]!.png;
    },
    async system(verb, unit) {
      await run('systemctl', [verb, unit]);
    },
    async show(unit) {
      return (await run('systemctl', ['show', unit, '-p', 'Type', '-p', 'ActiveState', '-p', 'NRestarts'])).stdout;
    },
    async freeze(unit) {
      await run('systemctl', ['kill', '--kill-whom=main', '--signal=STOP', unit]);
    },
    deafAfter: (name, bytes) => devices[name].deafAfter(Number(bytes)),
    read: (name, text) => devices[name].say(text),
    async overheard(text) {
      const other = await open(devices.keyboard.input(), constants.O_RDONLY | constants.O_NONBLOCK);
      await devices.keyboard.say(text);
      const heard = await other.read(Buffer.alloc(4_096)).catch(() => ({ bytesRead: 0 }));
      await other.close();
      return heard.bytesRead;
    },
    async lay(name, grams) {
      if (name === 'scale') devices.scale.lay(Number(grams));
      else devices.line.weighing.load(Number(grams));
    },
  };
  const checks = spawn(
    'setpriv',
    [
      ...['--reuid', 'vaguemestre-bridge', '--regid', 'vaguemestre', '--init-groups', '--'],
      ...[process.execPath, join(import.meta.dirname, 'checks.ts')],
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  obey(checks, calls);
  return new Promise((resolve) => checks.once('close', (code) => resolve(code ?? 1)));
}

function obey(checks: ChildProcess, calls: HandCalls): void {
  checks.on('message', ({ id, call, args }: Asked) => {
    const work = calls[call] as (...given: readonly string[]) => Promise<unknown>;
    work(...args).then(
      (value) => checks.send({ id, value }),
      (error: Error) => checks.send({ id, failure: error.message }),
    );
  });
}

process.exit(await main());
