import { rm } from 'node:fs/promises';
import { Type } from 'typebox';
import { MailroomError } from '../../../src/base/errors.ts';
import type { Condition } from '../../../src/base/words.ts';
import { isSaneError, loadSane, type Sane, type SaneError, type SaneScanner, STATUS } from '../../native/sane.ts';
import { MAX_PAGE_BYTES } from '../../protocol/limits.ts';
import type { ScanOrder } from '../../protocol/messages.ts';
import { defineDriver, type Link, type Report, type ScannedSide } from '../../supervisor/driver.ts';
import { placeOf } from '../../supervisor/side-place.ts';
import { backendOf, isEscl, makeConfigFolder } from './sane/config-folder.ts';
import type { EsclEyes } from './sane/escl-eyes.ts';
import { BrokenFrame, readPage } from './sane/frames.ts';
import { IdleWatch } from './sane/idle-watch.ts';
import { OptionTable } from './sane/option-table.ts';
import { NoSuchChoice, parseSettings, planScan, type Setting } from './sane/scan-plan.ts';
import { Sensors } from './sane/sensors.ts';
import { watched } from './sane/watched.ts';

/**
 * Whatever libsane drives: `sane:fujitsu:fi-7160:12345`. Sources, modes, window and sensors are found by name, pages are kept without loss
 * as PNG. A network scanner that speaks eSCL is better served by the driver of that name, which keeps the device's own JPEG.
 */
export default defineDriver({
  kind: 'scanner',
  name: 'sane',
  transport: ['sane'],
  // sane-backends' own rules give these to the group `scanner`; they stand here so that plugging one is noticed.
  match: [
    { vendorId: 0x04c5, maker: 'Fujitsu, PFU' },
    { vendorId: 0x05ca, maker: 'Ricoh' },
    { vendorId: 0x1083, maker: 'Canon Electronics' },
    { vendorId: 0x04a9, maker: 'Canon' },
    { vendorId: 0x04b8, maker: 'Epson' },
    { vendorId: 0x04f9, maker: 'Brother' },
    { vendorId: 0x040a, maker: 'Kodak' },
    { vendorId: 0x0638, maker: 'Avision' },
  ],
  isolation: 'child',
  limits: { pageBytes: MAX_PAGE_BYTES },
  starters: ['paper', 'button'],
  options: Type.Object(
    {
      /** Scan window; the page's own edge is found later. Default A4. */
      widthMm: Type.Optional(Type.Number({ minimum: 20, maximum: 1_000 })),
      heightMm: Type.Optional(Type.Number({ minimum: 20, maximum: 5_000 })),
      /** Further settings by the backend's names: `swdeskew=yes; df-length=yes`. */
      settings: Type.Optional(Type.String({ maxLength: 2_000 })),
      /** The backend's configuration file in place of the one in /etc/sane.d. */
      configuration: Type.Optional(Type.String({ maxLength: 20_000 })),
      /** Without progress for this long the process that holds the scanner is ended and started again. */
      stallMs: Type.Optional(Type.Integer({ minimum: 100 })),
    },
    { additionalProperties: false },
  ),
  async open(link) {
    const name = link.address.replace(/^sane:/, '');
    const settings = orRefused(link, () => parseSettings(textOption(link, 'settings') ?? ''));
    const configuration = textOption(link, 'configuration');
    const folder = await makeConfigFolder(backendOf(name), configuration);
    process.env.SANE_CONFIG_DIR = folder;
    const sane = load(link);
    try {
      link.watch?.doing('sane_init', null);
      await sane.init();
      link.watch?.doing('sane_open', null);
      const opened = await sane.open(name);
      // Loaded where it is of use: a process should be up again quickly.
      const eyes = isEscl(name) ? (await import('./sane/escl-eyes.ts')).openEsclEyes(name, configuration, link.clock) : null;
      const device = new SaneDevice(link, sane, name, opened, eyes);
      await device.look();
      return {
        status: () => device.report(),
        scan: (order, signal) => scan(device, settings, order, signal),
        // libsane leaves no job behind that another process could name.
        abandon: async () => undefined,
        close: async () => {
          await device.close();
          await rm(folder, { recursive: true, force: true });
        },
      };
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw failureOf(link, error);
    }
  },
});

/** What a call under way is given to come back by itself when a scan is to stop; the process is ended after 1.5 s. */
const CANCEL_BESIDE_MS = 400;

