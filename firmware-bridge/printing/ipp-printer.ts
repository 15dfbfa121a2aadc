import { hostname } from 'node:os';
import { isFailure, MailroomError } from '../../src/base/errors.ts';
import { CONDITIONS, type Condition } from '../../src/base/words.ts';
import { inTheWay } from '../supervisor/device-state.ts';
import type { DeviceOptions, LabelOutcome, LabelPrinterSession, Link, Report } from '../supervisor/driver.ts';
import { pause } from '../supervisor/pause.ts';
import { GROUP, type IppResponse } from '../transports/ipp/message.ts';
import { type Ipp, neverSent, OPERATION, openIpp, succeeded, valuesOf } from '../transports/ipp.ts';
import type { LabelLanguage, PrinterOptions, Settings } from './language.ts';

/** RFC 8011 §5.3.7: from here on a job has ended. */
const JOB_ENDED = 7;
const JOB_COMPLETED = 9;
/** RFC 8011 §5.4.11. */
const PRINTER_STOPPED = 5;

const LOOK_AGAIN_MS = 250;
/** Labels of ours that wait in a queue are few; more is not looked through. */
const MAX_JOBS = 50;

/**
 * A printer or CUPS queue by IPP, for every language alike: the language gives the bits and the format's name, IPP itself says how the printer is and
 * what became of the job.
 * @throws DEVICE_ABSENT, DEVICE_REFUSED, DEVICE_SPEECH
 */
export async function speakIpp<Own extends DeviceOptions>(
  language: LabelLanguage<Own>,
  link: Link,
  settings: Settings<Own>,
): Promise<LabelPrinterSession> {
  const ipp = openIpp(link.address, link.deviceId, link.clock, settings.silenceMs);
  const { widthDots, lengthDots, resolutionDpi } = settings;
  const format = formatOf(await printerAttributes(ipp, link), language.mimeType);
  const printer = new IppPrinter(ipp, link, settings, format);
  return {
    widthDots,
    lengthDots,
    resolutionDpi,
    status: () => printer.report(),
    encode: (label) => language.encode(label, settings),
    print: (job) => printer.print(job),
    close: async () => undefined,
  };
}

async function printerAttributes(ipp: Ipp, { deviceId }: Link): Promise<IppResponse> {
  const wanted = ['printer-state', 'printer-state-reasons', 'printer-is-accepting-jobs', 'document-format-supported'];
  const response = await ipp.ask(OPERATION.getPrinterAttributes, [['requested-attributes', 'keyword', ...wanted]]);
  const denied = refusal(response.status) === 'access-denied';
  if (!succeeded(response))
    throw new MailroomError('DEVICE_REFUSED', {
      deviceId,
      status: denied ? 403 : response.status,
      detail: 'it tells nothing of itself by IPP',
    });
  // Whoever tells no state, which every printer must, is not well but no printer.
  if (typeof valuesOf(response, GROUP.printer, 'printer-state')[0] !== 'number')
    throw new MailroomError('DEVICE_SPEECH', { deviceId, what: 'an IPP printer without a state' });
  return response;
}

/** The language by its name where the printer knows it; a CUPS raw queue by CUPS' own; else what every printer must take. */
function formatOf(attributes: IppResponse, mimeType: string): string {
  const supported = valuesOf(attributes, GROUP.printer, 'document-format-supported');
  return [mimeType, 'application/vnd.cups-raw'].find((format) => supported.includes(format)) ?? 'application/octet-stream';
}

class IppPrinter {
  readonly #ipp: Ipp;
  readonly #link: Link;
  readonly #settings: PrinterOptions;
  readonly #format: string;
  readonly #jobName: string;
  /**
   * A job that nobody waits for any more may still be in the queue, left by an earlier process or given up: it must not come out beside the label
   * printed in its stead.
   */
  #mayHoldJob: boolean;

  constructor(ipp: Ipp, link: Link, settings: PrinterOptions, format: string) {
    this.#ipp = ipp;
    this.#link = link;
    this.#settings = settings;
    this.#format = format;
    this.#jobName = `vaguemestre ${hostname()} ${link.deviceId}`;
    this.#mayHoldJob = settings.status === 'queried';
  }

