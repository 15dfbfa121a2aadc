import { FRAME, type SaneParameters, type SaneScanner } from '../../../native/sane.ts';
import { type PngShape, PngWriter } from './png.ts';

/** What a frame may claim; A3 at 1,200 dpi in colour is 0.8 GB unpacked. Past these it is a device that makes no sense. */
const MAX_WIDTH_PX = 65_500;
const MAX_LINES = 400_000;
const MAX_RAW_BYTES = 1024 * 1024 * 1024;
const MAX_PLANE_BYTES = 160 * 1024 * 1024;
const READ_BYTES = 512 * 1024;

/** What is wrong with what the device sent, in words for the record. */
export class BrokenFrame extends Error {}

const PLANES: readonly number[] = [FRAME.RED, FRAME.GREEN, FRAME.BLUE];

/**
 * Reads the page that `start` has begun and makes a PNG of it, frame by frame: gray, colour, or three passes of one colour each, with the
 * number of lines known or not, depth 1, 8 or 16 (SANE 1.06, 3.2). While one buffer is packed the next is read.
 * @param progress called when bytes have come; what it throws ends the reading before the next call. @throws BrokenFrame, SaneError
 */
export async function readPage(scanner: SaneScanner, resolutionDpi: number, maxBytes: number, progress: () => void): Promise<Buffer> {
  const first = checked(await scanner.parameters());
  const threePass = PLANES.includes(first.format);
  const shape: PngShape = {
    widthPx: first.pixelsPerLine,
    channels: first.format === FRAME.GRAY ? 1 : 3,
    depth: first.depth as PngShape['depth'],
    resolutionDpi,
  };
  const png = new PngWriter(shape, maxBytes);
  const bounded = () => {
    if (png.tooLarge) throw new BrokenFrame(`it has more than ${maxBytes} bytes`);
  };
  const put = async (rows: Buffer) => {
    await png.write(rows);
    bounded();
  };
  try {
    if (threePass) await put(interleaved(await readPlanes(scanner, first, progress), shape));
    else await readFrame(scanner, first, shape.channels, put, progress);
    if (png.rows === 0) throw new BrokenFrame('it has no lines');
    const page = await png.end();
    bounded();
    return page;
  } finally {
    png.discard();
  }
}

/** The parameters, if they describe a frame that can be. */
function checked(parameters: SaneParameters): SaneParameters {
  const { format, depth, pixelsPerLine, bytesPerLine, lines } = parameters;
  const channels = format === FRAME.RGB ? 3 : 1;
  const rowBytes = Math.ceil((pixelsPerLine * channels * depth) / 8);
  const shape = `${pixelsPerLine} x ${lines} dots of ${depth} bits, format ${format}, ${bytesPerLine} bytes per line`;
  const known = format === FRAME.GRAY || format === FRAME.RGB || PLANES.includes(format);
  const deep = depth === 8 || depth === 16 || (depth === 1 && format === FRAME.GRAY);
  if (!known || !deep) throw new BrokenFrame(`a frame of ${shape} cannot be used`);
  const fits = pixelsPerLine > 0 && pixelsPerLine <= MAX_WIDTH_PX && bytesPerLine >= rowBytes && bytesPerLine <= rowBytes + 65_536;
  if (!fits || lines < -1 || lines > MAX_LINES || bytesPerLine * lines > MAX_RAW_BYTES)
    throw new BrokenFrame(`a frame of ${shape} cannot be`);
  return parameters;
}

