import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import { type FailureCode, isFailure } from '#base/errors.ts';
import { silentLog } from '#base/log.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { tiffResolution } from '#workshop/tiff-resolution.ts';
import { drawnPdf } from './drawn-pdf.ts';

const workshop = openWorkshop({ size: 1, ceilingMb: 450, log: silentLog, clock: systemClock() });
after(() => workshop.close());
const split = (bytes: Uint8Array, range: { from?: number; count?: number } = {}) => workshop.run('split-document', { bytes, ...range });
const refused = (bytes: Uint8Array, code: FailureCode) =>
  assert.rejects(split(bytes), (e) => isFailure(e, code) && !e.message.includes('\n'), `${code} expected`);

const page = (width = 400, height = 560, background = '#eeeeee') => sharp({ create: { width, height, channels: 3, background } });

test('a JPEG or PNG comes back untouched', async () => {
  for (const format of ['jpeg', 'png'] as const) {
    const bytes = await page().toFormat(format).toBuffer();
    const { kind, pages } = await split(bytes);
    assert.deepEqual([kind, pages.length, pages[0]?.format, pages[0]?.widthPx], ['image', 1, format, 400]);
    assert.ok(Buffer.from(pages[0]!.bytes).equals(bytes));
  }
});

test('TIFF and WebP become PNG without loss, at their own resolution', async () => {
  const source = page(300, 200, '#336699');
  const pixels = await source.clone().raw().toBuffer();
  for (const bytes of [
    await source.clone().webp({ lossless: true }).toBuffer(),
    await source
      .clone()
      .tiff({ compression: 'lzw', xres: 200 / 25.4, yres: 200 / 25.4 })
      .toBuffer(),
  ]) {
    const { pages } = await split(bytes);
    assert.equal(pages[0]?.format, 'png');
    // Not deepEqual: describing how half a megabyte differs takes more memory than the machine has.
    assert.ok((await sharp(pages[0].bytes).removeAlpha().raw().toBuffer()).equals(pixels));
  }
});

test('an AVIF becomes a page like any photo, and one too large for the child is refused before it is decoded', async () => {
  const bytes = await page(320, 200, '#336699').avif({ lossless: true, effort: 0 }).toBuffer();
  const { pages } = await split(bytes);
  assert.deepEqual([pages[0]?.format, pages[0]?.widthPx, pages[0]?.heightPx], ['png', 320, 200]);
  // The size stands in the box `ispe` (ISO/IEC 23008-12 §6.5.3).
  const size = bytes.indexOf('ispe') + 8;
  bytes.writeUInt32BE(16_000, size);
  bytes.writeUInt32BE(16_000, size + 4);
  await assert.rejects(split(bytes), (e) => isFailure(e, 'IMAGE_TOO_LARGE', 'IMAGE_UNREADABLE'));
});

test('a picture of a kind that is not read is refused with what to send instead', async () => {
  const box = (...brands: string[]) =>
    Buffer.from(`\0\0\0${String.fromCharCode(12 + 4 * brands.length)}ftyp${brands[0]}\0\0\0\0${brands.slice(1).join('')}`, 'latin1');
  const kinds: [Buffer, string][] = [
    [Buffer.concat([box('heic', 'mif1', 'heic'), Buffer.alloc(4000)]), 'HEIC'],
    [Buffer.concat([box('mif1', 'heic'), Buffer.alloc(4000)]), 'HEIC'],
    [Buffer.from('GIF89a'), 'GIF'],
    [Buffer.from('BM and then'), 'BMP'],
    [Buffer.from('\0\0\0\x0cjP  \r\n\x87\n', 'latin1'), 'JPEG 2000'],
  ];
  for (const [bytes, format] of kinds) {
    await assert.rejects(
      split(bytes),
      (e) => isFailure(e, 'FORMAT_NOT_READ') && e.context.format === format && /as JPEG/.test(e.message),
      format,
    );
  }
});

test('a fax page is stretched until its pixels are square', async () => {
  const tiff = (across: number, down: number) =>
    page(408, 226)
      .toColourspace('b-w')
      .threshold(128)
      .tiff({ compression: 'ccittfax4', bitdepth: 1, xres: across / 25.4, yres: down / 25.4 })
      .toBuffer();
  const sizeOf = async (bytes: Buffer): Promise<number[]> => {
    const [first] = (await split(bytes)).pages;
    const { width, height } = await sharp(first!.bytes).metadata();
    return [first!.widthPx, first!.heightPx, width, height, first!.dpi];
  };
  assert.deepEqual(await sizeOf(await tiff(204, 98)), [408, 470, 408, 470, 204]);
  assert.deepEqual(await sizeOf(await tiff(204, 196)), [408, 226, 408, 226, 204]);
});

