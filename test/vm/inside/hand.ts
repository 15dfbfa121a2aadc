/** What the checks ask of the hand that holds the devices. They run without its rights, in a process of their own. */
import type { Devices } from './devices.ts';

type PrinterName = { [K in keyof Devices]: Devices[K] extends { printer: unknown } ? K : never }[keyof Devices];

export interface HandCalls {
  /** Plugs a device in or draws its cable; gives the moment at which it did, in milliseconds since the epoch. */
  plug(name: keyof Devices): Promise<number>;
  unplug(name: keyof Devices): Promise<number>;
  /** Waits until udev has made, or taken away, this device file or link. */
  appeared(path: string): Promise<void>;
  vanished(path: string): Promise<void>;
  /** Waits until what is plugged in is enumerated and udev is through with it. */
  settled(): Promise<void>;
  /** Waits for the nth label that comes out of a printer and gives its picture. */
  label(name: PrinterName, nth: string): Promise<string>;
  /** A printer takes so many bytes more from its cable and then none until it is plugged in again. Answers when it has. */
  deafAfter(name: PrinterName, bytes: string): Promise<void>;
  /** A reader reads this code, or a badge is held to it. */
  read(name: 'reader' | 'keyboard', text: string): Promise<void>;
  /** The same, while another program listens to its keys. Gives how many bytes that one heard. */
  overheard(text: string): Promise<number>;
  /** Puts so many grams on a scale. */
  lay(name: 'scale' | 'line', grams: string): Promise<void>;
  system(verb: 'start' | 'stop', unit: string): Promise<void>;
  /** How a unit is: `Type=…`, `ActiveState=…` and `NRestarts=…`, a line each. */
  show(unit: string): Promise<string>;
  /** Stops the unit's process in its tracks. */
  freeze(unit: string): Promise<void>;
}

export interface Asked {
  id: number;
  call: keyof HandCalls;
  args: string[];
}
type Answer = { id: number; value?: unknown; failure?: string };

const waiting = new Map<number, PromiseWithResolvers<unknown>>();
let lastId = 0;
process.on('message', ({ id, value, failure }: Answer) => {
  const asked = waiting.get(id);
  waiting.delete(id);
  if (failure === undefined) asked?.resolve(value);
  else asked?.reject(new Error(failure));
});
// The checks end when they are through, whatever the hand still holds.
process.channel?.unref();

export const hand = new Proxy({} as HandCalls, {
  get:
    (_, call: keyof HandCalls) =>
    async (...args: string[]) => {
      const answer = Promise.withResolvers<unknown>();
      waiting.set(++lastId, answer);
      process.send!({ id: lastId, call, args } satisfies Asked);
      // Keeps the process until the answer is in.
      process.channel?.ref();
      try {
        return await answer.promise;
      } finally {
        if (waiting.size === 0) process.channel?.unref();
      }
    },
});
