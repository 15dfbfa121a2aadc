/** The thread behind `copyDatabase`. */
import { workerData } from 'node:worker_threads';
import { openForReading } from './database.ts';

const { file, to } = workerData as { file: string; to: string };
const ALL_PAGES = 0x7fffffff;

const db = openForReading(file);
await db.backup(to, { progress: () => ALL_PAGES });
db.close();
