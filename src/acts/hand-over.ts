import { event } from '#domain/events.ts';
import { type Act, type DepartmentId, itemOf, type PersonId, refuse, type Touching } from './act.ts';

/** Who holds the thing from now on: a person, a department's tray or a shelf. Effect `once`: a hand-over in doubt is asked, never repeated. */
export const handOver: Act<Touching & { personId: PersonId | null; departmentId: DepartmentId | null; shelf: string | null }> = {
  name: 'hand-over',
  decide(command, desk) {
    itemOf(desk.state, command.itemId!);
    if (command.personId === null && command.departmentId === null && command.shelf === null)
      throw refuse('hand this over', 'nobody and no shelf was named');
    if (command.personId !== null && !desk.directory.people.some((one) => one.id === command.personId))
      throw refuse('hand this over', 'the directory has no such person');
    return {
      events: [
        event('item.handed-over@1', command.itemId!, {
          personId: command.personId,
          departmentId: command.departmentId,
          shelf: command.shelf,
          by: desk.actor,
        }),
      ],
    };
  },
};
