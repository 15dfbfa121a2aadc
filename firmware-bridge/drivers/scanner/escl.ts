import { Type } from 'typebox';
import { isFailure, MailroomError } from '../../../src/base/errors.ts';
import type { Condition } from '../../../src/base/words.ts';
import { MAX_PAGE_BYTES } from '../../protocol/limits.ts';
import type { ScanOrder } from '../../protocol/messages.ts';
import { defineDriver, type Link, type Report, type ScannedSide } from '../../supervisor/driver.ts';
import { pause } from '../../supervisor/pause.ts';
import { placeOf } from '../../supervisor/scan-run.ts';
import { type HttpAnswer, type HttpOrder, http } from '../../transports/http.ts';
import { find, MAX_XML_BYTES, parseXml, type Xml } from '../../transports/xml.ts';
import { type Capabilities, feederFault, jobFault, parseCapabilities, parseReport, pathOf, scanSettings } from './escl/documents.ts';

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
  options: Type.Object(
    {
      /** Scan window; the page's own edge is found later. Default A4. */
      widthMm: Type.Optional(Type.Number({ minimum: 20, maximum: 1_000 })),
      heightMm: Type.Optional(Type.Number({ minimum: 20, maximum: 5_000 })),
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
    const device = new EsclDevice(link);
    const capabilities = await device.capabilities();
    return {
      status: () => device.report(),
      scan: (order, signal, leave) => scan(device, capabilities, order, signal, leave),
      abandon: (handle) => device.endJob(handle),
      close: async () => undefined,
    };
  },
});

const JOB_ATTEMPTS = 10;
const PAGE_ATTEMPTS = 60;
const END_JOB_MS = 1_500;

/** The HTTP side: four requests, each bounded in size and silence. */
class EsclDevice {
  readonly link: Link;
  readonly busyPauseMs: number;
  readonly #base: URL;
  readonly #silenceMs: number;
  readonly #pageSilenceMs: number;

  constructor(link: Link) {
    const number = (name: string, fallback: number) => (link.options[name] as number | undefined) ?? fallback;
    this.link = link;
    this.#base = new URL(link.address.endsWith('/') ? link.address : `${link.address}/`);
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

  async #ask(order: Omit<HttpOrder, 'maxBytes' | 'silenceMs'> & Partial<HttpOrder>): Promise<HttpAnswer> {
    try {
      return await http(this.link.clock, { maxBytes: MAX_XML_BYTES, silenceMs: this.#silenceMs, ...order });
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

  startJob(settings: string, signal: AbortSignal): Promise<HttpAnswer> {
    return this.#ask({ method: 'POST', url: new URL('ScanJobs', this.#base), body: settings, signal });
  }

  nextDocument(job: string, signal: AbortSignal): Promise<HttpAnswer> {
    const url = new URL(`${job}/NextDocument`, this.#base);
    return this.#ask({ method: 'GET', url, maxBytes: MAX_PAGE_BYTES, silenceMs: this.#pageSilenceMs, signal });
  }

  /** Best effort: a job that is gone already, or a device that is, needs no ending. */
  async endJob(job: string): Promise<void> {
    try {
      await this.#ask({ method: 'DELETE', url: new URL(job, this.#base), silenceMs: END_JOB_MS });
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
  const refused = order.source === 'flatbed' ? null : feederFault(await device.status(signal));
  if (refused) return refused;
  const job = await beginJob(device, settings, signal);
  if (typeof job !== 'string') return job.condition;
  try {
    await leave(job);
    for (let index = 0, attempts = 0; ; ) {
      const answer = await device.nextDocument(job, signal);
      if (answer.status === 200) {
        const damage = damageOf(answer);
        const { sheet } = placeOf(order, index);
        if (damage) throw new MailroomError('PAGE_DAMAGED', { deviceId: device.deviceId, sheet, what: damage });
        yield { format: 'jpeg', bytes: answer.body, resolutionDpi: jfifDpi(answer.body) ?? resolutionDpi };
        index++;
        attempts = 0;
        if (order.source === 'flatbed') return null;
        continue;
      }
      // The status document alone decides why no page came: devices answer 404, 409, 410 and 503 for the same jam.
      const status = await device.status(signal);
      const condition = feederFault(status) ?? jobFault(status, job);
      if (condition) return condition === 'feeder-empty' && index > 0 ? null : condition;
      if (answer.status === 404 || answer.status === 410) return index === 0 && order.source !== 'flatbed' ? 'feeder-empty' : null;
      if (answer.status !== 503) throw refusal(device.deviceId, answer);
      if (++attempts >= PAGE_ATTEMPTS) return 'timed-out';
      await pause(device.link.clock, device.busyPauseMs, signal);
    }
  } finally {
    await device.endJob(job);
  }
}

/** Path of the new job, or the condition that kept the device from taking it. */
async function beginJob(device: EsclDevice, settings: string, signal: AbortSignal): Promise<string | { condition: Condition | null }> {
  for (let attempt = 1; ; attempt++) {
    const answer = await device.startJob(settings, signal);
    if (answer.status === 201) {
      const location = answer.headers.location;
      if (!location) throw new MailroomError('DEVICE_SPEECH', { deviceId: device.deviceId, what: 'a job without a Location' });
      // Only the path counts: devices name themselves by hosts we cannot reach, and none may send us to another host.
      return (
        pathOf(location) ?? Promise.reject(new MailroomError('DEVICE_SPEECH', { deviceId: device.deviceId, what: 'a strange Location' }))
      );
    }
    const condition = feederFault(await device.status(signal));
    if (condition) return { condition };
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
  const colourMode = order.mode === 'gray' ? 'Grayscale8' : 'RGB24';
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
    }),
  };
}

// --- pages -----------------------------------------------------------------------------------------------------------------------

/** Scanners pad: this much filler after the end of the image is accepted, and kept. */
const MAX_PADDING_BYTES = 1_024;

/** Why these bytes are not one whole JPEG, or null. Only the frame is looked at: decoding foreign bytes is the workshop's. */
export function damageOf({ body, complete }: Pick<HttpAnswer, 'body' | 'complete'>): string | null {
  if (!complete) return `the connection ended after ${body.length} bytes`;
  if (body.length < 4 || body.readUInt16BE(0) !== 0xffd8) return 'it is no JPEG';
  const tail = body.subarray(-MAX_PADDING_BYTES - 2);
  const end = tail.lastIndexOf(Buffer.from([0xff, 0xd9]));
  const padded = end >= 0 && tail.subarray(end + 2).every((byte) => byte === 0x00 || byte === 0xff || byte === 0x0a || byte === 0x0d);
  return padded ? null : `it breaks off after ${body.length} bytes`;
}

/**
 * The resolution a JPEG states of itself (JFIF 1.02, APP0: units 1 = per inch, 2 = per cm), where that is believable. A device that does not
 * give what it was asked for says so only here; 72 and 96 are what software writes that does not know.
 */
export function jfifDpi(jpeg: Buffer): number | null {
  if (jpeg.length < 18 || jpeg.toString('latin1', 6, 11) !== 'JFIF\0' || jpeg.readUInt16BE(2) !== 0xffe0) return null;
  const unit = jpeg.readUInt8(13);
  const x = jpeg.readUInt16BE(14);
  if (unit !== 1 && unit !== 2) return null;
  const dpi = Math.round(unit === 1 ? x : x * 2.54);
  return x === jpeg.readUInt16BE(16) && dpi >= 100 && dpi <= 2_400 ? dpi : null;
}
