/** Looking up a person or a department while typing. Leavers are shown as leavers, not hidden. */
import type { Departments, People, PeopleQuery, PersonMatch } from '#contract/people.ts';
import type { Directory } from '#domain/directory.ts';
import { fullName, type Names } from './sight.ts';

const DEFAULT_MATCHES = 8;
const MOST_DEPARTMENTS = 500;
/** A leaver whose day nobody noted. */
const LONG_AGO = 0;

interface Entry {
  match: Omit<PersonMatch, 'matched'>;
  /** The name folded letter by letter: positions in it are positions in the name. */
  folded: string;
  others: string[];
}

/** Lower case without accents; each letter stays one letter. */
export const foldLetters = (text: string): string =>
  Array.from(text.normalize('NFC'), (letter) => (letter.length === 1 ? letter.normalize('NFD')[0]!.toLowerCase()[0]! : letter)).join('');

const indexed = new WeakMap<Directory, Entry[]>();

/** Made once for each directory; a changed directory is a new object. */
function entriesOf({ directory, departments }: Names): Entry[] {
  let entries = indexed.get(directory);
  if (!entries) {
    entries = [
      ...directory.people.map((person): Entry => {
        const name = fullName(person).normalize('NFC');
        const department = departments.get(person.departmentId)?.name ?? null;
        const left = person.active
          ? null
          : { atMs: person.leftOn === null ? LONG_AGO : Math.max(0, Date.parse(person.leftOn)), confirmed: person.leftOn !== null };
        const others = [person.birthName, ...person.aliases].filter((one) => one !== null).map(foldLetters);
        return {
          match: { personId: person.id, departmentId: person.departmentId, name, department, left },
          folded: foldLetters(name),
          others,
        };
      }),
      ...directory.departments.map((one): Entry => {
        const name = one.name.normalize('NFC');
        const others = [one.nameEn, ...one.aliases].filter((other) => other !== null).map(foldLetters);
        return { match: { personId: null, departmentId: one.id, name, department: null, left: null }, folded: foldLetters(name), others };
      }),
    ];
    indexed.set(directory, entries);
  }
  return entries;
}

/** Where a word of the text begins with the letters; -1 where none does. */
function wordStart(text: string, letters: string): number {
  for (let at = text.indexOf(letters); at >= 0; at = text.indexOf(letters, at + 1)) {
    if (at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1]!)) return at;
  }
  return -1;
}

/** Names first, then other names; who is still here first; last names before first names. */
export function people(names: Names, { q, limit = DEFAULT_MATCHES }: PeopleQuery): People {
  const letters = foldLetters(q.trim());
  if (letters === '') return { matches: [] };
  const found: { rank: number; match: PersonMatch }[] = [];
  for (const { match, folded, others } of entriesOf(names)) {
    const at = wordStart(folded, letters);
    if (at < 0 && !others.some((other) => wordStart(other, letters) >= 0)) continue;
    const rank = (match.left ? 4 : 0) + (at < 0 ? 2 : match.personId !== null && at === 0 ? 1 : 0);
    found.push({ rank, match: { ...match, matched: at < 0 ? null : [at, at + letters.length] } });
  }
  found.sort((a, b) => a.rank - b.rank || a.match.name.localeCompare(b.match.name, 'fr'));
  return { matches: found.slice(0, limit).map(({ match }) => match) };
}

export const departments = ({ directory }: Names): Departments => ({
  departments: directory.departments
    .slice(0, MOST_DEPARTMENTS)
    .map(({ id, name }) => ({ departmentId: id, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'fr')),
});
