/** Clerks and the box at work in an order nobody thought of. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { Act, Touching } from '#acts/act.ts';
import { closeItem } from '#acts/close-item.ts';
import { confirmLabel } from '#acts/confirm-label.ts';
import { type Choice, decide } from '#acts/decide.ts';
import { handOver } from '#acts/hand-over.ts';
import { rescanSheet, takeBackSheets } from '#acts/mend-batch.ts';
import { notBlank } from '#acts/not-blank.ts';
import { oneLetter } from '#acts/one-letter.ts';
import { openedInError } from '#acts/opened-in-error.ts';
import { perform } from '#acts/perform.ts';
import { printLabel } from '#acts/print-label.ts';
import { registerItem } from '#acts/register-item.ts';
import { returnItem } from '#acts/return-item.ts';
import { cancelScan, startScan } from '#acts/start-scan.ts';
import { undo } from '#acts/undo.ts';
import { writtenSheet } from '#acts/written-sheet.ts';
import { MailroomError } from '#base/errors.ts';
import type { BatchId, DepartmentId, DocumentId, ItemId, PageId, PersonId } from '#base/ids.ts';
import { parseDirectory } from '#domain/directory.ts';
import type { Store } from '#register/store.ts';
import { verify } from '#register/verify.ts';
import { testDesk } from '#test/acts/test-desk.ts';
import { openRoom } from '#test/register/state-folder.ts';
import { boxAtWork } from './box-at-work.ts';

const DEPARTMENTS = ['d1', 'd2'] as DepartmentId[];
const desk = testDesk({
  directory: parseDirectory({
    organisation: 'A',
    departments: DEPARTMENTS.map((id) => ({ id, name: id, mailbox: `${id}@a.example` })),
    people: [{ id: 'p1', first_name: 'Noémie', last_name: 'Bertholet', department_id: 'd2' }],
  }),
});

interface Step {
  who: number;
  which: number;
  how: number;
}
const steps = fc.array(fc.record({ who: fc.nat(99), which: fc.nat(99), how: fc.nat(99) }), { minLength: 10, maxLength: 60, size: 'max' });

async function play(t: TestContext, choices: readonly Step[]): Promise<void> {
  const { store, folder } = await openRoom(t);
  const box = boxAtWork(store, desk);
  /** What can be taken back, or could. */
  const acts: string[] = [];
  const one = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];
  async function ask<C extends Touching>(act: Act<C>, command: C): Promise<void> {
    try {
      const answer = await perform(store, desk, act, command, 'operator:nadia', randomUUID());
      if (answer.undo !== null) acts.push(answer.undo.actId);
    } catch (error) {
      // Refused in words; anything else is a bug.
      if (!(error instanceof MailroomError)) throw error;
    }
  }
  // Two batches to begin with, of which one has stopped.
  const { scan, look, route } = box;
  for (const how of [2, 1]) {
    await ask(startScan, { deviceId: null, separation: how === 1 ? 'envelope' : 'sheet', duplex: true, resume: null });
    for (const work of [scan, look, ...Array.from({ length: 6 }, () => route)]) await work({ which: 0, how });
  }
  for (const { who, which, how } of choices) {
    const document = one(store.read.all('document', {}), which);
    const documentId = (document?.id ?? 'dc_none') as DocumentId;
    const itemId = (document?.item_id ?? 'it_none') as ItemId;
    const anyItem = (one(store.read.all('item', {}), which)?.id ?? 'it_none') as ItemId;
    const page = one(store.read.all('page', how % 2 === 0 ? { document_id: documentId } : {}), which + how);
    const batchId = (page?.batch_id ?? 'ba_none') as BatchId;
    const aside = one(store.read.all('page', { document_id: null }), which) ?? { batch_id: 'ba_none', sheet: 1 };
    const separation = one(['sheet', 'envelope', 'blank'] as const, how)!;
    const departmentId = one(DEPARTMENTS, how)!;
    const choice = one<Choice>(
      [{ kind: 'none' }, { kind: 'department', departmentId }, { kind: 'person', personId: 'p1' as PersonId }],
      how,
    )!;
    const things: (() => Promise<void> | void)[] = [
      () =>
        ask(registerItem, { direction: 'in', kind: 'letter', departmentId: null, personId: null, tracking: null, print: how % 2 === 0 }),
      () => ask(decide, { itemId, documentId, choice, ...(how % 4 === 0 ? { class: 'invoice' } : {}) }),
      () => ask(decide, { itemId, documentId, choice }),
      () => ask(decide, { itemId, documentId, choice }),
      () => ask(undo, { actId: one(acts, which) ?? '' }),
      () => ask(undo, { actId: acts.at(-1) ?? '' }),
      () => ask(closeItem, { itemId }),
      () => ask(openedInError, { itemId: anyItem }),
      () => ask(returnItem, { itemId: anyItem }),
      () => ask(handOver, { itemId: anyItem, personId: null, departmentId, shelf: 'B 2' }),
      () => ask(printLabel, { itemId: anyItem }),
      () => ask(confirmLabel, { itemId: anyItem, found: how % 2 === 0 }),
      () => ask(notBlank, { itemId, documentId, pageId: (page?.id ?? '') as PageId }),
      () => ask(oneLetter, { itemId, documentId }),
      () => ask(takeBackSheets, { batchId, from: page?.sheet ?? 1 }),
      () => ask(rescanSheet, { batchId, sheet: page?.sheet ?? 1 }),
      () => ask(writtenSheet, { batchId: aside.batch_id as BatchId, sheet: aside.sheet, side: how % 2 === 0 ? 'front' : 'back' }),
      () => ask(writtenSheet, { batchId: aside.batch_id as BatchId, sheet: aside.sheet, side: how % 2 === 0 ? 'front' : 'back' }),
      () => ask(startScan, { deviceId: null, separation, duplex: true, resume: null }),
      () => ask(startScan, { deviceId: null, separation: null, duplex: true, resume: batchId }),
      () => ask(cancelScan, { batchId: null }),
      ...[scan, look, route]
        .flatMap((work) => [work, work, work])
        .concat(Object.values(box))
        .map((work) => () => work({ which, how })),
    ];
    await one(things, who)!();
    assert.deepEqual(wrongs(store), []);
  }
  assert.deepEqual(verify(folder), store.head());
}