test('a page made of a fax is black and white alone, without a profile that would keep it from fax coding', async () => {
  const fax = page(408, 226).toColourspace('b-w').threshold(128).tiff({ compression: 'ccittfax4', bitdepth: 1, xres: 8, yres: 8 });
  const [first] = (await split(await fax.toBuffer())).pages;
  const { density, icc, channels } = await sharp(first!.bytes).metadata();
  assert.deepEqual([density, icc, channels], [203, undefined, 1]);
  const look = { dpi: 203, orientation: 0 as const };
  const sheet = { bytes: first!.bytes, format: first!.format, look, words: [] };
  const facts = { title: 'Fax', number: 'VM-2026-000123-M', createdMs: 0, language: 'fr', flavour: '2b' as const };
  assert.ok(Buffer.from(await workshop.run('make-pdf', { pages: [sheet], ...facts })).includes('/CCITTFaxDecode'));
});

test('a TIFF that says nonsense about its resolution is left as it is', async () => {
  const sane = await page(100, 80).tiff({ xres: 8, yres: 8 }).toBuffer();
  assert.ok(tiffResolution(sane, 0));
  assert.equal(tiffResolution(sane, 7), null);
  assert.equal(tiffResolution(sane.subarray(0, 20), 0), null);
  for (let cut = 0; cut < sane.length; cut += 97) tiffResolution(sane.subarray(0, cut), 0);
});

test('each page of a TIFF is a page', async () => {
  const strip = await sharp({ create: { width: 200, height: 900, channels: 3, background: '#ffffff' } })
    .raw()
    .toBuffer();
  const bytes = await sharp(strip, { raw: { width: 200, height: 900, channels: 3, pageHeight: 300 } })
    .tiff()
    .toBuffer();
  const { pageCount, pages } = await split(bytes);
  assert.deepEqual(
    [pageCount, pages.map((p) => [p.widthPx, p.heightPx])],
    [
      3,
      [
        [200, 300],
        [200, 300],
        [200, 300],
      ],
    ],
  );
  assert.equal((await split(bytes, { from: 1, count: 1 })).pages.length, 1);
});

test('a PDF is drawn at reading resolution, and its own words come with it', async () => {
  const bytes = await drawnPdf((d) => {
    d.fontSize(14).text('Facture numéro 4711 du service des achats', 72, 100);
    d.addPage().rect(100, 100, 200, 200).fill('#cc2222');
  });
  const { kind, pageCount, pages } = await split(bytes);
  assert.deepEqual([kind, pageCount], ['pdf', 2]);
  const [first, second] = pages;
  assert.deepEqual([first?.dpi, first?.widthPx, first?.format], [200, 1654, 'png']);
  assert.deepEqual(
    first?.textWords?.slice(0, 3).map((w) => w.text),
    ['Facture', 'numéro', '4711'],
  );
  const [x0, y0] = first!.textWords![0]!.box;
  assert.ok(Math.abs(x0 - 200) < 6 && y0 > 270 && y0 < 330, `at ${x0}, ${y0}`);
  assert.deepEqual([second?.format, second?.textWords], ['jpeg', undefined]);
});

test('the data of an electronic invoice comes with its PDF, whatever the file is called and what else is attached', async () => {
  const xml = '\uFEFF<?xml version="1.0"?><r:CrossIndustryInvoice xmlns:r="urn:x"><r:ID>F &amp; 7</r:ID></r:CrossIndustryInvoice>';
  const withFiles = (files: Record<string, Buffer>) =>
    drawnPdf((d) => {
      d.text('Facture');
      for (const [name, content] of Object.entries(files)) d.file(content, { name });
      d.addPage();
    });
  const bytes = await withFiles({ 'a-times.csv': Buffer.from('a;b'), 'b-note.xml': Buffer.from('<note/>'), 'c.dat': Buffer.from(xml) });
  assert.deepEqual((await split(bytes)).invoice, { CrossIndustryInvoice: { ID: 'F &amp; 7' } });
  assert.equal((await split(bytes, { from: 1, count: 1 })).invoice, undefined);
  for (const hostile of [
    '<!DOCTYPE Invoice [<!ENTITY a "b">]><Invoice>&a;</Invoice>',
    '<Invoice><ID></Invoice>',
    `<Invoice>${'x'.repeat(3_000_000)}</Invoice>`,
  ]) {
    const { invoice, pages } = await split(await withFiles({ 'factur-x.xml': Buffer.from(hostile) }));
    assert.deepEqual([invoice, pages.length], [undefined, 2], hostile.slice(0, 40));
  }
});

