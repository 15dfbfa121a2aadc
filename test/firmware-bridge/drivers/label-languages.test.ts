import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { readCodes } from '#workshop/codes.ts';
import { drawLabel, type LabelInput } from '#workshop/label-drawing.ts';
import type { Raster } from '#workshop/raster.ts';
import { until } from '../../contracts/device-events.ts';
import { checkered } from '../../contracts/label-printer.contract.ts';
import { openDymoPrinter } from '../../lab/dymo-printer.ts';
import { openEpl2Printer } from '../../lab/epl2-printer.ts';
import { openTsplPrinter } from '../../lab/tspl-printer.ts';
import { complaints, dotsOf, dotsOfPicture, IMPATIENT, LANGUAGES, type LanguageUnderTest, languageBench } from './label-languages.ts';

const LIMIT = { timeout: 30_000 };
const HOUR_MS = 3_600_000;
const FACTS: Omit<LabelInput, 'widthDots' | 'heightDots' | 'resolutionDpi'> = {
  ...{ number: 'VM-2026-000123-M', kind: 'registered' as const, station: 'VM', department: 'Comptabilité', class: 'Facture' },
  ...{ secrecy: 'Confidentiel', dateText: '2026-11-27', copy: 2 },
};

async function codesOf(png: string): Promise<string[]> {
  const border = { top: 40, bottom: 40, left: 40, right: 40, background: 'white' };
  const { data, info } = await sharp(png).extend(border).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const found = await readCodes({ widthPx: info.width, heightPx: info.height, gray: data } as Raster, 203, 'thorough');
  return found.map(({ format, text }) => `${format} ${text}`).sort();
}

