import { loadAddon } from './load.ts';

/**
 * libsane, for one scanner, in a process made for it: a backend that crashes takes the process along. Calls are made one at a time and answer
 * when libsane does; only `cancel` and `close` may be called while another is under way. A process that ends closes what is open.
 */
export interface Sane {
  /** sane_init, once and first of all. Answers libsane's version; the SANE_CONFIG_DIR of this moment counts. */
  init(): Promise<string>;
  /** sane_get_devices: a copy of its list, which libsane may change at the next call. */
  devices(): Promise<SaneDevice[]>;
  /** sane_open. @param name `fujitsu:fi-7160:12345`, `airscan:e0:Virtual ADF` … */
  open(name: string): Promise<SaneScanner>;
}

export interface SaneDevice {
  name: string;
  vendor: string;
  model: string;
  type: string;
}

export interface SaneScanner {
  options(): Promise<SaneOption[]>;
  /** Null for a button, which holds nothing. */
  get(index: number): Promise<SaneValue | null>;
  /** Without a value: the device's own choice, or a button pressed. What was set may differ from what was asked: `info` & INEXACT. */
  set(index: number, value?: SaneValue): Promise<{ value: SaneValue | null; info: number }>;
  start(): Promise<void>;
  parameters(): Promise<SaneParameters>;
  /** Fills the buffer (up to 64 MB) from the front as far as the frame goes; 0 nothing yet, null the end of the frame. */
  read(buffer: Buffer): Promise<number | null>;
  cancel(): Promise<void>;
  /** At once nothing else can be asked; what is under way is cancelled and waited for. */
  close(): Promise<void>;
}

/** `fixed` has 16 binary places (SANE 1.06, 4.2.1). Lists stand for options of several words, such as gamma tables. */
export type SaneValue = boolean | number | number[] | string;

export interface SaneOption {
  index: number;
  /** Empty for option 0 and groups. */
  name: string;
  title: string;
  description: string;
  type: 'bool' | 'int' | 'fixed' | 'string' | 'button' | 'group' | 'unknown';
  unit: 'none' | 'pixel' | 'bit' | 'mm' | 'dpi' | 'percent' | 'microsecond' | 'unknown';
  /** Bytes, as the backend claims. */
  size: number;
  /** Bits of CAPABILITY. */
  capabilities: number;
  /** Null too where what the backend claims cannot be. */
  constraint: null | { min: number; max: number; quant: number } | (number | string)[];
}

export interface SaneParameters {
  /** FRAME. */
  format: number;
  lastFrame: boolean;
  bytesPerLine: number;
  pixelsPerLine: number;
  /** -1 where the device does not know. */
  lines: number;
  depth: number;
}

/** SANE 1.06, table 4.1. */
export const STATUS = {
  UNSUPPORTED: 1,
  CANCELLED: 2,
  DEVICE_BUSY: 3,
  INVAL: 4,
  EOF: 5,
  JAMMED: 6,
  NO_DOCS: 7,
  COVER_OPEN: 8,
  IO_ERROR: 9,
  NO_MEM: 10,
  ACCESS_DENIED: 11,
} as const;
export const CAPABILITY = {
  SOFT_SELECT: 1,
  HARD_SELECT: 2,
  SOFT_DETECT: 4,
  EMULATED: 8,
  AUTOMATIC: 16,
  INACTIVE: 32,
  ADVANCED: 64,
} as const;
export const INFO = { INEXACT: 1, RELOAD_OPTIONS: 2, RELOAD_PARAMS: 4 } as const;
export const FRAME = { GRAY: 0, RGB: 1, RED: 2, GREEN: 3, BLUE: 4 } as const;

/** What libsane answered instead of Good. Everything else thrown by the addon is a mistake of the caller. */
export interface SaneError extends Error {
  /** STATUS. */
  status: number;
  /** `sane_read` … */
  call: string;
}
export const isSaneError = (error: unknown): error is SaneError =>
  error instanceof Error &&
  typeof (error as Partial<SaneError>).status === 'number' &&
  typeof (error as Partial<SaneError>).call === 'string';

/** @throws Error in the words of the dynamic loader where there is no libsane; the addon itself needs none. */
export function loadSane(library = 'libsane.so.1'): Sane {
  const addon = loadAddon<Sane & { load(file: string): void }>('sane');
  addon.load(library);
  return addon;
}