const textOption = ({ options }: Link, name: string): string | undefined => options[name] as string | undefined;

function load({ deviceId }: Link): Sane {
  try {
    return loadSane();
  } catch (cause) {
    throw new MailroomError('DRIVER_UNAVAILABLE', { deviceId, what: (cause as Error).message }, { cause });
  }
}

/** The open scanner. @throws SaneError from everything; `failureOf` makes failures of them. */
class SaneDevice {
  readonly link: Link;
  readonly eyes: EsclEyes | null;
  /** Counts from 1 in a run; null outside. */
  page: number | null = null;
  scanner: SaneScanner;
  options!: OptionTable;
  sensors!: Sensors;
  /** Between reports, as long as nothing is scanned. */
  readonly idle: IdleWatch;
  readonly #sane: Sane;
  readonly #name: string;
  #gone = false;

  constructor(link: Link, sane: Sane, name: string, opened: SaneScanner, eyes: EsclEyes | null) {
    this.link = link;
    this.eyes = eyes;
    this.#sane = sane;
    this.#name = name;
    this.scanner = this.#watched(opened);
    this.idle = new IdleWatch(link.clock, () => this.sensors.look());
  }
  #watched(scanner: SaneScanner): SaneScanner {
    return watched(scanner, (call) => this.link.watch?.doing(call, this.page));
  }
  async look(): Promise<void> {
    this.options = await OptionTable.read(this.scanner);
    this.sensors = new Sensors(this.options);
  }

  async report(): Promise<Report> {
    const absent = (cause?: unknown) => new MailroomError('DEVICE_ABSENT', { deviceId: this.link.deviceId }, { cause });
    await this.idle.end();
    if (this.#gone) throw absent();
    try {
      const seen = await this.eyes?.report().catch((cause: unknown) => {
        throw absent(cause);
      });
      const report = seen ?? (await this.sensors.report());
      if (this.sensors.hasButtons()) this.idle.begin();
      return report;
    } catch (error) {
      throw failureOf(this.link, error);
    }
  }

  async set({ name, needed, choose }: Setting): Promise<void> {
    const option = this.options.settable(name);
    if (!option && needed) throw new NoSuchChoice(`it has no setting ${name}`);
    const value = option ? choose(option) : null;
    if (option && value !== null) await this.options.set(option, value);
  }

  /** Whether the device can still be reached: an I/O error says nothing of that, and a list of devices is no proof. */
  async reachable(): Promise<boolean> {
    this.#gone = true;
    try {
      await this.scanner.close();
      this.scanner = this.#watched(await this.#sane.open(this.#name));
      await this.look();
      this.#gone = false;
      return true;
    } catch (error) {
      if (!isSaneError(error)) throw error;
      return false;
    }
  }

  async cancel(): Promise<void> {
    if (!this.#gone) await this.scanner.cancel();
  }
  async close(): Promise<void> {
    await this.idle.end();
    await this.cancel();
    if (!this.#gone) await this.scanner.close();
  }
}

async function* scan(
  device: SaneDevice,
  settings: readonly Setting[],
  order: ScanOrder,
  signal: AbortSignal,
): AsyncGenerator<ScannedSide, Condition | null> {
  let cancelling: Promise<void> | null = null;
  let callOff = () => {};
  const cancel = () => {
    cancelling ??= device.cancel();
  };
  // Between two calls where that is soon enough: SANE's test backend was seen to hang in a read that met a cancel.
  const stop = () => {
    callOff = device.link.clock.after(CANCEL_BESIDE_MS, cancel);
  };
  const progress = () => {
    device.link.watch?.progressed();
    signal.throwIfAborted();
  };
  await device.idle.end();
  // Nobody presses a button of a scanner that feeds to begin another batch.
  device.sensors = new Sensors(device.options);
  signal.addEventListener('abort', stop);
  try {
    const resolutionDpi = await prepare(device, settings, order);
    for (let index = 0; !signal.aborted; index++) {
      device.page = index + 1;
      let bytes: Buffer;
      try {
        await device.scanner.start();
        bytes = await readPage(device.scanner, resolutionDpi, MAX_PAGE_BYTES, progress);
      } catch (error) {
        // A page after a cancel is never whole, however it ended.
        return signal.aborted ? null : await whyStopped(device, order, index, error);
      }
      if (signal.aborted) return null;
      yield { format: 'png', bytes, resolutionDpi };
      if (order.source === 'flatbed') return null;
    }
    return null;
  } finally {
    signal.removeEventListener('abort', stop);
    callOff();
    cancel();
    await cancelling;
    device.page = null;
  }
}

/** Makes the settings of an order; answers the resolution the device has chosen. @throws DEVICE_REFUSED, DEVICE_ABSENT */
async function prepare(device: SaneDevice, settings: readonly Setting[], order: ScanOrder): Promise<number> {
  const { widthMm = 210, heightMm = 297 } = device.link.options as { widthMm?: number; heightMm?: number };
  try {
    for (const setting of planScan(order, { widthMm, heightMm }, settings)) await device.set(setting);
    if (order.source === 'adf-duplex' && !(await givesBothSides(device.options))) throw new NoSuchChoice('it has no adf-duplex');
    const chosen = Math.round(Number(await device.options.get('resolution')));
    return chosen >= 50 && chosen <= 2_400 ? chosen : order.resolutionDpi;
  } catch (error) {
    throw failureOf(device.link, error);
  }
}

/** A back taken for the next front would put every sheet into disorder: that both sides come must have been said by the device. */
async function givesBothSides(options: OptionTable): Promise<boolean> {
  const said = [await options.get('source'), await options.get('adf-mode'), await options.get('duplex')];
  return said.some((value) => value === true || (typeof value === 'string' && /duplex/i.test(value)));
}

/**
 * The condition that kept page `index` (from 0) from coming; null where the feeder ran empty. sane_start and sane_read fail alike: backends
 * tell a fault at the first page in the one, at later pages in the other.
 * @throws PAGE_DAMAGED, DEVICE_ABSENT, DEVICE_REFUSED
 */
async function whyStopped(device: SaneDevice, order: ScanOrder, index: number, error: unknown): Promise<Condition | null> {
  const { link, eyes, sensors } = device;
  const { deviceId } = link;
  const damaged = (what: string) =>
    new MailroomError('PAGE_DAMAGED', { deviceId, sheet: placeOf(order, index).sheet, what }, { cause: error });
  if (error instanceof BrokenFrame) throw damaged(error.message);
  if (!isSaneError(error)) throw error;
  const seen = async () => (await eyes?.fault(order.source)) ?? (await sensors.fault(() => device.cancel()));
  switch (error.status) {
    case STATUS.NO_DOCS:
      if (order.source === 'flatbed') throw failureOf(link, error);
      return index === 0 ? 'feeder-empty' : null;
    case STATUS.JAMMED:
      return (await seen()) ?? 'media-jam';
    case STATUS.COVER_OPEN:
      return 'cover-open';
    case STATUS.DEVICE_BUSY:
      return 'busy';
    case STATUS.CANCELLED:
      // A hand on its stop key: sheets may have passed that nobody has, so it did not run empty.
      return 'other';
    case STATUS.IO_ERROR: {
      const fault = await seen();
      if (fault) return fault;
      if (!(await device.reachable())) throw new MailroomError('DEVICE_ABSENT', { deviceId }, { cause: error });
      throw damaged(error.message);
    }
    default:
      throw failureOf(link, error);
  }
}

/** The failure that a refusal of libsane, or of our own, amounts to outside the feeding of a page. A bug stays one. */
function failureOf({ deviceId }: Link, error: unknown): unknown {
  const refused = (status: number, detail: string) => new MailroomError('DEVICE_REFUSED', { deviceId, status, detail }, { cause: error });
  if (error instanceof NoSuchChoice) return refused(409, error.message);
  if (!isSaneError(error)) return error;
  return saneFailure(deviceId, error, refused);
}

function saneFailure(deviceId: string, error: SaneError, refused: (status: number, detail: string) => MailroomError): MailroomError {
  switch (error.status) {
    case STATUS.ACCESS_DENIED:
      return refused(403, error.message);
    case STATUS.DEVICE_BUSY:
      return new MailroomError('DEVICE_BUSY', { deviceId }, { cause: error });
    case STATUS.IO_ERROR:
      return new MailroomError('DEVICE_ABSENT', { deviceId }, { cause: error });
    case STATUS.INVAL:
      // sane_open says so of a device that is not there.
      return error.call === 'sane_open' ? new MailroomError('DEVICE_ABSENT', { deviceId }, { cause: error }) : refused(409, error.message);
    default:
      return refused(409, error.message);
  }
}

function orRefused<T>(link: Link, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failureOf(link, error);
  }
}
