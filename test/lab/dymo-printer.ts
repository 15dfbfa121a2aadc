import { commandStream } from './command-stream.ts';
import { type LabelPrinter, type Language, type Machine, openLabelPrinter, type PrinterOptions } from './label-printer.ts';
import { blankLabel, stamp } from './label-raster.ts';

/**
 * A DYMO LabelWriter 450.
 * @see DYMO, LabelWriter 450 Series Technical Reference Manual: ESC D sets the bytes of a row, SYN sends one, ESC E feeds the label out, ESC A answers a
 *   byte whose lowest bit is always 1; ESC after ESC is passed over.
 */
export const openDymoPrinter = (options: PrinterOptions): Promise<LabelPrinter> =>
  openLabelPrinter(dymo, { resolutionDpi: 300, ...options });

const HEAD_BYTES = 84;

function dymo(machine: Machine): Language {
  let rowBytes = HEAD_BYTES;
  let rows: Buffer[] = [];

  const faults = () => (machine.mediaOut() ? 0xa0 : 0) | (machine.coverOpen() ? 0x80 : 0);
  const status = () => 0x01 | (machine.waiting() === 0 ? 0x02 : 0) | faults();

  function obey(command: string, [first = 0]: Buffer): void {
    if (command === '@') {
      rows = [];
      rowBytes = HEAD_BYTES;
      machine.forget();
    } else if (command === 'D') {
      if (first === 0 || first > HEAD_BYTES) machine.refuse(`rows of ${first} bytes`);
      rowBytes = first;
    } else if (command === 'A') machine.say(Buffer.from([status()]));
    else if (command === 'E' || command === 'G') {
      const label = blankLabel(rowBytes * 8, rows.length);
      stamp(label, { rowBytes, bits: Buffer.concat(rows), black: 1 });
      if (rows.length > 0) machine.queue(label);
      rows = [];
    }
  }

  const PARAMETERS: Readonly<Record<string, number>> = { D: 1, B: 1, L: 2, q: 1, Q: 2, f: 2 };

  return {
    push: commandStream((bytes) => {
      const [first, second] = bytes;
      if (first === 0x1b) {
        if (second === undefined) return 0;
        if (second === 0x1b) return 1;
        const command = String.fromCharCode(second);
        const length = 2 + (PARAMETERS[command] ?? 0);
        if (bytes.length < length) return 0;
        obey(command, bytes.subarray(2, length));
        return length;
      }
      if (first === 0x16) {
        if (bytes.length < 1 + rowBytes) return 0;
        rows.push(Buffer.from(bytes.subarray(1, 1 + rowBytes)));
        return 1 + rowBytes;
      }
      machine.refuse(`no command: ${first}`);
      return 1;
    }),
  };
}
