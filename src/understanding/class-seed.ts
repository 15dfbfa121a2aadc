/** The documents the class model is first trained on: lines of the seed, shuffled and dressed like letters, the same on every box. */

import { type Features, featuresOf } from './class-features.ts';
import { foldWords } from './folding.ts';
import { ENGLISH } from './seed/english.ts';
import { FRENCH } from './seed/french.ts';
import { GERMAN } from './seed/german.ts';
import { ITALIAN } from './seed/italian.ts';
import { seedLines } from './seed/seed.ts';

export const SEED_CLASSES = Object.keys(FRENCH.classes);
const DOCUMENTS_PER_SEED = 100;

export interface SeedDocument {
  classId: string;
  features: Features;
}

let cachedSeed: SeedDocument[] | null = null;

export function seedDocuments(): SeedDocument[] {
  if (cachedSeed) return cachedSeed;
  const documents: SeedDocument[] = [];
  const random = generator(20261122);
  const under = (n: number): number => Math.floor(random() * n);
  const some = (from: Deck, count: number): string[] => Array.from({ length: count }, () => draw(from, random));
  for (const seed of [FRENCH, ENGLISH, GERMAN, ITALIAN]) {
    const [neutral, address] = [deckOf(seed.neutral), deckOf(seed.address)];
    for (const id of SEED_CLASSES) {
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

/** Mulberry32: the same numbers on every box. */
export function generator(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffle<T>(list: T[], random: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
}
