import { qualityOf, type ScanQuality } from '../../../../src/base/scan-profile.ts';
import type { SaneOption, SaneValue } from '../../../native/sane.ts';
import type { ScanOrder } from '../../../protocol/messages.ts';
import { isSensor } from './sensors.ts';

/** One setting, decided when its turn has come: what an option may hold depends on those set before it. Null leaves it as it is. */
export interface Setting {
  name: string;
  /** Without it the order cannot be obeyed. */
  needed: boolean;
  choose(option: SaneOption): SaneValue | null;
}

export interface Window {
  widthMm: number;
  heightMm: number;
}

/** Thrown where the device has no such source, mode …: in words for the record. */
export class NoSuchChoice extends Error {}

/**
 * The settings of an order, in the order in which they must be made: source, mode, depth, resolution, page, window. Names are those of
 * `saneopts.h`; the words backends give to sources and modes differ, and are found by what they say.
 */
export function planScan(order: ScanOrder, window: Window, extra: readonly Setting[]): Setting[] {
  const { source, profile, resolutionDpi } = order;
  const { mode } = qualityOf(profile, resolutionDpi);
  const duplex = source === 'adf-duplex';
  const optional = (name: string, choose: Setting['choose']): Setting => ({ name, needed: false, choose });
  return [
    optional('source', word(SOURCE[source], source)),
    // Backends of older devices choose the sides apart from the source: epson2, hp, kodak.
    ...(source === 'flatbed' ? [] : [optional('adf-mode', word(duplex ? [/duplex/i] : [/simplex/i, /front/i], source))]),
    ...(source === 'flatbed' ? [] : [optional('duplex', ({ type }) => (type === 'bool' ? duplex : null))]),
    optional('mode', word(MODE[mode], mode)),
    optional('depth', (option) => (allows(option, 8) ? 8 : null)),
    { name: 'resolution', needed: true, choose: (option) => nearest(option, resolutionDpi) },
    optional('y-resolution', (option) => nearest(option, resolutionDpi)),
    ...DOUBLE_FEED,
    ...extra,
    // fujitsu and canon_dr centre the window on the page they are told of.
    optional('page-width', length(window.widthMm, resolutionDpi)),
    optional('page-height', length(window.heightMm, resolutionDpi)),
    optional('tl-x', length(0, resolutionDpi)),
    optional('tl-y', length(0, resolutionDpi)),
    optional('br-x', length(window.widthMm, resolutionDpi)),
    optional('br-y', length(window.heightMm, resolutionDpi)),
  ];
}

/** The best first. `Automatic Document Feeder(left aligned,Duplex)`, `ADF Front`, `Flatbed`, `Document Table` … */
const SOURCE: Readonly<Record<ScanOrder['source'], readonly RegExp[]>> = {
  'adf-duplex': [/^(?=.*(?:adf|feeder))(?=.*duplex)/i, /duplex/i],
  adf: [/^adf front$/i, /^(?=.*(?:adf|feeder))(?!.*(?:duplex|back))/i],
  flatbed: [/flatbed|platen|document table/i],
};
const MODE: Readonly<Record<ScanQuality['mode'], readonly RegExp[]>> = {
  gray: [/^gr[ae]y$/i, /gr[ae]y/i],
  colour: [/^colou?r$/i, /^(?!.*(?:half|lineart)).*(?:colou?r|rgb)/i],
};

/** A double feed stops the feeder where the device can feel it (fujitsu, canon_dr, kodak); the sheets go back. */
const DOUBLE_FEED: readonly Setting[] = [
  { name: 'df-action', needed: false, choose: word([/^stop$/i], 'df-action', true) },
  { name: 'df-thickness', needed: false, choose: ({ type }) => (type === 'bool' ? true : null) },
];

/** One of the words an option takes. Where it takes one only, there is nothing to choose: a device without a feeder, or without colour. */
function word(patterns: readonly RegExp[], wish: string, mayLack = false): Setting['choose'] {
  return ({ type, constraint }) => {
    if (type !== 'string' || !Array.isArray(constraint)) return null;
    const words = constraint.filter((one): one is string => typeof one === 'string');
    for (const pattern of patterns) {
      const found = words.find((one) => pattern.test(one));
      if (found !== undefined) return found;
    }
    if (mayLack) return null;
    // With a side switch of its own (`adf-mode`, `duplex`) the source is the feeder.
    const feeder = wish === 'adf-duplex' ? words.find((one) => /adf|feeder/i.test(one)) : undefined;
    if (feeder !== undefined) return feeder;
    throw new NoSuchChoice(`it has no ${wish} (${words.join(', ').slice(0, 80)})`);
  };
}

function allows({ constraint }: SaneOption, value: number): boolean {
  if (constraint === null) return true;
  if (Array.isArray(constraint)) return constraint.includes(value);
  return value >= constraint.min && value <= constraint.max;
}

function nearest({ type, constraint }: SaneOption, wish: number): number | null {
  if (type !== 'int' && type !== 'fixed') return null;
  if (constraint === null) return wish;
  if (!Array.isArray(constraint)) return clamp(wish, constraint);
  const numbers = constraint.filter((one): one is number => typeof one === 'number' && one > 0);
  return numbers.sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish) || b - a)[0] ?? null;
}

function clamp(value: number, { min, max, quant }: { min: number; max: number; quant: number }): number {
  const within = Math.min(Math.max(value, min), max);
  return quant > 0 ? Math.min(min + Math.round((within - min) / quant) * quant, max) : within;
}

function length(mm: number, resolutionDpi: number): Setting['choose'] {
  return (option) => {
    if (option.size !== 4) return null;
    return nearest(option, option.unit === 'pixel' ? Math.round((mm / 25.4) * resolutionDpi) : mm);
  };
}

/**
 * Settings of the configuration, `df-length=yes; swdeskew=yes; threshold=120`: hardware deskew, crop, skipping of blank pages and whatever else
 * the backend calls by name. @throws NoSuchChoice a part that is no setting
 */
export function parseSettings(text: string): Setting[] {
  const parts = text.split(';').filter((part) => part.trim() !== '');
  return parts.map((part) => {
    const [, name, value] = /^\s*([a-z0-9-]+)\s*=\s*(.*?)\s*$/i.exec(part) ?? [];
    if (name === undefined || value === undefined) throw new NoSuchChoice(`"${part.trim()}" is no setting`);
    return { name, needed: true, choose: (option: SaneOption) => settingOf(option, value) };
  });
}

function settingOf(option: SaneOption, text: string): SaneValue {
  const wrong = () => new NoSuchChoice(`"${text}" is no value of ${option.name}`);
  if (isSensor(option)) throw new NoSuchChoice(`${option.name} is not to be set`);
  if (option.type === 'string') return text;
  if (option.type === 'bool') {
    if (/^(yes|true|on|1)$/i.test(text)) return true;
    if (/^(no|false|off|0)$/i.test(text)) return false;
    throw wrong();
  }
  const numbers = text.split(',').map(Number);
  if (text === '' || numbers.some((one) => !Number.isFinite(one))) throw wrong();
  return numbers.length === 1 ? numbers[0]! : numbers;
}