for (const language of LANGUAGES) {
  const { name, leftDots } = language;

  test(`${name}: what was drawn comes out dot for dot, and its codes are read`, LIMIT, async (t) => {
    const { printer, open } = await languageBench(t, language);
    const session = await open();
    assert.deepEqual((await session.status()).conditions, []);
    const { widthDots, lengthDots, resolutionDpi } = session;
    const label = await drawLabel({ ...FACTS, widthDots, heightDots: lengthDots, resolutionDpi });
    assert.deepEqual(await session.print(session.encode(label)), { outcome: 'printed' });
    assert.deepEqual(complaints(printer), []);
    const { png } = printer.labels[0]!;
    const { dots, beside, rows } = await dotsOfPicture(png, leftDots, widthDots);
    assert.deepEqual([rows, beside], [lengthDots, 0]);
    assert.ok(dots.equals(dotsOf(label)), 'every dot');
    assert.deepEqual(await codesOf(png), ['Code128 VM-2026-000123-M', 'DataMatrix VM-2026-000123-M;2']);
  });

  test(`${name}: any picture comes out dot for dot, its padding white, also where its dots look like commands`, LIMIT, async (t) => {
    const { printer, open } = await languageBench(t, language);
    const session = await open();
    await session.status();
    const label = checkered(203, 50);
    // Requests, escapes and line ends of all the languages.
    const nasty = Buffer.from('\x1b!?\x1b!.\x10\x14\x01\x00\x10\x04\x01\x1bA\x1b@\nP1\n~JA^XZ\x1a\r\nCLS\r\n', 'latin1');
    label.bits.set(nasty, 26 * 3);
    const spoilt = { ...label, bits: label.bits.map((byte, i) => (i % 26 === 25 ? byte | 0x1f : byte)) };
    assert.deepEqual(await session.print(session.encode(spoilt)), { outcome: 'printed' });
    const { dots, rows } = await dotsOfPicture(printer.labels[0]!.png, leftDots, 203);
    assert.ok(dots.subarray(0, 203 * 50).equals(dotsOf({ ...label, bits: spoilt.bits })), 'every dot');
    assert.deepEqual([rows >= 50, complaints(printer)], [true, []]);
  });

  test(`${name}: an empty roll and an open cover are told and go away by themselves`, LIMIT, async (t) => {
    const { printer, open } = await languageBench(t, language);
    const session = await open();
    printer.control.mediaOutAfter(0);
    assert.deepEqual((await session.status()).conditions, ['media-empty']);
    printer.control.clear();
    printer.control.headOpen(true);
    assert.deepEqual((await session.status()).conditions, [language.coverOpen]);
    printer.control.headOpen(false);
    assert.deepEqual((await session.status()).conditions, []);
  });

  test(`${name}: a label that meets an empty roll is unknown and taken back`, LIMIT, async (t) => {
    const { printer, open } = await languageBench(t, language);
    const hasty = await open(IMPATIENT);
    const job = hasty.encode(checkered(200, 100));
    printer.control.mediaOutAfter(0);
    assert.equal((await hasty.print(job)).outcome, 'unknown');
    await until(() => printer.control.waiting() === 0, 'it was taken back');
    const session = await open();
    assert.deepEqual((await session.status()).conditions, ['media-empty']);
    printer.control.clear();
    assert.deepEqual((await session.status()).conditions, []);
    assert.deepEqual(await session.print(job), { outcome: 'printed' });
    assert.equal(printer.labels.length, 1);
  });

  test(
    `${name}: silence is a fault, a label sent into it has an unknown outcome, and bytes that mean nothing change neither`,
    LIMIT,
    async (t) => {
      const { printer, open } = await languageBench(t, language);
      const [session, hasty] = [await open(), await open(IMPATIENT)];
      const job = session.encode(checkered(64, 16));
      printer.control.silent(true);
      assert.deepEqual((await hasty.status()).conditions, ['timed-out']);
      assert.equal((await hasty.print(job)).outcome, 'unknown');
      printer.control.clear();
      assert.deepEqual((await session.status()).conditions, []);
      printer.control.noise(Buffer.from('\xff\xfe\xe0\x80HS\x20', 'latin1'));
      assert.deepEqual((await session.status()).conditions, []);
      assert.equal((await session.print(job)).outcome, 'printed');
    },
  );

  test(`${name}: a slow printer is waited for, one that takes nothing more is not`, LIMIT, async (t) => {
    const { printer, open } = await languageBench(t, language);
    const [hasty, session] = [await open(IMPATIENT), await open()];
    await session.status();
    printer.control.slow(250);
    assert.equal((await session.print(session.encode(checkered(200, 100)))).outcome, 'printed');
    printer.control.stall(true);
    const endless = Buffer.alloc(30_000_000);
    const result = await hasty.print(endless);
    assert.ok(result.outcome === 'unknown' && result.sentBytes > 0 && result.sentBytes < endless.length);
  });

  test(`${name}: a printer that goes away is absent, also while it is asked`, LIMIT, async (t) => {
    const { printer, open, link } = await languageBench(t, language);
    const session = await open();
    await session.status();
    await printer.close();
    await assert.rejects(session.status(), { code: 'DEVICE_ABSENT' });
    assert.equal((await session.print(session.encode(checkered(64, 16)))).outcome, 'not-printed');
    await assert.rejects(language.driver.open(link), { code: 'DEVICE_ABSENT' });
  });

  test(`${name}: a label that broke off in the middle is unknown, and spoils nothing of the next one`, LIMIT, async (t) => {
    const { printer, open } = await languageBench(t, language);
    const label = checkered(200, 100);
    const first = await open();
    await first.status();
    const job = first.encode(label);
    printer.control.resetMidJob(job.length - Math.floor(job.length / 3));
    const { outcome } = await first.print(job);
    assert.equal(outcome, 'unknown');
    const second = await open();
    assert.deepEqual((await second.status()).conditions, []);
    assert.equal((await second.print(job)).outcome, 'printed');
    await until(() => printer.labels.length >= 1, 'the label is out');
    assert.equal(printer.labels.length, language.leavesHalves ? 2 : 1);
    const { dots } = await dotsOfPicture(printer.labels.at(-1)!.png, leftDots, 200);
    assert.ok(dots.subarray(0, 200 * 100).equals(dotsOf(label)), 'every dot');
  });

  test(`${name}: wherever a label breaks off, it does not come out later, and the next one is whole`, LIMIT, async (t) => {
    const { printer, open } = await languageBench(t, language);
    const label = checkered(64, 16);
    const job = (await open()).encode(label);
    printer.control.slow(20);
    const evenly = Array.from({ length: 10 }, (_, i) => 1 + Math.floor((job.length * i) / 10));
    const lastBytes = [1, 2, 3, 4, 5, 6, 7, 8].map((missing) => job.length - missing - language.dispensableBytes);
    for (const cut of [...evenly, ...lastBytes]) {
      const before = printer.labels.length;
      const first = await open();
      await first.status();
      printer.control.resetMidJob(cut);
      assert.equal((await first.print(job)).outcome, 'unknown');
      const second = await open();
      await second.status();
      assert.deepEqual(await second.print(job), { outcome: 'printed' });
      // A receipt printer has printed what it got, in a piece of its own.
      assert.ok(printer.labels.length === before + 1 || language.leavesHalves, `cut at ${cut} of ${job.length}`);
      const { dots } = await dotsOfPicture(printer.labels.at(-1)!.png, leftDots, 64);
      assert.ok(dots.subarray(0, 64 * 16).equals(dotsOf(label)), `every dot after a cut at ${cut} of ${job.length}`);
    }
  });

  test(`${name}: a label left inside by a process that died is taken back`, LIMIT, async (t) => {
    const { printer, open, link } = await languageBench(t, language);
    printer.control.slow(HOUR_MS);
    const before = await link.openPipe();
    const encoder = await open();
    await before.send(encoder.encode(checkered(64, 16)), 1_000);
    await before.close();
    const after = await language.driver.open({ ...link });
    t.after(() => after.close());
    await after.status();
    printer.control.clear();
    await after.status();
    assert.equal((await after.print(after.encode(checkered(64, 16)))).outcome, 'printed');
    assert.equal(printer.labels.length, 1);
  });
}

