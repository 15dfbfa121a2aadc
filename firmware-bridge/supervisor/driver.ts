import type { TProperties, TSchema } from 'typebox';
import type { Clock } from '../../src/base/clock.ts';
import type { DeviceId } from '../../src/base/ids.ts';
import type { Log } from '../../src/base/log.ts';
import type { Condition, DeviceKind } from '../../src/base/words.ts';
import type { InputWire, ScanOrder } from '../protocol/messages.ts';
import type { Reports } from '../transports/hid.ts';
import type { HidReports } from '../transports/hid-descriptor.ts';
import type { Keys } from '../transports/keys.ts';
import type { Pipe } from '../transports/pipe.ts';
import type { SerialSettings } from '../transports/serial.ts';
import type { Starter } from './self-start.ts';

/** Everything a driver is given. It opens nothing but what comes from here, and keeps no other clock. */
export interface Link<Options = DeviceOptions> {
  deviceId: DeviceId;
  /** As configured; `Transport` says what each looks like. */
  address: string;
  options: Options;
  clock: Clock;
  log: Log;
  /** Opens a byte pipe to `address`; the settings are those of a serial line. @throws DEVICE_ABSENT */
  openPipe(settings?: SerialSettings): Promise<Pipe>;
  /** There for a driver of isolation `child`. */
  watch?: Watch;
}
/** Whoever is told here ends the process when nothing new comes, and can say afterwards where it was. */
export interface Watch {
  /** The driver goes into this function of the vendor's code. @param page counts from 1 within a run. */
  doing(call: string, page: number | null): void;
  /** Bytes have come. */
  progressed(): void;
}
/** What drivers of readers and scales are given. */
export interface InputLink extends Link {
  /** Opens the reports of a HID device at `address` whose layout fits. @throws DEVICE_ABSENT, DEVICE_REFUSED, DEVICE_SPEECH */
  openReports(fits: (layout: HidReports) => boolean): Promise<Reports>;
  /** Takes the keyboard at `address` for us alone. @throws DEVICE_ABSENT, DEVICE_BUSY, DEVICE_REFUSED */
  openKeys(): Promise<Keys>;
}
export type DeviceOptions = Record<string, string | number | boolean>;

/** How a device is: polled about once a second while nothing else is asked of it. */
export interface Report {
  conditions: Condition[];
  feederLoaded?: boolean;
  /** Name of a button that went down since the last look: each report with one is a press. */
  button?: string;
}

interface Session {
  /** @throws DEVICE_ABSENT the device is gone; the supervisor opens it again. DEVICE_SPEECH likewise. */
  status(): Promise<Report>;
  close(): Promise<void>;
}

/** One side as the device made it: these very bytes are kept. */
export interface ScannedSide {
  format: 'jpeg' | 'png';
  bytes: Buffer;
  resolutionDpi: number;
}

export interface ScannerSession extends Session {
  /**
   * Feeds and yields sides in the order they pass: front, back, front, back with `adf-duplex`. The next side is asked of the
   * device only when it is asked of this generator: a full spool feeds nothing.
   *
   * Returns null when the feeder ran empty, else the condition that stopped it. Throws a MailroomError where a condition does not say
   * enough. Aborting `signal` stops feeding within two seconds, a job the device is just being given being heard out first; ending the
   * generator early leaves the device idle.
   *
   * `leave` is called once the device holds a job, with what `abandon` needs to end it should this process die.
   */
  scan(order: ScanOrder, signal: AbortSignal, leave: (handle: string) => Promise<void>): AsyncGenerator<ScannedSide, Condition | null>;
  /** Ends a job left by an earlier process, if it is still there. */
  abandon(handle: string): Promise<void>;
}

export interface LabelBits {
  widthDots: number;
  heightDots: number;
  bits: Uint8Array;
}
export type LabelOutcome =
  | { outcome: 'printed' }
  | { outcome: 'not-printed'; condition: Condition }
  | { outcome: 'unknown'; sentBytes: number; totalBytes: number };

export interface LabelPrinterSession extends Session {
  /** The part of a label that can be printed on: across the head, and along the feed. */
  readonly widthDots: number;
  readonly lengthDots: number;
  readonly resolutionDpi: number;
  /** The job in the printer's language. */
  encode(label: LabelBits): Uint8Array;
  /** Sends a job and finds out what became of it. Called only after `status` showed nothing in the way. Never sends twice. */
  print(job: Uint8Array): Promise<LabelOutcome>;
}

/** A hand scanner, badge reader or pedal. */
export interface ReaderSession extends Session {
  /** What people do with it, as they do it, until `close`. @throws DEVICE_ABSENT, DEVICE_SPEECH it is gone; the supervisor opens it again. */
  inputs(): AsyncGenerator<InputWire, void>;
}

export interface ScaleSession extends Session {
  /** The weight that lies on it, in grams. @throws SCALE_UNSTABLE no stable weight came in time: none is better than a wrong one. */
  weigh(): Promise<number>;
}

/**
 * How a device is reached, by its address:
 * `http` http(s)://host/path, or mdns:UUID · `tcp` tcp://host:port · `usb` a printer's device file, /dev/mailroom/printer-SERIAL ·
 * `serial` serial:/dev/mailroom/tty-SERIAL · `hid` hid:VVVV:PPPP:SERIAL or hid:/dev/mailroom/… (reports) ·
 * `keys` keys:/dev/mailroom/… (a keyboard taken for us alone) · `ipp` ipp(s)://host:port/path · `sane` sane:BACKEND:NAME.
 */
export const TRANSPORTS = ['http', 'tcp', 'usb', 'serial', 'hid', 'keys', 'ipp', 'sane'] as const;
export type Transport = (typeof TRANSPORTS)[number];

interface DriverBase {
  name: string;
  /** Kinds of addresses this driver takes. */
  transport: readonly Transport[];
  /** USB devices this driver is for: printed as udev rules. */
  match: readonly { vendorId: number; productId?: number; maker: string }[];
  /** `child` for anything that calls vendor code: a crash there must cost one page, never the bridge. */
  isolation: 'shared' | 'child';
  /** What the configuration may say under `options`; anything else is a mistake told at start. */
  options: TSchema & { properties: TProperties };
}
export interface ScannerDriver extends DriverBase {
  kind: 'scanner';
  limits: { pageBytes: number };
  /** What its reports tell that a batch may begin by. */
  starters?: readonly Starter[];
  open(link: Link): Promise<ScannerSession>;
}
export interface LabelPrinterDriver extends DriverBase {
  kind: 'label-printer';
  limits: { widthDots: number; resolutionDpi: number };
  open(link: Link): Promise<LabelPrinterSession>;
}
export interface ReaderDriver extends DriverBase {
  kind: Exclude<DeviceKind, 'scanner' | 'label-printer' | 'scale'>;
  open(link: InputLink): Promise<ReaderSession>;
}
export interface ScaleDriver extends DriverBase {
  kind: 'scale';
  open(link: InputLink): Promise<ScaleSession>;
}
export type Driver = ScannerDriver | LabelPrinterDriver | ReaderDriver | ScaleDriver;
export type DriverOf<K extends DeviceKind> = Extract<Driver, { kind: K }>;

/** A driver is one file whose default export is this. Discovery reads the folder; nothing else needs an edit. */
export const defineDriver = <D extends Driver>(driver: D): D => driver;
