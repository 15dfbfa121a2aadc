/** Where the programs of others are that `setup.mjs` found on the machine or unpacked: Dovecot, Chromium, qpdf … */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import wanted from './wanted.json' with { type: 'json' };

export type PeerName = keyof typeof wanted;

export interface PeerCommand {
  readonly path: string;
  /** Arguments that come before the caller's, such as a class path. */
  readonly args: readonly string[];
  /** To be added to the environment; empty for a program of the machine itself. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder it was unpacked into, or null for a program of the machine itself. */
  readonly root: string | null;
}

const record = path.resolve(import.meta.dirname, '../../../.cache/peers/found.json');

/** The program of this name, or null where it is not at hand. */
export function peerCommand(name: PeerName): PeerCommand | null {
  if (!existsSync(record)) return null;
  const found = (JSON.parse(readFileSync(record, 'utf8')) as Partial<Record<PeerName, PeerCommand>>)[name];
  if (found === undefined || !existsSync(found.path)) return null;
  return { path: found.path, args: found.args, env: found.env, root: found.root };
}

/** The program of this name; throws a sentence where it is not at hand. */
export function requirePeer(name: PeerName): PeerCommand {
  const found = peerCommand(name);
  if (found === null)
    throw new Error(
      `${name} is not at hand. "npm test" unpacks it on Debian; elsewhere install what has: ${wanted[name].packages.join(' ')}.`,
    );
  return found;
}

/** For `test(…, { skip: withoutPeer('qpdf') })`: why to skip, or false. Under CI=true nothing is skipped. */
export function withoutPeer(...names: PeerName[]): string | false {
  if (process.env.CI === 'true') return false;
  const missing = names.filter((name) => peerCommand(name) === null);
  return missing.length > 0 && `${missing.join(', ')} not at hand`;
}
