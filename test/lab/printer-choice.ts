import { once } from 'node:events';
import { connect } from 'node:net';
import { openBrotherQlPrinter } from './brother-ql-printer.ts';
import { openDymoPrinter } from './dymo-printer.ts';
import { openEpl2Printer } from './epl2-printer.ts';
import { openEscposPrinter } from './escpos-printer.ts';
import { type IppPrinter, openIppPrinter } from './ipp-printer.ts';
import type { LabelPrinter } from './label-printer.ts';
import { openTsplPrinter } from './tspl-printer.ts';
import { openZplPrinter } from './zpl-printer.ts';

/** Each language the laboratory has a printer of, named as its driver, and what lies in it where the driver must be told. */
const PRINTERS = {
  zpl: { open: openZplPrinter },
  epl2: { open: openEpl2Printer, media: '100x50' },
  tspl: { open: openTsplPrinter, media: '100x50' },
  'brother-ql': { open: openBrotherQlPrinter, media: '62' },
  escpos: { open: openEscposPrinter },
  dymo: { open: openDymoPrinter },
} satisfies Record<string, { open(options: { folder: string }): Promise<LabelPrinter>; media?: string }>;
export type PrinterLanguage = keyof typeof PRINTERS;
export const PRINTER_LANGUAGES = Object.keys(PRINTERS) as PrinterLanguage[];

/** The printer somebody wanted, reached directly (port 9100) or through an IPP queue in front of it. */
export interface ChosenPrinter {
  printer: LabelPrinter;
  queue: IppPrinter | null;
  /** Of the printer, or of the queue before it. */
  port: number;
  /** How a station reaches it at another port: at the end of a cable. */
  device(port: number): { driver: PrinterLanguage; address: string; options?: { media: string } };
  paper(there: boolean): void;
  cover(open: boolean): void;
  close(): Promise<void>;
}

export async function openChosenPrinter(folder: string, language: PrinterLanguage = 'zpl', byIpp = false): Promise<ChosenPrinter> {
  const { open, media } = { media: undefined, ...PRINTERS[language] };
  const printer = await open({ folder });
  const queue = byIpp ? await openIppPrinter({ formats: ['application/octet-stream'], print: (job) => handOver(printer, job) }) : null;
  const reasons = new Set<string>();
  const tell = (reason: string, on: boolean) => {
    reasons[on ? 'add' : 'delete'](reason);
    queue?.control.reasons(...(reasons.size > 0 ? reasons : ['none']));
  };
  return {
    printer,
    queue,
    port: queue ? Number(new URL(queue.address).port) : printer.port,
    device: (port) => ({
      driver: language,
      address: `${queue ? 'ipp' : 'tcp'}://127.0.0.1:${port}${queue ? '/ipp/print' : ''}`,
      ...(media === undefined ? {} : { options: { media } }),
    }),
    paper(there) {
      printer.control.mediaOutAfter(there ? Number.POSITIVE_INFINITY : 0);
      // A printer begins again by what is told of its cover.
      printer.control.headOpen(reasons.has('cover-open-error'));
      tell('media-empty-error', !there);
    },
    cover(isOpen) {
      printer.control.headOpen(isOpen);
      tell('cover-open-error', isOpen);
    },
    async close() {
      await queue?.close();
      await printer.close();
    },
  };
}

/** As a queue does it: the job is done when the printer behind it has printed. */
async function handOver(printer: LabelPrinter, job: Buffer): Promise<void> {
  const before = printer.labels.length;
  const socket = connect(printer.port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(job);
  while (printer.labels.length === before && !socket.destroyed) await new Promise((resolve) => setTimeout(resolve, 20));
  socket.destroy();
}
