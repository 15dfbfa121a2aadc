import { mintId } from '#base/ids.ts';
import type { Direction, ItemKind } from '#base/words.ts';
import { event } from '#domain/events.ts';
import { type Act, type DepartmentId, type PersonId, refuse, type Touching } from './act.ts';
import { printJob } from './print-label.ts';

export interface RegisterItemCommand extends Touching {
  direction: Direction;
  kind: ItemKind;
  departmentId: DepartmentId | null;
  personId: PersonId | null;
  tracking: string | null;
  /** Absent: not weighed. */
  grams?: number;
  print: boolean;
}

/** A new item gets its number, before anything of it is scanned: label first, scan later. */
export const registerItem: Act<RegisterItemCommand> = {
  name: 'register-item',
  decide(command, desk) {
    const person = command.personId === null ? null : desk.directory.people.find((one) => one.id === command.personId);
    if (person === undefined) throw refuse('register this item', 'the directory has no such person');
    if (command.departmentId !== null && !desk.directory.departments.some((one) => one.id === command.departmentId))
      throw refuse('register this item', 'the directory has no such department');
    const itemId = mintId('item');
    const number = desk.allotNumber();
    return {
      events: [
        event(
          'item.registered@1',
          itemId,
          {
            number,
            direction: command.direction,
            kind: command.kind,
            parentId: null,
            departmentId: command.departmentId ?? ((person?.departmentId ?? null) as DepartmentId | null),
            personId: command.personId,
            source: 'desk',
            ...(command.grams === undefined ? {} : { grams: command.grams }),
            by: desk.actor,
          },
          command.tracking === null ? [] : [{ subject: itemId, field: 'tracking', value: command.tracking }],
        ),
      ],
      jobs: command.print ? [printJob(desk, itemId, number, 1)] : [],
      answer: { itemId, number },
      undo: { itemId, untilMs: null },
    };
  },
};
