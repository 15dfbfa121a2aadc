import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { requirePeer } from './peers/peers.ts';

/** CUPS' own IPP Everywhere printer, which knows nothing of ours. */
export interface IppevePrinter {
  address: string;
  /** Documents it has been given to print, in order; each is there before its job ends. */
  printed(): Promise<Buffer[]>;
  /**
   * What happens to the next jobs: their command says this to the printer (`STATE: +media-empty-error`, as filters and backends of CUPS do) and
   * ends with `exitCode`; other than 0 aborts the job.
   */
  next(said: string, exitCode?: number): Promise<void>;
  close(): Promise<void>;
}

/** Inside. The relay's socket is a file, and files are not in a network of their own. */
const PORT = 8631;
const PATIENCE_MS = 20_000;

/**
 * `ippeveprinter` listens on all addresses and does not start without a system bus: it lives in a network that has nothing but its own loopback, with
 * a bus of its own and nobody on it, and dies with its namespace of processes. A port of 127.0.0.1 leads to it.
 */
export async function openIppevePrinter(formats: readonly string[]): Promise<IppevePrinter> {
  const folder = await mkdtemp(join(tmpdir(), 'ippeve-'));
  const within = (name: string) => join(folder, name);
  const [socket, bus, said, exit, documents] = [within('relay'), within('bus'), within('said'), within('exit'), within('documents')];
  const command = join(folder, 'print');
  await mkdir(documents);
  await writeFile(`${bus}.conf`, busConfiguration(bus));
  // Copied under another name first: what has the right one is whole.
  await writeFile(
    command,
    `#!/bin/sh\nat=$(ls ${documents} | wc -l)\ncp "$1" ${folder}/half\nmv ${folder}/half ${documents}/$at\ncat ${said} >&2\nexit $(cat ${exit})\n`,
    { mode: 0o755 },
  );
  const next = async (text: string, exitCode = 0) => {
    await writeFile(said, text && `${text}\n`);
    await writeFile(exit, String(exitCode));
  };
  await next('');
  const [ip, daemon, relay, printer] = [requirePeer('ip'), requirePeer('dbus-daemon'), requirePeer('socat'), requirePeer('ippeveprinter')];
  const script = `set -e
${ip.path} link set lo up
${daemon.path} --config-file=${bus}.conf --nofork &
until [ -S ${bus} ]; do sleep 0.02; done
${relay.path} UNIX-LISTEN:${socket},fork TCP:127.0.0.1:${PORT} &
DBUS_SYSTEM_BUS_ADDRESS=unix:path=${bus} exec ${printer.path} -p ${PORT} -n localhost -r off -d ${folder} -c ${command} -f ${formats.join()} Labels`;
  const child = spawn('unshare', ['--map-root-user', '--net', '--pid', '--fork', '--kill-child', 'sh', '-c', script], {
    env: { ...process.env, ...ip.env, ...daemon.env, ...relay.env, ...printer.env, HOME: folder, TMPDIR: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (bytes: Buffer) => {
    complaint = (complaint + bytes.toString()).slice(-2_000);
  });
  const exited = once(child, 'exit');
  const server = createServer((outside) => {
    const inside = connect(socket);
    for (const [from, to] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  const close = async () => {
    child.kill('SIGKILL');
    await exited;
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = (server.address() as AddressInfo).port;
  for (const untilMs = performance.now() + PATIENCE_MS; !(await answers(socket)); await pause(20)) {
    if (child.exitCode === null && performance.now() < untilMs) continue;
    await close();
    throw new Error(`ippeveprinter does not answer: ${complaint}`);
  }
  return {
    address: `ipp://127.0.0.1:${port}/ipp/print`,
    async printed() {
      const names = (await readdir(documents)).sort((a, b) => Number(a) - Number(b));
      return Promise.all(names.map((name) => readFile(join(documents, name))));
    },
    next,
    close,
  };
}

/** Whether somebody behind the relay speaks: the relay takes connections before there is a printer. */
async function answers(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  const socket = connect(path, () => socket.write('OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n'));
  const heard = await new Promise<boolean>((resolve) => {
    socket.once('data', () => resolve(true));
    socket.once('close', () => resolve(false));
    socket.on('error', () => resolve(false));
  });
  socket.destroy();
  return heard;
}

const busConfiguration = (path: string): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${path}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
