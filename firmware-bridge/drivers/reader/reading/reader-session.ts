import type { InputWire } from '../../../protocol/messages.ts';
import type { ReaderSession } from '../../../supervisor/driver.ts';

/**
 * A reader is listened to without a pause; whether it is there shows in the listening. @param inputs ends only by throwing.
 * @param close must make `inputs` throw.
 */
export function readerSession(inputs: AsyncGenerator<InputWire, void>, close: () => Promise<void>): ReaderSession {
  let gone: unknown;
  return {
    async *inputs() {
      try {
        yield* inputs;
      } catch (error) {
        gone = error;
        throw error;
      }
    },
    async status() {
      if (gone !== undefined) throw gone;
      return { conditions: [] };
    },
    close,
  };
}
