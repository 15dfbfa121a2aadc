/**
 * Who is meant by a printed name. An index over pieces of last names finds the few that could be meant; then first and last name
 * are compared in both orders, as birth name, alias, initial or last name alone.
 */
import type { Directory, Person } from '#domain/directory.ts';
import { foldCase, foldWords } from './folding.ts';
import { ocrDistance } from './ocr-distance.ts';
import { stripTitle } from './titles.ts';

/** `part_of_name`: the whole first name with one half of a double last name, or without its `von`. */
export type NameHow = 'name' | 'birth_name' | 'alias' | 'part_of_name' | 'short_first_name' | 'initial' | 'last_name';

export interface NameMatch {
  person: Person;
  how: NameHow;
  /** Letters that differ, see `ocrDistance`; 0 is exact. */
  cost: number;
}

interface NameForm {
  person: Person;
  first: string;
  how: 'name' | 'birth_name' | 'alias' | 'part_of_name';
}

interface LastName {
  text: string;
  forms: NameForm[];
}

export interface PeopleIndex {
  lastNames: LastName[];
  exact: Map<string, number>;
  /** Piece of a last name → last names; see `piecesOf`. */
  pieces: Map<string, number[]>;
  /** First names people here go by, whole. */
  firstNames: Set<string>;
  byId: Map<string, Person>;
  byEmail: Map<string, Person>;
}

/** One or two letters misspelt, our recogniser's confusions counting half. */
const MAX_COST = 2;
/** Where first and last name both differ, each may by a letter a recogniser confuses, or one of them by one. */
const MAX_COST_BOTH = 1;
const MAX_TOKENS = 8;

export function indexPeople(directory: Directory): PeopleIndex {
  const index: PeopleIndex = {
    lastNames: [],
    exact: new Map(),
    pieces: new Map(),
    firstNames: new Set(),
    byId: new Map(),
    byEmail: new Map(),
  };
  for (const person of directory.people) {
    index.byId.set(person.id, person);
    if (person.email) index.byEmail.set(foldCase(person.email), person);
    for (const first of spellings(person.firstName)) {
      for (const last of spellings(person.lastName)) add(index, last, { person, first, how: 'name' });
      const birth = foldWords(person.birthName ?? '');
      // Both names together tell who is meant, the birth name alone does not.
      for (const last of doubleNames(person)) add(index, last, { person, first, how: last === birth ? 'birth_name' : 'name' });
      for (const last of partsOf(foldWords(person.lastName))) add(index, last, { person, first, how: 'part_of_name' });
    }
    for (const alias of person.aliases) {
      const { first, last } = splitAlias(foldWords(alias), person);
      add(index, last, { person, first, how: 'alias' });
    }
  }
  return index;
}

/** The folded name, the one with German umlauts written out, and `Le Goff` and `Karl-Heinz` in one word. */
function spellings(name: string): string[] {
  const plain = foldWords(name);
  const written = foldWords(name.replace(/[äöü]/gi, (c) => `${foldCase(c)}e`));
  return [...new Set([plain, written, plain.replaceAll(' ', '')])];
}

/** Birth name and married name, alone or as a double name in either order. */
function doubleNames({ lastName, birthName }: Person): string[] {
  const last = foldWords(lastName);
  const turned = last.split(' ').length === 2 && lastName.includes('-') ? [last.split(' ').reverse().join(' ')] : [];
  if (birthName === null) return turned;
  const birth = foldWords(birthName);
  return [...turned, birth, `${last} ${birth}`, `${birth} ${last}`];
}

/** `Duclos` of `Lefèvre-Duclos`, `Arnsberg` of `von Arnsberg`. */
const partsOf = (last: string): string[] => {
  const parts = last.split(' ');
  return parts.length > 1 ? parts.filter((part) => part.length >= PART_MIN) : [];
};
/** Shorter ones are `von`, `de la` and the like. */
const PART_MIN = 4;

function splitAlias(alias: string, person: Person): { first: string; last: string } {
  for (const last of [foldWords(person.lastName), ...(person.birthName ? [foldWords(person.birthName)] : [])]) {
    if (alias.endsWith(` ${last}`)) return { first: alias.slice(0, -last.length - 1), last };
  }
  const at = alias.lastIndexOf(' ');
  return at < 0 ? { first: '', last: alias } : { first: alias.slice(0, at), last: alias.slice(at + 1) };
}

function add(index: PeopleIndex, last: string, form: NameForm): void {
  if (last === '') return;
  let at = index.exact.get(last);
  if (at === undefined) {
    at = index.lastNames.length;
    index.exact.set(last, at);
    index.lastNames.push({ text: last, forms: [] });
    for (const [from, to, part] of piecesOf(last.length)) {
      const key = pieceKey(last.length, part, last.slice(from, to));
      const list = index.pieces.get(key);
      if (list) list.push(at);
      else index.pieces.set(key, [at]);
    }
  }
  index.lastNames[at]!.forms.push(form);
  index.firstNames.add(form.first);
}

/** Two texts share at least one part, if perhaps a letter or two further on: each wrong letter spoils one, one swap may spoil two. */
function piecesOf(length: number): [from: number, to: number, part: number][] {
  const parts = allowed(length) + 2;
  return Array.from({ length: parts }, (_, i) => [Math.floor((i * length) / parts), Math.floor(((i + 1) * length) / parts), i]);
}
const pieceKey = (length: number, part: number, text: string): string => `${length}/${part}/${text}`;

/** In a short name two other letters are another name. */
const allowed = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : MAX_COST);

