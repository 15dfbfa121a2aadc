import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import sharp from 'sharp';
import { systemClock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import type { Condition } from '#base/words.ts';
import brotherQl, { parseStatuses } from '#bridge/drivers/printer/brother-ql.ts';
import dymo, * as dymoStatus from '#bridge/drivers/printer/dymo.ts';
import epl2, { parseErrorReport } from '#bridge/drivers/printer/epl2.ts';
import escpos, { parseStatus } from '#bridge/drivers/printer/escpos.ts';
import tspl, * as tsplStatus from '#bridge/drivers/printer/tspl.ts';
import zpl, { parseErrorStatus } from '#bridge/drivers/printer/zpl.ts';
import type { DeviceOptions, LabelBits, LabelPrinterDriver, LabelPrinterSession, Link } from '#bridge/supervisor/driver.ts';
import { openTcp } from '#bridge/transports/tcp.ts';
import { openBrotherQlPrinter } from '../../lab/brother-ql-printer.ts';
import { openDymoPrinter } from '../../lab/dymo-printer.ts';
import { openEpl2Printer } from '../../lab/epl2-printer.ts';
import { openEscposPrinter } from '../../lab/escpos-printer.ts';
import type { LabelPrinter, PrinterOptions } from '../../lab/label-printer.ts';
import { openTsplPrinter } from '../../lab/tspl-printer.ts';
import { openZplPrinter } from '../../lab/zpl-printer.ts';

/** A label language as its tests know it: our driver, the laboratory's printer, and what differs between them. */
export interface LanguageUnderTest {
  name: string;
  driver: LabelPrinterDriver;
  openLab(options: PrinterOptions): Promise<LabelPrinter>;
  options: DeviceOptions;
  coverOpen: Condition;
  /** What the laboratory's picture shows left of the part that can be printed on. */
  leftDots: number;
  /** What is printed of a label that breaks off lies in the tray as a piece of its own. */
  leavesHalves: boolean;
  /** Bytes at the end of a job without which it is whole all the same. */
  dispensableBytes: number;
  /** Words that a printer of this language says, for the traces. */
  parse(heard: Buffer): unknown;
}

const byByte =
  (module: { parseStatusByte(heard: Buffer): number | null; conditionsOf(status: number): Condition[] }) => (heard: Buffer) => {
    const status = module.parseStatusByte(heard);
    return status === null ? null : module.conditionsOf(status);
  };

const usual = { leftDots: 0, leavesHalves: false, dispensableBytes: 0, coverOpen: 'cover-open' as Condition };

export const LANGUAGES: readonly LanguageUnderTest[] = [
  {
    ...usual,
    name: 'zpl',
    driver: zpl,
    openLab: openZplPrinter,
    options: { media: '100x50' },
    dispensableBytes: 2,
    parse: parseErrorStatus,
  },
  { ...usual, name: 'epl2', driver: epl2, openLab: openEpl2Printer, options: { media: '100x50' }, parse: parseErrorReport },
  {
    ...{ ...usual, name: 'tspl', driver: tspl, openLab: openTsplPrinter, options: { media: '100x50' } },
    parse: (heard) => (heard.includes(0x02) ? tsplStatus.parseFullStatus(heard) : byByte(tsplStatus)(heard)),
  },
  {
    ...{ ...usual, name: 'brother-ql', driver: brotherQl, openLab: openBrotherQlPrinter, options: { media: '62' }, leftDots: 12 },
    parse: (heard) => parseStatuses(heard).at(-1) ?? null,
  },
  { ...usual, name: 'escpos', driver: escpos, openLab: openEscposPrinter, options: {}, leavesHalves: true, parse: parseStatus },
  // It has no sensor at its cover, only a general error.
  {
    ...{ ...usual, name: 'dymo', driver: dymo, openLab: openDymoPrinter, options: {}, coverOpen: 'other', leavesHalves: true },
    parse: byByte(dymoStatus),
  },
];

export const clock = systemClock();

/** For whatever is expected to happen, however busy the machine is; and for what is expected not to. */
export const PATIENT = { silenceMs: 10_000, answerMs: 5_000, settleMs: 20_000 };
export const IMPATIENT = { silenceMs: 200, answerMs: 100, settleMs: 300 };

/** The driver and the laboratory's printer at the two ends of a connection, without the supervisor and its polls. */
export async function openLanguageBench(language: LanguageUnderTest, options: DeviceOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), `${language.name}-`));
  const printer = await language.openLab({ folder });
  const sessions: LabelPrinterSession[] = [];
  const link: Link = {
    ...{ deviceId: 'printer-1' as DeviceId, address: `tcp://127.0.0.1:${printer.port}`, clock, log: silentLog },
    options: { ...PATIENT, ...language.options, ...options },
    openPipe: () => openTcp('127.0.0.1', printer.port, 'printer-1', clock),
  };
  return {
    printer,
    link,
    /** A session of its own, as after the start of a bridge. */
    async open(patience: DeviceOptions = {}) {
      const session = await language.driver.open({ ...link, options: { ...link.options, ...patience } });
      sessions.push(session);
      return session;
    },
    async close() {
      for (const session of sessions) await session.close();
      await printer.close();
      await rm(folder, { recursive: true });
    },
  };
}

export async function languageBench(t: TestContext, language: LanguageUnderTest, options: DeviceOptions = {}) {
  const bench = await openLanguageBench(language, options);
  t.after(() => bench.close());
  return bench;
}

/** What the printer found wrong, but for the letter that makes half a command none when a job is taken back. */
export const complaints = (printer: LabelPrinter): string[] => printer.control.refused().filter((why) => !/^no command: ".*x"$/.test(why));

/** One byte a dot, 1 = black. */
export function dotsOf({ widthDots, heightDots, bits }: LabelBits): Buffer {
  const rowBytes = Math.ceil(widthDots / 8);
  return Buffer.from(
    Array.from({ length: widthDots * heightDots }, (_, i) => {
      const [x, y] = [i % widthDots, Math.floor(i / widthDots)];
      return (bits[y * rowBytes + (x >> 3)]! >> (7 - (x & 7))) & 1;
    }),
  );
}

/** The same of a picture: `widthDots` from `leftDots` on; what lies beside them must be paper. */
export async function dotsOfPicture(
  png: string,
  leftDots: number,
  widthDots: number,
): Promise<{ dots: Buffer; beside: number; rows: number }> {
  const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const black = (x: number, y: number) => (data[(y * info.width + x) * info.channels]! < 128 ? 1 : 0);
  const dots = Buffer.alloc(widthDots * info.height);
  let beside = 0;
  for (let y = 0; y < info.height; y++)
    for (let x = 0; x < info.width; x++) {
      if (x >= leftDots && x < leftDots + widthDots) dots[y * widthDots + x - leftDots] = black(x, y);
      else beside += black(x, y);
    }
  return { dots, beside, rows: info.height };
}
