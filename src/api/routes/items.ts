import { isFailure, MailroomError } from '#base/errors.ts';
import type { BlobName } from '#base/ids.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import { itemPage } from '#views/item-page.ts';
import type { KeptReading } from '#views/reading.ts';
import { reviewItem, waitingDocument } from '#views/review.ts';
import type { Handlers } from '../doors.ts';
import type { FaceRoom } from '../parts.ts';

/** One item at a time: point reads on the writer's connection, and the readings, which are blobs. */
export function itemRoutes(room: FaceRoom): Handlers<'item' | 'itemByNumber' | 'reviewItem'> {
  const { store, clock, accounts } = room;
  const operators = new Map(accounts.map((one) => [one.operatorId, one.name]));
  const parts = () => ({
    nowMs: clock.wallMs(),
    operatorName: (id: string) => operators.get(id) ?? id,
    reading: (document: ProjectionRows['document']) => keptReading(room, document),
  });
  return {
    item: ({ params }) => itemPage(room.sight(), params.itemId, parts()),
    itemByNumber({ params }) {
      const item = store.read.get('item', { number: params.number });
      if (!item) throw new MailroomError('ITEM_UNKNOWN', { item: params.number });
      return itemPage(room.sight(), item.id, parts());
    },
    async reviewItem({ params, query }) {
      const document = waitingDocument(store.read, params.itemId, query.documentId);
      const reading = await keptReading(room, document);
      // Somebody may have decided while the reading was fetched.
      return reviewItem(room.sight(), waitingDocument(store.read, params.itemId, document.id), reading);
    },
  };
}

/** The best reading there is of a document; null where it was erased meanwhile, or nothing was read. */
async function keptReading({ store, readers }: FaceRoom, document: ProjectionRows['document']): Promise<KeptReading | null> {
  const name = document.full_reading ?? document.routing_reading;
  if (name === null) return null;
  try {
    return await readers.ask('reading', await store.blobs.get(name as BlobName));
  } catch (error) {
    if (isFailure(error, 'BLOB_MISSING', 'BLOB_ERASED') && !stillNamed(store.read.get('document', { id: document.id }), name)) return null;
    throw error;
  }
}

const stillNamed = (document: ProjectionRows['document'] | undefined, name: string): boolean =>
  document?.full_reading === name || document?.routing_reading === name;
