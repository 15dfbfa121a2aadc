import { readdirSync } from 'node:fs';

const DRIVERS = new URL('../../firmware-bridge/drivers/', import.meta.url);

/**
 * Names of all drivers of a class. A driver is a file of its name in the folder of its class, so that a new one is known here without a word;
 * none is loaded: that is the bridge's.
 */
export function driversOf(kind: 'scanner' | 'printer' | 'reader' | 'scale'): ReadonlySet<string> {
  const files = readdirSync(new URL(`${kind}/`, DRIVERS)).filter((name) => name.endsWith('.ts'));
  return new Set(files.map((name) => name.slice(0, -'.ts'.length)));
}
