import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ScannerControl, SheetSource } from './escl-scanner.ts';

type Wish = Record<string, unknown>;

const VERBS: Record<string, (control: ScannerControl, wish: Wish) => unknown> = {
  load: (control, { sheets }) => control.load(list(sheets).map(sheetSource)),
  putBack: (control, { sheets }) => control.putBack(sheets === undefined ? undefined : list(sheets).map(count)),
  jamAfter: (control, { n }) => control.jamAfter(count(n)),
  doubleFeedAt: (control, { n }) => control.doubleFeedAt(count(n)),
  coverOpen: (control, { open }) => control.coverOpen(open === true),
  busy: (control, { times, asking }) => control.busy(count(times), asking === 'page' ? 'page' : 'job'),
  dropConnectionAt: (control, { n }) => control.dropConnectionAt(count(n)),
  truncateJpegAt: (control, { n }) => control.truncateJpegAt(count(n)),
  wrongContentLengthAt: (control, { n }) => control.wrongContentLengthAt(count(n)),
  slow: (control, { msPerPage }) => control.slow(count(msPerPage)),
  pressStop: (control) => control.pressStop(),
  unplug: (control) => control.unplug(),
  plugIn: (control) => control.plugIn(),
  clearFaults: (control) => control.clearFaults(),
  watchFeeder: (control, { folder }) => control.watchFeeder(text(folder)),
};

/**
 * The control interface for a shell: `POST /control/VERB` with a JSON object (`{"n":2}`, `{"open":true}`,
 * `{"sheets":[{"front":"/path/a.png"}]}`), `GET /control` for what lies where.
 */
export async function serveScannerControl(
  path: string,
  control: ScannerControl,
  status: () => string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const say = (code: number, value: unknown) =>
    void response.writeHead(code, { 'content-type': 'application/json' }).end(`${JSON.stringify(value ?? { ok: true })}\n`);
  if (request.method === 'GET') {
    const adfState = /<scan:AdfState>(\w+)/.exec(status())?.[1];
    return say(200, { adfState, loadedSheets: control.loadedSheets(), delivered: control.delivered() });
  }
  const verb = VERBS[path.slice('/control/'.length)];
  if (!verb) return say(404, { error: `there is ${Object.keys(VERBS).join(', ')}` });
  // A browser page of another origin cannot send this content type unasked, so it cannot make us read files.
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    return say(415, { error: 'send content-type: application/json' });
  try {
    const wish: unknown = JSON.parse((await readBody(request, 1024 * 1024)) || '{}');
    if (typeof wish !== 'object' || wish === null) throw new TypeError('send a JSON object');
    say(200, await verb(control, wish as Wish));
  } catch (error) {
    say(400, { error: (error as Error).message });
  }
}

/** A request's body as text. @throws Error when it is longer than `maxBytes`. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw new Error(`the request is longer than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function count(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new TypeError(`${JSON.stringify(value)} is no count`);
  return value as number;
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${JSON.stringify(value)} is no path`);
  return value;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new TypeError('"sheets" is a list');
  return value;
}

function sheetSource(value: unknown): SheetSource {
  const { front, back, name } = (value ?? {}) as Record<string, unknown>;
  return { front: text(front), ...(back !== undefined && { back: text(back) }), ...(name !== undefined && { name: text(name) }) };
}
