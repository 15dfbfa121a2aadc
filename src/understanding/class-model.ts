/**
 * The document class: multinomial logistic regression over `featuresOf`, trained in about a second from the seed text that ships
 * with the program. It learns from a correction at once, can be written to a file, and says which words decided.
 */

import { type ClassInput, FEATURES, type Features, featuresOf, meaningsOf, termsOf, WORD_FEATURES } from './class-features.ts';
import { generator, SEED_CLASSES, seedDocuments, shuffle } from './class-seed.ts';

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

export const SEED_VERSION = 'seed-3';
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

const trained = new Map<string, ClassModel>();

/**
 * The model of the seed alone, or of what is left of it without some classes. About a second of CPU the first time; the same value after
 * that, as nobody changes a model.
 */
export function trainFromSeed({ without = [] }: { without?: readonly string[] } = {}): ClassModel {
  const version = seedVersion(without);
  const known = trained.get(version);
  if (known) return known;
  const classes = SEED_CLASSES.filter((id) => !without.includes(id));
  const weights = new Float32Array(classes.length * (FEATURES + 1));
  const model: ClassModel = { version, classes, weights, examples: [], ...(without.length > 0 && { without }) };
  fit(model, labelledSeed(model), { epochs: EPOCHS, rate: RATE });
  trained.set(version, model);
  return model;
}

const seedVersion = (without: readonly string[] = []): string => [SEED_VERSION, ...without].join('-');

const labelledSeed = ({ classes }: ClassModel): Labelled[] =>
  seedDocuments().flatMap(({ classId, features }) => {
    const at = classes.indexOf(classId);
    return at < 0 ? [] : [{ at, features }];
  });

/** One seed document in so many is shown again beside the examples, so that learning one thing does not unlearn another. */
const SHOWN_AGAIN = 6;
/** How often the examples of a class are shown together, where they are few; and one of them at most, and at least. */
const SHOWN = { ofClass: 200, most: 40, least: 2, newest: 8 };
/** Each time an example is shown it has lost two words in five, so that names and numbers of five letters are not taken for the class. */
const KEPT = 0.6;
const LESSON_RATE = 1;

/**
 * A new model that also knows these examples; the old one is untouched. A class it never saw is added. It is the seed's model and one pass over
 * all examples, so the same examples give the same model in whatever lessons they came.
 */
export function learn(model: ClassModel, ...added: readonly Example[]): ClassModel {
  if (added.length === 0) return model;
  const seed = trainFromSeed(model.without ? { without: model.without } : {});
  const examples = [...model.examples, ...added].slice(-MAX_EXAMPLES);
  const classes = [...new Set([...seed.classes, ...examples.map(({ classId }) => classId)])];
  const weights = widened(seed.weights, seed.classes.length, classes.length);
  const next: ClassModel = { ...seed, version: `${seed.version}+${examples.length}`, classes, weights, examples };
  const documents = labelledSeed(seed);
  const random = generator(examples.length);
  const ofClass = (id: string): number => examples.filter(({ classId }) => classId === id).length;
  const times = new Map(classes.map((id) => [id, Math.min(SHOWN.most, Math.round(SHOWN.ofClass / ofClass(id)))]));
  const shown = examples.flatMap(({ classId, input }, i) => {
    const least = i === examples.length - 1 ? SHOWN.newest : SHOWN.least;
    const features = featuresOf(input);
    return Array.from({ length: Math.max(least, times.get(classId)!) }, () => ({
      at: classes.indexOf(classId),
      features: partOf(features, random),
    }));
  });
  const lesson = [...documents.filter((_, i) => i % SHOWN_AGAIN === 0), ...shown];
  shuffle(lesson, random);
  fit(next, lesson, {
    epochs: 1,
    rate: LESSON_RATE,
    seedClasses: seed.classes.length,
    telling: tellingShares(documents, seed.classes.length),
  });
  return next;
}

function partOf({ at, weight }: Features, random: () => number): Features {
  const kept = Array.from(at.keys()).filter(() => random() < KEPT);
  return {
    at: Uint32Array.from(kept, (i) => at[i]!),
    weight: Float32Array.from(kept, (i) => weight[i]! / Math.sqrt(KEPT)),
  };
}

/**
 * How much each printed word tells, from 0, all classes of the seed use it alike, to 1, one class alone or none: one less the entropy of the
 * classes of the documents it stands in, squared, as a few documents are never spread quite evenly.
 */
function tellingShares(documents: readonly Labelled[], classes: number): Float32Array {
  const within = new Float32Array(WORD_FEATURES * classes);
  const size = new Float32Array(classes);
  for (const { at, features } of documents) {
    size[at]!++;
    for (const f of features.at) if (f < WORD_FEATURES) within[f * classes + at]!++;
  }
  return Float32Array.from({ length: WORD_FEATURES }, (_, f) => {
    const counts = within.subarray(f * classes, (f + 1) * classes);
    if (counts.every((count) => count === 0)) return 1;
    const rates = Array.from(counts, (count, c) => (count + 0.1) / size[c]!);
    const total = rates.reduce((sum, rate) => sum + rate, 0);
    const entropy = -rates.reduce((sum, rate) => sum + (rate / total) * Math.log(rate / total), 0);
    return (1 - entropy / Math.log(classes)) ** 2;
  });
}

/** The same weights with room for more classes, which know nothing yet. */
function widened(weights: Float32Array, before: number, after: number): Float32Array {
  if (before === after) return weights.slice();
  const out = new Float32Array(after * (FEATURES + 1));
  for (let f = 0; f <= FEATURES; f++) out.set(weights.subarray(f * before, (f + 1) * before), f * after);
  return out;
}

interface Course {
  epochs: number;
  rate: number;
  /** So many classes come first that know their words in every language; those behind them learn meanings too, and words as far as they tell. */
  seedClasses?: number;
  telling?: Float32Array;
}

/** Stochastic gradient descent on the cross entropy, with a falling rate. */
function fit(
  model: ClassModel,
  documents: readonly Labelled[],
  { epochs, rate, seedClasses = model.classes.length, telling }: Course,
): void {
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
        const f = features.at[i]!;
        const base = f * n;
        const w = features.weight[i]!;
        if (f < WORD_FEATURES) for (let c = 0; c < seedClasses; c++) weights[base + c]! += scores[c]! * w;
        const told = f < WORD_FEATURES && telling ? telling[f]! * w : w;
        for (let c = seedClasses; c < n; c++) weights[base + c]! += scores[c]! * told;
      }
      for (let c = 0; c < n; c++) weights[bias + c]! += scores[c]! * BIAS_SHARE;
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
    const sum = [...termsOf(word), ...meaningsOf(word)].reduce((s, f) => s + (said.get(f) ?? 0), 0);
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
