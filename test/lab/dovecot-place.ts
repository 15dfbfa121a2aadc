import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Owner } from './dovecot-program.ts';

export interface Place {
  readonly path: string;
  /** Afterwards everything is in the folder that was asked for. */
  close(): void;
}

/** Whether everybody may pass through all folders down to this one. */
export function reachable(folder: string): boolean {
  const here = realpathSync(folder);
  return (statSync(here).mode & 0o001) !== 0 && (here === path.dirname(here) || reachable(path.dirname(here)));
}

/**
 * `folder` itself where the server's user can get at it. Below a folder closed to all but root (a clone in /root) a folder
 * under /tmp holds the mail while the server runs, and a link `elsewhere` leads there; a crash leaves both for the next start.
 */
export function openPlace(folder: string, owner: Owner): Place {
  mkdirSync(folder, { recursive: true });
  const home = realpathSync(folder);
  const link = path.join(home, 'elsewhere');
  if (!owner.asOther || reachable(path.dirname(home))) return { path: home, close() {} };
  if (!existsSync(link)) {
    const outside = mkdtempSync(path.join(tmpdir(), 'dovecot-mail-'));
    if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
    move(path.join(home, 'kept'), path.join(outside, 'kept'));
    chmodSync(outside, 0o711);
    symlinkSync(outside, link);
  }
  const outside = realpathSync(link);
  return {
    path: path.join(outside, 'kept'),
    close() {
      if (!existsSync(link)) return;
      move(path.join(outside, 'kept'), path.join(home, 'kept'));
      rmSync(link);
      rmSync(outside, { recursive: true });
    },
  };
}

function move(from: string, to: string): void {
  if (!existsSync(from)) {
    mkdirSync(to, { recursive: true });
    return;
  }
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    cpSync(from, to, { recursive: true, preserveTimestamps: true });
    rmSync(from, { recursive: true });
  }
}
