import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LineDevice, openLineDevice } from './line-device.ts';
import { openScale, type VirtualScale } from './scale.ts';
import { readBody } from './scanner-control.ts';

/** What lies on the counter of the laboratory mailroom: a hand scanner and a scale (MT-SICS), each at the end of a line by network. */
export interface Counter {
  scannerPort: number;
  scalePort: number;
  /** For a shell: `POST /scan {"code":"LX123456785FR"}`, `POST /load {"grams":250}`, `POST /state {"state":"moving"}`. */
  url: string;
  close(): Promise<void>;
}

const STATES = ['still', 'moving', 'over', 'under', 'broken'] as const;

export async function openCounter(): Promise<Counter> {
  const scanner = await openLineDevice(() => undefined);
  const scale = await openScale('mt-sics');
  const server = createServer((request, response) => void serve(scanner, scale, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    scannerPort: scanner.port,
    scalePort: scale.port,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await scanner.close();
      await scale.close();
    },
  };
}

async function serve(scanner: LineDevice, scale: VirtualScale, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const say = (status: number, value: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(value)}\n`);
  // A browser page of another origin cannot send this content type unasked.
  if (request.method !== 'POST' || !/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    return say(415, { error: 'POST /scan, /load or /state with content-type: application/json' });
  try {
    const { code, grams, state } = JSON.parse(await readBody(request, 65_536)) as Record<string, unknown>;
    if (request.url === '/scan' && typeof code === 'string' && code !== '') scanner.say(Buffer.from(`${code}\r\n`));
    else if (request.url === '/load' && Number.isSafeInteger(grams)) scale.load(grams as number);
    else if (request.url === '/state' && STATES.some((one) => one === state)) scale.state(state as (typeof STATES)[number]);
    else return say(400, { error: `{"code":"…"} for /scan, {"grams":n} for /load, {"state":"${STATES.join('" | "')}"} for /state` });
    say(200, { ok: true });
  } catch (error) {
    say(400, { error: (error as Error).message });
  }
}
