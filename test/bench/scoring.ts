/**
 * What `vaguemestre read` printed, scored against the truth beside each page. Pure.
 *
 * Routing: right, wrong or to review, of all items. Filed without the department expected is wrong, whatever else was found; so is anything
 * filed that nobody should have decided, closed mail above all. An item without a result is wrong everywhere except in routing, where it is
 * missing: neither right nor to review.
 */
import type { DocumentRead } from '../../src/commands/read-document.ts';
import { amountsAsked, scoreAmounts, scoreReferences, scoreTracking } from './scoring-fields.ts';
import { type Bag, bagOf, fold, median, ratio, sharedBy, sizeOf, wilson } from './scoring-text.ts';
import { type Truth, type TruthFile, truthOf } from './scoring-truth.ts';

export interface ScoredItem {
  /** File name without its ending. */
  name: string;
  file: TruthFile;
  /** Ground-truth text, empty where there is none. */
  text: string;
  /** Null where nothing was printed about it. */
  read: DocumentRead | null;
}

/** Names of a department, in any language and form, to one key. */
export type DepartmentKey = (name: string) => string;

/** The directory file as it stands beside a set. */
export interface DirectoryFile {
  departments?: { id?: string; name: string; name_en?: string }[];
  people?: { department?: string; department_en?: string }[];
}

export function departmentKeys({ departments = [], people = [] }: DirectoryFile): DepartmentKey {
  const keys = new Map<string, string>();
  for (const { id, name, name_en } of departments) for (const one of [id, name, name_en]) if (one) keys.set(fold(one), fold(name));
  if (departments.length === 0)
    for (const { department, department_en } of people) if (department_en) keys.set(fold(department_en), fold(department));
  return (name) => keys.get(fold(name)) ?? fold(name);
}

/** Counts by name. */
class Tally {
  readonly #counts = new Map<string, number>();
  add(name: string, by: number | boolean = 1): void {
    this.#counts.set(name, this.of(name) + Number(by));
  }
  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }
  get all(): Record<string, number> {
    return Object.fromEntries([...this.#counts].filter(([name, n]) => name !== '' && n > 0).sort((a, b) => b[1] - a[1]));
  }
}

export type Scores = ReturnType<typeof scoreReading>;

export function scoreReading(items: readonly ScoredItem[], departmentKey: DepartmentKey = fold) {
  const count = new Tally();
  const cases = new Tally();
  const classes = new Map<string, { right: number; of: number }>();
  const routeMs: number[] = [];
  const astray: string[] = [];
  for (const { name, file, text, read } of items) {
    const truth = truthOf(file);
    if (truth === null) continue;
    const say = (what: string): void => void astray.push(`${name}: ${what}`);
    const bag = bagOf(text);
    countAsked(count, truth, bag);
    const ofClass = classes.get(truth.classId) ?? { right: 0, of: 0 };
    classes.set(truth.classId, ofClass);
    ofClass.of++;
    if (read === null) {
      count.add('missing');
      say('missing');
      continue;
    }
    const printed = bagOf(read.pages.map((page) => page.text).join(' '));
    count.add('words given', sizeOf(printed));
    count.add('words right', sharedBy(bag, printed));
    ofClass.right += Number(read.class.id === truth.classId);
    if (read.class.id !== truth.classId) say(`class ${read.class.id}`);
    countRouting(count, cases, truth, read, departmentKey, say);
    countSecrecy(count, truth, read, say);
    countPerson(count, truth, read);
    countFields(count, truth, read, text);
    countSight(count, truth, read);
    routeMs.push(read.timings.routeMs);
  }
  const n = count.of('items');
  const wrong = count.of('wrong department') + count.of('wrong unroutable') + count.of('wrong closed');
  const of = (part: string, whole: string) => ratio(count.of(part), count.of(whole));
  return {
    items: n,
    missing: count.of('missing'),
    recall: of('words right', 'words'),
    precision: of('words right', 'words given'),
    class: ratio(
      [...classes.values()].reduce((sum, { right }) => sum + right, 0),
      n,
    ),
    classes: Object.fromEntries([...classes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, { right, of }]) => [id, { right, of }])),
    routable: count.of('routable'),
    routedRight: of('right', 'items'),
    routedRightOfRoutable: of('right', 'routable'),
    routedWrong: wrong,
    wrongRate: ratio(wrong, n),
    wrongWilson95: wilson(wrong, n),
    wrongDepartment: count.of('wrong department'),
    wrongUnroutable: count.of('wrong unroutable'),
    unroutable: count.of('unroutable'),
    wrongClosed: count.of('wrong closed'),
    closed: count.of('closed'),
    wrongOfFiled: ratio(wrong, wrong + count.of('right')),
    wrongOfFiledWilson95: wilson(wrong, wrong + count.of('right')),
    review: count.of('review'),
    reviewNeeded: count.of('review needed'),
    reviewUnneeded: count.of('review unneeded'),
    department: of('department right', 'departments'),
    person: of('person right', 'people'),
    personPrecision: ratio(count.of('person given') - count.of('person wrong'), count.of('person given')),
    secrecyRecall: of('closed right', 'closed'),
    secrecyKind: of('closed kind', 'closed'),
    secrecyPrecision: of('closed right', 'closed called'),
    decoys: count.of('decoys'),
    decoysCalledClosed: count.of('decoys called closed'),
    date: of('date right', 'dates'),
    dateWhereNone: count.of('date where none'),
    references: of('references right', 'references'),
    referencesPrecision: of('references right', 'references given'),
    tracking: of('tracking right', 'tracking'),
    trackingPrecision: of('tracking right', 'tracking given'),
    amount: of('amounts found', 'amounts'),
    amountPrecision: of('amounts printed', 'amounts given'),
    amountKind: of('amounts found by kind', 'amounts by kind'),
    amountKindPrecision: of('amounts right by kind', 'amounts given by kind'),
    ownNumberRead: of('own number read', 'own numbers'),
    orientation: of('orientation right', 'orientations'),
    blank: of('blank right', 'blanks'),
    calledBlank: count.of('called blank'),
    routeMsMedian: median(routeMs),
    byCase: cases.all,
    astray,
  };
}

