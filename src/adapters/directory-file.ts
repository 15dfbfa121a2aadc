import { readFileSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Clock } from '#base/clock.ts';
import { isFailure, MailroomError } from '#base/errors.ts';
import type { Log } from '#base/log.ts';
import { type Directory, parseDirectory } from '#domain/directory.ts';
import type { DirectorySource } from '#ports/directory-source.ts';

const LARGEST_BYTES = 64 * 1024 * 1024;
const LOOK_EVERY_MS = 2000;

/** People and departments from a JSON file. @throws DIRECTORY_INVALID with what is wrong and where. */
function readDirectoryFile(file: string): Directory {
  let value: unknown;
  try {
    if (statSync(file).size > LARGEST_BYTES) throw new MailroomError('DIRECTORY_INVALID', { file, what: 'it is larger than 64 MB' });
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof MailroomError) throw cause;
    throw new MailroomError(
      'DIRECTORY_INVALID',
      { file, what: cause instanceof SyntaxError ? 'it is no JSON' : 'it cannot be read' },
      { cause },
    );
  }
  return parseDirectory(value, file);
}

/** Another file under the name, or the same one written to, reads differently here. */
const lookOf = ({ ino, size, mtimeMs, ctimeMs }: { ino: number; size: number; mtimeMs: number; ctimeMs: number }): string =>
  [ino, size, mtimeMs, ctimeMs].join();

/**
 * A directory kept in a JSON file, read again when it is written to or replaced. Looked at every two seconds rather than watched: that
 * also sees a file renamed into place, a network drive and a link that points elsewhere now. A file met half written is no directory,
 * and is read again when the rest has come.
 *
 * @throws DIRECTORY_INVALID where the file cannot be used at the start.
 */
export function openDirectoryFile(
  file: string,
  { clock, log, onBug }: { clock: Clock; log: Log; onBug(bug: unknown): void },
): DirectorySource {
  // Before reading: what is written meanwhile is a change.
  let seen = lookOf(statSync(file, { throwIfNoEntry: false }) ?? NOT_THERE);
  let current = readDirectoryFile(file);
  let sound = true;
  let closed = false;
  let cancel = (): void => {};
  const listeners: ((directory: Directory) => void)[] = [];

  async function look(): Promise<void> {
    const now = lookOf(await stat(file).catch(() => NOT_THERE));
    if (closed) return;
    if (now !== seen) {
      seen = now;
      readAgain();
    }
    lookLater();
  }
  function readAgain(): void {
    try {
      current = readDirectoryFile(file);
    } catch (error) {
      if (!isFailure(error, 'DIRECTORY_INVALID')) throw error;
      sound = false;
      log.warn({ code: error.code, what: error.context.what }, 'the directory has changed and cannot be used; the one before stays in use');
      return;
    }
    sound = true;
    log.info({ departments: current.departments.length, people: current.people.length }, 'the directory has changed');
    for (const changed of listeners) changed(current);
  }
  function lookLater(): void {
    cancel = clock.after(LOOK_EVERY_MS, () => void look().catch(onBug));
  }

  return {
    get current() {
      return current;
    },
    get sound() {
      return sound;
    },
    follow(changed) {
      listeners.push(changed);
      if (listeners.length === 1) lookLater();
    },
    close() {
      closed = true;
      cancel();
    },
  };
}

const NOT_THERE = { ino: 0, size: 0, mtimeMs: 0, ctimeMs: 0 };
