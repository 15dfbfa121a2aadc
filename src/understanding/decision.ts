/**
 * Who gets the item, and whether the box may say so by itself. The order: a person, then a department, then the class, and the
 * class only where nobody is named; a department may have another order. Whatever a clerk would argue about goes to the clerk, with
 * up to three candidates.
 */
import type { Decider, ReviewReason, SecrecyKind } from '#base/words.ts';
import type { Department, Directory, Person } from '#domain/directory.ts';
import type { AddressBlock } from './address-block.ts';
import type { Addressee, Indexes, NamedPerson } from './addressee.ts';
import type { ClassGuess } from './class-model.ts';
import { barOf, NEVER } from './class-thresholds.ts';
import type { Candidate, Why, WhyRule } from './evidence.ts';
import { foldWords } from './folding.ts';
import { peopleAlike } from './people.ts';
import { type Sender, type SenderHistory, usualDepartment } from './sender-history.ts';
import { stripTitle } from './titles.ts';

export interface Thresholds {
  /** Below this the clerk decides. */
  route: number;
  /** The same where only the class decides, by class. */
  routeByClass: (classId: string) => number;
}

/** Set so that on letters never seen before wrong filings stay below one in two hundred. */
export const DEFAULT_THRESHOLDS: Thresholds = { route: 0.85, routeByClass: (classId) => barOf(classId, []) };

/** So many buttons the review queue has. */
const CANDIDATES = 3;

export interface Case {
  directory: Directory;
  indexes: Indexes;
  block: AddressBlock | null;
  addressee: Addressee;
  guess: ClassGuess;
  secrecy: SecrecyKind | null;
  sender: Sender;
  history: SenderHistory;
  /** Date of the letter, or today: what absences are looked up by. */
  day: string | null;
  thresholds: Thresholds;
}

export interface Decision {
  person: Person | null;
  /** Stands in for an absent person on that day. */
  delegate: Person | null;
  department: Department | null;
  confidence: number;
  routed: boolean;
  reason: ReviewReason | null;
  candidates: Candidate[];
}

interface Decided {
  person: Person | null;
  department: Department;
  confidence: number;
  why: Why;
}
type Verdict = Decided | { reason: ReviewReason };

export function decide(c: Case): Decision {
  const candidates = collectCandidates(c);
  const house = houseOf(c);
  const verdict = judge(c);
  const decided = 'reason' in verdict ? null : verdict;
  const closed = c.secrecy !== null;
  const enough = decided !== null && decided.confidence >= barFor(decided, c) && decided.department.decides.includes(deciderOf(decided));
  const routed = enough && house === 'ours' && !closed;
  const reason: ReviewReason | null =
    routed || closed
      ? null
      : 'reason' in verdict
        ? verdict.reason
        : house === 'doubtful'
          ? 'clues_disagree'
          : deciderOf(verdict) === 'sender'
            ? 'no_addressee'
            : 'low_confidence';
  if (decided) {
    const own: Candidate = {
      departmentId: decided.department.id,
      confidence: decided.confidence,
      why: decided.why,
      ...(decided.person ? { personId: decided.person.id } : {}),
    };
    const others = candidates.filter(
      (x) => x.departmentId !== own.departmentId || (x.personId !== undefined && x.personId !== own.personId),
    );
    candidates.splice(0, candidates.length, own, ...others);
  }
  return {
    person: decided?.person ?? null,
    delegate: decided?.person ? delegateOf(decided.person, c.day, c.indexes) : null,
    department: decided?.department ?? null,
    confidence: decided?.confidence ?? 0,
    routed,
    reason,
    candidates: candidates.slice(0, CANDIDATES),
  };
}

function judge(c: Case): Verdict {
  const { block } = c;
  if (!block) return { reason: 'no_addressee' };
  if (block.house === 'other') return { reason: 'other_company' };
  return classBeforeNames(c) ?? judgeNames(c) ?? judgeUnnamed(c);
}

