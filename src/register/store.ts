import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#base/clock.ts';
import { MailroomError } from '#base/errors.ts';
import type { BlobKeyId, BlobName, ItemId } from '#base/ids.ts';
import type { Log } from '#base/log.ts';
import { changesOf } from '#domain/apply-event.ts';
import { event, type NewEvent, type StoredEvent } from '#domain/events.ts';
import { type LabelNumber, type LabelParts, parseLabelNumber } from '#domain/label-number.ts';
import { copyDatabase } from '#store/backup.ts';
import { type BlobFiles, type Blobs, openBlobs } from '#store/blobs.ts';
import { type Database, emptyLog, openForWriting, storageFailure } from '#store/database.ts';
import { type JobChanges, type Jobs, openJobs } from '#store/jobs.ts';
import { migrate } from '#store/migrate.ts';
import { openPersonal } from '#store/personal.ts';
import { forgetOldest, openRemembered } from '#store/remembered.ts';
import { openSearchIndex, type SearchIndex } from '#store/search-index.ts';
import { lockState } from '#store/state-lock.ts';
import { openTransactions } from '#store/transactions.ts';
import { openHighWater } from './high-water.ts';
import { type Opening, openLedger } from './ledger.ts';
import { openNumbers, type Voided } from './numbers.ts';
import { BLOB_COLUMNS, blobsNamed, openProjection } from './project.ts';
import { openReader, type Reader } from './reader.ts';

export interface StoreOptions {
  folder: string;
  /** Prefix of this station's label numbers: `VM`. */
  station: string;
  clock: Clock;
  log: Log;
  /** The register was put back from a backup or comes from another station: it may be behind what was reached. `resume` must follow. */
  putBack?: boolean;
  /** Numbers reserved at a time; at most this many are skipped after a crash. Default 100. */
  reservedBlock?: number;
}

/** One synchronous transaction: append + project + enqueue (DESIGN.md rule 2). Not to be kept beyond the call. */
export interface Tx extends Reader, JobChanges {
  /**
   * Appends events to the register and projects them at once. The texts that come with an event are kept beside the register, and
   * its hashed bytes commit to them.
   *
   * @param events   In order. Bodies are hashed exactly as stored, never re-encoded.
   * @param expected Last position the caller saw of each item it touches (`item.last_position`); the chain position is given here.
   * @throws ITEM_MOVED_ON  somebody wrote about one of these items since; read it again and decide again.
   * @throws BLOB_OVERTAKEN an erasure took a blob away between its `put` and this transaction; put it again and come back.
   */
  append(events: readonly NewEvent[], expected?: ReadonlyMap<ItemId, number>): StoredEvent[];
  /** The next label number of this station (rule 6). @throws NUMBERS_EXHAUSTED */
  allotNumber(): LabelNumber;
  /**
   * Keeps a JSON value under a key, outside the ledger (idempotency keys, undo plans, pictures of a page); null forgets it.
   * Holds ids and codes only. Blobs it names are not removed as long as it is remembered.
   */
  remember(key: string, value: unknown): void;
  /** Deletes the texts of these subjects; `erase` on the store does the rest after the commit. */
  forgetPersonal(subjects: readonly string[]): void;
}

/** What is to be gone for good. Rows were deleted by the transaction that recorded the erasure. */
export interface Erasure {
  /** Documents whose texts and rows were deleted: their words leave the search index, and the write-ahead logs are emptied. */
  documents?: readonly string[];
  /** Blobs the erased rows named; one that another row still names stays. */
  blobs?: readonly BlobName[];
  /** With a key goes what was put under it, or made of what it belongs to, and is not named: work on the erased that broke off. */
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
   * The same for work nobody waits for with a finger on the screen: calls that come within a few milliseconds share one synced commit,
   * each with its own savepoint, so that the failure of one does not undo another. Resolved only when the commit is durable.
   *
   * @param withinMs how long it may wait for others to join; more where something else takes its time anyway.
   */
  together<T>(work: (tx: Tx) => T, withinMs?: number): Promise<T>;
  /** Position, epoch and Merkle root (hex) of the register as committed. Position 0: empty. */
  head(): { registerId: string; epoch: number; position: number; root: string };
  /** Calls back after each synced commit that appended events, in order, in a microtask. Returns how to stop listening. */
  onCommit(listener: (events: StoredEvent[]) => void): () => void;
  /** Position at which this epoch opened. What was registered before it may have gone on in a state that was lost. */
  epochBegan(): number;
  /**
   * Goes on after a restore from a backup, or as a clone of another station, in one transaction: a new epoch, and numbers a block beyond
   * the last label somebody holds in hand. Returns what is skipped.
   */
  resume(reason: 'restore' | 'clone', lastInHand: LabelNumber): Voided[];
  /**
   * Makes an erasure real: keys destroyed, files removed, search index cleaned, write-ahead logs emptied. Idempotent: run it from a job.
   *
   * @throws ERASURE_WAITS everything is done but the logs: a reader still looks at an older state. Come again.
   */
  erase(what: Erasure): Promise<void>;
  /** A consistent copy of the register, made in a thread. @throws STORAGE_FULL */
  backup(to: string): Promise<void>;
  close(): void;
}

