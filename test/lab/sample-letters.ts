import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import sharp from 'sharp';
import type { DocumentClass, ReviewReason, SecrecyKind } from '#base/words.ts';
import type { SheetSource } from './escl-scanner.ts';
import { OTHER_DOCUMENT_ENDINGS, PAGE_IMAGE_ENDINGS } from './sheet-image.ts';

/** What is true of a sheet, written down by whoever made it. */
export interface Expectation {
  /** `separator` and `blank` make no document; `filed` and `review` what the machine should do, `closed` what it must do. */
  outcome: 'filed' | 'review' | 'closed' | 'separator' | 'blank';
  class?: DocumentClass;
  /** Ids of `directory.json`. */
  department?: string;
  person?: string;
  /** Why a person has to look; only with `review`. */
  reason?: ReviewReason;
  /** Any of these is right; only with `closed`. */
  secrecy?: SecrecyKind[];
  separator?: 'ITEM' | 'ENVELOPE' | 'SHEET';
  /** Our label on the page: an item with this number is to be registered before the batch. */
  ownNumber?: string;
  /** Belongs to the same document as the sheet before it. */
  continues?: true;
  /** What the other side is, where there is one. */
  backIs?: 'blank' | 'page';
  /** A word of the page that a search should find; with `closed`, one inside that must be nowhere in the state. */
  word?: string;
}

/** A sheet with absolute paths, as `ScannerControl.load` takes it. `name` is the front's file name. */
export interface SampleSheet extends SheetSource {
  front: string;
  back?: string;
  name: string;
  note: string;
  expect: Expectation;
}

export interface SampleBatch {
  /** In feeder order. The first part is in the default mode: each sheet an item. */
  sheets: SampleSheet[];
  /** The receiving organisation as `parseDirectory` reads it, and its file. */
  directory: unknown;
  directoryFile: string;
}

const LETTERS = join(import.meta.dirname, 'letters');

/** The letters that ship with the laboratory, with what is true of each. */
export async function sampleBatch(): Promise<SampleBatch> {
  const directoryFile = join(LETTERS, 'directory.json');
  const manifest = JSON.parse(await readFile(join(LETTERS, 'manifest.json'), 'utf8')) as {
    sheets: { front: string; back?: string; note: string; expect: Expectation }[];
  };
  const sheets = manifest.sheets.map(({ front, back, note, expect }): SampleSheet => {
    const paths = { front: join(LETTERS, front), ...(back !== undefined && { back: join(LETTERS, back) }) };
    return { ...paths, name: front, note, expect };
  });
  return { sheets, directory: JSON.parse(await readFile(directoryFile, 'utf8')), directoryFile };
}

/**
 * All page images of a folder as single-sided sheets in the order of their names. Files are listed by their ending and not
 * opened: what is damaged or has several pages shows when it is loaded.
 */
export async function lettersFrom(folder: string): Promise<{ front: string; name: string }[]> {
  const names = await filesEndingIn(folder, PAGE_IMAGE_ENDINGS);
  return names.map((name) => ({ front: join(folder, name), name }));
}

/** Names of the other documents in a folder, which `lettersFrom` leaves out. */
export const leftOutOf = (folder: string): Promise<string[]> => filesEndingIn(folder, OTHER_DOCUMENT_ENDINGS);

async function filesEndingIn(folder: string, endings: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && endings.includes(extname(entry.name).toLowerCase()))
    .map((entry) => entry.name)
    .sort();
}

/**
 * Sticks a printed label on a page as a clerk does, at its true size: `label` is a picture from the virtual printer.
 *
 * @returns the page as a gray JPEG of its own dpi (200 where it names none).
 */
export async function stickLabel(
  page: string | Buffer,
  label: string | Buffer,
  at: { leftMm: number; topMm: number } = { leftMm: 100, topMm: 225 },
): Promise<Buffer> {
  const { density: pageDpi = 200 } = await sharp(page).metadata();
  const { density: labelDpi = 203, width } = await sharp(label).metadata();
  const sized = await sharp(label)
    .greyscale()
    .resize({ width: Math.round((width * pageDpi) / labelDpi) })
    .png()
    .toBuffer();
  const px = (mm: number) => Math.round((mm / 25.4) * pageDpi);
  return sharp(page)
    .composite([{ input: sized, left: px(at.leftMm), top: px(at.topMm) }])
    .toColourspace('b-w')
    .withDensity(pageDpi)
    .jpeg({ quality: 85 })
    .toBuffer();
}
