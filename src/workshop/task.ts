import type { Assistant } from './assistant.ts';
import type { PageShelf } from './page-shelf.ts';
import type { Recogniser } from './recogniser.ts';

/**
 * One row per task: `{ input, output }`. Each file in tasks/ adds its own row by declaring this module again;
 * there is no list to keep. Inputs and outputs cross a process border: plain data and Uint8Arrays only.
 */
// biome-ignore lint/suspicious/noEmptyInterface: rows are added by the task files
export interface TaskMap {}

export type TaskName = keyof TaskMap & string;
export type TaskInput<K extends TaskName> = TaskMap[K] extends { input: infer I } ? I : never;
export type TaskOutput<K extends TaskName> = TaskMap[K] extends { output: infer O } ? O : never;

/** What a child keeps between tasks, so that one page is decoded once and a language loaded once. */
export interface Shop {
  readonly shelf: PageShelf;
  recogniser(): Promise<Recogniser>;
  /** Reads and looks for codes at the same time as this thread does something else. */
  readonly assistant: Assistant;
  /** Has done other tasks before: what breaks here is run once more in a child that has not. */
  readonly worn: boolean;
  /** Says that foreign bytes may have left this process in a bad state: it is replaced after this task. */
  spoil(): void;
}

export interface Task<K extends TaskName = TaskName> {
  /** The same as the file's name. */
  name: K;
  deadlineMs: number;
  run(input: TaskInput<K>, shop: Shop): Promise<TaskOutput<K>> | TaskOutput<K>;
}

export const defineTask = <K extends TaskName>(task: Task<K>): Task<K> => task;
