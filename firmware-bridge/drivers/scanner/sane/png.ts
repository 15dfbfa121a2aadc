import { once } from 'node:events';
import { constants, crc32, createDeflate } from 'node:zlib';

/** A picture whose rows come one after another, the number of them known only at the end. */
export interface PngShape {
  widthPx: number;
  /** 1 gray, 3 red-green-blue. */
  channels: 1 | 3;
  depth: 1 | 8 | 16;
  resolutionDpi: number;
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const GRAY = 0;
const COLOUR = 2;
const FILTER_UP = 2;

/**
 * Writes a PNG (ISO/IEC 15948) while the rows come, so that nothing waits for the whole page and no page is held unpacked. Each byte is told as its
 * difference from the one above, and only runs are packed: of all quick ways the quickest on scanned letters, and the smallest (DECISIONS.md).
 */
export class PngWriter {
  readonly rowBytes: number;
  readonly #shape: PngShape;
  readonly #maxBytes: number;
  readonly #deflate = createDeflate({ level: 1, strategy: constants.Z_RLE, chunkSize: 256 * 1024 });
  readonly #packed: Buffer[] = [];
  #packedBytes = 0;
  /** Rows that are being packed meanwhile. */
  #packing: Promise<unknown> | null = null;
  #above: Buffer;
  #rows = 0;

  constructor(shape: PngShape, maxBytes: number) {
    this.rowBytes = Math.ceil((shape.widthPx * shape.channels * shape.depth) / 8);
    this.#shape = shape;
    this.#maxBytes = maxBytes;
    this.#above = Buffer.alloc(this.rowBytes);
    this.#deflate.on('data', (bytes: Buffer) => {
      this.#packedBytes += bytes.length;
      if (this.#packedBytes <= maxBytes) this.#packed.push(bytes);
    });
  }

  /** True once the picture has become larger than it may be; it is then not kept on with. */
  get tooLarge(): boolean {
    return this.#packedBytes > this.#maxBytes;
  }
  get rows(): number {
    return this.#rows;
  }

  /** @param rows whole rows of `rowBytes`, most significant byte and leftmost dot first, 0 black. Not kept. */
  async write(rows: Buffer): Promise<void> {
    const width = this.rowBytes;
    const count = rows.length / width;
    const told = Buffer.allocUnsafe(rows.length + count);
    let above = this.#above;
    let aboveAt = 0;
    for (let row = 0; row < count; row++) {
      const from = row * width;
      const to = row * (width + 1);
      told[to] = FILTER_UP;
      for (let x = 0; x < width; x++) told[to + 1 + x] = rows[from + x]! - above[aboveAt + x]!;
      above = rows;
      aboveAt = from;
    }
    if (count > 0) this.#above = Buffer.from(rows.subarray(aboveAt, aboveAt + width));
    this.#rows += count;
    await this.#packing;
    this.#packing = this.#deflate.write(told) ? null : once(this.#deflate, 'drain');
    this.#packing?.catch(() => undefined);
  }

  /** The whole file. */
  async end(): Promise<Buffer> {
    const ended = once(this.#deflate, 'end');
    this.#deflate.end();
    await ended;
    const { widthPx, channels, depth, resolutionDpi } = this.#shape;
    const header = Buffer.alloc(13);
    header.writeUInt32BE(widthPx, 0);
    header.writeUInt32BE(this.#rows, 4);
    header.writeUInt8(depth, 8);
    header.writeUInt8(channels === 1 ? GRAY : COLOUR, 9);
    const density = Buffer.alloc(9);
    const dotsPerMetre = Math.round(resolutionDpi / 0.0254);
    density.writeUInt32BE(dotsPerMetre, 0);
    density.writeUInt32BE(dotsPerMetre, 4);
    density.writeUInt8(1, 8);
    return Buffer.concat([
      SIGNATURE,
      ...chunk('IHDR', header),
      ...chunk('pHYs', density),
      ...this.#packed.flatMap((bytes) => chunk('IDAT', bytes)),
      ...chunk('IEND', Buffer.alloc(0)),
    ]);
  }

  /** Gives up what has been written. */
  discard(): void {
    this.#deflate.destroy();
  }
}

function chunk(type: string, bytes: Buffer): Buffer[] {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(bytes.length, 0);
  head.write(type, 4, 'latin1');
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(bytes, crc32(head.subarray(4))), 0);
  return [head, bytes, check];
}
