/** A process of its own for the full-disk test: fills the small file system it was given, and tells what it saw as JSON. */
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manualClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import { mintId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { openStore, type Store, type Tx } from '#register/store.ts';
import { verify } from '#register/verify.ts';
import { registered } from './state-folder.ts';

const disk = process.argv[2]!;
const folder = join(disk, 'state');
const open = (): Promise<Store> => openStore({ folder, station: 'VM', clock: manualClock(), log: silentLog, reservedBlock: 20 });
const told: string[] = [];
const registerLetter = (tx: Tx): string => {
  const [id, number] = [mintId('item'), tx.allotNumber()];
  tx.append([{ ...registered(id, number), texts: [{ subject: id, field: 'note', value: randomBytes(1500).toString('hex') }] }]);
  return number;
};
async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'none';
  } catch (error) {
    if (isFailure(error)) return error.code;
    throw error;
  }
}
async function untilRefused(work: () => unknown): Promise<string> {
  for (let n = 0; n < 20_000; n++) {
    const code = await codeOf(work);
    if (code !== 'none') return code;
  }
  return 'never refused';
}
const verifies = (): boolean => verify(folder).position > 0;

const ballast = join(disk, 'ballast');
writeFileSync(ballast, Buffer.alloc(2 << 20));
let store = await open();
told.push(store.write(registerLetter));
const blobRefused = await untilRefused(() => store.blobs.put(randomBytes(300_000), { retention: 'mail' }));
const writeRefused = await untilRefused(() => told.push(store.write(registerLetter)));
const head = store.head();
const many = await Promise.allSettled(Array.from({ length: 20 }, () => store.together(registerLetter)));
const refusals = new Set(many.map((one) => (one.status === 'rejected' && isFailure(one.reason) ? one.reason.code : 'accepted')));
const headUnchanged = JSON.stringify(store.head()) === JSON.stringify(head);
rmSync(ballast);
const verifiesFull = verifies();

const before = told.length;
const goesOn = told.push(store.write(registerLetter), store.write(registerLetter)) === before + 2;
store.close();
store = await open();
told.push(store.write(registerLetter));
const kept = store.read.query<{ number: string }>('SELECT number FROM item ORDER BY number').map(({ number }) => number);
store.close();
console.log(
  JSON.stringify({
    writeRefused,
    togetherRefused: [...refusals].join(),
    blobRefused,
    headUnchanged,
    verifiesFull,
    toldAndKept: kept.join() === [...told].sort().join(),
    goesOn,
    numbersUnique: new Set(kept).size === kept.length,
    verifiesAfter: verifies(),
  }),
);
