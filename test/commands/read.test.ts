import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import sharp from 'sharp';
import { Value } from 'typebox/value';
import { makePdf } from '#workshop/searchable-pdf.ts';
import type { DocumentRead } from '../../src/commands/read-document.ts';
import { READ_SHAPE } from './read-shape.ts';
import { LETTERS, type Ran, vaguemestre } from './run-command.ts';

const LETTER = join(LETTERS, 'tax.jpg');
const DIRECTORY = ['--directory', join(LETTERS, 'directory.json')];

/** One scanned page as a PDF without any text in it. */
async function scannedPdf(jpeg: Buffer): Promise<Uint8Array> {
  const { width: widthPx, height: heightPx } = await sharp(jpeg).metadata();
  const look = { widthPx, heightPx, dpi: 200, orientation: 0 as const, upright: { toStored: [1, 0, 0, 1, 0, 0] as never } };
  const facts = { title: '', number: 'VM-2026-000001-5', createdMs: 0, language: 'fr' as const, flavour: '2b' as const };
  return makePdf({ pages: [{ bytes: jpeg, format: 'jpeg', look, words: [] }], ...facts });
}

describe('vaguemestre read', { timeout: 240_000 }, () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);
  const FORMATS = ['letter.png', 'letter.jpg', 'letter.tif', 'letter.webp', 'letter.pdf'];
  let many: Ran;
  let results: DocumentRead[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vaguemestre-read-'));
    const jpeg = await readFile(LETTER);
    const gray = () => sharp(jpeg).toColourspace('b-w').withDensity(200);
    await writeFile(file('letter.jpg'), jpeg);
    await gray().png().toFile(file('letter.png'));
    await gray().threshold(150).tiff({ compression: 'ccittfax4', bitdepth: 1 }).toFile(file('letter.tif'));
    await gray().webp({ quality: 90 }).toFile(file('letter.webp'));
    await writeFile(file('letter.pdf'), await scannedPdf(jpeg));
    await writeFile(file('torn.jpg'), jpeg.subarray(0, 30_000));
    many = await vaguemestre('read', file('torn.jpg'), ...FORMATS.map(file), ...DIRECTORY, '--children', '2');
    results = many.out.map((line) => JSON.parse(line) as DocumentRead);
  });
  after(() => rm(folder, { recursive: true }));

  test('prints one JSON object per readable file and line, of exactly the published shape', () => {
    assert.deepEqual(results.map((one) => one.file).sort(), FORMATS.map(file).sort());
    for (const result of results) {
      const wrong = [...Value.Errors(READ_SHAPE, result)].map(({ instancePath, message }) => `${instancePath} ${message}`);
      assert.deepEqual(wrong, [], result.file);
    }
  });

  test('reads PNG, JPEG, TIFF, WebP and PDF alike', () => {
    for (const { file: name, pages, class: guess, department, recipient, routed, secrecy, timings } of results) {
      assert.equal(pages.length, 1, name);
      assert.match(pages[0]!.text, /redevable/, name);
      assert.equal(pages[0]!.language, 'fr', name);
      assert.ok(pages[0]!.words.length > 100, name);
      assert.deepEqual([guess.id, department?.id, recipient?.personId, routed, secrecy], ['tax', 'd05', 'p05', true, null], name);
      assert.ok(timings.routeMs <= timings.totalMs, name);
    }
  });

  test('a broken file is one line on standard error and exit code 1; the others are read all the same', () => {
    assert.equal(many.code, 1);
    assert.equal(many.said.length, 1, many.said.join('\n'));
    assert.ok(many.said[0]!.startsWith(`${file('torn.jpg')}: This is no image that can be opened`));
  });

  test('stops after the routing read when told to, with the same route', async () => {
    const { code, out } = await vaguemestre('read', LETTER, ...DIRECTORY, '--route-only', '--json');
    assert.equal(code, 0);
    const [routed] = out.map((line) => JSON.parse(line) as DocumentRead);
    const full = results.find((one) => one.file.endsWith('.jpg'))!;
    assert.deepEqual([...Value.Errors(READ_SHAPE, routed)], []);
    assert.equal(routed!.department?.id, full.department?.id);
    assert.ok(routed!.pages[0]!.words.length < full.pages[0]!.words.length);
    assert.deepEqual(routed!.references, []);
  });

  test('closed mail is read no further than it takes to know that it is closed, whoever asks', async () => {
    const closed = join(LETTERS, 'closed.jpg');
    const [whole, routed] = await Promise.all(
      [[], ['--route-only']].map((more) => vaguemestre('read', closed, ...DIRECTORY, '--json', ...more)),
    );
    const { pages, secrecy, routed: filed, subject } = JSON.parse(whole!.out[0]!) as DocumentRead;
    assert.ok(secrecy === 'personal' || secrecy === 'confidential');
    assert.deepEqual([filed, subject], [false, null]);
    assert.deepEqual(pages, (JSON.parse(routed!.out[0]!) as DocumentRead).pages);
  });

  test('says one file in words', async () => {
    const { code, out } = await vaguemestre('read', LETTER, ...DIRECTORY, '--route-only');
    assert.equal(code, 0);
    assert.match(out[0]!, /tax\.jpg: tax, to .+; would be filed\.$/);
  });

  test('what is called wrongly is told how, with exit code 2', async () => {
    for (const args of [[], ['--childs', '2', LETTER], ['--children', '0', LETTER], ['--children', 'two', LETTER]]) {
      const { code, out, said } = await vaguemestre('read', ...args);
      assert.equal(code, 2, args.join(' '));
      assert.deepEqual(out, []);
      assert.match(said.at(-1)!, /^usage: vaguemestre read FILE…/);
    }
  });

  test('a directory that cannot be used is said before anything is read', async () => {
    const { code, said } = await vaguemestre('read', LETTER, '--directory', LETTER);
    assert.equal(code, 1);
    assert.match(said.join('\n'), /^The directory .*tax\.jpg cannot be used: it is no JSON\.$/);
  });
});
