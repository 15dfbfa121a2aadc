import { Type } from 'typebox';
import { isFailure, MailroomError } from '../../../src/base/errors.ts';
import { qualityOf } from '../../../src/base/scan-profile.ts';
import type { Condition } from '../../../src/base/words.ts';
import { find, MAX_XML_BYTES, parseXml, type Xml } from '../../../src/base/xml.ts';
import { MAX_PAGE_BYTES } from '../../protocol/limits.ts';
import type { ScanOrder } from '../../protocol/messages.ts';
import { defineDriver, type Link, type Report, type ScannedSide } from '../../supervisor/driver.ts';
import { pause } from '../../supervisor/pause.ts';
import { placeOf } from '../../supervisor/side-place.ts';
import { type HttpAnswer, type HttpOrder, http } from '../../transports/http.ts';
import { askingOf, everywhere } from '../../transports/mdns.ts';
import { traceOf } from '../../transports/trace.ts';
import { whereIs } from './escl/discovery.ts';
import {
  type Capabilities,
  faultOf,
  parseCapabilities,
  parseReport,
  pathOf,
  scanSettings,
  TRANSIENT,
  whyNoPage,
} from './escl/documents.ts';
import { damageOf, formatOf, jfifDpi } from './escl/page-frame.ts';

/**
 * eSCL (Mopria "AirScan", also HP LEDM-derived) spoken directly: the device's own JPEG is kept untouched, its feeder state tells precisely
 * what happened, and a running page can be cancelled, none of which libsane gives. State names are those of sane-airscan's `airscan-escl.c`.
 */
export default defineDriver({
  kind: 'scanner',
  name: 'escl',
  transport: ['http'],
  match: [],
  isolation: 'shared',
  limits: { pageBytes: MAX_PAGE_BYTES },
  // eSCL has no word for a button: what one does is the device's own affair (scan to a folder).
  starters: ['paper'],
  options: Type.Object(
    {
      /** Scan window; the page's own edge is found later. Default A4. */
      widthMm: Type.Optional(Type.Number({ minimum: 20, maximum: 1_000 })),
      heightMm: Type.Optional(Type.Number({ minimum: 20, maximum: 5_000 })),
      /** For `mdns:UUID`: who is asked instead of the whole network, where multicast does not get through. */
      mdnsServer: Type.Optional(Type.String({ pattern: '^[0-9.]{7,15}:[0-9]{1,5}$' })),
      /** Longest silence while a page is being fed. */
      pageSilenceMs: Type.Optional(Type.Integer({ minimum: 100 })),
      /** Longest silence of any other answer. */
      silenceMs: Type.Optional(Type.Integer({ minimum: 100 })),
      /** Pause between two attempts when the device says it is busy (10 attempts at a job, 60 at a page). */
      busyPauseMs: Type.Optional(Type.Integer({ minimum: 1 })),
    },
    { additionalProperties: false },
  ),
  async open(link) {
    const device = new EsclDevice(link, await serviceOf(link));
    const capabilities = await device.capabilities();
    return {
      status: () => device.report(),
      scan: (order, signal, leave) => scan(device, capabilities, order, signal, leave),
      abandon: async (handle) => {
        const job = pathOf(handle);
        if (job) await device.endJob(job);
      },
      close: async () => undefined,
    };
  },
});

const JOB_ATTEMPTS = 10;
const PAGE_ATTEMPTS = 60;
const END_JOB_MS = 1_500;
/** What a whole answer may take: a device that dribbles is not silent, and must not hold whoever waits for ever. */
const XML_DEADLINE_MS = 15_000;
const PAGE_DEADLINE_MS = 180_000;

/**
 * Root of the service. `mdns:UUID` is looked for at each opening, so that a scanner whose address changed is found again.
 * @throws DEVICE_ABSENT nobody of that name answers
 */
async function serviceOf({ deviceId, address, options, clock }: Link): Promise<string> {
  if (!address.startsWith('mdns:')) return address;
  const server = options.mdnsServer as string | undefined;
  const url = await whereIs(address.slice('mdns:'.length), clock, server === undefined ? everywhere() : [askingOf(server)]);
  if (url === null) throw new MailroomError('DEVICE_ABSENT', { deviceId });
  return url;
}

/** The HTTP side: four requests, each bounded in size, silence and time. */
class EsclDevice {
  readonly link: Link;
  readonly busyPauseMs: number;
  readonly #base: URL;
  readonly #silenceMs: number;
  readonly #pageSilenceMs: number;

