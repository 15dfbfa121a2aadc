/** A process of its own for the crash tests: registers letters one by one and tells each number once its commit is durable. */
import { writeSync } from 'node:fs';
import { manualClock } from '#base/clock.ts';
import { mintId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { openStore } from '#register/store.ts';
import { registered } from './state-folder.ts';

const [folder, count] = process.argv.slice(2);
const store = await openStore({ folder: folder!, station: 'VM', clock: manualClock(), log: silentLog, reservedBlock: 10 });
for (let n = 0; n < Number(count); n++) {
  const number = store.write((tx) => {
    const allotted = tx.allotNumber();
    tx.append([registered(mintId('item'), allotted)]);
    return allotted;
  });
  writeSync(1, `${number}\n`);
}
store.close();
