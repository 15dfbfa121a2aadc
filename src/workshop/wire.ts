import type { FailureWire } from '#base/errors.ts';

/** What crosses between the pool and a child, by Node's IPC with advanced serialization. One task at a time. */
export type ToChild = { say: 'run'; id: number; name: string; input: unknown } | { say: 'warm' };

export type FromChild =
  /** `baseRssBytes`: what Node and our own code took before the assistant's thread began. */
  | { say: 'ready'; baseRssBytes: number }
  /** The task's file is loaded; its deadline counts from here. */
  | { say: 'started'; id: number; deadlineMs: number }
  | { say: 'done'; id: number; output: unknown; spoiled: boolean }
  | { say: 'failed'; id: number; failure: FailureWire; spoiled: boolean }
  /** Memory ran out in a way that could be caught. */
  | { say: 'exhausted'; id: number }
  | { say: 'bug'; id: number; stack: string };
