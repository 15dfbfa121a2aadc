/**
 * The document class: multinomial logistic regression over `featuresOf`, trained in about a second from the seed text that ships
 * with the program. It learns from a correction at once, can be written to a file, and says which words decided.
 */

import { type ClassInput, FEATURES, type Features, featuresOf, hash, termsOf } from './class-features.ts';
import { foldWords } from './folding.ts';
import { ENGLISH } from './seed/english.ts';
import { FRENCH } from './seed/french.ts';
import { GERMAN } from './seed/german.ts';
import { ITALIAN } from './seed/italian.ts';
import { seedLines } from './seed/seed.ts';

export interface Example {
  classId: string;
  input: ClassInput;
}

export interface ClassModel {
  /** Changes whenever the model does; a decision's event records it. */
  version: string;
  classes: string[];
  /** For each feature one weight per class, then one bias per class. */
  weights: Float32Array;
  /** What people corrected, oldest first. */
  examples: Example[];
  /** Classes of the seed it was not trained in: what it knows of them comes from examples. */
  without?: readonly string[];
}

export interface ClassGuess {
  /** Null: none of these. Confidence and words are then those of the likeliest, which leads the others. */
  id: string | null;
  /** Probability, calibrated by `TEMPERATURE`. */
  confidence: number;
  /** The words that spoke most for it. */
  words: string[];
  /** The other classes, likeliest first. */
  others: { id: string; confidence: number }[];
}

export const SEED_VERSION = 'seed-2';
const DOCUMENTS_PER_SEED = 100;
const EPOCHS = 5;
const RATE = 2;
/** The bias moves slowly: how often a class occurs in the seed says nothing about the post. */
const BIAS_SHARE = 0.02;
/** Set so that the mean confidence on letters it never saw is a little under the share it gets right: 0.92 and 0.98. */
const TEMPERATURE = 0.65;
const MAX_EXAMPLES = 2_000;
/**
 * Below this it is none of the classes. Of 200 letters that have one, all were at 0.43 or above; of 42 forms that have none, 31 lie below
 * and none reaches the bar for filing by class.
 */
const NONE_BELOW = 0.3;

interface Labelled {
  at: number;
  features: Features;
}
type SeedDocument = Omit<Labelled, 'at'> & { classId: string };

/**
 * Trains from the seed alone, or from what is left of it without some classes. About a second of CPU: call it once and keep the result, or
 * keep it in a file.
 */
export function trainFromSeed({ without = [] }: { without?: readonly string[] } = {}): ClassModel {
  const classes = Object.keys(FRENCH.classes).filter((id) => !without.includes(id));
  const weights = new Float32Array(classes.length * (FEATURES + 1));
  const model: ClassModel = { version: seedVersion(without), classes, weights, examples: [], ...(without.length > 0 && { without }) };
  fit(model, labelledSeed(model), EPOCHS, RATE);
  return model;
}

const seedVersion = (without: readonly string[] = []): string => [SEED_VERSION, ...without].join('-');

const labelledSeed = ({ classes, without = [] }: ClassModel): Labelled[] =>
  seedDocuments()
    .filter(({ classId }) => !without.includes(classId))
    .map(({ classId, features }) => ({ at: classes.indexOf(classId), features }));

/**
 * One seed document in so many, 70 of them, is replayed beside the examples, others each time. More of them drown five examples of a new
 * class: of its other letters 0.82 are found beside 190, 0.90 beside 70, and of the other classes' letters it then takes 0.6 %.
 */
const REPLAYED = 75;

/**
 * A new model that also knows these examples; the old one is untouched. A class it never saw is added. Seeds are replayed beside the
 * examples so that learning one thing does not unlearn another.
 */
