import { existsSync } from 'node:fs';
import { type Command, say, USAGE } from './command.ts';

/** `vaguemestre bench NAME …`: the measures of test/bench, which come with the source tree. */
export const bench: Command = {
  usage: 'bench register | filing | reading | matching | learning | loop | search | bridge | inputs …',
  async run(args) {
    const main = new URL('../../test/bench/main.ts', import.meta.url);
    if (!existsSync(main)) {
      say('the benches come with the source tree; this is an installed package');
      return USAGE;
    }
    const { bench: runBench } = (await import(main.href)) as { bench(args: string[]): Promise<number> };
    return runBench(args);
  },
};