  constructor(link: Link, address: string) {
    const number = (name: string, fallback: number) => (link.options[name] as number | undefined) ?? fallback;
    this.link = link;
    this.#base = new URL(address.endsWith('/') ? address : `${address}/`);
    this.#silenceMs = number('silenceMs', 5_000);
    this.#pageSilenceMs = number('pageSilenceMs', 60_000);
    this.busyPauseMs = number('busyPauseMs', 1_000);
  }

  get deviceId(): string {
    return this.link.deviceId;
  }
  windowMm(): { widthMm: number; heightMm: number } {
    const { widthMm, heightMm } = this.link.options;
    return { widthMm: (widthMm as number) ?? 210, heightMm: (heightMm as number) ?? 297 };
  }

  async #ask(order: Pick<HttpOrder, 'method' | 'url'> & Partial<HttpOrder>): Promise<HttpAnswer> {
    const deadlineMs = Math.max(XML_DEADLINE_MS, this.#silenceMs);
    const bounds = { maxBytes: MAX_XML_BYTES, silenceMs: this.#silenceMs, deadlineMs };
    const trace = traceOf(this.deviceId, this.link.address);
    try {
      trace?.host(`${order.method} ${order.url.pathname}${order.body === undefined ? '' : `\n${order.body}`}`);
      const answer = await http(this.link.clock, { ...bounds, ...order });
      // Of a page only that it came: it is somebody's mail.
      const isDocument = answer.status === 200 && order.maxBytes === undefined;
      trace?.device(isDocument ? answer.body : `${answer.status} ${answer.headers.location ?? `${answer.body.length} bytes`}`);
      return answer;
    } catch (cause) {
      if (order.signal?.aborted) throw new MailroomError('TASK_CANCELLED', { task: 'the scan' }, { cause });
      throw new MailroomError('DEVICE_ABSENT', { deviceId: this.deviceId }, { cause });
    }
  }

  async #document(name: string, signal?: AbortSignal): Promise<Xml> {
    const answer = await this.#ask({ method: 'GET', url: new URL(name, this.#base), ...(signal ? { signal } : {}) });
    if (answer.status !== 200) throw refusal(this.deviceId, answer);
    const root = answer.complete ? find(parseXml(answer.body) ?? '', name) : undefined;
    if (root === undefined) throw new MailroomError('DEVICE_SPEECH', { deviceId: this.deviceId, what: `no ${name} document` });
    return root;
  }

