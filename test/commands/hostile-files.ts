import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
};

/** A PNG whose header promises far more pixels than its few bytes can hold. */
function pngBomb(side: number, data: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(data)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const pdf = (...objects: string[]): Buffer => {
  const body = objects.map((object, n) => `${n + 1} 0 obj\n${object}\nendobj\n`).join('');
  return Buffer.from(`%PDF-1.4\n${body}trailer << /Root 1 0 R /Size ${objects.length + 1} >>\nstartxref\n0\n%%EOF\n`, 'latin1');
};

/** A TIFF whose second directory is its first one again. */
function tiffInACircle(): Buffer {
  const entry = (tag: number, type: number, value: number) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16LE(tag, 0);
    bytes.writeUInt16LE(type, 2);
    bytes.writeUInt32LE(1, 4);
    bytes.writeUInt32LE(value, 8);
    return bytes;
  };
  const entries = [
    entry(256, 3, 8),
    entry(257, 3, 8),
    entry(258, 3, 8),
    entry(262, 3, 1),
    entry(273, 4, 200),
    entry(277, 3, 1),
    entry(278, 3, 8),
    entry(279, 4, 64),
  ];
  const directory = Buffer.concat([Buffer.from([entries.length, 0]), ...entries, Buffer.from([8, 0, 0, 0])]);
  return Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), directory, Buffer.alloc(400)]);
}

/** Small files made to hurt whoever opens them, by name. None of them is a page. */
export async function hostileFiles(jpeg: Buffer): Promise<Record<string, Buffer>> {
  const hugeJpeg = Buffer.from(jpeg);
  const frame = hugeJpeg.indexOf(Buffer.from([0xff, 0xc0]));
  hugeJpeg.writeUInt32BE(0xfff0fff0, frame + 5);
  const webp = await sharp(jpeg).resize({ width: 400 }).webp().toBuffer();
  return {
    'empty.pdf': Buffer.alloc(0),
    'text.png': Buffer.from('Dear Sir or Madam,\n'),
    'torn.jpg': jpeg.subarray(0, jpeg.length >> 1),
    'only-a-start.jpg': Buffer.from([0xff, 0xd8, 0xff]),
    'sixty-five-thousand-pixels.jpg': hugeJpeg,
    'bomb-by-header.png': pngBomb(60_000, Buffer.alloc(1_000)),
    'wrong-sum.png': Buffer.concat([pngBomb(100, Buffer.alloc(10_100)).subarray(0, 60), Buffer.alloc(80, 7)]),
    'torn.webp': webp.subarray(0, webp.length >> 1),
    'circle.tif': tiffInACircle().subarray(0, 150),
    'no-pages.pdf': pdf('<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>'),
    'pages-in-a-circle.pdf': pdf('<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [2 0 R] /Count 4000000 >>'),
    'xref-in-a-circle.pdf': Buffer.from(
      '%PDF-1.5\nxref\n0 1\n0000000000 65535 f \ntrailer << /Size 1 /Prev 9 >>\nstartxref\n9\n%%EOF\n',
      'latin1',
    ),
    'a-mile-wide.pdf': pdf(
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9000000 9000000] >>',
    ),
    'noise.pdf': Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from(Array.from({ length: 50_000 }, (_, n) => (n * 7919) % 251))]),
  };
}