/** What the names on the page say; null where nobody is named. */
function judgeNames(c: Case): Verdict | null {
  const { addressee } = c;
  const departments = [...new Set(addressee.departments.map((d) => d.department))];
  const people = whoCounts(addressee.people);
  if (people.length > 0) {
    const verdicts = people.map((p) => judgePerson(p, departments, c));
    const first = verdicts.find((v) => !('reason' in v)) ?? verdicts[0]!;
    if ('reason' in first) return first;
    const different = verdicts.some((v) => !('reason' in v) && v.department !== first.department);
    return different ? { reason: 'two_departments' } : first;
  }
  if (addressee.otherFirm && departments.length === 0) return { reason: 'other_company' };
  if (departments.length > 1) return { reason: 'two_departments' };
  const only = departments[0];
  if (only) {
    const named = addressee.departments.find((d) => d.department === only)!;
    const byMailbox = addressee.departments.every((d) => d.via === 'mailbox');
    // A mailbox in the head tells where copies go; beside an unknown name it is too little.
    if (byMailbox && addressee.unknown.length > 0) return { reason: 'unknown_person' };
    const confidence = addressee.unknown.length > 0 ? 0.9 : byMailbox ? 0.9 : 0.96;
    return {
      person: null,
      department: only,
      confidence,
      why: { rule: byMailbox ? 'department_mailbox' : 'department_printed', words: named.line.text },
    };
  }
  if (addressee.unknown.length > 0) return { reason: 'unknown_person' };
  const { mentioned } = addressee;
  if (mentioned.people.length > 0 || mentioned.departments.length > 0) return { reason: 'low_confidence' };
  if (mentioned.unknown.length > 0) return { reason: 'unknown_person' };
  return null;
}

/** The department of a sure class, where it wants what it is before whom it names. Another firm's mail is not ours to sort. */
function classBeforeNames(c: Case): Decided | null {
  if (c.addressee.otherFirm) return null;
  const verdict = judgeClass(c);
  if ('reason' in verdict || verdict.confidence < byClass(c)) return null;
  const { decides } = verdict.department;
  const first = decides.indexOf('class');
  const before = (other: Decider): boolean => first >= 0 && !decides.slice(0, first).includes(other);
  const { people, departments, unknown, mentioned } = c.addressee;
  const named: Decider[] = [
    ...(people.length + unknown.length + mentioned.people.length + mentioned.unknown.length > 0 ? (['person'] as const) : []),
    ...(departments.length + mentioned.departments.length > 0 ? (['department'] as const) : []),
  ];
  return named.length > 0 && named.every(before) ? verdict : null;
}

const deciderOf = ({ why }: Decided): Decider =>
  why.rule === 'department_of_class'
    ? 'class'
    : why.rule === 'department_of_sender'
      ? 'sender'
      : why.rule.startsWith('person_')
        ? 'person'
        : 'department';

const barFor = (decided: Decided, c: Case): number => (deciderOf(decided) === 'class' ? byClass(c) : c.thresholds.route);

/** An address that is only half ours is ours when it names one of us: another site, or a misread name. */
function houseOf({ block, addressee }: Case): AddressBlock['house'] {
  if (block?.house !== 'doubtful') return block?.house ?? 'other';
  const known = addressee.departments.length > 0 || addressee.people.some((p) => p.meant.how !== 'last_name' && p.meant.cost <= 1);
  return known && !addressee.otherFirm ? 'ours' : 'doubtful';
}

/** "c/o" names the member of staff; then everybody in the block and in attention lines counts alike. */
function whoCounts(people: readonly NamedPerson[]): readonly NamedPerson[] {
  const careOf = people.filter((p) => p.via === 'care_of');
  return careOf.length > 0 ? careOf : people;
}