test('brother-ql: other labels than the configured ones are told before anything is printed on them', LIMIT, async (t) => {
  const language = LANGUAGES.find(({ name }) => name === 'brother-ql')!;
  const { printer, open } = await languageBench(t, language, { media: '62x29' });
  const session = await open();
  assert.deepEqual([session.widthDots, session.lengthDots], [696, 271]);
  assert.deepEqual((await session.status()).conditions, ['media-needed']);
  printer.control.load('62x29');
  assert.deepEqual((await session.status()).conditions, []);
  assert.equal((await session.print(session.encode(checkered(696, 271)))).outcome, 'printed');
  assert.deepEqual((await session.status()).conditions, []);
  assert.deepEqual(complaints(printer), [], 'it was not asked while it printed');
});

for (const name of ['brother-ql', 'dymo'])
  test(`${name}: an error ends the waiting for a label, and nothing of it comes out with the next roll`, LIMIT, async (t) => {
    const { printer, open } = await languageBench(t, LANGUAGES.find((language) => language.name === name)!, { settleMs: HOUR_MS });
    const session = await open();
    const job = session.encode(checkered(200, 150));
    printer.control.mediaOutAfter(0);
    assert.equal((await session.print(job)).outcome, 'unknown');
    printer.control.clear();
    assert.deepEqual((await session.status()).conditions, []);
    assert.deepEqual(await session.print(job), { outcome: 'printed' });
    assert.equal(printer.labels.length, 1);
  });

test(
  'dymo: the top of form from before the label moved is not taken for the one after it, at once or in order, with labels or endless',
  LIMIT,
  async (t) => {
    const dymo = LANGUAGES.find(({ name }) => name === 'dymo')!;
    for (const [printer, options] of [
      [{ startsAfterMs: 200 }, {}],
      [{ inOrder: true }, {}],
      [{ inOrder: true, endless: true }, { media: '54' }],
    ] as const) {
      const bench = await languageBench(t, { ...dymo, openLab: (lab) => openDymoPrinter({ ...lab, ...printer }) }, options);
      bench.printer.control.slow(100);
      const session = await bench.open();
      assert.equal((await session.print(session.encode(checkered(64, 16)))).outcome, 'printed');
      assert.equal(bench.printer.labels.length, 1, JSON.stringify(printer));
    }
  },
);

