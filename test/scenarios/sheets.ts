import { join } from 'node:path';
import sharp from 'sharp';
import { letter } from '#workshop/lettering.ts';

const LETTERS = join(import.meta.dirname, '../lab/letters');

/**
 * Small pages that are read in a moment: parts of sample letters. A `mark` in the JPEG's comment makes the bytes of each page
 * its own while the picture stays the same, so that a page can be told from its twin by its bytes alone.
 */
export interface Sheets {
  /** An envelope to a person of a department: filed without anybody's help. */
  letter(mark: string): Buffer;
  /** An envelope with a secrecy word: stays closed. */
  closed(mark: string): Buffer;
  /** A letter that names nobody: waits for a person. */
  unroutable(mark: string): Buffer;
  /** A letter of a firm with nothing but its letterhead to say whom it is for. */
  unaddressed(mark: string): Buffer;
  /** The whole front of the envelope, with room for a label. */
  roomy(mark: string): Buffer;
}

const part = (file: string, turn: number, area: { left: number; top: number; width: number; height: number }): Promise<Buffer> =>
  sharp(join(LETTERS, file))
    .rotate(turn)
    .toBuffer()
    .then((upright) => sharp(upright).extract(area).toColourspace('b-w').withDensity(200).jpeg({ quality: 80 }).toBuffer());

/** The house's address, right of the middle; nobody is named. */
const HOUSE = ['Société Ardoise & Fils', 'ZONE ARTISANALE DES TILLEULS', '14 RUE DU MOULIN BRULE', '42190 CHARLIEU'];
const FIRM = [
  'Ateliers Novelle',
  '12 rue des Tanneurs, 38000 Grenoble',
  'contact@novelle.example',
  '',
  '',
  'Madame, Monsieur,',
  '',
  'Découvrez notre nouvelle collection : offre exceptionnelle,',
  'remise de printemps sur tout le catalogue.',
];

/** Lines in the font that comes with the program, at 200 dpi, whatever fonts this machine has. */
function written(firm: readonly string[], house: readonly string[]): Promise<Buffer> {
  const block = (lines: readonly string[], x: number, y: number) =>
    lines.map((line, i) => `<path transform="translate(${x} ${y + i * 48})" d="${letter(line, 32).path}"/>`).join('');
  const [head, body] = [firm.slice(0, 3), firm.slice(4)];
  const drawn = block(head, 90, 90) + block(house, 760, 300) + block(body, 90, 620);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="1500"><rect width="1400" height="1500" fill="#fff"/>${drawn}</svg>`;
  return sharp(Buffer.from(svg)).toColourspace('b-w').withDensity(200).jpeg({ quality: 80 }).toBuffer();
}

export async function cutSheets(): Promise<Sheets> {
  const [envelope, closed, unroutable, roomy, unaddressed] = await Promise.all([
    part('envelope.png', 180, { left: 740, top: 760, width: 1063, height: 460 }),
    part('closed.jpg', 0, { left: 780, top: 300, width: 860, height: 560 }),
    part('unroutable.jpg', 0, { left: 120, top: 150, width: 1450, height: 1000 }),
    part('envelope.png', 180, { left: 0, top: 0, width: 1803, height: 1275 }),
    written(FIRM, HOUSE),
  ]);
  return {
    letter: (mark) => commented(envelope, mark),
    closed: (mark) => commented(closed, mark),
    unroutable: (mark) => commented(unroutable, mark),
    roomy: (mark) => commented(roomy, mark),
    unaddressed: (mark) => commented(unaddressed, mark),
  };
}

/** The same picture with a comment segment in front of its first table. */
export function commented(jpeg: Buffer, comment: string): Buffer {
  const text = Buffer.from(comment);
  const head = Buffer.from([0xff, 0xfe, (text.length + 2) >> 8, (text.length + 2) & 0xff]);
  // After the JFIF segment, which must stay the first: readers look for the resolution there.
  const at = jpeg.readUInt16BE(2) === 0xffe0 ? 4 + jpeg.readUInt16BE(4) : 2;
  return Buffer.concat([jpeg.subarray(0, at), head, text, jpeg.subarray(at)]);
}
