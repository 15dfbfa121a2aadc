/** What an input report of a HID device carries, worked out of its report descriptor (Device Class Definition for HID 1.11, §6.2.2). */
export interface HidField {
  /** 0 where the reports bear no number. */
  reportId: number;
  /** From the first byte of a report as it is read, its number included. */
  bitOffset: number;
  bitSize: number;
  count: number;
  /** Of an array: what its numbers stand for, counted from `logicalMinimum`; else of each of the `count` values in turn, the last for all that follow. */
  usages: readonly Usages[];
  isArray: boolean;
  logicalMinimum: number;
  /** Usage of the outermost collection. */
  application: number;
}

/** So many usages one after the other: page in the upper, id in the lower 16 bits. */
export interface Usages {
  first: number;
  count: number;
}

export interface HidReports {
  fields: readonly HidField[];
}

/** Linux takes no longer descriptor (HID_MAX_DESCRIPTOR_SIZE). */
export const MAX_DESCRIPTOR_BYTES = 4_096;
const MAX_REPORT_BITS = 16_384 * 8;
const MAX_FIELDS = 1_024;
const MAX_DEPTH = 16;
const PAGE = 0x1_0000;

export const usage = (page: number, id: number): number => page * PAGE + id;

interface Globals {
  page: number;
  logicalMinimum: number;
  bitSize: number;
  count: number;
  reportId: number;
}

/** The input fields, or null for bytes that are no descriptor or one beyond all measure. Pure; of any bytes. */
export function parseHidDescriptor(bytes: Buffer): HidReports | null {
  if (bytes.length > MAX_DESCRIPTOR_BYTES) return null;
  const fields: HidField[] = [];
  /** Bits so far of each report. */
  const lengths = new Map<number, number>();
  const saved: Globals[] = [];
  const collections: number[] = [];
  let globals: Globals = { page: 0, logicalMinimum: 0, bitSize: 0, count: 0, reportId: 0 };
  const named = new NamedUsages();
  let numbered = false;

  for (const item of items(bytes)) {
    if (item === null) return null;
    const { tag, value, signed, size } = item;
    switch (tag) {
      case 'input': {
        const usages = named.take(globals.page);
        const length = globals.bitSize * globals.count;
        const at = lengths.get(globals.reportId) ?? 0;
        if (globals.bitSize > 32 * 8 || at + length > MAX_REPORT_BITS || fields.length >= MAX_FIELDS) return null;
        lengths.set(globals.reportId, at + length);
        const isConstant = (value & 0x01) !== 0;
        if (isConstant || length === 0) break;
        const { reportId, bitSize, count, logicalMinimum } = globals;
        const isArray = (value & 0x02) === 0;
        fields.push({ reportId, bitOffset: at, bitSize, count, usages, isArray, logicalMinimum, application: collections[0] ?? 0 });
        break;
      }
      case 'collection':
        if (collections.push(named.take(globals.page)[0]?.first ?? 0) > MAX_DEPTH) return null;
        break;
      case 'end collection':
        named.take(globals.page);
        if (collections.pop() === undefined) return null;
        break;
      case 'output or feature':
        named.take(globals.page);
        break;
      case 'usage page':
        globals = { ...globals, page: value };
        break;
      case 'logical minimum':
        globals = { ...globals, logicalMinimum: signed };
        break;
      case 'report size':
        globals = { ...globals, bitSize: value };
        break;
      case 'report id':
        if (value < 1 || value > 255) return null;
        numbered = true;
        globals = { ...globals, reportId: value };
        break;
      case 'report count':
        globals = { ...globals, count: value };
        break;
      case 'push':
        if (saved.push(globals) > MAX_DEPTH) return null;
        break;
      case 'pop': {
        const before = saved.pop();
        if (!before) return null;
        globals = before;
        break;
      }
      case 'delimiter':
        named.delimit(value === 1);
        break;
      case 'usage':
      case 'usage minimum':
      case 'usage maximum':
        named.name(tag, size === 4 ? value : usage(globals.page, value), size === 4);
    }
  }
  if (collections.length > 0) return null;
  if (!numbered) return { fields };
  // Where one report has a number all have: what stands before the first number is of none that can come.
  return { fields: fields.filter(({ reportId }) => reportId !== 0).map((field) => ({ ...field, bitOffset: field.bitOffset + 8 })) };
}

/** Usages as they are named one by one for the main item that comes next. */
class NamedUsages {
  #named: (Usages & { pageGiven: boolean })[] = [];
  #ends: { minimum?: number; maximum?: number; pageGiven: boolean } = { pageGiven: false };
  /** Between delimiters stand names for one and the same; the first is the one that is meant (§6.2.2.8). */
  #set: 'none' | 'begun' | 'named' = 'none';

  delimit(opens: boolean): void {
    this.#set = opens ? 'begun' : 'none';
  }

