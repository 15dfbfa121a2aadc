import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type DrawnLabel, drawLabel, labelPng } from './zpl-label.ts';
import { openZplStream, type ZplEvent } from './zpl-stream.ts';

export interface PrintedLabel {
  /** Path of the picture; complete once the label is in the list. */
  png: string;
  widthDots: number;
  lengthDots: number;
  /** Commands of the format that leave marks but were not drawn; empty for bitmap labels. */
  ignored: string[];
}

export interface PrinterControl {
  /** After `labels` more labels the roll is empty; what comes then waits inside. `clear` puts a new roll in. */
  mediaOutAfter(labels: number): void;
  headOpen(open: boolean): void;
  /** Answers nothing any more, but prints. */
  silent(on: boolean): void;
  /** Takes nothing more from the wire, as a printer whose buffer is full. */
  stall(on: boolean): void;
  /** Each label takes this long. */
  slow(msPerLabel: number): void;
  /** Resets the connection as soon as `bytes` more have arrived; what is whole by then is printed, the rest stays inside. Happens once. */
  resetMidJob(bytes: number): void;
  /** Ends all of the above; labels that waited are printed. */
  clear(): void;
  /** Why formats were not printed: wrong checksum, data that do not fit their numbers. */
  refused(): string[];
}

export interface ZplPrinter {
  port: number;
  /** Labels that came out, oldest first; grows while the printer is open. */
  labels: PrintedLabel[];
  control: PrinterControl;
  close(): Promise<void>;
}

/**
 * A ZPL label printer on TCP (as port 9100), on 127.0.0.1 only: keeps a PNG of each label in `folder`, answers `~HQES`,
 * `~HS` and `~HI`, obeys `~JA`, and fails as told. What has arrived stays inside when a connection goes. It shares no code with the driver it tests and checks the checksum of
 * `:Z64:` graphics, which zpl-renderer-js does not.
 *
 * @see ZPL II Programming Guide: ~HS is not answered while media is out or the head is open, ~HQES is.
 */
export async function openZplPrinter(options: {
  folder: string;
  port?: number;
  widthDots?: number;
  resolutionDpi?: number;
  /** Length of a label whose format has no `^LL`. */
  lengthDots?: number;
}): Promise<ZplPrinter> {
  const { folder, widthDots = 832, resolutionDpi = 203, lengthDots = 406 } = options;
  await mkdir(folder, { recursive: true });
  const media = { widthDots, lengthDots, maxWidthDots: widthDots };
  const labels: PrintedLabel[] = [];
  const refused: string[] = [];
  const sockets = new Set<Socket>();
  const queue: DrawnLabel[] = [];
  /** One for all connections, as the printer has one memory: half a format stays in it when a connection goes. */
  const stream = openZplStream();
  const faults = { labelsLeft: Number.POSITIVE_INFINITY, headOpen: false, silent: false, stalled: false, msPerLabel: 0 };
  let resetAfter: number | null = null;
  let printing: Promise<void> | null = null;
  let endPause: (() => void) | null = null;
  let closed = false;

  const stopped = () => faults.headOpen || faults.labelsLeft <= 0;

  async function printQueue(): Promise<void> {
    while (queue.length > 0 && !stopped() && !closed) {
      if (faults.msPerLabel > 0) await pause(faults.msPerLabel);
      const label = queue.shift();
      if (!label || closed) continue;
      faults.labelsLeft--;
      const png = join(folder, `label-${String(labels.length + 1).padStart(4, '0')}.png`);
      await writeFile(png, await labelPng(label, resolutionDpi));
      labels.push({ png, widthDots: label.widthDots, lengthDots: label.lengthDots, ignored: label.ignored });
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function printWaiting(): void {
    printing ??= printQueue().finally(() => {
      printing = null;
      if (queue.length > 0 && !stopped() && !closed) printWaiting();
    });
  }

  function obey(event: ZplEvent): string {
    if (event.kind === 'format') {
      try {
        const label = drawLabel(event.commands, media);
        if (label.printable) queue.push(...Array.from({ length: label.copies }, () => label));
        printWaiting();
      } catch (error) {
        refused.push((error as Error).message);
      }
      return '';
    }
    if (event.command === 'JA') queue.length = 0;
    if (event.command === 'HQES') return errorStatus();
    if (event.command === 'HI') return framed(`ZTC LAB-${resolutionDpi}dpi,V84.20.21Z,${Math.round(resolutionDpi / 25.4)},8192KB`);
    if (event.command === 'HS' && !stopped()) return hostStatus();
    return '';
  }

  function errorStatus(): string {
    const flags = (faults.labelsLeft <= 0 ? 1 : 0) | (faults.headOpen ? 4 : 0);
    const errors = `${flags ? 1 : 0} 00000000 ${flags.toString(16).padStart(8, '0')}`;
    return `\x02\r\n  PRINTER STATUS\r\n   ERRORS:         ${errors}\r\n   WARNINGS:       0 00000000 00000000\r\n\x03\r\n`;
  }

  function hostStatus(): string {
    const waiting = String(Math.min(queue.length, 999)).padStart(3, '0');
    const length = String(media.lengthDots).padStart(4, '0');
    return (
      framed(`030,0,0,${length},${waiting},0,0,${stream.inFormat() ? 1 : 0},000,0,0,0`) +
      framed('000,0,0,0,0,2,4,0,00000000,1,000') +
      framed('1234,0')
    );
  }

  function listen(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      const arrived = resetAfter === null ? bytes : bytes.subarray(0, resetAfter);
      if (resetAfter !== null) resetAfter -= arrived.length;
      try {
        for (const event of stream.push(arrived)) {
          const reply = obey(event);
          if (reply && !faults.silent) socket.write(reply, 'latin1');
        }
      } catch (error) {
        refused.push((error as Error).message);
        socket.destroy();
      }
      if (resetAfter === 0) {
        resetAfter = null;
        socket.resetAndDestroy();
      }
    });
    if (faults.stalled) socket.pause();
  }

  const control: PrinterControl = {
    mediaOutAfter(count) {
      faults.labelsLeft = count;
    },
    headOpen(open) {
      faults.headOpen = open;
      if (!open) printWaiting();
    },
    silent(on) {
      faults.silent = on;
    },
    stall(on) {
      faults.stalled = on;
      for (const socket of sockets) on ? socket.pause() : socket.resume();
    },
    slow(msPerLabel) {
      faults.msPerLabel = msPerLabel;
    },
    resetMidJob(bytes) {
      resetAfter = bytes;
    },
    clear() {
      Object.assign(faults, { labelsLeft: Number.POSITIVE_INFINITY, headOpen: false, silent: false, msPerLabel: 0 });
      resetAfter = null;
      endPause?.();
      control.stall(false);
      printWaiting();
    },
    refused: () => [...refused],
  };

  const server = createServer(listen);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });

  return {
    port: (server.address() as AddressInfo).port,
    labels,
    control,
    async close() {
      closed = true;
      endPause?.();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await printing;
    },
  };
}

const framed = (text: string): string => `\x02${text}\x03\r\n`;
