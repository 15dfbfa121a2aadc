import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '#base/clock.ts';
import type { DepartmentId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { event } from '#domain/events.ts';
import { inSchool } from '#pipeline/class-school.ts';
import { openEngine } from '#pipeline/engine.ts';
import { MAIL, type Room } from '#pipeline/room.ts';
import learnStage, { EVERYTHING } from '#pipeline/stages/learn.ts';
import rememberStage from '#pipeline/stages/remember.ts';
import { DECIDED, openMailroom } from '#test/views/mailroom.ts';
import { trainFromSeed } from '#understanding/class-model.ts';

const seed = trainFromSeed();
const SENDER = { name: 'Zweckverband Abwasser', ids: {} };

const OWN = ['assembly_minutes', 'minutes', 'permit', 'petition', 'fax'].map((id) => ({ id, fr: id, en: id, retired: id === 'fax' }));

/** A letter that a clerk said is of this class, with these words on it. */
async function corrected(t: TestContext, classes: (string | null)[]) {
  const { store, hands, folder } = await openMailroom(t);
  const directory = { organisation: 'Ville', organisationAliases: [], addresses: [], departments: [], people: [] };
  const room = { store, directory, classModel: { current: seed }, senders: new Map(), classes: OWN } as unknown as Room;
  const documents = [];
  for (const [n, classId] of classes.entries()) {
    const letter = await hands.scanned(DECIDED);
    const words = [{ text: `Zweckverband${n}`, box: [10, 10, 200, 30], confidence: 1, line: 0, block: 0 }];
    const page = { pageId: letter.pages[0], widthPx: 1654, heightPx: 2339, dpi: 200, words, text: words[0]!.text };
    const reading = await store.blobs.put(Buffer.from(JSON.stringify({ pages: [page], understanding: { sender: SENDER } })), MAIL);
    store.write((tx) =>
      tx.append([
        event('document.read@1', letter.itemId, { documentId: letter.documentId, reading, language: 'de', words: 1 }),
        event('document.corrected@1', letter.itemId, {
          ...{ ...DECIDED, class: classId, departmentId: 'accounts' as DepartmentId, candidates: [] },
          ...{ documentId: letter.documentId, revision: 2, by: 'operator:clerk', undoOf: null },
        }),
      ]),
    );
    documents.push({ ...letter, reading });
  }
  const run = (subject: string) => learnStage(room).run({ subject } as never, new AbortController().signal);
  return { room, documents, run, folder };
}

test('what a clerk corrected changes the model, in a thread of its own', async (t) => {
  const { room, documents, run } = await corrected(t, ['assembly_minutes']);
  await run(documents[0]!.documentId);
  const { current } = room.classModel;
  assert.ok(current.classes.includes('assembly_minutes'));
  assert.deepEqual(
    current.examples.map(({ classId }) => classId),
    ['assembly_minutes'],
  );
  assert.ok(!seed.classes.includes('assembly_minutes'), 'the model before is untouched');
});

test('at start everything people corrected is learned again; what was erased meanwhile is not', async (t) => {
  const { room, documents, run, folder } = await corrected(t, ['minutes', 'permit', 'petition']);
  const { reading } = documents[1]!;
  rmSync(join(folder, 'blobs', reading.slice(0, 2), reading));
  await run(EVERYTHING);
  assert.deepEqual(
    room.classModel.current.examples.map(({ classId }) => classId),
    ['minutes', 'petition'],
  );
});

test('what a clerk says is none of the classes teaches none of them', async (t) => {
  const { room, documents, run } = await corrected(t, [null]);
  await run(documents[0]!.documentId);
  await run(EVERYTHING);
  assert.equal(room.classModel.current, seed);
});

test('a class that is retired, or gone from the configuration, is learned no more', async (t) => {
  const { room, run } = await corrected(t, ['minutes', 'fax', 'telex']);
  await run(EVERYTHING);
  const { classes, examples } = room.classModel.current;
  assert.deepEqual(
    examples.map(({ classId }) => classId),
    ['minutes'],
  );
  assert.ok(!classes.includes('fax') && !classes.includes('telex'), 'and nothing can be proposed as it');
});

test('lessons that come at once are all learned', async (t) => {
  const { room, documents } = await corrected(t, ['minutes', 'permit']);
  const { store } = room;
  store.write((tx) => documents.map(({ documentId }) => tx.enqueue({ name: 'learn', subject: documentId })));
  const lanes = { desk: 4, workshop: 1, mail: 1, notices: 1, printer: 1, school: 1 };
  const engine = openEngine({
    store,
    stages: [learnStage(room), rememberStage(room)],
    lanes,
    clock: systemClock(),
    log: silentLog,
    onBug: assert.ifError,
  });
  engine.start();
  await engine.idle();
  await engine.stop();
  assert.deepEqual(room.classModel.current.examples.map(({ classId }) => classId).sort(), ['minutes', 'permit']);
  assert.deepEqual(
    [...room.senders.values()].flat().map(({ departmentId }) => departmentId),
    ['accounts', 'accounts'],
    'and of each it is known where the sender writes',
  );
});

test('the seed trained in a thread is the seed', async () => {
  const trained = await inSchool({ model: null, examples: [] });
  assert.deepEqual(trained.classes, seed.classes);
  assert.deepEqual(trained.weights, seed.weights);
});