test('an attachment that unpacks to more than memory holds costs the pages nothing', async () => {
  const small = openWorkshop({ size: 1, ceilingMb: 180, log: silentLog, clock: systemClock() });
  try {
    const bytes = await drawnPdf((d) => {
      d.text('Facture');
      d.file(Buffer.alloc(90 * 1024 * 1024), { name: 'factur-x.xml' });
    });
    const { pages, invoice } = await small.run('split-document', { bytes });
    assert.deepEqual([pages.length, invoice], [1, undefined]);
  } finally {
    await small.close();
  }
});

test('a page of any shape is drawn as far as a JPEG reaches, and refused beyond', async () => {
  const long = (width: number, height: number) => drawnPdf((d) => d.rect(0, 0, width, height).fill('#cc2222'), { size: [width, height] });
  const [first] = (await split(await long(14_400, 7.2))).pages;
  assert.deepEqual([first?.format, first?.widthPx, first?.heightPx], ['jpeg', 40_000, 20]);
  const [coarse] = (await split(await long(28_800, 7.2))).pages;
  assert.deepEqual([coarse?.format, coarse?.dpi, coarse?.widthPx], ['jpeg', 163, 65_200]);
  await refused(await long(1_000_000, 0.1), 'IMAGE_TOO_LARGE');
});

test('what is no page is refused with its reason', async () => {
  await refused(new Uint8Array(), 'FORMAT_UNKNOWN');
  await refused(Buffer.from('PK\x03\x04 a zip'), 'FORMAT_UNKNOWN');
  await refused(Buffer.from('%PDF-1.7\nand nothing else'), 'PDF_UNREADABLE');
  await refused(await drawnPdf((d) => d.text('secret'), { userPassword: 'open sesame', pdfVersion: '1.7' }), 'PDF_ENCRYPTED');
  const jpeg = await page(2000, 2000).jpeg().toBuffer();
  await refused(jpeg.subarray(0, jpeg.length - 400), 'IMAGE_UNREADABLE');
  const whole = await page(2000, 2000).png({ compressionLevel: 1 }).toBuffer();
  await refused(whole.subarray(0, whole.length - 400), 'IMAGE_UNREADABLE');
  whole[whole.length >> 1]! ^= 255;
  await refused(whole, 'IMAGE_UNREADABLE');
  // The header promises 60,000 × 60,000 pixels.
  const png = await page().png().toBuffer();
  png.writeUInt32BE(60_000, 16);
  png.writeUInt32BE(60_000, 20);
  await assert.rejects(split(png), (e) => isFailure(e, 'IMAGE_TOO_LARGE', 'IMAGE_UNREADABLE'));
});

test('a scan under a stamp or a header in letters is read by eye, a letter with a picture in it is not', async () => {
  const scan = await page(1240, 1754).jpeg().toBuffer();
  const words = 'Arrivé le 3 mars 2026 au service du courrier';
  const stamped = await drawnPdf((d) => {
    d.image(scan, 0, 0, { width: 595, height: 842 });
    d.text(words, 40, 20);
  });
  const letter = await drawnPdf((d) => {
    d.image(scan, 40, 40, { width: 120, height: 170 });
    d.text(words, 40, 300);
  });
  assert.equal((await split(stamped)).pages[0]?.textWords, undefined);
  assert.equal((await split(letter)).pages[0]?.textWords?.[0]?.text, 'Arrivé');
});

test('cut and scribbled files end in pages or in a failure, never in harm', async () => {
  const text = await drawnPdf((d) => d.text('Le texte de la page'));
  const sources = [
    text,
    await page().jpeg().toBuffer(),
    await page().tiff().toBuffer(),
    await page().webp().toBuffer(),
    await page().avif({ effort: 0 }).toBuffer(),
  ];
  let seed = 1;
  const random = () => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
  for (const source of sources) {
    for (let i = 0; i < 12; i++) {
      const bytes = Buffer.from(source.subarray(0, Math.ceil(source.length * (i % 2 ? 1 : random()))));
      for (let n = 0; n < 8; n++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      await split(bytes).catch((e: unknown) => assert.ok(isFailure(e), `${e}`));
    }
  }
  assert.equal((await split(text)).pages.length, 1);
});
