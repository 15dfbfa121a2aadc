import assert from 'node:assert/strict';
import { test } from 'node:test';
import { event } from '#domain/events.ts';
import { openRoom } from '#test/register/state-folder.ts';
import { DECIDED, handsOn } from '#test/views/mailroom.ts';
import { vaguemestre } from './run-command.ts';

test('confidence tells class by class how many were right, and from where on it files, beside the running daemon', async (t) => {
  const room = await openRoom(t);
  const hands = handsOn(room.store);
  assert.match((await vaguemestre('confidence', room.folder)).said.join(), /Nothing with a class/);
  await hands.scanned(DECIDED);
  await hands.scanned({ ...DECIDED, class: 'press_review', classConfidence: 0.6 });
  const { itemId, documentId } = await hands.scanned({ ...DECIDED, classConfidence: 0.8 });
  const correction = { documentId, revision: 2, by: 'operator:clerk' as const, undoOf: null };
  room.store.write((tx) => tx.append([event('document.corrected@1', itemId, { ...DECIDED, class: 'tax', ...correction })]));
  const { code, out } = await vaguemestre('confidence', room.folder);
  assert.equal(code, 0);
  assert.deepEqual(out, [
    'class         letters    right  files from  < 0.5  ≥ 0.5  ≥ 0.65  ≥ 0.75  ≥ 0.85  ≥ 0.95',
    'invoice             2   50.0 %       0.801      ·      ·       ·     1/1       ·     0/1',
    'press_review        1  100.0 %       never      ·    0/1       ·       ·       ·       ·',
  ]);
  const [line] = (await vaguemestre('confidence', room.folder, '--json')).out;
  assert.deepEqual(Object.keys(JSON.parse(line!)), ['classId', 'letters', 'right', 'bar', 'bins']);
});

test('confidence without a register is a wrong call', async () => {
  assert.equal((await vaguemestre('confidence')).code, 2);
  assert.equal((await vaguemestre('confidence', '/nowhere')).code, 1);
});
