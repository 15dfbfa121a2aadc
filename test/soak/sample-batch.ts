import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import { loadConfig } from '#config/load.ts';
import { runBatch, type Stack } from '#lab/batch.ts';
import { freePorts } from '#lab/free-ports.ts';
import { openMailroom } from '#lab/mailroom.ts';
import { sampleBatch } from '#lab/sample-letters.ts';
import { scannedPages } from '#lab/sheet-image.ts';
import type { Summary } from '#lab/summary.ts';
import { openDaemon } from '../../src/compose.ts';

const DPI = 200;
/** A4, as a scanner that is asked for A4 gives it whatever lies in its feeder. */
const A4 = { width: Math.round((210 / 25.4) * DPI), height: Math.round((297 / 25.4) * DPI) };

async function onA4(side: string | Uint8Array): Promise<Buffer[]> {
  const pages = await scannedPages(side);
  return Promise.all(
    pages.map(async (page) => {
      const { density = DPI, width } = await sharp(page).metadata();
      const scaled = await sharp(page)
        .resize({ width: Math.round((width * DPI) / density) })
        .toColourspace('b-w')
        .png()
        .toBuffer();
      const { width: w, height: h } = await sharp(scaled).metadata();
      const cut = { left: 0, top: 0, width: Math.min(w, A4.width), height: Math.min(h, A4.height) };
      return sharp(scaled)
        .extract(cut)
        .extend({ right: A4.width - cut.width, bottom: A4.height - cut.height, background: '#fff' })
        .toColourspace('b-w')
        .withDensity(DPI)
        .jpeg({ quality: 90 })
        .toBuffer();
    }),
  );
}

/** The sample batch, every page on A4. */
async function stackOnA4(): Promise<{ stack: Stack; directoryFile: string }> {
  const { sheets, directoryFile } = await sampleBatch();
  const labelled = sheets.filter(({ expect }) => expect.ownNumber !== undefined).length;
  const laid: Stack['sheets'] = [];
  for (const { name, front, back } of sheets) {
    const [fronts, backs] = [await onA4(front), back === undefined ? [] : await onA4(back)];
    for (const [at, page] of fronts.entries()) laid.push({ name, front: page, ...(backs[at] && { back: backs[at] }) });
  }
  return { stack: { sheets: laid, labelled }, directoryFile };
}

async function batchBy(scannerBy: 'escl' | 'sane', stack: Stack, directoryFile: string): Promise<Summary> {
  const folder = await mkdtemp(join(tmpdir(), `vaguemestre-${scannerBy}-`));
  const choices = { kioskPort: (await freePorts(1))[0]!, graceSeconds: 0, duplex: true, scannerBy };
  const mailroom = await openMailroom(folder, directoryFile, choices);
  try {
    const bug = Promise.withResolvers<never>();
    const daemon = await openDaemon(loadConfig(mailroom.configFile), { clock: systemClock(), log: silentLog, onBug: bug.reject });
    try {
      return await Promise.race([runBatch(daemon, mailroom, stack, performance.now(), () => undefined), bug.promise]);
    } finally {
      await daemon.close();
    }
  } finally {
    await mailroom.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What the mailroom made of the batch. The order in which mailboxes were reached is nobody's promise, so numbers of messages do not count. */
const essence = ({ elapsedMs: _, details, ...counted }: Summary): string[] => [
  JSON.stringify(counted),
  ...details.map(({ uid: _, confidence, ...detail }) => JSON.stringify({ ...detail, confidence: confidence.toFixed(2) })),
];

/** The sample batch through libsane and sane-airscan beside the same batch by eSCL: items, documents and filings have to be the same. */
export async function sampleBatchBothWays(): Promise<boolean> {
  const { stack, directoryFile } = await stackOnA4();
  const escl = await batchBy('escl', stack, directoryFile);
  const sane = await batchBy('sane', stack, directoryFile);
  const [byEscl, bySane] = [essence(escl), essence(sane)];
  const others = bySane.filter((line, at) => line !== byEscl[at]);
  const same = others.length === 0 && byEscl.length === bySane.length && escl.filed > 10;
  const { items, documents, filed } = sane;
  process.stdout.write(
    `sample batch: by SANE ${items} items, ${documents} documents, ${filed} filed in ${(sane.elapsedMs / 1_000).toFixed(0)} s, by eSCL ${escl.items}, ` +
      `${escl.documents}, ${escl.filed} in ${(escl.elapsedMs / 1_000).toFixed(0)} s: ${same ? 'the same' : 'NOT the same'}\n`,
  );
  for (const [at, line] of bySane.entries()) if (line !== byEscl[at]) process.stdout.write(`  SANE ${line}\n  eSCL ${byEscl[at]}\n`);
  return same;
}
