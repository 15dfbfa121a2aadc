import { readingOf } from '../pages.ts';
import type { Room } from '../room.ts';
import { nothing, type Stage } from '../stage.ts';

/** Puts a document's words into the search index: derived, so it stands outside the register's transaction and may run again. */
export default (room: Room): Stage => ({
  name: 'index',
  effect: 'idempotent',
  lane: 'desk',
  attempts: 3,
  async run(job) {
    const document = room.store.read.get('document', { id: job.subject });
    if (!document || document.full_reading === null) return nothing;
    const item = room.store.read.get('item', { id: document.item_id })!;
    const reading = await readingOf(room, document.full_reading);
    const { understanding: u } = reading;
    const department = room.directory.departments.find((one) => one.id === document.department_id);
    const person = room.directory.people.find((one) => one.id === document.person_id);
    if (room.store.read.get('document', { id: job.subject })?.full_reading === null) return nothing;
    room.store.search.put([
      {
        position: document.divided_position,
        documentId: document.id,
        itemId: item.id,
        number: item.number,
        departmentId: document.department_id,
        departmentName: department?.name ?? '',
        personName: person ? `${person.firstName} ${person.lastName}`.trim() : '',
        sender: u.sender.name ?? '',
        subject: u.subject ?? '',
        class: document.class,
        direction: item.direction,
        text: reading.pages.map((page) => page.text).join('\n'),
      },
    ]);
    return nothing;
  },
  gaveUp: () => nothing,
});