export type { Reader } from './reader.ts';

const DEFAULT_BLOCK = 100;

/**
 * Opens the state folder for the one process that writes to it, making what is not there yet.
 * Jobs another run left are taken up; numbers it had reserved and not used are voided.
 *
 * @throws REGISTER_WENT_BACK where the register is behind what it had reached; STATE_LOCKED, STATE_TOO_NEW, STORAGE_FULL
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { folder } = options;
  await mkdir(folder, { recursive: true, mode: 0o750 });
  const opened: (() => void)[] = [lockState(folder)];
  const closeAll = (): void => {
    for (const close of opened.splice(0).reverse()) close();
  };
  try {
    const db = openForWriting(join(folder, 'register.db'));
    opened.push(() => db.close());
    migrate(db);
    forgetOldest(db);
    // It may know documents that the register does not. What is missing is made again.
    if (options.putBack) for (const end of ['', '-wal', '-shm']) await rm(join(folder, `search.db${end}`), { force: true });
    const search = openSearchIndex(join(folder, 'search.db'));
    opened.push(() => search.close());
    const blobs = await openBlobs(folder, options.clock);
    const store = storeOn(db, search, blobs, options, closeAll);
    // What the run before put and never named, a closed letter's reading for one, does not outlive it.
    const leftBehind = await blobs.unnamed();
    await store.erase({ blobs: leftBehind });
    return store;
  } catch (error) {
    closeAll();
    throw error;
  }
}

function storeOn(db: Database, search: SearchIndex, blobs: BlobFiles, options: StoreOptions, closeFiles: () => void): Store {
  const { folder, station, clock, log, reservedBlock = DEFAULT_BLOCK } = options;
  const ledger = openLedger(db, clock);
  const highWater = openHighWater(join(folder, 'head.json'));
  const found = ledger.head();
  let { registerId } = found;
  if (!options.putBack && highWater.isBehind(found)) {
    const { position: reachedPosition, epoch: reachedEpoch } = highWater.reached!;
    throw new MailroomError('REGISTER_WENT_BACK', { folder, position: found.position, epoch: found.epoch, reachedPosition, reachedEpoch });
  }
  const reader = openReader(db);
  const personal = openPersonal(db);
  const remembered = openRemembered(db);
  const project = openProjection(db);
  const jobs = openJobs(db, clock);
  const numbers = openNumbers(join(folder, 'numbers.json'), station, reservedBlock, clock, newestNumber(reader, station));
  const listeners = new Set<(events: StoredEvent[]) => void>();
  let pending: { events: StoredEvent[]; named: string[] } = { events: [], named: [] };

  const name = (named: readonly string[]): void => {
    for (const blob of named) blobs.require(blob as BlobName);
    pending.named.push(...named);
  };
  const append = (events: readonly NewEvent[], opening?: Opening): StoredEvent[] => {
    const stored = ledger.append(events, opening);
    for (const change of stored.flatMap(changesOf)) {
      project(change);
      name(blobsNamed(change));
    }
    pending.events.push(...stored);
    return stored;
  };
  const tx: Tx = {
    ...reader,
    ...jobs.changes,
    append(events, expected) {
      if (expected) ledger.require(expected);
      return append(events);
    },
    allotNumber: () => numbers.allot(),
    forgetPersonal: (subjects) => personal.forget(subjects),
    remember(key, value) {
      name(remembered.remember(key, value));
    },
  };
  const transactions = openTransactions(db, tx, {
    mark: () => ({ events: pending.events.length, named: pending.named.length, numbers: numbers.mark() }),
    undo(to) {
      pending.events.length = to.events;
      pending.named.length = to.named;
      numbers.undo(to.numbers);
    },
    committed() {
      const { events, named } = pending;
      pending = { events: [], named: [] };
      for (const blob of new Set(named)) blobs.named(blob as BlobName);
      const last = events.at(-1);
      if (last) highWater.passed({ registerId, epoch: last.epoch, position: last.position });
      if (events.length > 0) for (const listener of listeners) queueMicrotask(() => listeners.has(listener) && listener(events));
      jobs.committed();
    },
  });

  const newestEpoch = db.prepare<[], number>(`SELECT max(position) FROM ledger WHERE type = 'epoch.opened@1'`).pluck();
  let epochBegan = newestEpoch.get() ?? 0;
  const openEpoch = (reason: 'first' | 'restore' | 'clone', voided: readonly Voided[]): void => {
    registerId = reason === 'restore' ? registerId : randomUUID();
    const opening = { registerId, afterEpoch: highWater.reached?.epoch };
    const gaps = voided.map((one) => event('number.voided@1', null, one));
    transactions.write(() => append([event('epoch.opened@1', null, { reason }), ...gaps], opening));
    epochBegan = newestEpoch.get()!;
    highWater.passed(ledger.head(), true);
    log.info({ reason, voided, ...ledger.head() }, 'epoch opened');
  };

  if (found.position === 0) openEpoch('first', []);
  if (numbers.skipped && !options.putBack) {
    const { skipped } = numbers;
    transactions.write(() => append([event('number.voided@1', null, skipped)]));
    log.info({ ...skipped }, 'numbers voided');
  }

  return {
    read: reader,
    blobs,
    jobs: jobs.jobs,
    search,
    databaseFile: db.name,
    searchFile: join(folder, 'search.db'),
    write: transactions.write,
    together: transactions.together,
    head: ledger.head,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    epochBegan: () => epochBegan,
    resume(reason, lastInHand) {
      const parts = parseLabelNumber(lastInHand);
      if (parts?.prefix !== station) throw new Error(`${lastInHand} is no number of station ${station}`);
      const gap = numbers.resumeAfter(parts);
      const voided = options.putBack && numbers.skipped ? [numbers.skipped, gap] : [gap];
      openEpoch(reason, voided);
      return voided;
    },
    async erase({ documents = [], blobs: names = [], keys = [] }) {
      search.remove(documents);
      for (const key of keys) await blobs.eraseKey(key);
      // What was being made of the erased and broke off is named by nobody.
      const brokenOff = keys.flatMap((key) => blobs.unnamedOf(key));
      for (const blob of [...names, ...brokenOff]) {
        if (remembered.names(blob) || isNamed(reader, blob)) blobs.named(blob);
        else await blobs.remove(blob);
      }
      // A blob leaves nothing in the logs but its name.
      if (documents.length === 0) return;
      const emptied = [emptyLog(db), search.emptyLog()];
      if (emptied.includes(false)) throw new MailroomError('ERASURE_WAITS', { folder });
    },
    async backup(to) {
      await copyDatabase(db.name, to).catch((error) => {
        throw storageFailure(error, to);
      });
    },
    close() {
      if (!db.open) return;
      transactions.flush();
      listeners.clear();
      jobs.close();
      highWater.passed(ledger.head(), true);
      numbers.close();
      closeFiles();
    },
  };
}

/** The highest number of a station that the register knows of, used or voided. */
function newestNumber(reader: Reader, station: string): LabelParts | null {
  const used = reader.query<{ number: string | null }>(
    'SELECT max(number) AS number FROM item WHERE number > ? AND number < ?',
    `${station}-`,
    `${station}.`,
  );
  const voided = reader.query<{ number: string }>(
    `SELECT CAST(body AS TEXT) ->> '$.to' AS number FROM ledger WHERE type = 'number.voided@1'`,
  );
  const all = [...used, ...voided].flatMap(({ number }) => (number ? (parseLabelNumber(number) ?? []) : []));
  const ours = all.filter(({ prefix }) => prefix === station);
  return ours.sort((a, b) => a.year - b.year || a.sequence - b.sequence).at(-1) ?? null;
}

const isNamed = (reader: Reader, name: BlobName): boolean =>
  BLOB_COLUMNS.some(([table, column]) => reader.get(table, { [column]: name }) !== undefined);
