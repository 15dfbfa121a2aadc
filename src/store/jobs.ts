import type { Clock } from '#base/clock.ts';
import { type JobId, mintId } from '#base/ids.ts';
import { type Database, storageFailure } from './database.ts';

/** A job to be put on the durable table. `payload` holds ids and codes only, never personal data. */
export interface NewJob {
  /** Name of the handler. */
  name: string;
  /** What it is about: an item, a document, a page id. */
  subject: string;
  payload?: unknown;
  /** Higher goes first; work somebody stands waiting for is 10, the usual 0, background work -10. */
  priority?: number;
  /** Not before this many milliseconds of this run have passed (grace period). After a restart the delay begins anew. */
  delayMs?: number;
  /**
   * At most one waiting job of this name and subject: enqueueing again returns the one there, made more urgent if need be; one that
   * has stopped goes on.
   */
  unique?: boolean;
}

export interface Job {
  id: JobId;
  name: string;
  subject: string;
  payload: unknown;
  priority: number;
  /** How often it has been claimed, this time included; counts a claim that ended in a crash. */
  attempts: number;
  /** How often in a row it ended in a failure. A crash is none: the power may have gone. */
  failures: number;
  /** How often in a row the process died while it ran. */
  deaths: number;
  /** What `progress` last stored, null at first. */
  progress: unknown;
  /** Register position at which it was enqueued. */
  createdPosition: number;
}

export type JobState = 'ready' | 'running' | 'parked';
export interface JobCount {
  name: string;
  state: JobState;
  count: number;
}

/** What a transaction may do to jobs. */
export interface JobChanges {
  enqueue(job: NewJob): JobId;
  /** The job is done: its row goes away in this transaction. */
  finish(job: JobId): void;
  /** It failed, with this code, and is ready again after `delayMs`. */
  retry(job: JobId, delayMs: number, code: string): void;
  /** It has not failed, is not done, and is ready again after `delayMs`; `code` says what it waits for. Nothing is counted. */
  wait(job: JobId, delayMs: number, code: string | null): void;
  /** Waits for a person, with the reason. */
  park(job: JobId, code: string): void;
  /**
   * What stopped for this reason is ready at once, everything counted anew: what cures one cures its like.
   * Returns how many there were.
   */
  unpark(stopped: { name: string; reason: string }): number;
  /** Stores where the job stands (filing: UIDVALIDITY and UIDNEXT before APPEND); durable when the transaction is. Null: it stands at its beginning. */
  progress(job: JobId, value: unknown): void;
  /**
   * Waiting jobs of this name and subject go away (undo within the grace period); a running one stays, and so does one that has noted
   * where it stands: only it knows what it may have set going, and its stage sees to that. Returns how many went.
   */
  cancel(name: string, subject: string): number;
}

export interface Jobs {
  /** Takes up to `limit` due jobs of these names, the most urgent first, and marks them running. @throws STORAGE_FULL */
  claim(names: readonly string[], limit: number): Job[];
  /** Takes one due job under which the process died at least so often in a row, null where there is none. @throws STORAGE_FULL */
  claimSuspect(deaths: number): Job | null;
  /** Jobs of these names that wait for one of these codes are due now. @throws STORAGE_FULL */
  hurry(names: readonly string[], codes: readonly string[]): void;
  counts(): JobCount[];
  /** Milliseconds until the next ready job of these names (of any name) is due: 0 when one is, null when none waits. */
  nextDueMs(names?: readonly string[]): number | null;
  /** Calls back after a commit that made work ready, and when a delayed job comes due. Returns how to stop listening. */
  onDue(listener: () => void): () => void;
  parked(): { id: JobId; name: string; subject: string; reason: string }[];
}

interface JobRow {
  id: JobId;
  name: string;
  subject: string;
  payload: string;
  priority: number;
  attempts: number;
  failures: number;
  deaths: number;
  progress: string | null;
  created_position: number;
}

const jobOf = (row: JobRow): Job => ({
  id: row.id,
  name: row.name,
  subject: row.subject,
  payload: JSON.parse(row.payload),
  priority: row.priority,
  attempts: row.attempts,
  failures: row.failures,
  deaths: row.deaths,
  progress: row.progress === null ? null : JSON.parse(row.progress),
  createdPosition: row.created_position,
});

const TAKE_UP = `
  UPDATE job SET state = 'ready', run_id = :run, deaths = deaths + (state = 'running'), not_before_ms = CASE WHEN attempts > 0 THEN 0 ELSE iif(delay_ms = 0, 0, :now + delay_ms) END
  WHERE state <> 'parked' AND run_id <> :run`;