/** One frame's rows without the filler at the end of each, in PNG's order of bits and bytes. */
async function readFrame(
  scanner: SaneScanner,
  { bytesPerLine, pixelsPerLine, lines, depth }: SaneParameters,
  channels: number,
  put: (rows: Buffer) => Promise<void> | void,
  progress: () => void,
): Promise<void> {
  const rowBytes = Math.ceil((pixelsPerLine * channels * depth) / 8);
  const roomBytes = bytesPerLine * Math.max(1, Math.floor(READ_BYTES / bytesPerLine));
  const most = lines < 0 ? Math.min(MAX_LINES, Math.floor(MAX_RAW_BYTES / bytesPerLine)) : lines;
  let came = 0;
  const fill = async (buffer: Buffer): Promise<Buffer> => {
    let at = 0;
    while (at < buffer.length) {
      const got = await scanner.read(buffer.subarray(at));
      if (got === null) break;
      at += got;
      if (got > 0) progress();
    }
    return buffer.subarray(0, at);
  };
  let [buffer, other] = [Buffer.alloc(roomBytes), Buffer.alloc(roomBytes)];
  let coming = fill(buffer);
  for (;;) {
    const filled = await coming;
    came += filled.length / bytesPerLine;
    const ended = filled.length < buffer.length;
    if (came > most) throw new BrokenFrame(`it goes on after ${most} lines`);
    if (!Number.isInteger(came)) throw new BrokenFrame(`it breaks off in the middle of line ${Math.ceil(came)}`);
    if (!ended) {
      coming = fill(other);
      // It may fail before anybody asks for it: while what came before is being packed.
      coming.catch(() => undefined);
    }
    try {
      await put(toPngRows(filled, bytesPerLine, rowBytes, depth));
    } catch (error) {
      // One call at a time: what is being read is waited for before anybody cancels.
      if (!ended) await coming.catch(() => undefined);
      throw error;
    }
    if (ended) break;
    [buffer, other] = [other, buffer];
  }
  if (lines >= 0 && came < lines) throw new BrokenFrame(`it breaks off after ${came} of ${lines} lines`);
}

function toPngRows(filled: Buffer, bytesPerLine: number, rowBytes: number, depth: number): Buffer {
  let rows = filled;
  if (bytesPerLine > rowBytes) {
    const count = filled.length / bytesPerLine;
    rows = Buffer.allocUnsafe(count * rowBytes);
    for (let row = 0; row < count; row++) filled.copy(rows, row * rowBytes, row * bytesPerLine, row * bytesPerLine + rowBytes);
  }
  // SANE: in one bit 1 is black, and 16 bits are in the order of this machine.
  if (depth === 1) for (let at = 0; at < rows.length; at++) rows[at] = ~rows[at]!;
  if (depth === 16 && LITTLE_ENDIAN) rows.swap16();
  return rows;
}
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Red, green and blue, each a frame of its own, in whatever order they come. */
async function readPlanes(scanner: SaneScanner, first: SaneParameters, progress: () => void): Promise<Map<number, Buffer>> {
  const planes = new Map<number, Buffer>();
  for (let frame = first; ; ) {
    const rows: Buffer[] = [];
    let bytes = 0;
    const put = (read: Buffer) => {
      bytes += read.length;
      if (bytes > MAX_PLANE_BYTES) throw new BrokenFrame(`one colour of it has more than ${MAX_PLANE_BYTES} bytes`);
      rows.push(Buffer.from(read));
    };
    await readFrame(scanner, frame, 1, put, progress);
    if (planes.has(frame.format)) throw new BrokenFrame('one colour of it came twice');
    planes.set(frame.format, Buffer.concat(rows));
    if (planes.size === PLANES.length) return planes;
    // The next start would feed the next sheet, and mix two letters.
    if (frame.lastFrame) throw new BrokenFrame('a colour of it is missing');
    await scanner.start();
    frame = checked(await scanner.parameters());
    if (!PLANES.includes(frame.format) || frame.depth !== first.depth || frame.pixelsPerLine !== first.pixelsPerLine)
      throw new BrokenFrame('its colours do not fit each other');
  }
}

function interleaved(planes: Map<number, Buffer>, { depth }: PngShape): Buffer {
  const [red, green, blue] = PLANES.map((format) => planes.get(format)!) as [Buffer, Buffer, Buffer];
  if (red.length !== green.length || red.length !== blue.length) throw new BrokenFrame('its colours are not equally long');
  const size = depth / 8;
  const rows = Buffer.allocUnsafe(red.length * 3);
  for (let at = 0, to = 0; at < red.length; at += size)
    for (const plane of [red, green, blue]) for (let byte = 0; byte < size; byte++) rows[to++] = plane[at + byte]!;
  return rows;
}
