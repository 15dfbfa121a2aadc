/**
 * The receiving organisation: its names, address, departments and people. Comes from files and servers of others, so it is
 * parsed once, at the edge, into these types; everything after trusts them.
 */
import { sha256Hex } from '#base/bytes.ts';
import { MailroomError } from '#base/errors.ts';
import { DECIDERS, type Decider } from '#base/words.ts';

export interface Department {
  id: string;
  name: string;
  nameEn: string | null;
  aliases: string[];
  /** The generic mailbox, e.g. `factures@firm.example`; where the department's mail is filed. */
  mailbox: string | null;
  /** Document classes that come here when nobody is named. */
  classes: string[];
  /**
   * What may file here without a person, first what counts most. Where `class` stands before `person`, a document of this department's
   * classes comes here although a colleague elsewhere is named.
   */
  decides: readonly Decider[];
}

/** A person, then a department, then the class; a sender's habits only where IT says so. */
export const USUAL_ORDER: readonly Decider[] = ['person', 'department', 'class'];

/** ISO 8601 dates, both ends included. */
export interface Absence {
  from: string;
  to: string;
  delegate: string | null;
}

export interface Person {
  id: string;
  title: string | null;
  firstName: string;
  lastName: string;
  birthName: string | null;
  aliases: string[];
  /** Today's department. */
  departmentId: string;
  email: string | null;
  active: boolean;
  leftOn: string | null;
  successor: string | null;
  absences: Absence[];
  previousDepartmentIds: string[];
}

export interface Directory {
  organisation: string;
  /** Every other name of the organisation, the English one included. */
  organisationAliases: string[];
  /** Printed forms of our address, one list of lines per language. */
  addresses: string[][];
  departments: Department[];
  people: Person[];
}

/** Why each limit: the largest organisation one box serves, and longer text than any printed name. */
const MAX_PEOPLE = 200_000;
const MAX_DEPARTMENTS = 5_000;
const MAX_TEXT = 200;
const MAX_LIST = 100;

type Loose = Record<string, unknown>;

/**
 * Reads the JSON shape `{organisation, organisation_aliases, address, departments, people}`. Departments may be missing: they are
 * then made from the names people carry. Ids may be missing: they are then derived from what the person's own entry says, so that nobody's
 * changes when somebody else comes, goes or is moved in the file.
 *
 * @throws DIRECTORY_INVALID with the path of the first thing that is wrong.
 */
