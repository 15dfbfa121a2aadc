import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../src/base/clock.ts';
import { isFailure } from '../src/base/errors.ts';
import { buttonsOf } from './drivers/reader/hid-pedal.ts';
import { layoutOf as posLayoutOf } from './drivers/reader/hid-pos.ts';
import { TypedText } from './drivers/reader/reading/typed-text.ts';
import { continuous } from './drivers/scale/continuous.ts';
import { layoutOf as scaleLayoutOf } from './drivers/scale/hid-scale.ts';
import { toledoContinuous } from './drivers/scale/toledo-continuous.ts';
import type { DeviceOptions } from './supervisor/driver.ts';
import { type HidPlace, layoutOf, listHid, MACHINE, openReports } from './transports/hid.ts';
import type { HidReports } from './transports/hid-descriptor.ts';
import { type KeyPress, openKeys } from './transports/keys.ts';
import { openSerial } from './transports/serial.ts';

/** Something plugged into this machine that may be a reader, a pedal or a scale. */
export interface Candidate {
  /** As the configuration names it: by what stays the same when it is plugged in elsewhere, where there is such a thing. */
  address: string;
  name: string;
  /** Drivers that can be meant, the likeliest first; empty where only using it tells. */
  drivers: string[];
}

/** What one of them said: which driver is for it, told what. */
export interface Spoken {
  candidate: Candidate;
  drivers: string[];
  options: DeviceOptions;
}

/** All candidates of the machine: HID devices, keyboards, serial lines. */
export async function listCandidates(place: HidPlace = MACHINE): Promise<Candidate[]> {
  return (await Promise.all([hidCandidates(place), keyCandidates(place), serialCandidates(place)])).flat();
}

async function hidCandidates(place: HidPlace): Promise<Candidate[]> {
  const found = (await listHid(place)).map(async ({ path, vendorId, productId, serial, name }) => {
    const layout = await layoutOf(path, place);
    const hex = (id: number) => id.toString(16).padStart(4, '0');
    return { address: `hid:${hex(vendorId)}:${hex(productId)}:${serial || '*'}`, name, drivers: layout ? hidDriversOf(layout) : [] };
  });
  // Interfaces that no driver is for: a keyboard has one of these besides the one it types by.
  return (await Promise.all(found)).filter(({ drivers }) => drivers.length > 0);
}

function hidDriversOf(layout: HidReports): string[] {
  if (posLayoutOf(layout)) return ['hid-pos'];
  if (scaleLayoutOf(layout)) return ['hid-scale'];
  // Keyboards and mice report buttons too (Generic Desktop, usages 2 and 6).
  const isPointer = layout.fields.some(({ application }) => application === 0x1_0002 || application === 0x1_0006);
  return !isPointer && buttonsOf(layout).length > 0 ? ['hid-pedal'] : [];
}

/** EV_KEY in `capabilities/ev`. */
const HAS_KEYS = 0x2n;
/** A, B and C or Enter: what readers and pedals type. Power buttons and lids have keys as well. */
const TYPING_KEYS = (1n << 30n) | (1n << 48n) | (1n << 46n) | (1n << 28n);

async function keyCandidates({ sys, dev }: HidPlace): Promise<Candidate[]> {
  const folder = join(sys, 'class/input');
  const links = await linksIn([join(dev, 'mailroom'), join(dev, 'input/by-id'), join(dev, 'input/by-path')]);
  const names = (await namesIn(folder)).filter((name) => /^event\d+$/.test(name));
  const found = names.map(async (node) => {
    const read = (file: string) =>
      readFile(join(folder, node, 'device', file), 'utf8').then(
        (text) => text.trim(),
        () => '',
      );
    if (!(bitsOf(await read('capabilities/ev')) & HAS_KEYS) || !(bitsOf(await read('capabilities/key')) & TYPING_KEYS)) return null;
    const path = join(dev, 'input', node);
    return { address: `keys:${links.get(path) ?? path}`, name: await read('name'), drivers: [] };
  });
  return (await Promise.all(found)).filter((one) => one !== null);
}

/** The kernel writes long bit fields as words of 64 bits, the highest first. */
const bitsOf = (text: string): bigint =>
  text
    .split(/\s+/)
    .filter((word) => /^[0-9a-f]{1,16}$/i.test(word))
    .reduce((bits, word) => (bits << 64n) | BigInt(`0x${word}`), 0n);

async function serialCandidates({ dev }: HidPlace): Promise<Candidate[]> {
  const links = await linksIn([join(dev, 'mailroom'), join(dev, 'serial/by-id'), join(dev, 'serial/by-path')]);
  const nodes = (await namesIn(dev)).filter((name) => /^tty(?:USB|ACM)\d+$/.test(name));
  return nodes.map((node) => {
    const path = join(dev, node);
    const link = links.get(path);
    return { address: `serial:${link ?? path}`, name: link?.split('/').at(-1) ?? node, drivers: [] };
  });
}

