import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Act, Touching } from '#acts/act.ts';
import { decide } from '#acts/decide.ts';
import { handOver } from '#acts/hand-over.ts';
import { openedInError } from '#acts/opened-in-error.ts';
import { perform } from '#acts/perform.ts';
import { printLabel } from '#acts/print-label.ts';
import { type RegisterItemCommand, registerItem } from '#acts/register-item.ts';
import { undo } from '#acts/undo.ts';
import { systemClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import { type BatchId, type DepartmentId, type DocumentId, mintId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { parseDirectory } from '#domain/directory.ts';
import { event } from '#domain/events.ts';
import { openStore, type Store } from '#register/store.ts';
import { testDesk } from './test-desk.ts';

const desk = testDesk({
  directory: parseDirectory({
    organisation: 'Ardoise et Fils',
    departments: [{ id: 'd1', name: 'Comptabilité', mailbox: 'compta@ardoise.example' }],
    people: [],
  }),
});
const letter: RegisterItemCommand = { direction: 'in', kind: 'letter', departmentId: null, personId: null, tracking: null, print: true };
const refused = (error: unknown) => isFailure(error, 'ACT_REFUSED');

async function openRoom(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'undo-'));
  const store = await openStore({ folder, station: 'VM', clock: systemClock(), log: silentLog });
  t.after(async () => {
    store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const act = <C extends Touching>(one: Act<C>, command: C) => perform(store, desk, one, command, 'operator:nadia', randomUUID());
  const registered = () => act(registerItem, letter);
  const back = ({ undo: plan }: Awaited<ReturnType<typeof registered>>) => act(undo, { actId: plan!.actId });
  return { store, act, registered, back };
}

/** A letter that was scanned onto an item, in review. */
function scannedOnto(store: Store, itemId: string): DocumentId {
  const documentId = mintId('document');
  const batchId = mintId('batch') as BatchId;
  store.write((tx) =>
    tx.append([
      event('document.divided@1', itemId as never, { documentId, batchId, seq: 1, pages: [], blankPages: [], sheet: 1 }),
      event('document.decided@1', itemId as never, {
        ...{
          documentId,
          reading: null,
          model: 'test',
          outcome: 'review',
          class: null,
          classConfidence: 0,
          departmentId: null,
          personId: null,
        },
        ...{ confidence: 0, secrecy: null, registered: false, reason: 'low_confidence', candidates: [] },
      }),
    ]),
  );
  return documentId;
}

test('a registration by mistake is voided: its label is not printed, nothing more is done to it, its number never comes again', async (t) => {
  const { store, act, registered, back } = await openRoom(t);
  const first = await registered();
  await back(first);
  assert.notEqual(store.read.get('item', { id: first.itemId! })!.voided_position, null);
  assert.deepEqual(store.jobs.claim(['label'], 1), []);
  assert.equal(store.read.eventsOf(first.itemId!).at(-1)!.type, 'item.voided@1');
  await assert.rejects(act(printLabel, { itemId: first.itemId! }), refused);
  await assert.rejects(back(first), refused);
  assert.notEqual((await registered()).number, first.number);
});

test('an item whose pages are there, or that was handed over, is not voided', async (t) => {
  const { store, act, registered, back } = await openRoom(t);
  const scanned = await registered();
  scannedOnto(store, scanned.itemId!);
  await assert.rejects(back(scanned), refused);
  const handed = await registered();
  await act(handOver, { itemId: handed.itemId!, personId: null, departmentId: 'd1' as DepartmentId, shelf: null });
  await assert.rejects(back(handed), refused);
});

test('pages that bear the label of a voided item bring it back', async (t) => {
  const { store, registered, back } = await openRoom(t);
  const first = await registered();
  await back(first);
  scannedOnto(store, first.itemId!);
  assert.equal(store.read.get('item', { id: first.itemId! })!.voided_position, null);
});

test('what was opened in error since is not brought back by undoing an older decision', async (t) => {
  const { store, act, registered, back } = await openRoom(t);
  const { itemId } = await registered();
  const documentId = scannedOnto(store, itemId!);
  const choice = { kind: 'department', departmentId: 'd1' as DepartmentId } as const;
  const decided = await act(decide, { itemId: itemId!, documentId, choice });
  await act(openedInError, { itemId: itemId! });
  await assert.rejects(back(decided), refused);
  assert.equal(store.read.get('document', { id: documentId })!.state, 'erased');
});
