import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../../src/base/bytes.ts';
import { MailroomError } from '../../src/base/errors.ts';

/**
 * What became of each label, by its job key, so that a key asked twice never prints twice, whoever died in between.
 * `begun` is synced before the first byte leaves for the printer: found again after a crash it reads as unknown.
 */
export interface LabelLedger {
  outcome(jobKey: string): LabelRecord | null;
  /** Durable on return. @throws STORAGE_FULL nothing may be sent. */
  begin(jobKey: string, totalBytes: number): Promise<void>;
  settle(record: LabelRecord): Promise<void>;
  close(): Promise<void>;
}
export interface LabelRecord {
  jobKey: string;
  /** `not-printed` takes the key back: it may be tried again. */
  outcome: 'begun' | 'printed' | 'not-printed' | 'unknown';
  sentBytes: number;
  totalBytes: number;
}

const FILE = 'labels.jsonl';
/** Jobs of a month on a busy box. An older key was answered long ago. */
const KEPT_RECORDS = 20_000;

/** One line a record, appended and synced; the last line of a key counts. A line cut by a power loss says nothing. */
export async function openLabelLedger(folder: string): Promise<LabelLedger> {
  const path = join(folder, FILE);
  const records = new Map<string, LabelRecord>();
  const note = (record: LabelRecord) => {
    records.delete(record.jobKey);
    if (record.outcome !== 'not-printed') records.set(record.jobKey, record);
  };
  for (const line of await linesOf(path)) {
    const record = parseRecord(line);
    if (record) note(record);
  }
  for (const key of [...records.keys()].slice(0, -KEPT_RECORDS)) records.delete(key);
  await shorten(path, [...records.values()]);
  const file: FileHandle = await open(path, 'a');

  // One append at a time: two at once could mix their bytes in a short write.
  let tail: Promise<void> = Promise.resolve();
  const append = (record: LabelRecord): Promise<void> => {
    const done = tail.then(async () => {
      // The leading line end closes a line that an earlier full disk cut.
      await file.writeFile(`\n${JSON.stringify(record)}\n`);
      await file.datasync();
      note(record);
    });
    tail = done.catch(() => undefined);
    return done;
  };
  const fullDisk = (error: unknown): MailroomError => {
    if (!noSpace(error)) throw error;
    return new MailroomError('STORAGE_FULL', { folder }, { cause: error });
  };

  return {
    outcome: (jobKey) => records.get(jobKey) ?? null,
    async begin(jobKey, totalBytes) {
      try {
        await append({ jobKey, outcome: 'begun', sentBytes: 0, totalBytes });
      } catch (error) {
        throw fullDisk(error);
      }
    },
    async settle(record) {
      try {
        await append(record);
      } catch (error) {
        // The begun line stands: after a restart this key reads as unknown. Until then we know better.
        fullDisk(error);
        note(record);
      }
    },
    async close() {
      await tail;
      await file.close();
    },
  };
}

const noSpace = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');

/** On a full disk the file stays as long as it is: the bridge must start, because what it gives away is what makes room. */
async function shorten(path: string, records: readonly LabelRecord[]): Promise<void> {
  try {
    await writeDurably(path, Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join('')));
  } catch (error) {
    await rm(`${path}.part`, { force: true });
    if (!noSpace(error)) throw error;
  }
}

async function linesOf(path: string): Promise<string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function parseRecord(line: string): LabelRecord | null {
  try {
    const { jobKey, outcome, sentBytes, totalBytes } = JSON.parse(line) as LabelRecord;
    const known = ['begun', 'printed', 'not-printed', 'unknown'].includes(outcome);
    return known && typeof jobKey === 'string' ? { jobKey, outcome, sentBytes, totalBytes } : null;
  } catch {
    return null;
  }
}
