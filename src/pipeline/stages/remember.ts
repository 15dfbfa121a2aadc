import { isFailure } from '#base/errors.ts';
import { forget, remember, type Sender } from '#understanding/sender-history.ts';
import { readingOf } from '../pages.ts';
import type { Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';
import { EVERYTHING } from './learn.ts';

/** What a sender sent long ago tells little, and each costs the reading of a blob at start. */
const MOST_AGAIN = 2_000;

/** Keeps in mind where senders' mail has gone. In memory only, as it holds telephones and e-mail addresses; made anew at start from the readings. */
export default (room: Room): Stage => ({
  name: 'remember',
  effect: 'idempotent',
  lane: 'school',
  attempts: 2,
  async run(job) {
    for (const id of job.subject === EVERYTHING ? filed(room) : [job.subject]) {
      const sender = await senderOf(room, id);
      // As it is now, not as it was before the reading came.
      const document = room.store.read.get('document', { id });
      if (sender === null || document?.state !== 'file' || document.department_id === null) forget(room.senders, id);
      else remember(room.senders, sender, { documentId: id, departmentId: document.department_id, corrected: wentElsewhere(room, id) });
    }
    return nothing;
  },
  gaveUp: () => nothing,
});

/** Oldest decision first, so that the newest are kept. */
const filed = (room: Room): string[] =>
  room.store.read
    .query<{ id: string }>(`SELECT id FROM document WHERE state = 'file' ORDER BY decided_position DESC LIMIT ?`, MOST_AGAIN)
    .map(({ id }) => id)
    .reverse();

/** Null where nothing is kept of the document, or no more. */
async function senderOf(room: Room, id: string): Promise<Sender | null> {
  const document = room.store.read.get('document', { id });
  const name = document?.full_reading ?? document?.routing_reading ?? null;
  if (document?.state !== 'file' || name === null) return null;
  try {
    return (await readingOf(room, name)).understanding.sender;
  } catch (error) {
    if (isFailure(error, 'BLOB_ERASED', 'BLOB_MISSING', 'BLOB_DAMAGED')) return null;
    throw error;
  }
}

/** It was to be filed to one department, and then to another. */
const wentElsewhere = (room: Room, documentId: string): boolean =>
  new Set(room.store.read.all('filing', { document_id: documentId }).map((filing) => filing.department_id)).size > 1;
