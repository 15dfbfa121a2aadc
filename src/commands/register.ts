import { parseArgs } from 'node:util';
import { exportLedger } from '#register/export.ts';
import { prove } from '#register/prove.ts';
import { rebuild } from '#register/rebuild.ts';
import { verify } from '#register/verify.ts';
import { type Command, DONE, print, say, UsageError } from './command.ts';

/** `vaguemestre register verify|prove|export|rebuild`: works on the state folder or on a copied file, on any computer. */
export const register: Command = {
  usage: 'register verify FILE | prove FILE ITEM | export FILE | rebuild FILE',
  async run(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
    const [what, file, item] = positionals;
    if (what === undefined || file === undefined) throw new UsageError('say what to do, and with which register');
    if (what === 'verify') {
      const { registerId, epoch, position, root } = verify(file);
      print(JSON.stringify({ ok: true, register: registerId, epoch, position, root }));
      say(`The register holds ${position} event(s), and every one of them is as it was written.`);
    } else if (what === 'prove') {
      if (item === undefined) throw new UsageError('name the item: its id or the number on its label');
      print(JSON.stringify(prove(file, item), null, 2));
    } else if (what === 'export') say(`${exportLedger(file, (line) => process.stdout.write(line))} event(s)`);
    else if (what === 'rebuild') print(JSON.stringify(rebuild(file)));
    else throw new UsageError(`register cannot "${what}"`);
    return DONE;
  },
};
