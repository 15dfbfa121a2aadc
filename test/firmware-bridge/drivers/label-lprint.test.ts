import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import sharp from 'sharp';
import { zplToBase64Async } from 'zpl-renderer-js';
import { drawLabel } from '#workshop/label-drawing.ts';
import { until } from '../../contracts/device-events.ts';
import { lprintJob } from '../../lab/lprint.ts';
import { withoutPeer } from '../../lab/peers/peers.ts';
import { dotsOf, dotsOfPicture, LANGUAGES, languageBench } from './label-languages.ts';

const LIMIT = { timeout: 60_000, skip: withoutPeer('lprint') };
/** Four by two inches at 203 dpi. */
const SIZE = { widthDots: 812, heightDots: 406, resolutionDpi: 203 };
const MEDIA = 'oe_4x2-label_4x2in';

const layout = (size = SIZE) =>
  drawLabel({ number: 'VM-2026-000123-M', kind: 'letter', station: 'VM', department: 'Einkauf', dateText: '2026-11-27', copy: 1, ...size });

async function rendered(zpl: string): Promise<Buffer> {
  const png = Buffer.from(await zplToBase64Async(zpl, SIZE.widthDots / 8, SIZE.heightDots / 8, 8), 'base64');
  const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const dots = Buffer.alloc(SIZE.widthDots * SIZE.heightDots);
  for (let y = 0; y < SIZE.heightDots; y++)
    for (let x = 0; x < SIZE.widthDots; x++) dots[y * SIZE.widthDots + x] = data[(y * info.width + x) * info.channels]! < 128 ? 1 : 0;
  return dots;
}

test('zpl: ours and that of lprint, drawn by a renderer of others, are the layout dot for dot', LIMIT, async (t) => {
  const label = await layout();
  const { open } = await languageBench(t, language('zpl'));
  const session = await open();
  const ours = await rendered(Buffer.from(session.encode(label)).toString('latin1'));
  const theirs = await rendered(
    (await lprintJob('zpl_4inch-203dpi-dt', { ...label, resolutionDpi: 203, media: MEDIA })).toString('latin1'),
  );
  assert.ok(ours.equals(dotsOf(label)), 'ours');
  assert.ok(theirs.equals(dotsOf(label)), 'lprint');
});

test('epl2: what lprint encodes is the same picture in the laboratory as what we do', LIMIT, async (t) => {
  const label = await layout();
  const theirs = await printedOnLab(
    t,
    'epl2',
    SIZE,
    await lprintJob('epl2_4inch-203dpi-dt', { ...label, resolutionDpi: 203, media: MEDIA }),
  );
  const { open } = await languageBench(t, language('epl2'));
  const ours = await printedOnLab(t, 'epl2', SIZE, (await open()).encode(label));
  assert.ok(theirs.equals(dotsOf(label)), 'lprint');
  assert.ok(ours.equals(dotsOf(label)), 'ours');
});

test('dymo: what lprint encodes is the same picture in the laboratory as what we do, but for the margins it leaves', LIMIT, async (t) => {
  const size = { widthDots: 637, heightDots: 1_200, resolutionDpi: 300 };
  const label = await layout(size);
  const page = { ...label, resolutionDpi: 300, media: 'oe_shipping-label_2.125x4in' };
  const theirs = await printedOnLab(t, 'dymo', size, await lprintJob('dymo_lw-450', page));
  const { open } = await languageBench(t, language('dymo'));
  const ours = await printedOnLab(t, 'dymo', size, (await open()).encode(label));
  const drawn = dotsOf(label);
  assert.ok(ours.equals(drawn), 'ours');
  // It begins below its margin of 5.25 mm, and 1 mm from the left, in whole bytes.
  const [left, top] = [8, 62];
  const rows = size.heightDots - 2 * top;
  assert.equal(theirs.length, rows * size.widthDots);
  for (let y = 0; y < rows; y++) {
    const row = theirs.subarray(y * size.widthDots, (y + 1) * size.widthDots - left);
    assert.ok(row.equals(drawn.subarray((y + top) * size.widthDots + left, (y + top + 1) * size.widthDots)), `row ${y}`);
  }
});

const language = (wanted: string) => LANGUAGES.find(({ name }) => name === wanted)!;

async function printedOnLab(t: TestContext, name: string, size: typeof SIZE, job: Uint8Array): Promise<Buffer> {
  const { printer } = await languageBench(t, language(name));
  const socket = connect(printer.port, '127.0.0.1');
  socket.write(job);
  await until(() => printer.labels.length === 1, 'the label is out');
  socket.destroy();
  const { dots } = await dotsOfPicture(printer.labels[0]!.png, 0, size.widthDots);
  return dots.subarray(0, size.widthDots * size.heightDots);
}
