import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const ASK_AGAIN_MS = 10;

export interface Cable {
  /**
   * Passes at least so many bytes more towards the far end and then none, until it is drawn. Resolves when it has. What the kernel holds is
   * read whole: its gadget printer (6.1) breaks down when it is drawn with half a request read.
   */
  deafAfter(bytes: number): Promise<void>;
  part(): Promise<void>;
}

/** The far end of a USB cable: what the machine writes goes to a device of the laboratory, what that answers goes back. */
export async function joinCable(file: string, port: number): Promise<Cable> {
  const far = await openConfigured(file);
  const device = connect({ host: '127.0.0.1', port });
  let joined = true;
  let passing = Number.POSITIVE_INFINITY;
  let deaf = Promise.withResolvers<void>();
  device.on('error', () => device.destroy());
  device.on('data', async (bytes) => {
    for (let sent = 0; sent < bytes.length && joined; ) sent += await tried(() => far.write(bytes, sent), 'bytesWritten');
  });
  const reading = (async () => {
    const buffer = Buffer.alloc(16_384);
    while (joined) {
      const count = passing > 0 ? await tried(() => far.read(buffer, 0, buffer.length, null), 'bytesRead') : 0;
      passing -= count;
      if (passing <= 0) deaf.resolve();
      if (count > 0) device.write(Buffer.from(buffer.subarray(0, count)));
      else await pause(ASK_AGAIN_MS);
    }
  })();
  return {
    deafAfter(bytes) {
      passing = bytes;
      deaf = Promise.withResolvers();
      return deaf.promise;
    },
    async part() {
      joined = false;
      // Whoever waits for that waits in vain.
      deaf.resolve();
      await reading;
      device.destroy();
      await far.close();
    },
  };
}

/** Until the host has chosen a configuration there is no such device to open. */
async function openConfigured(file: string): Promise<FileHandle> {
  for (;;) {
    try {
      return await open(file, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
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