/** What may never be, whatever was done. */
function wrongs({ read }: Store): string[] {
  const wrong: string[] = [];
  const filings = read.all('filing', {});
  const twice = filings.filter((a) => filings.some((b) => a.id < b.id && a.message_id === b.message_id));
  for (const { message_id } of twice) wrong.push(`two filings are ${message_id}`);
  for (const document of read.all('document', {})) {
    const { id, state, item_id } = document;
    const waiting = filings.filter((filing) => filing.document_id === id && (filing.state === 'planned' || filing.state === 'held'));
    if (waiting.length > 1) wrong.push(`${waiting.length} copies of ${id} wait to be filed`);
    if (waiting.length > 0 && state !== 'file') wrong.push(`${id} is to be filed and is ${state}`);
    if (waiting.some((filing) => filing.department_id !== document.department_id)) wrong.push(`${id} is filed elsewhere`);
    const pages = read.all('page', { document_id: id });
    const written = pages.flatMap(({ ordinal }) => (ordinal === null ? [] : [ordinal])).sort((a, b) => a - b);
    if (written.some((ordinal, i) => ordinal !== i)) wrong.push(`pages of ${id} are numbered ${written}`);
    if (state === 'removed' ? pages.length > 0 : pages.length === 0) wrong.push(`${id} is ${state} and has ${pages.length} pages`);
    if (state !== 'removed' && read.get('item', { id: item_id })!.voided_position !== null)
      wrong.push(`${id} stands in an item that is void`);
    const isRead = document.routing_reading !== null || document.full_reading !== null || Object.keys(read.personal(id)).length > 0;
    if (isRead && (state === 'close' || state === 'erased' || state === 'removed')) wrong.push(`${id} is ${state} and was read`);
    if (state === 'erased' && pages.some(({ blob }) => blob !== null)) wrong.push(`an image of ${id} is left`);
  }
  return wrong;
}

test('in whatever order clerks and the box do what they can, it is done whole or refused in words', async (t) => {
  await fc.assert(
    fc.asyncProperty(steps, (choices) => play(t, choices)),
    { numRuns: 15 },
  );
});

test('a document whose sheets were taken back stays so when its item is closed, or erased', async (t) => {
  for (const [act, state] of [
    [closeItem, 'close'],
    [openedInError, 'erased'],
    [returnItem, 'erased'],
  ] as const) {
    const { store } = await openRoom(t);
    const { scan, look, divideOne, route } = boxAtWork(store, desk);
    const nadia = <C extends Touching>(what: Act<C>, command: C) => perform(store, desk, what, command, 'operator:nadia', randomUUID());
    // Two sheets of one envelope, nothing on the second.
    const { batchId } = await nadia(startScan, { deviceId: null, separation: 'envelope', duplex: true, resume: null });
    await scan({ which: 0, how: 1 });
    await look({ which: 0, how: 2 });
    await route({ which: 0, how: 3 });
    const written = await nadia(writtenSheet, { batchId: batchId!, sheet: 2, side: 'front' });
    await divideOne({ which: 0, how: 0 });
    await route({ which: 0, how: 3 });
    await nadia(undo, { actId: written.actId });
    await nadia(act, { itemId: store.read.all('item', {})[0]!.id as ItemId });
    const states = store.read.all('document', {}, 'divided_position').map((document) => document.state);
    assert.deepEqual(states, [state, 'removed'], act.name);
  }
});
