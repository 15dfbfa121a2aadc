import type { TaskName } from './task.ts';

export interface RunOptions {
  /** Instead of the task's own deadline. Counts from the moment a child has the task. */
  deadlineMs?: number;
  /** Somebody stands waiting: goes before everything that is not urgent. */
  urgent?: boolean;
  /** Aborting takes the task out of the queue, or kills its child. */
  signal?: AbortSignal;
  /** A page key: preferably the child that had this page last. */
  affinity?: string;
}

/** A task that was asked for, until its answer is given. */
export interface Order {
  id: number;
  name: TaskName;
  input: unknown;
  options: RunOptions;
  /** How long it had run when a worn child broke at it: this is its second run, and its last. */
  spentMs: number | null;
  resolve(output: never): void;
  reject(error: Error): void;
}

/** As much of a child as choosing looks at. */
export interface Worker {
  /** How many it has been given. */
  tasks: number;
  /** Keys of the pages it has decoded, the newest first; kept by the queue. */
  recentPages: string[];
}

/** What waits for a child, and which child gets what. */
export interface OrderQueue {
  /** Number of orders. */
  readonly length: number;
  readonly urgent: number;
  /** Second runs: each waits for a child that has done nothing yet. */
  readonly again: number;
  /** At the end of those that stand where it belongs. */
  add(order: Order): void;
  /** Takes it out; false where it does not wait here. */
  remove(order: Order): boolean;
  /** The next order and who of the idle gets it: it waits no longer. Undefined where nothing waits that one of them can do. */
  next<W extends Worker>(idle: readonly W[]): { order: Order; worker: W } | undefined;
  /** Empties the queue. */
  takeAll(): Order[];
}

const PAGES_REMEMBERED = 3;
/** How far down the queue a page is looked for that this child has already decoded. */
const AFFINITY_WINDOW = 6;

/** Second runs go first, to a new child; then what somebody waits for; then the rest as it came, a page to the child that has it. */
export function openOrderQueue(): OrderQueue {
  const again: Order[] = [];
  const urgent: Order[] = [];
  const usual: Order[] = [];
  const queues = [again, urgent, usual];

  const has = (worker: Worker, page: string | undefined): boolean => page !== undefined && worker.recentPages.includes(page);

  return {
    get length() {
      return again.length + urgent.length + usual.length;
    },
    get urgent() {
      return urgent.length;
    },
    get again() {
      return again.length;
    },
    add(order) {
      const queue = order.spentMs !== null ? again : order.options.urgent ? urgent : usual;
      queue.push(order);
    },
    remove(order) {
      const queue = queues.find((orders) => orders.includes(order));
      queue?.splice(queue.indexOf(order), 1);
      return queue !== undefined;
    },
    next(idle) {
      const unused = again.length > 0 ? idle.find((worker) => worker.tasks === 0) : undefined;
      const queue = unused ? again : urgent.length > 0 ? urgent : usual;
      const first = queue[0]?.options.affinity;
      const worker = unused ?? idle.find((other) => has(other, first)) ?? idle[0];
      if (!worker) return undefined;
      const known = queue.slice(0, AFFINITY_WINDOW).findIndex((order) => has(worker, order.options.affinity));
      const [order] = queue.splice(Math.max(known, 0), 1);
      if (!order) return undefined;
      const page = order.options.affinity;
      if (page) worker.recentPages = [page, ...worker.recentPages.filter((other) => other !== page)].slice(0, PAGES_REMEMBERED);
      return { order, worker };
    },
    takeAll: () => queues.flatMap((queue) => queue.splice(0)),
  };
}
