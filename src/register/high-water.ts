import { readFileSync } from 'node:fs';
import { writeDurablySync } from '#base/bytes.ts';
import { isFailure } from '#base/errors.ts';
import { storageFailure } from '#store/database.ts';
import type { Head } from './ledger.ts';

/** Where a register had got to. */
export type Reached = Pick<Head, 'registerId' | 'epoch' | 'position'>;

/**
 * How far the register is known to have got, noted outside the database: a register that ends before it was put back from a backup. The
 * opposite is not proved, as it is noted every so many events and at the end of a run only, and never costs a sync of its own per commit.
 */
export interface HighWater {
  readonly reached: Reached | null;
  isBehind(head: Reached): boolean;
  /** A durable head. Noted where it is further by enough, or `exactly`. */
  passed(head: Reached, exactly?: boolean): void;
}

const EVERY = 200;

export function openHighWater(file: string): HighWater {
  let reached = read(file);
  const isBehind = ({ registerId, epoch, position }: Reached): boolean =>
    reached !== null &&
    (epoch < reached.epoch || (epoch === reached.epoch && (position < reached.position || registerId !== reached.registerId)));
  return {
    get reached() {
      return reached;
    },
    isBehind,
    passed(head, exactly = false) {
      const { registerId, epoch, position } = head;
      if (isBehind(head) || (position < (reached?.position ?? 0) + (exactly ? 1 : EVERY) && epoch === reached?.epoch)) return;
      try {
        writeDurablySync(file, `${JSON.stringify({ format: 1, registerId, epoch, position })}\n`);
      } catch (error) {
        // A full disk: what is noted is older then, and still true.
        if (isFailure(storageFailure(error, file), 'STORAGE_FULL')) return;
        throw error;
      }
      reached = { registerId, epoch, position };
    },
  };
}

function read(file: string): Reached | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Reached;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
