import { commandStream } from './command-stream.ts';
import { type LabelPrinter, type Language, type Machine, openLabelPrinter, type PrinterOptions } from './label-printer.ts';
import { blankLabel, type PackedRows, stamp } from './label-raster.ts';

/**
 * A receipt printer (as an Epson TM-T88) whose paper is cut into labels: what is printed lies on the strip until it is cut.
 * @see Epson, ESC/POS Command Reference: DLE EOT n answers one byte, GS r 1 when the commands before it are done, GS ( H says an id back, GS v 0 prints
 *   rows of 1 = black, GS V 66 feeds and cuts, DLE DC4 8 clears the buffers wherever it stands, with what has come behind it.
 */
export const openEscposPrinter = (options: PrinterOptions): Promise<LabelPrinter> => openLabelPrinter(escpos, options);

const ROW_DOTS = 576;
const CLEAR = Buffer.from([0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8]);

function escpos(machine: Machine): Language {
  let strip: PackedRows[] = [];

  function realTime(n: number): number {
    const [out, open] = [machine.mediaOut(), machine.coverOpen()];
    if (n === 1) return 0x12 | (out || open ? 0x08 : 0);
    if (n === 2) return 0x12 | (open ? 0x04 : 0) | (out ? 0x20 : 0);
    if (n === 4) return 0x12 | (out ? 0x6c : 0);
    return 0x12;
  }

  function cut(): void {
    const rows = strip.reduce((sum, { bits, rowBytes }) => sum + bits.length / rowBytes, 0);
    if (rows === 0) return;
    const widthDots = Math.min(ROW_DOTS, Math.max(...strip.map(({ rowBytes }) => rowBytes * 8)));
    const label = blankLabel(widthDots, rows);
    let y = 0;
    for (const band of strip) {
      stamp(label, band, 0, y);
      y += band.bits.length / band.rowBytes;
    }
    strip = [];
    machine.queue(label);
  }

  /** Length of a command and what it does; 0 while it is not whole. */
  function obey(bytes: Buffer): number {
    const [first = 0, second = 0, third = 0] = bytes;
    const needs = (length: number, run: () => void = () => {}): number => {
      if (bytes.length < length) return 0;
      run();
      return length;
    };
    if (first === 0x10) {
      if (second === 0x04) return needs(3, () => machine.say(Buffer.from([realTime(third)])));
      // Whole at last where it came in two pieces.
      if (second === 0x14 && third === 8) return needs(CLEAR.length, clear);
      return needs(3);
    }
    if (first === 0x1b) {
      if (second === 0x40) return needs(2);
      return needs(3);
    }
    if (first === 0x1d) {
      if (bytes.length < 2) return 0;
      if (second === 0x76) {
        if (bytes.length < 8) return 0;
        const [rowBytes, rows] = [bytes.readUInt16LE(4), bytes.readUInt16LE(6)];
        return needs(8 + rowBytes * rows, () =>
          strip.push({ rowBytes, bits: Buffer.from(bytes.subarray(8, 8 + rowBytes * rows)), black: 1 }),
        );
      }
      if (second === 0x56) return needs(third === 65 || third === 66 ? 4 : 3, cut);
      if (second === 0x72) return needs(3, () => machine.afterwards(() => machine.say(Buffer.from([machine.mediaOut() ? 0x0f : 0x00]))));
      if (second === 0x28) {
        if (bytes.length < 5) return 0;
        const length = 5 + bytes.readUInt16LE(3);
        return needs(length, () => {
          if (third !== 0x48) return;
          const id = Buffer.from(bytes.subarray(7, 11));
          machine.afterwards(() => machine.say(Buffer.concat([Buffer.from([0x37, 0x22]), id, Buffer.from([0x00])])));
        });
      }
      return needs(3);
    }
    if (first !== 0x00 && first !== 0x0a && first !== 0x0d) machine.refuse(`text: ${first}`);
    return 1;
  }

  let commands = commandStream(obey);
  function clear(): void {
    commands = commandStream(obey);
    machine.forget();
    machine.say(Buffer.from([0x37, 0x25, 0x00]));
  }
  return {
    push(bytes) {
      if (bytes.includes(CLEAR)) clear();
      else commands(bytes);
    },
  };
}
