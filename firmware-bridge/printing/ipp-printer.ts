import { hostname } from 'node:os';
import { isFailure, MailroomError } from '../../src/base/errors.ts';
import { CONDITIONS, type Condition } from '../../src/base/words.ts';
import { inTheWay } from '../supervisor/device-state.ts';
import type { DeviceOptions, LabelOutcome, LabelPrinterSession, Link } from '../supervisor/driver.ts';
import { pause } from '../supervisor/pause.ts';
import { GROUP, type IppResponse } from '../transports/ipp/message.ts';
import { type Ipp, neverSent, OPERATION, openIpp, succeeded, valuesOf } from '../transports/ipp.ts';
import type { LabelLanguage, Settings } from './language.ts';

/** RFC 8011 §5.3.7 and §5.4.11. */
const JOB = { canceled: 7, aborted: 8, completed: 9 } as const;
const PRINTER_STOPPED = 5;
/** RFC 8011 Appendix B. */
const STATUS = { notAcceptingJobs: 0x0506, busy: 0x0507 } as const;

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
  const jobName = `vaguemestre ${hostname()} ${link.deviceId}`;
  if (settings.status === 'queried') await takeBackLeft(ipp, jobName);
  return {
    widthDots,
    lengthDots,
    resolutionDpi,
    status: async () => ({ conditions: conditionsOf(await printerAttributes(ipp, link)) }),
    encode: (label) => language.encode(label, settings),
    print: (job) => print(ipp, job, { ...settings, clock: link.clock, format, jobName }),
    close: async () => undefined,
  };
}

async function printerAttributes(ipp: Ipp, { deviceId }: Link): Promise<IppResponse> {
  const wanted = ['printer-state', 'printer-state-reasons', 'printer-is-accepting-jobs', 'document-format-supported'];
  const response = await ipp.ask(OPERATION.getPrinterAttributes, [['requested-attributes', 'keyword', ...wanted]]);
  if (!succeeded(response))
    throw new MailroomError('DEVICE_REFUSED', { deviceId, status: response.status, detail: 'it tells nothing of itself by IPP' });
  return response;
}

/** The language by its name where the printer knows it; a CUPS raw queue by CUPS' own; else what every printer must take. */
function formatOf(attributes: IppResponse, mimeType: string): string {
  const supported = valuesOf(attributes, GROUP.printer, 'document-format-supported');
  return [mimeType, 'application/vnd.cups-raw'].find((format) => supported.includes(format)) ?? 'application/octet-stream';
}

/** What an earlier process left in the queue: it must not come out beside the label printed in its stead. */
async function takeBackLeft(ipp: Ipp, jobName: string): Promise<void> {
  const jobs = await ipp.ask(OPERATION.getJobs, [
    ['limit', 'integer', MAX_JOBS],
    ['requested-attributes', 'keyword', 'job-id', 'job-name'],
    ['which-jobs', 'keyword', 'not-completed'],
    ['my-jobs', 'boolean', true],
  ]);
  for (const { tag, attributes } of jobs.groups) {
    const [id] = attributes.get('job-id') ?? [];
    if (tag === GROUP.job && typeof id === 'number' && attributes.get('job-name')?.[0] === jobName) await cancel(ipp, id);
  }
}

async function cancel(ipp: Ipp, jobId: number): Promise<void> {
  await ipp.ask(OPERATION.cancelJob, [['job-id', 'integer', jobId]]);
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

/** Reasons by their stem: whether a printer calls an empty roll a report, a warning or an error tells of the printer, not of the roll. */
export function conditionsOf(attributes: IppResponse): Condition[] {
  const conditions = new Set<Condition>();
  for (const reason of valuesOf(attributes, GROUP.printer, 'printer-state-reasons')) {
    const [, stem = '', severity] = /^(.*?)(?:-(report|warning|error))?$/.exec(String(reason))!;
    const known = KNOWN.has(stem) ? (stem as Condition) : OTHER_NAMES[stem];
    if (known) conditions.add(known);
    else if (stem !== 'none' && severity === 'error') conditions.add('other');
  }
  const stopped = valuesOf(attributes, GROUP.printer, 'printer-state')[0] === PRINTER_STOPPED;
  const refuses = valuesOf(attributes, GROUP.printer, 'printer-is-accepting-jobs')[0] === false;
  if ((stopped || refuses) && !inTheWay([...conditions])) conditions.add('paused');
  return [...conditions];
}

type Order = Pick<Settings<unknown>, 'status' | 'settleMs'> & { clock: Link['clock']; format: string; jobName: string };

async function print(ipp: Ipp, document: Uint8Array, { status, settleMs, clock, format, jobName }: Order): Promise<LabelOutcome> {
  const unknown: LabelOutcome = { outcome: 'unknown', sentBytes: document.length, totalBytes: document.length };
  let jobId: number | undefined;
  try {
    const begun = await ipp.ask(
      OPERATION.printJob,
      [
        ['job-name', 'name', jobName],
        ['document-format', 'mimeMediaType', format],
      ],
      document,
    );
    if (!succeeded(begun)) return { outcome: 'not-printed', condition: refusal(begun.status) };
    if (status === 'none') return { outcome: 'printed' };
    jobId = valuesOf(begun, GROUP.job, 'job-id').find((id) => typeof id === 'number');
    if (jobId === undefined) return unknown;
    for (const untilMs = clock.monotonicMs() + settleMs; clock.monotonicMs() < untilMs; await pause(clock, LOOK_AGAIN_MS)) {
      const seen = await ipp.ask(OPERATION.getJobAttributes, [
        ['job-id', 'integer', jobId],
        ['requested-attributes', 'keyword', 'job-state'],
      ]);
      const state = valuesOf(seen, GROUP.job, 'job-state')[0];
      if (state === JOB.completed) return { outcome: 'printed' };
      // Half of it may hang from the printer.
      if (state === JOB.aborted || state === JOB.canceled) return unknown;
    }
    await cancel(ipp, jobId);
    return unknown;
  } catch (error) {
    if (!(error instanceof MailroomError)) throw error;
    if (jobId === undefined && neverSent(error)) return { outcome: 'not-printed', condition: 'connecting-to-device' };
    if (jobId === undefined && isFailure(error, 'DEVICE_REFUSED') && error.context.status < 500)
      return { outcome: 'not-printed', condition: 'access-denied' };
    return unknown;
  }
}

function refusal(status: number): Condition {
  if (status === STATUS.busy) return 'busy';
  return status === STATUS.notAcceptingJobs ? 'paused' : 'other';
}
