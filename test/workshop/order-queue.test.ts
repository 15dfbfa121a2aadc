import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Order, openOrderQueue, type RunOptions, type Worker } from '#workshop/order-queue.ts';

const order = (id: number, options: RunOptions = {}, spentMs: number | null = null): Order => ({
  id,
  name: 'look',
  input: null,
  options,
  spentMs,
  resolve: () => {},
  reject: () => {},
});
const worker = (tasks: number, ...recentPages: string[]): Worker => ({ tasks, recentPages });
function waiting(...orders: Order[]) {
  const queue = openOrderQueue();
  for (const each of orders) queue.add(each);
  return queue;
}

test('a second run waits for a child that has done nothing, and nothing else waits for it', () => {
  const queue = waiting(order(1), order(2, {}, 300), order(3, { urgent: true }));
  const [worn, fresh] = [worker(4), worker(0)];
  assert.equal(queue.next([worn])?.order.id, 3);
  const next = queue.next([worn, fresh]);
  assert.equal(next?.order.id, 2);
  assert.equal(next?.worker, fresh);
  assert.equal(queue.next([worn])?.order.id, 1);
  assert.deepEqual([queue.length, queue.next([worn])], [0, undefined]);
});

test('a page goes to the child that has it, past a few that came before, and never before what is urgent', () => {
  const queue = waiting(order(1, { affinity: 'a' }), order(2, { affinity: 'b' }), order(3, { affinity: 'c', urgent: true }));
  const [hasA, hasB] = [worker(1, 'a'), worker(1, 'b')];
  assert.equal(queue.next([hasB])?.order.id, 3);
  assert.deepEqual(hasB.recentPages, ['c', 'b']);
  assert.equal(queue.next([hasB])?.order.id, 2);
  assert.equal(queue.next([hasB, hasA])?.worker, hasA);
});

test('how far it is looked for is bounded: the first that waits is not passed for ever', () => {
  const queue = waiting(...[1, 2, 3, 4, 5, 6, 7].map((id) => order(id, { affinity: id === 7 ? 'mine' : `page-${id}` })));
  const mine = worker(1, 'mine');
  // The seventh is out of sight; when the first has gone it is not.
  assert.equal(queue.next([mine])?.order.id, 1);
  assert.equal(queue.next([mine])?.order.id, 7);
});

test('what is taken out waits no longer, and what waits is given up together', () => {
  const [first, second, third] = [order(1), order(2, { urgent: true }), order(3, {}, 0)];
  const queue = waiting(first, second, third);
  assert.deepEqual([queue.remove(second), queue.remove(second)], [true, false]);
  assert.deepEqual([queue.length, queue.urgent, queue.again], [2, 0, 1]);
  assert.deepEqual(queue.takeAll(), [third, first]);
  assert.equal(queue.length, 0);
});
