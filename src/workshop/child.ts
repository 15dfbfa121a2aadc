/** The forked process of the workshop: takes one task at a time from its parent, and ends with it. */
import { writeFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { isFailure, toWire } from '#base/errors.ts';
import { openAssistant } from './assistant.ts';
import { openPageShelf } from './page-shelf.ts';
import { openRecogniser, type Recogniser } from './recogniser.ts';
import type { Shop, Task } from './task.ts';
import { isMemoryError } from './unreadable.ts';
import type { FromChild, ToChild } from './wire.ts';

/** Where the task files are, as a URL that ends in a slash. */
const tasks = process.argv[2]!;

let spoiled = false;
let tasksDone = 0;
let recogniser: Promise<Recogniser> | undefined;

// The clerk's screen and the writer of the register come first; and if the kernel must choose, it takes us. Threads begin with the
// priority of who starts them.
// An ordinary user may not make it less nice than it was started.
if (getPriority() < constants.priority.PRIORITY_BELOW_NORMAL) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
try {
  writeFileSync('/proc/self/oom_score_adj', '500');
} catch {
  // A kernel without it chooses by size, which is us as well.
}

const baseRssBytes = process.memoryUsage.rss();
const assistant = await openAssistant();
const shop: Shop = {
  shelf: openPageShelf(),
  recogniser: () => (recogniser ??= openRecogniser()),
  assistant,
  get worn() {
    return tasksDone > 0;
  },
  spoil: () => {
    spoiled = true;
  },
};

const say = (message: FromChild): void => void process.send?.(message);

/** A task is the file of its name; the name is checked because it becomes a path. */
async function loadTask(name: string): Promise<Task> {
  if (!/^[a-z][a-z-]*$/.test(name)) throw new Error(`no task is called ${name}`);
  const loaded = (await import(`${tasks}${name}.ts`)) as { default: Task };
  if (loaded.default?.name !== name) throw new Error(`tasks/${name}.ts does not define the task ${name}`);
  return loaded.default;
}

async function work({ id, name, input }: Extract<ToChild, { say: 'run' }>): Promise<void> {
  spoiled = false;
  try {
    const task = await loadTask(name);
    say({ say: 'started', id, deadlineMs: task.deadlineMs });
    const output = await task.run(input as never, shop);
    say({ say: 'done', id, output, spoiled });
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (isFailure(error)) say({ say: 'failed', id, failure: toWire(error), spoiled });
    else if (isMemoryError(error)) say({ say: 'exhausted', id });
    else say({ say: 'bug', id, stack: text });
  }
  tasksDone++;
}

async function warm(): Promise<void> {
  const recogniser = await shop.recogniser();
  await Promise.all([recogniser.warm(), assistant.warm()]);
}

let busy: Promise<void> = Promise.resolve();
process.on('message', (message: ToChild) => {
  busy = busy.then(() => (message.say === 'run' ? work(message) : warm()));
});
process.on('disconnect', () => process.exit(0));
say({ say: 'ready', baseRssBytes });
