/** The live feed's open lines: each resumes from a register position and is kept up with the register by its own reading. */
import type { ServerResponse } from 'node:http';
import type { Clock } from '#base/clock.ts';
import { type FeedEvent, HEARTBEAT_MS } from '#contract/feed.ts';
import type { Devices } from '#ports/devices.ts';
import type { Store } from '#register/store.ts';
import { newsOf } from '#views/feed.ts';
import { lastItem } from '#views/last-item.ts';
import { scannedCode } from '#views/scanned-code.ts';

export interface FeedLines {
  /** Takes the socket over. `after` is the position the page has seen; null where it has seen none. */
  open(socket: ServerResponse, from: { after: number | null; epoch: number | null }, over: AbortSignal): void;
  close(): void;
}

/** Events read in one turn while a line catches up: some milliseconds. */
const STRETCH = 200;
/** Further behind than this, a page is better off reading everything again. */
const FURTHEST_BEHIND = 20_000;
/** Unsent bytes after which a reader is too slow: it is dropped and resumes when it can. */
const SLOW_BYTES = 256 * 1024;
const MOST_LINES = 32;

interface Line {
  /** Position up to which news were sent. */
  sent: number;
  write(event: FeedEvent, withId?: boolean): void;
  pump(): void;
  end(): void;
}

export function openFeedLines({ store, devices, clock }: { store: Store; devices: Devices; clock: Clock }): FeedLines {
  const lines = new Set<Line>();
  const now = () => ({
    clock: { atMs: Math.round(clock.wallMs()), confirmed: clock.quality() !== 'unconfirmed' },
    lastItem: lastItem(store.read),
  });

  const stopCommits = store.onCommit(() => {
    for (const line of lines) line.pump();
  });
  const stopDevices = devices.listen((told) => {
    if (told.kind === 'input') {
      // To whoever listens now, and kept nowhere: what comes late would be done in another place.
      const input = told.input.kind === 'code' ? { ...told.input, ...scannedCode(store.read, told.input.text) } : told.input;
      if (input.kind === 'badge') return;
      for (const line of lines) line.write({ kind: 'input', position: line.sent, deviceId: told.deviceId, input }, false);
      return;
    }
    if (told.kind !== 'status' && told.kind !== 'connected' && told.kind !== 'disconnected') return;
    // Not of the register: no id, so a page that resumes does not wait for it; it reads the devices when it is back.
    const ids = told.kind === 'status' ? [told.status.id] : [];
    for (const line of lines) line.write({ kind: 'device', position: line.sent, ids }, false);
  });

  let stopBeat = clock.after(HEARTBEAT_MS, beat);
  function beat(): void {
    if (lines.size > 0) {
      const present = now();
      for (const line of lines) line.write({ kind: 'heartbeat', position: line.sent, ...present }, false);
    }
    stopBeat = clock.after(HEARTBEAT_MS, beat);
  }

  function start(socket: ServerResponse, after: number | null, epoch: number | null): Line {
    const head = store.head();
    const resumed =
      after !== null && (epoch === null || epoch === head.epoch) && after <= head.position && head.position - after <= FURTHEST_BEHIND;
    let catchingUp = false;
    const line: Line = {
      sent: resumed ? after : head.position,
      write(event, withId = true) {
        if (socket.writableLength > SLOW_BYTES) return line.end();
        socket.write(`${withId ? `id: ${event.position}\n` : ''}event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
      },
      pump() {
        if (catchingUp || !lines.has(line)) return;
        const events = store.read.eventsAfter(line.sent, STRETCH);
        const last = events.at(-1);
        if (!last) return;
        const news = newsOf(events, { before: line.sent, after: last.position });
        line.sent = last.position;
        for (const event of news) line.write(event, event.position === last.position);
        if (events.length < STRETCH) return;
        catchingUp = true;
        setImmediate(() => {
          catchingUp = false;
          line.pump();
        });
      },
      end() {
        lines.delete(line);
        socket.destroy();
      },
    };
    lines.add(line);
    line.write({ kind: 'hello', position: line.sent, epoch: head.epoch, resumed, ...now() });
    line.pump();
    return line;
  }

  return {
    open(socket, { after, epoch }, over) {
      while (lines.size >= MOST_LINES) [...lines][0]!.end();
      socket.setHeader('content-type', 'text/event-stream; charset=utf-8');
      socket.setHeader('cache-control', 'no-store');
      socket.setHeader('x-accel-buffering', 'no');
      socket.flushHeaders();
      const line = start(socket, after, epoch);
      const end = () => line.end();
      over.addEventListener('abort', end, { once: true });
      socket.once('close', () => {
        over.removeEventListener('abort', end);
        lines.delete(line);
      });
    },
    close() {
      stopCommits();
      stopDevices();
      stopBeat();
      for (const line of [...lines]) line.end();
    },
  };
}
