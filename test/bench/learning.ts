/**
 * `bench learning FOLDER RESULTS [FOLDER RESULTS …]`: what the class model makes of a class it never saw. Each class in turn is taken away from the
 * seed and taught again by five of its letters, one after the other, as a clerk corrects them; then all other letters are classed.
 * FOLDER holds the truth, RESULTS what `vaguemestre read` printed about it.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ClassInput } from '#understanding/class-features.ts';
import { classify, learn, trainFromSeed } from '#understanding/class-model.ts';
import { DEFAULT_THRESHOLDS } from '#understanding/decision.ts';
import { classInputOf } from '#understanding/understand.ts';
import { directoryFrom, NOBODY } from '../../src/commands/directory-from.ts';
import { type Measure, report } from './beside.ts';
import { asReadPage } from './printed-lines.ts';
import { DIRECTORY_FILE, resultsIn, scoredFolder } from './scored-folder.ts';

const EXAMPLES = 5;
/** Each time another five teach. */
const ROUNDS = 2;

export interface ClassedLetter {
  classId: string;
  input: ClassInput;
}

/** Of the letters that were not examples. */
export interface Learned {
  /** Of the class taught: called by its name, of so many. */
  found: number;
  own: number;
  /** Of all other classes: called by its name, of so many. */
  swallowed: number;
  others: number;
  /** Called anything wrong, surely enough to be filed by it; letters of others that were wrong before the first example are left out. */
  surelyWrong: { classId: string; called: string; confidence: number }[];
}

export async function bench(args: string[]): Promise<void> {
  if (args.length === 0 || args.length % 2 !== 0) throw new Error('usage: bench learning FOLDER RESULTS [FOLDER RESULTS …]');
  const letters: ClassedLetter[] = [];
  for (let at = 0; at < args.length; at += 2) letters.push(...(await lettersIn(resolve(args[at]!), args[at + 1]!)));
  const classes = trainFromSeed().classes.filter((id) => letters.filter(({ classId }) => classId === id).length > EXAMPLES);
  const learned = classes.map((id) => ({ id, ...learnAgain(id, letters) }));
  const sum = (of: (one: Learned) => number): number => learned.reduce((total, one) => total + of(one), 0);
  const [own, others] = [sum((one) => one.own), sum((one) => one.others)];
  report(
    'learning',
    [
      { what: 'other letters of a class taught by five', unit: '', ours: sum((one) => one.found) / own, aim: { least: 0.9 } },
      ...learned.map(({ id, found, own: of }): Measure => ({ what: `  ${id}`, unit: '', ours: found / of, note: `${found} of ${of}` })),
      { what: 'letters of other classes it swallows', unit: '', ours: sum((one) => one.swallowed) / others, note: `of ${others}` },
      { what: 'wrong, and sure enough to be filed by', unit: '', ours: sum((one) => one.surelyWrong.length), aim: { most: 0 } },
    ],
    { letters: letters.length, rounds: ROUNDS, learned },
  );
}

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
  const wrongBefore = new Set(others.filter(({ classId: id, input }) => classify(untaught, input).id !== id));
  const learned: Learned = { found: 0, own: 0, swallowed: 0, others: 0, surelyWrong: [] };
  for (let round = 0; round < rounds; round++) {
    const order = shuffled(own, round);
    const taught = order.slice(0, EXAMPLES).reduce((model, example) => learn(model, example), untaught);
    for (const letter of [...order.slice(EXAMPLES), ...others]) {
      const { id, confidence } = classify(taught, letter.input);
      const [ours, called] = [letter.classId === classId, id === classId];
      learned.own += Number(ours);
      learned.others += Number(!ours);
      learned.found += Number(ours && called);
      learned.swallowed += Number(!ours && called);
      if (id === null || id === letter.classId || wrongBefore.has(letter)) continue;
      if (confidence >= DEFAULT_THRESHOLDS.routeByClass(id)) learned.surelyWrong.push({ classId: letter.classId, called: id, confidence });
    }
  }
  return learned;
}

/** Another order each round, the same on every machine. */
const shuffled = (letters: readonly ClassedLetter[], round: number): ClassedLetter[] =>
  letters
    .map((letter, at) => ({ letter, place: (at * 7919 + round * 104_729) % 1009 }))
    .sort((a, b) => a.place - b.place)
    .map(({ letter }) => letter);
