import { event } from '#domain/events.ts';
import { isReturned } from '#domain/rows.ts';
import { type Act, itemOf, refuse, type Touching } from './act.ts';
import { erasing } from './opened-in-error.ts';

/**
 * "Not for us": another firm's mail that came here by mistake goes back to the carrier. Its number and its coming and going stay in the
 * register; what was seen of it is nobody's here, and goes as if it had been opened in error. There is no undo.
 */
export const returnItem: Act<Touching> = {
  name: 'return-item',
  decide(command, desk) {
    const itemId = command.itemId!;
    const item = itemOf(desk.state, itemId);
    if (item.direction !== 'in') throw refuse('return this item', 'no carrier brought it');
    const custody = desk.state.all('custody', { item_id: itemId }).at(-1);
    if (custody && isReturned(custody)) throw refuse('return this item', 'the carrier has it back already');
    const returned = event('item.returned@1', itemId, { to: 'carrier', by: desk.actor });
    if (desk.state.all('document', { item_id: itemId }).length === 0) return { events: [returned] };
    const erased = erasing(desk, itemId, 'misdelivered');
    return { ...erased, events: [...erased.events, returned] };
  },
};
