import sharp from 'sharp';

/** A label as it would come out on paper: one byte per dot, 0 black, 255 white, row by row. */
export interface DrawnLabel {
  widthDots: number;
  lengthDots: number;
  dots: Buffer;
}

export interface PackedRows {
  rowBytes: number;
  bits: Buffer;
  /** What a dot is printed by; most significant bit first. */
  black: 0 | 1;
}

const MAX_DOTS = 64 * 1024 * 1024;

export function blankLabel(widthDots: number, lengthDots: number): DrawnLabel {
  if (widthDots * lengthDots > MAX_DOTS) throw new Error(`a label of ${widthDots} by ${lengthDots} dots does not fit the memory`);
  return { widthDots, lengthDots, dots: Buffer.alloc(widthDots * lengthDots, 255) };
}

/** Blackens what packed rows say at (x, y) of a label; what falls beside it is lost, as on paper. */
export function stamp(label: DrawnLabel, { rowBytes, bits, black }: PackedRows, x = 0, y = 0): void {
  const rows = Math.floor(bits.length / rowBytes);
  for (let row = 0; row < rows && y + row < label.lengthDots; row++) {
    for (let column = 0; column < rowBytes * 8 && x + column < label.widthDots; column++) {
      const bit = (bits[row * rowBytes + (column >> 3)]! >> (7 - (column & 7))) & 1;
      if (bit === black) label.dots[(y + row) * label.widthDots + x + column] = 0;
    }
  }
}

/** The label as a PNG of one bit per dot at the printer's resolution. */
export function labelPng(label: DrawnLabel, resolutionDpi: number): Promise<Buffer> {
  const image = sharp(label.dots, { raw: { width: label.widthDots, height: label.lengthDots, channels: 1 } });
  return image.withDensity(resolutionDpi).png({ palette: true, colours: 2 }).toBuffer();
}