test('escpos: a printer that says numbers back tells by its number that the label came out', LIMIT, async (t) => {
  const { printer, open } = await languageBench(t, LANGUAGES.find(({ name }) => name === 'escpos')!, { outcome: 'process-id' });
  const session = await open();
  printer.control.slow(100);
  assert.equal((await session.print(session.encode(checkered(64, 16)))).outcome, 'printed');
  assert.equal(printer.labels.length, 1);
});

test('epl2 and tspl: a printer that never says that a label is out is looked at three times in a row', LIMIT, async (t) => {
  for (const [name, openLab] of [
    ['epl2', (options) => openEpl2Printer({ ...options, acknowledges: false })],
    ['tspl', (options) => openTsplPrinter({ ...options, tellsName: false })],
  ] as [string, LanguageUnderTest['openLab']][]) {
    const { printer, open } = await languageBench(t, { ...LANGUAGES.find((language) => language.name === name)!, openLab });
    const session = await open({ answerMs: 200 });
    printer.control.slow(100);
    assert.equal((await session.print(session.encode(checkered(64, 16)))).outcome, 'printed');
    assert.equal(printer.labels.length, 1, name);
    const hasty = await open({ answerMs: 50, settleMs: 600 });
    printer.control.mediaOutAfter(0);
    assert.equal((await hasty.print(hasty.encode(checkered(64, 16)))).outcome, 'unknown', name);
  }
});

test('epl2: a printer that hears nothing while it begins anew is asked to acknowledge once it is back', LIMIT, async (t) => {
  const epl2 = LANGUAGES.find(({ name }) => name === 'epl2')!;
  const restarting = { ...epl2, openLab: (options) => openEpl2Printer({ ...options, restartMs: 300 }) } as LanguageUnderTest;
  // Too short for three looks in a row.
  const { printer, open } = await languageBench(t, restarting, { answerMs: 2_000, settleMs: 3_900 });
  const session = await open();
  assert.deepEqual((await session.status()).conditions, ['timed-out']);
  while ((await session.status()).conditions.length > 0);
  assert.equal((await session.print(session.encode(checkered(64, 16)))).outcome, 'printed');
  assert.equal(printer.labels.length, 1);
});

test('epl2: a printer whose connection goes whenever it begins anew is not told so for ever', LIMIT, async (t) => {
  const epl2 = LANGUAGES.find(({ name }) => name === 'epl2')!;
  const leaving = { ...epl2, openLab: (options) => openEpl2Printer({ ...options, hangsUp: true }) } as LanguageUnderTest;
  const { printer, link } = await languageBench(t, leaving);
  for (let n = 0; n < 3; n++) await assert.rejects((await epl2.driver.open(link)).status(), { code: 'DEVICE_ABSENT' });
  const session = await epl2.driver.open(link);
  t.after(() => session.close());
  assert.deepEqual((await session.status()).conditions, []);
  assert.equal((await session.print(session.encode(checkered(64, 16)))).outcome, 'printed');
  assert.equal(printer.labels.length, 1);
});

test('epl2 and tspl: half a row of a wide head takes nothing of what makes the printer forget', LIMIT, async (t) => {
  for (const name of ['epl2', 'tspl']) {
    const { printer, open } = await languageBench(t, LANGUAGES.find((language) => language.name === name)!, {
      media: '500x10',
      widthDots: 8_000,
    });
    const label = { widthDots: 8_000, heightDots: 3, bits: new Uint8Array(3_000).fill(0xff) };
    const first = await open();
    const job = first.encode(label);
    await first.status();
    const bits = label.widthDots / 8;
    printer.control.resetMidJob(job.length - bits - 10);
    assert.equal((await first.print(job)).outcome, 'unknown');
    const second = await open({ answerMs: 500 });
    assert.deepEqual((await second.status()).conditions, [], name);
    assert.equal((await second.print(job)).outcome, 'printed', name);
  }
});

test('epl2: of firmware known to acknowledge nothing one report without error is enough', LIMIT, async (t) => {
  const { printer, open } = await languageBench(t, LANGUAGES.find(({ name }) => name === 'epl2')!, { quirk: 'no-ack' });
  const session = await open();
  printer.control.slow(100);
  assert.equal((await session.print(session.encode(checkered(64, 16)))).outcome, 'printed');
  assert.equal(printer.labels.length, 1);
});