/** What the truth asks for, read or not. */
function countAsked(count: Tally, truth: Truth, words: Bag): void {
  const { asked, askedKind } = amountsAsked(truth);
  count.add('items');
  count.add('words', sizeOf(words));
  count.add('routable', truth.routable);
  count.add('closed', truth.secrecy !== null);
  count.add('unroutable', !truth.routable && truth.secrecy === null);
  count.add('departments', Boolean(truth.department));
  count.add('people', Boolean(truth.person));
  count.add('decoys', truth.decoy);
  count.add('dates', Boolean(truth.date));
  count.add('references', truth.references.size);
  count.add('tracking', truth.tracking.size);
  count.add('amounts', asked);
  count.add('amounts by kind', askedKind);
  count.add('own numbers', truth.ownNumber !== null);
  count.add('orientations', truth.orientation !== null);
  count.add('blanks', truth.blank);
}

function countRouting(
  count: Tally,
  cases: Tally,
  truth: Truth,
  { routed, department, recipient }: DocumentRead,
  departmentKey: DepartmentKey,
  say: (what: string) => void,
): void {
  const given = department?.name || recipient?.department || '';
  const right = Boolean(truth.department) && given !== '' && departmentKey(given) === departmentKey(truth.department!);
  count.add('department right', right);
  if (!routed) {
    count.add('review');
    count.add(truth.routable ? 'review unneeded' : 'review needed');
    if (truth.routable) cases.add(`review ${truth.case}`);
  } else if (truth.secrecy !== null) {
    count.add('wrong closed');
    cases.add(truth.kind);
    say(`filed although closed (${truth.secrecy})`);
  } else if (!truth.routable) {
    count.add('wrong unroutable');
    cases.add(truth.case);
    say(`filed although ${truth.whyNot}`);
  } else if (right) {
    count.add('right');
  } else {
    count.add('wrong department');
    cases.add(truth.case);
    say(`filed to ${given}, not ${truth.department}`);
  }
}

function countSecrecy(count: Tally, truth: Truth, { secrecy }: DocumentRead, say: (what: string) => void): void {
  const closed = truth.secrecy !== null;
  count.add('closed called', secrecy !== null);
  count.add('closed right', secrecy !== null && closed);
  count.add('closed kind', secrecy !== null && closed && truth.secrecyAccepted.includes(secrecy));
  count.add('decoys called closed', secrecy !== null && truth.decoy);
  if (closed && secrecy === null) say(`not seen to be closed (${truth.secrecy})`);
  if (!closed && secrecy !== null) say(`called closed (${secrecy})`);
}

/** The person expected or, on a day of absence, the delegate; naming a leaver who is printed counts neither way. */
function countPerson(count: Tally, truth: Truth, { recipient }: DocumentRead): void {
  if (!truth.saysPerson) return;
  const id = recipient?.personId || null;
  const meant = [truth.person, truth.delegate];
  count.add('person right', Boolean(truth.person) && meant.includes(id));
  count.add('person given', id !== null);
  count.add('person wrong', id !== null && ![...meant, truth.printedPerson].includes(id));
}

function countFields(count: Tally, truth: Truth, read: DocumentRead, text: string): void {
  if (truth.date) count.add('date right', read.date === truth.date);
  else count.add('date where none', Boolean(read.date));
  const references = scoreReferences(read, truth, text);
  count.add('references right', references.right);
  count.add('references given', references.given);
  const tracking = scoreTracking(read, truth);
  count.add('tracking right', tracking.right);
  count.add('tracking given', tracking.given);
  const amounts = scoreAmounts(read, truth, text);
  count.add('amounts found', amounts.found);
  count.add('amounts found by kind', amounts.foundKind);
  count.add('amounts given', amounts.given);
  count.add('amounts printed', amounts.printed);
  count.add('amounts given by kind', amounts.givenKind);
  count.add('amounts right by kind', amounts.rightKind);
  const codes = read.pages.flatMap((page) => page.codes).map((code) => fold(code.text));
  count.add('own number read', truth.ownNumber !== null && codes.includes(truth.ownNumber));
}

function countSight(count: Tally, truth: Truth, { pages }: DocumentRead): void {
  if (truth.orientation !== null) count.add('orientation right', pages[0]?.orientation === truth.orientation);
  if (truth.blank) count.add('blank right', pages.length > 0 && pages.every((page) => page.blank));
  else
    count.add(
      'called blank',
      pages.some((page) => page.blank),
    );
}