const INSERT = `
  INSERT INTO job (id, name, subject, payload, priority, is_unique, state, delay_ms, not_before_ms, run_id, created_position)
  VALUES (:id, :name, :subject, :payload, :priority, :unique, 'ready', :delay, :notBefore, :run, (SELECT coalesce(max(position), 0) FROM ledger))`;
const HURRY = `
  UPDATE job SET priority = max(priority, :priority), not_before_ms = min(not_before_ms, :notBefore), delay_ms = min(delay_ms, :delay)
  WHERE id = :id AND state = 'ready'`;
const HURRY_ALL = `
  UPDATE job SET not_before_ms = 0
  WHERE state = 'ready' AND not_before_ms > 0 AND name IN (SELECT value FROM json_each(:names)) AND reason IN (SELECT value FROM json_each(:codes))`;
const SUSPECT = `SELECT seq FROM job WHERE state = 'ready' AND deaths >= :deaths AND not_before_ms <= :now ORDER BY deaths, seq LIMIT 1`;
const UNPARK = `state = 'ready', attempts = 0, failures = 0, delay_ms = 0, not_before_ms = 0, reason = NULL, run_id = :run`;
/** The most urgent due jobs of one name. A unique job waits for its twin that runs, or is to run before it. */
const NEXT = `
  SELECT seq, priority FROM job AS due INDEXED BY job_next
  WHERE state = 'ready' AND name = :name AND not_before_ms <= :now
    AND NOT (is_unique AND EXISTS (
      SELECT 1 FROM job AS twin WHERE twin.subject = due.subject AND twin.name = due.name
        AND (twin.state = 'running' OR (twin.state = 'ready' AND twin.is_unique AND twin.seq < due.seq))))
  ORDER BY priority DESC, seq LIMIT :limit`;
const CLAIM = `
  UPDATE job SET state = 'running', attempts = attempts + 1, run_id = :run, reason = NULL
  WHERE seq IN (SELECT value FROM json_each(:seqs))
  RETURNING seq, id, name, subject, payload, priority, attempts, failures, deaths, progress, created_position`;

const byUrgency = (a: { priority: number; seq: number }, b: { priority: number; seq: number }): number =>
  b.priority - a.priority || a.seq - b.seq;

export interface JobTable {
  jobs: Jobs;
  changes: JobChanges;
  /** To be called after each commit: wakes whoever listens if it touched jobs. */
  committed(): void;
  close(): void;
}

/**
 * The durable job table. Delays count in the monotonic time of this run: what another run left is taken up here,
 * running jobs and those backing off at once, those that wait out a grace period with their whole delay again.
 */
