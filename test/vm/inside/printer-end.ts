import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const ASK_AGAIN_MS = 10;

/** The far end of the USB cable: what the machine writes goes to a printer of the laboratory, what that answers goes back. */
export async function joinPrinter(file: string, printerPort: number): Promise<{ part(): Promise<void> }> {
  const far = await openConfigured(file);
  const printer = connect({ host: '127.0.0.1', port: printerPort });
  let joined = true;
  printer.on('error', () => printer.destroy());
  printer.on('data', async (bytes) => {
    for (let sent = 0; sent < bytes.length && joined; ) sent += await tried(() => far.write(bytes, sent), 'bytesWritten');
  });
  const reading = (async () => {
    const buffer = Buffer.alloc(16_384);
    while (joined) {
      const count = await tried(() => far.read(buffer, 0, buffer.length, null), 'bytesRead');
      if (count > 0) printer.write(Buffer.from(buffer.subarray(0, count)));
      else await pause(ASK_AGAIN_MS);
    }
  })();
  return {
    async part() {
      joined = false;
      await reading;
      printer.destroy();
      await far.close();
    },
  };
}

/** Until the host has chosen a configuration there is no such device to open. */
async function openConfigured(file: string): Promise<FileHandle> {
  for (;;) {
    try {
      return await open(file, constants.O_RDWR | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENODEV') throw error;
      await pause(ASK_AGAIN_MS);
    }
  }
}

/** 0 where the cable has nothing, takes nothing, or is being drawn. */
async function tried<K extends 'bytesRead' | 'bytesWritten'>(work: () => Promise<Record<K, number>>, key: K): Promise<number> {
  try {
    return (await work())[key];
  } catch {
    await pause(ASK_AGAIN_MS);
    return 0;
  }
}
