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
    /** It takes no jobs, but says so of itself. */
    accepting(on: boolean): void;
    /** Print-Job is answered with this status code; `taking` it, as with a device error, there is a job all the same. */
    refuse(status: number | null, taking?: boolean): void;
    /** Requests are answered with this status of HTTP, and no IPP. */
    httpStatus(status: number | null): void;
    /** A job that has ended is not known any more. */
    forgetful(on: boolean): void;
    /** Names come with their language, as of a printer set to another one than the request's. */
    foreign(on: boolean): void;
    /** The next job is taken, but the connection ends without an answer. */
    loseAnswer(): void;
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
  const WELL = {
    reasons: ['none'],
    stopped: false,
    accepting: true,
    hold: false,
    ends: null as number | null,
    refusal: null as number | null,
    taking: false,
    httpStatus: null as number | null,
    forgetful: false,
    foreign: false,
    losesAnswer: false,
  };
  const faults = { ...WELL };
  let babble: Buffer | null = null;
  let silent = false;
  let resetAfter: number | null = null;

  function begin(request: Request): Buffer {
    const format = request.text('document-format') ?? 'application/octet-stream';
    if (faults.refusal !== null && !faults.taking) return answer(request, faults.refusal);
    // client-error-document-format-not-supported
    if (!formats.includes(format)) return answer(request, 0x040a);
    const job: IppJob = { id: jobs.length + 1, name: request.text('job-name') ?? '', format, document: request.document, state: 3 };
    jobs.push(job);
    process(job);
    return answer(request, faults.refusal ?? 0, [[0x02, jobAttributes(job)]]);
  }

  function process(job: IppJob): void {
    if (faults.ends !== null) job.state = faults.ends;
    if (faults.hold || job.state !== 3) return;
    job.state = 5;
    const end = (state: number) => {
      if (job.state === 5) job.state = state;
    };
    print(job.document).then(
      () => end(9),
      () => end(8),
    );
  }

  const jobAttributes = (job: IppJob): Attribute[] => [
    [0x21, 'job-id', job.id],
    faults.foreign ? [0x36, 'job-name', withLanguage('fr', job.name)] : [0x42, 'job-name', job.name],
    [0x45, 'job-uri', `${address()}/${job.id}`],
    [0x23, 'job-state', job.state],
    [0x44, 'job-state-reasons', job.state === 9 ? 'job-completed-successfully' : 'none'],
  ];

  const printerAttributes = (): Attribute[] => [
    [0x23, 'printer-state', faults.stopped ? 5 : 3],
    [0x44, 'printer-state-reasons', ...faults.reasons],
    [0x22, 'printer-is-accepting-jobs', faults.accepting],
    [0x49, 'document-format-supported', ...formats],
    [0x33, 'copies-supported', '\x00\x00\x00\x01\x00\x00\x00\x63'],
    // A collection (RFC 8010 §3.1.6), which a client that does not know it must step over.
    [0x34, 'media-col-default', ''],
    [0x4a, '', 'media-type'],
    [0x44, '', 'labels'],
    [0x37, '', ''],
  ];

  function obey(request: Request): Buffer {
    const asked = jobs.find(({ id }) => id === request.integer('job-id'));
    const job = asked && faults.forgetful && asked.state >= 7 ? undefined : asked;
    // client-error-bad-request, server-error-version-not-supported
    if (!request.wellFormed) return answer(request, 0x0400);
    if (request.version !== 0x0101) return answer(request, 0x0503);
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
      if (faults.httpStatus !== null) return void outgoing.writeHead(faults.httpStatus).end();
      const before = jobs.length;
      const body = babble ?? obey(parse(Buffer.concat(pieces)));
      if (faults.losesAnswer && jobs.length > before) {
        faults.losesAnswer = false;
        return incoming.socket.resetAndDestroy();
      }
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

  const address = () => `ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`;
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
    accepting(on) {
      faults.accepting = on;
    },
    refuse(status, taking = false) {
      faults.refusal = status;
      faults.taking = taking;
    },
    httpStatus(status) {
      faults.httpStatus = status;
    },
    forgetful(on) {
      faults.forgetful = on;
    },
    foreign(on) {
      faults.foreign = on;
    },
    loseAnswer() {
      faults.losesAnswer = true;
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
      Object.assign(faults, WELL);
      [babble, silent, resetAfter] = [null, false, null];
      control.hold(false);
    },
  };

  return {
    address: address(),
    jobs,
    control,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Request {
  version: number;
  operation: number;
  wellFormed: boolean;
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
  const operation = bytes.readUInt16BE(2);
  // RFC 8011 §4.1.4 and §4.1.5: these come first, in this order; and no request has the id 0 (§4.1.2).
  const first = ['attributes-charset', 'attributes-natural-language', 'printer-uri', ...(ABOUT_A_JOB.has(operation) ? ['job-id'] : [])];
  const named = [...attributes.keys()].slice(0, first.length);
  return {
    version: bytes.readUInt16BE(0),
    operation,
    wellFormed: named.join() === first.join() && bytes.readUInt32BE(4) > 0,
    id: bytes.subarray(4, 8),
    document: bytes.subarray(at + 1),
    text: (name) => attributes.get(name)?.toString(),
    integer: (name) => attributes.get(name)?.readInt32BE(),
  };
}

const ABOUT_A_JOB: ReadonlySet<number> = new Set([0x0008, 0x0009]);

/** RFC 8010 §3.9: each with its length in front. */
const withLanguage = (language: string, text: string): string => [language, text].map((one) => sized(Buffer.from(one)).toString()).join('');

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
  return Buffer.concat([Buffer.from([1, 1]), code, request.id, ...all, Buffer.from([0x03])]);
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
