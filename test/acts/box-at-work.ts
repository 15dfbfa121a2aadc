/** What the box does between two acts, without devices: it scans, looks, divides, decides, reads, files and prints. */
import type { DeskParts } from '#acts/perform.ts';
import type { ScanJobPayload } from '#acts/start-scan.ts';
import {
  type BatchId,
  type BlobName,
  type DeviceId,
  type DocumentId,
  type FilingId,
  type ItemId,
  mintId,
  type PageId,
  pageId,
} from '#base/ids.ts';
import { type Decision, event } from '#domain/events.ts';
import type { LabelNumber } from '#domain/label-number.ts';
import { closedBefore, UNDECIDED, writeClosing, writeDecision } from '#pipeline/deciding.ts';
import type { Room } from '#pipeline/room.ts';
import divideStage from '#pipeline/stages/divide.ts';
import type { Store } from '#register/store.ts';
import type { Job } from '#store/jobs.ts';

/** Which of the things there are, and how it comes out. */
export interface Chance {
  which: number;
  how: number;
}

export function boxAtWork(store: Store, desk: DeskParts) {
  const room = { store, policy: desk.policy, classModel: { current: { version: 'm1' } } } as unknown as Room;
  const divide = divideStage(room);
  let blobs = 0;
  const blob = (): Promise<BlobName> => store.blobs.put(Buffer.from(`bytes ${++blobs}`), { retention: 'mail' });
  const one = <T>(list: readonly T[], { which }: Chance): T | undefined => list[which % Math.max(1, list.length)];
  const divided = async (batchId: string): Promise<void> => {
    const { commit } = await divide.run({ subject: batchId } as Job, new AbortController().signal);
    store.write((tx) => commit?.(tx));
  };

  /** A run that was ordered, of one to three sheets; one in five ends with two sheets drawn at once, one in two with a jam. */
  async function scan(chance: Chance): Promise<void> {
    const ordered = one(
      store.read.query<{ subject: BatchId; payload: string }>(`SELECT subject, payload FROM job WHERE name = 'scan'`),
      chance,
    );
    if (!ordered) return;
    const { batchId, firstSheet, attempt, sheets = 1 + (chance.how % 3) } = JSON.parse(ordered.payload) as ScanJobPayload;
    const isSuspect = chance.how % 5 === 0;
    const sides = Array.from({ length: sheets + (isSuspect ? 1 : 0) }, (_, i) => firstSheet + i).flatMap((sheet) =>
      (['front', 'back'] as const).map((side) => ({ sheet, side })),
    );
    const images = await Promise.all(sides.map(blob));
    store.write((tx) => {
      tx.cancel('scan', batchId);
      const batch = tx.get('batch', { id: batchId })!;
      for (const [i, { sheet, side }] of sides.entries()) {
        const image = { blob: images[i]!, format: 'jpeg', sizeBytes: 1, resolutionDpi: 200 } as const;
        const suspect = isSuspect && sheet === firstSheet + sheets ? { suspect: true as const } : {};
        tx.append([
          event('page.scanned@1', null, {
            pageId: pageId(batchId, sheet, side, attempt),
            batchId,
            sheet,
            side,
            attempt,
            ...image,
            ...suspect,
          }),
        ]);
      }
      const counted = Math.max(batch.sheets ?? 0, firstSheet + sheets - 1);
      const stopped = isSuspect || chance.how % 2 === 0;
      const end = stopped
        ? ({ condition: isSuspect ? 'double-feed' : 'media-jam', atSheet: counted + 1 } as const)
        : { condition: null, atSheet: null };
      tx.append([event('batch.closed@1', null, { batchId, sheets: counted, sides: counted * 2, runs: batch.runs + 1, ...end })]);
    });
  }

  /** All that was not looked at: backs are blank, now and then a front too. */
  async function look({ how }: Chance): Promise<void> {
    const pages = store.read.all('page', { role: null });
    const looks = await Promise.all(pages.map(blob));
    for (const [i, page] of pages.entries()) {
      const blank = page.side === 'back' ? how % 4 !== 0 : (how + i) % 5 === 0;
      const seen = { orientation: 0, blank, separator: null, ownNumber: null, look: looks[i]!, widthPx: 10, heightPx: 10 } as const;
      store.write((tx) => void tx.append([event('page.looked@1', null, { pageId: page.id as PageId, ...seen })]));
    }
    for (const batchId of new Set(pages.map((page) => page.batch_id))) await divided(batchId);
  }

  async function divideOne(chance: Chance): Promise<void> {
    const batch = one(store.read.all('batch', {}), chance);
    if (batch) await divided(batch.id);
  }

  async function route(chance: Chance): Promise<void> {
    const document = one(store.read.all('document', { state: 'divided' }), chance);
    if (!document) return;
    const reading = await blob();
    const departmentId = desk.directory.departments[0]!.id as Decision['departmentId'];
    const known = { ...UNDECIDED, class: 'invoice', classConfidence: 0.9, confidence: 0.9, departmentId };
    const decision = [
      { ...known, outcome: 'file' as const },
      { ...known, outcome: 'review' as const, reason: 'low_confidence' as const },
      { ...UNDECIDED, outcome: 'close' as const, secrecy: 'medical' as const },
    ][[0, 0, 0, 1, 1, 2][chance.how % 6]!]!;
    store.write((tx) => {
      const closed = closedBefore(tx, document.item_id) ?? (decision.outcome === 'close' ? decision : null);
      if (closed) writeClosing(room, tx, document, closed);
      else
        writeDecision(room, tx, document, decision, reading, [{ subject: document.id, field: 'sender', value: 'Imprimerie de l’Étoile' }]);
    });
  }

  async function read(chance: Chance): Promise<void> {
    const document = one(
      store.read.all('document', { full_reading: null }).filter(({ state }) => state === 'file' || state === 'review'),
      chance,
    );
    if (!document) return;
    const [documentId, itemId, reading] = [document.id as DocumentId, document.item_id as ItemId, await blob()];
    store.write((tx) => {
      tx.append([event('document.read@1', itemId, { documentId, reading, language: 'fr', words: 3 })]);
      if (chance.how % 3 === 0)
        tx.append([event('document.suspected@1', itemId, { documentId, suspicions: [{ kind: 'other-sender', page: 1 }] })]);
    });
  }

  /** A planned filing is done or held, one that is held is done, and of one that is done somebody is told. */
  async function file(chance: Chance): Promise<void> {
    const filing = one(
      store.read.all('filing', {}).filter(({ state }) => state !== 'cancelled'),
      chance,
    );
    if (!filing) return;
    const [filingId, itemId] = [filing.id as FilingId, filing.item_id as ItemId];
    store.write((tx) => {
      const told = tx.all('notice', { filing_id: filing.id });
      if (filing.state === 'filed' && told.length === 0) {
        const noticeId = mintId('notice');
        const to = {
          personId: null,
          departmentId: filing.department_id as Decision['departmentId'],
          documentId: filing.document_id as DocumentId,
        };
        tx.append([event('notice.planned@1', itemId, { noticeId, ...to, filingId, kind: 'filed', messageId: `<${noticeId}@box>` })]);
      } else if (filing.state === 'planned' && chance.how % 4 === 0)
        tx.append([event('filing.held@1', itemId, { filingId, code: 'FILING_OVER_QUOTA' })]);
      else if (filing.state === 'planned' || filing.state === 'held')
        tx.append([
          event('mail.filed@1', itemId, { filingId, mailbox: filing.mailbox, locator: '7:12', uid: 12, digest: 'ab', sizeBytes: 9 }),
        ]);
    });
  }

  async function label(chance: Chance): Promise<void> {
    const item = one(store.read.all('item', {}), chance);
    if (!item) return;
    const copy = store.read.all('label', { item_id: item.id }).length + 1;
    const outcome = chance.how % 2 === 0 ? 'unknown' : 'printed';
    const body = { number: item.number as LabelNumber, copy, outcome, printer: 'labels' as DeviceId, by: 'box' } as const;
    store.write((tx) => void tx.append([event('label.printed@1', item.id as ItemId, body)]));
  }

  async function forgetOld(): Promise<void> {
    const old = store.read.all('page', {}).filter(({ role, blob }) => (role === 'blank' || role === 'removed') && blob !== null);
    const pages = old.map(({ id }) => id as PageId);
    store.write(
      (tx) => void tx.append([event('contents.erased@1', null, { documents: [], pages, keys: [], reason: 'retention', by: 'box' })]),
    );
  }

  return { scan, look, divideOne, route, read, file, label, forgetOld };
}
