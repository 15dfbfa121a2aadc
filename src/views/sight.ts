/** What every view looks with: the register as committed, and the names behind its ids. */
import type { Moment, Party } from '#contract/common.ts';
import type { Department, Directory, Person } from '#domain/directory.ts';
import type { Reader } from '#register/reader.ts';

/** The names of a directory by id. Ids it no longer knows are shown as they are. */
export interface Names {
  directory: Directory;
  departments: ReadonlyMap<string, Department>;
  people: ReadonlyMap<string, Person>;
}

export interface Sight {
  read: Reader;
  names: Names;
}

export const namesOf = (directory: Directory): Names => ({
  directory,
  departments: new Map(directory.departments.map((one) => [one.id, one])),
  people: new Map(directory.people.map((one) => [one.id, one])),
});

export const departmentName = ({ departments }: Names, id: string): string => departments.get(id)?.name ?? id;
export const fullName = (person: Person): string => `${person.firstName} ${person.lastName}`.trim();
export function personName({ people }: Names, id: string): string {
  const person = people.get(id);
  return person ? fullName(person) : id;
}

/** Null where neither is known. */
export function partyOf(names: Names, departmentId: string | null, personId: string | null): Party | null {
  if (departmentId === null && personId === null) return null;
  return {
    departmentId,
    department: departmentId === null ? null : departmentName(names, departmentId),
    personId,
    person: personId === null ? null : personName(names, personId),
  };
}

/** An hour is confirmed where the clock was known to be right when the event was written. */
export const momentOf = (event: { wallMs: number; timeQuality: string }): Moment => ({
  atMs: event.wallMs,
  confirmed: event.timeQuality !== 'unconfirmed',
});

/** When the event at a position was written. */
export function momentAt(read: Reader, position: number): Moment {
  const [event] = read.eventsAfter(position - 1, 1);
  if (event?.position !== position) throw new Error(`the register has no event at position ${position}`);
  return momentOf(event);
}

/** Position of the newest event; 0 where there is none. */
export const headPosition = (read: Reader): number =>
  read.query<{ position: number | null }>('SELECT max(position) AS position FROM ledger')[0]?.position ?? 0;
