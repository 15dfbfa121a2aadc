/** Runs in a process of its own: does with the addon over a lying libsane what `lying.test.ts` asks and writes the answer as JSON. */
import { isSaneError, loadSane, type Sane, type SaneScanner } from '#bridge/native/sane.ts';

const [library = '', task = ''] = process.argv.slice(2);

const told = (error: unknown) => (isSaneError(error) ? `${error.call} ${error.status} ${error.message}` : (error as Error).message);
/** What came of a call: its value, or what it says instead, thrown or rejected. */
async function cameOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return (await call()) ?? null;
  } catch (error) {
    return told(error);
  }
}
const sane: Sane = loadSane(library);
const open = async (lie: string): Promise<SaneScanner> => {
  await sane.init();
  return sane.open(lie);
};

const TASKS: Record<string, () => Promise<unknown>> = {
  async options() {
    const scanner = await open('plain');
    const options = await scanner.options();
    const indices = [...options.map(({ index }) => index), 99, -1];
    const holds: Record<string, unknown> = {};
    for (const index of indices) holds[options[index]?.name || String(index)] = await cameOf(() => scanner.get(index));
    await scanner.close();
    return { constraints: options.map(({ constraint }) => constraint), titles: options.map(({ title }) => title.length), holds };
  },

  async endless() {
    const scanner = await open('endless');
    const [first, second] = [await cameOf(() => scanner.options()), await cameOf(() => scanner.get(0))];
    await scanner.close();
    return [first, second];
  },

  async devices() {
    await sane.init();
    const found = sane.devices();
    // Whoever reads the list only now reads what has been given to somebody else.
    for (const began = performance.now(); performance.now() - began < 150; );
    return found;
  },

  async parameters() {
    const scanner = await open('plain');
    return scanner.parameters();
  },

  async open() {
    const early = [await cameOf(() => sane.open('plain')), await cameOf(() => sane.devices())];
    return [...early, await cameOf(() => open('no-handle')), await cameOf(() => sane.open('nowhere'))];
  },

  async cancelThenClose() {
    const scanner = await open('slow-cancel');
    const cancelled = scanner.cancel();
    await scanner.close();
    await cancelled;
    return cameOf(() => scanner.cancel());
  },

  async readAfterCancel() {
    const scanner = await open('read-waits');
    await scanner.start();
    await scanner.cancel();
    await scanner.start();
    const cancelled = scanner.cancel();
    const read = await cameOf(() => scanner.read(Buffer.alloc(10)));
    await cancelled;
    const plain = await open('plain');
    await plain.start();
    await plain.cancel();
    const after = await cameOf(() => plain.read(Buffer.alloc(10)));
    await plain.start();
    return [read, after, await plain.read(Buffer.alloc(10))];
  },

  async closeDuringRead() {
    const scanner = await open('read-waits');
    await scanner.start();
    const read = cameOf(() => scanner.read(Buffer.alloc(100)));
    const closed = scanner.close();
    const meanwhile = [await cameOf(() => scanner.start()), await cameOf(() => scanner.close()), await cameOf(() => sane.open('plain'))];
    await closed;
    return [...meanwhile, await read, typeof (await sane.open('plain'))];
  },

  async takenAway() {
    const scanner = await open('slow-read');
    await scanner.start();
    const buffer = Buffer.alloc(100_000);
    const read = cameOf(() => scanner.read(buffer));
    const { buffer: moved } = structuredClone(buffer, { transfer: [buffer.buffer] });
    const said = await read;
    const untouched = new Uint8Array(moved).every((byte) => byte === 0);
    const again = Buffer.alloc(100_000);
    return [said, untouched, await scanner.read(again), again.every((byte) => byte === 0xaa)];
  },

  async strangeReads() {
    const idle = await open('nothing-yet');
    const none = await cameOf(() => idle.read(Buffer.alloc(10)));
    await idle.close();
    const strange = await open('strange-status');
    return [none, await cameOf(() => strange.start())];
  },

  async moreThanRoom() {
    return (await open('more-than-room')).read(Buffer.alloc(10));
  },
  async lessThanNone() {
    return (await open('less-than-none')).read(Buffer.alloc(10));
  },

  /** Ends with a scanner open and a read under way. */
  async exit() {
    const scanner = await open('slow-read');
    await scanner.start();
    void scanner.read(Buffer.alloc(100));
    process.exit(7);
  },
};

process.stdout.write(`${JSON.stringify(await TASKS[task]!())}\n`);
