import { existsSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { MailroomError } from '#base/errors.ts';
import { defineTask } from '#workshop/task.ts';

export type Antic =
  | { do: 'answer'; value: unknown }
  | { do: 'describe' }
  | { do: 'hang' }
  | { do: 'ask'; widthPx: number; heightPx: number }
  | { do: 'hoard'; kind: 'wasm' | 'buffers' }
  | { do: 'keep'; mb: number }
  | { do: 'take'; mb: number; once?: string; thenHang?: boolean }
  | { do: 'abort' }
  | { do: 'exit' }
  | { do: 'blunder'; says?: string }
  | { do: 'refuse' }
  | { do: 'spoil'; refuse?: boolean };

declare module '#workshop/task.ts' {
  interface TaskMap {
    antics: { input: Antic; output: unknown };
  }
}

const MB = 1024 * 1024;
/** What this child has kept of its tasks so far, as a recogniser does. */
const kept: Uint8Array[] = [];

/** Everything a foreign file could make a child do. */
export default defineTask({
  name: 'antics',
  deadlineMs: 60_000,
  run(input, shop) {
    switch (input.do) {
      case 'answer':
        return input.value;
      case 'describe':
        return {
          pid: process.pid,
          environment: Object.keys(process.env),
          niceness: getPriority(),
          limits: readFileSync('/proc/self/limits', 'utf8'),
        };
      case 'hang':
        for (;;);
      case 'ask': {
        const { widthPx, heightPx } = input;
        return shop.assistant.readPart({ widthPx, heightPx, gray: new Uint8Array(widthPx * heightPx).fill(255) }, 200, []);
      }
      case 'hoard': {
        // Kept reachable and touched, as a decoder's buffers are.
        const hoard: Uint8Array[] = [];
        if (input.kind === 'buffers') for (;;) hoard.push(Buffer.alloc(8 * 1024 * 1024, 1));
        const { Memory } = (globalThis as unknown as { WebAssembly: { Memory: new (o: object) => { grow(n: number): void } } }).WebAssembly;
        const memory = new Memory({ initial: 1, maximum: 65_536 });
        for (;;) memory.grow(128);
      }
      case 'keep':
        kept.push(Buffer.alloc(input.mb * MB, 1));
        return process.pid;
      case 'take': {
        while (input.once !== undefined && !existsSync(input.once));
        const taken = Buffer.alloc(input.mb * MB, 1).length / MB;
        while (input.thenHang);
        return taken;
      }
      case 'abort':
        return process.abort();
      case 'exit':
        return process.exit(3);
      case 'blunder':
        throw new TypeError(input.says ?? 'nothing here is what it should be');
      case 'refuse':
        throw new MailroomError('FORMAT_UNKNOWN', { what: 'a shopping list' });
      case 'spoil':
        shop.spoil();
        if (input.refuse) throw new MailroomError('FORMAT_UNKNOWN', { what: shop.worn ? 'said in a worn child' : 'said in a new child' });
        return process.pid;
    }
  },
});
