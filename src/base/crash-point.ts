import { closeSync, openSync } from 'node:fs';

/**
 * Named points at which the durability campaign kills the process.
 *
 * `VAGUEMESTRE_CRASH_AT=name` or `name:n` (the n-th pass) makes this process die there by SIGKILL, as a power cut would
 * but for the page cache. With `VAGUEMESTRE_CRASH_MARK=FILE` it dies once only: the file is made first, and where it is there
 * already nothing happens, so that a restarted process with the same environment lives. The campaign lists the points by reading
 * the source, so a point is always written as a literal: `crashPoint('file.append.before')`. Costs one comparison when not asked for.
 */
export function crashPoint(name: string): void {
  if (target === null || target.name !== name || ++passes < target.pass) return;
  if (mark !== undefined) {
    try {
      closeSync(openSync(mark, 'wx'));
    } catch {
      return;
    }
  }
  process.kill(process.pid, 'SIGKILL');
  // The signal comes a moment later; nothing after this line may run.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const { VAGUEMESTRE_CRASH_AT: asked, VAGUEMESTRE_CRASH_MARK: mark } = process.env;
const target = asked ? { name: asked.split(':')[0], pass: Number(asked.split(':')[1] ?? 1) } : null;
let passes = 0;
