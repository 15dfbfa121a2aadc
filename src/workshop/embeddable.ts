/**
 * What of an image file can stand in a PDF as it is: the entropy-coded stream of a JPEG (ISO 32000-1 §7.4.8), the compressed rows of a PNG
 * (§7.4.4.4). Files are walked marker by marker (ITU-T T.81 §B.1.1) and chunk by chunk (PNG §5.3), every length checked.
 */
export interface Embeddable {
  widthPx: number;
  heightPx: number;
  /** Entries of the image dictionary beyond its size. */
  dictionary: Record<string, unknown>;
  stream: Uint8Array;
}

export interface PngChunks {
  widthPx: number;
  heightPx: number;
  depth: number;
  colour: number;
  interlaced: boolean;
  /** Of the chunks before the pixels. */
  names: Set<string>;
  palette: Buffer;
  rows: Buffer[];
}

const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';
const [GRAY, RGB, PALETTE] = [0, 2, 3];

/** Null for what is no PNG; a file that ends too early has the chunks it has. */
export function pngChunks(bytes: Buffer): PngChunks | null {
  if (bytes.length < 33 || bytes.toString('latin1', 0, 8) !== PNG_SIGNATURE || bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  const found: PngChunks = {
    widthPx: bytes.readUInt32BE(16),
    heightPx: bytes.readUInt32BE(20),
    depth: bytes[24]!,
    colour: bytes[25]!,
    interlaced: bytes[28] !== 0,
    names: new Set(),
    palette: Buffer.alloc(0),
    rows: [],
  };
  for (let at = 8; at + 12 <= bytes.length; ) {
    const name = bytes.toString('latin1', at + 4, at + 8);
    const end = at + 8 + bytes.readUInt32BE(at);
    const data = bytes.subarray(at + 8, end);
    if (name === 'IEND') break;
    if (name === 'IDAT') found.rows.push(data);
    else if (found.rows.length === 0) found.names.add(name);
    if (name === 'PLTE') found.palette = data;
    at = end + 4;
  }
  return found;
}

/** Null where the rows of this PNG say something that a PDF would not understand: interlaced, with transparency, with another number of bits. */
export function pngAsIs(
  { widthPx, heightPx, depth, colour, interlaced, names, palette, rows }: PngChunks,
  depthMax: 8 | 16,
): Embeddable | null {
  if (interlaced || depth > depthMax || names.has('tRNS') || rows.length === 0) return null;
  const space =
    colour === GRAY
      ? 'DeviceGray'
      : colour === RGB
        ? 'DeviceRGB'
        : colour === PALETTE && palette.length > 0 && palette.length % 3 === 0
          ? ['Indexed', 'DeviceRGB', palette.length / 3 - 1, palette]
          : null;
  if (space === null) return null;
  const parameters = { Predictor: 15, Colors: colour === RGB ? 3 : 1, BitsPerComponent: depth, Columns: widthPx };
  const dictionary = { ColorSpace: space, BitsPerComponent: depth, Filter: 'FlateDecode', DecodeParms: parameters };
  return { widthPx, heightPx, dictionary, stream: rows.length === 1 ? rows[0]! : Buffer.concat(rows) };
}

/** Baseline, extended and progressive by Huffman codes: what every reader of PDF decodes. */
const FRAMES_READ = new Set([0xc0, 0xc1, 0xc2]);
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Markers without a segment: restarts, start of image, TEM. */
const isAlone = (marker: number): boolean => (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01;

/** Null where a PDF/A must not hold this JPEG: four colours (ISO 19005-2 §6.2.4.3 wants a profile of the press), arithmetic codes, 12 bits. */
export function jpegAsIs(bytes: Buffer): Embeddable | null {
  for (let at = 0; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    // Any marker may be preceded by fill bytes (§B.1.1.2).
    if (marker === 0xff) at++;
    else if (isAlone(marker)) at += 2;
    else if (!isFrame(marker)) at += 2 + bytes.readUInt16BE(at + 2);
    else {
      if (at + 10 > bytes.length) return null;
      const [bits, heightPx, widthPx, colours] = [bytes[at + 4], bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7), bytes[at + 9]];
      if (!FRAMES_READ.has(marker) || bits !== 8 || heightPx === 0 || widthPx === 0 || (colours !== 1 && colours !== 3)) return null;
      const space = colours === 1 ? 'DeviceGray' : 'DeviceRGB';
      return { widthPx, heightPx, dictionary: { ColorSpace: space, BitsPerComponent: 8, Filter: 'DCTDecode' }, stream: bytes };
    }
  }
  return null;
}
