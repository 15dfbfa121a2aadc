import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { DepartmentId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import { MAIL, type Room } from '#pipeline/room.ts';
import eraseStage from '#pipeline/stages/erase.ts';
import { EVERYTHING } from '#pipeline/stages/learn.ts';
import rememberStage from '#pipeline/stages/remember.ts';
import { CLOSED, DECIDED, openMailroom, type Scanned } from '#test/views/mailroom.ts';
import { usualDepartment } from '#understanding/sender-history.ts';

const FIRM = { name: 'Ateliers Novelle', ids: { email: 'contact@novelle.example' } };

/** So many letters of one firm, read and filed to the accounts. */
async function lettersOf(t: TestContext, count: number) {
  const { store, hands, folder } = await openMailroom(t);
  const senders: Room['senders'] = new Map();
  const room = { store, senders } as unknown as Room;
  const letters: (Scanned & { reading: string })[] = [];
  for (let n = 0; n < count; n++) {
    const letter = await hands.scanned(DECIDED);
    const reading = await store.blobs.put(Buffer.from(JSON.stringify({ pages: [], understanding: { sender: FIRM } })), MAIL);
    store.write((tx) =>
      tx.append([event('document.read@1', letter.itemId, { documentId: letter.documentId, reading, language: 'fr', words: 1 })]),
    );
    letters.push({ ...letter, reading });
  }
  const signal = new AbortController().signal;
  const run = (subject: string) => rememberStage(room).run({ subject } as never, signal);
  const erase = (documents: string[]) => eraseStage(room).run({ payload: { documents, blobs: [], keys: [] } } as never, signal);
  const decided = ({ itemId, documentId }: (typeof letters)[number], departmentId: string) =>
    store.write((tx) =>
      tx.append([
        event('document.corrected@1', itemId, {
          ...{ ...DECIDED, departmentId: departmentId as DepartmentId, documentId },
          ...{ revision: 2, by: 'operator:clerk', undoOf: null },
        }),
      ]),
    );
  return { store, hands, folder, room, letters, run, erase, decided };
}

test('knows at start where the letters of a sender went', async (t) => {
  const { room, run } = await lettersOf(t, 3);
  await run(EVERYTHING);
  assert.deepEqual(usualDepartment(FIRM, room.senders), { departmentId: 'accounts', letters: 3 });
});
test('counts a letter once, however often it is looked at', async (t) => {
  const { room, run, letters } = await lettersOf(t, 2);
  for (let i = 0; i < 3; i++) await run(letters[0]!.documentId);
  await run(EVERYTHING);
  assert.equal(usualDepartment(FIRM, room.senders), null);
});
test('a letter that a clerk sends elsewhere ends the habit', async (t) => {
  const { room, run, letters, decided } = await lettersOf(t, 4);
  await run(EVERYTHING);
  decided(letters[1]!, 'legal');
  await run(letters[1]!.documentId);
  assert.equal(usualDepartment(FIRM, room.senders), null);
});
test('nothing is kept of a letter that was erased, nor of one whose words are gone', async (t) => {
  const { room, run, letters, erase, folder } = await lettersOf(t, 4);
  await run(EVERYTHING);
  await erase([letters[0]!.documentId]);
  assert.deepEqual(usualDepartment(FIRM, room.senders), { departmentId: 'accounts', letters: 3 });
  const { reading, documentId } = letters[1]!;
  rmSync(join(folder, 'blobs', reading.slice(0, 2), reading));
  await run(documentId);
  assert.equal(usualDepartment(FIRM, room.senders), null);
  await erase(letters.map((letter) => letter.documentId));
  assert.equal(room.senders.size, 0, 'no telephone and no address stays behind');
});
test('closed mail tells nothing of its sender', async (t) => {
  const { room, run, hands } = await lettersOf(t, 0);
  const closed = await hands.scanned(CLOSED);
  await run(closed.documentId);
  await run(EVERYTHING);
  assert.equal(room.senders.size, 0);
});
