import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import { type PeerName, requirePeer, withoutPeer } from '#lab/peers/peers.ts';
import { jpegAsIs, pngAsIs, pngChunks } from '#workshop/embeddable.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { type Document, scanImage } from '#workshop/scan-image.ts';
import { makePdf, type PdfInput } from '#workshop/searchable-pdf.ts';

const [WIDTH, HEIGHT] = [827, 1169];

/** A letter at 100 dpi: lines of text, and a stamp where one is asked for. */
function letter(stamp = '') {
  const lines = Array.from(
    { length: 30 },
    (_, i) => `<text x="80" y="${180 + 28 * i}">Facture ${i * 7919} du 3 mars 2026, à payer sans délai</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="white"/>
    <g font-size="20">${lines.join('')}</g>${stamp}</svg>`;
  return sharp(Buffer.from(svg)).flatten({ background: 'white' });
}
const STAMP = '<text x="400" y="120" font-size="40" fill="#b01020" transform="rotate(-8 400 120)">ARRIVÉ</text>';

const pdfOf = (scans: Uint8Array[], flavour: PdfInput['flavour'] = '2b') =>
  makePdf({
    pages: scans.map((bytes) => ({ bytes, format: bytes[0] === 0xff ? 'jpeg' : 'png', look: { dpi: 100, orientation: 0 }, words: [] })),
    title: 'Facture',
    number: 'VM-2026-000123-M',
    createdMs: Date.UTC(2026, 10, 22),
    language: 'fr',
    flavour,
  });

async function peer(name: PeerName, ...args: string[]): Promise<string> {
  const { path, args: first, env } = requirePeer(name);
  const { stdout } = await promisify(execFile)(path, [...first, ...args], { env: { ...process.env, ...env } });
  return stdout;
}

describe('taken out again by another program', { skip: withoutPeer('qpdf', 'pdfimages') }, () => {
  let folder: string;
  /** What a PDF/A weighs without its scan. */
  let emptyBytes: number;
  before(async () => {
    emptyBytes = (await pdfOf([await letter().resize(1, 1).png().toBuffer()])).length - 100;
    folder = await mkdtemp(join(tmpdir(), 'scan-image-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** How the image is stored (colour, components, bits, coding), how large the PDF is, and the image as it comes out. */
  async function stored(name: string, scan: Uint8Array) {
    const path = join(folder, `${name}.pdf`);
    const bytes = await pdfOf([scan]);
    await writeFile(path, bytes);
    await peer('qpdf', '--check', path);
    const [, , , , , colour, components, bits, coding] = (await peer('pdfimages', '-list', path))
      .trim()
      .split('\n')[2]!
      .trim()
      .split(/\s+/);
    await peer('pdfimages', '-png', path, join(folder, name));
    return {
      how: [colour, components, bits, coding].join(' '),
      sizeBytes: bytes.length - emptyBytes,
      image: await readFile(join(folder, `${name}-000.png`)),
    };
  }
  const samples = (image: Buffer) => sharp(image).toColourspace('srgb').removeAlpha().raw().toBuffer();

  test('a page of black and white alone goes in as fax coding, however its PNG holds it, and comes out the same', async () => {
    const gray = await letter().toColourspace('b-w').threshold(150).png().toBuffer();
    const forms = {
      gray,
      bits: await sharp(gray).png({ palette: true, colours: 2 }).toBuffer(),
      colours: await sharp(gray).toColourspace('srgb').png().toBuffer(),
      interlaced: await sharp(gray).png({ progressive: true }).toBuffer(),
      transparent: await sharp(gray).toColourspace('srgb').ensureAlpha(1).png().toBuffer(),
    };
    for (const [name, scan] of Object.entries(forms)) {
      const { how, image, sizeBytes } = await stored(`bw-${name}`, scan);
      assert.equal(how, 'gray 1 1 ccitt', name);
      assert.ok((await samples(image)).equals(await samples(scan)), name);
      assert.ok(sizeBytes < 0.82 * gray.length, `${name}: ${sizeBytes} bytes, its PNG ${gray.length}`);
    }
  });

  test('one gray pixel is kept, and the page with it', async () => {
    const raw = await letter().toColourspace('b-w').threshold(150).raw().toBuffer();
    raw[WIDTH * 600 + 400] = 254;
    const scan = await sharp(raw, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    const { how, image } = await stored('speck', scan);
    assert.equal(how, 'gray 1 8 image');
    assert.ok((await samples(image)).equals(await samples(scan)));
  });

  test('gray in three channels becomes one, and a coloured stamp keeps all three, without another pixel', async () => {
    const gray = await letter().toColourspace('b-w').png().toBuffer();
    const forms = { gray: await sharp(gray).toColourspace('srgb').png().toBuffer(), stamped: await letter(STAMP).png().toBuffer() };
    for (const [name, scan] of Object.entries(forms)) {
      const { how, image } = await stored(name, scan);
      assert.equal(how, name === 'gray' ? 'gray 1 8 image' : 'rgb 3 8 image');
      assert.ok((await samples(image)).equals(await samples(scan)), name);
    }
  });

  test('what was hardly compressed becomes smaller, what is small already goes in as it is', async () => {
    const loose = await letter(STAMP).png({ compressionLevel: 1 }).toBuffer();
    const tight = await letter(STAMP).png({ compressionLevel: 9, effort: 10, palette: true }).toBuffer();
    const packed = await stored('loose', loose);
    assert.ok(packed.sizeBytes < 0.9 * loose.length, `${packed.sizeBytes} bytes, its PNG ${loose.length}`);
    const { sizeBytes, image } = await stored('tight', tight);
    assert.ok(sizeBytes < tight.length + 1000, `${sizeBytes} bytes, its PNG ${tight.length}`);
    assert.ok((await samples(image)).equals(await samples(tight)));
  });

  test('a file that other programs open goes in, however its markers and chunks stand', async () => {
    const jpeg = await letter(STAMP).jpeg().toBuffer();
    // Fill bytes before a marker (ITU-T T.81 §B.1.1.2), and a PNG without its last chunk.
    const filled = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xff, 0xff]), jpeg.subarray(2)]);
    const png = await letter(STAMP).png({ palette: true, compressionLevel: 9, effort: 10 }).toBuffer();
    const cut = png.subarray(0, png.length - 12);
    assert.equal((await stored('filled', filled)).how, 'rgb 3 8 jpeg');
    for (const [name, scan] of Object.entries({ filled, cut, trailed: Buffer.concat([png, Buffer.alloc(99, 1)]) })) {
      const { image } = await stored(name, scan);
      if (scan !== filled) assert.ok((await samples(image)).equals(await samples(png)), name);
    }
  });

  test('what a PDF/A must not hold as it is goes in as its pixels', async () => {
    const press = await letter(STAMP).toColourspace('cmyk').jpeg({ quality: 90 }).toBuffer();
    assert.equal((await sharp(press).metadata()).channels, 4);
    const { how, image } = await stored('press', press);
    assert.equal(how, 'rgb 3 8 image');
    assert.ok((await samples(image)).equals(await samples(press)));
  });

  test('16 bits a sample and a colour profile are left alone', async () => {
    const forms = {
      deep: await letter().toColourspace('grey16').png().toBuffer(),
      profiled: await letter(STAMP).withIccProfile('p3').png().toBuffer(),
    };
    assert.equal(forms.deep[24], 16);
    assert.ok(forms.profiled.includes('iCCP'));
    for (const [name, scan] of Object.entries(forms)) {
      const rows = scan.subarray(scan.indexOf('IDAT') + 4, scan.indexOf('IDAT') + 200);
      assert.ok((await pdfOf([scan])).includes(rows), name);
    }
  });
});

test('a long document is packed up to a bound, and its last pages go in as they came', async () => {
  const scan = await letter().toColourspace('b-w').threshold(150).png().toBuffer();
  const document = new PDFDocument({ autoFirstPage: false }) as unknown as Document;
  const budget = { samples: 2.5 * WIDTH * HEIGHT };
  const codings: unknown[] = [];
  for (let page = 0; page < 3; page++) codings.push((await scanImage(document, { bytes: scan, format: 'png' }, '2b', budget)).data.Filter);
  assert.deepEqual(codings, ['CCITTFaxDecode', 'CCITTFaxDecode', 'FlateDecode']);
});

test('files cut and scribbled on are refused or taken, never read beyond their end', async () => {
  const sources = [await letter(STAMP).jpeg().toBuffer(), await letter(STAMP).png({ palette: true }).toBuffer()];
  fc.assert(
    fc.property(
      fc.constantFrom(...sources),
      fc.nat(),
      fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { maxLength: 6 }),
      (source, at, marks) => {
        const bytes = Buffer.from(source.subarray(0, at % source.length));
        for (const [place, value] of marks) if (place < bytes.length) bytes[place] = value;
        const chunks = pngChunks(bytes);
        const asIs = chunks ? pngAsIs(chunks, 16) : jpegAsIs(bytes);
        return asIs === null || asIs.stream.length <= bytes.length;
      },
    ),
  );
});

test('a page full of noise is packed within a memory of few times its size', async () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const scan = await sharp({ create: { width: 1240, height: 1754, channels: 3, background: 'white', noise } })
    .png()
    .toBuffer();
  const small = openWorkshop({ size: 1, ceilingMb: 200, log: silentLog, clock: systemClock() });
  try {
    const sheet = { bytes: scan, format: 'png', look: { dpi: 150, orientation: 0 }, words: [] } as const;
    const facts = { title: 'Facture', number: 'VM-2026-000123-M', createdMs: 0, language: 'fr', flavour: '2b' } as const;
    assert.ok((await small.run('make-pdf', { pages: [sheet], ...facts })).length > 0.9 * scan.length);
  } finally {
    await small.close();
  }
});