export function openJobs(db: Database, clock: Clock): JobTable {
  const now = (): number => clock.monotonicMs();
  db.prepare(TAKE_UP).run({ run: clock.runId, now: now() });

  const insert = db.prepare(INSERT);
  const twin = db
    .prepare<[string, string], JobId>(`SELECT id FROM job WHERE subject = ? AND name = ? AND state <> 'running' AND is_unique LIMIT 1`)
    .pluck();
  const suspect = db.prepare<[object], number>(SUSPECT).pluck();
  const hurryAll = db.prepare(HURRY_ALL);
  const hurry = db.prepare(HURRY);
  const next = db.prepare<[object], { seq: number; priority: number }>(NEXT);
  const claim = db.prepare<[object], JobRow & { seq: number }>(CLAIM);
  const due = db.prepare<[], number | null>(`SELECT min(not_before_ms) FROM job WHERE state = 'ready'`).pluck();
  const dueOf = db
    .prepare<[string], number | null>(
      `SELECT min(not_before_ms) FROM job WHERE state = 'ready' AND name IN (SELECT value FROM json_each(?))`,
    )
    .pluck();
  const dueAfter = db
    .prepare<[number], number | null>(`SELECT min(not_before_ms) FROM job WHERE state = 'ready' AND not_before_ms > ?`)
    .pluck();
  const one = (sql: string): ((...parameters: unknown[]) => void) => {
    const statement = db.prepare(sql);
    return (...parameters) => {
      if (statement.run(...parameters).changes !== 1) throw new Error(`no such job: ${String(parameters.at(-1))}`);
    };
  };
  const finish = one('DELETE FROM job WHERE id = ?');
  const retry = one(
    `UPDATE job SET state = 'ready', failures = failures + 1, deaths = 0, delay_ms = ?, not_before_ms = ?, reason = ? WHERE id = ?`,
  );
  const wait = one(`UPDATE job SET state = 'ready', deaths = 0, delay_ms = ?, not_before_ms = ?, reason = ? WHERE id = ?`);
  const park = one(`UPDATE job SET state = 'parked', reason = ? WHERE id = ?`);
  // Deaths stay counted: one that kills the process does not go on because somebody asks for the same again.
  const unparkOne = db.prepare(`UPDATE job SET ${UNPARK} WHERE state = 'parked' AND id = :id`);
  const unpark = db.prepare(`UPDATE job SET deaths = 0, ${UNPARK} WHERE state = 'parked' AND name = :name AND reason = :reason`);
  const progress = one('UPDATE job SET progress = ? WHERE id = ?');
  const cancel = db.prepare(`DELETE FROM job WHERE subject = ? AND name = ? AND state <> 'running' AND progress IS NULL`);
  const counts = db.prepare<[], JobCount>('SELECT name, state, count(*) AS count FROM job GROUP BY name, state ORDER BY name, state');
  const parked = db.prepare<[], { id: JobId; name: string; subject: string; reason: string }>(
    `SELECT id, name, subject, reason FROM job WHERE state = 'parked' ORDER BY seq`,
  );

  const listeners = new Set<() => void>();
  let touched = true;
  let cancelWake: () => void = () => {};
  const nextDueMs = (names?: readonly string[]): number | null => {
    const at = (names ? dueOf.get(JSON.stringify(names)) : due.get()) ?? null;
    return at === null ? null : Math.max(0, at - now());
  };
  const wake = (): void => {
    cancelWake();
    if (listeners.size === 0) return;
    if (nextDueMs() === 0) for (const listener of listeners) queueMicrotask(() => listeners.has(listener) && listener());
    const at = dueAfter.get(now());
    if (typeof at === 'number') cancelWake = clock.after(at - now(), wake);
  };
  const take = (seqs: readonly number[]): Job[] => {
    // Not synced: a claim that a power cut undoes is a job that is taken up again, as every running one is.
    db.pragma('synchronous = NORMAL');
    try {
      return claim
        .all({ run: clock.runId, seqs: JSON.stringify(seqs) })
        .sort(byUrgency)
        .map(jobOf);
    } catch (error) {
      throw storageFailure(error, db.name);
    } finally {
      db.pragma('synchronous = FULL');
    }
  };
  const changed = <A extends unknown[], R>(change: (...of: A) => R) => {
    return (...of: A): R => {
      touched = true;
      return change(...of);
    };
  };

  return {
    changes: {
      enqueue: changed((job) => {
        const { name, subject, payload = null, priority = 0, delayMs = 0, unique = false } = job;
        const notBefore = delayMs > 0 ? now() + delayMs : 0;
        const waiting = unique ? twin.get(subject, name) : undefined;
        if (waiting !== undefined) {
          unparkOne.run({ id: waiting, run: clock.runId });
          hurry.run({ id: waiting, priority, notBefore, delay: delayMs });
          return waiting;
        }
        const id = mintId('job');
        const row = { id, name, subject, payload: JSON.stringify(payload), priority, unique: unique ? 1 : 0 };
        insert.run({ ...row, delay: delayMs, notBefore, run: clock.runId });
        return id;
      }),
      finish: changed((job) => finish(job)),
      retry: changed((job, delayMs, code) => retry(delayMs, now() + delayMs, code, job)),
      wait: changed((job, delayMs, code) => wait(delayMs, now() + delayMs, code, job)),
      park: changed((job, code) => park(code, job)),
      unpark: changed((stopped) => unpark.run({ ...stopped, run: clock.runId }).changes),
      progress: (job, value) => progress(value === null ? null : JSON.stringify(value), job),
      cancel: (name, subject) => cancel.run(subject, name).changes,
    },
    jobs: {
      claim(names, limit) {
        const found = names.flatMap((name) => next.all({ name, now: now(), limit }));
        if (found.length === 0) return [];
        return take(
          found
            .sort(byUrgency)
            .slice(0, limit)
            .map(({ seq }) => seq),
        );
      },
      claimSuspect(deaths) {
        const seq = suspect.get({ deaths, now: now() });
        return seq === undefined ? null : take([seq])[0]!;
      },
      hurry(names, codes) {
        try {
          hurryAll.run({ names: JSON.stringify(names), codes: JSON.stringify(codes) });
        } catch (error) {
          throw storageFailure(error, db.name);
        }
        wake();
      },
      counts: () => counts.all(),
      nextDueMs,
      onDue(listener) {
        listeners.add(listener);
        wake();
        return () => listeners.delete(listener);
      },
      parked: () => parked.all(),
    },
    committed() {
      if (!touched) return;
      touched = false;
      wake();
    },
    close() {
      listeners.clear();
      cancelWake();
    },
  };
}
