import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { manualClock } from '#base/clock.ts';
import type { BlobKeyId, BlobName } from '#base/ids.ts';
import { type KeyClass, openBlobs } from '#store/blobs.ts';
import { temporaryFolder } from '#test/register/state-folder.ts';

const MAIL: KeyClass = { retention: 'mail' };

async function open(t: Pick<TestContext, 'after'>, startMs = Date.UTC(2026, 10, 22)) {
  const folder = temporaryFolder(t);
  const clock = manualClock(startMs);
  const pathOf = (name: BlobName): string => join(folder, 'blobs', name.slice(0, 2), name);
  return { folder, clock, pathOf, blobs: await openBlobs(folder, clock) };
}

test('gives back what was put, in another run too, and keeps nothing of it readable', async (t) => {
  const { folder, clock, blobs, pathOf } = await open(t);
  const bytes = Buffer.from('the very words on the page');
  const name = await blobs.put(bytes, MAIL);
  assert.match(name, /^[0-9a-f]{64}$/);
  assert.deepEqual(await blobs.get(name), bytes);
  const again = await openBlobs(folder, clock);
  assert.deepEqual(await again.get(name), bytes);
  assert.equal(await again.keyOf(name), 'mail-2026-11');
  assert.ok(!readFileSync(pathOf(name)).includes('words'));
  assert.deepEqual(readdirSync(join(folder, 'keys')), ['mail-2026-11']);
  assert.equal(statSync(join(folder, 'keys', 'mail-2026-11')).mode & 0o777, 0o600);
});

test('keeps a key a retention class and month, and one of its own for what is held apart', async (t) => {
  const { blobs, clock } = await open(t);
  const bytes = Buffer.from('x');
  const november = await blobs.put(bytes, MAIL);
  assert.equal(await blobs.put(bytes, MAIL), november);
  const others = [
    await blobs.put(bytes, { retention: 'personnel' }),
    await blobs.put(bytes, { own: 'dc_1' }),
    await blobs.put(bytes, { own: 'dc_2' }),
  ];
  clock.advance(10 * 24 * 3600_000);
  others.push(await blobs.put(bytes, MAIL));
  assert.equal(new Set([november, ...others]).size, 5);
  assert.deepEqual(await Promise.all(others.map((name) => blobs.keyOf(name))), [
    'personnel-2026-11',
    'own-dc_1',
    'own-dc_2',
    'mail-2026-12',
  ]);
});

test('the same bytes put by many at once are one whole blob', async (t) => {
  const { blobs, folder } = await open(t);
  const bytes = Buffer.alloc(100_000, 7);
  const names = await Promise.all(Array.from({ length: 20 }, () => blobs.put(bytes, MAIL)));
  assert.equal(new Set(names).size, 1);
  assert.deepEqual(await blobs.get(names[0]!), bytes);
  assert.deepEqual(readdirSync(join(folder, 'blobs', 'half-written')), []);
});

test('finds every flipped byte, every cut and every file under the name of another', async (t) => {
  const { blobs, pathOf } = await open(t);
  const name = await blobs.put(Buffer.from('a page'), MAIL);
  const other = await blobs.put(Buffer.from('b page'), MAIL);
  const whole = readFileSync(pathOf(name));
  for (let at = 0; at < whole.length; at++) {
    const flipped = Buffer.from(whole);
    flipped[at]! ^= 1;
    writeFileSync(pathOf(name), flipped);
    await assert.rejects(blobs.get(name), { code: 'BLOB_DAMAGED' }, `byte ${at}`);
    writeFileSync(pathOf(name), whole.subarray(0, at));
    await assert.rejects(blobs.get(name), { code: 'BLOB_DAMAGED' }, `cut at ${at}`);
  }
  copyFileSync(pathOf(other), pathOf(name));
  await assert.rejects(blobs.get(name), { code: 'BLOB_DAMAGED' });
  rmSync(pathOf(name));
  await assert.rejects(blobs.get(name), { code: 'BLOB_MISSING' });
  assert.equal(await blobs.put(Buffer.from('b page'), MAIL), other);
  await assert.rejects(blobs.get('../../../etc/passwd' as BlobName), /not the name of a blob/);
});

test('a damaged blob is whole again when the same bytes are put', async (t) => {
  const { blobs, pathOf } = await open(t);
  const name = await blobs.put(Buffer.from('a page'), MAIL);
  writeFileSync(pathOf(name), 'rubbish');
  await blobs.put(Buffer.from('a page'), MAIL);
  assert.equal((await blobs.get(name)).toString(), 'a page');
});

test('what lies under a destroyed key is erased for good, and nothing is put under that key again', async (t) => {
  const { folder, clock, blobs } = await open(t);
  const name = await blobs.put(Buffer.from('closed'), { own: 'dc_1' });
  const kept = await blobs.put(Buffer.from('open'), MAIL);
  const key = readFileSync(join(folder, 'keys', 'own-dc_1'));
  await blobs.eraseKey('own-dc_1' as BlobKeyId);
  await blobs.eraseKey('own-dc_1' as BlobKeyId);
  for (const now of [blobs, await openBlobs(folder, clock)]) {
    await assert.rejects(now.get(name), { code: 'BLOB_ERASED' });
    await assert.rejects(now.put(Buffer.from('more'), { own: 'dc_1' }), { code: 'BLOB_ERASED' });
    assert.equal((await now.get(kept)).toString(), 'open');
  }
  for (const file of readdirSync(join(folder, 'keys'))) assert.ok(!readFileSync(join(folder, 'keys', file)).includes(key));
  assert.ok(!existsSync(join(folder, 'keys', 'own-dc_1')));
});

test('a page moves to a key of its own, and the old one stays until it is released', async (t) => {
  const { blobs } = await open(t);
  const name = await blobs.put(Buffer.from('ballot'), MAIL);
  const moved = await blobs.rekey(name, { own: 'dc_1' });
  assert.notEqual(moved, name);
  assert.equal((await blobs.get(moved)).toString(), 'ballot');
  assert.equal((await blobs.get(name)).toString(), 'ballot');
  await blobs.remove(name);
  await assert.rejects(blobs.get(name), { code: 'BLOB_MISSING' });
});

test('what a crash left half written goes away at the next opening', async (t) => {
  const { folder, clock } = await open(t);
  writeFileSync(join(folder, 'blobs', 'half-written', '1'), 'half');
  await openBlobs(folder, clock);
  assert.deepEqual(readdirSync(join(folder, 'blobs', 'half-written')), []);
});

test('any bytes come back as they were', async (t) => {
  const { blobs } = await open(t);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
      assert.deepEqual(await blobs.get(await blobs.put(bytes, MAIL)), Buffer.from(bytes));
    }),
    { numRuns: 20 },
  );
});