/** Last names that could be this text, with their distance. What is somebody's name is not a misspelling of another. */
function similarLastNames(index: PeopleIndex, text: string): { at: number; cost: number }[] {
  const exact = index.exact.get(text);
  const limit = allowed(text.length);
  if (exact !== undefined) return [{ at: exact, cost: 0 }];
  if (limit === 0) return [];
  const seen = new Set<number>();
  const found: { at: number; cost: number }[] = [];
  for (let length = text.length - limit; length <= text.length + limit; length++) {
    const reach = Math.min(limit, allowed(length));
    if (reach === 0) continue;
    for (const [from, to, part] of piecesOf(length)) {
      for (let shift = -reach; shift <= reach; shift++) {
        if (from + shift < 0 || to + shift > text.length) continue;
        for (const at of index.pieces.get(pieceKey(length, part, text.slice(from + shift, to + shift))) ?? []) {
          if (seen.has(at)) continue;
          seen.add(at);
          const cost = ocrDistance(text, index.lastNames[at]!.text, reach);
          if (cost <= reach) found.push({ at, cost });
        }
      }
    }
  }
  return found;
}

/** Words of a last name, whatever first names they could be the initials of. */
const PARTICLES = new Set('de di da du des del la le les el al von van den ten ter zu zur af dal dos das lo mac mc st'.split(' '));

/** Between the names somebody has and had: `Roussel née Pinchon`, `Pinchon épouse Roussel`. */
const BORN = new Set('nee ne epouse ep epse veuve vve geb geborene nata ved born'.split(' '));

/** All people a line of text could name, best first; empty where it names nobody we know. */
export function matchName(index: PeopleIndex, folded: string): NameMatch[] {
  const tokens = stripTitle(folded).tokens.filter((t, i) => i === 0 || !BORN.has(t));
  if (tokens.length === 0 || tokens.length > MAX_TOKENS) return [];
  const best = new Map<string, NameMatch>();
  const consider = (first: string[], last: string[]): void => {
    const lastText = last.join(' ');
    if (lastText.length < 2) return;
    for (const { at, cost } of similarLastNames(index, lastText)) {
      for (const form of index.lastNames[at]!.forms) {
        const match = compareFirst(index, first, form, cost);
        if (!match) continue;
        const known = best.get(form.person.id);
        if (!known || rank(match) < rank(known)) best.set(form.person.id, match);
      }
    }
  };
  for (let k = 1; k <= tokens.length; k++) {
    consider(tokens.slice(0, -k), tokens.slice(-k));
    if (k < tokens.length) consider(tokens.slice(k), tokens.slice(0, k));
  }
  return [...best.values()].sort((a, b) => rank(a) - rank(b));
}

/** A full name before a shortened one before an initial before a last name alone; within each, fewer wrong letters. */
const ORDER: Record<NameHow, number> = {
  name: 0,
  alias: 0,
  birth_name: 0,
  part_of_name: 10,
  short_first_name: 10,
  initial: 10,
  last_name: 20,
};
const rank = (m: NameMatch): number => ORDER[m.how] + m.cost;

function compareFirst(index: PeopleIndex, first: string[], form: NameForm, lastCost: number): NameMatch | null {
  const made = (how: NameHow, cost: number): NameMatch | null => (cost <= MAX_COST ? { person: form.person, how, cost } : null);
  const lastTells = form.how !== 'birth_name' && form.how !== 'part_of_name' && form.first !== '';
  if (first.length === 0) return lastTells ? made('last_name', lastCost) : null;
  const text = first.join(' ');
  if (form.first === text) return made(form.how, lastCost);
  if (form.how === 'part_of_name') return null;
  const known = form.first.split(' ');
  // `JP Martin`, but not `Di Rosa`
  if (known.length > 1 && !PARTICLES.has(text) && text === known.map((t) => t[0]).join('')) return made('initial', lastCost);
  if (first.every((t) => t.length === 1)) {
    return first.length <= known.length && first.every((t, i) => known[i]![0] === t) ? made('initial', lastCost) : null;
  }
  if (!index.firstNames.has(text)) {
    const limit = Math.min(allowed(Math.min(text.length, form.first.length)), lastCost > 0 ? MAX_COST_BOTH - lastCost : MAX_COST);
    const cost = ocrDistance(text, form.first, limit);
    if (cost <= limit) return made(form.how, lastCost + cost);
  }
  if (known.length > 1 && first.length < known.length && first.every((t, i) => t === known[i])) return made('short_first_name', lastCost);
  return null;
}

/** People whose last name stands in a line that names nobody here, or nearly: somebody to begin with. */
export function peopleAlike(index: PeopleIndex, folded: string): Person[] {
  const { tokens } = stripTitle(folded);
  if (tokens.length > MAX_TOKENS) return [];
  const near = tokens
    .filter((t) => t.length >= 4)
    .flatMap((t) => similarLastNames(index, t))
    .sort((a, b) => a.cost - b.cost);
  const people = near.flatMap(({ at }) => index.lastNames[at]!.forms.map((form) => form.person));
  const firsts = (p: Person): number => (tokens.includes(foldWords(p.firstName)) ? 0 : 1);
  return [...new Set(people)].sort((a, b) => firsts(a) - firsts(b));
}

export interface Meant {
  /** Everyone the name fits equally well; one entry where it is clear. */
  people: Person[];
  how: NameHow;
  cost: number;
}

/** Keeps those who fit about as well as the best: nobody else needs to be thought of. */
export function whoIsMeant(matches: readonly NameMatch[]): Meant | null {
  const first = matches[0];
  if (!first) return null;
  const margin = first.cost === 0 ? 0.4 : 0.9;
  const equal = matches.filter((m) => ORDER[m.how] === ORDER[first.how] && m.cost <= first.cost + margin);
  return { people: equal.map((m) => m.person), how: first.how, cost: first.cost };
}
