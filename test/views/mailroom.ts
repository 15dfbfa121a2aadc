/** A small mailroom for the views: a register with a directory, and hands that make things happen to it. */
import type { TestContext } from 'node:test';
import { sha256Hex } from '#base/bytes.ts';
import {
  type BatchId,
  type BlobName,
  type DepartmentId,
  type DeviceId,
  type DocumentId,
  type FilingId,
  type ItemId,
  mintId,
  type PageId,
  type PersonId,
  pageId,
} from '#base/ids.ts';
import type { ItemKind } from '#base/words.ts';
import { type Directory, USUAL_ORDER } from '#domain/directory.ts';
import { type Decision, event } from '#domain/events.ts';
import { labelNumber } from '#domain/label-number.ts';
import type { Store } from '#register/store.ts';
import { pictureKey } from '#store/remembered-keys.ts';
import { openRoom, type Room } from '#test/register/state-folder.ts';
import { namesOf, type Sight } from '#views/sight.ts';

const person = (id: string, firstName: string, lastName: string, departmentId: string) => ({
  ...{ id, firstName, lastName, departmentId, title: null, birthName: null, aliases: [], email: `${id}@firm.example` },
  ...{ active: true, leftOn: null, successor: null, absences: [], previousDepartmentIds: [] },
});
const department = (id: string, name: string, classes: string[] = []) => ({
  id,
  name,
  nameEn: null,
  aliases: [],
  mailbox: `${id}@firm.example`,
  classes,
  decides: USUAL_ORDER,
});

export const DIRECTORY: Directory = {
  organisation: 'Ateliers Guérin',
  organisationAliases: [],
  addresses: [['Ateliers Guérin', '4 rue de la Halle', '42190 Charlieu']],
  departments: [
    department('accounts', 'Comptabilité', ['invoice']),
    department('staff', 'Ressources humaines'),
    department('legal', 'Juridique'),
  ],
  people: [
    person('vasseur', 'Hélène', 'Vasseur', 'accounts'),
    person('bertholet', 'Noémie', 'Bertholet', 'staff'),
    { ...person('vassal', 'Paul', 'Vassal', 'legal'), active: false, leftOn: '2025-06-30' },
  ],
};

export const DECIDED: Decision = {
  outcome: 'file',
  class: 'invoice',
  classConfidence: 0.97,
  departmentId: 'accounts' as DepartmentId,
  personId: null,
  confidence: 0.95,
  secrecy: null,
  registered: false,
  reason: null,
  candidates: [],
};

export const UNSURE: Decision = {
  ...DECIDED,
  outcome: 'review',
  departmentId: null,
  confidence: 0.4,
  reason: 'two_departments',
  candidates: [
    { departmentId: 'accounts' as DepartmentId, personId: 'vasseur' as PersonId, confidence: 0.6, rule: 'person_printed' },
    { departmentId: 'staff' as DepartmentId, personId: null, confidence: 0.4, rule: 'department_printed' },
  ],
};

export const CLOSED: Decision = {
  ...DECIDED,
  outcome: 'close',
  class: null,
  departmentId: 'staff' as DepartmentId,
  personId: 'bertholet' as PersonId,
  secrecy: 'medical',
};

/** A 1 × 1 JPEG's beginning is enough for whoever looks at magic bytes. */
export const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xd9]);

export interface Mailroom extends Room {
  sight: Sight;
  hands: Hands;
}

export async function openMailroom(t: Pick<TestContext, 'after'>): Promise<Mailroom> {
  const room = await openRoom(t);
  return Object.assign(room, { sight: { read: room.store.read, names: namesOf(DIRECTORY) }, hands: handsOn(room.store) });
}

export interface Scanned {
  itemId: ItemId;
  number: string;
  documentId: DocumentId;
  batchId: BatchId;
  pages: PageId[];
}

export type Hands = ReturnType<typeof handsOn>;

const NOBODYS_NUMBER = labelNumber({ prefix: 'ZZ', year: 2026, sequence: 1 });

