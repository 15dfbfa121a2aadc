import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import { silentLog } from '#base/log.ts';
import { openWorkshop } from '#workshop/pool.ts';
import { drawnPdf } from './drawn-pdf.ts';

const sheet = (name: string) => readFile(new URL(`../lab/letters/${name}`, import.meta.url));
const workshop = openWorkshop({ size: 2, ceilingMb: 450, log: silentLog, clock: systemClock() });
after(() => workshop.close());

const look = async (pageKey: string, bytes: Uint8Array) => workshop.run('look', { pageKey, bytes }, { affinity: pageKey });
/** Without affinity and under another key: nothing may come from a shelf. */
let fresh = 0;
const readAfresh = async (bytes: Uint8Array) => {
  const pageKey = `fresh-${fresh++}`;
  return workshop.run('full-read', { pageKey, bytes, look: await look(pageKey, bytes) });
};

test('sees which way a page was fed, in all four directions and askew', async () => {
  const upright = await sheet('reminder.png');
  const first = await look('upright', upright);
  const found = await Promise.all(
    [0, 90, 180, 270].map(async (turn) => {
      const bytes = await sharp(upright)
        .rotate(turn + 1.5, { background: '#ffffff' })
        .png()
        .withMetadata({ density: first.dpi })
        .toBuffer();
      const seen = await look(`turned-${turn}`, bytes);
      return { orientation: seen.orientation, skew: Math.round((seen.skewDeg - first.skewDeg) * 5) / 5 };
    }),
  );
  // sharp turns clockwise; content turned clockwise by 1.5 degrees is skewed by −1.5.
  const expected = [0, 90, 180, 270].map((turn) => ({ orientation: (turn + first.orientation) % 360, skew: -1.4 }));
  for (const [i, { orientation, skew }] of found.entries()) {
    assert.equal(orientation, expected[i]?.orientation);
    assert.ok(Math.abs(skew + 1.5) <= 0.2, `skew ${skew}`);
  }
});

test('a sheet fed upside down or sideways is read like any other', async () => {
  for (const [name, orientation, word] of [
    ['invoice-upside-down.png', 180, 'VTE34939'],
    ['hr-sideways.png', 90, 'matricule'],
  ] as const) {
    const bytes = await sheet(name);
    const seen = await look(name, bytes);
    assert.equal(seen.orientation % 180, orientation % 180);
    const { words } = await workshop.run('full-read', { pageKey: name, bytes, look: seen }, { affinity: name });
    assert.ok(
      words.some(({ text }) => text.includes(word)),
      `${word} in ${name}`,
    );
    for (const { box } of words)
      assert.ok(box[0] < box[2] && box[1] < box[3] && box[2] <= seen.upright.widthPx && box[3] <= seen.upright.heightPx);
  }
});

test('the routing read is the head of the full read, word for word', async () => {
  const bytes = await sheet('tax.jpg');
  const seen = await look('tax', bytes);
  const head = await workshop.run('routing-read', { pageKey: 'tax', bytes, look: seen }, { affinity: 'tax' });
  const full = await workshop.run('full-read', { pageKey: 'tax', bytes, look: seen }, { affinity: 'tax' });
  assert.ok(head.words.length > 10 && head.words.length < full.words.length);
  assert.deepEqual(full.words.slice(0, head.words.length), head.words);
  assert.equal(full.language, 'fr');
});

test('a page gives the same result whatever was read before it', async () => {
  const bytes = await sheet('reminder.png');
  const alone = await readAfresh(bytes);
  await Promise.all(['legal-english.png', 'envelope-german.png', 'envelope.png'].map(async (name) => readAfresh(await sheet(name))));
  // Both children have read something else by now.
  for (const again of await Promise.all([readAfresh(bytes), readAfresh(bytes)])) assert.deepEqual(again, alone);
});

