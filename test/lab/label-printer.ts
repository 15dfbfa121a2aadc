import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type DrawnLabel, labelPng } from './label-raster.ts';

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
  /** Another roll, as people write it: `62x29`, `62` for an endless one. */
  load(media: string): void;
  /** Answers nothing any more, but prints. */
  silent(on: boolean): void;
  /** Says these bytes before each answer. */
  noise(bytes: Buffer): void;
  /** Takes nothing more from the wire, as a printer whose buffer is full. */
  stall(on: boolean): void;
  /** Each label takes this long. */
  slow(msPerLabel: number): void;
  /** Resets the connection as soon as `bytes` more have arrived; what is whole by then is printed, the rest stays inside. Happens once. */
  resetMidJob(bytes: number): void;
  /** Ends all of the above; labels that waited are printed. */
  clear(): void;
  /** Labels inside that have not come out. */
  waiting(): number;
  /** Why formats were not printed: wrong checksum, data that do not fit their numbers. */
  refused(): string[];
}

export interface LabelPrinter {
  port: number;
  /** Labels that came out, oldest first; grows while the printer is open. */
  labels: PrintedLabel[];
  control: PrinterControl;
  close(): Promise<void>;
}

/** How a machine is, and what its language may do with it. */
export interface Machine {
  readonly resolutionDpi: number;
  mediaOut(): boolean;
  coverOpen(): boolean;
  /** Labels inside, the one at the head included. */
  waiting(): number;
  /** What lies in it, as people write it. */
  media(): string;
  say(answer: string | Uint8Array): void;
  queue(label: DrawnLabel & { ignored?: string[] }): void;
  /** Obeyed when all that was queued before has come out, as commands are that stand in the print buffer. */
  afterwards(run: () => void): void;
  /** What waits inside is forgotten. */
  forget(): void;
  refuse(why: string): void;
  /** Ends the connection, as a printer does that begins anew. */
  hangUp(): void;
}

export interface Language {
  /** Bytes in whatever pieces they arrive. One for all connections: a printer has one memory. @throws Error the connection is dropped. */
  push(bytes: Buffer): void;
  /** A label has begun to be printed. */
  began?(): void;
  /** A label has come out. */
  cameOut?(): void;
  /** The roll ended or the cover was opened while something waited. */
  stopped?(): void;
}

export interface PrinterOptions {
  folder: string;
  port?: number;
  resolutionDpi?: number;
  /** Media that lie in it at first. */
  media?: string;
}

/**
 * A label printer on TCP (as port 9100), on 127.0.0.1 only, that speaks `language`: keeps a PNG of each label in `folder` and fails as told. What has
 * arrived stays inside when a connection goes. Languages share no code with the drivers they test.
 */
export async function openLabelPrinter(language: (machine: Machine) => Language, options: PrinterOptions): Promise<LabelPrinter> {
  const { folder, resolutionDpi = 203 } = options;
  await mkdir(folder, { recursive: true });
  const labels: PrintedLabel[] = [];
  const refused: string[] = [];
  const sockets = new Set<Socket>();
  const queue: ((DrawnLabel & { ignored?: string[] }) | (() => void))[] = [];
  let noise: Buffer = Buffer.alloc(0);
  const faults = {
    labelsLeft: Number.POSITIVE_INFINITY,
    headOpen: false,
    silent: false,
    stalled: false,
    msPerLabel: 0,
  };
  let media = options.media ?? '';
  let listener: Socket | null = null;
  let resetAfter: number | null = null;
  let printing: Promise<void> | null = null;
  let endPause: (() => void) | null = null;
  let closed = false;

  const stopped = () => faults.headOpen || faults.labelsLeft <= 0;
  const machine: Machine = {
    resolutionDpi,
    mediaOut: () => faults.labelsLeft <= 0,
    coverOpen: () => faults.headOpen,
    waiting: () => queue.filter((one) => typeof one !== 'function').length,
    media: () => media,
    say(answer) {
      if (faults.silent || !listener || listener.destroyed) return;
      listener.write(Buffer.concat([noise, typeof answer === 'string' ? Buffer.from(answer, 'latin1') : answer]));
    },
    queue(label) {
      queue.push(label);
      printWaiting();
    },
    afterwards(run) {
      queue.push(run);
      printWaiting();
    },
    forget() {
      queue.splice(0);
      endPause?.();
    },
    refuse: (why) => refused.push(why),
    hangUp: () => listener?.destroy(),
  };
  const spoken = language(machine);

  async function printQueue(): Promise<void> {
    while (queue.length > 0 && !closed) {
      const next = queue[0]!;
      if (typeof next === 'function') {
        queue.shift();
        next();
        continue;
      }
      if (stopped()) return spoken.stopped?.();
      spoken.began?.();
      if (faults.msPerLabel > 0) await pause(faults.msPerLabel);
      if (queue[0] !== next || closed) continue;
      if (stopped()) continue;
      faults.labelsLeft--;
      const png = join(folder, `label-${String(labels.length + 1).padStart(4, '0')}.png`);
      await writeFile(png, await labelPng(next, resolutionDpi));
      // Taken back while its last rows were printed: it lies in the tray all the same.
      if (queue[0] === next) queue.shift();
      labels.push({ png, widthDots: next.widthDots, lengthDots: next.lengthDots, ignored: next.ignored ?? [] });
      spoken.cameOut?.();
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

  function listen(socket: Socket): void {
    sockets.add(socket);
    listener = socket;
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      listener = socket;
      const arrived = resetAfter === null ? bytes : bytes.subarray(0, resetAfter);
      if (resetAfter !== null) resetAfter -= arrived.length;
      try {
        spoken.push(arrived);
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
    load(other) {
      media = other;
    },
    silent(on) {
      faults.silent = on;
    },
    noise(bytes) {
      noise = bytes;
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
      Object.assign(faults, {
        labelsLeft: Number.POSITIVE_INFINITY,
        headOpen: false,
        silent: false,
        msPerLabel: 0,
      });
      media = options.media ?? '';
      noise = Buffer.alloc(0);
      resetAfter = null;
      endPause?.();
      control.stall(false);
      printWaiting();
    },
    waiting: machine.waiting,
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
