import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Act, Touching } from '#acts/act.ts';
import { closeItem } from '#acts/close-item.ts';
import { notBlank } from '#acts/not-blank.ts';
import { perform } from '#acts/perform.ts';
import { undo } from '#acts/undo.ts';
import { systemClock } from '#base/clock.ts';
import { type BlobName, type DepartmentId, type FilingId, mintId, pageId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { event } from '#domain/events.ts';
import { openStore } from '#register/store.ts';
import { verify } from '#register/verify.ts';
import { testDesk } from './test-desk.ts';

const desk = testDesk();

/** Two sheets of two sides, their backs set aside as blank, decided and planned to be filed, or filed already. */
async function letter(t: TestContext, isFiled: boolean) {
  const folder = await mkdtemp(join(tmpdir(), 'blank-'));
  const store = await openStore({ folder, station: 'VM', clock: systemClock(), log: silentLog });
  t.after(async () => {
    store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const [itemId, documentId, batchId] = [mintId('item'), mintId('document'), mintId('batch')];
  const sides = [1, 2].flatMap((sheet) =>
    (['front', 'back'] as const).map((side) => ({ sheet, side, id: pageId(batchId, sheet, side, 1) })),
  );
  const pages = sides.filter(({ side }) => side === 'front').map(({ id }) => id);
  const blankPages = sides.filter(({ side }) => side === 'back').map(({ id }) => id);
  const blob = 'b' as BlobName;
  const decision = { outcome: 'file', class: null, classConfidence: 1, departmentId: 'd1' as DepartmentId, personId: null } as const;
  const rest = { confidence: 1, secrecy: null, registered: false, reason: null, candidates: [] };
  const planned = {
    filingId: mintId('filing') as FilingId,
    documentId,
    target: 'imap',
    departmentId: 'd1' as DepartmentId,
    mailbox: 'Post/d1',
  };
  store.write((tx) => {
    const number = tx.allotNumber();
    const paper = { batchId, attempt: 1, blob, format: 'jpeg', sizeBytes: 1, resolutionDpi: 200 } as const;
    const looked = { orientation: 0, separator: null, ownNumber: null, look: blob, widthPx: 1, heightPx: 1 } as const;
    const source = 'adf-duplex' as const;
    tx.append([
      event('batch.opened@1', null, { batchId, scanner: null, source, resolutionDpi: 200, separation: 'item', by: 'box' }),
      ...sides.map(({ id, sheet, side }) => event('page.scanned@1', null, { ...paper, pageId: id, sheet, side })),
      ...sides.map(({ id, side }) => event('page.looked@1', null, { ...looked, pageId: id, blank: side === 'back' })),
      event('item.registered@1', itemId, {
        ...{ number, direction: 'in', kind: 'letter', parentId: null, departmentId: null, personId: null, source: 'scan', by: 'box' },
      }),
      event('document.divided@1', itemId, { documentId, batchId, seq: 1, pages, blankPages, sheet: 1 }),
      event('document.decided@1', itemId, { ...decision, ...rest, documentId, reading: blob, model: 'test' }),
      event('document.read@1', itemId, { documentId, reading: blob, language: null, words: 1 }),
      event('filing.planned@1', itemId, { ...planned, revision: 1, messageId: '<1@box>', graceMs: 0 }),
      ...(isFiled
        ? [
            event('mail.filed@1', itemId, {
              filingId: planned.filingId,
              mailbox: 'Post/d1',
              locator: '1',
              uid: 1,
              digest: '',
              sizeBytes: 1,
            }),
          ]
        : []),
    ]);
  });
  const act = <C extends Touching>(one: Act<C>, command: C) => perform(store, desk, one, command, 'operator:nadia', randomUUID());
  const shown = () => ({
    written: store.read
      .all('page', { document_id: documentId }, 'ordinal')
      .filter(({ ordinal }) => ordinal !== null)
      .map(({ sheet, side }) => `${sheet} ${side}`),
    blank: store.read.all('page', { document_id: documentId, role: 'blank' }).length,
    filings: store.read.all('filing', { document_id: documentId }, 'planned_position').map(({ state, revision }) => `${revision} ${state}`),
    isRead: store.read.get('document', { id: documentId })!.full_reading !== null,
  });
  const jobs = () => store.read.query<{ name: string }>('SELECT name FROM job ORDER BY name').map(({ name }) => name);
  return { folder, act, shown, jobs, itemId, documentId, back: blankPages[0]!, front: pages[0]! };
}

test('a side that is not blank takes its place in the letter, which is read and filed anew; undo sets it aside again', async (t) => {
  const { act, shown, jobs, itemId, documentId, back, folder } = await letter(t, false);
  const done = await act(notBlank, { itemId, documentId, pageId: back });
  const after = { written: ['1 front', '1 back', '2 front'], blank: 1, filings: ['1 cancelled', '2 planned'], isRead: false };
  assert.deepEqual(shown(), after);
  assert.deepEqual(jobs(), ['picture', 'read'], 'it is filed once it has been read');
  await act(undo, { actId: done.actId });
  const before = { written: ['1 front', '2 front'], blank: 2, filings: ['1 cancelled', '2 cancelled', '3 planned'], isRead: false };
  assert.deepEqual(shown(), before);
  verify(folder);
});

test('a copy that was filed without the side is withdrawn', async (t) => {
  const { act, shown, jobs, itemId, documentId, back } = await letter(t, true);
  await act(notBlank, { itemId, documentId, pageId: back });
  assert.deepEqual(shown().filings, ['1 filed', '2 planned']);
  assert.deepEqual(jobs(), ['picture', 'read', 'withdraw']);
});

test('only a side that was set aside is put back, and none of closed mail', async (t) => {
  const { act, itemId, documentId, back, front } = await letter(t, false);
  await assert.rejects(act(notBlank, { itemId, documentId, pageId: front }), { code: 'ACT_REFUSED' });
  await act(closeItem, { itemId });
  await assert.rejects(act(notBlank, { itemId, documentId, pageId: back }), { code: 'ACT_REFUSED' });
});
