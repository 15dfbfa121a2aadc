import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { DocumentRead } from '../../src/commands/read-document.ts';
import { hostileFiles } from './hostile-files.ts';
import { LETTERS, type Ran, vaguemestre } from './run-command.ts';

describe('files made to hurt', { timeout: 240_000 }, () => {
  let folder: string;
  let names: string[];
  let ran: Ran;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vaguemestre-hostile-'));
    const letter = join(LETTERS, 'tax.jpg');
    const files = await hostileFiles(await readFile(letter));
    names = [...Object.keys(files), 'folder.png', 'missing.png'];
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    await mkdir(join(folder, 'folder.png'));
    // One child: whatever one of them does to it, the letter at the end meets the consequences.
    ran = await vaguemestre('read', ...names.map((name) => join(folder, name)), letter, '--children', '1');
  });
  after(() => rm(folder, { recursive: true }));

  test('each gives one line that names it and says why', () => {
    for (const name of names) {
      const said = ran.said.filter((line) => line.startsWith(`${join(folder, name)}: `));
      assert.equal(said.length, 1, `${name}: ${ran.said.join('\n')}`);
      assert.match(said[0]!, /: (This|split-document|look) .+\.$/, name);
      assert.doesNotMatch(said[0]!, /\bat .+:\d+:\d+|undefined|\[object/, name);
    }
    assert.equal(ran.said.length, names.length);
    assert.equal(ran.code, 1);
  });

  test('none needs more than its deadline or its ceiling: no child had to be stopped', () => {
    assert.doesNotMatch(ran.said.join('\n'), /was stopped|crash/);
  });

  test('the letter after them is read as if nothing had been', () => {
    assert.equal(ran.out.length, 1);
    const { pages } = JSON.parse(ran.out[0]!) as DocumentRead;
    assert.match(pages[0]!.text, /redevable/);
  });
});