export function learn(model: ClassModel, ...added: readonly Example[]): ClassModel {
  const newest = added.at(-1);
  if (newest === undefined) return model;
  const classes = [...new Set([...model.classes, ...added.map(({ classId }) => classId)])];
  const examples = [...model.examples, ...added].slice(-MAX_EXAMPLES);
  const weights = widened(model.weights, model.classes.length, classes.length);
  const next: ClassModel = { ...model, version: `${seedVersion(model.without)}+${examples.length}`, classes, weights, examples };
  const labelled = ({ classId, input }: Example): Labelled => ({ at: classes.indexOf(classId), features: featuresOf(input) });
  const seeds = labelledSeed(next).filter((_, i) => i % REPLAYED === examples.length % REPLAYED);
  const own = examples.map(labelled);
  const recent = labelled(newest);
  fit(next, [...seeds, ...own.flatMap((d) => [d, d, d, d]), ...Array.from({ length: 8 }, () => recent)], 3, RATE);
  return next;
}

let cachedSeed: SeedDocument[] | null = null;

/** Seed lines shuffled into documents of different length, the same on every box. */
function seedDocuments(): SeedDocument[] {
  if (cachedSeed) return cachedSeed;
  const documents: SeedDocument[] = [];
  const random = generator(20261122);
  const under = (n: number): number => Math.floor(random() * n);
  const some = (from: Deck, count: number): string[] => Array.from({ length: count }, () => draw(from, random));
  for (const seed of [FRENCH, ENGLISH, GERMAN, ITALIAN]) {
    const [neutral, address] = [deckOf(seed.neutral), deckOf(seed.address)];
    for (const id of Object.keys(FRENCH.classes)) {
      const { titles, lines } = seed.classes[id as keyof typeof seed.classes];
      const [titleDeck, lineDeck] = [deckOf(titles), deckOf(lines)];
      for (let n = 0; n < DOCUMENTS_PER_SEED; n++) {
        const shape = random() < 0.08 ? [] : shapeOf(id, random());
        const silent = shape.includes('silent');
        const words = some(lineDeck, silent ? 1 + under(2) : 1 + under(7));
        if (id !== 'envelope') words.push(...some(neutral, under(silent ? 2 : 6)));
        words.push(...some(address, under(6)));
        const title = random() < (TITLED[id] ?? 0.8) ? draw(titleDeck, random) : '';
        // A title is not always set larger than the text.
        const large = random() < 0.6 ? title : '';
        documents.push({
          classId: id,
          features: featuresOf({ title: foldWords(large), text: foldWords(`${title} ${words.join(' ')}`), shape }),
        });
      }
    }
  }
  shuffle(documents, random);
  cachedSeed = documents;
  return documents;
}

/** How often a document has a title, where it is not four times in five. */
const TITLED: Record<string, number> = { envelope: 0.5, registered_notice: 0.95 };

/** Lines in an order of their own, each once before any comes again. */
interface Deck {
  lines: string[];
  next: number;
}
const deckOf = (text: string): Deck => ({ lines: seedLines(text), next: 0 });

function draw(deck: Deck, random: () => number): string {
  if (deck.next === 0) shuffle(deck.lines, random);
  const line = deck.lines[deck.next]!;
  deck.next = (deck.next + 1) % deck.lines.length;
  return line;
}

function shapeOf(id: string, chance: number): string[] {
  if (id === 'envelope') return ['card', 'few', 'silent'];
  // What is printed small on a notice is not read before it is routed.
  if (id === 'registered_notice') return ['card', chance < 0.5 ? 'silent' : 'sentences', ...(chance < 0.3 || chance > 0.8 ? ['few'] : [])];
  return chance < 0.15 ? ['letter'] : ['letter', 'sentences'];
}

/** The same weights with room for more classes, which know nothing yet. */
function widened(weights: Float32Array, before: number, after: number): Float32Array {
  if (before === after) return weights.slice();
  const out = new Float32Array(after * (FEATURES + 1));
  for (let f = 0; f <= FEATURES; f++) out.set(weights.subarray(f * before, (f + 1) * before), f * after);
  return out;
}

