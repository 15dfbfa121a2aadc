#!/usr/bin/env node
/**
 * Sets the project up and runs one of its commands: `node setup.mjs start|test|check|bench|powercut|vm|soak|arm64|campaign|run …`.
 *
 * Plain JavaScript for whatever Node the machine has (18 or later): it runs before any dependency exists, and everything
 * after it runs on the pinned Node. Each step sees by itself whether it is done, so that a second call is quick.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinnedNode, runPinned } from './bin/pinned-node.mjs';
import { missingPeers, unpackPeers } from './test/lab/peers/unpack.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));
const cache = path.join(root, '.cache');

const COMMANDS = {
  start: { peers: ['dovecot', 'openssl'], kiosk: true, entry: 'test/lab/main.ts' },
  test: {
    peers: [
      'dovecot',
      'openssl',
      'chromium',
      'qpdf',
      'pdftotext',
      'pdfimages',
      'pdffonts',
      'java',
      'preflight',
      'sane',
      'tcc',
      'strace',
      'python3',
      'curl',
      'systemd-analyze',
      'socat',
      'lprint',
      'ippeveprinter',
      'ipptool',
      'dbus-daemon',
      'ip',
    ],
    kiosk: true,
    entry: 'test/run.ts',
  },
  check: { peers: [], kiosk: false, entry: 'test/checks/main.ts' },
  bench: { peers: ['dovecot', 'openssl', 'sane'], kiosk: false, entry: 'test/bench/main.ts' },
  powercut: {
    peers: ['dovecot', 'openssl', 'python3', 'mke2fs', 'e2fsck', 'debugfs', 'xz'],
    kiosk: false,
    entry: 'test/power-cut/campaign.ts',
  },
  vm: { peers: ['xz'], kiosk: false, entry: 'test/vm/main.ts' },
  soak: { peers: ['sane', 'dovecot', 'openssl'], kiosk: true, entry: 'test/soak/main.ts' },
  campaign: { peers: [], kiosk: false, entry: 'test/campaign/main.ts' },
  arm64: { peers: ['qemu-aarch64'], kiosk: false, entry: 'test/arm64/main.ts' },
  run: { peers: [], kiosk: false, entry: null },
};

const [name = '', ...rest] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : null;
const entry = command?.entry ?? rest.shift();
if (command === null || entry === undefined) {
  say(`Usage: node setup.mjs ${Object.keys(COMMANDS).join('|')} [arguments]; "run" takes a script first.`);
  process.exit(2);
}
try {
  setUp(command);
} catch (error) {
  say(`Set-up stopped: ${error.message}`);
  process.exit(1);
}
await runPinned([path.resolve(root, entry), ...rest], { cwd: name === 'run' ? process.cwd() : root });

function setUp({ peers, kiosk }) {
  const steps = [dependencies(), ...(peers.length > 0 ? [debianPeers(peers)] : []), ...(kiosk ? [kioskScreens()] : [])];
  if (steps.every((step) => step.done())) return;
  alone(() => {
    for (const step of steps) if (!step.done()) step.make();
  });
}

/** The locked packages, among them the pinned Node. Install scripts never run. */
function dependencies() {
  return {
    done: () => existsSync(pinnedNode()) && installedAsLocked(),
    make() {
      say('Setting up: fetching the locked packages (npm ci, about a minute, once) …');
      const { NODE_ENV: _, ...env } = process.env;
      if (!writable(homedir())) env.npm_config_cache = path.join(cache, 'npm');
      // Under npm its own file is run again with the same Node; by hand, the npm on PATH.
      const npm = env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, env.npm_execpath] : ['npm'];
      const options = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
      quietly([...npm, 'ci', ...options], 'npm ci', env);
      if (!existsSync(pinnedNode())) {
        throw new Error(`no pinned Node is made for this machine (${process.platform} ${process.arch}); Linux on x64 or arm64 is needed.`);
      }
    },
  };
}

/** npm writes down what it installed as the last thing it does; that record is this step's stamp. */
function installedAsLocked() {
  const read = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  const record = 'node_modules/.package-lock.json';
  if (!existsSync(path.join(root, record))) return false;
  const installed = read(record);
  return Object.entries(read('package-lock.json')).every(([where, { version, optional }]) => {
    if (where === '') return true;
    // An optional package that is not there was made for another kind of machine.
    return installed[where] === undefined ? optional === true : installed[where].version === version;
  });
}

/** The other programs of the laboratory, unpacked into the cache, never installed. */
function debianPeers(names) {
  const folder = path.join(cache, 'peers');
  return {
    done: () => missingPeers(folder, names).length === 0,
    make() {
      const away = unpackPeers(folder, missingPeers(folder, names), say);
      if (away.length === 0) return;
      if (process.env.CI === 'true') throw new Error(`${away.join(', ')} missing; under CI=true every real part must be there.`);
      if (away.includes('dovecot')) say('Without Dovecot a Maildir folder stands in for IMAP.');
    },
  };
}

/** The kiosk's screens in dist/kiosk. Tests go on without them: those that need them fail and say so. */
function kioskScreens() {
  const build = path.join(root, 'kiosk-ui', 'build.ts');
  return {
    done: () => existsSync(pinnedNode()) && spawnSync(pinnedNode(), [build, '--check']).status === 0,
    make() {
      say('Setting up: building the kiosk screens …');
      try {
        quietly([pinnedNode(), build], 'the build of the kiosk', process.env);
      } catch (error) {
        if (name !== 'test') throw error;
        say(error.message);
      }
    },
  };
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Runs a program and shows what it said only when it failed. */
function quietly([program, ...args], what, env) {
  const run = spawnSync(program, args, { cwd: root, env, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.status === 0) return;
  say(`${run.stdout ?? ''}${run.stderr ?? ''}`.trimEnd());
  throw new Error(`${what} failed (${run.error?.message ?? run.signal ?? `exit code ${run.status}`}).`);
}

function writable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** One set-up at a time in this tree; the lock of a process that died is taken over. */
function alone(work) {
  const lock = path.join(cache, 'setup.lock');
  mkdirSync(cache, { recursive: true });
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(lock, holder(process.pid) ?? String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw new Error(`${cache} cannot be written (${error.code}).`);
    }
    if (holderIsGone(lock)) rmSync(lock, { force: true });
    else {
      if (!waited) say('Another set-up is at work in this folder; waiting for it …');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** A process and when it started: ids are used again, after a restart the same ones soon. Null where there is no such process. */
function holder(pid) {
  try {
    // proc(5): the start is field 22; the name, field 2, stands in brackets and may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return null;
  }
}

function holderIsGone(lock) {
  try {
    const text = readFileSync(lock, 'utf8');
    // An empty file is a lock being written at this moment.
    return text !== '' && text !== holder(text.split(' ')[0]);
  } catch (error) {
    return error.code === 'ENOENT';
  }
}
