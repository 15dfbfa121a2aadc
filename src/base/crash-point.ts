/**
 * Named points at which the durability campaign kills the process.
 *
 * `VAGUEMESTRE_CRASH_AT=name` or `name:n` (the n-th pass) makes this process die there by SIGKILL, as a power cut would
 * but for the page cache. The campaign lists the points by reading the source, so a point is always written as a literal:
 * `crashPoint('file.append.before')`. Costs one comparison when the variable is not set.
 */
export function crashPoint(name: string): void {
  if (target === null || target.name !== name || ++passes < target.pass) return;
  process.kill(process.pid, 'SIGKILL');
  // SIGKILL is delivered asynchronously to the process; nothing after this line may run.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const asked = process.env['VAGUEMESTRE_CRASH_AT'];
const target = asked ? { name: asked.split(':')[0], pass: Number(asked.split(':')[1] ?? 1) } : null;
let passes = 0;
