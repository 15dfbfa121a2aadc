import { readFileSync } from 'node:fs';
import { writeDurablySync } from '#base/bytes.ts';
import type { Clock } from '#base/clock.ts';
import { crashPoint } from '#base/crash-point.ts';
import { MailroomError } from '#base/errors.ts';
import { type LabelNumber, type LabelParts, labelNumber } from '#domain/label-number.ts';

/** A station's numbers of one year up to `reservedTo` may be on labels: none of them is given again. */
interface Reserved {
  year: number;
  reservedTo: number;
}
interface NumbersFile {
  format: 1;
  stations: Record<string, Reserved>;
}

/** A stretch that will never be used, and why. */
export interface Voided {
  from: LabelNumber;
  to: LabelNumber;
  reason: 'restore' | 'spoiled';
}

export interface NumbersMark {
  year: number;
  last: number;
  reservedTo: number;
}

export interface Numbers {
  /** @throws NUMBERS_EXHAUSTED, STORAGE_FULL */
  allot(): LabelNumber;
  /** What opening skipped: the rest of the block of a run that did not close, or a block where the file was lost. */
  readonly skipped: Voided | null;
  /** Goes on a block beyond `inHand` and beyond all that is known. */
  resumeAfter(inHand: LabelParts): Voided;
  mark(): NumbersMark;
  /** Numbers of a transaction that did not come to be were never seen, and are given again. */
  undo(to: NumbersMark): void;
  /** Gives back the rest of the block: after a proper end no number is skipped. */
  close(): void;
}

const MOST = 999_999;
const FIRST_YEAR = 2026;

function readNumbers(file: string): NumbersFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { format: 1, stations: {} };
    throw error;
  }
  return JSON.parse(text) as NumbersFile;
}

/**
 * Label numbers in reserved blocks (DESIGN.md rule 6). The end of a block is synced in a file outside the database before
 * the first number of it is used, so that neither a crash nor an older database brings a number back.
 *
 * @param newest the highest number the register knows of, used or voided
 */
export function openNumbers(file: string, prefix: string, block: number, clock: Clock, newest: LabelParts | null): Numbers {
  const saved = readNumbers(file).stations[prefix];
  const compare = (a: { year: number; sequence: number }, b: { year: number; sequence: number }): number =>
    a.year - b.year || a.sequence - b.sequence;
  const stretch = (year: number, from: number, to: number, reason: Voided['reason']): Voided => ({
    from: labelNumber({ prefix, year, sequence: from }),
    to: labelNumber({ prefix, year, sequence: to }),
    reason,
  });

  const known = newest ?? { year: 0, sequence: 0 };
  let at: NumbersMark = { year: saved?.year ?? 0, last: saved?.reservedTo ?? 0, reservedTo: saved?.reservedTo ?? 0 };
  let skipped: Voided | null = null;
  const ahead = compare({ year: at.year, sequence: at.last }, known);
  if (ahead > 0) {
    const from = known.year === at.year ? known.sequence + 1 : 1;
    if (from <= at.last) skipped = stretch(at.year, from, at.last, 'spoiled');
  } else if (ahead < 0) {
    // The file is gone or older than the register: labels of the lost block may be in somebody's hand.
    const to = Math.min(known.sequence + block, MOST);
    if (to > known.sequence) skipped = stretch(known.year, known.sequence + 1, to, 'restore');
    at = { year: known.year, last: to, reservedTo: to };
  }

  const save = (year: number, reservedTo: number): void => {
    const all = readNumbers(file);
    all.stations[prefix] = { year, reservedTo };
    writeDurablySync(file, `${JSON.stringify(all)}\n`);
  };

  const yearNow = (): number => {
    const localYear = new Date(clock.wallMs()).getFullYear();
    const trusted = clock.quality() === 'unconfirmed' ? 0 : localYear;
    return Math.max(at.year, trusted) || Math.max(localYear, FIRST_YEAR);
  };

  return {
    skipped,
    allot() {
      const year = yearNow();
      const sequence = year === at.year ? at.last + 1 : 1;
      if (sequence > MOST) throw new MailroomError('NUMBERS_EXHAUSTED', { prefix, year });
      let { reservedTo } = at;
      if (year !== at.year || sequence > reservedTo) {
        reservedTo = Math.min(sequence + block - 1, MOST);
        crashPoint('store.numbers.before-block');
        save(year, reservedTo);
        crashPoint('store.numbers.after-block');
      }
      at = { year, last: sequence, reservedTo };
      return labelNumber({ prefix, year, sequence });
    },
    resumeAfter(inHand) {
      const year = Math.max(at.year, inHand.year);
      const last = year === at.year ? at.last : 0;
      const high = Math.max(last, inHand.year === year ? inHand.sequence : 0, year === at.year ? at.reservedTo : 0);
      const to = Math.min(high + block, MOST);
      if (to <= last) throw new MailroomError('NUMBERS_EXHAUSTED', { prefix, year });
      save(year, to);
      at = { year, last: to, reservedTo: to };
      return stretch(year, last + 1, to, 'restore');
    },
    mark: () => at,
    undo(to) {
      at = to;
    },
    close() {
      if (at.last < at.reservedTo) save(at.year, at.last);
    },
  };
}