function judgePerson(named: NamedPerson, departments: readonly Department[], c: Case): Verdict {
  const ids = new Set(departments.map((d) => d.id));
  const fits = (p: Person): boolean => ids.has(p.departmentId) || p.previousDepartmentIds.some((id) => ids.has(id));
  let { people, cost } = named.meant;
  const { how } = named.meant;
  let told = false;
  if (ids.size > 0) {
    // A printed department tells homonyms apart, and settles which of two similar names was misspelt.
    const close = named.matches.filter((m) => m.cost <= cost + 1 && (m.how === how || people.includes(m.person)));
    const current = close.filter((m) => ids.has(m.person.departmentId));
    const agreeing = current.length > 0 ? current : close.filter((m) => fits(m.person));
    const best = agreeing.length > 0 ? Math.min(...agreeing.map((m) => m.cost)) : 0;
    const chosen = agreeing.filter((m) => m.cost === best);
    if (chosen.length > 0 && (people.length > 1 || (cost > 0 && !people.some(fits)))) {
      people = chosen.map((m) => m.person);
      cost = best;
      told = true;
    }
  }
  if (people.length > 1) {
    const shared = new Set(people.map((p) => p.departmentId));
    if (shared.size > 1 || people.some((p) => !p.active)) return { reason: 'homonym' };
    const department = c.indexes.departments.byId.get(people[0]!.departmentId)!;
    return { person: null, department, confidence: 0.9, why: { rule: 'person_printed', words: named.line.text } };
  }
  const printed = people[0]!;
  const person = printed.active ? printed : successorOf(printed, c.indexes);
  if (!person) return { reason: 'former_no_successor' };
  const disagrees = ids.size > 0 && !fits(printed) && !fits(person);
  const whole = how === 'name' || how === 'birth_name' || how === 'alias';
  if (disagrees && (cost > 0 || !whole)) return { reason: 'clues_disagree' };
  const titled = stripTitle(named.line.folded).titled || named.via !== 'block';
  const short = foldWords(printed.lastName).length < LONG_NAME;
  const confidence = confidenceOf(how, cost, { agrees: ids.size > 0 && !disagrees, disagrees, titled, short });
  const rule: WhyRule = !printed.active
    ? 'person_left'
    : told
      ? 'person_told_by_department'
      : how === 'initial'
        ? 'person_initial'
        : how === 'last_name'
          ? 'person_last_name'
          : cost > 0
            ? 'person_misspelt'
            : how === 'birth_name'
              ? 'person_birth_name'
              : how === 'alias'
                ? 'person_alias'
                : 'person_printed';
  return {
    person,
    department: c.indexes.departments.byId.get(person.departmentId)!,
    confidence,
    why: { rule, words: named.line.text, cost },
  };
}

/** From so many letters on a last name a letter off is hardly another's. */
const LONG_NAME = 8;

function confidenceOf(
  how: NamedPerson['meant']['how'],
  cost: number,
  clues: { agrees: boolean; disagrees: boolean; titled: boolean; short: boolean },
): number {
  // `Mme Brunel` is not for M. Brunet, and nothing else tells: a letter off, short names are other people's.
  if (how === 'last_name' && cost > 0 && clues.short && !clues.agrees) return 0.7;
  let confidence =
    how === 'last_name'
      ? (clues.titled ? 0.94 : 0.75) - 0.12 * cost
      : how === 'initial' || how === 'short_first_name' || how === 'part_of_name'
        ? 0.95 - 0.06 * cost
        : 0.99 - 0.05 * cost;
  if (clues.agrees) confidence += 0.05;
  if (clues.disagrees) confidence -= 0.06;
  return Math.min(0.99, confidence);
}

/** Follows successors of people who left in turn; null where the line ends. */
export function successorOf(person: Person, indexes: Indexes): Person | null {
  let next: Person | undefined = person;
  for (let i = 0; i < 5 && next && !next.active; i++) next = next.successor ? indexes.people.byId.get(next.successor) : undefined;
  return next?.active ? next : null;
}

export function delegateOf(person: Person, day: string | null, indexes: Indexes): Person | null {
  if (day === null) return null;
  const away = person.absences.find((a) => a.from <= day && day <= a.to);
  const delegate = away?.delegate ? indexes.people.byId.get(away.delegate) : undefined;
  return delegate?.active ? delegate : null;
}

const byClass = ({ guess, thresholds }: Case): number => (guess.id === null ? NEVER : thresholds.routeByClass(guess.id));

function judgeClass(c: Case): Verdict {
  if (c.addressee.nobody) return { reason: 'no_addressee' };
  const { id } = c.guess;
  if (id === null) return { reason: 'low_confidence' };
  const takers = c.directory.departments.filter((d) => d.classes.includes(id));
  if (takers.length > 1) return { reason: 'two_departments' };
  const department = takers[0];
  if (!department) return { reason: c.guess.confidence < byClass(c) ? 'low_confidence' : 'no_addressee' };
  return {
    person: null,
    department,
    confidence: c.guess.confidence,
    why: { rule: 'department_of_class', class: id, words: c.guess.words.join(', ') },
  };
}