  /** How the printer is while it has no job of ours to do. @throws DEVICE_ABSENT, DEVICE_REFUSED, DEVICE_SPEECH */
  async report(): Promise<Report> {
    if (this.#mayHoldJob) this.#mayHoldJob = !(await this.#takeBackLeft());
    return { conditions: conditionsOf(await printerAttributes(this.#ipp, this.#link)) };
  }

  /** Whether the printer has said what is left, and each of it has been cancelled or has ended by itself. */
  async #takeBackLeft(): Promise<boolean> {
    const jobs = await this.#ipp.ask(OPERATION.getJobs, [
      ['limit', 'integer', MAX_JOBS],
      ['requested-attributes', 'keyword', 'job-id', 'job-name'],
      ['which-jobs', 'keyword', 'not-completed'],
      ['my-jobs', 'boolean', true],
    ]);
    for (const { tag, attributes } of jobs.groups.slice(0, MAX_JOBS)) {
      const [id] = attributes.get('job-id') ?? [];
      if (tag === GROUP.job && typeof id === 'number' && attributes.get('job-name')?.[0] === this.#jobName) await this.#cancel(id);
    }
    return succeeded(jobs);
  }

  async #cancel(jobId: number): Promise<void> {
    await this.#ipp.ask(OPERATION.cancelJob, [['job-id', 'integer', jobId]]);
  }

  async print(document: Uint8Array): Promise<LabelOutcome> {
    const unknown: LabelOutcome = { outcome: 'unknown', sentBytes: document.length, totalBytes: document.length };
    const blindly = this.#settings.status === 'none';
    this.#mayHoldJob = !blindly;
    const refused = (condition: Condition): LabelOutcome => {
      this.#mayHoldJob = false;
      return { outcome: 'not-printed', condition };
    };
    let begun: IppResponse;
    try {
      begun = await this.#ipp.ask(
        OPERATION.printJob,
        [
          ['job-name', 'name', this.#jobName],
          ['document-format', 'mimeMediaType', this.#format],
        ],
        document,
      );
    } catch (error) {
      if (!(error instanceof MailroomError)) throw error;
      const condition = refusalByHttp(error);
      return condition === null ? unknown : refused(condition);
    }
    const jobId = valuesOf(begun, GROUP.job, 'job-id').find((id) => typeof id === 'number');
    const condition = refusal(begun.status);
    if (jobId === undefined && condition !== null) return refused(condition);
    if (blindly && succeeded(begun)) return { outcome: 'printed' };
    if (blindly || jobId === undefined) return unknown;
    const end = await this.#endOf(jobId);
    this.#mayHoldJob = end === null;
    // Of one that ended otherwise half may hang from the printer.
    return end === JOB_COMPLETED ? { outcome: 'printed' } : unknown;
  }

  /**
   * The state in which a job ended; null where nobody can say. It is cancelled when it has not ended in time. That it cannot be looked at is no end:
   * some printers take no second connection while they print.
   */
  async #endOf(jobId: number): Promise<number | null> {
    const { clock } = this.#link;
    const untilMs = clock.monotonicMs() + this.#settings.settleMs;
    for (; ; await pause(clock, LOOK_AGAIN_MS)) {
      const late = clock.monotonicMs() >= untilMs;
      try {
        if (late) await this.#cancel(jobId);
        const seen = await this.#ipp.ask(OPERATION.getJobAttributes, [
          ['job-id', 'integer', jobId],
          ['requested-attributes', 'keyword', 'job-state'],
        ]);
        if (jobIsForgotten(seen.status)) return null;
        const state = valuesOf(seen, GROUP.job, 'job-state')[0];
        if (typeof state === 'number' && state >= JOB_ENDED) return state;
      } catch (error) {
        if (!(error instanceof MailroomError)) throw error;
      }
      if (late) return null;
    }
  }
}

const KNOWN: ReadonlySet<string> = new Set(CONDITIONS);
/** Reasons of RFC 8011 §5.4.12 and of CUPS that have another name here. */
const OTHER_NAMES: Readonly<Record<string, Condition>> = {
  'interlock-open': 'cover-open',
  'input-tray-missing': 'media-needed',
  'toner-empty': 'marker-supply-empty',
  'moving-to-paused': 'paused',
  stopping: 'paused',
  'stopped-partly': 'other',
  'spool-area-full': 'busy',
  offline: 'connecting-to-device',
};

/**
 * Reasons by their stem: whether a printer calls an empty roll a report, a warning or an error tells of the printer, not of the roll. What has no name
 * here counts where it is an error.
 */
export function conditionsOf(attributes: IppResponse): Condition[] {
  const conditions = new Set<Condition>();
  for (const reason of valuesOf(attributes, GROUP.printer, 'printer-state-reasons')) {
    const [, stem = '', severity] = /^(.*?)(?:-(report|warning|error))?$/.exec(String(reason))!;
    const known = KNOWN.has(stem) ? (stem as Condition) : OTHER_NAMES[stem];
    const grave = severity === 'error';
    if (known && (known !== 'other' || severity === undefined || grave)) conditions.add(known);
    else if (stem !== 'none' && grave) conditions.add('other');
  }
  const stopped = valuesOf(attributes, GROUP.printer, 'printer-state')[0] === PRINTER_STOPPED;
  const refuses = valuesOf(attributes, GROUP.printer, 'printer-is-accepting-jobs')[0] === false;
  if ((stopped || refuses) && !inTheWay([...conditions])) conditions.add('paused');
  return [...conditions];
}

/** Why no job was made of a request; null where one may have been, as with a device error (RFC 8011 §B.1.5.5), which comes with a job. */
function refusal(status: number): Condition | null {
  if (CREDENTIALS.has(status)) return 'access-denied';
  if (status === SERVER.busy || status === SERVER.serviceUnavailable) return 'busy';
  if (status === SERVER.notAcceptingJobs) return 'paused';
  const clientsFault = status >= 0x0400 && status < 0x0500 && status !== FORMAT_ERROR;
  return clientsFault || status === SERVER.operationNotSupported || status === SERVER.versionNotSupported ? 'other' : null;
}
/** RFC 8011 Appendix B: forbidden, not authenticated, not authorized. */
const CREDENTIALS: ReadonlySet<number> = new Set([0x0401, 0x0402, 0x0403]);
/** document-format-error: it was found while the document was being printed. */
const FORMAT_ERROR = 0x0412;
const SERVER = {
  operationNotSupported: 0x0501,
  serviceUnavailable: 0x0502,
  versionNotSupported: 0x0503,
  notAcceptingJobs: 0x0506,
  busy: 0x0507,
} as const;
/** RFC 8011 §B.1.4.7 and §B.1.4.8: not found, gone. Some printers know no job any more when it has ended, however it did. */
const jobIsForgotten = (status: number): boolean => status === 0x0406 || status === 0x0407;

/** The same of a request that had no answer by IPP. */
function refusalByHttp(error: MailroomError): Condition | null {
  if (neverSent(error)) return 'connecting-to-device';
  if (!isFailure(error, 'DEVICE_REFUSED')) return null;
  const { status } = error.context;
  if (status < 300 || status >= 500) return null;
  // 426: by TLS or not at all.
  return [401, 403, 426].includes(status) ? 'access-denied' : 'other';
}
