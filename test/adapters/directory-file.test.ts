import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openDirectoryFile } from '#adapters/directory-file.ts';
import { manualClock } from '#base/clock.ts';
import { type Log, silentLog } from '#base/log.ts';

const people = (...lastNames: string[]): string =>
  JSON.stringify({ organisation: 'Fabrique', people: lastNames.map((last_name) => ({ id: last_name, last_name, department: 'Paie' })) });

/** A followed file, and a look at it that ends when what it led to has been said. */
function followed(t: TestContext, text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'vaguemestre-directory-'));
  const file = join(folder, 'directory.json');
  writeFileSync(file, text);
  const clock = manualClock();
  let said = Promise.withResolvers<unknown>();
  const hear = (fields: unknown) => said.resolve(fields);
  const log = { ...silentLog, info: hear, warn: hear } as unknown as Log;
  const source = openDirectoryFile(file, { clock, log, onBug: (bug) => said.reject(bug) });
  const heard: string[][] = [];
  source.follow((directory) => void heard.push(directory.people.map((one) => one.lastName)));
  t.after(() => {
    source.close();
    rmSync(folder, { recursive: true });
  });
  return {
    ...{ file, source, heard },
    async look() {
      said = Promise.withResolvers();
      clock.advance(2000);
      return said.promise;
    },
  };
}

test('a directory written anew, or renamed into place, is told as a whole', async (t) => {
  const { file, source, heard, look } = followed(t, people('Aubert'));
  writeFileSync(file, people('Aubert', 'Berthe'));
  await look();
  writeFileSync(`${file}.new`, people('Chaix', 'Dumas'));
  renameSync(`${file}.new`, file);
  await look();
  assert.deepEqual(heard, [
    ['Aubert', 'Berthe'],
    ['Chaix', 'Dumas'],
  ]);
  assert.equal(source.current.people.length, 2);
});

test('what cannot be used leaves the one before in use, says what is wrong, and is over when it is mended', async (t) => {
  const { file, source, heard, look } = followed(t, people('Aubert'));
  writeFileSync(file, people('Aubert', 'Berthe').slice(0, -9));
  assert.deepEqual(await look(), { code: 'DIRECTORY_INVALID', what: 'it is no JSON' });
  assert.equal(source.sound, false);
  unlinkSync(file);
  assert.deepEqual(await look(), { code: 'DIRECTORY_INVALID', what: 'it cannot be read' });
  assert.deepEqual([heard, source.current.people.length], [[], 1]);
  writeFileSync(file, people('Berthe'));
  await look();
  assert.deepEqual([heard, source.sound], [[['Berthe']], true]);
});

test('a file that cannot be used at the start is refused', (t) => {
  assert.throws(() => followed(t, '{'), { code: 'DIRECTORY_INVALID' });
});
