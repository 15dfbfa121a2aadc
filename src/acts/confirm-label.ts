import { event } from '#domain/events.ts';
import { type Act, itemOf, type LabelNumber, refuse, type Touching } from './act.ts';

/** After an unknown outcome: a person looked into the tray and found the label, or did not. */
export const confirmLabel: Act<Touching & { found: boolean }> = {
  name: 'confirm-label',
  decide(command, desk) {
    const item = itemOf(desk.state, command.itemId!);
    const unknown = desk.state.all('label', { item_id: item.id, outcome: 'unknown' }).at(-1);
    if (!unknown) throw refuse('confirm the label', 'no label of this item has an unknown outcome');
    const number = unknown.number as LabelNumber;
    return {
      events: [event('label.confirmed@1', command.itemId!, { number, copy: unknown.copy, found: command.found, by: desk.actor })],
      answer: { number },
    };
  },
};