/** Stochastic gradient descent on the cross entropy, with a falling rate. */
function fit(model: ClassModel, documents: readonly Labelled[], epochs: number, rate: number): void {
  const n = model.classes.length;
  const { weights } = model;
  const scores = new Float64Array(n);
  const bias = FEATURES * n;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const { at, features } of documents) {
      const pace = rate / (1 + (3 * step++) / (documents.length * epochs));
      score(model, features, scores, 1);
      for (let c = 0; c < n; c++) scores[c] = pace * ((c === at ? 1 : 0) - scores[c]!);
      for (let i = 0; i < features.at.length; i++) {
        const base = features.at[i]! * n;
        const w = features.weight[i]!;
        for (let c = 0; c < n; c++) weights[base + c] = weights[base + c]! + scores[c]! * w;
      }
      for (let c = 0; c < n; c++) weights[bias + c] = weights[bias + c]! + scores[c]! * BIAS_SHARE;
    }
  }
}

/** Probabilities into `out`. */
function score(model: ClassModel, features: Features, out: Float64Array, temperature: number): void {
  const n = model.classes.length;
  const { weights } = model;
  for (let c = 0; c < n; c++) out[c] = weights[FEATURES * n + c]!;
  for (let i = 0; i < features.at.length; i++) {
    const base = features.at[i]! * n;
    const w = features.weight[i]!;
    for (let c = 0; c < n; c++) out[c] = out[c]! + weights[base + c]! * w;
  }
  let max = -Infinity;
  for (let c = 0; c < n; c++) max = Math.max(max, out[c]!);
  let total = 0;
  for (let c = 0; c < n; c++) {
    out[c] = Math.exp((out[c]! - max) / temperature);
    total += out[c]!;
  }
  for (let c = 0; c < n; c++) out[c] = out[c]! / total;
}

export function classify(model: ClassModel, input: ClassInput): ClassGuess {
  const features = featuresOf(input);
  const probabilities = new Float64Array(model.classes.length);
  score(model, features, probabilities, TEMPERATURE);
  const ranked = model.classes.map((id, i) => ({ id, confidence: probabilities[i]! })).sort((a, b) => b.confidence - a.confidence);
  const { id, confidence } = ranked[0]!;
  const words = decidingWords(model, input, features, model.classes.indexOf(id));
  // What was not read has no class, whatever its shape.
  const isNone = confidence < NONE_BELOW || (input.title === '' && input.text === '');
  return isNone ? { id: null, confidence, words, others: ranked } : { id, confidence, words, others: ranked.slice(1) };
}

function decidingWords(model: ClassModel, input: ClassInput, features: Features, at: number): string[] {
  const n = model.classes.length;
  const said = new Map(Array.from(features.at, (f, i) => [f, features.weight[i]! * model.weights[f * n + at]!]));
  const spoke = new Map<string, number>();
  for (const word of new Set(`${input.title} ${input.text}`.split(' '))) {
    const sum = termsOf(word).reduce((s, t) => s + (said.get(hash(t)) ?? 0), 0);
    if (sum > 0) spoke.set(word, sum);
  }
  return [...spoke]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 4)
    .map(([word]) => word);
}

/** For a file: JSON with the weights as base64. */
export function encodeModel(model: ClassModel): string {
  const bytes = new Uint8Array(model.weights.buffer, model.weights.byteOffset, model.weights.byteLength);
  return JSON.stringify({
    format: 1,
    version: model.version,
    classes: model.classes,
    examples: model.examples,
    without: model.without,
    weights: Buffer.from(bytes).toString('base64'),
  });
}

/** Null where the text is no model of this format: train again, the model is derived. */
export function decodeModel(text: string): ClassModel | null {
  try {
    const m = JSON.parse(text) as Omit<ClassModel, 'weights'> & { format: number; weights: string };
    const bytes = new Uint8Array(Buffer.from(m.weights, 'base64'));
    if (m.format !== 1 || bytes.byteLength !== m.classes.length * (FEATURES + 1) * 4) return null;
    const { version, classes, examples, without } = m;
    return { version, classes, examples, weights: new Float32Array(bytes.buffer), ...(without && { without }) };
  } catch {
    return null;
  }
}

/** Mulberry32: the same documents on every box. */
function generator(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffle<T>(list: T[], random: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
}
