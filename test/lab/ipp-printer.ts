import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface IppJob {
  id: number;
  name: string;
  format: string;
  document: Buffer;
  /** RFC 8011 §5.3.7: 3 pending, 5 processing, 7 canceled, 8 aborted, 9 completed. */
  state: number;
}

export interface IppPrinter {
  /** `ipp://127.0.0.1:PORT/ipp/print`. */
  address: string;
  jobs: IppJob[];
  control: {
    /** Keywords as printers and queues tell them, suffix and all. */
    reasons(...keywords: string[]): void;
    /** Printer state 5. */
    stopped(on: boolean): void;
    /** Jobs are taken but not printed. */
    hold(on: boolean): void;
    /** Each job ends like this (7, 8) without having been printed. */
    endJobs(state: number | null): void;
    /** Print-Job is answered with this status code. */
    refuse(status: number | null): void;
    /** What is answered in place of IPP. */
    babble(bytes: Buffer | null): void;
    /** Answers nothing. */
    silent(on: boolean): void;
    /** The connection is reset as soon as this many bytes of a request have arrived. Happens once. */
    resetAfter(bytes: number): void;
    clear(): void;
  };
  close(): Promise<void>;
}

/**
 * An IPP printer or queue on 127.0.0.1, written from RFC 8010 (encoding) and RFC 8011 (model): Print-Job, Get-Printer-Attributes, Get-Job-Attributes,
 * Get-Jobs and Cancel-Job. A document goes to `print`, as a queue hands it to its printer; the job is completed when that is done.
 */
