import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ADDONS, binaryFile, loadAddon } from '#bridge/native/load.ts';
import { sourceHash } from '#bridge/native/source-hash.ts';

/** ELF header, e_machine (System V gABI, chapter 4): 62 is x86-64, 183 AArch64. */
const MACHINE = { x64: 62, arm64: 183 } as const;

for (const arch of ['x64', 'arm64'] as const) {
  for (const addon of ADDONS) {
    test(`the ${arch} binary of "${addon}" was built from the source beside it`, () => {
      const binary = readFileSync(binaryFile(addon, arch));
      assert.equal(binary.readUInt16LE(18), MACHINE[arch]);
      assert.ok(binary.includes(sourceHash()), 'the source has changed since: run "npm run native x64 arm64" and commit what it makes');
    });
  }
}

test('the addons load on this machine, with no scanner library in sight', () => {
  for (const addon of ADDONS) assert.equal(loadAddon<{ source: string }>(addon).source, sourceHash());
});
