import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/** How far the wall clock can be trusted. A Pi may start with no clock at all (DESIGN.md rule 5). */
export type TimeQuality = 'unconfirmed' | 'ntp' | 'operator';

/**
 * Time as the daemon sees it. Order never comes from here: order is register position.
 * Everything that waits, retries or expires within a run uses `monotonicMs`.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch, as good as `quality` says. */
  wallMs(): number;
  /** Milliseconds since an arbitrary start; never goes backwards within a run. */
  monotonicMs(): number;
  quality(): TimeQuality;
  /** Changes when the machine boots. */
  readonly bootId: string;
  /** Changes when the process starts. */
  readonly runId: string;
  /** Calls back after `ms`; returns how to cancel. Never keeps the process alive on its own. */
  after(ms: number, run: () => void): () => void;
}

/** The day at the house, `2026-11-27`: printed on what people hold against a calendar. */
export function localDay(wallMs: number): string {
  const at = new Date(wallMs);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function machineBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'unknown-boot';
  }
}

/** systemd-timesyncd makes this file when a server has set the clock; the folder is gone at the next boot. For others see docs/it.md. */
const SYNCHRONISED = '/run/systemd/timesync/synchronized';
const LOOK_AGAIN_MS = 10_000;

/**
 * Whether a time server has set the clock since the machine started. Asked for each event, so the answer is looked for every ten seconds
 * only, and not any more once it is yes. The kernel's own flag (adjtimex) cannot be read without native code.
 */
export function timeQuality(file: string = SYNCHRONISED, monotonicMs: () => number = () => performance.now()): () => TimeQuality {
  let confirmed = false;
  let lookAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (!confirmed && monotonicMs() >= lookAtMs) {
      lookAtMs = monotonicMs() + LOOK_AGAIN_MS;
      confirmed = existsSync(file);
    }
    return confirmed ? 'ntp' : 'unconfirmed';
  };
}

export function systemClock(quality: () => TimeQuality = timeQuality()): Clock {
  return {
    wallMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    quality,
    bootId: machineBootId(),
    runId: randomUUID(),
    after(ms, run) {
      const timer = setTimeout(run, Math.min(ms, 0x7fffffff));
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

/** A clock that moves only when told to. `advance` fires what has come due, in order. */
export function manualClock(startWallMs = Date.UTC(2026, 0, 5, 8)): Clock & { advance(ms: number): void } {
  let now = 0;
  let serial = 0;
  const waiting = new Map<number, { atMs: number; run: () => void }>();
  return {
    wallMs: () => startWallMs + now,
    monotonicMs: () => now,
    quality: () => 'ntp',
    bootId: 'boot-test',
    runId: `run-test-${randomUUID()}`,
    after(ms, run) {
      const id = ++serial;
      waiting.set(id, { atMs: now + ms, run });
      return () => waiting.delete(id);
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const due = [...waiting].filter(([, w]) => w.atMs <= until).sort((a, b) => a[1].atMs - b[1].atMs || a[0] - b[0])[0];
        if (!due) break;
        waiting.delete(due[0]);
        now = Math.max(now, due[1].atMs);
        due[1].run();
      }
      now = until;
    },
  };
}
