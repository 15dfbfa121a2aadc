import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requirePeer } from './peers/peers.ts';

/** A picture of one bit a dot, 1 = black, rows padded to whole bytes, in inches as lprint names its media. */
export interface LprintPage {
  widthDots: number;
  heightDots: number;
  bits: Uint8Array;
  resolutionDpi: number;
  media: string;
}

/**
 * What lprint, a label printer application of others, makes of a picture in its own way with the language of `driver` (`zpl_4inch-203dpi-dt`).
 *
 * Its server would listen on all addresses: it lives in a network without any and dies with its namespace of processes.
 */
export async function lprintJob(driver: string, page: LprintPage): Promise<Buffer> {
  const { path, args, env } = requirePeer('lprint');
  const folder = await mkdtemp(join(tmpdir(), 'lprint-'));
  const [picture, printed] = [join(folder, 'page.pwg'), join(folder, 'printed')];
  await writeFile(picture, pwgRaster(page));
  await writeFile(printed, '');
  const lprint = [path, ...args].map((part) => `'${part}'`).join(' ');
  const script = `set -e
${lprint} add -d label -v 'file://${printed}' -m '${driver}'
${lprint} submit -d label -o media='${page.media}' -o document-format=image/pwg-raster '${picture}'
until ${lprint} jobs -d label | grep -q completed; do sleep 0.02; done`;
  try {
    const child = spawn('unshare', ['--map-root-user', '--net', '--pid', '--fork', '--kill-child', 'sh', '-c', script], {
      env: { ...process.env, ...env, HOME: folder, TMPDIR: folder, SNAP_COMMON: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 30_000,
      killSignal: 'SIGKILL',
    });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`lprint ended with ${code}: ${said}`);
    return await readFile(printed);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** PWG 5102.4, 4.3 (page header) and 4.4 (compressed rows): one page of 8-bit gray. */
function pwgRaster({ widthDots, heightDots, bits, resolutionDpi }: LprintPage): Buffer {
  const head = Buffer.alloc(1_796);
  head.write('PwgRaster', 0);
  const points = (dots: number) => Math.round((dots * 72) / resolutionDpi);
  const fields: [offset: number, value: number][] = [
    ...([
      [276, resolutionDpi],
      [280, resolutionDpi],
      [340, 1],
      [352, points(widthDots)],
      [356, points(heightDots)],
    ] as [number, number][]),
    ...([
      [372, widthDots],
      [376, heightDots],
      [384, 8],
      [388, 8],
      [392, widthDots],
      [400, 18],
      [420, 1],
    ] as [number, number][]),
    ...([
      [452, 1],
      [456, 1],
      [460, 1],
      [484, 4],
    ] as [number, number][]),
  ];
  for (const [offset, value] of fields) head.writeUInt32BE(value, offset);
  const rowBytes = Math.ceil(widthDots / 8);
  const rows = Array.from({ length: heightDots }, (_, y) => {
    const gray = Buffer.from(
      Array.from({ length: widthDots }, (__, x) => ((bits[y * rowBytes + (x >> 3)]! >> (7 - (x & 7))) & 1 ? 0 : 255)),
    );
    // No row is said to come again; literal runs of at most 128 pixels.
    const runs: Buffer[] = [Buffer.from([0])];
    for (let at = 0; at < gray.length; at += 128) {
      const run = gray.subarray(at, at + 128);
      runs.push(Buffer.from([run.length === 1 ? 0 : 257 - run.length]), run);
    }
    return Buffer.concat(runs);
  });
  return Buffer.concat([Buffer.from('RaS2'), head, ...rows]);
}
