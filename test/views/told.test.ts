import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DepartmentId, type FilingId, mintId } from '#base/ids.ts';
import { event, type NoticeKind } from '#domain/events.ts';
import { messageRoute } from '#views/item-routes.ts';
import { itemRows } from '#views/item-rows.ts';
import { namesOf } from '#views/sight.ts';
import { CLOSED, DECIDED, DIRECTORY, type Mailroom, openMailroom, type Scanned } from './mailroom.ts';

const place = ({ store, clock }: Mailroom, { itemId }: Scanned): string =>
  messageRoute(itemRows(store.read, store.read.get('item', { id: itemId })!), namesOf(DIRECTORY), clock.wallMs())!.place.code;

function tell({ store }: Mailroom, { itemId, documentId }: Scanned, kind: NoticeKind, filingId?: FilingId): void {
  const noticeId = mintId('notice');
  const about = {
    noticeId,
    documentId,
    personId: null,
    departmentId: 'accounts' as DepartmentId,
    kind,
    messageId: `<${noticeId}@box.example>`,
  };
  store.write((tx) =>
    tx.append([
      event('notice.planned@1', itemId, { ...about, ...(filingId ? { filingId } : {}) }),
      event('notice.sent@1', itemId, { noticeId, repeated: false }),
    ]),
  );
}

test('a letter that was filed anew is told of only when its new copy is', async (t) => {
  const mailroom = await openMailroom(t);
  const letter = await mailroom.hands.scanned(DECIDED);
  const first = mailroom.hands.plan(letter, 0);
  mailroom.hands.file(letter.itemId, first);
  tell(mailroom, letter, 'filed', first);
  assert.equal(place(mailroom, letter), 'filed-told');
  const second = mailroom.hands.plan(letter, 0, 2);
  mailroom.hands.file(letter.itemId, second);
  assert.equal(place(mailroom, letter), 'filed');
  tell(mailroom, letter, 'filed', second);
  assert.equal(place(mailroom, letter), 'filed-told');
});

test('closed mail counts as told when it was told of as closed mail, not as the letter it was taken for before', async (t) => {
  const mailroom = await openMailroom(t);
  const letter = await mailroom.hands.scanned(DECIDED);
  tell(mailroom, letter, 'filed', mailroom.hands.plan(letter, 0));
  const noticeId = mintId('notice');
  mailroom.hands.decide(letter, CLOSED);
  mailroom.store.write((tx) =>
    tx.append([
      event('notice.planned@1', letter.itemId, {
        ...{ noticeId, documentId: letter.documentId, personId: null, departmentId: 'staff' as DepartmentId },
        ...{ kind: 'closed-mail' as const, messageId: '<closed@box.example>' },
      }),
    ]),
  );
  assert.equal(place(mailroom, letter), 'told-soon');
  mailroom.store.write((tx) => tx.append([event('notice.sent@1', letter.itemId, { noticeId, repeated: false })]));
  assert.equal(place(mailroom, letter), 'told');
});
