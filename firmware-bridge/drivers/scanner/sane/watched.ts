import type { SaneScanner } from '../../../native/sane.ts';

/** The same scanner, saying before each call which function of libsane it goes into: that is what a crash report can name. */
export function watched(scanner: SaneScanner, doing: (call: string) => void): SaneScanner {
  const before = <A extends unknown[], R>(call: string, work: (...args: A) => R) => {
    return (...args: A): R => {
      doing(call);
      return work(...args);
    };
  };
  return {
    options: before('sane_get_option_descriptor', () => scanner.options()),
    get: before('sane_control_option', (index) => scanner.get(index)),
    set: before('sane_control_option', (index, value) => scanner.set(index, value)),
    start: before('sane_start', () => scanner.start()),
    parameters: before('sane_get_parameters', () => scanner.parameters()),
    read: before('sane_read', (buffer) => scanner.read(buffer)),
    cancel: before('sane_cancel', () => scanner.cancel()),
    close: before('sane_close', () => scanner.close()),
  };
}
