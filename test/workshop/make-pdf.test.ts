import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import { silentLog } from '#base/log.ts';
import { type PeerName, requirePeer, withoutPeer } from '#lab/peers/peers.ts';
import type { Affine, Orientation, Quad } from '#workshop/page-look.ts';
import { applyPlacement, compose, ontoQuad } from '#workshop/placement.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { makePdf, type PdfInput, type PdfPage } from '#workshop/searchable-pdf.ts';

const DPI = 100;
const WORDS: PdfPage['words'] = [
  { text: 'Règlement', box: [100, 50, 300, 80] },
  { text: 'n°', box: [310, 50, 340, 80] },
  { text: 'Łódź-Ελλάς', box: [100, 120, 300, 150] },
  { text: '1 234,56€', box: [500, 1000, 650, 1030] },
];

/** A4 at 100 dpi as a scanner would deliver it: white with black bars where the words are, turned clockwise by `orientation`. */
async function page(orientation: Orientation, format: 'jpeg' | 'png' = 'jpeg', skew: Affine = [1, 0, 0, 1, 0, 0]): Promise<PdfPage> {
  const [w, h] = [827, 1169];
  const bars = WORDS.map(({ box }) => `<rect x="${box[0]}" y="${box[1]}" width="${box[2] - box[0]}" height="${box[3] - box[1]}"/>`).join(
    '',
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><rect width="100%" height="100%" fill="white"/>${bars}</svg>`;
  const flat = await sharp(Buffer.from(svg)).flatten({ background: 'white' }).toColourspace('b-w').png().toBuffer();
  const turned = sharp(flat).rotate(orientation);
  const bytes = await (format === 'jpeg' ? turned.jpeg({ quality: 70 }) : turned.png()).toBuffer();
  const [widthPx, heightPx] = orientation % 180 === 0 ? [w, h] : [h, w];
  const toStored = { 0: [1, 0, 0, 1, 0, 0], 90: [0, 1, -1, 0, h, 0], 180: [-1, 0, 0, -1, w, h], 270: [0, -1, 1, 0, 0, w] }[
    orientation
  ] as Affine;
  return {
    bytes,
    format,
    look: { widthPx, heightPx, dpi: DPI, orientation, upright: { toStored: compose(toStored, skew) } },
    words: WORDS,
  };
}

const input = (pages: PdfPage[], flavour: '1b' | '2b' = '2b'): PdfInput => ({
  pages,
  title: 'Facture <2026> & Cie',
  number: 'VM-2026-000123-M',
  createdMs: Date.UTC(2026, 10, 22, 9, 30, 5, 123),
  language: 'fr',
  flavour,
});

async function peer(name: PeerName, ...args: string[]): Promise<string> {
  const { path, args: first, env } = requirePeer(name);
  const { stdout } = await promisify(execFile)(path, [...first, ...args], { env: { ...process.env, ...env } });
  return stdout;
}

test('the same pages give the same bytes', async () => {
  const pages = [await page(0), await page(90, 'png')];
  assert.ok((await makePdf(input(pages))).equals(await makePdf(input(pages))));
});

test('shows a page that nobody could look at whole, at the resolution it was scanned with', async () => {
  for (const format of ['jpeg', 'png'] as const) {
    const looked = { ...(await page(90, format)), words: [] };
    const plain = await makePdf(input([{ ...looked, look: { dpi: DPI, orientation: 90 } }]));
    assert.ok(plain.equals(await makePdf(input([looked]))), format);
  }
});

test("carries the scan's own JPEG stream, byte for byte, whichever way it was turned", async () => {
  for (const orientation of [0, 90, 180, 270] as const) {
    const one = await page(orientation);
    assert.ok((await makePdf(input([one]))).includes(Buffer.from(one.bytes)));
  }
});

test('an image that is none is a failure, not a crash', async () => {
  const good = await page(0);
  for (const bytes of [Buffer.from('nothing'), Buffer.from([0xff, 0xd8]), Buffer.from(good.bytes.subarray(0, 40))]) {
    for (const format of ['jpeg', 'png'] as const) {
      await assert.rejects(makePdf(input([{ ...good, bytes, format }])), (error) => isFailure(error, 'IMAGE_UNREADABLE'));
    }
  }
});

const missing = withoutPeer('qpdf', 'pdftotext', 'pdfimages');

describe('seen by other programs', { skip: missing }, () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'make-pdf-'));
  });
  after(() => rm(folder, { recursive: true }));
  const written = async (name: string, what: PdfInput): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, await makePdf(what));
    return path;
  };

  test('qpdf finds no fault in either flavour', async () => {
    const pages = [await page(0), await page(90, 'png'), await page(270)];
    for (const flavour of ['1b', '2b'] as const) {
      assert.match(
        await peer('qpdf', '--check', await written(`${flavour}.pdf`, input(pages, flavour))),
        /No syntax or stream encoding errors/,
      );
    }
  });

  test('pdftotext returns the words, and each stands where it was printed, whichever way the page was fed', async () => {
    for (const orientation of [0, 90, 180, 270] as const) {
      const path = await written(`turn-${orientation}.pdf`, input([await page(orientation)]));
      assert.deepEqual((await peer('pdftotext', path, '-')).split(/\s+/).filter(Boolean), [
        'Règlement',
        'n°',
        'Łódź-Ελλάς',
        '1',
        '234,56€',
      ]);
      const boxes = [
        ...(await peer('pdftotext', '-bbox', path, '-')).matchAll(
          /xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">Règlement/g,
        ),
      ];
      const points = boxes[0]!.slice(1).map((text) => (Number(text) * DPI) / 72);
      for (const [i, expected] of [100, 50, 300, 80].entries()) {
        // pdftotext counts the space after the word to it.
        assert.ok(Math.abs(points[i]! - expected) < (i === 2 ? 30 : 3), `${orientation}°, edge ${i}: ${points[i]} instead of ${expected}`);
      }
    }
  });

  test('words of a skewed page lie along its lines and are still found', async () => {
    const angle = (2.5 * Math.PI) / 180;
    const skew: Affine = [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 20, -10];
    const text = await peer('pdftotext', await written('skew.pdf', input([await page(0, 'jpeg', skew)])), '-');
    for (const { text: word } of WORDS.slice(0, 3)) assert.ok(text.includes(word));
  });

  test('a word that is found lies over its ink on a page that was fed turned and askew', async () => {
    const [width, height] = [1240, 1754];
    const placed: [word: string, x: number, y: number][] = [
      ['Facture', 120, 200],
      ['Montant', 800, 420],
      ['Rappel', 300, 900],
      ['Signature', 760, 1500],
    ];
    const drawn = async (words: typeof placed) => {
      const text = words.map(([word, x, y]) => `<text x="${x}" y="${y}">${word} 2026</text>`).join('');
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="white"/>
        <g font-size="40" transform="rotate(2 620 877)">${text}</g></svg>`;
      return sharp(Buffer.from(svg)).flatten({ background: 'white' }).toColourspace('b-w');
    };
    const bytes = await (await drawn(placed)).rotate(90).withDensity(150).png().toBuffer();
    const workshop = openWorkshop({ size: 1, ceilingMb: 450, log: silentLog, clock: systemClock() });
    try {
      const page = { pageKey: 'askew', bytes, look: await workshop.run('look', { pageKey: 'askew', bytes }) };
      assert.deepEqual([page.look.orientation, Math.round(page.look.skewDeg)], [90, -2]);
      const { words } = await workshop.run('full-read', page);
      const path = await written('askew.pdf', input([{ bytes, format: 'png', look: page.look, words }]));
      const html = await peer('pdftotext', '-bbox', path, '-');
      for (const one of placed) {
        const { data, info } = await (await drawn([one])).raw().toBuffer({ resolveWithObject: true });
        const ink = [...data.keys()].filter((i) => data[i]! < 128);
        const left = Math.min(...ink.map((i) => i % info.width));
        const upper = Math.min(...ink.map((i) => Math.floor(i / info.width)));
        const at = new RegExp(`xMin="([\\d.]+)" yMin="([\\d.]+)" xMax="[\\d.]+" yMax="[\\d.]+">${one[0]}<`).exec(html);
        assert.ok(at, one[0]);
        const [x, y] = [(Number(at[1]) * 150) / 72, (Number(at[2]) * 150) / 72];
        assert.ok(Math.abs(x - left) < 5 && Math.abs(y - upper) < 5, `${one[0]} at ${x}, ${y}; its ink at ${left}, ${upper}`);
      }
    } finally {
      await workshop.close();
    }
  });

  test('an image as small as a dot stands on a page as large as PDF/A wants', async () => {
    const dot = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'white' } })
      .png()
      .toBuffer();
    const bytes = await makePdf(input([{ bytes: dot, format: 'png', look: { dpi: DPI, orientation: 0 }, words: [] }]));
    assert.match(bytes.toString('latin1'), /\/MediaBox \[0 0 3 3\]/);
  });

  test('words of a photographed page lie where the camera saw them', async () => {
    const { look, ...rest } = await page(0);
    const quad: Quad = [
      [120, 60],
      [760, 90],
      [820, 1100],
      [20, 1150],
    ];
    const seen = ontoQuad(827, 1169, quad);
    const photo = { ...rest, look: { ...look, upright: { toStored: seen } } } as PdfPage;
    const html = await peer('pdftotext', '-bbox', await written('photo.pdf', input([photo])), '-');
    const box = html.match(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">Règlement/);
    assert.ok(box);
    const [left, top] = box.slice(1).map((text) => (Number(text) * DPI) / 72) as [number, number];
    const corners = [applyPlacement(seen, [100, 50]), applyPlacement(seen, [300, 50]), applyPlacement(seen, [100, 80])];
    assert.ok(Math.abs(left - Math.min(...corners.map(([x]) => x))) < 3, `left edge at ${left}`);
    assert.ok(Math.abs(top - Math.min(...corners.map(([, y]) => y))) < 3, `upper edge at ${top}`);
  });

  test('pdfimages takes out the very file that was scanned', async () => {
    const scan = await page(90);
    await peer('pdfimages', '-all', await written('scan.pdf', input([scan])), join(folder, 'out'));
    const name = (await readdir(folder)).find((file) => file.startsWith('out') && file.endsWith('.jpg'))!;
    assert.ok((await readFile(join(folder, name))).equals(Buffer.from(scan.bytes)));
  });

  test('PNG pages are lossless, also with alpha, palette, interlace and one bit', async () => {
    const plain = Buffer.from((await page(0, 'png')).bytes);
    const variants = [
      plain,
      await sharp(plain).toColourspace('srgb').ensureAlpha(1).png().toBuffer(),
      await sharp(plain).png({ palette: true, colours: 2 }).toBuffer(),
      await sharp(plain).png({ progressive: true }).toBuffer(),
      await sharp(plain).threshold(128).png({ colours: 2 }).toBuffer(),
    ];
    const grayOf = (bytes: Buffer): Promise<Buffer> => sharp(bytes).flatten({ background: 'white' }).toColourspace('b-w').raw().toBuffer();
    for (const [i, bytes] of variants.entries()) {
      const path = await written(`png-${i}.pdf`, input([{ ...(await page(0, 'png')), bytes }]));
      await peer('pdfimages', '-png', path, join(folder, `png-${i}`));
      const out = await readFile(join(folder, `png-${i}-000.png`));
      assert.ok((await grayOf(out)).equals(await grayOf(bytes)), `variant ${i}`);
    }
  });

  test('the title is the same for people and in the metadata, and cannot break out of the XML', async () => {
    const path = await written('title.pdf', input([await page(0)]));
    const bytes = (await readFile(path)).toString('utf8');
    assert.ok(bytes.includes('VM-2026-000123-M Facture ‹2026› ＆ Cie'));
  });
});

test('Preflight finds the 1b flavour valid', { skip: withoutPeer('java', 'preflight') }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'preflight-'));
  try {
    const path = join(folder, 'a1b.pdf');
    const press = await page(0);
    const bytes = await sharp(press.bytes).toColourspace('cmyk').jpeg().toBuffer();
    await writeFile(path, await makePdf(input([await page(0), await page(90, 'png'), await page(180), { ...press, bytes }], '1b')));
    assert.match(await peer('preflight', path), /is a valid PDF\/A-1b file/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
