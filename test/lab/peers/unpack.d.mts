/** What TypeScript needs to know of `unpack.mjs`, which the set-up runs on any Node. */
export function missingPeers(folder: string, names: readonly string[]): string[];
export function unpackPeers(folder: string, names: readonly string[], say: (line: string) => void): string[];
/** Whether an unpacking into `folder` was broken off, so that what stands there may be half a file. */
export function halfUnpacked(folder: string): boolean;
/** Unpacks Debian packages and what they need beyond what the machine has into `folder/root`; with an architecture, for another kind of machine. */
export function unpackPackages(folder: string, packages: readonly string[], architecture?: string): void;
/** What a program unpacked under `root` needs in its environment. */
export function environment(root: string): Record<string, string>;
