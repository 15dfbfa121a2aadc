/** A process that reads ten pages of SANE's test backend through the addon each time it is told a mode, and writes the bare dots to files. */
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSane } from '#bridge/native/sane.ts';

const FOLDER = process.argv[2]!;
const PAGES = 10;
const READ_BYTES = 512 * 1024;

const sane = loadSane();
await sane.init();
const scanner = await sane.open('test:0');
const set = async (name: string, value: string | number) =>
  scanner.set((await scanner.options()).find((option) => option.name === name)!.index, value);

process.on('message', async (mode: string) => {
  await set('source', 'Automatic Document Feeder');
  await set('mode', mode);
  await set('resolution', 300);
  await set('test-picture', 'Color pattern');
  await set('br-x', 210);
  await set('br-y', 297);
  let [buffer, other] = [Buffer.alloc(READ_BYTES), Buffer.alloc(READ_BYTES)];
  for (let page = 0; page < PAGES; page++) {
    await scanner.start();
    const file = join(FOLDER, String(page));
    const out = await open(file, 'w');
    // As the driver does it: what has come is dealt with while the next is read.
    for (let got = await scanner.read(buffer); got !== null; ) {
      const coming = scanner.read(other);
      await out.write(buffer, 0, got);
      got = await coming;
      [buffer, other] = [other, buffer];
    }
    await out.close();
    await rm(file);
  }
  // The eleventh start finds the feeder empty, and begins the next ten.
  await scanner.start().catch(() => undefined);
  await scanner.cancel();
  process.send!(PAGES);
});
process.send!('ready');