export function parseDirectory(input: unknown, file = 'directory'): Directory {
  const wrong = (what: string): never => {
    throw new MailroomError('DIRECTORY_INVALID', { file, what });
  };
  const object = (value: unknown, at: string): Loose =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : wrong(`${at} is not an object`);
  const list = (value: unknown, at: string, max = MAX_LIST): unknown[] => {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return wrong(`${at} is not a list`);
    return value.length <= max ? value : wrong(`${at} has ${value.length} entries, more than ${max}`);
  };
  const optional = (value: unknown, at: string): string | null => {
    if (value === undefined || value === null || value === '') return null;
    if (typeof value !== 'string') return wrong(`${at} is not text`);
    return value.length <= MAX_TEXT ? value.trim() || null : wrong(`${at} is longer than ${MAX_TEXT} characters`);
  };
  const text = (value: unknown, at: string): string => optional(value, at) ?? wrong(`${at} is missing`);
  const texts = (value: unknown, at: string): string[] => list(value, at).map((x, i) => text(x, `${at}[${i}]`));
  const deciders = (value: unknown, at: string): readonly Decider[] => {
    if (value === undefined || value === null) return USUAL_ORDER;
    const named = texts(value, at).map((x, i) => DECIDERS.find((d) => d === x) ?? wrong(`${at}[${i}] is none of ${DECIDERS.join(', ')}`));
    return new Set(named).size === named.length ? named : wrong(`${at} names one twice`);
  };
  const date = (value: unknown, at: string): string | null => {
    const day = optional(value, at);
    return day === null || /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : wrong(`${at} is not a date like 2026-01-31`);
  };

  const root = object(input, 'the directory');
  const departments: Department[] = list(root.departments, 'departments', MAX_DEPARTMENTS).map((value, i) => {
    const at = `departments[${i}]`;
    const d = object(value, at);
    const name = text(d.name, `${at}.name`);
    return {
      id: optional(d.id, `${at}.id`) ?? slug(name),
      name,
      nameEn: optional(d.name_en, `${at}.name_en`),
      aliases: texts(d.aliases, `${at}.aliases`),
      mailbox: optional(d.mailbox, `${at}.mailbox`),
      classes: texts(d.classes, `${at}.classes`),
      decides: deciders(d.decides, `${at}.decides`),
    };
  });
  const byName = new Map(departments.map((d) => [slug(d.name), d]));
  const byId = new Map(departments.map((d) => [d.id, d]));
  if (byId.size !== departments.length) wrong('two departments have the same id');

  const departmentNamed = (name: string, nameEn: string | null): Department => {
    const known = byName.get(slug(name));
    if (known) return known;
    const made: Department = { id: slug(name), name, nameEn, aliases: [], mailbox: null, classes: [], decides: USUAL_ORDER };
    if (departments.length >= MAX_DEPARTMENTS) wrong(`more than ${MAX_DEPARTMENTS} departments`);
    departments.push(made);
    byName.set(slug(name), made);
    byId.set(made.id, made);
    return made;
  };

  const people: Person[] = list(root.people, 'people', MAX_PEOPLE).map((value, i) => {
    const at = `people[${i}]`;
    const p = object(value, at);
    const firstName = optional(p.first_name, `${at}.first_name`) ?? '';
    const lastName = text(p.last_name, `${at}.last_name`);
    const departmentId = optional(p.department_id, `${at}.department_id`);
    const department =
      (departmentId !== null ? (byId.get(departmentId) ?? wrong(`${at}.department_id ${departmentId} is no department`)) : null) ??
      departmentNamed(text(p.department, `${at}.department`), optional(p.department_en, `${at}.department_en`));
    const email = optional(p.email, `${at}.email`);
    return {
      id: optional(p.id, `${at}.id`) ?? derivedId(`${firstName} ${lastName}`, email ?? department.id),
      title: optional(p.title, `${at}.title`),
      firstName,
      lastName,
      birthName: optional(p.birth_name, `${at}.birth_name`),
      aliases: texts(p.aliases, `${at}.aliases`),
      departmentId: department.id,
      email,
      active: p.active !== false,
      leftOn: date(p.left_on, `${at}.left_on`),
      successor: optional(p.successor, `${at}.successor`),
      absences: list(p.absences, `${at}.absences`).map((value, j) => {
        const a = object(value, `${at}.absences[${j}]`);
        return {
          from: date(a.from, `${at}.absences[${j}].from`) ?? wrong(`${at}.absences[${j}].from is missing`),
          to: date(a.to, `${at}.absences[${j}].to`) ?? '9999-12-31',
          delegate: optional(a.delegate, `${at}.absences[${j}].delegate`),
        };
      }),
      previousDepartmentIds: list(p.previous_departments, `${at}.previous_departments`).flatMap((value, j) => {
        const old = object(value, `${at}.previous_departments[${j}]`);
        const named = optional(old.department, `${at}.previous_departments[${j}].department`);
        const id = optional(old.department_id, `${at}.previous_departments[${j}].department_id`);
        const found = (id && byId.get(id)) || (named && byName.get(slug(named)));
        return found ? [found.id] : [];
      }),
    };
  });
  const places = new Map<string, number>();
  for (const [i, { id }] of people.entries()) {
    const other = places.get(id);
    if (other !== undefined)
      wrong(`people[${other}] and people[${i}] cannot be told apart; give each an id or an e-mail address of its own`);
    places.set(id, i);
  }

  const english = optional(root.organisation_en, 'organisation_en');
  return {
    organisation: text(root.organisation, 'organisation'),
    organisationAliases: [...texts(root.organisation_aliases, 'organisation_aliases'), ...(english ? [english] : [])],
    addresses: [texts(root.address, 'address'), texts(root.address_en, 'address_en')].filter((lines) => lines.length > 0),
    departments,
    people,
  };
}

/**
 * An id for who was given none: from the name and the e-mail address, or the department where there is no address. It goes into the
 * register, which holds no names (DESIGN.md rule 4), so it is a digest.
 */
const derivedId = (name: string, place: string): string => `p-${sha256Hex(JSON.stringify([slug(name), place.toLowerCase()])).slice(0, 20)}`;

/** A name as an id: lower case, ASCII, hyphens. */
function slug(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