/** Nobody is named: the class, and where that is not enough what this sender's letters have always been for. */
function judgeUnnamed(c: Case): Verdict {
  const ofClass = judgeClass(c);
  const sure = !('reason' in ofClass) && ofClass.confidence >= byClass(c);
  const usual = sure || c.addressee.nobody ? null : usualDepartment(c.sender, c.history);
  const department = usual && c.indexes.departments.byId.get(usual.departmentId);
  if (!usual || !department) return ofClass;
  // A class that belongs elsewhere is a second opinion, and a clerk hears both.
  const takers =
    c.guess.id === null || c.guess.confidence < OPINION_MIN ? [] : c.directory.departments.filter((d) => d.classes.includes(c.guess.id!));
  const agrees = takers.length === 0 || takers.includes(department);
  return {
    person: null,
    department,
    confidence: agrees ? SENDER_SURE : SENDER_DOUBTED,
    why: { rule: 'department_of_sender', words: c.sender.name ?? '', letters: usual.letters },
  };
}
const SENDER_SURE = 0.9;
const SENDER_DOUBTED = 0.5;
/** Below, all other classes together are likelier. */
const OPINION_MIN = 0.5;

/** A button for a class that this document is not says something wrong: it is better none. */
const CLASS_MIN = 0.02;

/** Everything that could have been meant, for the review queue: who is named, then who is mentioned or sounds alike, then by habit, then by class. */
function collectCandidates(c: Case): Candidate[] {
  const { addressee, guess, indexes } = c;
  const groups = [
    namedCandidates(addressee, indexes),
    namedCandidates(addressee.mentioned, indexes),
    [...addressee.unknown, ...addressee.mentioned.unknown].flatMap((line) =>
      peopleAlike(indexes.people, line.folded)
        .slice(0, CANDIDATES)
        .flatMap((person) => candidateOf(person, 0.2, line.text, indexes)),
    ),
    habitCandidates(c),
    (guess.id === null ? [] : [{ id: guess.id, confidence: guess.confidence }, ...guess.others]).flatMap(({ id, confidence }) =>
      confidence < CLASS_MIN
        ? []
        : c.directory.departments
            .filter((d) => d.classes.includes(id))
            .map((d): Candidate => {
              const words = id === guess.id ? guess.words.join(', ') : '';
              return { departmentId: d.id, confidence: 0.4 * confidence, why: { rule: 'department_of_class', class: id, words } };
            }),
    ),
  ];
  const out: Candidate[] = [];
  for (const candidate of groups.flatMap((group) => group.sort((a, b) => b.confidence - a.confidence))) {
    if (!out.some((o) => o.departmentId === candidate.departmentId && o.personId === candidate.personId)) out.push(candidate);
  }
  return out;
}

/** Also where no address was read: then nothing proves that it is ours, and nothing is filed by it. */
function habitCandidates({ addressee, block, sender, history, indexes }: Case): Candidate[] {
  const usual = addressee.nobody || block?.house === 'other' ? null : usualDepartment(sender, history);
  if (!usual || !indexes.departments.byId.has(usual.departmentId)) return [];
  const why: Why = { rule: 'department_of_sender', words: sender.name ?? '', letters: usual.letters };
  return [{ departmentId: usual.departmentId, confidence: SENDER_DOUBTED, why }];
}

function namedCandidates({ people, departments }: Pick<Addressee, 'people' | 'departments'>, indexes: Indexes): Candidate[] {
  const count = new Set(departments.map((d) => d.department)).size;
  return [
    ...people.flatMap(({ meant, matches, line }) =>
      matches
        .slice(0, 5)
        .flatMap(({ person }) => candidateOf(person, meant.people.includes(person) ? 1 / meant.people.length : 0.2, line.text, indexes)),
    ),
    ...departments.map(
      ({ department, line, via }): Candidate => ({
        departmentId: department.id,
        confidence: 0.8 / count,
        why: { rule: via === 'mailbox' ? 'department_mailbox' : 'department_printed', words: line.text },
      }),
    ),
  ];
}

/** Of somebody who left without a successor the last department is offered. */
function candidateOf(printed: Person, share: number, words: string, indexes: Indexes): Candidate[] {
  const person = printed.active ? printed : successorOf(printed, indexes);
  return person
    ? [{ departmentId: person.departmentId, personId: person.id, confidence: 0.8 * share, why: { rule: 'possible_person', words } }]
    : [{ departmentId: printed.departmentId, confidence: 0.5 * share, why: { rule: 'person_left', words } }];
}
