import { MailroomError } from '../../src/base/errors.ts';

/** Told of what a driver threw that no driver may throw: a bug, which ends the bridge. @param call the driver's function it came out of */
export type Blame = (call: string, error: unknown) => void;

/** Out of room, of memory, of files: it strikes whoever asks next, and a device that is well must not be left alone for it. */
const OF_THE_MACHINE: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EMFILE', 'ENFILE', 'ENOMEM']);

/** Does one call of a driver; whoever is to blame is told before the bug goes on its way. */
export function blaming<T>(call: string, run: () => T, blame: Blame): T {
  const caught = (error: unknown): never => {
    if (!(error instanceof MailroomError) && !OF_THE_MACHINE.has((error as NodeJS.ErrnoException).code ?? '')) blame(call, error);
    throw error;
  };
  try {
    const given = run();
    if (given instanceof Promise) return given.catch(caught) as T;
    return isGenerator(given) ? (passedOn(given, caught) as T) : given;
  } catch (error) {
    return caught(error);
  }
}

/** The session with each of its calls watched over like that. */
export const blamed = <S extends object>(session: S, blame: Blame): S =>
  new Proxy(session, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => blaming(String(name), () => Reflect.apply(value, target, args), blame);
    },
  });

const isGenerator = (given: unknown): given is AsyncGenerator =>
  typeof given === 'object' && given !== null && Symbol.asyncIterator in given;

async function* passedOn(generator: AsyncGenerator, caught: (error: unknown) => never): AsyncGenerator {
  try {
    return yield* generator;
  } catch (error) {
    return caught(error);
  }
}