export function handsOn(store: Store) {
  const hands = {
    register(
      kind: ItemKind = 'letter',
      more: { departmentId?: string; personId?: string; source?: 'scan' | 'desk' } = {},
    ): { itemId: ItemId; number: string } {
      return store.write((tx) => {
        const itemId = mintId('item');
        const number = tx.allotNumber();
        tx.append([
          event('item.registered@1', itemId, {
            number,
            direction: 'in',
            kind,
            parentId: null,
            departmentId: (more.departmentId ?? null) as DepartmentId | null,
            personId: (more.personId ?? null) as PersonId | null,
            source: more.source ?? 'desk',
            by: more.source === 'scan' ? 'box' : 'operator:clerk',
          }),
        ]);
        return { itemId, number };
      });
    },

    openBatch(): BatchId {
      const batchId = mintId('batch');
      store.write((tx) =>
        tx.append([
          event('batch.opened@1', null, {
            batchId,
            scanner: 'scanner-1' as DeviceId,
            source: 'adf-duplex',
            resolutionDpi: 200,
            separation: 'sheet',
            by: 'operator:clerk',
          }),
        ]),
      );
      return batchId;
    },

    /** One sheet with writing in front and a blank back, looked at. */
    async sheet(batchId: BatchId, sheet: number, attempt = 1): Promise<{ front: PageId; back: PageId }> {
      const front = pageId(batchId, sheet, 'front', attempt);
      const back = pageId(batchId, sheet, 'back', attempt);
      const kept = async (id: PageId) => store.blobs.put(Buffer.concat([JPEG, Buffer.from(id)]), { retention: 'mail' });
      const [frontBlob, backBlob, look] = [
        await kept(front),
        await kept(back),
        await store.blobs.put(Buffer.from('{}'), { retention: 'mail' }),
      ];
      store.write((tx) => {
        for (const [id, side, blob] of [
          [front, 'front', frontBlob],
          [back, 'back', backBlob],
        ] as const)
          tx.append([
            event('page.scanned@1', null, {
              pageId: id,
              batchId,
              sheet,
              side,
              attempt,
              blob,
              format: 'jpeg',
              sizeBytes: 8,
              resolutionDpi: 200,
            }),
            event('page.looked@1', null, {
              ...{ pageId: id, orientation: 0, blank: side === 'back', separator: null, ownNumber: null },
              ...{ look, widthPx: 1654, heightPx: 2339 },
            }),
          ]);
      });
      return { front, back };
    },

    closeBatch(
      batchId: BatchId,
      sheets: number,
      stop: { condition: 'double-feed' | null; atSheet: number | null } = { condition: null, atSheet: null },
    ): void {
      store.write((tx) => tx.append([event('batch.closed@1', null, { batchId, sheets, sides: sheets * 2, ...stop })]));
    },

    divide(itemId: ItemId, batchId: BatchId, sheet: number, pages: PageId[], blankPages: PageId[] = [], seq = 1): DocumentId {
      const documentId = mintId('document');
      store.write((tx) => tx.append([event('document.divided@1', itemId, { documentId, batchId, seq, pages, blankPages, sheet })]));
      return documentId;
    },

    /** What passed the gate was read: under this name, though no test here opens it. */
    decide(
      of: Pick<Scanned, 'itemId' | 'documentId'>,
      decision: Decision,
      reading: BlobName | null = decision.outcome === 'close' ? null : (sha256Hex(`reading of ${of.documentId}`) as BlobName),
    ): void {
      store.write((tx) =>
        tx.append([event('document.decided@1', of.itemId, { ...decision, documentId: of.documentId, reading, model: 'test' })]),
      );
    },

    /** A scanned item of one sheet, decided as told. */
    async scanned(decision: Decision | null, kind: ItemKind = 'letter'): Promise<Scanned> {
      const { itemId, number } = hands.register(kind, { source: 'scan' });
      const batchId = hands.openBatch();
      const { front, back } = await hands.sheet(batchId, 1);
      hands.closeBatch(batchId, 1);
      const documentId = hands.divide(itemId, batchId, 1, [front], [back]);
      const scanned = { itemId, number, documentId, batchId, pages: [front] };
      if (decision !== null) hands.decide(scanned, decision);
      return scanned;
    },

    /** What the picture stage leaves. */
    async draw(page: PageId): Promise<void> {
      const put = (what: string) => store.blobs.put(Buffer.concat([JPEG, Buffer.from(`${what} ${page}`)]), { retention: 'mail' });
      const [thumbnail, view] = [await put('thumbnail'), await put('view')];
      store.write((tx) => tx.remember(pictureKey(page), { thumbnail, view, widthPx: 990, heightPx: 1400 }));
    },

    sender(documentId: DocumentId, sender: string): void {
      // On an event that changes nothing else.
      const nothing = { from: NOBODYS_NUMBER, to: NOBODYS_NUMBER, reason: 'spoiled' } as const;
      store.write((tx) => tx.append([event('number.voided@1', null, nothing, [{ subject: documentId, field: 'sender', value: sender }])]));
    },

    plan(of: Pick<Scanned, 'itemId' | 'documentId' | 'number'>, graceMs = 120_000, revision = 1): FilingId {
      const filingId = mintId('filing');
      store.write((tx) =>
        tx.append([
          event('filing.planned@1', of.itemId, {
            ...{ filingId, documentId: of.documentId, target: 'imap', departmentId: 'accounts' as DepartmentId },
            ...{ mailbox: 'accounts/2026', revision, messageId: `<${filingId}@box.example>`, graceMs },
          }),
        ]),
      );
      return filingId;
    },

    file(itemId: ItemId, filingId: FilingId): void {
      store.write((tx) =>
        tx.append([
          event('mail.filed@1', itemId, { filingId, mailbox: 'accounts/2026', locator: 'l', uid: 7, digest: 'ab', sizeBytes: 9 }),
        ]),
      );
    },
  };
  return hands;
}
