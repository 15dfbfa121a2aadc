import { commandStream } from './command-stream.ts';
import { type LabelPrinter, type Language, type Machine, openLabelPrinter, type PrinterOptions } from './label-printer.ts';
import { blankLabel, type PackedRows, stamp } from './label-raster.ts';

/**
 * An EPL2 label printer (as a Zebra LP 2844).
 * @see EPL2 Programmer's Manual: GW with 1 = white, N, q, Q, P, US (ACK for each label, NAK and code for an error); ^ee, answered where a command may
 *   begin; ^@ as switching off and on: what is said meanwhile is lost (Intermec ESim, ^@).
 */
export function openEpl2Printer({
  lengthDots,
  acknowledges,
  restartMs,
  hangsUp,
  ...printer
}: PrinterOptions & Epl2Options): Promise<LabelPrinter> {
  return openLabelPrinter((machine) => epl2(machine, { lengthDots, acknowledges, restartMs, hangsUp }), printer);
}

export interface Epl2Options {
  lengthDots?: number | undefined;
  acknowledges?: boolean | undefined;
  /** How long it hears nothing after ^@, and whether its connection goes. */
  restartMs?: number | undefined;
  hangsUp?: boolean | undefined;
}

const GRAPHIC = /^GW(\d+),(\d+),(\d+),(\d+)[,\n]/;
const LONGEST_LINE = 4_096;

function epl2(machine: Machine, { lengthDots: mediaLengthDots = 406, acknowledges = true, restartMs = 0, hangsUp }: Epl2Options): Language {
  let graphics: { x: number; y: number; rows: PackedRows }[] = [];
  let widthDots = 832;
  let lengthDots = mediaLengthDots;
  let reports = false;
  let restarting = false;

  function restart(): void {
    machine.forget();
    graphics = [];
    reports = false;
    if (hangsUp) machine.hangUp();
    if (restartMs === 0) return;
    restarting = true;
    setTimeout(() => {
      restarting = false;
    }, restartMs);
  }

  const codes = () => [...(machine.mediaOut() ? ['07'] : []), ...(machine.coverOpen() ? ['11'] : [])];

  function line(text: string): void {
    const value = Number.parseInt(text.slice(1), 10);
    if (text === 'N') graphics = [];
    else if (/^q\d+$/.test(text)) widthDots = value;
    else if (/^Q\d+,\d+/.test(text)) lengthDots = value;
    else if (text === 'US') {
      reports = true;
      // As an Intermec does, and before any label.
      machine.say('\x06');
    } else if (text === 'UN') reports = false;
    else if (text === '^@') restart();
    else if (text === '^ee') {
      if (codes().length > 0) machine.say(`${codes().join(',')}\r\n`);
      else machine.afterwards(() => machine.say('00\r\n'));
    } else if (/^P\d+$/.test(text)) {
      for (let copy = 0; copy < value; copy++) {
        const label = blankLabel(widthDots, lengthDots);
        for (const { x, y, rows } of graphics) stamp(label, rows, x, y);
        machine.queue(label);
      }
    } else if (!/^(?:Z[TB]|[DSRO].*)?$/.test(text)) machine.refuse(`no command: ${JSON.stringify(text.slice(0, 40))}`);
  }

  return {
    push: commandStream((bytes) => {
      if (restarting) return bytes.length;
      const text = bytes.subarray(0, LONGEST_LINE).toString('latin1');
      const graphic = GRAPHIC.exec(text);
      if (graphic) {
        const [head, x = 0, y = 0, rowBytes = 0, rows = 0] = [graphic[0], ...graphic.slice(1).map(Number)] as [string, ...number[]];
        const end = head.length + rowBytes * rows;
        if (bytes.length < end) return 0;
        graphics.push({ x, y, rows: { rowBytes, bits: Buffer.from(bytes.subarray(head.length, end)), black: 0 } });
        return end;
      }
      const end = text.indexOf('\n');
      // A graphic is recognised before its line ends, which it may never do.
      if (end < 0) return text.length === LONGEST_LINE ? LONGEST_LINE : 0;
      line(text.slice(0, end).replace(/\r$/, ''));
      return end + 1;
    }),
    cameOut() {
      if (reports && acknowledges) machine.say('\x06');
    },
    stopped() {
      if (reports) machine.say(`\x15${codes()[0] ?? '00'}P001\x13`);
    },
  };
}
