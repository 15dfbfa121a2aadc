import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Pipe } from './pipe.ts';

/** What is said to a device and by it, on its way into a file of `test/traces/`. */
export interface Trace {
  host(said: Uint8Array | string): void;
  device(said: Uint8Array | string): void;
}

/** Longer pieces are pictures or labels: somebody's mail, which has no place in a trace. */
const LONGEST_PIECE_BYTES = 4_096;
const MOST_PIECES = 2_000;

const open = new Map<string, Trace>();

/**
 * The trace of a device, where traces are wanted: `VAGUEMESTRE_TRACE=FOLDER` in the bridge's environment. One file a device, `ID.jsonl`, in the
 * form of `test/traces/README.md`, with `expect` left for whoever records. What badge readers and hand scanners read stands in it.
 */
export function traceOf(deviceId: string, address: string, folder = process.env.VAGUEMESTRE_TRACE): Trace | null {
  if (!folder) return null;
  const file = join(folder, `${deviceId}.jsonl`);
  const known = open.get(file);
  if (known) return known;
  mkdirSync(folder, { recursive: true });
  let pieces = 0;
  const write = (line: object) => appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  const say = (from: 'host' | 'device', said: Uint8Array | string) => {
    if (++pieces > MOST_PIECES) return;
    const bytes = typeof said === 'string' ? Buffer.from(said) : Buffer.from(said.buffer, said.byteOffset, said.byteLength);
    write(bytes.length > LONGEST_PIECE_BYTES ? { from, leftOutBytes: bytes.length } : { from, text: bytes.toString('latin1') });
  };
  write({ about: `recorded at ${address}; say here which device and firmware, and what was done`, expect: null });
  const trace: Trace = { host: (said) => say('host', said), device: (said) => say('device', said) };
  open.set(file, trace);
  return trace;
}

/** A pipe that is written along. */
export function tracedPipe(pipe: Pipe, trace: Trace): Pipe {
  return {
    async send(bytes, silenceMs) {
      const sent = await pipe.send(bytes, silenceMs);
      trace.host(bytes.subarray(0, sent.sentBytes));
      return sent;
    },
    async receive(patienceMs) {
      const heard = await pipe.receive(patienceMs);
      if (heard) trace.device(heard);
      return heard;
    },
    forget: () => pipe.forget(),
    get counts() {
      return pipe.counts;
    },
    close: () => pipe.close(),
  };
}
