import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { sampleBatch } from '#lab/sample-letters.ts';
import { filesHolding, holds, openedBlobs } from './byte-search.ts';
import { messagesOn } from './mail-server-eyes.ts';
import { eachFilingOnce, nothingIsParked, registerVerifies } from './reckoning.ts';
import { openScene } from './scene.ts';
import { atRest, until } from './station-process.ts';

const LIMIT = { timeout: 300_000 };
/** On the envelope that is filed: the sender's town. */
const OPEN_WORD = 'Galopin';

test('what stands in a closed letter is nowhere in the house, and its image lies under a key of its own', LIMIT, async (t) => {
  const scene = await openScene(t, { children: 1 });
  const { scanner, stateFolder, spoolFolder } = scene;
  const closed = (await sampleBatch()).sheets.find(({ expect }) => expect.outcome === 'closed')!;
  const image = await readFile(closed.front);
  // An index shortens words by what they share with their neighbour: their end is looked for as well.
  const words = [closed.expect.word!, closed.expect.word!.slice(3)];
  const open = scene.sheets.roomy('open');

  const station = await scene.start();
  await scanner.control.load([closed, { front: open, name: 'open' }]);
  await until('both are done', () => scanner.control.delivered().length === 2 && atRest(stateFolder));
  const hits = async (q: string) => (await scene.desk.get<{ hits: unknown[] }>(`/api/search?q=${q}`)).hits.length;
  assert.deepEqual([await hits(closed.expect.word!), await hits(OPEN_WORD)], [0, 1], 'the search finds the open letter only');
  for (const folder of [stateFolder, spoolFolder, join(scene.folder, 'dovecot'), join(scene.folder, 'notices')])
    assert.deepEqual(await filesHolding(folder, words), [], folder);
  await station.stop();

  assert.deepEqual(await filesHolding(stateFolder, words), []);
  assert.notDeepEqual(await filesHolding(stateFolder, [OPEN_WORD.slice(1)]), [], 'a word of the open letter is found: the search can find');
  const blobs = await openedBlobs(stateFolder);
  assert.deepEqual(
    blobs.filter(({ bytes }) => bytes.equals(image)).map(({ key }) => key.slice(0, 4)),
    ['own-'],
    'the image is kept once, under its own key',
  );
  assert.equal(blobs.filter(({ key }) => key.startsWith('own-')).length, 1, 'and nothing else under that key');
  assert.ok(!blobs.some(({ bytes }) => words.some((word) => holds(bytes, word))), 'no reading holds the word');
  assert.ok(
    blobs.some(({ bytes }) => holds(bytes, OPEN_WORD)),
    'the reading of the open letter does',
  );
  assert.equal(await eachFilingOnce(scene), 1, 'only the open letter was filed');
  nothingIsParked(scene);
  await registerVerifies(scene);
});

test('opened in error: image and words are gone from the state folder as soon as the clerk says so', LIMIT, async (t) => {
  const scene = await openScene(t, { children: 1 });
  const { scanner, stateFolder, desk } = scene;
  const image = scene.sheets.roomy('to be forgotten');
  const words = [OPEN_WORD, OPEN_WORD.slice(1)];

  const station = await scene.start();
  await scanner.control.load([{ front: image, name: 'letter' }]);
  await until('it is filed', () => scanner.control.delivered().length === 1 && atRest(stateFolder));
  assert.notDeepEqual(await filesHolding(stateFolder, words), []);
  assert.equal((await messagesOn(scene.dovecot!.imapPort)).length, 1);

  const [item] = scene.ask<{ id: string }>('SELECT id FROM item');
  await desk.act('opened-in-error', scene.seen(item!.id));
  await until('it is erased', () => atRest(stateFolder));
  assert.deepEqual(await filesHolding(stateFolder, words), [], 'while the daemon runs');
  assert.deepEqual(await messagesOn(scene.dovecot!.imapPort), [], 'the unread copy is withdrawn');
  await station.kill();
  assert.deepEqual(await filesHolding(stateFolder, words), [], 'after a crash');

  const again = await scene.start();
  await until('it is at rest', () => atRest(stateFolder));
  await again.stop();
  assert.deepEqual(await filesHolding(stateFolder, words), [], 'after a restart');
  assert.deepEqual(await openedBlobs(stateFolder), [], 'no image, picture or reading is left');
  nothingIsParked(scene);
  await registerVerifies(scene);
});