const namesIn = (folder: string): Promise<string[]> =>
  readdir(folder).then(
    (names) => names.sort(),
    () => [],
  );

/** Node → the link that leads to it; of several that of the first folder. */
async function linksIn(folders: readonly string[]): Promise<Map<string, string>> {
  const links = new Map<string, string>();
  for (const folder of folders)
    for (const name of await namesIn(folder)) {
      const node = await realpath(join(folder, name)).catch(() => null);
      if (node && !links.has(node)) links.set(node, join(folder, name));
    }
  return links;
}

/** So long a pause after its first word, and a device has said what it had to say. */
const SAID_MS = 300;
const MOST_SAID_BYTES = 16_384;

/**
 * Listens to all of them until one speaks. Keyboards are listened to without being taken, as the one in front of the person must go on working.
 * @returns null when `signal` came first. Those that could not be listened to are told to `deaf`, with the reason.
 */
export async function firstToSpeak(
  candidates: readonly Candidate[],
  parts: { clock: Clock; signal: AbortSignal; deaf(candidate: Candidate, why: string): void; place?: HidPlace },
): Promise<Spoken | null> {
  const { clock, signal, deaf, place = MACHINE } = parts;
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const hear = async (candidate: Candidate): Promise<Spoken | null> => {
    const ear = await open(candidate, clock, place).catch((error: unknown) => {
      if (!isFailure(error)) throw error;
      deaf(candidate, error.message);
      return null;
    });
    if (!ear) return null;
    try {
      while (!ended.aborted) {
        const spoken = await ear.listen();
        if (spoken && !ended.aborted) {
          over.abort();
          return { candidate, ...spoken };
        }
      }
    } catch (error) {
      if (!isFailure(error)) throw error;
      deaf(candidate, error.message);
    } finally {
      await ear.close();
    }
    return null;
  };
  return (await Promise.all(candidates.map(hear))).find((one) => one !== null) ?? null;
}

interface Ear {
  /** What it turned out to be; null while nothing was said. Comes back at least each `SAID_MS`. @throws DEVICE_ABSENT */
  listen(): Promise<Omit<Spoken, 'candidate'> | null>;
  close(): Promise<void>;
}

async function open({ address, drivers }: Candidate, clock: Clock, place: HidPlace): Promise<Ear> {
  if (address.startsWith('hid:')) {
    const reports = await openReports(address, address, clock, (layout) => hidDriversOf(layout).length > 0, place);
    // A scale talks all the time: it is listed, and needs no learning.
    const talks = drivers.includes('hid-scale');
    return {
      listen: async () => ((await reports.next(SAID_MS)) && !talks ? { drivers, options: {} } : null),
      close: () => reports.close(),
    };
  }
  if (address.startsWith('keys:')) {
    const keys = await openKeys(address, address, clock, { ...place, take: () => undefined });
    return {
      async listen() {
        const presses: KeyPress[] = [];
        for (let heard = await keys.next(SAID_MS); heard && presses.length < MOST_SAID_BYTES; heard = await keys.next(SAID_MS))
          presses.push(...heard.presses);
        return typedBy(presses);
      },
      close: () => keys.close(),
    };
  }
  const pipe = await openSerial(address.slice('serial:'.length), address, clock);
  return {
    async listen() {
      let said = Buffer.alloc(0);
      for (let piece = await pipe.receive(SAID_MS); piece && said.length < MOST_SAID_BYTES; piece = await pipe.receive(SAID_MS))
        said = Buffer.concat([said, piece]);
      return saidBy(said);
    },
    close: () => pipe.close(),
  };
}

/** One key is a pedal; text is a scanner, or a badge reader where it is digits alone. */
export function typedBy(presses: readonly KeyPress[]): Omit<Spoken, 'candidate'> | null {
  const down = presses.filter((press) => press.down);
  if (down.length === 0) return null;
  if (down.length === 1) return { drivers: ['keyboard-pedal'], options: { key1: down[0]!.code } };
  const typed = new TypedText('us');
  const [text = typed.end() ?? ''] = typed.push(presses);
  return { drivers: /^\d{4,}$/.test(text) ? ['keyboard-badge', 'keyboard-scanner'] : ['keyboard-scanner', 'keyboard-badge'], options: {} };
}

/** A scale that talks by itself is known by its weights; anything else that speaks is a scanner or a badge reader. */
export function saidBy(bytes: Buffer): Omit<Spoken, 'candidate'> | null {
  if (bytes.length === 0) return null;
  if (toledoContinuous({}).parse(bytes).readings.length > 1) return { drivers: ['toledo-continuous'], options: {} };
  if (continuous({}).parse(bytes).readings.length > 0) return { drivers: ['continuous'], options: {} };
  if (continuous({ format: 'sartorius' }).parse(bytes).readings.length > 1)
    return { drivers: ['continuous'], options: { format: 'sartorius' } };
  return { drivers: ['serial-scanner', 'serial-badge'], options: {} };
}