test('a drawn invoice is read to its last figure: spaces before marks, lone quantities, figures in groups', async () => {
  const rows = [
    ['Étiquettes adhésives', '7', '113,31 €', '20 %', '1 359,72 €'],
    ['Classeur à levier', '3', '57,56 €', '20 %', '690,72 €'],
    ['Brochure quadri', '2', '70,82 €', '20 %', '141,64 €'],
    ['Forfait déplacement', '5', '142,40 €', '20 %', '3 560,00 €'],
  ];
  const lines = [
    'Ateliers Brunoy, 3 rue Denis Papin, 69800 Saint-Priest, tél. 04 78 55 33 08',
    'Nos bureaux sont ouverts du lundi au vendredi, de 8 h 30 à 12 h et de 14 h à 17 h.',
    'Écrire à jeanne.roux@courriel.example ou appeler le 02 61 94 78 92 avant le 24 mars.',
  ];
  const draw = (document: PDFKit.PDFDocument) => {
    document.font('Helvetica').fontSize(11);
    for (const line of lines) document.text(line, { lineGap: 6 });
    for (const [i, row] of rows.entries())
      for (const [j, cell] of row.entries()) document.text(cell, [50, 240, 290, 380, 450][j]!, 200 + 24 * i, { lineBreak: false });
  };
  const [page] = (await workshop.run('split-document', { bytes: await drawnPdf(draw, { margin: 50 }) })).pages;
  assert.ok(page?.textWords);
  const { words } = await readAfresh(page.bytes);
  const found = new Map<string, number>();
  for (const { text } of words) found.set(text, (found.get(text) ?? 0) + 1);
  const missed = [...lines, ...rows.flat()]
    .flatMap((text) => text.split(' '))
    .filter((text) => {
      const left = found.get(text) ?? 0;
      found.set(text, left - 1);
      return left <= 0;
    });
  assert.deepEqual(missed, []);
});

test('codes are found where they are, and a separator says so', async () => {
  const separator = await look('separator', await sheet('separator-item.jpg'));
  assert.match(separator.codes[0]?.text ?? '', /^VMSEP1:/);
  const labelled = await look('labelled', await sheet('own-label.jpg'));
  const label = labelled.codes.find(({ text }) => text.startsWith('VM-'));
  assert.equal(label?.format, 'Code128');
  const [x0, y0, x1, y1] = label.box;
  assert.ok(x0 >= 0 && y0 >= 0 && x1 <= labelled.upright.widthPx && y1 <= labelled.upright.heightPx && x1 - x0 > 3 * (y1 - y0) * 0.2);
});

test('pictures stay within their limits', async () => {
  const bytes = await sheet('tax.jpg');
  const seen = await look('tax', bytes);
  const { thumbnail, view } = await workshop.run('picture', { pageKey: 'tax', bytes, look: seen }, { affinity: 'tax' });
  assert.ok(thumbnail.byteLength <= 6 * 1024 && view.bytes.byteLength <= 60 * 1024);
  assert.equal((await sharp(thumbnail).metadata()).width, 190);
  assert.equal(Math.max(view.widthPx, view.heightPx), 1400);
  // A strip as a till or a broken scanner delivers it, full of noise.
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const strip = await sharp({ create: { width: 3, height: 30_000, channels: 3, background: 'white', noise } })
    .png()
    .toBuffer();
  const drawn = await workshop.run('picture', { pageKey: 'strip', bytes: strip, look: await look('strip', strip) });
  assert.ok(drawn.thumbnail.byteLength <= 6 * 1024 && drawn.view.bytes.byteLength <= 60 * 1024);
});

test('an empty side is blank and a written one is not', async () => {
  const empty = await sharp({ create: { width: 1654, height: 2339, channels: 3, background: '#f4f2ec' } })
    .jpeg()
    .withMetadata({ density: 200 })
    .toBuffer();
  const seen = await look('empty', empty);
  assert.equal(seen.blank, true);
  assert.deepEqual(await workshop.run('full-read', { pageKey: 'empty', bytes: empty, look: seen }), {
    words: [],
    language: null,
    text: '',
  });
  assert.equal((await look('envelope', await sheet('envelope.png'))).blank, false);
});

test('bytes that are no image are refused in one line', async () => {
  for (const bytes of [new Uint8Array(), Buffer.from('<html>'), (await sheet('tax.jpg')).subarray(0, 30_000)]) {
    await assert.rejects(look(`bad-${bytes.byteLength}`, bytes), (e) => isFailure(e, 'IMAGE_UNREADABLE') && !e.message.includes('\n'));
  }
});