export async function openIppPrinter(options: { formats: string[]; print(document: Buffer): Promise<void> }): Promise<IppPrinter> {
  const { formats, print } = options;
  const jobs: IppJob[] = [];
  const sockets = new Set<Socket>();
  const faults = { reasons: ['none'], stopped: false, hold: false, ends: null as number | null, refusal: null as number | null };
  let babble: Buffer | null = null;
  let silent = false;
  let resetAfter: number | null = null;

  function begin(request: Request): Buffer {
    const format = request.text('document-format') ?? 'application/octet-stream';
    if (faults.refusal !== null) return answer(request, faults.refusal);
    // client-error-document-format-not-supported
    if (!formats.includes(format)) return answer(request, 0x040a);
    const job: IppJob = { id: jobs.length + 1, name: request.text('job-name') ?? '', format, document: request.document, state: 3 };
    jobs.push(job);
    process(job);
    return answer(request, 0, [[0x02, jobAttributes(job)]]);
  }

  function process(job: IppJob): void {
    if (faults.ends !== null) job.state = faults.ends;
    if (faults.hold || job.state !== 3) return;
    job.state = 5;
    void print(job.document).then(() => {
      if (job.state === 5) job.state = 9;
    });
  }

  const jobAttributes = (job: IppJob): Attribute[] => [
    [0x21, 'job-id', job.id],
    [0x42, 'job-name', job.name],
    [0x23, 'job-state', job.state],
    [0x44, 'job-state-reasons', job.state === 9 ? 'job-completed-successfully' : 'none'],
  ];

  const printerAttributes = (): Attribute[] => [
    [0x23, 'printer-state', faults.stopped ? 5 : 3],
    [0x44, 'printer-state-reasons', ...faults.reasons],
    [0x22, 'printer-is-accepting-jobs', true],
    [0x49, 'document-format-supported', ...formats],
    // A collection and a range, which a client that does not know them must step over.
    [0x34, 'media-col-default', ''],
    [0x33, 'copies-supported', '\x00\x00\x00\x01\x00\x00\x00\x63'],
  ];

  function obey(request: Request): Buffer {
    const job = jobs.find(({ id }) => id === request.integer('job-id'));
    if (request.operation === 0x0002) return begin(request);
    if (request.operation === 0x000b) return answer(request, 0, [[0x04, printerAttributes()]]);
    if (request.operation === 0x000a) {
      const open = jobs.filter(({ state }) => state < 7);
      return answer(
        request,
        0,
        open.map((one) => [0x02, jobAttributes(one)]),
      );
    }
    // client-error-not-found
    if (!job) return answer(request, 0x0406);
    if (request.operation === 0x0009) return answer(request, 0, [[0x02, jobAttributes(job)]]);
    // client-error-not-possible
    if (request.operation === 0x0008 && job.state >= 7) return answer(request, 0x0404);
    if (request.operation === 0x0008) job.state = 7;
    // server-error-operation-not-supported
    return answer(request, request.operation === 0x0008 ? 0 : 0x0501);
  }

  function listen(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => {
      pieces.push(piece);
      const length = pieces.reduce((sum, { length: one }) => sum + one, 0);
      if (resetAfter === null || length < resetAfter) return;
      resetAfter = null;
      incoming.socket.resetAndDestroy();
    });
    incoming.on('error', () => {});
    incoming.on('end', () => {
      if (silent || incoming.socket.destroyed) return;
      const body = babble ?? obey(parse(Buffer.concat(pieces)));
      outgoing.writeHead(200, { 'content-type': 'application/ipp', 'content-length': body.length }).end(body);
    });
  }

  const server = createServer(listen);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const control: IppPrinter['control'] = {
    reasons(...keywords) {
      faults.reasons = keywords;
    },
    stopped(on) {
      faults.stopped = on;
    },
    hold(on) {
      faults.hold = on;
      if (!on) for (const job of jobs) if (job.state === 3) process(job);
    },
    endJobs(state) {
      faults.ends = state;
    },
    refuse(status) {
      faults.refusal = status;
    },
    babble(bytes) {
      babble = bytes;
    },
    silent(on) {
      silent = on;
    },
    resetAfter(bytes) {
      resetAfter = bytes;
    },
    clear() {
      Object.assign(faults, { reasons: ['none'], stopped: false, ends: null, refusal: null });
      [babble, silent, resetAfter] = [null, false, null];
      control.hold(false);
    },
  };

  return {
    address: `ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`,
    jobs,
    control,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Request {
  operation: number;
  id: Buffer;
  document: Buffer;
  text(name: string): string | undefined;
  integer(name: string): number | undefined;
}

/** RFC 8010 §3.1: version, operation, request id, groups of attributes, end tag, data. */
function parse(bytes: Buffer): Request {
  const attributes = new Map<string, Buffer>();
  let at = 8;
  while (bytes[at] !== 0x03) {
    const tag = bytes[at++]!;
    if (tag < 0x10) continue;
    const nameLength = bytes.readUInt16BE(at);
    const name = bytes.subarray(at + 2, at + 2 + nameLength).toString();
    at += 2 + nameLength;
    const valueLength = bytes.readUInt16BE(at);
    // Further values of one attribute have no name; the first is enough here.
    if (name) attributes.set(name, bytes.subarray(at + 2, at + 2 + valueLength));
    at += 2 + valueLength;
  }
  // RFC 8011 §4.1.4: these two come first, in this order, or the request is refused.
  if ([...attributes.keys()].slice(0, 2).join() !== 'attributes-charset,attributes-natural-language') throw new Error('no IPP request');
  return {
    operation: bytes.readUInt16BE(2),
    id: bytes.subarray(4, 8),
    document: bytes.subarray(at + 1),
    text: (name) => attributes.get(name)?.toString(),
    integer: (name) => attributes.get(name)?.readInt32BE(),
  };
}

type Attribute = [tag: number, name: string, ...values: (string | number | boolean)[]];

function answer(request: Request, status: number, groups: [tag: number, attributes: Attribute[]][] = []): Buffer {
  const code = Buffer.alloc(2);
  code.writeUInt16BE(status);
  const operation: Attribute[] = [
    [0x47, 'attributes-charset', 'utf-8'],
    [0x48, 'attributes-natural-language', 'en'],
  ];
  const all = [[0x01, operation] as [number, Attribute[]], ...groups].flatMap(([tag, attributes]) => [
    Buffer.from([tag]),
    ...attributes.flatMap(encode),
  ]);
  return Buffer.concat([Buffer.from([2, 0]), code, request.id, ...all, Buffer.from([0x03])]);
}

function encode([tag, name, ...values]: Attribute): Buffer[] {
  return values.flatMap((value, at) => {
    const bytes =
      typeof value === 'number' ? Buffer.alloc(4) : typeof value === 'boolean' ? Buffer.from([Number(value)]) : Buffer.from(value);
    if (typeof value === 'number') bytes.writeInt32BE(value);
    return [Buffer.from([tag]), sized(Buffer.from(at === 0 ? name : '')), sized(bytes)];
  });
}

function sized(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
