import { type DeviceId, mintId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import { labelNumber } from '#domain/label-number.ts';
import { type Act, department, type Model, of, person, type Step, said } from './model.ts';

const nextNumber = (model: Model) => labelNumber({ prefix: 'VM', year: 2026, sequence: ++model.sequence });

export const register: Act = (model, step) => {
  const id = mintId('item');
  const number = nextNumber(model);
  model.items.push({ id, number, documents: 0, copies: 0 });
  const parentId = step.chance < 0.2 ? (of(model.items, step)?.id ?? null) : null;
  const facts = { number, direction: 'in', kind: 'letter', parentId, departmentId: department(step), personId: person(step) } as const;
  const told = step.chance < 0.3 ? { grams: step.pick, urgent: true, day: '2026-11-27' } : {};
  const texts = step.chance < 0.5 ? [{ subject: id, field: 'tracking' as const, value: said(step) }] : [];
  return [event('item.registered@1', id, { ...facts, ...told, source: 'scan', by: 'box' }, texts)];
};

type Item = Model['items'][number];
const onItem =
  (make: (item: Item, step: Step, model: Model) => ReturnType<Act>, which: (item: Item) => boolean = () => true): Act =>
  (model, step) => {
    const item = of(model.items.filter(which), step);
    return item ? make(item, step, model) : register(model, step);
  };

export const ITEM_ACTS: readonly Act[] = [
  register,
  onItem((item) => {
    item.copies += 1;
    const printer = 'zpl-1' as DeviceId;
    return [event('label.printed@1', item.id, { number: item.number, copy: item.copies, outcome: 'unknown', printer, by: 'box' })];
  }),
  onItem(
    (item, { chance }) => [
      event('label.confirmed@1', item.id, { number: item.number, copy: item.copies, found: chance < 0.5, by: 'operator:1' }),
    ],
    ({ copies }) => copies > 0,
  ),
  onItem(
    ({ id, number }) => [event('item.voided@1', id, { number, by: 'operator:1' })],
    ({ documents }) => documents === 0,
  ),
  onItem(({ id }, step, model) => {
    const to = of(model.items, { ...step, pick: step.pick + 1 })!;
    return [event('item.linked@1', id, { linkId: mintId('link'), kind: 'answers', toItem: to.id, fromDocument: null, toDocument: null })];
  }),
  onItem(({ id }, step) => [
    step.chance < 0.2
      ? event('item.returned@1', id, { to: 'carrier', by: 'operator:1' })
      : event('item.handed-over@1', id, { departmentId: department(step), personId: person(step), shelf: 'B 2', by: 'operator:1' }),
  ]),
  // A restore: numbers that may stand on labels nobody remembers are given up.
  (model, step) =>
    step.chance < 0.5
      ? [event('number.voided@1', null, { from: nextNumber(model), to: nextNumber(model), reason: 'restore' })]
      : [event('epoch.opened@1', null, { reason: 'restore' })],
];
