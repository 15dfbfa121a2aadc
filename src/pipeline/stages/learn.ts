import { isFailure } from '#base/errors.ts';
import { isOffered } from '#domain/own-class.ts';
import type { Example } from '#understanding/class-model.ts';
import { classInputOf } from '#understanding/understand.ts';
import { inSchool } from '../class-school.ts';
import { readingOf } from '../pages.ts';
import type { Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/** The subject of the job that learns everything again, at start. */
export const EVERYTHING = 'everything';
/** More than the model keeps would only be forgotten again. */
const MOST_AGAIN = 2_000;

/** The clerk's last word teaches (DESIGN.md rule 13): the corrected class goes into the class model. Derived; made anew at start from the register. */
export default (room: Room): Stage => ({
  name: 'learn',
  effect: 'idempotent',
  // One lesson after the other, so that none begins with a model that another is about to replace.
  lane: 'school',
  attempts: 2,
  async run(job) {
    const documents = job.subject === EVERYTHING ? corrected(room) : [job.subject];
    const examples: Example[] = [];
    for (const id of documents) examples.push(...(await exampleOf(room, id)));
    if (examples.length > 0) room.classModel.current = await inSchool({ model: room.classModel.current, examples });
    // A correction says as much about the sender.
    return job.subject === EVERYTHING
      ? nothing
      : { commit: (tx) => tx.enqueue({ name: 'remember', subject: job.subject, priority: -10, unique: true }) };
  },
  gaveUp: () => nothing,
});

/** Documents a person decided about, oldest decision first. */
const corrected = (room: Room): string[] =>
  room.store.read
    .query<{ id: string }>(
      `SELECT id FROM document WHERE decided_by LIKE 'operator:%' AND class IS NOT NULL ORDER BY decided_position DESC LIMIT ?`,
      MOST_AGAIN,
    )
    .map(({ id }) => id)
    .reverse();

/** None where there is nothing to learn from, or no more. */
async function exampleOf(room: Room, documentId: string): Promise<Example[]> {
  const document = room.store.read.get('document', { id: documentId });
  const name = document?.full_reading ?? document?.routing_reading ?? null;
  if (!document || name === null || document.class === null || !document.decided_by?.startsWith('operator:')) return [];
  // Learned, it would be proposed again.
  if (!isOffered(document.class, room.classes)) return [];
  try {
    const { pages } = await readingOf(room, name);
    return [
      {
        classId: document.class,
        input: classInputOf(
          pages.map((page) => ({ ...page, codes: [] })),
          room.directory,
        ),
      },
    ];
  } catch (error) {
    if (isFailure(error, 'BLOB_ERASED', 'BLOB_MISSING', 'BLOB_DAMAGED')) return [];
    throw error;
  }
}
