import { commandStream } from './command-stream.ts';
import { type LabelPrinter, type Language, type Machine, openLabelPrinter, type PrinterOptions } from './label-printer.ts';
import { blankLabel, type PackedRows, stamp } from './label-raster.ts';

export interface DymoOptions {
  /** Answers a question when all it was told before is done, not at once. */
  inOrder?: boolean | undefined;
  /** The paper stands this long at the top of form before it moves. */
  startsAfterMs?: number | undefined;
  /** Endless paper has no top of form. */
  endless?: boolean | undefined;
}

/**
 * A DYMO LabelWriter 450. It has no memory for a label: rows stay on the paper until it is fed out, whatever is told to be forgotten, and what meets an
 * error is gone.
 * @see DYMO, LabelWriter 450 Series Technical Reference Manual: ESC D sets the bytes of a row, ESC B where it begins, SYN sends one, ESC E feeds the label
 *   out, ESC A answers a byte whose lowest bit is always 1; ESC after ESC is passed over.
 */
export function openDymoPrinter({ inOrder, startsAfterMs, endless, ...printer }: PrinterOptions & DymoOptions): Promise<LabelPrinter> {
  return openLabelPrinter((machine) => dymo(machine, { inOrder, startsAfterMs, endless }), { resolutionDpi: 300, ...printer });
}

const HEAD_BYTES = 84;
const PARAMETERS: Readonly<Record<string, number>> = { D: 1, B: 1, L: 2, q: 1, Q: 2, f: 2 };
const WITHOUT_PARAMETERS = '@*AEGcdeghi';

function dymo(machine: Machine, { inOrder = false, startsAfterMs = 0, endless = false }: DymoOptions): Language {
  let rowBytes = HEAD_BYTES;
  let tabBytes = 0;
  /** Rows on the label under the head, each where it begins. */
  let paper: { x: number; row: PackedRows }[] = [];

  const faults = () => (machine.mediaOut() ? 0xa0 : 0) | (machine.coverOpen() ? 0x80 : 0);
  const atTop = () => !endless && machine.waiting() === 0 && paper.length === 0;
  const answer = () => machine.say(Buffer.from([0x01 | (atTop() ? 0x02 : 0) | faults()]));

  function feedOut(): void {
    const label = blankLabel(Math.max(...paper.map(({ x, row }) => x + row.rowBytes * 8)), paper.length);
    paper.forEach(({ x, row }, y) => {
      stamp(label, row, x, y);
    });
    paper = [];
    if (startsAfterMs > 0) setTimeout(() => machine.queue(label), startsAfterMs);
    else machine.queue(label);
  }

  function obey(command: string, [first = 0, second = 0]: Buffer): void {
    if (command === '@') {
      rowBytes = HEAD_BYTES;
      tabBytes = 0;
      machine.forget();
    } else if (command === 'D') {
      if (first === 0 || first > HEAD_BYTES) machine.refuse(`rows of ${first} bytes`);
      rowBytes = first;
    } else if (command === 'B') tabBytes = first;
    else if (command === 'f')
      for (let row = 0; row < second; row++) paper.push({ x: 0, row: { rowBytes: 1, bits: Buffer.alloc(1), black: 1 } });
    else if (command === 'A') inOrder ? machine.afterwards(answer) : answer();
    else if ((command === 'E' || command === 'G') && paper.length > 0) feedOut();
    else if (!(command in PARAMETERS) && !WITHOUT_PARAMETERS.includes(command)) machine.refuse(`no command: ESC ${command}`);
  }

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
        const bits = Buffer.from(bytes.subarray(1, 1 + rowBytes));
        paper.push({ x: tabBytes * 8, row: { rowBytes, bits, black: 1 } });
        return 1 + rowBytes;
      }
      machine.refuse(`no command: ${first}`);
      return 1;
    }),
    stopped: machine.forget,
  };
}
