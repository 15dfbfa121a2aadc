import { Type } from 'typebox';
import type { InputWire } from '../../protocol/messages.ts';
import { defineDriver } from '../../supervisor/driver.ts';
import { bytesIn, carries, fieldOf, type HidReports, isNumbered, usage, valueIn } from '../../transports/hid-descriptor.ts';
import { codeOf, MAX_CODE_BYTES, textOf } from './reading/code.ts';
import { orPause, readerSession } from './reading/reader-session.ts';

/** A report that says it goes on, and nothing more for so long: the rest is lost, and half a code is none. */
const REST_MS = 500;

/**
 * Scanners in the mode HID-POS: each report carries how many bytes of a code, the symbology, and whether the code goes on in the next. Where
 * these stand is taken from the report descriptor, since makers differ.
 * @see HID Point of Sale Usage Tables 1.02, Bar Code Scanner Page (0x8C).
 */
export default defineDriver({
  kind: 'code-reader',
  name: 'hid-pos',
  transport: ['hid'],
  match: [
    { vendorId: 0x0c2e, maker: 'Honeywell' },
    { vendorId: 0x05e0, maker: 'Zebra' },
    { vendorId: 0x05f9, maker: 'Datalogic' },
  ],
  isolation: 'shared',
  options: Type.Object({}, { additionalProperties: false }),
  async open(link) {
    const reports = await link.openReports((layout) => layoutOf(layout) !== null);
    const layout = layoutOf(reports.layout)!;
    async function* inputs(): AsyncGenerator<InputWire, void> {
      const codes = new PosCodes(layout);
      for (;;) {
        const report = await orPause(link.clock, codes.waiting ? REST_MS : 60_000, (patienceMs) => reports.next(patienceMs));
        const input = report ? codes.push(report) : codes.forget();
        if (input) yield input;
      }
    }
    return readerSession(inputs(), () => reports.close());
  },
});

const DECODED_DATA = usage(0x8c, 0xfe);
const CONTINUED = usage(0x8c, 0xff);
const SYMBOLOGY = [usage(0x8c, 0xfb), usage(0x8c, 0xfc), usage(0x8c, 0xfd)];
const BYTE_COUNT = usage(0x01, 0x3b);

export interface PosLayout {
  data: ReturnType<typeof fieldOf> & object;
  length: ReturnType<typeof fieldOf>;
  continued: ReturnType<typeof fieldOf>;
  symbology: ReturnType<typeof fieldOf>[];
}

/** Where a scanner puts what; null where it is none. Fields of other reports than that of the data are not of the data. */
export function layoutOf(layout: HidReports): PosLayout | null {
  const data = fieldOf(layout, DECODED_DATA);
  if (!data || data.field.bitSize % 8 !== 0 || data.field.bitOffset % 8 !== 0) return null;
  const ofReport = { fields: layout.fields.filter(({ reportId }) => reportId === data.field.reportId) };
  const symbology = SYMBOLOGY.map((one) => fieldOf(ofReport, one));
  return { data, length: fieldOf(ofReport, BYTE_COUNT), continued: fieldOf(ofReport, CONTINUED), symbology };
}

/** Codes out of reports as they come. What it keeps is bounded. */
export class PosCodes {
  readonly #layout: PosLayout;
  #parts: Buffer[] = [];
  #sizeBytes = 0;

  constructor(layout: PosLayout) {
    this.#layout = layout;
  }

  get waiting(): boolean {
    return this.#sizeBytes > 0;
  }

  forget(): null {
    this.#parts = [];
    this.#sizeBytes = 0;
    return null;
  }

  /** The code that this report ended. A report that ends early or says more bytes than it has is damaged, and all of its code with it. */
  push(report: Buffer): InputWire | null {
    const { data, length, continued, symbology } = this.#layout;
    if (!isNumbered(report, data.field.reportId)) return null;
    const isWhole = [data, length, continued, ...symbology].every((one) => one === null || carries(report, one.field));
    const room = bytesIn(report, data.field);
    // A count has no sign, whatever its logical range says.
    const said = length ? valueIn(report, { ...length.field, logicalMinimum: 0 }, length.index) : lengthOf(room);
    // One that ends early may have been the last or not: the next one that is, or a pause, ends its code.
    const goesOn = !isWhole || (continued !== null && valueIn(report, continued.field, continued.index) !== 0);
    // Damaged or beyond all measure it is passed over up to its end: counted, not kept.
    this.#sizeBytes += isWhole && said <= room.length ? said : MAX_CODE_BYTES + 1;
    if (this.#sizeBytes <= MAX_CODE_BYTES) this.#parts.push(room.subarray(0, said));
    else this.#parts = [];
    if (goesOn) return null;
    const whole = Buffer.concat(this.#parts);
    this.forget();
    const identifier = symbology.map((one) => (one ? String.fromCharCode(valueIn(report, one.field, one.index)) : '')).join('');
    return codeOf(textOf(withoutEnd(whole)), /^\]([0-9A-Za-z]{2})$/.exec(identifier)?.[1] ?? null);
  }
}

/** Without a count the data end where only zeros follow. */
function lengthOf(room: Buffer): number {
  let length = room.length;
  while (length > 0 && room[length - 1] === 0) length--;
  return length;
}

/** Scanners set to end a code with Enter or Tab do so in this mode too. */
function withoutEnd(code: Buffer): Buffer {
  let length = code.length;
  while (length > 0 && [0x0d, 0x0a, 0x09].includes(code[length - 1]!)) length--;
  return code.subarray(0, length);
}
