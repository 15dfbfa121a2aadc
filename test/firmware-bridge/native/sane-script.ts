/** Runs in a process of its own: does with the addon what `sane.test.ts` asks and writes the answer as JSON. */
import { CAPABILITY, isSaneError, loadSane, type SaneOption, type SaneScanner, type SaneValue } from '#bridge/native/sane.ts';

async function testDevice(): Promise<{ scanner: SaneScanner; byName(name: string): Promise<SaneOption> }> {
  const sane = loadSane();
  await sane.init();
  const scanner = await sane.open('test:0');
  return { scanner, byName: async (name) => (await scanner.options()).find((option) => option.name === name)! };
}

const told = (error: unknown) => (isSaneError(error) ? `${error.call} ${error.status} ${error.message}` : (error as Error).message);
/** What a call says instead of doing it, thrown or rejected. */
async function refusal(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'done';
  } catch (error) {
    return told(error);
  }
}

async function readAll(scanner: SaneScanner, buffer = Buffer.alloc(65_536)): Promise<number> {
  for (let total = 0; ; ) {
    const got = await scanner.read(buffer);
    if (got === null) return total;
    total += got;
  }
}

const TASKS: Record<string, (...args: string[]) => Promise<unknown>> = {
  async missing() {
    try {
      loadSane('libsane-of-nowhere.so.1');
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  },

  /** Sets each option of the list; answers its description and what it then holds. */
  async options(values) {
    const { scanner, byName } = await testDevice();
    await scanner.set((await byName('enable-test-options')).index, true);
    const answers: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(JSON.parse(values!) as Record<string, SaneValue>)) {
      const { index, type, unit, constraint } = await byName(name);
      const { info } = await scanner.set(index, value);
      answers[name] = [type, unit, constraint, await scanner.get(index), info];
    }
    const button = await byName('button');
    const pressed = await scanner.set(button.index);
    const sensor = await byName('bool-soft-detect');
    return {
      answers,
      button: [button.type, pressed.value],
      sensor: [sensor.capabilities & CAPABILITY.SOFT_SELECT, await scanner.get(sensor.index)],
    };
  },

  /** What is refused, and in which words. */
  async refusals() {
    const { scanner, byName } = await testDevice();
    const mode = await byName('mode');
    const resolution = await byName('resolution');
    const gamma = await byName('gamma-table');
    return [
      await refusal(() => scanner.set(mode.index, 'Sepia')),
      await refusal(() => scanner.set(mode.index, 7)),
      await refusal(() => scanner.set(mode.index, 'x'.repeat(mode.size))),
      await refusal(() => scanner.set(resolution.index, Number.NaN)),
      await refusal(() => scanner.set(gamma.index, [1, 2, 3])),
      await refusal(() => scanner.get(9_999)),
      await refusal(() => scanner.read(Buffer.alloc(0))),
      await refusal(() => Promise.all([scanner.start(), scanner.get(mode.index)])),
    ];
  },

  /** Two pages, the third jams: what came of each. */
  async jam() {
    const { scanner, byName } = await testDevice();
    const pages: unknown[] = [];
    for (const status of ['Default', 'Default', 'SANE_STATUS_JAMMED']) {
      await scanner.set((await byName('read-return-value')).index, status);
      await scanner.start();
      const { bytesPerLine, lines } = await scanner.parameters();
      pages.push(await readAll(scanner).then((bytes) => bytes === bytesPerLine * lines, told));
    }
    await scanner.cancel();
    await scanner.close();
    return [...pages, await refusal(() => scanner.read(Buffer.alloc(1)))];
  },

  /** A read that waits for a slow device is ended by a cancel beside it, and the handle scans again. */
  async cancel() {
    const { scanner, byName } = await testDevice();
    await scanner.set((await byName('read-delay')).index, true);
    await scanner.set((await byName('read-delay-duration')).index, 200_000);
    await scanner.set((await byName('resolution')).index, 600);
    await scanner.start();
    const { bytesPerLine, lines } = await scanner.parameters();
    // The backend answers a read under way with an early end, others with CANCELLED: a page after a cancel is never whole.
    const reading = readAll(scanner, Buffer.alloc(1 << 24)).then((bytes) => (bytes < bytesPerLine * lines ? 'broken off' : 'whole'));
    await scanner.cancel();
    const first = await reading.catch(() => 'broken off');
    await scanner.set((await byName('read-delay')).index, false);
    await scanner.start();
    return [first, (await readAll(scanner)) === bytesPerLine * lines ? 'whole' : 'broken off'];
  },
};

const [task = '', ...args] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await TASKS[task]!(...args)));
