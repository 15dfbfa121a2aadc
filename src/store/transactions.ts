import { crashPoint } from '#base/crash-point.ts';
import { type Database, storageFailure } from './database.ts';

/** What lives in memory beside the database and must follow when a transaction is undone. */
export interface Companion<Mark> {
  mark(): Mark;
  undo(to: Mark): void;
  /** The transaction is durable. */
  committed(): void;
}

export interface Transactions<Context> {
  /** One transaction, durable on return. */
  write<T>(work: (context: Context) => T): T;
  /** Calls that wait at the same time in one transaction, each in a savepoint of its own; begun no later than the most hurried of them asked for. */
  together<T>(work: (context: Context) => T, withinMs?: number): Promise<T>;
  /** Commits what waits. */
  flush(): void;
}

interface Waiting<Context> {
  work: (context: Context) => unknown;
  resolve(value: never): void;
  reject(error: unknown): void;
}

/**
 * A sync stops the event loop for a millisecond or more. Put off this long, it comes after what the last answer of a server set going
 * has gone out, and serves whoever finished meanwhile too.
 */
const GATHERING_MS = 4;
/** Nobody waits longer than so many commits take: on a quick disk the company costs more than it saves. */
const COMMITS_WORTH_WAITING = 4;

export function openTransactions<Context, Mark>(db: Database, context: Context, companion: Companion<Mark>): Transactions<Context> {
  const [begin, commit, rollback] = [db.prepare('BEGIN IMMEDIATE'), db.prepare('COMMIT'), db.prepare('ROLLBACK')];
  const [save, release, back] = [db.prepare('SAVEPOINT call'), db.prepare('RELEASE call'), db.prepare('ROLLBACK TO call')];

  let waiting: Waiting<Context>[] = [];
  let timer: NodeJS.Timeout | undefined;
  let dueMs = Number.POSITIVE_INFINITY;
  let running = false;
  /** What a commit takes on this disk, over the last dozen or so. */
  let commitMs = GATHERING_MS;

  const whole = <T>(body: () => T): T => {
    if (running) throw new Error('a transaction was started inside a transaction');
    running = true;
    const mark = companion.mark();
    let result: T;
    try {
      begin.run();
      result = body();
      crashPoint('store.commit.before');
      const startedMs = performance.now();
      commit.run();
      commitMs += (performance.now() - startedMs - commitMs) / 12;
      crashPoint('store.commit.after');
    } catch (error) {
      if (db.inTransaction) rollback.run();
      companion.undo(mark);
      throw storageFailure(error, db.name);
    } finally {
      running = false;
    }
    companion.committed();
    return result;
  };

  const call = <T>(work: (context: Context) => T): T => {
    const result = work(context);
    if (result instanceof Promise) throw new Error('a transaction is synchronous: its work returned a promise');
    return result;
  };

  /** Runs one call in its savepoint; returns how to tell its caller once the commit is durable. */
  const guarded = ({ work, resolve, reject }: Waiting<Context>): (() => void) => {
    const mark = companion.mark();
    save.run();
    try {
      const value = call(work);
      release.run();
      return () => resolve(value as never);
    } catch (error) {
      if (!db.inTransaction) throw error; // SQLite has already undone everything (disk full): nobody's call stands
      back.run();
      release.run();
      companion.undo(mark);
      return () => reject(storageFailure(error, db.name));
    }
  };

  const flush = (): void => {
    const calls = waiting;
    waiting = [];
    clearTimeout(timer);
    dueMs = Number.POSITIVE_INFINITY;
    if (calls.length === 0) return;
    let told: (() => void)[];
    try {
      told = whole(() => calls.map(guarded));
    } catch (error) {
      told = calls.map(
        ({ reject }) =>
          () =>
            reject(error),
      );
    }
    for (const tell of told) tell();
  };

  return {
    write: (work) => whole(() => call(work)),
    together: (work, withinMs = GATHERING_MS) =>
      new Promise((resolve, reject) => {
        waiting.push({ work, resolve, reject });
        const delayMs = Math.min(withinMs, commitMs * COMMITS_WORTH_WAITING);
        if (performance.now() + delayMs >= dueMs) return;
        dueMs = performance.now() + delayMs;
        clearTimeout(timer);
        timer = setTimeout(flush, delayMs);
      }),
    flush,
  };
}