  /** Either end of a range may come first; one whose ends are crossed names nothing, as for Linux. */
  name(what: 'usage' | 'usage minimum' | 'usage maximum', value: number, pageGiven: boolean): void {
    if (what === 'usage') {
      this.#add(value, 1, pageGiven);
      return;
    }
    const ends = { ...this.#ends, [what === 'usage minimum' ? 'minimum' : 'maximum']: value, pageGiven: pageGiven || this.#ends.pageGiven };
    this.#ends = ends;
    if (ends.minimum === undefined || ends.maximum === undefined) return;
    this.#ends = { pageGiven: false };
    this.#add(ends.minimum, (ends.maximum % PAGE) - (ends.minimum % PAGE) + 1, ends.pageGiven);
  }

  /**
   * All of them, and none is left. A page that is named after its usages is theirs, as long as none of it was named before.
   * @see §6.2.2.8, and hid_concatenate_last_usage_page in Linux, hid-core.c.
   */
  take(page: number): Usages[] {
    for (const one of this.#named.toReversed()) {
      if (one.pageGiven) continue;
      if (Math.floor(one.first / PAGE) === page) break;
      one.first = usage(page, one.first % PAGE);
    }
    const taken = this.#named.map(({ first, count }) => ({ first, count }));
    this.#named = [];
    this.#ends = { pageGiven: false };
    this.#set = 'none';
    return taken;
  }

  #add(first: number, count: number, pageGiven: boolean): void {
    if (count < 1 || this.#set === 'named') return;
    if (this.#set === 'begun') this.#set = 'named';
    this.#named.push({ first, count, pageGiven });
  }
}

const TAGS: Readonly<Record<number, string>> = {
  128: 'input',
  144: 'output or feature',
  176: 'output or feature',
  160: 'collection',
  192: 'end collection',
  4: 'usage page',
  20: 'logical minimum',
  116: 'report size',
  132: 'report id',
  148: 'report count',
  164: 'push',
  180: 'pop',
  8: 'usage',
  24: 'usage minimum',
  40: 'usage maximum',
  168: 'delimiter',
};
const LONG_ITEM = 0xfe;

/** Short items one by one; long items, which no device has ever had, are passed over (§6.2.2.2, §6.2.2.3). Ends with null where one is cut off. */
function* items(bytes: Buffer): Generator<{ tag: string; value: number; signed: number; size: number } | null> {
  for (let at = 0; at < bytes.length; ) {
    const prefix = bytes[at]!;
    if (prefix === LONG_ITEM) {
      at += 3 + (bytes[at + 1] ?? bytes.length);
      if (at > bytes.length) return yield null;
      continue;
    }
    const size = [0, 1, 2, 4][prefix & 0x03]!;
    if (at + 1 + size > bytes.length) return yield null;
    const value = size === 0 ? 0 : bytes.readUIntLE(at + 1, size);
    const signed = size === 0 ? 0 : bytes.readIntLE(at + 1, size);
    yield { tag: TAGS[prefix & 0xfc] ?? '', value, signed, size };
    at += 1 + size;
  }
}

/** The field that carries this usage, and which of its values. An array carries what its numbers can stand for. */
export function fieldOf({ fields }: HidReports, wanted: number): { field: HidField; index: number } | null {
  for (const field of fields) {
    let before = 0;
    for (const { first, count } of field.usages) {
      const index = before + wanted - first;
      // Usages beyond the values are nobody's.
      if (wanted >= first && wanted < first + count && (field.isArray || index < field.count))
        return { field, index: field.isArray ? 0 : index };
      before += count;
    }
  }
  return null;
}

/** Whether this report, as it was read, is the one of that number. */
export const isNumbered = (report: Buffer, reportId: number): boolean => reportId === 0 || report[0] === reportId;

/** Whether this report, as it was read, is the one with the field, and has all of it. */
export const carries = (report: Buffer, { reportId, bitOffset, bitSize, count }: HidField): boolean =>
  isNumbered(report, reportId) && report.length * 8 >= bitOffset + bitSize * count;

/** One value of a field of at most 32 bits. The report must carry it. */
export function valueIn(report: Buffer, { bitOffset, bitSize, logicalMinimum }: HidField, index = 0): number {
  const from = bitOffset + index * bitSize;
  let value = 0;
  for (let bit = 0; bit < Math.min(bitSize, 32); bit++) {
    const at = from + bit;
    if (((report[at >> 3] ?? 0) >> (at & 7)) & 1) value += 2 ** bit;
  }
  return logicalMinimum < 0 && value >= 2 ** (bitSize - 1) ? value - 2 ** bitSize : value;
}

/** The usage an array's number stands for. */
export function selected(report: Buffer, field: HidField): number | null {
  let at = valueIn(report, field) - field.logicalMinimum;
  for (const { first, count } of field.usages) {
    if (at >= 0 && at < count) return first + at;
    at -= count;
  }
  return null;
}

/** A field of whole bytes as it stands. */
export function bytesIn(report: Buffer, { bitOffset, bitSize, count }: HidField): Buffer {
  return report.subarray(bitOffset >> 3, (bitOffset + bitSize * count) >> 3);
}
