import { createInterface } from 'node:readline';
import { hashBadge } from '#api/badge-door.ts';
import { type Command, DONE, print, say, UsageError } from './command.ts';

/** `vaguemestre badge > FILE`: what `operator.badge_file` holds. The badge itself is kept nowhere. */
export const badge: Command = {
  usage: 'badge',
  async run(args) {
    if (args.length > 0) throw new UsageError('show the badge, or type its number: it is no argument, for others could read it');
    say('Show the badge to a reader that types (with the bridge stopped), or type its number and press Enter.');
    for await (const line of createInterface({ input: process.stdin })) {
      const number = line.trim();
      if (!/^[!-~](?:[ -~]{0,126}[!-~])?$/.test(number)) throw new UsageError('that is no badge: one to 128 printable characters');
      print(await hashBadge(number));
      return DONE;
    }
    throw new UsageError('no badge was shown');
  },
};
