/** Sheets that are in no document, blank or taken for separators, become mail because a clerk says so, and are set aside again. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import type { Act, Touching } from '#acts/act.ts';
import { perform } from '#acts/perform.ts';
import { undo } from '#acts/undo.ts';
import { writtenSheet } from '#acts/written-sheet.ts';
import { type PageId, pageId } from '#base/ids.ts';
import { event, type SeparatorMark } from '#domain/events.ts';
import type { Room } from '#pipeline/room.ts';
import divideStage from '#pipeline/stages/divide.ts';
import { verify } from '#register/verify.ts';
import { testDesk } from '#test/acts/test-desk.ts';
import { JPEG, openMailroom } from '#test/views/mailroom.ts';

type Seen = 'written' | 'blank' | SeparatorMark;

/** A closed batch of these sheets, front and back, divided. */
async function pile(t: TestContext, ...sheets: (readonly [Seen, Seen])[]) {
  const { store, hands, clock, folder } = await openMailroom(t);
  const batchId = hands.openBatch();
  const blob = await store.blobs.put(JPEG, { retention: 'mail' });
  for (const [i, sides] of sheets.entries())
    for (const [n, side] of (['front', 'back'] as const).entries()) {
      const id = pageId(batchId, i + 1, side, 1);
      const seen = sides[n]!;
      const facts = { batchId, sheet: i + 1, side, attempt: 1, format: 'jpeg', sizeBytes: JPEG.length, resolutionDpi: 200 } as const;
      const separator = seen === 'written' || seen === 'blank' ? null : seen;
      const looked = { orientation: 0, blank: seen === 'blank', separator, ownNumber: null, look: blob, widthPx: 1, heightPx: 1 } as const;
      store.write((tx) =>
        tx.append([event('page.scanned@1', null, { pageId: id, blob, ...facts }), event('page.looked@1', null, { pageId: id, ...looked })]),
      );
    }
  hands.closeBatch(batchId, sheets.length);
  const divide = async () => {
    const { commit } = await divideStage({} as Room).run({ subject: batchId } as never, new AbortController().signal);
    store.write(commit);
  };
  await divide();
  const feeding = new Set<string>();
  const desk = testDesk({ clock, feeding: (id) => feeding.has(id) });
  const act = async <C extends Touching>(one: Act<C>, command: C) => {
    const done = await perform(store, desk, one, command, 'operator:clerk', randomUUID());
    await divide();
    return done;
  };
  return {
    act,
    store,
    folder,
    feeds: (feeds: boolean) => void (feeds ? feeding.add(batchId) : feeding.delete(batchId)),
    mail: (sheet: number, side: 'front' | 'back') => act(writtenSheet, { batchId, sheet, side }),
    /** `sheet side role` of what is in a document that stands, by item. */
    shown() {
      const documents = store.read.all('document', { batch_id: batchId }, 'sheet').filter(({ state }) => state !== 'removed');
      return documents.map(({ id, item_id }) => {
        const { number } = store.read.get('item', { id: item_id })!;
        const pages = store.read.all('page', { document_id: id }, 'ordinal').filter(({ ordinal }) => ordinal !== null);
        return `${Number(number.split('-')[2])}: ${pages.map(({ sheet, side }) => `${sheet} ${side}`).join(', ')}`;
      });
    },
    role: (sheet: number, side: 'front' | 'back') => store.read.get('page', { id: pageId(batchId, sheet, side, 1) as PageId })!.role,
    void: () => store.read.all('item', {}).filter(({ voided_position }) => voided_position !== null).length,
  };
}

test('what was taken for a separator is a document of the item before it once a clerk says so, and undo sets it aside again', async (t) => {
  const {
    mail,
    act,
    shown,
    role,
    store,
    folder,
    void: voided,
  } = await pile(t, ['item', 'blank'], ['written', 'blank'], ['sheet', 'blank'], ['written', 'blank']);
  const before = ['1: 2 front', '2: 4 front'];
  assert.deepEqual(shown(), before);
  const { actId } = await mail(3, 'front');
  assert.deepEqual(shown(), ['1: 2 front', '1: 3 front', '2: 4 front']);
  assert.deepEqual([role(3, 'front'), role(3, 'back')], ['content', 'blank'], 'a back with nothing on it stays blank');
  await act(undo, { actId });
  assert.deepEqual([shown(), role(3, 'front'), voided()], [before, 'separator', 0]);
  assert.deepEqual(verify(folder), store.head(), 'the register can be built again from its events');
});

test('a letter with a stranger’s code on its back is whole again, both sides of it', async (t) => {
  const { mail, act, shown, role, void: voided } = await pile(t, ['written', 'next'], ['written', 'blank']);
  assert.deepEqual(shown(), ['1: 2 front']);
  const { actId } = await mail(1, 'front');
  assert.deepEqual(shown(), ['2: 1 front, 1 back', '1: 2 front']);
  await act(undo, { actId });
  assert.deepEqual([shown(), role(1, 'front'), role(1, 'back'), voided()], [['1: 2 front'], 'content', 'separator', 1]);
});

test('of a sheet that was set aside as blank the side that is written on becomes mail, and undo takes it back', async (t) => {
  const { mail, act, shown, role } = await pile(t, ['written', 'blank'], ['blank', 'blank']);
  const { actId } = await mail(2, 'back');
  assert.deepEqual(shown(), ['1: 1 front', '2: 2 back']);
  assert.deepEqual([role(2, 'front'), role(2, 'back')], ['blank', 'content']);
  await act(undo, { actId });
  assert.deepEqual([shown(), role(2, 'back')], [['1: 1 front'], 'blank']);
});

test('only a sheet that was set aside becomes mail, and what somebody has of it since is not taken back', async (t) => {
  const { mail, act, store } = await pile(t, ['written', 'blank'], ['blank', 'blank']);
  await assert.rejects(mail(1, 'back'), { code: 'ACT_REFUSED' });
  await assert.rejects(mail(9, 'front'), { code: 'ACT_REFUSED' });
  const { actId } = await mail(2, 'front');
  const [made] = store.read.all('document', { sheet: 2 });
  const by = 'operator:clerk' as const;
  store.write((tx) =>
    tx.append([event('item.handed-over@1', made!.item_id as never, { departmentId: null, personId: null, shelf: 'A', by })]),
  );
  await assert.rejects(act(undo, { actId }), /was handed over/);
});

test('while its batch feeds no sheet becomes mail, nor is that taken back', async (t) => {
  const { mail, act, shown, feeds } = await pile(t, ['written', 'blank'], ['blank', 'blank'], ['blank', 'blank']);
  const { actId } = await mail(2, 'front');
  feeds(true);
  await assert.rejects(mail(3, 'front'), /being scanned/);
  await assert.rejects(act(undo, { actId }), /being scanned/);
  feeds(false);
  await mail(3, 'front');
  assert.deepEqual(shown(), ['1: 1 front', '2: 2 front', '3: 3 front']);
});
