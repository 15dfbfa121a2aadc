import type { NewJob } from '#store/jobs.ts';
import { type Act, type Desk, type ItemId, itemOf, type LabelNumber, refuse, type Touching } from './act.ts';

/** Payload of a `label` job. `jobKey` is fixed for ever, so that a repeated job never prints a second label. */
export interface LabelJobPayload {
  itemId: ItemId;
  number: LabelNumber;
  copy: number;
  printer: string;
}

export function printJob(desk: Desk, itemId: ItemId, number: LabelNumber, copy: number): NewJob {
  const printer = desk.printers[0];
  if (printer === undefined) throw refuse('print a label', 'no label printer is configured');
  const payload: LabelJobPayload = { itemId, number, copy, printer };
  return { name: 'label', subject: `${number};${copy}`, payload, priority: 10, unique: true };
}

/** The first label of an item, or, one tap later, the next copy: each has its own copy index, so two live copies can be told apart. */
export const printLabel: Act<Touching> = {
  name: 'print-label',
  decide(command, desk) {
    const item = itemOf(desk.state, command.itemId!);
    const copies = desk.state.all('label', { item_id: item.id }).map((label) => label.copy);
    const copy = Math.max(0, ...copies) + 1;
    if (copy > 99) throw refuse('print another copy', 'this item has 99 labels already');
    const number = item.number as LabelNumber;
    return { events: [], jobs: [printJob(desk, item.id as ItemId, number, copy)], answer: { number } };
  },
};
