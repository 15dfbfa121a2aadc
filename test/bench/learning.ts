/**
 * `bench learning FOLDER RESULTS [FOLDER RESULTS …]`: what the class model makes of a class it never saw. Each class in turn is taken away from the
 * seed and taught again by five of its letters, one after the other, as a clerk corrects them; then all other letters are classed. Which five is
 * drawn several times, as a lucky draw proves nothing.
 * FOLDER holds the truth, RESULTS what `vaguemestre read` printed about it.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ClassInput } from '#understanding/class-features.ts';
import { type ClassModel, classify, learn, trainFromSeed } from '#understanding/class-model.ts';
import { generator, shuffle } from '#understanding/class-seed.ts';
import { DEFAULT_THRESHOLDS } from '#understanding/decision.ts';
import { classInputOf } from '#understanding/understand.ts';
import { directoryFrom, NOBODY } from '../../src/commands/directory-from.ts';
import { type Measure, report } from './beside.ts';
import { asReadPage } from './printed-lines.ts';
import { DIRECTORY_FILE, resultsIn, scoredFolder } from './scored-folder.ts';

const EXAMPLES = 5;
/** Each time another five teach. */
const ROUNDS = 4;

export interface ClassedLetter {
  classId: string;
  input: ClassInput;
}

export interface Learned {
  /** After the fifth example, for each five drawn: letters of the class that were no examples, and those called by its name. */
  draws: { found: number; own: number }[];
  /** Of all other classes: called by its name, of so many. */
  swallowed: number;
  others: number;
  /** Called anything wrong, surely enough to be filed by it, after any of the examples and not before the first. */
  surelyWrong: { classId: string; called: string; after: number; confidence: number }[];
}

export async function bench(args: string[]): Promise<void> {
  if (args.length === 0 || args.length % 2 !== 0) throw new Error('usage: bench learning FOLDER RESULTS [FOLDER RESULTS …]');
  const letters: ClassedLetter[] = [];
  for (let at = 0; at < args.length; at += 2) letters.push(...(await lettersIn(resolve(args[at]!), args[at + 1]!)));
  const classes = trainFromSeed().classes.filter((id) => letters.filter(({ classId }) => classId === id).length > EXAMPLES);
  const learned = classes.map((id) => ({ id, ...learnAgain(id, letters) }));
  const sum = (of: (one: Learned) => number): number => learned.reduce((total, one) => total + of(one), 0);
  const draw = (at: number): number => sum(({ draws }) => draws[at]!.found) / sum(({ draws }) => draws[at]!.own);
  const drawn = Array.from({ length: ROUNDS }, (_, at) => draw(at));
  report(
    'learning',
    [
      { what: 'other letters of a class taught by five', unit: '', ours: mean(drawn), aim: { least: 0.9 } },
      { what: '  with the unluckiest five', unit: '', ours: Math.min(...drawn), aim: { least: 0.9 } },
      ...learned.map(({ id, draws }): Measure => {
        const shares = draws.map(({ found, own }) => found / own);
        return { what: `  ${id}`, unit: '', ours: mean(shares), note: `at worst ${Math.min(...shares).toFixed(2)} of ${draws[0]!.own}` };
      }),
      { what: 'letters of other classes it swallows', unit: '', ours: sum((one) => one.swallowed) / sum((one) => one.others) },
      { what: 'wrong, and sure enough to be filed by', unit: '', ours: sum((one) => one.surelyWrong.length), aim: { most: 0 } },
    ],
    { letters: letters.length, rounds: ROUNDS, learned },
  );
}

const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;

async function lettersIn(folder: string, resultsFile: string): Promise<ClassedLetter[]> {
  const { results } = resultsIn(await readFile(resultsFile, 'utf8'));
  const directoryFile = join(folder, DIRECTORY_FILE);
  const directory = existsSync(directoryFile) ? await directoryFrom(directoryFile) : NOBODY;
  const { items } = await scoredFolder(folder, results);
  return items.flatMap(({ file: { document_class: classId }, read }) =>
    read === null || classId === undefined ? [] : [{ classId, input: classInputOf(read.pages.map(asReadPage), directory) }],
  );
}

/** Takes a class away from the seed and teaches it again by five of these letters, `rounds` times by five others. */
export function learnAgain(classId: string, letters: readonly ClassedLetter[], rounds = ROUNDS): Learned {
  const untaught = trainFromSeed({ without: [classId] });
  const own = letters.filter((letter) => letter.classId === classId);
  const others = letters.filter((letter) => letter.classId !== classId);
  const before = new Map(letters.map((letter) => [letter, surely(untaught, letter)?.called]));
  const learned: Learned = { draws: [], swallowed: 0, others: 0, surelyWrong: [] };
  for (let round = 0; round < rounds; round++) {
    const order = [...own];
    shuffle(order, generator(round));
    let taught = untaught;
    for (let after = 1; after <= EXAMPLES; after++) {
      taught = learn(taught, order[after - 1]!);
      for (const letter of [...order.slice(after), ...others]) {
        const now = surely(taught, letter);
        if (now && now.called !== letter.classId && now.called !== before.get(letter))
          learned.surelyWrong.push({ classId: letter.classId, after, ...now });
      }
    }
    const isCalled = ({ input }: ClassedLetter): boolean => classify(taught, input).id === classId;
    const rest = order.slice(EXAMPLES);
    learned.draws.push({ found: rest.filter(isCalled).length, own: rest.length });
    learned.swallowed += others.filter(isCalled).length;
    learned.others += others.length;
  }
  return learned;
}

/** What a letter would be filed by if its class alone decided. */
function surely(model: ClassModel, { input }: ClassedLetter): { called: string; confidence: number } | null {
  const { id: called, confidence } = classify(model, input);
  return called !== null && confidence >= DEFAULT_THRESHOLDS.routeByClass(called) ? { called, confidence } : null;
}
