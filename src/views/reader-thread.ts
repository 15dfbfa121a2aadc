/** The thread that answers lists and searches: its own read-only connections, one consistent state for each answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { isFailure, toWire } from '#base/errors.ts';
import type { Directory } from '#domain/directory.ts';
import { openReader } from '#register/reader.ts';
import { openForReading } from '#store/database.ts';
import type { FromReader, ToReader } from './readers.ts';
import { namesOf, type Sight } from './sight.ts';
import { VIEWS } from './thread-views.ts';

const { databaseFile, searchFile, directory } = workerData as { databaseFile: string; searchFile: string; directory: Directory };
const db = openForReading(databaseFile);
db.prepare('ATTACH ? AS search').run(searchFile);
const sight: Sight = { read: openReader(db), names: namesOf(directory) };
const port = parentPort!;

port.on('message', (message: ToReader) => {
  if (message.kind === 'directory') {
    sight.names = namesOf(message.directory);
    return;
  }
  const view = VIEWS[message.view] as (sight: Sight, of: typeof db, ...args: unknown[]) => unknown;
  let answer: FromReader;
  try {
    answer = { id: message.id, answer: db.transaction(() => view(sight, db, ...message.args)).deferred() };
  } catch (error) {
    answer = isFailure(error)
      ? { id: message.id, failure: toWire(error) }
      : { id: message.id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  port.postMessage(answer);
});
