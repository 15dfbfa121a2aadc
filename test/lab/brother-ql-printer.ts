import { commandStream } from './command-stream.ts';
import { type LabelPrinter, type Language, type Machine, openLabelPrinter, type PrinterOptions } from './label-printer.ts';
import { blankLabel, type DrawnLabel, stamp } from './label-raster.ts';

/**
 * A Brother QL label printer (as a QL-710W). A picture is as wide as the head and lies as on the paper.
 * @see Brother, Raster Command Reference: rows of 90 bytes, the first dot the right-most of the paper; a status of 32 bytes when asked, but never asked
 *   while it prints, when it tells by itself: phase change, printing completed, error. On an error all data are cleared (QL-500 to 1060N, 6.3).
 */
export const openBrotherQlPrinter = (options: PrinterOptions): Promise<LabelPrinter> =>
  openLabelPrinter(brotherQl, { resolutionDpi: 300, media: '62', ...options });

const ROW_BYTES = 90;
const HEAD_DOTS = ROW_BYTES * 8;
/** Half an inch of an endless roll, by the table of lengths. */
const SHORTEST_ROWS = 150;
/** Between what it says of a label and the end of it. */
const CUT_MS = 30;
const REPLY = 0;
const COMPLETED = 1;
const ERROR = 2;
const PHASE_CHANGE = 6;
const AFTER_ESC_I: Readonly<Record<string, number>> = { S: 0, a: 1, z: 10, M: 1, K: 1, A: 1, d: 2, '!': 1 };

function brotherQl(machine: Machine): Language {
  let rows: Buffer[] = [];
  let announced = 0;
  let wrongMedia = false;
  let printing = false;
  let rasterMode = false;

  const loaded = () => machine.media().split('x').map(Number) as [number, number?];

  function status(type: number, phase = 0): Buffer {
    const bytes = Buffer.alloc(32);
    bytes.set([0x80, 0x20, 0x42, 0x34, 0x36, 0x30, 0x30, 0x00]);
    const [widthMm, lengthMm] = loaded();
    bytes[8] = machine.mediaOut() ? 0x01 : 0;
    bytes[9] = (wrongMedia ? 0x01 : 0) | (machine.coverOpen() ? 0x10 : 0);
    if (!machine.mediaOut()) bytes.set([widthMm, lengthMm === undefined ? 0x0a : 0x0b], 10);
    bytes[14] = 0x3f;
    bytes[17] = machine.mediaOut() ? 0 : (lengthMm ?? 0);
    bytes.set([type, phase], 18);
    return bytes;
  }

  function escI(command: string, bytes: Buffer): void {
    if (command === 'S') {
      if (printing) machine.refuse('asked for its status while it prints');
      else machine.say(status(REPLY));
    }
    if (command === 'a') rasterMode = bytes[0] === 1;
    if (command !== 'z') return;
    const [kind, widthMm, lengthMm] = bytes.subarray(1, 4);
    const [loadedWidth, loadedLength] = loaded();
    wrongMedia = kind !== (loadedLength === undefined ? 0x0a : 0x0b) || widthMm !== loadedWidth || lengthMm !== (loadedLength ?? 0);
    announced = bytes.readUInt32LE(4);
  }

  function print(): void {
    const page = rows;
    rows = [];
    if (wrongMedia) machine.say(status(ERROR));
    else if (!rasterMode) machine.refuse('rows before it was switched to raster mode');
    else if (loaded()[1] === undefined && page.length < SHORTEST_ROWS) machine.refuse(`only ${page.length} rows`);
    else if (page.length !== announced) machine.refuse(`${announced} rows were announced, ${page.length} came`);
    else machine.queue(onPaper(page));
  }

  function onPaper(page: Buffer[]): DrawnLabel {
    const head = blankLabel(HEAD_DOTS, page.length);
    stamp(head, { rowBytes: ROW_BYTES, bits: Buffer.concat(page), black: 1 });
    const paper = blankLabel(HEAD_DOTS, page.length);
    for (let at = 0; at < head.dots.length; at++) paper.dots[at - (at % HEAD_DOTS) + HEAD_DOTS - 1 - (at % HEAD_DOTS)] = head.dots[at]!;
    return paper;
  }

  return {
    push: commandStream((bytes) => {
      const [first, second, third] = bytes;
      if (first === 0x1b) {
        if (bytes.length < 2) return 0;
        if (second === 0x40) {
          rows = [];
          wrongMedia = false;
          printing = false;
          machine.forget();
          return 2;
        }
        if (second !== 0x69) return 2;
        if (third === undefined) return 0;
        const command = String.fromCharCode(third);
        const length = AFTER_ESC_I[command] ?? 0;
        if (bytes.length < 3 + length) return 0;
        escI(command, bytes.subarray(3, 3 + length));
        return 3 + length;
      }
      if (first === 0x67) {
        if (bytes.length < 3 || bytes.length < 3 + third!) return 0;
        if (third !== ROW_BYTES) machine.refuse(`a row of ${third} bytes`);
        rows.push(Buffer.from(bytes.subarray(3, 3 + third!)));
        return 3 + third!;
      }
      if (first === 0x1a || first === 0x0c) print();
      else if (first === 0x4d) return bytes.length < 2 ? 0 : 2;
      else if (first !== 0x00) machine.refuse(`no command: ${first}`);
      return 1;
    }),
    began() {
      printing = true;
      machine.say(status(PHASE_CHANGE, 1));
    },
    cameOut() {
      machine.say(status(COMPLETED));
      setTimeout(() => {
        printing = false;
        machine.say(status(PHASE_CHANGE, 0));
      }, CUT_MS);
    },
    stopped() {
      printing = false;
      machine.forget();
      machine.say(status(ERROR));
    },
  };
}
