import { existsSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { Type } from 'typebox';
import { defineDriver } from '#bridge/supervisor/driver.ts';

/** A scanner whose vendor's code breaks down at every question, until the file in its address is there. */
export default defineDriver({
  kind: 'scanner',
  name: 'crashing-driver',
  transport: ['sane'],
  match: [],
  isolation: 'child',
  limits: { pageBytes: 1 },
  options: Type.Object({ stallMs: Type.Integer() }, { additionalProperties: false }),
  async open({ address, watch }) {
    return {
      async status() {
        if (existsSync(address.replace(/^sane:/, ''))) return { conditions: [] };
        watch?.doing('sane_read', 3);
        // The word of it goes out before the end does.
        await turn();
        process.kill(process.pid, 'SIGSEGV');
        return new Promise(() => undefined);
      },
      // biome-ignore lint/correctness/useYield: it never feeds
      async *scan() {
        return null;
      },
      abandon: async () => undefined,
      close: async () => undefined,
    };
  },
});
