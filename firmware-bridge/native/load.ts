import { createRequire } from 'node:module';
import { join } from 'node:path';

export const ADDONS = ['sane', 'system'] as const;
export type AddonName = (typeof ADDONS)[number];

/** Where the addon built for glibc Linux of this kind lies: always in the tree, so that setting up fetches and builds nothing. */
export const binaryFile = (addon: AddonName, arch: string = process.arch): string =>
  join(import.meta.dirname, 'lib', 'binding', `napi-v8-linux-${arch}-glibc`, `${addon}.node`);

/** @throws Error as `require` gives it: no binary for this kind of machine (`npm run native` makes one), or one that cannot be loaded. */
export function loadAddon<T>(addon: AddonName): T {
  return createRequire(import.meta.url)(binaryFile(addon)) as T;
}
