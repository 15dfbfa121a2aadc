import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import { type LabelNumber, parseLabelNumber } from '#domain/label-number.ts';
import { exportLedger } from '#register/export.ts';
import { prove } from '#register/prove.ts';
import { rebuild } from '#register/rebuild.ts';
import { registerFile } from '#register/register-file.ts';
import { openStore } from '#register/store.ts';
import { type Anchor, verify } from '#register/verify.ts';
import { type Command, DONE, print, say, UsageError } from './command.ts';

/** `vaguemestre register verify|prove|export|rebuild|resume`: works on the state folder or on a copied file, on any computer. */
export const register: Command = {
  usage:
    'register verify FILE [--anchor POSITION:ROOT …] | prove FILE ITEM [--anchor POSITION:ROOT …] | export FILE | rebuild FILE | resume FOLDER LAST-LABEL',
  async run(args) {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { anchor: { type: 'string', multiple: true, default: [] } },
    });
    const [what, file, item] = positionals;
    if (what === undefined || file === undefined) throw new UsageError('say what to do, and with which register');
    const anchors = values.anchor.map(anchorOf);
    if (anchors.length > 0 && what !== 'verify' && what !== 'prove') throw new UsageError(`register ${what} takes no anchor`);
    if (what === 'verify') {
      const { registerId, epoch, position, root } = verify(file, anchors);
      print(JSON.stringify({ ok: true, register: registerId, epoch, position, root }));
      say(`The register holds ${position} event(s), and every one of them is as it was written.`);
      if (anchors.length === 0) say('Without an anchor noted down elsewhere nobody can tell whether the newest events were cut off.');
      else say(`It continues the register as it was at position ${anchors.map((one) => one.position).join(', ')}.`);
      say(`Note down, somewhere else: ${position}:${root}`);
    } else if (what === 'prove') {
      if (item === undefined) throw new UsageError('name the item: its id or the number on its label');
      const proof = prove(file, item, anchors);
      print(JSON.stringify(proof, null, 2));
      say(`${proof.events.length} event(s) proved against ${proof.size}:${proof.root}`);
      say('Who has that root from elsewhere can check them with RFC 9162 §2.1.3.2 alone; how the leaves are hashed stands in docs/it.md.');
    } else if (what === 'export') say(`${exportLedger(file, (line) => process.stdout.write(line))} event(s)`);
    else if (what === 'rebuild') print(JSON.stringify(rebuild(file)));
    else if (what === 'resume') await resume(file, item);
    else throw new UsageError(`register cannot "${what}"`);
    return DONE;
  },
};

/** A register that was put back from a backup goes on, in a new epoch and beyond all numbers that may be on labels. */
async function resume(file: string, lastLabel: string | undefined): Promise<void> {
  const parts = parseLabelNumber(lastLabel ?? '');
  if (!parts) throw new UsageError('name the newest label in anybody’s hand, as it is printed: VM-2026-000123-M');
  const folder = dirname(registerFile(file));
  const store = await openStore({ folder, station: parts.prefix, clock: systemClock(), log: silentLog, putBack: true });
  try {
    const voided = store.resume('restore', parts.number as LabelNumber);
    const { registerId, epoch, position } = store.head();
    print(JSON.stringify({ register: registerId, epoch, position, voided }));
    say('The daemon may be started. What was registered or scanned after the backup is not in the register: register that paper again.');
  } finally {
    store.close();
  }
}

function anchorOf(text: string): Anchor {
  const [, position, root] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (position === undefined || root === undefined)
    throw new UsageError(`"${text}" is no anchor: it looks like 1204:9f2c…, a position and the 64 digits of a root, as verify prints them`);
  return { position: Number(position), root };
}
