import type { Clock } from '#base/clock.ts';
import type { BlobKeyId, BlobName, ItemId, JobId } from '#base/ids.ts';
import type { Log } from '#base/log.ts';
import type { NewEvent, StoredEvent } from '#domain/events.ts';
import type { LabelNumber } from '#domain/label-number.ts';
import type { ProjectionRows, TableName } from '#domain/rows.ts';
import type { Blobs } from '#store/blobs.ts';
import type { JobChanges, Jobs } from '#store/jobs.ts';
import type { Commitment, PersonalText } from '#store/personal.ts';
import type { SearchIndex } from '#store/search-index.ts';

export interface StoreOptions {
  folder: string;
  /** Prefix of this station's label numbers: `VM`. */
  station: string;
  clock: Clock;
  log: Log;
  /** Numbers reserved at a time; at most this many are skipped after a crash. Default 100. */
  reservedBlock?: number;
}

/** Reading on the writer's connection: small point reads only. Lists and searches belong in a reader thread (views/). */
export interface Reader {
  /** The row whose columns equal `where`, if any. */
  get<T extends TableName>(table: T, where: Partial<ProjectionRows[T]>): ProjectionRows[T] | undefined;
  /** All rows whose columns equal `where`, in order of `orderBy` (the primary key when none is given). */
  all<T extends TableName>(table: T, where: Partial<ProjectionRows[T]>, orderBy?: keyof ProjectionRows[T] & string): ProjectionRows[T][];
  /** Any read-only statement, for what the two above cannot say. */
  query<Row = Record<string, unknown>>(sql: string, ...parameters: unknown[]): Row[];
  /** The events of an item in order. */
  eventsOf(item: ItemId): StoredEvent[];
  /** Up to `limit` events after a position, in order. */
  eventsAfter(position: number, limit: number): StoredEvent[];
  /** What the personal table keeps about a subject, by field. */
  personal(subject: string): Record<string, string>;
}

/** One synchronous transaction: append + project + enqueue (DESIGN.md rule 2). Not to be kept beyond the call. */
export interface Tx extends Reader, JobChanges {
  /**
   * Appends events to the register and projects them at once.
   *
   * @param events   In order. Bodies are hashed exactly as stored, never re-encoded.
   * @param expected Last position the caller saw of each item it touches (`item.last_position`); the chain position is given here.
   * @throws ITEM_MOVED_ON  somebody wrote about one of these items since; read it again and decide again.
   */
  append(events: readonly NewEvent[], expected?: ReadonlyMap<ItemId, number>): StoredEvent[];
  /** The next label number of this station (rule 6). @throws NUMBERS_EXHAUSTED */
  allotNumber(): LabelNumber;
  /** Keeps texts outside the hashed bytes; a field kept again is replaced. */
  keepPersonal(texts: readonly PersonalText[]): Commitment[];
  /** Deletes the texts of these subjects; `erase` on the store does the rest after the commit. */
  forgetPersonal(subjects: readonly string[]): void;
}

/** What is to be gone for good. Rows were deleted by the transaction that recorded the erasure. */
export interface Erasure {
  /** Documents whose words leave the search index. */
  documents?: readonly string[];
  /** Blobs the erased rows named; one that another row still names stays. */
  blobs?: readonly BlobName[];
  keys?: readonly BlobKeyId[];
}

export interface Store {
  readonly read: Reader;
  readonly blobs: Blobs;
  readonly jobs: Jobs;
  readonly search: SearchIndex;
  /** Path of the register's database, for readers in worker threads. */
  readonly databaseFile: string;
  /** Path of the search index, for readers in worker threads. */
  readonly searchFile: string;
  /**
   * Runs `work` in one transaction. Durable on return (WAL, synchronous = FULL): the caller may now acknowledge, and must not before.
   *
   * @throws STORAGE_FULL  nothing was written. Whatever `work` throws undoes the transaction and comes through.
   */
  write<T>(work: (tx: Tx) => T): T;
  /**
   * The same, but calls arriving in one turn of the event loop share one synced commit. Each has its own savepoint:
   * the failure of one does not undo another. Resolved only when the commit is durable.
   */
  together<T>(work: (tx: Tx) => T): Promise<T>;
  /** Position, epoch and Merkle root (hex) of the register as committed. Position 0: empty. */
  head(): { registerId: string; epoch: number; position: number; root: string };
  /** Calls back after each synced commit that appended events, in order, in a microtask. Returns how to stop listening. */
  onCommit(listener: (events: StoredEvent[]) => void): () => void;
  /** Opens a new epoch: this state was restored from a backup or is a clone of another station's. */
  openEpoch(reason: 'restore' | 'clone'): void;
  /** After a restore: goes on a block beyond the last label somebody holds in hand, and records what is skipped. */
  resumeAfter(lastInHand: LabelNumber): void;
  /** Makes an erasure real: keys destroyed, files removed, search index cleaned, write-ahead logs emptied. Idempotent: run it from a job. */
  erase(what: Erasure): Promise<void>;
  /** A consistent copy of the register in steps that leave the event loop free. */
  backup(to: string): Promise<void>;
  close(): void;
}

export type OpenStore = (options: StoreOptions) => Promise<Store>;
export type { JobId };