  async capabilities(): Promise<Capabilities> {
    return parseCapabilities(await this.#document('ScannerCapabilities'));
  }

  status(signal?: AbortSignal): Promise<Xml> {
    return this.#document('ScannerStatus', signal);
  }

  async report(): Promise<Report> {
    return parseReport(await this.status());
  }

  /** Cannot be cancelled: a job whose Location nobody heard cannot be ended either. */
  startJob(settings: string): Promise<HttpAnswer> {
    return this.#ask({ method: 'POST', url: new URL('ScanJobs', this.#base), body: settings });
  }

  nextDocument(job: string, signal: AbortSignal): Promise<HttpAnswer> {
    const url = new URL(`${job}/NextDocument`, this.#base);
    const deadlineMs = Math.max(PAGE_DEADLINE_MS, this.#pageSilenceMs);
    return this.#ask({ method: 'GET', url, signal, maxBytes: MAX_PAGE_BYTES, silenceMs: this.#pageSilenceMs, deadlineMs });
  }

  /** Best effort: a job that is gone already, or a device that is, needs no ending. */
  async endJob(job: string): Promise<void> {
    try {
      await this.#ask({ method: 'DELETE', url: new URL(job, this.#base), silenceMs: END_JOB_MS, deadlineMs: END_JOB_MS });
    } catch (error) {
      if (!isFailure(error, 'DEVICE_ABSENT')) throw error;
    }
  }
}

async function* scan(
  device: EsclDevice,
  capabilities: Capabilities,
  order: ScanOrder,
  signal: AbortSignal,
  leave: (handle: string) => Promise<void>,
): AsyncGenerator<ScannedSide, Condition | null> {
  const { settings, resolutionDpi } = planScan(device, capabilities, order);
  const refused = order.source === 'flatbed' ? null : faultOf(await device.status(signal), order.source);
  if (refused) return refused;
  const job = await beginJob(device, order, settings, signal);
  if (typeof job !== 'string') return job.condition;
  try {
    await leave(job);
    for (let index = 0, attempts = 0; ; ) {
      const answer = await nextPage(device, job, placeOf(order, index).sheet, signal).catch((error: unknown) =>
        refine(device, order, signal, error),
      );
      if (typeof answer === 'string') return answer;
      if (answer.status === 200) {
        yield { format: formatOf(answer.body), bytes: answer.body, resolutionDpi: jfifDpi(answer.body) ?? resolutionDpi };
        index++;
        attempts = 0;
        if (order.source === 'flatbed') return null;
        continue;
      }
      const why = whyNoPage(answer.status, await device.status(signal), job, order.source, index);
      if (why === 'refused') throw refusal(device.deviceId, answer);
      if (why === 'ran-empty') return null;
      if (why !== 'again') return why;
      if (++attempts >= PAGE_ATTEMPTS) return 'timed-out';
      await pause(device.link.clock, device.busyPauseMs, signal);
    }
  } finally {
    await device.endJob(job);
  }
}

/** The answer to a request for the next page: a whole page if its status is 200. @throws PAGE_DAMAGED, DEVICE_ABSENT, TASK_CANCELLED */
async function nextPage(device: EsclDevice, job: string, sheet: number, signal: AbortSignal): Promise<HttpAnswer> {
  const answer = await device.nextDocument(job, signal);
  const damage = answer.status === 200 ? damageOf(answer) : null;
  if (damage) throw new MailroomError('PAGE_DAMAGED', { deviceId: device.deviceId, sheet, what: damage });
  return answer;
}

/** A jam or an open cover may cut the page off in the middle: what the device says of itself then says more than the broken page. */
async function refine(device: EsclDevice, order: ScanOrder, signal: AbortSignal, error: unknown): Promise<Condition> {
  if (signal.aborted || !isFailure(error)) throw error;
  const fault = await device.status(signal).then(
    (status) => faultOf(status, order.source),
    (silent) => (isFailure(silent) ? null : Promise.reject(silent)),
  );
  if (fault === null || TRANSIENT.has(fault)) throw error;
  return fault;
}

/** Path of the new job, or the condition that kept the device from taking it. */
async function beginJob(
  device: EsclDevice,
  order: ScanOrder,
  settings: string,
  signal: AbortSignal,
): Promise<string | { condition: Condition | null }> {
  for (let attempt = 1; ; attempt++) {
    const answer = await device.startJob(settings);
    if (answer.status === 201) {
      const { location } = answer.headers;
      const path = pathOf(location ?? '');
      if (path) return path;
      const what = location ? 'a strange Location' : 'a job without a Location';
      throw new MailroomError('DEVICE_SPEECH', { deviceId: device.deviceId, what });
    }
    const condition = faultOf(await device.status(signal), order.source);
    const warmingUp = answer.status === 503 && condition === 'busy';
    if (condition && !warmingUp) return { condition };
    if (answer.status !== 503) throw refusal(device.deviceId, answer);
    if (attempt >= JOB_ATTEMPTS) return { condition: 'busy' };
    await pause(device.link.clock, device.busyPauseMs, signal);
    if (signal.aborted) return { condition: null };
  }
}

const refusal = (deviceId: string, { status, body }: HttpAnswer) =>
  new MailroomError('DEVICE_REFUSED', {
    deviceId,
    status,
    detail: body
      .toString('latin1')
      .replace(/[^ -~]+/g, ' ')
      .slice(0, 120)
      .trim(),
  });

// --- the job -----------------------------------------------------------------------------------------------------------------------

/** What is asked of the device: the resolution nearest to the wish, the window within what the source takes. */
function planScan(device: EsclDevice, capabilities: Capabilities, order: ScanOrder): { settings: string; resolutionDpi: number } {
  const caps = capabilities[order.source];
  const { mode, lossless } = qualityOf(order.profile, order.resolutionDpi);
  const colourMode = mode === 'gray' ? 'Grayscale8' : 'RGB24';
  const lacks = !caps ? order.source : caps.colourModes.length > 0 && !caps.colourModes.includes(colourMode) ? colourMode : null;
  if (!caps || lacks) throw new MailroomError('DEVICE_REFUSED', { deviceId: device.deviceId, status: 409, detail: `it has no ${lacks}` });
  const wish = order.resolutionDpi;
  const nearest = [...caps.resolutionsDpi].sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish) || b - a)[0] ?? wish;
  const { widthMm, heightMm } = device.windowMm();
  const unit = (mm: number, max: number) => Math.min(Math.round((mm / 25.4) * 300), max);
  return {
    resolutionDpi: nearest,
    settings: scanSettings({
      source: order.source,
      colourMode,
      resolutionDpi: nearest,
      width: unit(widthMm, caps.maxWidth),
      height: unit(heightMm, caps.maxHeight),
      // The device's own compression is only touched where the master is to be as good as it gets.
      format: lossless && caps.formats.includes('image/png') ? 'image/png' : 'image/jpeg',
      compression: lossless ? capabilities.leastCompression : undefined,
      keepBlanks: capabilities.dropsBlanks,
    }),
  };
}
