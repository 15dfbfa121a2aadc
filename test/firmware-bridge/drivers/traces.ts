import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A dialogue with one device: first line `{about, expect}`, then one line per piece: `{from: 'host' | 'device', text}`, latin1. */
export interface Trace<Expect> {
  name: string;
  expect: Expect;
  /** Everything the device said, in one. */
  device: Buffer;
}

export function readTraces<Expect>(driver: string): Trace<Expect>[] {
  const folder = join(import.meta.dirname, '..', '..', 'traces', driver);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => {
      const [head, ...pieces] = readFileSync(join(folder, name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { expect: Expect; from?: string; text?: string });
      const said = pieces.filter(({ from }) => from === 'device').map(({ text }) => Buffer.from(text!, 'latin1'));
      return { name, expect: head!.expect, device: Buffer.concat(said) };
    });
}
