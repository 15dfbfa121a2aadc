import { learn } from '#understanding/class-model.ts';
import { classInputOf } from '#understanding/understand.ts';
import { readingOf } from '../pages.ts';
import type { Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/** The clerk's last word teaches (DESIGN.md rule 13): the corrected class goes into the class model. Derived; made anew at start from the register. */
export default (room: Room): Stage => ({
  name: 'learn',
  effect: 'idempotent',
  lane: 'desk',
  attempts: 2,
  async run(job) {
    await learnFrom(room, job.subject);
    return nothing;
  },
  gaveUp: () => nothing,
});

export async function learnFrom(room: Room, documentId: string): Promise<void> {
  const document = room.store.read.get('document', { id: documentId });
  const name = document?.full_reading ?? document?.routing_reading ?? null;
  if (!document || name === null || document.class === null || !document.decided_by?.startsWith('operator:')) return;
  const reading = await readingOf(room, name);
  const pages = reading.pages.map((page) => ({ ...page, codes: [] }));
  room.classModel.current = learn(room.classModel.current, { classId: document.class, input: classInputOf(pages) });
}
