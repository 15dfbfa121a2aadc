import { commandStream } from './command-stream.ts';
import { type LabelPrinter, type Language, type Machine, openLabelPrinter, type PrinterOptions } from './label-printer.ts';
import { blankLabel, type PackedRows, stamp } from './label-raster.ts';

/**
 * A TSPL label printer (as a TSC TTP-244).
 * @see TSC, TSPL/TSPL2 Programming Language: BITMAP with 0 = black; ESC ! commands are obeyed at once wherever they stand, also in the dots of a picture,
 *   until ESC ! D switches that off; ~! commands when the printer is ready.
 */
export function openTsplPrinter({ tellsName = true, ...options }: PrinterOptions & { tellsName?: boolean }): Promise<LabelPrinter> {
  return openLabelPrinter((machine) => tspl(machine, tellsName), options);
}

const BITMAP = /^BITMAP (\d+),(\d+),(\d+),(\d+),(\d),/;
const LONGEST_LINE = 4_096;

function tspl(machine: Machine, tellsName: boolean): Language {
  let graphics: { x: number; y: number; rows: PackedRows }[] = [];
  let size = [812, 406];
  let immediate = true;

  function status(): number {
    const faults = (machine.coverOpen() ? 0x01 : 0) | (machine.mediaOut() ? 0x04 : 0);
    return faults | (faults === 0 && machine.waiting() > 0 ? 0x20 : 0);
  }

  function fullStatus(): string {
    const message = status() & 0x05 ? 'E' : status() & 0x20 ? 'P' : '@';
    return `\x02${message}@@${machine.mediaOut() ? 'A' : '@'}\x03\r\n`;
  }

  function atOnce(command: string): void {
    if (command === '?') machine.say(Buffer.from([status()]));
    else if (command === 'S') machine.say(fullStatus());
    else if (command === 'D') immediate = false;
    else if (command === '.') {
      machine.forget();
      graphics = [];
    }
  }

  function line(text: string): void {
    const millimetres = /^SIZE ([\d.]+) mm,([\d.]+) mm$/.exec(text);
    const copies = /^PRINT (\d+)(?:,(\d+))?$/.exec(text);
    if (millimetres) size = millimetres.slice(1).map((mm) => Math.round((Number(mm) * machine.resolutionDpi) / 25.4));
    else if (text === 'CLS') graphics = [];
    else if (text === '~!E') immediate = true;
    else if (text === '~!T') {
      if (tellsName) machine.afterwards(() => machine.say('TTP-244 Lab\r\n'));
    } else if (copies) {
      for (let copy = 0; copy < Number(copies[1]); copy++) {
        const label = blankLabel(size[0]!, size[1]!);
        for (const { x, y, rows } of graphics) stamp(label, rows, x, y);
        machine.queue(label);
      }
    } else if (!/^(?:(?:GAP|DIRECTION|REFERENCE|SPEED|DENSITY) .*)?$/.test(text))
      machine.refuse(`no command: ${JSON.stringify(text.slice(0, 40))}`);
  }

  return {
    push: commandStream((bytes) => {
      if (bytes[0] === 0x1b && immediate) {
        if (bytes.length < 3) return 0;
        atOnce(String.fromCharCode(bytes[2]!));
        return 3;
      }
      const text = bytes.subarray(0, LONGEST_LINE).toString('latin1');
      const bitmap = BITMAP.exec(text);
      if (bitmap) {
        const [head, x = 0, y = 0, rowBytes = 0, rows = 0] = [bitmap[0], ...bitmap.slice(1).map(Number)] as [string, ...number[]];
        const end = head.length + rowBytes * rows;
        if (bytes.length < end) return 0;
        const bits = Buffer.from(bytes.subarray(head.length, end));
        if (immediate && bits.includes('\x1b!')) machine.refuse('a picture with an immediate command in it');
        graphics.push({ x, y, rows: { rowBytes, bits, black: 0 } });
        return end;
      }
      const end = text.indexOf('\n');
      if (end < 0) return text.length === LONGEST_LINE ? LONGEST_LINE : 0;
      line(text.slice(0, end).replace(/\r$/, ''));
      return end + 1;
    }),
  };
}
