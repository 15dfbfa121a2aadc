import type { HttpAnswer } from '../../../transports/http.ts';

/** The frame of an image as it came over the wire: whether it is whole, and what it says of itself. */

/** Scanners pad: this much filler after the end of the image is accepted, and kept. */
const MAX_PADDING_BYTES = 1_024;

const FRAMES = {
  jpeg: { begins: Buffer.from([0xff, 0xd8]), ends: Buffer.from([0xff, 0xd9]) },
  png: { begins: Buffer.from('89504e470d0a1a0a', 'hex'), ends: Buffer.from('0000000049454e44ae426082', 'hex') },
} as const;

export const formatOf = (body: Buffer): 'jpeg' | 'png' => (body.subarray(0, 8).equals(FRAMES.png.begins) ? 'png' : 'jpeg');

/** Why these bytes are not one whole image, or null. Only the frame is looked at: decoding foreign bytes is the workshop's. */
export function damageOf({ body, complete }: Pick<HttpAnswer, 'body' | 'complete'>): string | null {
  if (!complete) return `the connection ended after ${body.length} bytes`;
  const { begins, ends } = FRAMES[formatOf(body)];
  if (body.length < 4 || !body.subarray(0, begins.length).equals(begins)) return 'it is no JPEG';
  const tail = body.subarray(-MAX_PADDING_BYTES - ends.length);
  const end = tail.lastIndexOf(ends);
  const filler = tail.subarray(end + ends.length);
  const padded = end >= 0 && filler.every((byte) => byte === 0x00 || byte === 0xff || byte === 0x0a || byte === 0x0d);
  return padded ? null : `it breaks off after ${body.length} bytes`;
}

/**
 * The resolution a JPEG states of itself (JFIF 1.02, APP0: units 1 = per inch, 2 = per cm), where that is believable. A device that does not
 * give what it was asked for says so only here; 72 and 96 are what software writes that does not know.
 */
export function jfifDpi(jpeg: Buffer): number | null {
  if (jpeg.length < 18 || jpeg.toString('latin1', 6, 11) !== 'JFIF\0' || jpeg.readUInt16BE(2) !== 0xffe0) return null;
  const unit = jpeg.readUInt8(13);
  const x = jpeg.readUInt16BE(14);
  if (unit !== 1 && unit !== 2) return null;
  const dpi = Math.round(unit === 1 ? x : x * 2.54);
  return x === jpeg.readUInt16BE(16) && dpi >= 100 && dpi <= 2_400 ? dpi : null;
}
