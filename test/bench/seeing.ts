/**
 * `bench seeing [FOLDER] [--pictures DIR]`: what setting pages upright is worth. Every page of a folder is read by plain Tesseract as it was
 * stored and by the box after it was turned, straightened and cut to its edge; words both are sure of are counted, for there need be no truth
 * beside the pages. `--pictures` draws the found edge on each page, to be looked at.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import { openLog } from '#base/log.ts';
import { trainFromSeed } from '#understanding/class-model.ts';
import type { PageLook, Point } from '#workshop/page-look.ts';
import { applyPlacement } from '#workshop/placement.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { NOBODY } from '../../src/commands/directory-from.ts';
import { slowness } from '../../src/commands/read-deadline.ts';
import { type PageRead, readDocument } from '../../src/commands/read-document.ts';
import { report } from './beside.ts';
import { filesIn } from './reading-run.ts';

const SAMPLES = resolve(import.meta.dirname, '../lab/letters');
const CONFIDENT = 0.8;
const PICTURE_PX = 1000;

interface Read {
  text: string;
  confidence: number;
}

/** Three letters or more and nothing else: what noise seldom makes, and with confidence hardly ever. */
const sureWords = (words: readonly Read[]): number =>
  words.filter(({ text, confidence }) => confidence >= CONFIDENT && /^\p{L}{3,}$/u.test(text.replace(/^\p{P}+|\p{P}+$/gu, ''))).length;

export async function bench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { pictures: { type: 'string' } } });
  const folder = resolve(positionals[0] ?? SAMPLES);
  const files = await filesIn(folder);
  if (files.length === 0) throw new Error(`${folder} holds no page images and no PDF`);
  if (values.pictures !== undefined) await mkdir(values.pictures, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'bench-seeing-'));
  const clock = systemClock();
  const workshop = openWorkshop({ size: 1, ceilingMb: 450, log: openLog('bench', 'error'), clock });
  const counts: { page: string; ours: number; plain: number | null }[] = [];
  try {
    const options = { directory: NOBODY, model: trainFromSeed(), routeOnly: false, prefix: 'VM', clock, slowness };
    for (const file of files) {
      const pages: PageRead[] = [];
      await readDocument(workshop, file, { ...options, onPage: (page) => void pages.push(page) });
      for (const [at, { page, look, text }] of pages.entries()) {
        const name = `${basename(file)}${pages.length > 1 ? `#${at + 1}` : ''}`;
        const stored = join(scratch, `page.${page.format}`);
        await writeFile(stored, page.bytes);
        const plain = await plainlyRead(stored);
        counts.push({ page: name, ours: sureWords(text.words), plain: plain && sureWords(plain) });
        const { orientation, skewDeg, upright, crop } = look;
        const edge = upright.toStored.length > 6 ? 'laid flat' : `edge ${crop.join(' ')} of ${look.widthPx} × ${look.heightPx}`;
        console.log(
          `${name.padEnd(28)} sure words ${String(counts.at(-1)!.ours).padStart(4)}, plain ${counts.at(-1)!.plain ?? '–'}  ·  turned ${orientation}, askew ${skewDeg.toFixed(2)}°, ${edge}${look.blank ? ', blank' : ''}`,
        );
        if (values.pictures !== undefined) await drawEdge(page.bytes, look, join(values.pictures, `${name}.png`));
      }
    }
  } finally {
    await workshop.close();
    await rm(scratch, { recursive: true, force: true });
  }
  const sum = (of: (one: (typeof counts)[number]) => number) => counts.reduce((all, one) => all + of(one), 0);
  const beside = counts.every(({ plain }) => plain !== null)
    ? { beside: { who: 'plain Tesseract', value: sum(({ plain }) => plain!) }, aim: { least: 1 } }
    : {};
  const worse = counts.filter(({ ours, plain }) => plain !== null && ours < plain).length;
  report('seeing', [
    { what: 'words read with confidence', unit: '', ours: sum(({ ours }) => ours), ...beside, note: `${counts.length} pages` },
    { what: 'pages of which plain Tesseract reads more', unit: '', ours: worse },
  ]);
}

/** The command-line program on the stored page, as it is; null where it is not on this machine. */
const plainlyRead = (file: string): Promise<Read[] | null> =>
  new Promise((done) => {
    execFile('tesseract', [file, '-', '-l', 'fra+eng', 'tsv'], { maxBuffer: 64 * 1024 * 1024 }, (failed, stdout) => {
      if (failed) return done(null);
      const columns = stdout.split('\n').map((row) => row.split('\t'));
      done(columns.filter((row) => row[0] === '5').map((row) => ({ text: row[11] ?? '', confidence: Number(row[10]) / 100 })));
    });
  });

async function drawEdge(bytes: Uint8Array, { widthPx, heightPx, upright }: PageLook, file: string): Promise<void> {
  const scale = PICTURE_PX / Math.max(widthPx, heightPx);
  const [width, height] = [Math.round(widthPx * scale), Math.round(heightPx * scale)];
  const corners: Point[] = [
    [0, 0],
    [upright.widthPx, 0],
    [upright.widthPx, upright.heightPx],
    [0, upright.heightPx],
  ];
  const edge = corners.map((corner) => applyPlacement(upright.toStored, corner).map((v) => (v * scale).toFixed(1)));
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><polygon points="${edge.join(' ')}" fill="none" stroke="#e00" stroke-width="4"/></svg>`;
  const small = await sharp(bytes)
    .flatten({ background: '#fff' })
    .resize(width, height, { fit: 'fill' })
    .toColourspace('srgb')
    .png()
    .toBuffer();
  await sharp(small)
    .composite([{ input: Buffer.from(drawing) }])
    .png()
    .toFile(file);
}
